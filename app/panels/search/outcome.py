"""What became of the search: how many hits, how long it took, notes, errors, a way to stop it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from app.services.types import SearchResults
from app.widgets.controls import icon_button
from app.widgets.numbers import took
from app.widgets.search_names import said
from common.jobs import Progress
from common.values import ResultList


class Outcome(QWidget):
    """One line of what was found, and what the user should know of it.

    Args:
        parent: owner.
    """

    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.progress = QProgressBar(textVisible=False)
        self.progress.setAccessibleName(self.tr("Progress of the search"))
        self.stop = icon_button("stop", self.tr("Stop the search (Esc)"), self.stop_wanted.emit)
        self.stop.setProperty("quiet", "true")
        self.busy = QWidget()
        line = QHBoxLayout(self.busy)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.progress, 1)
        line.addWidget(self.stop)
        self.count = QLabel()
        self.count.setWordWrap(True)
        self.count.setAccessibleName(self.tr("What was found"))
        self.notes = QLabel()
        self.notes.setWordWrap(True)
        self.notes.setProperty("muted", "true")
        self.notes.setAccessibleName(self.tr("Notes on the search"))
        self.notes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.hint = QLabel(
            self.tr(
                "Words, “phrases”, -not this. Pictures and videos can be dropped here.\n\n"
                "Add has more to ask by: concepts, a canvas, who does what, steps in time …"
            )
        )
        self.hint.setWordWrap(True)
        self.hint.setProperty("muted", "true")
        self._make_error()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self.hint, self.busy, self.error, self.count, self.notes):
            layout.addWidget(part)
        for part in (self.busy, self.error, self.count, self.notes):
            part.hide()
        for label in (self.count, self.notes, self.error_text):
            label.setMinimumWidth(1)  # a word without an end widens no panel

    def _make_error(self) -> None:
        self.error = QFrame()
        self.error.setProperty("notice", "error")
        self.error_text = QLabel()
        self.error_text.setWordWrap(True)
        self.error_text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside = QHBoxLayout(self.error)
        inside.setContentsMargins(10, 7, 10, 7)
        inside.addWidget(self.error_text)

    # -- what is shown

    def clear(self, *, hint: bool = True) -> None:
        """Say nothing, but perhaps what can be asked."""
        self.hint.setVisible(hint)
        for part in (self.error, self.count, self.notes):
            part.hide()

    def show_results(self, found: ResultList) -> None:
        """Say what was found."""
        self.hint.hide()
        self.error.hide()
        total = max(found.total, len(found.hits))
        scenes = len(found.scenes) if isinstance(found, SearchResults) else 0
        hits = self.tr("%n hit(s)", "", total)
        text = self.tr("%n scene(s)", "", scenes) if scenes else hits
        self.count.setText(f"{text} · {took(found.ms)}")
        self.count.show()
        notes = said(found.notes)
        self.count.setToolTip("\n".join(notes))
        # The results panel shows them beside the hits; without hits they say what to do.
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes) and not found.hits)

    def explain(self, what: str, hint: str) -> None:
        """Say why there is no result."""
        self.clear(hint=False)
        self.error_text.setText(f"{what}\n{hint}".strip())
        self.error.show()

    @Slot()
    def show_busy(self) -> None:
        """Show that a search runs."""
        self.hint.hide()
        self.progress.setRange(0, 0)
        self.busy.show()

    @Slot(object)
    def show_progress(self, progress: Progress) -> None:
        """Show how far a search is, once the bar is there."""
        if not self.busy.isHidden() and progress.total:
            self.progress.setRange(0, progress.total)
            self.progress.setValue(progress.done)

    @Slot()
    def show_idle(self) -> None:
        """Hide the bar."""
        self.busy.hide()
