"""Reads word vectors of the user's own: word2vec (binary and text), GloVe, fastText, NumPy.

Mikolov et al., "Distributed representations of words and phrases", NeurIPS 2013. Nothing is
unpickled. Of very large files the commonest words are read: they come first.
"""

from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from common.arrays import DAMAGED
from common.errors import WeightsError
from models.base import unit

SUFFIXES: Final = (".bin", ".txt", ".vec", ".npz")
MOST_WORDS: Final = 200_000
"""So many words are read: the first. 300 numbers each are 240 MB."""

_LONGEST_WORD = 1000  # bytes
_MOST_NUMBERS = 4096
_LEAST_NUMBERS = 25  # of GloVe's smallest files: a text with fewer numbers a line is something else
_LONGEST_ROW = 1 << 16  # bytes


def is_word_vectors(path: Path) -> bool:
    """Whether a file begins as one of word vectors does; only its head is read."""
    try:
        if path.suffix == ".npz":
            with np.load(path, allow_pickle=False) as table:
                return {"words", "vectors"} <= set(table.files)
        if path.suffix not in SUFFIXES:
            return False
        with path.open("rb") as file:
            if _header(file) is not None:
                return True
            file.seek(0)
            return path.suffix != ".bin" and _is_row(file.readline(_LONGEST_ROW))
    except DAMAGED:
        return False


def read_word_vectors(
    path: Path, limit: int = MOST_WORDS
) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Read words and their vectors.

    Args:
        path: `.bin` and `.txt`/`.vec` of word2vec (a first line with the number of words and of
            dimensions; in text files it may lack, as in GloVe's), or `.npz` with `words` and
            `vectors`.
        limit: at most so many words, the first.

    Returns:
        Words in lower case ("_" is a blank), the first of those that become equal; and float32
        (N, D) of unit length.

    Raises:
        WeightsError: the file is damaged or of another form.
    """
    try:
        words, vectors = _read(path, limit)
    except (*DAMAGED, MemoryError) as error:
        raise WeightsError(
            f"“{path.name}” does not hold word vectors that can be read ({error}).",
            hint="Give a word2vec .bin or .txt file, or an .npz with “words” and “vectors”.",
        ) from error
    plain = [word.lower().replace("_", " ") for word in words]
    rows = {word: row for row, word in reversed(list(enumerate(plain))) if word}
    order = sorted(rows.values())
    return tuple(plain[row] for row in order), unit(vectors[order])


def _read(path: Path, limit: int) -> tuple[list[str], NDArray[np.float32]]:
    if path.suffix == ".npz":
        with np.load(path, allow_pickle=False) as table:
            words = [str(word) for word in table["words"][:limit]]
            vectors = table["vectors"][:limit].astype(np.float32)
    elif path.suffix == ".bin":
        with path.open("rb") as file:
            words, vectors = _read_binary(file, limit)
    else:
        words, vectors = _read_text(path, limit)
    if vectors.ndim != 2 or not len(words) == len(vectors) > 0:
        raise ValueError("there are not as many words as vectors")
    if not np.isfinite(vectors).all():
        raise ValueError("numbers are not finite")
    return words, vectors


def _header(file: BinaryIO) -> tuple[int, int] | None:
    """Return how many words of how many numbers the first line promises; None for no such line."""
    line = file.readline(100)
    parts = line.split()
    if not line.endswith(b"\n") or len(parts) != 2 or not all(part.isdigit() for part in parts):
        return None
    words, numbers = int(parts[0]), int(parts[1])
    return (words, numbers) if words > 0 and 1 < numbers <= _MOST_NUMBERS else None


def _is_row(line: bytes) -> bool:
    """Whether a line is a word and many numbers, as in files of GloVe."""
    parts = line.split()
    if len(parts) < _LEAST_NUMBERS + 1:
        return False
    try:
        np.array(parts[1:], np.float32)
    except ValueError:
        return False
    return True


def _read_binary(file: BinaryIO, limit: int) -> tuple[list[str], NDArray[np.float32]]:
    header = _header(file)
    if header is None:
        raise ValueError("it has no line with the number of words and dimensions")
    count, size = min(header[0], limit), header[1]
    words: list[str] = []
    vectors = np.empty((count, size), np.float32)
    for row in range(count):
        words.append(_word(file))
        data = file.read(4 * size)
        if len(data) != 4 * size:
            raise ValueError(f"it ends within word {row + 1} of {header[0]}")
        vectors[row] = np.frombuffer(data, "<f4")
    return words, vectors


def _word(file: BinaryIO) -> str:
    """Read up to the blank behind a word; a line break before it belongs to the row before."""
    letters = bytearray()
    while (letter := file.read(1)) != b" ":
        if not letter or len(letters) > _LONGEST_WORD:
            raise ValueError("a word does not end")
        letters += letter
    return letters.lstrip(b"\n").decode("utf-8", errors="replace")


def _read_text(path: Path, limit: int) -> tuple[list[str], NDArray[np.float32]]:
    words: list[str] = []
    rows: list[NDArray[np.float32]] = []
    with path.open("rb") as file:
        if _header(file) is None:
            file.seek(0)
        for line in file:
            if len(words) == limit:
                break
            word, _, numbers = line.rstrip().partition(b" ")
            row = np.array(numbers.split(), np.float32)
            if rows and len(row) != len(rows[0]):
                raise ValueError(f"line {len(words) + 1} has {len(row)} numbers")
            words.append(word.decode("utf-8", errors="replace"))
            rows.append(row)
    return words, np.array(rows, np.float32).reshape(len(rows), -1)
