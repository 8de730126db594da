"""The explore panel: clusters, buckets, maps, queries, and a meter of what was found.

`panel` holds pictures and map, `session` where one is; `queries` asks by examples.
"""

from app.panels.explore.panel import ExplorePanel

__all__ = ["ExplorePanel"]
