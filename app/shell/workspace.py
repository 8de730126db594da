"""One open library in the window: its panels, their docks and their state."""

import logging
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QByteArray, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QTabBar, QTabWidget, QWidget

from app.context import Action, Actions, Notices, Panel, PanelContext, SharedState
from app.jobs import JobRunner
from app.services.services import Services
from app.shell.dock_tabs import DockTabs
from app.shell.dock_title import DockTitle
from app.shell.late_panels import LatePanels
from app.shell.menus import shortcut_of, shown_keys
from app.shell.panel_list import PANELS, PanelEntry
from app.shell.panel_slot import PanelSlot
from app.shell.panel_tabs import Tab, TabFitter, fill_menu, menu_button
from app.shell.session_values import restore_shared, save_shared
from app.widgets.error_texts import service_text
from app.widgets.icons import icon

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
        parent: owner.
    """

    raised = Signal(str)  # name of a panel or view that was brought to the front
    rearranged = Signal()  # another tab is in front, or docks came, went or moved

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
        actions.read_only_reason = service_text(services.library.read_only_reason)
        self._late = LatePanels(self.context, self._place, self)
        self._tabs: dict[str, Tab] = {}
        self.docks: dict[str, QDockWidget] = {}
        self._make_centre()
        self._fitter = TabFitter(self.tabs, self._centre_tab, self._centre.setTabText, draws=True)
        self._dock_tabs = DockTabs(self, self._tabs)
        self.jobs.failure_unseen.connect(self._on_failure)
        self._make_helpers()
        self._add_panels(entries)

    def _make_centre(self) -> None:
        """Make the main area, and the menu of all panels in its corner."""
        self._centre = QTabWidget(documentMode=True)
        self._centre.setTabBarAutoHide(True)
        self._centre.setAccessibleName(self.tr("Main area"))
        self._centre.tabBar().setAccessibleName(self.tr("Panels of the main area"))
        self._panel_menu = QMenu(self)
        self._panel_menu.setToolTipsVisible(True)
        self._panel_menu.aboutToShow.connect(self._fill_panel_menu)
        self._centre.setCornerWidget(
            menu_button(self._panel_menu, self.tr("All panels"), self._centre)
        )
        self._centre.currentChanged.connect(self.rearranged)
        self.setCentralWidget(self._centre)

    def _make_helpers(self) -> None:
        """Make what serves the items of all panels; a library loads it, not the start."""
        from app.widgets.item_actions import ItemActions
        from app.widgets.opener import MediaOpener

        self.opener = MediaOpener(self.context, self)
        self.item_actions = ItemActions(self.context, self)

    @property
    def tabs(self) -> QTabBar:
        """The tabs of the main area."""
        return self._centre.tabBar()

    # -- panels

    @property
    def panels(self) -> dict[str, Panel]:
        """The panels that are made, by name; see panel()."""
        return self._late.made

    @property
    def names(self) -> Sequence[str]:
        """Names of all panels, in the order of the menu."""
        return self._late.names()

    def unmade(self) -> list[PanelEntry]:
        """Return the entries of the panels that nobody has needed so far."""
        return self._late.unmade()

    @Slot()
    def make_likely(self) -> None:
        """Make what most people need next, while nobody waits for anything."""
        for entry in self.unmade():
            if entry.is_likely:
                self.panel(entry.name)

    def panel(self, name: str) -> Panel | None:
        """Return a panel, made now if need be; None where there is none, or where it fails."""
        return self._late.panel(name)

    def _add_panels(self, entries: tuple[PanelEntry, ...]) -> None:
        for entry in entries:
            slot = self._late.add(entry)
            if slot is not None:
                self._put(entry, slot, slot.accessibleName(), entry.area)
            if entry.name in self.names:
                self._add_show_action(entry, self._tabs[entry.name].title)
        if not self._centre.count():
            self._centre.hide()

    def _put(self, entry: PanelEntry, widget: QWidget, title: str, area: str) -> None:
        """Put a panel, or what stands for it, into a tab or a dock of its own."""
        self._tabs[entry.name] = Tab(title, entry.icon, shown_keys(entry.key))
        if area == "center":
            self._centre.addTab(widget, icon(entry.icon), title)
        else:
            self.add_dock(entry.name, title, widget, area)

    def _place(self, entry: PanelEntry, panel: Panel) -> None:
        """Put a panel where its slot stands."""
        slot = self._late.slots.get(entry.name)
        if slot is None:
            self._put(entry, panel, panel.title, panel.area)
        elif (dock := self.docks.get(entry.name)) is None:
            self._swap_tab(slot, panel, icon(entry.icon))
        else:
            panel.set_in_front(slot.is_seen or not slot.isVisible())
            dock.setWidget(panel)
        if entry.name in self.docks:
            self.docks[entry.name].visibilityChanged.connect(panel.set_in_front)
        if slot is not None:
            slot.deleteLater()

    def _swap_tab(self, slot: PanelSlot, panel: Panel, drawing: QIcon) -> None:
        place = self._centre.indexOf(slot)
        is_front = self._centre.currentIndex() == place
        with QSignalBlocker(self._centre):
            self._centre.removeTab(place)
            self._centre.insertTab(place, panel, drawing, panel.title)
            if is_front:
                self._centre.setCurrentIndex(place)
        self._fitter.arrange()

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
        if isinstance(widget, PanelSlot):
            dock.visibilityChanged.connect(widget.look_soon)
        dock.topLevelChanged.connect(self._on_docks_changed)
        dock.dockLocationChanged.connect(self._on_docks_changed)
        self.docks[name] = dock
        self._tabs.setdefault(name, Tab(title, name))
        self._on_docks_changed()
        return dock

    def _centre_tab(self, place: int) -> Tab | None:
        return self._tabs.get(self._name_of(self._centre.widget(place)))

    @Slot()
    def _fill_panel_menu(self) -> None:
        self._fill(self._panel_menu)

    def _fill(self, menu: QMenu) -> None:
        settings = self.context.services.settings
        fill_menu(
            menu,
            self.context.actions,
            self._is_in_front,
            lambda action: shown_keys(shortcut_of(action, settings)),
        )

    def createPopupMenu(self) -> QMenu:
        """Return the menu of all panels: a click on a title bar with the other button opens it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill(menu)
        return menu

    def _is_in_front(self, name: str) -> bool:
        """Whether a panel or view can be seen."""
        if (dock := self.docks.get(name)) is not None:
            return dock.isVisible() and not dock.visibleRegion().isEmpty()
        return self.front == name

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
            if not is_tab:
                dock.setWindowTitle(dock.accessibleName())
            if own is None or isinstance(own, DockTitle) is is_tab:
                dock.setTitleBarWidget(QWidget(dock) if is_tab else DockTitle(dock))
                if own is not None:
                    own.deleteLater()
        self._dock_tabs.follow()
        self.rearranged.emit()

    def bring_up(self, name: str) -> bool:
        """Show a panel or view, put it in front and give it the keyboard; False if unknown."""
        dock, panel = self.docks.get(name), self._late.panel(name)
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
            focus = self.window().focusWidget()
            if focus is None or not panel.isAncestorOf(focus):
                panel.setFocus()  # all in it is off: its keys and its help count all the same
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
        return self.jobs.is_idle and self._late.is_idle

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
            "centre": self.front,
            "shared": save_shared(self.shared),
            "panels": self._late.save_states(),
        }

    @property
    def front(self) -> str:
        """Name of the panel in front in the main area, "" for none."""
        return self._name_of(self._centre.currentWidget())

    def _name_of(self, widget: QWidget | None) -> str:
        """Return the name of the panel that is, or will be, in the place of a widget."""
        return widget.name if isinstance(widget, Panel | PanelSlot) else ""

    def restore_state(self, state: dict[str, Any]) -> None:
        """Bring back what save_state() returned; bad entries are ignored."""
        docks = state.get("docks")
        if isinstance(docks, str) and not self.restoreState(
            QByteArray.fromBase64(QByteArray(docks.encode())), LAYOUT_VERSION
        ):
            logger.info("the layout of another version is not used")
        name = str(state.get("centre"))
        front = self.panels.get(name) or self._late.slots.get(name)
        if front is not None:
            self._centre.setCurrentWidget(front)
        saved = state.get("panels")
        self._late.restore_states(saved if isinstance(saved, dict) else {})
        shared = state.get("shared")
        if isinstance(shared, dict):
            restore_shared(self.shared, shared)

    # -- end

    def close_library(self) -> None:
        """Stop all jobs, then close the library; the panels are of no use after that."""
        for panel in self.panels.values():
            try:
                panel.closing()
            except Exception:
                logger.exception("the panel %r does not close well", panel.name)
        self.jobs.shutdown()
        self.context.services.close()
