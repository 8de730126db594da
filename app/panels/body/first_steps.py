"""The three steps that are shown at the first time."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.context import PanelContext
from app.panels.body.overlay import Tip
from app.widgets.error_texts import error_line

if TYPE_CHECKING:
    from app.panels.body.panel import BodyPanel


def _tr(text: str) -> str:
    return QCoreApplication.translate("BodySteps", text)


def first_steps(panel: "BodyPanel") -> tuple[Tip, ...]:
    """Return the steps: draw, correct, take it with you."""
    if panel.session.has_network:
        drawing = _tr(
            "Draw a person from head to feet: outlines, ovals or a stick figure. The body beside "
            "it follows each stroke. Project ▸ Sample sketches has something to begin with."
        )
    else:
        drawing = _tr(
            "A network that reads drawings is not here yet. Until then take a pose from the "
            "library and drag its joints."
        )
    return (
        Tip(_tr("Draw"), drawing, panel.page),
        Tip(
            _tr("Correct"),
            _tr(
                "Drag joints in the view or the drawing, turn them by rings or by numbers. A limb "
                "that goes the wrong way in depth: D. A limb that is drawn anew changes alone."
            ),
            panel.view,
        ),
        Tip(
            _tr("Take it with you"),
            _tr(
                "Export writes meshes, skeletons, motion and pictures. Find photos looks for "
                "people in this pose. What you draw is kept by itself."
            ),
            panel.head,
        ),
    )


def note_seen(context: PanelContext) -> None:
    """Remember that the steps were seen."""
    settings = context.services.settings
    if settings.body.steps_seen:
        return
    settings.body.steps_seen = True
    try:
        context.services.save_settings()
    except OSError as error:
        context.notices.warn(
            _tr("The settings cannot be saved: {error}").format(error=error_line(error))
        )
