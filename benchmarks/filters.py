"""Filters of made-up films: from a click to the first frame of the wall, and counts of all facets.

Films have genres, actors, directors, companies, countries and years, as unevenly frequent as in
real lists. Peers are the same questions in plain SQL.
"""

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.services.arrangements import shuffled
from app.services.facets import FacetService
from app.services.library import Library
from app.services.wall import WallService
from app.services.wall_table import WallTable
from app.services.wall_tiles import TileComposer
from benchmarks.report import BenchReport, percentile, time_ms
from benchmarks.wall_parts import SIZE, SyntheticThumbnails, columns_for, content, settle
from common.jobs import JobContext
from common.settings import Settings
from common.values import Facet, ItemKind
from indexers.catalogue import NewItem
from indexers.catalogue.backend import CACHE_KIB, MAP_BYTES
from indexers.catalogue.records import Filter

if TYPE_CHECKING:
    from app.widgets.wall.view import WallView

NAME = "filters"
SIZES, QUICK_SIZES = (100_000, 1_000_000), (20_000,)
BLOCK = 5000
CHANGES = 30
_WITH = """
    SELECT DISTINCT f.item_id FROM item_facet f JOIN facet_value v ON v.id = f.value_id
    WHERE v.key = ? AND v.value = ?
"""
_RANGE = "SELECT id FROM item WHERE year BETWEEN ? AND ?"
_COUNTS = """
    SELECT v.key, v.value, count(DISTINCT f.item_id)
    FROM item_facet f JOIN facet_value v ON v.id = f.value_id
    WHERE f.item_id IN ({within}) GROUP BY f.value_id
"""


def made_up_casts(start: int, count: int) -> list[NewItem]:
    """Return made-up films without texts or pictures.

    Args:
        start: number of the first one; also the seed.
        count: how many.
    """
    rng = np.random.default_rng(start)
    genres = np.minimum(rng.zipf(1.5, (count, 2)), 20)
    actors, directors = rng.integers(30_000, size=(count, 3)), rng.integers(10_000, size=count)
    companies = np.minimum(rng.zipf(1.3, (count, 2)), 5000)
    countries = np.minimum(rng.zipf(1.6, count), 80)
    years, popularity = rng.integers(1920, 2025, size=count), rng.random(count)
    films = []
    for place in range(count):
        facets = [Facet("genre", f"Genre {one}") for one in set(genres[place].tolist())]
        facets += [Facet("actor", f"Actor {one}") for one in set(actors[place].tolist())]
        facets += [Facet("company", f"Company {one}") for one in set(companies[place].tolist())]
        facets += [
            Facet("director", f"Director {directors[place]}"),
            Facet("country", f"Country {countries[place]}"),
            Facet("year", str(years[place])),
        ]
        films.append(
            NewItem(
                f"film:{start + place}", ItemKind.FILM, f"Film {start + place}",
                year=int(years[place]), popularity=float(popularity[place]), facets=facets,
            )
        )  # fmt: skip
    return films


def run(*, quick: bool = False, context: JobContext | None = None) -> BenchReport:
    """Measure filters and counts.

    Args:
        quick: a small size.
        context: progress and cancel.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    context = context or JobContext()
    report = BenchReport(NAME)
    for size in QUICK_SIZES if quick else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "films.kinora"
            library = Library.open(path, create=True)
            for start in range(0, size, BLOCK):
                context.step(start, size, f"Making {size:,} films")
                library.catalogue.add_batch(made_up_casts(start, BLOCK))
            library.close()
            measure(report, path, size, context)
    return report


def measure(report: BenchReport, path: Path, size: int, context: JobContext) -> None:
    """Measure a library of made-up films.

    Args:
        report: gets the cases.
        path: of the library, closed.
        size: how many films it holds.
        context: reports and cancels.
    """
    context.step(0, 0, f"Measuring {size:,} films")
    changes = _changes()
    library = Library.open(path)
    try:
        facets, wall = FacetService(library), WallService(library, Settings())
        table = wall.table()
        first = [
            time_ms(partial(wall.passing, table, (one,)), repeat=1, warm_up=0)[0]
            for one in (Filter("genre", (f"Genre {number}",)) for number in range(1, 9))
        ]
        note = "a genre asked for the first time since the library was opened"
        report.add(f"filter first p50 {size}", percentile(first, 0.5), note=note)
        report.add(f"filter first max {size}", max(first), note="two of three films have it")
        opened = time_ms(lambda: _count_all(facets, ()), repeat=1, warm_up=0)
        report.add(f"counts first {size}", opened[0], note="of all facets, read from the disk")
        with closing(_plain(path)) as plain:
            _measure_questions(report, wall, table, facets, plain, changes, size)
        _measure_frames(report, wall, table, changes, size)
    finally:
        library.close()


def _plain(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path / "catalogue.db")
    connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
    connection.execute(f"PRAGMA mmap_size={MAP_BYTES}")
    return connection


def _changes() -> list[tuple[Filter, ...]]:
    """Return filters that follow one another as somebody clicks."""
    rng = np.random.default_rng(0)
    changes: list[tuple[Filter, ...]] = []
    for _ in range(CHANGES):
        genre = Filter("genre", (f"Genre {min(int(rng.zipf(1.5)), 20)}",))
        year = Filter("year", low=float(rng.integers(1930, 1970)), high=2000.0)
        country = Filter("country", (f"Country {min(int(rng.zipf(1.6)), 80)}",))
        changes.append([(genre,), (genre, country), (genre, country, year)][int(rng.integers(3))])
    return changes


def _measure_questions(
    report: BenchReport,
    wall: WallService,
    table: WallTable,
    facets: FacetService,
    plain: sqlite3.Connection,
    changes: Sequence[tuple[Filter, ...]],
    size: int,
) -> None:
    """Add what passes, and counts within that."""
    ours = _times(lambda filters: wall.passing(table, filters), changes)
    peer = _times(lambda filters: plain.execute(*_sql(filters)).fetchall(), changes[:6])
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        report.add(
            f"filter {name} {size}", percentile(ours, share), percentile(peer, share),
            note="mask of the wall; peer: ids as rows",
        )  # fmt: skip
    counts = _times(lambda filters: _count_all(facets, filters), changes)
    others = _times(lambda filters: _sql_counts(plain, filters), changes[:2])
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        report.add(
            f"counts {name} {size}", percentile(counts, share), percentile(others, share),
            note="of all facets, within the filters; peer: one GROUP BY",
        )  # fmt: skip


def _times(
    function: Callable[[tuple[Filter, ...]], object], changes: Sequence[tuple[Filter, ...]]
) -> list[float]:
    return [time_ms(partial(function, one), repeat=1, warm_up=0)[0] for one in changes]


def _count_all(facets: FacetService, filters: Sequence[Filter]) -> None:
    """Ask for what the panel shows with every facet open."""
    for facet in facets.all_keys():
        if facet.form == "values":
            facets.values(facet.key, filters)
        else:
            facets.histogram(facet.key, filters)


def _sql(filters: Sequence[Filter]) -> tuple[str, list[object]]:
    parts: list[str] = []
    values: list[object] = []
    for one in filters:
        parts.append(_WITH if one.values else _RANGE)
        values += [one.key, one.values[0]] if one.values else [one.low, one.high]
    return " INTERSECT ".join(parts), values


def _sql_counts(plain: sqlite3.Connection, filters: Sequence[Filter]) -> None:
    within, values = _sql(filters)
    plain.execute(_COUNTS.format(within=within), values).fetchall()


def _measure_frames(
    report: BenchReport,
    wall: WallService,
    table: WallTable,
    changes: Sequence[tuple[Filter, ...]],
    size: int,
) -> None:
    """Add the time from a changed filter to the first frame of the wall that shows it."""
    from PySide6.QtWidgets import QApplication

    from app.jobs import JobRunner
    from app.widgets.wall.view import WallView

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    jobs = JobRunner()
    view = WallView(jobs, TileComposer(SyntheticThumbnails()))
    view.resize(*SIZE)
    view.show()
    view.show_content(content(size, shuffled(size, 0), columns_for(size)))
    settle(application, view)
    times = []
    for filters in changes:
        began = time.perf_counter()
        view.set_lit(wall.passing(table, filters))
        _draw_first(view)
        times.append(1e3 * (time.perf_counter() - began))
        settle(application, view)
    note = "question, mask and the first frame that shows it"
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        report.add(f"filter to frame {name} {size}", percentile(times, share), note=note)
    view.shut_down()
    jobs.shutdown()
    view.deleteLater()


def _draw_first(view: "WallView") -> None:
    """Draw until a frame shows tiles of the new filter."""
    from PySide6.QtWidgets import QApplication

    shown = view.store.content
    assert shown is not None
    while not any(tile.lit_version == shown.lit_version for tile in list(shown.tiles.values())):
        QApplication.processEvents()
        time.sleep(0.0005)  # the builders need the interpreter too, as they have it in the window
    # Not by way of the event loop: it would first take in the tiles that go on arriving.
    view.repaint()
