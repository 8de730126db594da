"""The list of the results panel: what of it is shown, in which order, and what is left out."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.context import PanelContext
from app.jobs import Priority
from app.panels.results import work
from app.panels.results.hiding import MOST_KEPT, Excluded, Hiding, Left, ids_of
from app.panels.results.view import Shown
from app.widgets.view_undo import ViewParts
from common.values import Hit, ResultList

SORT, HIDE, EXCLUDED, THRESHOLD = (
    "results.sort",
    "results.hiding",
    "results.excluded",
    "results.threshold",
)


class ResultSession(QObject):
    """Holds the shared list and says what of it is shown.

    Args:
        context: services, jobs, shared state.
        parent: the panel.
    """

    changed = Signal(object)  # Shown
    sorted_by = Signal(str)  # now in effect; see work.order
    numbers_known = Signal(object)  # facets that hits can be sorted by

    def __init__(self, context: PanelContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.results = ResultList("")
        self.sort = "score"
        self.threshold = 0  # percent of the way from the smallest score to the largest
        self.hiding = Hiding()
        self.excluded = Excluded()
        self.left = Left()
        self.earlier: tuple[ResultList, ...] = ()
        self._preview: ResultList | None = None
        self._moves: Mapping[int, int | None] = {}
        self._orders: dict[str, list[int]] = {}  # places of the hits, by way of sorting
        self._members: dict[int, frozenset[int]] = {}  # of excluded videos
        self._seen: dict[int, None] = {}  # on the screen so far, in order
        self._seen_there: frozenset[int] = frozenset()  # of the library, for the question
        self._seen_before: frozenset[int] = frozenset()  # when the list came: these are hidden
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._settle.timeout.connect(self._tell)
        self.undo = ViewParts(context.shared, self)
        self.undo.add(SORT, lambda: self.sort, self._bring_sort)
        self.undo.add(HIDE, lambda: self.hiding, self._bring_hiding)
        self.undo.add(EXCLUDED, lambda: self.excluded, self._bring_excluded)
        self.undo.add(THRESHOLD, lambda: self.threshold, self._bring_threshold)
        self._labels: Mapping[int, int] | None = None  # None until they are needed again
        for signal in (context.shared.labels_changed, context.shared.items_changed):
            signal.connect(self._forget_labels)
        context.shared.items_changed.connect(self._on_items_changed)
        context.shared.noted.connect(self._on_noted)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is about to be shown."""
        return not self._settle.isActive()

    # -- the list

    def take(self, results: ResultList) -> None:
        """Show another list; the threshold is lifted, what was seen by now counts as seen."""
        self.results = results
        self._preview = None
        self._orders = {}
        self._moves = {}
        self.threshold = 0
        self._seen_before = frozenset(self._seen) | self._seen_there
        self.undo.sync()
        if self.hiding.seen:
            self._read_seen()
        self._read_numbers()
        self._sort_anew()

    def swap(self, results: ResultList) -> None:
        """Show the same list with fewer hits, in the order and above the threshold chosen."""
        self.results = results
        self._preview = None
        self._orders = {}
        self._sort_anew()

    def take_moves(self, moves: Mapping[int, int | None]) -> None:
        """Show how far hits moved against the list before; empty to show none."""
        if moves != self._moves:
            self._moves = moves
            self._settle.start()

    def show_preview(self, results: ResultList | None, moves: Mapping[int, int | None]) -> None:
        """Show a list that may be kept, best first and with movement; None for the real one."""
        self._preview = results
        self._moves = moves
        self._settle.start()

    @property
    def is_ranked(self) -> bool:
        """Whether the list has different scores, so that a threshold means something."""
        hits = self.results.hits
        return len(hits) > 1 and hits[0].score != hits[-1].score

    @property
    def smallest_score(self) -> float:
        """Score that the threshold stands for; -inf at 0 percent."""
        if not self.threshold or not self.results.hits:
            return float("-inf")
        scores = np.fromiter((hit.score for hit in self.results.hits), np.float64)
        low, high = float(scores.min()), float(scores.max())
        return low + (high - low) * self.threshold / 100

    def labels(self) -> Mapping[int, int]:
        """Return the labels of the question that is asked now, read when they have changed."""
        if self._labels is None:
            self._labels = self._context.services.items.labels(self._context.shared.label_set)
        return self._labels

    @Slot()
    def _forget_labels(self, *_: object) -> None:
        self._labels = None

    @Slot()
    def _tell(self) -> None:
        hits = self._within(self._in_order())
        self.changed.emit(
            Shown(
                self._preview or self.results,
                hits,
                self.labels(),
                self.left.total,
                self._moves,
                self.earlier,
            )
        )

    def _in_order(self) -> tuple[Hit, ...]:
        """Return the hits above the threshold, in the order chosen."""
        if self._preview is not None:
            return self._preview.hits
        hits = self.results.hits
        smallest = self.smallest_score
        if self.sort != "score" and self.sort in self._orders:
            hits = tuple(hits[place] for place in self._orders[self.sort])
        elif smallest > float("-inf") and _falls(hits):
            return hits[: bisect_right(hits, -smallest, key=lambda hit: -hit.score)]
        if smallest > float("-inf"):
            hits = tuple(hit for hit in hits if hit.score >= smallest)
        return hits

    def _within(self, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Return the hits that are not left out, and count the others."""
        excluded = self._excluded_ids()
        submitted = self._submitted() if self.hiding.submitted else frozenset()
        seen = self._seen_before if self.hiding.seen else frozenset()
        if not (excluded or submitted or seen):
            self.left = Left()
            return hits
        counts = [0, 0, 0]
        kept = []
        for hit in hits:
            for place, gone in enumerate((excluded, submitted, seen)):
                if hit.item in gone:
                    counts[place] += 1
                    break
            else:
                kept.append(hit)
        self.left = Left(*counts)
        return tuple(kept)

    def why_missing(self, item: int) -> str:
        """Return why an item is not among the hits shown.

        Returns:
            "excluded", "submitted", "seen" or "score" where the list holds it; "list" where it
            does not; "" where the item is shown.
        """
        if not any(hit.item == item for hit in self.results.hits):
            return "list"
        if item in self._excluded_ids():
            return "excluded"
        if self.hiding.submitted and item in self._submitted():
            return "submitted"
        if self.hiding.seen and item in self._seen_before:
            return "seen"
        return "" if any(hit.item == item for hit in self._in_order()) else "score"

    def take_back(self, item: int) -> None:
        """Exclude an item no longer, nor the video it belongs to."""
        kept = self.excluded.without(item)
        for video in self.excluded.videos:
            if item in self._members.get(video, frozenset({video})):
                kept = kept.without(video)
        self.exclude(kept, self.tr("Take an exclusion back"))

    def _submitted(self) -> frozenset[int]:
        found: frozenset[int] = self._context.services.evaluation.submitted()
        return found

    # -- threshold and order

    def set_threshold(self, percent: int) -> None:
        """Hide hits below a share of the scores, 0-100."""
        if percent != self.threshold:
            self.threshold = percent
            self._settle.start()
            self.undo.note(THRESHOLD, self.tr("Smallest score"), "results-threshold")

    def _bring_threshold(self, percent: int) -> None:
        self.threshold = percent
        self._settle.start()

    def set_sort(self, by: str) -> None:
        """Sort in another way; see work.order."""
        if work.is_sort(by) and by != self.sort:
            self.sort = by
            self.undo.note(SORT, self.tr("Sort the results"))
            self._sort_anew()
            self.sorted_by.emit(by)

    def _bring_sort(self, by: str) -> None:
        self.sort = by
        self._sort_anew()
        self.sorted_by.emit(by)

    def _read_numbers(self) -> None:
        """Find out which numbers the hits can be sorted by."""
        read = partial(work.number_keys, self._context.services)
        job = self._context.jobs.submit("io", read, replaces="results-numbers")
        job.succeeded.connect(self.numbers_known)

    def _sort_anew(self) -> None:
        """Show the list in the order chosen; one that is not known yet is read first."""
        if self.sort == "score" or self.sort in self._orders or not self.results.hits:
            self._settle.start()
            return
        items = [hit.item for hit in self.results.hits]
        job = self._context.jobs.submit(
            "io",
            partial(work.order, self._context.services, items, self.sort),
            replaces="results-order",
            priority=Priority.INTERACTIVE,
        )
        job.succeeded.connect(partial(self._on_order, self.results))
        job.failed.connect(self._on_no_order)

    def _on_order(self, results: ResultList, answer: tuple[str, list[int]]) -> None:
        if results is self.results:
            self._orders[answer[0]] = answer[1]
            self._settle.start()

    @Slot(object)
    def _on_no_order(self, error: Exception) -> None:
        """Show the list, if not in the order chosen: the one before is not what was asked."""
        self._context.notices.error(error)
        self._settle.start()

    # -- hiding

    def set_hiding(self, hiding: Hiding) -> None:
        """Hide what was seen or submitted, or show it again."""
        if hiding == self.hiding:
            return
        self._bring_hiding(hiding)
        self.undo.note(HIDE, self.tr("Hide or show what was seen"))

    def _bring_hiding(self, hiding: Hiding) -> None:
        if hiding.seen and not self.hiding.seen:
            self._seen_before = frozenset(self._seen) | self._seen_there
            self._read_seen()
        self.hiding = hiding
        self._settle.start()

    def note_seen(self, items: Iterable[int]) -> None:
        """Remember that items were on the screen; they stay until another list comes."""
        self._seen.update(dict.fromkeys(items))

    def forget_seen(self) -> None:
        """Begin anew with what was on the screen; what feedback showed stays seen."""
        self._seen.clear()
        self._seen_before = self._seen_there
        self._settle.start()

    def _read_seen(self) -> None:
        """Read what feedback and exploring have shown for the question."""
        label_set = self._context.shared.label_set
        job = self._context.jobs.submit(
            "io",
            partial(work.seen, self._context.services, label_set),
            replaces="results-seen",
        )
        job.succeeded.connect(self._on_seen)
        job.failed.connect(self._context.notices.error)

    @Slot(object)
    def _on_seen(self, items: frozenset[int]) -> None:
        if items != self._seen_there:
            self._seen_there = items
            self._seen_before |= items
            self._settle.start()

    # -- excluding

    def exclude(self, excluded: Excluded, title: str) -> None:
        """Take items or videos out of every list, or back in."""
        if excluded != self.excluded:
            self._bring_excluded(excluded)
            self.undo.note(EXCLUDED, title)

    def _bring_excluded(self, excluded: Excluded) -> None:
        self.excluded = excluded
        unknown = [video for video in excluded.videos if video not in self._members]
        if unknown:
            self._read_members(unknown)
        self._settle.start()

    def exclude_videos_of(self, items: Sequence[int], title: str) -> None:
        """Take the whole videos of items out of every list."""
        job = self._context.jobs.submit(
            "io",
            partial(work.videos_of, self._context.services, list(items)),
            priority=Priority.INTERACTIVE,
        )
        job.succeeded.connect(partial(self._on_videos, title))
        job.failed.connect(self._context.notices.error)

    def _on_videos(self, title: str, members: dict[int, frozenset[int]]) -> None:
        self._members.update(members)
        self.exclude(self.excluded.with_videos(list(members)), title)

    def _read_members(self, videos: Sequence[int]) -> None:
        job = self._context.jobs.submit(
            "io",
            partial(work.videos_of, self._context.services, list(videos)),
            replaces="results-members",
        )
        job.succeeded.connect(self._on_members)
        job.failed.connect(self._context.notices.error)

    @Slot(object)
    def _on_members(self, members: dict[int, frozenset[int]]) -> None:
        self._members.update(members)
        self._settle.start()

    def _excluded_ids(self) -> frozenset[int]:
        found = [self._members.get(video, frozenset({video})) for video in self.excluded.videos]
        return frozenset(self.excluded.items).union(*found)

    @Slot(str)
    def _on_items_changed(self, _source: str) -> None:
        """A video may have other shots now."""
        if self.excluded.videos:
            self._read_members(self.excluded.videos)

    @Slot(str, object)
    def _on_noted(self, event: str, _values: object) -> None:
        if event.startswith("evaluation."):
            self._settle.start()

    # -- state

    def save_state(self) -> dict[str, Any]:
        """Return order, hiding, exclusions and what was seen, JSON types."""
        return {
            "sort": self.sort,
            "hide_seen": self.hiding.seen,
            "hide_submitted": self.hiding.submitted,
            "excluded": self.excluded.to_json(),
            "seen": list(self._seen)[-MOST_KEPT:],
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state returned; bad entries are ignored."""
        if work.is_sort(state.get("sort")):
            self._bring_sort(state["sort"])
        self._seen = dict.fromkeys(ids_of(state.get("seen")))
        self._bring_hiding(
            Hiding(state.get("hide_seen") is True, state.get("hide_submitted") is not False)
        )
        self._bring_excluded(Excluded.from_json(state.get("excluded")))
        self.undo.sync()


def _falls(hits: Sequence[Hit]) -> bool:
    """Whether the scores never rise."""
    scores = np.fromiter((hit.score for hit in hits), np.float64, len(hits))
    return bool(np.all(np.diff(scores) <= 0))
