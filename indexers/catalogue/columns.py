"""Columns of items that panels read whole, and conditions on them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Double,
    Integer,
    and_,
    case,
    cast,
    func,
    or_,
    type_coerce,
)

from common.values import ItemKind
from indexers.catalogue.sql import FLOATS, INTS
from indexers.catalogue.tables import File, Item

_KINDS = [kind.value for kind in ItemKind]
_NOT_A_TIME = np.iinfo(np.int64).min
_FLAGS = ("missing", "animated")
_WHOLE: dict[str, Any] = {
    "thumb_row": Item.thumb_row,
    "parent": Item.parent_id,
    "year": Item.year,
    "width": Item.width,
    "height": Item.height,
}
MOMENTS: dict[str, Any] = {"taken_at": Item.taken_at, "added_at": Item.added_at}
_MEASURES: dict[str, Any] = {
    "popularity": Item.popularity,
    "start_s": Item.start_s,
    "end_s": Item.end_s,
    "duration_s": Item.duration_s,
    "frame_rate": Item.frame_rate,
    "latitude": Item.latitude,
    "longitude": Item.longitude,
    "offset_min": Item.offset_min,
    "aspect": cast(Item.width, Double) / func.nullif(Item.height, 0),
}
COLUMNS = ("id", "kind", *_FLAGS, *_WHOLE, *MOMENTS, *_MEASURES)


def with_range(name: str) -> ColumnElement[Any] | None:
    """Return the column of items that a range of this name compares; None if there is none."""
    return (_WHOLE | MOMENTS | _MEASURES).get(name)


def as_number(name: str) -> ColumnElement[Any]:
    """Return a column of items as numbers without NULL, for arrays().

    Raises:
        KeyError: there is no column of this name.
    """
    if name not in COLUMNS:
        raise KeyError(f"no column {name!r}; known: {', '.join(COLUMNS)}")
    if name == "id":
        return type_coerce(Item.id, Integer)
    if name == "kind":
        codes = {kind: code for code, kind in enumerate(_KINDS)}
        return case(codes, value=Item.kind, else_=-1)
    if name in _FLAGS:
        return cast(getattr(Item, name), Integer)
    if name in _WHOLE:
        return func.coalesce(_WHOLE[name], -1)
    if name in MOMENTS:
        return func.coalesce(type_coerce(MOMENTS[name], BigInteger), _NOT_A_TIME)
    return type_coerce(_MEASURES[name], Double)


def dtype_of(name: str) -> np.dtype[Any]:
    """Return the dtype that arrays() reads a column with."""
    return FLOATS if name in _MEASURES else INTS


def as_promised(name: str, numbers: NDArray[Any]) -> NDArray[Any]:
    """Return a column as Catalogue.columns() promises it."""
    out: NDArray[Any] = numbers
    if name == "kind":
        out = np.array(_KINDS)[numbers]
    elif name in _FLAGS:
        out = numbers.astype(bool)
    elif name in MOMENTS:
        out = numbers.view("datetime64[us]")
    return out


def under_folder(root: str) -> ColumnElement[bool]:
    """Return the condition on files that lie at root or below it.

    Args:
        root: absolute path as the operating system gives it, with or without a separator behind.
    """
    separator = "\\" if "\\" in root and "/" not in root else "/"
    start = root if root.endswith(separator) else root + separator
    # All that begins with "a/" sorts from "a/" to before "a0".
    end = start[:-1] + chr(ord(separator) + 1)
    below = and_(File.path >= start, File.path < end)
    return or_(File.path == root, below)
