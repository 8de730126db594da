"""How explorations become lists of results, and the parts of pictures that they ask with."""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.explore_space import Allowed, Space
from app.services.explore_types import Cluster, Clustering, Projection
from app.services.list_notes import ListNote
from app.services.media_places import medium
from app.services.paths import expanded
from app.services.query_example import Example
from common.errors import QueryError
from common.reasons import HitReason
from common.values import Hit, ResultList
from indexers.clustering import CORRELATED_LIMIT, Group

if TYPE_CHECKING:
    from app.services.library import Library

LEAST_PART = 16  # pixels a side of a part of an image
PICTURE_SIDE = 1024  # pixels; parts are cut out of a picture of this size
BoxPart = tuple[float, float, float, float]


def check_method(method: str, threshold: float, k: int) -> None:
    """Check what a clustering is asked for.

    Raises:
        QueryError: there is no such method, or a number is out of range.
    """
    if method not in {"cc", "kmeans"}:
        raise QueryError(f"There is no clustering “{method}”.", hint="Use cc or kmeans.")
    check_threshold(threshold)
    if k < 0:
        raise QueryError(f"{k} clusters cannot be made.", hint="Ask for at least one, or 0: auto.")


def check_threshold(threshold: float | None) -> None:
    """Check a threshold of correlation.

    Raises:
        QueryError: it is not within 0-1.
    """
    if threshold is not None and not 0 <= threshold <= 1:
        raise QueryError(f"A threshold of {threshold:g} cannot be.", hint="Choose one from 0 to 1.")


def at_least_one(k: int) -> int:
    """Return k.

    Raises:
        QueryError: it is no length of a list.
    """
    if k < 1:
        raise QueryError(f"{k} items make no list.", hint="Ask for at least one.")
    return k


def cluster_at(clustering: Clustering, place: int) -> Cluster:
    """Return a cluster by its place.

    Raises:
        QueryError: there is none.
    """
    if not 0 <= place < len(clustering):
        raise QueryError(
            f"There is no cluster {place + 1}; there are {len(clustering)}.",
            hint="Choose one that is listed.",
        )
    return clustering.clusters[place]


def clusters_of(groups: Sequence[Group], items: NDArray[np.int64]) -> tuple[Cluster, ...]:
    """Return clusters of items for groups of rows."""
    return tuple(Cluster(tuple(items[one.rows].tolist()), one.threshold) for one in groups)


def clustering_notes(method: str, count: int, without: int, encoder: str) -> tuple[str, ...]:
    """Return what the user should know of a clustering."""
    notes: list[str] = []
    if without:
        notes.append(ListNote("no-cluster", count=without, encoder=encoder))
    if method == "cc" and count > CORRELATED_LIMIT:
        notes.append(ListNote("sampled", drawn=CORRELATED_LIMIT, count=count))
    if not count:
        notes.append(ListNote("nothing-to-cluster"))
    return tuple(notes)


def ids_of(items: Allowed) -> list[int]:
    """Return item ids as a list."""
    return [] if items is None else np.asarray(items, np.int64).tolist()


def showing(allowed: Allowed, seen: Allowed) -> Callable[[int], bool]:
    """Return a function that tells whether an item may be shown."""
    hidden = set(ids_of(seen))
    if allowed is None:
        return lambda item: item not in hidden
    open_items = set(ids_of(allowed)) - hidden
    return lambda item: item in open_items


def listed(
    title: str, hits: Sequence[Hit], k: int, started: float, notes: Sequence[str] = ()
) -> ResultList:
    """Return hits as a result list, cut to k (0: not cut), with the time since started."""
    shown = tuple(hits[:k] if k else hits)
    more = list(notes)
    if not shown:
        more.append(ListNote("all-seen"))
    ms = (time.perf_counter() - started) * 1e3
    return ResultList(title, shown, len(hits), ms, tuple(more))


def hits_of(
    space: Space,
    rows: NDArray[np.int64],
    scores: NDArray[np.float32],
    why: Callable[[int], str],
) -> list[Hit]:
    """Return hits for rows that were ranked by similarity."""
    return [
        Hit(
            int(space.items[row]), float(scores[row]), {"similarity": float(scores[row])},
            why=why(int(row)),
        )
        for row in rows
    ]  # fmt: skip


def stands_for(size: int) -> str:
    """Return why an item is in an overview."""
    return HitReason("alone") if size == 1 else HitReason("stands-for", count=size)


def from_map(
    projection: Projection,
    inside: NDArray[np.bool_],
    middle: NDArray[np.float64],
    allowed: Allowed,
    seen: Allowed,
) -> ResultList:
    """Return the items of the points inside a region, those nearest to its middle first."""
    started = time.perf_counter()
    may_show = showing(allowed, seen)
    places = np.flatnonzero(inside)
    apart = np.linalg.norm(projection.points[places] - middle, axis=1)
    hits = [
        Hit(
            int(projection.items[place]), float(1 - distance), {"distance": float(distance)},
            why=HitReason("from-middle", distance=float(distance)),
        )
        for distance, place in sorted(zip(apart.tolist(), places.tolist(), strict=True))
        if may_show(int(projection.items[place]))
    ]  # fmt: skip
    return listed(f"{len(places)} points of the map", hits, 0, started)


def cut_part(library: "Library", example: Example, box: BoxPart) -> Example:
    """Return the part of a picture inside a box as an example of its own.

    Args:
        library: the open library.
        example: an item, a file or pixels.
        box: left, top, width and height as parts of the picture, 0-1.

    Raises:
        QueryError: the box lies outside, or is too small to show anything.
        MediaError: the file cannot be read.
        LibraryError: the item has no picture.
    """
    from app.services.items import ItemService

    items = ItemService(library)
    rgb = example.pixels()
    if rgb is None and example.item is not None:
        rgb = items.picture(example.item, PICTURE_SIDE).rgb
    elif rgb is None:
        rgb = items.picture_of_file(expanded(medium(example.path or "")), PICTURE_SIDE)
    height, width = rgb.shape[:2]
    left, top, wide, high = box
    x0, x1 = (round(max(0.0, min(1.0, at)) * width) for at in (left, left + wide))
    y0, y1 = (round(max(0.0, min(1.0, at)) * height) for at in (top, top + high))
    if x1 - x0 < LEAST_PART or y1 - y0 < LEAST_PART:
        raise QueryError(
            f"The part of the picture is {max(0, x1 - x0)} x {max(0, y1 - y0)} pixels.",
            hint=f"Draw a box of at least {LEAST_PART} pixels a side.",
        )
    return Example.of_pixels(np.ascontiguousarray(rgb[y0:y1, x0:x1]))
