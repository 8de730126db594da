"""Servers that speak TLS, with right and wrong certificates, are met by each connection."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("cryptography", reason="certificates are made with it")

from app.services.workers_connection import connect
from common.errors import LibraryError, WorkersError
from common.values import ItemKind
from indexers.catalogue import Catalogue, NewItem
from indexers.catalogue.postgres import ask_server
from indexers.stores import StoreAddress, StoreFault
from tests.postgres_support import PostgresServer
from tests.ray_support import RayCluster
from tests.stores_support import S3Server, make_bucket, reading
from tests.tls_support import Authority, TlsProxy

HOST = "db.example.org"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("trusted"), "trusted")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("other"), "other")


@pytest.fixture(scope="module")
def encrypted(postgres: PostgresServer) -> Iterator[Callable[[Path, Path], None]]:
    """Has the server speak TLS with a certificate, until the tests here are over."""

    def use(certificate: Path, key: Path) -> None:
        owner = postgres.folder.stat()
        for source, name in ((certificate, "server.crt"), (key, "server.key")):
            target = postgres.folder / "data" / name
            shutil.copyfile(source, target)
            target.chmod(0o600)
            os.chown(target, owner.st_uid, owner.st_gid)
        postgres.run("ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()")

    yield use
    postgres.run("ALTER SYSTEM SET ssl = off", "SELECT pg_reload_conf()")


def address(postgres_url: str, root: Path | None, host: str = HOST) -> str:
    """Return an address that names the server as another computer would."""
    url = postgres_url.replace("@127.0.0.1:", f"@{host}:") + "?hostaddr=127.0.0.1"
    return url if root is None else f"{url}&sslrootcert={root}"


def test_a_catalogue_is_reached_by_tls_that_proves_its_name(
    postgres_url: str, encrypted: Callable[[Path, Path], None], authority: Authority
) -> None:
    encrypted(*authority.sign("db", HOST))
    url = address(postgres_url, authority.root)
    with Catalogue.open(url) as catalogue:
        catalogue.add_batch([NewItem("one", ItemKind.PHOTO)])
        assert catalogue._backend.engine.url.query["sslmode"] == "verify-full"  # type: ignore[attr-defined]
        assert catalogue.ids().tolist() == [1]
    assert ask_server(url).encrypted
    assert ask_server(address(postgres_url, None)).encrypted, "asked for without a root too"


@pytest.mark.parametrize("wrong", ["root", "name", "old", "no root"])
def test_a_certificate_of_the_catalogue_that_proves_nothing_is_refused(
    postgres_url: str,
    postgres: PostgresServer,
    encrypted: Callable[[Path, Path], None],
    authority: Authority,
    other: Authority,
    wrong: str,
) -> None:
    encrypted(*authority.sign("db", HOST, expired=wrong == "old"))
    root = {"root": other.root, "no root": other.root.with_name("none.crt")}.get(
        wrong, authority.root
    )
    host = "elsewhere.example.org" if wrong == "name" else HOST
    with pytest.raises(LibraryError, match="cannot be trusted") as caught:
        Catalogue.open(address(postgres_url, root, host))
    told = f"{caught.value.what} {caught.value.hint}"
    clause = {"root": "verify failed", "name": "does not match", "old": "verify failed"}
    assert clause.get(wrong, "does not exist") in told
    assert "sslrootcert" in told
    assert postgres.password not in told


@pytest.fixture
def front(
    ray_cluster: RayCluster, authority: Authority
) -> Iterator[Callable[[Authority, str], str]]:
    """Gives addresses of proxies in front of the cluster that speak TLS."""
    proxies: list[TlsProxy] = []

    def make(signer: Authority, host: str) -> str:
        behind = int(ray_cluster.address.rpartition(":")[2])
        proxies.append(TlsProxy(behind, *signer.sign("head", host)))
        return f"ray://127.0.0.1:{proxies[-1].port}?tls=on&ca={authority.root}"

    yield make
    for proxy in proxies:
        proxy.close()


def test_workers_are_reached_by_tls(
    front: Callable[[Authority, str], str], authority: Authority
) -> None:
    with connect(front(authority, "127.0.0.1")) as cluster:
        assert cluster.is_encrypted
        assert len(cluster.nodes()) == 2
        double = cluster.ray.remote(lambda number: 2 * number)
        assert cluster.get(double.remote(21)) == 42


def test_workers_whose_certificate_proves_nothing_are_refused(
    front: Callable[[Authority, str], str], authority: Authority, other: Authority
) -> None:
    for signer, host in ((other, "127.0.0.1"), (authority, HOST)):
        with pytest.raises(WorkersError, match="is no cluster of Ray with TLS") as caught:
            connect(front(signer, host))
        assert "certificates of TLS" in caught.value.hint
    plain = front(authority, "127.0.0.1").partition("?")[0]
    with pytest.raises(WorkersError, match="is no cluster of Ray without TLS"):
        connect(plain)


@pytest.fixture
def store() -> Iterator[S3Server]:
    for name in ("moto", "s3fs"):
        pytest.importorskip(name)
    server = S3Server()
    yield server
    server.close()


def test_a_store_is_read_by_tls_that_proves_its_name(
    store: S3Server,
    authority: Authority,
    other: Authority,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    port = int(store.endpoint.rpartition(":")[2])
    proxy = TlsProxy(port, *authority.sign("store", "127.0.0.1"))

    def objects(root: Path) -> Any:
        monkeypatch.setenv("AWS_CA_BUNDLE", str(root))
        place = StoreAddress.of(f"s3://box/in?endpoint=https://127.0.0.1:{proxy.port}")
        with reading(tmp_path / root.stem) as stores:
            if root == authority.root:
                make_bucket(stores, f"s3://box/in?endpoint=https://127.0.0.1:{proxy.port}")
                stores.backend(place).write("in/a.jpg", b"abc")
            return [entry.key for entry in stores.listed(place.at("in/"))]

    assert objects(authority.root) == ["in/a.jpg"]
    with pytest.raises(StoreFault, match="certificate of the store cannot be trusted") as caught:
        objects(other.root)
    assert caught.value.kind == "certificate"
    assert not caught.value.is_passing, "asking again would not help"
    proxy.close()
