"""What a person made in a shared library, and which of it all may see and change."""

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.jobs import Priority
from app.services.sharing import KINDS, Owned, owned, share
from app.shell.parts import muted
from app.widgets.error_texts import error_line

_THING = Qt.ItemDataRole.UserRole


class ShareDialog(QDialog):
    """A list with a box for each thing: ticked is shared.

    Args:
        context: of the open library.
        parent: the window.
    """

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(self.tr("Share"))
        self.resize(420, 440)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(self.tr("What you made"))
        self.tree.itemChanged.connect(self._on_changed)
        self.about = muted(self.tr("Reading …"), wrap=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.about)
        layout.addWidget(self.tree, 1)
        layout.addWidget(buttons)
        self.reload()

    @Slot()
    def reload(self) -> None:
        """Read what there is."""
        job = self._context.jobs.submit(
            "io",
            partial(owned, self._context.services),
            replaces="owned",
            priority=Priority.INTERACTIVE,
        )
        job.succeeded.connect(self._show)
        job.failed.connect(self._on_failed)

    @Slot(object)
    def _show(self, things: list[Owned]) -> None:
        titles = {
            "labels": self.tr("Marks"),
            "bucket": self.tr("Buckets"),
            "watchlist": self.tr("Watchlists"),
            "classifier": self.tr("Classifiers"),
        }
        self.about.setText(
            self.tr("All who have this library open see and change what is ticked.")
            if things
            else self.tr("You have made no list, mark or classifier yet.")
        )
        with QSignalBlocker(self.tree):
            self.tree.clear()
            for kind in KINDS:
                of_kind = [thing for thing in things if thing.kind == kind]
                if not of_kind:
                    continue
                group = QTreeWidgetItem(self.tree, [titles[kind]])
                for thing in of_kind:
                    row = QTreeWidgetItem(group, [thing.name])
                    row.setData(0, _THING, thing)
                    row.setCheckState(0, _box(on=thing.is_shared))
                group.setExpanded(True)

    @Slot(QTreeWidgetItem, int)
    def _on_changed(self, row: QTreeWidgetItem, _column: int) -> None:
        thing = row.data(0, _THING)
        if not isinstance(thing, Owned):
            return
        wanted = Owned(thing.kind, thing.name, row.checkState(0) is Qt.CheckState.Checked)
        if wanted == thing:
            return
        work = partial(share, self._context.services, wanted)
        job = self._context.jobs.submit("db", work, priority=Priority.INTERACTIVE)
        job.succeeded.connect(self.reload)
        job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        """Say it here: the window behind may be covered."""
        self.about.setText(error_line(error))
        self._context.notices.error(error)
        with QSignalBlocker(self.tree):
            for group in range(self.tree.topLevelItemCount()):
                self._take_back(self.tree.topLevelItem(group))

    def _take_back(self, group: QTreeWidgetItem | None) -> None:
        """Show of each thing of a group what is the case."""
        for at in range(0 if group is None else group.childCount()):
            row = group.child(at) if group is not None else None
            thing = None if row is None else row.data(0, _THING)
            if row is not None and isinstance(thing, Owned):
                row.setCheckState(0, _box(on=thing.is_shared))


def _box(*, on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
