"""Runs the engine's analyses on pictures that an import has read."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.import_facts import with_objects, with_people
from app.services.import_types import Draft
from common.errors import ModelError
from common.settings import ImportSettings
from common.values import Findings, SkippedFile
from models.base import Priority

if TYPE_CHECKING:
    from models.base import AnalysisInfo
    from models.engine import Engine

logger = logging.getLogger(__name__)

ALWAYS = "layout"
"""The embedded descriptor: the one analysis that also fits a drawn poster."""

OBJECTS = "objects"
"""The analysis of whichever detector is there."""

_PICTURE_SIDE = 512  # pixels; the largest input of any network but the readers of text
_TEXT_SIDE = 1600  # pixels; below it small print is lost
_MICRO_BATCH = 32


class Analyses:
    """The analyses of one import: those that can run now and that the settings want.

    One that fails is left out from then on and reported; its items stay pending for a later run.

    Args:
        engine: runs the networks.
        settings: which costly analyses are wanted.
        off: names of those that the user took out of the library.
    """

    def __init__(
        self, engine: "Engine", settings: ImportSettings, off: Collection[str] = ()
    ) -> None:
        unwanted = set()
        if not settings.detect_objects:
            unwanted.add("boxes")
        if not settings.read_text:
            unwanted.add("texts")
        self._engine = engine
        self._active: dict[str, AnalysisInfo] = {
            info.name: info
            for info in engine.analyses()
            if info.kind not in unwanted and info.name not in off
        }
        self.failed: list[SkippedFile] = []

    @property
    def versions(self) -> dict[str, str]:
        """Name -> version of the analyses that run."""
        return {name: info.version for name, info in self._active.items()}

    @property
    def picture_side(self) -> int:
        """Longest side in pixels that pictures are to be decoded to."""
        reads = any(info.kind == "texts" for info in self._active.values())
        return _TEXT_SIDE if reads else _PICTURE_SIDE

    def maker_of(self, encoder: str) -> str | None:
        """Return the analysis that makes the vectors of an encoder; None if none can run."""
        found = (name for name, info in self._active.items() if encoder in info.vectors)
        return next(found, None)

    def prepare(
        self, rgb: NDArray[np.uint8], only: Sequence[str] | None = None
    ) -> dict[str, NDArray[Any]]:
        """Bring a picture to the input form of each analysis; on a decoder thread.

        Args:
            rgb: uint8 (H, W, 3).
            only: names of the analyses to prepare for; None for all.
        """
        names = [name for name in list(self._active) if only is None or name in only]
        return {name: self._engine.prepare(name, rgb) for name in names}

    def run(self, drafts: Sequence[Draft], check: Callable[[], None] | None = None) -> None:
        """Analyse drafts that are not analysed yet; their prepared inputs are given up.

        Args:
            drafts: what was read.
            check: called before each analysis and micro-batch; may raise to stop.
        """
        waiting = [draft for draft in drafts if draft.found is None]
        found: list[list[Findings]] = [[] for _ in waiting]
        for name in list(self._active):
            places = [place for place, draft in enumerate(waiting) if name in draft.inputs]
            results = self.run_one(name, [waiting[place].inputs[name] for place in places], check)
            for place, findings in zip(places, results or (), strict=False):
                found[place].append(findings)
                waiting[place].ran[name] = self._active[name].version
        for draft, parts in zip(waiting, found, strict=True):
            draft.found, draft.inputs = merged([draft.measured, *parts]), {}

    def run_one(
        self,
        name: str,
        inputs: Sequence[NDArray[Any]],
        check: Callable[[], None] | None = None,
    ) -> list[Findings] | None:
        """Run one analysis on prepared pictures; None if it failed, and it is then left out."""
        results: list[Findings] = []
        try:
            for start in range(0, len(inputs), _MICRO_BATCH):
                if check is not None:
                    check()
                results += self._engine.analyse(
                    name, inputs[start : start + _MICRO_BATCH], priority=Priority.BACKGROUND
                )
        except ModelError as error:
            logger.warning("analysis %s is left out: %s", name, error)
            if name in self._active:  # two videos may meet the same fault
                self.failed.append(SkippedFile(f"model:{name}", error.what.rstrip(".")))
            self._active.pop(name, None)
            return None
        return [_named(findings, name) for findings in results]


def _named(findings: Findings, name: str) -> Findings:
    """Say who found it where the analysis itself does not, and add what boxes can be found by.

    A vector with a number that is none, as half precision may give, compares with nothing: it goes.
    """
    named = Findings(
        {
            encoder: vector
            for encoder, vector in findings.vectors.items()
            if np.isfinite(vector).all()
        },
        [replace(each, source=each.source or name) for each in findings.facets],
        [replace(each, source=each.source or name) for each in findings.boxes],
        [replace(each, source=each.source or name) for each in findings.texts],
    )
    if name == OBJECTS:
        named = with_people(named, name)
    return with_objects(named, name)


def merged(parts: Sequence[Findings]) -> Findings:
    """Return what several analyses found in one picture as one."""
    vectors: Mapping[str, NDArray[np.float32]] = {
        encoder: vector for part in parts for encoder, vector in part.vectors.items()
    }
    return Findings(
        vectors,
        [facet for part in parts for facet in part.facets],
        [box for part in parts for box in part.boxes],
        [text for part in parts for text in part.texts],
    )
