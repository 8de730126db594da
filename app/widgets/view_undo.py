"""Parts of what a panel shows that can be undone without being part of the library."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Slot

from app.context import SharedState


@dataclass(slots=True)
class _Part:
    read: Callable[[], Any]
    show: Callable[[Any], None]
    known: Any


class ViewParts(QObject):
    """Tells the history what changed on view, and brings it back when that is undone.

    Args:
        shared: carries both.
        parent: the panel.
    """

    def __init__(self, shared: SharedState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shared = shared
        self._parts: dict[str, _Part] = {}
        shared.view_requested.connect(self._on_requested)

    def add(self, name: str, read: Callable[[], Any], show: Callable[[Any], None]) -> None:
        """Let a part be undone.

        Args:
            name: "panel.part".
            read: returns its state; a value that is not changed later.
            show: brings a state back that read returned.
        """
        self._parts[name] = _Part(read, show, read())

    def note(self, name: str, title: str, gesture: str = "") -> None:
        """Tell that a part has changed; nothing is told if it has not.

        Args:
            name: of the part.
            title: as the history shows it.
            gesture: changes of one gesture that follow quickly become one entry.
        """
        part = self._parts[name]
        before, part.known = part.known, part.read()
        if before != part.known:
            self._shared.view_changed.emit(name, before, part.known, title, gesture)

    def sync(self, *names: str) -> None:
        """Take parts as they are, e.g. after a session was restored; without names all of them."""
        for name in names or tuple(self._parts):
            self._parts[name].known = self._parts[name].read()

    @Slot(str, object)
    def _on_requested(self, name: str, state: Any) -> None:
        part = self._parts.get(name)
        if part is not None:
            part.known = state  # so that what show() sets off is no change
            part.show(state)
            part.known = part.read()
