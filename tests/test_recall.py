"""What is personal in attachments: all that is planted is found, in every format and place."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image
from PIL import ImageDraw

from dispatch.reading.inspection import inspect
from tests.benchmarks.recall import found
from tests.benchmarks.recall import measured
from tests.cases.carriers import xlsx_number
from tests.cases.values import identity

FEWEST = 2_000


@pytest.mark.heavy
def test_all_that_is_planted_in_attachments_is_found_and_nothing_else():
    there, seen, false = measured()
    assert there.total() > FEWEST
    missed = {" ".join(row): there[row] - seen[row] for row in there if seen[row] != there[row]}
    assert (missed, false) == ({}, {})


# What nobody here can read: it is found by nobody, and the file says that it was not looked at.


def drawn(text: str, form: str) -> bytes:
    """Return a picture that shows a text."""
    picture = Image.new("RGB", (200, 20))
    ImageDraw.Draw(picture).text((2, 2), text)
    out = io.BytesIO()
    picture.save(out, form)
    return out.getvalue()


def test_what_a_picture_shows_is_an_obstacle():
    number = identity(random.Random(1))
    for form, obstacle in (("PNG", "picture"), ("JPEG", "picture"), ("PDF", "scanned")):
        content = drawn(number, form)
        assert not found("图", content)
        assert inspect("图", content).obstacles == (obstacle,)


def test_a_workbook_has_lost_the_last_digits_of_18_that_were_kept_as_a_number():
    number = "110105194912310029"
    assert number[:15] in inspect("表.xlsx", xlsx_number(number)).pieces[0].text
    assert not found("表.xlsx", xlsx_number(f"{number[:15]}000"))
