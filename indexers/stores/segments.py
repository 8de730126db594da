"""Rows of thumbnails as one object: a line of JSON, then all levels, then the encoded pictures."""

import hashlib
import json
from collections.abc import Sequence

import numpy as np

from indexers.thumbnail_files import JPEG_LEVELS, RAW_LEVELS, Thumbnail

_FORM = 1


def pack(first: int, thumbnails: Sequence[Thumbnail]) -> bytes:
    """Return rows as the content of an object.

    Args:
        first: row of the first one.
        thumbnails: of this row and those behind it.
    """
    parts = [np.array([each.aspect for each in thumbnails], "<f4").tobytes()]
    for level in RAW_LEVELS:
        parts += [each.raw[level].astype("<u4").tobytes() for each in thumbnails]
    for level in JPEG_LEVELS:
        sizes = [len(each.jpeg[level]) for each in thumbnails]
        parts += [np.array(sizes, "<i8").tobytes(), *(each.jpeg[level] for each in thumbnails)]
    body = b"".join(parts)
    digest = hashlib.blake2b(body, digest_size=20).hexdigest()
    head = {"form": _FORM, "first": first, "rows": len(thumbnails), "blake2b": digest}
    return json.dumps(head).encode() + b"\n" + body


def unpack(data: bytes) -> tuple[int, list[Thumbnail]]:
    """Return the first row and the thumbnails that an object holds.

    Raises:
        ValueError: it is damaged, cut off, or was written by a newer Kinora.
    """
    line, _, body = data.partition(b"\n")
    head = json.loads(line)
    if head.get("form") != _FORM:
        raise ValueError("it has another form: this Kinora is too old for it")
    if hashlib.blake2b(body, digest_size=20).hexdigest() != head["blake2b"]:
        raise ValueError("its content is not what was written")
    first, rows, at = int(head["first"]), int(head["rows"]), 4 * int(head["rows"])
    aspects = np.frombuffer(body[:at], "<f4")
    raw = {}
    for level in RAW_LEVELS:
        end = at + rows * level * level * 4
        raw[level] = np.frombuffer(body[at:end], "<u4").reshape(rows, level, level)
        at = end
    jpeg: dict[int, list[bytes]] = {}
    for level in JPEG_LEVELS:
        sizes = np.frombuffer(body[at : at + 8 * rows], "<i8")
        ends = at + 8 * rows + np.cumsum(sizes)
        jpeg[level] = [
            body[end - size : end] for size, end in zip(sizes.tolist(), ends.tolist(), strict=True)
        ]
        at = int(ends[-1]) if rows else at
    return first, [
        Thumbnail(
            {level: raw[level][row] for level in RAW_LEVELS},
            {level: jpeg[level][row] for level in JPEG_LEVELS},
            float(aspects[row]),
        )
        for row in range(rows)
    ]
