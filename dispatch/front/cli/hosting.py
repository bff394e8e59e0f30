"""The commands for whoever runs the site: ready files for hosts, and links to elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

import click

from dispatch.front.cli.options import desk_of
from dispatch.front.cli.options import form_option
from dispatch.front.cli.options import option
from dispatch.front.cli.paths import below

if TYPE_CHECKING:
    from dispatch.front.cli.options import Entry
    from dispatch.ground.messages import Messages

KINDS = ("github", "gitlab", "server")


def _deploy_params(words: Messages) -> list[click.Parameter]:
    kind = click.Choice(KINDS)
    return [
        click.Argument(["kind"], required=False, type=kind, metavar=f"[{'|'.join(KINDS)}]"),
        option(words, "--headers", is_flag=True),
        option(words, "--force", is_flag=True),
    ]


def _deploy(**given: Any) -> int:  # noqa: ANN401 - click's
    from dispatch.front import deploying  # noqa: PLC0415 - only where it is used

    desk = desk_of(given)
    return deploying.deploy(desk, given["kind"], headers=given["headers"], force=given["force"])


def _links_params(words: Messages) -> list[click.Parameter]:
    kind = click.Path(path_type=Path)
    paths = click.Argument(["paths"], nargs=-1, metavar="[PATH]...", type=kind)
    return [
        paths,
        form_option(words),
        option(words, "--timeout", type=click.IntRange(1, 300), default=10, metavar="N"),
        option(words, "--allow-private", is_flag=True),
    ]


def _links(**given: Any) -> int:  # noqa: ANN401
    from dispatch.front import linking  # noqa: PLC0415 - the same
    from dispatch.front.linking.probe import Manner  # noqa: PLC0415

    desk = desk_of(given)
    paths = tuple(below(desk.root, path) for path in given["paths"])
    manner = Manner(timeout=given["timeout"], private=given["allow_private"])
    return linking.links(desk, paths, form=given["format"], manner=manner)


COMMANDS: tuple[Entry, ...] = (
    ("deploy", _deploy, _deploy_params),
    ("links", _links, _links_params),
)
