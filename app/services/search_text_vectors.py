"""Vectors of texts, the last ones kept."""

import logging
import threading
from collections import OrderedDict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.services.similarity import EngineOwner
from common.errors import ModelError

logger = logging.getLogger(__name__)


class TextVectors:
    """Vectors of texts, the last ones kept.

    Args:
        models: makes the engine.
        size: how many are kept.
    """

    def __init__(self, models: EngineOwner, size: int = 4096) -> None:
        self.models = models
        self._size = size
        self._kept: OrderedDict[tuple[str, str], NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def knows(self, encoder: str) -> bool:
        """Return whether a text encoder can run here."""
        try:
            return any(info.name == encoder for info in self.models.engine.text_encoders())
        except ModelError as error:
            logger.info("no text encoders: %s", error)
            return False

    def encode(self, encoder: str, text: str) -> NDArray[np.float32] | None:
        """Return the vector of a text, float32 (D,); None where the encoder cannot run."""
        found = self.encode_all(encoder, [text])
        return None if found is None else found[0]

    def encode_all(self, encoder: str, texts: list[str]) -> NDArray[np.float32] | None:
        """Return the vectors of texts, float32 (N, D); None where the encoder cannot run."""
        with self._lock:
            known = {text: self._kept.get((encoder, text)) for text in texts}
        missing = [text for text, vector in known.items() if vector is None]
        if missing:
            if not self.knows(encoder):
                return None
            made = self.models.engine.encode_text(encoder, missing)
            known.update(zip(missing, made, strict=True))
        with self._lock:
            for text, vector in known.items():
                if vector is not None:
                    self._kept[encoder, text] = vector
                self._kept.move_to_end((encoder, text))
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        rows: Any = [known[text] for text in texts]
        return np.asarray(rows, np.float32)
