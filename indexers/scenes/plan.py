"""A query made ready for the loops, and the loops run over many images by several threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from indexers.catalogue.scene_columns import SOURCES
from indexers.scenes.index import SceneIndex
from indexers.scenes.loops import loops
from indexers.scenes.options import Form, MatchOptions
from indexers.scenes.tables import QueryTables

CHUNK = 250_000  # images between two looks at whether to stop
SPLIT = 8_192  # below so many images a second thread costs more than it saves
THREADS = 2
SAME = np.float32(0.9999)  # cosine of a vector and itself, less rounding

Rows = NDArray[np.int64]
Values = NDArray[np.float32]
Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the loop reads of a query.

    Args:
        index: of the library.
        tables: float32 (V, Q) matches of nodes, (P, R) worth of predicates, (P, R) of predicates
            read backwards; rows by name.
        ends: int64 (2, R), numbers of the query nodes that relations join.
        visible: uint8 (Q,), which nodes a detector's score counts for.
        weights: float32 (256,) of a node's score, (sources,) of an edge's source.
        joint: whether the form is JOINT.
        scale: float32 (R,), what each relation's match is multiplied by.
    """

    index: SceneIndex
    tables: tuple[Values, Values, Values]
    ends: NDArray[np.int64]
    visible: NDArray[np.uint8]
    weights: tuple[Values, Values]
    joint: bool
    scale: Values

    @classmethod
    def of(cls, index: SceneIndex, tables: QueryTables, options: MatchOptions) -> "Plan":
        """Return the plan for ranking."""
        hidden = unseen(tables, options)
        nodes, forward = tables.nodes, tables.predicates
        backward = tables.inverses if options.both_ways else np.zeros_like(tables.inverses)
        if options.form is Form.SUM:
            if options.exponent != 1:
                nodes = np.maximum(nodes, 0) ** np.float32(options.exponent)
            nodes = np.where(hidden[:, None], np.float32(0), nodes)
            scale = 3.0 / (3 - hidden[tables.ends].sum(axis=1))  # of what is left to match
            return cls._made(index, options, (nodes, forward, backward), tables, ~hidden, scale)
        close = np.maximum(nodes, 0) ** np.float32(options.exponent)
        same = nodes >= SAME
        is_like = same.any(axis=1, keepdims=True) & ~same  # the library has the name itself, too
        nodes = np.where(is_like, close * np.float32(options.near), close)
        nodes = np.where(hidden[:, None], np.float32(1), nodes)
        power, rest = np.float32(options.predicate_exponent), 1 - options.joined
        forward, backward = (np.clip(each, 0, 1) ** power for each in (forward, backward))
        ahead = options.joined + rest * forward
        back = options.turned + (options.joined - options.turned + rest) * backward
        scale = np.ones(len(tables.ends))
        return cls._made(index, options, (nodes, ahead, back), tables, ~hidden, scale)

    @classmethod
    def strict(cls, index: SceneIndex, tables: QueryTables, options: MatchOptions) -> "Plan":
        """Return the plan that says 1 where something is there and 0 where it is not."""
        same = [tables.nodes, tables.predicates, tables.inverses]
        nodes, forward, backward = ((each >= options.same).astype(np.float32) for each in same)
        nodes[unseen(tables, options)] = 1
        nobody = np.zeros(len(nodes), bool)
        scale = np.ones(len(tables.ends))
        plan = cls._made(index, options, (nodes, forward, backward), tables, nobody, scale)
        return replace(plan, joint=True)

    @classmethod
    def _made(
        cls,
        index: SceneIndex,
        options: MatchOptions,
        flat: tuple[Values, Values, Values],
        tables: QueryTables,
        visible: NDArray[np.bool_],
        scale: NDArray[np.float64],
    ) -> "Plan":
        by_name = [np.ascontiguousarray(each.T, np.float32) for each in flat]
        sure = np.linspace(0, 1, 256) ** options.confidence
        by_source = [max(options.sources.get(each, 0.0), 0.0) for each in SOURCES]
        return cls(
            index, (by_name[0], by_name[1], by_name[2]), np.ascontiguousarray(tables.ends.T),
            visible.astype(np.uint8), (sure.astype(np.float32), np.array(by_source, np.float32)),
            options.form is Form.JOINT, scale.astype(np.float32),
        )  # fmt: skip

    def scan(
        self,
        rows: Rows,
        best: tuple[Numbers, Numbers] | None = None,
        context: JobContext | None = None,
    ) -> tuple[Values, Values, NDArray[np.float64]]:
        """Return the best match of each node (n, Q) and relation (n, R), and their sums (Q + R,).

        Args:
            rows: of the index.
            best: int32 (n, Q) and (n, R), filled with the numbers of the winners; None: not asked.
            context: stops between chunks.
        """
        asked, relations = self.tables[0].shape[1], self.ends.shape[1]
        nodes = np.empty((len(rows), asked), np.float32)
        edges = np.empty((len(rows), relations), np.float32)
        winners = best or (np.empty((0, asked), np.int32), np.empty((0, relations), np.int32))
        run, sums = loops().scan, list[NDArray[np.float64]]()

        def part(chosen: slice) -> None:
            total = np.zeros(asked + relations)
            run(
                self.index.graphs, rows[chosen], self.tables,
                (self.ends[0], self.ends[1], self.visible), self.weights,
                (self.joint, self.index.most_nodes), (nodes[chosen], edges[chosen]),
                (winners[0][chosen], winners[1][chosen]), total,
            )  # fmt: skip
            sums.append(total)

        spread(len(rows), part, context)
        whole = np.sum(sums, axis=0) if sums else np.zeros(asked + relations)
        if (self.scale != 1).any():
            edges *= self.scale
            whole[asked:] *= self.scale
        return nodes, edges, whole


def unseen(tables: QueryTables, options: MatchOptions) -> NDArray[np.bool_]:
    """Return which query nodes no image can show, or no name of the library is like, bool (Q,)."""
    invisible = np.array([name in options.invisible for name in tables.names], bool)
    if options.form is Form.JOINT:
        invisible |= ~(tables.nodes > 0).any(axis=1)
    return invisible


def fold(
    matches: Values,
    weights: NDArray[np.float64],
    offsets: NDArray[np.int64],
    rows: Rows,
    length: float,
) -> Values:
    """Return what the matches of each image add up to, float32 (n,).

    Args:
        matches: float32 (n, Q).
        weights: float64 (Q,).
        offsets: int64 (N + 1,), of what an image holds.
        rows: int64 (n,), the images.
        length: sums are divided by (what an image holds / mean of the library) ** length.
    """
    found = np.zeros(len(rows), np.float32)
    if not len(rows) or not weights.any():
        return found
    counts = np.diff(offsets)
    mean = max(float(counts.mean()), 1.0)
    by_count = (np.maximum(np.arange(int(counts.max()) + 1), 1) / mean) ** -length
    run, shares, factors = loops().fold, weights.astype(np.float32), by_count.astype(np.float32)

    def part(chosen: slice) -> None:
        run(matches[chosen], shares, offsets, rows[chosen], factors, found[chosen])

    spread(len(rows), part)
    return found


def spread(count: int, part: Callable[[slice], None], context: JobContext | None = None) -> None:
    """Run part over 0 to count: in chunks, each shared between threads.

    Raises:
        JobCancelled: the context was cancelled.
    """
    if count <= SPLIT:
        if context is not None:
            context.step(0, count)
        part(slice(0, count))
        return
    with ThreadPoolExecutor(THREADS) as pool:
        for start in range(0, count, CHUNK):
            if context is not None:
                context.step(start, count, "Comparing scene graphs")
            cuts = np.linspace(start, min(start + CHUNK, count), THREADS + 1).astype(int).tolist()
            list(pool.map(part, [slice(*cut) for cut in pairwise(cuts)]))
