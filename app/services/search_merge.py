"""Merges the lists of a pool by a fusion rule, without a search: rules are flipped at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.services.query import Query, check_fusion
from app.services.query_parts import Stage
from app.services.search_types import Evidence, Pool, PoolStage
from common.errors import QueryError
from common.notes import joined
from common.values import Hit
from indexers.rankings import Scored
from indexers.rankings.fusion_parts import contributions, merge

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class MergedStage:
    """One stage after the fusion.

    Args:
        pooled: its lists.
        weights: of the lists, by name.
        rule: that merged them.
        merged: the list of the stage.
    """

    pooled: PoolStage
    weights: dict[str, float]
    rule: str
    merged: Scored

    def hits(self, items: Ids) -> list[Hit]:
        """Return hits with what each list adds to the score, and the reasons of the two strongest.

        Args:
            items: of the merged list, in the order wanted.
        """
        lists = {one.name: one.scored for one in self.pooled.lists}
        reasons = {one.name: one.reason for one in self.pooled.lists}
        columns = contributions(self.rule, lists, self.weights, self.merged, items)
        scores = self.merged.at(items)
        held = {name: lists[name].holds(items) for name in columns}
        found = []
        for row, item in enumerate(items.tolist()):
            parts = {name: float(column[row]) for name, column in columns.items() if column[row]}
            told = [name for name in parts if held[name][row]]
            strongest = sorted(told, key=lambda name: -parts[name])[:2]
            why = joined(reasons[name](item) for name in strongest)
            start = self.pooled.starts.get(item)
            found.append(Hit(item, float(scores[row]), parts, start, why))
        return found


def merge_stages(pool: Pool, query: Query) -> list[MergedStage]:
    """Return the stages of a pool merged by the rule and the weights of a query.

    Args:
        pool: what was found.
        query: the one of the pool, with another rule, weights or switches.

    Raises:
        QueryError: there is no such rule, or a weight is below 0.
    """
    check_fusion(query.fusion)
    return [
        _merged(pooled, stage, query.fusion)
        for pooled, stage in zip(pool.stages, query.stages, strict=True)
    ]


def rule_of(query: Query, pool: Pool) -> str:
    """Return the rule that merges a query's lists: what "auto" means for it."""
    if query.fusion != "auto":
        return query.fusion
    return "reciprocal" if any(stage.by_rank for stage in pool.stages) else "weighted"


def reweighed(query: Query, weights: dict[tuple[int, int], float]) -> Query:
    """Return a query with other weights of parts: (stage, place) -> weight >= 0; 0 is off.

    Raises:
        QueryError: a weight is below 0.
    """
    for weight in weights.values():
        if not weight >= 0:
            raise QueryError(
                f"The weight {weight:g} is below 0.",
                hint="Use 0 or more; to exclude something write -word, NOT, or set a filter.",
            )
    stages = [
        replace(
            stage,
            parts=tuple(
                replace(part, weight=weights.get((at, place), part.weight))
                for place, part in enumerate(stage.parts)
            ),
        )
        for at, stage in enumerate(query.stages)
    ]
    return replace(query, stages=tuple(stages))


def evidence_of(stages: Sequence[PoolStage]) -> Callable[[int], Evidence]:
    """Return what gathers what matched in an item over all stages."""

    def gathered(item: int) -> Evidence:
        found = Evidence()
        for stage in stages:
            found += stage.evidence(item)
        return found

    return gathered


def _merged(pooled: PoolStage, stage: Stage, fusion: str) -> MergedStage:
    weights = {one.name: one.weight * stage.parts[one.place].weight for one in pooled.lists}
    off = [one.name for one in pooled.lists if not stage.parts[one.place].on]
    weights |= dict.fromkeys(off, 0.0)
    rule = fusion if fusion != "auto" else ("reciprocal" if pooled.by_rank else "weighted")
    lists = {one.name: one.scored for one in pooled.lists}
    return MergedStage(pooled, weights, rule, merge(rule, lists, weights))
