"""The head of the graph view: find a node, declutter, zoom, what it is made of, files."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.panels.graph.options import NetworkOptions
from app.widgets.controls import clearable, icon_button, tool_button

MOST = 95  # per cent that may be taken away


class NetworkHead(QWidget):
    """One line of controls.

    Args:
        parent: owner.
    """

    sought = Signal(str)  # name of a node, Enter
    decluttered = Signal(float)  # 0-1

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self.finder = QLineEdit()
        self.finder.setPlaceholderText(tr("Find a node"))
        clearable(self.finder)
        self.finder.setAccessibleName(tr("Find a node"))
        self.finder.setToolTip(tr("Part of a name; Enter goes to the next node that has it (F)"))
        self.finder.setMinimumWidth(110)
        self.declutter = QSlider(Qt.Orientation.Horizontal)
        self.declutter.setRange(0, MOST)
        self.declutter.setAccessibleName(tr("Declutter"))
        self.declutter.setToolTip(tr("Take the lightest nodes and links away"))
        self.declutter.setFixedWidth(100)
        self.declutter_label = QLabel(tr("declutter"))
        self.out, self.whole, self.near = (
            tool_button("−", tr("Zoom out (−)")),
            tool_button("▣", tr("Show all (0)")),
            tool_button("+", tr("Zoom in (+)")),
        )
        self.settings = icon_button(
            "settings", tr("Facets, factors of the formulas, number of nodes")
        )
        self.settings.clicked.connect(self.show_options)
        self.options = NetworkOptions()
        self.popup = QFrame(self, Qt.WindowType.Popup)
        self.popup.setFrameShape(QFrame.Shape.StyledPanel)
        QVBoxLayout(self.popup).addWidget(self.options)
        self.more = tool_button("⋯", tr("Files, comparison, moved boxes"))
        self._make_menu()
        self._lay_out()
        self.finder.returnPressed.connect(lambda: self.sought.emit(self.finder.text()))
        self.declutter.valueChanged.connect(lambda value: self.decluttered.emit(value / 100))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.finder, 1)
        for widget in (
            self.declutter_label, self.declutter, self.out, self.whole, self.near, self.settings,
            self.more,
        ):  # fmt: skip
            row.addWidget(widget)

    def _make_menu(self) -> None:
        tr = self.tr
        self.menu = QMenu(self)
        self.export = self._entry(tr("Export graph …"), tr("Write the graph to a JSON file"))
        self.import_ = self._entry(tr("Import graph …"), tr("Show a graph that was exported"))
        self.compare = self._entry(
            tr("Compare with …"), tr("Show what this graph and an exported one have in common")
        )
        self.menu.addSeparator()
        self.own = self._entry(tr("Graph of this library"), tr("Make the library's own graph anew"))
        self.back = self._entry(tr("Put boxes back"), tr("Undo all moves of clusters and nodes"))
        self.more.setPopupMode(self.more.ToolButtonPopupMode.InstantPopup)
        self.menu.setToolTipsVisible(True)
        self.more.setMenu(self.menu)

    def _entry(self, title: str, tip: str) -> QAction:
        action = self.menu.addAction(title)
        action.setToolTip(tip)
        return action

    def show_options(self) -> None:
        """Open the options under their button."""
        button = self.settings
        self.popup.adjustSize()
        right = button.mapToGlobal(QPoint(button.width() - self.popup.width(), button.height() + 2))
        self.popup.move(right)
        self.popup.show()
        self.options.nodes.setFocus()

    def show_expert(self, *, on: bool) -> None:
        """Show all controls, or only those that most people need."""
        for widget in (self.declutter, self.declutter_label, self.settings):
            widget.setVisible(on)
