"""What changed in a query, in the user's language."""

from PySide6.QtCore import QCoreApplication

from app.services.search_moves import ChangeNote
from app.services.types import Stage
from app.widgets.filter_names import filter_name
from app.widgets.numbers import filled, numeral
from app.widgets.query_words import part_words
from app.widgets.search_names import fusion_names


def _tr(text: str) -> str:
    return QCoreApplication.translate("QueryChanges", text)


def _templates() -> dict[str, str]:
    return {
        "step": _tr("step {number}: {change}"),
        "without": _tr("without {what}"),
        "with": _tr("with {what}"),
        "within": _tr("within {old} → {new}"),
        "weight": _tr("{what}: weight {old:g} → {new:g}"),
        "must": _tr("{what}: must match"),
        "may": _tr("{what}: may match"),
        "unfiltered": _tr("no longer filtered by {filter}"),
        "filtered": _tr("filtered by {filter}"),
        "fusion": _tr("fusion {old} → {new}"),
        "whole": _tr("in the whole library"),
        "among": _tr("among what was shown"),
        "in-order": _tr("in order"),
        "any-order": _tr("in any order"),
    }


def distance_words(stage: Stage) -> str:
    """Return how far a stage may lie behind the one before it."""
    if stage.within_shots > 0:
        count = stage.within_shots
        return _tr("one shot") if count == 1 else _tr("%s shots") % numeral(count)
    return _tr("%s s") % numeral(stage.within_s, "g")


def change_text(note: str) -> str:
    """Return a change of a query as a person reads it; another text as it is."""
    if not isinstance(note, ChangeNote):
        return note
    values = dict(note.args)
    if "change" in values:
        values["change"] = change_text(values["change"])  # type: ignore[arg-type]
    if "asked" in values:
        values["what"] = part_words(values["asked"])  # type: ignore[arg-type]
    if "one" in values:
        values["filter"] = filter_name(values["one"])  # type: ignore[arg-type]
    if note.id == "within":
        values |= {"old": distance_words(values["before"]), "new": distance_words(values["after"])}  # type: ignore[arg-type]
    if note.id == "fusion":
        names = fusion_names()
        values |= {name: names.get(str(values[name]), values[name]) for name in ("old", "new")}
    return filled(_templates()[note.id], **values)
