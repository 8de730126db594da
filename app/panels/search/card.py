"""The card in which a part is edited: its weight, switch and mark, and the editor of its kind."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.panels.search.draft import WEIGHTS, Place
from app.panels.search.editors import make_editor
from app.panels.search.editors.base import PartEditor, by_width
from app.panels.search.texts import kind_of
from app.services.types import Part, What
from app.widgets.controls import icon_button
from app.widgets.icons import icon
from app.widgets.numbers import numeral


class EditCard(QFrame):
    """Edits one part, under the row of its stage.

    Args:
        context: of the panel.
        parent: owner.
    """

    asked = Signal(object, str)  # What, gesture
    weighed = Signal(float)
    switched = Signal(bool)
    must_marked = Signal(bool)
    removed = Signal()
    closed = Signal()
    submitted = Signal()

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.place: Place | None = None
        self.editor: PartEditor | None = None
        self.setProperty("card", "true")
        self.setSizePolicy(by_width())
        self.sign, self.title = QLabel(), QLabel()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self._make_controls()
        self.error = QLabel()
        self.error.setWordWrap(True)
        self.error.setProperty("badge", "true")
        self.error.hide()
        head = QHBoxLayout()
        head.addWidget(self.sign)
        head.addWidget(self.title, 1)
        head.addWidget(self.remove)
        head.addWidget(self.close_button)
        marks = QHBoxLayout()
        marks.addWidget(self.on)
        marks.addWidget(self.must)
        marks.addStretch(1)
        marks.addWidget(self.weight_text)
        marks.addWidget(self.weight, 2)
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(10, 6, 10, 10)
        self._room.setSpacing(6)
        self._room.addLayout(head)
        self._room.addWidget(self.error)
        self._room.addLayout(marks)
        self.hide()

    def _make_controls(self) -> None:
        tr = self.tr
        self.weight = QSlider(Qt.Orientation.Horizontal)
        self.weight.setRange(0, len(WEIGHTS) - 1)
        self.weight.setPageStep(1)
        self.weight.setMinimumWidth(50)
        self.weight.setAccessibleName(tr("Weight"))
        self.weight.setToolTip(tr("How much it counts beside the others (+ and − on the chip)"))
        self.weight.valueChanged.connect(self._on_weight)
        self.weight_text = QLabel("×1")
        self.on = QCheckBox(tr("on"))
        self.on.setToolTip(tr("Switched off it stays in the query and does not count (Space)"))
        self.on.clicked.connect(self.switched)
        self.must = QCheckBox(tr("must"))
        self.must.setToolTip(tr("Only what this part found is shown (M)"))
        self.must.clicked.connect(self.must_marked)
        self.remove = icon_button("remove", tr("Remove this part (Delete)"), self.removed.emit)
        self.close_button = icon_button("close", tr("Close (Esc)"), self.closed.emit)
        for button in (self.remove, self.close_button):
            button.setProperty("quiet", "true")

    @property
    def is_open(self) -> bool:
        """Whether a part is edited."""
        return self.place is not None

    @property
    def is_idle(self) -> bool:
        """Whether nothing is about to be told."""
        return self.editor is None or self.editor.is_idle

    def open_for(self, part: Part, place: Place) -> None:
        """Edit a part."""
        kind = kind_of(part.what)
        if self.editor is not None and self.editor.kind != kind.name:
            self._drop_editor()
        self.place = place
        if self.editor is None:
            self.editor = make_editor(kind.name, self._context)
            self.editor.changed.connect(self._on_changed)
            self.editor.submitted.connect(self.submitted)
            self._room.addWidget(self.editor)
        self.sign.setPixmap(icon(kind.icon).pixmap(16, 16))
        self.title.setText(kind.title)
        self.title.setToolTip(kind.tip)
        self.setAccessibleName(kind.title)
        self.show_part(part)
        self.show()

    def show_part(self, part: Part) -> None:
        """Show what became of the part."""
        blocked = QSignalBlocker(self.weight)
        nearest = min(range(len(WEIGHTS)), key=lambda one: abs(WEIGHTS[one] - part.weight))
        self.weight.setValue(nearest)
        blocked.unblock()
        self.weight_text.setText(f"×{numeral(part.weight, 'g')}")
        self.on.setChecked(part.on)
        self.must.setChecked(part.must)
        if self.editor is not None:
            self.editor.edit(part.what)

    def show_error(self, text: str) -> None:
        """Say why the part could not be searched for; "" takes that away."""
        self.error.setText(text)
        self.error.setVisible(bool(text))

    def settle(self) -> None:
        """Tell at once what was typed."""
        if self.editor is not None:
            self.editor.settle()

    def shut(self) -> None:
        """Edit nothing any more."""
        self.settle()
        self.place = None
        self.hide()
        self._drop_editor()

    def _drop_editor(self) -> None:
        editor, self.editor = self.editor, None
        if editor is not None:
            editor.settle()
            self._room.removeWidget(editor)
            editor.hide()
            editor.deleteLater()

    def _on_weight(self, place: int) -> None:
        self.weight_text.setText(f"×{numeral(WEIGHTS[place], 'g')}")
        self.weighed.emit(WEIGHTS[place])

    def _on_changed(self, what: What, gesture: str) -> None:
        self.asked.emit(what, gesture)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
