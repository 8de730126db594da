"""Lets the processor draw a body, or a graphics card where one is."""

import os
from typing import TYPE_CHECKING, Final

from app.widgets.card.backend import Backend, CardBackend
from app.widgets.card.probe import GlMemory, GlReport

if TYPE_CHECKING:
    from app.widgets.body_view.view import BodyView
    from app.widgets.card.surface import CardSurface

FORCED: Final = "KINORA_SOFTWARE_3D"


class BodyBackend(CardBackend):
    """What draws a body.

    Args:
        view: of the body; also the parent.
    """

    def __init__(self, view: "BodyView") -> None:
        super().__init__(view)
        self._view = view

    def choose(self, wanted: Backend, memory: GlMemory | None = None) -> None:
        """Change what is to draw; KINORA_SOFTWARE_3D=1 keeps OpenGL out of it."""
        is_forced = os.environ.get(FORCED, "") not in ("", "0")
        super().choose("raster" if is_forced else wanted, memory)

    def make_surface(self, _report: GlReport) -> "CardSurface":
        """Return a surface for the view."""
        from app.widgets.body_view.gl_surface import BodySurface

        return BodySurface(self._view)

    def switch(self, *, by_card: bool) -> None:
        """Forget the other one's picture."""
        self._view.frame.forget()
        del by_card
