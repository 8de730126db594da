"""Vectors of overlapping parts of pictures, small on disk, one file each for rows and items.

A picture has SUB_FRAMES vectors of an image encoder, each turned to at most 128 dimensions and kept
in bytes. The turn keeps most of what products of vectors say: it is onto the strongest directions
of a sample, not centred (truncated singular value decomposition).
"""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from common.arrays import DAMAGED
from common.settings import write_atomically
from indexers.appendfile import write_at
from indexers.canvas.geometry import SUB_FRAMES

DIM = 128
FRAMES = len(SUB_FRAMES)
_SCALE = 127.0
_ID = np.dtype("<i8")
_INFO, _TURN, _ITEMS, _ROWS = "regions.json", "turn.npy", "items.i64", "frames.i8"
_AT_ONCE = 1 << 16


class RegionVectors:
    """The vectors of the parts of pictures, by one encoder.

    Items are written last: what lies behind them after a crash is written over, and so are items
    whose rows were lost. All of it is derived; a folder of another encoder or version counts as
    empty and is made anew.

    Args:
        folder: made when first written to.
        encoder: name of the image encoder.
        version: of its weights.
    """

    def __init__(self, folder: Path, encoder: str, version: str) -> None:
        self._folder = folder
        self._said = {"encoder": encoder, "version": version, "frames": FRAMES, "format": 1}
        self._turn: NDArray[np.float32] | None = None
        self.items = np.empty(0, np.int64)
        self._open()

    def __len__(self) -> int:
        return len(self.items)

    @property
    def dim(self) -> int:
        """Numbers a vector; 0 while nothing is there."""
        return 0 if self._turn is None else self._turn.shape[1]

    def start(self, sample: NDArray[np.float32]) -> None:
        """Begin a store whose turn follows from vectors of whole pictures or parts.

        Args:
            sample: float32 (N, D), N >= 1.

        Raises:
            OSError: the disk is full or gone.
        """
        _, _, directions = np.linalg.svd(np.asarray(sample, np.float64), full_matrices=False)
        turn = directions[: min(DIM, len(directions))].T.astype(np.float32)
        self._folder.mkdir(parents=True, exist_ok=True)
        for name in (_ITEMS, _ROWS):
            (self._folder / name).write_bytes(b"")
        np.save(self._folder / _TURN, turn)
        write_atomically(self._folder / _INFO, json.dumps(self._said).encode())
        self._open()

    def append(self, items: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Add the parts of pictures.

        Args:
            items: M ids.
            vectors: float32 (M, FRAMES, D), unit length.

        Raises:
            OSError: the disk is full or gone; what was there stays.
        """
        assert self._turn is not None, "start() comes first"
        small = self.turned(vectors.reshape(-1, vectors.shape[-1]))
        data = np.clip(np.rint(small * _SCALE), -127, 127).astype(np.int8)
        named = len(self.items)
        write_at(self._folder / _ROWS, named * FRAMES * self.dim, data.tobytes())
        write_at(self._folder / _ITEMS, named * _ID.itemsize, np.asarray(items, _ID).tobytes())
        self.items = np.concatenate([self.items, np.asarray(items, np.int64)])

    def turned(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return vectors, float32 (N, D), in the dimensions of the store, of unit length."""
        assert self._turn is not None
        small = np.asarray(vectors, np.float32) @ self._turn
        lengths = np.linalg.norm(small, axis=1, keepdims=True)
        return np.asarray(small / np.maximum(lengths, 1e-9), np.float32)

    def scores(self, frame: int, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the cosine of one part of every picture with a vector.

        Args:
            frame: index of SUB_FRAMES.
            vector: float32 (D,), of the encoder.

        Returns:
            float32 (len(self),), in the order of items.
        """
        asked = self.turned(vector[None])[0]
        out = np.empty(len(self.items), np.float32)
        if not len(out):
            return out
        rows = np.memmap(self._folder / _ROWS, np.int8, "r", shape=(len(out), FRAMES, self.dim))
        for first in range(0, len(out), _AT_ONCE):
            part = np.asarray(rows[first : first + _AT_ONCE, frame], np.float32)
            lengths = np.maximum(np.sqrt(np.einsum("nd,nd->n", part, part)), 1e-9)
            out[first : first + _AT_ONCE] = part @ asked / lengths
        return out

    def _open(self) -> None:
        """Take what is on disk, if it is ours and whole."""
        self._turn, self.items = None, np.empty(0, np.int64)
        try:
            if json.loads((self._folder / _INFO).read_text("utf-8")) != self._said:
                return
            turn = np.load(self._folder / _TURN, allow_pickle=False)
            items = np.fromfile(self._folder / _ITEMS, _ID).astype(np.int64)
            rows = (self._folder / _ROWS).stat().st_size // (FRAMES * turn.shape[1])
        except DAMAGED:
            return
        self._turn, self.items = turn, items[: int(rows)]
