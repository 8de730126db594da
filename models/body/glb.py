"""Reads poses back from binary glTF: our own files exactly, other rigged people by their bones."""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.body.files import BodyNumbers
from models.body.model import BodyModel, local
from models.body.motion import Clip
from models.body.retarget import retarget
from models.body.rotations import orthonormal
from models.body.skeleton import JOINTS

Array = NDArray[np.float64]

_MAGIC: Final = 0x46546C67
_JSON, _BIN = 0x4E4F534A, 0x004E4942
_MOST_JOINTS: Final = 10_000
_FAR: Final = 1e6  # of places and sizes
_SHAPE_FAR: Final = 100.0  # of shape numbers, which are about N(0, 1)


@dataclass(frozen=True, slots=True, eq=False)
class _Rig:
    """The skeleton of a file.

    Args:
        names: of the joints, parents first.
        parents: places among the joints; -1 for the root.
        rest: float64 (J, 4, 4), against the world when the skin was bound.
        now: float64 (J, 4, 4), against the world as the nodes stand.
    """

    names: tuple[str, ...]
    parents: tuple[int, ...]
    rest: Array
    now: Array


def read_glb(content: bytes, body: BodyModel) -> BodyNumbers:
    """Return the body that a file shows; its shape where we wrote the file, else the mean one.

    Args:
        content: of the file.
        body: ours.

    Raises:
        ValueError: it is no binary glTF, or damaged.
        QueryError: its skeleton is no person's, or names its joints in no known way.
    """
    document, binary = _parts(content)
    rig = _rig(document, binary)
    # Against the pose in which the skin was bound: other programs turn the axes of bones.
    turns = orthonormal(rig.now[:, :3, :3] @ np.linalg.inv(rig.rest[:, :3, :3]))
    if set(JOINTS) <= set(rig.names) and len(rig.names) == len(JOINTS):
        order = [rig.names.index(name) for name in JOINTS]
        shape = _shape(document, len(body.data.shape_dirs))
        moved = rig.now[order[0], :3, 3] - rig.rest[order[0], :3, 3]
        return BodyNumbers(local(turns[order]), shape, moved)
    clip = Clip(
        names=rig.names,
        parents=rig.parents,
        rest=rig.rest[:, :3, 3],
        turns=turns[None],
        places=rig.now[None, :, :3, 3],
        frame_s=1 / 30,
        ends=np.full((len(rig.names), 3), np.nan),
    )
    motion = retarget(clip, body)
    return BodyNumbers(motion.rotations[0], np.zeros(body.shapes), motion.translations[0])


def _parts(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the JSON and the binary chunk."""
    try:
        magic, version, total = struct.unpack_from("<III", content, 0)
        if magic != _MAGIC or version != 2 or total > len(content):
            raise ValueError("it is no glTF 2.0, or cut off")
        chunks: dict[int, bytes] = {}
        place = 12
        while place + 8 <= total:
            length, kind = struct.unpack_from("<II", content, place)
            chunks.setdefault(kind, content[place + 8 : place + 8 + length])
            place += 8 + length
        document = json.loads(chunks[_JSON])
    except (struct.error, KeyError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError(f"it is no binary glTF ({error})") from None
    if not isinstance(document, dict):
        raise ValueError("it holds no scene")
    return document, chunks.get(_BIN, b"")


def _rig(document: Mapping[str, Any], binary: bytes) -> _Rig:
    try:
        nodes, skin = document["nodes"], document["skins"][0]
        joints = [int(one) for one in skin["joints"]]
        if not 0 < len(joints) <= _MOST_JOINTS or len(set(joints)) < len(joints):
            raise ValueError("its skin has no joints")
        above = {int(c): n for n, node in enumerate(nodes) for c in node.get("children", ())}
        world = _worlds(nodes, above)
        inverse = _matrices(document, binary, skin.get("inverseBindMatrices"), len(joints))
        joints, inverse = _sorted(joints, above, inverse)
        names = tuple(str(nodes[one].get("name", "")) for one in joints)
    except (LookupError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(f"it holds no skeleton ({error})") from None
    parents = tuple(_above(one, above, joints) for one in joints)
    rest, now = (
        np.asarray(np.linalg.inv(inverse), np.float64),
        np.stack([world[one] for one in joints]),
    )
    if not (np.isfinite(rest).all() and np.isfinite(now).all()):
        raise ValueError("a number is not finite")
    if max(np.abs(rest).max(), np.abs(now).max()) > _FAR:
        raise ValueError("a number is too large")
    return _Rig(names, parents, rest, now)


def _sorted(
    joints: Sequence[int], above: Mapping[int, int], inverse: Array
) -> tuple[list[int], Array]:
    """Return joints, and their matrices, parents first."""

    def depth(place: int) -> int:
        count, one = 0, joints[place]
        while one in above:
            one, count = above[one], count + 1
        return count

    order = sorted(range(len(joints)), key=depth)
    return [joints[place] for place in order], inverse[order]


def _above(joint: int, above: Mapping[int, int], joints: Sequence[int]) -> int:
    """Return the place of the nearest node above that is a joint; -1 for none."""
    known = {one: place for place, one in enumerate(joints)}
    while joint in above:
        joint = above[joint]
        if joint in known:
            return known[joint]
    return -1


def _worlds(nodes: Sequence[Mapping[str, Any]], above: Mapping[int, int]) -> list[Array]:
    """Return the matrix of each node against the world.

    Raises:
        ValueError: nodes lie within themselves.
    """
    found: dict[int, Array] = {}
    for start in range(len(nodes)):
        way, one = [], start
        while one not in found:
            if one in way:
                raise ValueError("its nodes lie within themselves")
            way.append(one)
            if one not in above:
                break
            one = above[one]
        for node in reversed(way):
            upper = found[above[node]] if node in above else np.eye(4)
            found[node] = upper @ _matrix(nodes[node])
    return [found[one] for one in range(len(nodes))]


def _matrix(node: Mapping[str, Any]) -> Array:
    """Return the matrix of a node: its own, or of translation, rotation and scale."""
    if "matrix" in node:
        return np.asarray(node["matrix"], np.float64).reshape(4, 4).T
    made = np.eye(4)
    x, y, z, w = (float(one) for one in node.get("rotation", (0, 0, 0, 1)))
    size = np.sqrt(x * x + y * y + z * z + w * w)
    if not size > 0:
        raise ValueError("a rotation is none")
    x, y, z, w = x / size, y / size, z / size, w / size
    made[:3, :3] = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    made[:3, :3] *= np.asarray(node.get("scale", (1, 1, 1)), np.float64).reshape(3)
    made[:3, 3] = np.asarray(node.get("translation", (0, 0, 0)), np.float64).reshape(3)
    return made


def _matrices(document: Mapping[str, Any], binary: bytes, number: Any, count: int) -> Array:
    """Return the inverse bind matrices, (count, 4, 4); those of glTF are column by column."""
    if number is None:
        return np.tile(np.eye(4), (count, 1, 1))
    accessor = document["accessors"][number]
    view = document["bufferViews"][accessor["bufferView"]]
    start = int(view.get("byteOffset", 0)) + int(accessor.get("byteOffset", 0))
    raw = binary[start : start + 64 * count]
    if start < 0 or len(raw) < 64 * count:
        raise ValueError("its bind matrices are cut off")
    return np.frombuffer(raw, "<f4").reshape(count, 4, 4).transpose(0, 2, 1).astype(np.float64)


def _shape(document: Mapping[str, Any], count: int) -> Array:
    """Return the shape numbers that our files tell; zeros where they do not."""
    asset = document.get("asset")
    extras = asset.get("extras") if isinstance(asset, Mapping) else None
    told = extras.get("betas", ()) if isinstance(extras, Mapping) else ()
    try:
        numbers = np.asarray(told, np.float64).ravel()
    except (TypeError, ValueError):
        return np.zeros(count)
    fits = 0 < len(numbers) <= count and (np.abs(numbers) <= _SHAPE_FAR).all()
    return np.concatenate([numbers, np.zeros(count - len(numbers))]) if fits else np.zeros(count)
