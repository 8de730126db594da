"""The keys of the search panel, for its sheet."""

from PySide6.QtCore import QCoreApplication

from app.widgets.key_sheet import native


def _tr(text: str) -> str:
    return QCoreApplication.translate("SearchKeys", text)


def key_groups() -> dict[str, list[tuple[str, str]]]:
    """Return all keys, by group: what they do, and the keys as shown."""
    return {
        name: [(what, "  ".join(native(key) for key in keys.split("  "))) for what, keys in rows]
        for name, rows in (_parts() | _whole()).items()
    }


def _parts() -> dict[str, list[tuple[str, str]]]:
    return {
        _tr("Words"): [
            (_tr("Go to the box, from everywhere"), "Ctrl+F"),
            (_tr("Search"), "Return"),
            (_tr("Earlier searches, in the empty box"), "Down"),
            (_tr("On to the chips"), "Down"),
            (_tr("Stop the search, close what is open"), "Esc"),
            (_tr("Search by the picture on the clipboard"), "Ctrl+V"),
            (_tr("Dictate"), "Alt+Shift+D"),
            (_tr("Read the words back"), "Alt+Shift+R"),
        ],
        _tr("Chips"): [
            (_tr("From chip to chip, from step to step"), _tr("Arrows")),
            (_tr("Edit"), "Return"),
            (_tr("Switch on or off"), "Space"),
            (_tr("Must be there"), "M"),
            (_tr("Counts more, counts less"), "+  −"),
            (_tr("Remove"), "Delete"),
            (_tr("Move"), _tr("Ctrl+Shift+Arrows")),
            (_tr("All that can be done"), "Menu"),
        ],
        _tr("Add"): [
            (_tr("Menu of all kinds; then the letter that is underlined"), "Alt+A"),
            (_tr("A step in time"), "Alt+Shift+N"),
            (_tr("A canvas, from everywhere"), "Ctrl+Alt+C"),
            (_tr("The selected item, beside the rest"), "Ctrl+Alt+A"),
            (_tr("Search by the selected item alone"), "Ctrl+E"),
            (_tr("20 s of the video, in the player"), "E"),
        ],
    }


def _whole() -> dict[str, list[tuple[str, str]]]:
    return {
        _tr("The whole search"): [
            (_tr("Quick filters"), "Alt+Shift+F"),
            (_tr("How to search"), "Alt+Shift+O"),
            (_tr("Next rule that merges the parts"), "F8"),
            (_tr("Back, forward"), "Alt+Left  Alt+Right"),
            (_tr("History and saved searches"), "Alt+Shift+H"),
            (_tr("Save this search"), "Alt+Shift+S"),
            (_tr("Re-rank what is shown, or search everywhere"), "Alt+Shift+K"),
            (_tr("Map of pictures near the words"), "Alt+Shift+M"),
            (_tr("New search"), "Alt+Shift+Backspace"),
            (_tr("Take a change back"), "Ctrl+Z"),
            (_tr("Next and previous hit"), "F3  Shift+F3"),
            (_tr("This sheet"), "?"),
        ],
    }
