"""`mirror`, and `import` from stores, from the command line."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.frame import build_parser, run_command
from app.services.address_tests import examine_one
from indexers.stores import Stores
from tests.import_media import save_photos
from tests.stores_support import S3Server, make_bucket, put_folder, reading, refuse


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


def call(command: str, *words: str | Path) -> int:
    return run_command(build_parser(command).parse_args([command, *map(str, words)]))


def test_import_from_a_store_with_thumbnails_there(
    tmp_path: Path, server: S3Server, stores: Stores, capsys: pytest.CaptureFixture[str]
) -> None:
    make_bucket(stores, server.address("films", "x"))
    save_photos(tmp_path / "m", 3)
    put_folder(stores, server.address("films", "m"), tmp_path / "m")
    common = ("--library", tmp_path / "x.kinora", "--quiet", "--json")
    source, thumbs = server.address("films", "m"), server.address("films", "thumbs")
    assert call("import", source, *common, "--media", thumbs) == 0
    assert json.loads(capsys.readouterr().out)["added"] == 3
    said = json.loads((tmp_path / "x.kinora/library.json").read_text())
    assert said["media"] == server.kept("films", "thumbs")
    assert call("mirror", *common) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["sent"], report["taken"], report["rows"]) == (0, 0, 3)
    # Thumbnails are no media: an import of the whole bucket passes them over.
    assert call("import", server.address("films"), *common) == 0
    assert json.loads(capsys.readouterr().out)["items"] == 3
    assert call("mirror", "--library", tmp_path / "x.kinora", "--quiet", "--off") == 0
    assert "in its folder alone" in capsys.readouterr().out
    assert call("import", source, *common, "--media", thumbs) == 1
    assert "mirror --to" in capsys.readouterr().err


def test_the_test_of_an_address(
    server: S3Server, stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_bucket(stores, server.address("asked", "x"))
    state = examine_one("media", server.kept("asked", "thumbs"))
    assert (state.reachable, state.rights, state.encrypted) == (True, "read and write", False)
    server.rule = lambda environ: (
        refuse("AccessDenied", 403) if environ["REQUEST_METHOD"] == "PUT" else None
    )
    assert examine_one("media", server.kept("asked", "thumbs")).rights == "read only"
    server.rule = None
    gone = examine_one("media", server.kept("nobodys", "thumbs"))
    assert not gone.reachable
    assert "no such bucket" in gone.problem
    with reading(tmp_path / "c2", "wrong:word"):
        wrong = examine_one("media", server.kept("asked", "thumbs"))
    assert "does not know the key" in wrong.problem
    assert "word" not in wrong.problem
    assert examine_one("media", (tmp_path / "x").as_uri()).reachable


def test_a_secret_in_an_address_goes_to_the_keyring_or_is_refused(
    tmp_path: Path, server: S3Server, stores: Stores, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    kept: dict[str, str] = {}
    monkeypatch.setattr("app.services.addresses.keep_secret", kept.__setitem__)
    make_bucket(stores, server.address("secrets", "x"))
    save_photos(tmp_path / "m", 1)
    put_folder(stores, server.address("secrets", "m"), tmp_path / "m")
    common = ("--library", tmp_path / "x.kinora", "--quiet", "--json")
    assert call("import", server.address("secrets", "m") + "&password=a:b", *common) == 0
    assert kept == {server.kept("secrets"): "a:b"}
    assert call("import", "s3://KEY:WORD@secrets/m", *common) == 1
    out = capsys.readouterr()
    assert "WORD" not in out.out + out.err
    for path in (tmp_path / "x.kinora").rglob("*"):
        assert not path.is_file() or b"a:b" not in path.read_bytes()
