"""The state of a view of a body as JSON values."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np

from app.widgets.body_view.camera import FARTHEST, NEAREST, Camera
from app.widgets.body_view.scene import ViewOptions


def saved(camera: Camera, options: ViewOptions) -> dict[str, Any]:
    """Return camera and options as JSON values."""
    return {
        "camera": {
            "target": list(camera.target),
            "yaw": camera.yaw,
            "pitch": camera.pitch,
            "distance": camera.distance,
            "perspective": camera.is_perspective,
        },
        "options": {one.name: getattr(options, one.name) for one in fields(options)},
    }


def restored_camera(state: Mapping[str, Any]) -> Camera | None:
    """Return the camera of a state; None where it makes no sense."""
    try:
        kept = state["camera"]
        x, y, z = (float(part) for part in kept["target"])
        numbers = [x, y, z, float(kept["yaw"]), float(kept["pitch"]), float(kept["distance"])]
        if not np.isfinite(numbers).all() or max(abs(x), abs(y), abs(z)) > FARTHEST:
            return None
        return Camera(
            (x, y, z),
            numbers[3],
            min(np.pi / 2, max(-np.pi / 2, numbers[4])),
            min(FARTHEST, max(NEAREST, numbers[5])),
            bool(kept["perspective"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def restored_options(state: Mapping[str, Any], options: ViewOptions) -> ViewOptions:
    """Return options with what a state says of them, as far as it makes sense."""
    kept = state.get("options")
    if not isinstance(kept, Mapping):
        return options
    changes: dict[str, Any] = {
        one.name: kept[one.name]
        for one in fields(options)
        if one.name != "mode" and isinstance(kept.get(one.name), bool)
    }
    if kept.get("mode") in ("shaded", "wireframe"):
        changes["mode"] = kept["mode"]
    return replace(options, **changes)
