"""Photographs of boards: what is kept of them shows what they showed, and says nothing else."""

from __future__ import annotations

import hashlib
import io
import random
import resource

import pytest
from PIL import Image
from PIL import PngImagePlugin

from dispatch.reading.inspection import inspect
from dispatch.reading.inspection.photographs import HEAVIEST
from dispatch.reading.inspection.photographs import SIDE
from dispatch.reading.inspection.photographs import photograph
from tests.cases import bombs

TOLD = "张三的手机"


def scene(width=640, height=480, mode="RGB"):
    """Return a picture whose upper left corner is red and whose other corners are not."""
    made = Image.new(mode, (width, height), "white" if mode != "CMYK" else (0, 0, 0, 0))
    if mode == "RGB":
        made.paste("red", (0, 0, width // 2, height // 2))
    return made


def saved(picture, form="JPEG", **how):
    out = io.BytesIO()
    picture.save(out, form, **how)
    return out.getvalue()


def taken(turn=1):
    """Return the Exif of a telephone: who, where, and how it was held."""
    exif = Image.Exif()
    exif[0x0112] = turn
    exif[0x013B] = TOLD
    exif[0x010F] = "Make"
    exif.get_ifd(0x8769)[0xA430] = TOLD
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (29.0, 1.0, 2.0)
    return exif


def opened(content):
    assert isinstance(content, bytes), content
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        return picture


def is_red(picture, x, y):
    red, green, blue = picture.getpixel((x, y))
    return red > 200 and max(green, blue) < 60


@pytest.mark.parametrize(
    ("turn", "corner"), [(1, "left top"), (3, "right bottom"), (6, "right top"), (8, "left bottom")]
)
def test_a_photograph_is_upright_and_says_nothing(turn, corner):
    given = saved(scene(), exif=taken(turn), comment=TOLD.encode(), xmp=TOLD.encode())
    assert {each.kind for each in inspect("p.jpg", given).traits} == {"position", "person"}
    made = photograph(given)
    picture = opened(made)
    assert picture.format == "JPEG"
    assert picture.size == ((640, 480) if turn in (1, 3) else (480, 640))
    places = {"left": 9, "right": picture.width - 10, "top": 9, "bottom": picture.height - 10}
    x, y = (places[word] for word in corner.split())
    assert is_red(picture, x, y)
    assert not is_red(picture, picture.width - x, picture.height - y)
    found = inspect("p.jpg", made)
    assert (found.traits, found.obstacles) == ((), ("picture",))
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not picture.getexif()
    assert not any(TOLD.encode(each) in made for each in ("utf-8", "utf-16-le", "utf-16-be"))


def test_a_large_photograph_becomes_small_and_a_small_one_stays():
    made = opened(photograph(saved(scene(6000, 3000))))
    assert made.size == (SIDE, SIDE // 2)
    assert is_red(made, 9, 9)
    assert opened(photograph(saved(scene(300, 200)))).size == (300, 200)


def test_a_second_picture_in_the_file_and_what_lies_behind_it_are_gone():
    other = scene(64, 64)
    given = saved(scene(), "MPO", save_all=True, append_images=[other]) + TOLD.encode()
    made = photograph(given)
    assert opened(made).size == (640, 480)
    assert made.count(b"\xff\xd8\xff") == 1
    assert made.endswith(b"\xff\xd9")


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16", "CMYK"])
def test_every_kind_of_picture_is_taken(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", TOLD)
    more = {"pnginfo": words} if form == "PNG" else {}
    made = photograph(saved(scene(mode=mode) if mode != "P" else scene().quantize(), form, **more))
    assert opened(made).mode == "RGB"
    assert TOLD.encode() not in made


def test_what_is_transparent_is_white():
    made = opened(photograph(saved(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG")))
    assert min(made.getpixel((25, 25))) > 250


def test_the_same_picture_gives_the_same_bytes():
    given = saved(scene(), exif=taken())
    one, two = photograph(given), photograph(given)
    assert hashlib.sha256(one).hexdigest() == hashlib.sha256(two).hexdigest()


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (bombs.wide_png(), "large"),
        (bombs.wordy_png(), "damaged"),
        (bombs.wide_webp(), "form"),
        (bombs.wide_tiff(), "form"),
        (b"", "form"),
        (b"GIF89a", "form"),
        (b"<svg/>", "form"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 60, "heic"),
        (b"\xff" * (HEAVIEST + 1), "heavy"),
    ],
    ids=["pixels", "words", "webp", "tiff", "empty", "gif", "svg", "heic", "heavy"],
)
def test_what_is_no_photograph_or_would_do_harm_is_refused(given, fault):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert photograph(given) == fault
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000


def test_a_cut_or_garbled_picture_is_refused_or_taken_whole():
    noise = Image.effect_noise((200, 200), 60)
    given = saved(noise)
    assert photograph(given[: len(given) // 2]) == "damaged"
    chance = random.Random(4)
    for _ in range(6):
        garbled = bytearray(given)
        for _ in range(20):
            garbled[chance.randrange(len(garbled))] = chance.randrange(256)
        made = photograph(bytes(garbled))
        assert isinstance(made, bytes) or made in ("damaged", "form", "large")


def test_a_broken_turn_does_not_keep_a_picture_out():
    given = saved(scene(), exif=b"Exif\0\0MM\0*\0\0\0\x08\0\xff\x01\x12")
    assert opened(photograph(given)).size == (640, 480)


def test_what_takes_too_long_is_given_up():
    assert photograph(saved(scene()), seconds=0.01) == "slow"
