"""Chooses the methods of the maps, by families, with what each does and costs."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.panels.explain.texts import family_title, method_tip
from app.services.explain_types import MethodInfo

FIRST = ("grad_cam", "median_pooling", "grad_cam_pp")  # quick ones; others are a click away
_FEW = (
    "grad_cam", "max_pooling", "median_pooling", "grad_cam_pp", "hires_cam", "layer_cam", "rise",
)  # fmt: skip
_ORDER = ("map", "pixel", "guided", "masking", "attention")


class MethodMenu(QToolButton):
    """A button whose menu has a check mark for each method; it stays open while one chooses.

    Args:
        parent: owner.
    """

    chosen = Signal(object)  # tuple of names

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTip(self.tr("Methods that make the maps (M)"))
        self.setAccessibleName(self.tr("Methods"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.menu_of_methods = _StayingMenu(self)
        self.menu_of_methods.setToolTipsVisible(True)
        self.setMenu(self.menu_of_methods)
        self.menu_of_methods.aboutToHide.connect(self._on_closed)
        self._infos: tuple[MethodInfo, ...] = ()
        self._actions: dict[str, QAction] = {}
        self._chosen: tuple[str, ...] = FIRST
        self._is_expert = True
        self._say()

    @property
    def names(self) -> tuple[str, ...]:
        """The methods that are chosen and that the network allows, in the order of the menu."""
        known = [each.name for each in self._infos]
        found = tuple(name for name in known if name in self._chosen)
        return found or tuple(known[:1]) or self._chosen

    def offer(self, infos: Sequence[MethodInfo]) -> None:
        """Offer the methods of a network."""
        self._infos = tuple(infos)
        self._fill()

    def choose(self, names: Sequence[str]) -> None:
        """Check these methods, without telling of it.

        Those that this network does not allow stay chosen for the next one that does.
        """
        if set(names) != set(self.names):
            self._chosen = tuple(names)
        for name, action in self._actions.items():
            action.setChecked(name in names)
        self._say()

    def show_expert(self, *, on: bool) -> None:
        """Offer all methods, or the few that most people need."""
        self._is_expert = on
        self._fill()

    def _fill(self) -> None:
        menu = self.menu_of_methods
        menu.clear()
        self._actions.clear()
        shown = [
            e for e in self._infos if self._is_expert or e.name in _FEW or e.name in self._chosen
        ]
        for family in _ORDER:
            members = [each for each in shown if each.family == family]
            if not members:
                continue
            if self._actions:
                menu.addSeparator()
            menu.addAction(family_title(family)).setEnabled(False)
            for each in members:
                action = menu.addAction(each.title)
                action.setCheckable(True)
                action.setChecked(each.name in self.names)
                action.setToolTip(method_tip(each))
                action.setStatusTip(each.formula)
                self._actions[each.name] = action
        self._say()

    def _say(self) -> None:
        self.setEnabled(bool(self._infos))
        if not self._infos:  # no network is chosen yet: nobody knows what methods are called
            self.setText(self.tr("Methods"))
            return
        titles = {each.name: each.title for each in self._infos}
        names = [titles.get(name, name) for name in self.names]
        more = len(names) - 1
        first = names[0] if names else ""
        self.setText(
            first if more < 1 else self.tr("{first} and {more} more").format(first=first, more=more)
        )
        self.setAccessibleDescription(", ".join(names))

    @Slot()
    def _on_closed(self) -> None:
        checked = tuple(name for name, action in self._actions.items() if action.isChecked())
        if checked and set(checked) != set(self.names):
            self._chosen = checked
            self._say()
            self.chosen.emit(self.names)
        else:
            self.choose(self.names)


class _StayingMenu(QMenu):
    """A menu that stays open when something is checked, so that several can be chosen at once."""

    def mouseReleaseEvent(self, event) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        """Check what was clicked, and stay."""
        action = self.activeAction()
        if action is not None and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)
