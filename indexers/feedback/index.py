"""Which of very many items lie farthest on the positive side of a hyperplane."""

import json
import logging
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from common.settings import write_atomically
from indexers.feedback import arrayfile, segment, tuning
from indexers.feedback.arrayfile import ArrayWriter
from indexers.feedback.codes import Codes, restore
from indexers.feedback.loops import kind
from indexers.feedback.scan import Best, Masks, read_all
from indexers.feedback.segment import Segment, Source
from indexers.feedback.tree import SAMPLE_PER_LEAF, Tree, grow, leaves_for

logger = logging.getLogger(__name__)

FORMAT = 1
CARD_FILE = "feedback.json"
FILES = "feedback-*"
MOST_SEGMENTS = 8
PAGE = 4096  # bytes that are read at least


@dataclass(frozen=True, slots=True)
class FeedbackCard:
    """What `feedback.json` says of the files beside it.

    Args:
        tree: file of the clusters.
        segments: files of codes; the first one was built, the others were appended.
        rows: the index covers the rows before this one.
        live: how many of them it holds; dead ones were left out.
        mark: whose rows these are; the owner compares it.
        curve: what was measured; see tuning.Curve.
    """

    tree: str
    segments: tuple[str, ...]
    rows: int
    live: int
    mark: str
    curve: tuning.Curve
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Found:
    """Candidates of a search.

    Args:
        rows: int64 (M,), best first, ties by item.
        products: float32 (M,), of the codes.
        looked_at: items compared with the hyperplane.
        is_whole: everything was looked at.
    """

    rows: NDArray[np.int64]
    products: NDArray[np.float32]
    looked_at: int
    is_whole: bool


class FeedbackIndex:
    """Codes by cluster; a hyperplane looks into the most promising clusters.

    Searches may run side by side and beside extend(), which changes the index in one step.

    Args:
        folder: of its files.
        card: what they are.
        tree: the clusters.
        segments: the codes.
    """

    def __init__(
        self, folder: Path, card: FeedbackCard, tree: Tree, segments: Sequence[Segment]
    ) -> None:
        self.tree = tree
        self._folder = folder
        self._state = (card, tuple(segments))

    @property
    def card(self) -> FeedbackCard:
        """What the index covers."""
        return self._state[0]

    @property
    def codes(self) -> Codes:
        """How items are kept."""
        return self.tree.codes

    @property
    def error(self) -> float:
        """Largest distance of an item from what its code stands for."""
        return max(part.error for part in self._state[1])

    @property
    def built(self) -> int:
        """How many items were there when the clusters were made."""
        return len(self._state[1][0])

    def __len__(self) -> int:
        """Return the number of codes."""
        return sum(len(part) for part in self._state[1])

    def hold(self) -> int:
        """Read all codes and clusters, so that no search waits for a disk; returns their bytes."""
        arrays = [self.tree.tops, self.tree.leaves, self.tree.radius]
        arrays += [array for part in self._state[1] for array in (part.codes, part.rows)]
        for array in arrays:
            array.reshape(-1)[:: max(1, PAGE // array.itemsize)].sum()
        return sum(array.nbytes for array in arrays)

    def look_at(self, budget_ms: float | None, share: float = 1.0) -> int:
        """Return how many items fit into a time; for None, how many find nearly all.

        Args:
            budget_ms: of the search.
            share: part of the items that pass a filter, 0-1.
        """
        return self.card.curve.look_at(len(self), budget_ms, share)

    def search(
        self,
        weights: NDArray[np.float32],
        k: int,
        masks: Masks | None = None,
        *,
        look_at: int,
        band: float = 0.0,
    ) -> Found:
        """Return the best items of the most promising clusters.

        Clusters are taken until they hold look_at items; where fewer than k of those pass, twice
        as many are taken, and so on.

        Args:
            weights: normal of the hyperplane, float32 (D,).
            k: how many are wanted, >= 1; more come where they lie in the band, or tie.
            masks: what items must pass.
            look_at: how many items to compare; all of them or more reads everything.
            band: also return what lies at most this much below the k-th one.
        """
        segments = self._state[1]
        best = Best(k, self.codes.plane(weights), masks or Masks(), band)
        total = sum(len(part) for part in segments)
        if look_at >= total:
            return _found(best, read_all(best, segments), is_whole=True)
        promise = self.tree.promise(weights, self.card.curve.width)
        order = np.argsort(-promise)
        starts = [part.starts[:-1][order] for part in segments]
        stops = [part.starts[1:][order] for part in segments]
        sizes = np.sum(stops, axis=0) - np.sum(starts, axis=0)
        ends = np.cumsum(sizes)
        done, looked_at = 0, 0
        while done < len(order) and (looked_at < look_at or len(best) < k):
            wanted = max(look_at, 2 * looked_at)
            stop = min(len(order), int(np.searchsorted(ends, wanted)) + 1)
            for part, first, last in zip(segments, starts, stops, strict=True):
                best.read(part, first[done:stop], last[done:stop])
            done, looked_at = stop, int(ends[stop - 1])
        return _found(best, looked_at, is_whole=looked_at == total)

    def extend(self, source: Source, rows: int, mark: str, context: JobContext) -> None:
        """Put newer items into their clusters; searches go on meanwhile.

        Args:
            source: the newer items.
            rows: the index covers the rows before this one from now on.
            mark: whose rows these are.
            context: reports and cancels.

        Raises:
            JobCancelled: the user cancelled; nothing was changed.
            OSError: the disk is full; nothing was changed.
        """
        card, segments = self._state
        path = self._folder / f"{Path(card.tree).stem}-{secrets.token_hex(4)}.codes"
        leaves = len(self.tree)
        segment.write(path, source, self.codes, leaves, self.tree.assigner().assign, context)
        added = segment.read(path, self.codes, leaves)
        card = replace(
            card, segments=(*card.segments, path.name), rows=rows, live=card.live + len(source),
            mark=mark,
        )  # fmt: skip
        _write_card(self._folder, card)
        self._state = (card, (*segments, added))


def _found(best: Best, looked_at: int, *, is_whole: bool) -> Found:
    rows, products, _places = best.best()
    return Found(rows, products, looked_at, is_whole)


def build(
    folder: Path,
    codes: Codes,
    source: Source,
    rows: int,
    mark: str,
    context: JobContext,
    *,
    leaves: int | None = None,
) -> FeedbackIndex:
    """Build an index beside the old one, which it replaces in one step.

    Args:
        folder: where its files go.
        codes: how items are kept.
        source: the items; at least one.
        rows: the index covers the rows before this one.
        mark: whose rows these are.
        context: reports and cancels.
        leaves: number of clusters; chosen by the number of items where it is not given.

    Raises:
        JobCancelled: the user cancelled; the old index stays.
        OSError: the disk is full or gone; the old index stays.
    """
    stem = f"feedback-{secrets.token_hex(6)}"
    context.step(0, len(source), "Finding clusters")
    count = leaves or leaves_for(len(source), codes.dim, compact=codes.name == "compact")
    size = min(len(source), max(count, SAMPLE_PER_LEAF * count))
    chosen = np.sort(np.random.default_rng(0).choice(len(source), size, replace=False))
    tree = grow(codes, source.codes(chosen), count)
    try:
        _write_tree(folder / f"{stem}.tree", tree)
        path = folder / f"{stem}-0.codes"
        segment.write(path, source, codes, len(tree), tree.assigner().assign, context)
        first = segment.read(path, codes, len(tree))
        context.step(len(source), len(source), "Measuring the clusters")
        curve = tuning.measure(tree, first)
        card = FeedbackCard(f"{stem}.tree", (path.name,), rows, len(source), mark, curve)
        _write_card(folder, card)
    except BaseException:
        for path in folder.glob(f"{stem}*"):
            path.unlink(missing_ok=True)
        raise
    drop(folder, keep=card)
    logger.info("feedback index over %d items in %d clusters", len(source), len(tree))
    return load(folder)


def load(folder: Path) -> FeedbackIndex:
    """Map the index of a folder.

    Raises:
        FileNotFoundError: there is none.
        ValueError: it is damaged or of another version; says why.
        OSError: it cannot be read.
    """
    try:
        text = (folder / CARD_FILE).read_text("utf-8")
        fields = json.loads(text)
        if fields["format"] != FORMAT:
            raise ValueError("it was written by another version")
        fields["segments"] = tuple(fields["segments"])
        fields["curve"] = tuning.Curve(**fields["curve"])
        card = FeedbackCard(**fields)
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"its card is damaged ({error})") from None
    try:
        tree = _read_tree(folder / Path(card.tree).name)
        parts = [
            segment.read(folder / Path(name).name, tree.codes, len(tree)) for name in card.segments
        ]
    except FileNotFoundError as error:
        raise ValueError(f"a file of it is missing ({error.filename})") from None
    if not parts or sum(len(part) for part in parts) != card.live:
        raise ValueError("it holds another number of items than it should")
    if card.curve.loops != kind():
        card = replace(card, curve=tuning.timed(card.curve, tree, parts[0]))
    return FeedbackIndex(folder, card, tree, parts)


def drop(folder: Path, keep: FeedbackCard | None = None) -> None:
    """Delete the files of indexes but those of one; with none to keep, the card too."""
    kept = {keep.tree, *keep.segments} if keep else set()
    for path in folder.glob(FILES):
        if path.name not in kept:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:  # another process still maps it
                logger.info("“%s” stays for now: %s", path.name, error)
    if keep is None:
        (folder / CARD_FILE).unlink(missing_ok=True)


def _write_card(folder: Path, card: FeedbackCard) -> None:
    write_atomically(folder / CARD_FILE, json.dumps(asdict(card), indent=2).encode())


def _write_tree(path: Path, tree: Tree) -> None:
    arrays: dict[str, NDArray[Any]] = {
        "tops": tree.tops, "first_leaf": tree.first_leaf, "leaves": tree.leaves,
        "radius": tree.radius, **tree.codes.arrays(),
    }  # fmt: skip
    shapes = {name: (array.shape, array.dtype.str) for name, array in arrays.items()}
    with ArrayWriter(path, shapes) as writer:
        for name, array in arrays.items():
            writer.arrays[name][...] = array
        writer.facts = tree.codes.settings()


def _read_tree(path: Path) -> Tree:
    facts, arrays = arrayfile.read(path)
    codes = restore(facts, arrays)
    try:
        tops, first = arrays["tops"], np.array(arrays["first_leaf"])
        leaves, radius = arrays["leaves"], arrays["radius"]
    except KeyError as error:
        raise ValueError(f"“{path.name}” lacks {error}") from None
    fits = first.shape == (len(tops) + 1,) and first[0] == 0 and first[-1] == len(leaves)
    if not fits or radius.shape != (len(leaves),) or (np.diff(first) < 0).any():
        raise ValueError(f"“{path.name}” holds no clusters")
    return Tree(codes, tops, first, leaves, radius)
