"""Reading the query back: how the words are understood, as chips that can be changed."""

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.panels.search import draft
from app.panels.search.canvas_mini import canvas_pixmap
from app.panels.search.chip import PartChip
from app.panels.search.draft import Place
from app.panels.search.lookups import draws_itself
from app.services.types import CanvasAsk, Part, Query, TextAsk
from app.widgets.chips import ChipRow
from app.widgets.controls import icon_button, push_button
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.panels.search.panel import SearchPanel

logger = logging.getLogger(__name__)

REST_MS = 250


def read(services: Any, text: str, context: JobContext) -> tuple[str, tuple[Part, ...]]:
    """Return a text and how it is understood. Runs in a lane."""
    context.step(0)
    return text, tuple(services.search.read(text))


class ReadBack(QWidget):
    """Shows how the words in the box are read. Changing a chip puts all of them into the query.

    Args:
        panel: whose words.
    """

    def __init__(self, panel: "SearchPanel") -> None:
        super().__init__(panel)
        self._panel = panel
        self._text = ""
        self._parts: tuple[Part, ...] = ()
        self._on = False
        self.title = QLabel(self.tr("Understood as"))
        self.title.setProperty("muted", "true")
        self.take = push_button(
            self.tr("Use as chips"), self.tr("Put these parts in the place of the words")
        )
        self.take.clicked.connect(lambda _on: self.adopt())
        self.close_button = icon_button("close", self.tr("Read nothing back (Alt+Shift+R)"))
        self.close_button.setProperty("quiet", "true")
        self.close_button.clicked.connect(lambda _on: self.set_on(on=False))
        self.row = ChipRow()
        self.row.setAccessibleName(self.title.text())
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.take)
        head.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.row)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._ask)
        panel.session.query_changed.connect(self._on_query)
        panel.head.box.textEdited.connect(self._on_typed)
        self.hide()

    @property
    def is_on(self) -> bool:
        """Whether words are read back."""
        return self._on

    @property
    def is_idle(self) -> bool:
        """Whether nothing is about to be read."""
        return not self._rest.isActive()

    @property
    def chips(self) -> list[PartChip]:
        """The parts, in order."""
        return [chip for chip in self.row.chips if isinstance(chip, PartChip)]

    def toggle(self) -> None:
        """Read words back, or no longer."""
        self.set_on(on=not self._on)

    def set_on(self, *, on: bool) -> None:
        """Read words back, or not."""
        self._on = on
        self._text = ""
        if on:
            self._ask()
        else:
            self.hide()

    def _on_typed(self, _text: str) -> None:
        if self._on:
            self._rest.start()

    @Slot(object)
    def _on_query(self, _query: Query) -> None:
        if self._on:
            self._rest.start()

    def _ask(self) -> None:
        text = self._panel.head.box.text().strip()
        if not text:
            self.hide()
        if not text or text == self._text:
            return
        job = self._panel.context.jobs.submit(
            "io", partial(read, self._panel.context.services, text), replaces="search-read"
        )
        job.succeeded.connect(self._on_read)
        job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        logger.warning("the words cannot be read back: %s", error)
        self.hide()

    @Slot(object)
    def _on_read(self, answer: tuple[str, tuple[Part, ...]]) -> None:
        text, parts = answer
        if not self._on or text != self._panel.head.box.text().strip():
            return
        self._text, self._parts = text, parts
        self.row.clear()
        for number, part in enumerate(parts):
            self.row.add(self._chip(part, number))
        plain = len(parts) == 1 and isinstance(parts[0].what, TextAsk)
        if plain or not parts:
            self.title.setText(self.tr("Understood as words only"))
        else:
            self.title.setText(self.tr("Understood as"))
        self.take.setVisible(bool(parts) and not plain)
        self.row.setVisible(bool(parts) and not plain)
        self.show()

    def _chip(self, part: Part, number: int) -> PartChip:
        chip = PartChip(part, Place(0, number))
        if draws_itself(part.what) and isinstance(part.what, CanvasAsk):
            chip.set_picture(canvas_pixmap(part.what.canvas))
        stages = self._panel.stages
        chip.edit_wanted.connect(lambda: self._then(number, stages.edit))
        chip.removed.connect(lambda: self._then(number, stages.remove))
        chip.switched.connect(lambda: self._then(number, stages.edits.switch))
        chip.must_toggled.connect(lambda: self._then(number, stages.edits.toggle_must))
        chip.weighed.connect(
            lambda steps: self._then(number, lambda place: stages.edits.step_weight(place, steps))
        )
        chip.walked.connect(lambda aside, _down: self._walk(number + aside))
        return chip

    def _walk(self, number: int) -> None:
        if 0 <= number < len(self.chips):
            self.chips[number].setFocus()

    def _then(self, number: int, act: Callable[[Place], object]) -> None:
        """Put the parts into the query, then change one of them."""
        first = self.adopt()
        act(Place(0, first + number))

    def adopt(self) -> int:
        """Put the parts in the place of the words.

        Returns:
            where the first of them stands in the first step.
        """
        session = self._panel.session
        place = draft.main_place(session.query, 0) or Place(0, 0)
        query, parts = session.query, self._parts
        words = draft.part_at(query, place)
        if words is not None and isinstance(words.what, TextAsk):
            query = draft.without_part(query, place)
            ask = words.what
            parts = tuple(
                replace(part, what=replace(ask, text=part.what.text))
                if isinstance(part.what, TextAsk)
                else part
                for part in parts
            )
        for number, part in enumerate(parts):
            query, _place = draft.with_added(query, 0, part, place.part + number)
        self.set_on(on=False)
        session.take(query, self.tr("Use the words as chips"))
        return place.part
