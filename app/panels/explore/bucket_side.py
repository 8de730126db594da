"""The side of the explore panel: buckets, and what goes into them."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QInputDialog, QPushButton, QVBoxLayout, QWidget

from app.context import PanelContext
from app.panels.explore.bucket_list import BucketList
from app.panels.explore.session import ExploreSession
from app.widgets.labelling import Labeller


class BucketSide(QWidget):
    """Buckets of the library; every change is one command of the history.

    Args:
        context: services, jobs, shared state.
        session: the active bucket is part of it.
        source: name of the panel.
        parent: owner.
    """

    def __init__(
        self,
        context: PanelContext,
        session: ExploreSession,
        source: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._session = context, session
        self._labeller = Labeller(context, self, source)
        self.list = BucketList()
        self.list.can_write = self.can_write
        self.new_button = QPushButton(self.tr("New bucket …"))
        self.new_button.setAccessibleName(self.tr("New bucket"))
        self.new_button.setToolTip(self.tr("Make a bucket for what you look for"))
        self.new_button.setEnabled(self.can_write)
        self.new_button.clicked.connect(lambda _checked=False: self.ask())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        column.addWidget(self.new_button)
        self._connect()

    @property
    def can_write(self) -> bool:
        """Whether the library takes changes."""
        return self._labeller.can_write

    def _connect(self) -> None:
        buckets, session = self.list, self._session
        session.buckets_read.connect(self._on_read)
        buckets.chosen.connect(session.read_buckets)
        buckets.shown_wanted.connect(self.show_bucket)
        buckets.items_dropped.connect(self._on_dropped)
        buckets.rename_wanted.connect(self.rename)
        buckets.delete_wanted.connect(self.delete)
        buckets.merge_wanted.connect(self.merge)
        buckets.subtract_wanted.connect(self.subtract)

    @Slot(object)
    def _on_read(self, sizes: dict[str, int]) -> None:
        self.list.show_buckets(sizes, self._session.journey.bucket)

    # -- items

    def take(self, items: Sequence[int], *, on: bool = True) -> None:
        """Put items into the active bucket (made if there is none), or take them out."""
        if len(items) and self.can_write:
            journey = self._session.journey
            journey.bucket = journey.bucket or self.tr("Bucket")
            self._labeller.list_in("bucket", journey.bucket, items, on=on)

    @Slot(str, object)
    def _on_dropped(self, name: str, items: list[int]) -> None:
        if name:
            self._labeller.list_in("bucket", name, items)
        else:
            self.ask(items)

    @Slot(str)
    def show_bucket(self, name: str) -> None:
        """Show what is in a bucket, which becomes the active one."""
        if name != self._session.journey.bucket:
            self._session.read_buckets(name, then=self._session.show_bucket)
        else:
            self._session.show_bucket()

    # -- buckets

    def ask(self, items: Sequence[int] = ()) -> None:
        """Ask for the name of a new bucket."""
        title, label = self.tr("New bucket"), self.tr("What goes into it:")
        name, accepted = QInputDialog.getText(self, title, label)
        if accepted and name.strip():
            self.make(name.strip(), items)

    def make(self, name: str, items: Sequence[int] = ()) -> None:
        """Make a bucket and turn to it."""
        self._session.journey.take_bucket(name, items)
        self._labeller.list_in("bucket", name, items)

    def rename(self, name: str, new: str) -> None:
        """Give a bucket another name."""
        if name == self._session.journey.bucket and new not in self.list.names():
            self._session.journey.bucket = new
        self._do("bucket.rename", {"list": name, "to": new}, self.tr("Rename “%s”") % name)

    def delete(self, name: str) -> None:
        """Delete a bucket; its pictures stay."""
        self._do("bucket.delete", {"list": name}, self.tr("Delete “%s”") % name)

    def merge(self, name: str, into: str) -> None:
        """Put all of a bucket into another one, and delete it."""
        title = self.tr("Merge “{a}” into “{b}”").format(a=name, b=into)
        self._do("bucket.merge", {"lists": [name], "to": into}, title)

    def subtract(self, name: str, out: str) -> None:
        """Take out of a bucket what is also in another one."""
        title = self.tr("Take “{b}” out of “{a}”").format(a=name, b=out)
        self._do("bucket.subtract", {"list": name, "without": [out]}, title)

    def _do(self, command: str, payload: dict[str, Any], title: str) -> None:
        if self.can_write:
            self._labeller.do(command, payload, title)
