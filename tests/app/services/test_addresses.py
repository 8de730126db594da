"""Where a library is kept: read, checked, asked, and never with a secret."""

import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.frame import build_parser, run_command
from app.services import addresses as module
from app.services.address_tests import examine, examine_one
from app.services.addresses import (
    Addresses,
    connection_url,
    keep_secret,
    masked,
    person,
    secret_of,
    split_secret,
    with_catalogue,
)
from app.services.library import Library
from common.errors import LibraryError

PG = "postgresql+psycopg://anna@db.example.org:5433/archive"


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A keyring of the test's own, and no secrets of the person who runs it."""
    keyring = pytest.importorskip("keyring")
    from keyring.backend import KeyringBackend
    from keyring.errors import PasswordDeleteError

    held: dict[str, str] = {}

    class Pocket(KeyringBackend):
        priority = 1  # type: ignore[assignment]

        def get_password(self, service: str, username: str) -> str | None:
            return held.get(username)

        def set_password(self, service: str, username: str, password: str) -> None:
            held[username] = password

        def delete_password(self, service: str, username: str) -> None:
            if held.pop(username, None) is None:
                raise PasswordDeleteError

    before = keyring.get_keyring()
    keyring.set_keyring(Pocket())
    for name in (*module.SECRETS.values(), module.PERSON):
        monkeypatch.delenv(name, raising=False)
    yield held
    keyring.set_keyring(before)


def test_all_in_one_folder_is_the_default(tmp_path: Path) -> None:
    assert Addresses.of({}) == Addresses("sqlite", "faiss", "local", "")
    assert Addresses.of({"catalogue": "sqlite", "name": "x"}).is_one_folder
    Library.open(tmp_path / "x.kinora", create=True).close()
    said = json.loads((tmp_path / "x.kinora" / "library.json").read_text("utf-8"))
    assert {part: said[part] for part in module.PARTS} == Addresses().as_json()
    del said["workers"], said["media"]  # as an earlier Kinora wrote it
    (tmp_path / "x.kinora" / "library.json").write_text(json.dumps(said), "utf-8")
    library = Library.open(tmp_path / "x.kinora")
    assert library.addresses == Addresses()
    assert library.catalogue.person == ""
    library.close()


@pytest.mark.parametrize(
    ("part", "address"),
    [
        ("catalogue", "mysql://x/y"), ("catalogue", "postgresql://"), ("catalogue", ""),
        ("vectors", "sqlite"), ("workers", "http://x"), ("media", "ftp://x"),
        ("catalogue", "postgresql://u@h:port/x"),
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(part: str, address: str) -> None:
    with pytest.raises(LibraryError, match=part):
        Addresses(**{part: address})


def test_no_library_holds_a_secret(tmp_path: Path) -> None:
    for address in (
        "postgresql://anna:geheim@db/x",
        "postgresql://anna@db/x?password=geheim",
        "postgresql://anna@db/x?sslpassword=geheim",
    ):
        with pytest.raises(LibraryError, match="secret") as caught:
            Addresses(catalogue=address)
        assert "geheim" not in str(caught.value)
        assert "geheim" not in masked(address)
    with pytest.raises(LibraryError) as caught:
        Addresses(media="s3x://key:geheim@bucket")
    assert "geheim" not in str(caught.value)


def test_a_password_goes_to_the_keyring(kept: dict[str, str], tmp_path: Path) -> None:
    plain, secret = split_secret(PG.replace("anna@", "anna:g%40heim@"))
    assert (plain, secret) == (PG, "g@heim")
    assert split_secret(PG) == (PG, "")
    assert split_secret("postgresql://a@h/x?password=p&sslmode=require") == (
        "postgresql://a@h/x?sslmode=require",
        "p",
    )
    assert split_secret("sqlite") == ("sqlite", "")
    made = with_catalogue(PG.replace("anna@", "anna:g%40heim@"), tmp_path / "x.kinora")
    assert made.catalogue == PG
    assert kept == {PG: "g@heim"}
    assert connection_url(PG) == PG.replace("anna@", "anna:g%40heim@")
    keep_secret(PG, "")
    keep_secret(PG, "")
    assert kept == {}
    assert connection_url(PG) == PG


@pytest.mark.parametrize(
    ("address", "part"),
    [(PG, "catalogue"), ("https://milvus:19530", "vectors"), ("ray://head:10001", "workers"),
     ("s3://archive", "media")],
)  # fmt: skip
def test_without_a_keyring_the_variable_of_the_part_is_named(
    address: str, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(LibraryError, match=module.SECRETS[part]):
        keep_secret(address, "geheim")


def test_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch, kept: dict[str, str]) -> None:
    kept[PG] = "kept"
    assert secret_of("catalogue", PG) == "kept"
    monkeypatch.setenv("KINORA_CATALOGUE_PASSWORD", "said")
    assert secret_of("catalogue", PG) == "said"
    assert secret_of("vectors", "faiss") == ""
    monkeypatch.setenv("KINORA_PERSON", " berta ")
    assert person() == "berta"
    monkeypatch.setenv("KINORA_PERSON", "")
    assert person() != ""


def test_a_library_made_elsewhere_stays_there(tmp_path: Path) -> None:
    Library.open(tmp_path / "x.kinora", create=True).close()
    with pytest.raises(LibraryError, match="already"):
        with_catalogue(PG, tmp_path / "x.kinora")


def test_each_address_is_asked(tmp_path: Path) -> None:
    found = {state.part: state for state in examine(Addresses())}
    assert all(state.reachable for state in found.values())
    assert found["catalogue"].version == f"SQLite {sqlite3.sqlite_version}"
    gone = examine_one("catalogue", "postgresql://anna@127.0.0.1:1/x")
    assert not gone.reachable
    assert "Connection refused" in gone.problem
    assert not examine_one("workers", "ray://127.0.0.1:1").reachable
    assert examine_one("media", f"file://{tmp_path}").reachable
    assert "no folder" in examine_one("media", f"file://{tmp_path}/none/none").problem


def test_a_server_is_asked(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    plain, secret = split_secret(postgres_url)
    monkeypatch.setenv("KINORA_CATALOGUE_PASSWORD", secret)
    state = examine_one("catalogue", plain)
    assert (state.reachable, state.rights, state.encrypted) == (True, "read and write", False)
    assert state.version.startswith("PostgreSQL ")
    folder = tmp_path / "x.kinora"
    Library.open(folder, create=True, addresses=Addresses(catalogue=plain)).close()
    command = ["info", "--library", str(folder), "--test-addresses"]
    assert run_command(build_parser().parse_args(command)) == 0
    assert "catalogue  postgresql" in capsys.readouterr().out
    monkeypatch.setenv("KINORA_CATALOGUE_PASSWORD", "geheim")
    assert run_command(build_parser().parse_args(command)) == 1
    said = capsys.readouterr()
    assert "did not accept the name or the password" in said.out
    with pytest.raises(LibraryError, match="did not accept"):
        Library.open(folder)
    everything = said.out + said.err + (folder / "library.json").read_text("utf-8")
    assert "geheim" not in everything
    assert secret not in everything
