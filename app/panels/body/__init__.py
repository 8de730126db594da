"""The body panel: draw a person, get a posed body, correct it, take it with you.

`panel` holds `canvas_page` and `view_page`; `session` the document, `work` its jobs.
"""

from app.panels.body.panel import BodyPanel

__all__ = ["BodyPanel"]
