"""How much of what is personal is found in attachments, by class and place.

`python -m tests.benchmarks.recall` prints a row for each class and place: how many were
planted, how many of them found, and how many finds are false, in files too that only look alike.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from typing import TYPE_CHECKING

from dispatch.ground.personal import detect
from dispatch.reading.inspection import inspect
from dispatch.rules.samples import DAY
from tests.cases.carriers import DIGITS
from tests.cases.carriers import EXACT
from tests.cases.carriers import TEXT
from tests.cases.values import card
from tests.cases.values import identity
from tests.cases.values import mobile
from tests.cases.values import of_identity
from tests.cases.values import old_identity

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    from dispatch.ground.personal import Kind

    Row = tuple[str, str, str]
    Make = Callable[[random.Random], str]

SEED = 20261123
EACH = 4
"""How many of a class are planted in each place."""

NUMBERS: tuple[tuple[str, Kind, Make], ...] = (
    ("identity", "identity", identity),
    ("identity-15", "identity", old_identity),
    ("mobile", "mobile", mobile),
    ("card", "card", card),
)
LIVES: tuple[tuple[str, Kind, Make], ...] = (
    ("identity-spaced", "identity", lambda c: of_identity(identity(c))["spaces"]),
    ("identity-fullwidth", "identity", lambda c: of_identity(identity(c))["fullwidth"]),
    ("identity-hidden", "identity", lambda c: of_identity(identity(c))["zero-width"]),
    ("permit", "permit", lambda c: f"护照号码E0{c.randrange(10**6, 10**7)}"),
    ("address", "address", lambda c: f"李四家住和平路{c.randrange(1, 99)}号3单元401室"),
    ("label", "label", lambda c: f"村民李四，{c.choice(('低保', '残疾', '白血病'))}"),
    ("minor", "minor", lambda c: f"学生李小小，{c.randrange(5, 13)}岁"),
)
"""Each class: what it is called, what kind of find it is, and what makes one."""


def _wrong(chance: random.Random) -> str:
    number = identity(chance)
    return number[:17] + chance.choice([each for each in "0123456789" if each != number[17]])


def _digits(count: int) -> Make:
    return lambda chance: "".join(chance.choices("0123456789", k=count))


ALIKE: tuple[tuple[str, Make], ...] = (
    ("checksum", _wrong),
    ("masked", lambda _: "330***********1234"),
    ("landline", lambda c: f"0571-8{_digits(7)(c)}"),
    ("amount", lambda c: f"{_digits(3)(c)},{_digits(3)(c)}.00"),
)
"""What only looks like a number, and is nobody's."""
ALIKE_WORDS: tuple[tuple[str, Make], ...] = (
    *ALIKE,
    ("order", lambda c: f"订单号2026{_digits(14)(c)}"),
    ("policy", lambda c: f"低保户{c.randrange(2, 90)}户，残疾人3名"),
    ("office", lambda _: "来信请寄和平路18号水利局办公室201室"),
    ("children", lambda c: f"9岁至12岁儿童{c.randrange(2, 90)}名"),
)


def found(name: str, content: bytes) -> Counter[Kind]:
    """Return the personal values in a file, by kind; what stands in two places counts once."""
    pieces = inspect(name, content).pieces
    hits = {(hit.kind, hit.masked) for piece in pieces for hit in detect(piece.text, DAY)}
    return Counter(kind for kind, _ in hits)


def planted(chance: random.Random) -> Iterator[tuple[Row, Kind, bytes]]:
    """Yield what is planted where, what kind it must be found as, and the file."""
    for form, place, made in TEXT:
        for label, kind, make in (*NUMBERS, *LIVES):
            for _ in range(EACH):
                yield (label, form, place), kind, made(make(chance))
    for form, place, made in DIGITS:
        for label, kind, make in NUMBERS:
            for _ in range(EACH):
                yield (label, form, place), kind, made(make(chance))
    by_place = {(form, place): made for form, place, made in EXACT}
    for _ in range(EACH):
        old, whole, phone = old_identity(chance), identity(chance), mobile(chance)
        yield ("identity-15", "xlsx", "number"), "identity", by_place["xlsx", "number"](old)
        yield ("mobile", "xlsx", "exponent"), "mobile", by_place["xlsx", "exponent"](phone)
        yield ("identity", "pdf", "two-lines"), "identity", by_place["pdf", "two-lines"](whole)


def alike(chance: random.Random) -> Iterator[tuple[Row, bytes]]:
    """Yield the same files with what is nobody's."""
    for form, place, made in TEXT:
        for label, make in ALIKE_WORDS:
            yield (label, form, place), made(make(chance))
    for form, place, made in DIGITS:
        for label, make in ALIKE:
            yield (label, form, place), made(make(chance))


def measured(seed: int = SEED) -> tuple[Counter[Row], Counter[Row], Counter[Row]]:
    """Return how many were planted, found and wrongly found, by class, format and place.

    A find of another kind than was planted is a false one, and so is any in what is only alike.
    """
    chance = random.Random(seed)
    there: Counter[Row] = Counter()
    seen: Counter[Row] = Counter()
    false: Counter[Row] = Counter()
    for row, kind, content in planted(chance):
        hits = found(f"表.{row[1]}", content)
        there[row] += 1
        seen[row] += min(1, hits[kind])
        false[row] += hits.total() - min(1, hits[kind])
    for row, content in alike(chance):
        false[row] += found(f"表.{row[1]}", content).total()
    return there, seen, +false


def main() -> None:
    """Print the table, and the sum of each class."""
    there, seen, false = measured()
    print("class format place planted found false")
    for row in sorted({*there, *false}):
        print(*row, there[row], seen[row], false[row])
    print("\nclass planted found false recall precision")
    for label in sorted({row[0] for row in there}):
        sums = [_sum(each, label) for each in (there, seen, false)]
        right = sums[1] / (sums[1] + sums[2]) if sums[1] else 0.0
        print(label, *sums, f"{sums[1] / sums[0]:.3f}", f"{right:.3f}")
    sys.exit(seen != there or bool(false))


def _sum(counts: Counter[Row], label: str) -> int:
    return sum(count for row, count in counts.items() if row[0] == label)


if __name__ == "__main__":
    main()
