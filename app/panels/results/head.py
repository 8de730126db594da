"""The head of the results panel: what was found, how it is shown, and what is left out."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QTextDocument
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.panels.results.view import Shown
from app.panels.results.views import ViewEntry, view_titles
from app.panels.results.work import NUMBER, SORTS
from app.widgets.controls import tool_button
from app.widgets.filter_names import key_name
from app.widgets.flow_layout import FlowLayout
from app.widgets.icons import icon
from app.widgets.numbers import numeral, took
from app.widgets.paint import score_legend
from app.widgets.part_names import part_title
from app.widgets.result_titles import title_of
from app.widgets.search_names import said
from app.widgets.uniform_grid import DEFAULT_SIDE, MAX_SIDE, MIN_SIDE

_SLIDER = 60  # pixels: all controls stand in one row of a window of 1280
_GAP = 8  # pixels between two buttons, at most
_MODEL_WORDS = ("weights", "network", "model", "encoder")


class ResultHead(QWidget):
    """Count, notes and controls; the panel acts on the signals.

    Args:
        entries: the views there are.
        parent: owner.
    """

    view_chosen = Signal(str)
    sort_chosen = Signal(str)
    threshold_moved = Signal(int)  # percent
    side_moved = Signal(int)  # pixels
    models_wanted = Signal()

    def __init__(self, entries: Sequence[ViewEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._switches: tuple[QToolButton, ...] = ()
        self.count = QLabel()
        self.count.setAccessibleName(self.tr("Number of hits"))
        self.count.setTextFormat(Qt.TextFormat.RichText)
        self.count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.legend = QLabel()  # below, where the first line has no room for it
        self.legend.setAccessibleName(self.tr("Parts of the score"))
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.legend.hide()
        self._counted, self._legend = "", ""
        self.notes = QLabel(wordWrap=True)
        self.notes.setAccessibleName(self.tr("Notes on the search"))
        self.notes.hide()
        self.more_models = QPushButton(self.tr("Add models …"))
        self.more_models.setToolTip(self.tr("What better weights add, and where to get them"))
        self.more_models.clicked.connect(self.models_wanted)
        self.more_models.hide()
        self._make_switches()
        self._make_views(entries)
        self._make_controls()
        self._lay_out()

    def _make_switches(self) -> None:
        tr = self.tr
        self.move_button = tool_button(
            "▲▼", tr("Movement: how far each hit rose or fell against the list before (M)"),
            checkable=True,
        )  # fmt: skip
        self.fusion_button = tool_button(
            tr("Fusion"), tr("Merge the parts by another rule, without a new search (F)")
        )
        self.words_button = tool_button(
            tr("Words"), tr("Concepts and words that are frequent in these results (W)"),
            checkable=True,
        )  # fmt: skip
        self.hide_button = tool_button(tr("Hidden"), tr("What is left out, and undoing it (U)"))
        self.hide_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.inspect_button = tool_button(
            tr("Inspect"), tr("Show the current hit large, with what matched (I or Enter)"),
            checkable=True,
        )  # fmt: skip
        self.help_button = tool_button("?", tr("All keys of the results (?)"))
        self._switches = (
            self.move_button, self.fusion_button, self.words_button, self.hide_button,
            self.inspect_button, self.help_button,
        )  # fmt: skip

    def show_expert(self, *, on: bool) -> None:
        """Show all controls, or only those that most people need; keys do the rest."""
        for part in (
            self.move_button, self.fusion_button, self.words_button, self._chooser,
            self._threshold_pair,
        ):  # fmt: skip
            part.setVisible(on)

    def _make_views(self, entries: Sequence[ViewEntry]) -> None:
        self.views: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        titles = view_titles()
        for entry in entries:
            title, tip = titles.get(entry.name, (entry.name.capitalize(), ""))
            told = f"{title}: {tip} ({entry.key})" if tip else f"{title} ({entry.key})"
            button = tool_button("", told, partial(self.view_chosen.emit, entry.name))
            button.setAccessibleName(title)
            button.setIcon(icon(entry.icon))
            button.setCheckable(True)
            self._group.addButton(button)
            self.views[entry.name] = button

    def _make_controls(self) -> None:
        tr = self.tr
        self.sort = QComboBox()
        self.sort.setAccessibleName(tr("Order"))
        self.sort.setToolTip(tr("Order of the hits (S)"))
        for name, title in (
            ("score", tr("Best first")), ("date", tr("By date")), ("title", tr("By title")),
        ):  # fmt: skip
            self.sort.addItem(title, name)
        self.sort.activated.connect(self._on_sort)
        self.score_label = QLabel(tr("score"))
        self.threshold = QSlider(Qt.Orientation.Horizontal)
        self.threshold.setAccessibleName(tr("Smallest score"))
        self.threshold.setToolTip(tr("Hide hits with a smaller score"))
        self.threshold.setRange(0, 100)
        self.threshold.valueChanged.connect(self.threshold_moved)
        self.size_label = QLabel(tr("size"))
        self.size_slider = QSlider(Qt.Orientation.Horizontal)
        self.size_slider.setAccessibleName(tr("Size of pictures"))
        self.size_slider.setToolTip(tr("Size of pictures (Ctrl+wheel)"))
        self.size_slider.setRange(MIN_SIDE, MAX_SIDE)
        self.size_slider.setValue(DEFAULT_SIDE)
        self.size_slider.valueChanged.connect(self.side_moved)
        for slider in (self.threshold, self.size_slider):
            slider.setFixedWidth(_SLIDER)
        self._own = QHBoxLayout()  # of the view in front
        self._own.setContentsMargins(0, 0, 0, 0)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.addWidget(self.count, 1)
        for button in self._switches:
            first.addWidget(button)
        self.controls = QWidget()
        self._chooser = QWidget()
        flow = QHBoxLayout(self._chooser)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(1)
        for button in self.views.values():
            flow.addWidget(button)
        row = FlowLayout(self.controls, spacing=8)
        row.addWidget(self._chooser)
        own = QWidget()
        own.setLayout(self._own)
        row.addWidget(own)
        row.addWidget(self.sort)
        self._threshold_pair = _pair(self.score_label, self.threshold)
        row.addWidget(self._threshold_pair)
        row.addWidget(_pair(self.size_label, self.size_slider))
        row.addWidget(self.legend)
        noted = QHBoxLayout()
        noted.addWidget(self.notes, 1)
        noted.addWidget(self.more_models, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(first)
        layout.addLayout(noted)
        layout.addWidget(self.controls)

    # -- what is shown

    def show_shown(self, shown: Shown, *, is_ranked: bool, smallest: float) -> None:
        """Say what is shown of which list."""
        self._counted = f"<b>{self._count_of(shown)}</b>"
        self._legend = score_legend(shown.results.hits, self.palette().base().color(), part_title)
        self._place_legend()
        self.count.setToolTip(title_of(shown.results))
        self._show_notes(shown.results.notes if shown.results.hits else ())
        with QSignalBlocker(self.threshold):
            if smallest == float("-inf"):
                self.threshold.setValue(0)
        self.threshold.setEnabled(is_ranked)
        self.score_label.setText(
            self.tr("score")
            if smallest == float("-inf")
            else self.tr("score ≥ %s") % numeral(smallest, ".2f")
        )
        self.hide_button.setText(
            self.tr("Hidden: %s") % numeral(shown.hidden) if shown.hidden else self.tr("Hidden")
        )

    def _count_of(self, shown: Shown) -> str:
        found = shown.results
        visible, total = len(shown.hits), max(found.total, len(found.hits))
        text = self.tr("one hit") if total == 1 else self.tr("%s hits") % numeral(total)
        if visible < total:
            text = self.tr("{shown} of {hits}").format(shown=numeral(visible), hits=text)
        return f"{text} · {took(found.ms)}"

    def _place_legend(self) -> None:
        """Put the legend behind the count where all of it is seen, else below."""
        whole = f"{self._counted} &nbsp; {self._legend}"
        buttons = sum(one.sizeHint().width() + _GAP for one in self._switches)
        document = QTextDocument()
        document.setDefaultFont(self.font())
        document.setHtml(whole)
        is_below = document.idealWidth() > self.width() - buttons
        if self.legend.text() != self._legend:
            self.legend.setText(self._legend)
        self.legend.setVisible(is_below and bool(self._legend))
        self.count.setText(self._counted if is_below else whole)

    def event(self, event: QEvent) -> bool:
        """Find room for the legend when a button says something else."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place_legend()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find room for the legend."""
        super().resizeEvent(event)
        self._place_legend()

    def _show_notes(self, notes: Sequence[str]) -> None:
        self.notes.setText("\n".join(said(notes)))
        self.notes.setVisible(bool(notes))
        words = " ".join(notes).lower()
        self.more_models.setVisible(any(word in words for word in _MODEL_WORDS))

    def show_view(self, name: str, controls: QWidget | None) -> None:
        """Show which view is in front, with its own controls."""
        button = self.views.get(name)
        if button is not None:
            button.setChecked(True)
        while (taken := self._own.takeAt(0)) is not None:
            if (widget := taken.widget()) is not None:
                widget.hide()
        if controls is not None:
            self._own.addWidget(controls)
            controls.show()

    def show_sort(self, by: str) -> None:
        """Show the order in effect."""
        if by.startswith(NUMBER) and self.sort.findData(by) < 0:
            self._offer(by.removeprefix(NUMBER))
        self.sort.setCurrentIndex(max(0, self.sort.findData(by)))

    def offer_numbers(self, keys: Sequence[str]) -> None:
        """Offer to sort by these facets, besides the ways that are always there."""
        for key in keys:
            if self.sort.findData(NUMBER + key) < 0:
                self._offer(key)
        for place in reversed(range(len(SORTS), self.sort.count())):
            key = str(self.sort.itemData(place)).removeprefix(NUMBER)
            if key not in keys and place != self.sort.currentIndex():
                self.sort.removeItem(place)

    def _offer(self, key: str) -> None:
        self.sort.addItem(self.tr("By “%s”").replace("%s", key_name(key)), NUMBER + key)

    def show_threshold(self, percent: int) -> None:
        """Show the threshold in effect, without telling of it."""
        with QSignalBlocker(self.threshold):
            self.threshold.setValue(percent)

    def next_sort(self) -> None:
        """Choose the next order."""
        self.sort.setCurrentIndex((self.sort.currentIndex() + 1) % self.sort.count())
        self._on_sort(self.sort.currentIndex())

    @Slot(int)
    def _on_sort(self, place: int) -> None:
        self.sort_chosen.emit(self.sort.itemData(place))


def _pair(label: QLabel, slider: QSlider) -> QWidget:
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(5)
    row.addWidget(label)
    row.addWidget(slider)
    return pair
