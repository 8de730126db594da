"""Chooses what draws a view: the processor, or a graphics card where one is."""

import logging
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.widgets.card.probe import GlMemory, GlReport, can_compose, probe

if TYPE_CHECKING:
    from app.widgets.card.surface import CardSurface

logger = logging.getLogger(__name__)

Backend = Literal["auto", "raster", "opengl"]
ASK_MS = 300  # after the first frame: the window comes first


class CardBackend(QObject):
    """Gives a view a surface of OpenGL, and takes it away when it fails.

    A machine that is known to have a card gets the surface at once, so that its window is made for
    it; any other is asked once the view is on show, which it says by on_shown().

    Args:
        view: that is drawn; also the parent.
    """

    changed = Signal(str)  # what draws from now on: "raster" or "opengl"
    fell_back = Signal(str)  # why OpenGL does not draw though it was wanted or in use

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._widget = view
        self._memory = GlMemory(None)
        self._wanted: Backend = "raster"
        self._has_failed = False
        self._is_shown = False
        self._is_open = False  # the driver was asked and has not answered yet
        self.surface: CardSurface | None = None
        self.report: GlReport | None = None
        self._asks = QTimer(self, singleShot=True, interval=ASK_MS)
        self._asks.timeout.connect(self._ask)

    @property
    def name(self) -> str:
        """What draws: "raster" or "opengl"."""
        return "raster" if self.surface is None else "opengl"

    @property
    def draws(self) -> bool:
        """Whether the surface shows the view, so that the view need not."""
        return self.surface is not None and self.surface.has_drawn

    def choose(self, wanted: Backend, memory: GlMemory | None = None) -> None:
        """Change what is to draw.

        Args:
            wanted: "auto" takes OpenGL where a card does the work.
            memory: what is known of this machine; None keeps what was given before.
        """
        self._memory = memory or self._memory
        if wanted != self._wanted:
            self._has_failed = False
        self._wanted = wanted
        self._asks.stop()
        if wanted == "raster":
            self._end()
        elif self.surface is None and not self._has_failed:
            known = self._memory.recall()
            if known is not None and self._suits(known):
                self._start(known)
            elif self._is_shown:
                self._asks.start()

    def _suits(self, report: GlReport) -> bool:
        """Whether OpenGL is what the setting wants on such a machine."""
        return report.works and (self._wanted == "opengl" or not report.is_software)

    @Slot()
    def on_shown(self) -> None:
        """Take notice that the view is on show; only the first time counts."""
        if not self._is_shown:
            self._is_shown = True
            if self._wanted != "raster" and self.surface is None:
                self._asks.start()

    @Slot()
    def _ask(self) -> None:
        """Look whether there is a card."""
        if self.surface is not None or self._has_failed or self._wanted == "raster":
            return
        known = self._memory.recall()
        if known is not None and known.has_crashed and self._wanted == "auto":
            logger.info("OpenGL is left alone: %s", known.why)
            return
        if can_compose():
            self._begin()
        report = self.report = probe()
        if can_compose():
            self._keep(report)
        if self._suits(report):
            self._start(report)
            return
        name = type(self._widget).__name__
        logger.info("%s is drawn by the processor: %s", name, report.why or report.renderer)
        if self._wanted == "opengl":
            self._has_failed = True
            self.fell_back.emit(report.why)

    def _start(self, report: GlReport) -> None:
        """Let the card draw."""
        self._begin()
        self.report = report
        self.surface = self.make_surface(report)
        self.surface.failed.connect(
            self._on_failed,
            Qt.ConnectionType.QueuedConnection,  # not while it paints
        )
        self.surface.drew_first.connect(self._on_drew_first)
        self.surface.setVisible(True)
        self.surface.lower()
        self.switch(by_card=True)
        self.changed.emit("opengl")

    @Slot(object)
    def _on_drew_first(self, report: GlReport) -> None:
        self.report = report
        self._keep(report)

    @Slot(str)
    def _on_failed(self, why: str) -> None:
        """Go back to the processor; what is shown is the view's and stays."""
        if self.surface is None:
            return
        if not self.surface.has_drawn:
            self._keep(GlReport(works=False, why=why))
        self._has_failed = True
        self._end()
        self.fell_back.emit(why)

    def _begin(self) -> None:
        self._is_open = True
        self._memory.begin()

    def _keep(self, report: GlReport) -> None:
        self._is_open = False
        self._memory.keep(report)

    def _leave(self) -> None:
        """Take back the question where no frame came to answer it: nothing has crashed."""
        if self._is_open and self.report is not None:
            self._keep(self.report)

    def _end(self) -> None:
        self._leave()
        surface, self.surface = self.surface, None
        if surface is None:
            return
        self.switch(by_card=False)
        surface.release()
        surface.hide()
        surface.deleteLater()
        self._widget.update()
        self.changed.emit("raster")

    def place(self) -> None:
        """Cover the view, which has another size now."""
        if self.surface is not None:
            self.surface.setGeometry(self._widget.rect())

    def shut_down(self) -> None:
        """Ask nothing any more, and give the card's memory back."""
        self._asks.stop()
        self._leave()
        if self.surface is not None:
            self.surface.release()

    # -- what a view brings

    def make_surface(self, report: GlReport) -> "CardSurface":
        """Return a surface for the view; imports it, since most machines need none.

        Args:
            report: who is going to draw.
        """
        raise NotImplementedError

    def switch(self, *, by_card: bool) -> None:
        """Get ready for another that draws."""
