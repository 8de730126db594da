"""The scene graphs of a library in memory, and how alike its names are to those of a query."""

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.lifelog_moments import Moments
from app.services.scene_graphs import library_columns
from common.jobs import JobContext
from common.scenes import QueryPart

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.scenes.index import SceneIndex
    from indexers.scenes.tables import QueryTables
    from models.hub import ModelHub
    from models.scenes.labels import LabelVectors

Similarity = Callable[[Sequence[str], Sequence[str]], NDArray[np.float32]]
UNDATED = np.iinfo(np.int64).max


class KeptSimilarity:
    """Keeps the rows of a slow similarity, as long as the library's names stay the same.

    Args:
        similarity: names asked for (A) and names of the library (V) -> float32 (A, V).
    """

    def __init__(self, similarity: Similarity) -> None:
        self._similarity = similarity
        self._known: tuple[str, ...] = ()
        self._rows: dict[str, NDArray[np.float32]] = {}

    def __call__(self, asked: Sequence[str], known: Sequence[str]) -> NDArray[np.float32]:
        """Return the similarity of names, float32 (A, V)."""
        if tuple(known) != self._known:
            self._known, self._rows = tuple(known), {}
        missing = [name for name in dict.fromkeys(asked) if name not in self._rows]
        if missing:
            made = self._similarity(missing, self._known)
            self._rows.update(zip(missing, made, strict=True))
        if not asked:
            return np.zeros((0, len(self._known)), np.float32)
        return np.stack([self._rows[name] for name in asked])


class SceneMemory:
    """Holds the index of a library and brings it up to date when the library has changed.

    Items that came are added to it; where graphs of known items changed it is read anew.

    Args:
        library: the open library.
        hub: knows where the user's own word vectors are; None: there are none.
    """

    def __init__(self, library: "Library", hub: "ModelHub | None" = None) -> None:
        self._library = library
        self._hub = hub
        self._lock = threading.Lock()
        self._index: SceneIndex | None = None
        self._revision = -1
        self._stamp: tuple[Any, ...] = ()
        self._last = 0
        self._labels: dict[str, Any] = {}
        self._likeness: dict[str, tuple[Any, Any, Any]] = {}

    def index(self, moments: Moments, context: JobContext | None = None) -> "SceneIndex":
        """Return the index of the library as it stands now; the first one takes a while."""
        context = context or JobContext()
        with self._lock:
            catalogue = self._library.catalogue
            revision = catalogue.revision()
            if self._index is None or revision != self._revision:
                self._refresh(moments, context)
                self._revision = revision
            assert self._index is not None
            return self._index

    def _refresh(self, moments: Moments, context: JobContext) -> None:
        from indexers.catalogue.scene_stamp import scene_stamp
        from indexers.scenes.index import SceneIndex

        catalogue = self._library.catalogue
        stamp, last = scene_stamp(catalogue), int(moments.ids[-1]) if len(moments) else 0
        if self._index is not None and stamp == self._stamp and last == self._last:
            return
        context.step(0, note="Reading scene graphs")
        old = scene_stamp(catalogue, self._last) if self._index is not None else None
        if self._index is not None and old == self._stamp:
            columns = library_columns(self._library, context, after=self._last)
            self._index = self._index.extend(columns, _times(moments, columns.items))
        else:
            columns = library_columns(self._library, context)
            self._index = SceneIndex.build(columns, _times(moments, columns.items))
        self._stamp, self._last = stamp, last

    # -- names

    def labels(self, kind: str) -> "LabelVectors":
        """Return the vectors of names.

        Args:
            kind: "sentence" or "word2vec".

        Raises:
            ModelError: there are none of this kind on this machine.
        """
        from models.scenes.labels import LabelVectors

        if kind not in self._labels:
            own = self._hub.weights("word2vec") if self._hub and kind == "word2vec" else None
            path = own.path if own else None
            self._labels[kind] = LabelVectors.load(kind, path)  # type: ignore[arg-type]
        found: LabelVectors = self._labels[kind]
        return found

    def tables(self, part: QueryPart, index: "SceneIndex", kind: str) -> "QueryTables":
        """Return how alike the names of a part are to those of the library.

        Raises:
            ModelError: there are no vectors of this kind on this machine.
        """
        from indexers.scenes.tables import VectorSimilarity, backwards, query_tables
        from models.scenes import predicates

        vectors = self.labels(kind)
        with self._lock:
            if kind not in self._likeness:

                def alike(a: Sequence[str], b: Sequence[str]) -> NDArray[np.float32]:
                    return predicates.similarity(a, b, vectors)

                forward = KeptSimilarity(alike)
                self._likeness[kind] = (
                    KeptSimilarity(VectorSimilarity(vectors.of)),
                    forward,
                    KeptSimilarity(VectorSimilarity(vectors.of)),
                )
            names, forward, attributes = self._likeness[kind]
            return query_tables(
                part, index.vocabulary, labels=names, predicates=forward,
                attributes=attributes, inverses=backwards(forward, predicates.inverse),
            )  # fmt: skip


def _times(moments: Moments, items: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the UTC seconds of items, int64; UNDATED where unknown."""
    seconds = moments.seconds_of(items)
    known = np.isfinite(seconds)
    times = np.full(len(items), UNDATED, np.int64)
    times[known] = seconds[known].astype(np.int64)
    return times
