"""The results panel: the one shared result list, in the view of your choice.

A view is a `HitView` of `view` with a row in `views`; `session` says what of the list is shown.
"""

from app.panels.results.panel import ResultsPanel

__all__ = ["ResultsPanel"]
