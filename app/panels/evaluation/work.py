"""What the evaluation panel does in the background: services and plain values only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from app.services.services import Services
from app.services.types import (
    AnswerForm,
    Attempt,
    MadeTasks,
    PracticeTask,
    PracticeTry,
    Secret,
    ServerView,
    Submission,
    TaskWish,
)
from app.widgets.error_texts import service_text
from app.widgets.paint import to_image
from common.errors import AppError
from common.jobs import JobContext
from common.values import ItemKind, ResultList

if TYPE_CHECKING:
    from app.services.types import Comparison

HINT_SIDE = 960  # pixels of the picture of a hint
FRAME_SIDE = 240  # pixels of the pictures at marks
MOST_LOGGED = 1000  # hits of a list that a server is told


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall be submitted.

    Args:
        items: ids.
        form: of the answers.
        marks: beginning and end, seconds; None for none.
        at_s: moment of a hit; None for the keyframe.
        text: an answer in words; "" for items.
    """

    items: tuple[int, ...] = ()
    form: AnswerForm = "auto"
    marks: tuple[float, float] | None = None
    at_s: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known without asking a server."""

    submissions: tuple[Submission, ...]
    attempts: tuple[Attempt, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Where an item lies in its video; marks begin there.

    Args:
        item: id.
        start_s: seconds.
        end_s: seconds.
        duration_s: of the video.
        fps: of the container; 0 where unknown.
    """

    item: int
    start_s: float
    end_s: float
    duration_s: float
    fps: float


@dataclass(frozen=True, slots=True)
class Frames:
    """Frames at the marks of an item."""

    item: int
    images: tuple[QImage, QImage]


@dataclass(frozen=True, slots=True)
class HintPicture:
    """What a hint shows.

    Args:
        item: id.
        rgb: uint8 (H, W, 3), or None where a clip is played.
        path: of the video; None for pictures.
        start_s: where the clip begins.
        end_s: where it ends; None for the end of the file.
    """

    item: int
    rgb: NDArray[np.uint8] | None
    path: Path | None = None
    start_s: float = 0.0
    end_s: float | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What practice says of items.

    Args:
        tries: what was judged now.
        names: of the items.
    """

    tries: tuple[PracticeTry, ...]
    names: Mapping[int, str]


def read_known(services: Services, context: JobContext) -> Known:
    """Read submissions and attempts from the disk."""
    context.step(0)
    service = services.evaluation
    notices = tuple(map(service_text, service.notices))
    found = Known(service.store.all(), tuple(service.practice.attempts()), notices)
    service.notices.clear()
    return found


def connect(
    services: Services, address: str, user: str, password: Secret, context: JobContext
) -> ServerView:
    """Log in at a server."""
    return services.evaluation.server.connect(address, user, password, context)


def disconnect(services: Services, context: JobContext) -> ServerView:
    """Log out."""
    server = services.evaluation.server
    server.disconnect(context)
    return server.view


def choose(services: Services, evaluation: str, context: JobContext) -> ServerView:
    """Follow another evaluation."""
    server = services.evaluation.server
    server.choose(evaluation)
    return server.follow(context)


def follow(services: Services, context: JobContext) -> ServerView:
    """Ask what runs now, and tell what was done."""
    server = services.evaluation.server
    view = server.follow(context)
    if not view.problem:
        server.send_logs(context)
    return view


def submit(services: Services, wanted: Wanted, context: JobContext) -> Submission:
    """Submit to the server."""
    service = services.evaluation
    if wanted.text:
        answers: Sequence[Any] = (service.answers.of_text(wanted.text),)
    else:
        answers = service.answers.of_items(
            wanted.items, wanted.form, marks=wanted.marks, at_s=wanted.at_s
        )
    return service.server.submit(answers, context)


def send_queued(services: Services, ids: Sequence[str], context: JobContext) -> list[Submission]:
    """Send what is in the queue."""
    return services.evaluation.server.send_queued(ids, context)


def drop_queued(services: Services, ids: Sequence[str], context: JobContext) -> None:
    """Forget what is in the queue."""
    context.step(0)
    services.evaluation.server.drop(ids)


def make_tasks(services: Services, wish: TaskWish, context: JobContext) -> MadeTasks:
    """Make tasks of practice."""
    return services.evaluation.practice.make(wish, context)


def judge(services: Services, items: Sequence[int], context: JobContext) -> Judged:
    """Submit in practice."""
    context.step(0)
    tries = services.evaluation.practice.submit(items)
    named = services.items.summaries([one.item for one in tries])
    return Judged(tuple(tries), {one.id: one.name or str(one.id) for one in named})


def finish(services: Services, skipped: bool, context: JobContext) -> Attempt:
    """End the task of practice."""
    context.step(0)
    return services.evaluation.practice.finish(skipped=skipped)


def simulate(
    services: Services,
    tasks: Sequence[PracticeTask],
    settings: Sequence[str],
    users: int,
    context: JobContext,
) -> "Comparison":
    """Let simulated users play tasks."""
    return services.evaluation.simulate(tasks, settings, users=users, context=context)[0]


def read_span(services: Services, item: int, context: JobContext) -> Span | None:
    """Return where an item lies in its video; None for pictures."""
    context.step(0)
    summary = services.items.summary(item)
    if summary.kind not in {ItemKind.SHOT, ItemKind.VIDEO}:
        return None
    video = services.items.details(summary.parent if summary.parent >= 0 else item)
    duration = video.facts.duration_s or summary.duration_s or summary.end_s or 0.0
    end = summary.end_s if summary.end_s is not None else duration
    return Span(
        item, summary.start_s or 0.0, end, max(duration, end), video.facts.frame_rate or 0.0
    )


def read_frames(
    services: Services, span: Span, times: tuple[float, float], context: JobContext
) -> Frames:
    """Read two frames of a video; empty pictures where its file is not there."""
    path = services.items.media(span.item).path
    images = []
    for seconds in times:
        context.step(0)
        last = span.duration_s - 1 / (span.fps or 25.0)
        try:
            if path is None:
                raise FileNotFoundError
            frame = services.items.frame(path, max(0.0, min(seconds, last)), max_side=FRAME_SIDE)
            images.append(to_image(frame.rgb))
        except (AppError, FileNotFoundError):
            images.append(QImage())
    return Frames(span.item, (images[0], images[1]))


def read_hint(services: Services, item: int, context: JobContext) -> HintPicture:
    """Return what a hint shows: a clip of a shot whose file is there, else a picture."""
    context.step(0)
    media = services.items.media(item)
    if media.kind == ItemKind.SHOT and media.path is not None:
        return HintPicture(item, None, media.path, media.start_s, media.end_s)
    return HintPicture(item, services.items.picture(item, HINT_SIDE).rgb)


def note_results(services: Services, results: ResultList, context: JobContext) -> None:
    """Tell the server's log of a list of results."""
    context.step(0)
    service = services.evaluation
    if not service.server.view.is_connected:
        return
    asked = getattr(results, "asked", None)
    document: Mapping[str, Any] = {} if asked is None else asked.to_json()
    items = [hit.item for hit in results.hits[:MOST_LOGGED]]
    answers = service.answers.of_items(items, "item") if items else ()
    service.server.note_results(document, results.query, answers)
