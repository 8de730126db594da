"""Analysers in Python as analyses of the engine, beside the networks."""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.analyser_loading import Analyser
from common.values import Findings
from indexers.pixels import shrink
from models.analysers.answers import WANTED, AnswerError, findings
from models.base import check_image, mark_prepared

if TYPE_CHECKING:
    from models.base import Image, ImageBackend, Runtime

SIDE = 512  # pixels, longest side of what an analyser gets
_REMEMBERED = 512  # pictures


class PythonAnalyser:
    """An analyser of pictures in Python; its errors leave it out of the import.

    Input: RGB images, longest side 512. Output: as the analyser says.

    Args:
        analyser: of one of the kinds of outputs, without a problem.
    """

    joint_text: Mapping[str, str] = {}
    cost_ms = 50.0
    max_batch = 8
    only_cpu = True

    def __init__(self, analyser: Analyser) -> None:
        assert analyser.output is not None
        self._analyser = analyser
        self._output = analyser.output
        self.name = analyser.full_name
        self.version = analyser.version
        has_vector = analyser.output.kind == "vector"
        self.vectors: Mapping[str, int] = {self.name: analyser.output.dim} if has_vector else {}
        self.kind = "vectors" if has_vector else "facets"

    def prepare(self, image: "Image") -> NDArray[Any]:
        """Shrink a picture; its shape is kept."""
        rgb = check_image(image)
        small = np.ascontiguousarray(shrink(rgb, SIDE))
        return mark_prepared(small, self.name, (rgb.shape[0], rgb.shape[1]))

    def load(self, runtime: "Runtime") -> None:
        """Nothing to load: an analyser loads itself."""

    def run(self, batch: Sequence[NDArray[Any]]) -> list[Findings]:
        """Ask for each picture.

        Raises:
            AnalyserError: it raised something, or answered in another form than its kind asks.
        """
        return [self._ask(np.array(image, np.uint8)) for image in batch]

    def unload(self) -> None:
        """Nothing to give back."""

    def _ask(self, what: Any) -> Findings:
        answer = self._analyser.run(what)
        try:
            return findings(self._output, answer, self.name)
        except AnswerError as error:
            raise self._analyser.wrong(str(error), WANTED[self._output.kind]) from error


class BoxAnalyser(PythonAnalyser):
    """An analyser that looks at the boxes of a detector instead of the picture.

    Args:
        analyser: as for PythonAnalyser.
        detector: finds the boxes; asked once for a picture, whoever asks.
    """

    def __init__(self, analyser: Analyser, detector: "Remembering") -> None:
        super().__init__(analyser)
        self._detector = detector
        self.cost_ms = detector.cost_ms
        self.max_batch = detector.max_batch
        self.version = f"{analyser.version}+{detector.version}"

    def prepare(self, image: "Image") -> NDArray[Any]:
        """Do what the detector wants."""
        prepared = self._detector.prepare(image)
        return mark_prepared(prepared, self.name, getattr(prepared, "original", image.shape[:2]))

    def load(self, runtime: "Runtime") -> None:
        """Load the detector, unless it is."""
        self._detector.load(runtime)

    def run(self, batch: Sequence[NDArray[Any]]) -> list[Findings]:
        """Ask for the boxes of each picture."""
        return [self._ask(list(found.boxes)) for found in self._detector.run(batch)]

    def unload(self) -> None:
        """Give the detector's memory back."""
        self._detector.unload()


class Remembering:
    """A detector that knows the latest pictures: several analyses look at the same boxes.

    Args:
        detector: an analysis that finds boxes.
    """

    def __init__(self, detector: "ImageBackend") -> None:
        self._detector = detector
        self.name = detector.name
        self.version = detector.version
        self.kind = detector.kind
        self.vectors = detector.vectors
        self.joint_text = detector.joint_text
        self.cost_ms = detector.cost_ms
        self.max_batch = detector.max_batch
        self.only_cpu = detector.only_cpu
        self._is_loaded = False
        self._known: OrderedDict[bytes, Findings] = OrderedDict()

    def prepare(self, image: "Image") -> NDArray[Any]:
        """Bring a picture to the detector's input form."""
        return self._detector.prepare(image)

    def load(self, runtime: "Runtime") -> None:
        """Load the detector, unless it is."""
        if not self._is_loaded:
            self._detector.load(runtime)
            self._is_loaded = True

    def run(self, batch: Sequence[NDArray[Any]]) -> list[Findings]:
        """Detect in the pictures that are new."""
        names = [_digest(image) for image in batch]
        new = dict(zip(names, batch, strict=True))
        new = {name: image for name, image in new.items() if name not in self._known}
        found = dict(zip(new, self._detector.run(list(new.values())), strict=True)) if new else {}
        answers = [found[name] if name in found else self._known[name] for name in names]
        self._known.update(found)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return answers

    def unload(self) -> None:
        """Give the memory back."""
        self._detector.unload()
        self._known.clear()
        self._is_loaded = False


def _digest(image: NDArray[Any]) -> bytes:
    shape = (*image.shape, *(getattr(image, "original", None) or image.shape[:2]))
    pixels = np.ascontiguousarray(image)
    return hashlib.blake2b(pixels.tobytes() + repr(shape).encode(), digest_size=16).digest()
