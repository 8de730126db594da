"""The lane: order, bounds, errors, closing. A gate holds the lane so that no test has to sleep."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from models.base import Priority
from models.lane import ClosedError, Lane


class Gate:
    """Runs batches only while it is open, and remembers them."""

    def __init__(self) -> None:
        self.batches: list[tuple[str, list[Any]]] = []
        self.entered = threading.Semaphore(0)
        self.open = threading.Semaphore(0)

    def __call__(self, key: str, items: list[Any]) -> list[Any]:
        self.entered.release()
        assert self.open.acquire(timeout=10)
        self.batches.append((key, items))
        if "bad" in items:
            raise ValueError("a bad item")
        return [f"{key}:{item}" for item in items]


def in_thread(function: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    results: list[Any] = []

    def run() -> None:
        try:
            results.append(function())
        except Exception as error:  # noqa: BLE001 - handed to the test
            results.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, results


def wait_until_queued(lane: Lane, count: int) -> None:
    with lane._changed:
        assert lane._changed.wait_for(
            lambda: sum(len(queue) for queue in lane._queues.values()) >= count, timeout=10
        )


def test_interactive_overtakes_background_between_micro_batches() -> None:
    gate = Gate()
    lane = Lane(gate, lambda key: 2)
    background, found = in_thread(lambda: lane.submit("b", [1, 2, 3, 4], Priority.BACKGROUND))
    assert gate.entered.acquire(timeout=10)  # the first micro-batch runs
    person, answer = in_thread(lambda: lane.submit("p", [9], Priority.INTERACTIVE))
    wait_until_queued(lane, 2)
    for _ in range(3):
        gate.open.release()
    background.join(10)
    person.join(10)
    lane.close()
    assert gate.batches == [("b", [1, 2]), ("p", [9]), ("b", [3, 4])]
    assert found == [["b:1", "b:2", "b:3", "b:4"]]
    assert answer == [["p:9"]]


def test_callers_with_the_same_key_share_a_batch() -> None:
    gate = Gate()
    lane = Lane(gate, lambda key: 8)
    threads = [in_thread(lambda: lane.submit("first", [0], Priority.BACKGROUND))]
    assert gate.entered.acquire(timeout=10)
    threads += [in_thread(lambda n=n: lane.submit("k", [n], Priority.BACKGROUND)) for n in (1, 2)]
    wait_until_queued(lane, 2)
    threads.append(in_thread(lambda: lane.submit("other", [3], Priority.BACKGROUND)))
    wait_until_queued(lane, 3)
    for _ in range(3):
        gate.open.release()
    for thread, _ in threads:
        thread.join(10)
    lane.close()
    assert {key: sorted(items) for key, items in gate.batches} == {
        "first": [0],
        "k": [1, 2],
        "other": [3],
    }
    assert [found for _, found in threads] == [[["first:0"]], [["k:1"]], [["k:2"]], [["other:3"]]]


def test_one_bad_item_does_not_spoil_the_other_callers() -> None:
    gate = Gate()
    lane = Lane(gate, lambda key: 8)
    first = in_thread(lambda: lane.submit("x", [0], Priority.BACKGROUND))
    assert gate.entered.acquire(timeout=10)
    good = in_thread(lambda: lane.submit("k", ["good"], Priority.BACKGROUND))
    wait_until_queued(lane, 1)
    bad = in_thread(lambda: lane.submit("k", ["bad"], Priority.BACKGROUND))
    wait_until_queued(lane, 2)
    for _ in range(4):
        gate.open.release()
    for thread, _ in (first, good, bad):
        thread.join(10)
    lane.close()
    assert good[1] == [["k:good"]]
    assert isinstance(bad[1][0], ValueError)


def test_a_failing_call_takes_the_rest_of_itself_out_of_the_queue() -> None:
    gate = Gate()
    lane = Lane(gate, lambda key: 1, capacity=2)
    for _ in range(5):
        gate.open.release()
    with pytest.raises(ValueError, match="a bad item"):
        lane.submit("k", ["bad", 1, 2, 3], Priority.BACKGROUND)
    assert lane._waiting == 0
    assert lane.submit("k", ["good"], Priority.BACKGROUND) == ["k:good"]
    assert [items for _, items in gate.batches] == [["bad"], ["good"]]
    lane.close()


def test_background_callers_wait_while_the_queue_is_full() -> None:
    gate = Gate()
    lane = Lane(gate, lambda key: 1, capacity=2)
    running = in_thread(lambda: lane.submit("k", [0], Priority.BACKGROUND))
    assert gate.entered.acquire(timeout=10)
    queued = in_thread(lambda: lane.submit("k", [1, 2], Priority.BACKGROUND))
    wait_until_queued(lane, 1)
    held = in_thread(lambda: lane.submit("k", [3], Priority.BACKGROUND))
    person = in_thread(lambda: lane.submit("k", [4], Priority.INTERACTIVE))
    wait_until_queued(lane, 2)  # the person's call is in, the third background call is not
    with lane._changed:
        assert lane._waiting == 2
    for _ in range(5):
        gate.open.release()
    for thread, _ in (running, queued, held, person):
        thread.join(10)
    lane.close()
    assert held[1] == [["k:3"]]
    assert gate.batches[1] == ("k", [4])


def test_close_finishes_what_runs_and_refuses_the_rest() -> None:
    gate = Gate()
    idle: list[str] = []
    lane = Lane(gate, lambda key: 1, on_idle=lambda: idle.append("unloaded"))
    running = in_thread(lambda: lane.submit("k", [1], Priority.BACKGROUND))
    assert gate.entered.acquire(timeout=10)
    waiting = in_thread(lambda: lane.submit("k", [2], Priority.INTERACTIVE))
    wait_until_queued(lane, 1)
    closing = in_thread(lane.close)
    with lane._changed:
        assert lane._changed.wait_for(lambda: lane._closed, timeout=10)
    gate.open.release()
    for thread, _ in (running, waiting, closing):
        thread.join(10)
    assert running[1] == [["k:1"]]
    assert isinstance(waiting[1][0], ClosedError)
    assert idle == ["unloaded"]
    with pytest.raises(ClosedError):
        lane.submit("k", [3], Priority.BACKGROUND)
    lane.close()  # again: nothing happens


def test_idle_is_told_once_after_work() -> None:
    told = threading.Semaphore(0)
    lane = Lane(lambda key, items: items, lambda key: 1, idle_s=0.001, on_idle=told.release)
    assert lane.submit("k", [1], Priority.BACKGROUND) == [1]
    assert told.acquire(timeout=10)
    assert lane.submit("k", [2], Priority.BACKGROUND) == [2]
    assert told.acquire(timeout=10)
    lane.close()


def test_nothing_to_do_starts_no_thread() -> None:
    lane = Lane(lambda key, items: items, lambda key: 1)
    assert lane.submit("k", [], Priority.BACKGROUND) == []
    assert lane._thread is None
    lane.close()


def test_a_size_that_cannot_be_told_leaves_nobody_waiting() -> None:
    def size(key: str) -> int:
        raise OSError(f"{key} cannot be read")

    lane = Lane(lambda key, items: [f"{key}{item}" for item in items], size)
    caller, found = in_thread(lambda: lane.submit("k", [1, 2, 3], Priority.BACKGROUND))
    caller.join(10)
    lane.close()
    assert found == [["k1", "k2", "k3"]]
