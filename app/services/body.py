"""Bodies from drawings and named poses, as files; works without a library."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from app.services.body_batch import (
    CELL,
    Sheet,
    Within,
    drawings_of,
    names_of,
    table_of,
    write_file,
)
from app.services.body_files import body_files, pixels_of
from app.services.body_import import holds_body
from app.services.body_mesh import Measurer
from app.services.body_reading import Drawn, read_drawn
from app.services.body_types import BodyRequest, BodyRow
from common.errors import AppError, QueryError, WeightsError
from common.jobs import JobContext
from models.body.files import BodyNumbers
from models.body.human import human_of, shape_of
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

    @cached_property
    def _measurer(self) -> Measurer:
        return Measurer(self.body.data)

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
        """Write the bodies of drawings, of a named pose, or one at hand; one row each.

        A drawing that cannot be read is a row with its error, and the others go on.

        Raises:
            ModelError: the user's own body cannot be read.
            QueryError: there is nothing to write, no such pose, or a stature is asked of a user's
                own body.
            WeightsError: the network is missing and a drawing needs it.
            OSError: a folder, the table or the sheet cannot be written.
            JobCancelled: the user cancelled; what is written stays.
        """
        context = context or JobContext()
        figure = self._figure(request)
        drawn, names = self._asked(request)
        request.out.mkdir(parents=True, exist_ok=True)
        sheet = None if request.sheet is None else Sheet(request.sheet)
        rows: list[BodyRow] = []
        try:
            for place, (one, name) in enumerate(zip(drawn, names, strict=True)):
                context.step(place, len(drawn), one.title)
                inner = Within(context, place, len(drawn), one.title)
                rows.append(self._row(one, name, request, inner, sheet, figure))
            context.step(len(drawn), len(drawn))
        finally:
            if sheet is not None:
                sheet.write()
            if request.table is not None:
                write_file(request.table, table_of(rows, request.table))
        return rows

    def _figure(self, request: BodyRequest) -> BodyModel:
        """Return the body that takes the poses."""
        if request.figure is None:
            return self.body
        if request.stature_cm is not None:
            raise QueryError(
                "Only Kinora's own body can be made taller or shorter.",
                hint="Leave out --stature or --figure.",
            )
        from models.body.smpl_file import read_smpl

        return BodyModel(read_smpl(request.figure))

    def _asked(self, request: BodyRequest) -> tuple[list[Drawn], list[str]]:
        """Return what is to be written, and under which names."""
        if request.body is not None:
            return [Drawn(Path(request.name), request.strokes, request.body)], [request.name]
        if request.pose:
            return [self._named(request.pose)], [request.pose]
        paths = drawings_of(request.drawings)
        if not all(holds_body(path) for path in paths):
            self.reader(request.network)
        return [Drawn(path) for path in paths], names_of(paths)

    def _named(self, key: str) -> Drawn:
        if key not in self.poses:
            raise QueryError(
                f"There is no pose “{key}”.", hint=f"Choose one of: {', '.join(self.poses)}."
            )
        numbers = BodyNumbers(self.poses[key].rotations, np.zeros(self.body.shapes), np.zeros(3))
        return Drawn(Path(key), numbers=numbers)

    def _row(
        self,
        one: Drawn,
        name: str,
        request: BodyRequest,
        context: JobContext,
        sheet: Sheet | None,
        figure: BodyModel,
    ) -> BodyRow:
        targets = tuple(request.out / file_name(name, kind) for kind in request.formats)
        if request.resume and all(path.is_file() for path in targets):
            return BodyRow(one.title, targets, skipped=True)
        drawn, picture = one, None
        try:
            if one.numbers is None:
                drawn = read_drawn(one.path, request.frame)
            row, numbers = self._written(drawn, targets, request, context, figure)
            if sheet is not None:
                posed = figure.pose(numbers.rotations, numbers.shape)
                picture = pixels_of(figure, posed, CELL)
        except (AppError, OSError) as error:
            row = BodyRow(one.title, error=str(error))
        if sheet is not None:
            sheet.add(row, drawn.strokes, picture)
        return row

    def _written(
        self,
        drawn: Drawn,
        targets: Sequence[Path],
        request: BodyRequest,
        context: JobContext,
        figure: BodyModel,
    ) -> tuple[BodyRow, BodyNumbers]:
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
        there = [path.name for path in targets if path.exists()]
        if there and not (request.replace or request.resume):
            raise QueryError(
                f"“{there[0]}” is there already.",
                hint="Choose another folder, or let files be replaced (--replace).",
            )
        if figure is not self.body:  # shape numbers are those of Kinora's body
            numbers = replace(numbers, shape=np.zeros(figure.shapes))
        numbers = self._sized(numbers, request.stature_cm)
        made = body_files(
            figure, numbers, request.formats, request.mesh, strokes=request.strokes,
            context=context,
        )  # fmt: skip
        for path, content in zip(targets, made, strict=True):
            write_file(path, content)
        measurer = self._measurer if figure is self.body else Measurer(figure.data)
        measures = measurer.measure(*figure.rest(numbers.shape)) if request.measure else None
        row = BodyRow(drawn.title, tuple(targets), confidence, unsure, notes, measures=measures)
        return row, numbers

    def _sized(self, numbers: BodyNumbers, stature_cm: float | None) -> BodyNumbers:
        """Return the same person in another stature."""
        if stature_cm is None:
            return numbers
        told = human_of(self.body, numbers.shape)
        beside = numbers.shape - shape_of(self.body, told)  # what no term tells stays
        human = replace(told, stature_cm=stature_cm)
        return replace(numbers, shape=shape_of(self.body, human, beside))


def file_name(name: str, kind: str) -> str:
    """Return the name of a body's file; those that might be drawings themselves say "body"."""
    if kind == "openpose":
        return f"{name}_keypoints.json"
    return f"{name}.body.{kind}" if kind in _MAY_BE_DRAWINGS else f"{name}.{kind}"
