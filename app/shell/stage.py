"""Presentation: the wall fills the screen and drifts by itself; afterwards all is as it was."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Qt, Slot

from app.shell.workspace import LAYOUT_VERSION

if TYPE_CHECKING:
    from app.panels.wall import WallPanel
    from app.shell.window import MainWindow


class Stage(QObject):
    """Clears the window for the wall, and sets it up again.

    Args:
        window: of the program.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._layout: QByteArray | None = None
        self._front = ""
        self._was_full = False
        self._bars_shown = (True, True)

    @property
    def is_on(self) -> bool:
        """Whether the presentation runs."""
        return self._layout is not None

    def toggle(self) -> None:
        """Begin the presentation, or end it."""
        if self.is_on:
            self.leave()
        else:
            self.enter()

    def enter(self) -> None:
        """Fill the screen with the wall and let it drift."""
        workspace = self._window.workspace
        wall = self._wall()
        if workspace is None or wall is None or self.is_on:
            return
        workspace.bring_up("wall")
        drift = wall.presenting.drift
        if not drift.start():
            self._window.notices.info(self.tr("There is nothing on the wall to present."))
            return
        drift.ended.connect(self.leave, Qt.ConnectionType.UniqueConnection)
        self._layout = workspace.saveState(LAYOUT_VERSION)
        self._was_full = self._window.isFullScreen()
        menus, status = self._window.menuBar(), self._window.statusBar()
        self._bars_shown = (not menus.isHidden(), not status.isHidden())
        for dock in workspace.docks.values():
            dock.hide()
        for part in (menus, status, wall.head, workspace.tabs, self._window.stack):
            part.hide()
        if not self._was_full:
            self._window.toggle_full_screen()
        wall.view.setFocus()

    def _wall(self) -> "WallPanel | None":
        """Return the wall of the open library."""
        from app.panels.wall import WallPanel  # panels load when a library is shown

        workspace = self._window.workspace
        wall = None if workspace is None else workspace.panel("wall")
        return wall if isinstance(wall, WallPanel) else None

    @Slot()
    def leave(self) -> None:
        """Set the window up as it was before."""
        layout, self._layout = self._layout, None
        if layout is None:
            return
        if self._window.isFullScreen() and not self._was_full:
            self._window.toggle_full_screen()
        self._window.menuBar().setVisible(self._bars_shown[0])
        self._window.statusBar().setVisible(self._bars_shown[1])
        self._window.stack.setVisible(bool(self._window.stack.bars))
        workspace = self._window.workspace
        wall = self._wall()
        if workspace is None or wall is None:
            return
        wall.presenting.drift.stop()
        wall.head.show()
        workspace.tabs.setVisible(workspace.tabs.count() > 1)
        workspace.restoreState(layout, LAYOUT_VERSION)
