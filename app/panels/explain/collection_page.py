"""What makes a collection: regions, concepts and the focus of a bucket or a classifier."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.jobs import Job, Priority
from app.panels.explain.batch_work import BUCKET, RESULTS, SELECTION, Wish, items_of
from app.panels.explain.score_bars import ScoreBars
from app.panels.explain.texts import said
from app.services.explain_collections import CollectionExplained
from app.services.explain_colours import Look, overlay
from app.services.explain_types import AUTO, ExplainTarget, PictureSource
from app.widgets.controls import named, on_click, push_button
from app.widgets.empty_state import EmptyState
from app.widgets.heat_canvas import HeatCanvas
from app.widgets.heat_image import Heat
from app.widgets.numbers import numeral
from app.widgets.paint import to_image
from common.jobs import JobContext

CLASSIFIER = "classifier:"
_SIDE = 132  # pixels of a picture
_FOCUS = 200


@dataclass(frozen=True, slots=True)
class Collections:
    """What can be explained as a whole."""

    buckets: tuple[str, ...]
    classifiers: tuple[tuple[str, str], ...]  # name, label set


class CollectionPage(QWidget):
    """Explains what the items of a collection have in common.

    Args:
        context: services, jobs, shared state.
        wish: what is chosen on the picture page.
        parent: owner.
    """

    picture_wanted = Signal(object, object)  # PictureSource, ExplainTarget

    def __init__(
        self, context: PanelContext, wish: Callable[[], Wish], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._wish = context, wish
        self._job: Job | None = None
        self.made: CollectionExplained | None = None
        tr = self.tr
        self.scope = QComboBox()
        self.scope.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        named(self.scope, tr("Collection that is explained"))
        self.go = push_button(tr("Explain"), tr("Learn what its pictures have in common"))
        self.go.setProperty("primary", "true")
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setProperty("muted", "true")
        self.focus = HeatCanvas()
        self.focus.setFixedSize(_FOCUS, _FOCUS)
        self.focus.setAccessibleName(tr("Where in the pictures it lies, on average"))
        self.bars = ScoreBars()
        self.pictures = self._list(tr("Pictures, the most typical first"))
        self.regions = self._list(tr("The strongest regions, cut out"))
        self.empty = EmptyState()
        self._lay_out()
        on_click(self.go, self.run)
        for grid in (self.pictures, self.regions):
            grid.itemActivated.connect(self._on_picked)
        self._explain_start()
        self.show_collections(Collections((), ()))

    def _list(self, name: str) -> QListWidget:
        made = QListWidget()
        made.setViewMode(QListWidget.ViewMode.IconMode)
        made.setResizeMode(QListWidget.ResizeMode.Adjust)
        made.setMovement(QListWidget.Movement.Static)
        made.setIconSize(QSize(_SIDE, _SIDE))
        made.setGridSize(QSize(_SIDE + 12, _SIDE + 26))
        made.setUniformItemSizes(True)
        made.setAccessibleName(name)
        return made

    def _lay_out(self) -> None:
        tr = self.tr
        row = QHBoxLayout()
        row.addWidget(self.scope)
        row.addWidget(self.go)
        row.addWidget(self.told, 1)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (
            QLabel(tr("Where it lies")), self.focus, QLabel(tr("What the network calls it")),
            self.bars,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch(1)
        main = QWidget()
        lists = QVBoxLayout(main)
        lists.setContentsMargins(6, 0, 0, 0)
        for label, grid, stretch in (
            (tr("Pictures, the most typical first (Enter explains one)"), self.pictures, 3),
            (tr("The regions that make them belong"), self.regions, 2),
        ):
            title = QLabel(label)
            title.setWordWrap(True)
            lists.addWidget(title)
            lists.addWidget(grid, stretch)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(side)
        split.addWidget(main)
        split.setStretchFactor(1, 1)
        split.setSizes([220, 640])
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(split)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.pages, 1)

    # -- what can be explained

    def ready(self) -> None:
        """Read the buckets and classifiers."""
        job = self._context.jobs.submit(
            "io", partial(_collections, self._context.services), replaces="explain-collections"
        )
        job.succeeded.connect(self.show_collections)
        job.failed.connect(self._context.notices.error)

    @Slot(object)
    def show_collections(self, found: Collections) -> None:
        """Offer them."""
        tr, before = self.tr, self.scope.currentData()
        self.scope.clear()
        for title, data in (
            (tr("Selection"), SELECTION), (tr("Results, or the cluster on view"), RESULTS),
            *((tr("Bucket “%s”") % name, f"{BUCKET}{name}") for name in found.buckets),
            *((tr("Classifier “%s”") % n, f"{CLASSIFIER}{s}") for n, s in found.classifiers),
        ):  # fmt: skip
            self.scope.addItem(title, data)
        self.scope.setCurrentIndex(max(0, self.scope.findData(before)))

    @property
    def is_busy(self) -> bool:
        """Whether a collection is being explained."""
        return self._job is not None and not self._job.is_done

    def run(self) -> None:
        """Explain the collection that is chosen; a second click takes the place of the first."""
        from dataclasses import replace

        shared, scope = self._context.shared, str(self.scope.currentData() or SELECTION)
        items = tuple(shared.selection)
        if scope == RESULTS:
            items = tuple(hit.item for hit in shared.results.hits)
        wish = replace(self._wish(), scope=scope, items=items)
        self.told.setText(self.tr("Looking at its pictures …"))
        self._job = self._context.jobs.submit(
            "gpu", partial(_explain, self._context.services, wish), replaces="explain-collection",
            title=self.tr("Explain a collection"), priority=Priority.NORMAL,
        )  # fmt: skip
        self._job.succeeded.connect(self._on_made)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self.told.clear)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.told.clear()
        self._context.notices.error(error)

    # -- what came out

    def _explain_start(self) -> None:
        self.empty.say(
            self.tr("What makes this collection?"),
            self.tr("Choose a selection, a bucket, a cluster or a classifier: its pictures are "
                    "compared with the rest of the library, and the regions that make them "
                    "belong are shown."),
        )  # fmt: skip
        self.empty.offer(self.tr("Explain"), self.run)
        self.pages.setCurrentWidget(self.empty)

    @Slot(object)
    def _on_made(self, made: CollectionExplained) -> None:
        self.made = made
        look = Look()
        first = made.shown[0].rgb
        grey = np.full((_FOCUS, _FOCUS, 3), int(first.mean()), np.uint8)
        self.focus.show_image(to_image(grey))
        self.focus.set_look(Look(look.colours, 1.0))
        self.focus.show_heats(Heat(made.focus))
        self.bars.show_rows([(each.label, each.probability) for each in made.concepts])
        self.pictures.clear()
        for each in made.shown:
            rgb = overlay(each.rgb, each.maps[0].map, each.crop, look)
            self._add(
                self.pictures, rgb, each.title, numeral(each.score, ".2f"), each.request.source
            )
        self.regions.clear()
        for region in made.regions:
            source = PictureSource(region.item)
            self._add(self.regions, region.rgb, numeral(region.strength, ".2f"), "", source)
        count = self.tr("%s items") % numeral(made.count)
        self.told.setText(" · ".join([count, *said(made.notes[:2])]))
        self.pages.setCurrentIndex(1)

    def _add(
        self, grid: QListWidget, rgb: Any, title: str, value: str, source: PictureSource
    ) -> None:
        item = QListWidgetItem(QIcon(_square(rgb)), title)
        item.setToolTip(" · ".join(filter(None, [title, value])))
        item.setData(Qt.ItemDataRole.UserRole, source)
        grid.addItem(item)

    @Slot(QListWidgetItem)
    def _on_picked(self, item: QListWidgetItem) -> None:
        target = self.made.shown[0].request.target if self.made else ExplainTarget()
        self.picture_wanted.emit(item.data(Qt.ItemDataRole.UserRole), target)


def _square(rgb: Any) -> QPixmap:
    """Return a picture in the middle of a square, so that all names stand on one line."""
    picture = to_image(rgb).scaled(
        _SIDE, _SIDE, Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )  # fmt: skip
    square = QPixmap(_SIDE, _SIDE)
    square.fill(Qt.GlobalColor.transparent)
    painter = QPainter(square)
    painter.drawImage((_SIDE - picture.width()) // 2, (_SIDE - picture.height()) // 2, picture)
    painter.end()
    return square


def _collections(services: Any, context: JobContext) -> Collections:
    """Return what can be explained as a whole; runs in a lane."""
    context.step(0)
    classifiers = [
        (entry.name, entry.label_set)
        for entry in services.library.catalogue.classifiers()
        if entry.label_set
    ]
    return Collections(tuple(services.items.buckets()), tuple(classifiers))


def _explain(services: Any, wish: Wish, context: JobContext) -> CollectionExplained:
    """Explain a collection; runs in a lane."""
    from app.services.explain_collections import explain_collection

    negative: list[int] = []
    entry = next((e for e in services.explanations.networks() if e.name == wish.network), None)
    if entry is not None and not entry.encoder:  # the library has no vectors of it to learn from
        wish = replace(wish, network=AUTO, layers=(AUTO,))
    if wish.scope.startswith(CLASSIFIER):
        labels = services.items.labels(wish.scope.removeprefix(CLASSIFIER))
        items = [item for item, value in labels.items() if value > 0]
        negative = [item for item, value in labels.items() if value < 0]
    else:
        items = list(items_of(services, wish))
    return explain_collection(
        services.explanations, items, negative, network=wish.network, method=wish.methods[0],
        layer=wish.layers[0], context=context,
    )  # fmt: skip
