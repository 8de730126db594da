"""Names of measures, methods and notes as the window shows them, in the user's language."""

import math
from collections.abc import Iterable

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.services.explain_types import IN_PERCENT, MEASURES, Explained, MethodInfo, SanityReport
from app.services.explain_words import short_label
from app.widgets.note_texts import translated
from app.widgets.numbers import numeral

_TITLES = {
    "average_drop": QT_TRANSLATE_NOOP("ExplainTexts", "Average drop"),
    "increase": QT_TRANSLATE_NOOP("ExplainTexts", "Increase"),
    "confidence_drop": QT_TRANSLATE_NOOP("ExplainTexts", "Confidence drop"),
    "area": QT_TRANSLATE_NOOP("ExplainTexts", "Important area"),
    "insertion": QT_TRANSLATE_NOOP("ExplainTexts", "Insertion"),
    "deletion": QT_TRANSLATE_NOOP("ExplainTexts", "Deletion"),
    "road": QT_TRANSLATE_NOOP("ExplainTexts", "ROAD"),
    "win": QT_TRANSLATE_NOOP("ExplainTexts", "Win"),
    "ms": QT_TRANSLATE_NOOP("ExplainTexts", "Time (ms)"),
}
_TIPS = {
    "average_drop": QT_TRANSLATE_NOOP(
        "ExplainTexts",
        "Confidence lost when only what the map shows is kept. Low is better. "
        "Chattopadhyay et al., 2018.",
    ),
    "increase": QT_TRANSLATE_NOOP(
        "ExplainTexts",
        "Whether the network is more confident when only what the map shows is kept. Yes is "
        "better. Chattopadhyay et al., 2018.",
    ),
    "confidence_drop": QT_TRANSLATE_NOOP(
        "ExplainTexts",
        "Confidence lost when the important region is taken away. High is better; look at the "
        "important area too, for a larger region takes more away.",
    ),
    "area": QT_TRANSLATE_NOOP(
        "ExplainTexts", "Share of the picture that counts as the important region."
    ),
    "insertion": QT_TRANSLATE_NOOP(
        "ExplainTexts",
        "Mean confidence while pixels come into a blurred picture, the most important first. "
        "High is better. Petsiuk et al., 2018.",
    ),
    "deletion": QT_TRANSLATE_NOOP(
        "ExplainTexts",
        "Mean confidence while pixels are taken away, the most important first. Low is better. "
        "Petsiuk et al., 2018.",
    ),
    "road": QT_TRANSLATE_NOOP(
        "ExplainTexts",
        "Confidence after unimportant pixels were smoothed away minus that after important ones "
        "were. High is better. Rong et al., 2022.",
    ),
    "win": QT_TRANSLATE_NOOP(
        "ExplainTexts", "Share of the pictures on which a method has the lowest average drop."
    ),
    "ms": QT_TRANSLATE_NOOP("ExplainTexts", "Milliseconds a picture."),
}
_TOLD = {
    "auto": QT_TRANSLATE_NOOP("ExplainTexts", "Why “{name}”? {score}"),
    "label": QT_TRANSLATE_NOOP("ExplainTexts", "Why “{name}”? {score}"),
    "contrast": QT_TRANSLATE_NOOP(
        "ExplainTexts", "Why “{name}” rather than “{other}”? {score} of both"
    ),
    "alike": QT_TRANSLATE_NOOP("ExplainTexts", "Why is it like “{name}”? {score}"),
    "sentence": QT_TRANSLATE_NOOP("ExplainTexts", "Why does it match “{name}”? {score}"),
    "suggestion": QT_TRANSLATE_NOOP("ExplainTexts", "Why does feedback suggest it? {score}"),
}
_NOTES = {
    "no-gradient": QT_TRANSLATE_NOOP(
        "ExplainTexts", "There is no gradient anywhere: the map is empty."
    ),
    "empty": QT_TRANSLATE_NOOP("ExplainTexts", "The map is empty."),
    "only-runs": QT_TRANSLATE_NOOP(
        "ExplainTexts",
        "This network only runs and gives no gradients: methods without them are used.",
    ),
    "was-training": QT_TRANSLATE_NOOP(
        "ExplainTexts", "The network was in training mode; it ran in evaluation mode."
    ),
    "memory": QT_TRANSLATE_NOOP(
        "ExplainTexts", "The memory ran out; images were taken {count} at a time."
    ),
    "plain-gradient": QT_TRANSLATE_NOOP(
        "ExplainTexts",
        "The network has no activation function that is known: a plain gradient.",
    ),
    "thumbnail": QT_TRANSLATE_NOOP("ExplainTexts", "The picture is a thumbnail: {why}."),
    "sample": QT_TRANSLATE_NOOP(
        "ExplainTexts", "{looked} of {count} items were looked at, evenly drawn."
    ),
}
_PASSED = QT_TRANSLATE_NOOP("ExplainTexts", "{title}: changes, as it should")
_FAILED = QT_TRANSLATE_NOOP("ExplainTexts", "{title}: hardly changes; do not trust it")
_ALIKE = QT_TRANSLATE_NOOP("ExplainTexts", "rank correlation {values}")
_EMPTY = QT_TRANSLATE_NOOP("ExplainTexts", "– : one of the two maps is empty")
_YES = QT_TRANSLATE_NOOP("ExplainTexts", "yes")
_COSINE = QT_TRANSLATE_NOOP("ExplainTexts", "cosine %s")
_NO = QT_TRANSLATE_NOOP("ExplainTexts", "no")
_FAMILIES = {
    "map": QT_TRANSLATE_NOOP("ExplainTexts", "Maps of a layer, weighted"),
    "pixel": QT_TRANSLATE_NOOP("ExplainTexts", "By pixel"),
    "guided": QT_TRANSLATE_NOOP("ExplainTexts", "Guided: as fine as the picture"),
    "masking": QT_TRANSLATE_NOOP("ExplainTexts", "By covering parts (slow, needs no gradients)"),
    "attention": QT_TRANSLATE_NOOP("ExplainTexts", "Attention of transformers"),
}


def _said(text: object) -> str:
    return QCoreApplication.translate("ExplainTexts", str(text))


def measure_title(name: str) -> str:
    """Return what a measure is called."""
    return _said(_TITLES.get(name, name))


def measure_tip(name: str) -> str:
    """Return what a measure means, which direction is good, and where it comes from."""
    return _said(_TIPS.get(name, ""))


def measure_arrow(name: str) -> str:
    """Return an arrow to where a measure is good; "" where neither is."""
    wanted = True if name == "win" else MEASURES.get(name)
    return "" if wanted is None else "↑" if wanted else "↓"


def measure_value(name: str, value: float) -> str:
    """Return a measured value as people read it."""
    if not math.isfinite(value):
        return "–"
    if name == "increase":
        return _said(_YES if value > 50 else _NO)
    return f"{numeral(value, '.1f')} %" if name in IN_PERCENT else numeral(value, ".3f")


def _score_text(explained: Explained) -> str:
    """Return the score of the target: a probability in percent, or a cosine."""
    if explained.request.target.kind in {"alike", "sentence", "suggestion"}:
        return _said(_COSINE) % numeral(explained.score, ".3f")
    return numeral(explained.score, ".1%")


def family_title(family: str) -> str:
    """Return what a family of methods is called."""
    return _said(_FAMILIES.get(family, family))


def method_tip(method: MethodInfo) -> str:
    """Return what a method does, where it comes from and what it costs."""
    cost = QCoreApplication.translate("ExplainTexts", "Cost: {cost}").format(cost=method.cost)
    return f"{method.formula}\n{method.source}\n{cost}"


def told(answer: Explained) -> str:
    """Return what is explained, with its score, as a sentence."""
    target = answer.request.target
    name = target.label if target.kind == "sentence" else short_label(answer.label)
    return _said(_TOLD[target.kind]).format(
        name=name, other=short_label(target.other), score=_score_text(answer)
    )


def sanity_text(report: SanityReport) -> str:
    """Return whether a map follows what the network learned, with the measured likeness."""
    head = _said(_PASSED if report.passed else _FAILED).format(title=report.title)
    values = " → ".join(
        numeral(value, ".2f") if math.isfinite(value) else "–" for _, value in report.steps
    )
    lines = [head, _said(_ALIKE).format(values=values)]
    if not all(math.isfinite(value) for _, value in report.steps):
        lines.append(_said(_EMPTY))
    return "\n".join(lines)


def said(notes: Iterable[str]) -> list[str]:
    """Return notes in the user's language; one without an id stays as it is."""
    return translated(notes, {name: _said(text) for name, text in _NOTES.items()})


def note_templates() -> dict[str, str]:
    """Return the notes that can be said, by id, in English."""
    return {name: str(text) for name, text in _NOTES.items()}
