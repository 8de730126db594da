import shutil
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.services.export import ExportService
from app.services.export_types import ExportRequest
from app.services.importing import ImportService
from app.services.items import ItemService
from app.services.library import Library
from app.services.playback import FrameReader
from common.errors import AppError
from common.jobs import JobCancelled, JobContext, Progress
from indexers.stores import StoreAddress, StoreError, Stores
from tests.import_media import save_dated, save_films, save_photos, save_video, service
from tests.stores_support import (
    S3Server,
    cut_off,
    jpeg,
    make_bucket,
    put_folder,
    reading,
    refuse,
)


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    pytest.importorskip("moto")
    pytest.importorskip("s3fs")
    found = S3Server()
    yield found
    found.close()


@pytest.fixture(autouse=True)
def _without_faults(server: S3Server) -> Iterator[None]:
    yield
    server.rule = None


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    with reading(tmp_path / "cache") as found:
        yield found


@pytest.fixture
def bucket(server: S3Server, stores: Stores, request: pytest.FixtureRequest) -> str:
    name = f"b{zlib.crc32(request.node.name.encode())}"
    make_bucket(stores, server.address(name, "x"))
    return name


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "test.kinora", create=True)
    yield opened
    opened.close()


@pytest.fixture
def imports(library: Library) -> ImportService:
    return service(library)


def save_media(folder: Path) -> Path:
    """Media whose facts do not hang on the time of their files."""
    for number in range(4):
        save_dated(folder / f"photos/{number}.jpg", number, f"2020:07:0{number + 1} 10:00:00")
    (folder / "photos/copy.jpg").write_bytes((folder / "photos/1.jpg").read_bytes())
    (folder / "photos/broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 nothing more")
    save_video(folder / "video/20200102_101010.mp4")
    (folder / "video/20200102_101010.srt").write_text("1\n00:00:00,100 --> 00:00:00,900\nHello\n")
    save_films(folder / "films/films.jsonl", 3)
    labels = "file,mood\nphotos/1.jpg,glad\n"
    (folder / "labels.csv").write_text(labels)
    (folder / ".hidden").mkdir()
    (folder / ".hidden/no.jpg").write_bytes(jpeg(7))
    return folder


def test_a_bucket_gives_the_library_that_its_folder_gives(
    tmp_path: Path, server: S3Server, stores: Stores, bucket: str
) -> None:
    folder = save_media(tmp_path / "media")
    put_folder(stores, server.address(bucket, "media"), folder)
    said = []
    for root, named in ((str(folder), str(folder)), (server.kept(bucket, "media"), "")):
        library = Library.open(tmp_path / f"{len(said)}.kinora", create=True)
        report = service(library).run([named or server.address(bucket, "media")])
        lines = [line for line in library.catalogue.canonical() if '"runs"' not in line]
        assert len(library.thumbnails) == library.catalogue.max_thumb_row() + 1
        skipped = [(each.path.replace(root, "ROOT"), each.reason) for each in report.skipped]
        said.append(([_plain(line, root) for line in lines], skipped))
        library.close()
    assert said[0][1] == said[1][1]
    assert said[0][0] == said[1][0]


def _plain(line: str, root: str) -> str:
    import re

    text = line.replace(root, "ROOT")
    return re.sub(r'"mtime_ns": \d+', '"mtime_ns": 0', text)


def test_what_did_not_change_is_not_read_again(
    tmp_path: Path, server: S3Server, stores: Stores, bucket: str, imports: ImportService
) -> None:
    put_folder(stores, server.address(bucket, "m"), save_media(tmp_path / "media"))
    first = imports.run([server.address(bucket, "m")])
    server.requests.clear()
    again = imports.run([server.address(bucket, "m")])
    read = [path for method, path in server.requests if method == "GET" and path.count("/") > 1]
    assert (again.added, again.updated, again.missing) == (0, 0, 0)
    assert again.unchanged == first.added
    assert {Path(path).name for path in read} <= {"labels.csv"}  # tables of labels always are
    stores.cache.clear()


def test_moved_changed_and_removed_objects_are_noticed(
    server: S3Server, stores: Stores, bucket: str, imports: ImportService, library: Library
) -> None:
    root = StoreAddress.of(server.address(bucket, "m"))
    backend = stores.backend(root)
    for number in range(3):
        backend.write(f"m/{number}.jpg", jpeg(number))
    imports.run([str(root)])
    items = {each.path: each.id for each in library.catalogue.items([1, 2, 3])}
    backend.write("m/sub/moved.jpg", jpeg(0))
    backend.remove("m/0.jpg")
    backend.remove("m/1.jpg")
    backend.write("m/2.jpg", jpeg(2) + b"\0")  # another content of this name
    report = imports.run([str(root)])
    moved = library.catalogue.items([items[str(root.at("m/0.jpg"))]])[0]
    assert moved.path == str(root.at("m/sub/moved.jpg"))
    assert (report.added, report.missing) == (1, 2)  # the one removed, and the old content of 2
    missing = library.catalogue.columns("id", "missing")
    assert items[str(root.at("m/1.jpg"))] in missing["id"][missing["missing"]].tolist()


def test_an_object_of_the_same_size_and_second_is_known_by_its_tag(
    server: S3Server, stores: Stores, bucket: str
) -> None:
    root = StoreAddress.of(server.address(bucket, "m/1.bin"))
    backend = stores.backend(root)
    backend.write("m/1.bin", b"aaaa")
    first = backend.stat("m/1.bin")
    backend.write("m/1.bin", b"bbbb")
    second = backend.stat("m/1.bin")
    assert first.size == second.size
    assert first.mtime_ns != second.mtime_ns
    assert [entry.stamp for entry in stores.listed(root)] == [second]
    assert backend.read("m/1.bin", 0, 4) == (b"bbbb", second)


def test_the_list_of_a_store_breaks_off(
    tmp_path: Path, server: S3Server, stores: Stores, bucket: str, imports: ImportService
) -> None:
    save_photos(tmp_path / "m", 4)
    put_folder(stores, server.address(bucket, "m"), tmp_path / "m")
    imports.run([server.address(bucket, "m")])
    pages = iter(range(10))

    def second_page(environ: dict) -> object:
        query = environ["QUERY_STRING"]
        if "list-type" not in query:
            return None
        environ["QUERY_STRING"] = query + "&max-keys=2"
        return refuse("InternalError", 500) if next(pages) else None

    server.rule = second_page
    report = imports.run([server.address(bucket, "m")])
    assert report.missing == 0  # what was not seen is not gone
    assert "broke off" in report.skipped[0].reason
    server.rule = None
    assert imports.run([server.address(bucket, "m")]).unchanged == 4


def test_objects_that_cannot_be_read_are_named_and_taken_up_later(
    tmp_path: Path, server: S3Server, stores: Stores, bucket: str, imports: ImportService
) -> None:
    save_photos(tmp_path / "m", 4)
    put_folder(stores, server.address(bucket, "m"), tmp_path / "m")
    rules = {
        "photo_001.jpg": refuse("AccessDenied", 403),
        "photo_002.jpg": cut_off,
        "photo_003.jpg": refuse("NoSuchKey", 404),
    }

    def bad(environ: dict) -> object:
        return (
            rules.get(environ["PATH_INFO"].rpartition("/")[2])
            if environ["REQUEST_METHOD"] == "GET"
            else None
        )

    server.rule = bad
    report = imports.run([server.address(bucket, "m")])
    said = {Path(each.path).name: each.reason for each in report.skipped}
    assert report.added == 1
    assert "does not permit" in said["photo_001.jpg"]
    assert "cannot be reached" in said["photo_002.jpg"]
    assert "not there" in said["photo_003.jpg"]
    server.rule = None
    assert imports.run([server.address(bucket, "m")]).added == 3


@pytest.mark.parametrize(
    ("where", "secret", "kind"),
    [
        ("nobody", "test-key:test-word", "bucket"),
        ("own", "other-key:word", "secret"),
        ("own", "no form", "secret"),
        ("own", "", "secret"),
    ],
)
def test_a_store_that_refuses(
    tmp_path: Path, server: S3Server, bucket: str, library: Library, where: str, secret: str,
    kind: str, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    address = server.address(bucket if where == "own" else "nobodys-bucket", "m")
    with reading(tmp_path / "other", secret), pytest.raises(StoreError) as caught:
        service(library).run([address])
    assert caught.value.kind == kind
    assert "cannot be imported" in caught.value.what
    assert "word" not in str(caught.value)


def test_nothing_lies_there(server: S3Server, bucket: str, imports: ImportService) -> None:
    with pytest.raises(StoreError, match="nothing lies there"):
        imports.run([server.address(bucket, "nothing")])


def test_a_server_that_is_gone(tmp_path: Path, imports: ImportService) -> None:
    with reading(tmp_path / "c", timeout_s=2), pytest.raises(StoreError, match="cannot be reached"):
        imports.run(["s3://box/m?endpoint=http://127.0.0.1:9"])


def test_an_unencrypted_server_elsewhere_is_not_asked(imports: ImportService) -> None:
    with pytest.raises(AppError, match="anyone can read"):
        imports.run(["s3://box/m?endpoint=http://store.example.org"])


def test_a_cancel_ends_the_wait_for_a_slow_store(
    tmp_path: Path, server: S3Server, stores: Stores, bucket: str, imports: ImportService
) -> None:
    import threading

    save_photos(tmp_path / "m", 2)
    put_folder(stores, server.address(bucket, "m"), tmp_path / "m")
    asked, go_on = threading.Event(), threading.Event()

    def slow(environ: dict) -> object:
        if "photo_001" in environ["PATH_INFO"] and environ["REQUEST_METHOD"] == "GET":
            asked.set()
            go_on.wait(20)
        return None

    server.rule = slow
    context = JobContext()
    threading.Thread(target=lambda: (asked.wait(20), context.cancel()), daemon=True).start()
    with pytest.raises(JobCancelled):
        imports.run([server.address(bucket, "m")], "auto", context)
    go_on.set()
    server.rule = None
    assert imports.run([server.address(bucket, "m")]).items == 2


def test_items_of_a_store_are_shown_and_exported(
    tmp_path: Path, server: S3Server, stores: Stores, bucket: str, imports: ImportService,
    library: Library,
) -> None:  # fmt: skip
    save_photos(tmp_path / "m", 2)
    save_video(tmp_path / "m/clip.mp4")
    put_folder(stores, server.address(bucket, "m"), tmp_path / "m")
    imports.run([server.address(bucket, "m")])
    items = ItemService(library)
    photo, video = 1, next(s.id for s in library.catalogue.items([3, 4, 5]) if s.kind == "video")
    assert items.store_address(photo) == server.kept(bucket, "m/photo_000.jpg")
    assert items.picture(photo).source == "original"
    assert items.picture(video).source == "frame"
    media = items.media(video).path
    assert media is not None
    with FrameReader(media) as reader:
        assert reader.duration_s > 1
    target = tmp_path / "out.zip"
    wall: Any = None  # a ZIP shows none
    ExportService(library, items, wall).run(ExportRequest("zip", target, (photo, video)))
    with zipfile.ZipFile(target) as archive:
        packed = {name for name in archive.namelist() if name.startswith("media/")}
        assert packed == {"media/photo_000.jpg", "media/clip.mp4"}
        assert archive.read("media/clip.mp4") == (tmp_path / "m/clip.mp4").read_bytes()
    server.rule = lambda _environ: refuse("InternalError", 500)
    with reading(tmp_path / "cache"):
        assert items.picture(photo).source == "original"  # what is here is shown
    with reading(tmp_path / "empty"):
        shown = items.picture(photo)
        assert shown.source == "thumbnail"
        assert "cannot be reached" in shown.note


def test_file_addresses_are_paths(tmp_path: Path, imports: ImportService, library: Library) -> None:
    paths = save_photos(tmp_path / "my photos", 2)
    imports.run([(tmp_path / "my photos").as_uri()])
    assert [each.path for each in library.catalogue.items([1, 2])] == [str(p) for p in paths]
    assert imports.run([tmp_path / "my photos"]).unchanged == 2


def test_progress_names_the_address(
    tmp_path: Path, server: S3Server, stores: Stores, bucket: str, imports: ImportService
) -> None:
    save_photos(tmp_path / "m", 1)
    put_folder(stores, server.address(bucket, "m"), tmp_path / "m")
    notes: list[Progress] = []
    imports.run([server.address(bucket, "m")], "auto", JobContext(notes.append))
    assert any("s3+http://" in each.note for each in notes)
    shutil.rmtree(tmp_path / "cache")  # may be deleted at any time
    assert imports.run([server.address(bucket, "m")]).unchanged == 1
