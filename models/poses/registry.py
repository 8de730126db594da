"""Which pose networks can run: those that a user added, and the one that comes with Kinora."""

from typing import Final

from models.hub import ModelHub
from models.poses.estimator import PoseBackend
from models.poses.own import is_own_pose, own_parts

SHIPPED: Final = "movenet"


def build_pose_backends(hub: ModelHub) -> dict[str, PoseBackend]:
    """Return every pose network that can run, by name; a user's own ones first."""
    built: dict[str, PoseBackend] = {}
    for name in filter(is_own_pose, hub.added_names()):
        found = hub.weights(name)
        parts = None if found is None else own_parts(name, found.path)
        if parts is not None:
            built[name] = PoseBackend(name, parts[1], parts[0], hub.weights_hash(name))
    shipped = hub.weights(SHIPPED) if hub.is_available(SHIPPED) else None
    if shipped is not None:
        card = hub.card(SHIPPED)
        built[SHIPPED] = PoseBackend(SHIPPED, card, shipped.path, hub.weights_hash(SHIPPED))
    return built
