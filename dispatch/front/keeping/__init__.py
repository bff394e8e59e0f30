"""Acts at boards kept as posting records: all that are told at once, or none of them.

`post` reads the site, holds each act against it and against the acts before it, adds to the files
in which the records stand, and writes them together. One at a time does so, however many ask.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from dispatch.front.desk import shown
from dispatch.front.keeping import errors
from dispatch.front.keeping import printed
from dispatch.front.keeping.acts import Act
from dispatch.front.keeping.acts import Kept
from dispatch.front.keeping.acts import LookedAt
from dispatch.front.keeping.acts import PutUp
from dispatch.front.keeping.acts import TakenDown
from dispatch.front.keeping.books import FOLDER
from dispatch.front.keeping.books import Books
from dispatch.front.keeping.judging import Judge
from dispatch.front.keeping.judging import pictured
from dispatch.front.keeping.judging import state_of
from dispatch.front.pipeline import SiteUnreadableError
from dispatch.ground import files
from dispatch.ground.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence

    from dispatch.front.desk import Desk
    from dispatch.front.keeping.acts import What
    from dispatch.front.keeping.books import Line
    from dispatch.front.keeping.judging import Case
    from dispatch.front.keeping.judging import PrintedOf
    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.model.record import Posting
    from dispatch.model.site import Site

__all__ = ("Act", "Kept", "LookedAt", "PutUp", "TakenDown", "post", "sentences")

LOCK = Path(".dispatch") / "records.lock"
"""Below the root: held by who is recording."""
LOCK_WAIT = 60.0
"""Seconds to wait for somebody else who is recording."""
PHOTOS = "attachments/postings"
"""Where pictures of sheets lie, below content/."""

_WHAT: Mapping[type[Act], What] = MappingProxyType(
    {PutUp: "posted", LookedAt: "inspected", TakenDown: "taken-down"}
)


def post(
    desk: Desk, acts: Sequence[Act], *, printed_of: PrintedOf | None = None
) -> tuple[Kept, ...]:
    """Record acts in their order, each as if those before it were written; all of them or none.

    `printed_of` tells which sheet went up where the act does not. DispatchError, with a sentence
    that says what to do, where anything cannot be recorded; nothing is written then.
    """
    shots = [_photograph(desk, act) for act in acts]
    with _alone(desk):
        judge = _judge(desk, printed_of or partial(printed.printed_of, desk))
        site = judge.account.site
        books = Books(site.postings, site.sources)
        kept: list[Kept] = []
        photos: dict[str, bytes] = {}
        for act, shot in zip(acts, shots, strict=True):
            case = judge.case(act)
            line = judge.take(books, act, case)
            if shot is not None:
                photo = _free_name(desk.root, case, photos)
                digest = hashlib.sha256(shot).hexdigest()
                line = books.amend(line, pictured(line.record, photo, digest, case))
                photos[photo] = shot
            kept.append(_kept(judge, act, case, line, photo=shot is not None))
        _write(desk.root, site, books, photos)
    return tuple(kept)


def sentences(desk: Desk, kept: Kept) -> tuple[str, ...]:
    """Return what was recorded, and where its picture lies if it has one."""
    words = desk.messages
    told = {
        "entry": kept.record.entry,
        "title": kept.title,
        "board": kept.board,
        "day": kept.day,
        "by": kept.by,
        "state": words.first(f"records.state.{kept.state}") or kept.state,
    }
    done = words.text(f"records.done.{kept.what}", **told)
    return (done, words.text("records.done.photo", path=kept.photo)) if kept.photo else (done,)


def _kept(judge: Judge, act: Act, case: Case, line: Line, *, photo: bool) -> Kept:
    return Kept(
        what=_WHAT[type(act)],
        record=line.record,
        path=line.path,
        day=case.day,
        by=judge.account.index.person(case.by),
        title=case.entry.title,
        board=case.board.name,
        state=state_of(act.state) if isinstance(act, LookedAt) else "",
        photo=f"content/{line.record.photo}" if photo else "",
    )


def _photograph(desk: Desk, act: Act) -> bytes | None:
    from dispatch.reading.inspection.photographs import photograph  # noqa: PLC0415 - rare

    given = None if isinstance(act, TakenDown) else act.photo
    if given is None:
        return None
    made = photograph(given)
    if isinstance(made, bytes):
        return made
    raise errors.PhotoUnfitError(fault=desk.messages.text(f"records.photo.{made}"))


@contextmanager
def _alone(desk: Desk) -> Iterator[None]:
    """Keep everybody else from recording while the block runs."""
    from dispatch.publishing.base import OutputNotWritableError  # noqa: PLC0415 - as the others
    from dispatch.publishing.lockfile import OutputBusyError  # noqa: PLC0415
    from dispatch.publishing.lockfile import exclusive  # noqa: PLC0415

    try:
        with exclusive(desk.root / LOCK, wait=LOCK_WAIT):
            yield
    except OutputBusyError:
        raise errors.RecordsBusyError(seconds=f"{LOCK_WAIT:g}") from None
    except OutputNotWritableError as error:
        raise errors.RecordsNotWrittenError(**dict(error.params)) from error


def _judge(desk: Desk, printed_of: PrintedOf) -> Judge:
    from dispatch.ledger.account import account_of  # noqa: PLC0415 - heavy floors where used
    from dispatch.reading import loader  # noqa: PLC0415

    site, found = loader.load(desk.root)
    if site is None:
        desk.terminal.err(shown(desk, found))
        raise SiteUnreadableError(root=desk.root.name)
    for each in found:
        _refuse_damaged(each)
    account = account_of(site, desk.day)
    return Judge(desk=desk, account=account, found=found, printed_of=printed_of)


def _refuse_damaged(each: Diagnostic) -> None:
    """Refuse to record where a record cannot be read: it may be of what hangs."""
    path = each.place.path
    inside = path in ("content", FOLDER) or path.startswith(f"{FOLDER}/")
    if inside and each.severity is Severity.ERROR:
        raise errors.RecordsDamagedError(place=each.place)


def _free_name(root: Path, case: Case, taken: Mapping[str, bytes]) -> str:
    """Return a path for a picture that no file has, below content/."""
    base = f"{PHOTOS}/{case.entry.id}-{case.board.id}-{case.day}"
    names = (f"{base}{'' if n == 1 else f'-{n}'}.jpg" for n in count(1))
    return next(
        name for name in names if name not in taken and not _is_there(root / "content" / name)
    )


def _is_there(path: Path) -> bool:
    return path.is_symlink() or path.exists()


def _write(root: Path, site: Site, books: Books, photos: Mapping[str, bytes]) -> None:
    from dispatch.publishing.single import write_all  # noqa: PLC0415 - the same

    for path in (*books.written(), *(f"content/{name}" for name in photos)):
        if files.has_link(root, path):
            raise errors.RecordsOutsideError(path=path)
    texts = {p: _text(root, site, p, records) for p, records in books.written().items()}
    old = {root / path: text for path, text in texts.items() if path in site.sources}
    new = {root / path: text for path, text in texts.items() if path not in site.sources}
    new |= {root / "content" / name: shot for name, shot in photos.items()}
    write_all(old, new=new)


def _text(root: Path, site: Site, path: str, records: tuple[Posting, ...]) -> bytes:
    """Return a file with its records as they are to be."""
    from dispatch.reading.records.adding import added  # noqa: PLC0415 - the same

    data = b""
    if source := site.sources.get(path):
        now = files.read_bytes(root, path)
        if not isinstance(now, bytes) or hashlib.sha256(now).hexdigest() != source.digest:
            raise errors.RecordsChangedError(path=path)
        data = now
    made = added(path, data, records)
    if made is None:
        raise errors.RecordsOddError(path=path)
    return made
