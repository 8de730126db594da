"""Sensor curves of a day on the time scale of its time line, with one cursor for all."""

from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.panels.days import texts
from app.panels.days.scale import TimeScale
from app.panels.days.strip_drawing import MARGIN, RIGHT
from app.services.types import Curve, DayView
from app.widgets.numbers import numeral
from app.widgets.paint import mix, seen_on
from app.widgets.plots import local_axis

LEAST_HIGH = 48  # pixels a curve
MOST_CURVES = 4
_PENS = ("#d55e00", "#0072b2", "#009e73", "#cc79a7")


class Curves(QWidget):
    """Draws each series as a curve between its least and largest values, amounts as bars.

    pyqtgraph is imported when the first curve is drawn.
    """

    pointed = Signal(float)  # moment under the mouse; NaN when it leaves
    picked = Signal(float)  # moment that was clicked

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._area: Any = None  # GraphicsLayoutWidget
        self._plots: list[Any] = []
        self._lines: list[Any] = []
        self._curves: tuple[Curve, ...] = ()
        self._view: DayView | None = None
        self._scale = TimeScale(0, 1)
        self._value = QLabel(self)
        self._value.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._value.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setAccessibleName(self.tr("Sensor curves of the day"))
        self.hide()

    @property
    def names(self) -> list[str]:
        """What is drawn, from the top."""
        return [curve.name for curve in self._curves]

    def show_day(self, view: DayView, scale: TimeScale) -> None:
        """Show the curves of another day."""
        self._view, self._scale = view, scale
        self._curves = view.curves[:MOST_CURVES]
        self.setVisible(bool(self._curves))
        if self._curves:
            self._draw()

    def rescale(self) -> None:
        """Show the part of the day that the scale shows now."""
        for plot in self._plots:
            plot.setXRange(self._scale.low, self._scale.high, padding=0)

    def point(self, moment: float) -> None:
        """Draw the cursor at a moment and tell the values there; NaN for none."""
        on = bool(np.isfinite(moment)) and bool(self._curves)
        for line in self._lines:
            line.setVisible(on)
            if on:
                line.setValue(self._line_place(moment))
        self._value.setVisible(on)
        if on:
            self._value.setText(self.told(moment))
            self._value.adjustSize()
            x = MARGIN + float(self._scale.place([moment])[0]) * self._room() + 8
            limit = self.width() - self._value.width() - 4
            left = x if x < limit else max(MARGIN, x - self._value.width() - 16)
            self._value.move(int(left), 2)
            self._value.raise_()

    def told(self, moment: float) -> str:
        """Return the time and the values at a moment, in words."""
        if self._view is None:
            return ""
        parts = [texts.local_clock(self._view, moment)]
        for curve in self._curves:
            place = int(np.searchsorted(curve.times, moment, "right")) - 1
            values = curve.sums if curve.is_amount else curve.means
            if 0 <= place < len(values) and np.isfinite(values[place]):
                parts.append(f"{curve.name} {numeral(values[place], ',.0f')} {curve.unit}".rstrip())
        return "  ·  ".join(parts)

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._curves:
            self._draw()

    # -- drawing

    def _room(self) -> float:
        return max(1.0, self.width() - MARGIN - RIGHT)

    def _line_place(self, moment: float) -> float:
        share = float(self._scale.place([moment])[0])
        return self._scale.low + share * (self._scale.high - self._scale.low)

    def _made(self) -> Any:
        """Return the drawing area; made when it is first needed."""
        if self._area is None:
            import pyqtgraph

            self._area = pyqtgraph.GraphicsLayoutWidget(self)
            self._area.ci.layout.setContentsMargins(0, 2, RIGHT, 6)
            self._area.ci.layout.setSpacing(2)
            self._area.viewport().installEventFilter(self)
            self._area.viewport().setMouseTracking(True)
            self._area.setFrameShape(self._area.Shape.NoFrame)
            self.layout().addWidget(self._area)  # type: ignore[union-attr]
        return self._area

    def _draw(self) -> None:
        """Draw all curves anew."""
        area = self._made()
        area.clear()
        base, text = self.palette().window().color(), self.palette().text().color()
        area.setBackground(base)
        self._plots, self._lines = [], []
        for number, curve in enumerate(self._curves):
            plot = area.addPlot(row=number, col=0, axisItems={"left": local_axis("left")})
            self._dress(plot, curve, mix(base, text, 0.7))
            self._fill(plot, curve, seen_on(QColor(_PENS[number % len(_PENS)]), base))
            self._set_height(plot, curve)
            self._plots.append(plot)
        self.setMinimumHeight(LEAST_HIGH * len(self._curves))
        self.rescale()

    def _dress(self, plot: Any, curve: Curve, soft: QColor) -> None:
        """Give a plot its axis, its name and its cursor, and take pyqtgraph's own mouse away."""
        import pyqtgraph

        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.hideAxis("bottom")
        axis = plot.getAxis("left")
        axis.setWidth(MARGIN)
        axis.setPen(soft)
        axis.setTextPen(soft)
        axis.setStyle(maxTextLevel=1)
        axis.enableAutoSIPrefix(enable=False)
        name = f"{curve.name} ({curve.unit})" if curve.unit else curve.name
        ground = QColor(self.palette().window().color())
        ground.setAlpha(190)
        label = pyqtgraph.TextItem(name, color=soft, anchor=(0, 0), fill=ground)
        label.setParentItem(plot.getViewBox())
        label.setPos(4, 0)
        line = pyqtgraph.InfiniteLine(angle=90, pen=pyqtgraph.mkPen(soft, width=1))
        line.hide()
        plot.addItem(line, ignoreBounds=True)
        self._lines.append(line)

    @staticmethod
    def _set_height(plot: Any, curve: Curve) -> None:
        """Show a level from its least to its largest value, an amount from 0."""
        values = curve.sums if curve.is_amount else np.concatenate((curve.lows, curve.highs))
        low = 0.0 if curve.is_amount else float(np.nanmin(values))
        high = float(np.nanmax(values))
        room = 0.08 * (high - low) or 1.0
        plot.setYRange(low if curve.is_amount else low - room, high + 3 * room, padding=0)

    def _fill(self, plot: Any, curve: Curve, colour: QColor) -> None:
        """Draw a level as a line in the band of its values, an amount as bars."""
        import pyqtgraph

        line = np.array([self._line_place(moment) for moment in curve.times])
        ends = np.array([self._line_place(moment + curve.step_s) for moment in curve.times])
        known = np.isfinite(curve.means)
        if curve.is_amount:
            bars = pyqtgraph.BarGraphItem(
                x0=line[known], x1=ends[known], y0=0, height=curve.sums[known], brush=colour,
                pen=None,
            )  # fmt: skip
            plot.addItem(bars)
            return
        middle = (line + ends) / 2
        soft = QColor(colour)
        soft.setAlpha(60)
        band = [
            pyqtgraph.PlotDataItem(middle[known], values[known], pen=None)
            for values in (curve.lows, curve.highs)
        ]
        plot.addItem(pyqtgraph.FillBetweenItem(*band, brush=soft))
        plot.plot(middle, curve.means, pen=pyqtgraph.mkPen(colour, width=1.6), connect="finite")

    # -- input

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell the moment under the mouse, and the one that was clicked."""
        if isinstance(event, QMouseEvent):
            share = (event.position().x() - MARGIN) / self._room()
            moment = self._scale.moment(min(1.0, max(0.0, share)))
            if event.type() == QEvent.Type.MouseMove:
                self.pointed.emit(moment)
            elif event.type() == QEvent.Type.MouseButtonRelease:
                self.picked.emit(moment)
        elif event.type() == QEvent.Type.Leave:
            self.pointed.emit(float("nan"))
        return super().eventFilter(watched, event)
