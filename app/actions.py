"""What the user can do: actions by name, of the window and of its panels."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True)
class Action:
    """A named thing the user can do: in menus, the palette, the shortcut sheet.

    Args:
        name: stable id, "panel.verb" ("item.find-similar").
        title: as shown, translated.
        run: called without arguments; reads the selection from SharedState.
        shortcut: default key sequence, portable text ("Ctrl+F"), or "".
        menu: main menu it belongs to ("File", "Edit", "View", "Item", "Tools", "Help").
        for_items: works on the selection; shown in every item's context menu, in order of adding.
        tip: one sentence for tooltips.
        is_enabled: asked before menus open; None means always.
        is_checked: for actions that switch something on and off: whether it is on; None for others.
        icon: name of a drawing in `resources/icons`, or "".
        writes: changes the library; where it is read-only, its tooltip says why it cannot be used.
    """

    name: str
    title: str
    run: Callable[[], None]
    shortcut: str = ""
    menu: str = "Item"
    for_items: bool = False
    tip: str = ""
    is_enabled: Callable[[], bool] | None = None
    is_checked: Callable[[], bool] | None = None
    icon: str = ""
    writes: bool = False


class Actions(QObject):
    """All actions by name; the shell turns them into menus, shortcuts and the palette."""

    added = Signal(object)  # Action
    triggered = Signal(str)  # name; the action is about to run

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions: dict[str, Action] = {}
        self._runs: dict[str, Callable[[], None]] = {}  # what the actions do
        self._wakes: dict[str, Callable[[], object]] = {}  # of those whose panel is not made yet
        self.read_only_reason = ""  # why nothing can be written; "" where it can

    def add(self, action: Action) -> None:
        """Add an action, or say what a promised one does.

        Raises:
            ValueError: the name is taken.
        """
        if self._wakes.pop(action.name, None) is not None:
            self._keep(action)
            return
        if action.name in self._actions:
            raise ValueError(f"action {action.name!r} is added twice")
        self.added.emit(self._keep(action))

    def promise(self, action: Action, wake: Callable[[], object]) -> None:
        """Add an action whose panel is not made yet.

        Args:
            action: as its panel will add it; what it does is not asked.
            wake: makes the panel, which adds the action again; called when it is used.

        Raises:
            ValueError: the name is taken.
        """
        self.add(action)
        self._wakes[action.name] = wake

    def _keep(self, action: Action) -> Action:
        self._runs[action.name] = action.run
        told = replace(action, run=partial(self._run, action.name))
        self._actions[action.name] = told
        return told

    def _run(self, name: str) -> None:
        self.triggered.emit(name)
        if (wake := self._wakes.get(name)) is not None:
            wake()
            # The panel could not be made, or knows better whether this can be done now.
            if name in self._wakes or not self.is_enabled(self._actions[name]):
                return
        self._runs[name]()

    def all(self) -> list[Action]:
        """Return all actions in order of adding."""
        return list(self._actions.values())

    def for_items(self) -> list[Action]:
        """Return the actions of an item's context menu."""
        return [action for action in self._actions.values() if action.for_items]

    def trigger(self, name: str) -> None:
        """Run the action called name if it is enabled."""
        action = self._actions[name]
        if self.is_enabled(action):
            action.run()

    def is_enabled(self, action: Action) -> bool:
        """Whether an action can be used now."""
        action = self._actions.get(action.name, action)  # a copy may be older than its panel
        if action.writes and self.read_only_reason:
            return False
        return action.is_enabled is None or action.is_enabled()

    def tip(self, action: Action) -> str:
        """Return the tooltip of an action: why it cannot be used, else what it does."""
        if action.writes and self.read_only_reason:
            return self.tr("Read-only: {reason}").format(reason=self.read_only_reason)
        return action.tip or action.title.replace("&", "")
