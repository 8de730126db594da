"""Builds shards: hosts are made ready, get the rows that they lack, and build side by side."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import replace
from typing import Any

from common.jobs import JobContext
from indexers.feedback.shards import Floats, HostLostError, Hosts, HostState, Ids, ShardSpec
from indexers.feedback.shards_plan import RowSource, ShardPlan

logger = logging.getLogger(__name__)

BLOCK_BYTES = 8 << 20
TRIES = 4  # until a host that dies again and again is given up
POLL_S = 0.1
CALL_S = 120.0  # until a host that says nothing counts as gone


class ShardsError(Exception):
    """Shards cannot be built there; says why."""


class ShardBuilder:
    """Makes the hosts of a division hold and answer what it says; safe to repeat at any time.

    What hosts have already is not sent again, and what they built is not built again. Memory here
    is one block for each shard.

    Args:
        source: the vectors.
        hosts: who shall keep them.
        plan: the division.
        specs: its shards.
        keep: other divisions that are in use.
        context: reports rows, waits and cancels.
    """

    def __init__(
        self,
        source: RowSource,
        hosts: Hosts,
        plan: ShardPlan,
        specs: Sequence[ShardSpec],
        *,
        keep: tuple[str, ...],
        context: JobContext,
    ) -> None:
        self._source = source
        self._hosts = hosts
        self._plan = plan
        self._specs = specs
        self._keep = keep
        self._context = context
        self.names = source.row_items()[: plan.rows].copy()  # as hosts come to know them
        self._pause = threading.Event()
        self._lost = [0] * len(specs)

    def run(self) -> ShardPlan:
        """Build; returns the division with the computers that keep the shards.

        Raises:
            JobCancelled: the user cancelled; what was sent stays where it is.
            ShardsError: a host cannot build, or dies again and again.
            HostsGoneError: nobody can be reached any more.
        """
        everyone = range(len(self._specs))
        states = self._each(everyone, lambda _: "prepare", lambda _: (self._keep,))
        try:
            self._fill(states)
            states = self._build()
        except BaseException:
            for shard in everyone:
                self._let_go(shard)
            raise
        return replace(self._plan, hosts=tuple(states[shard].host for shard in everyone))

    # -- sending

    def _fill(self, states: dict[int, HostState]) -> None:
        """Send every host the rows that it lacks, a block for each at a time."""
        have = {shard: state.rows for shard, state in states.items()}
        reads = {shard: state.reads for shard, state in states.items()}
        asked: dict[Future[Any], int] = {}
        while True:
            self._report(sum(have.values()), "Sending vectors")
            for shard, rows in have.items():
                if shard not in asked.values() and rows < len(self._plan.parts[shard]):
                    asked[self._send(shard, rows, reads[shard])] = shard
            if not asked:
                return
            wait(asked, POLL_S, FIRST_COMPLETED)
            for future in [one for one in asked if one.done()]:
                shard = asked.pop(future)
                try:
                    have[shard] = self._result(shard, future)
                except HostLostError:
                    self._count(shard)
                    state = self._each([shard], lambda _: "prepare", lambda _: (self._keep,))
                    have[shard], reads[shard] = state[shard].rows, state[shard].reads

    def _send(self, shard: int, at: int, reads: bool) -> "Future[Any]":
        """Send the next block of rows; a host that reads the library's folder gets their items."""
        part = self._plan.parts[shard]
        width = 8 if reads else 8 + 4 * self._plan.dim
        start = part.first + at
        stop = min(part.stop, start + max(1, BLOCK_BYTES // width))
        names = self.names[start:stop].copy()
        vectors = None if reads else self._vectors(names)
        return self._hosts.call(self._specs[shard], "receive", at, names, vectors)

    def _vectors(self, names: Ids) -> Floats:
        """Return the vectors of items, zeros where a row has none; an item may go meanwhile."""
        import numpy as np

        block = np.zeros((len(names), self._plan.dim), np.float32)
        live = np.flatnonzero(names >= 0)
        there = live[self._source.has(names[live].tolist())]
        if len(there) < len(live):
            names[np.setdiff1d(live, there)] = -1
        if len(there):
            block[there] = self._source.vectors(names[there].tolist())
        return block

    # -- building

    def _build(self) -> dict[int, HostState]:
        """Let all hosts build, and wait for the last."""
        everyone = range(len(self._specs))
        states = self._each(everyone, lambda _: "build", lambda _: ())
        while True:
            left = [shard for shard in everyone if not self._is_done(shard, states[shard])]
            self._report(sum(_rows_done(state) for state in states.values()), _note(states, left))
            if not left:
                return states
            self._pause.wait(POLL_S)
            asked = {
                shard: "build" if states[shard].total == 0 else "state" for shard in left
            }  # one that was started anew after it died builds again
            for shard in [one for one in left if asked[one] == "build"]:
                self._count(shard)
            states |= self._each(left, asked.__getitem__, lambda _: ())

    def _is_done(self, shard: int, state: HostState) -> bool:
        """Whether a shard answers with all its rows.

        Raises:
            ShardsError: it cannot be built.
        """
        if state.error:
            raise ShardsError(f"shard {shard} on {state.host or 'its computer'}: {state.error}")
        if state.total == 0 and state.rows < len(self._plan.parts[shard]):
            raise ShardsError(f"shard {shard} lost what it had stored")
        return state.total == 0 and state.answers >= len(self._plan.parts[shard])

    def _each(
        self,
        shards: Sequence[int],
        method: Callable[[int], str],
        arguments: Callable[[int], tuple[Any, ...]],
    ) -> dict[int, HostState]:
        """Call a method of some hosts at once; one that died is asked again."""
        states: dict[int, HostState] = {}
        left = list(shards)
        while left:
            asked = {
                shard: self._hosts.call(self._specs[shard], method(shard), *arguments(shard))
                for shard in left
            }
            left = []
            for shard, future in asked.items():
                try:
                    states[shard] = self._result(shard, future)
                except HostLostError:
                    self._count(shard)
                    left.append(shard)
        return states

    def _result(self, shard: int, future: "Future[Any]") -> Any:
        """Wait for what a host says.

        Raises:
            JobCancelled: the user cancelled.
            ShardsError: it does not answer, or its disk is full.
            HostLostError: it died.
        """
        until = time.monotonic() + CALL_S
        while not wait([future], POLL_S).done:
            self._context.step(*self._last)
            if time.monotonic() > until:
                raise ShardsError(f"shard {shard} does not answer")
        try:
            return future.result()
        except OSError as error:
            raise ShardsError(f"shard {shard}: {error.strerror or error}") from None

    _last: tuple[int, int, str] = (0, 0, "")

    def _report(self, done: int, note: str) -> None:
        """Report rows; sending them and building with them count as much."""
        total = 2 * sum(len(part) for part in self._plan.parts)
        built = done if note == "Sending vectors" else total // 2 + done
        self._last = (min(built, total - 1), total, note)
        self._context.step(*self._last)

    def _count(self, shard: int) -> None:
        """Count a death.

        Raises:
            ShardsError: there were too many.
        """
        self._lost[shard] += 1
        if self._lost[shard] >= TRIES:
            raise ShardsError(f"the process of shard {shard} died {TRIES} times")

    def _let_go(self, shard: int) -> None:
        try:
            self._hosts.call(self._specs[shard], "stop")
        except Exception as error:  # noqa: BLE001 - the first error is the one to tell
            logger.info("shard %d was not told to stop: %s", shard, error)


def _rows_done(state: HostState) -> int:
    """Return how many rows of a shard count as built."""
    if state.total == 0:
        return state.answers
    return int(state.rows * min(1.0, state.done / max(1, state.total)))


def _note(states: dict[int, HostState], left: Sequence[int]) -> str:
    said = next((states[shard].note for shard in left if states[shard].note), "Building shards")
    return f"{said} ({len(left)} shards)" if left else said
