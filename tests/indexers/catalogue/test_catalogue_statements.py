"""Every statement that the catalogue can run compiles for SQLite and for PostgreSQL."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_mock_engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from common.jobs import JobContext
from common.values import Findings, SkippedFile, TextKind
from indexers.catalogue import (
    COLUMNS,
    Catalogue,
    Episode,
    FileRecord,
    Filter,
    NewItem,
    Place,
    SavedClassifier,
    SavedWeights,
    Saying,
)
from indexers.catalogue.fulltext import KINDS, Tsvector, split_ids, text_id
from indexers.catalogue.tables import Base
from indexers.catalogue.words import read_query

Make = Callable[..., NewItem]
NOT_RUN = {"open"}


def use_everything(catalogue: Catalogue, make: Make) -> None:
    run = catalogue.start_run("auto", ["/media"])
    assert (catalogue.is_away, catalogue.spare) == (False, None)
    assert not catalogue.keep_spare(JobContext())  # none is named
    catalogue.use_spare(Path("nowhere.db"))
    catalogue.use_packed(Path("nowhere"))
    catalogue.keep_packed(JobContext())  # nothing is large
    ids = catalogue.add_batch([make(n) for n in range(4)], run=run)
    catalogue.add_batch([make(0, thumb_row=-1), make(1)])
    catalogue.add_skips(run, [SkippedFile("/x", "why")])
    catalogue.finish_run(run)
    catalogue.add_findings(ids[0], "net", "1", Findings(), {"net": 0})
    catalogue.add_findings_batch([])
    assert catalogue.analyses("net") == {"net": {"1": 1}}
    catalogue.forget_findings("net", [ids[0]])
    catalogue.number_keys()
    catalogue.add_findings(ids[0], "net", "1", Findings(), {"net": 0})
    files = list(catalogue.files_under(["/media"]).values())
    catalogue.touch_files([files[0], FileRecord("/new.jpg", content_hash=f"{1:040x}")])
    catalogue.mark_missing([files[1].id])
    catalogue.set_label(1, 1)
    catalogue.set_labels({2: -1})
    catalogue.tag([1], "tag", "a")
    assert catalogue.values_among([1, 2], least=1)
    catalogue.beginnings([1, 2], [TextKind.TITLE])
    catalogue.untag([1], "tag", "a")
    catalogue.add_to_bucket("b", [1])
    catalogue.remove_from_bucket("b", [1])
    catalogue.rename_bucket("b", "c")
    catalogue.delete_bucket("c")
    catalogue.add_to_watchlist("w", [1])
    catalogue.set_watchlist("w", [2, 1])
    catalogue.remove_from_watchlist("w", [1])
    catalogue.rename_watchlist("w", "v")
    catalogue.delete_watchlist("v")
    catalogue.save_classifier(SavedClassifier("dogs", "default"))
    catalogue.set_weights("dogs", [SavedWeights("net", "1", b"1234", 0.0, {})], 1, 1, 1)
    assert catalogue.last_label() > 0
    catalogue.set_applied({"dogs": 4})
    assert catalogue.classifier("dogs") == catalogue.classifiers()[0]
    catalogue.rename_classifier("dogs", "cats")
    catalogue.delete_classifier("cats")
    catalogue.add_seen([1, 2])
    catalogue.forget_seen([1])
    assert catalogue.seen() == [2]
    catalogue.forget_seen()
    command = catalogue.add_command("c", 1, 2)
    catalogue.set_undone(command, undone=True)
    for call in (
        "backup", "bucket_items:b", "buckets", "canonical", "clear_commands", "commands", "count",
        "count_by_kind", "count_text:a", "count_vectors", "dump",
        "facet_codes:g", "facet_table:genre", "facet_table:kind", "number_column:year",
        "number_column:taken_at", "has_numbers:duration_s", "can_range:year",
        "facet_counts:genre", "facet_keys", "ids", "integrity_problems", "label_sets", "labels",
        "max_thumb_row", "max_vector_row:net", "revision", "runs",
        "schema_version", "tagged_by_user:tag:x", "vector_rows:net",
        "watchlist_items:w", "watchlists",
    ):  # fmt: skip
        name, *arguments = call.split(":")
        found = getattr(catalogue, name)(*arguments)
        list(found) if inspect.isgenerator(found) else found
    catalogue.item(ids[0])
    catalogue.describe(ids)
    catalogue.titles()
    assert len(list(catalogue.media_paths())) >= len(ids)
    catalogue.facet_scores("genre", ["Comedy"])
    catalogue.keep_scores("genre")
    catalogue.set_thumb_rows({1: 9})
    catalogue.items(ids)
    catalogue.skips(run)
    catalogue.label_history(1)
    catalogue.columns(*COLUMNS)
    catalogue.find_identities(["a"])
    catalogue.pending("net", "1", limit=2, kinds=[make(0).kind])
    catalogue.count_pending("net", "1")
    catalogue.analysed("net")
    catalogue.facet_counts("genre", within=range(30_000))
    catalogue.search_text("caption number -x", kinds=[TextKind.CAPTION])
    for key in ("kind", "missing", "label", "bucket", "watchlist", "path", "genre", "year"):
        values = ("1",) if key in {"label", "year"} else ("a",)
        catalogue.items_with([Filter(key, values, "none"), Filter(key, values)])
    for key in ("year", "taken_at", "aspect", "genre"):
        catalogue.items_with([Filter(key, low=1, high=2)])
    use_life(catalogue, ids)
    catalogue.remove_items([4])
    catalogue.set_label(3, 1)
    catalogue.add_to_bucket("b", [3])
    catalogue.add_to_watchlist("w", [2, 3])
    catalogue.remove_items([3], removal="r")
    catalogue.add_batch([make(2)])
    assert catalogue.removed_items("r") == [3]
    assert catalogue.encoders_in_use() == ["net"]
    assert catalogue.restore_items("r").items == (3,)
    catalogue.forget_removed_rows()
    catalogue.forget_removed_rows("net")
    catalogue.keep_listed("/media/films.csv", [1])
    assert catalogue.recount_facets() == 0
    catalogue.share("bucket", "b")
    catalogue.unshare("bucket", "b")
    assert catalogue.owners("bucket") == {"b": ""}
    assert catalogue.is_as_seen("bucket", "b", catalogue.version("bucket", "b"))
    assert catalogue.changed_by("bucket", "b") == ""
    catalogue.on_changed(lambda _: None)()


def use_life(catalogue: Catalogue, ids: list[int]) -> None:
    assert len(catalogue.scene_graphs(ids, sources=["det"])) == len(ids)
    assert len(catalogue.scene_columns()) == 0
    assert catalogue.scene_sources() == {}
    assert catalogue.facet_sources([("genre", "nothing")]) == {}
    assert len(catalogue.count_boxes(["man"], 0.5)[0]) == 0
    catalogue.add_samples("steps", "", [1, 2], [3, 4], "band")
    catalogue.samples("steps", 0, 9, source="band")
    catalogue.sample_buckets("steps", 0, 9, 3)
    assert len(catalogue.series()) == 1
    catalogue.add_positions([1], [2], [3], source="gpx")
    catalogue.positions(0, 9, source="gpx")
    assert catalogue.count_positions() == {"gpx": 1}
    catalogue.set_episodes("stay", "days", [Episode(start=1, end=2)])
    assert catalogue.add_episodes("trip", "days", []) == []
    [named] = catalogue.episodes()
    assert catalogue.name_episode(replace(named, name="lunch", named=True))
    assert len(catalogue.episodes("stay", 0, 9, source="days")) == 1
    home = catalogue.save_place(Place(name="home", role="home"))
    assert [place.id for place in catalogue.places()] == [home]
    catalogue.save_place(Place(home, "house"))
    assert catalogue.remove_place(home) is not None
    catalogue.set_clock("X", 3600, teller=lambda _: Saying(frozenset({"time"})))
    assert catalogue.clocks() == {"X": 3600}
    assert catalogue.items_of_clock("time:exif") == []
    assert len(catalogue.moments()) == len(ids)
    catalogue.set_moments(catalogue.moments(ids[:1]), teller=lambda _: Saying(frozenset()))


def test_every_method_runs_and_every_statement_compiles_for_both(
    url: str, make: Make, compiled: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    called: set[str] = set()
    public = {
        name
        for name, member in inspect.getmembers(Catalogue, callable)
        if not name.startswith("_") and name not in NOT_RUN
    }
    for name in public:
        original = getattr(Catalogue, name)

        def recorded(
            self: Catalogue, *args: Any, _name: str = name, _original: Any = original, **kw: Any
        ) -> Any:
            called.add(_name)
            return _original(self, *args, **kw)

        monkeypatch.setattr(Catalogue, name, recorded)
    with Catalogue.open(url) as catalogue:
        use_everything(catalogue, make)
    assert called == public
    assert len(compiled) > 150  # both dialects


def test_the_tables_are_made_on_both() -> None:
    for dialect in (sqlite.dialect(), postgresql.dialect()):
        for table in Base.metadata.sorted_tables:
            said = str(CreateTable(table).compile(dialect=dialect))
            assert "CONSTRAINT pk_" in said
            for index in table.indexes:
                assert "CREATE INDEX ix_" in str(CreateIndex(index).compile(dialect=dialect))


def test_full_text_compiles_for_postgresql() -> None:
    said: list[str] = []
    dialect = postgresql.dialect()
    engine = create_mock_engine(
        "postgresql+psycopg://", lambda sql, *_: said.append(str(sql.compile(dialect=dialect)))
    )
    Tsvector._search.create(engine, checkfirst=False)  # type: ignore[arg-type]
    assert "TSVECTOR" in said[0]
    assert "USING gin" in said[1]
    query = Tsvector().match(read_query('one "two three" fo*').wanted)
    compiled = query.compile(dialect=postgresql.dialect())
    assert "ts_rank_cd" in str(compiled)
    assert "('one') | ('two' <-> 'three') | ('fo':*)" in compiled.params.values()
    assert Tsvector._vector("Été été, x") == "'ete':1,2 'x':3"


def test_numbers_of_texts_hold_item_and_kind() -> None:
    import numpy as np

    assert set(KINDS) == set(TextKind)
    numbers = [text_id(2**38, kind, (1 << 20) - 1) for kind in KINDS]
    items, codes = split_ids(np.array(numbers))
    assert set(items.tolist()) == {2**38}
    assert [KINDS[code] for code in codes] == list(KINDS)
    assert max(numbers) < 2**63


def test_values_never_become_statements(tmp_path: Path, make: Make) -> None:
    with Catalogue.open(tmp_path / "x.db") as catalogue:
        catalogue.add_batch([make(0)])
        evil = "'; DROP TABLE item; --"
        catalogue.tag([1], evil, evil)
        catalogue.add_to_bucket(evil, [1])
        assert catalogue.facet_counts(evil.lower()) == [(evil, 1)]
        assert catalogue.items_with([Filter("bucket", (evil,))]).tolist() == [1]
