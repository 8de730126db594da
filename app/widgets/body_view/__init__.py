"""A posed body in three dimensions: look at it from all sides, pick, drag and turn its joints.

`view` is the widget; `gl_body` and `software` draw the same `frame`, `input` moves.
"""

from app.widgets.body_view.camera import LOOKS, Camera, Look
from app.widgets.body_view.scene import Mode, Skeleton, ViewOptions
from app.widgets.body_view.still import Still
from app.widgets.body_view.view import BodyView

__all__ = ["LOOKS", "BodyView", "Camera", "Look", "Mode", "Skeleton", "Still", "ViewOptions"]
