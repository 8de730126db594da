"""What can be undone of the wall: arrangement, kinds of items, look of the cells, search text."""

from typing import Any

from PySide6.QtCore import QObject, QSignalBlocker, Slot

from app.context import PanelContext
from app.services.wall import BY_VECTORS
from app.widgets.view_undo import ViewParts
from app.widgets.wall.bar import WallBar
from app.widgets.wall.key_box import WITH_KEY
from app.widgets.wall.model import WallModel
from common.values import ItemKind

ARRANGEMENT, KINDS, LOOK, TEXT = "wall.arrangement", "wall.kinds", "wall.look", "wall.text"


class WallUndo(QObject):
    """Notes changes of the wall's view in the history and brings them back.

    Args:
        context: of the panel.
        model: knows the kinds on show.
        bar: has the controls; arrangement and text are what it says, and what is brought back goes
            the way of what the user chooses there.
        parent: the panel.
    """

    def __init__(
        self,
        context: PanelContext,
        model: WallModel,
        bar: WallBar,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._model = model
        self._bar = bar
        self.parts = ViewParts(context.shared, self)
        self.parts.add(ARRANGEMENT, self._arrangement, self._show_arrangement)
        self.parts.add(KINDS, self._kinds, self._show_kinds)
        self.parts.add(LOOK, self._look, self._show_look)
        self.parts.add(TEXT, bar.search.text, self._show_text)
        bar.kinds_chosen.connect(self._on_kinds)
        bar.look_chosen.connect(self._on_look)
        bar.text_edited.connect(self._on_text)
        model.prepared.connect(self._on_prepared)
        context.shared.settings_changed.connect(self.sync)

    @Slot()
    def sync(self, *_: object) -> None:
        """Take the wall as it is: its session was restored, or a setting changed."""
        self.parts.sync()

    @Slot()
    def _on_prepared(self) -> None:
        """Take the arrangement over: by now the bar names the facet that was chosen."""
        self.parts.sync(ARRANGEMENT)  # what is being typed is told when typing rests

    def note_arrangement(self) -> None:
        """Tell the history of another arrangement, if it is another."""
        name = self._bar.methods.currentText()
        if self._bar.method in WITH_KEY:
            name = f"{name}, {self._bar.keys.currentText()}" if self._bar.key else name
        self.parts.note(ARRANGEMENT, self.tr("Arrange: %s") % name, self._gesture())

    def _gesture(self) -> str:
        """Dragging the slider of the looseness is one step."""
        return "noise" if self._bar.method == "semi-clustered" else ""

    # -- arrangement

    def _arrangement(self) -> dict[str, Any]:
        bar = self._bar
        state: dict[str, Any] = {"method": bar.method, "seed": bar.seed}
        if bar.method in WITH_KEY:
            state["key"] = bar.key
        if bar.method == "semi-clustered":
            state["noise"] = bar.noise.value() / 100
        if bar.method in BY_VECTORS:
            state["encoder"] = bar.encoder
        if bar.method == "around":
            state["item"] = bar.item
        return state

    def _show_arrangement(self, state: dict[str, Any]) -> None:
        self._bar.seed = state["seed"]
        self._bar.item = state.get("item", self._bar.item)
        self._bar.choose(state["method"], state.get("key"), state.get("noise"))
        if "encoder" in state:
            current = self._model.current
            self._bar.set_encoders(current.encoders if current else (), state["encoder"])
        self._bar.arrangement_chosen.emit()

    # -- kinds and look

    def _kinds(self) -> tuple[str, ...]:
        return tuple(sorted(kind.value for kind in self._model.kinds))

    def _show_kinds(self, names: tuple[str, ...]) -> None:
        self._bar.kinds_chosen.emit(frozenset(ItemKind(name) for name in names))

    @Slot()
    def _on_kinds(self, *_: object) -> None:
        self.parts.note(KINDS, self.tr("Kinds of items on the wall"))

    def _look(self) -> tuple[str, str]:
        wall = self._context.services.settings.wall
        return wall.cell, wall.fit

    def _show_look(self, look: tuple[str, str]) -> None:
        self._bar.look_chosen.emit(*look)
        self._bar.set_look(*look, self._model.kinds)

    @Slot()
    def _on_look(self, *_: object) -> None:
        self.parts.note(LOOK, self.tr("Look of the cells"))

    # -- text

    def _show_text(self, text: str) -> None:
        with QSignalBlocker(self._bar.search):
            self._bar.search.setText(text)
        self._bar.text_edited.emit(text)

    @Slot(str)
    def _on_text(self, text: str) -> None:
        title = self.tr("Find “%s”") % text if text else self.tr("Find nothing")
        self.parts.note(TEXT, title, "typing")
