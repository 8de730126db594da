"""Texts of the maps of results."""

from PySide6.QtCore import QCoreApplication

from app.services.types import map_notes


def note_texts() -> dict[str, str]:
    """Return the notes of maps by id, in the language of the window."""
    translate = QCoreApplication.translate
    texts = {
        "no-hits": translate("MapNotes", "There is nothing to draw: the list of results is empty."),
        "no-vectors": translate(
            "MapNotes", "None of these {count} items has a vector, so nothing can be compared."
        ),
        "some-without": translate(
            "MapNotes", "{count} of {total} items have no vector and are not on the map."
        ),
        "cut": translate("MapNotes", "Of {total} items the first {count} are shown."),
        "no-concepts": translate(
            "MapNotes",
            "Nothing was named in these pictures: there are no concepts to make maps of.",
        ),
        "no-graph": translate(
            "MapNotes",
            "The image graph is not made yet: neighbours come from a comparison of all.",
        ),
    }
    return {name: texts.get(name, text) for name, text in map_notes().items()}
