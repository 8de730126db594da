"""The list of layers: which are there, in which order, seen, locked, faded."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.services.body_document_types import FIRST_LAYER, Layer
from app.widgets.controls import icon_button, named
from app.widgets.icons import icon

_NAME = Qt.ItemDataRole.UserRole


class _List(QListWidget):
    """Rows that are moved by dragging and worked with keys."""

    dropped = Signal()
    pressed_key = Signal(int, object)  # key, modifiers

    def dropEvent(self, event: object) -> None:
        """Tell of a new order."""
        super().dropEvent(event)  # type: ignore[arg-type]
        self.dropped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of keys that change layers; the others move through the list."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = Qt.KeyboardModifier.ControlModifier
        is_move = event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and held == control
        others = {Qt.Key.Key_Delete, Qt.Key.Key_Insert, Qt.Key.Key_L, Qt.Key.Key_Space}
        if is_move or (not held and event.key() in others):
            self.pressed_key.emit(event.key(), held)
        else:
            super().keyPressEvent(event)


class LayersPage(QWidget):
    """Shows the layers of a document, the uppermost first, and asks for changes of them.

    Args:
        parent: owner.
    """

    chosen = Signal(str)
    added = Signal()
    removed = Signal(str)
    renamed = Signal(str, str)  # old name, new name
    shown = Signal(str, bool)
    locked = Signal(str, bool)
    faded = Signal(str, float, bool)  # name, 0-1, whether it is final
    moved = Signal(str, int)  # name, steps up
    merged = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self._layers: tuple[Layer, ...] = ()
        self.list = _List()
        self.list.setAccessibleName(tr("Layers, the uppermost first"))
        self.list.setAccessibleDescription(
            tr("Space hides or shows, L locks, F2 renames, Delete removes, Insert adds, Ctrl with "
               "Up and Down moves the layer.")
        )  # fmt: skip
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.list.setMinimumHeight(70)
        self.add = self._button("add", tr("Add a layer above (Insert)"), self.added.emit)
        self.remove = self._button("remove", tr("Remove the layer (Delete)"), self._on_remove)
        self.rename = self._button("pencil-rename", tr("Rename the layer (F2)"), self._on_rename)
        self.up = self._button("move-up", tr("Move the layer up (Ctrl+Up)"), lambda: self._move(1))
        self.down = self._button(
            "move-down", tr("Move the layer down (Ctrl+Down)"), lambda: self._move(-1)
        )
        self.lock = self._button(
            "lock", tr("Keep the layer from being drawn on (L)"), self._on_lock
        )
        self.lock.setCheckable(True)
        self.merge = self._button("layers", tr("Merge with the layer below"), self._on_merge)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(5, 100)
        named(self.opacity, tr("Opacity of the layer"))
        self._percent = QLabel()
        self._percent.setMinimumWidth(self._percent.fontMetrics().horizontalAdvance("100 %"))
        self._lay_out()
        self._connect()

    def _button(self, drawing: str, tip: str, run: Callable[[], object]) -> QToolButton:
        return icon_button(drawing, tip, run, flat=True)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(1)
        for button in (
            self.add, self.remove, self.rename, self.up, self.down, self.lock, self.merge
        ):  # fmt: skip
            buttons.addWidget(button)
        buttons.addStretch(1)
        fading = QHBoxLayout()
        label = QLabel(self.tr("Opacity"))
        label.setBuddy(self.opacity)
        for widget in (label, self.opacity, self._percent):
            fading.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addLayout(buttons)
        layout.addWidget(self.list, 1)
        layout.addLayout(fading)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._on_current)
        self.list.itemChanged.connect(self._on_item)
        self.list.dropped.connect(self._on_dropped)
        self.list.pressed_key.connect(self._on_key)
        self.opacity.valueChanged.connect(self._on_opacity)
        self.opacity.sliderReleased.connect(self._on_released)

    # -- what is shown

    def show_layers(self, layers: Sequence[Layer], active: str) -> None:
        """Show layers, lowest first, and mark the one that is drawn on."""
        self._layers = tuple(layers)
        with QSignalBlocker(self.list):
            while self.list.count() > len(layers):
                self.list.takeItem(self.list.count() - 1)
            while self.list.count() < len(layers):
                self.list.addItem(QListWidgetItem())
            for row, layer in enumerate(reversed(layers)):
                self._show_row(self.list.item(row), layer)
                if layer.name == active:
                    self.list.setCurrentRow(row)
        self._show_current(active)

    def _said(self, name: str) -> str:
        """Return the name of a layer; the one that nobody named says what it is."""
        return self.tr("Drawing") if name == FIRST_LAYER else name

    def _show_row(self, item: QListWidgetItem, layer: Layer) -> None:
        item.setText(self._said(layer.name))
        item.setData(_NAME, layer.name)
        item.setFlags(
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsDragEnabled
        )  # fmt: skip
        item.setCheckState(Qt.CheckState.Checked if layer.shown else Qt.CheckState.Unchecked)
        item.setIcon(icon("lock" if layer.locked else "pen"))
        strokes = self.tr("%n stroke(s)", "", len(layer.strokes))
        item.setToolTip(
            self.tr("{name}: {strokes}. The box shows or hides it.").format(
                name=self._said(layer.name), strokes=strokes
            )
        )

    def _show_current(self, active: str) -> None:
        place = next((p for p, layer in enumerate(self._layers) if layer.name == active), -1)
        if place < 0:
            return
        layer = self._layers[place]
        self.lock.setChecked(layer.locked)
        self.remove.setEnabled(len(self._layers) > 1)
        self.up.setEnabled(place < len(self._layers) - 1)
        self.down.setEnabled(place > 0)
        self.merge.setEnabled(place > 0)
        with QSignalBlocker(self.opacity):
            self.opacity.setValue(round(layer.opacity * 100))
        self._percent.setText(f"{round(layer.opacity * 100)} %")

    @property
    def current(self) -> str:
        """Name of the layer that is chosen; "" before there is any."""
        item = self.list.currentItem()
        return str(item.data(_NAME)) if item is not None else ""

    # -- what the user does

    @Slot(object, object)
    def _on_current(self, item: QListWidgetItem | None, _before: object) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(_NAME)))

    @Slot(object)
    def _on_item(self, item: QListWidgetItem) -> None:
        name = str(item.data(_NAME))
        layer = next((one for one in self._layers if one.name == name), None)
        if layer is None:
            return
        wanted = item.text().strip()
        is_shown = item.checkState() is Qt.CheckState.Checked
        if is_shown != layer.shown:
            self.shown.emit(name, is_shown)
        elif wanted not in {name, self._said(name)}:
            if not wanted or any(one.name == wanted for one in self._layers):
                with QSignalBlocker(self.list):
                    item.setText(self._said(name))
            else:
                self.renamed.emit(name, wanted)

    def _on_remove(self) -> None:
        if self.current and len(self._layers) > 1:
            self.removed.emit(self.current)

    def _on_rename(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.list.setFocus()
            self.list.editItem(item)

    def _on_lock(self) -> None:
        if self.current:
            self.locked.emit(self.current, self.lock.isChecked())

    def _on_merge(self) -> None:
        if self.current:
            self.merged.emit(self.current)

    def _move(self, steps: int) -> None:
        place = next((p for p, one in enumerate(self._layers) if one.name == self.current), -1)
        if 0 <= place + steps < len(self._layers) and place >= 0:
            self.moved.emit(self.current, steps)

    @Slot()
    def _on_dropped(self) -> None:
        """Tell which layer went where: the one whose removal makes both orders alike."""
        after = [str(self.list.item(row).data(_NAME)) for row in range(self.list.count())][::-1]
        before = [layer.name for layer in self._layers]
        name = self.current
        if after != before and name in after and len(after) == len(before):
            self.moved.emit(name, after.index(name) - before.index(name))

    @Slot(int)
    def _on_opacity(self, value: int) -> None:
        self._percent.setText(f"{value} %")
        if self.current:
            self.faded.emit(self.current, value / 100, not self.opacity.isSliderDown())

    @Slot()
    def _on_released(self) -> None:
        self._on_opacity(self.opacity.value())

    @Slot(int, object)
    def _on_key(self, key: int, _held: object) -> None:
        item = self.list.currentItem()
        if key == Qt.Key.Key_Delete:
            self._on_remove()
        elif key == Qt.Key.Key_Insert:
            self.added.emit()
        elif key == Qt.Key.Key_L:
            self.lock.click()
        elif key == Qt.Key.Key_Space and item is not None:
            checked, unchecked = Qt.CheckState.Checked, Qt.CheckState.Unchecked
            item.setCheckState(unchecked if item.checkState() is checked else checked)
        elif key == Qt.Key.Key_Up:
            self._move(1)
        elif key == Qt.Key.Key_Down:
            self._move(-1)
