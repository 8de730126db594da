"""What every panel gets: services, jobs, the one selection, the one result list, notices, actions.

A panel is a `Panel` registered in `panels`. Panels never import each other: they meet here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.actions import Action, Actions
from app.jobs import JobRunner
from app.services.history_types import DEFAULT_SET
from app.services.services import Services
from common.registry import Registry
from common.selection import Selection
from common.values import ResultList

if TYPE_CHECKING:
    from app.services.export_types import WallPicture

__all__ = [
    "HISTORY",
    "MOST_LISTS",
    "RESULTS",
    "Action",
    "Actions",
    "Notices",
    "OfHistory",
    "Panel",
    "PanelContext",
    "SharedState",
    "panels",
]


RESULTS = "results"  # the part of the view that the shared result list is
MOST_LISTS = 8  # of others that are kept behind the one on show
HISTORY = "history"  # who changes what panels share when something is undone or done again


@dataclass(frozen=True, slots=True, eq=False)
class OfHistory:
    """A list as the history keeps it; lists are the same only where they are one.

    Args:
        results: the list.
        source: the panel that made it.
    """

    results: ResultList
    source: str


class SharedState(QObject):
    """The one selection, result list and filter set that all panels share.

    Signals carry who changed the state (`source`, a panel's name), so that a panel can tell its own
    changes from those of others.
    """

    selection_changed = Signal(object, str)  # Selection (compares as a tuple of ids), source
    results_changed = Signal(object, str)  # ResultList, source
    filters_changed = Signal(object, str)  # tuple[Filter, ...], source
    items_changed = Signal(str)  # source; the catalogue has other items or facts than before
    labels_changed = Signal(str)  # source
    label_set_changed = Signal(str)  # its name; labels_changed follows: other labels are shown now
    settings_changed = Signal(str)  # "section.field" of the user's settings
    opened = Signal(int, float)  # item id, seconds: show it large, or play it from there
    query_requested = Signal(object)  # Query: a panel asks the search panel to run it
    noted = Signal(str, object)  # event, values (JSON types): for the interaction log and studies
    # What is on view and no part of the library stands in the history too: the part, its state
    # before and after, a title, and a gesture whose changes become one if they follow quickly.
    view_changed = Signal(str, object, object, str, str)
    view_requested = Signal(str, object)  # part, state: bring it back, without telling of it

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._selection = Selection()
        self.wall_picture: Callable[[], WallPicture | None] = lambda: None  # what the wall shows
        self.is_led = False  # a tour leads through the window: panels keep their own for later
        self._results, self._lister = ResultList(""), ""  # and whose query made the list
        self._stood: list[OfHistory] = []  # lists of others that stood before it, the latest last
        self._filters: tuple[Any, ...] = ()
        self._label_set = DEFAULT_SET

    @property
    def selection(self) -> Selection:
        """Ids of the selected items; the last one is the current item."""
        return self._selection

    @property
    def current(self) -> int | None:
        """Id of the current item, or None."""
        return self._selection[-1] if self._selection else None

    @property
    def results(self) -> ResultList:
        """The result list that panels show."""
        return self._results

    @property
    def filters(self) -> tuple[Any, ...]:
        """Facet filters that all panels apply; value type `Filter` of the catalogue."""
        return self._filters

    @property
    def label_set(self) -> str:
        """The question that labels answer now: every label is read from and given in this set."""
        return self._label_set

    def set_label_set(self, name: str, source: str = "") -> None:
        """Make name the set that labels are read from and given in; "" is the default one."""
        name = name.strip() or DEFAULT_SET
        if name != self._label_set:
            self._label_set = name
            self.label_set_changed.emit(name)
            self.labels_changed.emit(source or "label-set")

    def select(self, items: Sequence[int], source: str = "") -> None:
        """Make items the selection; the last one becomes the current item."""
        selection = Selection(items)
        if selection != self._selection:
            self._selection = selection
            self.selection_changed.emit(selection, source)

    def note(self, event: str, values: Mapping[str, Any]) -> None:
        """Tell those who record, if any, what the user did.

        Args:
            event: "panel.verb".
            values: JSON types.
        """
        self.noted.emit(event, dict(values))

    def show_results(self, results: ResultList, source: str = "", *, is_step: bool = False) -> None:
        """Make results the list that all panels show.

        Args:
            results: the list.
            source: who made it.
            is_step: undo brings the list before back; a list that a query led to comes and goes
                with the query, which is the step then.
        """
        before = OfHistory(self._results, self._lister)
        lister = "" if is_step else source  # only undo takes back what was a step
        if lister != self._lister or is_step:
            self._stood = [*self._stood, before][-MOST_LISTS:]
        self._results, self._lister = results, lister
        if is_step:
            title = self.tr("Show “%s” in the results") % results.query
            self.view_changed.emit(RESULTS, before, OfHistory(results, lister), title, "")
        self.results_changed.emit(results, source)

    def swap_results(self, results: ResultList, source: str) -> None:
        """Show the same list with other hits: items left the library, or came back.

        Args:
            results: the list; it stays the list of those who made it.
            source: who changed it.
        """
        self._results = results
        self.results_changed.emit(results, source)

    def bring_results(self, state: "OfHistory") -> None:
        """Show a list again that the history kept."""
        self._results, self._lister = state.results, state.source
        self.results_changed.emit(state.results, HISTORY)

    def withdraw_results(self, source: str) -> None:
        """Bring back what stood before source made a list: it asks nothing any more."""
        self._stood = [each for each in self._stood if each.source != source]
        if source == self._lister:
            before = self._stood.pop() if self._stood else OfHistory(ResultList(""), "")
            self._results, self._lister = before.results, before.source
            self.results_changed.emit(self._results, source)

    def set_filters(self, filters: Sequence[Any], source: str = "") -> None:
        """Replace the facet filters."""
        if tuple(filters) != self._filters:
            self._filters = tuple(filters)
            self.filters_changed.emit(self._filters, source)


class Notices(QObject):
    """Messages for the user; the shell shows them without blocking."""

    posted = Signal(str, str, str, object)  # level, text, action title, callable or None

    def info(self, text: str, action: str = "", run: Callable[[], None] | None = None) -> None:
        """Tell the user something that went well or is worth knowing."""
        self.posted.emit("info", text, action, run)

    def warn(self, text: str, action: str = "", run: Callable[[], None] | None = None) -> None:
        """Tell the user something that needs attention."""
        self.posted.emit("warning", text, action, run)

    def error(self, error: BaseException) -> None:
        """Show a failure: an AppError as it is, anything else as a bug with a report action."""
        self.posted.emit("error", str(error), "", error)


@dataclass(slots=True)
class PanelContext:
    """What a panel is made with. Lives as long as one library is open in the window."""

    services: Services
    jobs: JobRunner
    shared: SharedState
    notices: Notices
    actions: Actions
    state: dict[str, Any] = field(default_factory=dict)


class Panel(QWidget):
    """Base of all panels: a thin view over one service.

    Class attributes:
        name: registry name and object name of the dock.
        title: as shown; translated by the subclass.
        area: where it first appears: "center", "left", "right" or "bottom".
    """

    name: ClassVar[str] = ""
    area: ClassVar[str] = "center"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._is_in_front = True
        self.setObjectName(self.name)

    @property
    def title(self) -> str:
        """Title of the panel, translated."""
        return self.name.capitalize()

    @property
    def is_idle(self) -> bool:
        """Whether the panel shows all it is going to show; screenshots wait for it.

        Jobs need not be counted: they are waited for anyway.
        """
        return True

    @property
    def is_seen(self) -> bool:
        """Whether the user can see the panel; to Qt one behind another tab is visible too."""
        return self.isVisible() and self._is_in_front

    def set_in_front(self, on: bool) -> None:
        """Take notice of the tab of a dock being chosen or left."""
        self._is_in_front = on
        if self.is_seen:
            self.on_seen()

    def showEvent(self, event: QShowEvent) -> None:
        """Take notice of being shown."""
        super().showEvent(event)
        if self.is_seen:
            self.on_seen()

    def on_seen(self) -> None:
        """Read what is due: the user begins to see the panel, whichever way it came forward."""

    def save_state(self) -> dict[str, Any]:
        """Return what a session needs to bring the panel back, JSON types."""
        return {}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state returned; unknown or bad entries are ignored."""

    def restore_late(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state returned in a panel that is made long after the session.

        What all panels share went on meanwhile and stays as it is.
        """
        self.restore_state(state)

    def catch_up(self) -> None:
        """Take over what others shared before the panel was made, where drawing it is not enough.

        Called once, when the panel stands in its place and has got its part of a session.
        """

    def closing(self) -> None:
        """Stop threads of its own: the library is about to be closed, the panel with it."""

    def step_hit(self, _steps: int) -> bool:
        """Select what comes next (1) or before (-1) among what this panel found.

        Returns:
            False where the panel has found nothing; another panel is asked then.
        """
        return False

    def view_to_export(self) -> QWidget:
        """Return the part that “Export view” saves as a picture: what the panel shows."""
        return self

    def focus_main(self) -> None:
        """Put the keyboard where the user expects it when the panel is shown."""
        self.setFocus()

    def come_forward(self) -> None:
        """Show the panel where another tab covers it; what an action of it did is seen then."""
        actions = self.context.actions
        name = f"panel.{self.name}"
        if not self.isVisible() and any(action.name == name for action in actions.all()):
            actions.trigger(name)


panels: Registry[Panel] = Registry("panel")
