"""A button that lays the classes of an analyser's mask over a picture."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.context import PanelContext
from app.widgets.image_canvas import ImageCanvas
from app.widgets.numbers import numeral
from common.jobs import JobContext

Answer = tuple[int, str, QImage, list[tuple[str, float, QColor]]]


def read_names(services: Any, context: JobContext) -> list[tuple[str, str]]:
    """Return (name, title) of the analysers that give masks; runs in a lane."""
    context.step(0)
    analyses = services.analyses
    return [(name, analyses.title(name)) for name in analyses.mask_names()]


def read_mask(services: Any, item: int, name: str, context: JobContext) -> Answer:
    """Return the mask of an item as a picture to lay over its own; runs in a lane."""
    from app.services.analyses import colours, shares

    mask = services.analyses.mask(item, name, context)
    if mask is None:
        return item, name, QImage(), []
    table = np.vstack([colours(len(mask.labels)), np.zeros((1, 3), np.uint8)])  # the last: none
    rgba = np.dstack([table[mask.codes], np.where(mask.codes < 0, 0, 255).astype(np.uint8)])
    rgba = np.ascontiguousarray(rgba, np.uint8)
    height, width = rgba.shape[:2]
    image = QImage(rgba.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
    place = {label: number for number, label in enumerate(mask.labels)}
    legend = [(label, share, QColor(*table[place[label]])) for label, share in shares(mask)]
    return item, name, image, legend


class MaskButton(QToolButton):
    """Chooses which mask lies over the picture of an item; hidden where no analyser gives any.

    The legend stands in its menu: each class with its colour and share.

    Args:
        context: services and jobs.
        canvas: shows the picture.
        parent: owner.
    """

    shown = Signal(str)  # the analysis whose mask lies over the picture now, "" for none

    def __init__(
        self, context: PanelContext, canvas: ImageCanvas, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._canvas = context, canvas
        self._item: int | None = None
        self._names: list[tuple[str, str]] = []
        self._legend: list[tuple[str, float, QColor]] = []
        self._chosen = ""
        self._is_busy = False
        self.setText(self.tr("Areas"))
        self.setToolTip(self.tr("Show which part of the picture belongs to what"))
        self.setAccessibleName(self.tr("Areas that an analyser found"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # clicks leave the keyboard with the picture
        self.hide()
        self._has_looked = False
        context.shared.items_changed.connect(self._on_changed)

    @property
    def is_idle(self) -> bool:
        """Whether the mask that was asked for is shown."""
        return not self._is_busy

    @property
    def chosen(self) -> str:
        """The analysis whose mask is shown, "" for none."""
        return self._chosen

    @property
    def legend(self) -> Sequence[tuple[str, float, QColor]]:
        """Classes of the mask that is shown: name, share of the picture, colour."""
        return self._legend

    @Slot()
    def _on_changed(self) -> None:
        if self._has_looked:
            self.look()

    @Slot()
    def look(self) -> None:
        """Find out which analysers give masks."""
        self._has_looked = True
        read = partial(read_names, self._context.services)
        job = self._context.jobs.submit("io", read, replaces=f"masks-{id(self)}")
        job.succeeded.connect(self._on_names)

    def set_item(self, item: int | None) -> None:
        """Show the mask of another item, by the same analyser."""
        if item == self._item:
            return
        if not self._has_looked:
            self.look()
        self._item = item
        self._clear()
        self._ask()

    @Slot(str)
    def choose(self, name: str) -> None:
        """Lay the mask of an analysis over the picture; "" for none."""
        self._chosen = name
        self._clear()
        self._ask()

    def _clear(self) -> None:
        self._legend = []
        self._canvas.show_overlay(None)
        self.shown.emit("")

    def _ask(self) -> None:
        if self._item is None or not self._chosen:
            self._is_busy = False
            return
        self._is_busy = True
        read = partial(read_mask, self._context.services, self._item, self._chosen)
        job = self._context.jobs.submit("io", read, replaces=f"mask-{id(self)}")
        job.succeeded.connect(self._on_mask)
        job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_names(self, names: list[tuple[str, str]]) -> None:
        self._names = names
        self.setVisible(bool(names))
        if self._chosen and self._chosen not in [name for name, _ in names]:
            self.choose("")

    @Slot(object)
    def _on_mask(self, answer: Answer) -> None:
        item, name, image, legend = answer
        if (item, name) != (self._item, self._chosen):
            return
        self._is_busy = False
        self._legend = legend
        self._canvas.show_overlay(None if image.isNull() else image)
        said = ", ".join(f"{label} {numeral(share, '.0%')}" for label, share, _ in legend)
        self.setAccessibleDescription(said)
        self.shown.emit(name)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._is_busy = False
        self._chosen = ""
        self._context.notices.error(error)

    @Slot()
    def _fill(self) -> None:
        """List the analysers, and the legend of the mask that is shown."""
        menu = self._menu
        menu.clear()
        for name, title in (("", self.tr("None")), *self._names):
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(name == self._chosen)
            action.triggered.connect(partial(self.choose, name))
        if self._legend:
            menu.addSection(self.tr("Share of the picture"))
        for label, share, colour in self._legend:
            patch = QPixmap(12, 12)
            patch.fill(colour)
            row = menu.addAction(QIcon(patch), f"{label}   {numeral(share, '.0%')}")
            row.setEnabled(True)
