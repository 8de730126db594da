"""Some seconds of a video as the query: its keyframes, and what is said and written in it.

After IVS at the Tenth Video Browser Showdown (2021), which takes an uploaded clip of 20 seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.media_places import medium
from app.services.paths import expanded
from app.services.query_parts import ClipAsk
from app.services.query_saying import say_what
from app.services.search_matches import of_matches
from app.services.search_scoring import CANDIDATES, LEAST_SURE
from app.services.search_types import Asking, Evidence, PartAnswer, Reason, SearchNote
from app.services.search_words import content_words
from app.services.similarity import EXAMPLE_SIDE, EngineOwner, image_vectors, pick_encoder
from common.errors import QueryError
from common.values import ItemKind, TextKind
from indexers.catalogue.records import TextMatch
from indexers.rankings import Background, Scored, weighted_sum

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.vectors import Vectors as Collection

LOOKS, TEXTS = "clip", "clip texts"
SHARES = {LOOKS: 0.6, TEXTS: 0.4}
LONGEST_S = 20.0
_SQUARE = 8  # level of the thumbnails that are looked at
_BLANK = 5.0  # spread of levels, 0-255, of a picture that shows nothing
_WORDS = 12  # of the clip that are searched for, the longest: they say most
_LEAST_LETTERS = 4
_KINDS = (TextKind.SPEECH, TextKind.OCR, TextKind.CAPTION)
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Clip:
    """What of a clip is searched for.

    Args:
        vectors: of its keyframes, float32 (N, D), unit length.
        times: of the keyframes, seconds in the video.
        encoder: that made the vectors.
        text: said or written in it.
        own: items that are the clip itself, never found.
    """

    vectors: Vectors
    times: tuple[float, ...]
    encoder: str
    text: str
    own: tuple[int, ...] = ()


def score_clip(library: "Library", models: EngineOwner, ask: ClipAsk, asking: Asking) -> PartAnswer:
    """Return what looks like any keyframe of a clip, and what says the same.

    The score of a picture is how sure it is of the keyframe it is most like; alone, it is the plain
    cosine. Texts are matched by any of the words of the clip. The fusion takes both lists, `SHARES`
    weigh them.

    Raises:
        QueryError: neither a file nor an item is given, it is no video, the clip is too long, the
            file has vanished, or the clip has no keyframe.
        MediaError: the file cannot be read.
        JobCancelled: the user cancelled.
    """
    _check(ask)
    clip = _of_file(library, models, ask, asking) if ask.path else _of_item(library, ask, asking)
    looks, nearest = _looks(library, clip, asking)
    own = np.array(clip.own, np.int64)
    lists, reasons, notes = {LOOKS: looks}, {LOOKS: _why_looks(clip, nearest, say_what(ask))}, []
    starts: dict[int, float] = {}
    if ask.texts:
        said, why, starts = _said(library, clip.text, asking)
        kept = ~np.isin(said.items, own)
        if len(said):
            lists[TEXTS], reasons[TEXTS] = Scored(said.items[kept], said.scores[kept]), why
        if not clip.text.strip():
            notes.append(SearchNote("clip-no-texts"))
    shares = {name: SHARES[name] for name in lists}

    def evidence(item: int) -> Evidence:
        row = np.array([item])
        return Evidence(
            texts=tuple(reasons[name](item) for name, part in lists.items() if part.at(row)[0])
        )

    return PartAnswer(
        weighted_sum(lists, shares),
        reasons[LOOKS],
        starts,
        evidence,
        tuple(notes),
        lists,
        own,
        shares,
        reasons,
    )


def _check(ask: ClipAsk) -> None:
    if not ask.path and ask.item is None:
        raise QueryError("No clip is chosen.", hint="Choose a video file, or a video here.")
    if not 0 < ask.length_s <= LONGEST_S:
        raise QueryError(
            f"A clip of {ask.length_s:g} s cannot be searched by.",
            hint=f"Choose one of up to {LONGEST_S:g} seconds.",
        )


# -- where clips come from


def _of_file(library: "Library", models: EngineOwner, ask: ClipAsk, asking: Asking) -> Clip:
    """Return a clip of a file; its pictures are encoded now."""
    from indexers.media import MediaClass, identify, speech_of
    from indexers.media.clips import clip_keyframes

    path = expanded(medium(ask.path))
    if not path.is_file():
        raise QueryError(
            f"The video “{path}” is no longer there.", hint="Choose another file, or put it back."
        )
    if identify(path).kind is not MediaClass.VIDEO:
        raise QueryError(f"“{path.name}” is no video.", hint="Search by a picture as an example.")
    frames = clip_keyframes(
        path, ask.start_s, ask.length_s, max_side=EXAMPLE_SIDE, context=asking.context
    )
    if not frames:
        raise _no_keyframes(path.name, ask)
    encoder = _runnable(library, models, asking)
    vectors = models.engine.encode_images(encoder, [frame.rgb for frame in frames])
    end = ask.start_s + ask.length_s
    said = [
        text.content
        for text in speech_of(path)
        if text.start_s is not None and ask.start_s <= text.start_s < end
    ]
    times = tuple(frame.time_s for frame in frames)
    return Clip(np.asarray(vectors, np.float32), times, encoder, " ".join(said))


def _runnable(library: "Library", models: EngineOwner, asking: Asking) -> str:
    """Return the encoder that new pictures are compared by: it has vectors here and can run."""
    runs = {info.name for info in models.engine.image_encoders()}
    counts = {name: count for name, count in image_vectors(library).items() if name in runs}
    return pick_encoder(library, asking.settings.models.image_encoder, counts)


def _of_item(library: "Library", ask: ClipAsk, asking: Asking) -> Clip:
    """Return a clip of a video of the library: its shots are the keyframes."""
    assert ask.item is not None
    found = library.catalogue.items([ask.item])
    if not found:
        raise QueryError(
            f"There is no item {ask.item}.", hint="Take its number from a list, or choose a file."
        )
    item = found[0]
    is_shot = item.kind is ItemKind.SHOT and item.parent is not None
    if not is_shot and item.kind is not ItemKind.VIDEO:
        raise QueryError(
            f"“{item.name}” is no video.", hint="Search by it as an example picture instead."
        )
    video = item.parent if is_shot and item.parent is not None else item.id
    start = ask.start_s + ((item.start_s or 0.0) if is_shot else 0.0)
    shots, times = _shots(library, video, start, start + ask.length_s)
    counts = {name: int(library.vectors(name).has(shots).sum()) for name in image_vectors(library)}
    counts = {name: count for name, count in counts.items() if count}
    if not counts:
        raise _no_keyframes(item.name, ask)
    encoder = pick_encoder(library, asking.settings.models.image_encoder, counts)
    there = library.vectors(encoder).has(shots) & _shows_something(library, shots)
    if not there.any():  # black, but all there is
        there = library.vectors(encoder).has(shots)
    known = [shot for shot, has in zip(shots, there, strict=True) if has]
    at = tuple(time for time, has in zip(times, there, strict=True) if has)
    text = _texts_of(library, video, shots, start, start + ask.length_s)
    vectors = np.asarray(library.vectors(encoder).vectors(known), np.float32)
    return Clip(vectors, at, encoder, text, tuple(sorted({*shots, video})))


def _shots(
    library: "Library", video: int, start: float, end: float
) -> tuple[list[int], list[float]]:
    """Return the shots of a video that overlap some seconds, and where they begin."""
    table = library.catalogue.columns("id", "parent", "start_s", "end_s")
    starts = np.asarray(table["start_s"], np.float64)
    ends = np.asarray(table["end_s"], np.float64)
    inside = (np.asarray(table["parent"]) == video) & (starts < end)
    inside &= np.where(np.isnan(ends), starts >= start, ends > start)
    rows = np.flatnonzero(inside)
    rows = rows[np.argsort(starts[rows], kind="stable")]
    return np.asarray(table["id"])[rows].tolist(), starts[rows].tolist()


def _shows_something(library: "Library", shots: Sequence[int]) -> NDArray[np.bool_]:
    """Return which shots have a thumbnail of more than one colour, bool (N,)."""
    rows = np.array([item.thumb_row for item in library.catalogue.items(shots)], np.int64)
    squares, there = library.thumbnails.gather(_SQUARE, rows)
    pixels = np.ascontiguousarray(squares).view(np.uint8).reshape(len(rows), -1, 4)[..., :3]
    spread = pixels.reshape(len(rows), -1).std(axis=1)
    return np.asarray(~there | (spread >= _BLANK))


def _texts_of(
    library: "Library", video: int, shots: Sequence[int], start: float, end: float
) -> str:
    """Return what is said and written in a clip."""
    found = [
        text.content
        for details in library.catalogue.describe([video, *shots])
        for text in details.texts
        if text.kind in _KINDS
        and (
            details.summary.id != video
            or (text.start_s is not None and start <= text.start_s < end)
        )
    ]
    return " ".join(dict.fromkeys(found))


def _no_keyframes(name: str, ask: ClipAsk) -> QueryError:
    end = ask.start_s + ask.length_s
    return QueryError(
        f"“{name}” has no keyframe between {ask.start_s:g} and {end:g} s.",
        hint="Choose another stretch; a video of the library may have to be imported again.",
    )


# -- what is compared


def _looks(library: "Library", clip: Clip, asking: Asking) -> tuple[Scored, dict[int, int]]:
    """Return how sure each item is of its nearest keyframe, and which one that is."""
    collection = library.vectors(clip.encoder)
    depth = max(asking.k, CANDIDATES) + len(clip.own)
    scores, items = collection.search(clip.vectors, depth, allowed=asking.allowed)
    sure, least = _sureness(collection, clip, scores, asking)
    frames = np.broadcast_to(np.arange(len(scores))[:, None], scores.shape)
    kept = (items >= 0) & ~np.isin(items, np.array(clip.own, np.int64)) & (sure >= least)
    found, values, frames = items[kept], sure[kept], frames[kept]
    order = np.lexsort((-values, found))
    first = np.r_[True, np.diff(found[order]) != 0] if len(found) else np.empty(0, np.bool_)
    best = order[first]
    nearest = dict(zip(found[best].tolist(), frames[best].tolist(), strict=True))
    return Scored.of(found[best], values[best]), nearest


def _sureness(
    collection: "Collection", clip: Clip, cosines: NDArray[np.float32], asking: Asking
) -> tuple[NDArray[np.float64], float]:
    """Return how sure each likeness is, as for an example, and the least that counts."""
    if asking.is_alone:
        return np.clip(cosines.astype(np.float64), 0.0, 1.0), 1e-9
    sample = collection.sample(2 * CANDIDATES)
    rows = [
        Background.of(sample, vector).calibrate(row)
        for vector, row in zip(clip.vectors, cosines, strict=True)
    ]
    return np.stack(rows), LEAST_SURE


def _why_looks(clip: Clip, nearest: dict[int, int], shown: str) -> Reason:
    def reason(item: int) -> str:
        place = nearest.get(item)
        at = "" if place is None else f", keyframe at {clip.times[place]:.0f} s"
        return f"looks {shown}{at} ({clip.encoder})"

    return reason


def _said(library: "Library", text: str, asking: Asking) -> tuple[Scored, Reason, dict[int, float]]:
    """Return the items in whose texts words of the clip stand, by the sum of what each says."""
    words = dict.fromkeys(word for word in content_words(text) if len(word) >= _LEAST_LETTERS)
    best = sorted(words, key=lambda word: -len(word))[:_WORDS]
    found: dict[int, TextMatch] = {}
    for word in best:
        asking.context.step(0)
        limit = max(asking.k, CANDIDATES)
        for match in library.catalogue.search_text(f"{word}*", kinds=_KINDS, limit=limit):
            known = found.get(match.item)
            kept = match if known is None or match.score > known.score else known
            total = match.score + (0.0 if known is None else known.score)
            found[match.item] = replace(kept, score=total)
    scored, reason, starts = of_matches(list(found.values()), asking.allowed)
    return scored, lambda item: f"says the same: {reason(item)}", starts
