"""A library of videos, days and albums in which it is known what each keyframe shows."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from app.services.library import Library
from common.values import ItemKind, MediaFacts
from indexers.catalogue import FileRecord, NewItem
from indexers.thumbnails import make_thumbnail

DIM = 8
SHOT_S = 10.0
NOON = datetime.fromisoformat("2024-05-01T12:00")
# What the shots of each video show, one after the other: a dog, a boat, both, nothing.
VIDEOS = {"harbour": "d.b.", "walk": "dd..", "cruise": "bb.b", "mixed": ".x.d", "empty": "...."}
AXES = {"d": (0,), "b": (1,), "x": (0, 1), ".": ()}


def vector(shown: str, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return a unit vector that shows things clearly, and a little noise."""
    made = rng.normal(0, 0.05, DIM).astype(np.float32)
    for axis in AXES[shown] or (2 + int(rng.integers(0, DIM - 2)),):
        made[axis] += 1.0
    unit: NDArray[np.float32] = made / np.linalg.norm(made)
    return unit


def fill_videos(
    library: Library, videos: Mapping[str, str] = VIDEOS, photos: Sequence[tuple[str, str]] = ()
) -> dict[str, list[int]]:
    """Add videos by name, and photos as (what it shows, folder); return ids by video, "photos"."""
    rng = np.random.default_rng(1)
    items: list[NewItem] = []
    shown: list[str] = []
    for number, (name, shots) in enumerate(videos.items()):
        facts = MediaFacts(64, 48, duration_s=SHOT_S * len(shots), frame_rate=25.0,
                           taken_at=NOON + timedelta(days=number))  # fmt: skip
        path = FileRecord(f"/media/{name}/{name}.mp4", 1, 1, name)
        items.append(NewItem(name, ItemKind.VIDEO, name, facts=facts, files=[path]))
        shown.append("")
        for place, one in enumerate(shots):
            start = place * SHOT_S
            items.append(
                NewItem(f"{name}#t={place}", ItemKind.SHOT, parent=name, start_s=start,
                        end_s=start + SHOT_S)
            )  # fmt: skip
            shown.append(one)
    for number, (one, folder) in enumerate(photos):
        path = FileRecord(f"/media/{folder}/{number}.jpg", 1, 1, f"p{number}")
        facts = MediaFacts(40, 30, taken_at=NOON + timedelta(hours=8 * number))
        items.append(NewItem(f"p{number}", ItemKind.PHOTO, f"p{number}", facts=facts, files=[path]))
        shown.append(one)
    return _add(library, items, shown, rng)


def _add(
    library: Library, items: list[NewItem], shown: list[str], rng: np.random.Generator
) -> dict[str, list[int]]:
    with_vector = [place for place, one in enumerate(shown) if one]
    collection = library.vectors("layout")
    rows = collection.append(np.stack([vector(shown[place], rng) for place in with_vector]))
    pictures = [np.full((30, 40, 3), 20 * (ord(one or " ") % 12), np.uint8) for one in shown]
    thumbs = library.thumbnails.append([make_thumbnail(one) for one in pictures])
    library.thumbnails.flush()
    batch = []
    for place, item in enumerate(items):
        values = {name: getattr(item, name) for name in item.__slots__}
        values["thumb_row"] = thumbs[place]
        if shown[place]:
            row = int(rows[with_vector.index(place)])
            values |= {"vector_rows": {"layout": row}, "analyses": {"layout": "1"}}
        batch.append(NewItem(**values))
    ids = library.catalogue.add_batch(batch)
    collection.commit([ids[place] for place in with_vector], rows.tolist())
    found: dict[str, list[int]] = {}
    for item, number in zip(items, ids, strict=True):
        if item.kind is not ItemKind.VIDEO:
            found.setdefault(item.parent or "photos", []).append(number)
    return found


def teach(library: Library, ids: Mapping[str, list[int]], label_set: str, letter: str) -> None:
    """Label what shows a letter, alone (two shots) or with another, and two shots of nothing."""
    good: list[int] = []
    both: list[int] = []
    bad: list[int] = []
    for name, shots in VIDEOS.items():
        for item, one in zip(ids[name], shots, strict=True):
            if one in {letter, "x", "."}:
                {letter: good, "x": both, ".": bad}[one].append(item)
    marks = dict.fromkeys((*good[:2], *both), 1) | dict.fromkeys(bad[:4], -1)
    library.catalogue.set_labels(marks, label_set)
