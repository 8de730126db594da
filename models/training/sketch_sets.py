"""The drawings that sketch networks learn from and are measured on: which poses, how many, seeds.

Test sets are frozen: their poses and pictures have hashes in `resources/body/sets.json`, written
before anything was trained. A set that comes out otherwise (another version of a library may move
a line by a pixel) is used, and the difference is told.
"""

import hashlib
import json
import signal
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Final, Literal, get_args

import numpy as np

from common.errors import ModelError
from common.jobs import JobCancelled, JobContext
from models.body.limits import sample_pose
from models.body.model import BodyModel
from models.body.motion import read_bvh
from models.body.retarget import retarget
from models.training.sketch_data import (
    Captured,
    Drawings,
    Poser,
    captured_poser,
    make_drawings,
    mixed_poser,
    read_captured,
    without_heading,
)

TestSet = Literal["captured", "prior", "subject-2", "subject-3", "other-motion"]
TEST_SETS: Final[tuple[TestSet, ...]] = get_args(TestSet)
TEST_SEEDS: Final = {
    "captured": 901, "prior": 902, "subject-2": 903, "subject-3": 904, "other-motion": 905,
}  # fmt: skip
TEST_BODIES: Final = 400
VALID_BODIES: Final = 200
VALID_SEED: Final = 7
SHARD: Final = 500  # bodies
SHARD_SEED: Final = 10_000
HASHES_FILE: Final = Path(__file__).resolve().parents[2] / "resources" / "body" / "sets.json"
_OTHER_EVERY: Final = 10  # frames of other motion, which has 30 a second


@dataclass(frozen=True, slots=True)
class LearningPlan:
    """Which drawings a network learns from.

    Args:
        side: pixels.
        captured: folder of captured motion (.asf, .amc); None for the prior of joint limits alone.
        leave_out: subject of it that is not learned from; 0 for none.
        each: drawings a body.
    """

    side: int
    captured: Path | None = None
    leave_out: int = 0
    each: int = 3

    def poser(self, split: Literal["train", "valid"]) -> Poser:
        """Return what draws poses: half captured, half within joint limits.

        Raises:
            ModelError: the folder holds no motion, or none is left.
        """
        if self.captured is None:
            return sample_pose
        poses = captured_of(self.captured)
        if self.leave_out:
            poses = poses.by_subject(self.leave_out, without=True)
        if not len(poses.subjects):
            raise ModelError(
                f"Nothing is left of “{self.captured}” without subject {self.leave_out}.",
                hint="Leave another subject out.",
            )
        chosen = captured_poser(poses.part(split), vary=split == "train")
        return mixed_poser([(0.5, sample_pose), (0.5, chosen)])


def captured_of(folder: Path) -> Captured:
    """Return the captured poses of a folder.

    Raises:
        ModelError: it holds none.
    """
    try:
        return read_captured(folder)
    except OSError:
        raise ModelError(
            f"“{folder}” holds no captured motion (.asf and .amc).",
            hint="Name another folder, or leave --captured out.",
        ) from None


def shard_path(folder: Path, number: int) -> Path:
    """Return the file of so many bodies to learn from."""
    return folder / f"train_{number:03d}.npz"


def make_shards(
    folder: Path,
    plan: LearningPlan,
    bodies: int,
    *,
    workers: int = 1,
    context: JobContext | None = None,
) -> list[Path]:
    """Draw what is not there yet; returns the files, held-out drawings (valid.npz) not among them.

    Args:
        folder: of the drawings; made if absent.
        plan: what is drawn.
        bodies: to learn from, rounded up to whole files of SHARD.
        workers: processes.
        context: reports and cancels; what is finished stays.

    Raises:
        ModelError: the folder holds drawings of another plan.
        JobCancelled: the user cancelled.
    """
    context = context or JobContext()
    folder.mkdir(parents=True, exist_ok=True)
    count = max(1, -(-bodies // SHARD))
    _check_same(folder, plan)
    jobs = [
        (path, seed, split, number)
        for path, seed, split, number in [
            (folder / "valid.npz", VALID_SEED, "valid", VALID_BODIES),
            *((shard_path(folder, k), SHARD_SEED + k, "train", SHARD) for k in range(count)),
        ]
        if not path.is_file()
    ]
    if jobs:
        plan.poser("train")  # what is wrong with the motion is said here, not by a process
    if workers <= 1:
        for done, job in enumerate(jobs):
            context.step(done, len(jobs), "Drawing bodies")
            _make_shard(plan, *job)
    elif jobs:
        _in_processes(plan, jobs, workers, context)
    return [shard_path(folder, k) for k in range(count)]


def _in_processes(
    plan: LearningPlan,
    jobs: list[tuple[Path, int, str, int]],
    workers: int,
    context: JobContext,
) -> None:
    pool = ProcessPoolExecutor(
        min(workers, len(jobs)), mp_context=get_context("spawn"), initializer=_begin_process
    )
    try:
        pending: set[Future[None]] = {pool.submit(_make_shard, plan, *job) for job in jobs}
        while pending:
            done, pending = wait(pending, timeout=0.3, return_when=FIRST_COMPLETED)
            for one in done:
                one.result()
            context.step(len(jobs) - len(pending), len(jobs), "Drawing bodies")
    except JobCancelled:
        for process in list((getattr(pool, "_processes", None) or {}).values()):
            process.terminate()  # files are written whole, so none is half made
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin_process() -> None:
    """Leave Ctrl+C to the process that waits, and the other cores to the other processes."""
    import cv2

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)


def _make_shard(plan: LearningPlan, path: Path, seed: int, split: str, bodies: int) -> None:
    """Draw one file; runs in a process of its own."""
    poser = plan.poser("valid" if split == "valid" else "train")
    each = 1 if split == "valid" else plan.each
    make_drawings(poser, bodies, side=plan.side, seed=seed, each=each).save(path)


def _check_same(folder: Path, plan: LearningPlan) -> None:
    """Refuse a folder whose first bodies are not those that the plan begins with."""
    kinds: tuple[tuple[Path, Literal["train", "valid"], int, int], ...] = (
        (shard_path(folder, 0), "train", SHARD_SEED, plan.each),
        (folder / "valid.npz", "valid", VALID_SEED, 1),
    )
    for path, split, seed, each in kinds:
        if not path.is_file():
            continue
        there = Drawings.load([path])
        first = make_drawings(plan.poser(split), 1, side=8, seed=seed, each=1)
        same_size = there.pictures.shape[1:] == (each, plan.side, plan.side)
        if not same_size or not np.allclose(there.rotations[0], first.rotations[0], atol=1e-3):
            raise ModelError(
                f"“{path}” holds drawings of another plan.",
                hint="Name another folder for the drawings, or give the same options.",
            )


def frozen_drawings(
    name: TestSet,
    side: int,
    *,
    captured: Path | None = None,
    other: Path | None = None,
    clean: bool = False,
    bodies: int = TEST_BODIES,
    context: JobContext | None = None,
) -> Drawings:
    """Return a frozen test set: one drawing a body.

    Args:
        name: "captured" frames that were kept for testing, "prior" within joint limits, all frames
            of one subject, or motion of another collection.
        side: pixels.
        captured: folder of .asf and .amc.
        other: folder of .bvh for "other-motion"; evaluation only.
        clean: contours as they are instead of by hand.
        bodies: fewer are the first of all.
        context: reports and cancels.

    Raises:
        ModelError: the motion that it needs is not there.
    """
    poser = _test_poser(name, captured, other)
    return make_drawings(
        poser, bodies, side=side, seed=TEST_SEEDS[name], each=1, clean=clean, context=context
    )


def _test_poser(name: TestSet, captured: Path | None, other: Path | None) -> Poser:
    if name == "prior":
        return sample_pose
    folder = other if name == "other-motion" else captured
    if folder is None:
        raise ModelError(
            f"The test set “{name}” needs captured motion.",
            hint="Name its folder with --captured, or --other for motion of other collections.",
        )
    if name == "other-motion":
        return captured_poser(_other_motion(folder), vary=False)
    poses = captured_of(folder)
    part = poses.part("test") if name == "captured" else poses.by_subject(int(name[-1]))
    return captured_poser(part, vary=False)


def _other_motion(folder: Path) -> Captured:
    body = BodyModel()
    found = []
    for path in sorted(folder.glob("*.bvh")):
        turned = retarget(read_bvh(path), body, every=_OTHER_EVERY).rotations
        found.append(without_heading(turned))
    if not found:
        raise ModelError(f"“{folder}” holds no .bvh motion.", hint="Name another folder.")
    poses = np.concatenate(found).astype(np.float32)
    return Captured(poses, np.zeros(len(poses), np.int16))


@dataclass(frozen=True, slots=True)
class SetHashes:
    """What a test set was when it was frozen: SHA-256, the first 16 digits.

    Args:
        poses: of rotations rounded to a thousandth.
        pictures: of the drawings.
    """

    poses: str
    pictures: str


def hashes_of(drawings: Drawings) -> SetHashes:
    """Return the hashes of a test set."""
    rounded = np.round(drawings.rotations * 1000).astype("<i2")
    return SetHashes(_hash(rounded.tobytes()), _hash(drawings.pictures.tobytes()))


def set_key(name: TestSet, side: int, *, clean: bool = False, bodies: int = TEST_BODIES) -> str:
    """Return the name of a set in the file of hashes."""
    return f"{name} {side} {'clean' if clean else 'hand'} {bodies}"


def frozen_hashes(path: Path = HASHES_FILE) -> dict[str, SetHashes]:
    """Return the hashes of the frozen sets by key."""
    document = json.loads(path.read_text("utf-8"))
    return {key: SetHashes(**value) for key, value in document.items()}


def differs(key: str, drawings: Drawings, frozen: Callable[[], dict[str, SetHashes]]) -> str:
    """Return how a set differs from the frozen one, for people; "" where it is the same."""
    known = frozen().get(key)
    if known is None:
        return "not a frozen set"
    found = hashes_of(drawings)
    if found.poses != known.poses:
        return "other poses than the frozen set"
    return "" if found.pictures == known.pictures else "other pixels than the frozen set"


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
