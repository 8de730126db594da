"""One heat map with its method and its measures; the picture itself is a card too."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.panels.explain.texts import (
    measure_arrow,
    measure_tip,
    measure_title,
    measure_value,
    method_tip,
    said,
)
from app.services.explain_colours import Look
from app.services.explain_types import Explained, MethodInfo, MethodMap
from app.widgets.controls import icon_button
from app.widgets.flow_layout import FlowLayout
from app.widgets.heat_canvas import HeatCanvas
from app.widgets.heat_image import Heat
from app.widgets.numbers import numeral

_PAD = 8  # pixels


class Chip(QLabel):
    """A measured value; its tooltip says what it means and what is good.

    Args:
        name: of the measure.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAccessibleDescription(measure_tip(name))

    def show_value(self, value: float, *, is_best: bool) -> None:
        """Show what was measured, with a star where it is the best of all maps on view."""
        told = measure_value(self.name, value)
        shown = f"{measure_title(self.name)} {measure_arrow(self.name)}".strip()
        self.setText(f"{shown} <b>{told}</b>" + (" ★" if is_best else ""))
        best = self.tr("Best of the maps on view.") if is_best else ""
        self.setToolTip("\n".join(filter(None, [measure_tip(self.name), best])))
        self.setAccessibleName(f"{measure_title(self.name)} {told}")


class MapCard(QFrame):
    """A picture with one map over it, what made it, and how good it is.

    Args:
        parent: owner.
    """

    enlarge_wanted = Signal(str)  # method

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.method = ""
        self._chips: list[Chip] = []
        self._time = QLabel()
        self.canvas = HeatCanvas()
        self.name = QLabel()
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        font = self.name.font()
        font.setBold(True)
        self.name.setFont(font)
        self.enlarge = icon_button(
            "fullscreen", self.tr("Show this map alone, or all again (Enter)"), flat=True
        )
        self.enlarge.setProperty("quiet", "true")
        self.enlarge.clicked.connect(lambda: self.enlarge_wanted.emit(self.method))
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setProperty("muted", "true")
        keeps = self.enlarge.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self.enlarge.setSizePolicy(keeps)
        self.values = QWidget()
        self._flow = FlowLayout(self.values, spacing=8)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.values.setSizePolicy(policy)
        self._lay_out()

    def _lay_out(self) -> None:
        self.foot = QWidget()
        below = QVBoxLayout(self.foot)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(2)
        below.addWidget(self.values)
        below.addWidget(self.note)
        below.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.enlarge)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_PAD, 4, _PAD, 6)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self.foot)

    def foot_height(self, width: int) -> int:
        """Return how much room the measures and notes need below a card of a width."""
        inside = width - 2 * _PAD
        high = self._flow.heightForWidth(inside) if not self.values.isHidden() else 0
        if not self.note.isHidden():
            high += self.note.heightForWidth(inside) + 2
        return high

    def show_picture(self, title: str, image: QImage, told: str) -> None:
        """Show the picture without a map, and say something of it."""
        self.method = ""
        self.name.setText(title)
        self.name.setToolTip(title)
        self.enlarge.hide()
        self._show(image, title)
        self.canvas.show_heats()
        self.values.hide()
        self.note.setText(told)
        self.note.setVisible(bool(told))

    def show_map(
        self, explained: Explained, found: MethodMap, image: QImage, tip: str, best: set[str]
    ) -> None:
        """Show a map.

        Args:
            explained: what it is part of.
            found: the map.
            image: the picture.
            tip: what the method does.
            best: measures that it is the best by.
        """
        self.method = found.method
        self.name.setText(found.title)
        self.name.setToolTip(tip)
        self.enlarge.show()
        self._show(image, found.title)
        self.canvas.show_heats(Heat(found.map, explained.crop))
        names = [chip.name for chip in self._chips]
        if names != list(found.measures) or self._time.parent() is None:
            self._make_chips(list(found.measures))
        for chip, (name, value) in zip(self._chips, found.measures.items(), strict=True):
            chip.show_value(value, is_best=name in best)
        self._time.setText(
            f"{found.ms:.0f} ms" if found.ms >= 10 else f"{numeral(found.ms, '.1f')} ms"
        )
        self.values.show()
        self.note.setText(" ".join(said(found.notes)))
        self.note.setVisible(bool(found.notes))

    def _make_chips(self, names: list[str]) -> None:
        """Make a label a measure; they are kept as long as the same ones are measured.

        They are shown at once, for what is hidden has no place in a layout.
        """
        self._flow.clear()
        self._chips = [Chip(name) for name in names]
        self._time = QLabel()
        self._time.setToolTip(self.tr("Time of this method beyond what all methods share"))
        self._time.setProperty("muted", "true")
        for label in (*self._chips, self._time):
            self._flow.addWidget(label)
            label.show()

    def _show(self, image: QImage, title: str) -> None:
        is_same = self.canvas.image.size() == image.size()
        self.canvas.show_image(image, keep_view=is_same)
        self.canvas.setAccessibleName(title)

    def set_look(self, look: Look) -> None:
        """Draw the map in another way."""
        self.canvas.set_look(look)


def tip_of(methods: dict[str, MethodInfo], name: str) -> str:
    """Return the tooltip of a method, "" where it is not known."""
    return method_tip(methods[name]) if name in methods else ""
