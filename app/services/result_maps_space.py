"""The coordinates and the image graph of a library: made when needed, kept, extended."""

import hashlib
import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.result_maps_types import GraphState
from app.services.similarity import encoder_for, image_vectors, pick_encoder
from common.jobs import JobContext
from common.settings import Settings

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.maps.graph import ImageGraph
    from indexers.maps.space import MapSpace
    from indexers.vectors import Vectors

logger = logging.getLogger(__name__)

Ids = NDArray[np.int64]
SUFFIX = ".graph"
SEED = 0
AT_ONCE = 4000  # images whose graph is made while one waits
LATE = 2000  # images that are woven in while one waits
GROWN = 1.5  # all is made anew once so many times more images are there
GONE = 0.2  # or this part of them is gone
ASKED = 500  # items that are looked at to choose an encoder
WAIT_S = 0.05


@dataclass(frozen=True, slots=True)
class Kept:
    """The coordinates of a collection as it is now.

    Args:
        encoder: its name.
        version: of the weights.
        items: int64 (N,) ascending, that have a vector.
        space: coordinates; may hold items that are gone.
        graph: None while it is not made.
        alive: bool (rows of the space,), which rows are items that have a vector now.
    """

    encoder: str
    version: str
    items: Ids
    space: "MapSpace"
    graph: "ImageGraph | None"
    alive: NDArray[np.bool_]

    def rows(self, items: Sequence[int] | Ids) -> Ids:
        """Return the row of each item, -1 where it has no vector."""
        rows = self.space.rows(items)
        there = rows >= 0
        there[there] = self.alive[rows[there]]
        return np.where(there, rows, -1)


class _Rows:
    """Vectors of items, read block by block."""

    def __init__(self, collection: "Vectors", ids: Ids) -> None:
        self._collection = collection
        self._ids = ids

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, where: "slice | Ids") -> NDArray[np.float32]:
        return self._collection.vectors(self._ids[where])  # type: ignore[arg-type]


class MapSpaces:
    """Makes and keeps what maps are drawn from, for one encoder at a time.

    Args:
        library: the open library.
        settings: `models.image_encoder` is the encoder for "auto".
    """

    def __init__(self, library: "Library", settings: Settings) -> None:
        self._library = library
        self._settings = settings
        self._making = threading.Lock()
        self._kept: Kept | None = None
        self._revision = -1

    def encoder(self, wanted: str, items: Sequence[int] | Ids | None = None) -> str:
        """Return the encoder that compares.

        Args:
            wanted: its name, or "auto" for the user's choice, else the best that knows most items.
            items: what shall be compared; None for all.

        Raises:
            QueryError: no image was ever encoded.
            IndexMismatchError: the encoder asked for has no vectors here.
        """
        if wanted == "auto":
            wanted = self._settings.models.image_encoder
        counts = image_vectors(self._library)
        if wanted == "auto" and items is not None and len(items) and counts:
            step = max(1, len(items) // ASKED)
            sample = np.asarray(items, np.int64)[::step].tolist()
            wanted = encoder_for(self._library, sample, counts)
        return pick_encoder(self._library, wanted, counts)

    def get(self, encoder: str, context: JobContext) -> Kept:
        """Return the coordinates of the images of an encoder, and their graph if there is one.

        Raises:
            JobCancelled: by the context.
        """
        revision = self._library.catalogue.revision()
        kept = self._kept
        if kept is not None and kept.encoder == encoder and self._revision == revision:
            return kept
        with self._alone(context):
            kept = self._current(encoder, context)
            self._kept, self._revision = kept, revision
        return kept

    def update(self, encoder: str, context: JobContext) -> Kept:
        """Make or extend the graph where that is due, and write it to the library.

        Raises:
            JobCancelled: by the context.
        """
        from indexers.maps.graph import build

        revision = self._library.catalogue.revision()
        # Not alone: that takes minutes for a million images, and maps are drawn without it, too.
        kept = self._current(encoder, context, anyhow=True)
        graph = kept.graph or build(kept.space, seed=SEED, context=context)
        if not self._library.is_read_only and not self._is_on_disk(graph, kept):
            try:
                graph.save(self._path(kept.encoder, kept.version), self._facts(kept))
            except OSError as error:
                logger.warning("the image graph is not kept: %s", error)
        kept = Kept(encoder, kept.version, kept.items, graph.space, graph, kept.alive)
        self._kept, self._revision = kept, revision
        self._forget_others(kept)
        return kept

    def state(self, encoder: str) -> GraphState:
        """Return what is known of the graph of an encoder, from its file."""
        collection = self._library.vectors(encoder)
        path = self._path(encoder, collection.version)
        facts = _facts_of(path)
        if facts is None:
            return GraphState(encoder, is_due=len(collection) > 0)
        is_due = facts.get("mark") != _mark(collection.items())
        size = path.stat().st_size
        return GraphState(encoder, int(facts["items"]), int(facts["levels"]), is_due, size)

    # -- inside

    @contextmanager
    def _alone(self, context: JobContext) -> Iterator[None]:
        """Wait until nobody else makes coordinates; a cancelled job does not go on waiting."""
        while not self._making.acquire(timeout=WAIT_S):
            context.step(0)
        try:
            yield
        finally:
            self._making.release()

    def _current(self, encoder: str, context: JobContext, *, anyhow: bool = False) -> Kept:
        """Return the coordinates as they are now; anyhow weaves in however many came later."""
        collection = self._library.vectors(encoder)
        items, version = collection.items(), collection.version
        kept = self._kept
        if kept is None or (kept.encoder, kept.version) != (encoder, version):
            kept = self._read(encoder, version)
        if kept is not None and np.array_equal(kept.items, items):
            return kept if kept.graph is not None or not anyhow else self._built(kept, context)
        if kept is not None and not _is_outgrown(kept.space.ids, items):
            return self._followed(kept, collection, items, context, anyhow=anyhow)
        from indexers.maps.space import make_space

        space = make_space(items, _Rows(collection, items), seed=SEED, context=context)
        made = Kept(encoder, version, items, space, None, np.ones(len(items), np.bool_))
        return self._built(made, context) if anyhow or len(items) <= AT_ONCE else made

    def _built(self, kept: Kept, context: JobContext) -> Kept:
        from indexers.maps.graph import build

        graph = build(kept.space, seed=SEED, context=context)
        return Kept(kept.encoder, kept.version, kept.items, graph.space, graph, kept.alive)

    def _followed(
        self,
        kept: Kept,
        collection: "Vectors",
        items: Ids,
        context: JobContext,
        *,
        anyhow: bool,
    ) -> Kept:
        """Return coordinates that follow what came and went."""
        late = np.setdiff1d(items, kept.space.ids)
        space, graph = kept.space, kept.graph
        if len(late):
            vectors = collection.vectors(late)  # type: ignore[arg-type]
            if graph is not None and (anyhow or len(late) <= LATE):
                graph = graph.extended(late, vectors, context)
                space = graph.space
            else:
                space, graph = space.extended(late, vectors), None
        alive = np.isin(space.ids, items)
        return Kept(kept.encoder, kept.version, items, space, graph, alive)

    def _read(self, encoder: str, version: str) -> Kept | None:
        """Return what the library keeps, or None."""
        from indexers.maps.graph import ImageGraph

        path = self._path(encoder, version)
        try:
            graph, facts = ImageGraph.load(path)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            logger.warning("a kept image graph is not used: %s", error)
            return None
        if facts.get("encoder") != encoder or facts.get("version") != version:
            return None
        alive = np.ones(len(graph.space), np.bool_)
        return Kept(encoder, version, np.sort(graph.space.ids), graph.space, graph, alive)

    def _path(self, encoder: str, version: str) -> Path:
        said = f"{encoder}|{version}|{SEED}".encode()
        name = hashlib.blake2b(said, digest_size=10).hexdigest()
        return self._library.folder / "maps" / f"{name}{SUFFIX}"

    def _facts(self, kept: Kept) -> dict[str, Any]:
        return {
            "encoder": kept.encoder, "version": kept.version, "items": len(kept.items),
            "mark": _mark(kept.items),
        }  # fmt: skip

    def _is_on_disk(self, graph: "ImageGraph", kept: Kept) -> bool:
        facts = _facts_of(self._path(kept.encoder, kept.version))
        return facts is not None and facts.get("mark") == _mark(kept.items) and len(graph) > 0

    def _forget_others(self, kept: Kept) -> None:
        """Remove graphs of encoders, and of versions of weights, that have no vectors here."""
        if self._library.is_read_only:
            return
        used = {
            self._path(name, self._library.vectors(name).version)
            for name in image_vectors(self._library)
        }
        used.add(self._path(kept.encoder, kept.version))
        for path in (self._library.folder / "maps").glob(f"*{SUFFIX}"):
            if path not in used:
                path.unlink(missing_ok=True)


def _is_outgrown(had: Ids, items: Ids) -> bool:
    """Whether so much came or went that all is better made anew."""
    there = int(np.isin(had, items).sum())
    return len(items) > GROWN * len(had) or there < (1 - GONE) * len(had)


def _mark(items: Ids) -> str:
    """Return what changes when other items have vectors."""
    return hashlib.blake2b(np.ascontiguousarray(items).tobytes(), digest_size=12).hexdigest()


def _facts_of(path: Path) -> dict[str, Any] | None:
    """Return what a kept graph says of itself, or None where there is none that can be used."""
    from indexers.feedback import arrayfile

    try:
        return dict(arrayfile.read(path)[0])
    except (OSError, ValueError, KeyError):
        return None
