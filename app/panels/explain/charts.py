"""Box plots and scatter plots of measures; every point is a picture that can be clicked."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.panels.explain.texts import measure_title
from app.services.explain_batch_types import BatchRow, BatchTable
from app.widgets.numbers import numeral
from app.widgets.paint import PART_COLOURS, seen_on
from app.widgets.plots import local_axis

_SYMBOLS = ("o", "s", "t", "d", "+", "star")  # of methods, told apart without colours
_COLOURS = tuple(dict.fromkeys(colour.name() for colour in PART_COLOURS.values()))
_BOX = 0.5  # width, of the distance of two boxes


def quartiles(values: Any) -> tuple[float, float, float, float, float]:
    """Return lower whisker, quartile, median, quartile, upper whisker (Tukey: 1.5 box heights)."""
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
    reach = 1.5 * (high - low)
    inside = values[(values >= low - reach) & (values <= high + reach)]
    return float(inside.min()), float(low), float(middle), float(high), float(inside.max())


class Charts(QWidget):
    """A box a method beside a scatter of two measures; made when first shown.

    Args:
        parent: owner.
    """

    picked = Signal(object)  # BatchRow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: BatchTable | None = None
        self._names = ("average_drop", "confidence_drop")
        self._titles: dict[str, str] = {}
        self._boxes: Any = None
        self._points: Any = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setMinimumHeight(170)

    def show_table(self, table: BatchTable, x: str, y: str, titles: dict[str, str]) -> None:
        """Draw a run.

        Args:
            table: its rows.
            x: measure of the boxes, and of the scatter's x axis.
            y: measure of the scatter's y axis.
            titles: of methods.
        """
        self._table, self._names, self._titles = table, (x, y), titles
        self._draw()

    def _make(self) -> None:
        import pyqtgraph

        split = QSplitter()
        self._boxes, self._points = (
            pyqtgraph.PlotWidget(axisItems={side: local_axis(side) for side in ("left", "bottom")})
            for _ in range(2)
        )
        for plot, name in (
            (self._boxes, self.tr("Box plot by method")),
            (self._points, self.tr("Two measures of every picture")),
        ):
            plot.setAccessibleName(name)
            plot.setMenuEnabled(False)
            plot.hideButtons()
            split.addWidget(plot)
        self._points.addLegend(offset=(-6, 6), labelTextSize="8pt")
        layout = self.layout()
        assert layout is not None
        layout.addWidget(split)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._table is not None:
            self._draw()

    def _draw(self) -> None:
        if self._boxes is None:
            self._make()
        table = self._table
        assert table is not None
        palette = self.palette()
        ink = palette.color(QPalette.ColorRole.WindowText)
        for plot in (self._boxes, self._points):
            plot.clear()
            plot.setBackground(palette.color(QPalette.ColorRole.Base))
            for side in ("left", "bottom"):
                axis = plot.getAxis(side)
                axis.setPen(ink)
                axis.setTextPen(ink)
        methods = list(dict.fromkeys(row.method for row in table.rows))
        self._draw_boxes(table, methods)
        self._draw_points(table, methods)

    def _draw_boxes(self, table: BatchTable, methods: Sequence[str]) -> None:
        import pyqtgraph

        name, plot = self._names[0], self._boxes
        plot.setLabel("left", measure_title(name))
        plot.getAxis("bottom").setTicks([[(n, self._short(m)) for n, m in enumerate(methods)]])
        for place, method in enumerate(methods):
            rows = [
                r for r in table.select(method=method) if np.isfinite(r.values.get(name, np.nan))
            ]
            if not rows:
                continue
            values = np.array([row.values[name] for row in rows])
            bottom, low, middle, high, top = quartiles(values)
            colour = self._colour(place)
            pen = pyqtgraph.mkPen(colour, width=1.5)
            fill = QColor(colour)
            fill.setAlphaF(0.3)
            plot.addItem(
                pyqtgraph.BarGraphItem(
                    x=[place], y0=[low], height=[high - low], width=_BOX, pen=pen, brush=fill
                )
            )
            half = _BOX / 2
            for x, y in (
                ([place - half, place + half], [middle, middle]),
                ([place, place], [bottom, low]), ([place, place], [high, top]),
                ([place - half / 2, place + half / 2], [bottom, bottom]),
                ([place - half / 2, place + half / 2], [top, top]),
            ):  # fmt: skip
                plot.addItem(pyqtgraph.PlotDataItem(x, y, pen=pen))
            away = [row for row in rows if not bottom <= row.values[name] <= top]
            self._scatter(plot, [place] * len(away), [r.values[name] for r in away], away, colour)
        plot.autoRange()
        plot.setXRange(-0.6, max(1, len(methods)) - 0.4, padding=0)

    def _draw_points(self, table: BatchTable, methods: Sequence[str]) -> None:

        (x, y), plot = self._names, self._points
        plot.setLabel("bottom", measure_title(x))
        plot.setLabel("left", measure_title(y))
        legend = plot.plotItem.legend
        legend.clear()
        ground = self.palette().color(QPalette.ColorRole.Base)
        ground.setAlphaF(0.8)
        legend.setBrush(ground)
        legend.setLabelTextColor(self.palette().color(QPalette.ColorRole.WindowText))
        for place, method in enumerate(methods):
            rows = [
                row
                for row in table.select(method=method)
                if np.isfinite([row.values.get(x, np.nan), row.values.get(y, np.nan)]).all()
            ]
            colour, symbol = self._colour(place), _SYMBOLS[place % len(_SYMBOLS)]
            values = [row.values[x] for row in rows], [row.values[y] for row in rows]
            self._scatter(plot, *values, rows, colour, self._short(method), symbol)
        plot.autoRange()

    def _scatter(
        self,
        plot: Any,
        x: Any,
        y: Any,
        rows: Sequence[BatchRow],
        colour: QColor,
        name: str | None = None,
        symbol: str = "o",
    ) -> None:
        import pyqtgraph

        brush = QColor(colour)
        brush.setAlphaF(0.9)
        item = pyqtgraph.ScatterPlotItem(
            x=x, y=y, data=list(rows), size=9, pen=None, brush=brush, symbol=symbol,
            hoverable=True, name=name, tip=_tip,
        )  # fmt: skip
        item.sigClicked.connect(self._on_clicked)
        plot.addItem(item)

    def _colour(self, place: int) -> QColor:
        base = self.palette().color(QPalette.ColorRole.Base)
        return seen_on(QColor(_COLOURS[place % len(_COLOURS)]), base)

    def _short(self, method: str) -> str:
        title = self._titles.get(method, method)
        inside = title[title.find("(") + 1 : title.rfind(")")] if "(" in title else ""
        return inside or title

    def _on_clicked(self, _item: Any, points: Any, _event: Any = None) -> None:
        if len(points):
            self.picked.emit(points[0].data())


def _tip(x: float, y: float, data: BatchRow) -> str:
    return (
        f"{data.title} · {data.label.partition(',')[0]}\n{numeral(x, '.1f')} · {numeral(y, '.1f')}"
    )
