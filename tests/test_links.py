"""`links`: what public pages link to elsewhere, asked of a real server with faults."""

from __future__ import annotations

import json
import socket
import ssl
import subprocess
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer

import pytest

from dispatch.front.linking import asked
from dispatch.front.linking.probe import Manner
from dispatch.front.linking.probe import _is_public
from dispatch.front.linking.probe import ask

HASTE = Manner(timeout=0.5, retries=1, pause=0.01, private=True)
ENTRY = "content/entries/2026/2026-0001.md"


class Faulty(BaseHTTPRequestHandler):
    """Answers a path with the fault that it names."""

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        self.server.asked.append((self.command, self.path))
        name = self.path.strip("/").partition("?")[0]
        if name == "slow":
            time.sleep(1.2)
        if name == "drip":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for number in range(40):
                self.wfile.write(b"X-%d: y\r\n" % number)
                self.wfile.flush()
                time.sleep(0.2)
        if name == "gone-away":
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        tries = sum(path == self.path for _, path in self.server.asked)
        status = {
            "404": 404,
            "500": 500,
            "forbidden": 403,
            "moved": 301,
            "away": 302,
            "loop-1": 302,
            "loop-2": 302,
            "file": 302,
            "head-refused": 405 if self.command == "HEAD" else 200,
            "recovers": 503 if tries < 3 else 200,
        }.get(name, 302 if name.startswith("hop") else 200)
        self.send_response(status)
        target = {"moved": "/fine", "away": "/fine", "loop-1": "/loop-2", "loop-2": "/loop-1"}
        target |= {"file": "file:///etc/hostname"}
        if name.startswith("hop"):
            target[name] = f"/hop{int(name[3:]) + 1}"
        if name in target:
            self.send_header("Location", target[name])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Faulty)
        self.asked: list[tuple[str, str]] = []

    def handle_error(self, request, client_address):
        """Whoever hangs up on us is what the test is about."""


@pytest.fixture
def server():
    running = Server()
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


def at(server, path):
    return f"http://127.0.0.1:{server.server_address[1]}/{path}"


@pytest.mark.parametrize(
    ("path", "state", "reason", "detail"),
    [
        ("fine", "good", "", ""),
        ("head-refused", "good", "", ""),
        ("recovers", "good", "", ""),
        ("away", "good", "", ""),
        ("中文?页=一", "good", "", ""),
        ("404", "broken", "status", "404"),
        ("500", "broken", "status", "500"),
        ("forbidden", "declined", "status", "403"),
        ("slow", "broken", "timeout", ""),
        ("loop-1", "broken", "loop", ""),
        ("hop1", "broken", "hops", ""),
        ("file", "broken", "scheme", "file"),
        ("gone-away", "broken", "reset", ""),
    ],
)
def test_each_fault_is_told_for_what_it_is(server, path, state, reason, detail):
    answer = ask(at(server, path), HASTE)
    assert (answer.state, answer.reason, answer.detail) == (state, reason, detail)


def test_an_answer_that_drips_for_ever_is_cut(server):
    begun = time.monotonic()
    assert ask(at(server, "drip"), Manner(timeout=0.5, retries=0, private=True)).state == "broken"
    assert time.monotonic() - begun < 8


def test_what_moved_for_good_says_where_to(server):
    answer = ask(at(server, "moved"), HASTE)
    assert (answer.state, answer.detail) == ("moved", at(server, "fine"))


def test_a_closed_port_and_an_unknown_name_are_told():
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        port = own.getsockname()[1]
    assert ask(f"http://127.0.0.1:{port}/", HASTE).reason == "refused"
    assert ask("http://no-such-host.invalid/", HASTE).state == "unresolved"


def test_a_bad_certificate_is_told(server, tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    made += ["-subj", "/CN=localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    answer = ask(at(server, "fine").replace("http:", "https:"), HASTE)
    assert (answer.state, answer.reason) == ("broken", "certificate")
    assert "self-signed" in answer.detail
    plain = ask(at(server, "fine"), HASTE)
    assert plain.state == "broken"


def test_nothing_private_is_asked(server):
    answer = ask(at(server, "fine"), Manner())
    assert answer.state == "private"
    assert server.asked == []


@pytest.mark.parametrize(
    ("host", "public"),
    [
        *(("8.8.8.8", True), ("2001:4860:4860::8888", True), ("127.0.0.1", False)),
        *(("10.1.2.3", False), ("192.168.0.1", False), ("169.254.169.254", False)),
        *(("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False)),
        *(("::1", False), ("fe80::1%eth0", False), ("fd00::1", False)),
        *(("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", True)),
    ],
)
def test_what_is_private_is_known(host, public):
    assert _is_public(host) is public


def test_no_address_is_asked_twice_and_no_host_two_things_at_once(server):
    urls = [at(server, name) for name in ("fine", "a", "b", "fine", "a")]
    answers = asked(urls, HASTE, lambda _: None)
    assert list(answers) == urls[:3]
    assert Counter(server.asked) == {("HEAD", f"/{name}"): 1 for name in ("fine", "a", "b")}


def with_links(make_root, *urls):
    root = make_root()
    path = root / ENTRY
    listed = "\n".join(f"- [第{n}处]({url}#part)" for n, url in enumerate(urls))
    path.write_text(path.read_text(encoding="utf-8") + f"\n{listed}\n", encoding="utf-8")
    return root


def test_a_broken_link_is_told_where_it_stands(server, make_root, run):
    root = with_links(make_root, at(server, "fine"), at(server, "404"), at(server, "moved"))
    code, out, _ = run("links", "--allow-private", "--timeout", "2", "--format", "json", root=root)
    assert code == 1
    found = {each["severity"]: each for each in json.loads(out)}
    text = (root / ENTRY).read_text(encoding="utf-8").splitlines()
    broken = found["error"]
    assert (broken["path"], broken["code"]) == (ENTRY, "X001")
    assert text[broken["line"] - 1][broken["column"] - 1 :].startswith(at(server, "404"))
    assert at(server, "fine") in found["info"]["message"]
    assert len(found) == 2


def test_paths_narrow_it_and_good_links_are_no_fault(server, make_root, run):
    root = with_links(make_root, at(server, "fine"), at(server, "404"))
    code, out, _ = run("links", "--allow-private", "config.yaml", root=root)
    assert (code, server.asked) == (0, [])
    path = root / ENTRY
    path.write_text(path.read_text(encoding="utf-8").replace("/404", "/fine2"), encoding="utf-8")
    code, out, err = run("links", "--allow-private", "--lang", "en", root=root)
    assert code == 0
    assert out.startswith("2 links to elsewhere on 1 hosts; 2 of them work.")
    assert err.startswith("asking 127.0.0.1:")


def test_a_private_address_is_a_warning_and_nobody_is_asked(server, make_root, run):
    root = with_links(make_root, at(server, "404"))
    code, out, _ = run("links", "--format", "json", root=root)
    assert (code, server.asked) == (0, [])
    assert [each["severity"] for each in json.loads(out)] == ["warning"]


def test_what_society_does_not_read_is_not_asked(server, make_root, run):
    root = with_links(make_root, at(server, "404"))
    path = root / ENTRY
    text = path.read_text(encoding="utf-8").replace("\nid:", "\ndraft: true\nid:", 1)
    path.write_text(text, encoding="utf-8")
    assert run("links", "--allow-private", root=root)[0] == 0
    assert server.asked == []


def test_without_a_network_that_is_said(make_root, run):
    root = with_links(make_root, "http://a.invalid/", "https://b.invalid/x")
    code, out, err = run("links", "--lang", "en", root=root)
    assert (code, out) == (1, "")
    assert "There is no network; none of 2 links" in err
    code, out, _ = run("links", "--format", "json", root=root)
    assert code == 1
    assert [each["code"] for each in json.loads(out)] == ["X001", "X001"]
