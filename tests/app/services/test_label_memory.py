"""Labels are read from the catalogue once for every change of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.items import ItemService
from app.services.label_memory import MOST
from app.services.library import Library
from common.values import ItemKind
from indexers.catalogue import Catalogue, NewItem


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "a.kinora", create=True)
    opened.catalogue.add_batch([NewItem(str(n), ItemKind.PHOTO) for n in range(4)])
    yield opened
    opened.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the label sets that the catalogue was asked for."""
    names: list[str] = []
    real = Catalogue.labels

    def labels(catalogue: Catalogue, label_set: str = "default") -> dict[int, int]:
        names.append(label_set)
        return real(catalogue, label_set)

    monkeypatch.setattr(Catalogue, "labels", labels)
    return names


def test_labels_are_read_again_only_when_something_was_written(
    library: Library, asked: list[str]
) -> None:
    items = ItemService(library)
    library.catalogue.set_labels({1: 1})
    assert [items.labels(), items.labels()] == [{1: 1}] * 2
    assert asked == ["default"]
    items.labels()[1] = -1  # what a caller does with his is his own
    library.catalogue.set_labels({2: -1})
    assert items.labels() == {1: 1, 2: -1}
    assert asked == ["default"] * 2


def test_another_process_is_noticed(library: Library, asked: list[str]) -> None:
    items = ItemService(library)
    assert items.labels() == {}
    with Catalogue.open(f"sqlite:///{library.folder / 'catalogue.db'}") as other:
        other.set_labels({3: 1})
    assert items.labels() == {3: 1}


def test_the_sets_that_were_asked_for_are_read_ahead(library: Library, asked: list[str]) -> None:
    items = ItemService(library)
    names = [f"set {number}" for number in range(MOST + 1)]
    for name in names:
        items.labels(name)
    library.catalogue.set_labels({1: 1}, names[-1])
    asked.clear()
    items.known_labels.refresh()
    assert sorted(asked) == names[1:]
    asked.clear()
    assert items.labels(names[-1]) == {1: 1}
    assert asked == []
