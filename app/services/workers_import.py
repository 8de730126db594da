"""Reads the files of an import on workers: what they bring home is put in order and settled here.

Workers know no library. Whether a content is known already, and which of several copies an item is
made of, is decided where the one writer is, when a result comes home; so a file may be read twice
or by two, and the library is the same as if this computer alone had read.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from app.services import import_films
from app.services.import_films import OpenList
from app.services.import_plan import Plan
from app.services.import_readers import Idle, LocalReaders, Placed
from app.services.import_types import Outcome
from app.services.import_videos import read_video_file
from app.services.media_places import is_address
from app.services.workers_force import Workforce
from app.services.workers_types import Ask, Told
from common.closing import Closing
from common.values import SkippedFile
from indexers.catalogue import FileRecord, ItemDetails

PICTURES, FILMS = 16, 16
"""How many are sent to a worker at once."""

SENT_BYTES = 32 << 20
"""Larger files that workers cannot see are read by this computer."""


class WorkerReaders(Closing):
    """Workers of a cluster as readers of an import; films and videos as well as pictures.

    Args:
        force: the workers.
        local: reads what workers cannot.
        plan: of the import.
    """

    def __init__(self, force: Workforce, local: LocalReaders, plan: Plan) -> None:
        self._force = force
        self._local = local
        self._reading = local.reading
        self._fresh: set[str] = set()  # contents that this import brought
        self._sizes: defaultdict[int, dict[str, int]] = defaultdict(dict)
        for record in plan.known.values():
            if record.item and record.content_hash:
                self._sizes[record.size][record.content_hash] = record.item

    def __enter__(self) -> Self:
        self._local.__enter__()
        return self

    def close(self) -> None:
        """Wait for the local readers; the workers are not this one's to end."""
        self._local.close()

    def pictures(self, files: Sequence[Placed], idle: Idle) -> Iterator[Outcome]:
        """Read pictures, and say what anything else is."""
        read = self._reading.read
        return self._files(_Files(self, files, "read", PICTURES, read), files, idle)

    def videos(self, files: Sequence[Placed], idle: Idle) -> Iterator[Outcome]:
        """Read videos; here, where something on this computer hears what is said in them."""
        analysers = self._reading.analysers
        if analysers is not None and analysers.has("speech"):
            return self._local.videos(files, idle)

        def read(place: int, file: Any) -> Outcome:
            return read_video_file(self._reading, self._local.classify, place, file)

        return self._files(_Files(self, files, "videos", 1, read), files, idle)

    def films(self, opened: OpenList, idle: Idle) -> Iterator[Outcome]:
        """Read the films of a list; here, where posters lie in a store."""
        if not all(type(each) is type(Path()) for each in opened.posters.values()):
            yield from self._local.films(opened, idle)
            return
        for outcomes in self._force.run(_Films(self, opened), idle):
            yield from outcomes

    def _files(self, work: "_Files", files: Sequence[Placed], idle: Idle) -> Iterator[Outcome]:
        taken = 0
        for outcomes in self._force.run(work, idle):
            part = files[taken : taken + len(outcomes)]
            taken += len(outcomes)
            yield from self._settled(part, outcomes)

    def _settled(self, files: Sequence[Placed], outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
        """Decide what contents mean for this library, as a reader with the catalogue does."""
        again = self._reading.again
        asked = {
            each.content_hash
            for each in outcomes
            if each.content_hash not in self._fresh and each.file.path not in again
        }
        known = self._reading.catalogue.find_identities([each for each in asked if each])
        for (place, file), outcome in zip(files, outcomes, strict=True):
            record = own_record(outcome)
            if record is None or record.item:
                yield outcome
                continue
            content = outcome.content_hash
            is_new = content not in self._fresh
            if is_new and content in known and file.path not in again:
                record = replace(record, item=known[content])
            elif outcome.drafts and self._reading.claims.claim(content, place):
                self._fresh.add(content)
                yield outcome
                continue
            yield Outcome(file, known=record, content_hash=content, skipped=outcome.skipped)

    def known_like(self, path: str, size: int) -> Mapping[str, int]:
        """Return content hash -> item of the known files of a size; none for one to be read."""
        return {} if path in self._reading.again else self._sizes.get(size, {})

    def told(self, told: Told) -> None:
        """Take note of analyses that failed on a worker: they are tried here later."""
        failed = self._reading.analyses.failed
        for each in told.failed:
            if all(each.path != other.path for other in failed):
                failed.append(each)


def own_record(outcome: Outcome) -> FileRecord | None:
    """Return the file row of what was read, or of a copy; None where nothing was."""
    if outcome.known is not None:
        return outcome.known
    return outcome.drafts[0].item.files[0] if outcome.drafts else None


class _Files:
    """Files as a work; see workers_pool.Work."""

    def __init__(
        self,
        readers: WorkerReaders,
        files: Sequence[Placed],
        method: str,
        piece: int,
        read: Callable[[int, Any], Outcome],
    ) -> None:
        self.count = len(files)
        self.piece = piece
        self.may_hedge = method == "read"
        self.told = readers.told
        self._readers = readers
        self._files = files
        self._method = method
        self._read = read

    def send(self, actor: Any, places: Sequence[int], *, whole: bool) -> Any:
        """Ask a reader for some files."""
        asks = []
        for each in places:
            place, file = self._files[each]
            known = self._readers.known_like(file.path, file.size)
            data = _content(file.path) if whole else None
            asks.append(Ask(place, file, known, data))
        return getattr(actor, self._method).remote(asks)

    def bytes_of(self, place: int) -> int:
        """Return the size of a picture; videos and what lies in stores are not sent."""
        file = self._files[place][1]
        if self._method != "read" or file.size > SENT_BYTES or is_address(file.path):
            return -1
        return file.size if Path(file.path).is_file() else -1

    def here(self, place: int) -> Outcome:
        """Read a file in this process."""
        return self._read(*self._files[place])

    def failed(self, place: int, why: str) -> Outcome:
        """Return the outcome of a file that no worker could read."""
        file = self._files[place][1]
        return Outcome(file, skipped=[SkippedFile(file.path, why)])


def _content(path: str) -> bytes | None:
    """Return a file; None where it cannot be read, which the worker then says of it."""
    try:
        return Path(path).read_bytes()
    except OSError:
        return None


class _Films:
    """The films of a list as a work."""

    piece = FILMS
    may_hedge = True

    def __init__(self, readers: WorkerReaders, opened: OpenList) -> None:
        self.told = readers.told
        self._reading = readers._reading  # noqa: SLF001 - one module
        self._opened = opened
        self._names = list(opened.films)
        self.count = len(self._names)

    def send(self, actor: Any, places: Sequence[int], *, whole: bool) -> Any:
        """Ask a reader for some films; all that it needs of the list and the catalogue goes along.

        Posters are never sent: `whole` is not asked for.
        """
        del whole
        names = [self._names[place] for place in places]
        opened, known = self._opened, self._opened.known
        part = replace(
            opened,
            films={name: opened.films[name] for name in names},
            known={name: known[name] for name in names if name in known},
            posters={name: opened.posters[name] for name in names if name in opened.posters},
            skipped=[],
        )
        ids = list(part.known.values())
        details: dict[int, ItemDetails] = (
            {each.id: each for each in self._reading.catalogue.describe(ids)} if ids else {}
        )
        return actor.films.remote(part, details)

    def bytes_of(self, place: int) -> int:  # noqa: ARG002 - as Work has it
        """Posters are not sent."""
        return -1

    def here(self, place: int) -> Outcome:
        """Read a film in this process."""
        return import_films.read_film(self._reading, self._opened, self._names[place])

    def failed(self, place: int, why: str) -> Outcome:
        """Return the outcome of a film that no worker could read."""
        film = self._opened.films[self._names[place]]
        skipped = SkippedFile(self._opened.file.path, f"row {film.row}: {why}")
        return Outcome(self._opened.file, skipped=[skipped])
