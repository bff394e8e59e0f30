"""What the fuzzer has found stays mended, and a short run of it finds nothing more."""

from __future__ import annotations

import random

import pytest

from tests.fuzzing import loop
from tests.fuzzing.__main__ import CORPUS
from tests.fuzzing.__main__ import CRASHES
from tests.fuzzing.__main__ import lines_of
from tests.fuzzing.inputs import changed
from tests.fuzzing.inputs import input_of
from tests.fuzzing.inputs import seeds
from tests.fuzzing.target import InputError
from tests.fuzzing.target import Target

INPUTS = 1_500
"""How many inputs CI makes: about a minute of a core."""


@pytest.fixture
def target(tmp_path):
    return Target(tmp_path / "root")


def test_what_once_failed_draws_findings(target):
    known = lines_of(CRASHES)
    assert known
    for line in known:
        target.run(input_of(line), render=True)


def test_the_corpus_is_read_and_small():
    assert CORPUS.stat().st_size < 300_000
    lines = lines_of(CORPUS)
    assert len(lines) > 100
    assert all(input_of(line).line() == line for line in lines)


def test_the_same_seed_makes_the_same_inputs():
    made = []
    for _ in range(2):
        rng = random.Random(5)
        made.append([changed(rng.choice(seeds()), rng) for _ in range(50)])
    assert made[0] == made[1]
    assert len(set(made[0])) > 40


def test_a_failure_is_found_told_apart_and_made_small(target, monkeypatch):
    def fail(site, day):
        raise KeyError(site, day)

    monkeypatch.setattr("tests.fuzzing.target.account_of", fail)
    with pytest.raises(InputError, match="KeyError") as failure:
        target.run(seeds()[0])
    assert failure.value.mark.startswith("KeyError ")
    small = loop.smallest(seeds()[-1], failure.value.mark, target)
    assert small.files == ()


@pytest.mark.heavy
@pytest.mark.timeout(600)
def test_a_short_run_finds_no_failure(target):
    first = [*seeds(), *map(input_of, lines_of(CORPUS))]
    made = loop.run(target, first, seed=20261123, inputs=len(first) + INPUTS)
    assert [failure.trace for _, failure in made.failures.values()] == []
    assert made.inputs == len(first) + INPUTS
    assert target.planned > 300
