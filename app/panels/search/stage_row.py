"""One stage of the query: its line of words, its chips, and when it comes after the one before."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.panels.search.chip import PartChip, place_in
from app.panels.search.draft import Place, is_plain, main_place
from app.panels.search.pictures import example_from
from app.services.types import DEFAULT_WITHIN_S, Query
from app.widgets.chips import ChipRow
from app.widgets.controls import clearable, icon_button, named, tool_button


class PartRow(ChipRow):
    """The chips of a stage; parts are dropped between them.

    Args:
        stage: number of the stage.
        parent: owner.
    """

    part_dropped = Signal(object, object)  # source Place, target Place
    example_dropped = Signal(object, int)  # Example, stage

    def __init__(self, stage: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage = stage
        self.setAcceptDrops(True)

    @property
    def parts(self) -> list[PartChip]:
        """The chips, in order."""
        return [chip for chip in self.chips if isinstance(chip, PartChip)]

    def place_at(self, at: QPoint) -> int:
        """Return before which chip something dropped at a point goes."""
        for number, chip in enumerate(self.parts):
            box = chip.geometry()
            if at.y() < box.top() or (at.y() <= box.bottom() and at.x() < box.center().x()):
                return number
        return len(self.parts)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take parts, pictures and items."""
        if place_in(event.mimeData()) or example_from(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Go on."""
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Go on."""
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Move a part here, or search by a picture in this stage."""
        source = place_in(event.mimeData())
        if source is not None:
            event.acceptProposedAction()
            at = self.place_at(event.position().toPoint())
            self.part_dropped.emit(source, Place(self.stage, at))
            return
        example = example_from(event.mimeData())
        if example is not None:
            event.acceptProposedAction()
            self.example_dropped.emit(example, self.stage)


class StageRow(QWidget):
    """A stage. The words of the first one stand in the box of the panel, others have a line here.

    Args:
        number: of the stage, from 0.
        parent: owner.
    """

    typed = Signal(int, str)
    submitted = Signal()
    within_set = Signal(int, float, bool)  # number, how many, shots instead of seconds
    removed = Signal(int)
    moved = Signal(int, int)  # number, steps
    add_wanted = Signal(int, QPoint)  # number, global place of the menu

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self.row = PartRow(number)
        self.head = QWidget()
        self.then = QLabel()
        self._make_head()
        self.room = QVBoxLayout(self)  # the card is put in here
        self.room.setContentsMargins(0, 0, 0, 0)
        self.room.setSpacing(4)
        self.room.addWidget(self.head)
        self.room.addWidget(self.row)

    def _make_head(self) -> None:
        tr = self.tr
        self.box = QLineEdit()
        named(self.box, tr("Words of this step"))
        self.box.setToolTip(tr("Words of this step; Enter searches"))
        self.box.setPlaceholderText(tr("what follows"))
        clearable(self.box)
        self.box.textEdited.connect(lambda text: self.typed.emit(self.number, text))
        self.box.returnPressed.connect(self.submitted)
        self.seconds = QDoubleSpinBox()
        named(self.seconds, tr("At most so many seconds later"))
        self.seconds.setRange(0.1, 86_400)
        self.seconds.setDecimals(0)
        self.seconds.setToolTip(tr("It must follow within this time"))
        self.seconds.setKeyboardTracking(False)
        # The hint has room for a day in seconds; in a narrow panel a few minutes must do.
        self.seconds.setFixedWidth(self.seconds.fontMetrics().horizontalAdvance("3600") + 28)
        self.seconds.valueChanged.connect(lambda _value: self._on_within())
        self.unit = tool_button("s", tr("Seconds, or the next shots"), checkable=True)
        self.unit.clicked.connect(lambda _on: self._on_unit())
        self.add_button = icon_button("add", tr("Add a part to this step"), self._on_add)
        self.up = icon_button(
            "chevron-up", tr("Earlier: change places with the step before"), self._on_up
        )
        self.remove = icon_button("close", tr("Remove this step"), self._on_remove)
        for button in (self.unit, self.add_button, self.up, self.remove):
            button.setProperty("quiet", "true")
        self._lay_out_head()

    def _lay_out_head(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(2)
        self.then.setMinimumWidth(1)  # gives way in a narrow panel, so that the cross does not
        first.addWidget(self.then)
        first.addWidget(self.seconds)
        first.addWidget(self.unit)
        first.addStretch(1)
        for button in (self.up, self.remove):
            first.addWidget(button)
        second.addWidget(self.box, 1)
        second.addWidget(self.add_button)
        self._second = QWidget()
        self._second.setLayout(second)
        second.setContentsMargins(0, 0, 0, 0)
        layout = QVBoxLayout(self.head)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(first)
        layout.addWidget(self._second)

    def _on_within(self) -> None:
        self.within_set.emit(self.number, self.seconds.value(), self.unit.isChecked())

    def _on_unit(self) -> None:
        shots = self.unit.isChecked()
        self.within_set.emit(self.number, 1.0 if shots else DEFAULT_WITHIN_S, shots)

    def _on_add(self) -> None:
        below = self.add_button.mapToGlobal(self.add_button.rect().bottomLeft())
        self.add_wanted.emit(self.number, below)

    def _on_up(self) -> None:
        self.moved.emit(self.number, -1)

    def _on_remove(self) -> None:
        self.removed.emit(self.number)

    # -- what is shown

    def show_stage(self, query: Query, names: Mapping[str, str]) -> None:
        """Show the head and the words of this stage of a query.

        Args:
            query: on view.
            names: "first", "then", "and": what stands before the seconds.
        """
        several, first = len(query.stages) > 1, self.number == 0
        self.head.setVisible(several)
        self._second.setVisible(not first)
        for widget in (self.seconds, self.unit):
            widget.setVisible(several and not first and query.in_order)
        word = "first" if first else "then" if query.in_order else "and"
        self.then.setText(f"<b>{self.number + 1}</b>&nbsp; {names[word]}")
        stage = query.stages[self.number] if self.number < len(query.stages) else None
        if stage is None:
            return
        blocked = QSignalBlocker(self.seconds)
        within = float(stage.within_shots or stage.within_s)
        self.seconds.setDecimals(0 if within == int(within) else 1)
        self.seconds.setValue(within)
        self.unit.setChecked(bool(stage.within_shots))
        self.unit.setText(self.tr("shots") if stage.within_shots else self.tr("s"))
        blocked.unblock()
        place = main_place(query, self.number)
        text = "" if place is None else getattr(stage.parts[place.part].what, "text", "")
        if self.box.text().strip() != text.strip():
            self.box.setText(text)
        self.up.setVisible(not first)

    def is_plain(self, query: Query) -> bool:
        """Whether the words in the line say all that this stage asks: no chips are needed."""
        if self.number == 0 and len(query.stages) < 2:
            return is_plain(query)
        parts = query.stages[self.number].parts
        if not parts or self.number == 0:
            return not parts
        return len(parts) == 1 and is_plain(Query(stages=(query.stages[self.number],)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down in the line goes to the chips."""
        if event.key() == Qt.Key.Key_Down and self.box.hasFocus() and self.row.parts:
            self.row.parts[0].setFocus()
        else:
            super().keyPressEvent(event)
