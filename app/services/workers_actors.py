"""What runs on workers: readers that decode, and hosts of networks that they feed.

A reader does all that belongs to a file: hash, picture, thumbnail, facts, and the light analyses.
Networks run in hosts, one a graphics card, or one a computer that has none, so that their weights
are in memory once; several readers feed a host, whose engine makes micro-batches of what comes.
Neither knows a library: what was found goes home, where one process writes.
"""

import itertools
import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.services import import_films, media_places
from app.services.analysers import Analysers
from app.services.import_analyse import Analyses
from app.services.import_films import OpenList
from app.services.import_found import Roots
from app.services.import_read import Claims, Reading
from app.services.import_types import Meter, Outcome
from app.services.import_videos import read_video_file
from app.services.paths import AppPaths
from app.services.properties import ExtraAnalyses
from app.services.workers_types import Ask, Brief, Hello, LookAsk, Told, Unseen
from common.errors import MediaError, ModelError
from common.jobs import JobContext
from common.settings import Settings
from common.values import Findings, ItemKind
from indexers import media
from models.base import Priority, ShotClassifier, mark_prepared
from models.engine import Engine
from models.hub import ModelHub

logger = logging.getLogger(__name__)

LIGHT_MS = 3.0  # analyses that cost no more than this are run where the picture is
_STAMP_S = 2.0  # file systems keep times of change so coarsely at worst


def _engine_parts() -> tuple[ModelHub, ExtraAnalyses]:
    """Return the models of this node: of its user, and of KINORA_MODELS there."""
    paths = AppPaths.of_user()
    return ModelHub(paths.models, paths.extra_models()), ExtraAnalyses(Analysers(Settings()))


class Host:
    """Networks on one graphics card, or on the processor of a computer that has none.

    Args:
        threads: processor threads.
    """

    def __init__(self, threads: int = 1) -> None:
        hub, extra = _engine_parts()
        self._engine = Engine(hub, threads=threads, extra=extra)

    def analyse(self, name: str, pictures: Sequence[tuple[NDArray[Any], Any]]) -> list[Findings]:
        """Run one analysis.

        Args:
            name: of the analysis.
            pictures: prepared ones, each with the (height, width) that it had.

        Raises:
            ModelError: the network failed.
        """
        prepared = [mark_prepared(np.asarray(each), name, size) for each, size in pictures]
        return self._engine.analyse(name, prepared, priority=Priority.BACKGROUND)

    def shots(self, frames: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return how probable it is that a shot ends with each frame; see Engine."""
        classify = self._engine.shot_classifier()
        if classify is None:
            raise ModelError("The network of shots is gone.", hint="Install it on the workers.")
        return classify(frames)


def fetch(ref: Any) -> Any:
    """Wait for the answer of another actor."""
    import ray

    return ray.get(ref)


class FedEngine(Engine):
    """An engine that has hosts run its networks; what is light it does itself.

    Args:
        hosts: handles of Host actors.
    """

    def __init__(self, hosts: Sequence[Any]) -> None:
        hub, extra = _engine_parts()
        super().__init__(hub, device="cpu", threads=1, extra=extra)
        self._hosts = list(hosts)
        self._turn = itertools.count(os.getpid())

    def analyse(
        self,
        name: str,
        images: Sequence[NDArray[np.uint8]],
        *,
        priority: Priority = Priority.BACKGROUND,
    ) -> list[Findings]:
        """Run one analysis, here or by the next host."""
        backend = self._image_backend(name)
        is_light = backend.only_cpu and backend.cost_ms <= LIGHT_MS
        if is_light or not self._hosts or not len(images):
            return super().analyse(name, images, priority=priority)
        prepared = [self.prepare(name, image) for image in images]
        sent = [(np.asarray(each), getattr(each, "original", (0, 0))) for each in prepared]
        found: list[Findings] = self._far(
            lambda host: host.analyse.remote(name, sent),
            lambda: Engine.analyse(self, name, prepared, priority=priority),
        )
        return found

    def shot_classifier(self) -> ShotClassifier | None:
        """Return what finds shots, here or by a host."""
        own = super().shot_classifier()
        if own is None or not self._hosts:
            return own
        return lambda frames: self._far(lambda host: host.shots.remote(frames), lambda: own(frames))

    def _far(self, ask: Callable[[Any], Any], own: Callable[[], Any]) -> Any:
        """Ask the next host; who died is asked no more, and without any this worker does it."""
        from ray.exceptions import RayActorError

        while hosts := self._hosts:
            host = hosts[next(self._turn) % len(hosts)]
            try:
                return fetch(ask(host))
            except RayActorError as error:
                logger.warning("a host of networks was lost: %s", error)
                self._hosts = [each for each in self._hosts if each is not host]
        return own()


class GivenAnalyses(Analyses):
    """The analyses that an import wants and that can run here in the same version.

    Args:
        engine: of this worker.
        brief: of the import.
    """

    def __init__(self, engine: Engine, brief: Brief) -> None:
        super().__init__(engine, brief.settings)
        self._active = {
            name: info
            for name, info in self._active.items()
            if brief.analyses.get(name) == info.version
        }
        self._side = brief.side

    @property
    def picture_side(self) -> int:
        """As on the computer that imports, so that the same pixels are seen."""
        return self._side


class _Known(threading.local):
    """Stands for the catalogue: what the computer that imports told of it."""

    contents: Mapping[str, int] = {}
    details: Mapping[int, Any] = {}

    def find_identities(self, hashes: Sequence[str]) -> dict[str, int]:
        return {each: self.contents[each] for each in hashes if each in self.contents}

    def item(self, item: int) -> Any:
        return self.details[item]


class Reader:
    """Reads files for one import.

    Args:
        brief: of the import.
        hosts: handles of Host actors; none where no network is wanted.
    """

    def __init__(self, brief: Brief, hosts: Sequence[Any] = ()) -> None:
        self._engine = FedEngine(hosts)
        self._analyses = GivenAnalyses(self._engine, brief)
        self._known = _Known()
        self._brief = brief
        self._reading = Reading(
            kind=brief.kind,
            roots=Roots(brief.roots),
            catalogue=self._known,  # type: ignore[arg-type]  # what of it is asked while reading
            analyses=self._analyses,
            settings=brief.settings,
            meter=Meter(JobContext()),
            claims=Claims(),
            clocks=brief.clocks,
        )

    def hello(self) -> Hello:
        """Say that it is ready."""
        return Hello(os.getpid(), time.time(), self._analyses.versions)

    def read(self, asks: Sequence[Ask]) -> Told:
        """Read pictures and analyse them; an answer is an Outcome, or Unseen."""
        answers = [self._one(ask, self._reading.read) for ask in asks]
        self._run_on(answers)
        return Told(answers, self._failures())

    def videos(self, asks: Sequence[Ask]) -> Told:
        """Read videos and analyse their shots; an answer is an Outcome, or Unseen."""
        classify = self._engine.shot_classifier() if self._brief.learned_shots else None

        def read(place: int, file: Any) -> Outcome:
            return read_video_file(self._reading, classify, place, file)

        return Told([self._one(ask, read) for ask in asks], self._failures())

    def films(self, opened: OpenList, details: Mapping[int, Any]) -> Told:
        """Read films of a list.

        Args:
            opened: those that are asked for.
            details: item -> what the catalogue holds of the films that are known.
        """
        self._known.details = details
        answers = [self._film(opened, identity) for identity in opened.films]
        self._run_on(answers)
        return Told(answers, self._failures())

    def _film(self, opened: OpenList, identity: str) -> Outcome | Unseen:
        """Read one film, if its poster can be seen here."""
        poster = opened.posters.get(identity)
        if poster is not None and not poster.is_file():
            return Unseen()
        return import_films.read_film(self._reading, opened, identity)

    def _run_on(self, answers: Sequence[Outcome | Unseen]) -> None:
        """Run the analyses on all that was read."""
        outcomes = [each for each in answers if isinstance(each, Outcome)]
        self._analyses.run([draft for each in outcomes for draft in each.drafts])

    def look(self, name: str, asks: Sequence[LookAsk]) -> Told:
        """Run one analysis on stored items; an answer is Findings, Unseen, or None if it failed."""
        pictures = [self._picture(ask) for ask in asks]
        seen = [each for each in pictures if each is not None]
        prepared = [self._analyses.prepare(each, (name,)).get(name) for each in seen]
        found = (
            self._analyses.run_one(name, [each for each in prepared if each is not None])
            if all(each is not None for each in prepared)
            else None
        )
        if found is None:
            return Told([None] * len(asks), self._failures())
        rest = iter(found)
        return Told(
            [Unseen() if each is None else next(rest) for each in pictures], self._failures()
        )

    def _picture(self, ask: LookAsk) -> NDArray[np.uint8] | None:
        """Return the picture of a stored item; None where it cannot be read here."""
        side = self._analyses.picture_side
        try:
            with self._brought(ask.path, ask.data):
                path = media_places.medium(ask.path)
                if ask.data is None and 0 <= ask.size != path.stat().st_size:
                    return None
                if ask.kind is ItemKind.SHOT:
                    return media.frame_at(path, ask.time_s, max_side=side).rgb
                limit = self._brief.settings.max_megapixels
                return media.read_image(path, max_side=side, max_megapixels=limit).rgb
        except (MediaError, OSError):
            return None

    def _one(self, ask: Ask, read: Callable[[int, Any], Outcome]) -> Outcome | Unseen:
        """Read one file, if it is the one that the import means."""
        if ask.data is None and not sees(ask):
            return Unseen()
        self._known.contents = ask.known
        with self._brought(ask.file.path, ask.data, ask.file.mtime_ns):
            outcome = read(ask.place, ask.file)
        return as_walked(outcome, ask)

    @contextmanager
    def _brought(self, path: str, data: bytes | None, mtime_ns: int = 0) -> Iterator[None]:
        """Let a path mean a content that came with the question."""
        if data is None:
            yield
            return
        with tempfile.TemporaryDirectory(prefix="kinora-brought-") as folder:
            place = Path(folder) / Path(path).name
            place.write_bytes(data)
            os.utime(place, ns=(mtime_ns, mtime_ns))
            with media_places.standing_for(path, place):
                yield

    def _failures(self) -> list[Any]:
        failed, self._analyses.failed = self._analyses.failed, []
        return failed


def sees(ask: Ask) -> bool:
    """Whether this computer sees the very file that the walk saw."""
    try:
        facts = media_places.medium(ask.file.path).stat()
    except (OSError, MediaError):
        return False
    if media_places.is_address(ask.file.path):
        return True
    differs_s = abs(facts.st_mtime_ns - ask.file.mtime_ns) / 1e9
    return facts.st_size == ask.file.size and differs_s <= _STAMP_S


def as_walked(outcome: Outcome, ask: Ask) -> Outcome:
    """Return an outcome whose files bear the time that the walk saw.

    Shared folders keep times more coarsely than the disk; the next import compares with a walk.
    """
    stamp, path = ask.file.mtime_ns, ask.file.path
    for draft in outcome.drafts:
        files = [
            replace(each, mtime_ns=stamp) if each.path == path else each
            for each in draft.item.files
        ]
        draft.item = replace(draft.item, files=files)
    if outcome.known is not None:
        outcome.known = replace(outcome.known, mtime_ns=stamp)
    return outcome
