"""The places of a life as a list: rename, merge, home and work, radius, remove."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt, QTimeZone, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.panels.days import texts
from app.services.types import PlaceView
from app.widgets.controls import on_click, push_button
from app.widgets.flow_layout import FlowLayout
from app.widgets.numbers import numeral

_ROLES = ("other", "home", "work")


class PlacesPage(QWidget):
    """Lists places; what is changed becomes the user's own place."""

    changed = Signal(object, str, str, float)  # PlaceView, name, role, radius
    merged = Signal(object)  # several PlaceView
    removed = Signal(object)  # PlaceView
    shown = Signal(str)  # name of the place whose photos are wanted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: list[PlaceView] = []
        self._can_write = True
        self._make_list()
        self._make_form()
        self._lay_out()
        self._on_selected()

    def _make_list(self) -> None:
        tr = self.tr
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setHeaderLabels(
            [tr("Place"), tr("What it is"), tr("Time there"), tr("Visits"), tr("Last visit")]
        )
        self.list.setAccessibleName(tr("Places"))
        header = self.list.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, 5):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(False)
        self.list.itemSelectionChanged.connect(self._on_selected)
        self.list.itemDoubleClicked.connect(lambda *_: self._show())

    def _make_form(self) -> None:
        tr = self.tr
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Name of the place"))
        self.name.setToolTip(tr("Name of the place; Enter keeps it"))
        self.name.setMaximumWidth(220)
        self.name.returnPressed.connect(self._keep)
        self.role = QComboBox()
        self.role.setAccessibleName(tr("What the place is"))
        self.role.setToolTip(tr("Sentences such as “at home” and “at work” mean this place"))
        for role in _ROLES:
            self.role.addItem(texts.role_name(role), role)
        self.radius = QSpinBox()
        self.radius.setRange(20, 50_000)
        self.radius.setSingleStep(50)
        self.radius.setSuffix(" m")
        self.radius.setAccessibleName(tr("Radius"))
        self.radius.setToolTip(tr("Stays and photos within this belong to the place"))
        self.keep = push_button(tr("Keep"), tr("Keep name, role and radius; a guess becomes yours"))
        self.merge = push_button(tr("Merge"), tr("Make one place of the selected ones"))
        self.remove = push_button(tr("Remove"), tr("Forget name and role; stays remain (Del)"))
        self.photos = push_button(tr("Show photos"), tr("Show what was taken there (Enter)"))
        for button, run in (
            (self.keep, self._keep), (self.merge, self._merge), (self.remove, self._remove),
            (self.photos, self._show),
        ):  # fmt: skip
            on_click(button, run)

    def _lay_out(self) -> None:
        form = QWidget()
        flow = FlowLayout(form)
        pairs = ((self.tr("Name"), self.name), (self.tr("is"), self.role),
                 (self.tr("within"), self.radius))  # fmt: skip
        for text, widget in pairs:
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 6, 0)
            label = QLabel(text)
            label.setBuddy(widget)
            row.addWidget(label)
            row.addWidget(widget)
            flow.addWidget(pair)
        for button in (self.keep, self.merge, self.remove, self.photos):
            flow.addWidget(button)
        policy = form.sizePolicy()
        policy.setHeightForWidth(True)
        form.setSizePolicy(policy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list, 1)
        layout.addWidget(form)

    # -- content

    def show_places(self, places: Sequence[PlaceView], *, can_write: bool) -> None:
        """Show places; those selected stay selected by their names."""
        kept = {each.name for each in self.selected}
        self._places, self._can_write = list(places), can_write
        self.list.clear()
        for place in self._places:
            name = texts.place_name(place.name)
            told = texts.role_name(place.role) if place.role != "other" else "–"
            if place.is_guess:
                told = self.tr("{role}, a guess").format(role=told) if told != "–" else told
            row = [name, told, texts.duration(place.seconds) if place.seconds else "–",
                   numeral(place.visits), self._day(place.last)]  # fmt: skip
            item = QTreeWidgetItem(row)
            for column in (2, 3, 4):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight)
            if place.is_guess:
                font = item.font(0)
                font.setItalic(True)
                item.setFont(0, font)
                item.setToolTip(0, self.tr("A guess: keep it to make it yours."))
            self.list.addTopLevelItem(item)
            item.setSelected(place.name in kept)
        first = self.list.topLevelItem(0)
        if not self.list.selectedItems() and first is not None:
            self.list.setCurrentItem(first)

    def _day(self, moment: int) -> str:
        if not moment:
            return "–"
        day = QDateTime.fromSecsSinceEpoch(moment, QTimeZone.utc()).date()
        return QLocale().toString(day, QLocale.FormatType.ShortFormat)

    @property
    def selected(self) -> list[PlaceView]:
        """The selected places, in the order of the list."""
        rows = (self.list.indexOfTopLevelItem(item) for item in self.list.selectedItems())
        return [self._places[row] for row in sorted(rows) if row < len(self._places)]

    @Slot()
    def _on_selected(self) -> None:
        chosen = self.selected
        one = chosen[0] if len(chosen) == 1 else None
        for widget in (self.name, self.role, self.radius, self.keep):
            widget.setEnabled(one is not None and self._can_write)
        self.photos.setEnabled(one is not None)
        self.merge.setEnabled(len(chosen) > 1 and self._can_write)
        self.remove.setEnabled(one is not None and one.id > 0 and self._can_write)
        if one is not None:
            self.name.setText(texts.place_name(one.name) if one.is_guess else one.name)
            self.name.setPlaceholderText(one.suggestion)
            self.role.setCurrentIndex(max(0, self.role.findData(one.role)))
            self.radius.setValue(round(one.radius_m))

    # -- what was asked for

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows the photos of the place, Delete forgets it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self._show()
        elif event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self._remove()
        else:
            super().keyPressEvent(event)

    def _keep(self) -> None:
        if len(self.selected) == 1 and self.keep.isEnabled():
            name = self.name.text().strip() or self.name.placeholderText()
            role = str(self.role.currentData())
            self.changed.emit(self.selected[0], name, role, float(self.radius.value()))

    def _merge(self) -> None:
        if len(self.selected) > 1:
            self.merged.emit(self.selected)

    def _remove(self) -> None:
        if self.remove.isEnabled() and self.selected:
            self.removed.emit(self.selected[0])

    def _show(self) -> None:
        if len(self.selected) == 1:
            self.shown.emit(self.selected[0].name)
