import threading

import pytest

from common.jobs import JobCancelled, JobContext, Progress


def test_progress_is_reported_at_most_every_interval_but_always_at_the_end():
    seen: list[Progress] = []
    context = JobContext(seen.append)
    for done in range(1001):
        context.step(done, 1000, f"file {done}")
    assert seen[0].done == 0
    assert seen[-1] == Progress(1000, 1000, "file 1000")
    assert len(seen) < 50


def test_a_cancelled_job_stops_at_its_next_step():
    context = JobContext()
    context.step(0)
    context.cancel()
    with pytest.raises(JobCancelled):
        context.step(1)


def test_a_paused_job_waits_until_it_is_resumed():
    context = JobContext()
    reached = threading.Event()
    context.pause()

    def work() -> None:
        context.step(1)
        reached.set()

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    assert not reached.wait(0.1)
    context.resume()
    assert reached.wait(5)


def test_cancel_wakes_a_paused_job():
    context = JobContext()
    context.pause()
    stopped = threading.Event()

    def work() -> None:
        try:
            context.step(1)
        except JobCancelled:
            stopped.set()

    threading.Thread(target=work, daemon=True).start()
    context.cancel()
    assert stopped.wait(5)
