"""The catalogue on PostgreSQL beside the one in a folder: the same rows, the same questions.

Items with a year and two facets, of 20 and of 2,000 values, go to both: to the server by COPY. The
server is started in a temporary directory where PostgreSQL is installed; KINORA_BENCH_PG names an
empty database instead.
"""

import io
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import create_engine

from benchmarks.report import BenchReport, percentile
from common.jobs import JobContext
from indexers.catalogue import Catalogue, Filter

SIZE, QUICK_SIZE = 1_000_000, 20_000
FACETS = {"genre": 20, "place": 2000}
PART = 100_000  # items written at once
ROUNDS, QUICK_ROUNDS = 11, 5
_COLUMNS = (
    "id", "identity", "kind", "thumb_row", "year", "width", "height", "time_source", "added_at",
    "codec", "title", "extra",
)  # fmt: skip


def rows(
    report: BenchReport, context: JobContext, *, quick: bool, items: int | None = None
) -> None:
    """Add what facets and filters take on PostgreSQL beside SQLite.

    Args:
        report: gets the cases; none where PostgreSQL is absent.
        context: reports and cancels.
        quick: a small size.
        items: how many there are; None for the usual size.

    Raises:
        JobCancelled: the user cancelled.
    """
    count = items or (QUICK_SIZE if quick else SIZE)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        server(Path(folder)) as url,
    ):
        if url is None:
            return
        took = {}
        for name, address in (("server", url), ("folder", f"sqlite:///{folder}/x.db")):
            Catalogue.open(address).close()
            began = time.perf_counter()
            fill(address, count, context)
            took[name] = count / (time.perf_counter() - began)
        report.add(
            f"catalogue filling {count}", took["server"], took["folder"], "items/s",
            "COPY beside INSERT of many rows",
        )  # fmt: skip
        with Catalogue.open(url) as ours, Catalogue.open(f"sqlite:///{folder}/x.db") as peer:
            _ask(report, ours, peer, count, QUICK_ROUNDS if quick else ROUNDS, context)
        both = {"server": url, "folder": f"sqlite:///{folder}/x.db"}
        _ask_again(report, both, Path(folder), count, context)


def _ask_again(
    report: BenchReport, both: dict[str, str], folder: Path, count: int, context: JobContext
) -> None:
    """Ask what the next window asks first, when facets were kept in files, and after a write."""
    times: dict[str, list[float]] = {}
    answers: list[list[int]] = []
    for name, address in both.items():
        with Catalogue.open(address) as one:
            one.use_packed(folder / f"packed-{name}")
            one.tag([1], "bench", "x")  # a write leaves the word by which its state is known
            began = time.perf_counter()
            one.keep_packed(context)
            times[name] = [time.perf_counter() - began]
        with Catalogue.open(address) as one:
            one.use_packed(folder / f"packed-{name}")
            answers.append([])
            for at in range(ROUNDS):
                if at == ROUNDS - 1:
                    one.tag(range(1, 501), "bench", "y")
                began = time.perf_counter()
                answers[-1].append(int(one.passing(_filters(at)).sum()))
                times[name].append(1e3 * (time.perf_counter() - began))
    if answers[0] != answers[1]:
        raise AssertionError("filters of the next window: the answers differ")
    ours, peer = times.values()
    report.add(f"catalogue keeping facets in files {count}", ours[0], peer[0], "s")
    report.add(
        f"catalogue next window, first filter {count}", ours[1], peer[1], note="goal: <= 200 ms"
    )
    mine, theirs = (percentile(took[1:-1], 0.95) for took in (ours, peer))
    report.add(f"catalogue next window, filters p95 {count}", mine, theirs, note="goal: <= 200 ms")
    report.add(f"catalogue filter after 500 items changed {count}", ours[-1], peer[-1])


def _filters(at: int) -> list[Filter]:
    return [Filter("genre", (f"genre {at % 20}",)), Filter("year", low=1980 + at, high=2010)]


def _ask(
    report: BenchReport,
    ours: Catalogue,
    peer: Catalogue,
    count: int,
    rounds: int,
    context: JobContext,
) -> None:
    """Put the same questions to both, in turns."""
    rng = np.random.default_rng(3)
    pages = [rng.choice(count, min(count, 1000), replace=False) + 1 for _ in range(rounds)]

    questions: dict[str, Callable[[Catalogue, int], object]] = {
        "first read of a facet": lambda one, at: one.facet_table(("genre", "place")[at]),
        "filters": lambda one, at: int(one.passing(_filters(at)).sum()),
        "facet counts": lambda one, _: one.facet_counts("place", limit=50),
        "facet counts under filters": lambda one, at: (
            one.facet_table("place").counts(one.passing(_filters(at))).tolist()
        ),
        "column of all items": lambda one, _: one.columns("year")["year"].tolist()[:5],
        "1000 items": lambda one, at: [each.id for each in one.items(pages[at].tolist())],
        "a label": lambda one, at: one.set_label(int(pages[at][0]), 1),
    }
    for name, ask in questions.items():
        times: dict[str, list[float]] = {"ours": [], "peer": []}
        for at in range(2 if name.startswith("first") else rounds):
            context.step(at, rounds, name)
            answers = []
            for who, one in (("ours", ours), ("peer", peer)):
                began = time.perf_counter()
                answers.append(ask(one, at))
                times[who].append(1e3 * (time.perf_counter() - began))
            if not name.startswith("first") and answers[0] != answers[1]:
                raise AssertionError(f"{name}: the answers differ")
        for share in (50,) if name.startswith("first") else (50, 95):
            told = {who: percentile(took, share / 100) for who, took in times.items()}
            report.add(f"catalogue {name} p{share} {count}", told["ours"], told["peer"])


# -- rows


def fill(address: str, count: int, context: JobContext) -> None:
    """Write the same items to either database."""
    engine = create_engine(address)
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        write = _insert
        if connection.dialect.name == "postgresql":
            write = _copy
            # As SQLite, whose plain connections check no foreign keys either.
            driver.execute("SET session_replication_role = replica")
        for table, columns, block in _tables(count, context):
            write(driver, table, columns, block)
        cursor = driver.cursor()
        cursor.execute(f"UPDATE meta SET value = '{count + 1}' WHERE key = 'next_item'")
        driver.commit()
    engine.dispose()
    with create_engine(address, isolation_level="AUTOCOMMIT").connect() as connection:
        is_server = connection.dialect.name == "postgresql"
        connection.exec_driver_sql("VACUUM ANALYZE" if is_server else "ANALYZE")
        connection.engine.dispose()


def _tables(
    count: int, context: JobContext
) -> Iterator[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]]:
    """Yield (table, columns, rows), those first that others name."""
    rng = np.random.default_rng(7)
    held = {key: np.minimum(rng.zipf(1.3, count), values) - 1 for key, values in FACETS.items()}
    yield "source", ("id", "name"), [(1, "bench")]
    values: list[tuple[Any, ...]] = []
    firsts: dict[str, int] = {}
    for key, many in FACETS.items():
        firsts[key] = len(values) + 1
        totals = np.bincount(held[key], minlength=many)
        values += [
            (len(values) + at + 1, key, f"{key} {at}", int(totals[at])) for at in range(many)
        ]
    yield "facet_value", ("id", "key", "value", "items"), values
    yield "facet_key", ("key", "items"), [(key, count) for key in FACETS]
    years = rng.integers(1950, 2026, count)
    for start in range(0, count, PART):
        context.step(start, count, "Writing items")
        ids = range(start + 1, min(count, start + PART) + 1)
        yield "item", _COLUMNS, [_item(n, int(years[n - 1])) for n in ids]
        yield (
            "item_facet",
            ("item_id", "value_id", "source_id", "score"),
            [(n, firsts[key] + int(held[key][n - 1]), 1, 1.0) for n in ids for key in FACETS],
        )


def _item(number: int, year: int) -> tuple[Any, ...]:
    identity, title = f"{number:040x}", f"Photo {number}"
    return (number, identity, "photo", -1, year, 4, 3, "", 0, "", title, "{}")


def _copy(driver: Any, table: str, columns: tuple[str, ...], block: list[tuple[Any, ...]]) -> None:
    text = io.StringIO()
    for row in block:
        text.write("\t".join(map(str, row)) + "\n")
    with driver.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        copy.write(text.getvalue())
    driver.commit()


def _insert(
    driver: Any, table: str, columns: tuple[str, ...], block: list[tuple[Any, ...]]
) -> None:
    marks = ", ".join("?" * len(columns))
    told = ", ".join(f'"{column}"' for column in columns)
    driver.executemany(f"INSERT INTO {table} ({told}) VALUES ({marks})", block)
    driver.commit()


# -- the server


@contextmanager
def server(folder: Path) -> Iterator[str | None]:
    """Give the address of an empty database; None where there is none to be had."""
    if named := os.environ.get("KINORA_BENCH_PG"):
        yield named
        return
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    found = shutil.which("postgres") or (str(programs[-1]) if programs else "")
    if not found:
        yield None
        return
    home = folder / "pg"
    home.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    programs_in = Path(found).resolve().parent
    become = _become(folder, home)
    secret = _make_cluster(home, programs_in, become)
    command = [*become, str(programs_in / "postgres"), "-D", str(home / "data")]
    command += ["-p", str(port), "-k", ""]
    command += ["-c", "shared_buffers=1GB", "-c", "work_mem=64MB", "-c", "max_wal_size=8GB"]
    with (home / "log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=home)
        try:
            url = f"postgresql+psycopg://kinora:{secret}@127.0.0.1:{port}/postgres"
            _wait(url)
            yield url
        finally:
            process.terminate()
            process.wait(60)


def _become(folder: Path, home: Path) -> list[str]:
    """Return what to put before a command: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    folder.chmod(0o755)
    shutil.chown(home, "nobody")
    return ["setpriv", "--reuid=nobody", "--clear-groups"]


def _make_cluster(home: Path, programs: Path, become: list[str]) -> str:
    """Make an empty database cluster; return the password of its owner."""
    word = home / "word"
    word.write_text(secret := os.urandom(12).hex())
    if become:
        shutil.chown(word, "nobody")
    word.chmod(0o600)
    initdb = [*become, str(programs / "initdb"), "-D", str(home / "data"), "-U", "kinora"]
    initdb += ["--pwfile", str(word)]
    subprocess.run(
        [*initdb, "-A", "scram-sha-256", "-E", "UTF8", "--locale", "C"],
        check=True, capture_output=True, cwd=home,
    )  # fmt: skip
    return secret


def _wait(url: str) -> None:
    """Wait until a server answers."""
    from sqlalchemy.exc import OperationalError

    engine = create_engine(url)
    for _ in range(300):
        try:
            engine.connect().close()
            break
        except OperationalError:
            time.sleep(0.1)
    engine.dispose()
