"""Whole videos, grouped and sorted by the concepts that are seen in them."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from app.services.search_vocabulary import CONCEPT_KEYS
from common.errors import QueryError
from common.jobs import JobContext
from indexers.video.overview import Seen, main_concepts, seen_in

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.timeline import Lines

Order = Literal["frequency", "confidence", "hits", "length", "title"]
ORDERS: tuple[Order, ...] = get_args(Order)
MOST_CONCEPTS = 12
AT_FIRST = 4  # concepts that are shown where none was chosen


@dataclass(frozen=True, slots=True)
class OverviewRequest:
    """What of which videos is to be shown.

    Args:
        concepts: names of concepts or objects, at most MOST_CONCEPTS; () takes the most frequent.
        order: what videos are sorted by; of several concepts the mean counts.
        by: the concept that alone decides the order; "" for all.
        grouped: videos are gathered by the concept that is strongest in them.
        hits: items of a list of results, best first; None for no list.
        only_hits: leave out videos without a hit.
        must: only videos in which every concept is seen.
        title: words that the title must hold.
    """

    concepts: tuple[str, ...] = ()
    order: Order = "frequency"
    by: str = ""
    grouped: bool = False
    hits: tuple[int, ...] | None = None
    only_hits: bool = False
    must: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class VideoRow:
    """A video as a whole; what is told of each concept follows the order of the table.

    Args:
        video: id.
        title: or the name of its file.
        length_s: seconds; NaN where unknown.
        keyframes: how many.
        counts: keyframes with each concept.
        sure: mean score of these, 0-1.
        best: the keyframe in which each is seen most surely, -1 for none.
        hits: how many hits of the list are in it.
        best_hit: the first of these, -1 for none.
        group: place of the concept that is strongest in it, -1 for none.
        missing: its file was not found.
    """

    video: int
    title: str
    length_s: float
    keyframes: int
    counts: tuple[int, ...]
    sure: tuple[float, ...]
    best: tuple[int, ...]
    hits: int = 0
    best_hit: int = -1
    group: int = -1
    missing: bool = False

    @property
    def shares(self) -> tuple[float, ...]:
        """Share of the keyframes with each concept, 0-1."""
        return tuple(count / max(1, self.keyframes) for count in self.counts)


@dataclass(frozen=True, slots=True)
class VideoTable:
    """Whole videos.

    Args:
        concepts: that the rows tell of.
        rows: in order; grouped ones group by group.
        total: videos of the library.
        unknown: concepts that were asked for and that nothing has.
        chosen_by_us: nobody chose the concepts.
    """

    concepts: tuple[str, ...] = ()
    rows: tuple[VideoRow, ...] = ()
    total: int = 0
    unknown: tuple[str, ...] = ()
    chosen_by_us: bool = False


class VideoOverviewService:
    """Says what whole videos are about; safe on any thread, meant for jobs.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library

    def suggest(self, prefix: str, limit: int = 10) -> list[str]:
        """Return concepts one of whose words begins with a text, most frequent first.

        Args:
            prefix: what was typed; "" gives the most frequent ones.
            limit: how many at most.
        """
        wanted = prefix.strip().casefold()
        names = self._names()
        fits = (name for name in names if _begins(name.casefold(), wanted))
        return [name for name, _ in zip(fits, range(limit), strict=False)]

    def overview(self, request: OverviewRequest, context: JobContext | None = None) -> VideoTable:
        """Return whole videos with what is seen in them.

        Args:
            request: what is asked.
            context: cancels.

        Raises:
            QueryError: there are too many concepts, or the order is unknown.
        """
        context = context or JobContext()
        _check(request)
        context.step(0, 3, "Reading videos")
        lines = self._library.timeline.lines()
        asked = tuple(dict.fromkeys(request.concepts))
        known = self._names() if not asked else self._known(asked)
        concepts = asked or tuple(known)[:AT_FIRST]
        videos = np.flatnonzero(lines.videos)
        context.step(1, 3, "Reading concepts")
        seen = self._seen(lines, videos, concepts)
        context.step(2, 3)
        rows = self._rows(request, lines, videos, seen)
        ranks = {video: rank for rank, video in enumerate(self._hits(lines, request.hits or ())[1])}
        rows = _in_order(rows, request, concepts, ranks)
        unknown = tuple(name for name in concepts if name not in known)
        context.step(3, 3)
        return VideoTable(concepts, tuple(rows), len(videos), unknown, not asked)

    def _names(self) -> dict[str, int]:
        """Return how many keyframes of videos have each concept, most frequent first."""
        inside = self._library.timeline.lines().in_videos
        counts: Counter[str] = Counter()
        for key in CONCEPT_KEYS:
            table = self._library.catalogue.facet_table(key)
            newest = int(table.items.max(initial=-1))  # more may have come since
            within = np.pad(inside, (0, max(0, newest + 1 - len(inside))))
            found = zip(table.names, table.counts(within).tolist(), strict=True)
            counts.update({name: count for name, count in found if count})
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def _known(self, names: Collection[str]) -> dict[str, int]:
        """Return those of some names that anything has."""
        tables = [self._library.catalogue.facet_table(key) for key in CONCEPT_KEYS]
        found = {name: sum(len(table.holders(name)) for table in tables) for name in names}
        return {name: count for name, count in found.items() if count}

    def _seen(self, lines: "Lines", videos: NDArray[np.int64], concepts: Sequence[str]) -> Seen:
        found = [(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))]
        read = self._library.catalogue.facet_scores
        found += [read(key, list(concepts)) for key in CONCEPT_KEYS if concepts]
        items, places, scores = (np.concatenate(part) for part in zip(*found, strict=True))
        owners = lines.owners(items)
        at = np.minimum(np.searchsorted(videos, owners), max(0, len(videos) - 1))
        inside = (videos[at] == owners) if len(videos) else np.zeros(len(items), np.bool_)
        return seen_in(
            at[inside], places[inside], items[inside], np.clip(scores[inside], 0, 1),
            (len(videos), len(concepts)),
        )  # fmt: skip

    def _rows(
        self, request: OverviewRequest, lines: "Lines", videos: NDArray[np.int64], seen: Seen
    ) -> list[VideoRow]:
        """Return the rows that are asked for."""
        keyframes = np.array([len(lines.rows_of(video)) for video in videos.tolist()], np.int64)
        shares = seen.counts / np.maximum(1, keyframes)[:, None]
        by_sure = request.order == "confidence"
        groups = main_concepts(seen.sure if by_sure else shares)
        hits, best_hits = self._hits(lines, request.hits or ())
        kept = np.ones(len(videos), np.bool_)
        if request.must and seen.counts.shape[1]:
            kept &= (seen.counts > 0).all(axis=1)
        if request.only_hits and request.hits is not None:
            kept &= np.array([hits[video] > 0 for video in videos.tolist()], np.bool_)
        places = np.flatnonzero(kept).tolist()
        summaries = {s.id: s for s in self._library.catalogue.items(videos[places].tolist())}
        words = request.title.casefold().split()
        rows = []
        for place in places:
            video = int(videos[place])
            summary = summaries.get(video)
            if summary is None or not all(word in summary.name.casefold() for word in words):
                continue
            length = summary.duration_s
            rows.append(
                VideoRow(
                    video, summary.name or str(video),
                    float("nan") if length is None else length,
                    int(keyframes[place]), tuple(seen.counts[place].tolist()),
                    tuple(seen.sure[place].tolist()), tuple(seen.best[place].tolist()),
                    hits[video], best_hits.get(video, -1), int(groups[place]), summary.missing,
                )
            )  # fmt: skip
        return rows

    def _hits(self, lines: "Lines", items: Sequence[int]) -> tuple[Counter[int], dict[int, int]]:
        """Return how many of some items each video has, and its first, best first."""
        counts: Counter[int] = Counter()
        first: dict[int, int] = {}
        owners = lines.owners(np.asarray(items, np.int64)).tolist()
        for item, video in zip(items, owners, strict=True):
            counts[video] += 1
            first.setdefault(video, item)
        return counts, first


def _in_order(
    rows: list[VideoRow],
    request: OverviewRequest,
    concepts: Sequence[str],
    ranks: Mapping[int, int],
) -> list[VideoRow]:
    """Return rows sorted, group by group; equal ones by title."""

    def value(row: VideoRow) -> float:
        if request.order == "hits":
            return float(row.hits)
        if request.order == "length":
            return 0.0 if row.length_s != row.length_s else row.length_s
        if request.order == "title":
            return 0.0
        told = row.sure if request.order == "confidence" else row.shares
        if request.by in concepts:
            return told[concepts.index(request.by)]
        return sum(told) / max(1, len(told))

    def place(row: VideoRow) -> tuple[float, float, int, str, int]:
        group = row.group if row.group >= 0 else MOST_CONCEPTS
        rank = ranks.get(row.video, len(ranks)) if request.order == "hits" else 0
        group = group if request.grouped else 0
        return group, -value(row), rank, row.title.casefold(), row.video

    return sorted(rows, key=place)


def _check(request: OverviewRequest) -> None:
    if request.order not in ORDERS:
        raise QueryError(
            f"Videos cannot be sorted by “{request.order}”.", hint=f"Use {', '.join(ORDERS)}."
        )
    if len(set(request.concepts)) > MOST_CONCEPTS:
        raise QueryError(
            f"{len(set(request.concepts))} concepts do not fit side by side.",
            hint=f"Choose {MOST_CONCEPTS} at most.",
        )


def _begins(name: str, prefix: str) -> bool:
    """Whether a name, or one of its words, begins with a text."""
    return name.startswith(prefix) or any(word.startswith(prefix) for word in name.split())
