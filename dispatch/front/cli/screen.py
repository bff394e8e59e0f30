"""Where the words of a command go: standard output, the side, and a line that is written over."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING
from typing import Any

import click

if TYPE_CHECKING:
    from typing import TextIO

    from dispatch.front.desk import Terminal

_STYLES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("error", {"fg": "red", "bold": True}),
    ("warning", {"fg": "yellow", "bold": True}),
    ("info", {"fg": "blue"}),
    ("place", {"bold": True}),
    ("faint", {"dim": True}),
    ("good", {"fg": "green"}),
    ("code", {"fg": "black", "bg": "bright_white"}),
)


def terminal() -> Terminal:
    """Return where words go: coloured and written over only where a person looks on."""
    from dispatch.front.desk import Terminal  # noqa: PLC0415 - where it is used

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

    return Terminal(
        out=lambda text: cleared(text, err=False),
        err=lambda text: cleared(text, err=True),
        style=lambda text, name: click.style(text, **styles[name]) if colored else text,
        live=live,
        rewrite=rewrite,
        summary=_add_summary,
        ask=_asked,
    )


def _asked(question: str) -> bool:
    """Return what a person at the terminal says; no, where there is none."""
    return sys.stdin.isatty() and click.confirm(question, default=False, err=True)


def _add_summary(text: str) -> None:
    """Add to the summary of a job on GitHub, where there is one."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if text and path:
        with open(path, "a", encoding="utf-8") as file:  # noqa: PTH123 - a path of the system's
            file.write(text + "\n")
    elif text:
        click.echo(text, err=True)


def _is_colored(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR")
