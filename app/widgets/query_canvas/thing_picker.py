"""Objects to place: icons in categories, searched by name."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.widgets.controls import clearable
from app.widgets.flow_layout import FlowLayout
from app.widgets.icons import icon
from app.widgets.numbers import numeral
from app.widgets.query_canvas.things import arranged, icon_of, spoken
from app.widgets.query_canvas.transfer import encode_thing


class ThingButton(QToolButton):
    """An object: a click takes it in hand, a drag places it.

    Args:
        label: its class.
        count: pictures that hold it.
    """

    def __init__(self, label: str, count: int) -> None:
        super().__init__()
        self.label = label
        self._press: QPoint | None = None
        self.setIcon(icon(icon_of(label)))
        self.setIconSize(QSize(18, 18))
        self.setText(f"{spoken(label)}  {numeral(count)}" if count else spoken(label))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setAutoRaise(True)
        self.setEnabled(count > 0)
        self.setAccessibleName(spoken(label))
        self.setToolTip(
            self.tr("{name}: in {count} pictures. Click and draw, or drag onto the canvas.").format(
                name=spoken(label), count=count
            )
            if count
            else self.tr("{name}: no detector found it in this library.").format(name=spoken(label))
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may begin."""
        self._press = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin a drag."""
        far = QApplication.startDragDistance()
        if (
            self._press is not None
            and (event.position().toPoint() - self._press).manhattanLength() >= far
        ):
            self._press = None
            self.setDown(False)
            drag = QDrag(self)
            drag.setMimeData(encode_thing(self.label))
            drag.setPixmap(self.icon().pixmap(24, 24))
            drag.exec(Qt.DropAction.CopyAction)
            return
        super().mouseMoveEvent(event)


class ThingPicker(QWidget):
    """All classes by category; those that the library lacks cannot be chosen.

    Args:
        parent: owner.
    """

    chosen = Signal(str)  # label

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Objects"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find an object"))
        self.search.setAccessibleName(self.tr("Find an object"))
        clearable(self.search)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._take_first)
        self._note = QLabel()
        self._note.setWordWrap(True)
        self._note.hide()
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(2, 0, 2, 0)
        self._column.setSpacing(2)
        area = QScrollArea()
        area.setWidget(self._inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.search)
        layout.addWidget(self._note)
        layout.addWidget(area, 1)
        self.setMinimumHeight(180)
        self.setMaximumHeight(260)
        self.buttons: list[ThingButton] = []
        self._groups: list[tuple[QLabel, QWidget]] = []

    def titles(self) -> dict[str, str]:
        """Return the categories as people read them."""
        return {
            "person": self.tr("People"), "vehicle": self.tr("Vehicles"),
            "outdoor": self.tr("Outdoors"), "animal": self.tr("Animals"),
            "accessory": self.tr("Accessories"), "sports": self.tr("Sports"),
            "kitchen": self.tr("Kitchen"), "food": self.tr("Food"),
            "furniture": self.tr("Furniture"), "electronic": self.tr("Electronics"),
            "indoor": self.tr("Indoors"), "other": self.tr("Others"),
        }  # fmt: skip

    def show_classes(self, known: Mapping[str, int]) -> None:
        """Show which classes the library has, and in how many pictures."""
        while (row := self._column.takeAt(0)) is not None:
            if (widget := row.widget()) is not None:
                widget.deleteLater()
        self.buttons, self._groups = [], []
        titles = self.titles()
        for category, rows in arranged(known).items():
            title = QLabel(titles[category])
            font = title.font()
            font.setBold(True)
            title.setFont(font)
            box = QWidget()
            flow = FlowLayout(box, spacing=1)
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            box.setSizePolicy(policy)
            # What is there comes first; the rest keeps its order.
            for label, count in sorted(rows, key=lambda row: row[1] == 0):
                button = ThingButton(label, count)
                button.clicked.connect(partial(self._on_clicked, label))
                flow.addWidget(button)
                self.buttons.append(button)
            self._column.addWidget(title)
            self._column.addWidget(box)
            self._groups.append((title, box))
        self._column.addStretch(1)
        if not known:
            self._note.setText(
                self.tr("No detector has looked at these pictures yet: see Tools ▸ Networks.")
            )
        self._note.setVisible(not known)
        self._filter(self.search.text())

    def _filter(self, text: str) -> None:
        """Show only what has a text in its name."""
        wanted = text.strip().casefold()
        for title, box in self._groups:
            shown = 0
            for button in box.findChildren(ThingButton):
                fits = wanted in button.label.casefold() or wanted in spoken(button.label)
                button.setVisible(fits)
                shown += fits
            title.setVisible(shown > 0)
            box.setVisible(shown > 0)

    def _take_first(self) -> None:
        wanted = self.search.text().strip().casefold()
        found = [one for one in self.buttons if one.isEnabled() and wanted in one.label.casefold()]
        if found:
            self.chosen.emit(found[0].label)

    def _on_clicked(self, label: str, _checked: bool = False) -> None:
        self.chosen.emit(label)
