"""Small sites with the expected place marked in them.

`«` stands before the fault; `‹` after a key means the key at the head of that line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from dispatch.front import pipeline
from dispatch.rules.samples import DOWN
from dispatch.rules.samples import Sample
from dispatch.rules.samples import files
from dispatch.rules.samples import sample
from tests.conftest import TODAY
from tests.conftest import write_sample

if TYPE_CHECKING:
    from pathlib import Path

MARK = "«"
AT_KEY = re.compile(r"^( *)(\S+:)‹", re.MULTILINE)


REPLACED = re.compile(r"(?:corrects|supersedes): «?2026-0001|^withdrawn:", re.MULTILINE)


def recorded(fragments: dict[str, str]) -> dict[str, str]:
    """Return fragments with a record that the sheet is down, where its entry holds no more."""
    gone = any(map(REPLACED.search, fragments.values()))
    return {"posting": DOWN, **fragments} if gone else fragments


def examined(root: Path) -> list[tuple[str, str, str]]:
    """Return code, variant and place of whatever the reader and the rules say, sorted."""
    found = pipeline.examine(root, TODAY).found
    return sorted((each.code, each.variant, str(each.place)) for each in found)


def marked(root: Path, changes: Sample) -> list[str]:
    """Write a sample without its marks, and return the places that were marked."""
    write_sample(root, changes)
    places = []
    for file in files(changes):
        text = AT_KEY.sub(rf"\1{MARK}\2", file.data.decode())
        while MARK in text:
            before, _, after = text.partition(MARK)
            column = len(before) - before.rfind("\n")
            places.append(f"{file.path}:{before.count(chr(10)) + 1}:{column}")
            text = before + after
            (root / file.path).write_text(text, encoding="utf-8")
    return places


@pytest.fixture
def finds(tmp_path):
    """Return what holds that a rule finds something at every mark, and nothing else is found."""

    def hold(code: str, variant: str, **fragments: str) -> None:
        places = marked(tmp_path, sample(**recorded(fragments)))
        assert places, "mark the expected place"
        assert examined(tmp_path) == sorted((code, variant, place) for place in places)

    return hold


@pytest.fixture
def passes(tmp_path):
    """Return what holds that nothing is found in a changed small site."""

    def hold(**fragments: str) -> None:
        write_sample(tmp_path, sample(**recorded(fragments)))
        assert examined(tmp_path) == []

    return hold
