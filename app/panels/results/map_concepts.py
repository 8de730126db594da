"""Concept maps: side by side a small feature map for each frequent concept of the results."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.context import PanelContext
from app.panels.results.map_base import MapView
from app.panels.results.view import Shown, hit_views
from app.services.services import Services
from app.services.types import CellMap
from app.widgets.controls import on_click, push_button
from app.widgets.image_map import ImageMap, Sheet
from app.widgets.numbers import numeral
from common.jobs import JobContext

CONCEPTS = 12
SMALL = (4, 5)  # rows and columns of a small map
LARGE = (9, 14)
LEAST_WIDTH = 250  # pixels of a card
SHAPE = 0.82  # height of a card for its width
GAP = 10  # pixels


class ConceptCard(QFrame):
    """A small map with the name of its concept.

    Args:
        context: services, jobs, shared state, actions.
        source: told to SharedState with a selection.
        made: the map.
        starts: where items begin in their videos, seconds.
        parent: owner.
    """

    def __init__(
        self, context: PanelContext, source: str, made: CellMap, starts: Mapping[int, float],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.concept = made.title
        self.images = ImageMap(context, source, self)
        self.images.badges = False
        self.images.starts = starts
        self.images.setAccessibleName(self.tr("Map of {concept}").format(concept=made.title))
        self.images.show_sheet(Sheet.of_map(made), animate=False)
        self.title = push_button(
            made.title, self.tr("Show the map of “{concept}” large").format(concept=made.title)
        )
        self.title.setFlat(True)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.count = QLabel(numeral(made.total))
        self.count.setToolTip(self.tr("%n result(s) with this concept", "", made.total))
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 3, 6, 6)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self.images, 1)


class CardArea(QScrollArea):
    """Lays cards out in as many columns as fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[ConceptCard] = []
        self._inside = QWidget()
        self.setWidget(self._inside)
        self.setWidgetResizable(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_cards(self, cards: list[ConceptCard]) -> None:
        """Show other cards."""
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = cards
        for card in cards:
            card.setParent(self._inside)
            card.show()
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cards out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        room = self.viewport().width() - GAP
        columns = max(1, min(len(self.cards) or 1, room // (LEAST_WIDTH + GAP)))
        width = max(120, room // columns - GAP)
        height = round(width * SHAPE)
        for number, card in enumerate(self.cards):
            row, column = divmod(number, columns)
            card.setGeometry(
                QRect(GAP + column * (width + GAP), GAP + row * (height + GAP), width, height)
            )
        rows = -(-len(self.cards) // columns)
        self._inside.resize(self.viewport().width(), GAP + rows * (height + GAP))


@hit_views.register("concepts")
class ConceptMapsView(MapView):
    """Small feature maps of frequent concepts; a click on a name shows one large."""

    name = "concepts"
    icon = "concepts"

    def make_canvas(self) -> QWidget:
        """Return the cards, and the large map that takes their place."""
        self._ids = np.empty(0, np.int64)
        self._starts: dict[int, float] = {}
        self._large_of = ""
        self._maps: dict[str, CellMap] = {}
        self.cards = CardArea()
        self.large = ImageMap(self.context, self.source)
        self.large.zoom_requested.connect(self._on_zoom)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.cards)
        layout.addWidget(self.large)
        self.large.hide()
        return page

    def fill_bar(self, bar: QHBoxLayout) -> None:
        """Put in: back to all concepts, and which one is large."""
        self._back = self.button(
            "chevron-left", self.tr("All concepts (-, Backspace)"), self._close
        )
        self._name = QLabel()
        self._back.hide()
        bar.addWidget(self._back)
        bar.addWidget(self._name, 1)

    @property
    def title(self) -> str:
        """Title of the view."""
        return self.tr("Concept maps")

    def show_shown(self, shown: Shown) -> None:
        """Make maps of the concepts of a list."""
        self._ids = np.fromiter((hit.item for hit in shown.hits), np.int64, len(shown.hits))
        self._starts = {h.item: h.start_s for h in shown.hits if h.start_s is not None}
        self.large.starts = self._starts
        self._close()
        if not len(self._ids):
            self.stop()
            self.say_nothing_found()
            return
        self.ask(_maps, self._show, self._ids)

    def show_labels(self, labels: Mapping[int, int]) -> None:
        """Mark labelled items."""
        for images in (*(card.images for card in self.cards.cards), self.large):
            images.show_labels(labels)

    def _show(self, made: tuple[CellMap, ...]) -> None:
        self._maps = {one.title: one for one in made}
        if not made:
            self.say_empty(
                self.tr("No concepts"),
                self.tr("Nothing was named in these pictures: import them with a network that"
                        " names what it sees, or tag them."),
            )  # fmt: skip
            return
        self.show_canvas()
        cards = [ConceptCard(self.context, self.source, one, self._starts) for one in made]
        for card in cards:
            on_click(card.title, partial(self.open_concept, card.concept))
            card.images.show_labels(self.shown.labels)
            card.images.zoom_requested.connect(partial(self._on_card_zoom, card.concept))
        self.cards.show_cards(cards)
        self.told(self.tr("%n concept(s), the most frequent first", "", len(made)))

    @Slot(str, int, int)
    def _on_card_zoom(self, concept: str, _item: int, step: int) -> None:
        if step > 0:
            self.open_concept(concept)

    def open_concept(self, concept: str) -> None:
        """Show the map of a concept large."""
        if concept not in self._maps:
            return
        self._large_of = concept
        inside = np.concatenate(self._maps[concept].members)
        ranked = self._ids[np.isin(self._ids, inside)]
        self._name.setText(self.tr("{concept}: {count} results").format(
            concept=concept, count=numeral(len(ranked))))  # fmt: skip
        self._back.show()
        self.cards.hide()
        self.large.show()
        self.large.show_labels(self.shown.labels)
        self.large.show_sheet(Sheet.of_map(self._maps[concept]))
        self.large.setFocus()
        self.ask(_one, self._show_large, ranked)

    def _show_large(self, made: CellMap) -> None:
        self.large.show_sheet(Sheet.of_map(made))

    def _close(self) -> None:
        self._large_of = ""
        self._back.hide()
        self._name.setText("")
        self.large.hide()
        self.cards.show()

    @Slot(int, int)
    def _on_zoom(self, _item: int, step: int) -> None:
        if step < 0:
            self._close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back from the large map."""
        if self._large_of and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self._close()
        else:
            super().keyPressEvent(event)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the view."""
        return (
            (self.tr("Show the map of a concept large"), "+"),
            (self.tr("All concepts"), "-"),
        )

    def focus_main(self) -> None:
        """Put the keyboard on the first map."""
        if self._large_of:
            self.large.setFocus()
        elif self.cards.cards:
            self.cards.cards[0].images.setFocus()

    def save_state(self) -> dict[str, Any]:
        """Return nothing: the maps follow from the results."""
        return {}


def _maps(services: Services, ids: NDArray[np.int64], context: JobContext) -> tuple[CellMap, ...]:
    return services.maps.concept_maps(ids, CONCEPTS, *SMALL, context=context)


def _one(services: Services, ids: NDArray[np.int64], context: JobContext) -> CellMap:
    return services.maps.som(ids, *LARGE, context=context)
