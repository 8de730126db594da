"""Bodies as files of other programs: meshes, a rigged glTF, BVH, key points, numbers.

Everything is returned as bytes or text; whoever writes it does so whole or not at all.
"""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from common.errors import QueryError
from common.render.normals import vertex_normals
from models.body.baked import SHAPES, BodyData
from models.body.keypoints import BODY_25, key_points
from models.body.model import Posed
from models.body.rotations import from_axis_angle, to_axis_angle
from models.body.skeleton import COUNT, JOINTS, PARENTS

MeshKind = Literal["obj", "ply", "stl"]
_FORM: Final = "kinora-body"
_VERSION: Final = 1
_FLOAT, _SHORT, _INT = 5126, 5123, 5125  # glTF's component types
_VERTICES, _INDICES = 34962, 34963  # and what a part of its buffer is for
_EULER: Final = "ZXY"
_FAR: Final = (100.0, 100.0, 1e4)  # radians, shape numbers, metres: beyond that nobody stands
_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)
_SKIN: Final = {
    "name": "skin",
    "pbrMetallicRoughness": {
        "baseColorFactor": [0.79, 0.61, 0.48, 1.0],
        "metallicFactor": 0.0,
        "roughnessFactor": 0.7,
    },
}


def mesh_file(kind: MeshKind, vertices: NDArray[np.floating], faces: NDArray[np.integer]) -> bytes:
    """Return a mesh as OBJ, PLY or STL, both of these binary; metres.

    Args:
        kind: of the file.
        vertices: (V, 3).
        faces: (F, 3).
    """
    import trimesh

    mesh = trimesh.Trimesh(np.asarray(vertices, np.float64), np.asarray(faces), process=False)
    made: Any = mesh.export(file_type=kind)
    return made.encode("utf-8") if isinstance(made, str) else bytes(made)


def bvh_text(
    joints: NDArray[np.floating],
    rotations: NDArray[np.floating],
    translations: NDArray[np.floating] | None = None,
    frame_s: float = 1 / 30,
) -> str:
    """Return a motion, or one pose, as BVH; lengths in centimetres, angles in degrees.

    Args:
        joints: (24, 3), at rest, metres.
        rotations: (T, 24, 3, 3), relative to the parents.
        translations: (T, 3), of the pelvis, metres; where it rests by default.
        frame_s: seconds a frame.
    """
    from scipy.spatial.transform import Rotation

    places = np.asarray(joints, np.float64) * 100.0
    turned = np.asarray(rotations, np.float64)
    moved = np.broadcast_to(places[0], (len(turned), 3))
    if translations is not None:
        moved = np.asarray(translations, np.float64) * 100.0
    lines = ["HIERARCHY", *_bvh_joint(0, places, 0), "MOTION"]
    lines += [f"Frames: {len(turned)}", f"Frame Time: {frame_s:.6f}"]
    flat = Rotation.from_matrix(turned[:, _depth_first()].reshape(-1, 3, 3))
    angles = flat.as_euler(_EULER.upper(), degrees=True).reshape(len(turned), -1)
    for row in np.concatenate([moved, angles], 1):
        lines.append(" ".join(f"{value:.5f}" for value in row))
    return "\n".join(lines) + "\n"


def rigged_glb(
    data: BodyData,
    vertices: NDArray[np.floating],
    joints: NDArray[np.floating],
    rotations: NDArray[np.floating],
    translation: NDArray[np.floating] | None = None,
    shape: NDArray[np.floating] | None = None,
) -> bytes:
    """Return a body as binary glTF 2.0 with its skeleton: skin, joints, inverse bind matrices.

    The mesh is stored at rest; the nodes hold the pose, so other programs show it posed and can
    pose it anew.

    Args:
        data: faces and skinning weights.
        vertices: (V, 3), at rest, metres.
        joints: (24, 3), at rest, metres.
        rotations: (24, 3, 3), relative to the parents.
        translation: (3,), metres.
        shape: (S,), told in the file for whoever reads it back; the vertices have it already.
    """
    chunks = _Chunks()
    order = np.argsort(-data.weights, axis=1, kind="stable")[:, :8]
    shares = np.take_along_axis(data.weights, order, 1)
    shares /= shares.sum(1, keepdims=True)
    order[shares == 0] = 0
    places = np.asarray(vertices, np.float32)
    attributes = {
        "POSITION": chunks.add(places, "VEC3", bounds=True),
        "NORMAL": chunks.add(vertex_normals(places, data.faces), "VEC3"),
    }
    for number in range(2):
        part = slice(4 * number, 4 * number + 4)
        attributes[f"JOINTS_{number}"] = chunks.add(order[:, part].astype(np.uint16), "VEC4")
        attributes[f"WEIGHTS_{number}"] = chunks.add(shares[:, part].astype(np.float32), "VEC4")
    faces = chunks.add(np.asarray(data.faces, np.uint32).reshape(-1), "SCALAR")
    inverse = np.tile(np.eye(4, dtype=np.float32), (COUNT, 1, 1))
    inverse[:, 3, :3] = -np.asarray(joints, np.float32)  # column-major
    bind = chunks.add(inverse.reshape(COUNT, 16), "MAT4")
    drawn = {"attributes": attributes, "indices": faces, "material": 0}
    document = {
        "asset": _asset(shape),
        "scene": 0,
        "scenes": [{"nodes": [0, COUNT]}],
        "nodes": [*_nodes(joints, rotations, translation), {"mesh": 0, "skin": 0, "name": "body"}],
        "meshes": [{"name": "body", "primitives": [drawn]}],
        "materials": [_SKIN],
        "skins": [{"inverseBindMatrices": bind, "skeleton": 0, "joints": list(range(COUNT))}],
        "accessors": chunks.accessors,
        "bufferViews": chunks.views,
        "buffers": [{"byteLength": len(chunks.data)}],
    }
    return _glb(document, bytes(chunks.data))


def open_pose(posed: Posed, width: int, height: int) -> str:
    """Return the 25 key points of a body as OpenPose writes them, JSON.

    The body is fitted into the picture, seen from the front; every point has confidence 1, but for
    those of face and feet of a body of another mesh, which count as not seen.

    Args:
        posed: x right, y up, z towards the viewer.
        width: of the picture, pixels.
        height: of the picture, pixels.
    """
    points = key_points(posed, BODY_25)[:, :2]
    low, high = posed.vertices[:, :2].min(0), posed.vertices[:, :2].max(0)
    scale = 0.9 * min(width / (high - low)[0], height / (high - low)[1])
    middle = (low + high) / 2
    x = (points[:, 0] - middle[0]) * scale + width / 2
    y = height / 2 - (points[:, 1] - middle[1]) * scale
    flat = np.round(np.stack([x, y, np.ones_like(x)], 1).astype(np.float64), 3)
    flat[~np.isfinite(flat).all(1)] = 0.0
    person = {"person_id": [-1], "pose_keypoints_2d": flat.ravel().tolist()}
    return json.dumps({"version": 1.3, "people": [person], "canvas": [width, height]}, indent=1)


@dataclass(frozen=True, slots=True)
class BodyNumbers:
    """What makes a posed body, in SMPL's order.

    Args:
        rotations: float64 (24, 3, 3), relative to the parents.
        shape: float64 (10,).
        translation: float64 (3,), metres.
    """

    rotations: NDArray[np.float64]
    shape: NDArray[np.float64]
    translation: NDArray[np.float64]


def numbers_json(numbers: BodyNumbers) -> str:
    """Return a body's numbers as JSON: axis-angle "pose" (24, 3) radians, "betas", "transl"."""
    document = {
        "format": _FORM,
        "version": _VERSION,
        "joints": list(JOINTS),
        "pose": np.round(to_axis_angle(numbers.rotations), 7).tolist(),
        "betas": np.round(numbers.shape, 7).tolist(),
        "transl": np.round(numbers.translation, 7).tolist(),
    }
    return json.dumps(document, indent=1)


def read_numbers(text: str) -> BodyNumbers:
    """Return the numbers that numbers_json wrote.

    Raises:
        QueryError: it is no such file, has too many shape numbers, or one that is not finite.
    """
    try:
        document = json.loads(text)
        pose = np.asarray(document["pose"], np.float64).reshape(COUNT, 3)
        shape = np.asarray(document["betas"], np.float64).ravel()
        moved = np.asarray(document.get("transl", (0, 0, 0)), np.float64).reshape(3)
    except _UNREADABLE as error:
        raise _no_numbers(str(error)) from None
    told = (pose, shape, moved)
    if not all(np.isfinite(one).all() for one in told):
        raise _no_numbers("a number is not finite")
    if any(np.abs(one).max(initial=0) > far for one, far in zip(told, _FAR, strict=True)):
        raise _no_numbers("a number is too large")
    if len(shape) > SHAPES:
        raise _no_numbers(f"it has {len(shape)} “betas”; {SHAPES} are the most")
    return BodyNumbers(
        from_axis_angle(pose), np.resize(np.r_[shape, np.zeros(SHAPES)], SHAPES), moved
    )


def _no_numbers(why: str) -> QueryError:
    return QueryError(
        f"The body cannot be read ({why}).",
        hint="Give a JSON file with “pose” (24 times 3 numbers) and “betas”.",
    )


def _children(joint: int) -> list[int]:
    return [child for child, parent in enumerate(PARENTS) if parent == joint]


def _depth_first(joint: int = 0) -> list[int]:
    return [joint, *(one for child in _children(joint) for one in _depth_first(child))]


def _bvh_joint(joint: int, places: NDArray[np.float64], depth: int) -> list[str]:
    """Return the lines of a joint and all below it."""
    tab = "\t" * depth
    above = places[PARENTS[joint]] if PARENTS[joint] >= 0 else np.zeros(3)
    offset = " ".join(f"{value:.5f}" for value in places[joint] - above)
    turning = " ".join(f"{axis}rotation" for axis in _EULER)
    channels = f"3 {turning}" if joint else f"6 Xposition Yposition Zposition {turning}"
    kind = "JOINT" if joint else "ROOT"
    lines = [f"{tab}{kind} {JOINTS[joint]}", f"{tab}{{"]
    lines += [f"{tab}\tOFFSET {offset}", f"{tab}\tCHANNELS {channels}"]
    for child in _children(joint):
        lines += _bvh_joint(child, places, depth + 1)
    if not _children(joint):
        end = " ".join(f"{value:.5f}" for value in (places[joint] - above) * 0.7)
        lines += [f"{tab}\tEnd Site", f"{tab}\t{{", f"{tab}\t\tOFFSET {end}", f"{tab}\t}}"]
    return [*lines, f"{tab}}}"]


class _Chunks:
    """The binary part of a glTF file and what lies where in it."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.views: list[dict[str, Any]] = []
        self.accessors: list[dict[str, Any]] = []

    def add(self, array: NDArray[Any], kind: str, *, bounds: bool = False) -> int:
        """Append an array; returns the number of its accessor."""
        types = {"f": _FLOAT, "u": _INT if array.itemsize == 4 else _SHORT}
        raw = np.ascontiguousarray(array).tobytes()
        view: dict[str, Any] = {"buffer": 0, "byteOffset": len(self.data), "byteLength": len(raw)}
        if kind != "MAT4":
            view["target"] = _INDICES if kind == "SCALAR" else _VERTICES
        self.views.append(view)
        self.data += raw + b"\0" * (-len(raw) % 4)
        accessor = {
            "bufferView": len(self.views) - 1,
            "componentType": types[array.dtype.kind],
            "count": len(array),
            "type": kind,
        }
        if bounds:
            accessor |= {"min": array.min(0).tolist(), "max": array.max(0).tolist()}
        self.accessors.append(accessor)
        return len(self.accessors) - 1


def _asset(shape: NDArray[np.floating] | None) -> dict[str, Any]:
    made: dict[str, Any] = {"version": "2.0", "generator": "Kinora"}
    if shape is not None:
        made["extras"] = {"betas": np.round(np.asarray(shape, np.float64), 7).tolist()}
    return made


def _nodes(
    joints: NDArray[np.floating],
    rotations: NDArray[np.floating],
    translation: NDArray[np.floating] | None,
) -> Sequence[dict[str, Any]]:
    from scipy.spatial.transform import Rotation

    turned = Rotation.from_matrix(np.asarray(rotations, np.float64)).as_quat()
    nodes = []
    for joint, parent in enumerate(PARENTS):
        place = np.asarray(joints[joint], np.float64)
        if parent >= 0:
            place = place - joints[parent]
        elif translation is not None:
            place = place + translation
        node: dict[str, Any] = {
            "name": JOINTS[joint],
            "translation": place.tolist(),
            "rotation": turned[joint].tolist(),
        }
        if _children(joint):
            node["children"] = _children(joint)
        nodes.append(node)
    return nodes


def _glb(document: dict[str, Any], binary: bytes) -> bytes:
    text = json.dumps(document, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 4)
    total = 12 + 8 + len(text) + 8 + len(binary)
    return b"".join(
        [
            struct.pack("<4sII", b"glTF", 2, total),
            struct.pack("<I4s", len(text), b"JSON"),
            text,
            struct.pack("<I4s", len(binary), b"BIN\0"),
            binary,
        ]
    )
