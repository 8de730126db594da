"""Says in words how the boxes of subject, predicate, object, time and place are read."""

from html import escape

from PySide6.QtCore import QCoreApplication

from app.panels.search.texts import box_names
from app.services.types import BoxesAsk


def _tr(text: str) -> str:
    return QCoreApplication.translate("Search", text)


def read_box(text: str) -> list[list[tuple[str, bool]]]:
    """Return what a box says: all groups must fit, of a group any; (words, whether wanted)."""
    groups = []
    for group in text.split(";"):
        terms = [_term(term) for term in group.split(",") if term.strip(" -−")]
        if terms:
            groups.append(terms)
    return groups


def _term(text: str) -> tuple[str, bool]:
    text = text.strip()
    if text[:4].casefold() == "not ":
        return text[4:].strip(), False
    if text[:1] in "-−":
        return text[1:].strip(), False
    return text, True


def boxes_lines(what: BoxesAsk) -> list[str]:
    """Return how boxes are read, a line of rich text a box; [] where all are empty."""
    lines = []
    for name, title in box_names().items():
        groups = read_box(getattr(what, name))
        if groups:
            lines.append(f"{escape(title)}: {_said(groups)}")
    if len(lines) > 1:
        how = (
            _tr("An image must be found by every box.")
            if what.combine == "prune"
            else _tr("An image may be found by any box; more boxes rank it higher.")
        )
        lines.append(f"<i>{escape(how)}</i>")
    return lines


def _said(groups: list[list[tuple[str, bool]]]) -> str:
    said = []
    for group in groups:
        terms = [
            f"<b>{escape(words)}</b>"
            if wanted
            else f"{escape(_tr('without'))} <s>{escape(words)}</s>"
            for words, wanted in group
        ]
        joined = f" {escape(_tr('or'))} ".join(terms)
        said.append(f"({joined})" if len(terms) > 1 and len(groups) > 1 else joined)
    return f" {escape(_tr('and'))} ".join(said)
