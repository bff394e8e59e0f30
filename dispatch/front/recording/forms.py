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
        if message.get_content_type() != "multipart/form-data" or not boundary:
            return None
        return _form(b"\r\n" + body, b"\r\n--" + boundary.encode("ascii", "replace"))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None  # the parser of e-mail has many ways to stumble over what is none


def _form(body: bytes, mark: bytes) -> Form | None:
    """Return the form whose parts lie between marks (RFC 2046, 5.1.1); only heads are parsed."""
    if body.count(mark) > PARTS + 1:
        return None
    _, *parts, end = body.split(mark)
    fields: dict[str, str] = {}
    picture: bytes | None = None
    for part in parts:
        head, parted, content = part.partition(b"\r\n\r\n")
        name = _name(head) if parted and len(head) <= HEAD else None
        if name is None or (name != PICTURE and len(content) > TEXT * 4):
            return None
        if name == PICTURE:
            picture = content or None
        else:
            fields[name] = content.decode("utf-8")[:TEXT]
    return Form(fields=fields, picture=picture) if fields and end.startswith(b"--") else None


def _name(head: bytes) -> str | None:
    """Return the name of a field, by the lines that say what it is."""
    message = BytesParser(policy=HTTP).parsebytes(head.lstrip() + b"\r\n\r\n", headersonly=True)
    name = message.get_param("name", header="content-disposition")
    return name if isinstance(name, str) else None
