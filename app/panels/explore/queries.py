"""Queries by a picture, a part of one, or a file."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from app.context import PanelContext
from app.jobs import Priority
from app.panels.explore.session import ExploreSession
from app.widgets.part_picker import PartDialog
from common.jobs import JobContext

PART_SIDE = 900  # pixels of the picture that a part is marked in


class Queries(QObject):
    """Fills the menu of queries and asks for what they need.

    Args:
        context: services, jobs, shared state.
        session: answers.
        menu: to fill.
        parent: the widget that dialogs belong to.
    """

    def __init__(
        self, context: PanelContext, session: ExploreSession, menu: QMenu, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context, self._session, self._widget = context, session, parent
        self.part: PartDialog | None = None
        self._item = menu.addAction(self.tr("The selected picture"), self.by_selected)
        self._part_of = menu.addAction(self.tr("A part of it …"), self.ask_part)
        menu.addAction(self.tr("A picture file …"), self._ask_file)
        menu.aboutToShow.connect(self._on_menu)

    @Slot()
    def _on_menu(self) -> None:
        is_any = self._context.shared.current is not None
        self._item.setEnabled(is_any)
        self._part_of.setEnabled(is_any)

    def by_selected(self) -> None:
        """Show what is like the current item."""
        if (current := self._context.shared.current) is not None:
            self._session.query(current)

    def ask_part(self) -> None:
        """Ask for a part of the current item's picture and query by it."""
        current = self._context.shared.current
        if current is None:
            return
        items = self._context.services.items

        def read(context: JobContext) -> tuple[int, Any]:
            context.step(0)
            return current, items.picture(current, PART_SIDE).rgb

        job = self._context.jobs.submit("io", read, priority=Priority.INTERACTIVE)
        job.succeeded.connect(self._on_read)
        job.failed.connect(self._context.notices.error)

    @Slot(object)
    def _on_read(self, answer: tuple[int, Any]) -> None:
        item, rgb = answer
        height, width = rgb.shape[:2]
        image = QImage(rgb.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
        self.part = PartDialog(image.copy(), self._widget)
        self.part.accepted.connect(partial(self._on_part, item))
        self.part.open()

    def _on_part(self, item: int) -> None:
        if self.part is not None and (box := self.part.box) is not None:
            self._session.query(item, box)

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self._widget, self.tr("Like a picture file"))
        if name:
            self._session.query(name)
