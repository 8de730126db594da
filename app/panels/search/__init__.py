"""The search panel."""

from app.panels.search.panel import SearchPanel

__all__ = ["SearchPanel"]
