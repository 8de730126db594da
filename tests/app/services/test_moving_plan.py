"""What stands in the way of a move, and a plan that writes nothing."""

from pathlib import Path

import pytest

from app.services import moving_steps
from app.services.addresses import Addresses, split_secret
from app.services.library import Library
from app.services.moving import MoveService
from app.services.moving_types import read_journal
from common.errors import LibraryError
from common.jobs import JobContext
from tests.moving_support import COUNT, make, psycopg


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "x.kinora"
    make(made)
    return made


@pytest.fixture
def server(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Address of an empty database without its password, which the environment has."""
    plain, secret = split_secret(postgres_url)
    monkeypatch.setenv("KINORA_CATALOGUE_PASSWORD", secret)
    monkeypatch.setenv("KINORA_PERSON", "anna")
    return plain


def test_shared_lists_and_a_window_that_writes(
    folder: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = MoveService(folder)
    library = Library.open(folder)
    with pytest.raises(LibraryError, match="another window"):
        service.run([f"catalogue={server}"], JobContext())
    library.close()
    service.run([f"catalogue={server}"], JobContext(), shared=True)
    service.finish()
    library = Library.open(folder)
    assert library.catalogue.owners("bucket") == {"best": ""}
    # somebody still has the server's catalogue open: he would go on writing there
    service_back = MoveService(folder)
    library.close()
    service_back.run(["catalogue=sqlite"], JobContext())
    reader = Library.open(folder, read_only=True)
    with monkeypatch.context() as patch:
        patch.setattr(moving_steps, "SETTLE_S", 0.0)
        with pytest.raises(LibraryError, match="Others have the catalogue open"):
            service_back.finish()
    reader.close()
    service_back.finish()


@pytest.mark.parametrize("what", ["library", "other move", "tables", "newer"])
def test_a_target_that_is_not_empty(
    folder: Path, server: str, postgres_url: str, tmp_path: Path, what: str
) -> None:
    address = postgres_url.replace("+psycopg", "")
    if what == "tables":
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE mine (a int)")
    elif what == "other move":
        make(tmp_path / "o.kinora", 8)
        other = MoveService(tmp_path / "o.kinora")
        other.run([f"catalogue={server}"], JobContext())
    else:
        Library.open(tmp_path / "o.kinora", create=True, addresses=Addresses(server)).close()
    if what == "newer":
        with psycopg.connect(address) as connection:
            connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    said = {
        "library": "holds a library",
        "other move": "unfinished move of another",
        "tables": "none of Kinora's",
        "newer": "has format 99",
    }
    for act in (MoveService(folder).plan, lambda to: MoveService(folder).run(to, JobContext())):
        with pytest.raises(LibraryError, match=said[what]):
            act([f"catalogue={server}"])


def test_a_plan_writes_nothing(folder: Path, server: str, postgres_url: str) -> None:
    report = MoveService(folder).plan([f"catalogue={server}"])
    assert (report.state, report.rows["item"]) == ("planned", COUNT)
    assert read_journal(folder) is None
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        assert connection.execute(
            "SELECT count(*) FROM pg_class WHERE relname = 'meta'"
        ).fetchone() == (0,)
