"""Images side by side in cells: sorted maps, feature maps, and endless planes of them.

`canvas` is the widget, `sheet` what lies where, `motion` how it gets there.
"""

from app.widgets.image_map.canvas import ImageMap
from app.widgets.image_map.sheet import Sheet

__all__ = ["ImageMap", "Sheet"]
