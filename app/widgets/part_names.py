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
        "similarity": _tr("likeness"),
        "margin": _tr("side of the border"),
        "nearest": _tr("nearest mark"),
        "objects": _tr("objects"),
        "relations": _tr("relations"),
        "visual": _tr("picture"),
        "time": _tr("time of day"),
        "place": _tr("place"),
        "graph": _tr("graph"),
        "tfidf": _tr("concepts"),
        "bm25": _tr("concepts"),
        "part": _tr("sentence"),
        "texts": _tr("texts"),
        "concepts": _tr("concepts"),
        "looks": _tr("looks"),
        "nearness": _tr("place and time"),
    }
    kind, _, number = name.partition(" ")
    return f"{known.get(kind, kind)} {number}".strip()
