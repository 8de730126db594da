"""Tells the server what the user does, while one is connected, and counts actions of practice."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Slot

from app.context import PanelContext
from app.panels.evaluation import work
from common.values import ResultList

_OWN = "evaluation."
_ACTIONS = ("feedback.", "label", "results.", "explore.")


class LogTap(QObject):
    """Listens to what all panels share; does nothing before an evaluation was asked for.

    Args:
        context: of the panel.
        parent: owner.
    """

    def __init__(self, context: PanelContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        shared = context.shared
        shared.results_changed.connect(self._on_results)
        shared.filters_changed.connect(self._on_filters)
        shared.selection_changed.connect(self._on_selection)
        shared.opened.connect(self._on_opened)
        shared.noted.connect(self.note)

    @property
    def _is_made(self) -> bool:
        return "evaluation" in self._context.services.__dict__

    @Slot(str, object)
    def note(self, event: str, values: Mapping[str, Any]) -> None:
        """Take notice of something that the user did."""
        if not self._is_made or event.startswith(_OWN):
            return
        service = self._context.services.evaluation
        service.server.note(event, values)
        if event.startswith(_ACTIONS):
            service.practice.note_action()

    @Slot(object, str)
    def _on_results(self, results: ResultList, _source: str) -> None:
        if not self._is_made:
            return
        service = self._context.services.evaluation
        service.practice.note_action()
        if service.server.view.is_connected:
            function = partial(work.note_results, self._context.services, results)
            job = self._context.jobs.submit("io", function, replaces="evaluation-results")
            job.failed.connect(self._context.notices.error)

    @Slot(object, str)
    def _on_filters(self, filters: tuple[Any, ...], _source: str) -> None:
        self.note("filters", {"filters": [str(entry) for entry in filters]})

    @Slot(object, str)
    def _on_selection(self, items: Sequence[int], source: str) -> None:
        if len(items) == 1:
            self.note("inspect", {"item": int(items[0]), "panel": source})

    @Slot(int, float)
    def _on_opened(self, item: int, seconds: float) -> None:
        self.note("open", {"item": item, "start_s": seconds})
