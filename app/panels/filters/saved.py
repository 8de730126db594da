"""The menu of filters with a name."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QInputDialog, QMenu, QToolButton, QWidget

from app.context import PanelContext
from app.widgets.error_texts import service_text
from common.errors import AppError

if TYPE_CHECKING:
    from app.services.filter_sets import FilterSets


class SavedFilters(QToolButton):
    """Keeps the filters of now under a name, brings others back, forgets them.

    Args:
        context: of the panel.
        parent: as in Qt.
    """

    chosen = Signal(object)  # tuple[Filter, ...]

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setText(self.tr("Saved"))
        self.setStyleSheet("QToolButton { padding-right: 16px; }")  # room for the arrow
        self.setToolTip(self.tr("Filters with a name: keep these, or bring others back"))
        self.setAccessibleName(self.tr("Filters with a name"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_of_sets = QMenu(self)
        self.menu_of_sets.setToolTipsVisible(True)
        self.menu_of_sets.aboutToShow.connect(self._fill)
        self.setMenu(self.menu_of_sets)

    @property
    def _sets(self) -> "FilterSets":
        return self._context.services.filter_sets

    @Slot()
    def _fill(self) -> None:
        menu = self.menu_of_sets
        menu.clear()
        library = self._context.services.library
        keep = menu.addAction(self.tr("Save these filters …"))
        keep.triggered.connect(self._on_save)
        keep.setEnabled(bool(self._context.shared.filters) and not library.is_read_only)
        if library.is_read_only:
            keep.setToolTip(self.tr("Read-only: %s") % service_text(library.read_only_reason))
        names = self._sets.names()
        if names:
            menu.addSection(self.tr("Saved filters"))
        for name in names:
            menu.addAction(name.replace("&", "&&")).triggered.connect(partial(self.bring, name))
        if names and not library.is_read_only:
            forget = menu.addMenu(self.tr("Forget"))
            for name in names:
                entry = forget.addAction(name.replace("&", "&&"))
                entry.triggered.connect(partial(self.forget, name))

    @Slot()
    def _on_save(self) -> None:
        title, label = self.tr("Save these filters"), self.tr("Name:")
        name, is_given = QInputDialog.getItem(self, title, label, self._sets.names(), -1)
        if is_given and name.strip():
            self.keep(name)

    def keep(self, name: str) -> None:
        """Keep the filters of now under a name."""
        try:
            self._sets.save(name, self._context.shared.filters)
        except (AppError, OSError) as error:
            self._context.notices.error(error)
        else:
            self._context.notices.info(self.tr("Filters saved as “%s”.") % name.strip())

    def bring(self, name: str, *_: object) -> None:
        """Bring the filters of a name back."""
        try:
            self.chosen.emit(self._sets.load(name))
        except AppError as error:
            self._context.notices.error(error)

    def forget(self, name: str, *_: object) -> None:
        """Forget the filters of a name."""
        try:
            self._sets.remove(name)
        except (AppError, OSError) as error:
            self._context.notices.error(error)
