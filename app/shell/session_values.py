"""The shared state as JSON: selection, filters, results."""

import logging
import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from app.context import SharedState
from common.notes import note_of_json, note_to_json
from common.values import Hit, ResultList

if TYPE_CHECKING:
    from app.services.types import Filter

logger = logging.getLogger(__name__)

HITS_KEPT = 2000
SELECTION_KEPT = 50_000  # a larger selection is not kept: a part of it would be another one
SOURCE = "session"
_MODES = {"any", "all", "none"}


def save_shared(shared: SharedState) -> dict[str, Any]:
    """Return selection, filters, label set and results as JSON types and hits."""
    results = shared.results
    return {
        "selection": list(shared.selection) if len(shared.selection) <= SELECTION_KEPT else [],
        "filters": [asdict(entry) for entry in shared.filters],
        "label_set": shared.label_set,
        "results": {
            "query": note_to_json(results.query),
            "total": results.total,
            "ms": results.ms,
            "notes": [note_to_json(note) for note in results.notes],
            "by_filters": results.by_filters,
            "hits": results.hits[:HITS_KEPT],  # become JSON where they are written, not here
        },
    }


def restore_shared(shared: SharedState, state: Mapping[str, Any]) -> None:
    """Bring back what save_shared() returned; bad entries are left out."""
    label_set = state.get("label_set")
    if isinstance(label_set, str):
        shared.set_label_set(label_set, SOURCE)
    filters = [_filter(entry) for entry in _list(state.get("filters"))]
    if known := [entry for entry in filters if entry is not None]:
        shared.set_filters(known, SOURCE)
    results = state.get("results")
    if isinstance(results, dict):
        hits = [_hit(entry) for entry in _list(results.get("hits"))]
        found = tuple(hit for hit in hits if hit is not None)
        if found or results.get("query"):
            total = results.get("total")
            shared.show_results(
                ResultList(
                    note_of_json(results.get("query", "")),
                    found,
                    total if isinstance(total, int) else len(found),
                    _number(results.get("ms")) or 0.0,
                    tuple(note_of_json(note) for note in _list(results.get("notes"))),
                    by_filters=results.get("by_filters") is True,
                ),
                SOURCE,
            )
    selection = [item for item in _list(state.get("selection")) if type(item) is int]
    if selection:
        shared.select(selection, SOURCE)


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None


def _filter(entry: Any) -> "Filter | None":
    from app.services.types import Filter  # brings SQLAlchemy, which the first paint does not need

    if not isinstance(entry, dict) or not isinstance(entry.get("key"), str):
        return None
    mode = entry.get("mode")
    return Filter(
        entry["key"],
        tuple(str(value) for value in _list(entry.get("values"))),
        mode if mode in _MODES else "any",
        _number(entry.get("low")),
        _number(entry.get("high")),
    )


def _hit(entry: Any) -> Hit | None:
    if isinstance(entry, Hit):
        return entry
    if not isinstance(entry, dict) or type(entry.get("item")) is not int:
        return None
    parts = entry.get("parts")
    return Hit(
        entry["item"],
        _number(entry.get("score")) or 0.0,
        {
            str(name): number
            for name, value in (parts.items() if isinstance(parts, dict) else ())
            if (number := _number(value)) is not None
        },
        _number(entry.get("start_s")),
        note_of_json(entry.get("why", "")),
    )
