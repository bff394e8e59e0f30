"""The faces of the sheets: what they hold, and that they are those that the script makes."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from dispatch.rendering.sheets.faces import shown

FONTS = Path(__file__).resolve().parent.parent / "layouts" / "fonts"
FACES = sorted(FONTS.glob("*.otf"))
README = (FONTS / "README.md").read_text(encoding="utf-8")


def part(codec: str, leads: range, trails: range) -> set[str]:
    pairs = (bytes((lead, trail)) for lead in leads for trail in trails)
    return {pair.decode(codec, "ignore") for pair in pairs} - {""}


@pytest.fixture(scope="module")
def every() -> frozenset[str]:
    return shown(FACES)


def test_fonts_are_small_enough_to_keep():
    assert len(FACES) == 5
    assert sum(path.stat().st_size for path in FONTS.iterdir()) <= 16_000_000


@pytest.mark.parametrize("path", FACES, ids=lambda path: path.name)
def test_fonts_are_those_told_of(path):
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert f"{digest}  {path.name}" in README
    assert path.name in (FONTS / "make_fonts.py").read_text(encoding="utf-8")


def test_licences_are_beside_the_fonts():
    assert "GNU GENERAL PUBLIC LICENSE" in (FONTS / "GPL-3.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "As a special exception" in README


def test_character_sets_are_whole(every):
    high = range(0xA1, 0xFF)
    assert part("gb2312", high, high) <= every
    assert part("big5", range(0xA4, 0xC7), high) - {chr(0xF6B1)} <= every
    assert re.search(rf"{sum(one > ' ' for one in every):,} characters", README)


@pytest.mark.parametrize(
    "text", ["𠮷㐂㎡龘堃龑", "—“”‘’…·〔〕《》〇", "āáǎàǖǘǚǜ", "①⑳㈠Ⅳ★●■→℃‰€￥"]
)
def test_rare_characters_and_signs_are_there(every, text):
    assert set(text) <= every


def test_what_no_face_has_is_not_claimed(every):
    assert not set("😀བོདعر\ufffe\uffff") & every


@pytest.mark.parametrize(
    ("name", "count", "last"),
    [
        ("FandolFang.otf", 10_273, "\uffe5"),
        ("FandolKai.otf", 4_023, "～"),
        ("NotoSerifCJKsc-Regular.otf", 4_678, "\U0002ce93"),
    ],
)
def test_maps_are_read_whole(name, count, last):
    found = shown([FONTS / name])
    assert len(found) == count
    assert max(found) == last


def test_a_file_that_is_no_font_is_refused(tmp_path):
    path = tmp_path / "a.otf"
    path.write_bytes(b"OTTO" + b"\0" * 8)
    with pytest.raises(ValueError, match="no table"):
        shown([path])
