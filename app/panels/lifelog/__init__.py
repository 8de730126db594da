"""The lifelog panel."""

from app.panels.lifelog.panel import LifelogPanel

__all__ = ["LifelogPanel"]
