"""Writes explanations to files, in the background."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.context import PanelContext
from app.panels.explain import work
from app.services.explain_colours import Look
from app.services.explain_types import Explained


class Writer(QObject):
    """Asks where to, writes, and tells of the end.

    Args:
        context: jobs and notices.
        parent: the widget that dialogs belong to.
    """

    def __init__(self, context: PanelContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._widget = parent

    def ask(self, shown: Sequence[Explained], form: str, look: Look) -> None:
        """Ask for a file and write explanations to it.

        Args:
            shown: at least one.
            form: the suffix that is proposed.
            look: how maps are drawn.
        """
        stem = Path(shown[0].title).stem or "explanation"
        name, _ = QFileDialog.getSaveFileName(
            self._widget.window(), self.tr("Export the explanation"), f"{stem}.{form}", f"*.{form}"
        )
        if name:
            target = Path(name)
            self.write(shown, target if target.suffix else target.with_suffix(f".{form}"), look)

    def write(self, shown: Sequence[Explained], target: Path, look: Look) -> None:
        """Write explanations to a file; its suffix chooses the format."""
        function = partial(work.export, list(shown), target, look)
        title = self.tr("Export %1").replace("%1", target.name)
        job = self._context.jobs.submit("io", function, title=title)
        job.succeeded.connect(self._on_written)
        job.failed.connect(self._context.notices.error)

    @Slot(object)
    def _on_written(self, target: Path) -> None:
        self._context.notices.info(self.tr("Wrote “%s”.") % target.name)
