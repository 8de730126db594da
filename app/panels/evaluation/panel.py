"""The evaluation panel: a task against the clock, on a server or in practice, and comparisons."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.context import Panel, PanelContext, panels
from app.panel_actions import answer
from app.panel_actions.evaluation import actions
from app.panels.evaluation.compare_page import ComparePage
from app.panels.evaluation.entries import EntryList, of_attempt, of_submission, of_try
from app.panels.evaluation.practice_head import PracticeHead
from app.panels.evaluation.server_head import ServerHead
from app.panels.evaluation.session import EvaluationSession
from app.panels.evaluation.submit_bar import SubmitBar
from app.panels.evaluation.task_card import TaskCard
from app.widgets.error_texts import error_line
from app.widgets.icons import icon
from app.widgets.item_menu import ItemMenu

PRACTICE, SERVER = 0, 1
SHOWN_MS = 8000  # how long a verdict stays
_DRAWINGS = {"success": "success", "error": "close", "warning": "warning", "info": "info"}


class VerdictBar(QFrame):
    """The last verdict: its colour, its shape and its words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tone = ""
        self.shape_label = QLabel()
        self.text = QLabel(wordWrap=True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.addWidget(self.shape_label)
        layout.addWidget(self.text, 1)
        self._hide = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._hide.timeout.connect(self.hide)
        self.hide()

    def say(self, tone: str, text: str, *, stays: bool = False) -> None:
        """Show a verdict, for some seconds or until something else is said."""
        self.tone = tone
        self.setProperty("notice", tone)
        self.shape_label.setPixmap(icon(_DRAWINGS[tone]).pixmap(20, 20))
        self.text.setText(text)
        self.setAccessibleName(text)
        for widget in (self, self.text):
            widget.style().polish(widget)
        self.show()
        self._fit()
        self._hide.stop()
        if not stays:
            self._hide.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for all lines; a scroll area does not ask how high words are when wrapped."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        margins = self.contentsMargins().left() + self.contentsMargins().right()
        wide = self.width() - margins - 20 - 32  # less the shape and the spaces around it
        self.text.setMinimumHeight(0)  # a label is never less high than its minimum
        self.text.setMinimumHeight(max(0, self.text.heightForWidth(max(80, wide))))


@panels.register("evaluation")
class EvaluationPanel(Panel):
    """Follows an evaluation on a DRES server, practises with the library, compares settings."""

    name = "evaluation"
    area = "right"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_first = True
        self.session = EvaluationSession(context, self)
        self.card = TaskCard(context)
        self.verdict = VerdictBar()
        self.submit_bar = SubmitBar(context)
        self.server = ServerHead()
        self.practice = PracticeHead()
        self.entries = EntryList()
        self.compare = ComparePage(context, self.practice.wish)
        self.tabs = QTabWidget(documentMode=True)
        self.tabs.setAccessibleName(self.tr("Pages of the evaluation"))
        self._lay_out()
        self._connect()
        self._add_actions()
        self._show()

    def _lay_out(self) -> None:
        play = QWidget()
        layout = QVBoxLayout(play)
        layout.setContentsMargins(8, 8, 8, 4)
        layout.setSpacing(8)
        layout.addWidget(self.practice)
        layout.addWidget(self.server)
        layout.addWidget(self.card)
        layout.addWidget(self.verdict)
        layout.addWidget(self.submit_bar)
        layout.addWidget(self.entries, 1)
        self.entries.setMinimumHeight(110)
        area = QScrollArea(widgetResizable=True)
        area.setAccessibleName(self.tr("The running task"))
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(play)
        self._pages = (QWidget(), QWidget())
        self._area = area
        for page, title in zip(self._pages, (self.tr("Practice"), self.tr("Server")), strict=True):
            QVBoxLayout(page).setContentsMargins(0, 0, 0, 0)
            self.tabs.addTab(page, title)
        self.tabs.addTab(self.compare, self.tr("Compare"))
        self._move_play(PRACTICE)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.tabs)

    def _move_play(self, page: int) -> None:
        """Practice and server share the card, the bar and the list: put them on this page."""
        layout = self._pages[page].layout()
        if layout is not None and self._area.parentWidget() is not self._pages[page]:
            layout.addWidget(self._area)
        self.practice.setVisible(page == PRACTICE)
        self.server.setVisible(page == SERVER)

    def _connect(self) -> None:
        session, server, practice = self.session, self.server, self.practice
        session.changed.connect(self._show)
        session.ticked.connect(self.card.tick)
        session.judged.connect(self._on_judged)
        session.failed.connect(self._on_failed)
        self.tabs.currentChanged.connect(self._on_tab)
        self.submit_bar.wanted.connect(session.submit)
        server.connect_wanted.connect(self._on_connect)
        server.disconnect_wanted.connect(self.verdict.hide)
        server.disconnect_wanted.connect(session.disconnect_from)
        server.cancel_wanted.connect(session.cancel)
        server.chosen.connect(session.choose)
        practice.make_wanted.connect(self.verdict.hide)
        practice.make_wanted.connect(session.make)
        practice.next_wanted.connect(session.start_next)
        practice.end_wanted.connect(self._on_end)
        practice.folder_wanted.connect(practice.ask_folder)
        self.context.shared.label_set_changed.connect(self._on_label_set)
        self.practice.label_set = self.context.shared.label_set
        self.entries.send_wanted.connect(session.send)
        self.entries.drop_wanted.connect(session.drop)
        self.entries.items_wanted.connect(self._on_items)
        ItemMenu(self.context, self.entries.list, self.entries.items_at, self.name)

    def _add_actions(self) -> None:
        def may_submit() -> bool:
            return bool(self.context.shared.selection) and self.session.can_submit

        answer(
            self.context,
            actions(self.context),
            {"item.submit": self.submit_selected, "evaluation.next": self.next_task},
            enabled={"item.submit": may_submit},
        )

    # -- Panel

    @property
    def title(self) -> str:
        """Title of the panel."""
        return self.tr("Evaluation")

    @property
    def is_idle(self) -> bool:
        """Whether nothing is waited for; a task that runs is no work."""
        return not self.session.is_busy and not self.compare.is_busy

    def on_seen(self) -> None:
        """Read what was submitted before, at the first time."""
        if self._is_first:
            self._is_first = False
            own = self.context.services.settings.evaluation
            self.server.address.setText(self.server.address.text() or own.address)
            self.server.user.setText(self.server.user.text() or own.user)
            if own.tasks_folder and not self.practice.folder:
                self.practice.set_folder(own.tasks_folder)
            self.session.read()
        self.submit_bar.refresh()

    def focus_main(self) -> None:
        """Put the keyboard on what comes next: the form, the start button, or submitting."""
        if self.session.can_submit:
            self.submit_bar.button.setFocus()
        elif self.tabs.currentIndex() == SERVER:
            box = self.server.password if self.server.address.text() else self.server.address
            box.setFocus()
        else:
            self.practice.start.setFocus()

    def save_state(self) -> dict[str, Any]:
        """Return pages and choices; never a password or a session."""
        return {
            "page": self.tabs.currentIndex(),
            "practice": self.practice.save_state(),
            "submit": self.submit_bar.save_state(),
            "compare": self.compare.save_state(),
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state returned."""
        for name, part in (
            ("practice", self.practice), ("submit", self.submit_bar), ("compare", self.compare),
        ):  # fmt: skip
            if isinstance(state.get(name), Mapping):
                part.restore_state(state[name])
        page = state.get("page")
        if isinstance(page, int) and 0 <= page < self.tabs.count():
            self.tabs.setCurrentIndex(page)

    # -- what the user does

    def submit_selected(self) -> None:
        """Submit the selected items."""
        self.submit_bar.submit()

    def next_task(self) -> None:
        """Start the next task of practice; where there is none left, make new ones."""
        self.come_forward()
        self.tabs.setCurrentIndex(PRACTICE)
        if self.session.practises or self.session.next_task is not None:
            self.session.start_next()
        else:
            self.practice.ask()

    @Slot()
    def _on_end(self) -> None:
        self.session.finish(skipped=False)

    @Slot(str, str, str)
    def _on_connect(self, address: str, user: str, password: str) -> None:
        self.verdict.hide()
        self.session.connect_to(address, user, password)
        services = self.context.services
        services.settings.evaluation.address, services.settings.evaluation.user = address, user
        try:
            services.save_settings()
        except OSError as error:
            self.context.notices.warn(self.tr("The address could not be kept: %s") % error)

    @Slot(str)
    def _on_label_set(self, name: str) -> None:
        self.practice.label_set = name

    @Slot(object)
    def _on_items(self, items: tuple[int, ...]) -> None:
        self.context.shared.select(items, self.name)

    @Slot(int)
    def _on_tab(self, page: int) -> None:
        if page in {PRACTICE, SERVER}:
            self._move_play(page)
            self._show()

    # -- what is shown

    @Slot(str, str)
    def _on_judged(self, tone: str, text: str) -> None:
        self.verdict.say(tone, text)
        if not self.is_seen:
            notices = self.context.notices
            (notices.info if tone in {"success", "info"} else notices.warn)(text)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.verdict.say("error", error_line(error), stays=True)
        if getattr(error, "kind", "") == "login":
            self.server.ask_password_again()
        if not self.is_seen:
            self.context.notices.error(error)

    @Slot()
    def _show(self) -> None:
        """Show everything anew."""
        session = self.session
        is_server = self.tabs.currentIndex() == SERVER
        view = session.view
        self.server.show_view(view, is_busy=session.is_connecting)
        place = session.place
        self.practice.show_place(place, len(session.tasks), is_running=session.practises)
        task = view.task if is_server else session.practice_task
        self.card.show_task(task)
        self.card.setVisible(view.is_connected if is_server else bool(task.name))
        serves = not session.practises if is_server else session.practises
        words = is_server and view.is_connected
        self.submit_bar.set_can_submit(session.can_submit and serves, words=words)
        self.submit_bar.setVisible(view.is_connected if is_server else session.practises)
        if is_server:
            self.entries.show_entries(self._server_title(), self._submissions())
        elif session.practises:
            tries = [of_try(one, session.names) for one in reversed(session.tries)]
            title = self.tr("Submitted in this task") if tries else self.tr("Nothing submitted yet")
            self.entries.show_entries(title, tries)
        else:
            attempts = [of_attempt(one) for one in reversed(session.attempts)]
            self.entries.show_entries(self._practice_title(bool(attempts)), attempts)

    def _submissions(self) -> list[Any]:
        """Return what is in the queue, then what was submitted, newest first."""
        listed = list(reversed(self.session.submissions))
        listed.sort(key=lambda one: not one.is_queued)
        return [of_submission(one) for one in listed]

    def _server_title(self) -> str:
        if queued := len(self.session.queued):
            return self.tr("%n answer(s) not sent", "", queued)
        if self.session.submissions:
            return self.tr("Submitted")
        if self.session.view.is_connected:
            return self.tr("Nothing submitted yet")
        return self.tr(
            "Takes part in an evaluation on a DRES server. Nothing is sent before you connect; the "
            "password stays in memory until you disconnect."
        )

    def _practice_title(self, has_attempts: bool) -> str:
        notes = list(self.session.notes)
        if not has_attempts:
            notes.append(
                self.tr("Start: you are shown or told something, find it before the time is over.")
            )
        else:
            notes.append(self.tr("Tasks played so far"))
        return "\n".join(notes)
