"""Addresses of the server at which somebody else answers: what is asked there, and by what bounds.

A route is told of a request before its body is read, and may refuse it then. A body is read only
up to the size and within the time that the route allows, and only few of them at once.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from http import HTTPStatus
from typing import TYPE_CHECKING

from dispatch.ground.webfiles import HTML

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from email.message import Message
    from io import BufferedIOBase

AT_ONCE = 4
"""How many bodies may be in memory at the same time."""
CHUNK = 65_536
LINGER = 5.0
"""Seconds that a client gets to send what is not wanted, so that it hears the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request."""

    method: str
    """GET or POST."""
    query: str
    """What follows the question mark."""
    headers: Message = field(repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is sent back."""

    content: bytes = field(default=b"", repr=False)
    status: HTTPStatus = HTTPStatus.OK
    type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A path of the server's own, and who answers there."""

    path: str
    admits: Callable[[Asked], Answer | None]
    """Told of a request before its body is read; an answer refuses it."""
    answer: Callable[[Asked], Answer]
    refuse: Callable[[HTTPStatus], Answer]
    """Says that a body was too large, too slow, or not to be had."""
    largest: int
    """The most bytes that a body may have."""
    seconds: float
    """How long a body may take."""


def body_of(
    headers: Message, route: Route, connection: socket.socket, file: BufferedIOBase
) -> bytes | HTTPStatus:
    """Return the body of a request, or why it is not read to its end."""
    if headers.get("Transfer-Encoding"):
        return HTTPStatus.NOT_IMPLEMENTED
    stated = headers.get("Content-Length", "")
    if not (stated.isascii() and stated.isdigit()):
        return HTTPStatus.LENGTH_REQUIRED
    if len(stated) > len(str(route.largest)) or int(stated) > route.largest:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return _read(int(stated), route.seconds, connection, file)


def _read(
    size: int, seconds: float, connection: socket.socket, file: BufferedIOBase
) -> bytes | HTTPStatus:
    end = time.monotonic() + seconds
    parts: list[bytes] = []
    while size > 0:
        left = end - time.monotonic()
        if left <= 0:
            return HTTPStatus.REQUEST_TIMEOUT
        connection.settimeout(left)
        try:
            part = file.read1(min(size, CHUNK))
        except TimeoutError:
            return HTTPStatus.REQUEST_TIMEOUT
        if not part:
            return HTTPStatus.BAD_REQUEST
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def linger(connection: socket.socket, limit: int) -> None:
    """Let a client send what nobody reads, for a while: one that is cut off hears no answer."""
    end = time.monotonic() + LINGER
    with suppress(OSError):
        while limit > 0 and (left := end - time.monotonic()) > 0:
            connection.settimeout(left)
            part = connection.recv(CHUNK)
            if not part:
                return
            limit -= len(part)
