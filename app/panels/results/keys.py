"""The keys of the results panel: one table that the keyboard and the sheet on `?` both read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.panels.results.views import VIEWS, view_titles

if TYPE_CHECKING:
    from app.panels.results.panel import ResultsPanel


@dataclass(frozen=True, slots=True)
class PanelKey:
    """A key of the panel.

    Args:
        keys: portable text ("F", "Shift+F", "?").
        title: what it does, translated.
        run: called without arguments.
    """

    keys: str
    title: str
    run: Callable[[], object]


def _tr(text: str) -> str:
    return QCoreApplication.translate("ResultKeys", text)


def keys_of(panel: "ResultsPanel") -> list[PanelKey]:
    """Return the keys of a panel and what they do."""
    head = panel.head
    return [
        PanelKey("Return", _tr("Inspect the current hit, or close the inspector"),
                 panel.toggle_inspector),
        PanelKey("I", _tr("Inspector"), panel.toggle_inspector),
        PanelKey(",", _tr("What came before the current hit in its video or in time"),
                 lambda: panel.inspector.step_row(-1)),
        PanelKey(".", _tr("What came after it"), lambda: panel.inspector.step_row(1)),
        PanelKey("P", _tr("Play at the hit, in the inspector"), panel.play),
        PanelKey("L", _tr("Find more like this, by a feature"), panel.more_like),
        PanelKey("Space", _tr("Large, or play the video"), panel.preview),
        PanelKey("X", _tr("Exclude from all results"), panel.items.exclude_items),
        PanelKey("Shift+X", _tr("Exclude the whole video"), panel.items.exclude_videos),
        PanelKey("H", _tr("Hide what was seen, or show it"), panel.items.toggle_seen),
        PanelKey("U", _tr("What is left out"), head.hide_button.showMenu),
        PanelKey("M", _tr("Movement of ranks"), head.move_button.click),
        PanelKey("F", _tr("Try the next fusion rule"), lambda: panel.ranking.flip(1)),
        PanelKey("Shift+F", _tr("Try the previous rule"), lambda: panel.ranking.flip(-1)),
        PanelKey("W", _tr("Words and concepts of these results"), head.words_button.click),
        PanelKey("V", _tr("List with reasons, or pictures"), panel.toggle_list),
        PanelKey("S", _tr("Order"), head.next_sort),
        PanelKey("+", _tr("Larger pictures"), panel.larger),
        PanelKey("-", _tr("Smaller pictures"), panel.smaller),
        PanelKey("?", _tr("This sheet"), panel.show_keys),
    ]  # fmt: skip


def view_keys(panel: "ResultsPanel") -> list[PanelKey]:
    """Return the keys that choose a view."""
    titles = view_titles()
    return [
        PanelKey(
            entry.key,
            titles.get(entry.name, (entry.name.capitalize(), ""))[0],
            lambda name=entry.name: panel.choose_view(name),  # type: ignore[misc]
        )
        for entry in VIEWS
    ]


def pressed(event: QKeyEvent) -> str:
    """Return what was pressed as portable text; a sign without Shift, a letter with it."""
    key, text = event.key(), event.text()
    held = event.modifiers() & ~(
        Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier
    )
    if key == Qt.Key.Key_Enter:
        key = Qt.Key.Key_Return
    if text and text.isprintable() and not text.isalnum() and text != " ":
        held &= ~Qt.KeyboardModifier.ShiftModifier  # "?" is a key of its own on few keyboards
        return text if not held else ""
    return QKeySequence(int(held.value) | int(key)).toString(
        QKeySequence.SequenceFormat.PortableText
    )


def find(keys: Sequence[PanelKey], event: QKeyEvent) -> PanelKey | None:
    """Return the key that was pressed, or None."""
    wanted = pressed(event)
    return next((key for key in keys if key.keys == wanted), None)
