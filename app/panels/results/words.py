"""What stands out of the results: concepts, values and words as chips that lead on."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from app.context import PanelContext
from app.panels.results import asking
from app.panels.results.view import Shown
from app.services.types import Filter
from app.widgets.chips import Chip, ChipStrip
from app.widgets.filter_names import filter_name, key_name
from app.widgets.numbers import numeral
from common.jobs import JobContext
from common.values import ResultList

MOST_ITEMS = 1000  # hits that are looked at, best first
LISTED = 20  # of each kind


class WordStrip(QFrame):
    """A line of chips for each kind of word; only as long as it is open anything is counted.

    A click asks for it, too; with Shift it becomes a filter (a word: a part that must match).

    Args:
        context: services, jobs, shared state.
        parent: owner.
    """

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._results = ResultList("")
        self._items: tuple[int, ...] = ()
        self._counted: tuple[int, ...] | None = None
        self.setAccessibleName(self.tr("What stands out of the results"))
        self.setToolTip(
            self.tr("A click asks for it, too; with Shift only what has it stays in the list.")
        )
        self.status = QLabel()
        self.rows: dict[str, tuple[QLabel, ChipStrip]] = {}
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(3)
        layout.setColumnStretch(1, 1)
        layout.addWidget(self.status, 0, 0, 1, 2)
        for row, (kind, title) in enumerate(
            (
                ("concepts", self.tr("Concepts")),
                ("facets", self.tr("Values")),
                ("words", self.tr("Words")),
            ),
            1,
        ):
            label, strip = QLabel(title), ChipStrip()
            strip.setAccessibleName(title)
            layout.addWidget(label, row, 0)
            layout.addWidget(strip, row, 1)
            self.rows[kind] = (label, strip)
        self.hide()

    def take(self, shown: Shown) -> None:
        """Take notice of another list; it is counted if the strip is open."""
        self._results = shown.results
        self._items = tuple(hit.item for hit in shown.hits[:MOST_ITEMS])
        if self.isVisible():
            self._count()

    def showEvent(self, event: Any) -> None:
        """Count when the strip opens."""
        super().showEvent(event)
        self._count()

    def _count(self) -> None:
        if self._items == self._counted:
            return
        self._counted = self._items
        if not self._items:
            self._fill(None)
            return
        job = self._context.jobs.submit(
            "io", partial(_explain, self._context.services, self._items), replaces="results-words"
        )
        job.succeeded.connect(partial(self._on_words, self._items))
        job.failed.connect(partial(self._on_failed, self._items))

    def _on_words(self, items: tuple[int, ...], found: Any) -> None:
        if items == self._items:
            self._fill(found)
        elif items == self._counted:  # of a list that was left meanwhile: nothing shows it
            self._counted = None

    def _on_failed(self, items: tuple[int, ...], problem: Any) -> None:
        if items == self._counted:
            self._counted = None  # asked again when the strip opens, or the list comes back
        if items == self._items:
            self._clear()
        self._context.notices.error(problem)

    def _clear(self) -> None:
        for label, strip in self.rows.values():
            strip.clear()
            label.hide()
            strip.hide()
        self.status.hide()

    def _fill(self, found: Any) -> None:
        some = False
        for kind, (label, strip) in self.rows.items():
            strip.clear()
            common = getattr(found, kind, ())
            for one in common:
                strip.add(self._chip(one))
            label.setVisible(bool(common))
            strip.setVisible(bool(common))
            some = some or bool(common)
        self.status.setText(
            ""
            if some
            else self.tr("Nothing stands out: no concept or word is more frequent than elsewhere.")
        )
        self.status.setVisible(not some)

    def _chip(self, one: Any) -> Chip:
        plain = one.key in ("word", "concept")
        name = one.name if plain else filter_name(Filter(one.key, (one.name,)))
        chip = Chip(f"{name}  {numeral(one.count)} · ×{_lift(one.lift)}")
        chip.setAccessibleName(name)
        chip.setToolTip(
            self.tr(
                "{kind}: in {count} of {all} hits, {lift} times as often as elsewhere.\n"
                "Click: ask for it, too. Shift and click: only hits with it."
            ).format(
                kind=self.tr("Word") if one.key == "word" else key_name(one.key),
                count=numeral(one.count),
                all=numeral(len(self._items)),
                lift=_lift(one.lift),
            )
        )
        chip.clicked.connect(partial(self._on_chip, one.key, one.name))
        return chip

    def _on_chip(self, key: str, name: str, *_: object) -> None:
        held = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        self.use(key, name, narrow=bool(held))

    def use(self, key: str, name: str, *, narrow: bool) -> None:
        """Ask for something common, too, or let only hits with it through.

        Args:
            key: facet key, or "word".
            name: the value, or the word.
            narrow: as a filter; a word becomes a part that must match.
        """
        shared = self._context.shared
        shared.note("results.word", {"key": key, "name": name, "narrow": narrow})
        if narrow and key != "word":
            shared.set_filters([*shared.filters, Filter(key, (name,))], "results")
            return
        part = asking.part_of(key, name, must=narrow)
        query = asking.asked(self._results, shared.filters)
        shared.query_requested.emit(asking.with_part(query, part))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go from chip to chip."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
        else:
            self.focusNextPrevChild(steps > 0)


def _lift(lift: float) -> str:
    return numeral(lift, ".1f") if lift < 10 else numeral(lift, ",.0f")


def _explain(services: Any, items: tuple[int, ...], context: JobContext) -> Any:
    context.step(0)
    return services.result_words.explain(items, LISTED)
