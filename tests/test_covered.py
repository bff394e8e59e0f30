"""Numbers of persons, planted in texts and in attachments of every kind, and what is said of it.

No command, in no form and no language, no file that is made, and no trace of a bug says any of
them, in whatever way it may be written.
"""

from __future__ import annotations

import random
import re
import tempfile
import unicodedata

import pytest

from dispatch.front import making
from dispatch.front import pipeline
from dispatch.front.desk import Desk
from dispatch.front.reporters import FORMS
from dispatch.front.serve import trouble_page
from dispatch.ground.personal import detect
from dispatch.rules.samples import sample
from tests.cases.carriers import DIGITS
from tests.cases.carriers import TEXT
from tests.cases.values import card
from tests.cases.values import identity
from tests.cases.values import mobile
from tests.cases.values import of_identity
from tests.conftest import TODAY
from tests.conftest import tree_of
from tests.conftest import write_sample
from tests.leaks import readings

ENTRY = "content/entries/2026/2026-0001.md"
COMMANDS = (
    *(("check", "--format", form) for form in FORMS),
    ("check", "--lang", "en"),
    ("check", "--lang", "zh-Hant"),
    ("check", "--fix"),
    ("check", "--write-baseline"),
    ("build",),
    ("due",),
    ("due", "--format", "html"),
    ("when", "A-01"),
    ("next",),
    ("limits",),
    ("score",),
    ("report", "--stdout"),
    ("explain", "C001"),
    ("rules",),
    ("schema",),
)


class Bait:
    """A site with numbers in it, and the numbers."""

    def __init__(self, folder):
        chance = random.Random(20261123)
        self.numbers: list[str] = []

        def fresh(make=identity):
            self.numbers.append(make(chance))
            return self.numbers[-1]

        files, listed = {}, []
        for number, (form, place, made) in enumerate((*TEXT, *DIGITS)):
            name = f"attachments/{place}-{number}.{form}"
            files[f"content/{name}"] = made(fresh())
            listed.append(f"{{file: {name}, title: 表{number}}}")
        named = f"attachments/名单{fresh()}.csv"
        files[f"content/{named}"] = b"a,b\n"
        listed.append(f"{{file: {named}, title: 名单}}")
        disguised = "\n".join(
            text
            for name, text in of_identity(fresh()).items()
            if name not in ("zero-width", "soft-hyphen")
        )
        self.root = write_sample(
            folder,
            sample(
                config=f"# {fresh()}\nsite: {{title: 样例, owner: 甲{fresh(card)}}}",
                entry=(
                    f"title: 发给{fresh()}的补助\nsummary: {fresh(card)}\n"
                    f"keywords: [{fresh()}]\nattachments: [{', '.join(listed)}]"
                ),
                text=f"{disguised}\n\n请打{fresh(mobile)}。\n\n<!-- {fresh()} -->",
                page=f"见{fresh()}。",
                feedback=f"text: 我是{fresh()}，电话{fresh(mobile)}\n",
                oversight=f"finding: 见{fresh()}。",
                item=f"note: 甲{fresh()}",
            ),
        )
        for path, content in files.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_bytes(content)
        text = (self.root / ENTRY).read_text("utf-8")
        unreadable = self.root / "content/entries/2026/2026-0100.md"
        unreadable.write_text(text.replace("id: ", f"id: {fresh()} # "), "utf-8")
        broken = self.root / "content/feedback/broken.yaml"
        broken.write_text(f"- {{text: '{fresh()}, received: [{fresh()}}}\n", "utf-8")

    def leaked(self, name: str, data: bytes) -> list[str]:
        """Return the numbers that a reader can find in a file."""
        plain = (unicodedata.normalize("NFKC", text) for text in readings(name, data))
        bare = [re.sub(r"[^0-9X]", "", text.upper()) for text in plain]
        return [number for number in self.numbers if any(number in text for text in bare)]


@pytest.fixture(scope="module")
def bait(tmp_path_factory):
    return Bait(tmp_path_factory.mktemp("bait") / "root")


def test_everything_planted_is_told_of(bait):
    found = pipeline.examine(bait.root, TODAY).found
    masked = {dict(each.params).get("value") for each in found if each.code[0] == "C"}
    for number in bait.numbers:
        (hit, *_) = detect(f"：{number}。", TODAY)
        assert hit.masked in masked


@pytest.mark.heavy
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_that_is_said_or_made_holds_a_number(bait, run, command):
    before = tree_of(bait.root)
    _, out, err = run(*command, "--root", bait.root, "--as-of", "2026-11-23")
    assert out + err
    assert bait.leaked("out", (out + err).encode()) == []
    made = {name: data for name, data in tree_of(bait.root).items() if before.get(name) != data}
    for name, data in made.items():
        assert bait.leaked(name, data if isinstance(data, bytes) else b"") == [], name


def test_the_scanner_sees_a_number_through_a_disguise(bait):
    for name, text in of_identity(bait.numbers[0]).items():
        if name != "han":
            assert bait.leaked("x", f"甲{text}".encode()) == bait.numbers[:1], name


def test_no_trace_of_a_bug_holds_a_number(bait, run, monkeypatch, tmp_path):
    spelt = list(of_identity(bait.numbers[0]).values())

    def fail(*_: object, **__: object):
        raise RuntimeError(spelt) from KeyError(bait.numbers[1])

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(pipeline, "examine", fail)
    code, out, err = run("check", "--root", bait.root, "--as-of", "2026-11-23")
    assert code not in (0, 1)
    (trace,) = tmp_path.glob("dispatch-*")
    assert "RuntimeError" in trace.read_text("utf-8")
    assert bait.leaked("trace", trace.read_bytes() + (out + err).encode()) == []


def test_no_page_of_trouble_holds_a_number(bait):
    words = pipeline.words(bait.root, "zh-Hans")
    desk = Desk(root=bait.root, day=TODAY, messages=words, terminal=None)
    found = pipeline.examine(bait.root, TODAY).found
    page = trouble_page(words, [making._row(desk, each) for each in found])
    assert b"C001" in page
    assert bait.leaked("page", page) == []
