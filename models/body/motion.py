"""Reads captured motion: BVH, and ASF with AMC."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from common.errors import MediaError

Array = NDArray[np.float64]

MAX_FRAMES: Final = 1_000_000
_FAR: Final = 1e9  # of places, in whatever unit
_AXES: Final = {"X": 0, "Y": 1, "Z": 2}


@dataclass(frozen=True, slots=True)
class Clip:
    """A motion of some skeleton; lengths in the file's own unit.

    Args:
        names: of the joints, parents first.
        parents: (J,), -1 for the root.
        rest: float64 (J, 3), places in the pose of all-zero rotations.
        turns: float64 (T, J, 3, 3), rotation of each joint against the world; the identity in rest.
        places: float64 (T, J, 3).
        frame_s: seconds a frame.
        ends: float64 (J, 3), at rest, where the bone of a joint without children ends; NaN for
            others and where the file does not say.
    """

    names: tuple[str, ...]
    parents: tuple[int, ...]
    rest: Array
    turns: Array
    places: Array
    frame_s: float
    ends: Array

    def __len__(self) -> int:
        return len(self.turns)


def euler(angles: NDArray[np.floating], order: str) -> Array:
    """Return rotations of Euler angles in degrees, (..., n) to (..., 3, 3).

    Args:
        angles: one for each letter of the order.
        order: axes, applied from the right to the left: "ZXY" is Rz Rx Ry.
    """
    radians = np.radians(np.asarray(angles, np.float64))
    turned = np.broadcast_to(np.eye(3), (*radians.shape[:-1], 3, 3))
    for place, axis in enumerate(order):
        sine, cosine = np.sin(radians[..., place]), np.cos(radians[..., place])
        one = np.zeros((*radians.shape[:-1], 3, 3))
        first, second = (_AXES[axis] + 1) % 3, (_AXES[axis] + 2) % 3
        one[..., _AXES[axis], _AXES[axis]] = 1.0
        one[..., first, first] = one[..., second, second] = cosine
        one[..., second, first], one[..., first, second] = sine, -sine
        turned = turned @ one
    return np.asarray(turned)


def read_bvh(path: Path) -> Clip:
    """Return the motion of a BVH file.

    Raises:
        MediaError: it cannot be read or is no BVH.
    """
    try:
        return parse_bvh(path.read_text("utf-8", errors="replace"))
    except OSError as error:
        raise MediaError(path, error.strerror or str(error)) from None
    except (ValueError, IndexError) as error:
        raise MediaError(path, f"it is no BVH motion ({error})") from None


def parse_bvh(text: str) -> Clip:
    """Return the motion of the text of a BVH file.

    Raises:
        ValueError: it is none; says why.
    """
    head, _, tail = text.partition("MOTION")
    if not head.lstrip().upper().startswith("HIERARCHY") or not tail:
        raise ValueError("HIERARCHY or MOTION is missing")
    try:
        tree = _Tree.read(head)
    except StopIteration:
        raise ValueError("the hierarchy ends too early") from None
    frames, frame_s, numbers = _motion(tail)
    width = sum(len(channels) for channels in tree.channels)
    if width == 0 or numbers.size != frames * width:
        raise ValueError(f"{frames} frames of {width} numbers are told, {numbers.size} are there")
    values = numbers.reshape(frames, width)
    return _finite(tree.clip(values, frame_s))


def _finite(clip: Clip) -> Clip:
    """Return a motion.

    Raises:
        ValueError: a number of it is not finite, or too large.
    """
    if not all(np.isfinite(one).all() for one in (clip.rest, clip.turns, clip.places)):
        raise ValueError("a number is not finite")
    if max(np.abs(one).max() for one in (clip.rest, clip.places)) > _FAR:
        raise ValueError("a number is too large")
    return clip


def _motion(tail: str) -> tuple[int, float, Array]:
    told = re.match(r"\s*Frames:\s*(\d+)\s+Frame\s+Time:\s*([\d.eE+-]+)\s", tail)
    if told is None:
        raise ValueError("“Frames:” or “Frame Time:” is missing")
    frames, frame_s = int(told[1]), float(told[2])
    if not 0 < frames <= MAX_FRAMES:
        raise ValueError(f"{frames} frames")
    return frames, frame_s, np.array(tail[told.end() :].split(), np.float64)


class _Tree:
    """The hierarchy of a BVH file."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.parents: list[int] = []
        self.offsets: list[list[float]] = []
        self.channels: list[list[str]] = []
        self.ends: dict[int, list[float]] = {}

    @classmethod
    def read(cls, text: str) -> "_Tree":
        tree, stack, current = cls(), [], -1
        words = iter(text.split()[1:])
        for word in words:
            kind = word.upper()
            if kind in {"ROOT", "JOINT"}:
                tree.names.append(next(words))
                tree.parents.append(current)
                tree.channels.append([])
                tree.offsets.append([0.0, 0.0, 0.0])
                stack.append(current)
                current = len(tree.names) - 1
            elif kind == "END":
                tree.ends[current] = _end_site(words)
            elif kind == "OFFSET":
                tree.offsets[current] = [float(next(words)) for _ in range(3)]
            elif kind == "CHANNELS":
                tree.channels[current] = _channels(words)
            elif kind == "}":
                current = stack.pop()
            elif kind != "{":
                raise ValueError(f"“{word}” is not known")
        if not tree.names:
            raise ValueError("there is no joint")
        return tree

    def clip(self, values: Array, frame_s: float) -> Clip:
        count, frames = len(self.names), len(values)
        rest, turns = np.zeros((count, 3)), np.zeros((frames, count, 3, 3))
        places = np.zeros((frames, count, 3))
        ends = np.full((count, 3), np.nan)
        column = 0
        for joint, parent in enumerate(self.parents):
            channels = [name.lower() for name in self.channels[joint]]
            given = values[:, column : column + len(channels)]
            column += len(channels)
            offset = np.broadcast_to(np.array(self.offsets[joint]), (frames, 3)).copy()
            turning = [at for at, name in enumerate(channels) if name.endswith("rotation")]
            order = "".join(channels[at][0].upper() for at in turning)
            for at, name in enumerate(channels):
                if name.endswith("position"):
                    offset[:, _AXES[name[0].upper()]] = given[:, at]
            local = euler(given[:, turning], order)
            if parent < 0:
                rest[joint], places[:, joint], turns[:, joint] = self.offsets[joint], offset, local
            else:
                rest[joint] = rest[parent] + self.offsets[joint]
                turns[:, joint] = turns[:, parent] @ local
                moved = np.einsum("tab,tb->ta", turns[:, parent], offset)
                places[:, joint] = places[:, parent] + moved
            if joint in self.ends and joint not in self.parents:
                ends[joint] = rest[joint] + self.ends[joint]
        return Clip(tuple(self.names), tuple(self.parents), rest, turns, places, frame_s, ends)


def _channels(words: Iterator[str]) -> list[str]:
    """Return the channels of a joint.

    Raises:
        ValueError: one turns or moves along no axis.
    """
    named = [next(words) for _ in range(int(next(words)))]
    for name in named:
        if not re.fullmatch(r"[xyz](rotation|position)", name.lower()):
            raise ValueError(f"the channel “{name}” is not known")
    return named


def _end_site(words: Iterator[str]) -> list[float]:
    """Return the offset of an end site; its braces and name are read too."""
    offset = [0.0, 0.0, 0.0]
    for word in words:
        if word.upper() == "OFFSET":
            offset = [float(next(words)) for _ in range(3)]
        elif word == "}":
            return offset
    raise ValueError("an end site does not end")


@dataclass(slots=True)
class _Bone:
    """A bone of an ASF skeleton: from its parent's end along a direction."""

    name: str
    direction: Array
    length: float
    axis: Array
    freedom: str


def read_asf_amc(skeleton: Path, motion: Path, *, frame_s: float = 1 / 120) -> Clip:
    """Return the motion of an AMC file on the skeleton of an ASF file.

    Each bone becomes a joint at its beginning, called after the bone.

    Args:
        skeleton: .asf.
        motion: .amc, degrees, fully specified.
        frame_s: seconds a frame; the files do not say, CMU's have 120 frames a second.

    Raises:
        MediaError: a file cannot be read or is none of its kind.
    """
    texts = []
    for path in (skeleton, motion):
        try:
            texts.append(path.read_text("utf-8", errors="replace"))
        except OSError as error:
            raise MediaError(path, error.strerror or str(error)) from None
    try:
        bones, parents = _asf(texts[0])
    except (ValueError, IndexError, KeyError) as error:
        raise MediaError(skeleton, f"it is no ASF skeleton ({error})") from None
    try:
        frames = _amc(texts[1])
        return _finite(_asf_clip(bones, parents, frames, frame_s))
    except (ValueError, IndexError, KeyError) as error:
        raise MediaError(motion, f"it is no AMC motion of that skeleton ({error})") from None


def _asf(text: str) -> tuple[list[_Bone], list[int]]:
    """Return the bones, the root first, and the place of each one's parent."""
    found = {"root": _Bone("root", np.zeros(3), 0.0, np.zeros(3), "")}
    for block in re.findall(r"\bbegin\b(.*?)\bend\b", text.partition(":bonedata")[2], re.DOTALL):
        fields = dict(re.findall(r"^\s*(name|direction|length|axis|dof)\s+(.+?)\s*$", block, re.M))
        if "direction" in fields:
            found[fields["name"]] = _Bone(
                fields["name"],
                np.array([float(one) for one in fields["direction"].split()]),
                float(fields["length"]),
                np.array([float(one) for one in fields["axis"].split()[:3]]),
                "".join(one[1].upper() for one in fields.get("dof", "").split()),
            )
    above: dict[str, str] = {}
    for line in text.partition(":hierarchy")[2].splitlines():
        names = line.split()
        if len(names) > 1 and names[0] in found:
            above.update(dict.fromkeys(names[1:], names[0]))
    if len(found) < 2 or not above:
        raise ValueError("it has no bones")
    if "root" in above:
        raise ValueError("its root hangs on a bone")
    order = ["root"]
    for name in order:
        order += [child for child, parent in above.items() if parent == name]
    return [found[name] for name in order], [
        order.index(above[n]) if n in above else -1 for n in order
    ]


def _amc(text: str) -> list[dict[str, list[float]]]:
    frames: list[dict[str, list[float]]] = []
    for line in text.splitlines():
        words = line.split()
        if len(words) == 1 and words[0].isdigit():
            frames.append({})
        elif frames and words and words[0][0].isalpha():
            frames[-1][words[0]] = [float(one) for one in words[1:]]
    if not frames or len(frames) > MAX_FRAMES:
        raise ValueError(f"{len(frames)} frames")
    return frames


def _asf_clip(
    bones: Sequence[_Bone],
    parents: Sequence[int],
    frames: list[dict[str, list[float]]],
    frame_s: float,
) -> Clip:
    count = len(bones)
    rest, ends = np.zeros((count, 3)), np.zeros((count, 3))
    turns = np.zeros((len(frames), count, 3, 3))
    places = np.zeros((len(frames), count, 3))
    tips = np.zeros((len(frames), count, 3))
    for row, (bone, parent) in enumerate(zip(bones, parents, strict=True)):
        if parent < 0:
            root = np.array([frame["root"] for frame in frames])
            places[:, row] = tips[:, row] = root[:, :3]
            turns[:, row] = euler(root[:, 5:2:-1], "ZYX")
            continue
        rest[row] = ends[parent]
        ends[row] = rest[row] + bone.direction * bone.length
        turns[:, row] = turns[:, parent]
        if bone.freedom:
            given = np.array([frame[bone.name] for frame in frames])
            frame_of = euler(bone.axis[::-1], "ZYX")
            local = frame_of @ euler(given[:, ::-1], bone.freedom[::-1]) @ frame_of.T
            turns[:, row] = turns[:, parent] @ local
        places[:, row] = tips[:, parent]
        tips[:, row] = places[:, row] + turns[:, row] @ (bone.direction * bone.length)
    names = tuple(bone.name for bone in bones)
    leaf = np.array([row not in parents for row in range(count)])
    return Clip(
        names, tuple(parents), rest, turns, places, frame_s, np.where(leaf[:, None], ends, np.nan)
    )
