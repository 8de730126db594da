"""The details panel."""

from app.panels.details.panel import DetailsPanel

__all__ = ["DetailsPanel"]
