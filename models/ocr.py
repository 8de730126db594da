"""Text in pictures, by rapidocr (PP-OCR models in onnxruntime; the extra `ocr`)."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.errors import WeightsError
from common.values import Findings, Text, TextKind
from models.base import Image, Runtime, check_image, mark_prepared

LARGEST_SIDE = 1280  # pixels; larger pictures are made smaller first
_LEAST_SCORE = 0.6
_CODE_VERSION = "1"


class OcrBackend:
    """Reads text.

    Input: RGB images of any size. Output: one OCR text a picture, its lines from top to bottom,
    joined by line breaks; nothing where no line is sure enough (0.6). Cost: about a second an
    image on one processor core.

    Args:
        package_version: of rapidocr, which carries the weights.
    """

    name = "ocr"
    kind = "texts"
    vectors: Mapping[str, int] = {}
    joint_text: Mapping[str, str] = {}
    cost_ms = 900.0
    max_batch = 1
    only_cpu = True

    def __init__(self, package_version: str) -> None:
        self.version = f"ocr-{_CODE_VERSION}-{package_version}"
        self._reader: Any = None

    def prepare(self, image: Image) -> NDArray[Any]:
        """Make large pictures smaller; text needs its pixels, so others stay as they are."""
        import cv2

        rgb = check_image(image)
        height, width = rgb.shape[:2]
        scale = LARGEST_SIDE / max(height, width)
        if scale < 1:
            size = (max(1, round(width * scale)), max(1, round(height * scale)))
            rgb = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
        return mark_prepared(np.ascontiguousarray(rgb), self.name, (height, width))

    def load(self, runtime: Runtime) -> None:
        """Open the three networks.

        Raises:
            WeightsError: the package's files are missing or damaged.
        """
        logging.getLogger("RapidOCR").setLevel(logging.ERROR)
        try:
            from rapidocr import RapidOCR

            threads = runtime.threads
            parameters = {
                "Global.log_level": "error",
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
            self._reader = RapidOCR(params=parameters)
        except Exception as error:  # the package raises many kinds
            raise WeightsError(
                f"The text reader cannot be opened: {error}.",
                hint="Install the extra `ocr` again.",
            ) from error

    def run(self, batch: Sequence[NDArray[Any]]) -> list[Findings]:
        """Read one image after the other."""
        return [self._read(np.asarray(image)) for image in batch]

    def unload(self) -> None:
        """Give the memory back."""
        self._reader = None

    def _read(self, image: NDArray[np.uint8]) -> Findings:
        answer = self._reader(np.ascontiguousarray(image[:, :, ::-1]))
        if answer is None or answer.txts is None or answer.boxes is None:
            return Findings()
        lines = [
            (float(np.min(box[:, 1])), float(np.min(box[:, 0])), text.strip())
            for box, text, score in zip(
                np.asarray(answer.boxes), answer.txts, answer.scores, strict=True
            )
            if score >= _LEAST_SCORE and text.strip()
        ]
        if not lines:
            return Findings()
        content = "\n".join(text for _, _, text in sorted(lines))
        return Findings(texts=[Text(TextKind.OCR, content, source="rapidocr")])
