"""The tour: five minutes through what the window can do, each step tried in the real controls."""

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QTimer, Slot
from PySide6.QtWidgets import QWidget

from app.shell.tour_card import TourCard, TourFrame
from app.shell.tour_doing import Doing, attribute
from app.shell.tour_steps import TourProgress, TourStep
from app.shell.tour_texts import tour_text
from common.errors import AppError

if TYPE_CHECKING:
    from app.shell.window import MainWindow

logger = logging.getLogger(__name__)

STATE = "tour"  # where it stopped, among the states of the user
LOOK_MS = 200  # between looks at what was done and where the control stands
MENU = "menu:"


class Tour(QObject):
    """Leads through the steps; can be left at any of them and gone on with.

    Args:
        window: of the program.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.progress = TourProgress()
        self.doing = Doing(window)
        self.frame: TourFrame | None = None
        self.card: TourCard | None = None
        self._before: object = None
        self._waits = False  # for a library, to begin in it
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        window.library_shown.connect(self._on_library_shown)
        self._kept = window.states.load(STATE) if window.keeps_state else None
        self.progress.restore(self._kept or {})

    @property
    def is_on(self) -> bool:
        """Whether a step is on show."""
        return self.card is not None and not self.card.isHidden()

    @property
    def is_new(self) -> bool:
        """Whether nobody took or refused the tour yet."""
        return self._kept is None

    def start(self) -> None:
        """Go on where it stopped, or begin; without a library the demo is opened first."""
        if self._window.workspace is None:
            self._waits = True
            self._window.libraries.open_demo()
            return
        if self.progress.is_over:
            self.progress.begin_anew()
        self._make()
        self._show_step()

    def _make(self) -> None:
        if self.card is None:
            self.frame, self.card = TourFrame(self._window), TourCard(self._window)
            self.card.forward.connect(self.go_on)
            self.card.backward.connect(self.go_back)
            self.card.left.connect(self.leave)
            self.card.wanted.connect(self._on_wanted)

    # -- steps

    def _show_step(self) -> None:
        workspace, card = self._window.workspace, self.card
        if workspace is None or card is None:
            return
        self.doing.follow(workspace)
        workspace.shared.is_led = True
        step = self.progress.step
        if step.panel:
            self._window.bring_up(step.panel)
        self._before = self.doing.value(step.probe)
        title, text = tour_text(step.name)
        card.say(title, text, self.progress.place, len(self.progress.steps))
        card.show_done(done=step.name in self.progress.done)
        card.show()
        card.fit()
        self._stand()
        card.next.setFocus()
        self._timer.start()
        self._keep()

    @Slot()
    def _look(self) -> None:
        """See whether the step was done, and stand where the control is now."""
        card, step = self.card, self.progress.step
        if card is None or self._window.workspace is None:
            return
        if step.name not in self.progress.done:
            now = self.doing.value(step.probe)
            if self._before is None:
                self._before = now  # the panel is made only now
            elif now is not None and now != self._before:
                self.progress.done.add(step.name)
                card.show_done(done=True)
                self._keep()
        self._stand()

    def _stand(self) -> None:
        if self.card is None or self.frame is None:
            return
        hole = self.hole(self.progress.step)
        self.frame.show_around(hole)
        self.card.place_beside(hole)

    def hole(self, step: TourStep) -> QRect:
        """Return where what a step speaks of stands, in the window's pixels."""
        if step.target.startswith(MENU):
            bar = self._window.menuBar()
            menu = self._window.menus.menu(step.target.removeprefix(MENU))
            inside = bar.actionGeometry(menu.menuAction())
            return QRect(bar.mapTo(self._window, inside.topLeft()), inside.size())
        widget = self._target(step)
        return QRect(widget.mapTo(self._window, QPoint(0, 0)), widget.size())

    def _target(self, step: TourStep) -> QWidget:
        workspace = self._window.workspace
        panel = None if workspace is None else workspace.panels.get(step.panel)
        if panel is None:
            return self._window.pages
        try:
            found = attribute(panel, step.target)
        except AppError as error:
            logger.warning("%s", error)
            return panel
        return found if isinstance(found, QWidget) and found.isVisible() else panel

    @Slot()
    def go_on(self) -> None:
        """Go to the next step; after the last one the tour is over."""
        if self.progress.forward():
            self._show_step()
            return
        self._close()
        text = self.tr("That was the tour. Help on each panel: F1. All commands: Ctrl+Shift+P.")
        self._window.notices.info(text)

    @Slot()
    def go_back(self) -> None:
        """Go to the step before."""
        if self.progress.back():
            self._show_step()

    @Slot()
    def leave(self) -> None:
        """Leave the tour; it goes on here the next time."""
        if self.is_on:
            self._close()
            self._window.notices.info(
                self.tr("The tour is left. Help ▸ Tour goes on where you were.")
            )

    @Slot()
    def _on_wanted(self) -> None:
        self.doing.do(self.progress.step.name)

    def _close(self) -> None:
        self._timer.stop()
        if self._window.workspace is not None:
            self._window.workspace.shared.is_led = False
        for part in (self.card, self.frame):
            if part is not None:
                part.hide()
        self._keep()

    # -- when it is offered

    @Slot()
    def _on_library_shown(self) -> None:
        waits, self._waits = self._waits, False
        if waits and self._is_demo():  # else the demo failed, and another library was opened
            self.start()
        elif self.is_new and self._window.keeps_state and self._is_demo():
            self._keep()  # it is offered once
            self._window.notices.info(
                self.tr("New here? Five minutes show what Kinora can do."),
                self.tr("Take the tour"),
                self.start,
            )

    def _is_demo(self) -> bool:
        workspace = self._window.workspace
        demo = self._window.paths.demo
        return workspace is not None and workspace.context.services.library.folder == demo

    def closing(self) -> None:
        """Leave quietly: the library closes."""
        self._waits = False
        if self.is_on:
            self._close()
        self.doing.let_go()

    def _keep(self) -> None:
        self._kept = self.progress.save()
        if not self._window.keeps_state:
            return
        try:
            self._window.states.save(STATE, self._kept)
        except OSError as error:
            logger.warning("where the tour stopped is not kept: %s", error)
