"""One open library in the window: its panels, their docks and their state."""

import logging
from typing import Any

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QTabWidget, QWidget

from app.context import Action, Actions, Notices, Panel, PanelContext, SharedState
from app.jobs import JobRunner
from app.services.services import Services
from app.shell.dock_title import DockTitle
from app.shell.panel_list import PANELS, PanelEntry, make_panel
from app.shell.session_values import restore_shared, save_shared
from app.widgets.icons import icon
from common.errors import AppError

logger = logging.getLogger(__name__)

LAYOUT_VERSION = 1
LOW_DOCK = 190  # pixels, height of a dock below the main area when it is first shown
AREAS = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
    "top": Qt.DockWidgetArea.TopDockWidgetArea,
}


class Workspace(QMainWindow):
    """Panels of one library around the wall.

    It is a main window inside the window, so that the first page and messages stand outside of
    the area in which panels are moved.

    Args:
        services: of the open library.
        notices: of the window.
        actions: of the window; panels add theirs.
        entries: which panels to make.
    """

    raised = Signal(str)  # name of a panel or view that was brought to the front

    def __init__(
        self,
        services: Services,
        notices: Notices,
        actions: Actions,
        entries: tuple[PanelEntry, ...] = PANELS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setDockOptions(
            QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AnimatedDocks
        )
        self.setAnimated(not services.settings.appearance.reduced_motion)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setCorner(Qt.Corner.BottomLeftCorner, AREAS["left"])
        self.setCorner(Qt.Corner.BottomRightCorner, AREAS["right"])
        self._title_timer = QTimer(self, singleShot=True, interval=0)
        self._title_timer.timeout.connect(self._fit_titles)
        self.jobs = JobRunner(self)
        self.shared = SharedState(self)
        self.context = PanelContext(services, self.jobs, self.shared, notices, actions)
        actions.read_only_reason = services.library.read_only_reason
        self.panels: dict[str, Panel] = {}
        self.docks: dict[str, QDockWidget] = {}
        self._centre = QTabWidget(documentMode=True)
        self._centre.setTabBarAutoHide(True)
        self._centre.setAccessibleName(self.tr("Main area"))
        self._centre.tabBar().setAccessibleName(self.tr("Panels of the main area"))
        self.setCentralWidget(self._centre)
        self.jobs.failure_unseen.connect(self._on_failure)
        self._make_panels(entries)

    @property
    def tabs(self) -> QTabBar:
        """The tabs of the main area."""
        return self._centre.tabBar()

    # -- panels

    def _make_panels(self, entries: tuple[PanelEntry, ...]) -> None:
        for entry in entries:
            try:
                panel = make_panel(entry, self.context)
            except Exception as error:
                logger.error("the panel %r cannot be shown", entry.name, exc_info=error)
                shown = error if isinstance(error, AppError) else None
                self.context.notices.warn(
                    self.tr("The panel “{name}” cannot be shown: {error}").format(
                        name=entry.name, error=shown or f"{type(error).__name__}: {error}"
                    )
                )
                continue
            self.panels[entry.name] = panel
            self._place(entry, panel)
        if not self._centre.count():
            self._centre.hide()

    def _place(self, entry: PanelEntry, panel: Panel) -> None:
        if not panel.accessibleName():
            panel.setAccessibleName(panel.title)
        if panel.area == "center":
            self._centre.addTab(panel, icon(entry.icon), panel.title)
        else:
            dock = self.add_dock(entry.name, panel.title, panel, panel.area)
            dock.visibilityChanged.connect(panel.set_in_front)
        self._add_show_action(entry, panel.title)

    def _add_show_action(self, entry: PanelEntry, title: str) -> None:
        def show() -> None:
            self.bring_up(entry.name)

        self.context.actions.add(
            Action(
                f"panel.{entry.name}",
                title,
                show,
                shortcut=entry.key,
                menu="View",
                icon=entry.icon,
                tip=self.tr("Show “{panel}” and go there").format(panel=title),
            )
        )

    def add_dock(
        self, name: str, title: str, widget: QWidget, area: str, *, hidden: bool = False
    ) -> QDockWidget:
        """Put widget into a dock; docks of one area share it as tabs."""
        dock = QDockWidget(title, self)
        dock.setObjectName(f"dock-{name}")
        dock.setAccessibleName(title)
        dock.setWidget(widget)
        where = AREAS.get(area, AREAS["right"])
        beside = next((d for d in self.docks.values() if self.dockWidgetArea(d) is where), None)
        self.addDockWidget(where, dock)
        if beside is not None:
            self.tabifyDockWidget(beside, dock)
            beside.raise_()
        dock.setTitleBarWidget(DockTitle(dock))
        dock.setVisible(not hidden)
        dock.visibilityChanged.connect(self._on_docks_changed)
        dock.topLevelChanged.connect(self._on_docks_changed)
        dock.dockLocationChanged.connect(self._on_docks_changed)
        self.docks[name] = dock
        for bar in self.findChildren(QTabBar):  # Qt makes one for each group of docks
            if not bar.accessibleName():
                bar.setAccessibleName(self.tr("Panels of this side"))
        return dock

    @Slot()
    def _on_docks_changed(self) -> None:
        self._title_timer.start()

    @Slot()
    def _fit_titles(self) -> None:
        """Show the title of a dock only where no tab shows it."""
        for dock in self.docks.values():
            beside = [d for d in self.tabifiedDockWidgets(dock) if not d.isHidden()]
            is_tab = bool(beside) and not dock.isFloating()
            own = dock.titleBarWidget()
            if own is None or isinstance(own, DockTitle) is is_tab:
                dock.setTitleBarWidget(QWidget(dock) if is_tab else DockTitle(dock))
                if own is not None:
                    own.deleteLater()

    def bring_up(self, name: str) -> bool:
        """Show a panel or view, put it in front and give it the keyboard; False if unknown."""
        dock, panel = self.docks.get(name), self.panels.get(name)
        if dock is not None:
            is_first = dock.isHidden() and dock.height() < LOW_DOCK
            dock.show()
            dock.raise_()
            if is_first and self.dockWidgetArea(dock) is AREAS["bottom"]:
                self.resizeDocks([dock], [LOW_DOCK], Qt.Orientation.Vertical)
        elif panel is not None:
            self._centre.setCurrentWidget(panel)
        else:
            return False
        if panel is not None:
            panel.focus_main()
        elif dock is not None and dock.widget() is not None:
            dock.widget().setFocus()
        self.raised.emit(name)
        return True

    def step_hit(self, steps: int) -> None:
        """Go to the next (1) or previous (-1) hit of the panel with the keyboard.

        A panel that has found nothing passes the wish on: to the list of results, then to others.
        """
        focus = self.window().focusWidget()
        panels = sorted(
            self.panels.values(),
            key=lambda panel: (
                not (focus is not None and panel.isAncestorOf(focus)),
                panel.name != "results",
            ),
        )
        any(panel.step_hit(steps) for panel in panels)

    def first_sizes(self) -> None:
        """Give the sides a good share of the width for a first start."""
        sides = [
            d
            for d in self.docks.values()
            if self.dockWidgetArea(d) in {AREAS["left"], AREAS["right"]}
        ]
        wide = max(260, min(420, self.width() // 5))
        self.resizeDocks(sides, [wide] * len(sides), Qt.Orientation.Horizontal)

    @property
    def is_idle(self) -> bool:
        """Whether no job runs and every panel shows all it is going to show."""
        return self.jobs.is_idle and all(panel.is_idle for panel in self.panels.values())

    @Slot(object)
    def _on_failure(self, error: BaseException) -> None:
        self.context.notices.error(error)

    def apply_settings(self, name: str) -> None:
        """Let a setting that was changed count now.

        Args:
            name: "section.field".
        """
        self.setAnimated(not self.context.services.settings.appearance.reduced_motion)
        self.shared.settings_changed.emit(name)

    # -- state

    def save_state(self) -> dict[str, Any]:
        """Return docks, panels, selection and filters as JSON types."""
        return {
            "docks": bytes(self.saveState(LAYOUT_VERSION).toBase64().data()).decode(),
            "centre": self._front(),
            "shared": save_shared(self.shared),
            "panels": {name: self._state_of(panel) for name, panel in self.panels.items()},
        }

    def _front(self) -> str:
        current = self._centre.currentWidget()
        return next((name for name, panel in self.panels.items() if panel is current), "")

    def _state_of(self, panel: Panel) -> dict[str, Any]:
        try:
            return panel.save_state()
        except Exception:
            logger.exception("the state of panel %r is lost", panel.name)
            return {}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Bring back what save_state() returned; bad entries are ignored."""
        docks = state.get("docks")
        if isinstance(docks, str) and not self.restoreState(
            QByteArray.fromBase64(QByteArray(docks.encode())), LAYOUT_VERSION
        ):
            logger.info("the layout of another version is not used")
        front = self.panels.get(str(state.get("centre")))
        if front is not None:
            self._centre.setCurrentWidget(front)
        saved = state.get("panels")
        for name, panel in self.panels.items():
            entry = saved.get(name) if isinstance(saved, dict) else None
            if isinstance(entry, dict):
                self._restore_panel(panel, entry)
        shared = state.get("shared")
        if isinstance(shared, dict):
            restore_shared(self.shared, shared)

    def _restore_panel(self, panel: Panel, state: dict[str, Any]) -> None:
        try:
            panel.restore_state(state)
        except Exception:
            logger.exception("the panel %r does not take its state", panel.name)

    # -- end

    def close_library(self) -> None:
        """Stop all jobs, then close the library; the panels are of no use after that."""
        for panel in self.panels.values():
            panel.closing()
        self.jobs.shutdown()
        self.context.services.close()
