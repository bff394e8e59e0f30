"""Work by several processes: the same results as by one, and an item lost costs that item."""

from __future__ import annotations

import mmap
import os
import signal
import time
from concurrent.futures import Executor
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context

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


def test_what_an_executor_cannot_do_is_done_here():
    with ProcessPoolExecutor(2, get_context("spawn")) as executor:
        crew = Crew(jobs=2, executor=executor)
        done = list(crew.each(die_of_three, ITEMS[:8], piece=4))
    assert done[3] == Lost(3, "died")
    assert [each[0] for each in done if not isinstance(each, Lost)] == [0, 1, 2, 4, 5, 6, 7]


def test_an_executor_that_has_ended_is_not_waited_for():
    executor = ThreadPoolExecutor(2)
    executor.shutdown()
    done = Crew(jobs=2, executor=executor).each(double, ITEMS, piece=5)
    assert list(done) == [2 * each for each in ITEMS]


def test_an_executor_that_gives_no_answer_is_asked_for_no_more():
    with ThreadPoolExecutor(1) as executor:
        crew = Crew(jobs=2, executor=executor, seconds=1.0)
        done = list(crew.each(wait_at_eight, ITEMS[:12], piece=4))
    assert done == [Lost(8, "slow") if each == 8 else each for each in ITEMS[:12]]


def test_what_an_executor_fails_at_does_not_end_it():
    with ThreadPoolExecutor(1) as executor:
        crew = Crew(jobs=2, executor=Picky(executor))
        done = list(crew.each(place_of, ITEMS[:40], piece=5))
    assert [number for number, _ in done] == list(range(40))
    elsewhere = [number for number, process in done if process == os.getpid()]
    assert elsewhere == [*range(5), *range(10, 40)]


def test_an_executor_that_fails_again_and_again_is_asked_for_no_more():
    with ThreadPoolExecutor(1) as executor:
        crew = Crew(jobs=2, executor=Picky(executor, every=True))
        done = list(crew.each(place_of, ITEMS[:40], piece=5))
    assert [number for number, _ in done] == list(range(40))
    assert os.getpid() not in {process for _, process in done}


class Picky(Executor):
    """An executor whose second piece, or every piece, is the end of who does it."""

    def __init__(self, executor, *, every=False):
        self._executor = executor
        self._every = every
        self._count = 0

    def submit(self, do, /, *given):
        self._count += 1
        fails = self._every or self._count == 2
        return self._executor.submit(end if fails else do, *given)


def end(*_):
    raise RuntimeError("the worker died")


def place_of(number):
    return number, os.getpid()


def wait_at_eight(number):
    if number == 8:
        time.sleep(2.5)
    return number


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
