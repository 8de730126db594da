"""The settings, made from their definitions: sections, search, help texts, reset."""

import logging
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.services.paths import AppPaths, without_home
from app.shell.address_part import AddressPart
from app.shell.parts import heading, muted, quiet_button, rule
from app.shell.settings_texts import SECTIONS
from app.shell.theme import mark
from app.widgets.controls import clearable
from app.widgets.error_texts import service_text
from common.settings import Settings

logger = logging.getLogger(__name__)

INT_LIMIT = 2**31 - 1


def translated(text: str) -> str:
    """Return a title, help text or choice of the settings in the user's language."""
    return QCoreApplication.translate("Settings", text)


def _limits(field: FieldInfo) -> tuple[float | None, float | None]:
    low = next((entry.ge for entry in field.metadata if isinstance(entry, Ge)), None)
    high = next((entry.le for entry in field.metadata if isinstance(entry, Le)), None)
    return low, high  # type: ignore[return-value]


class SettingRow(QWidget):
    """One setting: title, editor, help text, reset."""

    edited = Signal(str)  # "section.field"

    def __init__(self, section: str, name: str, model: BaseModel) -> None:
        super().__init__()
        self.key = f"{section}.{name}"
        self._name = name
        self._model = model
        self._field = type(model).model_fields[name]
        title = translated(self._field.title or name)
        help_text = translated(self._field.description or "")
        self.words = f"{title} {help_text} {self.key}".lower()
        self.editor = self._make_editor()
        self.editor.setAccessibleName(title)
        self.editor.setAccessibleDescription(help_text)
        self.problem = QLabel(wordWrap=True)
        mark(self.problem, "badge")
        self.problem.hide()
        self.reset = quiet_button(
            "reset", self.tr("Reset “{setting}” to its default").format(setting=title)
        )
        self.reset.clicked.connect(self.set_default)
        label = QLabel(title)
        label.setBuddy(self.editor)
        head = QHBoxLayout()
        head.addWidget(label, 1)
        head.addWidget(self.editor)
        head.addWidget(self.reset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(muted(help_text, wrap=True))
        layout.addWidget(self.problem)
        self.show_value()

    def _make_editor(self) -> QWidget:
        kind = self._field.annotation
        low, high = _limits(self._field)
        if get_origin(kind) is Literal:
            box = QComboBox()
            for choice in get_args(kind):
                box.addItem(translated(str(choice)), choice)
            box.activated.connect(self._on_edited)
            return box
        if kind is bool:
            check = QCheckBox()
            check.clicked.connect(self._on_edited)
            return check
        if kind is int:
            spin = QSpinBox()
            spin.setRange(int(low or 0), int(INT_LIMIT if high is None else high))
            spin.editingFinished.connect(self._on_edited)
            return spin
        if kind is float:
            real = QDoubleSpinBox()
            real.setRange(0.0 if low is None else low, 1e9 if high is None else high)
            real.setSingleStep(0.05)
            real.editingFinished.connect(self._on_edited)
            return real
        line = QLineEdit()
        line.editingFinished.connect(self._on_edited)
        return line

    def show_value(self) -> None:
        """Show the value in effect."""
        value = getattr(self._model, self._name)
        editor = self.editor
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(value)))
        elif isinstance(editor, QCheckBox):
            editor.setChecked(value)
        elif isinstance(editor, QSpinBox | QDoubleSpinBox):
            editor.setValue(value)
        elif isinstance(editor, QLineEdit):
            editor.setText(str(value))
        self.reset.setEnabled(value != self._field.get_default(call_default_factory=True))

    def _value(self) -> Any:
        editor = self.editor
        if isinstance(editor, QComboBox):
            return editor.currentData()
        if isinstance(editor, QCheckBox):
            return editor.isChecked()
        if isinstance(editor, QSpinBox | QDoubleSpinBox):
            return editor.value()
        return editor.text().strip() if isinstance(editor, QLineEdit) else None

    @Slot()
    def _on_edited(self) -> None:
        self.set_value(self._value())

    @Slot()
    def set_default(self) -> None:
        """Go back to the default."""
        self.set_value(self._field.get_default(call_default_factory=True))

    def set_value(self, value: Any) -> None:
        """Change the setting; a value it does not take is shown as a problem."""
        if value == getattr(self._model, self._name):
            self.show_value()
            return
        try:
            setattr(self._model, self._name, value)
        except ValidationError as error:
            self.problem.setText(service_text(error.errors()[0]["msg"]))
            self.problem.show()
            return
        self.problem.hide()
        self.show_value()
        self.edited.emit(self.key)


class SettingsDialog(QDialog):
    """All settings; a change counts at once.

    Args:
        settings: changed in place.
        paths: for the place of the file.
        parent: the window.
        library: the open library, whose addresses are shown; None for none.
    """

    changed = Signal(str)  # "section.field"

    def __init__(
        self,
        settings: Settings,
        paths: AppPaths,
        parent: QWidget | None = None,
        library: PanelContext | None = None,
    ) -> None:
        super().__init__(parent)
        self.addresses = None if library is None else AddressPart(library)
        self.setWindowTitle(self.tr("Settings"))
        self.resize(780, 580)
        self.rows: list[SettingRow] = []
        self._groups: list[tuple[QLabel, list[SettingRow]]] = []
        self.search = QLineEdit(placeholderText=self.tr("Find a setting"))
        self.search.setAccessibleName(self.tr("Find a setting"))
        clearable(self.search)
        self.sections = QListWidget()
        self.sections.setAccessibleName(self.tr("Sections"))
        mark(self.sections, "flat")
        self.sections.setUniformItemSizes(True)  # rows measured before the style is on are low
        self.nothing = muted(self.tr("No setting matches."))
        self.nothing.hide()
        self._area = self._make_page(settings)
        self.sections.setFixedWidth(min(260, max(170, self.sections.sizeHintForColumn(0) + 24)))
        self._lay_out(paths)
        self.search.textChanged.connect(self._on_search)
        self.sections.currentRowChanged.connect(self._on_section)
        self.sections.setCurrentRow(0)

    def _lay_out(self, paths: AppPaths) -> None:
        middle = QHBoxLayout()
        middle.addWidget(self.sections)
        middle.addWidget(self._area, 1)
        place = muted(without_home(str(paths.settings)))
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        place.setToolTip(self.tr("Where the settings are kept"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.reset_all = QPushButton(self.tr("Reset all"))
        self.reset_all.setAutoDefault(False)
        buttons.addButton(self.reset_all, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.rejected.connect(self.reject)
        self.reset_all.clicked.connect(self._on_reset_all)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addLayout(middle, 1)
        layout.addWidget(rule())
        layout.addWidget(place)
        layout.addWidget(buttons)

    def _make_page(self, settings: Settings) -> QScrollArea:
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(12, 6, 16, 6)
        for section, title in SECTIONS.items():
            model = getattr(settings, section)
            label = heading(translated(title), 1.15)
            inside.addWidget(label)
            rows = [SettingRow(section, name, model) for name in type(model).model_fields]
            for row in rows:
                row.edited.connect(self.changed)
                inside.addWidget(row)
            inside.addSpacing(14)
            self._groups.append((label, rows))
            self.rows += rows
            self.sections.addItem(translated(title))
        if self.addresses is not None:
            inside.addWidget(self.addresses)
            self.sections.addItem(self.addresses.title.text())
        inside.addWidget(self.nothing)
        inside.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName(self.tr("Settings"))
        area.setWidget(page)
        return area

    @Slot(str)
    def _on_search(self, text: str) -> None:
        wanted = text.lower().split()
        found = False
        for label, rows in self._groups:
            section = label.text().lower()
            shown = [all(word in f"{section} {row.words}" for word in wanted) for row in rows]
            for row, visible in zip(rows, shown, strict=True):
                row.setVisible(visible)
            label.setVisible(any(shown))
            found = found or any(shown)
        if self.addresses is not None:
            self.addresses.setVisible(all(word in self.addresses.words for word in wanted))
            found = found or not self.addresses.isHidden()
        self.nothing.setVisible(not found)

    @Slot(int)
    def _on_section(self, row: int) -> None:
        headings: list[QWidget] = [label for label, _ in self._groups]
        if self.addresses is not None:
            headings.append(self.addresses)
        if 0 <= row < len(headings):
            label = headings[row]
            bar = self._area.verticalScrollBar()
            bar.setValue(0 if row == 0 else label.y())

    @Slot()
    def _on_reset_all(self) -> None:
        for row in self.rows:
            row.set_default()
