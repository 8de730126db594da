"""Reads tasks from files: our own, and the task texts of Video Browser Showdowns where they are.

Our own are {"tasks": [{"name", "kind", "hints": [{"at_s", "text"}], "duration_s", "target"}]} with
a target of {"title"}, {"file"}, {"video", "start_s", "end_s"} or {"filter"}. Texts of showdowns are
lists of {"name", "type", "hints"} with a video and frames; they are read, never shipped.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from app.services.evaluation_types import EvaluationNote, PracticeTask, TaskHint, TaskKind
from app.services.filters import parse_filter
from app.services.practice_making import (
    DURATIONS_S,
    MadeTasks,
    adhoc_task,
    known_item,
    shots_within,
    stage_hints,
)
from common.errors import AppError, EvaluationError
from common.values import ItemKind

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.catalogue.records import ItemSummary

MAX_BYTES = 16 << 20
MAX_TEXT = 2000
_PLACEHOLDER = "enter query text"
_KINDS: Mapping[str, TaskKind] = {
    "KIS_Textual": "text", "Textual KIS": "text", "KIS_Visual": "picture", "Visual KIS": "picture",
    "KIS_Visual_novice": "picture",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Place:
    """A part of a video that a file of tasks names."""

    video: str
    start_s: float
    end_s: float


class _Elsewhere(Exception):  # noqa: N818 - no failure
    """A task is about something that is not in the library, or that nobody can judge."""


def shipped_tasks(library: "Library") -> MadeTasks:
    """Return the tasks that come with Kinora; they are about the demo library."""
    source = resources.files("resources") / "demo" / "tasks.json"
    return _read(library, {"tasks.json": source.read_text("utf-8")}, "shipped")


def read_tasks(library: "Library", path: Path) -> MadeTasks:
    """Return the tasks of a JSON file, or of all of them in a folder.

    Raises:
        EvaluationError: there is none.
    """
    try:
        files = sorted(path.glob("*.json")) if path.is_dir() else [path]
        texts = {
            one.name: one.read_text("utf-8") for one in files if one.stat().st_size < MAX_BYTES
        }
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise EvaluationError(
            f"The tasks “{path}” cannot be read ({why}).", hint="Choose another file or folder."
        ) from error
    if not texts:
        raise EvaluationError(
            f"There is no file of tasks in “{path}”.", hint="Choose a folder with JSON files."
        )
    return _read(library, texts, path.name)


def _read(library: "Library", texts: Mapping[str, str], source: str) -> MadeTasks:
    world = _World(library, source)
    tasks: list[PracticeTask] = []
    notes: list[str] = []
    for name, text in texts.items():
        elsewhere = 0
        try:
            for entry in _entries(text):
                try:
                    tasks.append(world.task(entry))
                except _Elsewhere:
                    elsewhere += 1
        except (ValueError, KeyError, TypeError, RecursionError, AppError) as error:
            why = str(error) if isinstance(error, AppError) else f"it is no list of tasks ({error})"
            notes.append(EvaluationNote("tasks-file", name=name, why=why.rstrip(".")))
        if elsewhere:
            notes.append(EvaluationNote("tasks-elsewhere", count=elsewhere, name=name))
    return MadeTasks(tuple(tasks), tuple(notes))


def _entries(text: str) -> Iterator[Mapping[str, Any]]:
    """Yield the tasks of a file.

    Raises:
        ValueError: it is none.
    """
    document = json.loads(text)
    entries = document.get("tasks") if isinstance(document, Mapping) else document
    if not isinstance(entries, list) or not all(isinstance(one, Mapping) for one in entries):
        raise ValueError("a list of objects is expected")
    yield from entries


class _World:
    """Looks tasks up in a library."""

    def __init__(self, library: "Library", source: str) -> None:
        self._library = library
        self._source = source
        self._by_stem: dict[str, list[int]] | None = None

    def task(self, entry: Mapping[str, Any]) -> PracticeTask:
        """Return a task.

        Raises:
            _Elsewhere: what it is about is not here, or has no judge.
            ValueError, KeyError, TypeError: it is none.
        """
        if "target" in entry and "kind" in entry:
            return self._own(entry)
        return self._of_showdown(entry)

    # -- our own

    def _own(self, entry: Mapping[str, Any]) -> PracticeTask:
        kind: TaskKind = entry["kind"]
        if kind not in DURATIONS_S:
            raise ValueError(f"there is no kind {kind!r}")
        name, target = str(entry["name"]), entry["target"]
        duration = float(entry.get("duration_s", DURATIONS_S[kind]))
        hints = _own_hints(entry.get("hints", []))
        if "filter" in target:
            items = self._library.catalogue.items_with([parse_filter(str(target["filter"]))])
            if not len(items):
                raise _Elsewhere
            made = adhoc_task(name, hints[0].text if hints else name, items)
            return _with(made, duration, hints, self._source)
        if "video" in target:
            place = _Place(str(target["video"]), float(target["start_s"]), float(target["end_s"]))
            return self._in_video(name, kind, place, hints, duration)
        summary = self._named(target)
        shown = hints or (TaskHint(0.0, until_s=20.0, item=summary.id),)
        return known_item(
            self._library, summary, name, kind, shown, duration_s=duration, source=self._source
        )

    def _named(self, target: Mapping[str, Any]) -> "ItemSummary":
        """Return the item of a title or of a file's name."""
        if "file" in target:
            ids = self._stems().get(PurePath(str(target["file"])).stem, [])
        else:
            title = str(target["title"])
            found = self._library.catalogue.search_text(f'"{title}"', limit=20)
            ids = [match.item for match in found]
            summaries = self._library.catalogue.items(ids)
            ids = [one.id for one in summaries if one.title == title]
        if not ids:
            raise _Elsewhere
        return self._library.catalogue.items(ids[:1])[0]

    # -- showdowns

    def _of_showdown(self, entry: Mapping[str, Any]) -> PracticeTask:
        kind = _KINDS.get(str(entry["type"]))
        place = self._place(entry)
        if kind is None or place is None:
            raise _Elsewhere
        texts = [str(text).strip()[:MAX_TEXT] for text in entry.get("hints", [])]
        texts = [text for text in texts if text and not text.casefold().startswith(_PLACEHOLDER)]
        if kind == "text" and not texts:
            raise _Elsewhere
        name = f"{entry.get('year', '')} {entry['name']}".strip()
        hints = stage_hints(texts) if kind == "text" else ()
        return self._in_video(name, kind, place, hints, DURATIONS_S[kind])

    def _place(self, entry: Mapping[str, Any]) -> _Place | None:
        """Return where the target of a showdown's task lies; None where the file does not say."""
        target = entry.get("target")
        if isinstance(target, Mapping) and isinstance(target.get("item"), Mapping):
            item, span = target["item"], target["temporalRange"]
            fps = float(item.get("fps") or 25)
            return _Place(
                str(item["name"]), _seconds(span["start"], fps), _seconds(span["end"], fps)
            )
        if "video" in entry:
            return self._in_frames(entry["video"], entry["start_frame"], entry["end_frame"])
        ranges = entry.get("ranges")
        if isinstance(ranges, list) and ranges:
            one = ranges[0]
            return self._in_frames(one["videoNumber"], one["startFrame"], one["endFrame"])
        return None

    def _in_frames(self, video: Any, first: Any, last: Any) -> _Place:
        """Return a place in seconds, by the frame rate of the file that is here."""
        name = str(video)
        fps = self._library.catalogue.item(self._video(name)).facts.frame_rate
        if not fps:
            raise _Elsewhere
        return _Place(name, int(first) / fps, (int(last) + 1) / fps)

    def _in_video(
        self,
        name: str,
        kind: TaskKind,
        place: _Place,
        hints: tuple[TaskHint, ...],
        duration_s: float,
    ) -> PracticeTask:
        video = self._video(place.video)
        targets = shots_within(self._library, video, place.start_s, place.end_s)
        if not targets:
            raise _Elsewhere
        first = min(targets)
        shown = hints or (TaskHint(0.0, until_s=20.0, item=first),)
        return PracticeTask(
            name, kind, duration_s, shown, frozenset(targets), video, place.start_s, place.end_s,
            self._source,
        )  # fmt: skip

    def _video(self, name: str) -> int:
        """Return the video of a file's name; numbers may have zeros before them."""
        stems = self._stems()
        plain = name.lstrip("0")
        padded = [stem for stem in stems if stem.isdigit() and stem.lstrip("0") == plain]
        names = [name, *padded] if name.isdigit() else [name]
        for stem in names:
            for item in stems.get(stem, []):
                if self._library.catalogue.items([item])[0].kind == ItemKind.VIDEO:
                    return item
        raise _Elsewhere

    def _stems(self) -> dict[str, list[int]]:
        if self._by_stem is None:
            columns = self._library.catalogue.columns("id", "kind")
            ids = [
                int(item)
                for item, kind in zip(columns["id"], columns["kind"], strict=True)
                if str(kind) != ItemKind.SHOT
            ]
            self._by_stem = {}
            for summary in self._library.catalogue.items(ids):
                if summary.path:
                    self._by_stem.setdefault(PurePath(summary.path).stem, []).append(summary.id)
        return self._by_stem


def _seconds(moment: Mapping[str, Any], fps: float) -> float:
    if "millisecond" in moment:
        return float(moment["millisecond"]) / 1000
    return float(moment["frame"]) / fps


def _own_hints(entries: Sequence[Mapping[str, Any]]) -> tuple[TaskHint, ...]:
    starts = [float(one.get("at_s", 0.0)) for one in entries]
    ends: list[float | None] = [*starts[1:], None] if starts else []
    return tuple(
        TaskHint(start, str(one["text"])[:MAX_TEXT], end)
        for start, one, end in zip(starts, entries, ends, strict=True)
    )


def _with(
    task: PracticeTask, duration_s: float, hints: tuple[TaskHint, ...], source: str
) -> PracticeTask:
    return PracticeTask(
        task.name, task.kind, duration_s, hints or task.hints, task.targets, source=source
    )
