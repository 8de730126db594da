"""Finds the key points of people in the pictures of a library: on each person of the detector."""

import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from app.services.import_analyse import OBJECTS
from app.services.import_order import in_order
from app.services.item_media import Picture
from app.services.items import ItemService
from app.services.pose_memory import PoseMemory, person_of
from app.services.pose_types import Person, PoseReport, PoseState
from common.errors import AppError, LibraryError, WeightsError
from common.jobs import JobContext
from common.values import Box
from indexers.catalogue.box_columns import picture_columns
from indexers.poses.points import LEAST_POINTS, sureness
from indexers.poses.store import PERSON, Look
from models.base import Priority
from models.detectors import suppress
from models.poses.crops import Region, cut, region_of, to_picture
from models.poses.estimator import PoseInfo

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.models import ModelService

PERSON_LABEL: Final = "person"
_SIDE: Final = 1024  # pixels, longest side that pictures are read at
_PAGE: Final = 16  # pictures whose people are sent to the network together, and written together
_WORKERS: Final = 2
_MOST_PEOPLE: Final = 24  # a picture; the largest ones
_LEAST_SIDE: Final = 24.0  # pixels; nobody's limbs can be told apart below
_LEAST_SCORE: Final = 0.35  # of a person's box
_OVERLAP: Final = 0.6
_LEAST_SURE: Final = 0.4  # mean of the points; trees that a detector takes for people have less
_WHOLE: Final = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """A picture that is to be looked at.

    Args:
        item: whose.
        boxes: of people, left, top, width, height as fractions.
        guided: whether a detector says where people are.
    """

    item: int
    boxes: tuple[tuple[float, float, float, float], ...]
    guided: bool


def model_of(models: "ModelService") -> PoseInfo:
    """Return the pose network that is used.

    Raises:
        WeightsError: none is there.
    """
    known = models.engine.pose_models()
    if not known:
        raise WeightsError(
            "No network for poses is there.",
            hint="Install onnxruntime, or add one with its card: `models add FILE.onnx`.",
        )
    return known[0]


def pose_state(library: "Library", models: "ModelService", memory: PoseMemory) -> PoseState:
    """Return what is known of poses, and what an analysis would do."""
    crowd = memory.crowd()
    counts = Counter(np.unique(crowd.owners, return_counts=True)[1].tolist())
    table = memory.table()
    there = picture_columns(library.catalogue).items
    looked = 0 if table is None else int(np.isin(table.items, there).sum())
    try:
        model = model_of(models)
    except WeightsError as error:
        return PoseState(
            items=looked, people=len(crowd.owners), with_people=sum(counts.values()),
            by_count=dict(sorted(counts.items())), hint=error.hint,
        )  # fmt: skip
    return PoseState(
        model.name, model.title, _detector(models) is not None, looked,
        len(due(library, models, memory)), len(crowd.owners), sum(counts.values()),
        dict(sorted(counts.items())),
    )  # fmt: skip


def due(library: "Library", models: "ModelService", memory: PoseMemory) -> NDArray[np.int64]:
    """Return the items whose pictures analyse_poses() would look at, ascending.

    With a detector, an item waits until the detector has looked at it; what was looked at without
    one is looked at again.
    """
    model = model_of(models)
    table = memory.writing(model.name, model.version).table()
    there = picture_columns(library.catalogue).items
    detector = _detector(models)
    if detector is None:
        return np.setdiff1d(there, table.items)
    ready = np.setdiff1d(there, _undetected(library, detector), assume_unique=True)
    return np.setdiff1d(ready, table.items[table.guided])


def analyse_poses(
    library: "Library",
    models: "ModelService",
    memory: PoseMemory,
    items: Sequence[int] | None,
    context: JobContext,
    *,
    guided_only: bool = False,
) -> PoseReport:
    """Find the key points of people; see PoseSearchService.analyse()."""
    library.require_writable()
    started = time.perf_counter()
    if guided_only and not (models.engine.pose_models() and _detector(models)):
        return PoseReport("")
    model = model_of(models)
    store = memory.writing(model.name, model.version)
    wanted = due(library, models, memory)
    if items is not None:
        wanted = np.intersect1d(wanted, np.asarray(items, np.int64))
    service = ItemService(library)
    done = people = skipped = 0
    try:
        with ThreadPoolExecutor(_WORKERS, thread_name_prefix="poses-read") as pool:
            for first in range(0, len(wanted), _PAGE):
                context.step(first, len(wanted), "Looking for poses")
                page = wanted[first : first + _PAGE].tolist()
                tasks = _tasks(library, page, guided=_detector(models) is not None)
                looks = _look(pool, service, models, model, tasks, context)
                store.append(looks)
                done += len(looks)
                people += sum(len(look.people) for look in looks)
                skipped += len(page) - len(looks)
    except OSError as error:
        raise LibraryError(
            f"Poses could not be stored ({error.strerror or error}).",
            hint="Check that the disk is there, writable and not full.",
        ) from error
    context.step(len(wanted), len(wanted))
    return PoseReport(model.name, done, people, skipped, time.perf_counter() - started)


def look_at(library: "Library", models: "ModelService", item: int) -> list[Person]:
    """Return the people of one item by an analysis now, which is not kept.

    Raises:
        QueryError: there is no such item.
        WeightsError: no network for poses is there.
    """
    service = ItemService(library)
    service.summary(item)  # says what is wrong with the number
    model = model_of(models)
    detector = _detector(models)
    guided = detector is not None and item not in _undetected(library, detector)
    (task,) = _tasks(library, [item], guided=guided)
    with ThreadPoolExecutor(1, thread_name_prefix="poses-read") as pool:
        looks = _look(pool, service, models, model, [task], JobContext(), Priority.INTERACTIVE)
    found = [one for look in looks for one in look.people]
    return [person_of(item, number, record) for number, record in enumerate(found)]


def _detector(models: "ModelService") -> str | None:
    """Return the version of the detector that runs here, or None."""
    found = (info.version for info in models.engine.analyses() if info.name == OBJECTS)
    return next(found, None)


def _undetected(library: "Library", version: str) -> NDArray[np.int64]:
    """Return the items that the detector has not looked at, ascending."""
    waiting: list[int] = []
    after = 0
    while page := library.catalogue.pending(OBJECTS, version, limit=10_000, after=after):
        waiting += [one.id for one in page]
        after = page[-1].id
    return np.array(waiting, np.int64)


def _tasks(library: "Library", items: Sequence[int], *, guided: bool) -> list[_Task]:
    if not guided:
        return [_Task(item, (_WHOLE,), guided=False) for item in items]
    return [
        _Task(one.id, _people_boxes(one.boxes), guided=True)
        for one in library.catalogue.describe(list(items))
    ]


def _people_boxes(boxes: Sequence[Box]) -> tuple[tuple[float, float, float, float], ...]:
    """Return the boxes of people, the largest first, each person once whoever found it."""
    found = [
        box for box in boxes
        if box.label == PERSON_LABEL and box.score >= _LEAST_SCORE and box.width > 0
    ]  # fmt: skip
    if not found:
        return ()
    edges = np.array([[b.x, b.y, b.x + b.width, b.y + b.height] for b in found], np.float32)
    scores = np.array([box.score for box in found], np.float32)
    kept = suppress(edges, scores, np.zeros(len(found), np.int64), _OVERLAP)
    chosen = sorted((found[at] for at in kept), key=lambda box: -box.width * box.height)
    return tuple((box.x, box.y, box.width, box.height) for box in chosen[:_MOST_PEOPLE])


def _look(
    pool: ThreadPoolExecutor,
    service: ItemService,
    models: "ModelService",
    model: PoseInfo,
    tasks: Sequence[_Task],
    context: JobContext,
    priority: Priority = Priority.BACKGROUND,
) -> list[Look]:
    """Return what is found in pictures; those that cannot be read are left out."""
    reads = [lambda task=task: _crops(service, task, model) for task in tasks]
    read = list(in_order(pool, reads, lambda: context.step(0)))
    ready = [(task, made) for task, made in zip(tasks, read, strict=True) if made.is_read]
    crops = [crop for _, made in ready for crop in made.crops]
    found = models.engine.find_poses(model.name, crops, priority=priority) if crops else []
    looks: list[Look] = []
    place = 0
    for task, cut_out in ready:
        end = place + len(cut_out.crops)
        people = [
            _record(person, region, cut_out.size)
            for region, several in zip(cut_out.regions, found[place:end], strict=True)
            for person in several
            if _is_person(person)
        ]
        place = end
        records = np.array(people, PERSON) if people else np.empty(0, PERSON)
        looks.append(Look(task.item, records, task.guided))
    return looks


@dataclass(frozen=True, slots=True, eq=False)
class _Crops:
    """People cut out of a picture.

    Args:
        crops: uint8 (H, W, 3) each.
        regions: of the picture, pixels.
        size: height and width of the picture.
        is_read: whether the picture could be read.
    """

    crops: list[NDArray[np.uint8]] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    size: tuple[int, int] = (1, 1)
    is_read: bool = True

    @property
    def nbytes(self) -> int:
        """Return how much memory they take."""
        return sum(crop.nbytes for crop in self.crops)


def _crops(service: ItemService, task: _Task, model: PoseInfo) -> _Crops:
    """Return the people of a picture, cut out."""
    if not task.boxes:
        return _Crops()
    try:
        picture: Picture = service.picture(task.item, _SIDE)
    except AppError:
        return _Crops(is_read=False)
    size = (picture.rgb.shape[0], picture.rgb.shape[1])
    boxes = [
        box for box in task.boxes if max(box[2] * size[1], box[3] * size[0]) >= _LEAST_SIDE
    ]  # fmt: skip
    if model.several and not task.guided:
        boxes = [_WHOLE]
    regions = [region_of(box, size, model.shape) for box in boxes]
    return _Crops([cut(picture.rgb, region, model.shape) for region in regions], regions, size)


def _is_person(points: NDArray[np.float32]) -> bool:
    """Whether enough points are seen surely enough to be those of a person."""
    sure = sureness(points[:, 2])
    return bool((sure > 0).sum() >= LEAST_POINTS and sure.mean() >= _LEAST_SURE)


def _record(
    points: NDArray[np.float32],
    region: Region,
    size: tuple[int, int],
) -> tuple[object, ...]:
    """Return a person as a record of PERSON; the box is that of the points that are seen."""
    placed = to_picture(points, region, size)
    sure = placed[sureness(placed[:, 2]) > 0]
    low, high = sure[:, :2].min(0), sure[:, :2].max(0)
    box = (float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1]))
    return box, size[1] / size[0], placed.astype(np.float16)
