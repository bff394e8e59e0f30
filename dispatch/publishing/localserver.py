"""A web server for this machine: gives away a folder, and tells browsers when it is another.

A script that reloads the page is put into HTML on its way out; no file has it. While there is
trouble, one page takes the place of every page.
"""

from __future__ import annotations

import re
import secrets
import sys
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from errno import EADDRINUSE
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from ipaddress import ip_address
from socketserver import TCPServer
from threading import Condition
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dispatch.ground.errors import DispatchError
from dispatch.ground.webfiles import HTML
from dispatch.ground.webfiles import OTHER
from dispatch.ground.webfiles import Elsewhere
from dispatch.ground.webfiles import WebFile
from dispatch.ground.webfiles import content_type
from dispatch.ground.webfiles import find

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAIT = 20.0
"""Seconds that a browser's question whether anything is new stays open."""
RESERVED = "/-/"
"""Where the server's own answers are; no page of a site has such an address."""

_BODY_END = re.compile(rb"</body\s*>", re.IGNORECASE)
_POLL = 0.1
_LOCAL = ("127.0.0.1", "localhost", "::1")

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


class PortInUseError(DispatchError):
    """Another program listens at that port."""

    key = "port-in-use"


class PortRefusedError(DispatchError):
    """The system does not let us listen at that address."""

    key = "port-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to listen, and the path that the folder is mounted under."""

    port: int
    """0 takes any that is free."""
    host: str = "127.0.0.1"
    base: str = "/"

    @property
    def is_local(self) -> bool:
        """Whether only this machine can ask."""
        return self.host in _LOCAL

    @property
    def mount(self) -> str:
        """The base path with a slash at both ends."""
        bare = self.base.strip("/")
        return f"/{bare}/" if bare else "/"


@dataclass(frozen=True, slots=True)
class Epoch:
    """A state of the site: its name, and the page in the place of all pages while it is bad."""

    name: str
    trouble: bytes = b""


@dataclass(frozen=True, slots=True)
class News:
    """The last epoch, for the threads that answer and those that wait for the next."""

    epochs: deque[Epoch] = field(default_factory=lambda: deque(maxlen=1))
    changed: Condition = field(default_factory=Condition)

    def tell(self, trouble: bytes) -> None:
        """Begin an epoch, with the page that takes the place of all pages, if there is one."""
        with self.changed:
            self.epochs.append(Epoch(secrets.token_hex(8), trouble))
            self.changed.notify_all()

    def now(self) -> Epoch:
        """Return the epoch that lasts."""
        return self.epochs[-1]

    def after(self, name: str) -> Epoch:
        """Return the epoch after the one of that name; the same one where none comes for long."""
        with self.changed:
            self.changed.wait_for(lambda: self.now().name != name, WAIT)
            return self.now()


def _with_script(page: bytes, epoch: str) -> bytes:
    script = f'<script src="{RESERVED}reload.js" data-epoch="{epoch}" defer></script>'.encode()
    ends = tuple(_BODY_END.finditer(page))
    at = ends[-1].start() if ends else len(page)
    return page[:at] + script + page[at:]


@contextmanager
def listening(address: Address, folder: Path, news: News) -> Iterator[Server]:
    """Hold a port while the block runs; it answers within `Server.answering`."""
    try:
        server = Server(address, folder, news)
    except OSError as error:
        if error.errno == EADDRINUSE:
            raise PortInUseError(port=address.port) from None
        reason = error.strerror or str(error)
        raise PortRefusedError(host=address.host, port=address.port, reason=reason) from None
    with server:
        yield server


class Server(ThreadingHTTPServer):
    """Listens; what its handlers need is here."""

    daemon_threads = True

    def __init__(self, address: Address, folder: Path, news: News) -> None:
        self.address = address
        self.folder = folder
        self.news = news
        super().__init__((address.host, address.port), _Handler)

    @property
    def url(self) -> str:
        """The address to open in a browser."""
        return f"http://{self.address.host}:{self.server_address[1]}{self.address.mount}"

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Answer while the block runs."""
        Thread(target=self.serve_forever, args=(_POLL,), daemon=True).start()
        try:
            yield
        finally:
            self.shutdown()

    def server_bind(self) -> None:
        """Bind without asking the network for this machine's name, which can take seconds."""
        TCPServer.server_bind(self)

    def handle_error(self, request: object, client_address: object) -> None:
        """Pass over browsers that went away; anything else is a fault of ours."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
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
        if host in (None, *_LOCAL, self.server.address.host):
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

    def _redirect(self, address: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()

    def _send(self, status: HTTPStatus, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
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
