"""Vectors of the names of concepts, kept in the library."""

import logging
import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from app.services.search_vocabulary import Vocabulary
from common.arrays import DAMAGED

if TYPE_CHECKING:
    from app.services.library import Library

logger = logging.getLogger(__name__)

SENTENCES = "minilm"
MAX_NAMES = 3000  # concept names that are compared by meaning


class TextEncoder(Protocol):
    """Vectors of texts."""

    def encode_all(self, encoder: str, texts: list[str]) -> NDArray[np.float32] | None:
        """Return float32 (N, D); None where the encoder cannot run."""
        ...


class NameVectors:
    """What the names of a library's concepts mean to one text encoder.

    Args:
        library: the open library.
        vocabulary: its facet values.
        texts: encodes names.
        encoder: text encoder.
    """

    def __init__(
        self,
        library: "Library",
        vocabulary: Vocabulary,
        texts: TextEncoder,
        encoder: str = SENTENCES,
    ) -> None:
        self._library = library
        self._vocabulary = vocabulary
        self._texts = texts
        self.encoder = encoder
        self._lock = threading.Lock()
        self._vectors: dict[str, NDArray[np.float32]] | None = None

    @property
    def known(self) -> dict[str, NDArray[np.float32]]:
        """Vectors by name, as far as they were made."""
        with self._lock:
            return self._kept()

    def missing(self) -> list[str]:
        """Return the concept names that have no vector yet, most frequent first."""
        names = dict.fromkeys(value.value for value in self._vocabulary.concepts()[:MAX_NAMES])
        kept = self.known
        return [name for name in names if name not in kept]

    def encode(self, names: list[str], *, keep: bool = True) -> bool:
        """Make the vectors of names; False where the encoder cannot run.

        Args:
            names: of concepts.
            keep: write them to the library now; otherwise keep() does so.
        """
        made = self._texts.encode_all(self.encoder, [f"a photo of a {name}" for name in names])
        if made is None:
            return False
        with self._lock:
            self._vectors = {**self._kept(), **dict(zip(names, made, strict=True))}
        if keep:
            self.keep()
        return True

    def keep(self) -> None:
        """Write the vectors of names to the library, where it can be written."""
        with self._lock:
            vectors = self._kept()
            if vectors and not self._library.is_read_only:
                _write(self._path, vectors)

    @property
    def _path(self) -> Path:
        own = "" if self.encoder == SENTENCES else "-" + re.sub(r"[^\w\-]+", "_", self.encoder)
        return self._library.folder / "vectors" / f"concept-names{own}.npz"

    def _kept(self) -> dict[str, NDArray[np.float32]]:
        """Return the vectors that were made; under the lock."""
        if self._vectors is None:
            self._vectors = _read(self._path)
        return self._vectors


def _read(path: Path) -> dict[str, NDArray[np.float32]]:
    """Return kept vectors by name; nothing where the file is absent or damaged: it is derived."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return dict(zip(file["names"].tolist(), file["vectors"], strict=True))
    except DAMAGED as error:
        logger.debug("concept names are encoded anew: %s", error)
        return {}


def _write(path: Path, vectors: dict[str, NDArray[np.float32]]) -> None:
    import io

    from common.settings import write_atomically

    buffer = io.BytesIO()
    np.savez(buffer, names=np.array(list(vectors)), vectors=np.stack(list(vectors.values())))
    try:
        write_atomically(path, buffer.getvalue())
    except OSError as error:
        logger.info("concept names are not kept: %s", error)
