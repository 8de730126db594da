"""Hosts of shards in threads of the test, which can be killed, silenced and taken away."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from indexers.feedback.shards import HostLostError, HostsGoneError, ShardSpec
from indexers.feedback.shards_host import ShardHost
from indexers.feedback.shards_vectors import ShardedVectors
from indexers.vectors import VectorCollection

NONE = (np.empty(0, np.int64), np.empty(0, np.int64))
FIRST = 1000  # item of row 0


class ThreadHosts:
    """Keeps shards in this process, as a cluster does in others.

    Args:
        root: where they are stored.
        cores: how many computers there are, of one core each.
    """

    def __init__(self, root: Path, cores: int = 2) -> None:
        self.root = root
        self.count = cores
        self.hosts: dict[str, ShardHost] = {}
        self.calls: list[tuple[int, str]] = []
        self.bytes = 0  # of masks and vectors that were sent
        self.doomed: dict[tuple[int, str], int] = {}  # (shard, method): die in so many calls
        self.silent: set[int] = set()
        self.has_seconds = False
        self.asked_twice: list[int] = []
        self.is_gone = False
        self._pool = ThreadPoolExecutor(8)
        self._guard = threading.Lock()
        self._running: list[Future[Any]] = []

    def __call__(self) -> "ThreadHosts":
        if self.is_gone:
            raise HostsGoneError("nobody there")
        return self

    def cores(self) -> tuple[int, int]:
        return self.count, self.count

    def call(self, spec: ShardSpec, method: str, *arguments: Any) -> "Future[Any]":
        if self.is_gone:
            raise HostsGoneError("nobody there")
        if spec.copy:
            self.asked_twice.append(spec.number)
        else:
            self.calls.append((spec.number, method))
        if not spec.copy and spec.number in self.silent and method == "search":
            return Future()
        self._running.append(self._pool.submit(self._run, spec, method, arguments))
        return self._running[-1]

    def second(self, spec: ShardSpec) -> ShardSpec | None:
        return replace(spec, copy=1) if self.has_seconds else None

    def end(self, spec: ShardSpec) -> None:
        self.hosts.pop(spec.name, None)

    def kill(self) -> None:
        """Forget all that hosts have in memory, as kill -9 does between two calls."""
        wait(self._running)
        self.hosts.clear()

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _run(self, spec: ShardSpec, method: str, arguments: tuple[Any, ...]) -> Any:
        key = (spec.number, method)
        with self._guard:
            if key in self.doomed:
                self.doomed[key] -= 1
                if self.doomed[key] < 0:
                    del self.doomed[key]
                    self.hosts.pop(spec.name, None)
                    raise HostLostError(f"shard {spec.number} was killed")
            host = self.hosts.get(spec.name)
            if host is None:
                host = self.hosts[spec.name] = ShardHost(spec, str(self.root))
        if method == "receive" and arguments[2] is not None:
            self.bytes += arguments[2].nbytes
        if method == "search":
            self.bytes += sum(
                mask.rows.data.nbytes for mask in arguments[0].masks if mask.rows is not None
            )
        return getattr(host, method)(*arguments)


def clustered(count: int, seed: int = 0, dim: int = 16) -> np.ndarray:
    """Return unit vectors around 60 centres, float32 (count, dim)."""
    centres = np.random.default_rng(7).standard_normal((60, dim))
    rng = np.random.default_rng(seed)
    vectors = centres[rng.integers(60, size=count)] + 0.4 * rng.standard_normal((count, dim))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def add(vectors: Any, block: np.ndarray) -> list[int]:
    """Add vectors whose items are their rows + FIRST; returns the items."""
    rows = vectors.append(block)
    vectors.commit((rows + FIRST).tolist(), rows.tolist())
    return (rows + FIRST).tolist()


def sharded(
    folder: Path,
    hosts: Any,
    block: np.ndarray | None = None,
    *,
    shared: bool = False,
    rows: Any = NONE,
) -> ShardedVectors:
    """Return vectors in a folder whose shards are kept by hosts."""
    base = VectorCollection(folder, "e", rows=rows, index="flat")
    vectors = ShardedVectors(
        base, hosts, folder=folder, library="0123", shared=shared, read_only=False
    )
    if block is not None:
        add(vectors, block)
    return vectors
