"""A build after any change is the clean build, byte for byte, whatever was built before."""

from __future__ import annotations

import random
import re
import shutil
from datetime import timedelta

import pytest

from dispatch.ground.crew import Crew
from tests.conftest import TODAY
from tests.conftest import tree_of
from tests.test_unchanged import ask
from tests.test_unchanged import build
from tests.test_unchanged import clean

STEPS = 10
BODY = "\n{}。\n"
WORDS = (
    "防汛",
    "经费",
    "公示",
    "党务",
    "**重点**",
    "- 一项\n- 又一项",
    "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |",
)


def entries(root):
    return sorted((root / "content/entries").rglob("*.md"))


def edit(root, rng):
    path = rng.choice(entries(root))
    path.write_text(path.read_text("utf-8") + BODY.format(rng.choice(WORDS)), "utf-8")


def retitle(root, rng):
    path = rng.choice(entries(root))
    lines = path.read_text("utf-8").splitlines(keepends=True)
    changed = [f"title: 标题{rng.random()}\n" if e.startswith("title:") else e for e in lines]
    path.write_text("".join(changed), "utf-8")


def add(root, rng):
    text = rng.choice(entries(root)).read_text("utf-8")
    number = f"2026-{rng.randrange(5000, 9999):04}"
    path = root / f"content/entries/2026/{number}.md"
    former = next(line for line in text.splitlines() if line.startswith("id:"))
    path.write_text(text.replace(former, f"id: {number}"), "utf-8")


def delete(root, rng):
    added = [path for path in entries(root) if path.stem >= "2026-5000"]
    if added:
        rng.choice(added).unlink()


def rename(root, rng):
    path = rng.choice(entries(root))
    path.rename(path.with_name(f"{path.stem[:9]}-{rng.randrange(99)}.md"))


def page(root, rng):
    path = root / "content/pages/about.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"---\ntitle: 关于{rng.random()}\n---\n说明。\n", "utf-8")


def renamed_title(path, rng):
    text = path.read_text("utf-8")
    found = rng.choice(list(re.finditer(r"(?<=title: )[^,}\n]+", text)))
    path.write_text(
        f"{text[: found.start()]}名称{rng.randrange(100)}{text[found.end() :]}", "utf-8"
    )


def settings(root, rng):
    renamed_title(root / "config.yaml", rng)


def catalogue(root, rng):
    renamed_title(root / "content/catalogue.yaml", rng)


def layout(root, rng):
    own = root / "layouts/site/missing.html"
    if own.exists() and rng.random() < 0.5:
        shutil.rmtree(root / "layouts")
        return
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(f"<!doctype html><title>{rng.random()}</title>\n", "utf-8")


def output(root, rng):
    path = rng.choice(sorted((root / "public").rglob("*.html")))
    path.unlink() if rng.random() < 0.5 else path.write_bytes(b"somebody's")


def spare(root, rng):
    """Harm the tree that the next stage is made of."""
    for tree in root.glob(".public.spare-*"):
        path = rng.choice(sorted(each for each in tree.rglob("*") if each.is_file()))
        harm = rng.randrange(5)
        if harm == 0:
            path.write_bytes(b"somebody's")
        elif harm == 1:
            path.unlink()
        elif harm == 2:
            path.unlink()
            path.mkdir()
        elif harm == 3:
            path.with_name("somebody.html").write_bytes(b"somebody's")
        else:
            shutil.rmtree(rng.choice(sorted(each for each in tree.rglob("*") if each.is_dir())))


def cache(root, rng):
    kept = sorted(each for each in (root / ".dispatch").rglob("*") if each.is_file())
    path = rng.choice(kept)
    content = path.read_bytes()
    path.write_bytes(content[: rng.randrange(len(content) + 1)] + bytes([rng.randrange(256)]))


CHANGES = (
    edit,
    retitle,
    add,
    delete,
    rename,
    page,
    settings,
    catalogue,
    layout,
    output,
    cache,
    spare,
)


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(2))
def test_after_any_changes_a_build_is_the_clean_one(make_root, tmp_path, monkeypatch, seed):
    monkeypatch.setattr("dispatch.reading.understanding.PIECE", 1)
    rng, root, day = random.Random(seed), make_root(), TODAY
    build(root)
    built = 0
    for _ in range(STEPS):
        for change in rng.sample(CHANGES, rng.randint(1, 3)):
            change(root, rng)
        day += timedelta(days=rng.choice([0, 0, 0, 1, -1]))
        outcome, _ = ask(root, day=day, crew=Crew(jobs=rng.choice([1, 2])))
        if outcome.refused:
            # What refuses a build is put right, as a clerk would.
            shutil.rmtree(root / "content")
            shutil.copytree(make_root(name=f"root{rng.random()}") / "content", root / "content")
            build(root, day=day)
        else:
            built += 1
        assert tree_of(root / "public") == clean(root, tmp_path, day=day)
    assert built > STEPS // 3
