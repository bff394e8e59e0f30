"""The command line: the door for people, and the only door to click.

Here the clock is read, exceptions become exit codes, and words are chosen. Help and messages are
in the language of `--lang`, of config.yaml, or in simplified Chinese, so the commands are made
once that language is known. What a command does is in `front.making` and `front.asking`.
"""

from __future__ import annotations

import gc
import os
import re
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dispatch import __version__
from dispatch.front import pipeline
from dispatch.front.cli import commands
from dispatch.front.cli import refusals
from dispatch.front.cli import words
from dispatch.ground.errors import DispatchError
from dispatch.ground.messages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dispatch.ground.messages import Messages

GOOD, FAULTY, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130
DEFAULT = "build"
_UNSEEN = re.compile(r"\\(?:x[89a]d|u(?:00ad|061c|20[0-9a-f]{2}|feff)|n)")
"""How a trace writes what nobody sees, and what may stand within a number."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    # Looking for plug-ins of pydantic takes longer than most that a command does; we have none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    _listen()
    try:
        return _spoken(given)
    except KeyboardInterrupt:
        # Before there were words to say so.
        return INTERRUPTED
    except OSError as error:
        # Not even our own words can be read.
        with suppress(OSError):
            click.echo(f"dispatch: {error}", err=True)
        return FAULTY


def _spoken(given: list[str]) -> int:
    """Run a command in the language that is asked for."""
    root, language = _language(given)
    try:
        messages = pipeline.words(root, language)
    except DispatchError as error:
        # The root's own words cannot be read; ours can say so.
        return _failed(error, pipeline.words(None, language))
    try:
        return _run(given, messages)
    except click.UsageError as error:
        click.echo(words.usage(error, messages), err=True)
        return USAGE
    except DispatchError as error:
        return _failed(error, messages)
    except (KeyboardInterrupt, click.Abort):
        click.echo(messages.text("cli.interrupted"), err=True)
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the one place where a bug may end
        return _ended(error, messages)


def _ended(error: Exception, messages: Messages) -> int:
    """Tell of what nobody foresaw, and return the exit code."""
    if isinstance(error, BrokenPipeError):
        # Whoever read our output has gone: nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAULTY
    if refusal := refusals.refusal_of(error):
        return _failed(refusal, messages)
    click.echo(messages.text("cli.bug", path=_kept_trace()), err=True)
    return BUG


def _failed(error: DispatchError, messages: Messages) -> int:
    from dispatch.ground.personal import covered  # noqa: PLC0415 - its patterns take a while

    sentence = covered(messages.text(f"errors.{error.key}", **dict(error.params)))
    click.echo(messages.text("cli.error", sentence=sentence), err=True)
    return FAULTY


def _stop(number: int, frame: object) -> None:
    """Let a request to end run its course as ^C does: what is half made is taken away."""
    del number, frame
    raise KeyboardInterrupt


def _listen() -> None:
    """Have requests to end heard, from the first."""
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), _stop)


def _run(given: list[str], messages: Messages) -> int:
    # A run is short and makes many values that live to its end: looking for garbage costs 5 %.
    gc.disable()
    if not given or (given[0].startswith("-") and given[0] not in ("--help", "--version")):
        given = [DEFAULT, *given]
    group = commands.group(messages)
    try:
        with group.make_context("dispatch", given, obj=messages) as context:
            result = group.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    return result if isinstance(result, int) else GOOD


def _language(given: Sequence[str]) -> tuple[Path | None, str]:
    """Return the root, if there is one, and the language, before the line is understood."""
    asked = _scanned(given, "--lang")
    try:
        stated = _scanned(given, "--root")
        root = pipeline.find_root(Path(stated or ".").resolve(), stated=bool(stated))
    except (DispatchError, OSError):
        return None, asked if asked in LANGUAGES else LANGUAGES[0]
    language = asked or pipeline.site_setting(root, "language")
    return root, language if language in LANGUAGES else LANGUAGES[0]


def _scanned(given: Sequence[str], option: str) -> str:
    for index, word in enumerate(given):
        if word == option and index + 1 < len(given):
            return given[index + 1]
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
    return ""


def _kept_trace() -> str:
    import tempfile  # noqa: PLC0415 - rare
    import traceback  # noqa: PLC0415 - the same

    from dispatch.ground.personal import covered  # noqa: PLC0415 - the same

    handle, path = tempfile.mkstemp(prefix="dispatch-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(
            f"Dispatch {__version__}, Python {sys.version}\n"
            + covered(_UNSEEN.sub("", traceback.format_exc()))
        )
    return path
