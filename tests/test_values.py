"""Values as bytes: ours come back as they were, and nothing else is made of any bytes."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from dispatch.ground.source import Source
from dispatch.publishing.memory import Memory
from dispatch.publishing.values import ForeignValueError
from dispatch.publishing.values import packed
from dispatch.publishing.values import unpacked
from dispatch.reading import loader
from tests.conftest import ROOT


def test_a_whole_site_comes_back_as_it_was():
    site, found = loader.load(ROOT)
    parts = (site.entries, site.pages, site.postings, site.feedback, site.oversight, found)
    assert site.entries
    assert unpacked(packed(parts)) == parts


class Call:
    """Calls a function where it is unpacked by who believes everything."""

    def __init__(self, function, *arguments):
        self.call = (function, arguments)

    def __reduce__(self):
        return self.call


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(Call(os.mkdir, "made"), id="system"),
        pytest.param(Call(eval, "open('made', 'w')"), id="builtin"),
        pytest.param(Call(packed, "a function of ours"), id="ours"),
        pytest.param(Call(getattr, Source, "place"), id="attribute"),
        pytest.param(os.fspath, id="function"),
        pytest.param(Path, id="type"),
        pytest.param(Call(Memory, "made"), id="no-value"),
    ],
)
def test_what_is_none_of_our_values_is_refused_and_not_run(value, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ForeignValueError):
        unpacked(pickle.dumps(value))
    assert list(tmp_path.iterdir()) == []


WHOLE = packed((Source(path="a", text="b", digest="c"), frozenset({1}), "甲" * 50))


@pytest.mark.parametrize("length", range(len(WHOLE)))
def test_bytes_that_were_cut_are_refused(length):
    with pytest.raises(ForeignValueError):
        unpacked(WHOLE[:length])


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4))
def test_damaged_bytes_are_refused_or_hold_a_value_of_plain_types(at, damage):
    try:
        value = unpacked(WHOLE[:at] + damage + WHOLE[at + len(damage) :])
    except ForeignValueError:
        return
    assert isinstance(
        value, tuple | Source | frozenset | set | str | int | bytes | list | dict | None
    )
