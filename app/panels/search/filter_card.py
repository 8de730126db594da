"""Quick filters of what pictures are like: people, colour, light, borders, shape, length."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.panels.search.editors.base import by_width, quiet
from app.panels.search.region_light import RegionLight
from app.services.facet_choices import Choice, choice_of, toggled, with_choice
from app.services.types import Filter
from app.widgets.chips import Chip, ChipRow
from app.widgets.controls import icon_button, named
from app.widgets.filter_names import key_name, value_name
from app.widgets.paint import mix
from common.jobs import JobContext

VALUES = (
    "people", "faces", "tone", "main_colour", "light", "borders", "orientation", "camera_motion",
    "activity", "kind",
)  # fmt: skip
RANGES: dict[str, tuple[float, float, int]] = {  # least, most, decimals
    "duration_s": (0.0, 100_000.0, 0),
    "brightness": (0.0, 100.0, 0),
    "aspect": (0.0, 20.0, 2),
}
REGION = "region_light"
_MANY = 9  # values of a property that are offered
_COUNTS = ("people", "faces")
_COLOURS = ("main_colour", "colour")


@dataclass(frozen=True, slots=True)
class Property:
    """A property to filter by.

    Args:
        key: of the facet.
        values: (value, items it would leave); none for a range.
    """

    key: str
    values: tuple[tuple[str, int], ...] = ()


def properties(
    services: Any, filters: Sequence[Filter], context: JobContext
) -> tuple[tuple[Filter, ...], list[Property]]:
    """Return the properties that this library knows, with their values. Runs in a lane."""
    known = {one.key for one in services.facets.all_keys()}
    found: list[Property] = []
    for key in VALUES:
        context.step(len(found))
        if key in known:
            page = services.facets.values(key, filters, limit=_MANY)
            values = [(one.value, one.count) for one in page.values]
            if key in _COUNTS:
                values.sort(key=lambda pair: int(pair[0]) if pair[0].isdigit() else 99)
            found.append(Property(key, tuple(values)))
    found += [Property(key) for key in RANGES if key in known or (key == "aspect" and known)]
    return tuple(filters), found


class FilterCard(QFrame):
    """The quick filters; every change counts at once.

    Args:
        context: of the panel.
        parent: owner.
    """

    chosen = Signal(object)  # tuple[Filter, ...]
    closed = Signal()

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setProperty("card", "true")
        self.setSizePolicy(by_width())
        title = QLabel(self.tr("Quick filters"))
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        close = icon_button("close", self.tr("Close (Esc)"), self.closed.emit)
        close.setProperty("quiet", "true")
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(close)
        self.hint = QLabel(self.tr("Reading …"))
        self.hint.setWordWrap(True)
        self.hint.setProperty("muted", "true")
        self.rows: dict[str, ChipRow] = {}
        self.ranges: dict[str, RangeRow] = {}
        self.region: RegionLight | None = None
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 10)
        layout.addLayout(head)
        layout.addWidget(self.hint)
        layout.addLayout(self._column)
        context.shared.filters_changed.connect(self._on_filters)

    @Slot(object, str)
    def _on_filters(self, _filters: object, _source: str) -> None:
        if not self.isHidden():
            self.read()

    def read(self) -> None:
        """Read what can be filtered by, and how many items each value would leave."""
        work = partial(properties, self._context.services, tuple(self._context.shared.filters))
        job = self._context.jobs.submit("io", work, replaces="search-properties")
        job.succeeded.connect(self._on_read)
        job.failed.connect(self._context.notices.error)

    @Slot(object)
    def _on_read(self, answer: tuple[tuple[Filter, ...], list[Property]]) -> None:
        filters, found = answer
        self.hint.setText(self.tr("Nothing is known of these pictures yet: import some."))
        self.hint.setVisible(not found)
        for one in found:
            if one.key in RANGES:
                self._show_range(one.key, filters)
            else:
                self._show_values(one, filters)
        if found:
            self._show_region(filters)

    def _show_region(self, filters: Sequence[Filter]) -> None:
        if self.region is None:
            self._column.addWidget(_small(key_name(REGION)))
            self.region = RegionLight()
            self.region.changed.connect(self._on_region)
            self._column.addWidget(self.region)
        values = choice_of(filters, REGION).include
        self.region.show_value(values[0] if values else "")

    @Slot(str)
    def _on_region(self, value: str) -> None:
        choice = Choice(REGION, (value,) if value else ())
        self.chosen.emit(with_choice(self._context.shared.filters, choice))

    def _show_values(self, one: Property, filters: Sequence[Filter]) -> None:
        if one.key not in self.rows:
            self._column.addWidget(_small(key_name(one.key)))
            self.rows[one.key] = ChipRow()
            self.rows[one.key].setAccessibleName(key_name(one.key))
            self._column.addWidget(self.rows[one.key])
        row = self.rows[one.key]
        focused = next((chip.property("value") for chip in row.chips if chip.hasFocus()), None)
        choice = choice_of(filters, one.key)
        row.clear()
        for value, count in one.values:
            row.add(self._chip(one.key, value, count, choice))
        for chip in row.chips:  # once all are there: values may have changed places
            if focused is not None and chip.property("value") == focused:
                chip.setFocus()

    def _chip(self, key: str, value: str, count: int, choice: Choice) -> Chip:
        name = value_name(key, value)
        tint = None
        if key in _COLOURS and QColor(value).isValid():
            tint = mix(self.palette().window().color(), QColor(value), 0.6)
        chip = Chip(name, colour=tint)
        chip.setProperty("value", value)
        chip.set_on(on=value in choice.include)
        tip = self.tr("%n item(s) would be left", "", count)
        chip.setToolTip(f"{key_name(key)}: {name}\n{tip}")
        chip.setAccessibleDescription(tip)
        chip.setEnabled(bool(count) or value in choice.include)
        chip.chosen.connect(partial(self._on_chip, key, value))
        return chip

    def _on_chip(self, key: str, value: str, _held: bool) -> None:
        self.chosen.emit(toggled(self._context.shared.filters, key, value))

    def _show_range(self, key: str, filters: Sequence[Filter]) -> None:
        if key not in self.ranges:
            self._column.addWidget(_small(key_name(key)))
            row = RangeRow(key)
            row.changed.connect(partial(self._on_range, key))
            self.ranges[key] = row
            self._column.addWidget(row)
        self.ranges[key].show_choice(choice_of(filters, key))

    def _on_range(self, key: str, low: float | None, high: float | None) -> None:
        filters = self._context.shared.filters
        choice = replace(choice_of(filters, key), low=low, high=high)
        self.chosen.emit(with_choice(filters, choice))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class RangeRow(QWidget):
    """From … to …, both may be open.

    Args:
        key: of RANGES.
        parent: owner.
    """

    changed = Signal(object, object)  # low, high; None for an open end

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.least, self.most, decimals = RANGES[key]
        self.low = self._spin(self.tr("%s, at least") % key_name(key), decimals)
        self.high = self._spin(self.tr("%s, at most") % key_name(key), decimals)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.low, 1)
        row.addWidget(QLabel("-"))
        row.addWidget(self.high, 1)

    def _spin(self, name: str, decimals: int) -> QDoubleSpinBox:
        step = 10.0**-decimals
        box = QDoubleSpinBox()
        named(box, name)
        box.setDecimals(decimals)
        box.setRange(self.least - step, self.most)
        box.setSpecialValueText("…")  # the least value: no bound
        box.setSingleStep(max(step, (self.most - self.least) / 200))
        box.setKeyboardTracking(False)
        box.setMinimumWidth(70)
        box.valueChanged.connect(lambda _value: self._on_change())
        return box

    def show_choice(self, choice: Choice) -> None:
        """Show what the filters say."""
        for box, value in ((self.low, choice.low), (self.high, choice.high)):
            with quiet(box):
                box.setValue(box.minimum() if value is None else value)

    def _on_change(self) -> None:
        bounds = [
            None if box.value() == box.minimum() else box.value() for box in (self.low, self.high)
        ]
        self.changed.emit(*bounds)


def _small(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("muted", "true")
    return label
