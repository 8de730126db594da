"""What fusion rules, features, parts of scores and notes are called in the user's language."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from app.services.types import SearchNote
from common.notes import translated


def _tr(text: str) -> str:
    return QCoreApplication.translate("Results", text)


def rule_names() -> dict[str, tuple[str, str]]:
    """Return the fusion rules, in the order of the key that flips them: title and explanation."""
    return {
        "weighted": (
            _tr("Weighted mean"),
            _tr("The mean of the scores, by the weights of the parts."),
        ),
        "reciprocal": (
            _tr("Reciprocal rank"),
            _tr("The sum of 1 / (60 + rank): what is near the top of several lists comes first."),
        ),
        "borda": (
            _tr("Borda count"),
            _tr("Points by rank: the first of n gets n points, the next one n − 1, and so on."),
        ),
        "condorcet": (
            _tr("Condorcet"),
            _tr("Contests of two: what most lists rank higher wins; wins less losses count."),
        ),
        "combsum": (
            _tr("CombSUM"),
            _tr("The sum of the scores, each list stretched to 0-1."),
        ),
        "combmnz": (
            _tr("CombMNZ"),
            _tr("CombSUM times the share of the lists that hold the item."),
        ),
        "pairwise": (
            _tr("Rank tensor (pairs)"),
            _tr("For each pair of lists the smallest depth at which both hold the item."),
        ),
        "mean-rank": (
            _tr("Mean rank"),
            _tr("The mean rank; each list ranks whatever any of them proposes."),
        ),
    }


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
        "embedding": _tr("looks (text and picture)"),
        "example": _tr("like the example"),
        "words": _tr("letters and speech"),
        "boxes": _tr("who, what, where"),
        "clip": _tr("like the clip"),
        "canvas": _tr("canvas"),
        "tags": _tr("tags"),
        "score": _tr("score"),
    }
    kind, _, number = name.partition(" ")
    return f"{known.get(kind, kind)} {number}".strip()


def note_templates() -> dict[str, str]:
    """Return the notes of searches by their ids; {names} stand for values."""
    return {
        "nothing-asked": _tr("Nothing was asked: type a word, give an example or set a filter."),
        "below": _tr(
            "{count} items match below the threshold {threshold:g}; the best has {best:.2f}."
        ),
        "scenes-below": _tr("{count} scenes lie below the threshold {threshold:g}."),
        "empty-library": _tr("The library is empty: import something first."),
        "without-filters": _tr("Without the filter {filters} there are {count} matches."),
        "filters-empty": _tr("No item passes all filters: take one away."),
        "nothing-follows": _tr(
            "Nothing follows in time: allow more seconds, or search the parts alone."
        ),
        "more-ways": _tr("Mode “auto” searches in more ways."),
        "did-you-mean": _tr("Did you mean “{word}”?"),
        "no-match": _tr("Nothing matches these words: use fewer or more general ones."),
        "stage-matches": _tr("Step {number}, “{text}”, has {count} matches with a time."),
        "by-meaning": _tr(
            "Searched names, texts and facets as written; the sentence model “minilm” would search "
            "by meaning: see “models list”."
        ),
        "by-looks": _tr(
            "No network here knows both words and pictures, so pictures are found by what was "
            "named in them; a CLIP or ConSE model would search their looks: see “models list”."
        ),
    }


def said(notes: Iterable[str]) -> list[str]:
    """Return notes in the user's language; those of other panels stay as they are."""
    templates = note_templates()
    return [
        translated([note], templates)[0] if isinstance(note, SearchNote) else str(note)
        for note in notes
    ]
