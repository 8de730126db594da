"""The editor of concepts: completed with their counts, several at once."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFormLayout, QLabel, QSlider, QVBoxLayout, QWidget

from app.context import PanelContext
from app.panels.search import lookups
from app.panels.search.editors.base import PartEditor, choice, quiet, show_choice
from app.panels.search.editors.pick_list import Entry, PickList
from app.services.types import ConceptAsk
from app.widgets.chips import Chip, ChipRow
from app.widgets.filter_names import key_name
from app.widgets.numbers import numeral


class ConceptEditor(PartEditor):
    """Edits which concepts are looked for."""

    kind = "concept"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.chosen = ChipRow()
        self.chosen.setAccessibleName(self.tr("Chosen concepts"))
        self.pick = PickList(self.tr("Concepts"), self.tr("dog, beach, car …"))
        self.pick.prefix_typed.connect(self._look_up)
        self.pick.ticked.connect(self._on_ticked)
        self.pick.submitted.connect(self.submit)
        self.pick.emptied.connect(self._drop_last)
        rules = {False: self.tr("any of them"), True: self.tr("all of them")}
        self.every = choice(self.tr("How many must be there"), rules, self._on_every)
        self.least = QSlider(Qt.Orientation.Horizontal)
        self.least.setRange(0, 95)
        self.least.setSingleStep(5)
        self.least.setAccessibleName(self.tr("How sure the network must be"))
        self.least.setToolTip(self.tr("How sure the network must be of each"))
        self.least.valueChanged.connect(self._on_least)
        self.sure = QLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.chosen)
        layout.addWidget(self.pick)
        form = QFormLayout()
        form.addRow(self.tr("Find"), self.every)
        form.addRow(self.sure, self.least)
        layout.addLayout(form)

    @property
    def _ask(self) -> ConceptAsk:
        return self._what if isinstance(self._what, ConceptAsk) else ConceptAsk(())

    @property
    def is_idle(self) -> bool:
        """Whether nothing is about to be told or shown."""
        return super().is_idle and self.pick.is_idle

    def show_what(self, what: ConceptAsk) -> None:
        """Show concepts."""
        self.chosen.clear()
        for name in what.names:
            chip = Chip(name, removable=True)
            chip.removed.connect(partial(self._drop, name))
            self.chosen.add(chip)
        show_choice(self.every, what.every)
        with quiet(self.least):
            self.least.setValue(round(what.least * 100))
        self._say_least()
        self.pick.show_ticked(what.names)
        if not self.pick.lines:
            self.pick.ask()

    def _say_least(self) -> None:
        value = self.least.value()
        self.sure.setText(
            self.tr("sure ≥ %s") % numeral(value / 100, ".2f") if value else self.tr("sure")
        )

    @Slot(str)
    def _look_up(self, prefix: str) -> None:
        self.ask(
            partial(lookups.concepts, self.context.services, prefix), self._on_found, "concepts"
        )

    @Slot(object)
    def _on_found(self, answer: tuple[str, list[tuple[str, str, int]]]) -> None:
        prefix, found = answer
        entries = [
            Entry(name, name, f"{key_name(key)} · {numeral(count)}") for name, key, count in found
        ]
        self.pick.show_entries(prefix, entries, self._ask.names)

    @Slot(object, bool)
    def _on_ticked(self, name: str, on: bool) -> None:
        names = tuple(each for each in self._ask.names if each != name)
        what = replace(self._ask, names=(*names, name) if on else names)
        self.change(what)
        self.show_what(what)

    def _drop(self, name: str) -> None:
        self._on_ticked(name, on=False)

    def _drop_last(self) -> None:
        if self._ask.names:
            self._drop(self._ask.names[-1])

    def _on_every(self) -> None:
        self.change(replace(self._ask, every=bool(self.every.currentData())))

    def _on_least(self, value: int) -> None:
        self._say_least()
        self.change(replace(self._ask, least=value / 100), gesture="search-least")

    def focus_main(self) -> None:
        """Put the keyboard into the line."""
        self.pick.box.setFocus()
