"""The bar in which an operation is put together by keyboard or mouse."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from app.panels.classifiers.groups import SIDES
from app.services.classifiers_types import KINDS, MEASURES, ORDERS, SYMBOLS, UNITS, Operation
from app.widgets.controls import icon_button, named, tool_button
from app.widgets.flow_layout import FlowLayout

ANYWHERE, WITHIN, AFTER = range(3)
LEAST_NAME_PX, LARGEST_NAME_PX = 110, 280


class OperationBar(QWidget):
    """Two classifiers, how to combine them, over what, and how near to each other."""

    asked = Signal(object)  # Operation

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self.first, self.kind, self.second = QComboBox(), QComboBox(), QComboBox()
        self.unit, self.near, self.measure = QComboBox(), QComboBox(), QComboBox()
        self.order, self.distance = QComboBox(), QDoubleSpinBox()
        words = {"and": tr("and"), "or": tr("or"), "without": tr("without"),
                 "xor": tr("one, not both")}  # fmt: skip
        _fill(self.kind, [(f"{SYMBOLS[name]}  {words[name]}", name) for name in KINDS])
        units = {"video": tr("videos"), "day": tr("days"), "album": tr("albums")}
        _fill(self.unit, [(units[name], name) for name in UNITS])
        near = (tr("anywhere in it"), tr("within"), tr("second after first, within"))
        _fill(self.near, [(text, str(number)) for number, text in enumerate(near)])
        measures = {"seconds": tr("seconds"), "frames": tr("frames"), "items": tr("items")}
        _fill(self.measure, [(measures[name], name) for name in MEASURES])
        orders = {"average": tr("average rank first"), "best": tr("best rank first"),
                  "count": tr("most scenes first"), "group": tr("in their own order")}  # fmt: skip
        _fill(self.order, [(orders[name], name) for name in ORDERS])
        self.distance.setRange(0.0, 1e7)
        self.distance.setDecimals(1)
        self.distance.setValue(30.0)
        self.run = icon_button("search", tr("Find (Enter)"), self._ask)
        self.swap = tool_button("⇄", tr("Swap the two classifiers"), self._on_swap)
        self._name_all()
        self._lay_out()
        self._nested: dict[str, Operation] = {}
        for box in (self.first, self.kind, self.second, self.unit, self.near, self.measure):
            box.activated.connect(self._on_changed)
        self.order.activated.connect(self._on_changed)
        self.distance.editingFinished.connect(self._on_changed)
        self._allow()

    def _name_all(self) -> None:
        tr = self.tr
        for widget, name in (
            (self.first, tr("First classifier: yellow")),
            (self.kind, tr("How the two are combined")),
            (self.second, tr("Second classifier: blue")),
            (self.unit, tr("What is found: videos, days or albums")),
            (self.near, tr("How near to each other scenes of the two must lie")),
            (self.distance, tr("Largest distance")),
            (self.measure, tr("What the distance counts")),
            (self.order, tr("How the result is ordered")),
        ):
            named(widget, name)
        for box in (self.first, self.second):  # as wide as the names, within reason
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMinimumWidth(LEAST_NAME_PX)
            box.setMaximumWidth(LARGEST_NAME_PX)

    def _lay_out(self) -> None:
        # Both lines break where the panel is narrow: the window must fit a screen of 1280 pixels.
        upper = QWidget()
        line = FlowLayout(upper)
        line.addWidget(_beside(swatch("a"), self.first))
        line.addWidget(self.kind)
        line.addWidget(_beside(swatch("b"), self.second))
        for button in (self.swap, self.run):
            line.addWidget(button)
        lower = QWidget()
        flow = FlowLayout(lower)
        word = QLabel(self.tr("in"))
        word.setMinimumHeight(self.unit.sizeHint().height())
        flow.addWidget(word)
        for choice in (self.unit, self.near, self.distance, self.measure, self.order):
            flow.addWidget(choice)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(upper)
        layout.addWidget(lower)

    # -- what is chosen

    @property
    def operation(self) -> Operation | None:
        """The operation that is put together; None while a classifier is missing."""
        first, second = self.first.currentData(), self.second.currentData()
        if not first or not second:
            return None
        near = int(self.near.currentData())
        if self.kind.currentData() == "or":
            near = ANYWHERE
        distance = self.distance.value()
        return Operation(
            self.kind.currentData(),
            self._nested.get(first, first),
            self._nested.get(second, second),
            self.unit.currentData(),
            distance if near == WITHIN else None,
            max(distance, 0.1) if near == AFTER else None,
            self.measure.currentData() if near != ANYWHERE else "seconds",
            self.order.currentData(),
        )

    def show_names(self, names: Sequence[str]) -> None:
        """Offer classifiers; what was chosen stays chosen where it can."""
        for box, place in ((self.first, 0), (self.second, 1)):
            before = box.currentData()
            with QSignalBlocker(box):
                box.clear()
                _fill(box, [(name, name) for name in (*names, *self._nested)])
                at = box.findData(before)
                box.setCurrentIndex(at if at >= 0 else min(place, box.count() - 1))
        self._allow()

    def show_operation(self, operation: Operation) -> None:
        """Put an operation into the bar, without asking for it."""
        for box, one in ((self.first, operation.a), (self.second, operation.b)):
            name = one
            if isinstance(one, Operation):
                name = f"({one.title})"
                self._nested[name] = one
            if box.findData(name) < 0:
                _fill(box, [(str(name), str(name))])
            box.setCurrentIndex(box.findData(name))
        for choice, value in (
            (self.kind, operation.kind), (self.unit, operation.unit),
            (self.measure, operation.measure), (self.order, operation.order),
        ):  # fmt: skip
            choice.setCurrentIndex(max(0, choice.findData(value)))
        near = WITHIN if operation.within is not None else AFTER
        distance = operation.within if operation.after is None else operation.after
        if distance is None:
            near = ANYWHERE
        else:
            self.distance.setValue(distance)
        self.near.setCurrentIndex(near)
        self._allow()

    def nest(self, operation: Operation) -> None:
        """Offer an operation as one of the two, and take it as the first one."""
        outer = replace(operation, a=operation, b=operation.b, within=None, after=None)
        self.show_operation(outer)

    @Slot()
    def _on_swap(self) -> None:
        first, second = self.first.currentData(), self.second.currentData()
        self.first.setCurrentIndex(self.first.findData(second))
        self.second.setCurrentIndex(self.second.findData(first))
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        self._allow()
        self._ask()

    def _ask(self) -> None:
        operation = self.operation
        if operation is not None:
            self.asked.emit(operation)

    def _allow(self) -> None:
        """Enable what has a meaning now."""
        is_or = self.kind.currentData() == "or"
        self.near.setEnabled(not is_or)
        near = ANYWHERE if is_or else int(self.near.currentData() or 0)
        for widget in (self.distance, self.measure):
            widget.setVisible(near != ANYWHERE)
        frames = self.measure.findData("frames")
        if self.unit.currentData() != "video" and self.measure.currentIndex() == frames:
            self.measure.setCurrentIndex(0)
        ready = bool(self.first.currentData() and self.second.currentData())
        for button in (self.run, self.swap):
            button.setEnabled(ready)


def operations_menu(parent: QWidget, base: Operation, begin: Callable[[Operation], None]) -> QMenu:
    """Return the menu of operations on the two classifiers of an operation.

    Args:
        parent: owner.
        base: names the two, and what is found.
        begin: called with the operation that was chosen.
    """
    menu = QMenu(parent)
    menu.setObjectName("operations")
    translate = QCoreApplication.translate
    plain = replace(base, within=None, after=None, measure="seconds")
    both = replace(plain, kind="and")
    for text, changed in (
        (translate("OperationsMenu", "{a} and {b}"), both),
        (translate("OperationsMenu", "{a} or {b}"), replace(plain, kind="or")),
        (translate("OperationsMenu", "{a} without {b}"), replace(plain, kind="without")),
        (translate("OperationsMenu", "{a} or {b}, not both"), replace(plain, kind="xor")),
        (translate("OperationsMenu", "{a} and {b} within 30 seconds"), replace(both, within=30.0)),
        (translate("OperationsMenu", "{a}, then {b} within 30 seconds"), replace(both, after=30.0)),
    ):
        shown = text.format(a=base.a, b=base.b).replace("&", "&&")
        menu.addAction(f"{SYMBOLS[changed.kind]}   {shown}", partial(begin, changed))
    return menu


def swatch(side: str) -> QLabel:
    """Return a patch of the colour that the keyframes of a side have."""
    patch = QLabel()
    patch.setFixedSize(6, 22)
    patch.setStyleSheet(f"background: {SIDES[side].name()}; border-radius: 2px;")
    return patch


def _beside(*widgets: QWidget) -> QWidget:
    """Return a widget that keeps these on one line."""
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget)
    return both


def _fill(box: QComboBox, entries: Sequence[tuple[str, str]]) -> None:
    for text, data in entries:
        box.addItem(text, data)
