"""What was submitted, newest first: a shape, a colour and words for each verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.panels.evaluation.texts import (
    answer_text,
    attempt_line,
    kind_name,
    legacy_line,
    said,
    state_of,
    task_text,
    verdict_name,
)
from app.services.types import Attempt, PracticeTry, Submission, Verdict
from app.widgets.controls import on_click, push_button
from app.widgets.icons import icon
from app.widgets.paint import clock

MOST = 200  # entries
_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list.

    Args:
        drawing: name of an icon.
        text: what is shown.
        tip: more of it.
        id: of a submission in the queue; "" for others.
        items: that it is about.
    """

    drawing: str
    text: str
    tip: str = ""
    id: str = ""
    items: tuple[int, ...] = ()


def of_submission(submission: Submission) -> Entry:
    """Return the line of a submission to a server."""
    drawing, words = state_of(submission)
    named = ", ".join(answer_text(answer) for answer in submission.answers[:2])
    if len(submission.answers) > 2:
        named = f"{named} +{len(submission.answers) - 2}"
    message = said([submission.message])[0] if submission.message else ""
    number = submission.id if submission.is_queued else ""
    tip = "\n".join(filter(None, [submission.task, message]))
    return Entry(drawing, f"{named} – {words}", tip, number, submission.items)


def of_try(one: PracticeTry, names: Mapping[int, str]) -> Entry:
    """Return the line of a submission in practice."""
    words = verdict_name(Verdict.CORRECT if one.correct else Verdict.WRONG)
    text = f"{names.get(one.item, one.item)} – {words}, {clock(one.at_s)}"
    return Entry("success" if one.correct else "close", text, text, "", (one.item,))


def of_attempt(attempt: Attempt) -> Entry:
    """Return the line of a task that was played."""
    drawing = "success" if attempt.is_solved else "remove"
    text = f"{task_text(attempt.task)} – {attempt_line(attempt)}"
    lines = [kind_name(attempt.kind), attempt.at.replace("T", " ")[:16], legacy_line(attempt)]
    tip = "\n".join(filter(None, lines))
    items = tuple(one.item for one in attempt.tries if one.correct)
    return Entry(drawing, text, tip, "", items)


class EntryList(QWidget):
    """A list of entries; those in the queue can be sent or forgotten.

    Keys: Enter selects the items of an entry everywhere, Delete forgets one in the queue.
    """

    send_wanted = Signal(object)  # tuple of ids
    drop_wanted = Signal(object)
    items_wanted = Signal(object)  # tuple of item ids

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self.head = QLabel(wordWrap=True)
        self.head.setProperty("muted", True)  # noqa: FBT003 - a property of the style sheet
        self.list = QListWidget()
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setWordWrap(True)
        self.list.setIconSize(QSize(18, 18))
        self.list.setUniformItemSizes(False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.send = push_button(
            self.tr("Send now"), self.tr("Send what is not sent, chosen ones or all of them")
        )
        self.drop = push_button(
            self.tr("Forget"), self.tr("Take chosen answers out of the queue (Delete)")
        )
        self.queue = QWidget()
        row = QHBoxLayout(self.queue)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.send, 1)
        row.addWidget(self.drop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.head)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.queue)
        layout.addStretch()
        on_click(self.send, self._send)
        on_click(self.drop, self._drop)
        self.list.itemActivated.connect(self._on_activated)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show_entries("", ())

    def show_entries(self, title: str, entries: Sequence[Entry]) -> None:
        """Show entries in the order given; the chosen ones stay chosen."""
        self.head.setText(title)
        self.head.setVisible(bool(title))
        self.list.setAccessibleName(title or self.tr("Submissions"))
        shown = tuple(entries[:MOST])
        self.queue.setVisible(any(entry.id for entry in shown))
        self.list.setVisible(bool(shown))
        if shown == self._entries:
            return
        self._entries = shown
        # An empty list takes no keyboard, so that it goes to what can be used.
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus if shown else Qt.FocusPolicy.NoFocus)
        row = self.list.currentRow()
        self.list.clear()
        for entry in shown:
            line = QListWidgetItem(icon(entry.drawing), entry.text)
            line.setToolTip(entry.tip or entry.text)
            line.setData(_ROLE, entry)
            self.list.addItem(line)
        if 0 <= row < len(shown):
            self.list.setCurrentRow(row)

    def items_at(self, place: QPoint | None) -> tuple[int, ...]:
        """Return the items of the entry at a place of the list; of the current one for None."""
        line = self.list.currentItem() if place is None else self.list.itemAt(place)
        return () if line is None else line.data(_ROLE).items

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Forget what is chosen on Delete."""
        if event.key() == Qt.Key.Key_Delete and self._chosen():
            self._drop()
            return
        super().keyPressEvent(event)

    def _chosen(self) -> tuple[str, ...]:
        found = (line.data(_ROLE) for line in self.list.selectedItems())
        return tuple(entry.id for entry in found if entry.id)

    def _send(self) -> None:
        queued = tuple(entry.id for entry in self._entries if entry.id)
        self.send_wanted.emit(self._chosen() or queued)

    def _drop(self) -> None:
        if chosen := self._chosen():
            self.drop_wanted.emit(chosen)

    def _on_activated(self, line: QListWidgetItem) -> None:
        entry: Entry = line.data(_ROLE)
        if entry.items:
            self.items_wanted.emit(entry.items)
