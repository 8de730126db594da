"""Brings the current item into view among the results, or says why it is not there."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from app.context import Panel, PanelContext
from app.jobs import Priority
from app.panels.results.session import ResultSession
from app.services.services import Services
from app.widgets.result_titles import title_of
from common.jobs import JobContext


class Locator(QObject):
    """What “Show in results” does.

    Args:
        context: of the panel.
        session: knows what is shown and what is left out.
        panel: that shows them.
    """

    def __init__(self, context: PanelContext, session: ResultSession, panel: Panel) -> None:
        super().__init__(panel)
        self._context, self._session, self._panel = context, session, panel
        self._is_due = False  # what left the item out was taken away
        session.changed.connect(self._on_changed)

    @Slot()
    def show_current(self) -> None:
        """Bring the current item into view; where it is not shown, say why, with a way out."""
        item = self._context.shared.current
        if item is None:
            return
        why = self._session.why_missing(item)
        if why == "list":
            self._look_at_filters(item)
            return
        self._panel.come_forward()
        if why:
            self._explain(item, why)
        else:
            self._bring()

    @Slot()
    def _bring(self) -> None:
        shared = self._context.shared
        shared.selection_changed.emit(shared.selection, "show-in-results")  # it is out of view

    @Slot()
    def _on_changed(self) -> None:
        if self._is_due:
            self._is_due = False
            QTimer.singleShot(0, self, self._bring)  # views show the hits first

    def _take_way(self, way: Callable[[], None]) -> None:
        self._is_due = True
        way()

    def _explain(self, item: int, why: str) -> None:
        session, hiding = self._session, self._session.hiding
        known: dict[str, tuple[str, str, Callable[[], None]]] = {
            "excluded": (
                self.tr("This item is excluded from the results."),
                self.tr("Take it back"),
                partial(session.take_back, item),
            ),
            "submitted": (
                self.tr("This item was submitted; such hits are hidden."),
                self.tr("Show what was submitted"),
                partial(session.set_hiding, replace(hiding, submitted=False)),
            ),
            "seen": (
                self.tr("This item was seen before; such hits are hidden."),
                self.tr("Show what was seen"),
                partial(session.set_hiding, replace(hiding, seen=False)),
            ),
            "score": (
                self.tr("The score of this item is below the smallest one shown."),
                self.tr("Show all scores"),
                partial(session.set_threshold, 0),
            ),
        }
        text, title, way = known[why]
        self._context.notices.info(text, title, partial(self._take_way, way))

    # -- items that the list does not hold

    def _look_at_filters(self, item: int) -> None:
        filters = tuple(self._context.shared.filters)
        work = partial(_passes, self._context.services, item, filters)
        job = self._context.jobs.submit(
            "io", work, replaces="results-locate", priority=Priority.INTERACTIVE
        )
        job.succeeded.connect(self._on_looked)
        job.failed.connect(self._context.notices.error)

    @Slot(bool)
    def _on_looked(self, passes: bool) -> None:
        shared, notices = self._context.shared, self._context.notices
        if not passes:
            text = self.tr("The filters leave this item out.")
            notices.info(text, self.tr("Clear the filters"), partial(shared.set_filters, ()))
            return
        wall = partial(self._context.actions.trigger, "wall.show-item")
        title = title_of(shared.results)
        if shared.results.hits:
            text = self.tr("This item is not among the hits of “%s”.") % title
        elif title:
            text = self.tr("“%s” has no hits.") % title
        else:
            text = self.tr("There are no results yet: nothing was searched for.")
        notices.info(text, self.tr("Show on the wall"), wall)


def _passes(services: Services, item: int, filters: Sequence[Any], context: JobContext) -> bool:
    context.step(0)
    return services.facets.passes(item, filters)
