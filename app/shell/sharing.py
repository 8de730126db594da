"""Shows in the window what others do to a shared library, and lets the later of two decide."""

import logging
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QMessageBox

from app.context import PanelContext
from app.jobs import Priority
from app.services.sharing import News, Sharing
from app.shell.notices import Notice, NoticeBar
from app.shell.share_dialog import ShareDialog
from common.errors import ConflictError
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.shell.window import MainWindow

logger = logging.getLogger(__name__)

GATHER_MS = 300  # news that follow each other quickly are shown once


class SharedLibrary(QObject):
    """Follows the library of the window as long as it is open.

    Args:
        context: of the open library.
        window: for messages.
    """

    _heard = Signal(object)  # News; crosses threads

    def __init__(self, context: PanelContext, window: "MainWindow") -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._labels = self._items = self._history = False
        self._bar: NoticeBar | None = None
        self.asked: QMessageBox | None = None
        self._timer = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._timer.timeout.connect(self._follow)
        self._heard.connect(self._on_news)
        context.notices.posted.connect(self._on_posted)
        self._sharing = Sharing(context.services, self._heard.emit)

    def close(self) -> None:
        """Hear no more; before the library closes."""
        self._sharing.close()
        self._timer.stop()
        self._drop_bar()
        self._context.notices.posted.disconnect(self._on_posted)
        if self.asked is not None:
            self.asked.reject()

    # -- news

    @Slot(object)
    def _on_news(self, news: News) -> None:
        self._labels |= news.labels
        self._items |= news.items
        self._history |= news.history
        if news.gone:
            self._say_gone()
        elif news.back:
            self._drop_bar()
            self._context.actions.read_only_reason = ""
            self._context.notices.info(self.tr("The server of the library is there again."))
        if not (news.gone or self._timer.isActive()):
            self._timer.start()

    def _say_gone(self) -> None:
        reason = self.tr("the server of the library cannot be reached")
        self._context.actions.read_only_reason = reason
        self._drop_bar()
        text = self.tr(
            "The server of the library cannot be reached. What is on view stays; nothing can be "
            "changed until it is there again, which is tried every second."
        )
        self._bar = self._window.stack.post(Notice("warning", text, sticky=True))

    def _drop_bar(self) -> None:
        if self._bar is not None:
            self._window.stack.remove(self._bar)
            self._bar = None

    @Slot()
    def _follow(self) -> None:
        """Take up what others changed, then let the panels look again."""
        if not self._items:
            self._show()
            return
        job = self._context.jobs.submit(
            "io", self._take_up, replaces="follow", priority=Priority.BACKGROUND
        )
        job.succeeded.connect(self._on_followed)
        job.failed.connect(self._on_failed)

    def _take_up(self, context: JobContext) -> None:
        context.step(0)
        self._sharing.follow()

    @Slot(object)
    def _on_followed(self, _nothing: object) -> None:
        self._show()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        logger.warning("what others changed is not taken up: %s", error)

    def _show(self) -> None:
        labels, items, history = self._labels, self._items, self._history
        self._labels = self._items = self._history = False
        if history:
            self._context.services.history.reload()
        if labels:
            self._context.shared.labels_changed.emit("sharing")
        if items:
            self._window.on_items_changed()

    def choose(self) -> None:
        """Let the person choose what all may see and change."""
        dialog = ShareDialog(self._context, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # -- two edit one thing

    @Slot(str, str, str, object)
    def _on_posted(self, _level: str, _text: str, _action: str, error: object) -> None:
        if isinstance(error, ConflictError):
            self._ask(error)

    def _ask(self, error: ConflictError) -> None:
        """Let the person decide; what is there now is shown behind the question."""
        self._labels = self._items = True
        self._follow()
        if error.again is None:
            return
        box = QMessageBox(self._window)
        box.setWindowTitle(self.tr("Changed by somebody else"))
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(self._what(error))
        box.setInformativeText(self.tr("Keep your change, or take what is there now?"))
        mine = box.addButton(self.tr("Keep mine"), QMessageBox.ButtonRole.DestructiveRole)
        theirs = box.addButton(self.tr("Take theirs"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(theirs)
        box.setEscapeButton(theirs)
        mine.clicked.connect(partial(self._keep_mine, error))
        box.finished.connect(self._on_answered)
        self.asked = box
        box.open()

    def _what(self, error: ConflictError) -> str:
        who = error.by or self.tr("Somebody else")
        if not error.version:
            return self.tr("{who} has deleted “{name}” meanwhile.").format(who=who, name=error.name)
        text = self.tr("{who} has changed “{name}” meanwhile.").format(who=who, name=error.name)
        if isinstance(error.theirs, tuple):
            holds = self.tr("It holds %n item(s) now.", "", len(error.theirs))
            return f"{text} {holds}"
        return text

    def _keep_mine(self, error: ConflictError) -> None:
        if error.again is None:
            return
        again = error.again
        job = self._context.jobs.submit(
            "db", lambda context: again(context=context), priority=Priority.INTERACTIVE
        )
        job.succeeded.connect(self._on_kept)
        job.failed.connect(self._context.notices.error)

    @Slot(object)
    def _on_kept(self, _entry: object) -> None:
        self._labels = self._items = True
        self._follow()

    @Slot(int)
    def _on_answered(self, _answer: int) -> None:
        if self.asked is not None:
            self.asked.deleteLater()
            self.asked = None
