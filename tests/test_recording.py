"""The form for telephones: who gets in, what may be sent, and that it does what the commands do."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from threading import Event
from threading import Thread
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from dispatch.front import recording
from dispatch.front.recording.code import code_lines
from dispatch.front.recording.forms import PARTS
from dispatch.front.recording.forms import form_of
from dispatch.front.recording.gate import COOKIE
from dispatch.front.recording.gate import PATH
from dispatch.front.serve import Preview
from dispatch.front.serve import serving
from dispatch.publishing.localserver import Address
from dispatch.publishing.localserver import routes
from tests.conftest import ROOT
from tests.conftest import TODAY
from tests.conftest import tree_of
from tests.nouns import words
from tests.test_keeping import NEW
from tests.test_keeping import desk
from tests.test_keeping import records
from tests.test_photographs import saved
from tests.test_photographs import scene
from tests.test_photographs import taken

SECONDS = 60
NAME = "公开栏管理员"


class Phone:
    """A telephone at the board: it holds a cookie, and sends what its page has."""

    def __init__(self, root, address, said):
        self.root, self.said = root, said
        parts = urlsplit(address)
        self.host, self.token = parts.netloc, parts.query.removeprefix("token=")
        self.cookie = ""

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection(self.host, timeout=SECONDS)
        sent = {"Cookie": self.cookie, "Origin": f"http://{self.host}"} | headers
        sent = {name.replace("_", "-"): value for name, value in sent.items() if value}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        answer.text = answer.read().decode()
        connection.close()
        return answer

    def enter(self):
        answer = self.ask("GET", f"{PATH}?token={self.token}", Origin="")
        assert (answer.status, answer.getheader("Location"), answer.text) == (303, PATH, "")
        self.cookie = answer.getheader("Set-Cookie").partition(";")[0]
        return answer

    def send(self, *, headers=None, **fields):
        body, kind = multipart(fields)
        return self.ask("POST", PATH, body, Content_Type=kind, **(headers or {}))


def multipart(fields, *, boundary="----d1spatch", name="IMG_0001.jpg"):
    """Return a form as browsers send it; bytes are a file."""
    parts = []
    for key, value in fields.items():
        head = f'Content-Disposition: form-data; name="{key}"'
        if isinstance(value, bytes):
            head += f'; filename="{name}"\r\nContent-Type: image/jpeg'
        content = value if isinstance(value, bytes) else value.encode()
        parts.append(f"--{boundary}\r\n{head}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(
        parts
    ) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


@contextlib.contextmanager
def phone_for(root, *, with_route=True):
    said = []
    held = desk(root)
    held = replace(held, terminal=replace(held.terminal, err=said.append))
    recorder = recording.recorder(held, lambda: TODAY)
    preview = Preview(
        build=lambda _: (True, ()),
        folder=root.parent / "preview",
        watch=(),
        messages=words(),
        address=Address(port=0, base="/"),
        routes=(recorder.route(),) if with_route else (),
        greet=recorder.greet,
    )
    with serving(preview, lambda _: None, Event()):
        address = re.search(r"http://\S+token=[\w-]+", said[0])[0]
        yield Phone(root, address, said)


@pytest.fixture
def phone(make_root):
    with phone_for(make_root()) as made:
        yield made


@pytest.fixture
def keeper(phone):
    """A phone that has come in."""
    phone.enter()
    return phone


UP = {"act": "posted", "entry": "2026-0002", "board": "corridor", "on": "2026-11-20"}
LOOK = UP | {"act": "inspected", "state": "legible", "words": "", "on": str(TODAY)}
DOWN = UP | {"act": "taken-down", "on": str(TODAY)}


def test_a_sheet_goes_up_is_seen_and_comes_down(keeper):
    assert "党建工作栏" in keeper.ask("GET", PATH).text
    assert "2026-0002" in keeper.ask("GET", f"{PATH}?board=corridor").text
    page = keeper.ask("GET", f"{PATH}?board=corridor&entry=2026-0002").text
    assert 'value="posted"' in page
    assert 'value="inspected"' not in page
    assert '<option value="keeper" selected>' in page
    answer = keeper.send(**UP, by="director", slot="2-1", photo=b"")
    assert answer.status == 200
    assert (
        "已登记：2026-11-20 办公室主任把 2026-0002《第一党支部党费使用情况》贴上党建工作栏。"
        in answer.text
    )
    page = keeper.ask("GET", f"{PATH}?board=corridor&entry=2026-0002").text
    assert 'value="posted"' not in page
    assert keeper.send(**LOOK | {"words": " 褪色了 "}, by="").status == 200
    assert "褪色了" in keeper.ask("GET", f"{PATH}?board=corridor").text
    assert keeper.send(**DOWN, by="keeper").status == 200
    one = records(keeper.root)[1]
    assert (one.up.by, one.slot, one.inspected[0].state, one.down.on) == (
        *("director", "2-1", "褪色了"),
        TODAY,
    )
    assert keeper.said[1:] == []


def test_a_picture_comes_in_whole_and_is_kept_without_what_it_tells(keeper):
    given = saved(scene(900, 700), exif=taken(6))
    assert keeper.send(**UP, photo=given).status == 200
    one = records(keeper.root)[1]
    kept = (keeper.root / "content" / one.photo).read_bytes()
    assert one.photo == "attachments/postings/2026-0002-corridor-2026-11-20.jpg"
    assert one.photo_digest == hashlib.sha256(kept).hexdigest()
    assert b"Exif" not in kept


@pytest.mark.parametrize(
    "name",
    [
        "../../../config.yaml",
        "..\\\\..\\\\x.jpg",
        "C:\\\\fakepath\\\\x.php",
        "/etc/passwd",
        "\0.jpg",
        "照片.jpg",
        'a"; x="b',
        "a" * 400,
        ".htaccess",
    ],
)
def test_the_names_of_files_lead_nowhere(keeper, name):
    before = tree_of(keeper.root)
    body, kind = multipart({**UP, "photo": saved(scene(60, 40))}, name=name)
    keeper.ask("POST", PATH, body, Content_Type=kind)
    new = set(tree_of(keeper.root)) - set(before)
    assert {each for each in new if not each.startswith(".dispatch")} <= {
        "content/attachments/postings",
        "content/attachments/postings/2026-0002-corridor-2026-11-20.jpg",
        NEW,
    }


def test_what_the_command_refuses_the_form_refuses_in_the_same_words(keeper, run):
    command = ["posted", "2026-0002", "corridor", "--on", "2026-10-01", "--slot", "3-2"]
    _, _, err = run(*command, "--as-of", str(TODAY), root=keeper.root)
    said = err.strip().removeprefix("错误：")
    before = tree_of(keeper.root / "content")
    answer = keeper.send(**UP | {"on": "2026-10-01"}, slot="3-2", by="director")
    assert answer.status == 422
    assert said in answer.text
    assert 'role="alert"' in answer.text
    assert 'value="3-2"' in answer.text, "what was filled in is still there"
    assert 'value="2026-10-01"' in answer.text
    assert '<option value="director" selected>' in answer.text
    for fields, words_ in (
        (UP | {"on": "20.11.2026"}, "不是日期"),
        (UP | {"on": ""}, "不是日期"),
        (UP | {"on": "2026-11-24"}, "还没有到"),
        (UP | {"by": "nobody"}, "没有 nobody 这个人员"),
        (UP | {"board": "hal"}, "是不是 hall"),
        (UP | {"entry": "2026-0003"}, "没有 2026-0003 这个条目"),
        (UP | {"photo": b"%PDF"}, "只收 JPEG 和 PNG"),
        (LOOK, "没有登记过贴上"),
    ):
        answer = keeper.send(**fields)
        assert (answer.status, words_ in answer.text) == (422, True), words_
    assert tree_of(keeper.root / "content") == before


def test_sent_twice_it_is_recorded_once(keeper):
    assert keeper.send(**UP).status == 200
    assert keeper.send(**UP).status == 422
    assert keeper.send(**LOOK).status == 200
    assert keeper.send(**LOOK).status == 422
    assert len(records(keeper.root)[1].inspected) == 1


def test_the_way_in_is_the_token_and_nothing_else(phone):
    for path in (PATH, f"{PATH}?board=corridor", f"{PATH}?token=", f"{PATH}?token=wrong"):
        answer = phone.ask("GET", path)
        assert answer.status == 403
        assert "口令不对" in answer.text
        assert "2026-0" not in answer.text
        assert phone.token not in answer.text
        assert answer.getheader("Set-Cookie") is None
    phone.cookie = f"{COOKIE}={phone.token[:-1]}"
    assert phone.ask("GET", PATH).status == 403
    assert phone.send(**UP).status == 403
    phone.cookie = ""
    assert phone.send(**UP).status == 403
    assert phone.send(**UP, token=phone.token).status == 403
    answer = phone.enter()
    cookie = answer.getheader("Set-Cookie")
    assert {"HttpOnly", "SameSite=Strict", f"Path={PATH}"} <= set(cookie.split("; "))
    assert answer.getheader("Referrer-Policy") == "no-referrer"
    assert phone.ask("GET", PATH).status == 200
    assert phone.ask("GET", f"{PATH}?token=wrong").status == 403
    assert not (phone.root / NEW).exists()


def test_each_start_has_a_token_of_its_own(make_root):
    tokens = set()
    for number in range(2):
        with phone_for(make_root(name=f"root-{number}")) as made:
            tokens.add(made.token)
            assert len(made.token) >= 20
    assert len(tokens) == 2


def test_no_address_and_no_page_after_the_first_has_the_token(keeper):
    for path in (PATH, f"{PATH}?board=corridor", f"{PATH}?board=corridor&entry=2026-0002"):
        answer = keeper.ask("GET", path)
        assert keeper.token not in answer.text
        assert keeper.token not in str(answer.getheaders())
        assert answer.getheader("Cache-Control") == "no-store"
        assert answer.getheader("X-Frame-Options") == "DENY"
        policy = answer.getheader("Content-Security-Policy")
        assert "default-src 'none'" in policy
        nonce = re.search(r"'nonce-([\w-]+)'", policy)[1]
        assert f'<style nonce="{nonce}">' in answer.text
        assert "<script" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "", "Referer": ""},
        {"Origin": "", "Referer": "http://evil.example/-/records"},
        {"Origin": "http://[", "Referer": ""},
        {"Origin": "http://127.0.0.1:1"},
        {"Host": "evil.example"},
    ],
)
def test_other_pages_cannot_send_with_somebody_s_cookie(keeper, headers):
    if headers.get("Origin", "").endswith(":1"):
        assert not keeper.host.endswith(":1")
    assert keeper.send(**UP, headers=headers).status == 403
    assert not (keeper.root / NEW).exists()


def test_a_browser_that_names_no_origin_may_name_where_it_comes_from(keeper):
    headers = {"Origin": "", "Referer": f"http://{keeper.host}{PATH}?board=corridor"}
    assert keeper.send(**UP, headers=headers).status == 200


def test_a_picture_that_is_too_large_is_refused_before_it_is_read(keeper):
    answer = keeper.send(**UP, photo=b"\xff" * (recording.LARGEST + 1))
    assert answer.status == 413
    assert "超过 20 MB" in answer.text
    answer = keeper.send(**UP, photo=b"\xff" * 20_000_001)
    assert (answer.status, "超过 20 MB" in answer.text) == (422, True)
    for stated, status in (("", 411), ("x", 411), ("-1", 411), ("9" * 5_000, 413)):
        assert raw(keeper, f"Content-Length: {stated}\r\n")[0] == status
    assert raw(keeper, "Transfer-Encoding: chunked\r\n")[0] == 501
    assert not (keeper.root / NEW).exists()


def raw(phone, more, *, cookie=True):
    """Return the status and the page of a request that is written by hand."""
    host, port = phone.host.split(":")
    with socket.create_connection((host, int(port)), timeout=SECONDS) as line:
        head = f"POST {PATH} HTTP/1.0\r\nHost: {phone.host}\r\nOrigin: http://{phone.host}\r\n"
        head += f"Cookie: {phone.cookie}\r\n" if cookie else ""
        line.sendall(f"{head}{more}\r\n".encode())
        answer = http.client.HTTPResponse(line)
        answer.begin()
        return answer.status, answer.read().decode()


def test_who_sends_slowly_is_told_and_holds_up_nobody(make_root, monkeypatch):
    monkeypatch.setattr(recording, "SECONDS", 1.0)
    with phone_for(make_root()) as slow:
        slow.enter()
        begun = time.monotonic()
        held = Thread(target=drip, args=(slow, 40))
        held.start()
        assert slow.send(**UP).status == 200
        status, text = raw(slow, "Content-Length: 1000\r\n")
        assert (status, "传得太慢" in text) == (408, True)
        assert time.monotonic() - begun < SECONDS
        held.join()


def drip(phone, times):
    """Send a byte at a time, until the server has had enough of it."""
    with contextlib.suppress(OSError), begun_form(phone, 9_000) as line:
        for _ in range(times):
            line.sendall(b"-")
            time.sleep(0.1)


def begun_form(phone, size):
    """Return a connection on which a form is announced and nothing of it sent."""
    host, port = phone.host.split(":")
    line = socket.create_connection((host, int(port)), timeout=SECONDS)
    head = f"POST {PATH} HTTP/1.0\r\nHost: {phone.host}\r\nOrigin: http://{phone.host}\r\n"
    line.sendall(f"{head}Cookie: {phone.cookie}\r\nContent-Length: {size}\r\n\r\n".encode())
    return line


def test_only_so_many_may_send_at_once(make_root):
    with phone_for(make_root()) as phone, contextlib.ExitStack() as stack:
        phone.enter()
        for _ in range(routes.AT_ONCE):
            stack.enter_context(begun_form(phone, 99))
        until(lambda: phone.send(**UP).status == 503)
        assert phone.ask("GET", PATH).status == 200
        assert raw(phone, "Content-Length: 5\r\n", cookie=False)[0] == 403
        stack.close()
        until(lambda: phone.send(**LOOK).status == 422)


def until(true):
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_body_that_is_no_form_of_ours_is_refused(keeper):
    for kind, body in (
        ("application/x-www-form-urlencoded", b"act=posted"),
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"--x\r\n" * 5_000),
        ("multipart/form-data; boundary=x", b"--x\r\n" + b"a: b\r\n" * 50_000 + b"\r\n\r\n--x--"),
        ("multipart/mixed; boundary=x", multipart(UP, boundary="x")[0]),
        ("text/plain", b"\xff"),
        ("", b""),
        multipart(UP | {"act": "burned"})[::-1],
        multipart({"act": "posted" * 2_000})[::-1],
        multipart({f"f{number}": "" for number in range(PARTS + 1)})[::-1],
    ):
        answer = keeper.ask("POST", PATH, body, Content_Type=kind)
        assert answer.status == 400, kind
        assert "没有登记" in answer.text
    assert not (keeper.root / NEW).exists()


def test_what_fails_inside_is_told_without_what_was_sent(keeper, monkeypatch):
    def fail(*_, **__):
        raise ZeroDivisionError("13800138000 张三")

    monkeypatch.setattr(recording.keeping, "post", fail)
    answer = keeper.send(**UP | {"by": "张三"})
    assert answer.status == 500
    assert "张三" not in answer.text
    assert keeper.said[1:] == ["登记页出了意外（ZeroDivisionError）。\n"]


def test_a_site_that_cannot_be_read_is_told(keeper):
    (keeper.root / "config.yaml").write_text("site: [", encoding="utf-8")
    answer = keeper.ask("GET", PATH)
    assert (answer.status, "请先改好" in answer.text) == (422, True)
    assert keeper.send(**UP).status == 422


def test_what_is_gone_from_the_board_is_to_come_down(keeper):
    path = keeper.root / "content/entries/2026/2026-0001.md"
    text = path.read_text(encoding="utf-8")
    withdrawn = "withdrawn: {on: 2026-11-20, reason: 有误}\nformed:"
    path.write_text(text.replace("formed:", withdrawn), encoding="utf-8")
    assert "该撤下了" in keeper.ask("GET", f"{PATH}?board=hall").text


def test_words_of_the_site_are_no_markup(keeper):
    path = keeper.root / "content/entries/2026/2026-0002.md"
    text = path.read_text(encoding="utf-8")
    marked = text.replace("title: 第一", "title: <script>alert(1)</script>&\"'第一")
    path.write_text(marked, encoding="utf-8")
    for where in ("", "&entry=2026-0002"):
        page = keeper.ask("GET", f"{PATH}?board=corridor{where}").text
        assert "<script" not in page
        assert "&lt;script&gt;" in page
    assert "<b>" not in keeper.ask("GET", f"{PATH}?board=%3Cb%3Ex").text
    page = keeper.send(**UP | {"on": '"><script>', "slot": '"><script>'}).text
    assert "<script" not in page


def test_without_records_there_is_no_form(make_root):
    with phone_for(make_root(), with_route=False) as phone:
        for method in ("GET", "POST"):
            answer = phone.ask(method, f"{PATH}?token={phone.token}")
            assert answer.status == (404 if method == "GET" else 405)
            assert answer.getheader("Set-Cookie") is None


def test_the_form_speaks_the_language_of_the_site(make_root):
    root = make_root()
    held = replace(desk(root), messages=words("en"))
    answer = recording.recorder(held, lambda: TODAY).answer(
        routes.Asked(method="GET", query="board=corridor&entry=2026-0002", headers=None)
    )
    page = answer.content.decode()
    assert '<html lang="en">' in page
    assert "Record that it was put up" in page


def test_the_code_on_the_terminal_can_be_read():
    zxingcpp = pytest.importorskip("zxingcpp")
    from PIL import Image

    address = "http://192.168.1.20:8000/-/records?token=" + "aB3-_" * 4 + "xy"
    lines = list(code_lines(address))
    picture = Image.new("L", (len(lines[0]), 2 * len(lines)), 255)
    for y, line in enumerate(lines):
        for x, block in enumerate(line):
            for half, dark in enumerate(("\u2580\u2588", "\u2584\u2588")):
                if block in dark:
                    picture.putpixel((x, 2 * y + half), 0)
    big = picture.resize((picture.width * 6, picture.height * 6), Image.Resampling.NEAREST)
    assert [each.text for each in zxingcpp.read_barcodes(big)] == [address]


@given(st.binary(max_size=400), st.text(max_size=40), st.text("abc019_'()+,./:=?-", min_size=1))
@settings(max_examples=200, deadline=None)
def test_a_form_is_read_as_it_was_filled_in(content, text, boundary):
    body, kind = multipart({"photo": content, "words": text}, boundary="x" + boundary.strip() + "x")
    kind = re.sub(r"boundary=(.*)", r'boundary="\1"', kind)
    if b"--" + b"x" + boundary.strip().encode() in content + text.encode():
        return
    form = form_of(kind, body)
    assert form is not None
    assert form.picture == (content or None)
    assert form.get("words") == text.strip()


def test_any_picture_comes_through_a_form_byte_by_byte():
    chance = random.Random(5)
    for tail in (b"", b"\r", b"\n", b"\r\n", b"\r\n\r\n", b"\r\r\n", b"--", b"\r\n--"):
        content = chance.randbytes(70_000) + b"\r\n--\r\n.\r\n" + tail
        assert form_of(*multipart({"act": "x", "photo": content})[::-1]).picture == content


@given(st.binary(max_size=600), st.sampled_from(["x", '"', "", "\udcff", "a" * 80]))
@settings(max_examples=300, deadline=None)
def test_whatever_comes_in_is_a_form_or_none(body, boundary):
    found = form_of(f"multipart/form-data; boundary={boundary}", body)
    assert found is None or found.fields is not None


def test_serve_opens_the_form_only_where_it_is_asked_for(make_root):
    root = make_root()
    command = [sys.executable, "-m", "dispatch", "serve", "--port", "0", "--as-of", str(TODAY)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for more in ([], ["--records"]):
        with subprocess.Popen(
            [*command, *more], cwd=root, env=environment, stderr=subprocess.PIPE, encoding="utf-8"
        ) as process:
            lines = [process.stderr.readline() for _ in range(2 + len(more))]
            host = re.search(r"http://([^/]+)/", lines[1])[1]
            phone = Phone(root, f"http://{host}{PATH}?token=x", [])
            assert phone.ask("GET", PATH).status == (403 if more else 404)
            if more:
                address = re.search(r"http://\S+token=[\w-]+", lines[2])[0]
                phone = Phone(root, address, [])
                phone.enter()
                assert (
                    f'max="{TODAY}"'
                    in phone.ask("GET", f"{PATH}?board=corridor&entry=2026-0002").text
                )
            process.send_signal(signal.SIGINT)
            rest = process.communicate(timeout=SECONDS)[1]
        assert process.returncode == 0
        assert "token" not in rest
