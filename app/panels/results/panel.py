"""The results panel: the one shared result list, in the view of your choice."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from app.context import Panel, PanelContext, panels
from app.panels.results import keys
from app.panels.results.actions import ResultActions
from app.panels.results.flip import FlipBar
from app.panels.results.greeting import Greeting
from app.panels.results.grid import GridView
from app.panels.results.head import ResultHead
from app.panels.results.inspector import Inspector
from app.panels.results.ranking import Ranking
from app.panels.results.session import ResultSession
from app.panels.results.stack import ViewStack
from app.panels.results.view import HitView, Shown
from app.panels.results.views import VIEWS
from app.panels.results.words import WordStrip
from app.widgets.controls import on_click
from app.widgets.empty_state import EmptyState
from app.widgets.expertise import follow_controls
from app.widgets.uniform_grid import DEFAULT_SIDE, MAX_SIDE, MIN_SIDE
from common.values import ResultList

VIEW = "results.view"
CATCHING_UP = "late"  # who hands over what was found before the panel was made
REMOVAL = "item-actions"  # who takes items out of the library, and out of the list
SEEN_MS = 700  # pictures that stay on the screen for so long count as seen
_STEP = 1.25  # between sizes of pictures


@panels.register("results")
class ResultsPanel(Panel):
    """Shows what any panel found.

    Keys without modifiers stand in `keys.py`; `?` shows them all.
    """

    name = "results"
    area = "center"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._side = DEFAULT_SIDE
        self._untold: Shown | None = None  # what the head does not say yet
        self.session = ResultSession(context, self)
        self.head = ResultHead(VIEWS)
        self.stack = ViewStack(context, self.session.undo)
        self.empty = EmptyState()
        self.greeting = Greeting(context, self.empty, self)
        self.pages = QStackedWidget()
        self.inspector = Inspector(context)
        self.inspector.hide()
        self.inspector.buttons.more_like.add_actions()
        self.foot = QLabel(wordWrap=True)
        self.flip_bar, self.words = FlipBar(context), WordStrip(context)
        self.ranking = Ranking(context, self.session, self.head, self.flip_bar, self)
        self.items = ResultActions(context, self.session, self)
        self._looked = QTimer(self, singleShot=True, interval=SEEN_MS)
        self._looked.timeout.connect(self._note_seen)
        self._lay_out()
        self._connect()
        self.stack.choose(VIEWS[0].name)
        self.session.undo.add(VIEW, lambda: self.stack.name, self._bring_view)
        self.keys = [*keys.view_keys(self), *keys.keys_of(self)]
        follow_controls(context, self.head)
        self.greeting.greet()
        self._show_filled(filled=False)

    def _lay_out(self) -> None:
        self.foot.setAccessibleName(self.tr("What the view says"))
        self.foot.hide()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.stack)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.pages)
        self.split.addWidget(self.inspector)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([620, 320])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 4)
        layout.setSpacing(5)
        layout.addWidget(self.head)
        layout.addWidget(self.flip_bar)
        layout.addWidget(self.words)
        layout.addWidget(self.split, 1)
        layout.addWidget(self.foot)

    def _connect(self) -> None:
        shared, head, session = self.context.shared, self.head, self.session
        shared.results_changed.connect(self.take)
        shared.labels_changed.connect(self._on_labels)
        shared.items_changed.connect(self._on_items_changed)
        session.changed.connect(self._on_shown)
        session.sorted_by.connect(head.show_sort)
        session.numbers_known.connect(head.offer_numbers)
        head.view_chosen.connect(self.choose_view)
        head.sort_chosen.connect(session.set_sort)
        head.threshold_moved.connect(session.set_threshold)
        head.side_moved.connect(self.set_side)
        head.models_wanted.connect(partial(self.context.actions.trigger, "tools.networks"))
        on_click(head.help_button, self.show_keys)
        back = QShortcut(QKeySequence("Esc"), self, self.flip_bar.reject)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.setEnabled(False)  # but while a rule is tried: Esc has other uses
        self.flip_bar.opened.connect(back.setEnabled)
        head.words_button.toggled.connect(self.words.setVisible)
        head.inspect_button.toggled.connect(self._on_inspect)
        self.inspector.closed.connect(self.toggle_inspector)
        head.hide_button.setMenu(self.items.hide_menu(self))
        self.stack.made.connect(self._on_made)
        self.stack.came.connect(self._on_view)
        self.stack.noted.connect(self._say)

    # -- Panel

    @property
    def title(self) -> str:
        """Title of the panel."""
        return self.tr("Results")

    @property
    def is_idle(self) -> bool:
        """Whether all that is visible was asked for."""
        front = self.stack.front
        return self.session.is_idle and (front is None or not self.is_seen or front.is_idle)

    def on_seen(self) -> None:
        """Let the view in front work."""
        self._tell_head()
        self.stack.set_seen(on=True)
        self._looked.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the view in front rest."""
        super().hideEvent(event)
        self.stack.set_seen(on=False)

    def view_to_export(self) -> QWidget:
        """Return the view in front."""
        return self.pages

    def focus_main(self) -> None:
        """Put the keyboard on the hits."""
        if self.stack.front is not None and self.session.results.hits:
            self.stack.front.focus_main()
        else:
            self.setFocus()

    def step_hit(self, steps: int) -> bool:
        """Select the next or previous hit that is shown; goes round at the ends."""
        front = self.stack.front
        if self.session.results.by_filters and not self.is_seen:
            return False  # the wall lights up all that passes, not only the first of them
        return front is not None and front.step_hit(steps)

    def save_state(self) -> dict[str, Any]:
        """Return the view, how it shows hits, and what is left out."""
        return {
            "view": self.stack.name,
            "views": self.stack.save_state(),
            "side": self._side,
            "movement": self.head.move_button.isChecked(),
            "words": self.head.words_button.isChecked(),
            "inspector": self.head.inspect_button.isChecked(),
            "split": self.split.sizes(),
            **self.session.save_state(),
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state returned; unknown or bad entries are ignored."""
        self.stack.restore_state(state.get("views"))
        if isinstance(state.get("side"), int):
            self.set_side(state["side"])
        if isinstance(state.get("view"), str):
            self.stack.choose(state["view"])
        sizes = state.get("split")
        if isinstance(sizes, list) and len(sizes) == 2 and all(type(n) is int for n in sizes):
            self.split.setSizes(sizes)
        for name, button in (
            ("inspector", self.head.inspect_button), ("words", self.head.words_button),
            ("movement", self.head.move_button),
        ):  # fmt: skip
            button.setChecked(state.get(name) is True)
        self.session.restore_state(state)
        self.session.undo.sync()

    # -- the list

    def catch_up(self) -> None:
        """Show what was found before the panel was made."""
        found = self.context.shared.results
        if found.hits or found.query or found.notes:
            self.take(found, CATCHING_UP)

    @Slot(object, str)
    def take(self, found: ResultList, source: str) -> None:
        """Show another list; what a search found comes to the front."""
        if source == REMOVAL:  # the same list without what left the library
            self.ranking.swap(found)
            self.session.swap(found)
            return
        self.ranking.take(found)
        self.session.take(found)
        self.ranking.compare()
        if source == "search" and not found.by_filters and not self._keeps_wall():
            self.raise_tab()

    def _keeps_wall(self) -> bool:
        return bool(self.context.services.settings.search.keep_wall)

    def raise_tab(self) -> None:
        """Come to the front without taking the keyboard from where it is."""
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QTabWidget):
            parent = parent.parentWidget()
        if not isinstance(parent, QTabWidget) or parent.currentWidget() is self:
            return
        focus, covered = self.window().focusWidget(), parent.currentWidget()
        parent.setCurrentWidget(self)
        front = self.stack.front
        if front is not None and focus is not None and covered.isAncestorOf(focus):
            front.setFocus()  # the keyboard was on what is now covered

    @Slot(object)
    def _on_shown(self, shown: Shown) -> None:
        session = self.session
        self.stack.take(shown)
        self.inspector.take(shown)
        self._untold = shown
        if self.is_seen:
            self._tell_head()
        found = session.results
        if shown.hits:
            self._show_filled(filled=True)
            self._looked.start()
        elif found.hits:
            self.greeting.left_out(
                session.left.total,
                self.items.show_all,
                threshold=session.threshold > 0,
                lift=partial(session.set_threshold, 0),
            )
            self._show_filled(filled=False, left_out=True)
        else:
            self._show_empty(found)

    def _tell_head(self) -> None:
        """Say above the hits what is shown, once somebody sees it: it takes longest."""
        shown, self._untold = self._untold, None
        if shown is not None:
            smallest = self.session.smallest_score
            self.words.take(shown)
            self.head.show_shown(shown, is_ranked=self.session.is_ranked, smallest=smallest)
            self.head.show_threshold(self.session.threshold)

    def _show_empty(self, found: ResultList) -> None:
        if found.query or found.notes or found.by_filters:
            self.greeting.explain(found)
        else:
            self.greeting.greet()
        self._show_filled(filled=False)

    def _show_filled(self, *, filled: bool, left_out: bool = False) -> None:
        self.pages.setCurrentWidget(self.stack if filled else self.empty)
        self.head.setVisible(filled or left_out)

    @Slot(str)
    def _on_labels(self, _source: str) -> None:
        self.stack.take_labels(self.session.labels())

    @Slot(str)
    def _on_items_changed(self, _source: str) -> None:
        if self.greeting.is_greeting:
            self.greeting.greet()

    @Slot()
    def _note_seen(self) -> None:
        """Pictures that stayed on the screen for a moment count as seen."""
        front = self.stack.front
        if self.is_seen and front is not None and front.isVisible():
            self.session.note_seen(front.visible_items())

    # -- views

    @Slot(str)
    def choose_view(self, name: str) -> None:
        """Show the hits in another view."""
        if self.stack.choose(name):
            self.context.shared.note("results.view", {"view": name})
            self.session.undo.note(VIEW, self.tr("Show the results in another view"))
            if self.pages.currentWidget() is self.stack and self.stack.front is not None:
                self.stack.front.focus_main()

    def _bring_view(self, name: str) -> None:
        self.stack.choose(name)

    @Slot(object)
    def _on_view(self, view: HitView) -> None:
        self.head.show_view(view.name, view.controls())
        view.moved.connect(self._on_scrolled, Qt.ConnectionType.UniqueConnection)
        self._say("")

    @Slot(object)
    def _on_made(self, view: HitView) -> None:
        """Follow the size of the grid's pictures, and what is on its screen."""
        if isinstance(view, GridView):
            view.grid.side_changed.connect(self.head.size_slider.setValue)
            view.grid.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @Slot()
    def _on_scrolled(self) -> None:
        self._looked.start()

    @Slot(str)
    def _say(self, text: str) -> None:
        self.foot.setText(text)
        self.foot.setVisible(bool(text))

    @Slot(int)
    def set_side(self, side: int) -> None:
        """Show pictures of another size, pixels."""
        self._side = max(MIN_SIDE, min(MAX_SIDE, side))
        self.head.size_slider.setValue(self._side)
        self.stack.set_side(self._side)

    def larger(self) -> None:
        """Show larger pictures."""
        self.set_side(round(self._side * _STEP))

    def smaller(self) -> None:
        """Show smaller pictures."""
        self.set_side(round(self._side / _STEP))

    def toggle_list(self) -> None:
        """Show the grid as a list with reasons, or as pictures."""
        if self.stack.name != "grid":
            self.choose_view("grid")
        if isinstance(self.stack.front, GridView):
            self.stack.front.list_button.click()

    # -- the current hit

    def toggle_inspector(self) -> None:
        """Show or hide the inspector."""
        self.head.inspect_button.toggle()

    @Slot(bool)
    def _on_inspect(self, on: bool) -> None:
        self.inspector.setVisible(on)
        self.context.shared.note("results.inspect", {"on": on})
        front = self.stack.front
        if on and self.context.shared.current is None and front is not None:
            front.step_hit(1)

    def play(self) -> None:
        """Play at the hit, in the inspector."""
        self.head.inspect_button.setChecked(True)
        self.inspector.play()

    def more_like(self) -> None:
        """Offer the features to find more by."""
        if self.context.shared.current is not None:
            place = self.rect().center()
            self.inspector.buttons.more_like.popup(self.mapToGlobal(place))

    # -- keys

    def preview(self) -> None:
        """Show the current item large, or play it at the hit."""
        self.context.actions.trigger("item.open")

    def show_keys(self) -> None:
        """Show all keys."""
        self.items.show_keys(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See `keys.py`; while a rule is tried, Enter keeps it."""
        key = keys.find(self.keys, event)
        if key is not None and key.keys == "Return" and self.flip_bar.is_open:
            self.flip_bar.accept()
        elif key is not None:
            key.run()
        else:
            super().keyPressEvent(event)
