"""Sections of the filters panel: a facet with its values, or with a range of numbers."""

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QDate, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QDateEdit,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.panels.filters.histogram import HistogramView
from app.panels.filters.value_list import ValueList
from app.services.facet_choices import Choice, Mode, choice_of
from app.services.facets import FacetKey, Histogram, ValuePage
from app.services.types import Filter
from app.widgets.controls import clearable, icon_button, tool_button
from app.widgets.filter_names import key_name
from app.widgets.icons import icon
from app.widgets.numbers import numeral

FIRST, STEP = 8, 40  # values that are listed, and how many more "show more" lists
SEARCH_FROM = 12  # a search box is of no use above fewer values
TYPING_MS = 160
# Of these an item has one value: all of several are none.
ONE_EACH = frozenset({"kind", "decade", "month", "weekday", "daytime", "day", "hour", "label"})
DAY_S = 86_400


class FacetSection(QWidget):
    """A headline that opens and closes, what is chosen under it, and a way to take that back.

    What stands under the headline is made when the section is first opened: most never are.

    Args:
        facet: what the section is about.
        parent: as in Qt.
    """

    opened = Signal(str, bool)  # key, open
    wanted = Signal(str)  # key: read me again
    cleared = Signal(str)  # key

    def __init__(self, facet: FacetKey, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facet = facet
        self.is_stale = True
        self.body: QWidget | None = None  # until it is opened
        self._make_head(key_name(facet.key))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._column.addLayout(self.top)
        self.head.setIcon(icon("chevron-right"))
        self.head.toggled.connect(self._on_toggled)

    def _make_head(self, name: str) -> None:
        self.head = QToolButton()
        self.head.setText(name)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setAutoRaise(True)
        self.head.setProperty("quiet", "true")
        self.head.setProperty("headline", "true")
        self.head.setCheckable(True)
        self.head.setAccessibleName(self.tr("Facet %s") % name)
        self.head.setToolTip(self.tr("Open or close “%s”") % name)
        self.head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        font = self.head.font()
        font.setBold(True)
        self.head.setFont(font)
        self.clear = icon_button(
            "close", self.tr("No longer filter by “%s”") % name, self._on_clear, flat=True
        )
        self.clear.setProperty("quiet", "true")
        policy = self.clear.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # nothing moves when it comes and goes
        self.clear.setSizePolicy(policy)
        self.clear.hide()
        self.top = QHBoxLayout()
        self.top.setContentsMargins(0, 0, 0, 0)
        self.top.setSpacing(2)
        self.top.addWidget(self.head, 1)
        self.top.addWidget(self.clear)

    @property
    def is_open(self) -> bool:
        """Whether it shows more than its headline."""
        return self.head.isChecked()

    def set_open(self, *, on: bool) -> None:
        """Open or close it without telling anybody."""
        with QSignalBlocker(self):
            self.head.setChecked(on)

    def show_choice(self, filters: Sequence[Filter]) -> None:
        """Show in the headline how much is chosen."""
        choice = choice_of(filters, self.facet.key)
        many = len(choice.include) + len(choice.exclude)
        name = key_name(self.facet.key)
        self.head.setText(f"{name} ({many})" if many else name)
        self.clear.setVisible(any(one.key == self.facet.key for one in filters))

    @Slot(bool)
    def _on_toggled(self, on: bool) -> None:
        self.head.setIcon(icon("chevron-down" if on else "chevron-right"))
        if on and self.body is None:
            self.body = QWidget()
            box = QVBoxLayout(self.body)
            box.setContentsMargins(4, 0, 0, 4)
            box.setSpacing(3)
            self._fill(box)
            self._column.addWidget(self.body)
        if self.body is not None:
            self.body.setVisible(on)
        self.opened.emit(self.facet.key, on)

    def _fill(self, box: QVBoxLayout) -> None:
        """Make what stands under the headline."""
        raise NotImplementedError

    def _on_clear(self) -> None:
        self.cleared.emit(self.facet.key)


class ValueSection(FacetSection):
    """Values with what each would leave, a search among them, and any or all of them."""

    toggled = Signal(str, str, bool, str)  # key, value, exclude, mode
    mode_chosen = Signal(str, str)  # key, "any" or "all"

    def __init__(self, facet: FacetKey, parent: QWidget | None = None) -> None:
        super().__init__(facet, parent)
        self._page: ValuePage | None = None
        self._mode: Mode = "any"
        self.limit = FIRST
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._on_typed)

    def _fill(self, box: QVBoxLayout) -> None:
        name = key_name(self.facet.key)
        self.search = QLineEdit(placeholderText=self.tr("Find in “%s”") % name)
        clearable(self.search)
        self.search.setAccessibleName(self.search.placeholderText())
        self.mode_button = tool_button(
            self.tr("any of"),
            self.tr("Items with any of the values, or with all of them"),
            self._on_mode,
            checkable=True,
        )
        self.list = ValueList(self.facet.key)
        self.list.setAccessibleName(self.tr("Values of “%s”") % name)
        self.more = tool_button("", self.tr("List more values"), self._on_more)
        self.more.setAutoRaise(True)
        self.nothing = QLabel(self.tr("No such value"))
        self.nothing.setProperty("muted", "true")
        self.mode_button.setProperty("quiet", "true")
        for hidden in (self.search, self.mode_button, self.more, self.nothing):
            hidden.hide()
        self.top.insertWidget(1, self.mode_button)
        for widget in (self.search, self.list, self.nothing, self.more):
            box.addWidget(widget)
        self.search.textChanged.connect(self._typing.start)
        self.search.returnPressed.connect(self.list.focus_first)
        self.list.toggled.connect(self._on_value)
        self.set_mode(self._mode)

    @property
    def is_busy(self) -> bool:
        """Whether something was typed that is not asked for yet."""
        return self._typing.isActive()

    @property
    def mode(self) -> Mode:
        """Of several values: any of them, or all."""
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Show a mode as chosen."""
        self._mode = mode
        if self.body is None:
            return
        self.mode_button.setChecked(mode == "all")
        self.mode_button.setText(self.tr("all of") if mode == "all" else self.tr("any of"))

    def show_page(self, page: ValuePage) -> None:
        """Show values."""
        self._page = page
        self.is_stale = False
        if len(page.choice.include) > 1:
            self.set_mode(page.choice.mode)
        self.list.show_values(page.values)
        many = len(page.values) + page.more
        self.search.setVisible(many >= SEARCH_FROM or bool(self.search.text()))
        self._show_mode(many)
        self.more.setText(self.tr("%s more …") % numeral(page.more))
        self.more.setVisible(page.more > 0)
        self.nothing.setVisible(not page.values)

    def _show_mode(self, many: int) -> None:
        """Offer any or all where an item can have several of the values."""
        self.mode_button.setVisible(self.is_open and many > 1 and self.facet.key not in ONE_EACH)

    @Slot(bool)
    def _on_toggled(self, on: bool) -> None:
        super()._on_toggled(on)
        if self._page is not None:
            self._show_mode(len(self._page.values) + self._page.more)

    @Slot()
    def _on_typed(self) -> None:
        self.limit = FIRST
        self.wanted.emit(self.facet.key)

    def _on_more(self) -> None:
        self.limit += STEP
        self.wanted.emit(self.facet.key)

    def _on_mode(self) -> None:
        self.set_mode("all" if self.mode_button.isChecked() else "any")
        self.mode_chosen.emit(self.facet.key, self.mode)

    @Slot(str, bool)
    def _on_value(self, value: str, exclude: bool) -> None:
        self.toggled.emit(self.facet.key, value, exclude, self.mode)


class RangeSection(FacetSection):
    """A histogram with a band, and the same range in two boxes."""

    ranged = Signal(object)  # Choice

    def __init__(self, facet: FacetKey, parent: QWidget | None = None) -> None:
        super().__init__(facet, parent)
        self._shown: Histogram | None = None

    def _fill(self, box: QVBoxLayout) -> None:
        name = key_name(self.facet.key)
        self.view = HistogramView(self.tr("How “%s” is spread") % name)
        self.ends: tuple[QDoubleSpinBox | QDateEdit, QDoubleSpinBox | QDateEdit] = (
            self._end(self.tr("%s: from") % name),
            self._end(self.tr("%s: to") % name),
        )
        self.nothing = QLabel(self.tr("Not known of any item"))
        self.nothing.setProperty("muted", "true")
        self.nothing.hide()
        row = QHBoxLayout()
        row.addWidget(self.ends[0], 1)
        row.addWidget(QLabel("–"))
        row.addWidget(self.ends[1], 1)
        box.addWidget(self.view)
        box.addLayout(row)
        box.addWidget(self.nothing)
        self.view.banded.connect(self._on_band)

    def _end(self, name: str) -> QDoubleSpinBox | QDateEdit:
        box: QDoubleSpinBox | QDateEdit
        if self.facet.form == "times":
            box = dates = QDateEdit()
            dates.setCalendarPopup(True)
            dates.setDisplayFormat("yyyy-MM-dd")
            dates.dateChanged.connect(self._on_ends)
        else:
            box = numbers = QDoubleSpinBox()
            numbers.setKeyboardTracking(False)  # a number that is half typed filters nothing
            numbers.valueChanged.connect(self._on_ends)
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setMinimumWidth(60)
        return box

    def show_histogram(self, shown: Histogram) -> None:
        """Show how the numbers are spread and which range is chosen."""
        self._shown = shown
        self.is_stale = False
        known = len(shown.edges) > 1
        for widget in (self.view, *self.ends):
            widget.setVisible(known)
        self.nothing.setVisible(not known)
        if not known:
            return
        self.view.show_histogram(shown)
        first, last = float(shown.edges[0]), float(shown.edges[-1])
        if shown.whole:
            first, last = first + 0.5, last - 0.5
        low, high = shown.choice.low, shown.choice.high
        self._set_ends(first, last, first if low is None else low, last if high is None else high)

    def _set_ends(self, first: float, last: float, low: float, high: float) -> None:
        for box, number in zip(self.ends, (low, high), strict=True):
            with QSignalBlocker(box):
                if isinstance(box, QDateEdit):
                    box.setDateRange(_date(first), _date(last))
                    box.setDate(_date(number))
                else:
                    whole = self._shown is not None and self._shown.whole
                    box.setDecimals(0 if whole else 2)
                    box.setSingleStep(1 if whole else max(0.01, round((last - first) / 40, 2)))
                    box.setRange(min(first, number), max(last, number))
                    box.setValue(number)

    @Slot(object, object)
    def _on_band(self, low: float | None, high: float | None) -> None:
        self.ranged.emit(Choice(self.facet.key, low=low, high=high))

    @Slot()
    def _on_ends(self) -> None:
        """Take the range from the boxes; an end at its outermost is no bound."""
        from_box, to_box = self.ends
        if isinstance(from_box, QDateEdit) and isinstance(to_box, QDateEdit):
            low = _seconds(from_box.date()) if from_box.date() > from_box.minimumDate() else None
            is_open = to_box.date() >= to_box.maximumDate()
            high = None if is_open else _seconds(to_box.date()) + DAY_S - 1e-3
        elif isinstance(from_box, QDoubleSpinBox) and isinstance(to_box, QDoubleSpinBox):
            low = from_box.value() if from_box.value() > from_box.minimum() else None
            high = to_box.value() if to_box.value() < to_box.maximum() else None
        if low is not None and high is not None and low > high:
            low, high = high, low
        self.ranged.emit(Choice(self.facet.key, low=low, high=high))


def _date(seconds: float) -> QDate:
    moment = datetime.fromtimestamp(seconds, UTC)
    return QDate(moment.year, moment.month, moment.day)


def _seconds(date: QDate) -> float:
    return datetime(date.year(), date.month(), date.day(), tzinfo=UTC).timestamp()
