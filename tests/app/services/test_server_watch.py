"""A library whose vectors a server keeps that goes and comes: what is told, and what goes on."""

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.services import server_watch
from app.services.addresses import Addresses
from app.services.library import Library
from app.services.server_watch import ServerWatch
from common.errors import VectorServerError
from common.jobs import JobContext
from common.values import ItemKind
from indexers.catalogue import NewItem
from tests.vectors_support import engine, needs_milvus, unit

WAIT_S = 30
COUNT = 12


def fill(library: Library) -> np.ndarray:
    """Give a library items with vectors; returns these."""
    block = unit(COUNT)
    vectors = library.vectors("net")
    rows = vectors.append(block).tolist()
    items = library.catalogue.add_batch(
        [NewItem(str(n), ItemKind.PHOTO, vector_rows={"net": rows[n]}) for n in range(COUNT)]
    )
    vectors.commit(items, rows)
    return block


@needs_milvus
def test_a_server_of_vectors_goes_and_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_watch, "ASK_S", 0.05)
    monkeypatch.setattr(server_watch, "RETRY_S", 0.05)
    changed = threading.Condition()

    def tell() -> None:
        with changed:
            changed.notify_all()

    def wait_for(is_so: Callable[[], bool]) -> None:
        with changed:
            assert changed.wait_for(is_so, WAIT_S)

    with engine(tmp_path / "engine") as (address, process):
        library = Library.open(
            tmp_path / "x.kinora", create=True, addresses=Addresses(vectors=address)
        )
        block = fill(library)
        best = library.vectors("net").search(block[:1], 3)[1][0].tolist()
        watch = ServerWatch(library, tell)
        watch.keep_copies(JobContext())
        assert watch.absences == ()
        process.kill()
        wait_for(lambda: len(watch.absences) == 1)  # though nobody asked for vectors
    [absence] = watch.absences
    assert (absence.part, absence.address) == ("vectors", address.partition("//")[2])
    assert library.vectors("net").search(block[:1], 3)[1][0].tolist() == best
    library.vectors("net").close()
    library._vectors.clear()  # as one that is opened only now
    assert library.vectors("net").search(block[:1], 3)[1][0].tolist() == best
    with pytest.raises(VectorServerError):
        library.vectors("other")  # of which there is no copy
    port = int(address.rpartition(":")[2])
    with engine(tmp_path / "engine", port):
        watch.look_now()
        wait_for(lambda: not watch.absences)
        library.take_back()
        rows = library.vectors("net").append(unit(1, seed=3)).tolist()  # it is written to again
        assert rows == [COUNT]
        assert library.vectors("net").search(block[:1], 3)[1][0].tolist() == best
        watch.close()
        library.close()
