"""Says in words how the boxes of subject, predicate, object, time and place are read."""

from html import escape

from PySide6.QtCore import QCoreApplication

from app.panels.search.texts import box_names
from app.services.search_box_terms import BoxTerms, read_box
from app.services.types import BoxesAsk
from app.widgets.error_texts import error_line
from common.errors import QueryError


def _tr(text: str) -> str:
    return QCoreApplication.translate("Search", text)


def boxes_lines(what: BoxesAsk) -> list[str]:
    """Return how boxes are read, a line of rich text a box; [] where all are empty."""
    lines = []
    lists = 0
    for name, title in box_names().items():
        text = getattr(what, name)
        try:
            terms = read_box(text, title)
        except QueryError as error:
            lines.append(f"⚠ {escape(error_line(error))}")
            continue
        if terms.groups or terms.excluded:
            lines.append(f"{escape(title)}: {_said(terms)}")
            lists += len(terms.groups)
    if lists > 1:
        how = (
            _tr("An image must fit all of this.")
            if what.combine == "prune"
            else _tr("An image may fit any of this; the more, the better.")
        )
        lines.append(f"<i>{escape(how)}</i>")
    return lines


def _said(terms: BoxTerms) -> str:
    """Return groups of alternatives and what is excluded as one line of rich text."""
    said = []
    for group in terms.groups:
        joined = f" {escape(_tr('or'))} ".join(f"<b>{escape(term)}</b>" for term in group)
        said.append(f"({joined})" if len(group) > 1 and len(terms.groups) > 1 else joined)
    line = f" {escape(_tr('and'))} ".join(said)
    gone = ", ".join(f"<s>{escape(term)}</s>" for term in terms.excluded)
    return f"{line} {escape(_tr('without'))} {gone}".strip() if gone else line
