"""What parts of scores are called in the user's language."""

from PySide6.QtCore import QCoreApplication


def _tr(text: str) -> str:
    return QCoreApplication.translate("Results", text)


def part_title(name: str) -> str:
    """Return what a part of a score is called; "text 2" is the second of its kind."""
    known = {
        "text": _tr("words"),
        "facet": _tr("facets"),
        "concept": _tr("concepts"),
        "sentence": _tr("meaning"),
        "embedding": _tr("looks"),
        "example": _tr("like the example"),
        "words": _tr("letters and speech"),
        "boxes": _tr("who, what, where"),
        "clip": _tr("like the clip"),
        "canvas": _tr("canvas"),
        "tags": _tr("tags"),
        "score": _tr("score"),
        "step": _tr("step"),
    }
    kind, _, number = name.partition(" ")
    return f"{known.get(kind, kind)} {number}".strip()
