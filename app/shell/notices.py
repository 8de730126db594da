"""Messages that do not interrupt: bars above the panels, and a list of all of them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
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
from app.widgets.error_texts import error_line
from app.widgets.icons import icon
from app.widgets.numbers import numeral
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
        times: how often it was posted while its bar was in sight.
    """

    level: str
    text: str
    action: str = ""
    run: Callable[[], None] | None = None
    at: datetime | None = None
    sticky: bool = False
    times: int = 1


class NoticeBar(QFrame):
    """One message with its action and a close button; Esc closes the one with the keyboard."""

    closed = Signal(object)  # self

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self.kind: type[BaseException] | None = None  # of the error it tells
        self.setProperty("notice", notice.level)
        self.setAccessibleName(notice.text)
        self._drawing = drawing = QLabel()
        drawing.setAccessibleName(self._level(notice.level))
        text = QLabel(notice.text)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        text.setWordWrap(True)  # after the policy, which would forget that its height follows
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.count = QLabel()
        self.count.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 7, 7, 7)
        layout.setSpacing(10)
        layout.addWidget(drawing)
        layout.addWidget(text, 1)
        layout.addWidget(self.count)
        if notice.run is not None:
            button = QPushButton(notice.action)
            button.setAccessibleName(notice.action)
            button.clicked.connect(self._on_run)
            layout.addWidget(button)
        if not notice.sticky:
            close = quiet_button("close", self.tr("Close this message"))
            close.clicked.connect(self._on_close)
            layout.addWidget(close)
        self._show_times()
        self._draw()

    def _draw(self) -> None:
        """Draw the sign of the level in the colour of the theme."""
        self._drawing.setPixmap(icon(self.notice.level).pixmap(18, 18))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_drawing"):
            self._draw()

    def say_again(self, notice: Notice) -> None:
        """Show that the message was posted again.

        Args:
            notice: it, with how often it was.
        """
        self.notice = notice
        self._show_times()

    def _show_times(self) -> None:
        times = self.notice.times
        said = self.tr("%n time(s)", "", times)
        self.count.setText(f"×{numeral(times)}")
        self.count.setToolTip(said)
        self.count.setAccessibleName(said)
        self.count.setVisible(times > 1)
        self.setAccessibleName(f"{self.notice.text} {said}" if times > 1 else self.notice.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc where the keyboard is in the bar."""
        if event.key() == Qt.Key.Key_Escape and not self.notice.sticky:
            self._on_close()
        else:
            super().keyPressEvent(event)

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
        parent: owner.
    """

    counted = Signal(int)  # how many messages the user has not looked at in the list
    list_wanted = Signal()

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
        self._behind = 0  # messages whose bars had to go for others
        self.more = QPushButton(flat=True)
        self.more.setToolTip(self.tr("Show all messages since the start"))
        self.more.clicked.connect(self.list_wanted)
        self.more.hide()
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
            self.post(self._of_error(run)).kind = type(run)
        else:
            self.post(Notice(level, text, action, run if callable(run) else None))

    def _of_error(self, error: BaseException) -> Notice:
        if isinstance(error, AppError):
            return Notice("error", error_line(error))
        logger.error("unforeseen failure", exc_info=error)
        text = self.tr("Something went wrong that should not have: {error}").format(
            error=f"{type(error).__name__}: {error}"
        )

        def copy() -> None:
            self._report(error)

        return Notice("error", text, self.tr("Copy report"), copy)

    def post(self, notice: Notice) -> NoticeBar:
        """Show a message and return its bar; one that is in sight already is counted there."""
        there = next((bar for bar in self._bars if bar.notice.text == notice.text), None)
        if there is not None:
            self._again(there)
            return there
        dated = self._keep(notice)
        bar = NoticeBar(dated, self)
        bar.closed.connect(self._on_closed)
        self._bars.append(bar)
        self._layout.addWidget(bar)
        self._make_room(bar)
        if dated.level in {"info", "success"} and not dated.sticky and dated.run is None:
            QTimer.singleShot(INFO_MS, bar, bar._on_close)  # noqa: SLF001 - same module
        self.show()
        return bar

    def _again(self, bar: NoticeBar) -> None:
        """Count a message that came again, on its bar and in the list."""
        notice = bar.notice
        if notice.level in {"warning", "error"}:
            at = datetime.now().astimezone()
            again = replace(notice, at=at, times=notice.times + 1)
            self.history = [*(each for each in self.history if each is not notice), again]
            bar.say_again(again)

    def _make_room(self, newest: NoticeBar) -> None:
        """Take bars away until few enough are left: what went well first, then what is oldest.

        A low window has room for fewer: they must not push its lower edge off the screen.
        """
        while len(self._bars) > SHOWN or (len(self._bars) > 1 and not self._has_room()):
            passing = [bar for bar in self._bars if bar is not newest and not bar.notice.sticky]
            if not passing:
                break
            going = min(passing, key=lambda bar: bar.notice.level in {"warning", "error"})
            self._behind += 1
            self._on_closed(going)
        self._show_more()

    def _has_room(self) -> bool:
        """Whether the window can stay as high as it is with all bars."""
        window = self.window()
        if window is self or not window.isVisible():
            return True
        margins, width = self._layout.contentsMargins(), window.width()
        rows = [
            bar.heightForWidth(width) if bar.hasHeightForWidth() else bar.sizeHint().height()
            for bar in self._bars
        ]
        if self._behind:
            rows.append(self.more.sizeHint().height())
        wanted = sum(rows) + self._layout.spacing() * (len(rows) - 1)
        wanted += margins.top() + margins.bottom()
        now = self.minimumSizeHint().height() if self.isVisible() else 0
        return window.minimumSizeHint().height() - now + wanted <= window.height()

    def _show_more(self) -> None:
        """Say how many messages have no bar any more, below those that have."""
        if not self._bars:
            self._behind = 0
        self.more.setText(self.tr("and %n more …", "", self._behind))
        self._layout.removeWidget(self.more)
        self._layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignRight)
        self.more.setVisible(self._behind > 0)

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

    def drop_offers(self) -> None:
        """Take away what offers to do something: the library that it is about is closed."""
        for bar in self.bars:
            if bar.notice.run is not None and bar.kind is None:
                self._on_closed(bar)

    def clear(self) -> None:
        """Take all bars away; the list keeps the messages."""
        for bar in self.bars:
            self._on_closed(bar)

    def look(self) -> None:
        """The user looked at the list."""
        self._unseen = self._behind = 0
        self._show_more()
        self.counted.emit(0)

    @Slot(object)
    def _on_closed(self, bar: NoticeBar) -> None:
        if bar in self._bars:
            place = self._bars.index(bar)
            self._bars.remove(bar)
            if bar.isAncestorOf(self.window().focusWidget() or self):
                self._pass_focus(place)
            self._layout.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self._show_more()
        self.setVisible(bool(self._bars))

    def _pass_focus(self, place: int) -> None:
        """Give the keyboard to the bar that takes the place of one that goes."""
        if self._bars:
            bar = self._bars[min(place, len(self._bars) - 1)]
            button = next(iter(bar.findChildren(QAbstractButton)[::-1]), None)
            if button is not None:
                button.setFocus(Qt.FocusReason.TabFocusReason)

    def close_newest(self) -> None:
        """Close the newest bar that can be closed."""
        for bar in self._bars[::-1]:
            if not bar.notice.sticky:
                self._on_closed(bar)
                return


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
            times = f"  ×{numeral(notice.times)}" if notice.times > 1 else ""
            QListWidgetItem(icon(notice.level), f"{at}  {notice.text}{times}", self.list)
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
