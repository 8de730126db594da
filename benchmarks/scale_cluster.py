"""A cluster that answers feedback rounds, simulated event by event.

Every round of a user goes to all shards at once; the window waits for the slowest, or until a
deadline, and merges the best of each. A shard is a queue before the cores of its machine. Requests
that take long may be sent a second time to another copy of the shard, and the first answer counts
(Dean and Barroso, "The tail at scale", Communications of the ACM 56, 2013).
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
import simpy
from numpy.typing import NDArray

Process = Generator[simpy.Event, Any, Any]


@dataclass(frozen=True, slots=True)
class Cluster:
    """What answers.

    Args:
        shards: parts that the items are divided into.
        copies: of each shard, on machines of their own.
        cores: of each machine; so many requests it answers at a time.
        hedge_s: a request without an answer after so long goes to another copy too; None never.
        deadline_s: a round ends after so long with the answers that are there; None waits for all.
        merge_s: of the window, for each shard's answer.
    """

    shards: int
    copies: int = 1
    cores: int = 1
    hedge_s: float | None = None
    deadline_s: float | None = None
    merge_s: float = 20e-6


@dataclass(frozen=True, slots=True)
class Load:
    """Who asks: users who look at suggestions, label some, and ask again.

    Args:
        users: at the same time.
        think_s: mean of the exponential time from an answer to the next round.
    """

    users: int
    think_s: float = 8.0


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """How long things take.

    Args:
        service: float64 (N,), seconds that one core of a shard needs for a round; drawn from.
        straggling: share of requests that are slow for reasons outside them.
        slower: by which factor these take longer.
        network: median of one way through the network, seconds; lognormal.
        spread: standard deviation of its logarithm.
        mtbf_s: mean time of a machine between failures; 0 for none.
        repair_s: mean time until it answers again.
        noticed_s: after which a machine that is down counts as such, and another copy is asked.
    """

    service: NDArray[np.float64]
    straggling: float = 0.0
    slower: float = 10.0
    network: float = 250e-6
    spread: float = 0.5
    mtbf_s: float = 0.0
    repair_s: float = 600.0
    noticed_s: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Rounds:
    """What the users saw.

    Args:
        seconds: float64 (N,), from a question to its merged answer.
        answered: float64 (N,), share of the shards whose answer came in time, 0-1.
        busy: mean share of the cores that worked, 0-1.
        repeated: share of the requests that were sent twice.
    """

    seconds: NDArray[np.float64]
    answered: NDArray[np.float64]
    busy: float
    repeated: float


def simulate(
    cluster: Cluster, load: Load, times: Times, *, rounds: int = 2000, seed: int = 0
) -> Rounds:
    """Play rounds; those of the first tenth, while queues fill, are not counted.

    Args:
        cluster: what answers.
        load: who asks.
        times: how long things take.
        rounds: that are counted.
        seed: of everything random.
    """
    return _Play(cluster, load, times, rounds, seed).run()


class _Play:
    def __init__(self, cluster: Cluster, load: Load, times: Times, rounds: int, seed: int) -> None:
        self._cluster, self._load, self._times = cluster, load, times
        self._wanted, self._skipped = rounds, rounds // 10
        self._rng = np.random.default_rng(seed)
        self._world = simpy.Environment()
        self._machines = [
            [simpy.Resource(self._world, cluster.cores) for _ in range(cluster.copies)]
            for _ in range(cluster.shards)
        ]
        self._down_until = np.zeros((cluster.shards, cluster.copies))
        self._seconds: list[float] = []
        self._answered: list[float] = []
        self._worked = 0.0
        self._asked = self._repeated = 0
        self._done = self._world.event()

    def run(self) -> Rounds:
        for _ in range(self._load.users):
            self._world.process(self._user())
        if self._times.mtbf_s:
            for shard, copy in np.ndindex(self._down_until.shape):
                self._world.process(self._fail(shard, copy))
        self._world.run(self._done)
        cores = self._cluster.shards * self._cluster.copies * self._cluster.cores
        return Rounds(
            np.array(self._seconds[self._skipped :]),
            np.array(self._answered[self._skipped :]),
            self._worked / (cores * self._world.now),
            self._repeated / max(self._asked, 1),
        )

    def _user(self) -> Process:
        while True:
            yield self._world.timeout(self._rng.exponential(self._load.think_s))
            begun = self._world.now
            asked = [self._world.process(self._ask(s)) for s in range(self._cluster.shards)]
            everyone = self._world.all_of(asked)
            if self._cluster.deadline_s is None:
                yield everyone
            else:
                yield everyone | self._world.timeout(self._cluster.deadline_s)
            come = sum(one.triggered for one in asked)
            yield self._world.timeout(come * self._cluster.merge_s)
            self._seconds.append(self._world.now - begun)
            self._answered.append(come / len(asked))
            if len(self._seconds) >= self._wanted + self._skipped and not self._done.triggered:
                self._done.succeed()

    def _ask(self, shard: int) -> Process:
        """Ask one shard: a copy, and another where that one is slow or down."""
        self._asked += 1
        order = self._rng.permutation(self._cluster.copies)
        first = self._world.process(self._serve(shard, int(order[0])))
        if self._cluster.hedge_s is None or len(order) < 2:
            yield first
            return
        yield first | self._world.timeout(self._cluster.hedge_s)
        if first.triggered:
            return
        self._repeated += 1
        second = self._world.process(self._serve(shard, int(order[1])))
        yield first | second
        for late in (first, second):
            if late.is_alive:
                late.interrupt()

    def _serve(self, shard: int, copy: int) -> Process:
        """Take a request through the network, the queue and the work; stopped where it is late."""
        try:
            yield self._world.timeout(self._way())
            while (left := self._down_until[shard, copy] - self._world.now) > 0:
                yield self._world.timeout(min(left, self._times.noticed_s))
                copy = (copy + 1) % self._cluster.copies
            with self._machines[shard][copy].request() as turn:
                yield turn
                began = self._world.now
                try:
                    yield self._world.timeout(self._work())
                finally:
                    self._worked += self._world.now - began
            yield self._world.timeout(self._way())
        except simpy.Interrupt:
            return

    def _fail(self, shard: int, copy: int) -> Process:
        while True:
            yield self._world.timeout(self._rng.exponential(self._times.mtbf_s))
            repaired = self._rng.exponential(self._times.repair_s)
            self._down_until[shard, copy] = self._world.now + repaired
            yield self._world.timeout(repaired)

    def _way(self) -> float:
        return float(self._times.network * np.exp(self._times.spread * self._rng.standard_normal()))

    def _work(self) -> float:
        took = float(self._rng.choice(self._times.service))
        return took * (self._times.slower if self._rng.random() < self._times.straggling else 1.0)


def waiting_line(users: int, think_s: float, service_s: float) -> float:
    """Return the mean time from question to answer at one server, in closed form, seconds.

    Users think and are served for exponential times, one at a time in the order they come: the
    machine repair model M/M/1//N (Kleinrock, "Queueing Systems" I, 1975, section 3.8). Simulations
    are checked with it.

    Args:
        users: who ask.
        think_s: mean time from an answer to the next question.
        service_s: mean time that a question takes.
    """
    ratio = service_s / think_s
    weights = [1.0]
    for waiting in range(users):
        weights.append(weights[-1] * (users - waiting) * ratio)
    idle = weights[0] / sum(weights)
    return users * service_s / (1.0 - idle) - think_s
