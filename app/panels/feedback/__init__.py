"""The feedback panel.

`panel` shows a `round`, `session` keeps what was shown and marked; `work` learns in jobs.
"""

from app.panels.feedback.panel import FeedbackPanel

__all__ = ["FeedbackPanel"]
