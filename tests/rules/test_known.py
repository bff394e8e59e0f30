"""What is known of texts is not looked for again, and nothing else is found for that."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dispatch import rules
from dispatch.front import settled
from dispatch.front.selftest import write_sample
from dispatch.ground.crew import Crew
from dispatch.ground.diagnostics import within
from dispatch.ledger.account import account_of
from dispatch.publishing import cache
from dispatch.reading import loader
from dispatch.rules.register import Known
from tests.conftest import ROOT
from tests.conftest import TODAY

BY_TEXT = [*rules.ALONE, *(rule for rule in rules.RULES if rule.code in {"C001", "C005", "C006"})]
ASKED = [
    *BY_TEXT,
    *(
        rule
        for rule in rules.RULES
        if rule.code in {"C014", "D001", "D003", "F014", "P004", "P006"}
    ),
]
each_rule = pytest.mark.parametrize("rule", ASKED, ids=[rule.code for rule in ASKED])


def checked(site, told, known=None):
    return rules.checked(account_of(site, TODAY), told, known=known)


@pytest.fixture(scope="module")
def bureau():
    site, told = loader.load(ROOT)
    return site, told, checked(site, told)


@pytest.fixture
def broken(tmp_path, request):
    """Return a site that breaks a rule, what was told of it, and what is found in it."""
    site, told = loader.load(write_sample(tmp_path / "root", request.param.bad))
    return site, told, checked(site, told)


each_broken = pytest.mark.parametrize(
    "broken", BY_TEXT, indirect=True, ids=[rule.code for rule in BY_TEXT]
)


@each_broken
def test_what_is_known_is_as_good_as_looked_for(broken):
    site, told, whole = broken
    assert any(whole.alone.values())
    again = checked(site, told, Known(found=whole.alone))
    assert (again.found, again.waived, again.alone) == (whole.found, whole.waived, whole.alone)


@pytest.mark.parametrize("seconds", [60, 1e-5], ids=["in-time", "each-one-lost"])
@pytest.mark.parametrize(
    "broken",
    [rule for rule in BY_TEXT if rule.code in {"C001", "N001", "W007"}],
    indirect=True,
    ids=lambda rule: rule.code,
)
def test_several_processes_find_what_one_does(broken, seconds, monkeypatch):
    site, told, whole = broken
    monkeypatch.setattr(rules, "LEAST", 0)
    monkeypatch.setattr(rules, "PIECE", 1)
    monkeypatch.setattr(rules.texts, "_SEVERAL", 1)
    again = checked(site, told, Known(crew=Crew(jobs=2, seconds=seconds)))
    assert (again.found, again.waived, again.alone) == (whole.found, whole.waived, whole.alone)


@each_broken
def test_what_is_kept_of_findings_is_read_as_it_was(broken, tmp_path):
    site, _, whole = broken
    settled.keep(tmp_path, site, TODAY, whole.alone)
    assert dict(settled.recalled(tmp_path, site, TODAY)) == dict(whole.alone)


def test_the_bureau_is_found_as_it_is_by_what_is_known_of_it(bureau):
    site, told, whole = bureau
    assert whole.alone.keys() == {entry.origin.path for entry in site.entries}
    half = dict(sorted(whole.alone.items())[::2])
    for known in (whole.alone, half):
        again = checked(site, told, Known(found=known))
        assert (again.found, again.alone) == (whole.found, whole.alone)


def test_what_follows_from_a_text_alone_follows_without_all_others(bureau):
    site, told, whole = bureau
    some = site.entries[::7]
    fewer = replace(site, entries=some, postings=(), feedback=(), oversight=(), pages=(), boards=())
    alone = checked(fewer, told).alone
    assert alone == {entry.origin.path: whole.alone[entry.origin.path] for entry in some}


@each_rule
def test_who_asks_about_one_file_is_told_all_about_it(tmp_path, rule):
    root = write_sample(tmp_path / "root", rule.bad)
    site, told = loader.load(root)
    whole = checked(site, told).found
    for path in site.sources:
        known = settled.known(root, site, TODAY, (path,))
        assert within(checked(site, told, known).found, (path,)) == within(whole, (path,))


def test_what_was_kept_is_forgotten_where_it_no_longer_holds(make_root):
    root = make_root()
    site, told = loader.load(root)
    settled.keep(root, site, TODAY, checked(site, told).alone)
    path = site.entries[0].origin.path
    assert path in settled.recalled(root, site, TODAY)
    text = (root / path).read_text(encoding="utf-8")
    (root / path).write_text(f"{text}\n截止目前。\n", encoding="utf-8")
    edited, _ = loader.load(root)
    assert path not in settled.recalled(root, edited, TODAY)
    (root / path).write_text(text, encoding="utf-8")
    with (root / "config.yaml").open("a", encoding="utf-8") as file:
        file.write("wording: {replace: {水利局: 水务局}}\n")
    other, _ = loader.load(root)
    assert not settled.recalled(root, other, TODAY)
    assert not settled.recalled(root, site, TODAY.replace(year=TODAY.year + 1))


@pytest.mark.parametrize(
    "content",
    ["[]", "{", '{"PATH": 1}', '{"PATH": ["DIGEST", [[1]]]}', '{"PATH": ["DIGEST", [null]]}'],
)
def test_what_nobody_can_have_kept_is_as_good_as_nothing(make_root, content):
    root = make_root()
    site, _ = loader.load(root)
    source = site.sources[site.entries[0].origin.path]
    written = content.replace("PATH", source.path).replace("DIGEST", source.digest)
    cache.save(root, settled.NAME, settled._key(site, TODAY), written.encode())
    assert cache.load(root, settled.NAME, settled._key(site, TODAY))
    assert settled.recalled(root, site, TODAY) == {}


def test_a_build_keeps_what_it_found_and_a_check_keeps_nothing(make_root, run):
    root = make_root()
    day = ["--as-of", str(TODAY)]
    kept = root / ".dispatch" / settled.NAME
    assert run("check", *day, root=root)[0] == 0
    assert not kept.exists()
    assert run("build", "--no-sheets", *day, root=root)[0] == 0
    before = kept.read_bytes()
    path = min((root / "content/entries").rglob("*.md"))
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n截止目前，已经核对。\n", encoding="utf-8")
    code, out, _ = run("check", "--format", "json", *day, str(path), root=root)
    assert (code, [each["code"] for each in json.loads(out)]) == (0, ["W007"])
    assert kept.read_bytes() == before
