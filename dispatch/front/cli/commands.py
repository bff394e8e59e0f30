"""The commands with their options; those of boards are in a module of their own.

What a command does is imported where it is done: `--help` needs none of it.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

import click

from dispatch import __version__
from dispatch.front import pipeline
from dispatch.front.cli import answers
from dispatch.front.cli import boards
from dispatch.front.cli import hosting
from dispatch.front.cli.days import today_in
from dispatch.front.cli.executors import Executor
from dispatch.front.cli.options import desk_of
from dispatch.front.cli.options import form_option
from dispatch.front.cli.options import option
from dispatch.front.cli.options import shared
from dispatch.front.cli.paths import below
from dispatch.front.cli.paths import folder_of
from dispatch.front.cli.words import Command
from dispatch.front.cli.words import Group
from dispatch.ground.errors import DispatchError

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    from dispatch.front.building import Request
    from dispatch.front.cli.options import Entry
    from dispatch.front.cli.options import Params
    from dispatch.front.desk import Desk
    from dispatch.ground.messages import Messages

PORT = 8000
_SITE_OPTIONS = ("public", "print", "compress")
"""Options that say something of a whole site, and nothing of a part."""
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
        text = words.text(f"cli.command.{name}")
        command = Command(name, action, text, params=partial(_options, params, words))
        group.add_command(command)
    return group


def _options(own: Params, words: Messages) -> list[click.Parameter]:
    return [*own(words), *shared(words), _helping(words)]


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
        *_making_params(words),
        option(words, "--cache/--no-cache", default=True),
        option(words, "--only", multiple=True, metavar="units/UNIT"),
        option(words, "--part", type=folder, metavar="DIR"),
    ]


def _join_params(words: Messages) -> list[click.Parameter]:
    folder = click.Path(path_type=Path, file_okay=False, exists=True)
    parts = click.Argument(["parts"], nargs=-1, required=True, metavar="PART...", type=folder)
    return [parts, *_making_params(words)]


def _making_params(words: Messages) -> list[click.Parameter]:
    folder = click.Path(path_type=Path)
    return [
        option(words, "--sheets/--no-sheets", default=True),
        option(words, "--strict", is_flag=True),
        option(words, "--integrity", is_flag=True),
        option(words, "--compress", is_flag=True),
        option(words, "--timings", is_flag=True),
        option(words, "--profile", type=folder, metavar="[FILE]", is_flag=False, flag_value=""),
        option(words, "--jobs", type=click.IntRange(0), default=0, metavar="N"),
        option(words, "--executor", type=Executor(), default="", metavar=Executor.form),
        option(words, "--public", type=folder, metavar="DIR"),
        option(words, "--print", type=folder, metavar="DIR"),
    ]


def _check_params(words: Messages) -> list[click.Parameter]:
    from dispatch.front import past  # noqa: PLC0415 - where it is used, as all of the front is
    from dispatch.front.reporters import FORMS  # noqa: PLC0415

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


def _no_params(_: Messages) -> list[click.Parameter]:
    return []


def _test_params(_: Messages) -> list[click.Parameter]:
    return [click.Argument(["arguments"], nargs=-1, metavar="[PYTEST]...")]


def _build(**given: Any) -> int:  # noqa: ANN401 - click's
    from dispatch.front import making  # noqa: PLC0415 - the same
    from dispatch.front import sharing  # noqa: PLC0415

    desk = desk_of(given)
    patterns, folder = given["only"], given["part"]
    sharing.check_options(patterns, folder, [name for name in _SITE_OPTIONS if given[name]])
    to = folder_of(folder, desk.root / sharing.PART)
    run = partial(sharing.make, patterns, to) if patterns else None
    with _requested(desk, given) as (request, said):
        return making.build(desk, request, **said, run=run)


def _join(**given: Any) -> int:  # noqa: ANN401
    from dispatch.front import making  # noqa: PLC0415 - the same
    from dispatch.front import sharing  # noqa: PLC0415

    desk = desk_of(given)
    parts = tuple(folder_of(each, each) for each in given["parts"])
    with _requested(desk, given) as (request, said):
        return making.build(desk, sharing.joined(desk, request, parts), **said)


@contextmanager
def _requested(desk: Desk, given: dict[str, Any]) -> Iterator[tuple[Request, dict[str, Any]]]:
    """Give the build that is asked for, and how its costs are to be told."""
    from dispatch.front import building  # noqa: PLC0415 - the same
    from dispatch.front import cluster  # noqa: PLC0415
    from dispatch.ground.crew import processors  # noqa: PLC0415

    public = folder_of(given.pop("public"), desk.root / "public")
    printed = folder_of(given.pop("print"), desk.root / "print")
    profile = given["profile"]
    if profile is not None:
        # An option without its value has the path of nothing.
        profile = folder_of(profile if profile.name else None, desk.root / PROFILE)
    with cluster.crew(desk, given["executor"], given["jobs"] or processors()) as crew:
        request = building.Request(
            root=desk.root,
            day=desk.day,
            messages=desk.messages,
            public=public,
            printed=printed if given["sheets"] else None,
            how=building.How(
                crew=crew,
                kept=given.get("cache", True),
                strict=given["strict"],
                integrity=given["integrity"],
                compress=given["compress"],
            ),
        )
        yield request, {"timings": given["timings"], "profile": profile}


def _check(**given: Any) -> int:  # noqa: ANN401
    from dispatch.front import making  # noqa: PLC0415 - the same

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
    from dispatch.front import making  # noqa: PLC0415 - the same

    stated, records = given["as_of"], given.pop("records")
    desk = desk_of(given)
    zone = pipeline.site_setting(desk.root, "timezone")
    today = (lambda: stated or today_in(zone)) if records else None
    return making.serve(desk, **given, records=today)


def _new(**given: Any) -> int:  # noqa: ANN401
    from dispatch.front import making  # noqa: PLC0415 - the same

    return making.new(desk_of(given), given["item"], unit=given["unit"])


def _schema(**given: Any) -> int:  # noqa: ANN401
    from dispatch.front import making  # noqa: PLC0415 - the same

    return making.schema(desk_of(given))


def _test(**given: Any) -> int:  # noqa: ANN401
    import subprocess  # noqa: PLC0415 - the same

    door = Path(__file__).resolve().parents[3] / "build.py"
    if not door.exists():
        raise NoTestsError(path=door.parent)
    return subprocess.call(  # noqa: S603 - our own door
        [sys.executable, str(door), "test", *given["arguments"]]
    )


_COMMANDS: tuple[Entry, ...]
_COMMANDS = (
    ("build", _build, _build_params),
    ("join", _join, _join_params),
    ("check", _check, _check_params),
    ("serve", _serve, _serve_params),
    ("new", _new, _new_params),
    *answers.OF_LIMITS,
    *boards.COMMANDS,
    *answers.OF_RECORDS,
    ("schema", _schema, _no_params),
    *hosting.COMMANDS,
    ("test", _test, _test_params),
)
