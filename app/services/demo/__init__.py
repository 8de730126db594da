"""The demo library: drawn scenes, clips and film posters, imported like anything else.

`build` makes it; `scenes`, `objects` and `clips` draw, `life*` invent a life.
"""

from app.services.demo.build import ensure_demo

__all__ = ["ensure_demo"]
