"""How commands show result lists: as JSON documents and as tables."""

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from common.values import Hit, ResultList

if TYPE_CHECKING:
    from app.services.services import Services

TITLE_WIDTH = 44
WHY_WIDTH = 72


def hits_document(services: "Services", hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """Return hits as JSON: rank, item, path, score, parts, start_s where known, title and why."""
    names = {item.id: item for item in services.library.catalogue.items([h.item for h in hits])}
    rows = []
    for rank, hit in enumerate(hits, 1):
        found = names.get(hit.item)
        row: dict[str, Any] = {
            "rank": rank,
            "item": hit.item,
            "path": found.path if found else "",
            "score": round(hit.score, 6),
            "parts": {name: round(value, 6) for name, value in hit.parts.items()},
        }
        start = hit.start_s
        if start is None and found is not None:
            start = found.start_s
        if start is not None:
            row["start_s"] = round(start, 3)
        row["title"] = found.title if found else ""
        row["why"] = hit.why
        rows.append(row)
    return rows


def results_document(services: "Services", results: ResultList) -> dict[str, Any]:
    """Return a result list as the document of `search` and `similar`."""
    return {
        "query": results.query,
        "results": hits_document(services, results.hits),
        "total": results.total,
        "ms": round(results.ms, 2),
        "notes": list(results.notes),
    }


def results_text(document: Any) -> str:
    """Return the document of `search` or `similar` as a table with what must be known below."""
    lines = hits_table(document["results"])
    shown, total = len(document["results"]), document["total"]
    lines.append(f"{shown} of {total} in {document['ms']:.0f} ms")
    return "\n".join([*lines, *(f"Note: {note}" for note in document["notes"])])


def hits_table(rows: Sequence[Any]) -> list[str]:
    """Return rows of a document as lines: rank, item, score, title or path, why."""
    if not rows:
        return []
    cells = [("rank", "item", "score", "title or path", "why")]
    for row in rows:
        name = _clean(row["title"]) or _tail(_clean(row["path"]), TITLE_WIDTH)
        if "start_s" in row:
            name = f"{_head(name, TITLE_WIDTH - 9)} @{row['start_s']:.1f}s"
        cells.append(
            (
                str(row["rank"]), str(row["item"]), f"{row['score']:.3f}",
                _head(name, TITLE_WIDTH), _head(_clean(row["why"]), WHY_WIDTH),
            )
        )  # fmt: skip
    widths = [max(columns_of(row[column]) for row in cells) for column in range(4)]
    return [
        "  ".join(
            [_right(row[i], widths[i]) for i in range(3)] + [_left(row[3], widths[3]), row[4]]
        ).rstrip()
        for row in cells
    ]


def columns_of(text: str) -> int:
    """Return how many columns of a terminal text takes: wide characters take two."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


def _left(text: str, width: int) -> str:
    return text + " " * (width - columns_of(text))


def _right(text: str, width: int) -> str:
    return " " * (width - columns_of(text)) + text


def _clean(text: str) -> str:
    """Return text on one line, without control characters."""
    return "".join(" " if unicodedata.category(char)[0] == "C" else char for char in text).strip()


def _head(text: str, width: int) -> str:
    if columns_of(text) <= width:
        return text
    while columns_of(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _tail(text: str, width: int) -> str:
    if columns_of(text) <= width:
        return text
    while columns_of(text) > width - 1:
        text = text[1:]
    return "…" + text
