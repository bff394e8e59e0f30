"""The commands with their options; those of boards are in a module of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

import click

from dispatch import __version__
from dispatch.front import asking
from dispatch.front import making
from dispatch.front import past
from dispatch.front import pipeline
from dispatch.front import surveying
from dispatch.front.cli import boards
from dispatch.front.cli import hosting
from dispatch.front.cli.days import Day
from dispatch.front.cli.days import today_in
from dispatch.front.cli.options import FORMATS
from dispatch.front.cli.options import desk_of
from dispatch.front.cli.options import form_option
from dispatch.front.cli.options import known_option
from dispatch.front.cli.options import option
from dispatch.front.cli.options import shared
from dispatch.front.cli.paths import below
from dispatch.front.cli.paths import folder_of
from dispatch.front.cli.words import Command
from dispatch.front.cli.words import Group
from dispatch.front.reporters import FORMS
from dispatch.ground.errors import DispatchError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dispatch.front.cli.options import Entry
    from dispatch.ground.messages import Messages

PORT = 8000
PROFILE = Path(".dispatch") / "profile.json"
"""Where the trace of a build goes unless it is said where, below the root."""


class NoTestsError(DispatchError):
    """Dispatch was installed without its tests."""

    key = "no-tests"


def group(words: Messages) -> click.Group:
    """Return the commands, with every text in one language."""
    meta: list[click.Parameter] = [_version(words), _helping(words)]
    group = Group("dispatch", help=words.text("cli.help"), params=meta, add_help_option=False)
    for name, action, params in _COMMANDS:
        options = [*params(words), *shared(words), _helping(words)]
        text = words.text(f"cli.command.{name}")
        command = Command(name, callback=action, params=options, help=text, add_help_option=False)
        group.add_command(command)
    return group


def _version(words: Messages) -> click.Option:
    return _shower(words, "--version", lambda _: f"dispatch {__version__}")


def _helping(words: Messages) -> click.Option:
    return _shower(words, "--help", lambda context: context.get_help())


def _shower(words: Messages, name: str, text: Callable[[click.Context], str]) -> click.Option:
    def show(context: click.Context, _: click.Parameter, value: object) -> None:
        if value:
            click.echo(text(context))
            context.exit()

    return option(words, name, is_flag=True, expose_value=False, is_eager=True, callback=show)


def _build_params(words: Messages) -> list[click.Parameter]:
    folder = click.Path(path_type=Path)
    return [
        option(words, "--sheets/--no-sheets", default=True),
        option(words, "--strict", is_flag=True),
        option(words, "--integrity", is_flag=True),
        option(words, "--timings", is_flag=True),
        option(words, "--profile", type=folder, metavar="[FILE]", is_flag=False, flag_value=""),
        option(words, "--public", type=folder, metavar="DIR"),
        option(words, "--print", type=folder, metavar="DIR"),
    ]


def _check_params(words: Messages) -> list[click.Parameter]:
    kind = click.Path(path_type=Path)
    paths = click.Argument(["paths"], nargs=-1, metavar="[PATH]...", type=kind)
    flags = ("--strict", "--verify-signatures", "--write-baseline", "--fix", "--yes")
    scope = {"type": click.Choice(past.SCOPES), "is_flag": False, "flag_value": past.SCOPES[0]}
    history = option(words, "--history", metavar="[all]", **scope)
    switches = [option(words, name, is_flag=True) for name in flags]
    return [paths, form_option(words, *FORMS), history, *switches]


def _serve_params(words: Messages) -> list[click.Parameter]:
    return [
        option(words, "--port", type=click.IntRange(0, 65535), default=PORT, metavar="N"),
        option(words, "--host", default="127.0.0.1", metavar="HOST"),
        option(words, "--sheets/--no-sheets", default=False),
        option(words, "--records", is_flag=True),
    ]


def _new_params(words: Messages) -> list[click.Parameter]:
    item = click.Argument(["item"], metavar="ITEM")
    return [item, option(words, "--unit", metavar="UNIT")]


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


def _no_params(_: Messages) -> list[click.Parameter]:
    return []


def _test_params(_: Messages) -> list[click.Parameter]:
    return [click.Argument(["arguments"], nargs=-1, metavar="[PYTEST]...")]


def _build(**given: Any) -> int:  # noqa: ANN401 - click's
    desk = desk_of(given)
    public = folder_of(given.pop("public"), desk.root / "public")
    printed = folder_of(given.pop("print"), desk.root / "print")
    timings, profile = given.pop("timings"), given.pop("profile")
    if profile is not None:
        # An option without its value has the path of nothing.
        profile = folder_of(profile if profile.name else None, desk.root / PROFILE)
    request = pipeline.Request(
        root=desk.root,
        day=desk.day,
        messages=desk.messages,
        public=public,
        printed=printed if given.pop("sheets") else None,
        **given,
    )
    return making.build(desk, request, timings=timings, profile=profile)


def _check(**given: Any) -> int:  # noqa: ANN401
    desk = desk_of(given)
    if given["write_baseline"]:
        return making.write_baseline(desk)
    form = {"form": given["format"], "strict": given["strict"]}
    if given["history"]:
        return making.scan(desk, given["history"], **form)
    paths = tuple(below(desk.root, path) for path in given["paths"])
    if given["fix"]:
        return making.mend(desk, paths, yes=given["yes"])
    return making.check(desk, paths, **form, signed=given["verify_signatures"])


def _serve(**given: Any) -> int:  # noqa: ANN401
    stated, records = given["as_of"], given.pop("records")
    desk = desk_of(given)
    zone = pipeline.site_setting(desk.root, "timezone")
    today = (lambda: stated or today_in(zone)) if records else None
    return making.serve(desk, **given, records=today)


def _new(**given: Any) -> int:  # noqa: ANN401
    return making.new(desk_of(given), given["item"], unit=given["unit"])


def _due(**given: Any) -> int:  # noqa: ANN401
    with past.desk_known(desk_of(given), given["known"]) as desk:
        return asking.due(desk, form=given["format"], unit=given["unit"], person=given["person"])


def _score(**given: Any) -> int:  # noqa: ANN401
    from dispatch.front import scoring  # noqa: PLC0415 - heavy floors only where they are used

    desk, form = desk_of(given), given.pop("format")
    today = today_in(pipeline.site_setting(desk.root, "timezone"))
    with past.desk_known(desk, given.pop("known") or past.KNOWN[desk.day < today]) as known:
        return scoring.score(known, **given, form=form)


def _limits(**given: Any) -> int:  # noqa: ANN401
    return asking.limits(desk_of(given), phrase=given["phrase"], form=given["format"])


def _when(**given: Any) -> int:  # noqa: ANN401
    return asking.when(desk_of(given), given["item"], given["day"], form=given["format"])


def _next(**given: Any) -> int:  # noqa: ANN401
    return asking.turns(desk_of(given), form=given["format"])


def _report(**given: Any) -> int:  # noqa: ANN401
    home = desk_of(given)
    ends = given.pop("from"), given.pop("to")
    with past.desk_known(home, given.pop("known")) as desk:
        return surveying.report(desk, ends, home=home.root, **given)


def _explain(**given: Any) -> int:  # noqa: ANN401
    return asking.explain(desk_of(given, rootless=True), given["code"])


def _rules(**given: Any) -> int:  # noqa: ANN401
    desk = desk_of(given, rootless=True)
    return asking.selftest(desk) if given["action"] else asking.explain(desk, None)


def _schema(**given: Any) -> int:  # noqa: ANN401
    return making.schema(desk_of(given))


def _test(**given: Any) -> int:  # noqa: ANN401
    door = Path(__file__).resolve().parents[3] / "build.py"
    if not door.exists():
        raise NoTestsError(path=door.parent)
    return subprocess.call(  # noqa: S603 - our own door
        [sys.executable, str(door), "test", *given["arguments"]]
    )


_COMMANDS: tuple[Entry, ...]
_COMMANDS = (
    ("build", _build, _build_params),
    ("check", _check, _check_params),
    ("serve", _serve, _serve_params),
    ("new", _new, _new_params),
    ("due", _due, _due_params),
    ("when", _when, _when_params),
    ("limits", _limits, _limits_params),
    *boards.COMMANDS,
    ("next", _next, _next_params),
    ("report", _report, _report_params),
    ("score", _score, _score_params),
    ("explain", _explain, _explain_params),
    ("rules", _rules, _rules_params),
    ("schema", _schema, _no_params),
    *hosting.COMMANDS,
    ("test", _test, _test_params),
)
