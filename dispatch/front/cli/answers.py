"""The commands that answer: what is owed and by when, what the records come to, what rules say."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any

import click

from dispatch.front import pipeline
from dispatch.front.cli.days import Day
from dispatch.front.cli.days import today_in
from dispatch.front.cli.options import FORMATS
from dispatch.front.cli.options import desk_of
from dispatch.front.cli.options import form_option
from dispatch.front.cli.options import known_option
from dispatch.front.cli.options import option

if TYPE_CHECKING:
    from dispatch.front.cli.options import Entry
    from dispatch.ground.messages import Messages


def _due_params(words: Messages) -> list[click.Parameter]:
    return [
        option(words, "--unit", metavar="UNIT", said="due-unit"),
        option(words, "--person", metavar="PERSON"),
        form_option(words, *FORMATS, "csv", "ics", "html"),
        known_option(words),
    ]


def _report_params(words: Messages) -> list[click.Parameter]:
    return [
        option(words, "--from", type=Day(), metavar="YYYY-MM-DD"),
        option(words, "--to", type=Day(), metavar="YYYY-MM-DD"),
        option(words, "--public", said="report-public", is_flag=True),
        option(words, "--stdout", is_flag=True),
        known_option(words),
    ]


def _score_params(words: Messages) -> list[click.Parameter]:
    from dispatch.front import past  # noqa: PLC0415 - where it is used

    known = {"type": click.Choice(past.KNOWN), "metavar": "|".join(past.KNOWN)}
    return [
        click.Argument(["span"], required=False, metavar="[SPAN]"),
        form_option(words, *FORMATS, "csv", "markdown"),
        option(words, "--unit", said="score-unit", metavar="UNIT"),
        option(words, "--known", said="score-known", **known),
    ]


def _limits_params(words: Messages) -> list[click.Parameter]:
    return [option(words, "--phrase", metavar="TEXT"), form_option(words)]


def _when_params(words: Messages) -> list[click.Parameter]:
    day = click.Argument(["day"], metavar="YYYY-MM-DD", type=Day())
    return [click.Argument(["item"], metavar="ITEM"), day, form_option(words)]


def _next_params(words: Messages) -> list[click.Parameter]:
    return [form_option(words, *FORMATS, "day")]


def _explain_params(_: Messages) -> list[click.Parameter]:
    return [click.Argument(["code"], required=False, metavar="[CODE]")]


def _rules_params(_: Messages) -> list[click.Parameter]:
    choice = click.Choice(("selftest",))
    return [click.Argument(["action"], required=False, type=choice, metavar="[selftest]")]


def _due(**given: Any) -> int:  # noqa: ANN401
    from dispatch.front import asking  # noqa: PLC0415 - where it is used
    from dispatch.front import past  # noqa: PLC0415

    with past.desk_known(desk_of(given), given["known"]) as desk:
        return asking.due(desk, form=given["format"], unit=given["unit"], person=given["person"])


def _score(**given: Any) -> int:  # noqa: ANN401
    from dispatch.front import past  # noqa: PLC0415 - where it is used
    from dispatch.front import scoring  # noqa: PLC0415

    desk, form = desk_of(given), given.pop("format")
    today = today_in(pipeline.site_setting(desk.root, "timezone"))
    with past.desk_known(desk, given.pop("known") or past.KNOWN[desk.day < today]) as known:
        return scoring.score(known, **given, form=form)


def _limits(**given: Any) -> int:  # noqa: ANN401
    from dispatch.front import asking  # noqa: PLC0415 - where it is used

    return asking.limits(desk_of(given), phrase=given["phrase"], form=given["format"])


def _when(**given: Any) -> int:  # noqa: ANN401
    from dispatch.front import asking  # noqa: PLC0415 - where it is used

    return asking.when(desk_of(given), given["item"], given["day"], form=given["format"])


def _next(**given: Any) -> int:  # noqa: ANN401
    from dispatch.front import asking  # noqa: PLC0415 - where it is used

    return asking.turns(desk_of(given), form=given["format"])


def _report(**given: Any) -> int:  # noqa: ANN401
    from dispatch.front import past  # noqa: PLC0415 - where it is used
    from dispatch.front import surveying  # noqa: PLC0415

    home = desk_of(given)
    ends = given.pop("from"), given.pop("to")
    with past.desk_known(home, given.pop("known")) as desk:
        return surveying.report(desk, ends, home=home.root, **given)


def _explain(**given: Any) -> int:  # noqa: ANN401
    from dispatch.front import asking  # noqa: PLC0415 - where it is used

    return asking.explain(desk_of(given, rootless=True), given["code"])


def _rules(**given: Any) -> int:  # noqa: ANN401
    from dispatch.front import asking  # noqa: PLC0415 - where it is used

    desk = desk_of(given, rootless=True)
    return asking.selftest(desk) if given["action"] else asking.explain(desk, None)


OF_LIMITS: tuple[Entry, ...] = (
    ("due", _due, _due_params),
    ("when", _when, _when_params),
    ("limits", _limits, _limits_params),
)
OF_RECORDS: tuple[Entry, ...] = (
    ("next", _next, _next_params),
    ("report", _report, _report_params),
    ("score", _score, _score_params),
    ("explain", _explain, _explain_params),
    ("rules", _rules, _rules_params),
)
