"""The options of an export, format by format, and what of them is remembered."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QSpinBox,
    QToolButton,
    QWidget,
)

from app.services.export_types import MOST_ACROSS, PAPERS, SIDES, ExportRequest, WallPicture
from app.widgets.list_texts import method_names
from app.widgets.numbers import numeral

_WIDTHS = (3840, 8192, 16384, 32768, 65536)


@dataclass(slots=True)
class Choices:
    """What was chosen the last time, as it is kept in the settings."""

    values: dict[str, bool | int | str] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """Return a text; the default where there is none."""
        value = self.values.get(name)
        return value if isinstance(value, str) else default

    def number(self, name: str, default: int) -> int:
        """Return a number; the default where there is none."""
        value = self.values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else default

    def switch(self, name: str, *, default: bool) -> bool:
        """Return a switch; the default where there is none."""
        value = self.values.get(name)
        return value if isinstance(value, bool) else default


class ExportOptions(QObject):
    """The options of the chosen format, as rows of the dialog's form.

    Args:
        choices: of the last time.
        parent: the dialog.
    """

    columns_changed = Signal()

    def __init__(self, choices: Choices, parent: QWidget) -> None:
        super().__init__(parent)
        self._left_out = set(filter(None, choices.text("left_out").split(",")))
        self._columns: tuple[str, ...] = ()
        self._form = QFormLayout()
        self._rows: dict[str, list[QWidget]] = {}
        self._column_actions: dict[str, QAction] = {}
        self.columns = QToolButton()
        self.columns.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(parent)
        self.columns.setMenu(self._menu)
        self.for_spreadsheet = QCheckBox(self.tr("For Excel and other spreadsheets"))
        self.for_spreadsheet.setToolTip(
            self.tr("Begins the file with a mark, so that they read accents and CJK right")
        )
        self.for_spreadsheet.setChecked(choices.switch("for_spreadsheet", default=True))
        self.with_videos = QCheckBox(self.tr("The whole video of each shot"))
        self.with_videos.setChecked(choices.switch("with_videos", default=False))
        self.title = QLineEdit()
        self.title.setPlaceholderText(self.tr("Heading of the sheet"))
        self.paper = QComboBox()
        for paper, name in zip(PAPERS, ("A4", "Letter"), strict=True):
            self.paper.addItem(name, paper)
        self.paper.setCurrentIndex(max(0, self.paper.findData(choices.text("paper"))))
        self.across = QSpinBox()
        self.across.setRange(1, MOST_ACROSS)
        self.across.setValue(choices.number("across", 5))
        self.width_px = self._width_box(choices.number("width", 8192))
        self.labels = QCheckBox(self.tr("Names of clusters"))
        self.labels.setChecked(choices.switch("labels", default=True))
        self.only_seen = QCheckBox(self.tr("Only what is on the screen now"))
        self.only_seen.setToolTip(self.tr("The part of the wall that you have zoomed to"))
        self.size_told = QLabel()

    @staticmethod
    def _width_box(width: int) -> QComboBox:
        box = QComboBox()
        box.setEditable(True)
        for choice in _WIDTHS:
            box.addItem(f"{choice}")
        box.setCurrentText(str(width))
        return box

    def add_to(self, form_layout: QFormLayout) -> None:
        """Add the options as rows of a form."""
        self._form = form_layout
        rows: list[tuple[str, QWidget, tuple[str, ...]]] = [
            (self.tr("&Columns"), self.columns, ("csv", "json", "zip")),
            ("", self.for_spreadsheet, ("csv",)),
            ("", self.with_videos, ("zip",)),
            (self.tr("&Heading"), self.title, ("pdf", "html")),
            (self.tr("&Paper"), self.paper, ("pdf",)),
            (self.tr("Side &by side"), self.across, ("pdf",)),
            (self.tr("&Width in pixels"), self.width_px, ("png",)),
            ("", self.only_seen, ("png",)),
            ("", self.labels, ("png",)),
            ("", self.size_told, ("png",)),
        ]
        for label, widget, forms in rows:
            if label:
                widget.setAccessibleName(label.replace("&", ""))
            self._form.addRow(label, widget)
            for form in forms:
                self._rows.setdefault(form, []).append(widget)

    def show_form(self, form: str, wall: WallPicture | None) -> None:
        """Show the options of a format."""
        wanted = self._rows.get(form, [])
        for widgets in self._rows.values():
            for widget in widgets:
                self._form.setRowVisible(widget, widget in wanted)
        if wall is not None:
            self.only_seen.setEnabled(wall.area is not None)
            lit = "" if wall.lit is None else self.tr("; %1 items pass the filters")
            method = method_names().get(wall.arrange.method, wall.arrange.method)
            told = self.tr("Arrangement: %1").replace("%1", method) + lit
            self.size_told.setText(
                told.replace("%1", numeral(len(wall.lit)) if wall.lit is not None else "")
            )

    # -- columns

    def offer_columns(self, names: Sequence[str]) -> None:
        """Offer columns; those left out the last time are not wanted."""
        if tuple(names) == self._columns:
            return
        self._columns = tuple(names)
        self._menu.clear()
        self._column_actions = {}
        for name in names:
            action = self._menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(name not in self._left_out)
            action.toggled.connect(self._on_column)
            self._column_actions[name] = action
        self._count()

    def wanted_columns(self) -> tuple[str, ...]:
        """Return the columns wanted; () for all."""
        wanted = tuple(name for name, a in self._column_actions.items() if a.isChecked())
        return () if wanted == self._columns else wanted

    @Slot()
    def _on_column(self) -> None:
        if not any(action.isChecked() for action in self._column_actions.values()):
            next(iter(self._column_actions.values())).setChecked(True)
            return
        for name, action in self._column_actions.items():
            (self._left_out.discard if action.isChecked() else self._left_out.add)(name)
        self._count()
        self.columns_changed.emit()

    def _count(self) -> None:
        shown = self.wanted_columns() or self._columns
        text = self.tr("{count} of {all}").format(count=len(shown), all=len(self._columns))
        self.columns.setText(text)

    # -- what is chosen

    def _width(self) -> int:
        try:
            wanted = int(self.width_px.currentText().replace(",", "").strip())
        except ValueError:
            wanted = 8192
        return min(max(wanted, SIDES[0]), SIDES[1])

    def applied(self, request: ExportRequest, wall: WallPicture | None) -> ExportRequest:
        """Return a request with the options of its format."""
        if wall is not None:
            wall = replace(
                wall,
                width=self._width(),
                labels=self.labels.isChecked(),
                area=wall.area if self.only_seen.isChecked() else None,
            )
        return replace(
            request,
            columns=self.wanted_columns() if request.form in ("csv", "json", "zip") else (),
            for_spreadsheet=self.for_spreadsheet.isChecked(),
            with_videos=self.with_videos.isChecked(),
            title=self.title.text().strip() or request.title,
            paper=str(self.paper.currentData()),
            across=self.across.value(),
            wall=wall or request.wall,
        )

    def choices(self) -> Choices:
        """Return what to remember."""
        return Choices(
            {
                "for_spreadsheet": self.for_spreadsheet.isChecked(),
                "with_videos": self.with_videos.isChecked(),
                "paper": str(self.paper.currentData()),
                "across": self.across.value(),
                "width": self._width(),
                "labels": self.labels.isChecked(),
                "left_out": ",".join(sorted(self._left_out)),
            }
        )
