"""What everybody who uses the vectors of an encoder may ask of them, wherever they are kept."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from indexers.feedback.answers import Farthest
from indexers.vectors.base import Found

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]
Items = Sequence[int] | Ids


class Vectors(Protocol):
    """The vectors of one encoder in one library, by item; what the catalogue names is the truth.

    Searches may run side by side and beside changes; changes wait for each other. A vector is
    written before the catalogue names its row and is found only after commit(), so that a crash
    in between loses nothing and leaves nothing that is found.

    Vectors on a server add to the errors named below: every method may raise VectorServerError.
    """

    encoder: str

    @property
    def dim(self) -> int:
        """Length of a vector; 0 while there is none."""
        ...

    @property
    def version(self) -> str:
        """Version of the weights that made the newest vectors, "" if never told."""
        ...

    @property
    def kind(self) -> str:
        """Name of the index that searches use."""
        ...

    def __len__(self) -> int:
        """Return the number of items that have a vector."""
        ...

    # -- writing

    def append(self, vectors: Floats, *, version: str = "") -> Ids:
        """Write vectors durably; searchable only after commit().

        Args:
            vectors: float32 (N, D), unit length.
            version: version of the weights.

        Returns:
            Their rows, int64 (N,), for the catalogue to name.

        Raises:
            ReadOnlyLibraryError: the library is open for reading.
            ValueError: the shape does not fit, or a value is not finite.
            OSError: the disk is full or gone; nothing of this call stays.
        """
        ...

    def commit(self, items: Sequence[int], rows: Sequence[int]) -> None:
        """Make rows the vectors of items, after the catalogue's transaction.

        Rows come from append(), or were those of items that were removed. Doing it twice changes
        nothing.

        Raises:
            ValueError: the lengths differ, or a row was never appended.
        """
        ...

    def put(self, items: Items, rows: Items, vectors: Floats, *, version: str = "") -> None:
        """Write vectors under the rows that the catalogue names for them, searchable at once.

        Doing it twice changes nothing, so that a copy that was interrupted can start over.

        Args:
            items: int64 (N,).
            rows: int64 (N,), ascending.
            vectors: float32 (N, D).
            version: version of the weights.

        Raises:
            ReadOnlyLibraryError: the library is open for reading.
            ValueError: the shapes do not fit, or a row already holds another vector.
        """
        ...

    def remove(self, items: Sequence[int]) -> None:
        """Forget the vectors of items until commit() brings them back; unknown ones are ignored."""
        ...

    def require_writable(self) -> None:
        """Check that vectors may be added.

        Raises:
            ReadOnlyLibraryError: they may not.
        """
        ...

    # -- reading

    def has(self, items: Sequence[int]) -> NDArray[np.bool_]:
        """Return whether each item has a vector, bool (N,)."""
        ...

    def rows(self, items: Items) -> Ids:
        """Return the row of each item, int64 (N,); -1 where it has none."""
        ...

    def vectors(self, items: Sequence[int]) -> Floats:
        """Return the vectors of items in their order, float32 (N, D).

        Raises:
            KeyError: an item has none; names it.
        """
        ...

    def items(self) -> Ids:
        """Return the items that have a vector, int64 (N,), ascending."""
        ...

    @property
    def changes(self) -> int:
        """Grows whenever a row gets an item or loses it."""
        ...

    def row_items(self) -> Ids:
        """Return the item of each row, int64 (N,), -1 where there is none; not to be changed."""
        ...

    def matrix(self) -> tuple[Ids, Floats]:
        """Return all ids, int64 (N,), and vectors, float32 (N, D), in order of their rows."""
        ...

    def sample(self, count: int, seed: int = 0) -> Floats:
        """Return up to count different vectors in random order, float32 (N, D); repeatable."""
        ...

    # -- searching

    def search(self, queries: Floats, k: int, *, allowed: Items | None = None) -> Found:
        """Return the items with the largest inner product.

        Args:
            queries: float32 (Q, D).
            k: >= 1.
            allowed: only these items; None allows all.

        Returns:
            Scores float32 (Q, k) and item ids int64 (Q, k), best first, ties by id; -inf and -1
            where there are fewer.

        Raises:
            ValueError: the shape does not fit or k < 1.
        """
        ...

    def scores(self, direction: Floats) -> tuple[Ids, Floats]:
        """Return the inner product of every vector with a direction (D,), exactly.

        Returns:
            Items int64 (N,) and products float32 (N,), in order of their rows.
        """
        ...

    def farthest(
        self,
        weights: Floats,
        k: int,
        *,
        allowed: Items | None = None,
        without: Items | None = None,
        budget_ms: float | None = None,
        exact: bool = False,
    ) -> Farthest:
        """Return the items farthest on the positive side of a hyperplane through the origin.

        Args:
            weights: its normal, float32 (D,).
            k: >= 1.
            allowed: only these items; None allows all.
            without: none of these items, as they were seen or marked.
            budget_ms: how long the search may take; None for what finds nearly all.
            exact: look at everything, however long it takes.

        Raises:
            ValueError: k < 1, or weights are not finite.
            QueryError: weights are of vectors of another length, thus of another encoder.
        """
        ...

    # -- care

    @property
    def needs_rebuild(self) -> bool:
        """Whether rebuild() would make searches quicker, or an index is damaged."""
        ...

    def rebuild(self, context: JobContext) -> None:
        """Build what makes searches quick anew; searches go on meanwhile.

        Raises:
            JobCancelled: the user cancelled; the old index stays.
            OSError: the disk is full; the new index is used but not kept.
        """
        ...

    def lost_items(self) -> Ids:
        """Return the items whose row the catalogue names but nobody holds, ascending."""
        ...

    def problems(self) -> list[str]:
        """Return what is wrong, one line each; reads every vector, so it takes a while."""
        ...

    def close(self) -> None:
        """Let go of files and connections; arrays handed out stay valid."""
        ...
