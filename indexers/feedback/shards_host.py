"""Keeps one shard on one computer: stores it, builds its index, answers questions about it."""

import hashlib
import json
import os
import shutil
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from common.jobs import JobCancelled, JobContext, Progress
from common.settings import write_atomically
from indexers.feedback.answers import Farthest
from indexers.feedback.rowset import RowSet
from indexers.feedback.shards import Answer, Floats, HostState, Ids, Mask, Question, ShardSpec

if TYPE_CHECKING:
    from indexers.vectors.farthest import FarthestSearch

FORMAT = 1
SPEC_FILE, NAMES_FILE, VECTORS_FILE, DATA_FILE = "shard.json", "names.i64", "rows.f32", "data.f32"
FOLDER = "shards"
MASKS_KEPT = 32
HASH = 8  # bytes
ROOT_VARIABLE = "KINORA_SHARDS"
UNWATCHED_S = 3.0
POLL_S = 0.05


def row_mark(vector: Floats) -> str:
    """Return a hash of a vector, float32 (D,)."""
    return hashlib.blake2b(np.ascontiguousarray(vector).tobytes(), digest_size=HASH).hexdigest()


def default_root() -> Path:
    """Return where a computer stores its shards: KINORA_SHARDS, else a folder of caches."""
    if named := os.environ.get(ROOT_VARIABLE):
        return Path(named)
    caches = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(caches) / "kinora" / FOLDER


class ShardHost:
    """One shard: rows of one encoder in a folder of this computer, and the index over them.

    Everything is kept so that a host that is killed at any moment is followed by one that goes on:
    rows are only ever appended, the index is derived from them and put in place in one step.
    Questions may come side by side, also while rows are added.

    Where this computer sees the library's folder, vectors are read from there and the shard is kept
    there; otherwise both are kept in a folder of its own.

    Args:
        spec: which shard.
        root: where to store what is not shared; None for default_root().
    """

    def __init__(self, spec: ShardSpec, root: str | None = None) -> None:
        self._spec = spec
        self._reads = _sees(spec)
        library = hashlib.blake2b(
            f"{spec.library}\n{spec.encoder}".encode(), digest_size=HASH
        ).hexdigest()
        self._base = (
            Path(spec.shared) / FOLDER
            if self._reads
            else (Path(root) if root else default_root()) / library
        )
        self._folder = self._base / spec.build / f"{spec.number:04d}"
        self._change = threading.RLock()
        self._names: Ids = np.empty(0, np.int64)
        self._matrix: Floats = np.empty((0, spec.dim), np.float32)
        self._masks: OrderedDict[bytes, RowSet] = OrderedDict()
        self._building: threading.Thread | None = None
        self._context = JobContext()
        self._state = HostState(reads=self._reads)
        self.asked_at = time.monotonic()
        self._search = self._opened()
        if _is_of(self._folder, spec):
            self._publish()

    # -- storing

    def state(self) -> HostState:
        """Return how far this host is."""
        self.asked_at = time.monotonic()
        is_building = self._building is not None and self._building.is_alive()
        state = replace(self._state, rows=self._rows(), answers=len(self._names))
        return state if is_building else replace(state, done=0, total=0, note="")

    def prepare(self, keep: tuple[str, ...] = ()) -> HostState:
        """Make the folder of the shard, and remove what others left that nobody keeps.

        Args:
            keep: other divisions into shards that are in use.

        Raises:
            OSError: the disk is full or gone.
        """
        with self._change:
            if not _is_of(self._folder, self._spec):
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder.mkdir(parents=True)
                card = {"format": FORMAT, "first": self._spec.first, "dim": self._spec.dim}
                write_atomically(self._folder / SPEC_FILE, json.dumps(card).encode())
            for other in self._base.iterdir():
                if other.name not in {self._spec.build, *keep}:
                    shutil.rmtree(other, ignore_errors=True)
        return self.state()

    def receive(self, at: int, names: Ids, vectors: Floats | None) -> int:
        """Store further rows; those that are there already are passed over.

        Args:
            at: number of the first one, from the beginning of the shard.
            names: their items, int64 (N,), -1 where dead.
            vectors: float32 (N, D); None where they are read from the library's folder.

        Returns:
            How many rows there are now; fewer than at + N where some before them are missing.

        Raises:
            OSError: the disk is full or gone.
        """
        self.asked_at = time.monotonic()
        with self._change:
            have = self._rows()
            if not at <= have < at + len(names):
                return have
            new = slice(have - at, None)
            if vectors is not None:
                block = np.ascontiguousarray(vectors[new], np.float32)
                _append(self._folder / VECTORS_FILE, have * 4 * self._spec.dim, block)
            _append(self._folder / NAMES_FILE, have * 8, np.ascontiguousarray(names[new]))
            return self._rows()

    def build(self) -> HostState:
        """Begin to build the index over all rows there are; state() says how far it is.

        Where a build runs already it goes on. It waits while nobody asks how far it is: whoever
        wanted it has paused, or was killed.
        """
        self.asked_at = time.monotonic()
        with self._change:
            if self._building is None or not self._building.is_alive():
                self._context = _Watched(self)
                self._state = replace(self._state, error="", done=0, total=1, note="")
                self._building = threading.Thread(target=self._build, name="build", daemon=True)
                self._building.start()
        return self.state()

    def stop(self) -> None:
        """Give a build up; the rows stay, and the index that there was."""
        self._context.cancel()

    def drop(self) -> None:
        """Remove what is stored; the host is of no use after that."""
        self._context.cancel()
        if self._building is not None:
            self._building.join()
        self._names, self._matrix = self._names[:0], self._matrix[:0]
        self._search.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        with suppress(OSError):  # others have shards there
            self._folder.parent.rmdir()

    # -- answering

    def search(self, question: Question) -> Answer:
        """Return the items farthest on the positive side of a hyperplane; see Answer."""
        self.asked_at = time.monotonic()
        started = time.perf_counter()
        if self._spec.copy:
            self._follow()
        names, matrix = self._names, self._matrix
        if not len(names):
            return Answer(is_there=False)
        sets, lacks = self._of(question.masks)
        if lacks:
            return Answer(lacks=lacks)
        but = _union([sets[mask.digest] for mask in question.but], len(names))
        only = None if question.only is None else sets[question.only.digest]
        if only is not None and only.count != len(names):  # the asker knows more rows, or fewer
            only = RowSet.of_rows(only.rows(), len(names))
        found = self._find(question, names, matrix, only, but)
        return Answer(found, (time.perf_counter() - started) * 1e3)

    def _find(
        self,
        question: Question,
        names: Ids,
        matrix: Floats,
        only: RowSet | None,
        but: RowSet | None = None,
    ) -> Farthest:
        plane = np.array(question.plane, np.float32)  # as in RowSet.of_packed
        return self._search.search_rows(
            plane, question.k, names, matrix, only=only, but=but,
            budget_ms=question.budget_ms, exact=question.exact,
        )  # fmt: skip

    def _of(self, masks: tuple[Mask, ...]) -> tuple[dict[bytes, RowSet], tuple[bytes, ...]]:
        """Return the sets of masks, those kept and those sent, and which are neither."""
        found: dict[bytes, RowSet] = {}
        with self._change:
            for mask in masks:
                if mask.rows is not None:
                    self._masks[mask.digest] = RowSet.of_packed(mask.rows)
                if mask.digest in self._masks:
                    self._masks.move_to_end(mask.digest)
                    found[mask.digest] = self._masks[mask.digest]
            while len(self._masks) > MASKS_KEPT:
                self._masks.popitem(last=False)
        return found, tuple(mask.digest for mask in masks if mask.digest not in found)

    # -- inside

    def _rows(self) -> int:
        """Return how many rows are stored whole."""
        held = _size(self._folder / NAMES_FILE) // 8
        width = 4 * self._spec.dim
        if self._reads:
            size = _size(Path(self._spec.shared) / DATA_FILE)
            return min(held, max(0, size // width - self._spec.first))
        return min(held, _size(self._folder / VECTORS_FILE) // width)

    def _mapped(self) -> tuple[Ids, Floats]:
        """Return items and vectors of all rows that are stored."""
        count, spec = self._rows(), self._spec
        if not count:
            return np.empty(0, np.int64), np.empty((0, spec.dim), np.float32)
        path, offset = self._folder / VECTORS_FILE, 0
        if self._reads:
            path, offset = Path(spec.shared) / DATA_FILE, spec.first * 4 * spec.dim
        names = np.memmap(self._folder / NAMES_FILE, np.int64, "r", shape=(count,))
        matrix = np.memmap(path, np.float32, "r", offset, (count, spec.dim))
        return names.view(np.ndarray), matrix.view(np.ndarray)

    def _opened(self) -> "FarthestSearch":
        from indexers.vectors.farthest import FarthestSearch

        return FarthestSearch(self._folder, self._spec.encoder, read_only=bool(self._spec.copy))

    def _follow(self) -> None:
        """Take up what the first host stored since; a second one stores nothing itself."""
        with self._change:
            if self._rows() != len(self._names) and _is_of(self._folder, self._spec):
                self._search = self._opened()
                self._publish()

    def _publish(self) -> None:
        """Answer with all rows that are stored from now on."""
        names, matrix = self._mapped()
        if len(names):
            if self._search.usable(matrix) is not None:  # compile loops before somebody waits
                self._find(Question(np.zeros(self._spec.dim, np.float32), 1), names, matrix, None)
            self._state = replace(self._state, memory=self._search.hold())
        self._matrix = matrix
        self._names = names  # last: a question takes the names first

    def _build(self) -> None:
        try:
            names, matrix = self._mapped()
            if len(names):
                self._search.rebuild(names, matrix, self._context)
            self._publish()
        except JobCancelled:
            self._state = replace(self._state, error="it was stopped")
        except OSError as error:
            self._state = replace(self._state, error=str(error.strerror or error))

    def report(self, progress: Progress) -> None:
        """Keep how far the build is, for state()."""
        self._state = replace(
            self._state, done=progress.done, total=max(1, progress.total), note=progress.note
        )


class _Watched(JobContext):
    """A job that waits while nobody watches it."""

    def __init__(self, host: ShardHost) -> None:
        super().__init__(host.report)
        self._host = host
        self._pause = threading.Event()

    def step(self, done: int, total: int = 0, note: str = "") -> None:
        """Report, and wait until somebody asks; see JobContext.step."""
        while not self.is_cancelled and time.monotonic() - self._host.asked_at > UNWATCHED_S:
            self._pause.wait(POLL_S)
        super().step(done, total, note)


def _is_of(folder: Path, spec: ShardSpec) -> bool:
    """Whether a folder holds the shard that is meant."""
    try:
        card = json.loads((folder / SPEC_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(card == {"format": FORMAT, "first": spec.first, "dim": spec.dim})


def _sees(spec: ShardSpec) -> bool:
    """Whether this computer sees the library's folder: the vectors there are those meant."""
    if not spec.shared or not spec.mark:
        return False
    width = 4 * spec.dim
    try:
        with (Path(spec.shared) / DATA_FILE).open("rb") as file:
            for row, mark in spec.mark:
                file.seek(row * width)
                if row_mark(np.frombuffer(file.read(width), np.float32)) != mark:
                    return False
    except (OSError, ValueError):
        return False
    return os.access(spec.shared, os.W_OK)


def _union(sets: list[RowSet], count: int) -> RowSet | None:
    """Return the rows of all sets, of count rows; None for none."""
    sets = [one for one in sets if len(one)]
    if not sets:
        return None
    if len(sets) == 1 and sets[0].count == count:
        return sets[0]
    packed = np.zeros(count // 8 + 1, np.uint8)
    for one in sets:
        own = one.bits()[: len(packed)]
        packed[: len(own)] |= own
    return RowSet(count, None, packed)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _append(path: Path, at: int, block: Ids | Floats) -> None:
    """Write behind the first bytes of a file; what a killed write left there goes."""
    with path.open("ab"):
        pass
    with path.open("r+b") as file:
        file.truncate(at)
        file.seek(at)
        file.write(block.data)
        file.flush()
        os.fsync(file.fileno())
