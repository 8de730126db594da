"""The bar above the table of videos: which concepts, in which order, which videos."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, QStringListModel, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QVBoxLayout, QWidget

from app.panels.results.time_rows import stage_colour
from app.services.types import VIDEO_ORDERS, OverviewRequest
from app.widgets.chips import Chip, ChipRow
from app.widgets.controls import clearable, tool_button
from app.widgets.flow_layout import FlowLayout

TYPING_MS = 150


class VideoBar(QWidget):
    """Chooses what the table of videos shows.

    Args:
        parent: owner.
    """

    changed = Signal(str)  # what was changed, as a step of the history
    prefix_typed = Signal(str)  # suggestions are wanted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.request = OverviewRequest()
        self._make_concepts()
        self._make_choices()
        flow = FlowLayout(spacing=6)
        for widget in (
            self.box, self.order, self.group_button, self.must_button, self.hits_button, self.title
        ):  # fmt: skip
            flow.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2)
        layout.setSpacing(4)
        layout.addLayout(flow)
        layout.addWidget(self.chips)

    def _make_concepts(self) -> None:
        tr = self.tr
        self.box = QLineEdit()
        self.box.setPlaceholderText(tr("Add a concept …"))
        self.box.setAccessibleName(tr("Concepts"))
        self.box.setToolTip(tr("Concepts and objects by which videos are compared"))
        self.box.setMinimumWidth(150)
        clearable(self.box)
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated.connect(self._on_completed)
        completer.setWidget(self.box)  # shown by us, so that choosing does not fill the box
        self._completer = completer
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._ask)
        self.box.textEdited.connect(self._on_typed)
        self.box.returnPressed.connect(self._on_return)
        self.chips = ChipRow()

    def _make_choices(self) -> None:
        tr = self.tr
        self.order = QComboBox()
        self.order.setAccessibleName(tr("Order of the videos"))
        titles = {
            "frequency": tr("By frequency"), "confidence": tr("By confidence"),
            "hits": tr("By hits"), "length": tr("By length"), "title": tr("By title"),
        }  # fmt: skip
        self.order.setToolTip(
            tr("Frequency: share of the frames with a concept; confidence: mean score of these")
        )
        for name in VIDEO_ORDERS:
            self.order.addItem(titles[name], name)
        self.order.activated.connect(self._on_order)
        self.group_button = tool_button(
            tr("Group"), tr("Gather videos by the concept that is strongest in them"),
            partial(self._flip, "grouped"), checkable=True,
        )  # fmt: skip
        self.must_button = tool_button(
            tr("With all"), tr("Only videos in which every chosen concept is seen"),
            partial(self._flip, "must"), checkable=True,
        )  # fmt: skip
        self.hits_button = tool_button(
            tr("With hits"), tr("Only videos with hits of this list"),
            partial(self._flip, "only_hits"), checkable=True,
        )  # fmt: skip
        self.title = QLineEdit()
        self.title.setPlaceholderText(tr("Filter titles …"))
        self.title.setAccessibleName(tr("Words in the title"))
        self.title.setMinimumWidth(120)
        clearable(self.title)
        self._title_typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._title_typing.timeout.connect(self._on_title)
        self.title.textChanged.connect(self._on_title_typed)

    @property
    def is_idle(self) -> bool:
        """Whether nothing that was typed waits."""
        return not self._typing.isActive() and not self._title_typing.isActive()

    # -- what is chosen

    def show_request(self, request: OverviewRequest) -> None:
        """Show what is chosen, without telling of it."""
        self.request = request
        self.order.setCurrentIndex(self.order.findData(request.order))
        self.group_button.setChecked(request.grouped)
        self.must_button.setChecked(request.must)
        self.hits_button.setChecked(request.only_hits)
        if self.title.text() != request.title:
            with QSignalBlocker(self.title):
                self.title.setText(request.title)

    def show_concepts(self, concepts: Sequence[str], *, chosen_by_us: bool) -> None:
        """Show the concepts of the table as chips; those that nobody chose cannot be taken out."""
        self.chips.clear()
        for place, name in enumerate(concepts):
            chip = Chip(name, removable=not chosen_by_us, colour=stage_colour(place))
            if chosen_by_us:
                chip.setToolTip(self.tr("%s: among the most frequent; click to choose it") % name)
                chip.chosen.connect(partial(self.add_concept, name))
            else:
                chip.setToolTip(self.tr("%s: click to sort by it alone, or by all again") % name)
                chip.set_on(on=self.request.by == name)
                chip.chosen.connect(partial(self.sort_by, name))
            chip.removed.connect(partial(self.remove_concept, name))
            self.chips.add(chip)

    def add_concept(self, name: str, _control: bool = False) -> None:
        """Choose a concept, too."""
        name = name.strip()
        self.box.clear()
        if name and name not in self.request.concepts:
            self._change(self.tr("Choose a concept"), concepts=(*self.request.concepts, name))

    def remove_concept(self, name: str) -> None:
        """Choose a concept no more."""
        left = tuple(each for each in self.request.concepts if each != name)
        by = "" if self.request.by == name else self.request.by
        self._change(self.tr("Take a concept out"), concepts=left, by=by)

    def sort_by(self, name: str, _control: bool = False) -> None:
        """Sort by one concept alone; by all again if it does so already."""
        order = self.request.order
        order = order if order in ("frequency", "confidence") else "frequency"
        by = "" if self.request.by == name else name
        self._change(self.tr("Sort the videos"), by=by, order=order)

    def set_order(self, order: str) -> None:
        """Sort by one of VIDEO_ORDERS."""
        if order in VIDEO_ORDERS:
            self._change(self.tr("Sort the videos"), order=order)

    def lift(self) -> None:
        """Take all filters back."""
        self._change(self.tr("Show all videos"), must=False, only_hits=False, title="")

    def _change(self, what: str, **values: object) -> None:
        request = replace(self.request, **values)  # type: ignore[arg-type]
        if request != self.request:
            self.show_request(request)
            self.changed.emit(what)

    def _flip(self, name: str) -> None:
        self._change(self.tr("Choose videos"), **{name: not getattr(self.request, name)})

    @Slot(int)
    def _on_order(self, _place: int) -> None:
        self.set_order(str(self.order.currentData()))

    @Slot(str)
    def _on_title_typed(self, _text: str) -> None:
        self._title_typing.start()

    @Slot()
    def _on_title(self) -> None:
        self._change(self.tr("Filter titles"), title=self.title.text().strip())

    # -- concepts that are typed

    @Slot(str)
    def _on_typed(self, _text: str) -> None:
        self._typing.start()

    @Slot()
    def _ask(self) -> None:
        self.prefix_typed.emit(self.box.text())

    def suggest(self, prefix: str, names: Sequence[str]) -> None:
        """Offer concepts for what was typed; those for an older text are ignored."""
        if prefix != self.box.text() or not self.box.hasFocus():
            return
        chosen = set(self.request.concepts)
        self._names.setStringList([name for name in names if name not in chosen])
        if self._names.rowCount():
            self._completer.complete()
            if (popup := self._completer.popup()) is not None:
                popup.setCurrentIndex(self._names.index(0))

    @Slot(str)
    def _on_completed(self, name: str) -> None:
        self.add_concept(name)

    @Slot()
    def _on_return(self) -> None:
        """Take what was typed, if the list is not open (it takes Enter itself)."""
        popup = self._completer.popup()
        if popup is None or not popup.isVisible():
            self.add_concept(self.box.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters typed in the bar are no keys of the panel."""
        if not (event.text() and event.text().isprintable()):
            super().keyPressEvent(event)
