"""Submits the selected items: as a moment, a range with marks, a whole item, or words."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.panel_actions.evaluation import SUBMIT_KEY as KEY
from app.panels.evaluation import work
from app.panels.evaluation.marks import Marks
from app.services.types import AnswerForm
from app.widgets.controls import named, on_click, push_button
from common.selection import Selection


class SubmitBar(QWidget):
    """What is selected, how it is submitted, and the button.

    Args:
        context: selection, items, jobs.
        parent: the panel.
    """

    wanted = Signal(object)  # work.Wanted

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._can_submit = False
        self.form = QComboBox()
        named(self.form, self.tr("How items are submitted"))
        for name, title in self._forms().items():
            self.form.addItem(title, name)
        self.what = QLabel(wordWrap=True)
        self.what.setAccessibleName(self.tr("What would be submitted"))
        self.button = push_button(
            self.tr("Submit"),
            self.tr("Submit the selected items (%s); it cannot be undone") % KEY,
        )
        self.button.setProperty("primary", True)  # noqa: FBT003 - a property of the style sheet
        self.marks = Marks(context)
        self.text = QLineEdit(placeholderText=self.tr("Answer in words"))
        self.text.setAccessibleName(self.tr("Answer in words"))
        self.send_text = push_button(
            self.tr("Send"), self.tr("Submit the words (Enter); it cannot be undone")
        )
        self._lay_out()
        self._connect()
        self._show()

    def _forms(self) -> dict[AnswerForm, str]:
        return {
            "auto": self.tr("Automatic"),
            "moment": self.tr("Moment"),
            "range": self.tr("Range"),
            "item": self.tr("Whole item"),
        }

    def _lay_out(self) -> None:
        submit = QHBoxLayout()
        submit.addWidget(self.form)
        submit.addWidget(self.button, 1)
        self.words = QWidget()
        words = QHBoxLayout(self.words)
        words.setContentsMargins(0, 0, 0, 0)
        words.addWidget(self.text, 1)
        words.addWidget(self.send_text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.what)
        layout.addWidget(self.marks)
        layout.addLayout(submit)
        layout.addWidget(self.words)

    def _connect(self) -> None:
        on_click(self.button, self.submit)
        on_click(self.send_text, self.submit_text)
        self.text.returnPressed.connect(self.submit_text)
        self.text.textChanged.connect(self._show)
        self.form.currentIndexChanged.connect(self._show)
        self._context.shared.selection_changed.connect(self._on_selection)

    # -- what the panel says

    def set_can_submit(self, can: bool, *, words: bool) -> None:
        """Offer the buttons.

        Args:
            can: somebody takes answers.
            words: answers in words too.
        """
        self._can_submit = can
        self.words.setVisible(words)
        self._show()

    def save_state(self) -> dict[str, Any]:
        """Return how items are submitted."""
        return {"form": self.form.currentData()}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back how items are submitted."""
        place = self.form.findData(state.get("form"))
        if place >= 0:
            self.form.setCurrentIndex(place)

    # -- submitting

    def submit(self) -> None:
        """Ask for the selected items to be submitted."""
        items = tuple(int(item) for item in self._context.shared.selection)
        if items and self._can_submit:
            self.wanted.emit(
                work.Wanted(
                    items, self.form.currentData(), self._marks_of(items), self._at_s(items)
                )
            )

    def submit_text(self) -> None:
        """Ask for the words to be submitted."""
        text = self.text.text().strip()
        if text and self._can_submit:
            self.wanted.emit(work.Wanted(text=text))
            self.text.clear()

    def _marks_of(self, items: tuple[int, ...]) -> tuple[float, float] | None:
        span = self.marks.span
        return self.marks.marks if span is not None and items == (span.item,) else None

    def _at_s(self, items: tuple[int, ...]) -> float | None:
        """Return where the only selected item matched in its video, if the results say so."""
        if len(items) != 1:
            return None
        found = (hit for hit in self._context.shared.results.hits if hit.item == items[0])
        hit = next(found, None)
        return hit.start_s if hit is not None else None

    # -- the selection

    @Slot(object, str)
    def _on_selection(self, items: Selection, _source: str) -> None:
        self.marks.show_span(None)
        self._show()
        if len(items) == 1 and self.isVisible():
            function = partial(work.read_span, self._context.services, int(items[0]))
            job = self._context.jobs.submit("io", function, replaces="evaluation-span")
            job.succeeded.connect(self._on_span)

    def refresh(self) -> None:
        """Look at the selection again: the bar was not seen when it changed."""
        if self.marks.span is None:
            self._on_selection(self._context.shared.selection, "")

    @Slot(object)
    def _on_span(self, span: work.Span | None) -> None:
        selection = self._context.shared.selection
        if span is None or len(selection) != 1 or selection[-1] != span.item:
            return
        self.marks.show_span(span)
        self._show()
        self.marks.look()

    @Slot()
    def _show(self, *_: object) -> None:
        count = len(self._context.shared.selection)
        takes_marks = self.form.currentData() in {"auto", "range"}
        self.marks.setVisible(self.marks.span is not None and count == 1 and takes_marks)
        self.button.setEnabled(self._can_submit and count > 0)
        self.send_text.setEnabled(self._can_submit and bool(self.text.text().strip()))
        if not count:
            self.what.setText(self.tr("Select what you found, then submit it."))
        else:
            self.what.setText(self.tr("%n item(s) selected", "", count))
        self.button.setText(
            self.tr("Submit") if count < 2 else self.tr("Submit %n item(s)", "", count)
        )
        self.what.setAlignment(Qt.AlignmentFlag.AlignLeft)
