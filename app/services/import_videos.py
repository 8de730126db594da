"""Reads a video into its own item and one for each shot, analysed on the way; memory stays flat."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services import import_facts as facts_of
from app.services.import_found import FoundFile
from app.services.import_motion import motion_findings
from app.services.import_read import CHANGING, Reading, draft_of, stamp_of
from app.services.import_types import Draft, Outcome
from app.services.media_places import medium
from common.errors import AnalyserError, MediaError
from common.jobs import JobContext
from common.values import ItemKind, MediaFacts, SkippedFile, Text, TextKind
from indexers import media
from indexers.catalogue import FileRecord, NewItem
from indexers.media import ShotKeyframe, motion
from indexers.media.subtitles import find_sidecars

if TYPE_CHECKING:
    from models.base import ShotClassifier

_UNIFORM_S = 1.0
_MICRO_BATCH = 32
_LOST_S = 1.0  # an end that comes this much too early is worth a line in the report


def read_video_file(
    reading: Reading, classify: "ShotClassifier | None", place: int, file: FoundFile
) -> Outcome:
    """Read a video and its shots; the outcome says why if it cannot be.

    Args:
        reading: what the import reads with.
        classify: finds shots; None takes the difference of contents.
        place: of the file in the order of the import.
        file: a video, as the walk saw it.

    Raises:
        JobCancelled: the user cancelled.
    """
    path = medium(file.path, reading.meter.context)
    try:
        before = stamp_of(path)
        content = media.content_hash(path, reading.meter.context)
        record = FileRecord(file.path, *before, content, format=media.identify(path).format)
        if known := reading.known(file, record):
            return known
        if not reading.claims.claim(content, place):
            return Outcome(file, known=record, content_hash=content)
        return _Video(reading, classify, file, path, record).read(before)
    except MediaError as error:
        return Outcome(file, skipped=[SkippedFile(file.path, error.reason)])


class _Video:
    """One video while it is read."""

    def __init__(
        self,
        reading: Reading,
        classify: "ShotClassifier | None",
        file: FoundFile,
        path: Path,
        record: FileRecord,
    ) -> None:
        self._reading = reading
        self._classify = classify
        self._file = file
        self._record = record
        self._path = path
        self._title = ""
        self._unheard: SkippedFile | None = None
        self._best = (-1.0, np.zeros((1, 1, 3), np.uint8))

    def read(self, before: tuple[int, int]) -> Outcome:
        """Read all of it.

        Raises:
            MediaError: it cannot be read, or changed meanwhile.
            JobCancelled: the user cancelled.
        """
        facts = facts_of.with_time(media.read_video(self._path), self._file.path)
        self._title = facts.title or facts_of.title_of(self._file.path)
        speech = [text for text in facts.texts if text.kind is TextKind.SPEECH]
        speech += media.speech_of(self._path)
        context = self._reading.part(self._file)
        speech += self._heard(speech, context)
        shots: list[Draft] = []
        waiting: list[Draft] = []
        end_s = 0.0
        for found in self._keyframes(context):
            waiting.append(self._shot(found, facts, speech))
            end_s = found.shot.end_s
            if len(waiting) >= _MICRO_BATCH:
                shots += self._analysed(waiting)
                waiting = []
        shots += self._analysed(waiting)
        if stamp_of(self._path) != before:
            raise MediaError(self._path, CHANGING)
        draft = self._whole(replace(facts, duration_s=facts.duration_s or end_s), speech)
        return Outcome(
            self._file,
            [draft, *shots],
            content_hash=self._record.content_hash,
            skipped=[*self._lost(facts, end_s), *([self._unheard] if self._unheard else [])],
        )

    def _keyframes(self, context: JobContext) -> Iterator[ShotKeyframe]:
        """Yield keyframes as the settings want them, and remember the most telling one."""
        side = self._reading.analyses.picture_side
        if self._reading.settings.video_frames == "uniform":
            frames = media.iter_uniform(
                self._path, every_s=_UNIFORM_S, max_side=side, context=context
            )
        else:
            frames = media.iter_shots(
                self._path, classify=self._classify, max_side=side, context=context
            )
        for found in frames:
            score = telling(found.rgb)
            if score > self._best[0]:
                self._best = (score, found.rgb)
            yield found

    def _heard(self, known: Sequence[Text], context: JobContext) -> list[Text]:
        """Return what a registered analyser hears, where no subtitles tell what is said.

        Whatever goes wrong in it is told in the report and costs the video nothing else.
        """
        analysers = self._reading.analysers
        if known or analysers is None or not analysers.has("speech"):
            return []
        try:
            return list(analysers.transcribe(self._path, context))
        except AnalyserError as error:
            self._unheard = SkippedFile(self._file.path, f"no speech: {error.what.rstrip('.')}")
            return []

    def _analysed(self, drafts: Sequence[Draft]) -> Sequence[Draft]:
        """Run the networks now, so that a long video does not hold its pictures."""
        self._reading.analyses.run(drafts)
        return drafts

    def _shot(self, found: ShotKeyframe, facts: MediaFacts, speech: Sequence[Text]) -> Draft:
        shot = found.shot
        taken = facts.taken_at
        own = replace(
            facts,
            title="",
            taken_at=None if taken is None else taken + timedelta(seconds=shot.start_s),
            duration_s=None,
            texts=(),
            extra={"keyframe_s": round(shot.keyframe_s, 3)},
        )
        facets, _ = facts_of.time_facts(own)
        said = [text for text in speech if shot.start_s <= (text.start_s or 0.0) < shot.end_s]
        item = NewItem(
            identity=f"{self._record.content_hash}#t={round(shot.keyframe_s * 1000)}",
            kind=ItemKind.SHOT,
            title=f"{self._title} ({_clock(shot.start_s)})",
            facts=own,
            parent=self._record.content_hash,
            start_s=shot.start_s,
            end_s=shot.end_s,
            facets=facts_of.without_repeats(facets, own.facets),
            texts=said,
        )
        draft = draft_of(item, found.rgb, self._reading.analyses)
        draft.measured = motion_findings(found.motion)
        draft.ran[motion.ENCODER] = motion.VERSION
        return draft

    def _whole(self, facts: MediaFacts, speech: Sequence[Text]) -> Draft:
        """Return the item of the video, shown by its most telling keyframe."""
        facets, texts = facts_of.time_facts(facts)
        kept = [text for text in facts.texts if text.kind is not TextKind.SPEECH]
        item = NewItem(
            identity=self._record.content_hash,
            kind=ItemKind.VIDEO,
            title=self._title,
            files=[self._record, *self._sidecars()],
            facts=replace(facts, texts=tuple(kept)),
            facets=facts_of.without_repeats(facets, facts.facets),
            texts=[
                facts_of.title_text(self._title),
                facts_of.path_text(self._file.path, self._reading.roots),
                *texts,
                *speech,
            ],
        )
        draft = draft_of(item, self._best[1], self._reading.analyses)
        self._reading.analyses.run([draft])
        return draft

    def _sidecars(self) -> list[FileRecord]:
        """Return the subtitle files beside it, so that a change to them is noticed."""
        found = []
        for path in find_sidecars(self._path):
            try:
                found.append(FileRecord(str(path), *stamp_of(path), role="subtitles"))
            except MediaError:  # gone again
                continue
        return found

    def _lost(self, facts: MediaFacts, end_s: float) -> list[SkippedFile]:
        """Return a line for the report if the end of the video could not be decoded."""
        whole = facts.duration_s or 0.0
        if end_s >= whole - max(_LOST_S, 0.02 * whole):
            return []
        reason = f"only the first {end_s:.0f} of {whole:.0f} seconds could be read; they are kept"
        return [SkippedFile(self._file.path, reason)]


def telling(rgb: NDArray[np.uint8]) -> float:
    """Return how much a picture shows: contrast and colour, so that black and titles come last.

    Colourfulness after Hasler and Suesstrunk, "Measuring colourfulness in natural images", 2003.
    """
    small = rgb[:: max(1, rgb.shape[0] // 64), :: max(1, rgb.shape[1] // 64)].astype(np.float32)
    red, green, blue = small[..., 0], small[..., 1], small[..., 2]
    first, second = red - green, (red + green) / 2 - blue
    spread = float(np.hypot(first.std(), second.std()))
    offset = float(np.hypot(first.mean(), second.mean()))
    return float(small.mean(axis=2).std()) + spread + 0.3 * offset


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
