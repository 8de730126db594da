"""A box in which tags are typed, and the chips of those that were chosen."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from app.panels.graph.texts import tag_line, tag_name
from app.services.types import Tag, TagSuggestion
from app.widgets.chips import Chip, ChipRow
from app.widgets.controls import clearable
from app.widgets.filter_names import key_name
from app.widgets.paint import NEGATIVE, POSITIVE, mix

_TYPING_MS = 120
_TAG = Qt.ItemDataRole.UserRole + 1


class TagBox(QLineEdit):
    """Completes tags: value, facet, number of items, who says so.

    Enter takes the tag that was typed, or the first that begins so; in the empty box it searches.

    Args:
        parent: owner.
    """

    prefix_typed = Signal(str)
    chosen = Signal(object)  # Tag
    submitted = Signal()
    emptied = Signal()  # Backspace in the empty box
    unknown = Signal(str)  # Enter, and no tag begins so

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("Add a tag: an object, a place, a person, a genre …"))
        clearable(self)
        self.setAccessibleName(self.tr("Tags"))
        self.setToolTip(self.tr("Type the beginning of a tag; Enter adds it, or searches"))
        self._model = QStandardItemModel(self)
        self._waits = False
        self._of = ""  # prefix that the suggestions are of
        completer = QCompleter(self._model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(12)
        completer.activated[QModelIndex].connect(self._on_activated)  # type: ignore[index]
        completer.setWidget(self)  # shown by us, so that choosing does not fill the box
        self._completer = completer
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self._ask)
        self.textEdited.connect(self._on_edited)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is waited for."""
        return not self._typing.isActive() and not self._waits

    @property
    def lines(self) -> list[str]:
        """What is suggested, as shown."""
        return [self._model.item(row).text() for row in range(self._model.rowCount())]

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        if text.strip():
            self._typing.start()
        else:
            self._typing.stop()
            self._hide()

    def _ask(self) -> None:
        self.prefix_typed.emit(self.text().strip())

    def show_suggestions(self, prefix: str, found: Sequence[TagSuggestion]) -> None:
        """Show what begins with a prefix, unless something else was typed since."""
        if prefix != self.text().strip():
            return
        self._of = prefix
        self._model.clear()
        for each in found:
            entry = QStandardItem(tag_line(each))
            entry.setData(each.tag, _TAG)
            entry.setEditable(False)
            self._model.appendRow(entry)
        if self._waits:
            self._waits = False
            self._take_typed()
        elif found and self.hasFocus():
            self._completer.complete()
        else:
            self._hide()

    def _hide(self) -> None:
        popup = self._completer.popup()
        if popup is not None:
            popup.hide()

    def give_up(self) -> None:
        """Wait no longer: suggestions could not be read."""
        self._waits = False

    def _take_typed(self) -> None:
        """Choose the tag that was typed, else the first that begins so."""
        tags: list[Tag] = [
            self._model.item(row).data(_TAG) for row in range(self._model.rowCount())
        ]
        typed = self.text().strip().casefold()
        exact = [tag for tag in tags if tag.value.casefold() == typed]
        if exact or tags:
            self._choose((exact or tags)[0])
        else:
            self.unknown.emit(self.text().strip())

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        self._choose(index.data(_TAG))

    def _choose(self, tag: Tag) -> None:
        self._hide()
        self._typing.stop()
        self.clear()
        self._model.clear()
        self.chosen.emit(Tag(*tag))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses or searches, Backspace in the empty box takes the last tag away."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._typing.stop()
            typed = self.text().strip()
            if not typed:
                self.submitted.emit()
            elif self._of == typed and self._model.rowCount():
                self._take_typed()
            else:
                self._waits = True
                self._ask()
        elif key == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
        else:
            super().keyPressEvent(event)


class TagChips(ChipRow):
    """The tags of a query; a click makes one wanted, not wanted, then takes it away.

    Args:
        parent: owner.
    """

    toggled = Signal(object)  # Tag
    removed = Signal(object)  # Tag

    def show_tags(self, tags: Sequence[Tag], without: Sequence[Tag]) -> None:
        """Show other tags."""
        self.clear()
        ground = self.palette().window().color()
        for tag, is_wanted in [(t, True) for t in tags] + [(t, False) for t in without]:
            name = tag_name(tag)
            text = f"{name}" if is_wanted else self.tr("not %s") % name
            tint = mix(ground, POSITIVE if is_wanted else NEGATIVE, 0.35)
            chip = Chip(text, removable=True, colour=tint)
            how = (
                self.tr("Wanted: click or Enter rules it out")
                if is_wanted
                else self.tr("Ruled out: click or Enter takes it away")
            )
            chip.setToolTip(f"{key_name(tag.key)}: {name}\n{how}")
            chip.setAccessibleDescription(how)
            chip.chosen.connect(partial(self._on_chosen, tag))
            chip.removed.connect(partial(self.removed.emit, tag))
            self.add(chip)

    def _on_chosen(self, tag: Tag, _held: bool) -> None:
        self.toggled.emit(tag)
