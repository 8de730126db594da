"""Large sets in the journal: compact, exact, undone, and older entries stay readable."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.history import HistoryService
from app.services.history_sets import LEAST, packed, size_of, unpacked
from app.services.library import Library
from common.errors import LibraryError, QueryError
from common.jobs import JobCancelled, JobContext
from common.selection import Selection
from common.values import ItemKind
from indexers.catalogue import NewItem

COUNT = 6000  # more than one statement


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory):
    made = Library.open(tmp_path_factory.mktemp("b") / "b.kinora", create=True)
    made.catalogue.add_batch(
        [NewItem(identity=f"film:{n}", kind=ItemKind.FILM) for n in range(COUNT)]
    )
    yield made
    made.close()


@given(st.lists(st.integers(-(2**62), 2**62), min_size=LEAST, max_size=LEAST + 40))
def test_what_is_packed_comes_back(ids: list[int]) -> None:
    kept = json.loads(json.dumps(packed({"items": ids, "list": "x", "few": [3, 1], "no": None})))
    assert set(kept["items"]) == {"$ids", "count"}
    assert size_of(kept) == len(ids)
    assert unpacked(kept) == {"items": ids, "list": "x", "few": [3, 1], "no": None}


def test_selections_and_arrays_are_ids_and_other_lists_stay() -> None:
    ids = np.arange(1000)
    assert unpacked(packed(Selection(ids))) == ids.tolist()
    assert packed({"a": Selection([3, 2])}) == {"a": [3, 2]}
    for plain in ([0.5] * LEAST, [True] * LEAST, ["1"] * LEAST, [[1]] * LEAST):
        assert packed(plain) == plain


def test_a_million_ids_take_kilobytes() -> None:
    assert len(packed(np.arange(1_000_000))["$ids"]) < 20_000
    half = np.flatnonzero(np.random.default_rng(0).random(1_000_000) < 0.5)
    assert len(packed(half)["$ids"]) < 400_000


def test_damage_is_said() -> None:
    for text in ("?", "AAAA", packed(np.arange(LEAST))["$ids"][:-40]):
        with pytest.raises(LibraryError, match="damaged"):
            unpacked({"items": {"$ids": text}})


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("label.set", {"marks": {"1": Selection(np.arange(1, COUNT + 1))}, "set": "many"}),
        ("item.tag", {"items": Selection(np.arange(COUNT, 0, -1)), "key": "tag", "value": "x"}),
        ("bucket.add", {"list": "b", "items": Selection(np.arange(1, COUNT + 1))}),
        ("watchlist.add", {"list": "w", "items": Selection(np.arange(COUNT, 0, -1))}),
    ],
)
def test_large_changes_are_done_undone_and_done_again(
    library: Library, name: str, payload: dict[str, object]
) -> None:
    catalogue = library.catalogue

    def state() -> tuple[object, ...]:
        return (
            catalogue.labels("many"),
            catalogue.tagged_by_user("tag", "x").tolist(),
            catalogue.facet_keys().get("tag", 0),
            catalogue.bucket_items("b"),
            catalogue.watchlist_items("w"),
        )

    history = HistoryService(library)
    before = state()
    entry = history.do(name, payload)
    assert entry is not None
    assert entry.items == COUNT
    after = state()
    assert any(len(each) == COUNT for each in after if isinstance(each, dict | list))
    row = catalogue.commands()[-1]
    assert len(json.dumps([row.forward, row.backward])) < 4000
    history = HistoryService(library)  # as after a start
    history.undo()
    assert state() == before
    history.redo()
    assert state() == after
    assert history.do(name, payload) is None  # changes nothing more
    assert catalogue.recount_facets() == 0
    history.undo()
    assert state() == before
    assert catalogue.recount_facets() == 0


def test_marks_of_each_item_come_back(library: Library) -> None:
    catalogue, history = library.catalogue, HistoryService(library)
    catalogue.set_labels({1: -1, 2: 1, 3: -1}, "mixed")
    history.do("label.set", {"marks": {"1": list(range(1, COUNT + 1))}, "set": "mixed"})
    assert set(catalogue.labels("mixed").values()) == {1}
    history.undo()
    assert catalogue.labels("mixed") == {1: -1, 2: 1, 3: -1}


def test_an_unknown_item_among_many_changes_nothing(library: Library) -> None:
    ids = Selection(np.arange(1, COUNT + 2))
    for name, payload in (
        ("label.set", {"marks": {"1": ids}, "set": "bad"}),
        ("item.tag", {"items": ids, "key": "tag", "value": "bad"}),
        ("bucket.add", {"list": "bad", "items": ids}),
    ):
        with pytest.raises(QueryError, match=str(COUNT + 1)):
            HistoryService(library).do(name, payload)
    with pytest.raises(QueryError, match=str(COUNT + 1)):
        library.catalogue.set_labels(dict.fromkeys(range(1, COUNT + 2), 1), "bad")
    assert library.catalogue.labels("bad") == {}
    assert "bad" not in library.catalogue.buckets()


def test_cancelled_before_it_begins_changes_nothing(library: Library) -> None:
    context = JobContext()
    context.cancel()
    entries = len(HistoryService(library).entries())
    with pytest.raises(JobCancelled):
        HistoryService(library).do("bucket.add", {"list": "c", "items": [1]}, "c", context)
    assert "c" not in library.catalogue.buckets()
    assert len(HistoryService(library).entries()) == entries


def test_entries_of_before_are_still_undone(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "o.kinora", create=True)
    catalogue = library.catalogue
    catalogue.add_batch([NewItem(identity=f"film:{n}", kind=ItemKind.FILM) for n in range(900)])
    ids = list(range(1, 901))
    catalogue.add_to_bucket("old", ids)
    catalogue.set_labels(dict.fromkeys(ids, 1))
    old = {"list": "old", "there": False, "items": []}
    catalogue.add_command("bucket.add", {"list": "old", "items": ids}, old)
    labels = {str(item): 1 for item in ids}
    none = {"labels": dict.fromkeys(labels, 0), "set": "default"}
    catalogue.add_command("label.set", {"labels": labels, "set": "default"}, none)
    history = HistoryService(library)
    history.undo()
    assert catalogue.labels() == {}
    history.undo()
    assert "old" not in catalogue.buckets()
    history.redo()
    history.redo()
    assert catalogue.labels() == dict.fromkeys(ids, 1)
    assert catalogue.bucket_items("old") == ids
    library.close()
