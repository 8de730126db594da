"""The layer that maps look at: a slider from early to late, and the list of layers as blocks."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.services.explain_types import AUTO, LayerInfo, LayerList
from app.widgets.controls import named, tool_button
from app.widgets.paint import part_colour, seen_on

_SETTLE_MS = 150
_KINDS = {
    "conv": "text", "block": "embedding", "activation": "facet", "pool": "concept",
    "norm": "other", "tokens": "sentence",
}  # fmt: skip
_ROW = 26  # pixels


class LayerBlocks(QWidget):
    """All layers, first at the top: width says how many maps, the name and shape stand beside.

    Keys: up and down choose.

    Args:
        parent: owner.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layers: tuple[LayerInfo, ...] = ()
        self._auto = self._current = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Layers from early to late"))

    @property
    def layers(self) -> tuple[LayerInfo, ...]:
        """What is drawn."""
        return self._layers

    def show_layers(self, layers: Sequence[LayerInfo], auto: str, current: str) -> None:
        """Draw other layers."""
        self._layers, self._auto = tuple(layers), auto
        self.setMinimumHeight(len(self._layers) * _ROW + 4)
        self.set_current(current)

    def set_current(self, name: str) -> None:
        """Mark a layer."""
        self._current = name
        place = self._place()
        told = shape_text(self._layers[place]) if place >= 0 else ""
        self.setAccessibleDescription(f"{name} {told}")
        self.update()

    def _place(self) -> int:
        return next((p for p, each in enumerate(self._layers) if each.name == self._current), -1)

    def row_rect(self, place: int) -> QRectF:
        """Return where a layer is drawn."""
        return QRectF(2, place * _ROW + 2, self.width() - 4, _ROW - 2)

    def sizeHint(self) -> QSize:
        """Return room for all."""
        return QSize(360, len(self._layers) * _ROW + 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a layer."""
        place = int((event.position().y() - 2) // _ROW)
        if 0 <= place < len(self._layers):
            self.chosen.emit(self._layers[place].name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or not self._layers:
            super().keyPressEvent(event)
            return
        place = min(len(self._layers) - 1, max(0, self._place() + step))
        self.chosen.emit(self._layers[place].name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a block a layer."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        most = max((layer.channels for layer in self._layers), default=1)
        for place, layer in enumerate(self._layers):
            row = self.row_rect(place)
            is_current = layer.name == self._current
            if is_current:
                painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 1.5))
                painter.setBrush(palette.color(QPalette.ColorRole.Midlight))
                painter.drawRoundedRect(row, 5, 5)
            colour = seen_on(part_colour(_KINDS.get(layer.kind, "other")), palette.base().color())
            wide = 8 + 62 * (layer.channels / most) ** 0.5
            high = 6 + 12 * min(1.0, layer.height / max(1, self._layers[0].height)) ** 0.5
            block = QRectF(row.left() + 6, row.center().y() - high / 2, wide, high)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(block, 3, 3)
            painter.setPen(palette.color(QPalette.ColorRole.WindowText))
            words = row.adjusted(84, 0, -6, 0)
            name = layer.name + (self.tr(" (auto)") if layer.name == self._auto else "")
            shape = shape_text(layer)
            metrics = painter.fontMetrics()
            room = int(words.width()) - metrics.horizontalAdvance(shape) - 10
            name = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, max(20, room))
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(words, middle | Qt.AlignmentFlag.AlignLeft, name)
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(words, middle | Qt.AlignmentFlag.AlignRight, shape)


class _Popup(QFrame):
    """The blocks in a window of their own that closes at a click elsewhere."""

    def __init__(self, blocks: LayerBlocks, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setWidget(blocks)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.area)


class LayerBar(QWidget):
    """A slider over the layers with the name of the one that maps look at.

    Args:
        parent: owner.
    """

    chosen = Signal(str)  # name of a layer, or "auto"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = LayerList("", ())
        self.slider = QSlider(Qt.Orientation.Horizontal)
        named(self.slider, self.tr("Layer, from early (edges, colours) to late (things)"))
        self.name = QLabel()
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setMinimumWidth(150)
        self.name.setAccessibleName(self.tr("Layer"))
        self.auto = tool_button(
            self.tr("Auto"), self.tr("The last convolutional layer, which knows things (L)"),
            self._on_auto,
        )  # fmt: skip
        self.list_button = tool_button(
            self.tr("Layers …"), self.tr("All layers, drawn with their shapes (Shift+L)"),
            self.show_list,
        )  # fmt: skip
        self.blocks = LayerBlocks()
        self._popup: _Popup | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel(self.tr("Layer")))
        row.addWidget(self.slider, 1)
        for widget in (self.name, self.auto, self.list_button):
            row.addWidget(widget)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._tell)
        self.slider.valueChanged.connect(self._on_slider)
        self.blocks.chosen.connect(self._on_block)

    @property
    def current(self) -> str:
        """The layer on the slider, "" where there is none."""
        place = self.slider.value()
        return self._list.layers[place].name if place < len(self._list.layers) else ""

    def show_layers(self, layers: LayerList, current: str) -> None:
        """Show the layers of a network.

        Args:
            layers: from early to late.
            current: name of the one in use; "auto" or one that is not there takes auto's.
        """
        self._list = layers
        names = [layer.name for layer in layers.layers]
        shown = current if current in names else layers.auto
        self.slider.blockSignals(True)  # noqa: FBT003 - Qt
        self.slider.setRange(0, max(0, len(names) - 1))
        self.slider.setValue(names.index(shown) if shown in names else 0)
        self.slider.blockSignals(False)  # noqa: FBT003 - Qt
        self.setEnabled(bool(names))
        self.blocks.show_layers(layers.layers, layers.auto, shown)
        self._say()

    def _say(self) -> None:
        place = self.slider.value()
        if place >= len(self._list.layers):
            self.name.setText(self.tr("no layer with an extent"))
            return
        layer = self._list.layers[place]
        self.name.setText(f"{layer.name} · {shape_text(layer)}")
        self.name.setToolTip(f"{layer.kind} · {shape_text(layer)}")
        self.auto.setEnabled(layer.name != self._list.auto)

    @Slot()
    def _on_slider(self) -> None:
        self._say()
        self.blocks.set_current(self.current)
        self._settle.start()

    @Slot()
    def _tell(self) -> None:
        self.chosen.emit(self.current)

    @Slot(str)
    def _on_block(self, name: str) -> None:
        names = [layer.name for layer in self._list.layers]
        self.slider.setValue(names.index(name))

    def _on_auto(self) -> None:
        self.show_layers(self._list, AUTO)
        self.chosen.emit(AUTO)

    def show_list(self) -> None:
        """Open the list of layers above the bar."""
        if self._popup is None:
            self._popup = _Popup(self.blocks, self)
        high = min(520, self.blocks.sizeHint().height() + 16)
        self._popup.resize(440, high)
        corner = self.list_button.mapToGlobal(QPoint(self.list_button.width() - 440, -high - 4))
        screen = self.screen().availableGeometry()
        corner.setX(max(screen.left() + 4, corner.x()))
        corner.setY(max(screen.top() + 4, corner.y()))
        self._popup.move(corner)
        self._popup.show()
        place = self.slider.value()
        self._popup.area.ensureVisible(
            0, int(self.blocks.row_rect(place).center().y()), 0, high // 3
        )
        self.blocks.setFocus()


def shape_text(layer: LayerInfo) -> str:
    """Return channels and size of a layer's maps: “1280 × 7 × 7”."""
    return f"{layer.channels} × {layer.height} × {layer.width}"
