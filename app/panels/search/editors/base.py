"""What the editors of all kinds of parts have in common."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, cast

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSlider,
    QWidget,
)

from app.context import PanelContext
from app.jobs import Job, Priority
from app.services.types import What
from app.widgets.controls import clearable, named

REST_MS = 350  # an edit counts when typing or dragging rests for so long


class PartEditor(QWidget):
    """Edits what one part asks.

    A subclass shows `what` in show_what() and tells changes by change(); typing and dragging is
    told when it rests.

    Args:
        context: of the panel.
        parent: owner.
    """

    kind: ClassVar[str] = ""
    changed = Signal(object, str)  # What; a gesture whose changes become one step, or ""
    submitted = Signal()  # Enter: search now

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._what: What | None = None
        self._waiting: tuple[What, str] | None = None
        self.setSizePolicy(by_width())
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.settle)

    @property
    def what(self) -> What | None:
        """What is edited, with what was typed last."""
        return self._what

    @property
    def is_idle(self) -> bool:
        """Whether nothing is about to be told."""
        return self._waiting is None

    def edit(self, what: What) -> None:
        """Edit a part; nothing is told."""
        self._waiting = None
        self._rest.stop()
        if what != self._what:
            self._what = what
            self.show_what(what)

    def show_what(self, what: Any) -> None:
        """Show what is edited; for subclasses.

        Raises:
            NotImplementedError: the subclass has none.
        """
        raise NotImplementedError

    def change(self, what: What, *, gesture: str = "") -> None:
        """Tell another value: at once, or when the gesture rests."""
        if what == self._what:
            return
        self._what = what
        if gesture:
            self._waiting = what, gesture
            self._rest.start()
        else:
            self._waiting = None
            self.changed.emit(what, "")

    def settle(self) -> None:
        """Tell at once what waits for a gesture to rest."""
        waiting, self._waiting = self._waiting, None
        self._rest.stop()
        if waiting is not None:
            self.changed.emit(*waiting)

    def submit(self) -> None:
        """Tell what waits and search."""
        self.settle()
        self.submitted.emit()

    def focus_main(self) -> None:
        """Put the keyboard where editing begins; for subclasses."""

    def ask(self, work: Callable[..., Any], answered: Callable[[Any], None], key: str) -> None:
        """Have work done in a lane; the newest one of a key counts."""
        job = self.context.jobs.submit(
            "io", work, replaces=f"search-edit-{key}", priority=Priority.INTERACTIVE
        )
        self._follow(job, answered)

    def _follow(self, job: Job, answered: Callable[[Any], None]) -> None:
        job.succeeded.connect(answered)
        job.failed.connect(self.on_failed)

    def on_failed(self, error: Exception) -> None:
        """Show what went wrong with help for editing."""
        self.context.notices.error(error)


def by_width() -> QSizePolicy:
    """Return the policy of what needs more lines, and so more height, in a narrow panel."""
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    return policy


def line(
    name: str, hint: str, edited: Callable[[], object], entered: Callable[[], object]
) -> QLineEdit:
    """Return a line for text.

    Args:
        name: accessible name and tooltip.
        hint: shown while it is empty.
        edited: called without arguments while typing.
        entered: called on Enter.
    """
    made = QLineEdit()
    named(made, name)
    made.setPlaceholderText(hint)
    clearable(made)
    made.textEdited.connect(lambda _text: edited())
    made.returnPressed.connect(entered)
    return made


@contextmanager
def quiet(*widgets: QWidget) -> Iterator[None]:
    """Let widgets change without telling it."""
    blocked = [QSignalBlocker(widget) for widget in widgets]
    try:
        yield
    finally:
        for one in blocked:
            one.unblock()


def show_text(box: QLineEdit, text: str) -> None:
    """Show a text unless it stands there already: the cursor of one who types stays."""
    if box.text().strip() != text.strip():
        box.setText(text)


def choice(name: str, entries: dict[Any, str], chosen: Callable[[], object]) -> QComboBox:
    """Return a box of choices.

    Args:
        name: accessible name and tooltip.
        entries: value -> what it is called.
        chosen: called without arguments when the user chooses.
    """
    made = QComboBox()
    named(made, name)
    for value, title in entries.items():
        made.addItem(title, value)
    made.activated.connect(lambda _place: chosen())
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(8)
    return made


def show_choice(box: QComboBox, value: Any) -> None:
    """Show a value; an unknown one is added as it is."""
    place = next((n for n in range(box.count()) if box.itemData(n) == value), -1)
    if place < 0:
        box.addItem(str(value), value)
        place = box.count() - 1
    box.setCurrentIndex(place)


class Balance(QWidget):
    """A slider between two things, 0-1.

    Args:
        left: what counts at 0.
        right: what counts at 1.
        name: accessible name.
        tip: tooltip.
        parent: owner.
    """

    moved = Signal(float)

    def __init__(
        self, left: str, right: str, name: str, tip: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setPageStep(10)
        self.slider.setSingleStep(5)
        self.slider.setAccessibleName(name)
        self.slider.setToolTip(tip)
        self.slider.setMinimumWidth(60)
        self.slider.valueChanged.connect(lambda value: self.moved.emit(value / 100))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (QLabel(left), self.slider, QLabel(right)):
            row.addWidget(cast(QWidget, part), 1 if part is self.slider else 0)

    @property
    def value(self) -> float:
        """Where it stands, 0-1."""
        return self.slider.value() / 100

    def show_value(self, value: float) -> None:
        """Stand at value; nothing is told."""
        with quiet(self.slider):
            self.slider.setValue(round(value * 100))
