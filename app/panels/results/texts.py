"""What features and parts of scores are called in the user's language."""

from PySide6.QtCore import QCoreApplication


def _tr(text: str) -> str:
    return QCoreApplication.translate("Results", text)


def feature_names() -> dict[str, tuple[str, str]]:
    """Return the features that more of a hit can be found by: title with its key, and a tip."""
    return {
        "looks": (_tr("&Looks, by every network"), _tr("All networks rank, their lists merge")),
        "embedding": (_tr("&Embedding"), _tr("The vector of the best network")),
        "concepts": (_tr("&Concepts"), _tr("What networks named in it")),
        "colour": (_tr("C&olour"), _tr("Colours and where they are")),
        "texture": (_tr("&Texture"), _tr("Patterns and edges")),
        "motion": (_tr("&Motion"), _tr("How camera and things move, in videos")),
    }


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
