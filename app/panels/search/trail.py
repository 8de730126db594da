"""The queries that were asked, to go back and forward, and what they found."""

from dataclasses import dataclass, replace
from typing import Any

from app.panels.search.draft import main_text
from app.services.types import CanvasAsk, ExampleAsk, Query, SearchResults
from common.canvas import PictureShape
from common.errors import AppError

MAX_QUERIES = 100
MAX_RESULTS = 12  # lists that are kept to be compared


@dataclass(slots=True)
class Asked:
    """A query that was asked.

    Args:
        query: with its filters.
        count: how many hits; -1 while unknown.
        results: its list, for the newest ones; None for older ones.
    """

    query: Query
    count: int = -1
    results: SearchResults | None = None


class QueryTrail:
    """A list of queries with a place in it, like the history of a browser."""

    def __init__(self) -> None:
        self._asked: list[Asked] = []
        self._place = -1

    def __len__(self) -> int:
        return len(self._asked)

    @property
    def entries(self) -> list[Asked]:
        """What was asked, oldest first."""
        return list(self._asked)

    @property
    def place(self) -> int:
        """Which of them is on view; -1 for none."""
        return self._place

    @property
    def current(self) -> Asked | None:
        """The one on view."""
        return self._asked[self._place] if self._place >= 0 else None

    def add(self, query: Query) -> None:
        """Append a query after the place; what lay ahead is dropped."""
        if self._place >= 0 and self._asked[self._place].query == query:
            return
        self._asked = [*self._asked[: self._place + 1], Asked(query)][-MAX_QUERIES:]
        self._place = len(self._asked) - 1

    def is_at(self, query: Query) -> bool:
        """Whether a query is the one on view; undo leads to others, which have no place here."""
        return self.current is not None and self.current.query == query

    def found(self, results: SearchResults) -> None:
        """Keep what the query on view found."""
        current = self.current
        if current is None:
            return
        current.count = max(results.total, len(results.hits))
        current.results = results
        kept = [one for one in self._asked if one.results is not None]
        for old in kept[:-MAX_RESULTS]:
            if old is not current:
                old.results = None

    def can_go(self, steps: int) -> bool:
        """Whether there is a query so many steps away."""
        return 0 <= self._place + steps < len(self._asked)

    def go(self, steps: int) -> Query | None:
        """Move by steps and return the query there; None at the end."""
        if not self.can_go(steps):
            return None
        self._place += steps
        return self._asked[self._place].query

    def texts(self) -> list[str]:
        """Return the different texts, newest first."""
        texts = (main_text(one.query).text.strip() for one in reversed(self._asked))
        return list(dict.fromkeys(text for text in texts if text))

    def to_json(self) -> list[dict[str, Any]]:
        """Return the queries, oldest first; pasted pictures are too large to keep."""
        return [one.query.to_json() for one in self._asked if is_small(one.query)]

    def restore(self, documents: Any) -> None:
        """Bring back what to_json() returned; what cannot be read is left out."""
        self._asked = []
        for document in documents if isinstance(documents, list) else []:
            try:
                self._asked.append(Asked(Query.from_json(document)))
            except AppError:
                continue
        self._asked = self._asked[-MAX_QUERIES:]
        self._place = len(self._asked) - 1


def is_small(query: Query) -> bool:
    """Whether a query holds no pixels."""
    for stage in query.stages:
        for part in stage.parts:
            what = part.what
            if isinstance(what, ExampleAsk) and what.example.png is not None:
                return False
            if isinstance(what, CanvasAsk) and any(
                isinstance(shape, PictureShape) and shape.png is not None
                for shape in what.canvas.shapes
            ):
                return False
    return True


def without_among(query: Query) -> Query:
    """Return a query that asks the whole library: ids mean nothing in a later session."""
    return replace(query, among=None)
