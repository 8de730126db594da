"""The results panel: the one shared result list, in the view of your choice."""

from app.panels.results.panel import ResultsPanel

__all__ = ["ResultsPanel"]
