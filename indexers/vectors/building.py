"""Builds an index over the rows of a store and keeps it in files beside them."""

import hashlib
import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from common.settings import write_atomically
from indexers.vectors.base import Found, VectorIndex, indexes, merge
from indexers.vectors.cost import DEPTH, TARGET_RECALL, held_out_queries, tune
from indexers.vectors.faiss_index import TRAIN_PER_LIST, IvfIndex
from indexers.vectors.flat import only, scan

logger = logging.getLogger(__name__)

FORMAT = 1
CARD_FILE = "index.json"
ADD_STEP = 50_000
SAMPLES = 64


@dataclass(frozen=True, slots=True)
class IndexCard:
    """What `index.json` says of the index file beside it.

    Args:
        kind: registry name.
        file: file name in the same folder.
        rows: the index covers the store's rows before this one.
        dim: length of a vector.
        live: how many of those rows it holds; dead ones were left out.
        fingerprint: of some of those rows, to know when the store is another one.
        effort: chosen on held-out queries.
        recall: recall@10 it reached there.
    """

    kind: str
    file: str
    rows: int
    dim: int
    live: int
    fingerprint: str
    effort: int
    recall: float
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class BuiltIndex:
    """An index and what it covers."""

    index: VectorIndex
    card: IndexCard


def fingerprint(matrix: NDArray[np.float32]) -> str:
    """Return a hash of up to 64 rows of matrix (N, D), spread evenly, and of its shape."""
    rows = np.unique(np.linspace(0, max(0, len(matrix) - 1), SAMPLES).astype(np.int64))
    digest = hashlib.blake2b(str(matrix.shape).encode(), digest_size=16)
    digest.update(np.ascontiguousarray(matrix[rows[: len(matrix)]]).tobytes())
    return digest.hexdigest()


def build(
    kind: str,
    matrix: NDArray[np.float32],
    live: NDArray[np.int64],
    context: JobContext,
) -> BuiltIndex:
    """Build and tune an index over the live rows of matrix.

    Args:
        kind: registry name.
        matrix: float32 (N, D), all rows.
        live: int64, the rows that count, ascending; at least one.
        context: reports vectors added; can cancel between blocks.

    Raises:
        JobCancelled: the user cancelled; nothing was changed.
    """
    index = indexes.create(kind, matrix.shape[1])
    context.step(0, len(live), "Learning how the vectors lie")
    if isinstance(index, IvfIndex):
        index.expected = len(live)
    index.train(matrix[_sample(live)])
    for start in range(0, len(live), ADD_STEP):
        rows = live[start : start + ADD_STEP]
        context.step(start, len(live), "Building the index")
        index.add(rows, matrix[rows])
    queries = held_out_queries(matrix, live)
    names = np.full(len(matrix), -1, np.int64)
    names[live] = live
    truth = scan(matrix, queries, min(DEPTH, len(live)), names)[1]
    context.step(len(live), len(live), "Measuring the index")
    reached = tune(index, queries, truth, TARGET_RECALL)
    mark = fingerprint(matrix)
    card = IndexCard(
        kind, f"index-{mark[:12]}.{kind}", len(matrix), matrix.shape[1], len(live), mark,
        index.effort, round(reached, 4),
    )  # fmt: skip
    logger.info("built %s over %d vectors, recall %.3f", kind, len(live), reached)
    return BuiltIndex(index, card)


def search_built(
    built: BuiltIndex,
    matrix: NDArray[np.float32],
    queries: NDArray[np.float32],
    k: int,
    names: NDArray[np.int64],
    rows: NDArray[np.int64] | None,
) -> Found:
    """Search an index and what is newer than it; scan everything if too few are found.

    Args:
        built: the index.
        matrix: float32 (N, D), all rows.
        queries: float32 (Q, D).
        k: >= 1.
        names: int64 (N,), item of each row, -1 where dead.
        rows: of which one is to be found; None for all.
    """
    count = built.card.rows
    old = names[:count]
    if rows is None and int((old >= 0).sum()) < built.card.live:
        inside: NDArray[np.int64] | None = np.flatnonzero(old >= 0)
    else:
        inside = None if rows is None else rows[rows < count]
    scores, found = built.index.search(queries, k, inside)
    items = np.where(found >= 0, old[found], -1)
    possible = built.card.live if inside is None else len(inside)
    if (items[:, : min(k, possible)] < 0).any():
        return scan(matrix, queries, k, only(names, rows))
    newer = scan(matrix[count:], queries, k, only(names, rows)[count:])
    return merge([(scores, items), newer], k)


def save(built: BuiltIndex, folder: Path) -> None:
    """Write the index, then the card that names it, then drop older index files.

    Raises:
        OSError: the disk is full or gone; the older index stays in force.
    """
    path = folder / built.card.file
    built.index.save(path)
    write_atomically(folder / CARD_FILE, json.dumps(asdict(built.card), indent=2).encode())
    drop(folder, keep=path)


def drop(folder: Path, keep: Path | None = None) -> None:
    """Delete index files but keep; with none to keep, the card too."""
    for path in folder.glob("index-*"):
        if path != keep:
            _unlink(path)
    if keep is None:
        _unlink(folder / CARD_FILE)


def load(folder: Path, matrix: NDArray[np.float32]) -> BuiltIndex | None:
    """Return the saved index if it is whole and belongs to these rows; None if there is none.

    Args:
        folder: the encoder's folder.
        matrix: float32 (N, D), all rows of the store.

    Raises:
        ValueError: there is one, but it is damaged or of other vectors; says why.
    """
    try:
        text = (folder / CARD_FILE).read_text("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ValueError(f"its card cannot be read ({error})") from None
    try:
        card = IndexCard(**json.loads(text))
    except (ValueError, TypeError) as error:
        raise ValueError(f"its card is damaged ({error})") from None
    if card.format != FORMAT or card.kind not in indexes:
        raise ValueError("it was written by another version")
    if card.rows > len(matrix) or card.dim != matrix.shape[1]:
        raise ValueError("it is of other vectors")
    if fingerprint(matrix[: card.rows]) != card.fingerprint:
        raise ValueError("it is of other vectors")
    index = indexes.create(card.kind, card.dim)
    try:
        index.load(folder / Path(card.file).name)
    except (OSError, EOFError) as error:
        raise ValueError(f"its file cannot be read ({error})") from None
    if len(index) != card.live:
        raise ValueError(f"it holds {len(index)} vectors, not {card.live}")
    index.effort = card.effort
    return BuiltIndex(index, card)


def _sample(live: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rows an index is trained on: enough for every cell, in order."""
    cells = 2 * int(np.sqrt(len(live))) + 1
    wanted = min(len(live), TRAIN_PER_LIST * cells)
    return np.sort(np.random.default_rng(0).choice(live, wanted, replace=False))


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:  # another process still maps it
        logger.info("“%s” stays for now: %s", path.name, error)
