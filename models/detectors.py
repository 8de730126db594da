"""Object detectors through onnxruntime: NanoDet and FastestDet, COCO's 80 classes.

Both give boxes as fractions of the original picture.

* NanoDet (Lyu, github.com/RangiLyu/nanodet): anchor-free, one centre a cell, box sides as the mean
  of a discrete distribution (Li et al., "Generalized focal loss", NeurIPS 2020).
* FastestDet (dog-qiuqiu, github.com/dog-qiuqiu/FastestDet): one 22 x 22 map.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.errors import WeightsError
from common.values import Box, Findings
from models.base import Image, Runtime, check_image, mark_prepared
from models.cards import CARDS_FOLDER
from models.low_light import brightened

LABELS_FILE = "coco_labels.txt"
_CODE_VERSION = "2"  # 2: low light is brightened, people are counted
_NMS_OVERLAP = 0.5
_MOST_BOXES = 100


@lru_cache(maxsize=1)
def object_names() -> tuple[str, ...]:
    """Return the 80 class names of COCO."""
    return tuple((CARDS_FOLDER / LABELS_FILE).read_text("utf-8").split("\n")[:80])


def overlap(box: NDArray[np.float32], boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return intersection over union of one box with many; rows are left, top, right, bottom."""
    width = np.minimum(box[2], boxes[:, 2]) - np.maximum(box[0], boxes[:, 0])
    height = np.minimum(box[3], boxes[:, 3]) - np.maximum(box[1], boxes[:, 1])
    common = np.clip(width, 0, None) * np.clip(height, 0, None)
    area = (box[2] - box[0]) * (box[3] - box[1])
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return np.asarray(common / np.maximum(area + areas - common, 1e-9), dtype=np.float32)


def suppress(
    boxes: NDArray[np.float32],
    scores: NDArray[np.float32],
    classes: NDArray[np.int64],
    limit: float = _NMS_OVERLAP,
) -> NDArray[np.int64]:
    """Non-maximum suppression within each class.

    Args:
        boxes: (N, 4) left, top, right, bottom.
        scores: (N,).
        classes: (N,); boxes of different classes never suppress each other.
        limit: largest intersection over union that two kept boxes of a class may have.

    Returns:
        Rows to keep, best first.
    """
    # Classes are moved apart, so that one pass serves them all.
    span = float(boxes.max() - boxes.min()) + 1 if len(boxes) else 1.0
    apart = boxes + (classes * span).astype(np.float32)[:, None]
    rest = np.argsort(-scores, kind="stable")
    keep: list[int] = []
    while len(rest) and len(keep) < _MOST_BOXES:
        best, rest = rest[0], rest[1:]
        keep.append(int(best))
        rest = rest[overlap(apart[best], apart[rest]) <= limit]
    return np.array(keep, dtype=np.int64)


class DetectorBackend:
    """What the two detectors share.

    Input: RGB images of any size. Output: boxes, best first.

    Args:
        card: name of the model's card; the boxes' source.
        weights: the ONNX file.
        weights_hash: its SHA-256, for the version.
    """

    name = "objects"
    kind = "boxes"
    vectors: Mapping[str, int] = {}
    joint_text: Mapping[str, str] = {}
    max_batch = 4
    only_cpu = True
    cost_ms = 40.0
    size = 0  # pixels, square
    least_score = 0.4

    def __init__(self, card: str, weights: Path, weights_hash: str) -> None:
        self.version = f"{card}-{_CODE_VERSION}-{weights_hash[:12]}"
        self._card = card
        self._weights = weights
        self._session: Any = None

    def prepare(self, image: Image) -> NDArray[Any]:
        """Fit the picture, brightened where it is dim, into the square; the rest is black."""
        import cv2

        rgb = brightened(check_image(image))
        height, width = rgb.shape[:2]
        tall, broad, top, left = letterbox(height, width, self.size)
        way = cv2.INTER_AREA if max(height, width) > self.size else cv2.INTER_LINEAR
        canvas = np.zeros((self.size, self.size, 3), np.uint8)
        resized = cv2.resize(rgb, (broad, tall), interpolation=way)
        canvas[top : top + tall, left : left + broad] = resized
        return mark_prepared(canvas, self.name, (height, width))

    def load(self, runtime: Runtime) -> None:
        """Open the graph.

        Raises:
            WeightsError: it is damaged or of another network.
        """
        from models.networks.common import open_session

        try:
            self._session = open_session(self._weights, runtime)
        except Exception as error:  # the library has no base class of its own
            raise WeightsError(
                f"The detector “{self._weights.name}” cannot be opened.",
                hint="Get it again, or add another copy with `models add`.",
            ) from error

    def run(self, batch: Sequence[NDArray[Any]]) -> list[Findings]:
        """Detect in one image after the other: the graphs are made for one."""
        return [self._detect(image) for image in batch]

    def unload(self) -> None:
        """Give the memory back."""
        self._session = None

    def blob(self, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the network's input (1, 3, size, size), BGR."""
        raise NotImplementedError

    def decode(
        self, outputs: Sequence[NDArray[np.float32]]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return boxes (N, 4) in pixels of the square, and scores (N, 80)."""
        raise NotImplementedError

    def _detect(self, image: NDArray[Any]) -> Findings:
        original = getattr(image, "original", (0, 0))
        feed = {self._session.get_inputs()[0].name: self.blob(np.asarray(image))}
        boxes, scores = self.decode(self._session.run(None, feed))
        best = scores.max(axis=1)
        sure = np.flatnonzero(best >= self.least_score)
        boxes, best, classes = boxes[sure], best[sure], scores[sure].argmax(axis=1)
        boxes = self._to_fractions(boxes, original if original[0] else image.shape[:2])
        keep = suppress(boxes, best, classes)
        return Findings(boxes=[self._box(boxes[i], best[i], classes[i]) for i in keep])

    def _to_fractions(
        self, boxes: NDArray[np.float32], original: tuple[int, int]
    ) -> NDArray[np.float32]:
        """Undo the letterbox and clip to the picture."""
        tall, broad, top, left = letterbox(*original, self.size)
        shift = np.array([left, top, left, top], np.float32)
        scale = np.array([broad, tall, broad, tall], np.float32)
        return np.asarray(np.clip((boxes - shift) / scale, 0, 1), dtype=np.float32)

    def _box(self, box: NDArray[np.float32], score: float, index: int) -> Box:
        left, top, right, bottom = (float(edge) for edge in box)
        name = object_names()[index]
        return Box(name, float(score), left, top, right - left, bottom - top, self._card)


def letterbox(height: int, width: int, size: int) -> tuple[int, int, int, int]:
    """Return height, width, top and left of a picture fitted into a square of size pixels."""
    scale = size / max(height, width)
    tall, broad = max(1, round(height * scale)), max(1, round(width * scale))
    return tall, broad, (size - tall) // 2, (size - broad) // 2


class NanoDetBackend(DetectorBackend):
    """NanoDet-m or NanoDet-Plus-m at 416 pixels: any file with score and distance outputs."""

    size = 416
    least_score = 0.4
    _mean = np.array([103.53, 116.28, 123.675], np.float32)  # B, G, R
    _std = np.array([57.375, 57.12, 58.395], np.float32)

    def blob(self, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """See `DetectorBackend`."""
        bgr = (image[:, :, ::-1].astype(np.float32) - self._mean) / self._std
        return np.ascontiguousarray(bgr.transpose(2, 0, 1)[None])

    def decode(
        self, outputs: Sequence[NDArray[np.float32]]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """See `DetectorBackend`; scores and distances are paired by their number of cells."""
        flat = [output.reshape(-1, output.shape[-1]) for output in outputs]
        scores = {len(output): output for output in flat if output.shape[1] == 80}
        sides = {len(output): output for output in flat if output.shape[1] != 80}
        boxes, kept = [], []
        for cells, distances in sides.items():
            across = round(cells**0.5)
            stride = 2.0 ** round(np.log2(self.size / across))  # 416 / 64 is no whole number
            boxes.append(_distances_to_boxes(distances, across, stride))
            kept.append(scores[cells])
        return np.concatenate(boxes), np.concatenate(kept)


def _distances_to_boxes(
    distances: NDArray[np.float32], across: int, stride: float
) -> NDArray[np.float32]:
    """Return (N, 4) boxes from the (N, 4 * bins) distributions of one scale.

    The integral of generalised focal loss: softmax over the bins, then the mean bin, times stride.
    """
    bins = distances.shape[1] // 4
    raised = distances.reshape(-1, 4, bins)
    powers = np.exp(raised - raised.max(axis=2, keepdims=True))
    mean = (powers / powers.sum(axis=2, keepdims=True)) @ np.arange(bins, dtype=np.float32)
    side = mean * stride  # N, 4: left, top, right, bottom
    step = np.arange(across, dtype=np.float32) * stride + 0.5 * (stride - 1)
    x, y = np.tile(step, across), np.repeat(step, across)
    edges = [x - side[:, 0], y - side[:, 1], x + side[:, 2], y + side[:, 3]]
    return np.asarray(np.stack(edges, axis=1), dtype=np.float32)


class FastestDetBackend(DetectorBackend):
    """FastestDet at 352 pixels: smaller and quicker than NanoDet, and less sure."""

    size = 352
    least_score = 0.6
    cost_ms = 15.0

    def prepare(self, image: Image) -> NDArray[Any]:
        """Squash the picture, brightened where it is dim, into the square, as it was trained."""
        import cv2

        rgb = brightened(check_image(image))
        way = cv2.INTER_AREA if max(rgb.shape[:2]) > self.size else cv2.INTER_LINEAR
        squashed = cv2.resize(rgb, (self.size, self.size), interpolation=way)
        # The square is the whole picture, so fractions of the one are fractions of the other.
        return mark_prepared(squashed, self.name, (self.size, self.size))

    def blob(self, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """See `DetectorBackend`."""
        bgr = image[:, :, ::-1].astype(np.float32) / np.float32(255)
        return np.ascontiguousarray(bgr.transpose(2, 0, 1)[None])

    def decode(
        self, outputs: Sequence[NDArray[np.float32]]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """See `DetectorBackend`: objectness, offsets, size, then the classes of each cell."""
        grid = outputs[0][0]  # 85, H, W
        channels, rows, columns = grid.shape
        cells = grid.reshape(channels, -1).T
        column = np.tile(np.arange(columns, dtype=np.float32), rows)
        row = np.repeat(np.arange(rows, dtype=np.float32), columns)
        x = (np.tanh(cells[:, 1]) + column) / columns
        y = (np.tanh(cells[:, 2]) + row) / rows
        half_width = 0.5 / (1 + np.exp(-cells[:, 3]))
        half_height = 0.5 / (1 + np.exp(-cells[:, 4]))
        edges = [x - half_width, y - half_height, x + half_width, y + half_height]
        scores = np.clip(cells[:, :1], 0, None) ** 0.6 * np.clip(cells[:, 5:], 0, None) ** 0.4
        boxes = np.stack(edges, axis=1) * self.size
        return boxes.astype(np.float32), scores.astype(np.float32)
