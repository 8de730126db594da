"""Writing that is cut short: by a full disk, by a kill."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from common.errors import (
    LibraryError,
)
from indexers.catalogue import Catalogue, NewItem

Make = Callable[..., NewItem]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.db"


def fill(catalogue: Catalogue, make: Make) -> None:
    for start in range(1, 20_000, 100):
        catalogue.add_batch([make(n) for n in range(start, start + 100)])


def test_a_full_disk_keeps_what_was_there(path: Path, make: Make) -> None:
    with Catalogue.open(path) as catalogue:
        catalogue.add_batch([make(0)])
        before = list(catalogue.canonical())
        with catalogue._backend.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            pages = driver.execute("PRAGMA page_count").fetchone()[0]
            driver.execute(f"PRAGMA max_page_count={pages}")
        with pytest.raises(LibraryError, match="full"):
            fill(catalogue, make)
        count = catalogue.count()
        assert count % 100 == 1  # whole batches
        assert set(before) <= set(catalogue.canonical())


CRASH = """
import sys
from common.values import ItemKind, Text, TextKind
from indexers.catalogue import Catalogue, FileRecord, NewItem
catalogue = Catalogue.open(sys.argv[1])
for start in range(0, 10**6, 20):
    catalogue.add_batch([
        NewItem(str(n), ItemKind.PHOTO, files=[FileRecord(f"/{n}", content_hash=str(n))],
                texts=[Text(TextKind.OCR, f"word {n}")], thumb_row=n)
        for n in range(start, start + 20)
    ])
    catalogue.set_label(start + 1, 1)
    sys.stdout.write("x")
    sys.stdout.flush()
"""


def test_a_killed_writer_leaves_whole_batches_and_every_label(path: Path) -> None:
    root = Path(__file__).parents[3]
    for batches in (3, 11):
        with subprocess.Popen(
            [sys.executable, "-c", CRASH, str(path)], cwd=root, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stdout.read(batches) == b"x" * batches
            process.send_signal(signal.SIGKILL)
            process.wait(10)
        with Catalogue.open(path) as catalogue:
            assert catalogue.notices == []
            assert catalogue.integrity_problems() == []
            assert catalogue.count() % 20 == 0
            labelled = catalogue.labels()
            assert [20 * n + 1 for n in range(batches) if 20 * n + 1 not in labelled] == []
            assert len(catalogue.search_text("word", limit=10**6)) == catalogue.count()
