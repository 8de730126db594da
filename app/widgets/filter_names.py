"""Filters and queries as a person reads them."""

from PySide6.QtCore import QCoreApplication

from app.services.types import Filter, Query

_SIGNS = {"none": " ≠", "all": " ⊇"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("FilterNames", text)


def filter_name(one: Filter) -> str:
    """Return a filter as shown on a chip: "Genre: Comedy / Drama", "Year: 1990 – 1999"."""
    key = one.key.replace("_", " ").capitalize()
    parts = [" / ".join(one.values)] if one.values else []
    if one.low is not None or one.high is not None:
        low = "…" if one.low is None else f"{one.low:g}"
        high = "…" if one.high is None else f"{one.high:g}"
        parts.append(low if low == high else f"{low} – {high}")
    if not parts:
        return _tr("%s: any") % key
    return f"{key}{_SIGNS.get(one.mode, ':')} {', '.join(parts)}"


def query_name(query: Query) -> str:
    """Return what a button says that runs a query: its words, then what it is narrowed to."""
    words = query.text.strip()
    narrowed = ", ".join(filter_name(one) for one in query.filters)
    if words and narrowed:
        return f"{words} · {narrowed}"
    return words or narrowed or query.describe()
