"""The details panel.

`panel` shows the current item, in the parts of `sections`; `reading` is what runs in jobs.
"""

from app.panels.details.panel import DetailsPanel

__all__ = ["DetailsPanel"]
