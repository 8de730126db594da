"""Searches of several stages in time: first this, then that."""

from typing import TYPE_CHECKING

import numpy as np

from app.services.query import Query
from app.services.search_merge import MergedStage
from app.services.search_time import StageList, find
from app.services.search_types import FoundScene
from common.notes import joined
from common.reasons import HitReason
from common.values import Hit

if TYPE_CHECKING:
    from app.services.library import Library

DEPTH = 5000  # matches a stage


def find_sequences(
    library: "Library", stages: list[MergedStage], query: Query, k: int
) -> tuple[list[Hit], list[FoundScene], int, list[str]]:
    """Return the first frames of scenes, best first, the scenes, how many there are, and notes.

    Args:
        library: the open library.
        stages: what each stage found.
        query: order, distances, window and threshold.
        k: how many scenes.

    Raises:
        QueryError: a distance or the window is 0, negative or not a number.
    """
    lists = [StageList(stage.merged, stage.pooled.starts) for stage in stages]
    found = find(library, lists, query, k)
    hits = [_hit(scene, stages) for scene in found.scenes]
    # Frames that begin a scene are more than scenes; those are known where none was cut off.
    total = len(hits) if len(hits) < k else found.total
    return hits, list(found.scenes), total, list(found.notes)


def _hit(scene: FoundScene, stages: list[MergedStage]) -> Hit:
    """Return the first frame of a scene, with all stages in its parts and its reason.

    The parts are what each stage adds: shares of the score by how well it matched.
    """
    whole = sum(scene.scores) or 1.0
    parts, why = {}, []
    frames = zip(scene.items, scene.times, scene.scores, scene.stage_of, strict=True)
    for item, time_s, score, stage in frames:
        parts[f"step {stage + 1}"] = scene.score * score / whole
        told = stages[stage].hits(np.array([item], np.int64))[0].why
        if item == scene.items[0] and time_s == scene.times[0]:
            why.append(told)
        else:
            told_id, seconds = "later" if told else "later-item", time_s - scene.times[0]
            why.append(HitReason(told_id, seconds=float(seconds), item=item, why=told))
    start = scene.start_s if scene.group >= 0 else None
    parts = dict(sorted(parts.items()))
    return Hit(scene.items[0], scene.score, parts, start, joined(why, " → "))
