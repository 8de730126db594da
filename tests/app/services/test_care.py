import threading
from pathlib import Path

import numpy as np
import pytest

from app.services import care
from app.services.importing import Due, ImportService
from app.services.library import Library
from app.services.search import SearchService
from app.services.services import Services
from common.errors import ReadOnlyLibraryError
from common.jobs import JobCancelled, JobContext, Progress
from common.settings import Settings
from indexers.vectors import VectorCollection
from models.base import EncoderInfo, Priority
from tests.app.searching import FakeModels, of_words, photo_library
from tests.import_media import LayoutModels, save_films, save_photos, service


class WordModels(LayoutModels):
    """A stand-in for the sentence encoder beside the embedded descriptor."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.engine.text_encoders = lambda: [EncoderInfo("minilm", 24, version="w1")]
        self.engine.encode_text = self.encode
        self.encoded: list[str] = []

    def encode(
        self, encoder: str, texts: list[str], *, priority: Priority = Priority.INTERACTIVE
    ) -> np.ndarray:
        assert encoder == "minilm"
        self.encoded += texts
        return np.stack([of_words(text) for text in texts])


@pytest.fixture
def library(tmp_path: Path):
    opened = Library.open(tmp_path / "test.kinora", create=True)
    yield opened
    opened.close()


@pytest.fixture
def models(tmp_path: Path):
    made = WordModels(tmp_path)
    yield made
    made.close()


def test_texts_can_be_left_for_later(tmp_path: Path, library: Library, models: WordModels) -> None:
    imports = ImportService(library, models, Settings())
    films = save_films(tmp_path / "films.jsonl", 5, posters=False)
    assert imports.run([films], texts=False).added == 5
    assert (library.encoders(), models.encoded) == ({"layout": 5}, [])
    assert imports.due() == Due(analyses=0, texts=5, indexes=0)
    imports.analyse()
    assert library.encoders() == {"layout": 5, "minilm": 5}
    assert not imports.due()
    assert library.catalogue.integrity_problems() == []


def test_an_import_that_does_all_leaves_nothing_due(
    tmp_path: Path, library: Library, models: WordModels
) -> None:
    imports = ImportService(library, models, Settings())
    imports.run([save_films(tmp_path / "films.jsonl", 3, posters=False)])
    assert library.encoders() == {"layout": 3, "minilm": 3}
    assert not imports.due()


def test_nothing_is_due_where_nothing_can_be_written(
    tmp_path: Path, library: Library, models: WordModels
) -> None:
    save_photos(tmp_path / "media", 2)
    ImportService(library, models, Settings()).run([tmp_path / "media"], texts=False)
    reading = Library.open(library.folder, read_only=True)
    try:
        imports = ImportService(reading, models, Settings())
        assert not imports.due()
        with pytest.raises(ReadOnlyLibraryError):
            imports.analyse()
    finally:
        reading.close()


@pytest.fixture
def stale(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Make every collection say that its index is old; returns those that were built anew."""
    rebuilt: list[str] = []

    def rebuild(self: VectorCollection, context: JobContext) -> None:
        context.step(1, 2)
        rebuilt.append(self.encoder)

    monkeypatch.setattr(
        VectorCollection, "needs_rebuild", property(lambda self: self.encoder not in rebuilt)
    )
    monkeypatch.setattr(VectorCollection, "rebuild", rebuild)
    return rebuilt


def test_an_import_ends_with_new_indexes(
    tmp_path: Path, library: Library, stale: list[str]
) -> None:
    save_photos(tmp_path / "media", 3)
    notes: list[str] = []
    context = JobContext(lambda progress: notes.append(progress.note))
    assert service(library).run([tmp_path / "media"], context=context).added == 3
    assert stale == ["layout"]
    assert library.catalogue.runs(1)[0].state == "done"


def test_what_was_imported_stays_when_the_index_is_cancelled(
    tmp_path: Path, library: Library, stale: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    save_photos(tmp_path / "media", 3)
    context = JobContext()

    def stop(_self: VectorCollection, part: JobContext) -> None:
        context.cancel()
        part.step(0, 1)

    monkeypatch.setattr(VectorCollection, "rebuild", stop)
    with pytest.raises(JobCancelled):
        service(library).run([tmp_path / "media"], context=context)
    assert library.catalogue.count() == 3
    assert library.catalogue.runs(1)[0].state == "cancelled"


def test_an_index_that_cannot_be_kept_costs_only_itself(
    tmp_path: Path, library: Library, stale: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: VectorCollection, _context: JobContext) -> None:
        raise OSError(28, "No space left on device")

    save_photos(tmp_path / "media", 2)
    monkeypatch.setattr(VectorCollection, "rebuild", fail)
    assert service(library).run([tmp_path / "media"]).added == 2
    assert library.catalogue.runs(1)[0].state == "done"


def test_a_second_import_waits_for_the_first_and_can_be_cancelled_meanwhile(
    tmp_path: Path, library: Library
) -> None:
    save_photos(tmp_path / "one", 1)
    save_photos(tmp_path / "two", 1, first=5)
    imports = service(library)
    waiting = threading.Event()

    def second_waits(progress: Progress) -> None:
        if progress.note == "Waiting for another import":
            waiting.set()

    context = JobContext(second_waits)
    seen: list[bool] = []

    def first_runs(_progress: Progress) -> None:
        if not seen:
            thread.start()
            seen.append(waiting.wait(20))
            context.cancel()

    ended: list[str] = []

    def second() -> None:
        try:
            imports.run([tmp_path / "two"], context=context)
        except JobCancelled:
            ended.append("cancelled")

    thread = threading.Thread(target=second)
    imports.run([tmp_path / "one"], context=JobContext(first_runs))
    thread.join(20)
    assert (seen, ended) == ([True], ["cancelled"])
    assert library.catalogue.count() == 1
    assert imports.run([tmp_path / "two"]).added == 1


def test_warming_up_leaves_an_empty_library_alone(library: Library) -> None:
    models = FakeModels()
    SearchService(library, models, Settings()).warm_up(JobContext())
    assert models.engine.calls == 0


def test_warming_up_loads_what_the_first_search_needs(tmp_path: Path) -> None:
    library = photo_library(tmp_path / "photos.kinora", 5)
    models = FakeModels()
    search = SearchService(library, models, Settings())
    search.warm_up(JobContext())
    assert models.engine.calls > 0
    cancelled = JobContext()
    cancelled.cancel()
    with pytest.raises(JobCancelled):
        search.warm_up(cancelled)
    library.close()


def test_catching_up_learns_the_names_of_concepts_once(tmp_path: Path) -> None:
    library = photo_library(tmp_path / "photos.kinora", 5)
    models = FakeModels()
    services = Services(library, Settings())
    services.__dict__["models"] = models
    services.__dict__["imports"] = service(library)
    names = services.search.unprepared()
    assert names > 0
    care.catch_up(services, JobContext())
    assert services.search.unprepared() == 0
    assert care.look(services, JobContext())[1] == 0
    again = SearchService(library, FakeModels(), Settings())
    assert again.unprepared() == 0
    library.close()
