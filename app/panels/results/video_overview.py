"""The overview of whole videos: concepts side by side, grouped, sorted, filtered."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.context import PanelContext
from app.jobs import Job, Priority
from app.panels.results.video_bar import VideoBar
from app.panels.results.video_table import FIXED
from app.panels.results.video_table_view import VideoTableView
from app.panels.results.view import HitView, Shown, hit_views
from app.services.types import VIDEO_ORDERS, OverviewRequest, VideoTable
from app.widgets.empty_state import EmptyState
from app.widgets.numbers import numeral
from common.jobs import JobContext

_FLAGS = ("grouped", "must", "only_hits")


@hit_views.register("overview")
class OverviewView(HitView):
    """Whole videos by what is seen in them, with the hits of the list beside it."""

    name = "overview"
    icon = "overview"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.bar = VideoBar()
        self.table = VideoTableView(context, self.source)
        self.table.setAccessibleName(self.title)
        self.empty = EmptyState()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.bar)
        layout.addWidget(self.pages, 1)
        self.setFocusProxy(self.table)
        self._pending: Job | None = None
        self._suggesting: Job | None = None
        self.bar.changed.connect(self._on_changed)
        self.bar.prefix_typed.connect(self._on_prefix)
        self.table.head_chosen.connect(self._on_head)
        context.shared.items_changed.connect(self._on_items_changed)

    @property
    def title(self) -> str:
        """Title of the view."""
        return self.tr("Videos as a whole")

    @property
    def is_idle(self) -> bool:
        """Whether the table was made and the visible pictures asked for."""
        waits = self._pending is not None or self._suggesting is not None
        return not waits and self.bar.is_idle and self.table.is_idle

    def keys(self) -> Sequence[tuple[str, str]]:
        """Return the keys of the table."""
        tr = self.tr
        return (
            (tr("From cell to cell; a cell is the best frame of a concept"), "← → ↑ ↓"),
            (tr("First or last column"), tr("Home  End")),
            (tr("First or last video"), tr("Ctrl+Home  Ctrl+End")),
        )

    def set_side(self, side: int) -> None:
        """Take another size of pictures."""
        self.table.set_side(side)

    def on_active(self) -> None:
        """Load what is visible when the view comes to the front."""
        if self.is_active:
            self.table.refresh()

    # -- what is shown

    def show_shown(self, shown: Shown) -> None:
        """Read the videos of the library, and which of them have hits."""
        request = replace(self.bar.request, hits=tuple(hit.item for hit in shown.hits))
        job = self.context.jobs.submit(
            "io", partial(_overview, self.context.services, request),
            replaces=self.source, priority=Priority.INTERACTIVE,
        )  # fmt: skip
        self._pending = job
        job.succeeded.connect(partial(self._on_table, job, request))
        job.failed.connect(partial(self._on_failed, job))

    def _on_table(self, job: Job, request: OverviewRequest, table: VideoTable) -> None:
        if job is not self._pending:
            return
        self._pending = None
        by_sure = request.order == "confidence"
        self.bar.show_concepts(table.concepts, chosen_by_us=table.chosen_by_us)
        self.table.show_table(
            table, grouped=request.grouped, by_sure=by_sure, sorted_by=_column(request, table)
        )
        self._say(table)

    def _say(self, table: VideoTable) -> None:
        """Say what is not there."""
        tr = self.tr
        self.pages.setCurrentWidget(self.table if table.rows else self.empty)
        notes = [tr("No video has “%s”.") % name for name in table.unknown]
        if table.rows and len(table.rows) < table.total:
            told = tr("{shown} of {all} videos.")
            notes.append(told.format(shown=numeral(len(table.rows)), all=numeral(table.total)))
        if table.rows and not table.concepts:
            notes.append(
                tr("No concept is known here: networks name them when media are analysed.")
            )
        if not table.total:
            self.empty.say(tr("There are no videos here"), tr("Import some, then look again."))
        elif not table.rows:
            self.empty.say(
                tr("No video is left"), tr("No video of %s passes.") % numeral(table.total)
            )
            self.empty.offer(tr("Show all videos"), self.bar.lift)
        self.noted.emit(" ".join(notes))

    def _on_failed(self, job: Job, error: Exception) -> None:
        if job is self._pending:
            self._pending = None
            self.context.notices.error(error)

    @Slot(str)
    def _on_changed(self, what: str) -> None:
        self.state_changed.emit(what)
        self._again()

    @Slot(str)
    def _on_items_changed(self, _source: str) -> None:
        self._again()

    def _again(self) -> None:
        if self.is_active:
            self.show_shown(self.shown)

    @Slot(int)
    def _on_head(self, column: int) -> None:
        """Sort by the column that was clicked."""
        concepts = self.table.videos.table.concepts
        if column >= FIXED:
            self.bar.sort_by(concepts[column - FIXED])
        else:
            self.bar.set_order(("title", "length", "hits")[column])

    # -- suggestions

    @Slot(str)
    def _on_prefix(self, prefix: str) -> None:
        job = self.context.jobs.submit(
            "io", partial(_suggest, self.context.services, prefix),
            replaces=f"{self.source}-suggest", priority=Priority.INTERACTIVE,
        )  # fmt: skip
        self._suggesting = job
        job.succeeded.connect(partial(self._on_suggested, job, prefix))
        job.failed.connect(partial(self._on_not_suggested, job))

    def _on_suggested(self, job: Job, prefix: str, names: list[str]) -> None:
        if job is self._suggesting:
            self._suggesting = None
            self.bar.suggest(prefix, names)

    def _on_not_suggested(self, job: Job, error: Exception) -> None:
        if job is self._suggesting:
            self._suggesting = None
            self.context.notices.error(error)

    # -- state

    def save_state(self) -> dict[str, Any]:
        """Return concepts, order and filters."""
        request = self.bar.request
        return {
            "concepts": list(request.concepts),
            "order": request.order,
            "by": request.by,
            "title": request.title,
            **{name: getattr(request, name) for name in _FLAGS},
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state returned; bad entries are ignored."""
        named = state.get("concepts")
        order = state.get("order")
        self.bar.show_request(
            OverviewRequest(
                tuple(str(name) for name in named) if isinstance(named, list) else (),
                order if order in VIDEO_ORDERS else "frequency",
                str(state.get("by") or ""),
                grouped=state.get("grouped") is True,
                only_hits=state.get("only_hits") is True,
                must=state.get("must") is True,
                title=str(state.get("title") or ""),
            )
        )
        self._again()


def _column(request: OverviewRequest, table: VideoTable) -> int:
    """Return the column that decides the order, -1 where all concepts do."""
    if request.order in ("frequency", "confidence"):
        concepts = list(table.concepts)
        if request.by in concepts:
            return FIXED + concepts.index(request.by)
        return FIXED if len(concepts) == 1 else -1
    return ("title", "length", "hits").index(request.order)


def _overview(services: Any, request: OverviewRequest, context: JobContext) -> VideoTable:
    """Return the videos that are asked for; runs in a lane."""
    table: VideoTable = services.videos.overview(request, context)
    return table


def _suggest(services: Any, prefix: str, context: JobContext) -> list[str]:
    """Return concepts for what was typed; runs in a lane."""
    context.step(0)
    names: list[str] = services.videos.suggest(prefix, 12)
    return names
