"""People on disk: named last, cut back after a crash, replaced by a later look."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indexers.poses.store import PERSON, Look, PoseStore, said_in

SAID = {"model": "m", "version": "1"}


def _people(*aspects: float) -> NDArray[np.void]:
    made = np.zeros(len(aspects), PERSON)
    made["aspect"] = aspects
    return made


def _aspects(store: PoseStore, item: int) -> list[float]:
    table = store.table()
    at = table.place(item)
    read = store.read(int(table.starts[at]), int(table.ends[at]))
    return [float(one) for one in read["aspect"]]


@pytest.fixture
def store(tmp_path: Path) -> PoseStore:
    made = PoseStore(tmp_path / "m", SAID)
    made.append([Look(7, _people(1, 2), guided=True), Look(3, _people(), guided=True)])
    made.append([Look(5, _people(4), guided=False)])
    return made


def test_people_come_back_by_item(store: PoseStore, tmp_path: Path) -> None:
    for each in (store, PoseStore(tmp_path / "m", SAID)):
        table = each.table()
        assert table.items.tolist() == [3, 5, 7]
        assert table.guided.tolist() == [True, False, True]
        assert (_aspects(each, 7), _aspects(each, 3), _aspects(each, 5)) == ([1, 2], [], [4])
    assert store.table().place(4) == -1


def test_a_later_look_takes_the_place_of_an_earlier_one(store: PoseStore) -> None:
    store.append([Look(5, _people(8, 9), guided=True)])
    assert _aspects(store, 5) == [8, 9]
    assert store.table().guided.tolist() == [True, True, True]
    assert store.people == 5


def test_what_no_look_names_is_written_over(store: PoseStore, tmp_path: Path) -> None:
    with (tmp_path / "m" / "people.bin").open("ab") as file:
        file.write(b"killed while people were written")
    again = PoseStore(tmp_path / "m", SAID)
    again.append([Look(9, _people(6), guided=True)])
    assert (_aspects(again, 9), _aspects(again, 5)) == ([6], [4])


def test_half_a_look_is_none(store: PoseStore, tmp_path: Path) -> None:
    with (tmp_path / "m" / "looks.bin").open("ab") as file:
        file.write(b"\x01" * 5)
    again = PoseStore(tmp_path / "m", SAID)
    assert again.table().items.tolist() == [3, 5, 7]
    again.append([Look(9, _people(6), guided=True)])
    assert PoseStore(tmp_path / "m", SAID).table().items.tolist() == [3, 5, 7, 9]


def test_looks_at_people_that_are_gone_count_as_none(store: PoseStore, tmp_path: Path) -> None:
    path = tmp_path / "m" / "people.bin"
    path.write_bytes(path.read_bytes()[: 2 * PERSON.itemsize])
    assert PoseStore(tmp_path / "m", SAID).table().items.tolist() == [3, 7]


def test_another_version_begins_anew(store: PoseStore, tmp_path: Path) -> None:
    newer = PoseStore(tmp_path / "m", {"model": "m", "version": "2"})
    assert not len(newer.table().items)
    newer.append([Look(1, _people(3), guided=True)])
    assert newer.table().items.tolist() == [1]
    assert said_in(tmp_path / "m") == {"model": "m", "version": "2"}


def test_a_folder_of_something_else_is_empty(tmp_path: Path) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "poses.json").write_text("{nonsense")
    assert said_in(tmp_path / "m") is None
    assert not len(PoseStore(tmp_path / "m", SAID).table().items)
