"""Waivers: which findings they silence, and, in family R, which of them do not hold.

A finding is an entry's where it stands in the entry's file, or in a record of that entry; it is an
item's where it stands in that item of the catalogue. So what is wrong with an entry is waived for
the entry, one by one, and never for all that stand under an item. A waiver with a fault silences
nothing, and so does one that is over: what it was about is in force again.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from dispatch.ground import yamldoc
from dispatch.ground.diagnostics import Severity
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import rule
from dispatch.rules.base import unknown
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.model.values import Origin
    from dispatch.model.waiver import Waiver
    from dispatch.rules.register import Register

NEVER = ("S", "P", "C")
"""Families of which nothing is waived: what cannot be read, and what must not be seen."""
LONGEST = 366
"""Days that a waiver may last after it was approved."""
CLAUSE = "党务公开监督：例外须有理由、有人批准、有期限，并予公布；内容格式 1：waivers.yaml"

OLD = {
    "entry": "id: 2025-0001",
    "posting": "entry: 2025-0001",
    "feedback": "about: 2025-0001",
}
"""An entry that kept its number from the year before; that is a finding of I013."""


def _written(
    code: str = "I013",
    about: str = "entry: 2025-0001",
    *,
    by: str = "secretary",
    on: str = "2026-10-12",
    until: str = "2027-03-31",
) -> str:
    return (
        f"- code: {code}\n  {about}\n  reason: 沿用上年登记的编号\n"
        f"  approved: {{by: {by}, on: {on}}}\n  until: {until}\n"
    )


GOOD = sample(**OLD, waivers=_written())


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """What is left to be said once the waivers have spoken."""

    left: tuple[Diagnostic, ...]
    silenced: tuple[Diagnostic, ...] = ()
    used: frozenset[int] = frozenset()
    """Which of the waivers, counted from 0, something was found about, were it only a note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """What a finding is about, by id."""

    entry: str | None = None
    item: str | None = None
    unit: str | None = None


def waive(found: Iterable[Diagnostic], register: Register) -> Waived:
    """Return findings without those that a waiver in force is about; a note needs none."""
    waivers = [
        (index, each) for index, each in enumerate(register.site.waivers) if holds(register, each)
    ]
    left: list[Diagnostic] = []
    silenced: list[Diagnostic] = []
    used: set[int] = set()
    codes = {waiver.code for _, waiver in waivers}
    files = {entry.origin.path: entry.id for entry in register.site.entries} if codes else {}
    for each in found:
        subject = _subject(register, each, files) if each.code in codes else _Subject()
        about = {index for index, waiver in waivers if _concerns(waiver, each, subject)}
        used |= about
        (silenced if about and each.severity > Severity.INFO else left).append(each)
    return Waived(left=tuple(left), silenced=tuple(silenced), used=frozenset(used))


def holds(register: Register, waiver: Waiver) -> bool:
    """Tell whether a waiver may silence anything on the day of the register."""
    begun = waiver.approved.on <= register.day <= waiver.until
    return begun and not any(True for fault in _FAULTS for _ in fault(register, waiver))


def _concerns(waiver: Waiver, found: Diagnostic, subject: _Subject) -> bool:
    if waiver.code != found.code:
        return False
    if waiver.path:
        return found.place.path == waiver.path
    if waiver.entry:
        return subject.entry == waiver.entry
    return subject.item == waiver.item and waiver.unit in (None, subject.unit)


def _subject(register: Register, found: Diagnostic, files: Mapping[str, str]) -> _Subject:
    site, path = register.site, found.place.path
    if path in files:
        return _Subject(entry=files[path])
    source = site.sources.get(path)
    keys = yamldoc.keys_at(source, 0, -1, source.offset(found.place)) if source else ()
    for item in site.catalogue.items:
        if _is_of(item.origin, path, keys):
            values = dict(found.params)
            return _Subject(item=item.code, unit=values.get("id"))
    records = chain(
        ((each.origin, each.entry) for each in site.postings),
        ((each.origin, each.about) for each in site.feedback),
    )
    return _Subject(entry=next((name for at, name in records if _is_of(at, path, keys)), None))


def _is_of(origin: Origin, path: str, keys: tuple[str | int, ...]) -> bool:
    return origin.path == path and keys[: len(origin.keys)] == origin.keys


@rule(
    "R030",
    "waiver-expired",
    clause=CLAUSE,
    samples=(sample(waivers=_written(about="entry: 2026-0001", until="2026-11-22")), GOOD),
)
def waiver_expired(register: Register) -> Iterator[Finding]:
    """A waiver is over: what it silenced is in force again.

    An exception that nobody looks at any more becomes the rule.
    """
    for waiver in register.site.waivers:
        if waiver.until < register.day:
            place = register.at(waiver.origin, "until")
            yield finding(place, code=waiver.code, until=waiver.until)


@rule(
    "R031",
    "waiver-of-what-cannot-be-waived",
    clause=CLAUSE,
    samples=(sample(waivers=_written("C001", "entry: 2026-0001")), GOOD),
)
def waiver_of_what_cannot_be_waived(register: Register) -> Iterator[Finding]:
    """A waiver is about a rule of which nothing is waived.

    Nobody may approve that personal data or what is for others gets out; a file that cannot be
    read, a waiver that does not hold and a sheet that cannot be set are put right, not excused.
    """
    yield from _each(register, _fixed)


def _fixed(register: Register, waiver: Waiver) -> Iterator[Finding]:
    family = waiver.code[0] in NEVER
    named = next((each for each in register.rules if each.code == waiver.code), None)
    if named and (family or named in RULES or named.check is None):
        variant = "family" if family else "own" if named in RULES else "sheets"
        yield finding(register.at(waiver.origin, "code"), variant, code=waiver.code)


@rule(
    "R032",
    "waiver-of-nothing-known",
    clause=CLAUSE,
    samples=(sample(waivers=_written("T041", "entry: 2026-0001")), GOOD),
)
def waiver_of_nothing_known(register: Register) -> Iterator[Finding]:
    """A waiver names a rule, entry, item, unit or file that is not there, or not just one.

    It would silence nothing, or nobody could say what.
    """
    yield from _each(register, _lost)


def _lost(register: Register, waiver: Waiver) -> Iterator[Finding]:
    site, at = register.site, waiver.origin
    named = (waiver.entry, waiver.item, waiver.path)
    if sum(each is not None for each in named) != 1:
        yield finding(register.at(at), "target")
    if waiver.unit and not waiver.item:
        yield finding(register.at_key(at, "unit"), "unit-alone")
    for key, name, known in (
        ("code", waiver.code, {each.code for each in register.rules}),
        ("entry", waiver.entry, {*register.entries, *register.unread_ids}),
        ("item", waiver.item, set(site.items)),
        ("unit", waiver.unit, set(register.units)),
        ("path", waiver.path, set(site.sources)),
    ):
        if name is not None and name not in known:
            yield unknown(register.at(at, key), name, known, key)


@rule(
    "R033",
    "waiver-not-approved",
    clause=CLAUSE,
    samples=(sample(waivers=_written(about="entry: 2026-0001", by="keeper")), GOOD),
)
def waiver_not_approved(register: Register) -> Iterator[Finding]:
    """A waiver was approved by nobody who is known, or by somebody who may not approve.

    Whoever may approve a disclosure may approve an exception from it, and answers for it.
    """
    yield from _each(register, _unapproved)


def _unapproved(register: Register, waiver: Waiver) -> Iterator[Finding]:
    by, roles = waiver.approved.by, register.site.organisation.roles
    place = register.at(waiver.origin, "approved", "by")
    person = register.people.get(by)
    if person is None:
        yield unknown(place, by, register.people, "person")
    elif roles and roles.approve and by not in roles.approve:
        yield finding(place, "role", person=person.name)


@rule(
    "R034",
    "waiver-unused",
    severity=Severity.WARNING,
    clause=CLAUSE,
    samples=(sample(waivers=_written(about="entry: 2026-0001")), GOOD),
)
def waiver_unused(register: Register) -> Iterator[Finding]:
    """A waiver is in force, and nothing is found that it could silence.

    It is left over, or about something else than was meant. Nobody says so while files cannot be
    read, or where the rule goes by a history that is not there or cut off.
    """
    if register.unread:
        return
    past = register.history
    timeless = {
        each.code
        for each in register.rules
        if each.origin == "history" and (past is None or past.shallow)
    }
    for index, waiver in enumerate(register.site.waivers):
        idle = index not in register.used and waiver.code not in timeless
        if idle and holds(register, waiver):
            yield finding(register.at(waiver.origin, "code"), code=waiver.code)


@rule(
    "R035",
    "waiver-too-long",
    clause=CLAUSE,
    samples=(sample(waivers=_written(about="entry: 2026-0001", until="2027-10-14")), GOOD),
)
def waiver_too_long(register: Register) -> Iterator[Finding]:
    """A waiver lasts more than 366 days after it was approved, or ends before that day.

    Once a year at least somebody has to look whether the reason is still there.
    """
    yield from _each(register, _lasting)


def _lasting(register: Register, waiver: Waiver) -> Iterator[Finding]:
    days = (waiver.until - waiver.approved.on).days
    if not 0 <= days <= LONGEST:
        place = register.at(waiver.origin, "until")
        yield finding(place, "reversed" if days < 0 else "long", days=days, most=LONGEST)


_Fault = Callable[["Register", "Waiver"], Iterator[Finding]]
_FAULTS: tuple[_Fault, ...] = (_fixed, _lost, _unapproved, _lasting)


def _each(register: Register, fault: _Fault) -> Iterator[Finding]:
    for waiver in register.site.waivers:
        yield from fault(register, waiver)


RULES = (
    waiver_expired,
    waiver_of_what_cannot_be_waived,
    waiver_of_nothing_known,
    waiver_not_approved,
    waiver_unused,
    waiver_too_long,
)
