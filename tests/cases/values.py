"""Values that nobody may read, made up: none of them can be anybody's.

No region has the numbers that identity numbers begin with here, and whoever was born in their
years is not alive; nobody has been given a telephone that begins with 163.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.ground.personal.numbers import CODES
from dispatch.ground.personal.numbers import WEIGHTS

if TYPE_CHECKING:
    import random

FULL = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
HAN = str.maketrans("0123456789", "〇一二三四五六七八九")


def identity(chance: random.Random) -> str:
    """Return a number with a true day and check character, of a region that nobody has."""
    day = f"{chance.randint(1900, 1919)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
    head = f"{chance.choice(('11', '33', '42'))}7099{day}{chance.randint(1, 999):03}"
    return head + CODES[sum(int(a) * b for a, b in zip(head, WEIGHTS, strict=True)) % 11]


def old_identity(chance: random.Random) -> str:
    """Return a number as they were until 1999."""
    return identity(chance)[:6] + identity(chance)[8:17]


def card(chance: random.Random) -> str:
    """Return the number of a bank card, with its check digit."""
    head = "620000" + "".join(chance.choices("0123456789", k=chance.choice((9, 12))))
    total = sum(
        sum(divmod(int(each) * (1 + at % 2), 10)) for at, each in enumerate(reversed(head), start=1)
    )
    return head + str(-total % 10)


def mobile(chance: random.Random) -> str:
    """Return the number of a mobile telephone."""
    return "163" + "".join(chance.choices("0123456789", k=8))


def of_identity(n: str) -> dict[str, str]:
    """Return an identity number in its disguises, by name."""
    joints = (n[:6], n[6:14], n[14:])
    return {
        "plain": n,
        "lower": n.lower(),
        "spaces": " ".join(joints),
        "hyphens": "-".join(joints),
        "fullwidth": n.translate(FULL),
        "han": n.translate(HAN),
        "zero-width": "\u200b".join(n),
        "soft-hyphen": "\u00ad".join(joints),
        "line-break": n[:9] + "\n" + n[9:],
        "table-cells": " | ".join(joints),
        "boxes": "|".join(n),
        "csv": ",".join(joints),
        "fours": " ".join((n[:4], n[4:8], n[8:12], n[12:16], n[16:])),
        "bold": f"{n[:6]}**{n[6:14]}**{n[14:]}",
    }


def of_mobile(n: str) -> dict[str, str]:
    """Return the number of a telephone in its disguises, by name."""
    return {
        "plain": n,
        "hyphens": f"{n[:3]}-{n[3:7]}-{n[7:]}",
        "spaces": f"{n[:3]} {n[3:7]} {n[7:]}",
        "fullwidth": n.translate(FULL),
        "zero-width": "\u200b".join(n),
    }


def of_card(n: str) -> dict[str, str]:
    """Return the number of a card in its disguises, by name."""
    fours = [n[at : at + 4] for at in range(0, len(n), 4)]
    return {"plain": n, "spaces": " ".join(fours), "hyphens": "-".join(fours)}
