"""Makes the panels of a library when they are first needed, and stands in for them until then."""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.context import Panel, PanelContext
from app.shell.panel_list import PanelEntry, make_panel
from app.shell.panel_slot import PanelSlot
from app.widgets.error_texts import error_line
from common.errors import AppError
from common.values import ResultList

logger = logging.getLogger(__name__)

SESSION = "session"  # who shares what a session kept


class LatePanels(QObject):
    """The panels of one library by name, made or not.

    Args:
        context: that panels get.
        place: puts a panel where its slot stands.
        parent: owner.
    """

    failed = Signal(str, object)  # name, the exception: the panel cannot be made

    def __init__(
        self,
        context: PanelContext,
        place: Callable[[PanelEntry, Panel], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._place = place
        self.entries: dict[str, PanelEntry] = {}
        self.made: dict[str, Panel] = {}
        self.slots: dict[str, PanelSlot] = {}  # of those that are not made
        self._states: dict[str, Mapping[str, Any]] = {}  # of a session, for when they are made
        self._broken: set[str] = set()
        self._making: list[str] = []
        self._due: list[str] = []  # seen, in this order
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._make_next)

    def add(self, entry: PanelEntry) -> PanelSlot | None:
        """Take a panel in; its actions are there from now on.

        Returns:
            What stands in its place; None where it was made at once.
        """
        self.entries[entry.name] = entry
        if entry.title is None:
            self.panel(entry.name)
            return None
        wake = partial(self.panel, entry.name)
        for action in entry.actions(self._context) if entry.actions is not None else ():
            self._context.actions.promise(action, wake)
        for signal in entry.wakes:
            getattr(self._context.shared, signal).connect(partial(self._on_said, entry, signal))
        slot = PanelSlot(entry.name, entry.title())
        slot.seen.connect(self._on_seen)
        self.slots[entry.name] = slot
        return slot

    # -- making

    def panel(self, name: str) -> Panel | None:
        """Return a panel, made now if need be; None where there is none, or where it fails."""
        if name in self.made:
            return self.made[name]
        entry = self.entries.get(name)
        if entry is None or name in self._broken or name in self._making:
            return None
        self._making.append(name)
        try:
            panel = make_panel(entry, self._context)
        except Exception as error:
            logger.error("the panel %r cannot be shown", name, exc_info=error)
            self._broken.add(name)
            self._tell(name, error)
            return None
        finally:
            self._making.remove(name)
        self.made[name] = panel
        if not panel.accessibleName():
            panel.setAccessibleName(panel.title)
        self._place(entry, panel)
        self.slots.pop(name, None)
        self._hand_over(panel)
        return panel

    def _tell(self, name: str, error: Exception) -> None:
        shown = f"{type(error).__name__}: {error}"
        if isinstance(error, AppError):
            shown = error_line(error)
        self._context.notices.warn(
            self.tr("The panel “{name}” cannot be shown: {error}").format(name=name, error=shown)
        )

    def _hand_over(self, panel: Panel) -> None:
        """Give a new panel its part of the session and what was shared before it was there."""
        state = self._states.pop(panel.name, None)
        try:
            if state is not None:
                panel.restore_late(state)
            panel.catch_up()
        except Exception:
            logger.exception("the panel %r does not take its state", panel.name)

    @Slot(str)
    def _on_seen(self, name: str) -> None:
        if name not in self._due and name in self.slots:
            is_main = self.entries[name].area == "center"
            self._due.insert(0 if is_main else len(self._due), name)
            self._soon.start()

    @Slot()
    def _make_next(self) -> None:
        """Make one panel that is seen; what the user does meanwhile goes before the next."""
        while self._due:
            name = self._due.pop(0)
            slot = self.slots.get(name)
            if slot is not None and slot.is_seen:
                self.panel(name)
                break
        if self._due:
            self._soon.start()

    def unmade(self) -> list[PanelEntry]:
        """Return the entries of the panels that nobody has needed so far."""
        return [entry for name, entry in self.entries.items() if name in self.slots]

    @property
    def is_idle(self) -> bool:
        """Whether every panel that can be seen is made and shows all it is going to show."""
        if any(slot.is_seen for name, slot in self.slots.items() if name not in self._broken):
            return False
        return all(panel.is_idle for panel in self.made.values())

    def _on_said(self, entry: PanelEntry, signal: str, *values: object) -> None:
        """Make the panel that answers what was said, and tell it."""
        if entry.name in self.made or entry.name in self._making or not _needs_answer(values):
            return
        panel, method = self.panel(entry.name), entry.wakes[signal]
        if panel is not None and method:
            getattr(panel, method)(*values)

    # -- state

    def save_states(self) -> dict[str, Mapping[str, Any]]:
        """Return the state of every panel; of those that were never made, what a session kept."""
        made = {name: self._state_of(panel) for name, panel in self.made.items()}
        return {**self._states, **made}

    def _state_of(self, panel: Panel) -> Mapping[str, Any]:
        try:
            return panel.save_state()
        except Exception:
            logger.exception("the state of panel %r is lost", panel.name)
            return {}

    def restore_states(self, states: Mapping[str, Any]) -> None:
        """Give panels their part of a session; those that are not made get it when they are."""
        self._states = {
            name: state
            for name, state in states.items()
            if name not in self.made and isinstance(state, dict)
        }
        for name, panel in self.made.items():
            state = states.get(name)
            if not isinstance(state, dict):
                continue
            try:
                panel.restore_state(state)
            except Exception:
                logger.exception("the panel %r does not take its state", name)

    def names(self) -> Sequence[str]:
        """Return the names of all panels that are made or can be."""
        return [name for name in self.entries if name not in self._broken]


def _needs_answer(values: Sequence[object]) -> bool:
    """Whether what was said is worth making a panel for: an empty list or a session's is not."""
    first = values[0] if values else None
    if isinstance(first, ResultList):
        is_empty = not (first.hits or first.query or first.notes)
        return not is_empty and SESSION not in values
    return bool(first) or first is None
