"""The explore panel: find groups in a collection and more of what is put into a bucket."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.context import Panel, PanelContext, panels
from app.panel_actions import answer
from app.panel_actions.explore import actions
from app.panels.explore.bucket_side import BucketSide
from app.panels.explore.head import ExploreHead
from app.panels.explore.journey import Page
from app.panels.explore.meter_bar import MeterBar
from app.panels.explore.queries import Queries
from app.panels.explore.session import ExploreSession
from app.panels.explore.texts import action_name
from app.services.types import Action as ExploreAction
from app.widgets.controls import on_click
from app.widgets.drop_grid import DropGrid
from app.widgets.empty_state import EmptyState
from app.widgets.error_texts import error_text
from app.widgets.grid_model import plain
from app.widgets.item_menu import ItemMenu
from app.widgets.list_texts import list_text
from app.widgets.numbers import numeral
from app.widgets.point_map import PointMap
from common.errors import AppError

MOST_SEEN = 20_000  # kept in a session


@panels.register("explore")
class ExplorePanel(Panel):
    """Clusters one at a time, an overview, a map; buckets at the side; a meter below.

    Keys: Space next cluster, Page Up the one before, Enter or + puts the selection into the
    bucket, - takes it out, A all of the page, O overview, S sorted by the bucket, M map, B box or
    lasso, X and E expand cluster and bucket, Q like the bucket, Alt+Left back.
    """

    name = "explore"
    area = "center"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        tr = self.tr
        self._is_first = True
        self._is_old = False  # filters were changed since clusters were made
        self.session = ExploreSession(context, self)
        self.head, self.meter = ExploreHead(), MeterBar()
        self.side = BucketSide(context, self.session, self.name)
        self.queries = Queries(context, self.session, self.head.query_menu, self)
        self.grid = DropGrid(context, self.name)
        self.grid.setAccessibleName(tr("Pictures of the cluster"))
        self.grid.offer_labels(on=self.side.can_write)
        self.map = PointMap(context.services.items, context.jobs)
        self.empty = EmptyState()
        self.notes = QLabel()
        self.notes.setWordWrap(True)
        self.notes.setAccessibleName(tr("Notes"))
        self.pages = QStackedWidget()
        for page in (self.empty, self.grid, self.map):
            self.pages.addWidget(page)
        self._lay_out()
        self._connect()
        self._add_actions()
        self._explain_start()

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.side)
        split.addWidget(self.pages)
        split.setStretchFactor(1, 1)
        split.setSizes([170, 700])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 4)
        for widget in (self.head, self.notes):
            layout.addWidget(widget)
        layout.addWidget(split, 1)
        row = QHBoxLayout()
        row.addWidget(self.meter)
        layout.addLayout(row)
        self.notes.hide()

    def _connect(self) -> None:
        head, session, shared = self.head, self.session, self.context.shared
        head.clustering_chosen.connect(self.cluster)
        for button, run in (
            (head.overview, session.overview),
            (head.expand_cluster, session.expand_cluster),
            (head.expand_bucket, session.expand_bucket),
            (head.query_bucket, session.query_bucket),
            (head.sort, self._on_sort),
            (head.map, self._on_map),
            (head.lasso, self._on_shape),
            (head.take, self.take_page),
            (head.back, session.back),
            (head.previous, partial(session.step, -1)),
            (head.next, partial(session.step, 1)),
        ):
            on_click(button, run)
        session.buckets_read.connect(self._mark_found)
        session.clustered.connect(self._on_clustered)
        session.page_shown.connect(self._show_page)
        session.projected.connect(self._show_map)
        session.measured.connect(self._on_measured)
        session.region_empty.connect(self._on_region_empty)
        session.cancelled.connect(self._on_cancelled)
        session.failed.connect(self._on_failed)
        self.meter.wanted.connect(session.follow)
        self.map.region_drawn.connect(session.in_region)
        ItemMenu(self.context, self.map, self.map.items_at, self.name)
        self.map.item_clicked.connect(lambda item: shared.select([item], self.name))
        self.grid.label_requested.connect(self._on_label)
        self.grid.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        shared.items_changed.connect(self._on_items_changed)
        shared.filters_changed.connect(self._on_filters)

    def _add_actions(self) -> None:
        answer(self.context, actions(self.context), {"item.explore": self._explore_selected})

    # -- Panel

    @property
    def title(self) -> str:
        """Title of the panel."""
        return self.tr("Explore")

    @property
    def is_idle(self) -> bool:
        """Whether everything asked for is shown."""
        return not self.session.is_busy and self.grid.is_idle

    def view_to_export(self) -> QWidget:
        """Return the grid or the map."""
        return self.pages

    def focus_main(self) -> None:
        """Put the keyboard into the pictures, which are clustered when they are first seen."""
        if self._is_first:
            self._is_first = False
            self.session.read_buckets()
            self.cluster()
        current = self.pages.currentWidget()
        if current is None or current is self.empty:
            self.head.method.setFocus()
        else:
            current.setFocus()

    def save_state(self) -> dict[str, Any]:
        """Return how clusters are made, the bucket, and what was seen for it."""
        method, threshold, count = self.head.chosen
        journey = self.session.journey
        return {
            "method": method, "threshold": threshold, "count": count, "bucket": journey.bucket,
            "seen": list(journey.seen)[-MOST_SEEN:], "was_open": not self._is_first,
        }  # fmt: skip

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state returned; unknown or bad entries are ignored."""
        method, threshold, count = (state.get(name) for name in ("method", "threshold", "count"))
        if method in {"cc", "kmeans"} and isinstance(threshold, int | float):
            self.head.choose(method, float(threshold), count if isinstance(count, int) else 0)
        bucket, seen = state.get("bucket"), state.get("seen")
        if isinstance(bucket, str) and bucket:
            self.session.journey.bucket = bucket
        if isinstance(seen, list):
            self.session.journey.resume([item for item in seen if isinstance(item, int)])
        if state.get("was_open") is True and self.isVisible():
            self.focus_main()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        key, session, head = Qt.Key, self.session, self.head
        keys: dict[int, Callable[[], object]] = {
            key.Key_PageUp: partial(session.step, -1),
            key.Key_PageDown: partial(session.step, 1),
            key.Key_Plus: self.take_selected,
            key.Key_Minus: partial(self.take_selected, on=False),
            key.Key_A: self.take_page,
            key.Key_O: session.overview,
            key.Key_S: head.sort.click,
            key.Key_M: head.map.click,
            key.Key_B: head.lasso.click,
            key.Key_X: session.expand_cluster,
            key.Key_E: session.expand_bucket,
            key.Key_Q: session.query_bucket,
            key.Key_N: partial(session.step, 1),
        }
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == key.Key_Left and modifiers == Qt.KeyboardModifier.AltModifier:
            session.back()
        elif (run := keys.get(event.key())) is not None and modifiers in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier,
        ):  # fmt: skip
            run()
        else:
            super().keyPressEvent(event)

    # -- clusters and pages

    @Slot()
    def cluster(self) -> None:
        """Make clusters by what is chosen."""
        self.empty.say(self.tr("Looking for groups …"), "")
        self.session.cluster(*self.head.chosen)

    @Slot()
    def _on_clustered(self) -> None:
        made = self.session.clustering
        self.head.overview.setEnabled(made is not None and len(made) > 0)

    @Slot()
    def _show_page(self) -> None:
        page = self.session.journey.page
        if page is None:
            return
        self.head.map.setChecked(False)
        self.grid.show_hits(page.hits)
        self._mark_found()
        self.session.journey.look(self.grid.visible_rows().stop)
        self.head.title.setText(self._title_of(page))
        self.notes.setText("\n".join(plain(list_text(note)) for note in page.notes))
        self.notes.setVisible(bool(page.notes) and bool(page.hits))
        self.head.back.setEnabled(self.session.journey.can_go_back)
        self.head.expand_cluster.setEnabled(page.cluster >= 0)
        if page.hits:
            self.pages.setCurrentWidget(self.grid)
        else:
            self.empty.say(self.tr("Nothing is here"), "\n".join(map(list_text, page.notes)))
            self.pages.setCurrentWidget(self.empty)

    def _title_of(self, page: Page) -> str:
        """Return what a page is called, and how much it shows."""
        made = self.session.clustering
        title = list_text(page.title) if page.action is None else action_name(page.action)
        if page.action in {ExploreAction.BROWSE, ExploreAction.SORT} and made is not None:
            title = self.tr("Cluster {place} of {all}").format(
                place=numeral(page.cluster + 1), all=numeral(len(made))
            )
        count = self.tr("%s pictures") % numeral(len(page.hits))
        return f"{title} · {count}" if title else count

    @Slot()
    def _on_scrolled(self, _value: int) -> None:
        self.session.journey.look(self.grid.visible_rows().stop)

    def _on_sort(self) -> None:
        if self.head.sort.isChecked() and not self.session.journey.found:
            self.head.sort.setChecked(False)
            self.context.notices.info(self.tr("Put something into the bucket first."))
            return
        on = self.head.sort.isChecked()
        self.session.sort(on=on, then=partial(self.session.browse, 0))

    # -- the map

    def _on_map(self) -> None:
        if not self.head.map.isChecked():
            self.pages.setCurrentWidget(self.grid)
        elif self.session.projection is None:
            self.empty.say(
                self.tr("Drawing the map …"), self.tr("This takes a while the first time.")
            )
            self.pages.setCurrentWidget(self.empty)
            self.session.project()
        else:
            self._show_map()

    @Slot()
    def _show_map(self) -> None:
        made = self.session.projection
        if made is None:
            return
        if len(made.items):
            self.map.show_points(made.items, made.points)
            self._mark_found()
            self.head.map.setChecked(True)
            self.head.title.setText(
                self.tr("Map of %s pictures: draw around some") % numeral(len(made.items))
            )
            self.pages.setCurrentWidget(self.map)
            self.map.setFocus()
        else:
            self.empty.say(self.tr("Nothing to map"), "\n".join(map(list_text, made.notes)))
            self.pages.setCurrentWidget(self.empty)

    @Slot()
    def _on_region_empty(self) -> None:
        self.context.notices.info(self.tr("No picture lies there: draw around some points."))

    @Slot()
    def _on_cancelled(self) -> None:
        """Show what was there before, unless the same was asked for anew."""
        if self.session.is_busy:
            return
        if self.session.journey.page is not None:
            self._show_page()
        else:
            self._explain_start()

    def _on_shape(self) -> None:
        self.map.draws_box = self.head.lasso.isChecked()

    # -- the bucket

    @Slot()
    def _mark_found(self, *_sizes: object) -> None:
        journey = self.session.journey
        self.grid.show_labels(dict.fromkeys(journey.found, 1))
        self.map.mark(journey.seen, journey.found)

    def take_selected(self, *, on: bool = True) -> None:
        """Put the selection into the active bucket, or take it out."""
        self.side.take(self.context.shared.selection, on=on)

    def take_page(self) -> None:
        """Put all pictures of the page into the active bucket, in one step."""
        page = self.session.journey.page
        if page is not None and self.pages.currentWidget() is self.grid:
            self.session.journey.look(len(page.hits))
            self.side.take([hit.item for hit in page.hits])

    @Slot(int, int)
    def _on_label(self, item: int, value: int) -> None:
        is_in = item in self.session.journey.found
        self.side.take([item], on=value > 0 and not is_in)

    def _explore_selected(self) -> None:
        """Show the panel and what is like the current item."""
        self.context.actions.trigger("panel.explore")
        self.queries.by_selected()

    # -- what others do

    @Slot(object)
    def _on_measured(self, meter: Any) -> None:
        self.meter.show_meter(meter)
        has_bucket = bool(self.session.journey.found)
        for button in (self.head.expand_bucket, self.head.query_bucket):
            button.setEnabled(has_bucket)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, AppError) and self.session.clustering is None:
            self.empty.say(*error_text(error))
            self.pages.setCurrentWidget(self.empty)
        else:
            self.context.notices.error(error)
            self._on_cancelled()  # what was to come is not on its way any more

    @Slot(str)
    def _on_items_changed(self, _source: str) -> None:
        if not self._is_first:
            self.session.read_buckets()

    @Slot(object, str)
    def _on_filters(self, _filters: object, _source: str) -> None:
        self.session.projection = None
        self._is_old = not self.isVisible()
        if not self._is_first and not self._is_old:
            self.cluster()

    def on_seen(self) -> None:
        """Follow filters that were changed while the panel was hidden."""
        if self._is_old and not self._is_first:
            self._is_old = False
            self.cluster()

    def _explain_start(self) -> None:
        tr = self.tr
        self.empty.say(
            tr("Find groups in your collection"),
            tr(
                "Pictures that look alike are put together, the clearest groups first. Put what "
                "you look for into a bucket; a meter says how much of it you may have found, and "
                "what to do next."
            ),
        )
        self.empty.offer(tr("Find groups"), self.focus_main)
        for button in (self.head.expand_bucket, self.head.query_bucket, self.head.expand_cluster):
            button.setEnabled(False)
