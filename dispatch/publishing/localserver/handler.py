"""Answers one request: with a file, with what the server itself has to say, or by a route."""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dispatch.ground.webfiles import HTML
from dispatch.ground.webfiles import OTHER
from dispatch.ground.webfiles import Elsewhere
from dispatch.ground.webfiles import WebFile
from dispatch.ground.webfiles import content_type
from dispatch.ground.webfiles import find
from dispatch.publishing.localserver.routes import Answer
from dispatch.publishing.localserver.routes import Asked
from dispatch.publishing.localserver.routes import Route
from dispatch.publishing.localserver.routes import body_of
from dispatch.publishing.localserver.routes import linger

if TYPE_CHECKING:
    from dispatch.publishing.localserver import Epoch
    from dispatch.publishing.localserver import Server

RESERVED = "/-/"
"""Where the server's own answers are; no page of a site has such an address."""
LOCAL = ("127.0.0.1", "localhost", "::1")

_BODY_END = re.compile(rb"</body\s*>", re.IGNORECASE)

SCRIPT = """\
(async () => {
  const known = document.currentScript.dataset.epoch;
  const pause = () => new Promise((done) => setTimeout(done, 1000));
  for (;;) {
    try {
      const answer = await fetch("/-/epoch?after=" + known, { cache: "no-store" });
      if (answer.ok && (await answer.text()) !== known) return location.reload();
      if (!answer.ok) await pause();
    } catch {
      await pause();
    }
  }
})();
"""
"""Asks whether anything is new, and reloads the page when it is."""


def _with_script(page: bytes, epoch: str) -> bytes:
    script = f'<script src="{RESERVED}reload.js" data-epoch="{epoch}" defer></script>'.encode()
    ends = tuple(_BODY_END.finditer(page))
    at = ends[-1].start() if ends else len(page)
    return page[:at] + script + page[at:]


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Server
    server_version = "Dispatch"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        """Answer with a page, a file, or what the server itself has to say."""
        epoch = self.server.news.now()
        address, _, query = self.path.partition("?")
        if not self._is_for_us():
            self._send(HTTPStatus.FORBIDDEN, b"", OTHER)
        elif address in self.server.routes:
            self._routed(self.server.routes[address], self._asked("GET", query))
        elif address == f"{RESERVED}reload.js":
            self._send(HTTPStatus.OK, SCRIPT.encode(), content_type(address))
        elif address == f"{RESERVED}epoch":
            name = self.server.news.after(query.removeprefix("after=")).name
            self._send(HTTPStatus.OK, name.encode(), "text/plain; charset=utf-8")
        elif epoch.trouble:
            page = _with_script(epoch.trouble, epoch.name)
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, page, HTML)
        elif address == "/" != self.server.address.mount:
            self._redirect(self.server.address.mount)
        else:
            self._answer(address, epoch)

    def do_HEAD(self) -> None:
        """Answer as to GET, without the content."""
        self.do_GET()

    def do_POST(self) -> None:
        """Take what is sent to a route; there is nothing else here to be changed."""
        address, _, query = self.path.partition("?")
        if not self._is_for_us():
            self._send(HTTPStatus.FORBIDDEN, b"", OTHER)
        elif address in self.server.routes:
            self._routed(self.server.routes[address], self._asked("POST", query))
        else:
            self.send_error(HTTPStatus.NOT_IMPLEMENTED)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no request for a file: there is nothing here to be changed."""
        del message, explain
        refused = code == HTTPStatus.NOT_IMPLEMENTED
        self.send_response(HTTPStatus.METHOD_NOT_ALLOWED if refused else code)
        if refused:
            self.send_header("Allow", "GET, HEAD")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing: the terminal is for what changed."""

    def _is_for_us(self) -> bool:
        """Tell whether the browser means this machine: other names may be a stranger's page."""
        try:
            host = urlsplit(f"//{self.headers.get('Host', '')}").hostname
        except ValueError:
            return False
        if host in (None, *LOCAL, self.server.address.host):
            return True
        return not self.server.address.is_local and _is_number(host)

    def _answer(self, address: str, epoch: Epoch) -> None:
        folder, mount = self.server.folder, self.server.address.mount
        found = None
        if address.startswith(mount):
            found = find(folder, address.removeprefix(mount))
        if isinstance(found, Elsewhere):
            self._redirect(f"{address}/")
            return
        status = HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
        page = found or find(folder, "404.html") or WebFile(content=b"404\n", type="text/plain")
        if not isinstance(page, WebFile):
            return
        content = page.content
        if page.type == HTML:
            content = _with_script(content, epoch.name)
        self._send(status, content, page.type)

    def _asked(self, method: str, query: str) -> Asked:
        return Asked(method=method, query=query, headers=self.headers)

    def _routed(self, route: Route, asked: Asked) -> None:
        """Answer by a route, once it has admitted the request and its body is there."""
        if refused := route.admits(asked):
            self._refused(route, refused)
        elif asked.method == "GET":
            self._answered(route.answer(asked))
        elif not self.server.bodies.acquire(blocking=False):
            self._refused(route, route.refuse(HTTPStatus.SERVICE_UNAVAILABLE))
        else:
            try:
                body = body_of(self.headers, route, self.connection, self.rfile)
                if isinstance(body, bytes):
                    self._answered(route.answer(replace(asked, body=body)))
            finally:
                self.server.bodies.release()
            if not isinstance(body, bytes):
                self._refused(route, route.refuse(body))

    def _answered(self, answer: Answer) -> None:
        self.connection.settimeout(self.timeout)
        self._send(answer.status, answer.content, answer.type, answer.headers)

    def _refused(self, route: Route, answer: Answer) -> None:
        """Answer a request whose body nobody has read, and end the conversation."""
        self._answered(answer)
        self.close_connection = True
        if self.command == "POST":
            with suppress(OSError):
                self.wfile.flush()
                self.connection.shutdown(socket.SHUT_WR)
            linger(self.connection, 2 * route.largest)

    def _redirect(self, address: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()

    def _send(
        self,
        status: HTTPStatus,
        content: bytes,
        kind: str,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def _is_number(host: str) -> bool:
    """Tell whether a host is an address in numbers, which no stranger's name can lead to."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
