"""A view of the results: a widget that shows one list, and works only while in front."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.context import PanelContext
from common.registry import Registry
from common.values import Hit, ResultList


@dataclass(frozen=True, slots=True)
class Shown:
    """What a view shows.

    Args:
        results: the whole list as it was found; a SearchResults knows more: scenes, parts, pool.
        hits: those that pass the threshold and are not hidden, in the order chosen.
        labels: marks of items, +1 or -1.
        hidden: how many hits are hidden: excluded, submitted, seen.
        moves: by item how many ranks it rose (> 0) or fell (< 0) against the list before; None for
            an item that is new. Empty where movement is not shown.
        earlier: lists before this one, the newest first, without what they were merged from.
    """

    results: ResultList
    hits: tuple[Hit, ...] = ()
    labels: Mapping[int, int] = field(default_factory=dict)
    hidden: int = 0
    moves: Mapping[int, int | None] = field(default_factory=dict)
    earlier: tuple[ResultList, ...] = ()


class HitView(QWidget):
    """Base of the views of the results panel.

    The panel gives each list to the view in front through take(); a view behind gets the newest
    one when it comes to the front. A subclass implements show_shown(), which therefore is called
    only while the view is active, and stops its timers and jobs in on_active() where it has any.

    Selecting: `context.shared.select(ids, self.source)`. Opening: `context.shared.opened`. The
    menu of items: `app.widgets.item_menu`. Keys that a view does not use are to be ignored
    (`event.ignore()`, as QWidget does), so that they reach the panel: Enter inspects, Space
    previews, digits choose the view.

    Args:
        context: services, jobs, shared state, notices, actions.
        parent: as in Qt.
    """

    name: ClassVar[str] = ""  # registry name
    icon: ClassVar[str] = ""  # a drawing of resources/icons

    moved = Signal()  # other hits are on the screen than before
    noted = Signal(str)  # a line under the pictures; "" takes it away
    # What changed ("Zoom"): save_state() differs. Each is a step of the history; those of
    # state_changed become one if they follow quickly, those of stepped never.
    state_changed = Signal(str)
    stepped = Signal(str)

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.source = f"results-{self.name}"
        self._shown = Shown(ResultList(""))
        self._is_active = False
        self._is_due = False

    @property
    def title(self) -> str:
        """Title of the view, translated; the same as in `view_titles()`."""
        return self.name.capitalize()

    @property
    def shown(self) -> Shown:
        """What is to be seen now."""
        return self._shown

    @property
    def is_active(self) -> bool:
        """Whether the view is in front; work only then."""
        return self._is_active

    @property
    def is_idle(self) -> bool:
        """Whether the view shows all it is going to show; jobs need not be counted."""
        return True

    # -- called by the panel

    def take(self, shown: Shown) -> None:
        """Show another list, at once or when the view comes to the front."""
        self._shown = shown
        self._is_due = True
        self._show_due()

    def set_active(self, *, on: bool) -> None:
        """Come to the front or leave it."""
        if on != self._is_active:
            self._is_active = on
            self.on_active()
        self._show_due()

    def _show_due(self) -> None:
        if self._is_due and self._is_active:
            self._is_due = False
            self.show_shown(self._shown)

    def take_labels(self, labels: Mapping[int, int]) -> None:
        """Show other marks on the same items."""
        self._shown = replace(self._shown, labels=labels)
        if self._is_active and not self._is_due:
            self.show_labels(labels)

    # -- for subclasses

    def show_shown(self, shown: Shown) -> None:
        """Show a list; called only while the view is in front.

        Raises:
            NotImplementedError: the subclass has none.
        """
        raise NotImplementedError

    def show_labels(self, labels: Mapping[int, int]) -> None:
        """Show other marks on the same items; views without marks do nothing."""

    def set_side(self, side: int) -> None:
        """Take another size of pictures, pixels; views that have no such size do nothing."""

    def on_active(self) -> None:
        """The view has come to the front, or left it: begin or stop what costs."""

    def visible_items(self) -> Sequence[int]:
        """Return the hits on the screen; what stays there for a moment counts as seen."""
        return ()

    def step_hit(self, steps: int) -> bool:
        """Select the next (1) or previous (-1) hit; goes round at the ends.

        Returns:
            False where there is none.
        """
        items = [hit.item for hit in self._shown.hits]
        if not items:
            return False
        current = self.context.shared.current
        place = items.index(current) + steps if current in items else (0 if steps > 0 else -1)
        self.context.shared.select([items[place % len(items)]], f"{self.source}-keys")
        return True

    def controls(self) -> QWidget | None:
        """Return the view's own controls, which stand in the head while it is in front."""
        return None

    def keys(self) -> Sequence[tuple[str, str]]:
        """Return what the view's own keys do and how they are called, for the sheet on `?`."""
        return ()

    def focus_main(self) -> None:
        """Put the keyboard where it is expected when the view is chosen."""
        self.setFocus()

    def save_state(self) -> dict[str, Any]:
        """Return what brings the view back as it is, JSON types."""
        return {}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state returned; unknown or bad entries are ignored."""


hit_views: Registry[HitView] = Registry("result view")
