"""The views side by side in one place: made when first chosen, only the one in front works."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.context import PanelContext
from app.panels.results.view import HitView, Shown
from app.panels.results.views import VIEWS, ViewEntry, make_view
from app.widgets.error_texts import error_line
from app.widgets.view_undo import ViewParts
from common.values import ResultList

logger = logging.getLogger(__name__)


class ViewStack(QStackedWidget):
    """Shows one of the views.

    Args:
        context: given to the views.
        undo: keeps what views say has changed.
        parent: owner.
    """

    made = Signal(object)  # HitView: it was chosen for the first time
    came = Signal(object)  # HitView: another one is in front
    noted = Signal(str)

    def __init__(
        self, context: PanelContext, undo: ViewParts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._undo = undo
        self._views: dict[str, HitView] = {}
        self._states: dict[str, Any] = {}
        self._shown = Shown(ResultList(""))
        self._is_seen = False
        self._side: int | None = None

    @property
    def front(self) -> HitView | None:
        """The view in front."""
        widget = self.currentWidget()
        return widget if isinstance(widget, HitView) else None

    @property
    def name(self) -> str:
        """Name of the view in front."""
        return self.front.name if self.front is not None else ""

    def choose(self, name: str) -> bool:
        """Bring a view to the front, made if need be; False if there is none of that name."""
        before = self.front  # the first one that is made is in front at once
        entry = next((one for one in VIEWS if one.name == name), None)
        view = self._views.get(name) or (self._make(entry) if entry is not None else None)
        if view is None:
            return False
        if view is before:
            return True
        if before is not None:
            before.set_active(on=False)
        view.take(self._shown)
        self.setCurrentWidget(view)
        view.set_active(on=self._is_seen)
        self.came.emit(view)
        return True

    def _make(self, entry: ViewEntry) -> HitView | None:
        try:
            view = make_view(entry, self._context)
        except Exception as error:
            logger.exception("the view %r cannot be shown", entry.name)
            self._context.notices.warn(
                self.tr("The view “{name}” cannot be shown: {error}").format(
                    name=entry.name, error=error_line(error)
                )
            )
            return None
        self._views[entry.name] = view
        if not view.accessibleName():
            view.setAccessibleName(view.title)
        self.addWidget(view)
        if self._side is not None:
            view.set_side(self._side)
        state = self._states.get(entry.name)
        if isinstance(state, Mapping):
            view.restore_state(state)
        part = f"results.view.{entry.name}"
        self._undo.add(part, view.save_state, view.restore_state)
        view.state_changed.connect(partial(self._undo.note, part, gesture=part))
        view.stepped.connect(partial(self._undo.note, part))
        view.noted.connect(partial(self._on_noted, view))
        self.made.emit(view)
        return view

    def _on_noted(self, view: HitView, text: str) -> None:
        if view is self.front:
            self.noted.emit(text)

    def set_seen(self, *, on: bool) -> None:
        """Let the view in front work, or rest while the panel cannot be seen."""
        self._is_seen = on
        if self.front is not None:
            self.front.set_active(on=on)

    def take(self, shown: Shown) -> None:
        """Show another list."""
        self._shown = shown
        if self.front is not None:
            self.front.take(shown)

    def take_labels(self, labels: Mapping[int, int]) -> None:
        """Show other marks on the same list."""
        self._shown = replace(self._shown, labels=labels)
        if self.front is not None:
            self.front.take_labels(labels)

    def set_side(self, side: int) -> None:
        """Give all views another size of pictures."""
        self._side = side
        for view in self._views.values():
            view.set_side(side)

    def save_state(self) -> dict[str, Any]:
        """Return the states of all views that were ever made."""
        made = {name: view.save_state() for name, view in self._views.items()}
        return {**self._states, **made}

    def restore_state(self, state: Any) -> None:
        """Bring back what save_state returned; views that are made later find theirs."""
        if not isinstance(state, Mapping):
            return
        self._states = {str(name): one for name, one in state.items()}
        for name, view in self._views.items():
            if isinstance(self._states.get(name), Mapping):
                view.restore_state(self._states[name])
        self._undo.sync()
