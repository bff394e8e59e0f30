"""Family C, marks of secrecy: that nothing that carries one is made public anywhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Severity
from dispatch.ground.secrecy import marks
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.rules.register import Register

LAW = "保守国家秘密法第三十五条：先审查、后公开，一事一审"
READ = ("config.yaml", "content/")
"""The files whose words are looked through; the locale is not of them."""


@rule(
    "C014",
    "secrecy-mark",
    clause=LAW,
    samples=(sample(text="机密★十年"), sample(text="本年度保密工作检查已经完成。")),
)
def secrecy_mark(register: Register) -> Iterator[Finding]:
    """A text carries a mark of secrecy: 机密★, 内部资料, 注意保密, 不得外传.

    Whatever bears it was not meant for a board, of whatever readers. The words within a sentence
    are worth a look.
    """
    for path, source in register.site.sources.items():
        asked = path.startswith(READ) and path not in register.unasked
        for mark in marks(source.text) if asked else ():
            words = " ".join(source.text[mark.start : mark.end].split())
            found = finding(source.place(mark.start), mark.kind, words=words)
            yield found if mark.kind == "mark" else replace(found, severity=Severity.WARNING)
    for entry in register.site.entries:
        for index, attachment in enumerate(entry.attachments):
            inside = register.inspected.get(attachment.file)
            for piece in inside.pieces if inside else ():
                for mark in marks(piece.text):
                    if mark.kind == "mark":
                        words = " ".join(piece.text[mark.start : mark.end].split())
                        place = register.at(entry.origin, "attachments", index, "file")
                        yield finding(place, "attached", words=words, where=piece.where)


RULES = (secrecy_mark,)
