"""What the wall shows now, for exports."""

from dataclasses import replace

from app.services.export_types import Area, WallPicture
from app.widgets.wall.lights import WallLights
from app.widgets.wall.model import WallModel
from app.widgets.wall.view import WallView
from common.selection import Selection


def wall_picture(model: WallModel, lights: WallLights, view: WallView) -> WallPicture | None:
    """Return the arrangement on show, what passes the filters, and what the screen shows of it.

    None while nothing is read. `lit` is None where nothing is dimmed, `area` where all of the wall
    is on the screen.
    """
    prepared = model.current
    if prepared is None:
        return None
    lighting = lights.lighting or prepared.lighting
    lit = None
    if lighting.lit is not None and len(lighting.lit) == len(prepared.table.ids):
        lit = Selection(prepared.table.ids[lighting.lit])
    request = replace(model.request, hits=lights.hits)
    return WallPicture(request, kinds=frozenset(model.kinds), lit=lit, area=seen_area(view))


def seen_area(view: WallView) -> Area | None:
    """Return left, top, right, bottom of what the screen shows, within the wall; None for all."""
    camera = view.camera
    if camera.is_fitted or view.content is None:
        return None
    width, height = camera.world
    left, top = camera.to_world(0, 0)
    right, bottom = camera.to_world(camera.width, camera.height)
    left, top, right, bottom = max(0.0, left), max(0.0, top), min(width, right), min(height, bottom)
    return (left, top, right, bottom) if right - left > 0 and bottom - top > 0 else None
