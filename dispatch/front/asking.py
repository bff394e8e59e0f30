"""The commands that answer: due, when, limits, explain. Gathers modules of this floor."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.front import reporters
from dispatch.front.desk import FAULTY
from dispatch.front.desk import GOOD
from dispatch.front.desk import item_of
from dispatch.front.desk import site_of
from dispatch.front.desk import unknown
from dispatch.ground.errors import DispatchError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dispatch.clock.workdays import Calendar
    from dispatch.front.desk import Desk
    from dispatch.front.timing import Answer
    from dispatch.ground.messages import Messages
    from dispatch.model.site import Site


class RegionUnknownError(DispatchError):
    """A region whose working days nobody knows."""

    key = "region-unknown"


class NoDeadlineError(DispatchError):
    """An item whose limit has no day: it only says 及时, or it cannot be read."""

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


def limits(desk: Desk, *, phrase: str | None, form: str) -> int:
    """Say how each time limit of the catalogue, or one phrase, is read."""
    from dispatch.front import timing  # noqa: PLC0415 - the same

    if phrase is None:
        answers = tuple(timing.readings(site_of(desk).catalogue.items, desk.messages))
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
    calendar = _calendar(site)
    read = {each: (limit, said) for each, limit, said in _answers(site, desk.messages)}
    limit, said = read[item.code]
    deadline = timing.deadline_of(limit, day, calendar) if limit is not None else None
    if deadline is None:
        raise NoDeadlineError(item=item.code, said=said)
    tell = timing.when_json if form == "json" else timing.when_text
    desk.terminal.out(tell(deadline, calendar, desk.messages))
    return GOOD


def due(desk: Desk, *, form: str) -> int:
    """Say what is owed on the day: overdue, due soon, late, met, by unit."""
    from dispatch.front import duelist  # noqa: PLC0415 - the same
    from dispatch.planning.duties import Reach  # noqa: PLC0415
    from dispatch.planning.duties import duties  # noqa: PLC0415

    site = site_of(desk)
    limits = {code: limit for code, limit, _ in _answers(site, desk.messages) if limit}
    # A calendar is for what comes: a year of it.
    reach = Reach(until=desk.day + timedelta(days=366)) if form == "ics" else Reach()
    found = duties(site, desk.day, _calendar(site), limits=limits, reach=reach)
    setting = duelist.Setting(site=site, day=desk.day, messages=desk.messages)
    if form == "text":
        desk.terminal.out(duelist.as_text(found, setting, desk.terminal.style))
    else:
        forms = {"json": duelist.as_json, "csv": duelist.as_csv, "ics": duelist.as_ics}
        desk.terminal.out(forms[form](found, setting))
    return GOOD


def _calendar(site: Site) -> Calendar:
    from dispatch.clock.workdays import calendar_of  # noqa: PLC0415 - the same

    calendar, fault = calendar_of(site.config.calendar)
    if calendar is None:
        known = ", ".join(fault.known) if fault else ""
        raise RegionUnknownError(region=site.config.calendar.region, known=known)
    return calendar


def _answers(site: Site, messages: Messages) -> Iterable[Answer]:
    from dispatch.front import timing  # noqa: PLC0415 - the same

    return timing.readings(site.catalogue.items, messages)
