"""Faults from a seed in one site: each is found at its exact place, and nothing else is."""

from __future__ import annotations

import pytest

from dispatch.front import pipeline
from tests.cases.clean import root_of
from tests.cases.generated import sow
from tests.cases.planted import Planted
from tests.conftest import TODAY

SEEDS = (20261123, 7)
FEWEST = 300
CLEAN = range(100, 150)


@pytest.mark.heavy
@pytest.mark.parametrize("seed", SEEDS)
def test_every_fault_is_found_at_its_place_and_nothing_else_is(tmp_path, seed):
    root = root_of(tmp_path, CLEAN, seed)
    sown = sow(root, seed)
    assert len({each.planted.path for each in sown}) >= FEWEST
    seen = pipeline.examine(root, TODAY)
    told = {
        Planted(code=d.code, path=d.place.path, line=d.place.line, column=d.place.column): d
        for d in seen.found
    }
    wanted = {each.planted: each.name for each in sown}
    missed = {name: str(planted) for planted, name in wanted.items() if planted not in told}
    false = [str(d) for planted, d in told.items() if planted not in wanted]
    assert (missed, false) == ({}, [])
