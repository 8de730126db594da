"""What reports and the command line say of explanations, in English."""

import math
from collections.abc import Mapping
from typing import Any

from app.services.explain_types import IN_PERCENT, MEASURES, Explained, ExplainRequest

MEASURE_TITLES: Mapping[str, str] = {
    "average_drop": "average drop",
    "increase": "increase in confidence",
    "confidence_drop": "confidence drop",
    "area": "important area",
    "insertion": "insertion",
    "deletion": "deletion",
    "road": "ROAD",
}


def better(name: str) -> str:
    """Return which direction of a measure is good: "high", "low" or ""."""
    wanted = MEASURES.get(name)
    return "" if wanted is None else "high is better" if wanted else "low is better"


def measure_text(name: str, value: float) -> str:
    """Return a measured value as people read it; a dash where it could not be measured."""
    if not math.isfinite(value):
        return "–"
    if name == "increase":
        return "yes" if value > 50 else "no"
    return f"{value:.1f} %" if name in IN_PERCENT else f"{value:.3f}"


def short_label(label: str) -> str:
    """Return the usual name of a class that has synonyms."""
    return label.partition(",")[0].strip()


def target_text(explained: Explained) -> str:
    """Return what was explained: “lynx”, “lynx” rather than “tabby”, …."""
    target = explained.request.target
    name = short_label(explained.label)
    texts = {
        "contrast": f"“{name}” rather than “{short_label(target.other)}”",
        "alike": f"why it is like {name}",
        "sentence": f"why it matches “{target.label}”",
        "suggestion": "why it is suggested",
    }
    return texts.get(target.kind, f"“{name}”")


def score_text(explained: Explained) -> str:
    """Return the score of the target: a probability in percent, or a cosine."""
    if explained.request.target.kind in {"alike", "sentence", "suggestion"}:
        return f"cosine {explained.score:.3f}"
    return f"{explained.score:.1%}"


def source_text(request: ExplainRequest) -> str:
    """Return the picture as the command line names it."""
    source = request.source
    return str(source.item) if source.item >= 0 else source.path


def settings_of(explained: Explained) -> dict[str, Any]:
    """Return everything needed to make an explanation again, JSON types."""
    from importlib import metadata

    return {
        "request": explained.request.to_json(),
        "weights": explained.version,
        "target": explained.label,
        "target_index": explained.target_index,
        "torch": metadata.version("torch"),
        "numpy": metadata.version("numpy"),
    }


def measures_document(explained: Explained) -> dict[str, Any]:
    """Return an explanation as a JSON document, without its maps: the answer of the command.

    Drops, increase and area are in percent; what could not be measured is None.
    """
    methods = {
        each.method: {
            **{name: _number(each.measures.get(name)) for name in _order(each.measures)},
            "ms": round(each.ms, 3),
            **({"notes": list(each.notes)} if each.notes else {}),
        }
        for each in explained.maps
    }
    return {
        "picture": source_text(explained.request),
        "target": explained.label,
        "score": _number(explained.score),
        "network": explained.request.network,
        "layer": explained.request.layer,
        "methods": methods,
        "top": [{"label": label, "score": _number(score)} for label, score in explained.top],
        "seconds": round(explained.seconds, 4),
        "notes": list(explained.notes),
    }


def _order(measures: Mapping[str, float]) -> list[str]:
    first = ("confidence_drop", "average_drop", "increase")
    return [*(name for name in first if name in measures),
            *(name for name in measures if name not in first)]  # fmt: skip


def _number(value: float | None) -> float | None:
    return round(float(value), 6) if value is not None and math.isfinite(value) else None
