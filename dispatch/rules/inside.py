"""Family C, what is inside attachments: that it can be looked at, and that nothing hides there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Severity
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import Part
from dispatch.rules.samples import Sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model.entry import Attachment
    from dispatch.model.entry import Entry
    from dispatch.reading.inspection import Inspected
    from dispatch.reading.inspection import TraitKind
    from dispatch.rules.register import Register

LEAKS = "个人信息泄露多在附件里（2017—2023年各地通报）；保守国家秘密法实施条例第四十二条：逐项审查"
ATTACHED = "attachments: [{file: attachments/2026-0001.pdf, title: 明细表}]"
SEEN = ATTACHED.replace("表}", "表, inspected: {by: director, on: 2026-10-10}}")
NO_PDF = Part(name="content/attachments/2026-0001.pdf", text="%PDF-1.4\n", form="whole")
NOTE = " /Annots [<< /Subtype /Text /Rect [0 0 9 9] /Contents (not for readers) >>]"
PDF = """\
%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R] /Count 1 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]NOTE >>
endobj
trailer
<< /Root 1 0 R >>
startxref
0
%%EOF
"""


def _pdf(note: str) -> Sample:
    text = PDF.replace("NOTE", note)
    file = Part(name="content/attachments/2026-0001.pdf", text=text, form="whole")
    return Sample(parts=(Part(name="entry", text=ATTACHED), file))


DOUBTFUL: tuple[TraitKind, ...] = ("comment", "script", "embedded", "person")
"""What files carry along that may be meant; the rest is hidden from readers, and is not."""


def _inside(register: Register) -> Iterator[tuple[Entry, int, Attachment, Inspected]]:
    """Return each attachment of an entry on the web that was looked into."""
    for entry in register.public:
        for index, attachment in enumerate(entry.attachments):
            if inside := register.inspected.get(attachment.file):
                yield entry, index, attachment, inside


@rule(
    "C011",
    "attachment-not-inspected",
    clause=LEAKS,
    samples=(
        Sample(parts=(Part(name="entry", text=ATTACHED), NO_PDF)),
        Sample(parts=(Part(name="entry", text=SEEN), NO_PDF)),
    ),
)
def attachment_not_inspected(register: Register) -> Iterator[Finding]:
    """A file on the web cannot be looked into: locked, scanned, a picture, too large, unknown.

    Most leaks were in attachments that nobody had opened. Somebody has to look, and say so.
    """
    for entry, index, attachment, inside in _inside(register):
        if inside.obstacles and attachment.inspected is None:
            place = register.at(entry.origin, "attachments", index, "file")
            yield finding(place, inside.obstacles[0], file=attachment.file)


@rule(
    "C012",
    "attachment-hides-something",
    severity=Severity.WARNING,
    clause=LEAKS,
    samples=(
        _pdf(NOTE),
        _pdf(""),
    ),
)
def attachment_hides_something(register: Register) -> Iterator[Finding]:
    """A file on the web carries what its readers do not see: hidden rows, changes, a position.

    Hidden is not deleted: whoever knows where to look reads it.
    """
    for entry, index, attachment, inside in _inside(register):
        place = register.at(entry.origin, "attachments", index, "file")
        for trait in inside.traits:
            found = finding(place, trait.kind, file=attachment.file, where=trait.where)
            doubtful = trait.kind in DOUBTFUL or attachment.inspected is not None
            yield found if doubtful else replace(found, severity=Severity.ERROR)


RULES = (attachment_not_inspected, attachment_hides_something)
