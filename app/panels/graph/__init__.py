"""The graph panel.

`panel` holds pages for walks over tags, clusters, and networks of items, each with a session.
"""

from app.panels.graph.panel import GraphPanel

__all__ = ["GraphPanel"]
