"""The command line: the door for people, and the only door to click.

Here the clock is read, exceptions become exit codes, and words are chosen. Help and messages are
in the language of `--lang`, of config.yaml, or in simplified Chinese, so the commands are made
once that language is known. What a command does is in `desk`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import traceback
from datetime import date
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any
from zoneinfo import ZoneInfo

import click

from dispatch import __version__
from dispatch.front import helppage
from dispatch.front import pipeline
from dispatch.ground.errors import DispatchError
from dispatch.ground.messages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Sequence
    from typing import TextIO

    from dispatch.front.desk import Desk
    from dispatch.front.desk import Terminal
    from dispatch.ground.messages import Messages

GOOD, FAULTY, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130
DEFAULT = "build"
FORMATS = ("text", "json")
PORT = 8000

_STYLES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("error", {"fg": "red", "bold": True}),
    ("warning", {"fg": "yellow", "bold": True}),
    ("info", {"fg": "blue"}),
    ("place", {"bold": True}),
    ("faint", {"dim": True}),
    ("good", {"fg": "green"}),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    messages = pipeline.words(None, LANGUAGES[0])
    try:
        messages = pipeline.words(*_language(given))
        return _run(given, messages)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.UsageError as error:
        click.echo(_usage(error, messages), err=True)
        return USAGE
    except DispatchError as error:
        sentence = messages.text(f"errors.{error.key}", **dict(error.params))
        click.echo(messages.text("cli.error", sentence=sentence), err=True)
        return FAULTY
    except (KeyboardInterrupt, click.Abort):
        click.echo(messages.text("cli.interrupted"), err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone: nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAULTY
    except Exception:  # noqa: BLE001 - the one place where a bug may end
        click.echo(messages.text("cli.bug", path=_kept_trace()), err=True)
        return BUG


def _run(given: list[str], messages: Messages) -> int:
    if not given or (given[0].startswith("-") and given[0] not in ("--help", "--version")):
        given = [DEFAULT, *given]
    group = _group(messages)
    with group.make_context("dispatch", given, obj=messages) as context:
        result = group.invoke(context)
    return result if isinstance(result, int) else GOOD


def _language(given: Sequence[str]) -> tuple[Path | None, str]:
    """Return the root, if there is one, and the language, before the line is understood."""
    asked = _scanned(given, "--lang")
    try:
        root = pipeline.find_root(Path(_scanned(given, "--root") or ".").resolve())
    except (DispatchError, OSError):
        return None, asked if asked in LANGUAGES else LANGUAGES[0]
    stated = asked or pipeline.site_setting(root, "language")
    return root, stated if stated in LANGUAGES else LANGUAGES[0]


def _scanned(given: Sequence[str], option: str) -> str:
    for index, word in enumerate(given):
        if word == option and index + 1 < len(given):
            return given[index + 1]
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
    return ""


def _usage(error: click.UsageError, messages: Messages) -> str:
    name = type(error).__name__.strip("_")
    nearest = getattr(error, "possibilities", None) or ()
    words = {"detail": error.format_message(), "nearest": ", ".join(nearest), "form": ""}
    words["option"] = str(getattr(error, "option_name", None) or getattr(error, "param_hint", ""))
    variant = f"{name}-nearest" if nearest else name
    if isinstance(error, click.BadParameter) and error.param is not None:
        words["option"] = _named(error.param)
        words["form"] = str(error.param.metavar)
        variant = f"{name}-path" if isinstance(error.param.type, click.Path) else name
    keys = (f"cli.usage.{variant}", f"cli.usage.{name}", "cli.usage.default")
    return messages.text("cli.error", sentence=messages.first(*keys, **words))


def _named(param: click.Parameter) -> str:
    return str(param.metavar) if isinstance(param, click.Argument) else param.opts[0]


def _kept_trace() -> str:
    handle, path = tempfile.mkstemp(prefix="dispatch-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"Dispatch {__version__}, Python {sys.version}\n{traceback.format_exc()}")
    return path


class _UnknownCommand(click.UsageError):
    """A command that is not there; click's own error has no list to suggest from."""

    def __init__(self, word: str, known: Iterable[str]) -> None:
        from difflib import get_close_matches  # noqa: PLC0415 - only where somebody mistyped

        super().__init__(word)
        self.option_name = word
        self.possibilities = get_close_matches(word, list(known), 3, 0.4)


class _Command(click.Command):
    """A command whose help is in the language of the site."""

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page."""
        return _help(self, ctx, ())


class _Group(click.Group):
    """The commands in the order of use; an unknown one is answered with the nearest."""

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page."""
        rows = [(name, (each.help or "").split("\n")[0]) for name, each in self.commands.items()]
        return _help(self, ctx, rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first word names."""
        if args and args[0] not in self.commands:
            raise _UnknownCommand(args[0], self.commands)
        return super().resolve_command(ctx, args)


def _help(command: click.Command, ctx: click.Context, rows: Sequence[tuple[str, str]]) -> str:
    pieces = " ".join(str(each.metavar) for each in command.params if _is_argument(each))
    usage = f"python3 build.py {'COMMAND' if rows else command.name} [OPTIONS] {pieces}".rstrip()
    records = [each.get_help_record(ctx) for each in command.params if not _is_argument(each)]
    options = [each for each in records if each]
    words: Messages = ctx.find_root().obj
    return helppage.page(
        usage, command.help or "", (("commands", rows), ("options", options)), words
    )


def _is_argument(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Argument)


class _Day(click.ParamType):
    """A day, written YYYY-MM-DD and in no other way."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day; a usage error where it is none."""
        from dispatch.model.values import day_of  # noqa: PLC0415 - pydantic comes with it

        try:
            return day_of(value)
        except ValueError as error:
            raise click.BadParameter(str(value), ctx=ctx, param=param) from error


def _group(words: Messages) -> click.Group:
    meta: list[click.Parameter] = [_version(words), _helping(words)]
    group = _Group("dispatch", help=words.text("cli.help"), params=meta, add_help_option=False)
    for name, action, params in _COMMANDS:
        options = [*params(words), *_shared(words), _helping(words)]
        text = words.text(f"cli.command.{name}")
        command = _Command(name, callback=action, params=options, help=text, add_help_option=False)
        group.add_command(command)
    return group


def _option(words: Messages, name: str, **settings: Any) -> click.Option:  # noqa: ANN401 - click's
    key = name.split("/", maxsplit=1)[0].strip("-")
    return click.Option([name], help=words.text(f"cli.option.{key}"), **settings)


def _shared(words: Messages) -> list[click.Parameter]:
    folder = click.Path(path_type=Path, file_okay=False, exists=True)
    return [
        _option(words, "--root", type=folder, metavar="DIR"),
        _option(words, "--as-of", type=_Day(), metavar="YYYY-MM-DD"),
        _option(words, "--lang", type=click.Choice(LANGUAGES), metavar="|".join(LANGUAGES)),
    ]


def _version(words: Messages) -> click.Option:
    return _shower(words, "--version", lambda _: f"dispatch {__version__}")


def _helping(words: Messages) -> click.Option:
    return _shower(words, "--help", lambda context: context.get_help())


def _shower(words: Messages, name: str, text: Callable[[click.Context], str]) -> click.Option:
    def show(context: click.Context, _: click.Parameter, value: object) -> None:
        if value:
            click.echo(text(context))
            context.exit()

    return _option(words, name, is_flag=True, expose_value=False, is_eager=True, callback=show)


def _build_params(words: Messages) -> list[click.Parameter]:
    folder = click.Path(path_type=Path)
    return [
        _option(words, "--sheets/--no-sheets", default=True),
        _option(words, "--strict", is_flag=True),
        _option(words, "--public", type=folder, metavar="DIR"),
        _option(words, "--print", type=folder, metavar="DIR"),
    ]


def _check_params(words: Messages) -> list[click.Parameter]:
    paths = click.Argument(
        ["paths"], nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path)
    )
    form = _option(
        words, "--format", type=click.Choice(FORMATS), default="text", metavar="text|json"
    )
    return [paths, form, _option(words, "--strict", is_flag=True)]


def _serve_params(words: Messages) -> list[click.Parameter]:
    return [
        _option(words, "--port", type=click.IntRange(0, 65535), default=PORT, metavar="N"),
        _option(words, "--host", default="127.0.0.1", metavar="HOST"),
        _option(words, "--sheets/--no-sheets", default=False),
    ]


def _new_params(words: Messages) -> list[click.Parameter]:
    item = click.Argument(["item"], metavar="ITEM")
    return [item, _option(words, "--unit", metavar="UNIT")]


def _explain_params(_: Messages) -> list[click.Parameter]:
    return [click.Argument(["code"], required=False, metavar="[CODE]")]


def _no_params(_: Messages) -> list[click.Parameter]:
    return []


def _test_params(_: Messages) -> list[click.Parameter]:
    return [click.Argument(["arguments"], nargs=-1, metavar="[PYTEST]...")]


def _build(**given: Any) -> int:  # noqa: ANN401 - click's
    desk = _desk(given)
    public = _folder(given.pop("public"), desk.root / "public")
    printed = _folder(given.pop("print"), desk.root / "print")
    return _at_desk().build(desk, **given, public=public, printed=printed)


def _check(**given: Any) -> int:  # noqa: ANN401
    desk = _desk(given)
    paths = tuple(_below(desk.root, path) for path in given["paths"])
    return _at_desk().check(desk, paths, form=given["format"], strict=given["strict"])


def _serve(**given: Any) -> int:  # noqa: ANN401
    return _at_desk().serve(_desk(given), **given)


def _new(**given: Any) -> int:  # noqa: ANN401
    return _at_desk().new(_desk(given), given["item"], unit=given["unit"])


def _explain(**given: Any) -> int:  # noqa: ANN401
    return _at_desk().explain(_desk(given, rootless=True), given["code"])


def _schema(**given: Any) -> int:  # noqa: ANN401
    return _at_desk().schema(_desk(given))


def _test(**given: Any) -> int:  # noqa: ANN401
    door = Path(__file__).resolve().parents[2] / "build.py"
    if not door.exists():
        raise pipeline.NoTestsError(path=door.parent)
    return subprocess.call(  # noqa: S603 - our own door
        [sys.executable, str(door), "test", *given["arguments"]]
    )


_COMMANDS: tuple[tuple[str, Callable[..., int], Callable[[Messages], list[click.Parameter]]], ...]
_COMMANDS = (
    ("build", _build, _build_params),
    ("check", _check, _check_params),
    ("serve", _serve, _serve_params),
    ("new", _new, _new_params),
    ("explain", _explain, _explain_params),
    ("schema", _schema, _no_params),
    ("test", _test, _test_params),
)


def _at_desk() -> Any:  # noqa: ANN401 - a module
    from dispatch.front import desk  # noqa: PLC0415 - help needs none of what it needs

    return desk


def _desk(given: dict[str, Any], *, rootless: bool = False) -> Desk:
    """Return the desk that the shared options ask for, and take these out of what is given."""
    stated, day, _ = (given.pop(name) for name in ("root", "as_of", "lang"))
    start = (stated or Path()).resolve()
    try:
        root = pipeline.find_root(start)
    except pipeline.RootNotFoundError:
        if not rootless:
            raise
        root = start
    zone = pipeline.site_setting(root, "timezone")
    messages = click.get_current_context().find_root().obj
    desk: Desk = _at_desk().Desk(
        root=root, day=day or _today(zone), messages=messages, terminal=_terminal()
    )
    return desk


def _today(zone: str) -> date:
    try:
        return datetime.now(ZoneInfo(zone)).date()
    except (KeyError, ValueError, OSError):
        return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def _folder(given: Path | None, default: Path) -> Path:
    return Path(os.path.abspath(given)) if given else default  # noqa: PTH100 - links must stay


def _below(root: Path, path: Path) -> str:
    """Return a path of the command line as findings name it: below the root."""
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - links must stay
    if not whole.exists():
        raise click.BadParameter(str(path), param_hint="PATH")
    if not whole.is_relative_to(root):
        raise click.BadParameter(str(path), param_hint="PATH")
    return whole.relative_to(root).as_posix().removeprefix(".")


def _terminal() -> Terminal:
    styles = dict(_STYLES)
    colored = _is_colored(sys.stdout)
    live = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    written: list[bool] = []

    def rewrite(text: str) -> None:
        click.echo(f"\r\x1b[K{text}", nl=False, err=True)
        written[:] = [True]

    def cleared(text: str, *, err: bool) -> None:
        if written:
            click.echo("\r\x1b[K", nl=False, err=True)
            written.clear()
        click.echo(text, nl=False, err=err, color=colored)

    terminal: Terminal = _at_desk().Terminal(
        out=lambda text: cleared(text, err=False),
        err=lambda text: cleared(text, err=True),
        style=lambda text, name: click.style(text, **styles[name]) if colored else text,
        live=live,
        rewrite=rewrite,
    )
    return terminal


def _is_colored(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR")
