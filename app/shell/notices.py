"""Messages that do not interrupt: bars above the panels, and a list of all of them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.context import Notices
from app.shell.parts import quiet_button
from app.widgets.icons import icon
from common.errors import AppError

logger = logging.getLogger(__name__)

LEVELS = ("info", "success", "warning", "error")
SHOWN = 3
KEPT = 500
INFO_MS = 8000


@dataclass(frozen=True, slots=True)
class Notice:
    """A message.

    Args:
        level: one of LEVELS.
        text: one or two sentences.
        action: title of the button, "" for none.
        run: what the button does.
        at: when it was posted, local time.
        sticky: stays until the reason is gone; has no close button and does not time out.
    """

    level: str
    text: str
    action: str = ""
    run: Callable[[], None] | None = None
    at: datetime | None = None
    sticky: bool = False


class NoticeBar(QFrame):
    """One message with its action and a close button."""

    closed = Signal(object)  # self

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self.kind: type[BaseException] | None = None  # of the error it tells
        self.setProperty("notice", notice.level)
        self.setAccessibleName(notice.text)
        drawing = QLabel()
        drawing.setPixmap(icon(notice.level).pixmap(18, 18))
        drawing.setAccessibleName(self._level(notice.level))
        text = QLabel(notice.text)
        text.setWordWrap(True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 7, 7, 7)
        layout.setSpacing(10)
        layout.addWidget(drawing)
        layout.addWidget(text, 1)
        if notice.run is not None:
            button = QPushButton(notice.action)
            button.setAccessibleName(notice.action)
            button.clicked.connect(self._on_run)
            layout.addWidget(button)
        if not notice.sticky:
            close = quiet_button("close", self.tr("Close this message"))
            close.clicked.connect(self._on_close)
            layout.addWidget(close)

    def _level(self, level: str) -> str:
        """Return what a level of messages is called."""
        names = {
            "info": self.tr("Information"),
            "success": self.tr("Success"),
            "warning": self.tr("Warning"),
            "error": self.tr("Error"),
        }
        return names.get(level, level)

    @Slot()
    def _on_run(self) -> None:
        run = self.notice.run
        if not self.notice.sticky:
            self._on_close()
        if run is not None:
            run()

    @Slot()
    def _on_close(self) -> None:
        self.closed.emit(self)


class NoticeStack(QWidget):
    """The newest messages as bars, and all of them for the list.

    Args:
        notices: where messages come from.
        report: makes and copies a report about the exception given (or none).
    """

    counted = Signal(int)  # how many messages the user has not looked at in the list

    def __init__(
        self,
        notices: Notices,
        report: Callable[[BaseException | None], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.history: list[Notice] = []
        self._report = report
        self._bars: list[NoticeBar] = []
        self._hushed: tuple[type[BaseException], ...] = ()
        self._unseen = 0
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(10, 6, 10, 6)
        self._layout.setSpacing(5)
        self.hide()
        notices.posted.connect(self._on_posted)

    @property
    def bars(self) -> list[NoticeBar]:
        """The bars in sight, oldest first."""
        return list(self._bars)

    def _keep(self, notice: Notice) -> Notice:
        """Put a message into the list; return it with its time."""
        dated = replace(notice, at=notice.at or datetime.now().astimezone())
        self.history = [*self.history[-KEPT + 1 :], dated]
        self._unseen += 1
        self.counted.emit(self._unseen)
        return dated

    @Slot(str, str, str, object)
    def _on_posted(self, level: str, text: str, action: str, run: object) -> None:
        if isinstance(run, self._hushed):
            notice = self._of_error(run)
            if not self.history or self.history[-1].text != notice.text:
                self._keep(notice)
        elif isinstance(run, BaseException):
            bar = self.post(self._of_error(run))
            if bar is not None:
                bar.kind = type(run)
        else:
            self.post(Notice(level, text, action, run if callable(run) else None))

    def _of_error(self, error: BaseException) -> Notice:
        if isinstance(error, AppError):
            return Notice("error", str(error))
        logger.error("unforeseen failure", exc_info=error)
        text = self.tr("Something went wrong that should not have: {error}").format(
            error=f"{type(error).__name__}: {error}"
        )

        def copy() -> None:
            self._report(error)

        return Notice("error", text, self.tr("Copy report"), copy)

    def post(self, notice: Notice) -> NoticeBar | None:
        """Show a message; one that is in sight already is not shown twice."""
        if any(bar.notice.text == notice.text for bar in self._bars):
            return None
        dated = self._keep(notice)
        bar = NoticeBar(dated, self)
        bar.closed.connect(self._on_closed)
        self._bars.append(bar)
        self._layout.addWidget(bar)
        passing = [old for old in self._bars if not old.notice.sticky]
        for old in passing[:-SHOWN]:
            self._on_closed(old)
        if dated.level in {"info", "success"} and not dated.sticky and dated.run is None:
            QTimer.singleShot(INFO_MS, bar, bar._on_close)  # noqa: SLF001 - same module
        self.show()
        return bar

    def hush(self, *kinds: type[BaseException]) -> None:
        """Show no bars for errors of these kinds from now on: a bar says why they come.

        They stand in the list nevertheless.
        """
        self._hushed = kinds

    def forget(self, kind: type[BaseException]) -> None:
        """Take bars of errors of a kind away: the reason is gone."""
        for bar in self.bars:
            if bar.kind is not None and issubclass(bar.kind, kind):
                self._on_closed(bar)

    def remove(self, bar: NoticeBar) -> None:
        """Take a bar away."""
        self._on_closed(bar)

    def clear(self) -> None:
        """Take all bars away; the list keeps the messages."""
        for bar in self.bars:
            self._on_closed(bar)

    def look(self) -> None:
        """The user looked at the list."""
        self._unseen = 0
        self.counted.emit(0)

    @Slot(object)
    def _on_closed(self, bar: NoticeBar) -> None:
        if bar in self._bars:
            self._bars.remove(bar)
            self._layout.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self.setVisible(bool(self._bars))


class NoticeList(QDialog):
    """All messages since the start, newest first."""

    def __init__(self, history: list[Notice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Messages"))
        self.resize(640, 420)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Messages, newest first"))
        self.list.setWordWrap(True)
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        for notice in reversed(history):
            at = f"{notice.at:%H:%M:%S}" if notice.at else ""
            QListWidgetItem(icon(notice.level), f"{at}  {notice.text}", self.list)
        if not history:
            self.list.addItem(self.tr("No messages since the start."))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(self.tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._on_copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.list)
        layout.addWidget(buttons)

    @Slot()
    def _on_copy(self) -> None:
        rows = self.list.selectedItems() or [
            self.list.item(row) for row in range(self.list.count())
        ]
        QGuiApplication.clipboard().setText("\n".join(row.text() for row in rows))
