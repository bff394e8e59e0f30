"""One address asked over the network, as often and as gently as it takes to know.

Names are looked up once, and what is connected to is what was looked up: a name that answers with
a private address the second time leads nowhere.
"""

from __future__ import annotations

import errno
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import closing
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.parse import urljoin
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

AGENT = "Mozilla/5.0 (compatible; Dispatch link check)"
HOPS = 10
"""How many redirects are followed."""
GOOD = 2
"""The hundreds of a status that is good."""
LONGEST = 4
"""After how many timeouts an answer that keeps dripping in is given up."""

_MOVED = frozenset((301, 302, 303, 307, 308))
_FOR_GOOD = frozenset((301, 308))
_DECLINED = frozenset((401, 403, 405, 406, 407, 429, 451, 999))
"""What servers say to programs that they do not like; a reader may well get the page."""
_NO_NETWORK = frozenset((errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH))


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How addresses are asked."""

    timeout: float = 10.0
    """Seconds to wait for an answer."""
    retries: int = 2
    """How often an answer that may be a passing one is asked for again."""
    pause: float = 1.0
    """Seconds before the first retry, twice as many before the second; half between addresses."""
    private: bool = False
    """Whether addresses of private networks are asked too."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an address."""

    state: str
    """good, moved, declined, private, unresolved, offline or broken."""
    reason: str = ""
    """Of what is broken: status, timeout, refused, certificate, tls, loop, hops, scheme, reset."""
    detail: str = ""
    """The status, the fault of the certificate, or where it has moved to."""


class _Stop(Exception):  # noqa: N818 - no error: what is known ends the asking
    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self.answer = answer


def ask(url: str, manner: Manner) -> Answer:
    """Return what comes of an address, by HEAD and, where that is not good, by GET."""
    answer = Answer("broken")
    for turn in range(manner.retries + 1):
        if turn:
            time.sleep(manner.pause * 2 ** (turn - 1))
        for method in ("HEAD", "GET"):
            answer = _followed(url, method, manner)
            if answer.state in ("good", "moved", "private", "unresolved", "offline"):
                return answer
        if not _may_pass(answer):
            break
    return answer


def _may_pass(answer: Answer) -> bool:
    status = int(answer.detail) if answer.reason == "status" and answer.detail.isdigit() else 0
    return answer.reason in ("timeout", "reset") or status in (429, 500, 502, 503, 504)


def _followed(url: str, method: str, manner: Manner) -> Answer:
    """Return where the redirects of an address end."""
    seen: list[str] = []
    lasting = True
    try:
        while url not in seen:
            if len(seen) > HOPS:
                return Answer("broken", "hops")
            seen.append(url)
            status, target = _once(url, method, manner)
            if status not in _MOVED or not target:
                return _judged(status, url if len(seen) > 1 and lasting else "")
            lasting = lasting and status in _FOR_GOOD
            url = urljoin(url, target).partition("#")[0]
    except _Stop as end:
        return end.answer
    return Answer("broken", "loop")


def _judged(status: int, moved_to: str) -> Answer:
    if status // 100 == GOOD:
        return Answer("moved", "", moved_to) if moved_to else Answer("good")
    return Answer("declined" if status in _DECLINED else "broken", "status", str(status))


def _once(url: str, method: str, manner: Manner) -> tuple[int, str]:
    """Return the status of one request, and where it redirects to."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _Stop(Answer("broken", "scheme", parts.scheme or url))
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        name = parts.hostname.encode("idna").decode("ascii")
    except ValueError:
        raise _Stop(Answer("broken", "scheme", parts.netloc)) from None
    address = _address(name, port, manner)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    try:
        with closing(_connected(name, address, parts.scheme, manner)) as line:
            return _asked(line, method, f"{path}?{query}" if query else path, manner)
    except (OSError, http.client.HTTPException) as fault:
        raise _Stop(_faulty(fault)) from None


def _asked(
    line: http.client.HTTPConnection, method: str, target: str, manner: Manner
) -> tuple[int, str]:
    """Return status and redirect; a line that drips on for ever is cut."""
    over = threading.Event()
    end = threading.Timer(manner.timeout * LONGEST, _cut, (line.sock, over))
    end.daemon = True
    end.start()
    try:
        line.request(method, target, headers={"User-Agent": AGENT, "Accept": "*/*"})
        reply = line.getresponse()
        if over.is_set():
            raise TimeoutError
        return reply.status, reply.getheader("Location") or ""
    finally:
        end.cancel()


def _cut(line: socket.socket, over: threading.Event) -> None:
    over.set()
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _address(name: str, port: int, manner: Manner) -> tuple[str, int]:
    """Return an address of a host to connect to, if one may."""
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _Stop(Answer("unresolved", "name", name)) from None
    hosts = [str(each[4][0]) for each in found]
    allowed = [host for host in hosts if manner.private or _is_public(host)]
    if not allowed:
        raise _Stop(Answer("private", "", name))
    return allowed[0], port


def _is_public(host: str) -> bool:
    found = ipaddress.ip_address(host.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None)
    return (inner or found).is_global and not found.is_multicast


def _connected(
    name: str, address: tuple[str, int], scheme: str, manner: Manner
) -> http.client.HTTPConnection:
    """Return a connection that is made already, to the address that was looked up."""
    line = http.client.HTTPConnection(name, address[1], timeout=manner.timeout)
    if scheme == "https":
        line.default_port = 443
    own = socket.create_connection(address, timeout=manner.timeout)
    try:
        secure = ssl.create_default_context() if scheme == "https" else None
        line.sock = secure.wrap_socket(own, server_hostname=name) if secure else own
    except BaseException:
        own.close()
        raise
    return line


def _faulty(fault: Exception) -> Answer:
    """Return what a fault of the network means."""
    for kind, reason in _faults():
        if isinstance(fault, kind):
            return Answer("broken", reason, str(getattr(fault, "verify_message", "")))
    if isinstance(fault, OSError) and fault.errno in _NO_NETWORK:
        return Answer("offline", "network")
    return Answer("broken", "reset")


def _faults() -> Iterator[tuple[type[Exception], str]]:
    yield ssl.SSLCertVerificationError, "certificate"
    yield ssl.SSLError, "tls"
    yield TimeoutError, "timeout"
    yield ConnectionRefusedError, "refused"
