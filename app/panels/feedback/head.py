"""The controls above the suggestions: classifier tabs, search for first examples, buttons."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.panels.feedback.options import OptionsForm
from app.widgets.controls import clearable, icon_button, push_button
from app.widgets.flow_layout import FlowLayout


class ExampleField(QLineEdit):
    """A search line: Enter searches, Escape leaves."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FeedbackHead(QWidget):
    """Controls only; the panel does what they ask for."""

    set_chosen = Signal(str)  # label set
    new_wanted = Signal()  # a classifier with labels of its own
    search_wanted = Signal(str)
    left = Signal()  # the search line was left

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(tr("Classifiers"))
        self.tabs.setToolTip(tr("Which classifier the marks are for"))
        self.tabs.tabBarClicked.connect(self._on_tab)
        self.tabs.currentChanged.connect(self._on_tab)
        self.new_button = icon_button(
            "add", tr("New classifier with marks of its own"), self.new_wanted.emit, flat=True
        )
        self.search = ExampleField()
        self.search.setPlaceholderText(tr("Find first examples"))
        self.search.setAccessibleName(tr("Find first examples"))
        self.search.setToolTip(tr("Search by words, then mark what fits (/)"))
        clearable(self.search)
        self.search.setMinimumWidth(110)
        self.search.setMaximumWidth(220)
        self.search.returnPressed.connect(self._on_search)
        self.search.left.connect(self.left)
        self._make_buttons()
        self.popup = QFrame(self, Qt.WindowType.Popup)
        self.popup.setFrameShape(QFrame.Shape.StyledPanel)
        self.form = OptionsForm()
        QVBoxLayout(self.popup).addWidget(self.form)
        self._lay_out()

    def _make_buttons(self) -> None:
        tr = self.tr
        self.next_button = push_button(tr("Next"), tr("25 new ones; these count as seen (G)"))
        self.best_button = push_button(
            tr("Best now"), tr("The best 25 by all marks; nothing counts as seen (F)")
        )
        self.random_button = push_button(tr("Random"), tr("Show random pictures (R)"))
        self.ranked_button = push_button(
            tr("All ranked"), tr("Scroll the whole collection, best first (L)"), checkable=True
        )
        self.why_button = push_button(
            tr("Why?"), tr("Explain the current suggestion (W)"), checkable=True
        )
        self.over_button = push_button(
            tr("Start over"), tr("Take all marks away (Ctrl+Z brings them back)")
        )
        self.wall_button = push_button(
            tr("On the wall"), tr("Make these suggestions the list of all panels")
        )
        self.options_button = icon_button(
            "settings", tr("How suggestions are made (O)"), self.show_options
        )

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(2)
        top.addWidget(self.tabs)
        top.addWidget(self.new_button)
        top.addStretch(1)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for widget in (
            self.search, self.next_button, self.best_button, self.random_button, self.ranked_button,
            self.why_button, self.options_button, self.over_button, self.wall_button,
        ):  # fmt: skip
            flow.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        buttons.setSizePolicy(policy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(buttons)

    # -- tabs

    def show_tabs(self, tabs: Sequence[tuple[str, str, str]], current: str) -> None:
        """Offer label sets.

        Args:
            tabs: label set, title, colour ("" for none).
            current: the active one.
        """
        shown = [(self.tabs.tabData(i), self.tabs.tabText(i)) for i in range(self.tabs.count())]
        with QSignalBlocker(self.tabs):
            if shown != [(name, title) for name, title, _ in tabs]:
                while self.tabs.count():
                    self.tabs.removeTab(0)
                for name, title, colour in tabs:
                    place = self.tabs.addTab(_dot(colour), title)
                    self.tabs.setTabData(place, name)
            names = [name for name, _, _ in tabs]
            self.tabs.setCurrentIndex(names.index(current) if current in names else 0)

    @Slot(int)
    def _on_tab(self, place: int) -> None:
        if place >= 0:
            self.set_chosen.emit(str(self.tabs.tabData(place)))

    @Slot()
    def _on_search(self) -> None:
        self.search_wanted.emit(self.search.text().strip())

    def show_options(self) -> None:
        """Open the options under their button."""
        button = self.options_button
        self.popup.adjustSize()
        self.popup.move(button.mapToGlobal(QPoint(0, button.height() + 2)))
        self.popup.show()
        self.form.learner.setFocus()

    def show_expert(self, *, on: bool) -> None:
        """Show all controls, or only those that most people need."""
        for widget in (
            self.best_button, self.ranked_button, self.why_button, self.options_button,
            self.tabs, self.new_button,
        ):  # fmt: skip
            widget.setVisible(on)


def _dot(colour: str) -> QIcon:
    """Return a small square of a colour; nothing for no colour."""
    if not colour:
        return QIcon()
    pixmap = QPixmap(12, 12)
    pixmap.fill(QColor(colour))
    return QIcon(pixmap)
