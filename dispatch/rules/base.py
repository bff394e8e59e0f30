"""What a rule is, and what it is given; the base of this floor.

A rule is a function from the site on a day to findings, with its code, its name and its samples
beside it. The decorator makes a value of it, and the modules of the families list those values.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import timedelta
from functools import lru_cache
from inspect import cleandoc
from typing import TYPE_CHECKING
from typing import Literal

from dispatch.clock.counting import MONTHS
from dispatch.clock.counting import count
from dispatch.clock.counting import spans
from dispatch.ground.diagnostics import Diagnostic
from dispatch.ground.diagnostics import Severity
from dispatch.ground.diagnostics import Words
from dispatch.rules.samples import counterpart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dispatch.clock.counting import Deadline
    from dispatch.ground.edits import Edit
    from dispatch.ground.source import Place
    from dispatch.model.entry import Entry
    from dispatch.model.values import Duration
    from dispatch.model.values import DurationUnit
    from dispatch.model.values import Period
    from dispatch.rules.register import Register
    from dispatch.rules.samples import Sample

Origin = Literal["rules", "reader", "sheets", "history", "asked"]
"""What a fault is found from: the site, its files, the making of sheets, or the record of git;
`asked` where only an option of the command looks for it there.
"""


FOUNDING = date(1949, 10, 1)
"""Nothing that a disclosure is about was formed earlier."""
MANY = 500
"""From how many known words on the nearest is not looked for."""


FORMAT = "内容格式 1"
"""The clause of whatever the reader refuses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """That a rule does not hold: where, and the values that its sentence needs."""

    place: Place
    params: tuple[tuple[str, str], ...] = ()
    variant: str = ""
    severity: Severity | None = None
    """Where it is not the rule's own."""
    also: Place | None = None
    """The other place, where there are two."""
    words: tuple[Words, ...] = ()
    """Values that are words of the reader's language."""
    strict: Severity | None = None
    """What it weighs under `--strict`, where that is more."""
    fix: Edit | None = None
    """What puts it right and can do no harm, where there is such a thing."""


Check = Callable[["Register"], Iterator[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: its code, what it is called, what it holds and how that is shown."""

    code: str
    """A letter, the family, and three digits."""
    name: str
    """The fault, in words joined by hyphens."""
    severity: Severity
    """How much a finding weighs, where the finding does not say otherwise."""
    clause: str
    """The norm that it holds, or the part of the design."""
    doc: str
    """What it does and why, in English; texts for people are in the locale catalogues."""
    check: Check | None = None
    """Its findings; none for what is found elsewhere."""
    origin: Origin = "rules"
    """Where it is found."""
    bad: Sample | None = None
    """A site that breaks it."""
    good: Sample | None = None
    """The same site, put right."""

    def diagnostics(self, register: Register) -> Iterator[Diagnostic]:
        """Return what the rule finds, with its code."""
        for found in self.check(register) if self.check else ():
            yield Diagnostic(
                code=self.code,
                place=found.place,
                params=found.params,
                severity=self.severity if found.severity is None else found.severity,
                variant=found.variant,
                also=found.also,
                words=found.words,
                strict=found.strict,
                fix=found.fix,
            )


def rule(
    code: str,
    name: str,
    *,
    clause: str,
    samples: tuple[Sample, Sample] | None,
    severity: Severity = Severity.ERROR,
) -> Callable[[Check], Rule]:
    """Return what makes a rule of its check; the check's docstring is the rule's.

    The samples are the bad one and the good one; a rule without them goes by the record
    of git, which files cannot show.
    """

    def make(check: Check) -> Rule:
        return Rule(
            code=code,
            name=name,
            severity=severity,
            clause=clause,
            doc=cleandoc(check.__doc__ or ""),
            check=check,
            origin="rules" if samples else "history",
            bad=samples[0] if samples else None,
            good=_good(samples) if samples else None,
        )

    return make


def _good(samples: tuple[Sample, Sample]) -> Sample:
    """Return the good sample; where it changes nothing, what the small site has in its place."""
    bad, good = samples
    return good if good.parts else counterpart(bad)


def noted(
    code: str, name: str, doc: str, *, origin: Origin, samples: tuple[Sample, Sample] | None
) -> Rule:
    """Return a rule whose faults are found elsewhere; what it holds is format 1 itself."""
    return Rule(
        code=code,
        name=name,
        severity=Severity.ERROR,
        clause=FORMAT,
        doc=doc,
        origin=origin,
        bad=samples[0] if samples else None,
        good=_good(samples) if samples else None,
    )


def finding(place: Place, variant: str = "", **params: object) -> Finding:
    """Return a finding whose values are given as keywords."""
    values = tuple(sorted((name, str(value)) for name, value in params.items()))
    return Finding(place=place, params=values, variant=variant)


def length(place: str, given: Duration) -> Words:
    """Return a length of time in words."""
    return amount(place, given.count, given.unit)


def amount(place: str, number: int, unit: DurationUnit) -> Words:
    """Return a number of units of time in words."""
    form = "one" if number == 1 else "other"
    return Words(place, f"site.duration.{unit.value}.{form}", (("count", str(number)),))


def in_words(place: str, period: Period) -> Words:
    """Return a period in words: 2026年第三季度."""
    year, _, part = period.text.partition("-")
    if part.isdecimal():
        return Words(place, "judged.month", (("year", year), ("month", part.removeprefix("0"))))
    return Words(place, f"site.date.period.{part or 'year'}", (("year", year),))


def open_end(deadline: Deadline | None) -> tuple[Words, ...]:
    """Return the words for the place `provisional` of a deadline that is not certain."""
    if deadline is None or not deadline.provisional:
        return ()
    days = (("earliest", str(deadline.earliest)), ("latest", str(deadline.latest)))
    return (Words("provisional", "judged.provisional", days),)


def short_by(
    register: Register, hung: Iterable[tuple[date, date]], minimum: Duration
) -> int | None:
    """Return how many units a sheet hung in all, where that is surely less than the minimum.

    Each span is the day of putting up and the last day; the first counts where config.yaml says so.
    Days of a year that is not announced may all be worked.
    """
    given = tuple(hung)
    if not given or any(last < first for first, last in given):
        return None
    if minimum.unit in MONTHS:
        # Parts of months make whole ones: the days are laid end to end.
        days = sum((last - first).days for first, last in given)
        given = ((given[0][0], given[0][0] + timedelta(days=days)),)
    calendar = register.account.calendar
    counts = register.site.config.calendar.count_posting_day
    lengths = [spans(first, last, minimum.unit, calendar) for first, last in given]
    total = sum(each.with_first if counts else each.without_first for each in lengths)
    spare = sum(each.unknown for each in lengths)
    return total if total + spare < minimum.count else None


def moved_end(
    register: Register, hung: Iterable[tuple[date, date]], minimum: Duration
) -> date | None:
    """Return until when a sheet must hang that was to come down on a day off, or was.

    Its days are enough, but 民法典第二百零三条 moves an end that falls on a day off. Of a sheet
    that hung more than once the rest is counted from the last time; months are not.
    """
    given = tuple(hung)
    if not given or any(last < first for first, last in given):
        return None
    *before, (first, last) = given
    calendar = register.account.calendar
    counts = register.site.config.calendar.count_posting_day
    lengths = [spans(one, other, minimum.unit, calendar) for one, other in before]
    done = sum(each.with_first if counts else each.without_first for each in lengths)
    if done >= minimum.count or (before and minimum.unit in MONTHS):
        return None
    rest = replace(minimum, count=minimum.count - done)
    end = count(first, rest, calendar, purpose="stand", counts_first_day=counts)
    return end.earliest if end.nominal <= last and end.met(last) is False else None


def too_short(register: Register, hung: Iterable[tuple[date, date]], minimum: Duration) -> bool:
    """Tell whether a sheet hung for less than the minimum, or came down on a day off at its end."""
    given = tuple(hung)
    short = short_by(register, given, minimum) is not None
    return short or moved_end(register, given, minimum) is not None


def unfinished(entry: Entry, found: Finding) -> Finding:
    """Return the finding that something is missing: in a draft worth a word, no more."""
    return replace(found, severity=Severity.INFO) if entry.draft else found


def standing_alone(register: Register) -> Iterator[Entry]:
    """Return the entries that count: not drafts, not withdrawn, and nobody takes their place."""
    live = [each for each in register.entries.values() if not (each.draft or each.withdrawn)]
    replaced = {name for each in live for name in (each.corrects, each.supersedes) if name}
    return (each for each in live if each.id not in replaced)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word most like this one; empty where none is like it."""
    return _nearest(word, tuple(sorted(known)))


@lru_cache(maxsize=256)
def _nearest(word: str, known: tuple[str, ...]) -> str:
    """Return the nearest word; none among very many, where looking would take too long."""
    same = (each for each in known if each.casefold() == word.casefold())
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5) if len(known) < MANY else ()
    return next(same, close[0] if close else "")


def unknown(place: Place, name: str, known: Iterable[str], variant: str = "") -> Finding:
    """Return the finding of a name that nobody has, with the nearest one that somebody has."""
    near = nearest(name, known)
    if not near:
        return finding(place, variant, name=name)
    return finding(place, f"{variant}-near" if variant else "near", name=name, nearest=near)
