"""Actions of the body panel."""

from PySide6.QtCore import QCoreApplication

from app.context import Action, PanelContext
from app.panel_actions import declare, for_selected


def _tr(text: str) -> str:
    return QCoreApplication.translate("BodyKeys", text)


def actions(context: PanelContext) -> list[Action]:
    """Return them."""
    return [
        declare("body.new", _tr("New drawing of a body"), menu="Tools", icon="body"),
        declare("body.open", _tr("Open a body project …"), menu="Tools", icon="folder"),
        declare("body.batch", _tr("Bodies of a folder of drawings …"), menu="Tools", icon="export"),
        declare("body.sample", _tr("Draw a sample sketch of a person"), menu="Tools", icon="pen"),
        declare("body.export", _tr("Export the body …"), menu="Tools", icon="export"),
        declare(
            "body.find",
            _tr("Find photos with the pose of the body"),
            "Ctrl+Alt+F",
            "Tools",
            icon="search",
            tip=_tr("Ranks the photos of people by how alike their pose is"),
        ),
        declare("body.steps", _tr("First steps with bodies"), menu="Help", icon="help"),
        for_selected(
            context,
            "item.body-reference",
            _tr("Use as reference for a drawing"),
            tip=_tr("Lay the picture below a drawing of a person"),
            icon="body",
        ),
    ]
