"""Family D, what is owed: what was due and nobody wrote, by the state of each duty on the day."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from dataclasses import replace
from typing import TYPE_CHECKING
from typing import Literal

from dispatch.ground.diagnostics import Severity
from dispatch.ground.diagnostics import Words
from dispatch.model.catalogue import Periodic
from dispatch.rules.base import Finding
from dispatch.rules.base import finding
from dispatch.rules.base import in_words
from dispatch.rules.base import open_end
from dispatch.rules.base import rule
from dispatch.rules.base import standing_alone
from dispatch.rules.register import ENTRIES
from dispatch.rules.samples import Sample
from dispatch.rules.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from dispatch.ground.source import Place
    from dispatch.ledger.duties import Duty
    from dispatch.rules.register import Register

Grade = Literal["overdue", "blank", "due-soon", "open"]

GOOD = Sample()
MONTHS = 12
NAMED = 3
"""So many units are named in one line; of more, the number is said too."""
QUARTERLY = "limit: {type: periodic, every: quarter, within: {count: 15, unit: day}}"
_ITEM = re.compile(r"^item[:：]\s*[\"']?([A-Za-z0-9.-]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubts:
    """Where nobody can say what is owed, because an entry that may be it has a fault of its own."""

    everything: bool = False
    """An entry cannot be read at all."""
    items: frozenset[str] = frozenset()
    """Codes of items of entries that could not be read."""
    places: frozenset[tuple[str, str]] = frozenset()
    """Items and units with an entry whose period cannot be right."""

    def about(self, duty: Duty) -> bool:
        """Tell whether a duty is in doubt."""
        place = duty.item, duty.unit
        return self.everything or duty.item in self.items or place in self.places


@rule(
    "D001",
    "period-not-disclosed",
    severity=Severity.WARNING,
    clause="目录的公开时限；政务公开考核：空白月份扣分",
    samples=(
        sample(item=QUARTERLY, entry="period: 2026-Q2"),
        sample(item=QUARTERLY, entry="period: 2026-Q3"),
    ),
)
def period_not_disclosed(register: Register) -> Iterator[Finding]:
    """A period is due, or was due, and a unit has published nothing about it.

    While there is time it is a note, one for all units; a warning when it is due soon, and when it
    is overdue or was passed over, which is an error under `--strict`. Where the day depends on a
    list that is not announced, nobody is overdue before the latest day.
    """
    owed = [each for each in register.account.duties if each.kind == "periodic"]
    yield from _owed(register, owed)


@rule(
    "D002",
    "nothing-in-force",
    severity=Severity.WARNING,
    clause="目录的公开时限：长期公开的随时有效、定期核对",
    samples=(
        sample(
            item="limit: {type: standing, within: {count: 5, unit: working-day}}",
            entry="withdrawn: {on: 2026-10-20, reason: 内容有误}",
            posting="down: {on: 2026-10-20, by: keeper}",
        ),
        sample(
            item="limit: {type: standing, within: {count: 15, unit: working-day}}",
            entry="published: 2026-10-12",
        ),
    ),
)
def nothing_in_force(register: Register) -> Iterator[Finding]:
    """Of a standing item nothing is in force, or what is in force must be looked at again.

    What always holds must always be there to be read, and be true.
    """
    standing = [each for each in register.account.duties if each.kind == "standing"]
    missing = [each for each in standing if each.clock == "publish" and each.entry is None]
    yield from _owed(register, missing)
    doubts = _doubts(register)
    for duty in standing:
        entry = register.entries.get(duty.entry or "")
        grade = graded(register, duty)
        if entry and duty.clock == "review" and grade in ("overdue", "due-soon"):
            place = register.at(entry.origin, "published")
            found = finding(place, f"review-{grade}", entry=entry.id, **_known(register, duty))
            if not doubts.about(duty):
                yield _weighed(found, duty, grade)


def graded(register: Register, duty: Duty) -> Grade | None:
    """Return what a duty that is not done comes to; provisionally overdue is no more than soon."""
    if duty.state not in ("overdue", "blank", "due-soon", "open"):
        return None
    past = duty.state in ("overdue", "blank")
    if past and duty.deadline and register.day <= duty.deadline.latest:
        return "due-soon"
    return duty.state


def _owed(register: Register, duties: Iterable[Duty]) -> Iterator[Finding]:
    """Return a finding for each duty that presses, and one for all units that still have time."""
    if all(item.origin.path in register.unasked for item in register.site.items.values()):
        return  # all of it would be told where the item is
    waiting: defaultdict[tuple[str, str, str], list[Duty]] = defaultdict(list)
    doubts, codes = _doubts(register), _codes(register)
    for duty in duties:
        grade = graded(register, duty)
        if grade is None or doubts.about(duty):
            continue
        if grade == "open":
            end = str(duty.deadline.day) if duty.deadline else ""
            waiting[duty.item, duty.period.text if duty.period else "", end].append(duty)
        else:
            yield _weighed(_found(register, codes[duty.item], duty, grade), duty, grade)
    for together in waiting.values():
        yield _waiting(register, codes[together[0].item], together)


def _codes(register: Register) -> dict[str, Place]:
    """Return where the code of each item stands; very many duties may be of one."""
    items = register.site.items.items()
    return {code: register.at(item.origin, "code") for code, item in items}


def _found(register: Register, place: Place, duty: Duty, grade: Grade) -> Finding:
    unit = register.units[duty.unit]
    variant = grade if duty.deadline else f"{grade}-dayless"
    return finding(place, variant, unit=unit.name, id=unit.id, **_known(register, duty))


def _waiting(register: Register, place: Place, together: list[Duty]) -> Finding:
    first = together[0]
    names = [register.units[each.unit].name for each in together]
    shown = dict(zip("abc", names, strict=False)) | {"number": str(len(names))}
    words = Words("units", f"judged.units.{min(len(names), NAMED + 1)}", tuple(shown.items()))
    found = finding(place, "open", id=first.unit, **_known(register, first))
    return _weighed(replace(found, words=(words,)), first, "open")


def _known(register: Register, duty: Duty) -> dict[str, object]:
    """Return the values that every sentence about a duty may need."""
    item = register.site.items[duty.item]
    person = register.people.get(item.responsible.assigned)
    return {
        "item": item.code,
        "title": item.title,
        "deadline": duty.deadline.day if duty.deadline else "",
        "person": person.name if person else item.responsible.assigned,
        "provisional": "",
    }


def _weighed(found: Finding, duty: Duty, grade: Grade) -> Finding:
    words = (*found.words, *open_end(duty.deadline))
    if duty.period:
        words = (*words, in_words("period", duty.period))
    past = grade in ("overdue", "blank")
    return Finding(
        place=found.place,
        params=found.params,
        variant=found.variant,
        words=words,
        severity=Severity.INFO if grade == "open" else Severity.WARNING,
        strict=Severity.ERROR if past else None,
    )


def _doubts(register: Register) -> Doubts:
    lost = [path for path in register.unread if path.startswith(ENTRIES)]
    sources = [register.site.sources.get(path) for path in lost]
    named = [_ITEM.findall(source.text) if source else [] for source in sources]
    return Doubts(
        everything=any(not codes for codes in named),
        items=frozenset((*(code for codes in named for code in codes), *_endless(register))),
        places=frozenset(_misdated(register)),
    )


def _misdated(register: Register) -> Iterator[tuple[str, str]]:
    """Return items and units with an entry whose period is missing, not over, or there twice."""
    seen = set()
    for entry in standing_alone(register):
        item = register.site.items.get(entry.item)
        if item is None or not isinstance(item.limit, Periodic):
            continue
        period, place = entry.period, (entry.item, entry.unit)
        if (
            not period
            or period.every != item.limit.every
            or entry.published < period.last
            or (place, period) in seen
        ):
            yield place
        seen.add((place, period))


def _endless(register: Register) -> Iterator[str]:
    """Return the codes of items whose limit gives a month that no year has."""
    for code, item in register.site.items.items():
        if isinstance(item.limit, Periodic) and not 1 <= (item.limit.month or 1) <= MONTHS:
            yield code


RULES = (period_not_disclosed, nothing_in_force)
