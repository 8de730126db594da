"""The body panel: draw a person, get a posed body, correct it, take it with you."""

from app.panels.body.panel import BodyPanel

__all__ = ["BodyPanel"]
