"""Large sets of items in the journal: a million ids as kilobytes instead of megabytes.

A list of at least LEAST whole numbers becomes `{"$ids": text, "count": n}`: steps from one to the
next, as little-endian int64, byte plane by byte plane, compressed by zlib, in base64. Order and
repetitions are kept; a run of ids costs next to nothing. Shorter lists stay as they are, as do
entries written before there was this form.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.errors import LibraryError
from common.selection import Selection

LEAST = 500
_KEY, _COUNT = "$ids", "count"


def packed(value: Any) -> Any:
    """Return a payload with its large lists of ids in the compact form, JSON types only."""
    if isinstance(value, Selection):
        value = value.ids
    if isinstance(value, np.ndarray):
        return _pack(value) if len(value) >= LEAST else [int(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): packed(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        if len(value) >= LEAST and all(type(item) is int for item in value):
            return _pack(np.array(value, np.int64))
        return [packed(inner) for inner in value]
    return value


def unpacked(value: Any) -> Any:
    """Return a payload with plain lists of ids.

    Raises:
        LibraryError: a compact list is damaged.
    """
    if isinstance(value, dict):
        if value.keys() <= {_KEY, _COUNT} and _KEY in value:
            return _unpack(value[_KEY])
        return {key: unpacked(inner) for key, inner in value.items()}
    if isinstance(value, list):
        if value and type(value[0]) is int:  # plain ids
            return value
        return [unpacked(inner) for inner in value]
    return value


def size_of(value: Any) -> int:
    """Return how many ids stand in the large lists of a packed payload, without unpacking it."""
    if not isinstance(value, dict):
        return 0
    if _KEY in value:
        return int(value.get(_COUNT, LEAST))
    return sum(size_of(inner) for inner in value.values())


def _pack(ids: NDArray[np.int64]) -> dict[str, Any]:
    steps = np.diff(np.asarray(ids, "<i8"), prepend=np.int64(0))
    planes = np.ascontiguousarray(steps.astype("<i8").view(np.uint8).reshape(-1, 8).T)
    text = base64.b64encode(zlib.compress(planes.tobytes(), 6)).decode("ascii")
    return {_KEY: text, _COUNT: len(ids)}


def _unpack(text: Any) -> list[int]:
    try:
        plain = zlib.decompress(base64.b64decode(str(text), validate=True))
        planes = np.frombuffer(plain, np.uint8).reshape(8, -1)
    except (binascii.Error, zlib.error, ValueError) as error:
        raise LibraryError(
            "An entry of the history is damaged.", hint="Clear the history; the library is kept."
        ) from error
    steps = np.ascontiguousarray(planes.T).reshape(-1).view("<i8")
    ids: list[int] = np.cumsum(steps).tolist()
    return ids


def plain(payload: Any) -> Any:
    """Return a payload as the journal keeps it: JSON types, large sets compact."""
    return json.loads(json.dumps(packed(payload)))
