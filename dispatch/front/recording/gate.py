"""Who may come in to the form: whoever holds the address that the terminal shows.

The address has a token that is made anew at each start. Whoever opens it gets a cookie in its
place, which no script reads and no other site's page sends along, and an address without it. What
is sent must come from a page of ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from http import HTTPStatus
from http.cookies import CookieError
from http.cookies import SimpleCookie
from secrets import compare_digest
from secrets import token_urlsafe
from typing import TYPE_CHECKING
from urllib.parse import parse_qs
from urllib.parse import urlsplit

from dispatch.publishing.localserver.routes import Answer

if TYPE_CHECKING:
    from dispatch.publishing.localserver.routes import Asked

PATH = "/-/records"
COOKIE = "dispatch-records"
LENGTH = 16
"""Bytes of a token."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Knows the token of this start."""

    token: str = field(default_factory=lambda: token_urlsafe(LENGTH), repr=False)

    def address(self, origin: str) -> str:
        """Return the address that lets somebody in."""
        return f"{origin}{PATH}?token={self.token}"

    def is_open(self, asked: Asked) -> bool:
        """Tell whether a request has the cookie, and is sent by a page of ours where it sends."""
        held = _cookie(asked)
        known = held is not None and _same(held, self.token)
        return known and (asked.method != "POST" or _is_ours(asked))

    def greeted(self, asked: Asked) -> Answer | None:
        """Return the way in for who has just opened the address; none for anybody else."""
        given = parse_qs(asked.query).get("token", [""])[0]
        if asked.method != "GET" or not _same(given, self.token):
            return None
        cookie = f"{COOKIE}={self.token}; Path={PATH}; HttpOnly; SameSite=Strict"
        return Answer(
            status=HTTPStatus.SEE_OTHER,
            headers=(
                ("Location", PATH),
                ("Set-Cookie", cookie),
                ("Referrer-Policy", "no-referrer"),
            ),
        )


def states_token(asked: Asked) -> bool:
    """Tell whether an address has a token, right or wrong."""
    return "token" in parse_qs(asked.query, keep_blank_values=True)


def _same(one: str, other: str) -> bool:
    return compare_digest(one.encode("utf-8", "replace"), other.encode())


def _cookie(asked: Asked) -> str | None:
    try:
        found = SimpleCookie(asked.headers.get("Cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return found.value if found else None


def _is_ours(asked: Asked) -> bool:
    """Tell whether a page of this server sends: by Origin, or by Referer where there is none."""
    host = asked.headers.get("Host", "")
    said = asked.headers.get("Origin") or asked.headers.get("Referer") or ""
    try:
        parts = urlsplit(said)
    except ValueError:
        return False
    return bool(host) and (parts.scheme, parts.netloc) == ("http", host)
