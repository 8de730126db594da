"""Makes the rows of scenes and of film strips from a list of hits; safe on any thread."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication

from app.panels.results.time_rows import Frame, Frames, Row, RowSource
from app.panels.results.time_texts import day_text, moment_text, score_text, span_text
from app.widgets.numbers import numeral
from common.values import Hit

if TYPE_CHECKING:
    from app.services.types import FoundScene, Lines

NEAR = 2  # hits of a list are one scene if so few frames lie between their neighbours
MOST_NEAR = 4  # neighbours on either side of a matched frame, where there is room


def _tr(text: str) -> str:
    return QCoreApplication.translate("ResultRows", text)


@dataclass(frozen=True, slots=True)
class _Scene:
    """Matched frames that lie together.

    Args:
        marks: (row of the axis or -1, item, time in the video, score, stages) of each.
        group: video, or -1 for photos.
        score: of the whole.
    """

    marks: tuple[tuple[int, Frame], ...]
    group: int
    score: float


class SceneSource(RowSource):
    """One scene a row: its matched frames with their neighbours.

    Args:
        lines: time lines of the library.
        hits: what is shown.
        scenes: what a search of several stages found; () where hits near each other are scenes.
    """

    def __init__(
        self, lines: "Lines", hits: Sequence[Hit], scenes: "Sequence[FoundScene]" = ()
    ) -> None:
        self._lines = lines
        shown = {hit.item for hit in hits}
        if scenes:
            some = [scene for scene in scenes if scene.items[0] in shown]
            self._scenes = [_of_stages(lines, scene) for scene in some]
        else:
            self._scenes = _of_hits(lines, hits)
        self._number: dict[int, int] = {}
        for number, scene in enumerate(self._scenes):
            for _, frame in scene.marks:
                self._number.setdefault(frame.item, number)
        self.top = max((scene.score for scene in self._scenes), default=1.0)

    def __len__(self) -> int:
        return len(self._scenes)

    def row(self, number: int) -> Row:
        """Return a scene."""
        scene = self._scenes[number]
        frames = self._frames(scene)
        matched = [place for place, frame in enumerate(frames) if frame.is_hit]
        times = [frame.time_s for _, frame in scene.marks if frame.time_s is not None]
        about = [f"{number + 1}."]
        title = ""
        if scene.group >= 0 and times:
            about.append(span_text(min(times), max(times)))
        elif (row := scene.marks[0][0]) >= 0:
            title = moment_text(self._lines, row)
        count = len(scene.marks)
        if not any(frame.stages for _, frame in scene.marks) and count > 1:
            about.append(_tr("%s hits") % numeral(count))
        about.append(score_text(scene.score))
        subject = scene.group if scene.group >= 0 else (-1 if title else scene.marks[0][1].item)
        text = " · ".join(about)
        return Row(frames, matched[0], subject, title, text, last=matched[-1])

    def _frames(self, scene: _Scene) -> list[Frame]:
        """Return the frames of a scene in order of time, with neighbours."""
        marked: dict[int, Frame] = {}
        for row, frame in scene.marks:
            marked[row] = _joined(marked[row], frame) if row in marked else frame
        alone = marked.pop(-1, None)
        wanted = self._with_neighbours(marked)
        frames, before = [alone] if alone is not None else [], -1
        for row in sorted(wanted):
            gap = before >= 0 and row > before + 1
            found = marked.get(row)
            frames.append(
                _neighbour(self._lines, row, gap) if found is None else _after(found, gap)
            )
            before = row
        return frames

    def _with_neighbours(self, marked: Collection[int]) -> set[int]:
        """Return rows with neighbours, the nearest first, as far as there is room for them."""
        wanted, groups = set(marked), self._lines.axis.groups
        for far in range(1, MOST_NEAR + 1):
            for row in sorted(marked):
                for near in (row + far, row - far):
                    inside = 0 <= near < len(groups) and groups[near] == groups[row]
                    if inside and len(wanted) < self.columns:
                        wanted.add(near)
        return wanted

    def find(self, item: int) -> tuple[int, int] | None:
        """Return scene and place of a matched frame."""
        number = self._number.get(item)
        if number is None:
            return None
        frames = self._frames(self._scenes[number])
        return number, next(place for place, frame in enumerate(frames) if frame.item == item)

    def hit_items(self) -> list[int]:
        """Return all matched frames, best scene first."""
        return list(self._number)


def _of_stages(lines: "Lines", scene: "FoundScene") -> _Scene:
    rows = lines.rows(np.array(scene.items, np.int64)).tolist()
    in_video = scene.group >= 0
    told = zip(scene.items, scene.times, scene.scores, scene.stage_of, strict=True)
    frames = [
        Frame(item, time_s if in_video else None, score, (stage,))
        for item, time_s, score, stage in told
    ]
    return _Scene(tuple(zip(rows, frames, strict=True)), scene.group, scene.score)


def _of_hits(lines: "Lines", hits: Sequence[Hit]) -> list[_Scene]:
    """Return hits near each other as scenes, the one with the best hit first."""
    rows = lines.rows(np.fromiter((hit.item for hit in hits), np.int64, len(hits)))
    order = np.argsort(rows, kind="stable")
    groups = np.where(rows >= 0, lines.axis.groups[rows] if len(lines.axis) else -1, -1)
    placed = rows[order]
    new = np.ones(len(order), np.bool_)
    near = (placed[1:] - placed[:-1] <= 2 * NEAR + 1) & (placed[:-1] >= 0)
    new[1:] = ~(near & (groups[order][1:] == groups[order][:-1]))
    found = []
    for places in np.split(order, np.flatnonzero(new)[1:]) if len(order) else []:
        best = int(places.min())  # hits come best first
        group = int(groups[best])
        marks = tuple((int(rows[at]), hit_frame(lines, hits[at], int(rows[at]))) for at in places)
        found.append((best, _Scene(marks, group, hits[best].score)))
    return [scene for _, scene in sorted(found, key=lambda one: one[0])]


def hit_frame(lines: "Lines", hit: Hit, row: int) -> Frame:
    """Return the frame of a hit; its time is that of the hit, else that of its shot."""
    time_s = hit.start_s
    if time_s is None and row >= 0 and lines.axis.groups[row] >= 0:
        time_s = float(lines.axis.times[row])
    return Frame(hit.item, time_s, hit.score)


def _neighbour(lines: "Lines", row: int, gap: bool = False) -> Frame:
    axis = lines.axis
    time_s = float(axis.times[row]) if axis.groups[row] >= 0 else None
    return Frame(int(axis.items[row]), time_s, after_gap=gap)


def _after(frame: Frame, gap: bool) -> Frame:
    return Frame(frame.item, frame.time_s, frame.score, frame.stages, gap)


def _joined(one: Frame, other: Frame) -> Frame:
    """Return a frame that matches what both match."""
    stages = tuple(sorted({*one.stages, *other.stages}))
    times = [frame.time_s for frame in (one, other) if frame.time_s is not None]
    return Frame(one.item, min(times, default=None), max(one.score, other.score), stages)


class StripSource(RowSource):
    """One hit a row: all keyframes of its video, or all photos around it.

    Args:
        lines: time lines of the library.
        hits: what is shown.
    """

    dims = False

    def __init__(self, lines: "Lines", hits: Sequence[Hit]) -> None:
        self._lines = lines
        self._hits = hits
        self._rows = lines.rows(np.fromiter((hit.item for hit in hits), np.int64, len(hits)))
        places = range(len(hits) - 1, -1, -1)
        self._number = dict(zip((hit.item for hit in reversed(hits)), places, strict=True))
        self.top = max((hit.score for hit in hits), default=1.0)

    def __len__(self) -> int:
        return len(self._hits)

    def row(self, number: int) -> Row:
        """Return the strip of a hit."""
        hit, row = self._hits[number], int(self._rows[number])
        about = [f"{number + 1}."]
        own = hit_frame(self._lines, hit, row)
        if own.time_s is not None:
            about.append(span_text(own.time_s, own.time_s))
        about.append(score_text(hit.score))
        if row < 0 and self._lines.is_video(hit.item):
            return self._of_video(own, about)
        if row < 0:
            return Row([own], 0, hit.item, "", " · ".join(about))
        group = int(self._lines.axis.groups[row])
        line = self._lines.rows_of(group)

        def make(place: int) -> Frame:
            item = int(self._lines.axis.items[line.start + place])
            at = self._number.get(item)
            if at is None:
                return _neighbour(self._lines, line.start + place)
            return hit_frame(self._lines, self._hits[at], line.start + place)

        if len(line) > 1:
            about.append(_tr("%s frames") % numeral(len(line)))
        title = "" if group >= 0 else moment_text(self._lines, row)
        subject = group if group >= 0 else -1
        return Row(Frames(len(line), make), row - line.start, subject, title, " · ".join(about))

    def _of_video(self, own: Frame, about: list[str]) -> Row:
        """Return the strip of a hit that is a whole video: itself, then all its keyframes."""
        line = self._lines.rows_of(own.item)

        def make(place: int) -> Frame:
            return _neighbour(self._lines, line.start + place - 1) if place else own

        if line:
            about.append(_tr("%s frames") % numeral(len(line)))
        return Row(Frames(len(line) + 1, make), 0, own.item, "", " · ".join(about))

    def find(self, item: int) -> tuple[int, int] | None:
        """Return the strip of a hit and its place in it."""
        number = self._number.get(item)
        return None if number is None else (number, self.row(number).focus)

    def hit_items(self) -> list[int]:
        """Return all hits."""
        return list(dict.fromkeys(hit.item for hit in self._hits))


class VideoSource(RowSource):
    """One video a row with its hits, best first; photos are gathered by day.

    Args:
        lines: time lines of the library.
        hits: what is shown.
        by_count: videos with most hits first, else the best hit decides.
        open_keys: keys of rows that show all hits in lines.
    """

    dims = False
    frames_hits = False

    def __init__(
        self,
        lines: "Lines",
        hits: Sequence[Hit],
        *,
        by_count: bool = False,
        open_keys: frozenset[str] = frozenset(),
    ) -> None:
        self._lines = lines
        rows = lines.rows(np.fromiter((hit.item for hit in hits), np.int64, len(hits))).tolist()
        groups: dict[str, list[Frame]] = {}
        for hit, row in zip(hits, rows, strict=True):
            groups.setdefault(_key_of(lines, hit, row), []).append(hit_frame(lines, hit, row))
        self.keys = list(groups)
        if by_count:
            self.keys.sort(key=lambda key: -len(groups[key]))
        self._groups = groups
        self.open_keys = open_keys
        self._number: dict[int, tuple[int, int]] = {}
        for number, key in enumerate(self.keys):
            for place, frame in enumerate(groups[key]):
                self._number.setdefault(frame.item, (number, place))
        self.top = max((hit.score for hit in hits), default=1.0)

    def __len__(self) -> int:
        return len(self.keys)

    def row(self, number: int) -> Row:
        """Return a video."""
        key = self.keys[number]
        frames = self._groups[key]
        count = len(frames)
        hits = _tr("one hit") if count == 1 else _tr("%s hits") % numeral(count)
        best = max(frame.score for frame in frames)
        kind, _, name = key.partition(":")
        title = {"day": lambda: day_text(int(name)), "none": lambda: _tr("Items without a time")}
        return Row(
            frames,
            subject=int(name) if kind == "video" else -1,
            title=title[kind]() if kind in title else "",
            about=f"{hits} · {score_text(best)}",
            is_open=key in self.open_keys,
            can_dismiss=kind == "video",
        )

    def find(self, item: int) -> tuple[int, int] | None:
        """Return the video of a hit and its place."""
        return self._number.get(item)

    def open_lengths(self) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        """Return how many hits the open videos have."""
        some = (len(self._groups[k]) if k in self.open_keys else 0 for k in self.keys)
        return np.fromiter(some, np.int64, len(self.keys))

    def hit_items(self) -> list[int]:
        """Return all hits, video by video."""
        return list(self._number)


def _key_of(lines: "Lines", hit: Hit, row: int) -> str:
    """Return which row a hit belongs to: "video:ID", "day:NUMBER" or "none:"."""
    if row >= 0:
        group = int(lines.axis.groups[row])
        return f"video:{group}" if group >= 0 else f"day:{lines.day_of(row)}"
    return f"video:{hit.item}" if lines.is_video(hit.item) else "none:"
