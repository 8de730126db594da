"""The palette of a canvas: basic colours, and any other by a dialog."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QColorDialog, QToolButton, QWidget

from app.widgets.controls import on_click
from app.widgets.flow_layout import FlowLayout

Colour = tuple[int, int, int]
_SIDE = 20  # pixels of a swatch


def swatch(colour: Colour | None, side: int = _SIDE) -> QIcon:
    """Return an icon of a colour; of None a crossed square."""
    pixmap = QPixmap(2 * side, 2 * side)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(128, 128, 128), 1))
    painter.setBrush(QColor(*colour) if colour else Qt.BrushStyle.NoBrush)
    box = QRectF(1.5, 1.5, side - 3, side - 3)
    painter.drawRoundedRect(box, 4, 4)
    if colour is None:
        painter.drawLine(box.bottomLeft(), box.topRight())
    painter.end()
    return QIcon(pixmap)


class PaletteStrip(QWidget):
    """Swatches side by side.

    Args:
        parent: owner.
    """

    chosen = Signal(object)  # Colour

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Colours"))
        self._flow = FlowLayout(self, spacing=1)
        self._buttons: dict[Colour, QToolButton] = {}
        for name, colour in self.colours():
            self._add(name, colour)
        self.other = QToolButton()
        self.other.setText("…")
        self.other.setAutoRaise(True)
        self.other.setToolTip(self.tr("Another colour …"))
        self.other.setAccessibleName(self.tr("Another colour"))
        on_click(self.other, self.ask)
        self._flow.addWidget(self.other)

    def colours(self) -> list[tuple[str, Colour]]:
        """Return the basic colours with their names."""
        return [
            (self.tr("black"), (20, 20, 20)),
            (self.tr("grey"), (135, 135, 135)),
            (self.tr("white"), (250, 250, 250)),
            (self.tr("red"), (214, 40, 40)),
            (self.tr("orange"), (244, 140, 6)),
            (self.tr("yellow"), (250, 210, 40)),
            (self.tr("green"), (60, 150, 60)),
            (self.tr("dark green"), (35, 80, 45)),
            (self.tr("cyan"), (40, 180, 190)),
            (self.tr("sky blue"), (130, 180, 230)),
            (self.tr("blue"), (40, 90, 200)),
            (self.tr("purple"), (130, 60, 170)),
            (self.tr("pink"), (245, 150, 190)),
            (self.tr("brown"), (120, 75, 40)),
            (self.tr("skin, sand"), (225, 190, 155)),
        ]

    def mark(self, colour: Colour | None) -> None:
        """Show which colour the pen has."""
        for known, button in self._buttons.items():
            button.setChecked(known == colour)

    def ask(self) -> None:
        """Let any colour be chosen."""
        found = QColorDialog.getColor(QColor(*self._current()), self, self.tr("Colour"))
        if found.isValid():
            self.chosen.emit((found.red(), found.green(), found.blue()))

    def _current(self) -> Colour:
        down = [colour for colour, button in self._buttons.items() if button.isChecked()]
        return down[0] if down else (128, 128, 128)

    def _add(self, name: str, colour: Colour) -> None:
        button = QToolButton()
        button.setIcon(swatch(colour))
        button.setIconSize(QSize(_SIDE, _SIDE))
        button.setAutoRaise(True)
        button.setCheckable(True)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.clicked.connect(partial(self._on_clicked, colour))
        self._buttons[colour] = button
        self._flow.addWidget(button)

    def _on_clicked(self, colour: Colour, _checked: bool = False) -> None:
        self.mark(colour)
        self.chosen.emit(colour)
