"""Bakes `resources/body/body.npz`: `python -m models.convert.body`, with the package `anny`.

Anny (Brégier et al., arXiv 2511.03589; code Apache-2.0, meshes of MakeHuman CC0) is a body of 104
bones that needs a second to load, 600 MB of memory and its own runtime. Sampled at adult shapes and
turned into a T, its vertices and the heads of 24 bones together give one linear basis of ten shape
numbers (Allen et al., "The space of human body shapes", SIGGRAPH 2003; principal components as in
SMPL). Kinora then needs NumPy alone. Two runs give the same bytes.
"""

import logging
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.body.baked import BODY_FILE, PARTS, SHAPES, BodyData, write_body
from models.body.human import NAMES, terms
from models.body.rotations import between
from models.body.skeleton import COUNT, INDEX, JOINTS, PARENTS

logger = logging.getLogger(__name__)
Array = NDArray[np.float64]

SAMPLES: Final = 3000
HELD_OUT: Final = 200
SEED: Final = 0
BONES: Final[Mapping[str, str]] = {
    "pelvis": "root",
    "hip": "upperleg01",
    "spine1": "spine04",
    "knee": "lowerleg01",
    "spine2": "spine03",
    "ankle": "foot",
    "spine3": "spine02",
    "foot": "toe1-1",
    "neck": "neck01",
    "collar": "clavicle",
    "head": "head",
    "shoulder": "upperarm01",
    "elbow": "lowerarm01",
    "wrist": "wrist",
    "hand": "finger3-1",
}
"""The bone at whose head a joint lies."""
_INSIDE = ("eye_cavity.R", "eye_cavity.L", "mouth_cavity")
_SEGMENTS = {
    "head": ("head",),
    "left_hand": ("hand.L",),
    "right_hand": ("hand.R",),
    "left_foot": ("foot.L",),
    "right_foot": ("foot.R",),
    "eyes": ("eye_back.L", "eye_front.L", "eye_back.R", "eye_front.R"),
    "inside": _INSIDE,
}
# Where a bone points in the T: joint -> (child, direction for the left side).
_TURNS = {
    "hip": ("knee", (0.03, -1.0, 0.0)),
    "knee": ("ankle", (0.0, -1.0, -0.02)),
    "shoulder": ("elbow", (1.0, 0.0, 0.0)),
    "elbow": ("wrist", (1.0, 0.0, 0.0)),
    "wrist": ("hand", (1.0, -0.02, 0.0)),
}


@dataclass(frozen=True, slots=True)
class _Rest:
    """Bodies as the package has them at rest: vertices (N, V, 3) and joints (N, 24, 3)."""

    vertices: Array
    joints: Array

    def rows(self) -> Array:
        count = len(self.vertices)
        return np.concatenate(
            [self.vertices.reshape(count, -1), self.joints.reshape(count, -1)], axis=1
        )


def bone_of(joint: str) -> str:
    """Return the bone at whose head a joint lies."""
    side, _, name = joint.rpartition("_")
    return BONES[name] + {"left": ".L", "right": ".R", "": ""}[side]


def sample(count: int, seed: int) -> dict[str, Array]:
    """Return human terms of adults, each (count,) in 0-1: what the basis is learned from."""
    rng = np.random.default_rng(seed)
    wide = {name: rng.beta(2.0, 2.0, count) for name in NAMES}
    return {
        **wide,
        "gender": rng.uniform(0.0, 1.0, count),
        "age": rng.uniform(0.5, 1.0, count),
        "height": rng.beta(3.0, 3.0, count),
    }


def bake(path: Path = BODY_FILE) -> None:
    """Make the file and log how well ten numbers describe bodies that were not learned from."""
    import anny
    import torch

    model = anny.Anny().to(dtype=torch.float32)
    kept, faces, parts = _surface(model)
    shapes = sample(SAMPLES, SEED)
    rest = _rest(model, shapes, kept)
    mean = rest.rows().mean(0)
    centred = rest.rows() - mean
    values, vectors = np.linalg.eigh(centred @ centred.T)
    order = np.argsort(-values)[:SHAPES]
    basis = centred.T @ vectors[:, order] / np.sqrt(values[order])
    basis *= np.where(basis[np.abs(basis).argmax(0), range(SHAPES)] < 0, -1.0, 1.0)
    spread = np.sqrt(values[order] / SAMPLES)
    directions = (basis * spread).T
    numbers = centred @ basis / spread
    human = np.linalg.lstsq(terms(shapes), numbers, rcond=None)[0]
    held = sample(HELD_OUT, SEED + 1)
    _report(_rest(model, held, kept).rows() - mean, basis, terms(held) @ human * spread)
    size = len(kept) * 3
    raw = BodyData(
        vertices=mean[:size].reshape(-1, 3),
        shape_dirs=directions[:, :size].reshape(SHAPES, -1, 3),
        joints=mean[size:].reshape(COUNT, 3),
        joint_dirs=directions[:, size:].reshape(SHAPES, COUNT, 3),
        weights=_weights(model)[kept],
        faces=faces,
        parts=parts,
        human=human,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    write_body(path, _as_t(raw))
    logger.info("wrote %s, %.2f MB", path, path.stat().st_size / 1e6)


def _surface(model: Any) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.uint8]]:
    """Return the vertices that stay, the faces among them and their parts; the tongue goes."""
    from anny.face_segmentation import get_face_segmentation_mask

    faces = model.faces.numpy()
    parts = np.zeros(len(faces), np.uint8)
    for name, labels in _SEGMENTS.items():
        mask = np.asarray(get_face_segmentation_mask(model, labels))
        parts[mask] = PARTS.index(name)
    gone = np.asarray(get_face_segmentation_mask(model, ["tongue"]))
    kept = np.unique(faces[~gone])
    place = np.full(faces.max() + 1, -1, np.int64)
    place[kept] = np.arange(len(kept))
    there = (place[faces] >= 0).all(1)
    return kept, place[faces[there]].astype(np.int32), parts[there]


def _rest(model: Any, shapes: Mapping[str, Array], kept: NDArray[np.int64]) -> _Rest:
    """Return bodies of some shapes; y up instead of z up."""
    import torch

    labels = list(model.bone_labels)
    heads = [labels.index(bone_of(joint)) for joint in JOINTS]
    count, step = len(shapes["gender"]), 50
    vertices, joints = [], []
    for start in range(0, count, step):
        given = {
            name: torch.tensor(values[start : start + step], dtype=torch.float32)
            for name, values in shapes.items()
        }
        pose = torch.eye(4)[None, None].repeat(len(given["gender"]), len(labels), 1, 1)
        with torch.no_grad():
            found = model(pose_parameters=pose, phenotype_kwargs=given)
        vertices.append(found["rest_vertices"].numpy()[:, kept])
        joints.append(found["rest_bone_heads"].numpy()[:, heads])
    turned = [np.concatenate(part).astype(np.float64) for part in (vertices, joints)]
    return _Rest(*(np.stack([p[..., 0], p[..., 2], -p[..., 1]], -1) for p in turned))


def _weights(model: Any) -> NDArray[np.float32]:
    """Return skinning weights, (V, 24): each bone's go to the joint that moves it."""
    labels, parents = list(model.bone_labels), [int(p) for p in model.bone_parents]
    owners = np.array([_owner(labels, parents, bone) for bone in range(len(labels))])
    bones, shares = model.vertex_bone_indices.numpy(), model.vertex_bone_weights.numpy()
    weights = np.zeros((len(bones), COUNT), np.float32)
    for column in range(bones.shape[1]):
        np.add.at(weights, (np.arange(len(bones)), owners[bones[:, column]]), shares[:, column])
    return np.asarray(weights / weights.sum(1, keepdims=True))


def _owner(labels: list[str], parents: list[int], bone: int) -> int:
    """Return the joint that moves a bone: toes and fingers by name, others by their ancestor."""
    name = labels[bone]
    side = {"L": "left_", "R": "right_"}.get(name[-1], "")
    if name.startswith("toe"):
        return INDEX[f"{side}foot"]
    if name.startswith(("metacarpal", "finger1-1")):
        return INDEX[f"{side}wrist"]
    if name.startswith("finger"):
        return INDEX[f"{side}hand"]
    at = {bone_of(joint): INDEX[joint] for joint in JOINTS}
    while labels[bone] not in at:
        bone = parents[bone]
    return at[labels[bone]]


def _as_t(raw: BodyData) -> BodyData:
    """Return a body whose arms point sideways and legs down, the pelvis at the origin.

    With fixed rotations skinning is linear in vertices and joints, so directions turn exactly too.
    """
    turns = np.tile(np.eye(3), (COUNT, 1, 1))
    for joint, name in enumerate(JOINTS):
        side, _, plain = name.rpartition("_")
        if PARENTS[joint] >= 0 and plain not in {"ankle", "foot"}:
            turns[joint] = turns[PARENTS[joint]]
        if plain in _TURNS:
            child, aim = _TURNS[plain]
            sign = -1.0 if side == "right" else 1.0
            bone = raw.joints[INDEX[f"{side}_{child}"]] - raw.joints[joint]
            turns[joint] = between(bone, np.array([sign * aim[0], *aim[1:]]))
    vertices, joints = _turned(turns, raw.weights, raw.vertices, raw.joints)
    bent = [
        _turned(turns, raw.weights, v, j)
        for v, j in zip(raw.shape_dirs, raw.joint_dirs, strict=True)
    ]
    offset = joints[0].copy()
    return BodyData(
        vertices=(vertices - offset).astype(np.float32),
        shape_dirs=np.stack([v - j[0] for v, j in bent]).astype(np.float32),
        joints=(joints - offset).astype(np.float32),
        joint_dirs=np.stack([j - j[0] for _, j in bent]).astype(np.float32),
        weights=raw.weights,
        faces=raw.faces,
        parts=raw.parts,
        human=raw.human,
    )


def _turned(
    turns: Array,
    weights: NDArray[np.float32],
    vertices: NDArray[np.floating],
    joints: NDArray[np.floating],
) -> tuple[Array, Array]:
    places = np.zeros((COUNT, 3))
    for joint, parent in enumerate(PARENTS):
        if parent < 0:
            places[joint] = joints[joint]
        else:
            places[joint] = places[parent] + turns[parent] @ (joints[joint] - joints[parent])
    moved = places - np.einsum("jab,jb->ja", turns, joints)
    skin = np.einsum("vj,jab,vb->va", weights, turns, vertices, optimize=True)
    return skin + weights @ moved, places


def _report(rows: Array, basis: Array, told: Array) -> None:
    """Log how far held-out bodies are from their ten numbers, and from those of human terms."""
    for what, guess in (("ten numbers", rows @ basis @ basis.T), ("terms", told @ basis.T)):
        error = np.linalg.norm((rows - guess).reshape(len(rows), -1, 3), axis=-1) * 1e3
        logger.info("%s: mean %.2f mm, p99 %.2f mm", what, error.mean(), np.percentile(error, 99))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    bake()
