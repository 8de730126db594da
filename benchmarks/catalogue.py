"""The catalogue with a hundred thousand and a million photos, beside the plain queries."""

import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.report import BenchReport, percentile, time_ms
from benchmarks.synthetic import made_up_photos
from common.jobs import JobContext
from indexers.catalogue import Catalogue, Filter
from indexers.catalogue.backend import CACHE_KIB, MAP_BYTES

NAME = "catalogue"
SIZES, QUICK_SIZES = (100_000, 1_000_000), (20_000,)
BLOCK, BATCH = 2000, 256
WALL = ("kind", "thumb_row", "parent", "year", "taken_at", "popularity", "aspect", "missing")
COMMON = "concept 1"  # two of three photos have it

# The same questions, asked plainly.
_COLUMNS = """
    SELECT id, kind, thumb_row, parent_id, year, taken_at, popularity, 1.0 * width / height, missing
    FROM item ORDER BY id
"""
_OF_KEY = "FROM item_facet f JOIN facet_value v ON v.id = f.value_id WHERE v.key = 'concept'"
_COUNTS = f"""
    SELECT v.value, count(DISTINCT f.item_id) AS n {_OF_KEY}
    GROUP BY v.value ORDER BY n DESC, v.value LIMIT 1000
"""
_WITHIN = f"""
    SELECT v.value, count(DISTINCT f.item_id) AS n {_OF_KEY} AND f.item_id % 2 = 1
    GROUP BY v.value ORDER BY n DESC, v.value LIMIT 1000
"""
_KEYS = """
    SELECT v.key, count(DISTINCT f.item_id)
    FROM item_facet f JOIN facet_value v ON v.id = f.value_id GROUP BY v.key
"""
_WITH = f"SELECT DISTINCT f.item_id {_OF_KEY} AND v.value = '{COMMON}' ORDER BY 1"
_RANKED = """
    SELECT t.item_id, s.rank, t.content FROM text_search s JOIN text t ON t.id = s.rowid
    WHERE text_search MATCH ? ORDER BY s.rank LIMIT 500
"""
_SCANNED = "SELECT item_id, content FROM text WHERE content LIKE ? LIMIT 500"


def run(*, quick: bool, context: JobContext) -> BenchReport:
    """Measure opening, reading, counting, filtering, searching and writing.

    Args:
        quick: a small size.
        context: reports and cancels.
    """
    report = BenchReport(NAME)
    for size in QUICK_SIZES if quick else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "catalogue.db"
            with Catalogue.open(path) as catalogue:
                for start in range(0, size, BLOCK):
                    context.step(start, size, f"Making {size:,} photos")
                    catalogue.add_batch(made_up_photos(start, BLOCK))
            measure(report, path, size, context)
    return report


def measure(report: BenchReport, path: Path, size: int, context: JobContext) -> None:
    """Measure a catalogue of made-up photos.

    Args:
        report: gets the cases.
        path: the catalogue, closed properly.
        size: how many photos it holds.
        context: reports and cancels.
    """
    context.step(0, 0, f"Measuring {size:,} photos")
    clean = time_ms(lambda: Catalogue.open(path).close(), repeat=5)
    path.with_name(path.name + "-clean").unlink()
    checked = time_ms(lambda: Catalogue.open(path).close(), repeat=1, warm_up=0)
    note = "closed properly; peer: reads all of it first, as after a crash"
    report.add(f"open p50 {size}", percentile(clean, 0.5), percentile(checked, 0.5), note=note)
    with Catalogue.open(path) as catalogue, closing(sqlite3.connect(path)) as plain:
        plain.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        plain.execute(f"PRAGMA mmap_size={MAP_BYTES}")
        _read(report, catalogue, plain, size)
        _search(report, catalogue, plain, size)
        _write(report, catalogue, size)


def _compare(
    report: BenchReport,
    case: str,
    ours: Callable[[], object],
    peer: Callable[[], object],
    note: str,
) -> None:
    """Add the medians of both, taken in turn so that the machine's load hits both alike."""
    mine: list[float] = []
    others: list[float] = []
    for _ in range(3):
        mine += time_ms(ours, repeat=1, warm_up=0)
        others += time_ms(peer, repeat=1, warm_up=0)
    report.add(case, percentile(mine, 0.5), percentile(others, 0.5), note=note)


def _read(report: BenchReport, catalogue: Catalogue, plain: sqlite3.Connection, size: int) -> None:
    """Measure what the wall and the facets read."""

    def rows(query: str, *values: str) -> list[object]:
        return plain.execute(query, values).fetchall()

    half = np.arange(1, size + 1, 2).tolist()
    for case, ours, query, note in (
        ("wall columns", partial(catalogue.columns, *WALL), _COLUMNS, "9 arrays; peer: rows"),
        (
            "facet counts", partial(catalogue.facet_counts, "concept"), _COUNTS,
            "4 values a photo; peer: counts them",
        ),
        ("facet keys", catalogue.facet_keys, _KEYS, "peer: counts them"),
        (
            "items with", partial(catalogue.items_with, [Filter("concept", (COMMON,))]), _WITH,
            "two of three photos; peer: rows",
        ),
    ):  # fmt: skip
        _compare(report, f"{case} p50 {size}", ours, partial(rows, query), note)
    within = partial(catalogue.facet_counts, "concept", within=half)
    note = "among half of the photos; peer: counts them, knowing the half by a formula"
    _compare(report, f"facet counts of half p50 {size}", within, partial(rows, _WITHIN), note)
    codes = time_ms(lambda: catalogue.facet_codes("concept"), repeat=3, warm_up=0)
    report.add(f"facet codes p50 {size}", percentile(codes, 0.5), note="main value of each photo")


def _search(
    report: BenchReport, catalogue: Catalogue, plain: sqlite3.Connection, size: int
) -> None:
    """Measure full text: a word in one of a thousand captions, in all, and both."""

    def rows(query: str, word: str) -> list[object]:
        return plain.execute(query, (word,)).fetchall()

    ranked = "500 best with snippets; peer: all ranked by FTS5, no snippets"
    for case, words, peer, note in (
        ("text rare", "lighthouse", partial(rows, _SCANNED, "%lighthouse%"), "peer: reads texts"),
        ("text common", "photo", partial(rows, _RANKED, "photo"), ranked),
        ("text both", "photo lighthouse", partial(rows, _RANKED, "photo OR lighthouse"), ranked),
    ):
        _compare(report, f"{case} p50 {size}", partial(catalogue.search_text, words), peer, note)


def _write(report: BenchReport, catalogue: Catalogue, size: int) -> None:
    """Measure a batch of an import, a removal and its undoing."""
    photos = made_up_photos(10 * size, 10 * BATCH)
    ids: list[int] = []

    def add(start: int) -> None:
        ids.extend(catalogue.add_batch(photos[start : start + BATCH]))

    def timed(function: Callable[[int], object], places: Sequence[int]) -> list[float]:
        return [ms for at in places for ms in time_ms(partial(function, at), repeat=1, warm_up=0)]

    starts = range(0, len(photos), BATCH)
    added = timed(add, starts)
    removed = timed(
        lambda at: catalogue.remove_items(ids[at : at + BATCH], removal=str(at)), starts
    )
    restored = timed(lambda at: catalogue.restore_items(str(at)), starts)
    note = f"{BATCH} photos in one transaction"
    report.add(f"add batch p50 {size}", percentile(added, 0.5), note=note)
    report.add(f"remove p50 {size}", percentile(removed, 0.5), note=f"{note}, on disk")
    report.add(f"restore p50 {size}", percentile(restored, 0.5), note=f"{note}, on disk")
    catalogue.remove_items(ids)
