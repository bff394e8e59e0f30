"""The preview: what it serves, what it does not, and that it follows the files."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from dispatch.front.serve import Preview
from dispatch.front.serve import Shown
from dispatch.front.serve import serving
from dispatch.front.serve import snapshot
from dispatch.front.serve import trouble_page
from dispatch.ground import messages
from dispatch.ground.errors import DispatchError
from dispatch.ground.webfiles import content_type
from dispatch.publishing.localserver import Address
from dispatch.publishing.localserver import PortInUseError
from dispatch.publishing.localserver import PortRefusedError

REPOSITORY = Path(__file__).parent.parent
WORDS = messages.load((REPOSITORY / "layouts/locale",), "zh-Hans")
CHROMIUM = shutil.which("chromium")
PAGE = "<!DOCTYPE html><html><body><p>{text}</p></body></html>"
SECONDS = 10
BROKEN = Shown(
    place="content/page.txt:1:3",
    code="S006",
    severity="error",
    message="<b>坏了</b>",
    hint="改一改",
)


class LayoutBrokenError(DispatchError):
    key = "of-this-test"


class Site:
    """A root of one file and a build that copies it; the words 坏 and 崩 break it."""

    def __init__(self, folder):
        self.source = folder / "root/content/page.txt"
        self.source.parent.mkdir(parents=True)
        self.write("第一版")
        self.built = 0
        self.folder = folder / "preview"
        self.said = []

    def write(self, text):
        self.source.write_text(text, encoding="utf-8")

    def build(self, target):
        self.built += 1
        text = self.source.read_text(encoding="utf-8")
        if "崩" in text:
            raise LayoutBrokenError(reason="<崩>")
        if "坏" in text:
            return False, (BROKEN,)
        print_folder = target.parent / "print"
        for folder in (target / "sub", print_folder, target / ".hidden"):
            folder.mkdir(parents=True, exist_ok=True)
        (target / "index.html").write_text(PAGE.format(text=text), encoding="utf-8")
        (target / "sub/index.html").write_text(PAGE.format(text="下一层"), encoding="utf-8")
        (target / "404.html").write_text(PAGE.format(text="没有这一页"), encoding="utf-8")
        (target / "中文.css").write_text("p{}", encoding="utf-8")
        (target / ".dispatch-output").write_text("mark", encoding="utf-8")
        (target / ".hidden/x.html").write_text("hidden", encoding="utf-8")
        (print_folder / "inner.pdf").write_bytes(b"secret")
        return True, ()

    def preview(self, **address):
        return Preview(
            build=self.build,
            folder=self.folder,
            watch=(self.source.parent, self.source.parent.parent / "config.yaml"),
            messages=WORDS,
            address=Address(**{"port": 0, "base": "/dwgk/"} | address),
        )


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path)


@contextmanager
def running(site, **address):
    """The port of a preview that watches in a thread of its own."""
    stop = threading.Event()
    with serving(site.preview(**address), site.said.append, stop) as watch:
        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield int(site.said[-1].split(":")[2].split("/")[0])
        finally:
            stop.set()
            thread.join(SECONDS)
            assert not thread.is_alive()


@pytest.fixture
def port(site):
    with running(site) as port:
        yield port


def ask(port, path, method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    answer.content = answer.read()
    connection.close()
    return answer


def page(port, path="/dwgk/"):
    return ask(port, path).content.decode()


def until(port, text, path="/dwgk/"):
    """The page, as soon as it holds a text."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if text in (found := page(port, path)):
            return found
        time.sleep(0.05)
    pytest.fail(f"{text} did not come: {found}")


def test_pages_are_served_under_the_base_path(port):
    assert "第一版" in page(port)
    assert "下一层" in page(port, "/dwgk/sub/")
    assert ask(port, "/dwgk/sub").getheader("Location") == "/dwgk/sub/"
    assert ask(port, "/").getheader("Location") == "/dwgk/"
    assert ask(port, "/sub/").status == 404


def test_a_site_may_stand_at_the_top(site):
    with running(site, base="") as port:
        assert "第一版" in page(port, "/")
        assert "下一层" in page(port, "/sub/?q=1")


def test_what_is_not_there_is_answered_by_the_page_of_the_site(port):
    answer = ask(port, "/dwgk/nothing/")
    assert answer.status == 404
    assert "没有这一页" in answer.content.decode()


def test_nothing_is_kept_by_browsers_and_names_may_be_chinese(port):
    answer = ask(port, "/dwgk/%E4%B8%AD%E6%96%87.css")
    assert answer.content == b"p{}"
    assert answer.getheader("Content-Type") == "text/css; charset=utf-8"
    assert answer.getheader("Cache-Control") == "no-store"
    assert answer.getheader("X-Content-Type-Options") == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/dwgk/../print/inner.pdf",
        "/dwgk/%2e%2e/print/inner.pdf",
        "/dwgk/..%2fprint%2finner.pdf",
        "/dwgk/sub/../../print/inner.pdf",
        "/dwgk/..\\print\\inner.pdf",
        "/dwgk/%2e%2e%5cprint%5cinner.pdf",
        "/dwgk//etc/passwd",
        "/dwgk/%2fetc%2fpasswd",
        "/dwgk/sub/%00",
        "/dwgk/%ff",
        "/dwgk/.dispatch-output",
        "/dwgk/.hidden/x.html",
        "/dwgk/%2ehidden/x.html",
        "/dwgk/index.html/",
        "/dwgk/index.html/x",
        "/dwgk/" + "a" * 5000,
        "/print/inner.pdf",
        "/etc/passwd",
        "http://127.0.0.1/etc/passwd",
        "*",
        "dwgk/",
    ],
)
def test_nothing_else_is_served(port, path):
    answer = ask(port, path)
    assert answer.status == 404
    assert "没有这一页" in answer.content.decode()


@pytest.mark.parametrize("folder", [False, True])
def test_links_are_not_followed(site, port, tmp_path, folder):
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner/secret.html").write_text("secret", encoding="utf-8")
    public = site.folder / "public"
    if folder:
        (public / "link").symlink_to(tmp_path / "inner")
        path = "/dwgk/link/secret.html"
    else:
        (public / "link.html").symlink_to(tmp_path / "inner/secret.html")
        path = "/dwgk/link.html"
    assert ask(port, path).status == 404


def test_a_pipe_does_not_hold_the_server(site, port):
    os.mkfifo(site.folder / "public/pipe")
    assert ask(port, "/dwgk/pipe").status == 404


def test_head_is_answered_without_content(port):
    answer = ask(port, "/dwgk/", "HEAD")
    assert answer.status == 200
    assert answer.content == b""
    assert int(answer.getheader("Content-Length")) == len(ask(port, "/dwgk/").content)


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "NONSENSE"]
)
def test_other_methods_are_refused(port, method):
    answer = ask(port, "/dwgk/", method)
    assert answer.status == 405
    assert answer.getheader("Allow") == "GET, HEAD"


def test_a_stranger_s_name_for_this_machine_is_refused(port):
    assert ask(port, "/dwgk/", Host="evil.example:80").status == 403
    assert ask(port, "/dwgk/", Host=f"localhost:{port}").status == 200


def test_garbage_does_not_end_it(port):
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as raw:
        raw.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
        raw.recv(1000)
    assert ask(port, "/dwgk/").status == 200


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("feed.xml", "application/xml; charset=utf-8"),
        ("a.json", "application/json; charset=utf-8"),
        ("a.pdf", "application/pdf"),
        ("a.SVG", "image/svg+xml; charset=utf-8"),
        ("a.csv", "text/csv; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("a.ics", "text/calendar; charset=utf-8"),
        ("a.exe", "application/octet-stream"),
        ("html", "application/octet-stream"),
    ],
)
def test_types(name, kind):
    assert content_type(name) == kind


def test_the_script_is_in_what_is_sent_and_in_no_file(site, port):
    sent = page(port)
    assert sent.endswith("defer></script></body></html>")
    assert "reload.js" not in (site.folder / "public/index.html").read_text(encoding="utf-8")
    assert "no-store" in page(port, "/-/reload.js")
    assert "reload.js" in page(port, "/dwgk/nothing")


def test_a_change_is_built_and_told(site, port):
    name = page(port).split('data-epoch="')[1].split('"')[0]
    assert page(port, "/-/epoch?after=other") == name
    told = []
    waiting = threading.Thread(target=lambda: told.append(page(port, f"/-/epoch?after={name}")))
    waiting.start()
    time.sleep(0.2)
    assert not told
    site.write("第二版")
    waiting.join(SECONDS)
    assert told
    assert told != [name]
    assert f'data-epoch="{told[0]}"' in until(port, "第二版")
    assert site.said[-2:] == [WORDS.text("serve.changed"), WORDS.text("serve.rebuilt")]


def test_what_is_wrong_takes_the_place_of_every_page_until_it_is_mended(site, port):
    site.write("坏")
    shown = until(port, "S006", "/dwgk/sub/")
    assert "content/page.txt:1:3" in shown
    assert "&lt;b&gt;坏了&lt;/b&gt;" in shown
    assert "改一改" in shown
    assert "reload.js" in shown
    assert ask(port, "/dwgk/").status == 500
    assert "第一版" not in page(port)
    site.write("改好了")
    assert ask(port, "/dwgk/").status in {200, 500}
    until(port, "改好了")


def test_a_failure_with_a_sentence_of_its_own_is_shown_and_survived(site, port):
    site.write("崩")
    until(port, "of-this-test: reason=&#x27;&lt;崩&gt;&#x27;")
    site.write("又好了")
    until(port, "又好了")


def test_it_begins_with_a_broken_site_too(site):
    site.write("坏")
    with running(site) as port:
        assert "S006" in page(port)
        site.write("好")
        until(port, "好")


@pytest.mark.usefixtures("port")
def test_files_that_come_and_go_count(site):
    built = site.built
    new = site.source.parent / "new.txt"
    new.write_text("", encoding="utf-8")
    until_built(site, built + 1)
    new.unlink()
    until_built(site, built + 2)


def until_built(site, times):
    end = time.monotonic() + SECONDS
    while site.built < times and time.monotonic() < end:
        time.sleep(0.05)
    assert site.built == times


def test_snapshots_see_what_an_editor_changes_and_not_its_litter(tmp_path):
    (tmp_path / "a").mkdir()
    file = tmp_path / "a/file.md"
    file.write_text("一", encoding="utf-8")
    first = snapshot((tmp_path,))
    (tmp_path / "a/.file.md.swp").write_text("", encoding="utf-8")
    (tmp_path / "a/file.md~").write_text("", encoding="utf-8")
    (tmp_path / "a/~$file.docx").write_text("", encoding="utf-8")
    assert snapshot((tmp_path,)) == first
    status = file.stat()
    (tmp_path / "a/other").write_text("二", encoding="utf-8")
    os.utime(tmp_path / "a/other", ns=(status.st_atime_ns, status.st_mtime_ns))
    (tmp_path / "a/other").replace(file)
    assert snapshot((tmp_path,)) != first


def test_snapshots_do_not_follow_links(tmp_path):
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (inside / "link").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    first = snapshot((inside, tmp_path / "missing"))
    (outside / "file").write_text("", encoding="utf-8")
    assert snapshot((inside, tmp_path / "missing")) == first


def test_a_port_in_use_is_refused_before_anything_is_built(site):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        with pytest.raises(PortInUseError) as refused, running(site, port=number):
            pass
    assert refused.value.params == (("port", str(number)),)
    assert site.built == 0


def test_an_address_that_is_not_ours_is_refused(site):
    with pytest.raises(PortRefusedError), running(site, host="192.0.2.1"):
        pass


def test_only_this_machine_is_listened_to(site):
    assert site.preview().address.host == "127.0.0.1"


def test_the_page_of_findings_without_any_says_where_to_look():
    assert WORDS.text("serve.page.failed") in trouble_page(WORDS, ()).decode()


SCRIPT = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
sys.path.insert(0, sys.argv[2])
from dispatch.front.serve import serve
from test_serve import Site
site = Site(Path(sys.argv[3]))
serve(site.preview(), lambda line: print(line, flush=True))
print("after", flush=True)
"""


def test_an_interrupt_ends_it_cleanly(tmp_path):
    folders = (REPOSITORY, REPOSITORY / "tests", tmp_path)
    command = [sys.executable, "-c", SCRIPT, *map(str, folders)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        lines = [process.stdout.readline().decode(), process.stdout.readline().decode()]
        port = int(lines[1].split(":")[2].split("/")[0])
        waiting = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
        waiting.sendall(f"GET /-/epoch?after={epoch(port)} HTTP/1.0\r\n\r\n".encode())
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=SECONDS)
        waiting.close()
    assert out.decode().splitlines() == [WORDS.text("serve.stopped"), "after"]
    assert err == b""
    assert process.returncode == 0


def epoch(port):
    return page(port).split('data-epoch="')[1].split('"')[0]


@pytest.mark.heavy
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium here to open the preview in")
def test_the_browser_follows(site, port, driver):
    browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    tab = browser.new_page()
    tab.goto(f"http://127.0.0.1:{port}/dwgk/")
    for text in ("第二版", "坏", "第三版"):
        site.write(text)
        shown = "S006" if text == "坏" else text
        tab.get_by_text(shown).first.wait_for(timeout=SECONDS * 1000)
    tab.goto(f"http://127.0.0.1:{port}/dwgk/sub/")
    site.write("坏")
    tab.get_by_text("S006").wait_for(timeout=SECONDS * 1000)
    site.write("第四版")
    tab.get_by_text("下一层").wait_for(timeout=SECONDS * 1000)
    browser.close()
