"""What in an item matched the query: read behind the window, kept while its list is shown."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.context import PanelContext
from app.jobs import Priority
from common.jobs import JobContext
from common.values import ResultList

if TYPE_CHECKING:
    from app.services.types import Evidence

MOST = 2000  # items whose evidence is kept


class EvidenceReader(QObject):
    """Reads evidence of single hits.

    Args:
        context: where jobs run.
        parent: owner.
    """

    read = Signal(int)  # item: known() knows it now

    def __init__(self, context: PanelContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._results = ResultList("")
        self._known: dict[int, Evidence] = {}

    def use(self, results: ResultList) -> None:
        """Read from another list."""
        if results is not self._results:
            self._results = results
            self._known = {}

    def known(self, item: int) -> "Evidence | None":
        """Return what matched in an item if it was read."""
        return self._known.get(item)

    def look_up(self, item: int) -> None:
        """Read what matched in an item; lists that are no search have no evidence."""
        ask = getattr(self._results, "evidence", None)
        if item in self._known or ask is None:
            return
        job = self._context.jobs.submit(
            "io",
            partial(_read, ask, item),
            replaces=f"results-evidence-{id(self)}",
            priority=Priority.INTERACTIVE,
        )
        job.succeeded.connect(partial(self._on_read, self._results))

    def _on_read(self, results: ResultList, answer: "tuple[int, Evidence]") -> None:
        if results is not self._results:
            return
        item, evidence = answer
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[item] = evidence
        self.read.emit(item)


def _read(ask: Any, item: int, context: JobContext) -> "tuple[int, Evidence]":
    context.step(0)
    return item, ask(item)
