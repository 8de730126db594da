"""Text search on the wall: titles, texts and facet values."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.wall_table import WallTable
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.library import Library

MOST_MATCHES = 5_000


class WallFinder:
    """Finds what the user types.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._facet_names: tuple[int, list[tuple[str, str]]] | None = None

    def matching(self, table: WallTable, text: str, context: JobContext) -> NDArray[np.int64]:
        """Return the positions of the items whose title, texts or facets match, best first.

        Args:
            table: of the wall.
            text: what the user typed; every word counts.
            context: of the job.
        """
        text = text.strip()
        if not text:
            return np.empty(0, np.int64)
        context.step(0, 2)
        matches = self._library.catalogue.search_text(text, limit=MOST_MATCHES, typing=True)
        # Items with only some of the words come when none has all; the wall lights up less then.
        found = [match.item for match in matches if match.all_words]
        context.step(1, 2)
        by_facet = self._with_facet_like(text)
        every = np.concatenate([np.array(found, np.int64), by_facet])
        _, first = np.unique(every, return_index=True)
        return table.positions(every[np.sort(first)])

    def _with_facet_like(self, text: str) -> NDArray[np.int64]:
        """Return the items with a facet value that contains a word that begins with text."""
        from indexers.catalogue.records import Filter

        wanted = text.casefold()
        by_key: dict[str, list[str]] = {}
        for key, value in self._facet_values():
            folded = value.casefold()
            if folded.startswith(wanted) or f" {wanted}" in folded:
                by_key.setdefault(key, []).append(value)
        found = [
            self._library.catalogue.items_with((Filter(key, tuple(values[:500])),))
            for key, values in by_key.items()
        ]
        return np.concatenate([np.empty(0, np.int64), *found]).astype(np.int64)

    def _facet_values(self) -> list[tuple[str, str]]:
        """Return all facet keys and values, cached until the catalogue changes."""
        catalogue = self._library.catalogue
        revision = catalogue.revision()
        if self._facet_names is None or self._facet_names[0] != revision:
            names = [
                (key, value)
                for key in catalogue.facet_keys()
                for value, _ in catalogue.facet_counts(key, limit=5000)
            ]
            self._facet_names = (revision, names)
        return self._facet_names[1]
