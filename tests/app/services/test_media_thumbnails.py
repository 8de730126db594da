import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from app.services import media_thumbnails
from app.services.addresses import Addresses
from app.services.library import Library
from app.services.media_thumbnails import follow, join, keep_at, mirror_of, with_media
from common.errors import LibraryError, ReadOnlyLibraryError
from common.jobs import JobCancelled, JobContext
from indexers.stores import StoreAddress, StoreError, StoreFault, Stores
from indexers.stores.mirror import read_note
from indexers.stores.segments import pack, unpack
from indexers.thumbnails import ThumbnailStore, make_thumbnail
from tests.import_media import picture, save_photos, service
from tests.stores_support import S3Server, make_bucket, reading, refuse


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    pytest.importorskip("moto")
    pytest.importorskip("s3fs")
    found = S3Server()
    yield found
    found.close()


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    with reading(tmp_path / "cache") as found:
        yield found


@pytest.fixture(params=["file", "s3"])
def address(request: pytest.FixtureRequest, stores: Stores, tmp_path: Path) -> Iterator[str]:
    """A prefix in each kind of store."""
    if request.param == "file":
        yield (tmp_path / "nas").as_uri()
    else:
        server: S3Server = request.getfixturevalue("server")
        name = f"b{tmp_path.name.replace('_', '-').strip('-')[-40:].lower()}x"
        make_bucket(stores, server.address(name, "x"))
        yield server.kept(name, "thumbs")
        server.rule = None


def thumbnails(first: int, count: int) -> list:
    return [make_thumbnail(np.asarray(picture(n))) for n in range(first, first + count)]


def made(tmp_path: Path, address: str, photos: int = 5) -> Library:
    """A library whose thumbnails go to an address."""
    library = Library.open(tmp_path / "home.kinora", create=True)
    object.__setattr__(library.addresses, "media", address)
    save_photos(tmp_path / "photos", photos)
    service(library).run([tmp_path / "photos"])
    return library


def same(one: ThumbnailStore, other: ThumbnailStore) -> bool:
    rows = range(len(one))
    return len(one) == len(other) and pack(0, one.thumbnails(rows)) == pack(
        0, other.thumbnails(rows)
    )


class Stopping(JobContext):
    """Cancelled once three rows were done."""

    def step(self, done: int, total: int = 0, note: str = "") -> None:
        if done >= 3:
            self.cancel()
        super().step(done, total, note)


def test_rows_as_an_object_and_back() -> None:
    rows = thumbnails(0, 3)
    first, found = unpack(pack(7, rows))
    assert first == 7
    assert [each.aspect for each in found] == [np.float32(each.aspect) for each in rows]
    for before, after in zip(rows, found, strict=True):
        assert before.jpeg == after.jpeg
        assert all((before.raw[level] == after.raw[level]).all() for level in before.raw)
    assert unpack(pack(0, [])) == (0, [])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: data[:200] + b"x" + data[201:],
        lambda data: data.replace(b'"form": 1', b'"form": 9'),
        lambda data: b"",
    ],
)
def test_a_damaged_object_is_refused(spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpack(spoil(pack(0, thumbnails(0, 2))))


def test_what_is_imported_is_there_before_the_catalogue_names_it(
    tmp_path: Path, address: str
) -> None:
    library = made(tmp_path, address, 3)
    mirror = mirror_of(library)
    assert mirror is not None
    assert [(each.first, each.end) for each in mirror.segments()] == [(0, 3)]
    store, seen = library.thumbnails, []
    library.catalogue.add_batch = lambda *_a, **_k: seen.append(len(mirror.segments())) or 1 / 0  # type: ignore[method-assign]
    save_photos(tmp_path / "photos", 2, first=3)
    with pytest.raises(ZeroDivisionError):
        service(library).run([tmp_path / "photos"])
    assert seen == [2]
    assert len(store) == 5
    library.close()
    # What may be in the store is never given to other pictures, though no item names it.
    again = Library.open(tmp_path / "home.kinora")
    object.__setattr__(again.addresses, "media", address)
    assert len(again.thumbnails) == 5
    service(again).run([tmp_path / "photos"])
    assert again.catalogue.max_thumb_row() == 6
    again.close()


def test_another_folder_takes_what_it_lacks(tmp_path: Path, address: str, stores: Stores) -> None:
    library = made(tmp_path, address)
    mirror = mirror_of(library)
    assert mirror is not None
    other = tmp_path / "other"
    assert mirror.fetch(other) == 5
    assert mirror.fetch(other) == 0
    library.thumbnails.append(thumbnails(20, 300))
    library.thumbnails.flush()
    assert mirror.fetch(other) == 300
    with ThumbnailStore(other, read_only=True) as store:
        assert same(library.thumbnails, store)
    library.close()


def test_a_stop_in_the_middle_keeps_what_came(tmp_path: Path, address: str) -> None:
    library = made(tmp_path, address, 2)
    for first in range(2, 6):
        library.thumbnails.append(thumbnails(first, 1))
        library.thumbnails.flush()
    mirror = mirror_of(library)
    assert mirror is not None
    with pytest.raises(JobCancelled):
        mirror.fetch(tmp_path / "other", Stopping())
    with ThumbnailStore(tmp_path / "other", read_only=True) as store:
        assert 2 < len(store) < 6
    mirror.fetch(tmp_path / "other")
    with ThumbnailStore(tmp_path / "other", read_only=True) as store:
        assert same(library.thumbnails, store)
    library.close()


def test_thumbnails_that_were_lost_come_back(tmp_path: Path, address: str) -> None:
    library = made(tmp_path, address)
    before = pack(0, library.thumbnails.thumbnails(range(5)))
    library.close()
    shutil.rmtree(tmp_path / "home.kinora/thumbs")
    again = Library.open(tmp_path / "home.kinora")
    object.__setattr__(again.addresses, "media", address)
    assert follow(again).taken == 5
    assert pack(0, again.thumbnails.thumbnails(range(5))) == before
    again.close()


def test_dropped_thumbnails_begin_a_new_generation(tmp_path: Path, address: str) -> None:
    library = made(tmp_path, address)
    mirror = mirror_of(library)
    assert mirror is not None
    mirror.fetch(tmp_path / "other")
    library.drop_thumbnails()
    library.thumbnails.append(thumbnails(50, 4))
    library.thumbnails.flush()
    assert mirror.fetch(tmp_path / "other") == 4
    with ThumbnailStore(tmp_path / "other", read_only=True) as store:
        assert store.generation == 1
        assert same(library.thumbnails, store)
    library.close()


def test_a_damaged_object_stops_the_taking(tmp_path: Path, address: str, stores: Stores) -> None:
    library = made(tmp_path, address)
    mirror = mirror_of(library)
    assert mirror is not None
    backend = stores.backend(mirror.address)
    backend.write(mirror.segments()[0].key, b"{}\n")
    with pytest.raises(StoreError, match="damaged"):
        mirror.fetch(tmp_path / "other")
    with ThumbnailStore(tmp_path / "other", read_only=True) as store:
        assert len(store) == 0
    library.close()


def test_an_upload_that_fails_is_done_by_the_next(
    tmp_path: Path, server: S3Server, stores: Stores
) -> None:
    make_bucket(stores, server.address("uploads", "x"))
    library = made(tmp_path, server.kept("uploads", "t"), 2)
    server.rule = lambda environ: (
        refuse("AccessDenied", 403) if environ["REQUEST_METHOD"] == "PUT" else None
    )
    save_photos(tmp_path / "photos", 2, first=2)
    with pytest.raises(StoreError, match="does not permit"):
        service(library).run([tmp_path / "photos"])
    assert library.catalogue.count() == 2  # what is not in the store is not named
    note = read_note(tmp_path / "home.kinora/thumbs")
    assert (note.promised, note.sent) == (4, 2)
    server.rule = None
    service(library).run([tmp_path / "photos"])
    mirror = mirror_of(library)
    assert mirror is not None
    mirror.fetch(tmp_path / "other")
    with ThumbnailStore(tmp_path / "other", read_only=True) as store:
        assert same(library.thumbnails, store)
    library.close()


# -- choosing and joining


def test_an_address_is_chosen_later(tmp_path: Path, stores: Stores) -> None:
    library = Library.open(tmp_path / "home.kinora", create=True)
    save_photos(tmp_path / "photos", 3)
    service(library).run([tmp_path / "photos"])
    library.close()
    keep_at(tmp_path / "home.kinora", (tmp_path / "nas").as_uri())
    again = Library.open(tmp_path / "home.kinora")
    report = follow(again)
    assert (report.sent, report.rows) == (3, 3)
    assert follow(again).sent == 0
    again.close()
    keep_at(tmp_path / "home.kinora", "")
    closed = Library.open(tmp_path / "home.kinora")
    assert follow(closed).address == ""
    closed.close()


def test_a_library_with_a_catalogue_in_its_folder_cannot_be_joined(
    tmp_path: Path, stores: Stores
) -> None:
    nas = (tmp_path / "nas").as_uri()
    library = Library.open(tmp_path / "h.kinora", create=True, addresses=Addresses(media=nas))
    follow(library)
    library.close()
    with pytest.raises(LibraryError, match="lies in its folder"):
        join(tmp_path / "guest.kinora", nas)
    with pytest.raises(LibraryError, match="No library keeps"):
        join(tmp_path / "guest.kinora", (tmp_path / "elsewhere").as_uri())
    with pytest.raises(LibraryError, match="is in use"):
        join(tmp_path / "h.kinora", nas)


def test_a_guest_of_a_library_on_a_server(
    tmp_path: Path, stores: Stores, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services.addresses import split_secret

    plain, secret = split_secret(postgres_url)
    monkeypatch.setenv("KINORA_CATALOGUE_PASSWORD", secret)
    nas = (tmp_path / "nas").as_uri()
    home = tmp_path / "home.kinora"
    library = Library.open(
        home, create=True, addresses=with_media(nas, Addresses(catalogue=plain), home)
    )
    save_photos(tmp_path / "photos", 3)
    service(library).run([tmp_path / "photos"])
    follow(library)
    assert join(tmp_path / "guest.kinora", nas) == "home"
    assert secret not in json.dumps(
        json.loads((tmp_path / "guest.kinora/library.json").read_text())
    )
    guest = Library.open(tmp_path / "guest.kinora")
    assert (guest.can_append, guest.is_read_only, len(guest.thumbnails)) == (False, False, 0)
    assert guest.info["id"] == library.info["id"]
    assert follow(guest).taken == 3
    assert same(library.thumbnails, guest.thumbnails)
    with pytest.raises(ReadOnlyLibraryError, match="joined it"):
        service(guest).run([tmp_path / "photos"])
    guest.catalogue.set_labels({1: 1}, "default")  # labels, lists and searches are his own
    save_photos(tmp_path / "photos", 2, first=3)
    service(library).run([tmp_path / "photos"])
    assert follow(guest).taken == 2
    with pytest.raises(LibraryError, match="made elsewhere"):
        keep_at(tmp_path / "guest.kinora", "")
    guest.close()
    library.close()


def test_a_store_that_is_gone_leaves_the_library_as_it_is(
    tmp_path: Path, stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = made(tmp_path, (tmp_path / "nas").as_uri(), 1)

    def gone(*_args: object, **_kwargs: object) -> None:
        raise StoreFault("gone", "file:///nas")

    mirror = mirror_of(library)
    assert mirror is not None
    monkeypatch.setattr(type(stores.backend(mirror.address)), "write", gone)
    with pytest.raises(StoreError, match="cannot be reached"):
        follow(library)
    assert len(library.thumbnails) == 1
    library.close()


def test_no_address_no_store(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "plain.kinora", create=True)
    assert mirror_of(library) is None
    assert media_thumbnails.follow(library).address == ""
    library.close()


def test_other_libraries_at_the_same_address_are_told_apart(tmp_path: Path, stores: Stores) -> None:
    nas = (tmp_path / "nas").as_uri()
    for name in ("a", "b"):
        made_here = Library.open(
            tmp_path / f"{name}.kinora", create=True, addresses=Addresses(media=nas)
        )
        follow(made_here)
        made_here.close()
    with pytest.raises(LibraryError, match="2 libraries"):
        join(tmp_path / "guest.kinora", nas)
    assert StoreAddress.of(nas).scheme == "file"
