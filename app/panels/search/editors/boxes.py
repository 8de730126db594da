"""The editor of subject, predicate, object, time and place, with how they are read."""

from dataclasses import replace
from functools import partial
from html import escape
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.context import PanelContext
from app.panels.search.box_reading import boxes_lines
from app.panels.search.editors.base import PartEditor, choice, line, show_choice, show_text
from app.panels.search.texts import box_names
from app.services.types import BoxesAsk


class BoxesEditor(PartEditor):
    """Edits five boxes after Vireo; a line below says how they are read."""

    kind = "boxes"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        hints = {
            "subject": self.tr("man, woman; NOT child"),
            "predicate": self.tr("rides"),
            "object": self.tr("bicycle, motorbike"),
            "time": self.tr("evening, 2019"),
            "place": self.tr("street; NOT Paris"),
        }
        tip = self.tr("Comma: or · semicolon: and · NOT or a minus sign in front: without")
        self.lines: dict[str, QLineEdit] = {}
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(4)
        for name, title in box_names().items():
            box = line(title, hints[name], partial(self._on_typed, name), self.submit)
            box.setToolTip(f"{title}\n{tip}")
            self.lines[name] = box
            form.addRow(title, box)
        rules = {
            "prune": self.tr("fits all boxes (pruned)"),
            "unite": self.tr("fits any of them (united)"),
        }
        self.combine = choice(self.tr("How the boxes are combined"), rules, self._on_combine)
        form.addRow(self.tr("Keep what"), self.combine)
        self.reading = QLabel()
        self.reading.setWordWrap(True)
        self.reading.setTextFormat(Qt.TextFormat.RichText)
        self.reading.setAccessibleName(self.tr("How the boxes are read"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(form)
        layout.addWidget(self.reading)

    @property
    def _ask(self) -> BoxesAsk:
        return self._what if isinstance(self._what, BoxesAsk) else BoxesAsk()

    def show_what(self, what: BoxesAsk) -> None:
        """Show five boxes."""
        for name, box in self.lines.items():
            show_text(box, getattr(what, name))
        show_choice(self.combine, what.combine)
        self._explain()

    def _explain(self) -> None:
        lines = boxes_lines(self._ask)
        if not lines:
            hint = self.tr("Comma: or · semicolon: and · NOT: without. Leave boxes empty at will.")
            self.reading.setText(f"<i>{escape(hint)}</i>")
        else:
            self.reading.setText("<br>".join(lines))

    def _on_typed(self, name: str) -> None:
        filled: dict[str, Any] = {name: self.lines[name].text()}
        self.change(replace(self._ask, **filled), gesture="search-boxes")
        self._explain()

    def _on_combine(self) -> None:
        self.change(replace(self._ask, combine=self.combine.currentData()))
        self._explain()

    def focus_main(self) -> None:
        """Put the keyboard into the first empty box."""
        empty = [box for box in self.lines.values() if not box.text()]
        (empty or list(self.lines.values()))[0].setFocus()
