"""Practice: which tasks, and the buttons that start, end and skip them."""

from collections.abc import Mapping
from typing import Any, get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.panel_actions.evaluation import NEXT_KEY
from app.panels.evaluation.texts import kind_names
from app.services.types import TaskKind, TaskWish
from app.widgets.controls import named, on_click, push_button
from app.widgets.flow_layout import FlowLayout

_FOLDER, _MARKED = "folder", "marked"


class PracticeHead(QWidget):
    """Asks which tasks to make, and steps through them."""

    make_wanted = Signal(object)  # TaskWish
    next_wanted = Signal()
    end_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folder = ""
        self.label_set = "default"  # whose marks judge
        self.source = QComboBox()
        named(self.source, self.tr("Where tasks come from"))
        self.source.currentTextChanged.connect(self.source.setToolTip)
        self.source.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for title, name in (
            (self.tr("Tasks made from this library"), "library"),
            (self.tr("Find what is marked, with the marks as judge"), _MARKED),
            (self.tr("Tasks of the demo library"), "shipped"),
            (self.tr("Tasks of a folder …"), _FOLDER),
        ):
            self.source.addItem(title, name)
        self.kinds: dict[TaskKind, QCheckBox] = {}
        for kind, title in kind_names().items():
            self.kinds[kind] = QCheckBox(title)
            self.kinds[kind].setChecked(True)
            self.kinds[kind].setToolTip(self._tip(kind))
        self.count = QSpinBox(minimum=1, maximum=99, value=6, prefix=self.tr("tasks: "))
        self.count.setAccessibleName(self.tr("Number of tasks"))
        self.seed = QSpinBox(minimum=0, maximum=9999, prefix=self.tr("no. "))
        named(self.seed, self.tr("The same number makes the same tasks"))
        self.start = push_button(
            self.tr("Start"), self.tr("Make the tasks and start the first one")
        )
        self.start.setProperty("primary", True)  # noqa: FBT003 - a property of the style sheet
        self.next = push_button(
            self.tr("Next task"),
            self.tr("Start the next task; one that runs is skipped (%s)") % NEXT_KEY,
        )
        self.end = push_button(self.tr("End"), self.tr("End this task and count what was found"))
        self.place = QLabel()
        self.place.setProperty("muted", True)  # noqa: FBT003
        self._lay_out()
        self._connect()

    def _tip(self, kind: TaskKind) -> str:
        return {
            "picture": self.tr("A picture or a clip is shown for 20 seconds, then find it again"),
            "text": self.tr("A description in three stages, a minute apart"),
            "adhoc": self.tr("Find as much as you can of one kind"),
        }[kind]

    def _lay_out(self) -> None:
        self.which = QWidget()  # says nothing where the marks make the one task
        flow = FlowLayout(kinds := QWidget())
        for box in self.kinds.values():
            flow.addWidget(box)
        numbers = FlowLayout(pair := QWidget())
        which = QVBoxLayout(self.which)
        which.setContentsMargins(0, 0, 0, 0)
        which.setSpacing(6)
        which.addWidget(kinds)
        which.addWidget(pair)
        numbers.addWidget(self.count)
        numbers.addWidget(self.seed)
        self.choices = QWidget()
        inner = QVBoxLayout(self.choices)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        inner.addWidget(self.source)
        inner.addWidget(self.which)
        inner.addWidget(self.start)
        self.steps = QWidget()
        steps = QHBoxLayout(self.steps)
        steps.setContentsMargins(0, 0, 0, 0)
        steps.addWidget(self.place, 1)
        steps.addWidget(self.end)
        steps.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.choices)
        layout.addWidget(self.steps)

    def _connect(self) -> None:
        on_click(self.start, self.ask)
        on_click(self.next, self.next_wanted.emit)
        on_click(self.end, self.end_wanted.emit)
        self.source.activated.connect(self._on_source)
        self.source.currentIndexChanged.connect(self._on_kinds)
        for box in self.kinds.values():
            box.toggled.connect(self._on_kinds)

    def _on_source(self, _place: int) -> None:
        if self.source.currentData() == _FOLDER:
            self.folder_wanted.emit()

    def ask_folder(self) -> None:
        """Let the user choose a folder of tasks."""
        found = QFileDialog.getExistingDirectory(self, self.tr("Folder of tasks"), self.folder)
        self.set_folder(found or self.folder)

    def set_folder(self, folder: str) -> None:
        """Take a folder of tasks; without one tasks are made from the library."""
        self.folder = folder
        self.source.setToolTip(folder or self.tr("Where tasks come from"))
        if not folder and self.source.currentData() == _FOLDER:
            self.source.setCurrentIndex(0)

    def _on_kinds(self, _changed: object) -> None:
        is_marked = self.source.currentData() == _MARKED
        self.which.setVisible(not is_marked)
        self.start.setEnabled(is_marked or any(box.isChecked() for box in self.kinds.values()))

    def wish(self) -> TaskWish:
        """Return which tasks are wanted."""
        name = str(self.source.currentData())
        if name == _MARKED:
            return TaskWish(("adhoc",), 1, facet="label", label_set=self.label_set)
        kinds = tuple(kind for kind, box in self.kinds.items() if box.isChecked())
        return TaskWish(
            kinds or get_args(TaskKind), self.count.value(), self.seed.value(),
            source=self.folder if name == _FOLDER and self.folder else name,
        )  # fmt: skip

    def ask(self) -> None:
        """Ask for the tasks."""
        self.make_wanted.emit(self.wish())

    def show_place(self, place: int, total: int, *, is_running: bool) -> None:
        """Show which of the tasks runs.

        Args:
            place: from 0; -1 before the first one.
            total: how many there are.
            is_running: one runs now.
        """
        has_more = place + 1 < total
        self.choices.setVisible(not is_running)
        self.steps.setVisible(is_running or has_more)
        self.next.setEnabled(is_running or has_more)
        self.next.setText(self.tr("Skip") if is_running else self.tr("Next task"))
        self.end.setVisible(is_running)
        self.place.setText(
            self.tr("Task {place} of {total}").format(place=place + 1, total=total)
            if place >= 0
            else ""
        )

    def save_state(self) -> dict[str, Any]:
        """Return which tasks are wanted."""
        return {
            "source": self.source.currentData(), "folder": self.folder,
            "kinds": [kind for kind, box in self.kinds.items() if box.isChecked()],
            "count": self.count.value(), "seed": self.seed.value(),
        }  # fmt: skip

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state returned."""
        if isinstance(state.get("folder"), str):
            self.set_folder(state["folder"])
        place = self.source.findData(state.get("source"))
        if place >= 0 and (state.get("source") != _FOLDER or self.folder):
            self.source.setCurrentIndex(place)
        kinds = state.get("kinds")
        if isinstance(kinds, list):
            for kind, box in self.kinds.items():
                box.setChecked(kind in kinds)
        for name, number in (("count", self.count), ("seed", self.seed)):
            if isinstance(state.get(name), int):
                number.setValue(state[name])
