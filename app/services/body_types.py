"""Value types of bodies from drawings."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from common.strokes import Stroke
from models.body.files import BodyNumbers
from models.body.measures import BodyMeasures

__all__ = [
    "BODY_FORMATS", "MESH_FORMATS", "BodyFormat", "BodyMeasures", "BodyNumbers", "BodyRequest",
    "BodyRow", "BodyTrainReport", "BodyTrainRequest", "MeshOptions",
]  # fmt: skip

BodyFormat = Literal["obj", "ply", "stl", "glb", "bvh", "json", "openpose", "svg", "png"]
BODY_FORMATS: Final[tuple[BodyFormat, ...]] = get_args(BodyFormat)
MESH_FORMATS: Final[tuple[BodyFormat, ...]] = ("obj", "ply", "stl")


@dataclass(frozen=True, slots=True)
class MeshOptions:
    """How the mesh of a body is written; without any of these as it is, in metres.

    Args:
        faces: triangles at most, at least 100, of OBJ, PLY, STL and GLB; 0 for all.
        watertight: one solid without cavities, for printing, in OBJ, PLY and STL; needs the extra
            `mesh`. A GLB keeps its skeleton and is not joined.
        height_mm: OBJ, PLY and STL are in millimetres, so large that the person upright would be so
            tall; None for metres as the body is.
    """

    faces: int = 0
    watertight: bool = False
    height_mm: float | None = None


@dataclass(frozen=True, slots=True)
class BodyRequest:
    """Bodies to write.

    Args:
        drawings: files and folders: strokes (.json, .svg), pictures, bodies of ours (.json).
        out: folder that the bodies go to; made if absent.
        formats: of the files.
        pose: key of a named pose that is written instead of what drawings show; "" for none.
        stature_cm: standing height; None leaves what the network says (about 172 cm).
        network: ONNX file to read with; None for the one that was added or comes with Kinora.
        replace: write over files that are there.
        body: numbers of a body that is at hand, written instead of drawings.
        name: of its files.
        strokes: the drawing that the body comes from: what an SVG shows instead of its contours.
        mesh: how meshes are written.
        measure: tell what each body measures.
        resume: leave out drawings whose files are there, all of them.
        frame: of motions among the drawings, from 0.
        table: CSV or JSON file of what became of each drawing; written also when cancelled.
        sheet: PNG file with each drawing beside its body.
        figure: file of SMPL's form with the user's own body, which takes the poses in its mean
            shape; None for Kinora's.
    """

    drawings: tuple[Path, ...] = ()
    out: Path = Path()
    formats: tuple[BodyFormat, ...] = ("glb", "json")
    pose: str = ""
    stature_cm: float | None = None
    network: Path | None = None
    replace: bool = False
    body: BodyNumbers | None = None
    name: str = "body"
    strokes: tuple[Stroke, ...] = ()
    mesh: MeshOptions = MeshOptions()
    measure: bool = False
    resume: bool = False
    frame: int = 0
    table: Path | None = None
    sheet: Path | None = None
    figure: Path | None = None


@dataclass(frozen=True, slots=True)
class BodyRow:
    """What became of one drawing.

    Args:
        source: the file, or the key of a named pose.
        files: what was written.
        confidence: mean over the joints, 0-1; None without a network.
        unsure: joints whose confidence is low, by name.
        notes: what is odd about the drawing.
        error: why nothing was written; "" otherwise.
        skipped: its files were there.
        measures: what the body measures, where that was asked for.
    """

    source: str
    files: tuple[Path, ...] = ()
    confidence: float | None = None
    unsure: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    error: str = ""
    skipped: bool = False
    measures: BodyMeasures | None = None

    @property
    def outcome(self) -> str:
        """What became of it: "written", "skipped" or "failed"."""
        if self.error:
            return "failed"
        return "skipped" if self.skipped else "written"


@dataclass(frozen=True, slots=True)
class BodyTrainRequest:
    """A training of a sketch network.

    Args:
        folder: of its checkpoint and log; a training there goes on.
        drawings: folder of the drawings to learn from; `folder`/drawings by default.
        encoder: "light" or "resnet34".
        head: "deform", "joint" or "vanilla".
        steps: batches in all.
        batch: drawings a batch.
        rate: of learning, at its highest.
        seed: of everything random.
        every: steps between two checkpoints.
        device: "auto", "cpu" or "cuda".
        mixed: half precision on a GPU.
        bodies: to learn from, rounded up to whole files.
        each: drawings a body.
        captured: folder of captured motion (.asf, .amc); None for joint limits alone.
        leave_out: subject of it that is not learned from; 0 for none.
        workers: processes that draw.
        minutes: stop, with a checkpoint, after so long; None trains to the end.
        export: folder that the trained network is written to; None for none.
        only_export: train nothing.
    """

    folder: Path
    drawings: Path | None = None
    encoder: Literal["light", "resnet34"] = "light"
    head: Literal["deform", "joint", "vanilla"] = "deform"
    steps: int = 20_000
    batch: int = 32
    rate: float = 1e-3
    seed: int = 0
    every: int = 250
    device: Literal["auto", "cpu", "cuda"] = "auto"
    mixed: bool = True
    bodies: int = 10_000
    each: int = 3
    captured: Path | None = None
    leave_out: int = 0
    workers: int = 1
    minutes: float | None = None
    export: Path | None = None
    only_export: bool = False


@dataclass(frozen=True, slots=True)
class BodyTrainReport:
    """What a training reached.

    Args:
        folder: of the training.
        step: batches so far.
        steps: asked for.
        seconds: of training in all runs.
        errors: on held-out drawings, millimetres.
        exported: path, SHA-256, bytes and errors of each file.
    """

    folder: Path
    step: int
    steps: int
    seconds: float
    errors: dict[str, float]
    exported: tuple[tuple[Path, str, int, dict[str, float]], ...] = ()
