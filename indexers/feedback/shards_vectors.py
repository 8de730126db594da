"""The vectors of one encoder whose questions by hyperplane go to shards on other computers."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import wait
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from indexers.feedback.answers import Farthest, check_plane, first, nothing
from indexers.feedback.rowset import RowSet
from indexers.feedback.shards import (
    Hosts,
    HostsGoneError,
    HostState,
    ShardSpec,
    merge,
)
from indexers.feedback.shards_building import ShardBuilder, ShardsError
from indexers.feedback.shards_plan import ShardPlan
from indexers.feedback.shards_round import RESTART_S, Rounds, Wanted
from indexers.feedback.shards_table import ShardTable, View
from indexers.vectors import farthest

logger = logging.getLogger(__name__)

Ids = NDArray[np.int64]
Items = Sequence[int] | Ids

LEAST_VECTORS = 2_000_000  # below that a round here is quicker than the way to a cluster
BLOCK = 50_000
AWAY_S = 15.0  # until who could not be reached is looked for again
GONE, STARTING = "gone", "starting"  # why this computer answers
START_S = 6.0  # the first question waits so long for the cluster; then this computer answers

Finder = Callable[[], Hosts]


class ShardedVectors:
    """Vectors whose feedback index is kept in shards by a cluster; else as those it stands for.

    What is newer than the shards is compared here. Where nobody can be reached, or there are few
    vectors, or none are built yet, the vectors answer as they would alone.

    Args:
        base: the vectors; all but what this class does goes to them.
        find: returns who keeps shards, or raises HostsGoneError; may take some seconds.
        folder: of the encoder, in the library.
        library: id of the library.
        shared: the folder holds the vectors, so hosts that see it need no copy.
        read_only: build nothing.
    """

    def __init__(
        self,
        base: Any,
        find: Finder,
        *,
        folder: Path,
        library: str,
        shared: bool,
        read_only: bool,
    ) -> None:
        self._base = base
        self._find = find
        self._folder = folder
        self._library = library
        self._shared = str(folder) if shared else ""
        self._read_only = read_only
        self._guard = threading.RLock()
        self._building = threading.Lock()
        self._table = ShardTable(base, folder)
        self._rounds: Rounds | None = None
        self._absent: set[int] = set()
        self._allowed: tuple[int, Ids, RowSet] | None = None
        self._waking: threading.Thread | None = None
        self._patience = START_S
        self._try_at = 0.0  # seconds, monotonic

    def __getattr__(self, name: str) -> Any:
        return getattr(self._base, name)

    def __len__(self) -> int:
        """Return the number of items that have a vector."""
        return len(self._base)

    # -- searching

    def farthest(
        self,
        weights: NDArray[np.float32],
        k: int,
        *,
        allowed: Items | None = None,
        without: Items | None = None,
        budget_ms: float | None = None,
        exact: bool = False,
    ) -> Farthest:
        """Return the items farthest on the positive side of a hyperplane; see Vectors.farthest.

        The answer says which share of the vectors nobody looked at, as a shard did not answer in
        time, and why this computer answered where it had to.
        """
        alone: Callable[[], Farthest] = partial(
            self._base.farthest, weights, k, allowed=allowed, without=without,
            budget_ms=budget_ms, exact=exact,
        )  # fmt: skip
        view = self._table.view()
        if view is None or view.live < LEAST_VECTORS:
            return alone()
        plane = check_plane(weights, k, self._base.dim, self._base.encoder)
        only = None if allowed is None else self._set_of(allowed, view)
        if only is not None and len(only) <= farthest.FEW:
            return alone()
        but = RowSet.of_rows(
            self._base.rows(np.asarray([] if without is None else without, np.int64)),
            len(view.names),
        )
        wanted = Wanted(plane, k, (view.dead, but), only, budget_ms, exact=exact)
        try:
            return self._ask(view, wanted)
        except HostsGoneError as error:
            return replace(alone(), instead=STARTING if str(error) == STARTING else GONE)

    def _ask(self, view: View, wanted: Wanted) -> Farthest:
        """Ask the shards, and compare what is newer here.

        Raises:
            HostsGoneError: nobody answered.
        """
        rounds = self._ready(view.plan)
        heard = rounds.ask(wanted)
        self._absent = heard.absent
        if heard.gone or not heard.answers:
            self._rounds = None
            self._try_at = time.monotonic() + AWAY_S
            raise HostsGoneError(GONE)
        parts = view.plan.parts
        found = merge([*heard.answers.values(), self._newer(view, wanted)], wanted.k)
        silent = [number for number in range(len(parts)) if number not in heard.answers]
        if not silent:
            return found
        unseen = sum(
            int((view.names[parts[each].first : parts[each].stop] >= 0).sum()) for each in silent
        )
        logger.info("shards %s did not answer", silent)
        return replace(found, is_exact=False, missing=unseen / max(1, view.live))

    def _newer(self, view: View, wanted: Wanted) -> Farthest:
        """Compare the rows that no shard holds."""
        rows = view.rest
        if wanted.only is not None:
            rows = rows[wanted.only.has(rows)]
        for but in wanted.but:
            rows = rows[~but.has(rows)]
        best = nothing()
        for start in range(0, len(rows), BLOCK):
            items = view.names[rows[start : start + BLOCK]]
            items = items[self._base.has(items.tolist())]
            products = self._base.vectors(items.tolist()) @ wanted.plane
            best = first(
                np.concatenate([best.items, items]), np.concatenate([best.products, products]),
                wanted.k, len(rows),
            )  # fmt: skip
        return best

    def _set_of(self, allowed: Items, view: View) -> RowSet:
        """Return the rows of allowed items; kept, as filters stay from round to round."""
        items = np.asarray(allowed, np.int64)
        kept = self._allowed
        if kept is None or kept[0] != view.changes or not np.array_equal(kept[1], items):
            kept = (view.changes, items, RowSet.of_rows(self._base.rows(items), len(view.names)))
            self._allowed = kept
        return kept[2]

    # -- what there is

    def _ready(self, plan: ShardPlan) -> Rounds:
        """Return what asks the hosts; they are started behind, and only the first one waits.

        Raises:
            HostsGoneError: nobody can be reached, or they are still being started.
        """
        if (rounds := self._rounds) is not None:
            return rounds
        with self._guard:
            if self._waking is None and time.monotonic() >= self._try_at:
                self._waking = threading.Thread(target=self._wake, args=(plan,), daemon=True)
                self._waking.start()
            waking, patience, self._patience = self._waking, self._patience, 0.0
        if waking is not None:
            waking.join(patience)
        if (rounds := self._rounds) is None:
            raise HostsGoneError(GONE if self._waking is None else STARTING)
        return rounds

    def _wake(self, plan: ShardPlan) -> None:
        """Start the hosts that are not there, and wait until one answers."""
        try:
            hosts = self._find()
            specs = self._specs(plan)
            for _ in range(2):  # one that ended as nobody asked it is told to have died
                states = [hosts.call(spec, "state") for spec in specs]
                wait(states, RESTART_S)
                if any(one.done() and one.exception() is None for one in states):
                    self._rounds = Rounds(hosts, specs, plan.parts)
                    break
        except HostsGoneError as error:
            logger.info("shards of %s are out of reach: %s", self._base.encoder, error)
        finally:
            self._try_at = time.monotonic() + AWAY_S
            self._waking = None

    @property
    def last_ms(self) -> tuple[float, ...]:
        """What each shard that answered searched in the last round, ms."""
        return () if self._rounds is None else self._rounds.last_ms

    def states(self) -> list[HostState]:
        """Return how far each shard's host is; empty where there are no shards.

        Raises:
            HostsGoneError: nobody can be reached.
            HostLostError: a host died just now.
        """
        plan = self._table.plan
        if plan is None:
            return []
        hosts = self._find()
        specs = self._specs(plan)
        asked = [hosts.call(spec, "state") for spec in specs]
        return [one.result(START_S) for one in asked]

    # -- care

    @property
    def needs_rebuild(self) -> bool:
        """Whether rebuild() would make searches quicker; see Vectors.needs_rebuild."""
        is_elsewhere = self._goes_elsewhere()
        self._base.keeps_feedback = not is_elsewhere
        return bool(self._base.needs_rebuild) or (is_elsewhere and self._is_due())

    def rebuild(self, context: JobContext) -> None:
        """Build what makes searches quick anew, shards included; see Vectors.rebuild.

        Where nobody who keeps shards can be reached, the index is built on this computer.
        """
        is_elsewhere = self._goes_elsewhere()
        self._base.keeps_feedback = not is_elsewhere
        if not is_elsewhere or self._base.needs_rebuild:
            self._base.rebuild(context)
        if not is_elsewhere:
            return
        with self._building:
            if not self._is_due():
                return
            try:
                self._build(self._find(), context)
            except (ShardsError, HostsGoneError) as error:
                logger.warning("shards of %s are not built: %s", self._base.encoder, error)
                self._base.keeps_feedback = True
                if self._base.needs_rebuild:
                    self._base.rebuild(context)

    def close(self) -> None:
        """Let go of the files; hosts stay for the next one who asks, until nobody does."""
        self._rounds = None
        self._base.close()

    def _goes_elsewhere(self) -> bool:
        """Whether a cluster is to keep the feedback index."""
        if self._read_only or len(self._base) < LEAST_VECTORS:
            return False
        with suppress(HostsGoneError):
            self._find()
            return True
        return False

    def _is_due(self) -> bool:
        return bool(self._absent) or self._table.is_due

    def _build(self, hosts: Hosts, context: JobContext) -> None:
        """Build shards, and make them those in use.

        Raises:
            JobCancelled: the user cancelled; the old ones stay.
            ShardsError: they cannot be built.
            HostsGoneError: nobody can be reached any more.
            OSError: the disk is full.
        """
        old = self._table.plan
        plan = self._table.next(*hosts.cores())
        keep = (old.build,) if old is not None else ()
        builder = ShardBuilder(
            self._base, hosts, plan, self._specs(plan), keep=keep, context=context
        )
        replaced = self._table.publish(builder.run(), builder.names)
        self._rounds, self._absent, self._try_at = None, set(), 0.0
        self._patience = START_S
        if replaced is not None:
            self._drop(replaced, hosts)
        if hasattr(self._base, "release_feedback"):
            self._base.release_feedback()  # its memory is what shards are for
        logger.info("%s: %d rows in %d shards", self._base.encoder, plan.rows, len(plan.parts))

    def _specs(self, plan: ShardPlan) -> list[ShardSpec]:
        return plan.specs(self._library, self._base.encoder, self._shared)

    def _drop(self, plan: ShardPlan, hosts: Hosts) -> None:
        """Remove shards that nobody asks any more; what cannot be reached now goes next time."""
        for spec in self._specs(plan):
            with suppress(HostsGoneError):
                wait([hosts.call(spec, "drop")], START_S)
                hosts.end(spec)
