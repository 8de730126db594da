"""Bodies of a folder of drawings: what is written, how far it is, and what became of each."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.jobs import Job
from app.panels.body import work
from app.panels.body.format_boxes import FormatBoxes
from app.panels.body.texts import joint_title, said
from app.services.body_types import BodyRequest, BodyRow
from app.widgets.controls import named, on_click, push_button
from app.widgets.error_texts import error_line, service_text
from common.jobs import Progress

_FIRST: Final = ("glb", "json")


class BatchDialog(QDialog):
    """Reads every drawing of a folder and writes the bodies; stays open while it works.

    Args:
        context: of the panel.
        parent: owner.
    """

    def __init__(self, context: PanelContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._job: Job | None = None
        self.setWindowTitle(self.tr("Bodies of a folder of drawings"))
        layout = QVBoxLayout(self)
        layout.addLayout(self._make_form())
        self.about = QLabel(
            self.tr(
                "Drawings are strokes (.json, .svg) and pictures. One that cannot be read stops "
                "nothing."
            ),
            wordWrap=True,
        )
        self.about.setProperty("muted", "true")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.state = QLabel(wordWrap=True)
        self.table = self._table()
        for widget in (self.about, self.bar, self.state):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addStretch(0)
        layout.addWidget(self._make_buttons())
        self.resize(660, 560)
        self._show_running(on=False)

    def _make_form(self) -> QFormLayout:
        tr, form = self.tr, QFormLayout()
        self.source = self._folder(form, tr("Drawings"), tr("Folder of drawings to read"))
        self.target = self._folder(form, tr("Write to"), tr("Folder that the bodies go to"))
        self.formats = FormatBoxes(_FIRST)
        form.addRow(tr("Files"), self.formats)
        self.sized = QCheckBox(tr("Stature"))
        self.stature = QDoubleSpinBox()
        self.stature.setRange(80, 280)
        self.stature.setValue(172)
        self.stature.setDecimals(1)
        self.stature.setSuffix(tr(" cm"))
        named(self.stature, tr("Stature of all bodies"))
        self.stature.setEnabled(False)
        self.sized.toggled.connect(self.stature.setEnabled)
        row = QHBoxLayout()
        row.addWidget(self.stature)
        row.addStretch(1)
        form.addRow(self.sized, row)
        self.replace = QCheckBox(tr("Write over files that are there"))
        form.addRow("", self.replace)
        return form

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.go = push_button(self.tr("Begin"), self.tr("Read the drawings, write the bodies"))
        self.go.setProperty("primary", "true")
        self.go.setDefault(True)
        self.stop = push_button(self.tr("Stop"), self.tr("Stop; what is written stays"))
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.stop, QDialogButtonBox.ButtonRole.ActionRole)
        on_click(self.go, self.begin)
        on_click(self.stop, self.cancel)
        buttons.rejected.connect(self.close)
        return buttons

    def _folder(self, form: QFormLayout, title: str, tip: str) -> QLineEdit:
        field = QLineEdit()
        named(field, tip)
        choose = push_button(self.tr("Choose …"), tip)
        choose.setAutoDefault(False)  # Enter in a field begins
        on_click(choose, lambda: self._choose(field, tip))
        row = QHBoxLayout()
        row.addWidget(field, 1)
        row.addWidget(choose)
        form.addRow(title, row)
        return field

    def _table(self) -> QTableWidget:
        tr = self.tr
        table = QTableWidget(0, 4)
        table.setHorizontalHeaderLabels(
            [tr("Drawing"), tr("Sure"), tr("Written"), tr("What to know")]
        )
        table.setAccessibleName(tr("What became of each drawing"))
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        head = table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        table.hide()
        return table

    def _choose(self, field: QLineEdit, title: str) -> None:
        name = QFileDialog.getExistingDirectory(self, title, field.text())
        if name:
            field.setText(name)
            if field is self.source and not self.target.text():
                self.target.setText(str(Path(name) / "bodies"))

    # -- working

    @property
    def is_running(self) -> bool:
        """Whether drawings are being read."""
        return self._job is not None

    def begin(self) -> None:
        """Read the drawings and write the bodies."""
        source, target = self.source.text().strip(), self.target.text().strip()
        formats = self.formats.chosen
        if not source or not target or not formats:
            self.state.setText(self.tr("Choose both folders and at least one kind of file."))
            return
        request = BodyRequest(
            (Path(source).expanduser(),), Path(target).expanduser(), formats,
            stature_cm=self.stature.value() if self.sized.isChecked() else None,
            replace=self.replace.isChecked(),
        )  # fmt: skip
        job = self._context.jobs.submit(
            "bulk", work.batch, self._context.services, request,
            title=self.tr("Bodies of “{folder}”").format(folder=Path(source).name),
        )  # fmt: skip
        self._job = job
        job.progressed.connect(self._on_progress)
        job.succeeded.connect(self._on_done)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        self.table.hide()
        self._show_running(on=True)

    def cancel(self) -> None:
        """Stop; what is written stays."""
        if self._job is not None:
            self._job.cancel()

    def _show_running(self, *, on: bool) -> None:
        self.bar.setVisible(on)
        self.stop.setEnabled(on)
        self.go.setEnabled(not on)
        if on:
            self.bar.setRange(0, 0)
            self.state.setText(self.tr("Reading the drawings …"))

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        self.bar.setRange(0, max(progress.total, 1))
        self.bar.setValue(progress.done)
        self.state.setText(
            self.tr("{done} of {total}: {name}").format(
                done=progress.done, total=progress.total, name=progress.note
            )
        )

    @Slot(object)
    def _on_done(self, rows: list[BodyRow]) -> None:
        self._job = None
        self._show_running(on=False)
        self._fill(rows)
        failed = sum(bool(row.error) for row in rows)
        text = self.tr("%n bodies were written.", "", len(rows) - failed)
        if failed:
            text += " " + self.tr("%n drawing(s) failed; the list says why.", "", failed)
        self.state.setText(text)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self._show_running(on=False)
        self.state.setText(error_line(error))

    @Slot()
    def _on_cancelled(self) -> None:
        self._job = None
        self._show_running(on=False)
        self.state.setText(self.tr("Stopped; what was written stays."))

    def _fill(self, rows: list[BodyRow]) -> None:
        self.table.setRowCount(len(rows))
        for number, row in enumerate(rows):
            sure = "" if row.confidence is None else f"{round(row.confidence * 100)} %"
            told = service_text(row.error) or " ".join(said(row.notes))
            if not told and row.unsure:
                joints = ", ".join(joint_title(joint) for joint in row.unsure)
                told = self.tr("Unsure: {joints}").format(joints=joints)
            files = ", ".join(path.suffix.lstrip(".").upper() for path in row.files)
            for column, text in enumerate((row.source, sure, files or "–", told)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(number, column, item)
        self.table.show()

    def done(self, result: int) -> None:
        """Stop before the dialog closes."""
        self.cancel()
        super().done(result)
