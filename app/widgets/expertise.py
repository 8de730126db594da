"""Parts of panels that show all their controls, or only those that most people need."""

from functools import partial
from typing import Protocol

from app.context import PanelContext

CONTROLS = "appearance.controls"


class Expertise(Protocol):
    """A part that can do with fewer controls."""

    def show_expert(self, *, on: bool) -> None:
        """Show all controls, or only those that most people need."""


def follow_controls(context: PanelContext, *parts: Expertise) -> None:
    """Let parts show as many controls as the user's setting says, now and when it changes."""
    _apply(context, parts, CONTROLS)
    context.shared.settings_changed.connect(partial(_apply, context, parts))


def _apply(context: PanelContext, parts: tuple[Expertise, ...], name: str) -> None:
    if name == CONTROLS:
        on = context.services.settings.appearance.controls == "expert"
        for part in parts:
            part.show_expert(on=on)
