"""Some of the rows of an index: a list or a bit a row, whichever is there; the other when asked."""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Bits = NDArray[np.uint8]

DIGEST = 16  # bytes


def bits(rows: Ids, count: int) -> Bits:
    """Return a bit for each of count rows, set for the given ones, uint8; never empty."""
    packed = np.zeros(count // 8 + 1, np.uint8)
    rows = rows[(rows >= 0) & (rows < count)]
    np.bitwise_or.at(packed, rows >> 3, np.left_shift(1, rows & 7).astype(np.uint8))
    return packed


@dataclass(frozen=True, slots=True)
class PackedRows:
    """Rows in few bytes, to be sent.

    Args:
        digest: of the rest; equal ones hold the same rows.
        count: there are so many rows to choose from.
        data: the rows, int32, or a bit for each of count rows, uint8: what is shorter.
    """

    digest: bytes
    count: int
    data: NDArray[np.int32] | Bits


class RowSet:
    """Different rows of an index; made by of_rows() or of_packed().

    Args:
        count: there are so many rows to choose from.
        rows: int64 (N,), ascending and different, 0 <= row < count; or
        packed: a bit for each of count rows, uint8.
    """

    __slots__ = ("_bits", "_rows", "_size", "count")

    def __init__(self, count: int, rows: Ids | None, packed: Bits | None = None) -> None:
        self.count = count
        self._rows = rows
        self._bits = packed
        self._size = -1 if rows is None else len(rows)

    @classmethod
    def of_rows(cls, rows: Ids, count: int) -> "RowSet":
        """Return the set of rows, int64 in any order; those that are none of count are left out."""
        different = np.unique(rows)
        first, last = np.searchsorted(different, [0, count])
        return cls(count, different[first:last])

    @classmethod
    def of_packed(cls, sent: PackedRows) -> "RowSet":
        """Return the set that somebody sent.

        What comes through shared memory can only be read, for which loops would be compiled anew.
        """
        if sent.data.dtype == np.uint8:
            return cls(sent.count, None, np.array(sent.data, np.uint8))
        return cls(sent.count, sent.data.astype(np.int64))

    def __len__(self) -> int:
        """Return the number of rows."""
        if self._size < 0:
            self._size = int(np.bitwise_count(self.bits()).sum())
        return self._size

    def bits(self) -> Bits:
        """Return a bit for each row there is, set for those of the set, uint8."""
        if self._bits is None:
            self._bits = bits(self.rows(), self.count)
        return self._bits

    def rows(self, start: int = 0) -> Ids:
        """Return the rows from start on, int64, ascending."""
        if self._rows is not None:
            return self._rows[np.searchsorted(self._rows, start) :] if start else self._rows
        byte = max(0, start) // 8
        found = np.flatnonzero(np.unpackbits(self.bits()[byte:], bitorder="little")) + 8 * byte
        return found[found >= start] if start else found

    def has(self, rows: Ids) -> NDArray[np.bool_]:
        """Return whether each of rows, int64 (N,), all of them >= 0, is in the set."""
        if self._bits is None and len(rows) < self.count // 8:
            return np.isin(rows, self.rows())
        packed = self.bits()
        byte = np.minimum(rows >> 3, len(packed) - 1)
        inside: NDArray[np.bool_] = (packed[byte] >> (rows & 7).astype(np.uint8)) & 1 == 1
        return inside & (rows < self.count)

    def part(self, first: int, stop: int) -> "RowSet":
        """Return those of rows first to stop, counted from first."""
        rows = self.rows()
        low, high = np.searchsorted(rows, [first, stop])
        return RowSet(stop - first, rows[low:high] - first)

    def packed(self) -> PackedRows:
        """Return the set in as few bytes as it takes."""
        short: NDArray[np.int32] | Bits = self.bits()
        if 4 * len(self) < len(short):
            short = self.rows().astype(np.int32)
        mark = hashlib.blake2b(f"{self.count} {short.dtype}".encode(), digest_size=DIGEST)
        mark.update(short.tobytes())
        return PackedRows(mark.digest(), self.count, short)
