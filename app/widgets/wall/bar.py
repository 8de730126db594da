"""The controls above the wall: arrangement, search, filters and how cells look."""

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)

from app.services.wall import BY_VECTORS, DEFAULT_NOISE
from app.widgets.controls import clearable
from app.widgets.flow_layout import FlowLayout
from app.widgets.icons import icon
from app.widgets.list_texts import method_names
from app.widgets.wall.key_box import WITH_KEY, KeyBox
from app.widgets.wall.note_label import NoteLabel
from common.values import ItemKind

TYPING_MS = 180  # pause after the last key before a search starts
SLIDING_MS = 60
HINT_MARGIN = 28  # pixels: frame and padding of the box


class SearchField(QLineEdit):
    """A search box that steps through matches with Enter and gives Escape a meaning."""

    stepped = Signal(int)  # +1 or -1
    left = Signal()  # Escape in an empty box

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter steps on, Shift+Enter back, Escape clears."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.stepped.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class WallBar(QWidget):
    """Controls above the wall. Signals are sent for what the user does, not for what is set."""

    arrangement_chosen = Signal()  # method, key, noise or seed are others
    text_edited = Signal(str)
    stepped = Signal(int)
    look_chosen = Signal(str, str)  # shape, fit
    kinds_chosen = Signal(object)  # frozenset[ItemKind]
    filters_wanted = Signal()
    left = Signal()  # the user is done with the box

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seed = 0
        self.item = -1  # in the middle of "around"
        self._is_expert = True
        self._method_names = method_names()
        self.methods = QComboBox()
        self.keys = KeyBox()
        self.encoders = QComboBox()
        self.note = NoteLabel()
        self.noise = QSlider(Qt.Orientation.Horizontal)
        self.shuffle = QToolButton()
        self.search = SearchField()
        self.count = QLabel()
        self._previous = self._tool("chevron-up", self.tr("Previous match (Shift+F3)"))
        self._next = self._tool("chevron-down", self.tr("Next match (F3)"))
        self._filter = self._tool("filter", self.tr("Light up only what has a value (Ctrl+5)"))
        self._look = self._tool("settings", self.tr("Cell shape, pictures and kinds of items"))
        self._typing = self._pause(TYPING_MS, self._on_typed)
        self._sliding = self._pause(SLIDING_MS, self.arrangement_chosen.emit)
        self._set_up_arranging()
        self._set_up_search()
        self._filter.clicked.connect(self.filters_wanted)
        self._look_menu = self._menu_of(self._look)
        self._shapes = self._set_up_choices(
            self.tr("Cells"),
            {
                "auto": self.tr("As most pictures are"),
                "poster": self.tr("Poster, 2:3"),
                "square": self.tr("Square"),
                "photo": self.tr("Photo, 3:2"),
            },
        )
        self._fits = self._set_up_choices(
            self.tr("Pictures"),
            {"crop": self.tr("Fill the cell"), "fit": self.tr("Show all of the picture")},
        )
        self._kinds = self._set_up_kinds()
        self._lay_out()
        self.set_methods(["random"])

    # -- set-up

    @staticmethod
    def _tool(drawing: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(drawing))
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setAutoRaise(True)
        return button

    def _pause(self, wait_ms: int, then: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(wait_ms)
        timer.timeout.connect(then)
        return timer

    @staticmethod
    def _menu_of(button: QToolButton) -> QMenu:
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return menu

    def _set_up_arranging(self) -> None:
        for box in (self.methods, self.keys, self.encoders):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.methods.setAccessibleName(self.tr("Arrangement"))
        self.methods.setToolTip(self.tr("How the wall is arranged"))
        self.methods.activated.connect(self._on_method)
        self.keys.activated.connect(lambda _index: self.arrangement_chosen.emit())
        self.encoders.setAccessibleName(self.tr("Compare by"))
        self.encoders.setToolTip(self.tr("What items are compared by"))
        self.encoders.activated.connect(lambda _index: self.arrangement_chosen.emit())
        self.set_encoders(())
        self.noise.setRange(5, 100)
        self.noise.setValue(round(DEFAULT_NOISE * 100))
        self.noise.setFixedWidth(110)
        self.noise.setAccessibleName(self.tr("Looseness of the clusters"))
        self.noise.setToolTip(self.tr("Left: firm clusters. Right: nearly random."))
        self.noise.valueChanged.connect(lambda _value: self._sliding.start())
        self.shuffle.setText(self.tr("Shuffle"))
        self.shuffle.setToolTip(self.tr("Deal the pictures anew"))
        self.shuffle.setAccessibleName(self.tr("Shuffle"))
        self.shuffle.clicked.connect(self._on_shuffle)

    def _set_up_search(self) -> None:
        self.search.setPlaceholderText(self.tr("Find on the wall"))
        self.search.setAccessibleName(self.tr("Find on the wall"))
        self.search.setToolTip(
            self.tr("Titles, facets and texts. Matches light up; F3 steps through them.")
        )
        clearable(self.search)
        hint = self.search.fontMetrics().horizontalAdvance(self.search.placeholderText())
        self.search.setMinimumWidth(max(120, hint + HINT_MARGIN))
        self.search.setMaximumWidth(260)
        self.search.textEdited.connect(lambda _text: self._typing.start())
        self.search.textChanged.connect(self._on_cleared)
        self.search.stepped.connect(self._on_enter)
        self.search.left.connect(self.left)
        self._previous.clicked.connect(lambda: self.stepped.emit(-1))
        self._next.clicked.connect(lambda: self.stepped.emit(1))
        self.count.setAccessibleName(self.tr("Number of matches"))
        # The controls behind it stay where they are, whatever it says.
        self.count.setMinimumWidth(self.count.fontMetrics().horizontalAdvance("100,000 matches"))

    def _set_up_choices(self, title: str, names: Mapping[str, str]) -> dict[str, QAction]:
        self._look_menu.addSection(title)
        group = QActionGroup(self._look_menu)
        made: dict[str, QAction] = {}
        for key, name in names.items():
            action = QAction(name, group, checkable=True)
            self._look_menu.addAction(action)
            action.triggered.connect(self._on_look)
            made[key] = action
        return made

    def _set_up_kinds(self) -> dict[ItemKind, QAction]:
        self._look_menu.addSection(self.tr("Show"))
        names = {
            ItemKind.PHOTO: self.tr("Photos"),
            ItemKind.FILM: self.tr("Films"),
            ItemKind.VIDEO: self.tr("Videos"),
            ItemKind.SHOT: self.tr("Shots of videos"),
            ItemKind.LIFELOG: self.tr("Lifelog"),
        }
        made: dict[ItemKind, QAction] = {}
        for kind, name in names.items():
            action = self._look_menu.addAction(name)
            action.setCheckable(True)
            action.triggered.connect(self._on_kinds)
            made[kind] = action
        return made

    def _lay_out(self) -> None:
        finder = QWidget()
        row = QHBoxLayout(finder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for widget in (self.search, self._previous, self._next, self.count):
            row.addWidget(widget)
        flow = FlowLayout(self)
        controls: list[QWidget] = [
            self.methods,
            self.keys,
            self.encoders,
            self.noise,
            self.shuffle,
            finder,
            self._filter,
            self._look,
        ]
        for control in (*controls, self.note):
            flow.addWidget(control)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, control: QWidget) -> None:
        """Add a control behind the others."""
        layout = self.layout()
        if layout is not None:
            layout.removeWidget(self.note)
            layout.addWidget(control)
            layout.addWidget(self.note)  # the last one: the first to go to a line of its own

    # -- what is chosen

    @property
    def method(self) -> str:
        """The arrangement chosen."""
        return str(self.methods.currentData() or "random")

    @property
    def key(self) -> str:
        """The facet chosen to cluster or sort by, "" for the best one."""
        return self.keys.key

    @property
    def encoder(self) -> str:
        """The encoder chosen to compare by, "" for the best one."""
        return str(self.encoders.currentData() or "")

    def set_methods(self, names: Sequence[str]) -> None:
        """Offer these arrangements; the one chosen stays chosen."""
        chosen = self.method
        wanted = [*names, *([chosen] if chosen not in names else [])]
        shown = [self.methods.itemData(i) for i in range(self.methods.count())]
        if shown != wanted:
            with QSignalBlocker(self.methods):
                self.methods.clear()
                for name in wanted:
                    self.methods.addItem(self._method_names.get(name, name), name)
        self.choose(chosen)

    def choose(self, method: str, key: str | None = None, noise: float | None = None) -> None:
        """Show an arrangement as the chosen one."""
        index = self.methods.findData(method)
        if index < 0:
            self.methods.addItem(self._method_names.get(method, method), method)
            index = self.methods.count() - 1
        self.methods.setCurrentIndex(index)
        if noise is not None:
            with QSignalBlocker(self.noise):
                self.noise.setValue(round(noise * 100))
        self.keys.show_for(method)
        if key:
            self.keys.choose(key)
        self.keys.setVisible(method in WITH_KEY and self._is_expert)
        self._show_encoders()
        self.noise.setVisible(method == "semi-clustered" and self._is_expert)
        self.shuffle.setVisible(method == "random")

    def set_keys(
        self, keys: Mapping[str, int], default: str, numbers: Collection[str] = ()
    ) -> None:
        """Offer these facets to cluster by, and those of them that are numbers to sort by."""
        self.keys.offer(keys, default, numbers, self.method)

    def set_encoders(self, names: Sequence[str], chosen: str | None = None) -> None:
        """Offer these encoders, the best one first; None keeps what is chosen."""
        chosen = self.encoder if chosen is None else chosen
        wanted = ["", *names, *([chosen] if chosen and chosen not in names else [])]
        if [self.encoders.itemData(i) for i in range(self.encoders.count())] != wanted:
            self.encoders.clear()
            titles = {
                "": self.tr("Best comparison"),
                "minilm": self.tr("By their texts"),
                "layout": self.tr("By colours and layout"),
                "conse": self.tr("By concepts"),
            }
            for name in wanted:
                self.encoders.addItem(
                    titles.get(name) or self.tr("By %1").replace("%1", name), name
                )
        self.encoders.setCurrentIndex(wanted.index(chosen))
        self._show_encoders()

    def _show_encoders(self) -> None:
        can_choose = self.encoders.count() > 2 and self._is_expert
        self.encoders.setVisible(self.method in BY_VECTORS and can_choose)

    def set_look(self, shape: str, fit: str, kinds: frozenset[ItemKind]) -> None:
        """Show how cells look and what is on the wall."""
        self._shapes[shape].setChecked(True)
        self._fits[fit].setChecked(True)
        for kind, action in self._kinds.items():
            action.setChecked(kind in kinds)

    def set_counts(self, counts: Mapping[ItemKind, int]) -> None:
        """Offer only kinds that the library has."""
        for kind, action in self._kinds.items():
            action.setVisible(bool(counts.get(kind)))

    def show_count(self, text: str, *, can_step: bool) -> None:
        """Say how many items match."""
        self.count.setText(text)
        self._previous.setEnabled(can_step)
        self._next.setEnabled(can_step)

    def lock(self, *, on: bool) -> None:
        """Keep the user from choosing another arrangement; a study does."""
        for control in (self.methods, self.keys, self.encoders, self.noise, self.shuffle):
            control.setEnabled(not on)

    def set_expert(self, *, on: bool) -> None:
        """Show all controls, or only those that most people need."""
        self._is_expert = on
        self._look.setVisible(on)
        self.choose(self.method)

    # -- what the user does

    @Slot()
    def _on_method(self) -> None:
        self.choose(self.method)
        self.arrangement_chosen.emit()

    @Slot()
    def _on_shuffle(self) -> None:
        self.seed += 1
        self.arrangement_chosen.emit()

    @Slot()
    def _on_typed(self) -> None:
        self.text_edited.emit(self.search.text())

    @Slot(str)
    def _on_cleared(self, text: str) -> None:
        if not text:
            self._typing.stop()
            self.text_edited.emit("")

    @Slot(int)
    def _on_enter(self, step: int) -> None:
        if self._typing.isActive():
            self._typing.stop()
            self._on_typed()
        self.stepped.emit(step)

    @Slot()
    def _on_look(self) -> None:
        shape = next(name for name, action in self._shapes.items() if action.isChecked())
        fit = next(name for name, action in self._fits.items() if action.isChecked())
        self.look_chosen.emit(shape, fit)

    @Slot()
    def _on_kinds(self) -> None:
        kinds = frozenset(kind for kind, action in self._kinds.items() if action.isChecked())
        self.kinds_chosen.emit(kinds)
