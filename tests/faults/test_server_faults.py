"""Imports into a library on a server that stops, or whose connection is cut, in the middle."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.services.addresses import Addresses, split_secret
from app.services.checking import CheckService
from app.services.library import Library
from common.errors import LibraryError, ServerGoneError
from indexers.catalogue import Catalogue
from tests.import_media import LayoutModels, save_photos, service

if TYPE_CHECKING:
    from tests.postgres_support import PostgresServer

PHOTOS = 24
WAIT_S = 60


def on_server(postgres_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    plain, secret = split_secret(postgres_url)
    monkeypatch.setenv("KINORA_CATALOGUE_PASSWORD", secret)
    return Library.open(folder, create=True, addresses=Addresses(catalogue=plain))


def interrupt(postgres: "PostgresServer", how: str) -> None:
    """Stop the server, start it anew, or cut all connections to it."""
    if how == "cut":
        postgres.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'kinora'"
        )
        return
    postgres.stop()
    if how == "restarted":
        postgres.start()


@pytest.mark.parametrize("how", ["stopped", "restarted", "cut"])
def test_an_import_whose_server_goes_loses_and_doubles_nothing(
    how: str,
    postgres: "PostgresServer",
    postgres_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    media = tmp_path / "media"
    save_photos(media, PHOTOS)
    library = on_server(postgres_url, tmp_path / "x.kinora", monkeypatch)
    write, reached, done = Catalogue.add_batch, threading.Event(), threading.Event()

    def interrupted(self: Catalogue, batch: object, **more: object) -> list[int]:
        found: list[int] = write(self, batch, **more)  # type: ignore[arg-type]
        if not reached.is_set():  # the first batch is written; what comes next meets no server
            reached.set()
            assert done.wait(WAIT_S)
        return found

    monkeypatch.setattr(Catalogue, "add_batch", interrupted)
    with ThreadPoolExecutor(1) as pool:
        report = pool.submit(service(library).run, [media])
        try:
            assert reached.wait(WAIT_S)
            interrupt(postgres, how)
            done.set()
            if how == "stopped":
                with pytest.raises(LibraryError, match=r"cannot be reached|was cut"):
                    report.result(WAIT_S)
            else:  # it takes fresh connections
                with contextlib.suppress(ServerGoneError):
                    report.result(WAIT_S)
        finally:
            done.set()
            postgres.start()
    monkeypatch.setattr(Catalogue, "add_batch", write)
    library.close()
    library = on_server(postgres_url, tmp_path / "x.kinora", monkeypatch)
    service(library).run([media])
    assert library.catalogue.count() == PHOTOS
    assert set(library.encoders().values()) <= {PHOTOS}
    check = CheckService(library, LayoutModels(tmp_path))
    assert check.run(repair=False).problems == []
    library.close()
