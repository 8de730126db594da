"""The classifiers panel: saved classifiers, their albums, and what two of them make together.

`panel` has the list, `groups` what an operation found; `work` what runs in jobs.
"""

from app.panels.classifiers.panel import ClassifiersPanel

__all__ = ["ClassifiersPanel"]
