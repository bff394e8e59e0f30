"""Pages as they looked: small pictures under tests/golden/, and how far a page may be from one."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"
FAR, SHARE = 40, 0.002
"""How far a grey may be from the one before, and of how many dots it may be farther."""


def compare(request, name: str, pages: tuple[bytes, ...]) -> None:
    """Hold each page against `NAME-NUMBER.png`; `--update-golden` writes them anew."""
    image = pytest.importorskip("PIL.Image", reason="no reader of pictures is installed")
    folder = (GOLDEN / name).parent
    known = sorted(folder.glob(f"{Path(name).name}-[0-9]*.png"))
    if request.config.getoption("--update-golden"):
        folder.mkdir(parents=True, exist_ok=True)
        for path in known:
            path.unlink()
        for number, page in enumerate(pages, start=1):
            image.open(BytesIO(page)).convert("L").save(
                GOLDEN / f"{name}-{number}.png", optimize=True
            )
        return
    assert len(known) == len(pages), f"{name}: run with --update-golden and look at the pictures"
    for number, page in enumerate(pages, start=1):
        before = image.open(GOLDEN / f"{name}-{number}.png").convert("L")
        now = image.open(BytesIO(page)).convert("L")
        assert before.size == now.size
        pairs = zip(before.tobytes(), now.tobytes(), strict=True)
        far = sum(abs(one - other) > FAR for one, other in pairs)
        assert far < before.width * before.height * SHARE, f"{name}-{number} looks different"


def tool(name: str) -> str:
    """Return the path of a program of poppler; the test is skipped where it is not installed."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed (Debian: poppler-utils)")
    return found


def run(*command: str) -> str:
    """Return what a program prints."""
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
