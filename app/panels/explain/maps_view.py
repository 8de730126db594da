"""The picture beside its maps: a grid of them, one alone, or two under a divider."""

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.panels.explain.cards import MapCard, tip_of
from app.panels.explain.texts import measure_arrow, measure_title, measure_value, said
from app.services.explain_colours import Look
from app.services.explain_types import MEASURES, Explained, MethodInfo, MethodMap
from app.widgets.controls import named
from app.widgets.heat_canvas import HeatCanvas
from app.widgets.heat_image import Heat
from app.widgets.numbers import numeral
from app.widgets.paint import to_image
from app.widgets.view_link import ViewLink

LEAST_CARD = 190  # pixels
_LEAST_HIGH = 230
_LEAST_PICTURE = 175  # with the head of its card
_SPACE = 8
_PICTURE = ""  # in place of a method: the picture without a map


class MapsView(QWidget):
    """Shows one explanation.

    Args:
        parent: owner.
    """

    painted = Signal()  # the user painted over the picture

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.link = ViewLink(self)
        self.picture = MapCard()
        self.picture.canvas.painted.connect(self.painted)
        self.cards: list[MapCard] = []
        self._methods: dict[str, MethodInfo] = {}
        self._explained: Explained | None = None
        self._look = Look()
        self._alone = ""  # method that is shown alone
        self._columns = 0
        self._image = QImage()
        self._make_grid()
        self._make_swipe()
        self.pages = QStackedWidget()
        self.pages.addWidget(self._scroll)
        self.pages.addWidget(self._swipe_page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)

    def _make_grid(self) -> None:
        self._content = QWidget()
        self._grid = QGridLayout(self._content)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_SPACE)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._content)
        self._scroll.setAccessibleName(self.tr("Heat maps side by side"))

    def _make_swipe(self) -> None:
        self._swipe_page = QWidget()
        self.swipe = HeatCanvas()
        self.left, self.right = QComboBox(), QComboBox()
        named(self.left, self.tr("Map on the left of the divider"))
        named(self.right, self.tr("Map on the right of the divider"))
        self._told_left, self._told_right = _Line(), _Line()
        for label in (self._told_left, self._told_right):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout()
        row.addWidget(self.left)
        row.addWidget(self._told_left, 1)
        row.addSpacing(16)
        self._told_right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._told_right, 1)
        row.addWidget(self.right)
        layout = QVBoxLayout(self._swipe_page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.swipe, 1)
        for box in (self.left, self.right):
            box.activated.connect(self._show_swipe)

    # -- what is shown

    @property
    def explained(self) -> Explained | None:
        """The explanation on view."""
        return self._explained

    @property
    def is_swiping(self) -> bool:
        """Whether two maps lie under a divider."""
        return self.pages.currentWidget() is self._swipe_page

    def show_explained(self, explained: Explained, methods: Mapping[str, MethodInfo]) -> None:
        """Show an explanation, with what is known of its methods."""
        before = self._explained
        if before is None or before.rgb is not explained.rgb:
            self._image = to_image(explained.rgb)
        self._explained, self._methods = explained, dict(methods)
        names = [found.method for found in explained.maps]
        self._alone = self._alone if self._alone in names else ""
        self._fill_cards()
        self._fill_boxes(names)
        self._show_swipe()

    def set_look(self, look: Look) -> None:
        """Draw all maps in another way."""
        self._look = look
        for canvas in (self.swipe, self.picture.canvas, *(card.canvas for card in self.cards)):
            canvas.set_look(look)

    def set_swiping(self, *, on: bool) -> None:
        """Show two maps under a divider, or all beside each other."""
        self.pages.setCurrentWidget(self._swipe_page if on else self._scroll)
        self._show_swipe()

    def fit(self) -> None:
        """Show the whole picture everywhere."""
        for canvas in (self.swipe, self.picture.canvas, *(card.canvas for card in self.cards)):
            canvas.fit()

    def _fill_cards(self) -> None:
        explained = self._explained
        assert explained is not None
        self.picture.show_picture(self.tr("Picture"), self._image, self._seen())
        while len(self.cards) < len(explained.maps):
            card = MapCard()
            card.set_look(self._look)
            card.enlarge_wanted.connect(self.toggle_alone)
            card.canvas.installEventFilter(self)
            self.cards.append(card)
        while len(self.cards) > len(explained.maps):
            card = self.cards.pop()
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        best = best_of(explained.maps)
        for card, found in zip(self.cards, explained.maps, strict=True):
            tip = tip_of(self._methods, found.method)
            card.show_map(explained, found, self._image, tip, best.get(found.method, set()))
        self.link.join([self.picture.canvas, *(card.canvas for card in self.cards)])
        self._columns = 0
        self._arrange()

    def _seen(self) -> str:
        """Return how large the picture is, and how much of it the network saw."""
        assert self._explained is not None
        _, _, width, height = self._explained.crop
        size = f"{self._image.width()} × {self._image.height()}"
        if width * height > 0.999:
            return self.tr("{size} pixels").format(size=size)
        return self.tr("{size} pixels; the network sees {share}, the bright part").format(
            size=size, share=numeral(width * height, ".0%")
        )

    @Slot(str)
    def toggle_alone(self, method: str) -> None:
        """Show the picture and one map large, or all maps again."""
        self._alone = "" if self._alone == method else method
        self._columns = 0
        self._arrange()

    def _arrange(self) -> None:
        """Put the cards into as many columns as there is room for."""
        cards = [card for card in self.cards if self._alone in ("", card.method)]
        shown = [self.picture, *cards]
        room = max(1, self._scroll.viewport().width())
        columns = best_columns(len(shown), room, max(1, self._scroll.viewport().height()))
        wide = (room - (columns - 1) * _SPACE) // columns
        high = max(card.foot_height(wide) for card in shown)
        for card in shown:
            card.foot.setFixedHeight(high)
            card.setMinimumHeight(_LEAST_PICTURE + high)
        if columns == self._columns and self._grid.count() == len(shown):
            return
        self._columns = columns
        for card in (self.picture, *self.cards):
            self._grid.removeWidget(card)
            card.setVisible(card in shown)
        for place, card in enumerate(shown):
            self._grid.addWidget(card, place // columns, place % columns)
        for column in range(max(columns, self._grid.columnCount())):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the room there is."""
        super().resizeEvent(event)
        if self._explained is not None:
            self._arrange()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Enter on a map shows it alone; a double click too."""
        if event.type() == QEvent.Type.KeyPress and event.key() in (  # type: ignore[attr-defined]
            Qt.Key.Key_Return, Qt.Key.Key_Enter,
        ):  # fmt: skip
            card = next((each for each in self.cards if each.canvas is watched), None)
            if card is not None:
                self.toggle_alone(card.method)
                return True
        return False

    # -- two under a divider

    def _fill_boxes(self, names: Sequence[str]) -> None:
        assert self._explained is not None
        for box, fallback in ((self.left, 0), (self.right, 1)):
            before = box.currentData() if box.count() else None
            box.clear()
            box.addItem(self.tr("Picture"), _PICTURE)
            for found in self._explained.maps:
                box.addItem(found.title, found.method)
            place = box.findData(before) if before is not None else -1
            if place < 0:
                place = min(fallback + 1, len(names)) if len(names) > 1 else fallback
            box.setCurrentIndex(place)

    @Slot()
    def _show_swipe(self) -> None:
        explained = self._explained
        if explained is None or not self.is_swiping:
            return
        is_same = self.swipe.image.size() == self._image.size()
        self.swipe.show_image(self._image, keep_view=is_same)
        heats = []
        for box, label in ((self.left, self._told_left), (self.right, self._told_right)):
            found = explained.map_of(str(box.currentData() or ""))
            values = explained.maps[0].map * 0 if found is None else found.map
            heats.append(Heat(values, explained.crop, is_shown=found is not None))
            label.setText("" if found is None else " ".join(said(found.notes)) or summary(found))
            label.setToolTip(label.text())
        self.swipe.show_heats(*heats)


class _Line(QLabel):
    """Words that end in “…” where there is no room for all."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as many as fit."""
        painter, room = QPainter(self), self.rect()
        words = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, self.alignment() | Qt.AlignmentFlag.AlignVCenter, words)


def best_columns(count: int, width: int, height: int) -> int:
    """Return how many columns make the cards largest."""
    most = max(1, min(count, width // LEAST_CARD))
    sides = {}
    for columns in range(1, most + 1):
        rows = math.ceil(count / columns)
        sides[columns] = min(width / columns, max(height / rows, _LEAST_HIGH) - 60)
    return max(sides, key=lambda columns: (round(sides[columns]), -(-count % columns), columns))


def best_of(maps: Sequence[MethodMap]) -> dict[str, set[str]]:
    """Return the measures that each method is the only best by."""
    best: dict[str, set[str]] = {}
    for name, wanted in MEASURES.items():
        values = {
            m.method: m.measures[name]
            for m in maps
            if math.isfinite(m.measures.get(name, math.nan))
        }
        if wanted is None or len(values) < 2:
            continue
        top = max(values.values()) if wanted else min(values.values())
        winners = [method for method, value in values.items() if value == top]
        if len(winners) == 1:
            best.setdefault(winners[0], set()).add(name)
    return best


def summary(found: MethodMap) -> str:
    """Return the measures of a map in one line."""
    return " · ".join(
        f"{measure_title(n)} {measure_arrow(n)} {measure_value(n, v)}"
        for n, v in list(found.measures.items())[:3]
    )
