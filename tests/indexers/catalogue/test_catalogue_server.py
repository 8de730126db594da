"""A real server that goes, comes back, is slow, full, old, or refuses: nothing is lost unsaid."""

import contextlib
import queue
import select
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from sqlalchemy import make_url, text

from common.errors import LibraryError, ReadOnlyLibraryError, ServerGoneError
from common.jobs import JobCancelled, JobContext
from indexers.catalogue import Catalogue, Filter, NewItem, ask_server, sql
from indexers.catalogue import backend as file_backend
from indexers.catalogue import postgres as backend
from indexers.catalogue.listening import Change

if TYPE_CHECKING:
    from tests.postgres_support import PostgresServer

Make = Callable[..., NewItem]
WAIT_S = 30


class Proxy:
    """Stands between a client and a server, and cuts connections when it is told to."""

    def __init__(self, port: int) -> None:
        self._server = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self.cut_at = b""  # what a client says when its connection is cut; the server gets it
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._server))
            except OSError:
                return
            self._pairs.append((client, server))
            threading.Thread(target=self._carry, args=(client, server), daemon=True).start()

    def _carry(self, client: socket.socket, server: socket.socket) -> None:
        try:
            while True:
                for one in select.select([client, server], [], [])[0]:
                    said = one.recv(1 << 16)
                    if not said:
                        raise OSError
                    if one is client:
                        server.sendall(said)
                        if self.cut_at and self.cut_at in said:
                            self.cut_at = b""
                            server.recv(1 << 16)  # it was done, and nobody hears of it
                            raise OSError
                    else:
                        client.sendall(said)
        except (OSError, ValueError):
            client.close()
            server.close()

    def cut(self) -> None:
        """Cut all connections; new ones are carried."""
        for pair in self._pairs:
            for one in pair:
                try:
                    one.shutdown(socket.SHUT_RDWR)
                except OSError:
                    one.close()
        self._pairs.clear()

    def close_door(self) -> None:
        """Let nobody in any more; who is in stays."""
        with contextlib.suppress(OSError):  # it is closed
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes who waits in accept()
        self._listener.close()

    def close(self) -> None:
        self.close_door()
        self.cut()


@pytest.fixture
def proxy(postgres: "PostgresServer") -> Iterator[Proxy]:
    made = Proxy(postgres.port)
    yield made
    made.close()


def through(url: str, proxy: Proxy) -> str:
    return make_url(url).set(port=proxy.port).render_as_string(hide_password=False)


# -- it cannot be used


def test_why_a_server_cannot_be_used_is_said(
    postgres: "PostgresServer", postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = make_url(postgres_url)

    def problem(**changes: object) -> str:
        other = url.set(**changes).render_as_string(hide_password=False)  # type: ignore[arg-type]
        said = []
        for ask in (ask_server, Catalogue.open):
            with pytest.raises(LibraryError) as caught:
                ask(other)
            said.append(str(caught.value))
            assert str(url.password) not in said[-1]
            assert "geheim" not in said[-1]
        assert said[0] == said[1]
        return said[0]

    assert "did not accept the name or the password" in problem(password="geheim")
    assert "has no database" in problem(database="nothing")
    assert "Connection refused" in problem(port=1)
    assert "offers no encryption" in problem(query={"sslmode": "require"})
    with monkeypatch.context() as older:
        older.setattr(backend, "OLDEST", (99, 0))
        assert "too old" in problem()
    server = ask_server(postgres_url)
    assert (server.can_write, server.encrypted, server.schema) == (True, False, "public")
    name = postgres.create("template0")
    postgres.run("REVOKE ALL ON SCHEMA public FROM PUBLIC", database=name)
    word = "x" * 12
    postgres.run(
        "DROP ROLE IF EXISTS guest",
        f"CREATE ROLE guest LOGIN PASSWORD '{word}'",
    )
    said = problem(username="guest", password=word, database=name)
    assert "no schema that you may use" in said
    postgres.run("GRANT USAGE ON SCHEMA public TO guest", database=name)
    guest = url.set(username="guest", password=word, database=name)
    address = guest.render_as_string(hide_password=False)
    assert not ask_server(address).can_write
    with pytest.raises(LibraryError, match="lack the right"):
        Catalogue.open(address)
    postgres.drop(name)


def test_remote_servers_are_spoken_to_by_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGSSLROOTCERT", raising=False)
    monkeypatch.setattr(backend, "_ROOT", Path("/nowhere/root.crt"))

    def mode(url: str) -> object:
        return backend.with_defaults(make_url(url)).query.get("sslmode")

    assert mode("postgresql://u@db.example.org/x") == "require"
    assert mode("postgresql://u@10.0.0.7/x") == "require"
    assert mode("postgresql://u@db/x?sslrootcert=/etc/ca.crt") == "verify-full"
    assert mode("postgresql://u@db/x?sslmode=disable") == "disable"
    for here in ("localhost", "127.0.0.1", "127.1.2.3", "[::1]"):
        assert mode(f"postgresql://u@{here}/x") is None
    assert mode("postgresql:///x?host=/run/postgresql") is None


# -- it goes and comes back


@pytest.fixture
def stopped_or_not(postgres: "PostgresServer") -> Iterator["PostgresServer"]:
    """The server, which runs again afterwards."""
    yield postgres
    postgres.start()


def test_a_restarted_server_is_used_again(
    postgres_url: str, stopped_or_not: "PostgresServer", make: Make
) -> None:
    postgres = stopped_or_not
    news: queue.Queue[Change] = queue.Queue()
    with Catalogue.open(postgres_url, person="anna") as catalogue:
        catalogue.add_batch([make(n) for n in range(4)])
        catalogue.set_label(1, 1)
        postgres.stop()
        postgres.start()  # all connections of the pool are dead now
        assert catalogue.labels() == {1: 1}
        catalogue.set_label(2, -1)
        comedies = Filter("genre", ("Comedy",))
        table, passing = catalogue.facet_table("genre"), catalogue.passing([comedies])
        catalogue.on_changed(news.put)
        assert news.get(timeout=WAIT_S).reachable
        revision = catalogue.revision()
        postgres.stop()
        assert not news.get(timeout=WAIT_S).reachable
        with pytest.raises(ServerGoneError, match="cannot be reached"):
            catalogue.labels()  # at once: nobody waits for who is known to be away
        with pytest.raises(ReadOnlyLibraryError, match="server"):
            catalogue.set_label(3, 1)
        assert catalogue.revision() == revision
        assert catalogue.facet_table("genre") is table  # from what is kept
        assert catalogue.passing([comedies]) is passing
        with pytest.raises(ServerGoneError):
            catalogue.facet_table("nothing")
        postgres.start()
        change = news.get(timeout=WAIT_S)
        assert (change.reachable, change.touched) == (True, "everything")
        catalogue.set_label(3, 1)
        assert catalogue.labels() == {1: 1, 2: -1, 3: 1}
        assert catalogue.integrity_problems() == []


def test_a_connection_cut_in_a_transaction_leaves_nothing_of_it(
    postgres_url: str, proxy: Proxy, make: Make
) -> None:
    def cut_while(begin: Callable[[], Any], first: str, second: str) -> None:
        with begin() as connection:
            connection.execute(text(first))
            proxy.cut()
            connection.execute(text(second))

    with Catalogue.open(through(postgres_url, proxy)) as catalogue:
        catalogue.add_batch([make(0)])
        before = list(catalogue.canonical())
        with pytest.raises(ServerGoneError):
            cut_while(catalogue._writing, "DELETE FROM item_facet", "DELETE FROM item")
        assert list(catalogue.canonical()) == before
        assert catalogue.add_batch([make(1)]) == [2]
        with pytest.raises(ServerGoneError):
            cut_while(catalogue._reading, "SELECT 1", "SELECT 2")
        assert catalogue.count() == 2


def write_and_cut(catalogue: Catalogue, proxy: Proxy, *, for_good: bool = False) -> None:
    with catalogue._writing() as connection:
        connection.execute(text("UPDATE item SET title = 'new'"))
        if for_good:
            proxy.close_door()
        proxy.cut_at = b"COMMIT"


def test_a_commit_whose_answer_was_lost_is_looked_up(
    postgres_url: str, proxy: Proxy, make: Make
) -> None:
    with Catalogue.open(through(postgres_url, proxy)) as catalogue:
        catalogue.add_batch([make(0)])
        write_and_cut(catalogue, proxy)  # it was kept, so nothing is said
        assert proxy.cut_at == b""
        assert catalogue.item(1).summary.title == "new"
        assert catalogue.integrity_problems() == []


def test_what_is_unknown_is_said(
    postgres_url: str, proxy: Proxy, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backend, "SETTLE_S", 0.0)
    with Catalogue.open(through(postgres_url, proxy)) as catalogue:
        catalogue.add_batch([make(0)])
        with pytest.raises(ServerGoneError, match="whether it was kept is not known"):
            write_and_cut(catalogue, proxy, for_good=True)
    with Catalogue.open(postgres_url) as catalogue:
        assert catalogue.item(1).summary.title == "new"


# -- it is slow, or full


def test_a_slow_answer_is_cut_short_when_its_job_is_cancelled(postgres_url: str) -> None:
    context = JobContext()
    asked = threading.Event()
    ended: list[BaseException] = []

    def work(catalogue: Catalogue) -> None:
        try:
            with context.running(), catalogue._reading() as connection:
                asked.set()
                connection.execute(text("SELECT pg_sleep(60)"))
        except LibraryError as error:
            ended.append(error)

    with Catalogue.open(postgres_url) as catalogue:
        thread = threading.Thread(target=work, args=(catalogue,))
        thread.start()
        assert asked.wait(WAIT_S)
        while thread.is_alive():  # the statement may not have begun yet
            context.cancel()
            thread.join(0.2)
        assert "did not answer in time" in str(ended[0])
        with pytest.raises(JobCancelled):
            context.step(0)
        assert catalogue.count() == 0  # its connection is good for others


def test_a_statement_has_its_time(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backend, "READ_TIMEOUT_S", 1)
    with (
        Catalogue.open(postgres_url) as catalogue,
        pytest.raises(LibraryError, match="did not answer in time"),
        catalogue._reading() as connection,
    ):
        connection.execute(text("SELECT pg_sleep(60)"))


def test_a_writer_does_not_wait_for_ever_for_another(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backend, "TURN_TIMEOUT_S", 1)
    with Catalogue.open(postgres_url) as one, Catalogue.open(postgres_url) as other:
        with one._writing(), pytest.raises(LibraryError, match="takes so long"):
            other.add_command("x", 1, 1)
        other.add_command("x", 2, 2)
        assert [command.forward for command in one.commands()] == [2]


def test_a_full_disk_of_the_server_keeps_what_was_there(postgres_url: str, make: Make) -> None:
    """What a server says when a file cannot grow, at the hundredth item."""
    with Catalogue.open(postgres_url) as catalogue:
        catalogue.add_batch([make(n) for n in range(90)])
        with catalogue._writing() as connection:
            connection.execute(
                text(
                    "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                    "IF NEW.id >= 100 THEN RAISE EXCEPTION 'could not extend file: No space left "
                    "on device' USING ERRCODE = '53100'; END IF; RETURN NEW; END $$"
                )
            )
            connection.execute(
                text(
                    "CREATE TRIGGER full_disk BEFORE INSERT ON item FOR EACH ROW "
                    "EXECUTE FUNCTION full_disk()"
                )
            )
        with pytest.raises(LibraryError, match=r"disk .* is full"):
            catalogue.add_batch([make(n) for n in range(90, 110)])
        assert catalogue.count() == 90
        catalogue.set_label(1, 1)
        assert catalogue.integrity_problems() == []


# -- clocks and big reads


def test_stamps_are_of_the_servers_clock(
    postgres_url: str, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Late(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) - timedelta(days=3)

    for module in (file_backend, backend):
        monkeypatch.setattr(module, "datetime", Late)
    with Catalogue.open(postgres_url) as catalogue:
        catalogue.add_batch([make(0)])
        catalogue.set_label(1, 1)
        [(at, _)] = catalogue.label_history(1)
        apart = datetime.now(UTC).replace(tzinfo=None) - at
        assert abs(apart) < timedelta(hours=1)


@pytest.mark.parametrize("packed_rows", [10**9, -2])
def test_columns_are_copied_with_all_their_digits(
    packed_rows: int, postgres_url: str, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    monkeypatch.setattr(sql, "PACKED_ROWS", packed_rows)

    with Catalogue.open(postgres_url) as catalogue:
        items = [make(n) for n in range(5)]
        items[1] = replace(items[1], popularity=1 / 3)
        catalogue.add_batch(items)
        found = catalogue.columns("id", "popularity", "parent", "taken_at", "year")
        assert found["id"].tolist() == [1, 2, 3, 4, 5]
        assert found["popularity"][1] == 1 / 3
        assert np.isnan(found["popularity"][[0, 2]]).all()
        assert found["parent"].tolist() == [-1] * 5
        assert catalogue.facet_table("genre").counts(None).tolist() == [3, 2]
        catalogue.remove_items([1, 2, 3, 4, 5])
        assert len(catalogue.columns("id")["id"]) == 0
