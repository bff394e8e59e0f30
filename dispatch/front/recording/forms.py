"""What a browser sends of a form: short texts, and a picture; read by the parser of e-mail.

The names of files are of no account: what is kept is named by what it is of.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from email.parser import BytesParser
from email.policy import HTTP
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PARTS = 20
"""The most fields that a form may have."""
HEAD = 1_000
"""The most bytes in which a field may say what it is."""
TEXT = 1_000
"""The most characters of a field that is no picture."""
PICTURE = "photo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form that was sent."""

    fields: Mapping[str, str]
    picture: bytes | None = field(default=None, repr=False)
    """None where none was chosen."""

    def get(self, name: str) -> str:
        """Return the text of a field, without blanks around it; empty where there is none."""
        return self.fields.get(name, "").strip()


def form_of(kind: str, body: bytes) -> Form | None:
    """Return the form in a body of that content type; none where it is none that we have sent."""
    head = b"Content-Type: " + kind.encode("ascii", "replace") + b"\r\n\r\n"
    try:
        message = BytesParser(policy=HTTP).parsebytes(head)
        boundary = message.get_boundary("")
        if message.get_content_type() != "multipart/form-data" or not _is_modest(boundary, body):
            return None
        return _form(head + body)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None  # the parser of e-mail has many ways to stumble over what is none


def _is_modest(boundary: str, body: bytes) -> bool:
    """Tell whether a body has few parts, each with a short head: only such are worth parsing."""
    mark = b"--" + boundary.encode("ascii", "replace")
    if not boundary or body.count(mark) > PARTS + 1:
        return False
    pieces = body.split(mark)[1:-1]
    return bool(pieces) and all(0 <= piece.find(b"\r\n\r\n") <= HEAD for piece in pieces)


def _form(whole: bytes) -> Form | None:
    fields: dict[str, str] = {}
    picture: bytes | None = None
    for part in BytesParser(policy=HTTP).parsebytes(whole).iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            return None
        if name == PICTURE:
            picture = content or None
        elif len(content) > TEXT * 4:
            return None
        else:
            fields[name] = content.decode("utf-8")[:TEXT]
    return Form(fields=fields, picture=picture)
