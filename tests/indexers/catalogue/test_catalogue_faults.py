"""Damage, versions, crashes and read-only disks: a SQLite file is never lost or half-written."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from common.errors import (
    DamagedCatalogueError,
    LibraryError,
    LibraryNewerError,
    ReadOnlyLibraryError,
)
from common.values import Facet, ItemKind, Text, TextKind
from indexers.catalogue import Catalogue, FileRecord, Migration, NewItem, current_version, recovery
from indexers.catalogue.migrations import MIGRATIONS

Make = Callable[..., NewItem]
VERSION_1 = Path(__file__).with_name("version_1.sql")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.db"


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def filled(path: Path, backups: Path, make: Make, count: int = 300) -> list[str]:
    with Catalogue.open(path, backups=backups) as catalogue:
        catalogue.add_batch([make(n) for n in range(count)])
        catalogue.set_label(1, 1)
        catalogue.backup()
        return list(catalogue.canonical())


def overwrite(path: Path) -> None:
    with path.open("rb+") as file:
        file.seek(path.stat().st_size // 2)
        file.write(os.urandom(20_000))


@pytest.mark.parametrize(
    "damage",
    [
        overwrite,
        lambda path: os.truncate(path, path.stat().st_size // 2),
        lambda path: path.write_bytes(b"this is no database, but long enough to be one" * 99),
    ],
    ids=["overwritten", "truncated", "replaced"],
)
def test_a_damaged_catalogue_is_restored(
    damage: Callable[[Path], None], path: Path, backups: Path, make: Make
) -> None:
    before = filled(path, backups, make)
    damage(path)
    broken = path.read_bytes()
    with Catalogue.open(path, backups=backups) as catalogue:
        assert list(catalogue.canonical()) == before
        [notice] = catalogue.notices
        assert "damaged" in notice
        assert "restored from catalogue-" in notice
        assert catalogue.integrity_problems() == []
        assert catalogue.add_batch([make(999)]) == [301]
    [kept] = path.parent.glob("catalogue.db.damaged-*")
    assert kept.read_bytes() == broken
    with Catalogue.open(path, backups=backups) as again:
        assert again.notices == []


def test_what_the_user_said_since_the_backup_is_carried_over(
    path: Path, backups: Path, make: Make
) -> None:
    filled(path, backups, make)
    with Catalogue.open(path, backups=backups) as catalogue:
        catalogue.set_labels({1: 0, 2: -1, 3: 1}, "default")
        catalogue.add_to_bucket("box", [5, 4])
        catalogue.set_watchlist("later", [9, 8])
        catalogue.tag([7], "tag", "mine")
        catalogue.add_batch([make(900)])
        catalogue.set_label(301, 1)  # an item that the backup does not know
    with sqlite3.connect(path) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_item_taken_at'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with path.open("rb+") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    with Catalogue.open(path, backups=backups) as catalogue:
        assert "restored" in catalogue.notices[0]
        assert "carried over" in catalogue.notices[1]
        assert catalogue.labels() == {2: -1, 3: 1}
        assert catalogue.bucket_items("box") == [4, 5]
        assert catalogue.watchlist_items("later") == [9, 8]
        assert [f.value for f in catalogue.item(7).facets if f.source == "user"] == ["mine"]
        assert catalogue.integrity_problems() == []


def test_a_damaged_catalogue_without_backup_is_refused_untouched(
    path: Path, backups: Path, make: Make
) -> None:
    filled(path, backups, make)
    overwrite(path)
    broken = path.read_bytes()
    for backup in backups.iterdir():
        overwrite(backup)
    with pytest.raises(DamagedCatalogueError, match="Move") as caught:
        Catalogue.open(path, backups=backups)
    assert str(path.name) in str(caught.value)
    with pytest.raises(DamagedCatalogueError):
        Catalogue.open(path)
    assert path.read_bytes() == broken


def test_a_reader_does_not_repair(path: Path, backups: Path, make: Make) -> None:
    filled(path, backups, make)
    overwrite(path)
    with pytest.raises(DamagedCatalogueError):
        Catalogue.open(path, backups=backups, read_only=True)
    assert not list(path.parent.glob("*.damaged-*"))


def test_another_programs_database_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(DamagedCatalogueError):
        Catalogue.open(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (1,)
    connection.close()


def test_damage_that_shows_while_open_is_a_clear_error(
    path: Path, backups: Path, make: Make
) -> None:
    filled(path, backups, make, 800)
    overwrite(path)
    recovery.stamp(path)  # as if nobody had noticed
    with Catalogue.open(path, backups=backups) as catalogue:
        assert catalogue.integrity_problems()
        with pytest.raises(DamagedCatalogueError):
            list(catalogue.canonical())
        with pytest.raises(DamagedCatalogueError, match="not backed up"):
            catalogue.backup()
    assert len(recovery.backups_in(backups)) == 1


def test_a_clean_file_is_not_read_again(
    path: Path, backups: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(path, backups, make)
    checked: list[Path] = []
    monkeypatch.setattr(recovery, "quick_problems", lambda p, **_: checked.append(p) or [])
    Catalogue.open(path, backups=backups).close()
    assert checked == []
    os.utime(path)  # somebody touched it
    catalogue = Catalogue.open(path, backups=backups)
    assert checked == [path]
    Catalogue.open(path, backups=backups, read_only=True).close()  # while it is in use
    assert checked == [path]
    catalogue.close()


def test_the_newest_three_backups_are_kept(path: Path, backups: Path, make: Make) -> None:
    with Catalogue.open(path, backups=backups) as catalogue:
        made = []
        for number in range(5):
            catalogue.add_batch([make(number)])
            made.append(catalogue.backup())
        assert recovery.backups_in(backups) == made[:1:-1]
    with Catalogue.open(made[-1], read_only=True) as newest:
        assert newest.count() == 5
    with Catalogue.open(path) as catalogue:
        assert catalogue.backup() is None


def test_a_backup_that_cannot_be_written_is_a_clear_error(path: Path, make: Make) -> None:
    blocked = path.parent / "file"
    blocked.write_text("not a folder")
    with (
        Catalogue.open(path, backups=blocked / "backups") as catalogue,
        pytest.raises(LibraryError, match="backed up"),
    ):
        catalogue.backup()


def test_a_newer_library_is_refused_untouched(path: Path, backups: Path, make: Make) -> None:
    filled(path, backups, make, 3)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    connection.close()
    before = path.read_bytes()
    for read_only in (True, False):
        with pytest.raises(LibraryNewerError, match="99"):
            Catalogue.open(path, backups=backups, read_only=read_only)
    assert path.read_bytes() == before


def add_rating(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE item ADD COLUMN rating INTEGER NOT NULL DEFAULT 0"))
    connection.execute(text("UPDATE item SET rating = 1 WHERE year IS NOT NULL"))


def fail(connection: Connection) -> None:
    connection.execute(text("DELETE FROM item"))
    raise RuntimeError("a migration that fails")


NOW = current_version()
STEPS = (
    *MIGRATIONS,
    Migration(NOW + 1, add_rating),
    Migration(NOW + 2, lambda connection: None),
)


def test_an_older_library_is_backed_up_and_migrated(path: Path, backups: Path, make: Make) -> None:
    before = filled(path, backups, make, 3)
    with pytest.raises(LibraryError, match="older"):
        Catalogue.open(path, read_only=True, migrations=STEPS)
    with Catalogue.open(path, backups=backups, migrations=STEPS) as catalogue:
        assert catalogue.schema_version() == NOW + 2
        assert list(catalogue.canonical()) == before
        assert catalogue.notices == [f"The library was brought from format {NOW} to {NOW + 2}."]
        with catalogue._reading() as connection:
            assert connection.execute(text("SELECT sum(rating) FROM item")).scalar_one() == 3
    with Catalogue.open(recovery.backups_in(backups)[0], read_only=True) as old:
        assert old.schema_version() == NOW
        assert list(old.canonical()) == before
    with Catalogue.open(path, migrations=STEPS) as again:
        assert again.notices == []
    with pytest.raises(LibraryNewerError):
        Catalogue.open(path)


def test_a_migration_that_fails_leaves_the_old_library(
    path: Path, backups: Path, make: Make
) -> None:
    before = filled(path, backups, make, 3)
    with pytest.raises(RuntimeError, match="fails"):
        Catalogue.open(path, backups=backups, migrations=(*STEPS, Migration(NOW + 3, fail)))
    with Catalogue.open(path, backups=backups) as catalogue:
        assert catalogue.schema_version() == NOW
        assert list(catalogue.canonical()) == before


def test_a_library_of_version_1_opens(path: Path, backups: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.executescript(VERSION_1.read_text("utf-8"))
    connection.close()
    with Catalogue.open(path, backups=backups) as catalogue:
        assert catalogue.integrity_problems() == []
        assert catalogue.count_by_kind() == {"film": 1, "photo": 1, "shot": 1, "video": 1}
        assert catalogue.labels() == {1: 1}
        assert catalogue.watchlist_items("later") == [4, 1]
        [match] = catalogue.search_text("harbour café")
        assert catalogue.item(match.item).files[0].path == "/media/h\udce9.jpg"
        assert catalogue.facet_counts("genre") == [("Comedy", 1)]
        assert catalogue.facet_keys() == {"camera": 1, "concept": 1, "genre": 1, "tag": 1}
        assert catalogue.commands()[0].name == "label"
        assert catalogue.restore_items("r1").vectors == {"layout": ([5], [1])}
        assert catalogue.item(5).texts[0].content == "An old quay"
        assert catalogue.labels() == {1: 1, 5: 1}
        assert catalogue.watchlist_items("later") == [4, 1, 5]
        assert catalogue.integrity_problems() == []


TEXTS = st.text(max_size=20)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.builds(lambda title, facet, words, name: (title, facet, words, name), *[TEXTS] * 4),
        max_size=5,
    )
)
def test_migrations_keep_all_content(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("migration") / "catalogue.db"
    with Catalogue.open(path) as catalogue:
        catalogue.add_batch(
            [
                NewItem(
                    str(n),
                    ItemKind.PHOTO,
                    title,
                    [FileRecord(f"/{n}/{name}", content_hash=str(n))],
                    facets=[Facet("tag", facet)],
                    texts=[Text(TextKind.OCR, words)],
                )
                for n, (title, facet, words, name) in enumerate(rows)
            ]
        )
        before = list(catalogue.canonical())
    with Catalogue.open(path, migrations=STEPS) as catalogue:
        assert list(catalogue.canonical()) == before


def test_a_file_with_an_odd_name_opens(tmp_path: Path, make: Make) -> None:
    folder = tmp_path / "a?b%20#\udcff'é.kinora"
    folder.mkdir()
    with Catalogue.open(f"sqlite:///{folder / 'catalogue.db'}") as catalogue:
        catalogue.add_batch([make(0)])
        catalogue._backups = folder / "backups"
        assert catalogue.backup() is not None
    assert sorted(entry.name for entry in folder.iterdir())[0] == "backups"
    with Catalogue.open(folder / "catalogue.db", read_only=True) as reader:
        assert reader.count() == 1


def test_what_cannot_be_opened_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="no catalogue"):
        Catalogue.open(tmp_path / "absent.db", read_only=True)
    with pytest.raises(LibraryError):
        Catalogue.open(tmp_path / "no" / "folder" / "x.db")
    with pytest.raises(LibraryError):
        Catalogue.open("nonsense://host/db")
    with pytest.raises(LibraryError):
        Catalogue.open("postgresql://nobody@127.0.0.1:1/none?connect_timeout=2")
    (tmp_path / "empty.db").touch()
    with pytest.raises(LibraryError, match="empty"):
        Catalogue.open(tmp_path / "empty.db", read_only=True)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["empty.db"]


def test_a_read_only_disk_is_read_without_wal_files(
    path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(path, path.parent / "backups", make, 3)
    names = sorted(entry.name for entry in path.parent.iterdir())
    from indexers.catalogue import backend

    monkeypatch.setattr(backend, "_can_share", lambda _: False)  # as on a read-only disk
    with Catalogue.open(path, read_only=True) as reader:
        assert reader.count() == 3
        assert sorted(entry.name for entry in path.parent.iterdir()) == names
        with pytest.raises(ReadOnlyLibraryError):
            reader.set_label(1, 1)
