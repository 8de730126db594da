"""What the wall shows now, for exports."""

from dataclasses import replace

from app.services.export_types import WallPicture
from app.widgets.wall.lights import WallLights
from app.widgets.wall.model import WallModel
from common.selection import Selection


def wall_picture(model: WallModel, lights: WallLights) -> WallPicture | None:
    """Return the arrangement on show and what passes the filters; None while nothing is read.

    `lit` is None where nothing is dimmed.
    """
    prepared = model.current
    if prepared is None:
        return None
    lighting = lights.lighting or prepared.lighting
    lit = None
    if lighting.lit is not None and len(lighting.lit) == len(prepared.table.ids):
        lit = Selection(prepared.table.ids[lighting.lit])
    request = replace(model.request, hits=lights.hits)
    return WallPicture(request, kinds=frozenset(model.kinds), lit=lit)
