"""What the search panel can do from menus and keys."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from app.jobs import Priority
from app.panel_actions import answer
from app.panel_actions.search import actions
from app.panels.search import lookups
from app.panels.search.history_menu import HistoryMenu
from app.panels.search.keys import key_groups
from app.panels.search.pictures import example_from
from app.panels.search.relocate import Relocation
from app.services.types import FUSION_RULES, Example, Part, PoseAsk, Query, Stage
from app.widgets.error_texts import error_line
from app.widgets.expertise import follow_controls
from app.widgets.icons import icon
from app.widgets.key_sheet import KeySheet
from app.widgets.search_names import fusion_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.panels.search.panel import SearchPanel


class SearchActions(QObject):
    """Actions, keys and menus of a panel.

    Args:
        panel: of the window.
    """

    def __init__(self, panel: "SearchPanel") -> None:
        super().__init__(panel)
        self._panel = panel
        self._context = panel.context
        self.history = HistoryMenu(panel)
        self.relocation = Relocation(panel)
        answer(
            self._context,
            actions(self._context),
            {
                "search.focus": panel.focus_main,
                "item.find-similar": self.find_similar,
                "item.add-to-query": self.add_selected,
                "item.find-pose": self.find_pose,
                "search.canvas": partial(self.add, "canvas"),
                "search.clear": panel.clear,
            },
        )
        self._add_shortcuts()
        head = panel.head
        head.more_menu.aboutToShow.connect(self._fill_more)
        head.history_menu.aboutToShow.connect(lambda: self.history.fill(head.history_menu))
        self._fill_more()
        follow_controls(self._context, head)

    def _add_shortcuts(self) -> None:
        panel, head = self._panel, self._panel.head
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        keys: dict[str, Callable[[], object]] = {
            "Alt+Left": partial(panel.session.go, -1),
            "Alt+Right": partial(panel.session.go, 1),
            "Alt+A": head.add_button.showMenu,
            "Alt+Shift+N": panel.stages.add_stage,
            "Alt+Shift+F": head.filters.click,
            "Alt+Shift+O": head.options.click,
            "Alt+Shift+H": head.history.showMenu,
            "Alt+Shift+K": self.toggle_rerank,
            "Alt+Shift+M": self.relocation.open,
            "Alt+Shift+R": panel.read_back.toggle,
            "Alt+Shift+D": panel.dictation.start,
            "Alt+Shift+S": self.history.save,
            "Alt+Shift+Backspace": panel.clear,
            "F8": panel.options.next_rule,
        }
        for text, run in keys.items():
            QShortcut(QKeySequence(text), panel, run, context=scope)

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key of the panel does; False where it is none."""
        panel = self._panel
        if event.key() == Qt.Key.Key_Escape and panel.session.is_busy:
            panel.session.cancel()
            return True
        if event.matches(QKeySequence.StandardKey.Paste):
            example = example_from(QGuiApplication.clipboard().mimeData())
            if example is not None:
                panel.search_example(example)
            return example is not None
        if event.text() == "?":  # where words are typed it does not get here
            self.show_keys()
            return True
        return False

    # -- what actions do

    def find_similar(self) -> None:
        """Search by the current item alone."""
        item = self._context.shared.current
        if item is not None:
            self._context.shared.query_requested.emit(Query.of(example=Example(item=item)))

    def find_pose(self) -> None:
        """Search by the pose of the person who is seen best in the current item."""
        item = self._context.shared.current
        if item is None:
            return
        job = self._context.jobs.submit(
            "io", partial(lookups.pose_of, self._context.services, item),
            replaces="search-pose", priority=Priority.INTERACTIVE,
        )  # fmt: skip
        job.succeeded.connect(self._on_pose)
        job.failed.connect(self._context.notices.error)

    @Slot(object)
    def _on_pose(self, ask: PoseAsk) -> None:
        self._context.shared.query_requested.emit(Query(stages=(Stage((Part(ask),)),)))

    def add_selected(self) -> None:
        """Search by the current item beside what is asked."""
        item = self._context.shared.current
        if item is not None:
            self._panel.come_forward()
            self._panel.search_example(Example(item=item))

    def add(self, kind: str) -> None:
        """Add a part to the first stage, from everywhere."""
        self._panel.come_forward()
        self._panel.add_kind(kind, 0)

    def toggle_rerank(self) -> None:
        """Switch between searching everywhere and ranking anew what is shown."""
        if self._panel.filters.ranks_shown:
            self._panel.filters.search_all()
        else:
            self._panel.filters.rank_shown()

    def toggle_live(self) -> None:
        """Let results follow the words while they are typed, or not."""
        services = self._context.services
        services.settings.search.live = not services.settings.search.live
        try:
            services.save_settings()
        except OSError as error:
            text = self.tr("The settings cannot be saved: {error}")
            self._context.notices.warn(text.format(error=error_line(error)))
        self._context.shared.settings_changed.emit("search.live")

    def show_keys(self) -> None:
        """Show all keys of the panel."""
        sheet = KeySheet(self.tr("Keys of the search"), key_groups(), self._panel, columns=2)
        sheet.resize(860, 680)
        sheet.open()

    # -- the menu of further ways

    def _fill_more(self) -> None:
        menu, panel, tr = self._panel.head.more_menu, self._panel, self.tr
        menu.clear()

        def add(title: str, keys: str, run: "Callable[[], object]", tip: str, drawing: str = "",
                on: bool | None = None) -> None:  # fmt: skip
            shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            action = menu.addAction(f"{title}\t{shown}" if keys else title)
            action.setToolTip(tip)
            if drawing:
                action.setIcon(icon(drawing))
            if on is not None:
                action.setCheckable(True)
                action.setChecked(on)
            action.triggered.connect(lambda _on=False: run())

        add(tr("&Re-rank what is shown"), "Alt+Shift+K", self.toggle_rerank,
            tr("Searches rank only the items of this list anew"), "rerank",
            on=panel.filters.ranks_shown)  # fmt: skip
        add(tr("Pictures near these &words …"), "Alt+Shift+M", self.relocation.open,
            tr("A map of pictures; the one you pick replaces the words"), "relocate")  # fmt: skip
        add(tr("Read the words &back"), "Alt+Shift+R", panel.read_back.toggle,
            tr("Show how the words are understood, as chips to change"), "boxes",
            on=panel.read_back.is_on)  # fmt: skip
        add(tr("&Search while typing"), "", self.toggle_live,
            tr("Results follow the words when typing rests"),
            on=self._context.services.settings.search.live)  # fmt: skip
        self._add_rules(menu)
        menu.addSeparator()
        add(tr("&New search"), "Alt+Shift+Backspace", panel.clear,
            tr("Begin with an empty query; filters stay"), "reset")  # fmt: skip
        add(tr("&Keys …"), "?", self.show_keys, tr("All keys of this panel"), "keyboard")

    def _add_rules(self, menu: QMenu) -> None:
        rules = menu.addMenu(self.tr("&Merge by"))
        now = self._panel.session.query.fusion
        names = fusion_names()
        for rule in FUSION_RULES:
            action = rules.addAction(names.get(rule, rule))
            action.setCheckable(True)
            action.setChecked(rule == now)
            action.triggered.connect(
                lambda _on=False, name=rule: self._panel.options.choose_rule(name)
            )
