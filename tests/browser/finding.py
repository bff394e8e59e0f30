"""A site of any number of generated entries with its search, to be opened in a browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from dispatch.ground import messages
from dispatch.planning.finding import finding_view
from dispatch.planning.shelves import shelves_of
from dispatch.planning.views import Link
from dispatch.rendering import pages
from dispatch.rendering.templates import Templates
from tests.browser import sample
from tests.cases import varied

ROOT = Path(__file__).resolve().parent.parent.parent
IN_FORCE = 500
"""How many of the newest entries are in force."""
A_DAY = 10
"""How many entries are published on one day."""


def site(count, seed=1):
    """Return the views of the sample with so many other entries, newest first."""
    view = sample.site()
    entries = tuple(
        _entry(view.entries[0], number, *told)
        for number, told in enumerate(varied.texts(count, seed))
    )
    view = replace(view, entries=entries)
    return replace(view, finding=finding_view(view, *shelves_of(view)))


def _entry(like, number, title, text):
    name = f"2026-{10_000 + number}"
    row = replace(
        like.row,
        id=name,
        path=f"entries/2026/{name}/",
        number="",
        summary="",
        period="",
        title=title,
        kind=("statement", "notice")[number % 2],
        unit=(sample.GROUP, sample.BRANCH)[number % 3 == 0],
        item=Link(text="党费收缴、使用和管理情况", path="catalogue/C-03/"),
        published=sample.DAY - timedelta(days=number // A_DAY),
        state="in-force" if number < IN_FORCE else "ended",
    )
    bare = dict.fromkeys(("elements", "keywords", "attachments", "feedback"), ())
    return replace(like, row=row, html=f"<p>{text}</p>", withdrawn=None, **bare)


def write(view, folder):
    """Write the pages of a site below a folder, save those of its entries."""
    templates = Templates((ROOT / "layouts",), messages.load((ROOT / "layouts/locale",), "zh-Hans"))
    for artifact in pages.pages(replace(view, entries=(), boards=()), templates):
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)


def said(view):
    """Return by path what each entry says, as it was made: what its row names, and its text."""
    rows = ((each.row, each.html[3:-4]) for each in view.entries)
    return {
        row.path: f"{row.title}\n{row.unit.text}\n{row.item.text}\n{row.id}\n{text}"
        for row, text in rows
    }
