"""The queries that were asked, to go back and forward."""

from typing import Any

from app.services.types import Query
from common.errors import AppError

MAX_QUERIES = 100


class QueryTrail:
    """A list of queries with a place in it, like the history of a browser."""

    def __init__(self) -> None:
        self._queries: list[Query] = []
        self._place = -1

    def __len__(self) -> int:
        return len(self._queries)

    def add(self, query: Query) -> None:
        """Append a query after the place; what lay ahead is dropped."""
        if self._place >= 0 and self._queries[self._place] == query:
            return
        self._queries = [*self._queries[: self._place + 1], query][-MAX_QUERIES:]
        self._place = len(self._queries) - 1

    def go(self, steps: int) -> Query | None:
        """Move by steps and return the query there; None at the end."""
        place = self._place + steps
        if not 0 <= place < len(self._queries):
            return None
        self._place = place
        return self._queries[place]

    def texts(self) -> list[str]:
        """Return the different texts, newest first."""
        return list(dict.fromkeys(q.text for q in reversed(self._queries) if q.text))

    def to_json(self) -> list[dict[str, Any]]:
        """Return the queries, oldest first; pasted pictures are too large to keep."""
        kept = [q for q in self._queries if q.example is None or q.example.png is None]
        return [query.to_json() for query in kept]

    def restore(self, documents: Any) -> None:
        """Bring back what to_json() returned; what cannot be read is left out."""
        self._queries = []
        for document in documents if isinstance(documents, list) else []:
            try:
                self._queries.append(Query.from_json(document))
            except AppError:
                continue
        self._place = len(self._queries) - 1
