"""Family P, the files: that what goes with entries on the web may be there, and does nothing."""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.samples import Part
from dispatch.rules.samples import Sample
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.ground.source import Place
    from dispatch.rules.register import Register

ATTACHED = "attachments: [{file: attachments/2026-0001.csv, title: 明细表}]"
RUNS = Sample(
    parts=(
        Part(name="entry", text=ATTACHED.replace(".csv", ".html")),
        Part(name="content/attachments/2026-0001.html", text="<p>明细\n", form="whole"),
    )
)

# fmt: off
ENDINGS = frozenset((
    "pdf", "ofd", "doc", "docx", "wps", "odt", "rtf", "txt", "xls", "xlsx", "et", "ods", "csv",
    "ppt", "pptx", "dps", "odp", "png", "jpg", "jpeg", "gif", "webp", "tif", "tiff", "bmp",
    "mp3", "mp4", "zip", "rar", "7z",
))
# fmt: on
"""What files on the web may end in: nothing that a browser would run on the site's own address."""


@rule(
    "P005",
    "attachment-shared-with-hidden-entry",
    clause="公开范围：网上只有向社会公开的内容；附件是泄露的主要途径",
    samples=(sample(entry=ATTACHED, other=ATTACHED), sample(entry=ATTACHED)),
)
def attachment_shared_with_hidden_entry(register: Register) -> Iterator[Finding]:
    """A file, or a copy of it, belongs both to an entry on the web and to one that is not.

    Publishing it with the one publishes it for the other; a leak is worse than a false alarm.
    """
    guarded: dict[str, list[tuple[Place, str]]] = defaultdict(list)
    for entry in register.site.entries:
        for index, file in enumerate(entry.attachments) if entry.id in register.hidden else ():
            place = register.at(entry.origin, "attachments", index, "file")
            for key in _identities(register, file.file):
                guarded[key].append((place, entry.id))
    for entry in register.public if guarded else ():
        for index, file in enumerate(entry.attachments):
            path, digest = _identities(register, file.file)
            key = path if path in guarded else digest
            for also, hidden in guarded.get(key, ())[:1]:
                place = register.at(entry.origin, "attachments", index, "file")
                yield _shared(place, also, entry=hidden, copy=path not in guarded)


def _identities(register: Register, file: str) -> tuple[str, str]:
    """Return what a file is known by: its path, and the digest of its bytes where it has any."""
    attached = register.site.attachments.get(file)
    digest = attached.digest if attached and attached.size else file
    return f"path {file}", f"digest {digest}"


def _shared(place: Place, also: Place, *, entry: str, copy: bool) -> Finding:
    variant = "copy" if copy else ""
    return Finding(place=place, params=(("entry", entry),), variant=variant, also=also)


@rule(
    "P008",
    "attachment-runs-in-the-browser",
    clause="公开形式：网上的附件只供阅读和下载",
    samples=(RUNS, sample(entry=ATTACHED)),
)
def attachment_runs_in_the_browser(register: Register) -> Iterator[Finding]:
    """A file of an entry on the web is none of the usual documents, pictures and recordings.

    A page or a drawing with a program in it would run under the address of the site, and could
    say anything in its name.
    """
    for entry in register.public:
        for index, attachment in enumerate(entry.attachments):
            ending = PurePosixPath(attachment.file).suffix[1:]
            if ending.lower() not in ENDINGS:
                place = register.at(entry.origin, "attachments", index, "file")
                yield finding(place, "" if ending else "none", ending=ending)


RULES = (attachment_shared_with_hidden_entry, attachment_runs_in_the_browser)
