"""The feedback panel."""

from app.panels.feedback.panel import FeedbackPanel

__all__ = ["FeedbackPanel"]
