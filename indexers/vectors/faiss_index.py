"""Approximate search through FAISS: inverted lists and a navigable graph."""

import importlib
import tempfile
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from indexers.vectors.base import Found, best, check_queries, check_vectors, indexes

BITMAP_LIMIT = 1 << 28  # ids up to here are allowed by a bitmap, larger ones by a hash set
TRAIN_PER_LIST = 64
SEED = 1234


def _faiss() -> Any:
    """Return FAISS, imported when an index is first used; its stubs lag behind it."""
    return importlib.import_module("faiss")


class FaissIndex(ABC):
    """Common part of the indexes that FAISS keeps.

    Args:
        dim: length of a vector.
    """

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self.effort = 1
        self._index: Any = None
        self._known: NDArray[np.int64] | None = np.empty(0, np.int64)  # sorted; None: not read yet

    @abstractmethod
    def efforts(self) -> list[int]:
        """Return the efforts worth trying, least first."""

    @abstractmethod
    def _make(self, sample: NDArray[np.float32]) -> Any:
        """Return an empty FAISS index, trained on sample."""

    @abstractmethod
    def _parameters(self, selector: Any, share: float) -> Any:
        """Return FAISS's search parameters; share is the part of the ids that is allowed."""

    @abstractmethod
    def _stored_ids(self) -> NDArray[np.int64]:
        """Return the ids that the FAISS index holds, any order."""

    def train(self, sample: NDArray[np.float32]) -> None:
        """Learn from a sample, float32 (N, D); see VectorIndex.train."""
        self._index = self._make(np.ascontiguousarray(sample, dtype=np.float32))

    def __len__(self) -> int:
        """Return the number of vectors."""
        return len(self._ids())

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Add vectors, float32 (N, D); see VectorIndex.add."""
        names, block = check_vectors(ids, vectors, self.dim)
        known = self._ids()
        twice = names[np.isin(names, known)]
        if len(twice):
            raise ValueError(f"id {twice[0]} is already there")
        if not len(names):
            return
        if self._index is None:
            self.train(block)
        self._insert(names, block)
        merged = np.concatenate([known, names])
        self._known = merged if not len(known) or names.min() > known[-1] else np.sort(merged)
        if not (np.diff(names) > 0).all():
            self._known = np.sort(merged)

    def _insert(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        self._index.add_with_ids(vectors, ids)

    def search(
        self, queries: NDArray[np.float32], k: int, allowed: NDArray[np.int64] | None = None
    ) -> Found:
        """Search; see VectorIndex.search."""
        queries = check_queries(queries, self.dim, k)
        known = self._ids()
        empty = np.empty((len(queries), 0), np.float32)
        if not len(known) or not len(queries) or (allowed is not None and not len(allowed)):
            return best(empty, empty.astype(np.int64), k)
        selector, kept = self._selector(allowed)
        share = 1.0 if allowed is None else min(1.0, len(allowed) / len(known))
        scores, ids = self._index.search(
            queries, min(k, len(known)), params=self._parameters(selector, share)
        )
        del kept
        return best(scores, ids, min(k, len(known)), k)

    def _selector(self, allowed: NDArray[np.int64] | None) -> tuple[Any, Any]:
        """Return FAISS's selector of allowed ids, and what must live as long as it."""
        faiss = _faiss()
        wanted = self._wanted(allowed)
        if wanted is None:
            return None, None
        wanted = wanted[wanted >= 0]
        top = int(wanted.max(initial=0))
        if top >= BITMAP_LIMIT:
            return faiss.IDSelectorBatch(np.ascontiguousarray(wanted)), wanted
        flags = np.zeros(top // 8 * 8 + 8, bool)
        flags[wanted] = True
        bits = np.packbits(flags, bitorder="little")
        return faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits)), bits

    def _wanted(self, allowed: NDArray[np.int64] | None) -> NDArray[np.int64] | None:
        """Return the ids a search may find; None for all that FAISS holds."""
        return None if allowed is None else np.asarray(allowed, np.int64)

    def _ids(self) -> NDArray[np.int64]:
        """Return the sorted ids of the vectors that count."""
        if self._known is None:
            self._known = np.sort(self._stored_ids())
        return self._known

    def save(self, path: Path) -> None:
        """Write FAISS's own file; see VectorIndex.save."""
        faiss = _faiss()
        path.parent.mkdir(parents=True, exist_ok=True)
        index = self._index
        if index is None:  # nothing was ever added: an empty exact index says so
            index = faiss.IndexIDMap2(faiss.IndexFlatIP(self.dim))
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            temporary = Path(file.name)
        try:
            faiss.write_index(index, str(temporary))
            temporary.replace(path)
        except RuntimeError as error:  # FAISS's word for a full disk
            raise OSError(f"“{path.name}” could not be written: {error}") from None
        finally:
            temporary.unlink(missing_ok=True)

    def load(self, path: Path) -> None:
        """Read what save() wrote, memory-mapped; see VectorIndex.load."""
        faiss = _faiss()
        with path.open("rb"):
            pass  # a missing or locked file is an OSError, not a damaged index
        try:
            index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)
        except (RuntimeError, MemoryError) as error:
            reason = str(error).rpartition("failed: ")[2].splitlines()[0]  # not where in FAISS
            raise ValueError(f"“{path.name}” is damaged: {reason}") from None
        if index.ntotal == 0:
            self._index, self._known = None, np.empty(0, np.int64)
            return
        index = self._adopt(index, path)
        if index.d != self.dim:
            raise ValueError(f"“{path.name}” holds vectors of {index.d} numbers, not {self.dim}")
        self._index, self._known = index, None

    def _adopt(self, index: Any, path: Path) -> Any:
        """Return index if it is one of this class.

        Raises:
            ValueError: it is another kind.
        """
        raise NotImplementedError


@indexes.register("ivf")
class IvfIndex(FaissIndex):
    """Inverted lists over k-means cells; a search looks into the `effort` nearest cells.

    About sqrt(N) cells of about sqrt(N) vectors (Sivic and Zisserman 2003; Jégou, Douze and Schmid
    2011). Where only some ids are allowed, more cells are looked at in proportion.

    Args:
        dim: length of a vector.
    """

    name: ClassVar[str] = "ivf"

    def __init__(self, dim: int) -> None:
        super().__init__(dim)
        self.effort = 8
        self.expected = 0  # vectors to come; sizes the cells when train() sees only a sample
        self._mapped = False

    def efforts(self) -> list[int]:
        """Return 1, 2, 4 ... up to all cells."""
        cells = self._index.nlist if self._index is not None else 1
        return [1 << power for power in range(cells.bit_length() - 1)] + [cells]

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Add vectors; a mapped index is copied into memory first."""
        if self._mapped:
            self._own_lists()
        super().add(ids, vectors)

    def remove(self, ids: NDArray[np.int64]) -> int:
        """Remove what is there of ids; see VectorIndex.remove."""
        faiss = _faiss()
        known = self._ids()
        gone = np.intersect1d(known, ids)
        if len(gone):
            if self._mapped:
                self._own_lists()
            self._index.remove_ids(faiss.IDSelectorBatch(gone))
            self._known = known[~np.isin(known, gone)]
        return len(gone)

    def _make(self, sample: NDArray[np.float32]) -> Any:
        faiss = _faiss()
        total = max(len(sample), self.expected)
        cells = 1 << max(0, round(np.log2(max(1.0, np.sqrt(total)))))
        cells = max(1, min(cells, len(sample) // 8))
        index = faiss.IndexIVFFlat(
            faiss.IndexFlatIP(self.dim), self.dim, cells, faiss.METRIC_INNER_PRODUCT
        )
        index.cp.seed, index.cp.niter = SEED, 10
        index.cp.min_points_per_centroid = 1
        index.cp.max_points_per_centroid = TRAIN_PER_LIST
        index.train(sample)
        return index

    def _parameters(self, selector: Any, share: float) -> Any:
        faiss = _faiss()
        probes = min(self._index.nlist, int(np.ceil(self.effort / max(share, 1e-9))))
        return faiss.SearchParametersIVF(sel=selector, nprobe=probes)

    def _stored_ids(self) -> NDArray[np.int64]:
        faiss = _faiss()
        lists = self._index.invlists
        parts = [np.empty(0, np.int64)]
        for cell in range(self._index.nlist):
            size = lists.list_size(cell)
            if size:
                parts.append(faiss.rev_swig_ptr(lists.get_ids(cell), size).copy())
        return np.concatenate(parts)

    def _adopt(self, index: Any, path: Path) -> Any:
        faiss = _faiss()
        if not isinstance(index, faiss.IndexIVFFlat):
            raise ValueError(f"“{path.name}” is no IVF index")
        self._mapped = True
        return index

    def _own_lists(self) -> None:
        """Copy mapped lists into memory so that they can change."""
        faiss = _faiss()
        mapped = self._index.invlists
        lists = faiss.ArrayInvertedLists(self._index.nlist, self._index.code_size)
        for cell in range(self._index.nlist):
            if size := mapped.list_size(cell):
                lists.add_entries(cell, size, mapped.get_ids(cell), mapped.get_codes(cell))
        self._index.replace_invlists(lists, True)  # noqa: FBT003 - its name differs between releases
        lists.this.disown()
        self._mapped = False


@indexes.register("hnsw")
class HnswIndex(FaissIndex):
    """Navigable small-world graph (Malkov and Yashunin 2018); `effort` is the width of the beam.

    FAISS takes nothing out of a graph: removed vectors stay as way-points that no search returns.

    Args:
        dim: length of a vector.
    """

    name: ClassVar[str] = "hnsw"
    LINKS: ClassVar[int] = 32

    def __init__(self, dim: int) -> None:
        super().__init__(dim)
        self.effort = 64

    def efforts(self) -> list[int]:
        """Return 16, 32, ... 1024."""
        return [16 << power for power in range(7)]

    def remove(self, ids: NDArray[np.int64]) -> int:
        """Hide what is there of ids; see VectorIndex.remove."""
        known = self._ids()
        gone = np.isin(known, ids)
        if gone.any():
            names = self._names()
            names[np.isin(names, ids)] = -1
            self._known = known[~gone]
        return int(gone.sum())

    def _make(self, sample: NDArray[np.float32]) -> Any:
        del sample  # a graph learns nothing beforehand
        faiss = _faiss()
        graph = faiss.IndexHNSWFlat(self.dim, self.LINKS, faiss.METRIC_INNER_PRODUCT)
        graph.hnsw.efConstruction = 80
        index = faiss.IndexIDMap(graph)
        index.own_fields = True
        graph.this.disown()
        return index

    def _wanted(self, allowed: NDArray[np.int64] | None) -> NDArray[np.int64] | None:
        if allowed is None and len(self._ids()) < self._index.ntotal:
            return self._ids()
        return super()._wanted(allowed)

    def _parameters(self, selector: Any, share: float) -> Any:
        faiss = _faiss()
        beam = min(self._index.ntotal, int(np.ceil(self.effort / max(share, 1e-9))))
        return faiss.SearchParametersHNSW(sel=selector, efSearch=max(beam, self.effort))

    def _names(self) -> NDArray[np.int64]:
        """Return the id of each node, -1 where removed; a view that writes through."""
        faiss = _faiss()
        names: NDArray[np.int64] = faiss.rev_swig_ptr(
            self._index.id_map.data(), self._index.id_map.size()
        )
        return names

    def _stored_ids(self) -> NDArray[np.int64]:
        names = self._names()
        return names[names >= 0]

    def _adopt(self, index: Any, path: Path) -> Any:
        faiss = _faiss()
        graph = faiss.downcast_index(index.index) if isinstance(index, faiss.IndexIDMap) else None
        if not isinstance(graph, faiss.IndexHNSWFlat):
            raise ValueError(f"“{path.name}” is no HNSW index")
        return index
