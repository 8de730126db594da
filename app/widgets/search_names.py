"""What fusion rules and notes of searches are called in the user's language."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from app.services.search_canvas_names import CanvasNote
from app.services.types import GraphNote, SearchNote
from app.widgets.list_texts import list_text
from app.widgets.note_texts import translated
from app.widgets.reason_texts import why_text
from common.notes import Note


def _tr(text: str) -> str:
    return QCoreApplication.translate("SearchNames", text)


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


def mode_names() -> dict[str, str]:
    """Return the ways to search for a text and what they are called."""
    return {
        "auto": _tr("All that is there"),
        "text": _tr("Words"),
        "concept": _tr("Concepts"),
        "embedding": _tr("Pictures"),
        "fused": _tr("Merged by rank"),
    }


def fusion_names() -> dict[str, str]:
    """Return the fusion rules, the automatic choice first, and what they are called."""
    return {"auto": _tr("Automatic")} | {name: title for name, (title, _) in rule_names().items()}


def note_templates() -> dict[str, str]:
    """Return the notes of searches by their ids; {names} stand for values."""
    return {
        "nothing-asked": _tr("Nothing was asked: type a word, give an example or set a filter."),
        "below": _tr(
            "{count} items match below the threshold {threshold:g}; the best has {best:.2f}."
        ),
        "scenes-below": _tr(
            "All scenes lie below the threshold {threshold:g}; the best has {best:.2f}."
        ),
        "stage-without-time": _tr(
            "Step {number}, “{text}”, is found {count} ×, but never at a known time: "
            "what follows what needs shots of videos, or photos that tell when they were taken."
        ),
        "box-empty": _tr("Nothing matches “{name}”: take it away, or say it in other words."),
        "boxes-pruned": _tr(
            "No item is in all {count} lists of the boxes: unite them instead of pruning."
        ),
        "clip-no-texts": _tr(
            "Nothing is said or written in the clip: its pictures are compared only."
        ),
        "empty-library": _tr("The library is empty: import something first."),
        "without-filters": _tr("Without the filter {filters} there are {count} matches."),
        "filters-empty": _tr("No item passes all filters: take one away."),
        "nothing-follows": _tr(
            "Nothing follows in time: allow more seconds, or search the parts alone."
        ),
        "nothing-together": _tr(
            "No window holds all steps: make it longer, or search the parts alone."
        ),
        "more-ways": _tr("Mode “auto” searches in more ways."),
        "did-you-mean": _tr("Did you mean “{word}”?"),
        "no-match": _tr("Nothing matches these words: use fewer or more general ones."),
        "stage-matches": _tr("Step {number}, “{text}”, is found {count} × at a known time."),
        **_pose_templates(),
        **_model_templates(),
    }


def _pose_templates() -> dict[str, str]:
    return {
        "pose-none-yet": _tr(
            "No picture was looked at for poses yet: “pose --analyse” does, and so does an open "
            "library by itself."
        ),
        "pose-people": _tr(
            "{looked} people were looked at; {above} are {least:.0%} or more like the pose and "
            "counted."
        ),
    }


def _model_templates() -> dict[str, str]:
    return {
        "by-meaning": _tr(
            "Searched names, texts and facets as written; the sentence model “minilm” would search "
            "by meaning: see “models list”."
        ),
        "by-looks": _tr(
            "No network here knows both words and pictures, so pictures are found by what was "
            "named in them; a CLIP or ConSE model would search their looks: see “models list”."
        ),
    }


def graph_note_templates() -> dict[str, str]:
    """Return the notes of walks on tags by their ids; {names} stand for values."""
    translate = QCoreApplication.translate
    return {
        "no-tags": translate("Graph", "Nothing in this library has tags to walk on yet."),
        "unknown-tag": translate("Graph", "No item has the tag “{name}”."),
        "nothing-near": translate("Graph", "No moment was found near these tags."),
        "no-text": translate("Graph", "No text matches “{text}”."),
        "too-few": translate("Graph", "Fewer than two values have an item: choose other facets."),
        "cut": translate("Graph", "The {shown} heaviest of {total} are shown."),
    }


def said(notes: Iterable[str]) -> list[str]:
    """Return notes in the user's language; those of other panels stay as they are."""
    from app.widgets.query_canvas.notes import canvas_note_templates  # not before it is needed

    templates: dict[type[Note], dict[str, str]] = {
        SearchNote: note_templates(),
        CanvasNote: canvas_note_templates(),
        GraphNote: graph_note_templates(),
    }
    return [
        translated([note], templates[type(note)], name=why_text)[0]
        if isinstance(note, Note) and type(note) in templates
        else list_text(note)
        for note in notes
    ]
