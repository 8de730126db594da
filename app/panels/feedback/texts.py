"""What learners, fusion rules, modalities and notes are called in the user's language."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from app.widgets.note_texts import translated


def _tr(text: str) -> str:
    return QCoreApplication.translate("Feedback", text)


def learner_names() -> dict[str, str]:
    """Return the learners and what they are called."""
    return {
        "svm": _tr("Support vector machine"),
        "logistic": _tr("Logistic regression"),
        "rocchio": _tr("Rocchio"),
        "bayes": _tr("Bayesian update"),
    }


def fusion_names() -> dict[str, str]:
    """Return the fusion rules and what they are called."""
    return {
        "mean-rank": _tr("Mean rank"),
        "borda": _tr("Borda count"),
        "condorcet": _tr("Condorcet"),
        "reciprocal": _tr("Reciprocal rank"),
        "combsum": _tr("CombSUM"),
        "combmnz": _tr("CombMNZ"),
        "pairwise": _tr("Pairwise ranks"),
    }


def modality_name(name: str) -> str:
    """Return what a modality is called; an encoder has its own name."""
    names = {
        "auto": _tr("pictures"),
        "looks": _tr("pictures, by every network"),
        "concepts": _tr("concepts"),
        "texts": _tr("texts"),
        "nearness": _tr("place and time"),
        "all": _tr("everything"),
    }
    return names.get(name, name)


def note_templates() -> dict[str, str]:
    """Return the notes of suggestions by their ids; {names} stand for values."""
    return {
        "nothing-marked": _tr("Nothing is marked yet: these are random. Mark one item to begin."),
        "nothing-left": _tr(
            "Every item that passes was seen or marked: clear filters or start over."
        ),
        "filters-empty": _tr("No item passes the filters: take one away."),
        "no-vector": _tr("{count} marked items have no vector and were left out."),
        "gone": _tr("{count} marked items are no longer in the library and were left out."),
        "alike-both": _tr(
            "{count} items marked relevant look the same as items marked not relevant: "
            "look at “{one}” and “{other}” again."
        ),
        "modality-missing": _tr("“{name}” knows none of the marked items and was left out."),
        "one-side-only": _tr(
            "Only one kind of mark so far: arbitrary items stand in for the other one."
        ),
        "shards-silent": _tr(
            "Workers that did not answer in time hold {share} % of the pictures, which were not "
            "looked at: ask again for all."
        ),
        "workers-gone": _tr("The workers cannot be reached, so this computer compared alone."),
        "workers-starting": _tr(
            "The workers are still being started, so this computer compared alone."
        ),
    }


def said(notes: Iterable[str]) -> list[str]:
    """Return notes in the user's language; a note without an id stays as it is."""
    return translated(notes, note_templates())
