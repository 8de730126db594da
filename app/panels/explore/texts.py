"""What actions and reasons of exploring are called, in the user's language."""

from PySide6.QtCore import QCoreApplication

from app.services.types import Action


def _tr(text: str) -> str:
    return QCoreApplication.translate("Explore", text)


def action_name(action: Action) -> str:
    """Return what an action is called."""
    names = {
        Action.BROWSE: _tr("Next cluster"),
        Action.OVERVIEW: _tr("Overview"),
        Action.SORT: _tr("Cluster most like the bucket"),
        Action.EXPAND_CLUSTER: _tr("Expand the cluster"),
        Action.EXPAND_BUCKET: _tr("Expand the bucket"),
        Action.QUERY_IMAGE: _tr("Like one picture"),
        Action.QUERY_BUCKET: _tr("Like the bucket"),
        Action.PROJECTION: _tr("Same place of the map"),
    }
    return names[action]
