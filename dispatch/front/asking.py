"""The commands that answer: due, when, limits, next, explain. Gathers modules of this floor."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.front import reporters
from dispatch.front.desk import FAULTY
from dispatch.front.desk import GOOD
from dispatch.front.desk import account_of
from dispatch.front.desk import item_of
from dispatch.front.desk import shown
from dispatch.front.desk import site_of
from dispatch.front.desk import unknown
from dispatch.front.pipeline import SiteUnreadableError
from dispatch.front.pipeline import layout_folders
from dispatch.ground.errors import DispatchError
from dispatch.ledger.account import calendar_for

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dispatch.front.desk import Desk
    from dispatch.ledger.duties import Duty
    from dispatch.model.catalogue import Item
    from dispatch.model.site import Site


class NoDeadlineError(DispatchError):
    """An item without any clock: its limit only says 及时, or cannot be read, and nothing else."""

    key = "no-deadline"


def explain(desk: Desk, code: str | None) -> int:
    """Say what a rule holds, or list all of them."""
    from dispatch.rules import RULES  # noqa: PLC0415 - the same
    from dispatch.rules import rule_of  # noqa: PLC0415

    if code is None:
        for each in RULES:
            what = desk.messages.first(f"rules.{each.code}.what")
            desk.terminal.out(f"{each.code}  {each.name}\n      {what}\n")
        return GOOD
    rule = rule_of(code)
    if rule is None:
        known = {each.name: "" for each in RULES} | {each.code: "" for each in RULES}
        raise unknown(desk, "rule", code, known)
    desk.terminal.out(reporters.explanation(rule, desk.messages))
    return GOOD


def selftest(desk: Desk) -> int:
    """Prove that every rule still fires, and say which does not."""
    from dispatch.front.selftest import trials  # noqa: PLC0415 - the same

    every = tuple(trials())
    dead = [each for each in every if not (each.fires and each.holds)]
    for each in dead:
        key = "cli.selftest.silent" if not each.fires else "cli.selftest.false"
        desk.terminal.out(desk.messages.text(key, code=each.code) + "\n")
    tried = sum(each.tried for each in every)
    untried = desk.messages.text("cli.count.comma").join(e.code for e in every if not e.tried)
    key = "cli.selftest.end" if untried else "cli.selftest.all"
    desk.terminal.out(
        desk.messages.text(key, good=tried - len(dead), count=tried, untried=untried) + "\n"
    )
    return FAULTY if dead else GOOD


def limits(desk: Desk, *, phrase: str | None, form: str) -> int:
    """Say how each time limit of the catalogue, or one phrase, is read."""
    from dispatch.front import timing  # noqa: PLC0415 - the same

    if phrase is None:
        answers = tuple(timing.readings(_as_written(desk), desk.messages))
    else:
        answers = (timing.reading(phrase, desk.messages),)
    told = timing.limits_json(answers) if form == "json" else None
    desk.terminal.out(told or timing.limits_text(answers, desk.messages))
    return GOOD if all(limit is not None for _, limit, _ in answers) else FAULTY


def when(desk: Desk, code: str, day: date, *, form: str) -> int:
    """Say by when an item must be public for what happened on a day, counted day by day."""
    from dispatch.front import timing  # noqa: PLC0415 - the same

    site = site_of(desk)
    item = item_of(desk, site, code)
    calendar = calendar_for(site)
    deadline = timing.deadline_of(item.limit, day, calendar)
    clocks = tuple(timing.clocks_of(item, day, calendar, site.config.calendar))
    said = ""
    if deadline is None:
        told = {each: said for each, _, said in timing.readings(_as_written(desk), desk.messages)}
        said = told[item.code]
        if not clocks:
            raise NoDeadlineError(item=item.code, said=said)
    counted = timing.Counted(deadline=deadline, said=said, clocks=clocks, calendar=calendar)
    tell = timing.when_json if form == "json" else timing.when_text
    desk.terminal.out(tell(counted, desk.messages))
    return GOOD


def due(desk: Desk, *, form: str, unit: str | None = None, person: str | None = None) -> int:
    """Say what is owed on the day: overdue, due soon, late, met, by unit.

    A unit, or a person in charge, narrows it to what is theirs.
    """
    from dispatch.front import duelist  # noqa: PLC0415 - the same
    from dispatch.front import duepage  # noqa: PLC0415
    from dispatch.ledger.duties import Reach  # noqa: PLC0415
    from dispatch.ledger.duties import duties  # noqa: PLC0415

    account = account_of(desk)
    site, found = account.site, account.duties
    if form == "ics":
        # A calendar is for what comes: a year of it.
        soon = site.config.inspection.soon
        reach = Reach(soon=soon, until=desk.day + timedelta(days=366))
        found = duties(site, desk.day, account.calendar, reach=reach)
    found = _narrowed(desk, site, found, unit=unit, person=person)
    setting = duelist.Setting(site=site, day=desk.day, messages=desk.messages)
    if form == "text":
        desk.terminal.out(duelist.as_text(found, setting, desk.terminal.style))
    elif form == "html":
        folders = layout_folders(desk.root)
        desk.terminal.out(duepage.as_html(account, found, desk.messages, folders))
    else:
        forms = {"json": duelist.as_json, "csv": duelist.as_csv, "ics": duelist.as_ics}
        desk.terminal.out(forms[form](found, setting))
    return GOOD


def turns(desk: Desk, *, form: str) -> int:
    """Say on which day a rebuild changes something next, and what.

    That is never later than the day by which the pages say that they should be rebuilt.
    """
    from dispatch.front import turns as told  # noqa: PLC0415 - the same
    from dispatch.ledger.turning import turning  # noqa: PLC0415
    from dispatch.planning.scope import public_account  # noqa: PLC0415

    account = account_of(desk)
    whole, shown = turning(account), turning(public_account(account))
    found = min((each for each in (whole, shown) if each), key=lambda each: each[0].day, default=())
    if form == "text":
        desk.terminal.out(told.as_text(found, account.site, desk.messages))
    else:
        desk.terminal.out(told.as_json(found) if form == "json" else told.as_day(found))
    return GOOD


def _narrowed(
    desk: Desk, site: Site, found: Iterable[Duty], *, unit: str | None, person: str | None
) -> tuple[Duty, ...]:
    """Return the duties of a unit, and those that a person has in charge, where these are named."""
    units = {each.id: each.name for each in site.organisation.units}
    if unit is not None and unit not in units:
        raise unknown(desk, "unit", unit, units)
    names = {each.id: each.name for each in site.organisation.people}
    assigned = {item.responsible.assigned for item in site.items.values()}
    people = {name: names.get(name, "") for name in sorted(assigned)}
    if person is not None and person not in people:
        raise unknown(desk, "person", person, people)
    return tuple(
        each
        for each in found
        if unit in (None, each.unit)
        and person in (None, site.items[each.item].responsible.assigned)
    )


def _as_written(desk: Desk) -> tuple[Item, ...]:
    """Return the items of the catalogue with the words of their limits, where it can be read."""
    from dispatch.reading import catalogue  # noqa: PLC0415 - the same

    written, _, found = catalogue.read(desk.root)
    if written is None:
        desk.terminal.err(shown(desk, found))
        raise SiteUnreadableError(root=desk.root.name)
    return written.items
