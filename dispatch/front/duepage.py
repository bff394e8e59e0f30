"""All duties on one page, for those who supervise and assess inside the body; never published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.planning.frame import frame_view
from dispatch.planning.owed import whole_duties
from dispatch.rendering.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dispatch.ground.messages import Messages
    from dispatch.ledger.account import Account
    from dispatch.ledger.duties import Duty

STYLE = "site.css"


def as_html(
    account: Account, found: Iterable[Duty], words: Messages, folders: tuple[Path, ...]
) -> str:
    """Return duties as one page that needs no other file; its links lead to the public site."""
    templates = Templates(folders, words)
    frame = frame_view(account, words)
    return templates.render(
        "site/duties-whole.html",
        path="index.html",
        base=f"{frame.base_url.rstrip('/')}/",
        frame=frame,
        duties=whole_duties(account, found, words),
        style=templates.style(STYLE),
    )
