"""Records what the user does: into the interaction log if he wants one, and for wall studies."""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Slot

from app.context import PanelContext
from app.services.history import HistoryEntry
from app.services.interactions import STATE, InteractionLog, results_values
from app.services.interactions_state import state_of
from app.services.services import Services
from app.shell.history_view import HistoryBridge
from app.widgets.error_texts import service_text
from common.errors import AppError
from common.jobs import JobContext
from common.selection import Selection
from common.values import ResultList

logger = logging.getLogger(__name__)

SETTING = "privacy.log_interactions"
MOST_ITEMS = 50  # of a selection, in one line
Listener = Callable[[str, Mapping[str, Any]], None]


class Recorder(QObject):
    """Listens to what all panels share and passes it on as events.

    Events: `selection`, `inspect` (an item is shown in the details), `open`, `filters`, `results`,
    `action`, `command`, `undo`, `redo`, and what panels note (`asked`, `wall.view`, ...). A log is
    written while the setting says so, and while a session is recorded.

    Args:
        context: of the open library.
        history: of the window.
        parent: owner.
    """

    def __init__(
        self, context: PanelContext, history: HistoryBridge, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._log: InteractionLog | None = None
        self._listeners: list[Listener] = []
        self._known: dict[int, bool] | None = None
        self._is_recording = False
        shared = context.shared
        shared.noted.connect(self.write)
        shared.selection_changed.connect(self._on_selection)
        shared.results_changed.connect(self._on_results)
        shared.filters_changed.connect(self._on_filters)
        shared.opened.connect(self._on_opened)
        shared.settings_changed.connect(self._on_setting)
        context.actions.triggered.connect(self._on_action)
        history.refreshed.connect(self._on_history)
        self._follow_setting()

    @property
    def log(self) -> InteractionLog | None:
        """The log that is being written, None while it is off."""
        return self._log

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Pass every event on to listener(event, values).

        Returns:
            A function that ends that.
        """
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    @Slot(str, object)
    def write(self, event: str, values: Mapping[str, Any]) -> None:
        """Record an event."""
        for listener in list(self._listeners):
            listener(event, values)
        if self._log is None:
            return
        self._log.write(event, values)
        if self._log.problem:
            self._context.notices.warn(
                self.tr("The interaction log ended: %s") % service_text(self._log.problem)
            )
            self.close()

    def close(self) -> None:
        """End the log."""
        log, self._log = self._log, None
        if log is not None:
            log.close()

    # -- recording a session

    @property
    def is_recording(self) -> bool:
        """Whether the user records this session, whatever the setting says."""
        return self._is_recording

    def record(self, *, on: bool) -> None:
        """Record the session from now on, or no longer; what was recorded stays on the disk."""
        self._is_recording = on
        if on and self._log is not None:
            self.close()  # a record begins with what lists depend on now
        self._follow_setting()

    # -- the setting

    @Slot(str)
    def _on_setting(self, name: str) -> None:
        if name == SETTING:
            self._follow_setting()

    def _follow_setting(self) -> None:
        services = self._context.services
        if not (services.settings.privacy.log_interactions or self._is_recording):
            self.close()
        elif self._log is None:
            library = services.library
            folder = services.paths.logs if library.is_read_only else library.folder / "logs"
            try:
                self._log = InteractionLog(folder)
            except AppError as error:
                self._is_recording = False
                self._context.notices.error(error)
                return
            self._log.write("log.start", {"library": library.name})
            job = self._context.jobs.submit("io", partial(_state, services))
            job.succeeded.connect(self._on_state)
            job.failed.connect(self._on_no_state)

    @Slot(object)
    def _on_state(self, state: dict[str, Any]) -> None:
        if self._log is not None:
            self._log.write(STATE, state)

    @Slot(object)
    def _on_no_state(self, error: Exception) -> None:
        logger.warning("the log does not say what lists depend on: %s", error)

    # -- what happens

    @Slot(object, str)
    def _on_selection(self, items: Selection, source: str) -> None:
        shown = [int(item) for item in items[-MOST_ITEMS:]]
        self.write("selection", {"count": len(items), "items": shown, "panel": source})
        if len(items) == 1:
            self.write("inspect", {"item": shown[0], "panel": source})

    @Slot(object, str)
    def _on_results(self, results: ResultList, source: str) -> None:
        self.write("results", results_values(results, source))

    @Slot(object, str)
    def _on_filters(self, filters: tuple[Any, ...], source: str) -> None:
        self.write("filters", {"filters": [str(entry) for entry in filters], "panel": source})

    @Slot(int, float)
    def _on_opened(self, item: int, seconds: float) -> None:
        self.write("open", {"item": item, "start_s": seconds})

    @Slot(str)
    def _on_action(self, name: str) -> None:
        self.write("action", {"name": name})

    @Slot(object)
    def _on_history(self, entries: list[HistoryEntry]) -> None:
        """Tell what is new in the history, and what changed sides."""
        now = {entry.id: entry.undone for entry in entries}
        before, self._known = self._known, now
        if before is None:
            return
        for entry in entries:
            if entry.id not in before and not entry.undone:
                self.write("command", {"name": entry.name, "title": entry.title})
            elif entry.id in before and before[entry.id] != entry.undone:
                self.write("undo" if entry.undone else "redo", {"title": entry.title})


def _state(services: Services, context: JobContext) -> dict[str, Any]:
    context.step(0)
    return state_of(services)
