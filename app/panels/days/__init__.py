"""The days panel: a calendar, one day in all its parts, a map of a life, its places and clocks."""

from app.panels.days.panel import DaysPanel

__all__ = ["DaysPanel"]
