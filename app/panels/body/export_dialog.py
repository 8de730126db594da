"""What of a body is written where, in which size; says exactly what that will be."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.panels.body.format_boxes import FormatBoxes
from app.panels.body.texts import format_title
from app.services.body_document_types import BodyState
from app.services.body_export import MESHES, BodyExport, check_name, targets
from app.services.body_mesh import can_repair
from app.widgets.controls import named, on_click, push_button
from common.errors import QueryError

_TRIANGLES: Final = (0, 20_000, 10_000, 5_000, 2_000, 1_000)


class ExportDialog(QDialog):
    """Asks what is to be written; `wanted` carries the wish without contents that are at hand.

    Args:
        state: whose body.
        triangles: of its whole surface.
        folder: that is proposed.
        name: that is proposed.
        chosen: formats that are proposed.
        parent: owner.
    """

    wanted = Signal(object)  # BodyExport

    def __init__(
        self, state: BodyState, triangles: int, folder: Path, name: str,
        chosen: tuple[str, ...], parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export the body"))
        self._state = state
        self._all = triangles
        self._form = QFormLayout()
        self._make_place(folder, name)
        self.formats = FormatBoxes(chosen)
        self._form.addRow(self.tr("Files"), self.formats)
        self._make_size()
        self._make_mesh()
        self.about = QLabel(wordWrap=True)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.about.setAccessibleName(self.tr("What will be written"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = push_button(self.tr("Export"), self.tr("Write these files"))
        self.go.setProperty("primary", "true")
        self.go.setDefault(True)
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.ActionRole)
        on_click(self.go, self._on_go)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(self._form)
        layout.addWidget(self.about)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.formats.changed.connect(self._tell)
        self.folder.textChanged.connect(self._tell)
        self.name.textChanged.connect(self._tell)
        self.resize(600, 510)
        self._tell()

    def _make_place(self, folder: Path, name: str) -> None:
        tr = self.tr
        self.folder = QLineEdit(str(folder))
        named(self.folder, tr("Folder that the files go to"))
        choose = push_button(tr("Choose …"), tr("Choose the folder"))
        choose.setAutoDefault(False)  # Enter in a field exports
        on_click(choose, self._choose)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(choose)
        self._form.addRow(tr("Folder"), row)
        self.name = QLineEdit(name)
        named(self.name, tr("Name of the files, without their endings"))
        self._form.addRow(tr("Name"), self.name)

    def _make_size(self) -> None:
        tr = self.tr
        self.sized = QCheckBox(tr("Stature"))
        self.sized.setToolTip(tr("Write the body in another stature than it has"))
        self.stature = QDoubleSpinBox()
        self.stature.setRange(80, 280)
        self.stature.setDecimals(1)
        self.stature.setSuffix(tr(" cm"))
        self.stature.setValue(self._state.human.stature_cm)
        self.stature.setEnabled(False)
        named(self.stature, tr("Stature that is written"))
        self.sized.toggled.connect(self.stature.setEnabled)
        self.sized.toggled.connect(self._tell)
        self.stature.valueChanged.connect(self._tell)
        self._form.addRow(self.sized, self.stature)

    def _make_mesh(self) -> None:
        tr = self.tr
        self.triangles = QComboBox()
        named(self.triangles, tr("Triangles of the surface, at most"))
        for count in _TRIANGLES:
            told = QLocale().toString(count or self._all)
            self.triangles.addItem(told if count else tr("All ({count})").format(count=told), count)
        self.triangles.currentIndexChanged.connect(self._tell)
        self._form.addRow(tr("Triangles"), self.triangles)
        self.solid = QCheckBox(tr("One watertight solid, for printing"))
        if not can_repair():
            self.solid.setEnabled(False)
            self.solid.setText(tr("One watertight solid, for printing (needs the extra “mesh”)"))
            self.solid.setToolTip(tr("In Kinora's folder: pip install “.[mesh]”"))
        self.solid.toggled.connect(self._tell)
        self._form.addRow("", self.solid)
        self.printed = QCheckBox(tr("Print height"))
        self.printed.setToolTip(
            tr("OBJ, PLY and STL in millimetres, z up, so tall if the person stood upright")
        )
        self.print_height = QDoubleSpinBox()
        self.print_height.setRange(5, 3000)
        self.print_height.setDecimals(0)
        self.print_height.setSuffix(tr(" mm"))
        self.print_height.setValue(150)
        self.print_height.setEnabled(False)
        named(self.print_height, tr("Height of the person upright, as printed"))
        self.printed.toggled.connect(self.print_height.setEnabled)
        self.printed.toggled.connect(self._tell)
        self.print_height.valueChanged.connect(self._tell)
        self._form.addRow(self.printed, self.print_height)

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(
            self, self.tr("Folder that the files go to"), self.folder.text()
        )
        if name:
            self.folder.setText(name)

    # -- the wish

    def wish(self) -> BodyExport:
        """Return what is to be written."""
        return BodyExport(
            self._state, Path(self.folder.text().strip()).expanduser(), self.name.text().strip(),
            self.formats.chosen,
            stature_cm=self.stature.value() if self.sized.isChecked() else None,
            triangles=int(self.triangles.currentData()),
            solid=self.solid.isChecked(),
            height_mm=self.print_height.value() if self.printed.isChecked() else None,
            overwrite=True,
        )  # fmt: skip

    @Slot()
    def _tell(self, _what: object = None) -> None:
        """Say exactly what will be written."""
        wish = self.wish()
        files = targets(wish.folder, wish.name, wish.formats)
        why = self._why_not(wish)
        self.go.setEnabled(not why)
        if why:
            self.about.setText(why)
            return
        lines = []
        for kind, path in files.items():
            line = f"• {path.name} – {format_title(kind)}"
            if kind in MESHES:
                line += self._size_of(wish)
            if kind in MESHES and wish.solid:
                line += self.tr(", one solid")
            if kind in (*MESHES, "glb") and wish.triangles:
                line += self.tr(", at most {count} triangles").format(
                    count=QLocale().toString(wish.triangles)
                )
            if path.exists():
                line += self.tr(" (replaces the file that is there)")
            lines.append(line)
        self.about.setText(self.tr("Will be written:") + "\n" + "\n".join(lines))

    def _why_not(self, wish: BodyExport) -> str:
        """Return why nothing can be written so; "" if it can."""
        if not self.folder.text().strip():
            return self.tr("Choose the folder that the files go to.")
        if not wish.name:
            return self.tr("Type a name for the files.")
        try:
            check_name(wish.name)
        except QueryError:
            return self.tr(
                "“{name}” cannot be the name of a file: use letters, digits, spaces, “-” and “_”."
            ).format(name=wish.name)
        return "" if wish.formats else self.tr("Choose at least one kind of file.")

    def _size_of(self, wish: BodyExport) -> str:
        """Return how large surfaces are."""
        if wish.height_mm is None:
            return self.tr(", in metres")
        height = f"{wish.height_mm:.0f}"
        return self.tr(", in millimetres, {height} mm if upright").format(height=height)

    def _on_go(self) -> None:
        self.wanted.emit(self.wish())
        self.accept()
