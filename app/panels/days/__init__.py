"""The days panel: a calendar, one day in all its parts, a map of a life, its places and clocks.

`panel` holds calendar, `day_page`, `life_map` and `places_page`; `session` what is shown.
"""

from app.panels.days.panel import DaysPanel

__all__ = ["DaysPanel"]
