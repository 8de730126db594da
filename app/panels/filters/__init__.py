"""The filters panel.

`panel` stacks the `sections`: `value_list` for words, `histogram` for numbers.
"""

from app.panels.filters.panel import FiltersPanel

__all__ = ["FiltersPanel"]
