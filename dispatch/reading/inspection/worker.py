"""The process that looks into files one after the other; it may be killed at any time.

It reads a line of JSON for each file, `[name, location]`, and answers with a line.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from dispatch.reading.inspection import Inspected
from dispatch.reading.inspection import inspect

MEMORY = 2_000_000_000
"""How many bytes of memory it may take, where the system can hold it to that."""


def main() -> None:
    """Answer until nobody asks any more."""
    bound()
    for line in sys.stdin:
        name, location = json.loads(line)
        answer = _answer(name, Path(location))
        sys.stdout.write(json.dumps(asdict(answer)) + "\n")
        sys.stdout.flush()


def _answer(name: str, location: Path) -> Inspected:
    try:
        return inspect(name, location.read_bytes())
    except MemoryError:
        return Inspected(obstacles=("too-large",))
    except OSError:
        return Inspected(obstacles=("damaged",))


def bound() -> None:
    """Take no more memory than that from now on."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
