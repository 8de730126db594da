"""The graph panel."""

from app.panels.graph.panel import GraphPanel

__all__ = ["GraphPanel"]
