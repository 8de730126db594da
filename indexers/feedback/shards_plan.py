"""How the rows of an encoder are divided into shards: kept beside the vectors, changed at once."""

import hashlib
import json
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np

from common.settings import write_atomically
from indexers.feedback.rowset import RowSet
from indexers.feedback.shards import Floats, Ids, Part, ShardSpec
from indexers.feedback.shards_host import row_mark

logger = logging.getLogger(__name__)

FORMAT = 1
CARD_FILE, NEXT_FILE = "shards.json", "shards-next.json"
SAMPLES = 16


class RowSource(Protocol):
    """The vectors that are divided; see indexers.vectors.interface.Vectors."""

    encoder: str

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    @property
    def changes(self) -> int:
        """Grows whenever a row gets an item or loses it."""
        ...

    def __len__(self) -> int: ...

    def row_items(self) -> Ids:
        """Return the item of each row, int64 (N,), -1 where there is none."""
        ...

    def rows(self, items: Ids) -> Ids:
        """Return the row of each item, -1 where it has none."""
        ...

    def has(self, items: Sequence[int]) -> "np.typing.NDArray[np.bool_]":
        """Return whether each item has a vector."""
        ...

    def vectors(self, items: Sequence[int]) -> Floats:
        """Return the vectors of items."""
        ...


@dataclass(frozen=True, slots=True)
class ShardPlan:
    """A division into shards.

    Args:
        build: its name; another division has another one.
        dim: length of a vector.
        parts: the rows of each shard.
        hosts: the computer that keeps each; "" where that is still open.
        mark: rows and the hashes of their vectors, to know when the vectors are others.
        live: name of the file that says which rows had an item when the shards were built; while
            they are built, a hash of the items of the rows that are added.
    """

    build: str
    dim: int
    parts: tuple[Part, ...]
    hosts: tuple[str, ...]
    mark: tuple[tuple[int, str], ...]
    live: str = ""

    @classmethod
    def of(cls, source: RowSource, parts: tuple[Part, ...]) -> "ShardPlan":
        """Return a new division of the rows of a source."""
        names = source.row_items()
        live = np.flatnonzero(names >= 0)
        chosen = live[np.unique(np.linspace(0, len(live) - 1, SAMPLES).astype(np.int64))]
        marks = [row_mark(one) for one in source.vectors(names[chosen].tolist())]
        mark = tuple(zip(chosen.tolist(), marks, strict=True))
        return cls(secrets.token_hex(6), source.dim, parts, ("",) * len(parts), mark)

    @property
    def rows(self) -> int:
        """The shards cover the rows before this one."""
        return self.parts[-1].stop

    def grown(self, rows: int) -> "ShardPlan":
        """Return the same division with all further rows in the last shard."""
        last = replace(self.parts[-1], stop=max(rows, self.rows))
        return replace(self, parts=(*self.parts[:-1], last))

    def fits(self, source: RowSource) -> bool:
        """Whether it divides the rows of a source: they are there, and hold the same vectors."""
        names = source.row_items()
        if not self.parts or self.dim != source.dim or self.rows > len(names):
            return False
        known = [(row, mark) for row, mark in self.mark if names[row] >= 0]
        items = [int(names[row]) for row, _ in known]
        if not items:
            return False
        vectors = source.vectors(items)
        return all(row_mark(one) == mark for one, (_, mark) in zip(vectors, known, strict=True))

    def specs(self, library: str, encoder: str, shared: str) -> list[ShardSpec]:
        """Return what its hosts have to know; see ShardSpec."""
        return [
            ShardSpec(
                library, encoder, self.build, number, part.first, self.dim, shared,
                self.mark[:: max(1, len(self.mark) // 4)], host,
            )
            for number, (part, host) in enumerate(zip(self.parts, self.hosts, strict=True))
        ]  # fmt: skip


def read(folder: Path, name: str = CARD_FILE) -> ShardPlan | None:
    """Return the division that is kept in a folder; None where there is none that can be read."""
    try:
        card = json.loads((folder / name).read_text("utf-8"))
        if card["format"] != FORMAT:
            raise ValueError(f"it has format {card['format']}")
        return ShardPlan(
            str(card["build"]), int(card["dim"]),
            tuple(Part(int(first), int(stop)) for first, stop in card["parts"]),
            tuple(str(host) for host in card["hosts"]),
            tuple((int(row), str(mark)) for row, mark in card["mark"]), str(card["live"]),
        )  # fmt: skip
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.info("“%s” is not used: %s", folder / name, error)
        return None


def write(folder: Path, plan: ShardPlan, name: str = CARD_FILE) -> None:
    """Keep a division.

    Raises:
        OSError: the disk is full or gone; the older one stays.
    """
    card = {
        "format": FORMAT, "build": plan.build, "dim": plan.dim, "hosts": plan.hosts,
        "parts": [(part.first, part.stop) for part in plan.parts], "mark": plan.mark,
        "live": plan.live,
    }  # fmt: skip
    write_atomically(folder / name, json.dumps(card, indent=2).encode())


def names_mark(names: Ids, start: int) -> str:
    """Return a hash of the items of rows, int64 (N,), from start on."""
    return hashlib.blake2b(names[start:].tobytes(), digest_size=16).hexdigest()


def publish(folder: Path, plan: ShardPlan, names: Ids, before: RowSet | None) -> ShardPlan:
    """Make a division whose shards are built the one in use; returns it.

    Args:
        folder: of the encoder.
        plan: the division.
        names: int64 (N,), item of each row when the shards were built, -1 where dead.
        before: rows that had an item when the same shards were smaller; None for new ones.

    Raises:
        OSError: the disk is full or gone; the older one stays.
    """
    rows = np.flatnonzero(names[: plan.rows] >= 0)
    if before is not None:
        rows = np.concatenate([before.rows(), rows[rows >= before.count]])
    live = RowSet.of_rows(rows, plan.rows)
    done = replace(plan, live=f"shards-{plan.build}-{secrets.token_hex(3)}.live")
    write_atomically(folder / done.live, live.bits().tobytes())
    write(folder, done)
    (folder / NEXT_FILE).unlink(missing_ok=True)
    for path in folder.glob("shards-*.live"):
        if path.name != done.live:
            path.unlink(missing_ok=True)
    return done


def built_rows(folder: Path, plan: ShardPlan) -> RowSet | None:
    """Return the rows that had an item when the shards were built; None where that is lost."""
    try:
        packed = np.fromfile(folder / Path(plan.live).name, np.uint8)
    except OSError:
        return None
    return RowSet(plan.rows, None, packed) if len(packed) == plan.rows // 8 + 1 else None


def forget(folder: Path) -> None:
    """Remove what is kept of a division."""
    for name in (CARD_FILE, NEXT_FILE):
        (folder / name).unlink(missing_ok=True)
    for path in folder.glob("shards-*.live"):
        path.unlink(missing_ok=True)
