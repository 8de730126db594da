"""Lets the processor draw the wall, or a graphics card where one is."""

from typing import TYPE_CHECKING

from app.widgets.card.backend import CardBackend
from app.widgets.card.probe import GlReport

if TYPE_CHECKING:
    from app.widgets.card.surface import CardSurface
    from app.widgets.wall.view import WallView


class WallBackend(CardBackend):
    """What draws a wall.

    Args:
        view: the wall; also the parent.
    """

    def __init__(self, view: "WallView") -> None:
        super().__init__(view)
        self._view = view
        view.landed.connect(self.on_shown)

    def make_surface(self, report: GlReport) -> "CardSurface":
        """Return a surface for the wall."""
        from app.widgets.wall.gl_surface import GlSurface

        return GlSurface(self._view, is_software=report.is_software)

    def switch(self, *, by_card: bool) -> None:
        """End a flight: it was made for the other one."""
        self._view.flights.stop()
        self._view.flights.by_card = by_card
