"""Asks what to export, as what, and where to; shows what a table will look like."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.services.export import default_name, form_of, suffix_of, with_suffix
from app.services.export_records import Record
from app.services.export_tables import cell_of
from app.services.export_types import FORMATS, MOST_ON_SHEETS, ExportRequest, WallPicture
from app.widgets.export_options import Choices, ExportOptions
from app.widgets.icons import icon
from app.widgets.numbers import numeral
from common.values import Hit

ICONS = {
    "csv": "list", "json": "report", "zip": "bucket", "coco": "boxes", "pdf": "photo",
    "html": "external", "png": "wall",
}  # fmt: skip
_CUT = 60  # characters of a cell of the preview


@dataclass(frozen=True, slots=True)
class Scope:
    """A set of items that can be exported.

    Args:
        name: "selection", "results", "passing", "all", "watchlist:NAME" or "bucket:NAME".
        title: as shown.
        items: ids in order; None where they are not read yet.
        count: how many.
        hits: of a result list.
    """

    name: str
    title: str
    items: Sequence[int] | None
    count: int
    hits: tuple[Hit, ...] = ()


class ExportDialog(QDialog):
    """Asks for what is exported.

    Args:
        scopes: what can be exported; the first one is chosen.
        wall: what a picture of the wall shows; None offers none.
        choices: of the last time.
        parent: the window.
    """

    preview_wanted = Signal()

    def __init__(
        self,
        scopes: Sequence[Scope],
        wall: WallPicture | None,
        choices: Choices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self.setMinimumSize(680, 560)
        self._scopes = list(scopes)
        self._wall = wall
        self._folder = choices.text("folder") or _documents()
        self._named = False
        self.scope, self.form = QComboBox(), QComboBox()
        self.options = ExportOptions(choices, self)
        self.target = QLineEdit()
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.preview = QTableWidget()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.start = self.buttons.addButton(
            self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._fill()
        self._lay_out()
        self._connect()
        self.form.setCurrentIndex(max(0, self.form.findData(choices.text("form"))))
        self._on_changed()

    def _fill(self) -> None:
        for scope in self._scopes:
            self.scope.addItem(f"{scope.title} ({numeral(scope.count)})", scope.name)
        names = {
            "csv": self.tr("Table (CSV)"),
            "json": self.tr("Data (JSON)"),
            "zip": self.tr("Files with their data (ZIP)"),
            "coco": self.tr("Boxes of objects (COCO)"),
            "pdf": self.tr("Contact sheet to print (PDF)"),
            "html": self.tr("Contact sheet for browsers (HTML)"),
            "png": self.tr("Picture of the wall (PNG)"),
        }
        for form in FORMATS:
            if form != "png" or self._wall is not None:
                self.form.addItem(icon(ICONS[form]), names[form], form)
        self.preview.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.preview.verticalHeader().hide()
        for widget, name in (
            (self.scope, self.tr("What to export")),
            (self.form, self.tr("Format")),
            (self.target, self.tr("File")),
            (self.preview, self.tr("Preview of the table")),
        ):
            widget.setAccessibleName(name)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(self.tr("&What"), self.scope)
        form.addRow(self.tr("&Format"), self.form)
        form.addRow("", self.told)
        self.options.add_to(form)
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        choose = QPushButton(self.tr("Choose …"))
        choose.setAutoDefault(False)
        choose.clicked.connect(self._on_choose)
        row.addWidget(self.target, 1)
        row.addWidget(choose)
        form.addRow(self.tr("F&ile"), place)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addLayout(form)
        layout.addWidget(self.preview, 1)
        layout.addStretch()
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        self.start.setDefault(True)

    def _connect(self) -> None:
        self.scope.currentIndexChanged.connect(self._on_changed)
        self.form.currentIndexChanged.connect(self._on_changed)
        self.target.textEdited.connect(self._on_named)
        self.options.columns_changed.connect(self.preview_wanted)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    # -- what is chosen

    @property
    def chosen(self) -> Scope:
        """The set of items that is chosen."""
        return self._scopes[max(0, self.scope.currentIndex())]

    @property
    def chosen_form(self) -> str:
        """The format that is chosen."""
        return str(self.form.currentData())

    @property
    def is_table(self) -> bool:
        """Whether the format has columns."""
        return self.chosen_form in ("csv", "json", "zip")

    def request(self, items: Sequence[int]) -> ExportRequest:
        """Return what is asked for.

        Args:
            items: those of the chosen scope.
        """
        target = with_suffix(Path(self.target.text().strip()).expanduser(), self.chosen_form)
        hits = {hit.item: hit for hit in self.chosen.hits}
        made = ExportRequest(
            self.chosen_form, target, items, self.chosen.title, hits, overwrite=True
        )
        return self.options.applied(made, self._wall)

    def choices(self) -> Choices:
        """Return what to remember for the next time."""
        made = self.options.choices()
        made.values["form"] = self.chosen_form
        if self.target.text().strip():
            made.values["folder"] = str(Path(self.target.text().strip()).expanduser().parent)
        return made

    # -- what follows from it

    @Slot()
    def _on_changed(self) -> None:
        form = self.chosen_form
        self.scope.setEnabled(form != "png")
        self.options.show_form(form, self._wall)
        self.preview.setVisible(self.is_table)
        told = {
            "csv": self.tr("A row for each item. Film lists can be imported again."),
            "json": self.tr("An object for each item. Film lists can be imported again."),
            "zip": self.tr(
                "Photos and videos as they are, posters and keyframes, and a table of all."
            ),
            "coco": self.tr("Where detectors found what, as training tools read it."),
            "pdf": self.tr("Pages of pictures with their titles."),
            "html": self.tr("One page that opens in any browser, without a network."),
            "png": self.tr("All of the wall as it is arranged and filtered now."),
        }
        self.told.setText(told[form])
        if not self._named:
            name = default_name(self.chosen.title, form)
            self.target.setText(str(Path(self._folder) / name))
        else:
            path = Path(self.target.text())
            if known := form_of(path):
                stem = path.name[: -len(suffix_of(known))]
                self.target.setText(str(path.with_name(f"{stem}{suffix_of(form)}")))
        self._check()
        if self.is_table:
            self.preview_wanted.emit()

    def _check(self) -> None:
        text = ""
        form, count = self.chosen_form, self.chosen.count
        if not self.target.text().strip():
            text = self.tr("Name the file.")
        elif form != "png" and not count:
            text = self.tr("There is nothing to export here.")
        elif form in ("pdf", "html") and count > MOST_ON_SHEETS:
            text = self.tr("A contact sheet holds at most {most} items. Choose fewer.").format(
                most=numeral(MOST_ON_SHEETS)
            )
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.start.setEnabled(not text)

    @Slot()
    def _on_named(self) -> None:
        self._named = True
        self._check()

    @Slot()
    def _on_choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export to"), self.target.text(),
            f"{self.chosen_form.upper()} (*{suffix_of(self.chosen_form)})",
        )  # fmt: skip
        if name:
            self.target.setText(str(with_suffix(Path(name), self.chosen_form)))
            self._on_named()

    def show_preview(self, columns: Sequence[str], rows: Sequence[Record]) -> None:
        """Show the first rows of the table."""
        self.options.offer_columns(columns)
        shown = [name for name in self.options.wanted_columns() or columns if name in columns]
        self.preview.setColumnCount(len(shown))
        self.preview.setRowCount(len(rows))
        self.preview.setHorizontalHeaderLabels(shown)
        for row, record in enumerate(rows):
            for column, name in enumerate(shown):
                text = cell_of(record[name])
                cell = QTableWidgetItem(text if len(text) <= _CUT else f"{text[:_CUT]}…")
                cell.setToolTip(text[:500])
                cell.setFlags(Qt.ItemFlag.ItemIsEnabled)
                self.preview.setItem(row, column, cell)
        self.preview.resizeColumnsToContents()
        for column in range(len(shown)):
            self.preview.setColumnWidth(column, min(220, self.preview.columnWidth(column)))


def _documents() -> str:
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return place if place and Path(place).is_dir() else str(Path.home())
