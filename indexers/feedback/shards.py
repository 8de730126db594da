"""The feedback index in shards: what is asked of them, who keeps them, how answers are merged.

Rows of an encoder are divided by ranges. A shard is a feedback index over one range, with the whole
vectors of it, kept by a host on some computer. A question goes to all shards at once; as each
answers with exact products, the best k of all are among the best k of each.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from indexers.feedback.answers import Farthest, first, nothing
from indexers.feedback.rowset import PackedRows

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]

ROWS_A_SHARD = 2_000_000  # more cores are asked before a shard holds more than that
ALIGN = 8  # ranges begin at whole bytes of masks


@dataclass(frozen=True, slots=True)
class Part:
    """A range of rows.

    Args:
        first: its first row.
        stop: the one behind its last.
    """

    first: int
    stop: int

    def __len__(self) -> int:
        """Return the number of rows, dead or alive."""
        return self.stop - self.first


def shards_for(live: int, nodes: int, cores: int) -> int:
    """Return how many shards to make: one a computer at least, one a core at most.

    Args:
        live: vectors in all.
        nodes: computers that there are.
        cores: of all of them.
    """
    return int(np.clip(-(-live // ROWS_A_SHARD), max(1, nodes), max(1, nodes, cores)))


def split(names: Ids, shards: int) -> tuple[Part, ...]:
    """Divide rows into ranges that hold as many live rows each; the same for the same rows.

    Args:
        names: int64 (N,), item of each row, -1 where dead.
        shards: how many; fewer come where there are few rows.
    """
    live = np.flatnonzero(names >= 0)
    if not len(live):
        return ()
    shards = max(1, min(shards, len(live)))
    cuts = live[np.arange(1, shards) * len(live) // shards] // ALIGN * ALIGN
    edges = np.unique(np.concatenate([[0], cuts, [len(names)]]))
    return tuple(Part(first, stop) for first, stop in pairwise(edges.tolist()))


@dataclass(frozen=True, slots=True)
class ShardSpec:
    """Which shard a host keeps, and from what.

    Args:
        library: id of the library.
        encoder: whose vectors they are.
        build: which division into shards; another one has other folders.
        number: of the shard, from 0.
        first: its first row.
        dim: length of a vector.
        shared: the library's folder of the encoder, for computers that see it; "" where the
            vectors are to be sent.
        mark: of some of the vectors, by which a computer knows that it sees the same folder.
        host: the computer that keeps it; "" where that is still open.
        copy: 0, or 1 for a second host, that reads what the first one stored.
    """

    library: str
    encoder: str
    build: str
    number: int
    first: int
    dim: int
    shared: str = ""
    mark: tuple[tuple[int, str], ...] = ()
    host: str = ""
    copy: int = 0

    @property
    def name(self) -> str:
        """Name of its host in a cluster."""
        named = f"kinora-shard {self.library} {self.encoder} {self.build} {self.number}"
        return f"{named} copy" if self.copy else named


@dataclass(frozen=True, slots=True)
class Mask:
    """Rows of one shard that a question speaks of.

    Args:
        digest: what the host keeps them by.
        rows: the rows; None where the host is believed to keep them.
    """

    digest: bytes
    rows: PackedRows | None


@dataclass(frozen=True, slots=True)
class Question:
    """What a round asks of one shard.

    Args:
        plane: normal of the hyperplane, float32 (D,).
        k: how many rows, >= 1.
        but: rows that are not to be found, all of them together.
        only: rows of which one is to be found; None for all.
        budget_ms: how long it may take; None for what finds nearly all.
        exact: look at everything.
    """

    plane: Floats
    k: int
    but: tuple[Mask, ...] = ()
    only: Mask | None = None
    budget_ms: float | None = None
    exact: bool = False

    @property
    def masks(self) -> tuple[Mask, ...]:
        """All masks."""
        return self.but if self.only is None else (*self.but, self.only)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a shard found.

    Args:
        found: the best k of it.
        ms: what the search took.
        lacks: masks that the host does not keep; it then found nothing and wants them sent.
        is_there: False where the host has nothing of the shard.
    """

    found: Farthest = field(default_factory=nothing)
    ms: float = 0.0
    lacks: tuple[bytes, ...] = ()
    is_there: bool = True


@dataclass(frozen=True, slots=True)
class HostState:
    """How far a host is.

    Args:
        rows: how many rows of the shard it has, from the first on.
        answers: how many of them its answers cover.
        reads: it reads the library's folder; only the items of rows need be sent.
        done: steps of what it builds now.
        total: of them; 0 where nothing is built.
        note: what that is.
        error: why building failed; "" where it did not.
        memory: bytes of codes and clusters that it holds.
        host: the computer it runs on.
    """

    rows: int = 0
    answers: int = 0
    reads: bool = False
    done: int = 0
    total: int = 0
    note: str = ""
    error: str = ""
    memory: int = 0
    host: str = ""


class HostLostError(Exception):
    """A host died while it was asked; another one takes its place and reads what it had stored."""


class HostsGoneError(Exception):
    """Nobody who keeps shards can be reached."""


class Hosts(Protocol):
    """Who keeps shards: processes of a cluster, or of this computer."""

    def cores(self) -> tuple[int, int]:
        """Return the number of computers and of their cores.

        Raises:
            HostsGoneError: nobody can be reached.
        """
        ...

    def call(self, spec: ShardSpec, method: str, *arguments: Any) -> "Future[Any]":
        """Call a method of the host of a shard, which is started where it is not there.

        The future raises HostLostError or HostsGoneError, or what the method raised.
        """
        ...

    def second(self, spec: ShardSpec) -> ShardSpec | None:
        """Return a shard as a second host would keep it, on another computer; None for none."""
        ...

    def end(self, spec: ShardSpec) -> None:
        """End the host of a shard, if there is one; what it stored stays."""
        ...


def merge(answers: Sequence[Farthest], k: int) -> Farthest:
    """Return the best k of what shards found, ties by item.

    Where rows went from one shard to another meanwhile, both may know an item.

    Args:
        answers: of each; at least its best k.
        k: how many are wanted, >= 1.
    """
    items = np.concatenate([np.empty(0, np.int64), *[one.items for one in answers]])
    products = np.concatenate([np.empty(0, np.float32), *[one.products for one in answers]])
    items, places = np.unique(items, return_index=True)
    return first(
        items, products[places], k, sum(one.looked_at for one in answers),
        is_exact=all(one.is_exact for one in answers),
    )  # fmt: skip
