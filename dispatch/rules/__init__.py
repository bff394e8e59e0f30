"""The rules: a site held against its catalogue on a given day. Checking never writes.

Each module is a family, or half of one; this one gathers them. A rule is a function with a
docstring, a code, a name that states the fault, and samples; `RULES` lists all of them by code.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from functools import partial
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING
from typing import NamedTuple

from dispatch.ground.crew import Lost
from dispatch.ground.diagnostics import by_gravity
from dispatch.rules import accuracy
from dispatch.rules import accuracy_amounts
from dispatch.rules import accuracy_counts
from dispatch.rules import accuracy_dates
from dispatch.rules import attached
from dispatch.rules import base
from dispatch.rules import boards
from dispatch.rules import dates
from dispatch.rules import decisions
from dispatch.rules import duties
from dispatch.rules import elements
from dispatch.rules import form
from dispatch.rules import hanging
from dispatch.rules import history as history_
from dispatch.rules import identity
from dispatch.rules import inside
from dispatch.rules import lateness
from dispatch.rules import leaks
from dispatch.rules import limits
from dispatch.rules import lineage
from dispatch.rules import links
from dispatch.rules import marks
from dispatch.rules import mentions
from dispatch.rules import notices
from dispatch.rules import personal
from dispatch.rules import phrased
from dispatch.rules import posted
from dispatch.rules import references
from dispatch.rules import repeats
from dispatch.rules import responsibility
from dispatch.rules import scope
from dispatch.rules import secrecy
from dispatch.rules import sheets
from dispatch.rules import signing
from dispatch.rules import source
from dispatch.rules import supervision
from dispatch.rules import waivers
from dispatch.rules import wording
from dispatch.rules import wording_marks
from dispatch.rules import wording_script
from dispatch.rules import wording_words
from dispatch.rules.exposure import exposed
from dispatch.rules.exposure import in_texts
from dispatch.rules.register import NOTHING
from dispatch.rules.register import Known
from dispatch.rules.register import register
from dispatch.rules.texts import Parts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import date

    from dispatch.ground.crew import Crew
    from dispatch.ground.diagnostics import Diagnostic
    from dispatch.ledger.account import Account
    from dispatch.model.site import Site
    from dispatch.reading.history import History
    from dispatch.reading.inspection import Inspected
    from dispatch.rules.base import Rule
    from dispatch.rules.exposure import Exposed

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *source.RULES,
            *identity.RULES,
            *references.RULES,
            *elements.RULES,
            *form.RULES,
            *boards.RULES,
            *limits.RULES,
            *dates.RULES,
            *hanging.RULES,
            *history_.RULES,
            *scope.RULES,
            *mentions.RULES,
            *attached.RULES,
            *inside.RULES,
            *secrecy.RULES,
            *links.RULES,
            *lineage.RULES,
            *responsibility.RULES,
            *signing.RULES,
            *marks.RULES,
            *decisions.RULES,
            *supervision.RULES,
            *waivers.RULES,
            *wording.RULES,
            *lateness.RULES,
            *notices.RULES,
            *posted.RULES,
            *sheets.RULES,
            *phrased.RULES,
            *wording_marks.RULES,
            *wording_script.RULES,
            *wording_words.RULES,
            *duties.RULES,
            *repeats.RULES,
            *personal.RULES,
            *leaks.RULES,
            *accuracy.RULES,
            *accuracy_amounts.RULES,
            *accuracy_counts.RULES,
            *accuracy_dates.RULES,
        ),
        key=lambda rule: rule.code,
    )
)
"""Every rule there is, by code."""


ALONE: tuple[Rule, ...] = (
    accuracy.sum_wrong,
    accuracy.units_mixed,
    *accuracy_amounts.RULES,
    *accuracy_counts.RULES,
    *accuracy_dates.RULES,
    *wording_marks.RULES,
    *wording_script.RULES,
    *wording_words.RULES,
)
"""The rules that look at one file at a time, beside the catalogue and the settings."""

BESIDE = ("config.yaml", "content/organisation.yaml", "content/catalogue.yaml")
"""The files that these, and those of family C, go by beside the texts themselves."""

PIECE, LEAST = 4, 24
"""How many parts a process looks at before it answers, and up to how many none but ours does."""

ATTACHED = ("attached", "lying")
"""The variants of findings of family C that are in an attachment, not in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What all rules find, and what waivers keep them from saying."""

    found: tuple[Diagnostic, ...]
    waived: tuple[Diagnostic, ...] = ()
    alone: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    """By path of each entry that was looked at, now or before, what follows from its text alone.

    It is the same as long as the text is, and the catalogue, the settings, the people, the month.
    """


def check(
    account: Account,
    told: Iterable[Diagnostic] = (),
    inspected: Mapping[str, Inspected] = NOTHING,
    history: History | None = None,
) -> tuple[Diagnostic, ...]:
    """Return what all rules find in a site on a day, the gravest first.

    What the reader told is not repeated; it says which files the site lacks, so that nothing is
    called unknown that only could not be read. Without a history nothing is held against git.
    What a waiver is about is left out.
    """
    return checked(account, told, inspected, history).found


def checked(
    account: Account,
    told: Iterable[Diagnostic] = (),
    inspected: Mapping[str, Inspected] = NOTHING,
    history: History | None = None,
    known: Known | None = None,
) -> Checked:
    """Return what `check` does, and what waivers silence; the waivers are judged last."""
    known = known or Known()
    bare = replace(register(account, told, inspected, history, known), rules=RULES)
    looks = tuple(_looked(Parts.of(bare), known.crew))
    seen = {path: found for each in looks for path, found in each.personal.items()}
    whole = replace(bare, exposed=tuple(exposed(bare, seen)))
    last = (*waivers.RULES, *ALONE)
    others = tuple(rule for rule in RULES if rule not in last)
    alone = [found for each in looks for found in each.found]
    said = [found for rule in others for found in rule.diagnostics(whole)]
    kept = _alone(account.site, known, (*alone, *said))
    sifted = waivers.waive(by_gravity((*said, *alone, *chain(*known.found.values()))), whole)
    judged = replace(whole, used=sifted.used)
    own = (found for rule in waivers.RULES for found in rule.diagnostics(judged))
    return Checked(found=by_gravity((*sifted.left, *own)), waived=sifted.silenced, alone=kept)


class _Look(NamedTuple):
    """What was found in the texts of some entries, or of all that is no entry."""

    found: tuple[Diagnostic, ...]
    personal: Mapping[str, tuple[Exposed, ...]]


def _looked(parts: Parts, crew: Crew) -> Iterator[_Look]:
    """Yield what is found in each part, where there are many by several processes.

    They are of this machine: all that is looked at is in their memory, and never sent.
    """
    ours = replace(crew, jobs=1 if crew.executor else crew.jobs, executor=None)
    work = partial(_look, parts)
    for found in ours.each(work, parts.numbers(), piece=PIECE, least=LEAST):
        yield work(found.item) if isinstance(found, Lost) else found


def _look(parts: Parts, number: int) -> _Look:
    part = parts.part(number)
    found = tuple(found for rule in ALONE for found in rule.diagnostics(part))
    return _Look(found, in_texts(part, part.site.entries))


def _alone(
    site: Site, known: Known, found: Iterable[Diagnostic]
) -> Mapping[str, tuple[Diagnostic, ...]]:
    """Return by entry what was found now, or is known, and follows from its text alone."""
    paths = {entry.origin.path for entry in site.entries} - known.unasked - known.found.keys()
    by_path: dict[str, list[Diagnostic]] = {path: [] for path in sorted(paths)}
    codes = {rule.code for rule in (*ALONE, *personal.RULES)}
    for each in found:
        inside = each.code in codes and each.variant not in ATTACHED
        if inside and each.place.path in by_path:
            by_path[each.place.path].append(each)
    fresh = {path: by_gravity(each) for path, each in by_path.items()}
    return MappingProxyType({**known.found, **fresh})


def beside(site: Site, day: date) -> str:
    """Return all that decides, beside a text, what is found in it alone."""
    read = (site.sources.get(path) for path in BESIDE)
    return " ".join((*(each.digest if each else "-" for each in read), day.strftime("%Y-%m")))


def rule_of(code: str) -> Rule | None:
    """Return the rule of a code, or of a name; upper and lower case are one."""
    wanted = code.strip().casefold()
    return next((rule for rule in RULES if wanted in (rule.code.casefold(), rule.name)), None)


def nearest(code: str) -> str:
    """Return the code most like this text; empty where none is like it."""
    return base.nearest(code.strip().upper(), (rule.code for rule in RULES))
