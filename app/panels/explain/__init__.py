"""The explain panel: why a network said that, and how far the answer can be trusted.

`panel` holds pages for one picture, many, and a collection; `work` is what runs in jobs.
"""

from app.panels.explain.panel import ExplainPanel

__all__ = ["ExplainPanel"]
