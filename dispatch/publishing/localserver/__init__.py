"""A web server for this machine: gives away a folder, and tells browsers when it is another.

A script that reloads the page is put into HTML on its way out; no file has it. While there is
trouble, one page takes the place of every page. Nothing can be sent to it, save to the routes that
it is given.
"""

from __future__ import annotations

import secrets
import socket
import sys
from collections import deque
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from errno import EADDRINUSE
from http.server import ThreadingHTTPServer
from socketserver import TCPServer
from threading import BoundedSemaphore
from threading import Condition
from threading import Thread
from typing import TYPE_CHECKING

from dispatch.ground.errors import DispatchError
from dispatch.publishing.localserver.handler import LOCAL
from dispatch.publishing.localserver.handler import Handler
from dispatch.publishing.localserver.routes import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dispatch.publishing.localserver.routes import Route

WAIT = 20.0
"""Seconds that a browser's question whether anything is new stays open."""
_POLL = 0.1
_ANY = "0.0.0.0"  # noqa: S104 - who asks for it, by --host, gets it
_OUTSIDE = ("192.0.2.1", "10.255.255.255", "192.168.255.255")
"""Addresses that nobody has, in networks of which this machine may be a part."""


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
        return self.host in LOCAL

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


@contextmanager
def listening(
    address: Address, folder: Path, news: News, routes: tuple[Route, ...] = ()
) -> Iterator[Server]:
    """Hold a port while the block runs; it answers within `Server.answering`."""
    try:
        server = Server(address, folder, news, routes)
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

    def __init__(
        self, address: Address, folder: Path, news: News, routes: tuple[Route, ...]
    ) -> None:
        self.address = address
        self.folder = folder
        self.news = news
        self.routes = {route.path: route for route in routes}
        self.bodies = BoundedSemaphore(AT_ONCE)
        super().__init__((address.host, address.port), Handler)

    @property
    def origin(self) -> str:
        """The beginning of every address here; from another machine too, where that may ask."""
        host = _own_address() if self.address.host == _ANY else self.address.host
        return f"http://{host}:{self.server_address[1]}"

    @property
    def url(self) -> str:
        """The address to open in a browser."""
        return f"{self.origin}{self.address.mount}"

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


def _own_address() -> str:
    """Return the address by which others on the network know this machine; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for outside in _OUTSIDE:
            with suppress(OSError):
                probe.connect((outside, 9))
                return str(probe.getsockname()[0])
    return LOCAL[0]
