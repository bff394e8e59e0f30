"""Proof that every rule still fires: its bad sample is written, read and found, its good one not.

A rule that is silently dead is worse than none. The samples are whole small sites, so a rule, its
reader and the floor between them are tried together.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dispatch.front import pipeline
from dispatch.rules import RULES
from dispatch.rules.samples import DAY
from dispatch.rules.samples import files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.rules.base import Rule
    from dispatch.rules.samples import Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How a rule did with its samples."""

    code: str
    fires: bool
    """Its bad sample is found."""
    holds: bool
    """In its good sample it finds nothing."""
    tried: bool = True
    """Whether it has samples; what only sheets or git can tell has none."""


def trials() -> Iterator[Trial]:
    """Yield how each rule does with its samples, by code."""
    for rule in RULES:
        if rule.bad is None or rule.good is None:
            yield Trial(code=rule.code, fires=True, holds=True, tried=False)
        else:
            yield Trial(
                code=rule.code, fires=_finds(rule, rule.bad), holds=not _finds(rule, rule.good)
            )


def _finds(rule: Rule, sample: Sample) -> bool:
    with tempfile.TemporaryDirectory(prefix="dispatch-") as folder:
        root = write_sample(Path(folder), sample)
        return any(each.code == rule.code for each in pipeline.examine(root, DAY).found)


def write_sample(root: Path, sample: Sample) -> Path:
    """Write the small site, changed as a sample says, below a root, and return the root."""
    for file in files(sample):
        path = root / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if file.form == "link":
            path.symlink_to(file.data.decode())
        elif file.form == "pipe":
            os.mkfifo(path)
        else:
            path.write_bytes(file.data)
    return root
