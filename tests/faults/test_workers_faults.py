"""Workers that die, hang, see nothing or differ: the library is as if this computer had read."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.services import workers_actors, workers_force, workers_import, workers_pool, workers_work
from app.services.addresses import Addresses
from app.services.library import Library
from app.services.workers_address import use_workers
from app.services.workers_connection import Node
from common.errors import LibraryError, WorkersError
from common.jobs import JobCancelled, JobContext, Progress
from models.base import AnalysisInfo
from models.engine import Engine
from tests.import_media import LayoutEngine, save_everything, save_films, save_photos, service
from tests.workers_support import ADDRESS, Actor, ThreadCluster, threads_for_ray

WAIT_S = 60.0


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workers_import, "PICTURES", 3)
    with threads_for_ray(monkeypatch) as made:
        yield made


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_everything(tmp_path_factory.mktemp("all") / "media")


@pytest.fixture
def library(tmp_path: Path):
    addresses = Addresses(workers=ADDRESS)
    opened = Library.open(tmp_path / "far.kinora", create=True, addresses=addresses)
    yield opened
    opened.close()


def read_here(folder: Path, media: Path) -> list[str]:
    """What a library holds whose media this computer alone has read."""
    if media not in _READ:
        opened = Library.open(folder / "near.kinora", create=True)
        service(opened).run([media])
        _READ[media] = list(opened.catalogue.canonical())
        opened.close()
    return _READ[media]


_READ: dict[Path, list[str]] = {}


def once(test: Callable[[Actor, str, tuple], bool], act: Callable[[Actor], object]):
    """Return what acts at the first call that a test is true of."""
    lock, done = threading.Lock(), []

    def before(actor: Actor, name: str, words: tuple) -> None:
        with lock:
            if done or not test(actor, name, words):
                return
            done.append(True)
        act(actor)

    return before


def test_a_worker_that_dies_loses_and_doubles_nothing(
    cluster: ThreadCluster, library: Library, media: Path, tmp_path: Path
) -> None:
    cluster.before = once(lambda actor, name, _: name == "read" and actor.asked > 2, Actor.die)
    report = service(library).run([media])
    assert len(cluster.readers()) == 3  # another took its place
    assert report.added == 19
    assert list(library.catalogue.canonical()) == read_here(tmp_path, media)


def test_a_file_that_kills_is_listed_and_the_rest_goes_on(
    cluster: ThreadCluster, library: Library, tmp_path: Path
) -> None:
    photos = save_photos(tmp_path / "photos", 12)

    def before(actor: Actor, name: str, words: tuple) -> None:
        if name == "read" and any(ask.file.path == str(photos[4]) for ask in words[0]):
            actor.die()

    cluster.before = before
    report = service(library).run([tmp_path / "photos"])
    assert report.added == 11
    (skipped,) = report.skipped
    assert (skipped.path, skipped.reason) == (str(photos[4]), workers_work.CRASHED)


def test_work_that_fails_twice_says_why(
    cluster: ThreadCluster, library: Library, tmp_path: Path
) -> None:
    photos = save_photos(tmp_path / "photos", 7)

    def before(actor: Actor, name: str, words: tuple) -> None:
        if name == "read" and any(ask.file.path == str(photos[0]) for ask in words[0]):
            raise MemoryError("no room")

    cluster.before = before
    report = service(library).run([tmp_path / "photos"])
    assert report.added == 6
    assert "no room" in report.skipped[0].reason


def test_computers_come_and_go(
    cluster: ThreadCluster, library: Library, media: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(workers_pool, "TEND_S", 0.0)
    came = Node(f"{9:056x}", "10.0.0.9", 1.0)

    def change(actor: Actor) -> None:
        cluster.there = [cluster.there[1], came]
        for each in cluster.readers():
            if each.node == f"{1:056x}":
                each.die()

    cluster.before = once(lambda actor, name, _: name == "read" and actor.asked > 2, change)
    service(library).run([media])
    assert any(actor.node == came.id and actor.asked > 1 for actor in cluster.readers())
    assert list(library.catalogue.canonical()) == read_here(tmp_path, media)


def test_when_the_cluster_goes_the_next_import_goes_on(
    cluster: ThreadCluster, library: Library, media: Path, tmp_path: Path
) -> None:
    def go(actor: Actor) -> None:
        cluster.is_alive = False

    cluster.before = once(lambda actor, name, _: name == "films", go)
    with pytest.raises(WorkersError, match="gone") as raised:
        service(library).run([media])
    assert raised.value.is_gone
    assert library.catalogue.runs(1)[0].state == "failed"
    cluster.is_alive = True
    service(library).run([media])
    assert list(library.catalogue.canonical()) == read_here(tmp_path, media)


def test_nobody_waits_for_ever_for_one_that_hangs(
    cluster: ThreadCluster, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers_work, "HEDGE_S", 0.0)
    save_photos(tmp_path / "photos", 9)
    go_on, hanging = threading.Event(), []

    def hang(actor: Actor) -> None:
        hanging.append(actor)
        go_on.wait(WAIT_S)

    cluster.before = once(lambda actor, name, _: name == "read", hang)
    report = service(library).run([tmp_path / "photos"])
    assert hanging
    assert not go_on.is_set()
    assert report.added == 9
    go_on.set()


def test_no_more_is_in_flight_than_was_agreed(
    cluster: ThreadCluster, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first piece hangs while the others could run far ahead of it."""
    monkeypatch.setattr(workers_import, "PICTURES", 1)
    save_photos(tmp_path / "photos", 60)
    go_on, asked, pools = threading.Event(), [], []
    made = workers_pool.WorkerPool

    class Watched(made):  # type: ignore[misc, valid-type]
        def __init__(self, *words, **more) -> None:
            super().__init__(*words, **more)
            pools.append(self)

    def before(actor: Actor, name: str, words: tuple) -> None:
        if name != "read":
            return
        asked.append(words[0][0].place)
        if words[0][0].place == 0:
            go_on.wait(WAIT_S)

    def watch(progress: Progress) -> None:
        # All that may be asked for was, but for what waits behind the one that hangs. Whoever asked
        # for more would have done so while progress is told some times more.
        if len(asked) > 2 * workers_work.AHEAD - workers_work.FLYING and not go_on.is_set():
            counts.append(len(asked))
            if len(counts) == 5:
                go_on.set()

    counts: list[int] = []
    monkeypatch.setattr(workers_force, "WorkerPool", Watched)
    cluster.before = before
    report = service(library).run([tmp_path / "photos"], context=JobContext(watch))
    assert report.added == 60
    assert counts[-1] <= 2 * workers_work.AHEAD
    assert pools[0].most_waiting <= 2 * workers_work.AHEAD


def test_files_that_workers_do_not_see_are_sent_or_read_here(
    cluster: ThreadCluster, library: Library, media: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    sent, home = [], threading.get_ident()
    true_sees = workers_actors.sees
    monkeypatch.setattr(
        workers_actors, "sees", lambda ask: threading.get_ident() == home and true_sees(ask)
    )
    monkeypatch.setattr(workers_import, "SENT_BYTES", 100_000)

    def before(actor: Actor, name: str, words: tuple) -> None:
        if name in {"read", "videos"}:
            sent.extend((name, ask.file.path, ask.data) for ask in words[0] if ask.data)

    cluster.before = before
    service(library).run([media])
    assert sum(path.endswith(".jpg") for _, path, _ in sent) >= 11
    assert all(name == "read" for name, _, _ in sent)  # videos were read here
    assert list(library.catalogue.canonical()) == read_here(tmp_path, media)


def test_clocks_that_differ_change_nothing(
    cluster: ThreadCluster, library: Library, media: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    class Late:
        @staticmethod
        def time() -> float:
            return time.time() - 86_400.0

    monkeypatch.setattr(workers_actors, "time", Late)
    service(library).run([media])
    assert list(library.catalogue.canonical()) == read_here(tmp_path, media)
    assert service(library).run([media]).unchanged == 19  # stamps are those of the walk


def test_a_cancel_ends_the_workers_and_keeps_what_was_stored(
    cluster: ThreadCluster, library: Library, media: Path, tmp_path: Path
) -> None:
    context = JobContext()
    cluster.before = once(lambda actor, name, _: name == "films", lambda _: context.cancel())
    with pytest.raises(JobCancelled):
        service(library).run([media], context=context)
    assert all(actor.is_dead for actor in cluster.actors)
    service(library).run([media])
    assert list(library.catalogue.canonical()) == read_here(tmp_path, media)


def test_what_workers_cannot_run_is_done_here(
    cluster: ThreadCluster, library: Library, media: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Workers with weights of another version: their answers would not fit."""

    class Other(Engine):
        def analyses(self) -> list[AnalysisInfo]:
            return [AnalysisInfo("layout", "another", {"layout": 498})]

    monkeypatch.setattr(workers_actors.FedEngine, "analyses", Other.analyses)
    service(library).run([media])
    assert library.encoders() == {"layout": 19, "motion": 2}
    ours, near = list(library.catalogue.canonical()), read_here(tmp_path, media)
    assert [line.split('"analyses"')[0] for line in ours] == [
        line.split('"analyses"')[0] for line in near
    ]


def test_pending_analyses_go_to_workers(
    cluster: ThreadCluster, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_photos(tmp_path / "photos", 5)
    save_films(tmp_path / "films.jsonl", 3)
    looked: list[str] = []

    def before(actor: Actor, name: str, words: tuple) -> None:
        if name == "look":
            looked.extend(ask.path for ask in words[1])

    cluster.before = before
    imports = service(library)
    imports.run([tmp_path / "photos", tmp_path / "films.jsonl"])
    assert not looked
    both = {"layout", "properties"}
    monkeypatch.setattr(
        LayoutEngine,
        "analyses",
        lambda self: [info for info in Engine.analyses(self) if info.name in both],
    )
    extra = workers_actors._engine_parts()[1]
    imports._models.engine._extra = extra  # the engine of tests knows no properties
    assert imports.due().analyses >= 5
    assert imports.analyse().updated >= 5
    seen = [*(tmp_path / "photos").iterdir(), tmp_path / "poster0.png"]
    assert sorted(looked) == sorted(map(str, seen))
    assert imports.due().analyses == 0


@pytest.mark.parametrize("left", [1, 0])
def test_a_host_of_networks_that_dies_is_done_without(
    cluster: ThreadCluster, library: Library, media: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, left: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(workers_force, "LIGHT", frozenset())
    monkeypatch.setattr(workers_actors, "LIGHT_MS", -1.0)
    asked: list[Actor] = []

    def before(actor: Actor, name: str, words: tuple) -> None:
        if name != "analyse":
            return
        if actor not in asked:
            asked.append(actor)
        if actor in asked[: 2 - left] and actor.asked > 1:
            actor.die()

    cluster.before = before
    report = service(library).run([media])
    hosts = [actor for actor in cluster.actors if actor.kind is workers_actors.Host]
    assert len(hosts) == len(asked) == 2
    assert report.added == 19
    assert len(cluster.readers()) == 2
    assert list(library.catalogue.canonical()) == read_here(tmp_path, media)


def test_a_cluster_that_cannot_run_kinora_is_told(
    cluster: ThreadCluster, library: Library, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacks(*_: object) -> None:
        raise ModuleNotFoundError("No module named 'cv2'")

    monkeypatch.setattr(workers_actors.Reader, "__init__", lacks)
    with pytest.raises(WorkersError, match=r"cannot run Kinora .*cv2"):
        service(library).run([media])


def test_workers_are_changed_and_noted(library: Library, tmp_path: Path) -> None:
    use_workers(library, "local")
    assert library.addresses.workers == "local"
    library.close()
    again = Library.open(tmp_path / "far.kinora")
    assert again.addresses.workers == "local"
    with pytest.raises(WorkersError, match="no address"):
        use_workers(again, "http://somewhere")
    again.close()
    with pytest.raises(LibraryError):
        use_workers(again, ADDRESS)
