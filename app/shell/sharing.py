"""Shows in the window what others do to a shared library, and lets the later of two decide."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QMessageBox

from app.context import PanelContext
from app.jobs import Job, Priority
from app.services.server_watch import Absence, ServerWatch
from app.services.sharing import News, Sharing
from app.shell.notices import Notice, NoticeBar
from app.shell.share_dialog import ShareDialog
from app.widgets.error_texts import service_text
from common.errors import ConflictError, ReadOnlyLibraryError, ServerGoneError, VectorServerError
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.shell.window import MainWindow

logger = logging.getLogger(__name__)

GATHER_MS = 300  # news that follow each other quickly are shown once
LOOK_MS = 500  # between two looks whether a server is waited for
WAIT_S = 2.0  # a server that answers within this is not slow
FIRST_COPY_MS = 8_000  # after opening: the panels read first
COPY_MS = 600_000  # between two looks whether the copies are of the latest state
_ERRORS: dict[str, type[BaseException]] = {
    "catalogue": ServerGoneError,
    "vectors": VectorServerError,
}


class SharedLibrary(QObject):
    """Follows the library of the window as long as it is open.

    Args:
        context: of the open library.
        window: for messages.
    """

    _heard = Signal(object)  # News; crosses threads
    _looked = Signal()  # a server went or came; crosses threads

    def __init__(self, context: PanelContext, window: "MainWindow") -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._labels = self._items = self._history = False
        self._bars: dict[str, NoticeBar] = {}  # by part whose server is gone
        self.asked: QMessageBox | None = None
        self._to_ask: list[ConflictError] = []  # once what is asked now is answered
        self._timer = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._timer.timeout.connect(self._follow)
        self._heard.connect(self._on_news)
        self._looked.connect(self._show_absences)
        context.notices.posted.connect(self._on_posted)
        self._watch = ServerWatch(context.services.library, self._looked.emit)
        self._sharing = Sharing(context.services, self._heard.emit)
        self._copying: Job | None = None
        self._copy_timer = QTimer(self, interval=FIRST_COPY_MS)
        self._copy_timer.timeout.connect(self.keep_copies)
        self._copy_timer.start()
        self._wait_timer = QTimer(self, interval=LOOK_MS)
        self._wait_timer.timeout.connect(self._show_wait)
        self._wait_timer.start()

    def close(self) -> None:
        """Hear no more; before the library closes."""
        self._sharing.close()
        self._watch.close()
        self._timer.stop()
        self._copy_timer.stop()
        self._wait_timer.stop()
        for part in list(self._bars):
            self._drop_bar(part)
        self._context.notices.posted.disconnect(self._on_posted)
        self._to_ask.clear()
        if self.asked is not None:
            self.asked.reject()

    # -- news

    @Slot(object)
    def _on_news(self, news: News) -> None:
        self._labels |= news.labels
        self._items |= news.items
        self._history |= news.history
        if news.gone or news.back:
            self._watch.catalogue_gone(gone=news.gone)
        if not (news.gone or self._timer.isActive()):
            self._timer.start()

    # -- servers that go and come

    @property
    def absences(self) -> tuple[Absence, ...]:
        """The servers that do not answer."""
        return self._watch.absences

    @Slot()
    def _show_absences(self) -> None:
        """Say which servers are gone and what goes on, as long as that is so."""
        gone = {absence.part: absence for absence in self._watch.absences}
        for part in [part for part in self._bars if part not in gone]:
            self._drop_bar(part)
            self._on_back(part)
        for part, absence in gone.items():
            if part not in self._bars:
                look = self._watch.look_now if part == "vectors" else None
                notice = Notice(
                    "warning", self._told(absence), self.tr("Look now"), look, sticky=True
                )
                bar = self._window.stack.post(notice)
                if bar is not None:
                    self._bars[part] = bar
        self._window.stack.hush(*(_ERRORS[part] for part in gone))
        reason = service_text(self._context.services.library.read_only_reason)
        if "catalogue" in gone:
            reason = self.tr("the server of the library cannot be reached")
        self._context.actions.read_only_reason = reason

    def _told(self, absence: Absence) -> str:
        since = _moment(absence.since)
        if absence.part == "vectors":
            return self.tr(
                "The server of the vectors ({address}) has not answered since {since}. Searches by "
                "meaning, feedback and maps go on with the copies on this computer; nothing can "
                "be imported until it is there again."
            ).format(address=absence.address, since=since)
        if absence.copied_at is None:
            return self.tr(
                "The server of the catalogue ({address}) has not answered since {since}. What is "
                "on view stays, but there is no copy on this computer to read on from; nothing "
                "can be changed until it is there again, which is tried every second."
            ).format(address=absence.address, since=since)
        at = _moment(absence.copied_at)
        return self.tr(
            "The server of the catalogue ({address}) has not answered since {since}. You see and "
            "search its copy of {at} on this computer; nothing can be marked or changed until it "
            "is there again, which is tried every second."
        ).format(address=absence.address, since=since, at=at)

    def _drop_bar(self, part: str) -> None:
        bar = self._bars.pop(part, None)
        if bar is not None:
            self._window.stack.remove(bar)

    def _on_back(self, part: str) -> None:
        """Have everything looked at anew where a server is there again."""
        for kind in (_ERRORS[part], ReadOnlyLibraryError):
            self._window.stack.forget(kind)
        self._context.jobs.submit("io", self._take_back, priority=Priority.BACKGROUND)
        if part == "catalogue":
            self._context.notices.info(self.tr("The server of the catalogue is there again."))
        else:
            self._context.notices.info(self.tr("The server of the vectors is there again."))

    def _take_back(self, context: JobContext) -> None:
        context.step(0)
        self._context.services.library.take_back()

    @Slot()
    def _show_wait(self) -> None:
        """Say how long a slow server is waited for; panels can be used meanwhile."""
        waiting_s = self._context.services.library.catalogue.waiting_s
        if waiting_s < WAIT_S:
            return
        text = self.tr("The server of the catalogue is slow: waiting for {seconds} s …")
        self._window.status.showMessage(text.format(seconds=int(waiting_s)), 2 * LOOK_MS)

    @Slot()
    def keep_copies(self) -> None:
        """Bring what is read while a server is away up to date, in the background."""
        self._copy_timer.setInterval(COPY_MS)
        if self._copying is not None or self._watch.absences:
            return
        job = self._context.jobs.submit(
            "io", self._watch.keep_copies, replaces="copies", priority=Priority.BACKGROUND
        )
        self._copying = job
        job.succeeded.connect(self._on_copied)
        job.failed.connect(self._on_not_copied)
        job.cancelled.connect(self._on_copied)

    @Slot(object)
    @Slot()
    def _on_copied(self, _nothing: object = None) -> None:
        self._copying = None

    @Slot(object)
    def _on_not_copied(self, error: BaseException) -> None:
        self._copying = None
        logger.warning("the copies on this computer are not brought up to date: %s", error)

    # -- what others do

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
        if self.asked is not None:
            self._to_ask.append(error)
            return
        box = QMessageBox(self._window)
        box.setWindowTitle(self.tr("Changed by somebody else"))
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(self._what(error))
        box.setInformativeText(
            self.tr("Keep your change, or take what is there now?")
            if error.rest is None
            else self.tr(
                "Keep your marks of these, or take theirs? The others are marked either way."
            )
        )
        mine = box.addButton(self.tr("Keep mine"), QMessageBox.ButtonRole.DestructiveRole)
        theirs = box.addButton(self.tr("Take theirs"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(theirs)
        box.setEscapeButton(theirs)
        mine.clicked.connect(partial(self._make, error.again))
        if error.rest is not None:
            theirs.clicked.connect(partial(self._make, error.rest))
        box.finished.connect(self._on_answered)
        self.asked = box
        box.open()

    def _what(self, error: ConflictError) -> str:
        who = error.by or self.tr("Somebody else")
        if not error.version:
            return self.tr("{who} has deleted “{name}” meanwhile.").format(who=who, name=error.name)
        text = self.tr("{who} has changed “{name}” meanwhile.").format(who=who, name=error.name)
        if isinstance(error.theirs, Mapping):
            return self._otherwise(error, who)
        if isinstance(error.theirs, tuple):
            holds = self.tr("It holds %n item(s) now.", "", len(error.theirs))
            return f"{text} {holds}"
        return text

    def _otherwise(self, error: ConflictError, who: str) -> str:
        """Say how somebody else marked the same items."""
        theirs = list(error.theirs.values()) if isinstance(error.theirs, Mapping) else []
        counts = [
            (1, self.tr("%n as relevant", "", theirs.count(1))),
            (-1, self.tr("%n as not relevant", "", theirs.count(-1))),
            (0, self.tr("%n without a mark", "", theirs.count(0))),
        ]
        said = ", ".join(text for value, text in counts if value in theirs)
        if not error.asked:
            text = self.tr("{who} has marked what you marked otherwise meanwhile: {said}.")
            return text.format(who=who, said=said)
        text = self.tr("{who} has marked {some} of these {all} items otherwise meanwhile: {said}.")
        locale = QLocale()
        return text.format(
            who=who,
            some=locale.toString(len(theirs)),
            all=locale.toString(error.asked),
            said=said,
        )

    def _make(self, again: Callable[..., object], _checked: bool = False) -> None:
        """Make a change, or a part of it, whatever others did."""
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
        if self._to_ask:
            self._ask(self._to_ask.pop(0))


def _moment(at: datetime) -> str:
    """Return a time as the user's language writes it; without the day if it is today's."""
    local, short = at.astimezone(), QLocale.FormatType.ShortFormat
    moment = QDateTime.fromSecsSinceEpoch(int(local.timestamp()))
    if local.date() == datetime.now().astimezone().date():
        return QLocale().toString(moment.time(), short)
    return QLocale().toString(moment, short)
