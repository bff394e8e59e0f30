"""L001: that nobody changes silently what the public has read."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from dispatch.ground.diagnostics import Severity
from dispatch.ground.source import Place
from dispatch.reading.history.states import ENTRIES
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.lineage import comparing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model.entry import Attachment
    from dispatch.model.entry import Entry
    from dispatch.reading.history.states import Record
    from dispatch.reading.history.states import State
    from dispatch.rules.register import Register

_TEXTS = (".md", ".yaml", ".yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """A file as the public had it last without being told of a change."""

    known: tuple[State, ...]
    """All states of the file."""
    index: int
    """That which stood, among them."""
    day: date
    """A day at whose end it stood."""

    @property
    def later(self) -> tuple[State, ...]:
        """The states since."""
        return self.known[self.index + 1 :]


@rule(
    "L001",
    "silently-changed",
    clause="内容格式 1：corrects、editions、withdrawn",
    samples=None,
)
def silently_changed(register: Register) -> Iterator[Finding]:
    """What readers see of a published entry is no longer what git held on its first public day.

    Whoever has read, printed or cited it was told something else, and nobody would know. A new
    entry that corrects it tells them, and so does a note of the edition. What is around the text,
    such as procedure, keywords and posting, may change, and so may all on the first public day.
    """
    if register.history is None:
        return
    record = register.history.record
    for entry in register.site.entries:
        told = entry.withdrawn is not None and entry.withdrawn.on <= register.day
        if _may_differ(record, entry) and not told:
            stood = _stood(register, record, entry.origin.path)
            yield from _held(register, record, entry, stood) if stood else ()
    for path, known in record.states.items():
        if not known[-1].blob and _is_entry(path) and path not in register.unread:
            stood = _stood(register, record, path)
            yield from _lost(register, record, path, stood) if stood else ()


def _may_differ(record: Record, entry: Entry) -> bool:
    """Tell whether git knows more than one state of an entry's file, or of one attached."""
    paths = (entry.origin.path, *(f"content/{each.file}" for each in entry.attachments))
    return any(len(record.states.get(path, ())) > 1 for path in paths)


def _is_entry(path: str) -> bool:
    hidden = path.rsplit("/", 1)[-1].startswith((".", "~$"))
    return path.startswith(ENTRIES) and path.endswith(_TEXTS) and not hidden


def _stood(register: Register, record: Record, path: str) -> Stood | None:
    """Return the first public day of a file, and its state then; none where it never was public."""
    known = record.states.get(path, ())
    for index, state in enumerate(known):
        published = comparing.public_from(comparing.text_of(register, record, path, state))
        day = max(str(state.day), published)
        until = str(known[index + 1].day) if index + 1 < len(known) else ""
        if published and day <= str(register.day) and (not until or day < until):
            return Stood(known=known, index=index, day=date.fromisoformat(day))
    return None


def _held(register: Register, record: Record, entry: Entry, first: Stood) -> Iterator[Finding]:
    """Return that an entry is not what it was, or that it is no longer to be seen at all."""
    if entry.draft or entry.published > register.day:
        place = register.at(entry.origin, "draft" if entry.draft else "published")
        yield _weighed(register, entry, _found(place, "hidden", first.known[-1], first))
        return
    stood = _told(entry, first, register.day)
    if before := _before(register, record, entry, stood):
        yield from _compared(register, record, before, entry, stood)


def _compared(
    register: Register, record: Record, before: Entry, entry: Entry, stood: Stood
) -> Iterator[Finding]:
    """Return that an entry says something else than before, unless a correction says so."""
    keys = tuple(comparing.differing(before, entry)) if before is not entry else ()
    file = _changed_file(register, record, before, entry, stood.day)
    if not keys and file is None:
        return
    since = [state for state in (_since(register, record, before, stood, keys), file) if state]
    earliest = min(since, key=lambda state: state.day)
    if not _corrected(register, entry, earliest.day):
        keys = (*keys, ("attachments",)) if file else keys
        place = register.at(entry.origin, *keys[0])
        parts = ", ".join(".".join(each) for each in keys)
        yield _weighed(register, entry, _found(place, "", earliest, stood, parts=parts))


def _found(place: Place, variant: str, since: State, stood: Stood, **params: str) -> Finding:
    """Return the finding of a change, by the commit that made it where there is one."""
    variant = "-".join(filter(None, (variant, "" if since.commit else "uncommitted")))
    commit = {"since": str(since.day), "commit": since.commit} if since.commit else {}
    return finding(place, variant, stood=stood.day, **commit, **params)


def _weighed(register: Register, entry: Entry, found: Finding) -> Finding:
    """Return a finding as it weighs: what never was on the web hung where few could read it."""
    web = register.site.on_web(entry)
    return found if web else replace(found, severity=Severity.WARNING)


def _told(entry: Entry, first: Stood, day: date) -> Stood:
    """Return how an entry stood when its readers were last told of a change."""
    last = max((each.on for each in entry.editions if each.on <= day), default=first.day)
    if last <= first.day:
        return first
    index = max(i for i, state in enumerate(first.known) if state.day <= last)
    return replace(first, index=index, day=last)


def _before(register: Register, record: Record, entry: Entry, stood: Stood) -> Entry | None:
    """Return the entry as it stood; none where that cannot be told."""
    path = entry.origin.path
    old = comparing.text_of(register, record, path, stood.known[stood.index])
    now = comparing.text_of(register, record, path, stood.known[-1])
    return entry if comparing.written_alike(path, old, now) else comparing.parsed(path, old)


def _since(
    register: Register,
    record: Record,
    before: Entry,
    stood: Stood,
    keys: tuple[tuple[str, ...], ...],
) -> State | None:
    """Return the first state that differs from what stood, where any does."""
    if not keys:
        return None
    path = before.origin.path
    for state in stood.later[:-1]:
        then = comparing.parsed(path, comparing.text_of(register, record, path, state))
        if then and any(comparing.differing(before, then)):
            return state
    return stood.later[-1]


def _changed_file(
    register: Register, record: Record, before: Entry, entry: Entry, day: date
) -> State | None:
    """Return the state of a file since which another is attached than that day; none if none is."""
    pairs = zip(before.attachments, entry.attachments, strict=False)
    for old, new in pairs:
        state = _other(register, record, old, new, day)
        if state or comparing.plain(old.title) != comparing.plain(new.title):
            return state or record.states[entry.origin.path][-1]
    same = len(before.attachments) == len(entry.attachments)
    return None if same else record.states[entry.origin.path][-1]


def _other(
    register: Register, record: Record, old: Attachment, new: Attachment, day: date
) -> State | None:
    """Return the first state that is another file than the one attached on the day."""
    then = record.at(f"content/{old.file}", day)
    file = register.site.attachments.get(new.file)
    if then is None or file is None or file.digest in record.digests.get(then.blob, file.digest):
        return None
    states = record.states.get(f"content/{new.file}", ())
    return next((each for each in states if each.day > day), states[-1] if states else None)


def _corrected(register: Register, entry: Entry, since: date) -> bool:
    """Tell whether an entry that is out, of that day or later, says that it corrects this one."""
    after = register.account.index.successors.get(entry.id)
    return after is not None and after.corrects == entry.id and since <= after.published


def _lost(register: Register, record: Record, path: str, first: Stood) -> Iterator[Finding]:
    """Return that an entry's file is gone, unless the entry lies in another one now."""
    text = comparing.text_of(register, record, path, first.known[first.index])
    old = comparing.parsed(path, text)
    if old is None or old.id in register.unread_ids:
        return
    entry = register.entries.get(old.id)
    if entry is None:
        yield _weighed(register, old, _found(Place(path), "lost", first.known[-1], first))
    elif record.states.get(entry.origin.path, first.known)[0].day >= first.known[-1].day:
        yield from _compared(register, record, old, entry, _told(entry, first, register.day))


RULES = (silently_changed,)
