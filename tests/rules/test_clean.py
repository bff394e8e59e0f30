"""Clean entries made from seeds, full of what the rules look at: nothing is found, by no rule."""

from __future__ import annotations

import pytest

from dispatch.front import pipeline
from tests.cases.clean import root_of
from tests.conftest import TODAY

SEEDS = range(6)
ENTRIES = 50


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_found_in_clean_entries(tmp_path, seed):
    seen = pipeline.examine(root_of(tmp_path, range(100, 100 + ENTRIES), seed), TODAY)
    assert seen.account is not None
    assert len(seen.account.site.entries) > ENTRIES
    assert seen.found == ()
