"""The button above the wall that selects: tools, what a drag does, and what the menu offers."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.services.arrangements import Cluster
from app.widgets.icons import icon
from app.widgets.numbers import numeral
from app.widgets.wall.selecting import WallSelecting


class SelectButton(QToolButton):
    """Switches the selection tools of the wall; says how many items are selected.

    A click switches the lasso on and off; the arrow opens the menu.

    Args:
        selecting: of the wall's view.
        parent: as in Qt.
    """

    def __init__(self, selecting: WallSelecting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selecting = selecting
        self.setIcon(icon("lasso"))
        self.setAutoRaise(True)
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.setToolTip(
            self.tr("Select with a lasso (L); Ctrl adds, Alt removes, Esc leaves. More in the menu")
        )
        self.setAccessibleName(self.tr("Select with a lasso"))
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._tools: dict[str, QAction] = {}
        self._modes: dict[str, QAction] = {}
        self._fill_menu()
        self.setMenu(self._menu)
        self.clicked.connect(self._on_clicked)
        selecting.tool_changed.connect(self._on_tool)
        selecting.counted.connect(self.show_count)
        self._on_tool()

    def _fill_menu(self) -> None:
        names = {
            "lasso": self.tr("Lasso\tL"),
            "band": self.tr("Rubber band\tB"),
        }
        for tool, name in names.items():
            self._tools[tool] = self._checkable(name, partial(self._choose_tool, tool))
        self._menu.addSection(self.tr("A drag …"))
        group = QActionGroup(self)
        modes = {
            "replace": self.tr("selects anew"),
            "add": self.tr("adds\tCtrl"),
            "remove": self.tr("removes\tAlt"),
        }
        for mode, name in modes.items():
            self._modes[mode] = self._checkable(name, partial(self._choose_mode, mode))
            group.addAction(self._modes[mode])
        self._menu.addSeparator()
        fill_selection_menu(self._menu, self._selecting)

    def _choose_tool(self, tool: str, *_: object) -> None:
        self._selecting.set_tool(tool)
        self._on_tool()

    def _choose_mode(self, mode: str, *_: object) -> None:
        self._selecting.set_mode(mode)
        if not self._selecting.tool:
            self._selecting.set_tool("lasso")

    def _checkable(self, name: str, run: Callable[..., None]) -> QAction:
        action = self._menu.addAction(name)
        action.setCheckable(True)
        action.triggered.connect(run)
        return action

    @Slot()
    def _on_clicked(self) -> None:
        self._selecting.set_tool(self._selecting.tool or "lasso")
        self._on_tool()

    @Slot()
    def _on_tool(self) -> None:
        tool = self._selecting.tool
        self.setChecked(bool(tool))
        for name, action in self._tools.items():
            action.setChecked(name == tool)
        for name, action in self._modes.items():
            action.setChecked(name == self._selecting.mode)

    @Slot(int)
    def show_count(self, count: int) -> None:
        """Say how many items are selected."""
        self.setText(numeral(count) if count else "")
        self.setAccessibleDescription(self.tr("%n selected", "", count) if count else "")


def fill_selection_menu(
    menu: QMenu, selecting: WallSelecting, cluster: Cluster | None = None
) -> None:
    """Add what selects many items at once to a menu.

    Args:
        menu: to add to.
        selecting: of the wall's view.
        cluster: of the cell that the menu was asked for.
    """
    translate = QCoreApplication.translate
    if cluster is not None:
        name = translate("WallSelecting", "Select all of “%1”\tK")
        entry = menu.addAction(name.replace("%1", cluster.label.replace("&", "&&")))
        entry.triggered.connect(partial(_select_cluster, selecting, cluster))
    all_name = translate("WallSelecting", "Select all\tCtrl+A")
    if selecting.is_filtered:
        all_name = translate("WallSelecting", "Select all that pass the filters\tCtrl+A")
    for name, run in (
        (all_name, selecting.select_all),
        (translate("WallSelecting", "Invert the selection\tCtrl+Shift+I"), selecting.invert),
        (translate("WallSelecting", "Select nothing\tCtrl+Shift+A"), selecting.clear),
    ):
        menu.addAction(name).triggered.connect(run)


def _select_cluster(selecting: WallSelecting, cluster: Cluster, *_: object) -> None:
    selecting.select_cluster(cluster)
