"""A small library of videos, photos with and without a time, and a film, made by code."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject

from app.context import Actions, Notices, PanelContext, SharedState
from app.jobs import JobRunner
from app.services.library import Library
from app.services.services import Services
from common.values import Facet, Hit, ItemKind, MediaFacts, ResultList, Text, TextKind
from indexers.catalogue import FileRecord, NewItem
from indexers.thumbnails import make_thumbnail
from tests.garbage import let_go

SHOTS = 8  # of each of the first three videos
SHOT_S = 10.0
NOON = datetime(2021, 5, 3, 12, 0)  # noqa: DTZ001 - naive UTC
CONCEPTS = ("dog", "cat", "car")


class TimedLibrary:
    """Three videos of eight shots, one without shots, four photos, two of them timed, a film.

    Shot n of a video begins at 10 n s; video v has the concept CONCEPTS[v] in its shots 0 to v.

    Args:
        folder: where to make it.
    """

    def __init__(self, folder: Path) -> None:
        self.library = Library.open(folder / "timed.kinora", create=True)
        items = [_video(number) for number in range(4)]
        for video in range(3):
            items += [_shot(video, number) for number in range(SHOTS)]
        items += [_photo(number) for number in range(4)]
        items.append(NewItem("film", ItemKind.FILM, "Metropolis", year=1927))
        pictures = [np.full((36, 64, 3), 6 * n, np.uint8) for n in range(len(items))]
        rows = self.library.thumbnails.append([make_thumbnail(one) for one in pictures])
        self.library.thumbnails.flush()
        for place, item in enumerate(items):
            object.__setattr__(item, "thumb_row", rows[place])
        ids = self.library.catalogue.add_batch(items)
        self.videos = ids[:4]
        self.shots = [ids[4 + SHOTS * v : 4 + SHOTS * (v + 1)] for v in range(3)]
        self.photos, self.film = ids[4 + 3 * SHOTS : -1], ids[-1]

    def close(self) -> None:
        """Close the library."""
        self.library.close()


def _video(number: int) -> NewItem:
    speech = [Text(TextKind.SPEECH, f"hello {number}", 25.0, 27.0, "subtitles")]
    path = f"/nowhere/holiday {number}.mp4"
    return NewItem(
        f"v{number}", ItemKind.VIDEO, title=f"Holiday {number}",
        files=[FileRecord(path, 1, 1, f"v{number}")], texts=speech if number == 3 else [],
        facts=MediaFacts(width=64, height=36, duration_s=SHOTS * SHOT_S, frame_rate=25.0),
    )  # fmt: skip


def _shot(video: int, number: int) -> NewItem:
    start = number * SHOT_S
    named = [Facet("concept", CONCEPTS[video], 0.9 - 0.1 * number, "net")] * (number <= video)
    return NewItem(
        f"v{video}#t={round(1000 * start)}", ItemKind.SHOT, parent=f"v{video}",
        start_s=start, end_s=start + SHOT_S, facets=named,
    )  # fmt: skip


def _photo(number: int) -> NewItem:
    taken = NOON + timedelta(seconds=30 * number) if number < 2 else None
    return NewItem(
        f"p{number}", ItemKind.PHOTO, title=f"Photo {number}",
        facts=MediaFacts(width=64, height=36, taken_at=taken),
    )  # fmt: skip


class TimedDesk:
    """What panels share, on such a library.

    Args:
        folder: where to make it.
    """

    def __init__(self, folder: Path) -> None:
        self.made = TimedLibrary(folder)
        self.root = QObject()
        self.context = PanelContext(
            Services(self.made.library),
            JobRunner(self.root),
            SharedState(self.root),
            Notices(self.root),
            Actions(self.root),
        )
        self.errors: list[object] = []
        self.context.notices.posted.connect(lambda *what: self.errors.append(what))

    def close(self) -> None:
        """Stop the jobs and close the library."""
        let_go(self.context)
        self.context.services.close()


def hits_of(items: list[int], query: str = "asked") -> ResultList:
    """Return items as a list whose scores fall from 0.9."""
    scores = np.linspace(0.9, 0.1, len(items)).tolist() if items else []
    hits = tuple(Hit(item, score) for item, score in zip(items, scores, strict=True))
    return ResultList(query, hits, len(hits))
