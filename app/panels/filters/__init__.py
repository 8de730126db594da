"""The filters panel."""

from app.panels.filters.panel import FiltersPanel

__all__ = ["FiltersPanel"]
