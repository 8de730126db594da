"""Bodies from drawings and named poses, as files; works without a library."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from app.services.body_files import body_files
from app.services.body_reading import DRAWING_SUFFIXES, Drawn, holds_body, read_drawn
from app.services.body_types import BodyRequest, BodyRow
from common.errors import AppError, QueryError, WeightsError
from common.jobs import JobContext
from models.body.files import BodyNumbers
from models.body.model import BodyModel
from models.body.poses import NamedPose, named_poses
from models.body.skeleton import JOINTS

if TYPE_CHECKING:
    from app.services.models import ModelService
    from models.sketch.reader import SketchReader

NETWORK: Final = "sketch_body"
UNSURE: Final = 0.4  # confidence below which a joint is told
_MAY_BE_DRAWINGS: Final = ("json", "svg", "png")


class BodyService:
    """Reads, poses and writes bodies.

    Args:
        models: where the network is.
    """

    def __init__(self, models: "ModelService") -> None:
        self._models = models
        self._readers: dict[Path, SketchReader] = {}

    @cached_property
    def body(self) -> BodyModel:
        """Kinora's own body."""
        return BodyModel()

    @property
    def poses(self) -> Mapping[str, NamedPose]:
        """The named poses, by key."""
        return named_poses()

    @property
    def has_network(self) -> bool:
        """Whether drawings can be read."""
        return self._models.hub.is_available(NETWORK)

    def network_hash(self) -> str:
        """Return the SHA-256 of the network that reads drawings; "" where there is none."""
        return self._models.hub.weights_hash(NETWORK)

    def reader(self, network: Path | None = None) -> "SketchReader":
        """Return what reads drawings; opened at the first use.

        Args:
            network: ONNX file; None for the one that was added or comes with Kinora.

        Raises:
            WeightsError: there is none, or it is another network.
        """
        from models.sketch.reader import SketchReader

        path = network
        if path is None:
            weights = self._models.hub.weights(NETWORK)
            if weights is None:
                raise WeightsError(
                    "There is no network that reads drawings.",
                    hint="Train one with `train-body FOLDER --export OUT`, then `models add"
                    " OUT/FILE.onnx`; named poses (`--pose NAME`) need none.",
                )
            path = weights.path
        elif not path.is_file():
            raise WeightsError(f"There is no file “{path}”.", hint="Check the path.")
        if path not in self._readers:
            self._readers[path] = SketchReader(path)
        return self._readers[path]

    def write(self, request: BodyRequest, context: JobContext | None = None) -> list[BodyRow]:
        """Write the bodies of drawings, or of a named pose; one row each.

        A drawing that cannot be read is a row with its error, and the others go on.

        Raises:
            QueryError: there is nothing to write, or no such pose.
            WeightsError: the network is missing and a drawing needs it.
            OSError: the folder cannot be made.
            JobCancelled: the user cancelled; what is written stays.
        """
        context = context or JobContext()
        if request.pose:
            drawn = [self._named(request.pose)]
        else:
            drawn = [Drawn(path) for path in drawings_of(request.drawings)]
            if not all(holds_body(one.path) for one in drawn):
                self.reader(request.network)
        request.out.mkdir(parents=True, exist_ok=True)
        names = _names(drawn)
        rows = []
        for place, (one, name) in enumerate(zip(drawn, names, strict=True)):
            context.step(place, len(drawn), one.title)
            rows.append(self._row(one, name, request))
        return rows

    def _named(self, key: str) -> Drawn:
        if key not in self.poses:
            raise QueryError(
                f"There is no pose “{key}”.", hint=f"Choose one of: {', '.join(self.poses)}."
            )
        numbers = BodyNumbers(self.poses[key].rotations, np.zeros(self.body.shapes), np.zeros(3))
        return Drawn(Path(key), numbers=numbers)

    def _row(self, one: Drawn, name: str, request: BodyRequest) -> BodyRow:
        try:
            return self._written(one, name, request)
        except (AppError, OSError) as error:
            return BodyRow(one.title, error=str(error))

    def _written(self, one: Drawn, name: str, request: BodyRequest) -> BodyRow:
        drawn = one if one.numbers is not None else read_drawn(one.path)
        confidence: float | None = None
        unsure: tuple[str, ...] = ()
        notes = tuple(drawn.notes)
        numbers = drawn.numbers
        if numbers is None:
            found = self.reader(request.network).read(drawn.strokes)
            numbers = BodyNumbers(found.rotations, found.shape, np.zeros(3))
            confidence = float(found.confidence.mean())
            unsure = tuple(
                joint for joint, sure in zip(JOINTS, found.confidence, strict=True) if sure < UNSURE
            )
            notes = (*notes, *found.notes)
        targets = [request.out / file_name(name, kind) for kind in request.formats]
        there = [path.name for path in targets if path.exists()]
        if there and not request.replace:
            raise QueryError(
                f"“{there[0]}” is there already.", hint="Give --replace, or another folder."
            )
        numbers = self._sized(numbers, request.stature_cm)
        written = []
        made = body_files(self.body, numbers, request.formats)
        for path, content in zip(targets, made, strict=True):
            _write(path, content)
            written.append(path)
        return BodyRow(one.title, tuple(written), confidence, unsure, notes)

    def _sized(self, numbers: BodyNumbers, stature_cm: float | None) -> BodyNumbers:
        """Return the same person in another stature."""
        if stature_cm is None:
            return numbers
        from models.body.human import human_of, shape_of

        human = replace(human_of(self.body, numbers.shape), stature_cm=stature_cm)
        return replace(numbers, shape=shape_of(self.body, human))


def _write(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def file_name(name: str, kind: str) -> str:
    """Return the name of a body's file; those that might be drawings themselves say "body"."""
    if kind == "openpose":
        return f"{name}_keypoints.json"
    return f"{name}.body.{kind}" if kind in _MAY_BE_DRAWINGS else f"{name}.{kind}"


def drawings_of(paths: tuple[Path, ...]) -> list[Path]:
    """Return the drawings of files and folders, in order; bodies we wrote in a folder left out.

    Raises:
        QueryError: there are none, or a path does not exist.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(
                one
                for one in path.iterdir()
                if one.suffix.lower() in DRAWING_SUFFIXES
                and not one.stem.endswith((".body", "_keypoints"))
                and not one.name.startswith(".")
            )
        elif path.is_file():
            found.append(path)
        else:
            raise QueryError(f"There is no “{path}”.", hint="Check the path.")
    if not found:
        raise QueryError(
            "There is no drawing.",
            hint=f"Name files or folders of {', '.join(DRAWING_SUFFIXES)}, or a pose (--pose).",
        )
    return list(dict.fromkeys(found))


def _names(drawn: list[Drawn]) -> list[str]:
    """Return a name for each: its own, with its suffix where two have the same."""
    stems = [one.path.stem.removesuffix(".body") for one in drawn]
    names: list[str] = []
    for one, stem in zip(drawn, stems, strict=True):
        name = stem if stems.count(stem) == 1 else one.path.name.replace(".", "-")
        number = 2
        unique = name
        while unique in names:
            unique, number = f"{name}-{number}", number + 1
        names.append(unique)
    return names
