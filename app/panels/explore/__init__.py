"""The explore panel: clusters, buckets, maps, queries, and a meter of what was found."""

from app.panels.explore.panel import ExplorePanel

__all__ = ["ExplorePanel"]
