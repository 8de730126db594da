"""What holds of a division into shards now: what is newer, what went, and what to build next."""

import threading
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from indexers.feedback import shards_plan
from indexers.feedback.rowset import RowSet
from indexers.feedback.shards import ROWS_A_SHARD, Ids, shards_for, split
from indexers.feedback.shards_plan import NEXT_FILE, RowSource, ShardPlan
from indexers.vectors import farthest

STALE_SHARE = 0.2  # dead part of the shards that makes them worth building anew
GROWN = 1.5  # the last shard beside the mean of the others, until rows are divided anew


@dataclass(frozen=True, slots=True)
class View:
    """What holds for one state of the vectors and one division.

    Args:
        plan: the division.
        changes: state of the vectors.
        names: int64 (N,), item of each row.
        dead: rows of shards that have no item any more.
        rest: rows that no shard holds, int64.
        live: vectors in all.
    """

    plan: ShardPlan
    changes: int
    names: Ids
    dead: RowSet
    rest: Ids
    live: int


class ShardTable:
    """The division into shards that a folder keeps, and what became of its rows since.

    Args:
        source: the vectors.
        folder: of the encoder.
    """

    def __init__(self, source: RowSource, folder: Path) -> None:
        self._source = source
        self._folder = folder
        self._guard = threading.RLock()
        self._plan: ShardPlan | None = None
        self._built: RowSet | None = None
        self._is_read = False
        self._kept: View | None = None

    @property
    def plan(self) -> ShardPlan | None:
        """How the rows are divided; None where no shards are built, or they are of other vectors.

        Another process may build shards: whoever only reads looks at the file again when it opens
        the library.
        """
        with self._guard:
            if not self._is_read:
                self._is_read = True
                plan = shards_plan.read(self._folder)
                if plan is not None and plan.fits(self._source):
                    self._plan, self._built = plan, shards_plan.built_rows(self._folder, plan)
                    if self._built is None:
                        self._plan = None
            return self._plan

    def view(self) -> View | None:
        """Return what holds now; made anew when rows got or lost an item."""
        plan = self.plan
        if plan is None or self._built is None:
            return None
        with self._guard:
            changes, kept = self._source.changes, self._kept
            if kept is None or kept.changes != changes or kept.plan is not plan:
                names = self._source.row_items()
                there = names >= 0
                dead = np.flatnonzero(~there[: plan.rows])
                fresh = there.copy()
                fresh[self._built.rows()] = False
                kept = View(
                    plan, changes, names, RowSet.of_rows(dead, plan.rows),
                    np.flatnonzero(fresh), int(there.sum()),
                )  # fmt: skip
                self._kept = kept
            return kept

    @property
    def is_due(self) -> bool:
        """Whether there are no shards, or too much has changed since they were built."""
        view = self.view()
        if view is None:
            return True
        newer = len(view.rest) > farthest.exact_rows(self._source.dim) // 2
        return newer or self._is_stale(view)

    def _is_stale(self, view: View) -> bool:
        built = self._built
        return built is not None and len(view.dead) > STALE_SHARE * max(1, len(built))

    def next(self, nodes: int, cores: int) -> ShardPlan:
        """Return the division to build: one that was begun, one that grew, or a new one.

        Args:
            nodes: computers that there are.
            cores: of all of them.

        Raises:
            OSError: the disk is full or gone.
        """
        names, view = self._source.row_items(), self.view()
        begun = shards_plan.read(self._folder, NEXT_FILE)
        grows = view is not None and not self._is_stale(view) and self._may_grow(view)
        start = view.plan.rows if grows and view is not None else 0
        if begun is not None and begun.fits(self._source):
            continues = not start or (view is not None and begun.build == view.plan.build)
            if continues and begun.live == shards_plan.names_mark(names[: begun.rows], start):
                return begun
        if grows and view is not None:
            plan = view.plan.grown(len(names))
        else:
            live = int((names >= 0).sum())
            plan = ShardPlan.of(self._source, split(names, shards_for(live, nodes, cores)))
            start = 0
        plan = replace(plan, live=shards_plan.names_mark(names[: plan.rows], start))
        self._folder.mkdir(parents=True, exist_ok=True)
        shards_plan.write(self._folder, plan, NEXT_FILE)
        return plan

    def _may_grow(self, view: View) -> bool:
        """Whether newer rows may go into the last shard: it stays much like the others."""
        *others, last = view.plan.parts
        back = int(np.searchsorted(view.rest, view.plan.rows))  # came back after being built
        usual = others[-1].stop / len(others) if others else max(len(last), ROWS_A_SHARD)
        is_even = len(view.names) - last.first <= GROWN * usual
        return is_even and back <= farthest.exact_rows(self._source.dim) // 4

    def publish(self, plan: ShardPlan, names: Ids) -> ShardPlan | None:
        """Make a division that is built the one in use; returns another one that it replaces.

        Args:
            plan: the division.
            names: int64 (N,), item of each row as the shards know them, -1 where dead.

        Raises:
            OSError: the disk is full or gone; the older one stays.
        """
        old, built = self.plan, self._built
        grown = old is not None and old.build == plan.build
        done = shards_plan.publish(self._folder, plan, names, built if grown else None)
        with self._guard:
            self._plan, self._built = done, shards_plan.built_rows(self._folder, done)
            self._kept = None
        return None if grown else old
