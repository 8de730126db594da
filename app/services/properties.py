"""The analysis “properties”: what pictures are like, as facets; no network, always there."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from common.values import Findings
from indexers.media import properties
from indexers.pixels import shrink
from models.base import check_image, mark_prepared

if TYPE_CHECKING:
    from app.services.analysers import Analysers
    from models.base import Image, ImageBackend, Runtime


class PropertiesBackend:
    """Measures pictures as if it were a network, so that old items are brought up to date too.

    Input: any RGB image. Output: facets. Cost: about a millisecond an image on one core.
    """

    name = properties.SOURCE
    version = f"properties-{properties.VERSION}"
    kind = "facets"
    vectors: Mapping[str, int] = {}
    joint_text: Mapping[str, str] = {}
    cost_ms = 1.0
    max_batch = 32
    only_cpu = True

    def prepare(self, image: "Image") -> NDArray[Any]:
        """Shrink a picture; its shape is kept."""
        rgb = check_image(image)
        return mark_prepared(shrink(rgb, properties.SIDE), self.name, (rgb.shape[0], rgb.shape[1]))

    def load(self, runtime: "Runtime") -> None:
        """Nothing to load."""

    def run(self, batch: Sequence[NDArray[Any]]) -> list[Findings]:
        """Measure each picture by itself."""
        return [
            Findings(
                facets=properties.property_facets(
                    np.asarray(image), getattr(image, "original", None) or None
                )
            )
            for image in batch
        ]

    def unload(self) -> None:
        """Nothing to give back."""


class ExtraAnalyses:
    """The analyses that are no networks of the hub: properties, and what others wrote in Python.

    Args:
        analysers: of this user.
    """

    def __init__(self, analysers: "Analysers") -> None:
        self._analysers = analysers

    @property
    def revision(self) -> int:
        """Grows when other analysers are there than before."""
        return self._analysers.revision

    def backends(self, known: "Mapping[str, ImageBackend]") -> "dict[str, ImageBackend]":
        """Return the analyses that can run now, by name."""
        return {PropertiesBackend.name: PropertiesBackend(), **self._analysers.backends(known)}
