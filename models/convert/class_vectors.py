"""Makes `resources/models/imagenet_minilm.npy`: `python -m models.convert.class_vectors`.

The file holds the sentence vectors of the 1,000 ImageNet class names, float16 (1000, 384), so that
ConSE needs no sentence encoder while it looks at photos.
"""

import logging
from pathlib import Path

import numpy as np

from models.base import Runtime
from models.cards import CARDS_FOLDER
from models.encoders.imagenet import CLASS_VECTORS_FILE, class_prompts
from models.encoders.minilm import MiniLmBackend
from models.hub import ModelHub

logger = logging.getLogger(__name__)


def make_class_vectors(target: Path) -> None:
    """Encode the prompts of all classes with the sentence encoder found here, and write target.

    Raises:
        ModelError: the sentence encoder is not there.
    """
    hub = ModelHub(Path("models.none"))
    weights = hub.weights("minilm")
    backend = MiniLmBackend(weights.path if weights else Path(), hub.weights_hash("minilm"))
    backend.load(Runtime())
    np.save(target, backend.encode(class_prompts()).astype(np.float16))
    logger.info("wrote %s", target)


if __name__ == "__main__":
    make_class_vectors(CARDS_FOLDER / CLASS_VECTORS_FILE)
