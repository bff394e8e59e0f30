"""Work by several processes: the same results as by one, and an item lost costs that item."""

from __future__ import annotations

import mmap
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from dispatch.ground.crew import Crew
from dispatch.ground.crew import Lost

ITEMS = tuple(range(100))


def double(number):
    return number * 2


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("piece", [1, 7, 99, 200])
def test_results_come_in_order_however_many_work(jobs, piece):
    done = Crew(jobs=jobs).each(double, ITEMS, piece=piece)
    assert list(done) == [2 * each for each in ITEMS]


def test_it_is_done_in_other_processes():
    done = set(Crew(jobs=2).each(lambda _: os.getpid(), ITEMS, piece=5))
    assert os.getpid() not in done


def test_what_the_work_raises_is_raised():
    def fail(number):
        if number == 42:
            raise KeyError(number)
        return number

    done = Crew(jobs=2).each(fail, ITEMS, piece=5)
    assert [next(done) for _ in range(42)] == list(range(42))
    with pytest.raises(KeyError, match="42"):
        next(done)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_process_that_dies_costs_the_item_it_died_of(number):
    def die(item):
        if item in {3, 60}:
            os.kill(os.getpid(), number)
        return item

    done = list(Crew(jobs=2).each(die, ITEMS, piece=5))
    assert done == [Lost(item, "died") if item in {3, 60} else item for item in ITEMS]


def test_an_item_that_takes_too_long_is_lost_alone():
    def sleep(item):
        if item == 8:
            time.sleep(60)
        return item

    done = list(Crew(jobs=2, seconds=0.5).each(sleep, ITEMS, piece=5))
    assert done == [Lost(item, "slow") if item == 8 else item for item in ITEMS]


def test_an_item_that_takes_all_memory_is_lost_alone():
    def eat(item):
        return len(bytes(10**13)) if item == 8 else item

    done = list(Crew(jobs=2).each(eat, ITEMS, piece=5))
    assert done == [Lost(item, "memory") if item == 8 else item for item in ITEMS]


def test_whoever_asks_no_further_leaves_no_process_behind():
    done = Crew(jobs=2).each(lambda _: os.getpid(), ITEMS, piece=5)
    worker = next(done)
    done.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_an_executor_from_elsewhere_does_the_same():
    with ThreadPoolExecutor(2) as executor:
        done = Crew(jobs=2, executor=executor).each(double, ITEMS, piece=5)
        assert list(done) == [2 * each for each in ITEMS]


def die_of_three(number):
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number, os.getpid()


def test_work_with_threads_is_sent_to_processes_that_are_not_forked():
    done = list(Crew(jobs=2).each(die_of_three, ITEMS[:20], piece=5, forked=False))
    assert done[3] == Lost(3, "died")
    del done[3]
    assert [number for number, _ in done] == [0, 1, 2, *range(4, 20)]
    assert os.getpid() not in {process for _, process in done}


def test_little_is_done_by_nobody_else():
    done = set(Crew(jobs=2).each(lambda _: os.getpid(), ITEMS, piece=5, least=100))
    assert done == {os.getpid()}


def test_what_a_process_begins_with_does_not_count(monkeypatch):
    monkeypatch.setattr("dispatch.ground.crew.MEMORY", 300_000_000)
    held = mmap.mmap(-1, 2_000_000_000)
    assert list(Crew(jobs=2).each(double, ITEMS, piece=5)) == [2 * each for each in ITEMS]

    def eat(item):
        return len(bytes(600_000_000)) if item == 8 else item

    done = list(Crew(jobs=2).each(eat, ITEMS, piece=5))
    held.close()
    assert done == [Lost(item, "memory") if item == 8 else item for item in ITEMS]
