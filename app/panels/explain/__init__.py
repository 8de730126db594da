"""The explain panel: why a network said that, and how far the answer can be trusted."""

from app.panels.explain.panel import ExplainPanel

__all__ = ["ExplainPanel"]
