"""One file written whole or not at all: beside its place first, then moved there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dispatch.publishing.base import writing

if TYPE_CHECKING:
    from pathlib import Path


def write_file(path: Path, content: bytes) -> None:
    """Write a file in one move; where it cannot be had, what was there stays."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with new.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
