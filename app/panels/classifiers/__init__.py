"""The classifiers panel: saved classifiers, their albums, and what two of them make together."""

from app.panels.classifiers.panel import ClassifiersPanel

__all__ = ["ClassifiersPanel"]
