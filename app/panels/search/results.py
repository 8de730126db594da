"""The ranked hits of a search: count, notes, threshold, grid or list, and help when empty."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.services.types import Filter
from app.widgets.controls import tool_button
from app.widgets.empty_state import EmptyState
from app.widgets.grid import ThumbnailGrid
from app.widgets.paint import score_legend
from app.widgets.relaxing import offer_relaxations
from app.widgets.uniform_grid import MAX_SIDE, MIN_SIDE
from common.jobs import Progress
from common.values import ResultList

_MODEL_WORDS = ("weights", "network", "model", "encoder")


class ResultView(QWidget):
    """Shows one result list.

    Args:
        context: services, jobs, shared state and actions.
        source: name of the panel.
        parent: owner.
    """

    relaxed = Signal(object)  # Filter to drop
    cancel_wanted = Signal()

    def __init__(self, context: PanelContext, source: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._found = ResultList("")
        self._greeting = True
        self.grid = ThumbnailGrid(context, source)
        self.grid.escaped.connect(self.cancel_wanted)
        self.empty = EmptyState()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.grid)
        self.count = QLabel(wordWrap=True)
        self.count.setAccessibleName(self.tr("Number of hits"))
        self.count.setTextFormat(Qt.TextFormat.RichText)
        self.notes = QLabel()
        self.notes.setWordWrap(True)
        self.notes.setAccessibleName(self.tr("Notes on the search"))
        self.notes.hide()
        self.progress = QProgressBar(textVisible=False)
        self.progress.setMaximumHeight(4)
        self.progress.setAccessibleName(self.tr("Progress of the search"))
        self.progress.hide()
        self.more_models = QPushButton(self.tr("Add models …"))
        self.more_models.setToolTip(self.tr("What better weights add, and where to get them"))
        self.more_models.clicked.connect(self._show_models)
        self.more_models.hide()
        self._make_controls()
        self._lay_out()

    def _make_controls(self) -> None:
        self.threshold = QSlider(Qt.Orientation.Horizontal)
        self.threshold.setAccessibleName(self.tr("Smallest score"))
        self.threshold.setToolTip(self.tr("Hide hits with a smaller score"))
        self.threshold.setRange(0, 100)
        self.threshold.setMinimumWidth(50)
        self.threshold.valueChanged.connect(self._on_threshold)
        self.size_slider = QSlider(Qt.Orientation.Horizontal)
        self.size_slider.setAccessibleName(self.tr("Size of pictures"))
        self.size_slider.setToolTip(self.tr("Size of pictures (Ctrl+wheel)"))
        self.size_slider.setRange(MIN_SIDE, MAX_SIDE)
        self.size_slider.setMinimumWidth(50)
        self.size_slider.setValue(self.grid.side)
        self.size_slider.valueChanged.connect(self.grid.set_side)
        self.grid.side_changed.connect(self.size_slider.setValue)
        self.list_button = tool_button(
            "☰", self.tr("List: show why each hit was found"), checkable=True
        )
        self.list_button.toggled.connect(self._on_list)
        self.score_label = QLabel(self.tr("score"))
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._settle.timeout.connect(self._show_count)

    def _lay_out(self) -> None:
        self.controls = QWidget()
        row = QHBoxLayout(self.controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.score_label)
        row.addWidget(self.threshold, 1)
        row.addWidget(QLabel(self.tr("size")))
        row.addWidget(self.size_slider, 1)
        row.addWidget(self.list_button)
        noted = QHBoxLayout()
        noted.addWidget(self.notes, 1)
        noted.addWidget(self.more_models, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.progress)
        layout.addWidget(self.count)
        layout.addLayout(noted)
        layout.addWidget(self.controls)
        layout.addWidget(self.pages, 1)
        self.controls.hide()
        self.count.hide()

    # -- what is shown

    @property
    def is_greeting(self) -> bool:
        """Whether nothing was asked yet."""
        return self._greeting

    def greet(
        self, count: int | None = None, queries: Sequence[tuple[str, Callable[[], None]]] = ()
    ) -> None:
        """Say what can be searched.

        Args:
            count: number of items; None while unknown.
            queries: what to offer, with what it runs.
        """
        self._greeting = True
        if count == 0:
            self.empty.say(
                self.tr("Nothing to search yet"),
                self.tr("Import photos, videos or film lists first."),
            )
            if "import.media" in {action.name for action in self._context.actions.all()}:
                run = partial(self._context.actions.trigger, "import.media")
                self.empty.offer(self.tr("Import …"), run)
        else:
            self.empty.say(
                self.tr("What are you looking for?"),
                self.tr("Type words above, or drop or paste a picture. For example:")
                if queries
                else self.tr("Type words above, or drop or paste a picture."),
            )
        for title, ask in queries:
            self.empty.offer(title, ask, self.tr("Search for “%s”") % title)
        self._show_page(filled=False)
        self.count.hide()
        self._show_notes(())

    def show_results(self, found: ResultList) -> None:
        """Show a result list; see offer_ways() for an empty one."""
        self._found = found
        self._greeting = False
        blocked = QSignalBlocker(self.threshold)
        self.threshold.setValue(0)
        blocked.unblock()
        self.grid.show_hits(found.hits)
        self._show_page(filled=bool(found.hits))
        self._show_count()
        if found.hits:
            self._show_notes(found.notes)
        else:
            self._show_notes(())
            self._help(found)

    def explain(self, what: str, hint: str) -> None:
        """Show why there is no result."""
        self._greeting = False
        self.grid.show_hits(())
        self.empty.say(what, hint)
        self._show_page(filled=False)
        self.count.hide()
        self._show_notes(())

    def show_labels(self, labels: Mapping[int, int]) -> None:
        """Mark labelled items."""
        self.grid.show_labels(labels)

    def _show_page(self, *, filled: bool) -> None:
        self.pages.setCurrentWidget(self.grid if filled else self.empty)
        self.controls.setVisible(filled)
        scores = {hit.score for hit in self._found.hits[:1] + self._found.hits[-1:]}
        self.threshold.setEnabled(filled and len(scores) > 1)

    def _help(self, found: ResultList) -> None:
        """Explain an empty list."""
        self.empty.say(self.tr("No hits for “%s”") % found.query, "\n".join(found.notes))

    def offer_ways(self, ways: Sequence[tuple[Filter, int]]) -> None:
        """Offer to drop one filter of a query that found nothing.

        Args:
            ways: filters, and how many hits there are without each.
        """
        offer_relaxations(self.empty, ways, self.relaxed.emit)

    def _show_notes(self, notes: Sequence[str]) -> None:
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))
        words = " ".join(notes).lower()
        self.more_models.setVisible(any(word in words for word in _MODEL_WORDS))

    def _show_count(self) -> None:
        shown, total = len(self.grid.hits.hits), max(self._found.total, len(self._found.hits))
        text = self.tr("one hit") if total == 1 else self.tr("%s hits") % f"{total:,}"
        if shown < total:
            text = self.tr("{shown} of {hits}").format(shown=f"{shown:,}", hits=text)
        ms = self._found.ms
        text += f" · {ms:.0f} ms" if ms < 2000 else f" · {ms / 1000:.1f} s"
        legend = score_legend(self._found.hits)
        self.count.setText(f"{text} &nbsp; {legend}")
        self.count.show()

    # -- controls

    @property
    def smallest_score(self) -> float:
        """Score that the threshold slider stands for; -inf at its left end."""
        scores = [hit.score for hit in self._found.hits]
        if not scores or self.threshold.value() == 0:
            return -math.inf
        low, high = min(scores), max(scores)
        return low + (high - low) * self.threshold.value() / 100

    @Slot(int)
    def _on_threshold(self, _value: int) -> None:
        score = self.smallest_score
        self.grid.hits.set_threshold(score)
        self.score_label.setText(
            self.tr("score") if score == -math.inf else self.tr("score ≥ %s") % f"{score:.2f}"
        )
        self._settle.start()

    @Slot(bool)
    def _on_list(self, on: bool) -> None:
        self.grid.set_list(on=on)

    def _show_models(self) -> None:
        self._context.actions.trigger("tools.networks")

    # -- progress

    @Slot()
    def show_busy(self) -> None:
        """Show that a search runs."""
        self.progress.setRange(0, 0)
        self.progress.show()

    @Slot(object)
    def show_progress(self, progress: Progress) -> None:
        """Show how far a search is, once the bar is there."""
        if self.progress.isVisible() and progress.total:
            self.progress.setRange(0, progress.total)
            self.progress.setValue(progress.done)

    def show_idle(self) -> None:
        """Hide the bar."""
        self.progress.hide()

    # -- state

    def save_state(self) -> dict[str, Any]:
        """Return how hits are shown."""
        return {"list": self.list_button.isChecked(), "side": self.grid.side}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state returned; bad entries are ignored."""
        self.list_button.setChecked(state.get("list") is True)
        side = state.get("side")
        if isinstance(side, int):
            self.grid.set_side(side)
