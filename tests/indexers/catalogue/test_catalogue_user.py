"""What the user makes: labels, buckets, watchlists, tags, history."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from common.errors import QueryError
from common.values import ItemKind
from indexers.catalogue import Catalogue, NewItem

Make = Callable[..., NewItem]
_NUMBERS = itertools.count()
ITEMS = st.integers(1, 6)
NAMES = st.sampled_from(["a", "b", "ä'\"%"])


def test_labels_are_events_and_the_latest_counts(catalogue: Catalogue, make: Make) -> None:
    catalogue.add_batch([make(n) for n in range(3)])
    catalogue.set_label(1, 1)
    catalogue.set_label(1, 1)
    catalogue.set_labels({1: -1, 2: 1})
    catalogue.set_label(2, 0)
    catalogue.set_label(3, 1, "other")
    assert catalogue.labels() == {1: -1}
    assert catalogue.labels("other") == {3: 1}
    assert catalogue.labels("never") == {}
    assert catalogue.label_sets() == {"default": 1, "other": 1}
    assert [value for _, value in catalogue.label_history(1)] == [1, -1]
    assert catalogue.item(3).labels == {"other": 1}
    with pytest.raises(QueryError, match="no item 9"):
        catalogue.set_labels({1: 1, 9: 1})
    with pytest.raises(ValueError, match="label"):
        catalogue.set_label(1, 2)
    assert catalogue.labels() == {1: -1}
    catalogue.remove_items([1])
    assert catalogue.labels() == {}


def test_names_are_checked(catalogue: Catalogue, make: Make) -> None:
    catalogue.add_batch([make(0)])
    catalogue.add_to_bucket(" one ", [1])
    catalogue.add_to_bucket("two", [])
    assert catalogue.buckets() == {"one": 1, "two": 0}
    with pytest.raises(QueryError):
        catalogue.add_to_bucket("  ", [1])
    with pytest.raises(QueryError):
        catalogue.add_to_bucket("three", [7])
    with pytest.raises(QueryError, match="exists"):
        catalogue.rename_bucket("one", "two")
    with pytest.raises(QueryError, match="no “x”"):
        catalogue.rename_watchlist("x", "y")
    with pytest.raises(QueryError):
        catalogue.tag([1], "tag", " ")
    with pytest.raises(QueryError):
        catalogue.tag([99], "tag", "x")
    assert catalogue.buckets() == {"one": 1, "two": 0}
    assert catalogue.facet_keys() == {"genre": 1}


def test_a_watchlist_keeps_its_order(catalogue: Catalogue, make: Make) -> None:
    catalogue.add_batch([make(n) for n in range(5)])
    catalogue.add_to_watchlist("w", [3, 1, 3])
    catalogue.add_to_watchlist("w", [1, 5])
    assert catalogue.watchlist_items("w") == [3, 1, 5]
    catalogue.set_watchlist("w", [5, 3, 2])
    assert catalogue.watchlist_items("w") == [5, 3, 2]
    catalogue.remove_from_watchlist("w", [3, 4])
    catalogue.rename_watchlist("w", "v")
    assert (catalogue.watchlists(), catalogue.watchlist_items("v")) == ({"v": 2}, [5, 2])
    assert catalogue.item(5).watchlists == ("v",)
    catalogue.delete_watchlist("v")
    assert catalogue.watchlists() == {}


def test_a_new_command_forgets_the_undone_ones(catalogue: Catalogue) -> None:
    first = catalogue.add_command("label", {"items": [1]}, {"items": []}, title="Label 1 item")
    second = catalogue.add_command("bucket", None, [1, "x\ud800"])
    catalogue.set_undone(second, undone=True)
    assert [(c.name, c.undone) for c in catalogue.commands()] == [
        ("label", False),
        ("bucket", True),
    ]
    assert catalogue.commands()[1].backward == [1, "x\ud800"]
    third = catalogue.add_command("tag", 1, 2)
    assert [c.id for c in catalogue.commands()] == [first, third]
    assert [c.name for c in catalogue.commands(limit=1)] == ["tag"]
    with pytest.raises(QueryError):
        catalogue.set_undone(second, undone=True)
    catalogue.clear_commands()
    assert catalogue.commands() == []


class UserModel(RuleBasedStateMachine):
    """Random commands, against plain dictionaries."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.catalogue = Catalogue.open(self.folder / f"{next(_NUMBERS)}.db")
        self.catalogue.add_batch([NewItem(str(n), ItemKind.PHOTO) for n in range(1, 7)])
        self.labels: dict[str, dict[int, int]] = {}
        self.buckets: dict[str, set[int]] = {}
        self.lists: dict[str, list[int]] = {}

    @rule(labels=st.dictionaries(ITEMS, st.sampled_from([-1, 0, 1]), min_size=1), name=NAMES)
    def label(self, labels: dict[int, int], name: str) -> None:
        self.catalogue.set_labels(labels, name)
        kept = self.labels.get(name, {}) | labels
        self.labels[name] = {item: value for item, value in kept.items() if value}

    @rule(name=NAMES, items=st.lists(ITEMS))
    def fill(self, name: str, items: list[int]) -> None:
        self.catalogue.add_to_bucket(name, items)
        self.buckets.setdefault(name, set()).update(items)

    @rule(name=NAMES, items=st.lists(ITEMS))
    def empty(self, name: str, items: list[int]) -> None:
        self.catalogue.remove_from_bucket(name, items)
        if name in self.buckets:
            self.buckets[name].difference_update(items)

    @rule(name=NAMES)
    def drop(self, name: str) -> None:
        self.catalogue.delete_bucket(name)
        self.buckets.pop(name, None)

    @rule(name=NAMES, items=st.lists(ITEMS))
    def append(self, name: str, items: list[int]) -> None:
        self.catalogue.add_to_watchlist(name, items)
        known = self.lists.setdefault(name, [])
        known += [item for item in dict.fromkeys(items) if item not in known]

    @rule(name=NAMES, items=st.permutations(range(1, 7)), count=st.integers(0, 6))
    def order(self, name: str, items: list[int], count: int) -> None:
        self.catalogue.set_watchlist(name, items[:count])
        self.lists[name] = items[:count]

    @rule(name=NAMES, item=ITEMS)
    def cut(self, name: str, item: int) -> None:
        self.catalogue.remove_from_watchlist(name, [item])
        if name in self.lists:
            self.lists[name] = [each for each in self.lists[name] if each != item]

    @rule()
    def import_again(self) -> None:
        self.catalogue.add_batch([NewItem(str(n), ItemKind.PHOTO) for n in range(1, 7)])

    @invariant()
    def agrees(self) -> None:
        catalogue = self.catalogue
        assert catalogue.label_sets() == {n: len(v) for n, v in sorted(self.labels.items())}
        for name, labels in self.labels.items():
            assert catalogue.labels(name) == labels
        assert {n: set(catalogue.bucket_items(n)) for n in catalogue.buckets()} == self.buckets
        assert {n: catalogue.watchlist_items(n) for n in catalogue.watchlists()} == self.lists

    def teardown(self) -> None:
        self.catalogue.close()


def test_commands_in_any_order_agree_with_a_model(tmp_path: Path) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    UserModel.folder = tmp_path
    run_state_machine_as_test(
        UserModel, settings=settings(max_examples=12, stateful_step_count=12, deadline=None)
    )
