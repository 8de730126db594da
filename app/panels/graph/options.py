"""What a graph view is made of: facets and the six factors of its two formulas."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSlider,
    QSpinBox,
    QWidget,
)

from app.panels.graph.texts import factor_names
from app.services.types import Factors, GraphRequest
from app.widgets.controls import on_click, push_button
from app.widgets.filter_names import key_name
from app.widgets.numbers import numeral

_SETTLE_MS = 250
_STEPS = 20
_KEY = Qt.ItemDataRole.UserRole


class NetworkOptions(QWidget):
    """Facets for nodes, attributes and the badge; factors; how many nodes.

    Args:
        parent: owner.
    """

    changed = Signal(object)  # dict of fields of GraphRequest

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self.nodes = self._list(tr("Nodes"), tr("The values of these facets are the nodes"))
        self.likes = self._list(tr("Attributes"), tr("What nodes are like; at most two count"))
        self.badge = QComboBox()
        self.badge.setAccessibleName(tr("Badge"))
        self.badge.setToolTip(tr("A cluster wears a value that at least 40 % of its items share"))
        self.count = QSpinBox()
        self.count.setRange(2, 2000)
        self.count.setSingleStep(50)
        self.count.setAccessibleName(tr("Number of nodes"))
        self.count.setToolTip(tr("Only the heaviest nodes are shown"))
        self.sliders: dict[str, QSlider] = {}
        self._values: dict[str, QLabel] = {}
        self.reset = push_button(tr("Reset"), tr("Factors, facets and number as they were"))
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._tell)
        self._lay_out()
        self.nodes.itemChanged.connect(self._settle.start)
        self.likes.itemChanged.connect(self._settle.start)
        self.badge.currentIndexChanged.connect(self._settle.start)
        self.count.valueChanged.connect(self._settle.start)
        on_click(self.reset, self._on_reset)
        self.show_request(GraphRequest(), (), ())

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.addRow(self.tr("Nodes"), self.nodes)
        form.addRow(self.tr("Attributes"), self.likes)
        form.addRow(self.tr("Badge"), self.badge)
        form.addRow(self.tr("At most"), self.count)
        for name, (title, tip) in factor_names().items():
            slider = QSlider(Qt.Orientation.Horizontal)
            slider.setRange(0, _STEPS)
            slider.setAccessibleName(title)
            slider.setToolTip(tip)
            value = QLabel()
            slider.valueChanged.connect(self._on_slider)
            self.sliders[name], self._values[name] = slider, value
            label = QLabel(title)
            label.setToolTip(tip)
            line = QWidget()
            row = QFormLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.addRow(value, slider)
            value.setFixedWidth(value.fontMetrics().horizontalAdvance("0.00") + 4)
            form.addRow(label, line)
        form.addRow("", self.reset)
        self.setMinimumWidth(330)

    def _list(self, name: str, tip: str) -> QListWidget:
        made = QListWidget()
        made.setAccessibleName(name)
        made.setToolTip(tip)
        made.setFixedHeight(6 * made.fontMetrics().height())
        return made

    @property
    def is_idle(self) -> bool:
        """Whether no change waits to be told."""
        return not self._settle.isActive()

    def show_request(
        self, request: GraphRequest, keys: Sequence[str], badges: Sequence[str]
    ) -> None:
        """Show a request, without telling of a change.

        Args:
            request: with its facets resolved.
            keys: facets that nodes and attributes can be made of, most items first.
            badges: facets that a badge can be made of.
        """
        for widget, chosen in ((self.nodes, request.keys), (self.likes, request.attributes)):
            with QSignalBlocker(widget):
                widget.clear()
                for key in keys:
                    entry = QListWidgetItem(key_name(key))
                    entry.setData(_KEY, key)
                    entry.setFlags(entry.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                    on = key in chosen
                    entry.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
                    widget.addItem(entry)
        with QSignalBlocker(self.badge):
            self.badge.clear()
            for key in badges:
                self.badge.addItem(key_name(key), key)
            self.badge.setCurrentIndex(self.badge.findData(request.badge))
        with QSignalBlocker(self.count):
            self.count.setValue(request.nodes)
        for name, slider in self.sliders.items():
            with QSignalBlocker(slider):
                slider.setValue(round(getattr(request.factors, name) * _STEPS))
            self._values[name].setText(numeral(slider.value() / _STEPS, ".2f"))

    @property
    def factors(self) -> Factors:
        """What the sliders say."""
        return Factors(**{name: one.value() / _STEPS for name, one in self.sliders.items()})

    def _on_slider(self, _value: int) -> None:
        for name, slider in self.sliders.items():
            self._values[name].setText(numeral(slider.value() / _STEPS, ".2f"))
        self._settle.start()

    def _on_reset(self) -> None:
        plain = GraphRequest()
        self.changed.emit(
            {"keys": (), "attributes": (), "badge": "", "nodes": plain.nodes,
             "factors": plain.factors}
        )  # fmt: skip

    def _tell(self) -> None:
        fields: dict[str, Any] = {
            "keys": _checked(self.nodes),
            "attributes": _checked(self.likes),
            "badge": self.badge.currentData() or "",
            "nodes": self.count.value(),
            "factors": self.factors,
        }
        self.changed.emit(fields)


def _checked(widget: QListWidget) -> tuple[str, ...]:
    entries = [widget.item(row) for row in range(widget.count())]
    return tuple(e.data(_KEY) for e in entries if e.checkState() == Qt.CheckState.Checked)
