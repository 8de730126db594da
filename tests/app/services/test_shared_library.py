"""Two windows on one library whose catalogue a server keeps."""

import queue
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.services.addresses import Addresses, split_secret
from app.services.export_marks import Marks, apply_marks
from app.services.history_conflicts import labels_of, without
from app.services.library import IN_USE, Library
from app.services.services import Services
from app.services.sharing import News, Sharing
from common.errors import ConflictError, ReadOnlyLibraryError
from common.jobs import JobContext
from common.values import ItemKind
from indexers.catalogue import NewItem
from indexers.thumbnails import make_thumbnail

WAIT_S = 30


@pytest.fixture
def windows(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Services, Services]]:
    """The library as Anna has it open, and as Ben has."""
    plain, secret = split_secret(postgres_url)
    monkeypatch.setenv("KINORA_CATALOGUE_PASSWORD", secret)
    opened = []
    for name in ("anna", "ben"):
        monkeypatch.setenv("KINORA_PERSON", name)
        library = Library.open(
            tmp_path / "x.kinora", create=True, addresses=Addresses(catalogue=plain)
        )
        opened.append(Services(library))
    anna, _ben = opened
    anna.library.catalogue.add_batch([NewItem(str(n), ItemKind.PHOTO) for n in range(1, 6)])
    yield opened[0], opened[1]
    for services in opened:
        services.close()


def test_both_write_and_one_appends(windows: tuple[Services, Services]) -> None:
    anna, ben = windows
    assert [each.library.is_read_only for each in windows] == [False, False]
    assert [each.library.can_append for each in windows] == [True, False]
    with pytest.raises(ReadOnlyLibraryError, match=IN_USE):
        ben.imports.run([Path("/nowhere")], "auto")
    anna.history.do("label.set", {"labels": {"1": 1}, "set": "default"})
    ben.history.do("label.set", {"labels": {"1": -1}, "set": "default"})
    assert [each.items.labels() for each in windows] == [{1: 1}, {1: -1}]
    assert [len(each.history.entries()) for each in windows] == [1, 1]
    ben.history.undo()
    assert [each.items.labels() for each in windows] == [{1: 1}, {}]


def test_the_other_sees_new_thumbnails_and_no_removed_vectors(
    windows: tuple[Services, Services],
) -> None:
    anna, ben = windows
    assert len(ben.library.thumbnails) == 0
    rows = anna.library.thumbnails.append([make_thumbnail(np.zeros((9, 9, 3), np.uint8))])
    anna.library.thumbnails.flush()
    vectors = anna.library.vectors("net")
    [at] = vectors.append(np.ones((1, 4), np.float32)).tolist()
    [item] = anna.library.catalogue.add_batch(
        [NewItem("new", ItemKind.PHOTO, thumb_row=rows[0], vector_rows={"net": at})]
    )
    vectors.commit([item], [at])
    ben.library.follow()
    assert len(ben.library.thumbnails) == 1
    assert ben.library.vectors("net").items().tolist() == [item]
    ben.library.catalogue.remove_items([item])
    anna.library.follow()
    assert anna.library.vectors("net").items().tolist() == []


def test_marks_of_an_export_leave_what_others_labelled(windows: tuple[Services, Services]) -> None:
    anna, ben = windows
    anna.history.do("label.set", {"labels": {"1": 1}, "set": "boats"})
    anna.library.catalogue.share("labels", "boats")
    ben.history.do("label.set", {"labels": {"2": -1, "3": 1}, "set": "boats"})
    marks = Marks(labels={"boats": {1: -1, 2: 1, 3: 1, 4: 1}})
    apply_marks(marks, anna.history, JobContext())
    assert anna.items.labels("boats") == {1: -1, 2: -1, 3: 1, 4: 1}, "her own are hers to change"
    assert marks.left == {"boats": 1}
    assert marks.changed == ["Import 3 labels of “boats”"]
    anna.history.undo()
    assert anna.items.labels("boats") == {1: 1, 2: -1, 3: 1}
    only = Marks(labels={"boats": {2: 1}})
    apply_marks(only, anna.history, JobContext())
    assert (only.left, only.changed) == ({"boats": 1}, [])
    over = Marks(labels={"boats": {2: 1}})
    apply_marks(over, anna.history, JobContext(), over=True)
    assert (over.left, len(over.changed), anna.items.labels("boats")[2]) == ({}, 1, 1)


def test_the_later_of_two_decides(windows: tuple[Services, Services]) -> None:
    anna, ben = windows
    anna.history.do("watchlist.reorder", {"list": "later", "items": [1, 2, 3]})
    anna.library.catalogue.share("watchlist", "later")
    seen = anna.items.list_version("watchlist", "later")
    ben.history.do("watchlist.reorder", {"list": "later", "items": [3, 2, 1], "seen": seen})
    payload = {"list": "later", "items": [2, 3, 1], "seen": seen}
    with pytest.raises(ConflictError, match="ben has changed") as caught:
        anna.history.do("watchlist.reorder", payload)
    assert caught.value.theirs == (3, 2, 1)
    assert len(anna.history.entries()) == 1
    assert anna.items.watchlist_items("later") == [3, 2, 1]
    anna.history.do("watchlist.reorder", {"list": "later", "items": [2, 3, 1]})  # keep mine
    assert ben.items.watchlist_items("later") == [2, 3, 1]
    anna.history.undo()
    assert ben.items.watchlist_items("later") == [3, 2, 1]
    again = anna.items.list_version("watchlist", "later")
    for order in ([1, 2, 3], [2, 1, 3], [3, 1, 2]):  # her own quick changes are no conflict
        anna.history.do("watchlist.reorder", {"list": "later", "items": order, "seen": again})


def test_a_label_of_somebody_else_is_not_overwritten_unseen(
    windows: tuple[Services, Services],
) -> None:
    anna, ben = windows
    anna.history.do("label.set", {"labels": {"2": 1}, "set": "boats"})
    anna.library.catalogue.share("labels", "boats")
    assert anna.items.seen_labels("boats") is None  # nothing of it was shown
    assert anna.items.labels("boats") == {2: 1}
    seen = anna.items.seen_labels("boats")
    assert seen == {2: 1}
    ben.history.do("label.set", {"labels": {"1": -1}, "set": "boats"})
    payload = {"labels": {"1": 1, "2": -1}, "set": "boats"}
    with pytest.raises(ConflictError, match="ben has changed “boats”"):
        anna.history.do("label.set", payload | {"seen": seen})
    assert anna.items.labels("boats") == {1: -1, 2: 1}
    again = anna.items.seen_labels("boats")
    anna.history.do("label.set", payload | {"seen": again})
    assert ben.items.labels("boats") == {1: 1, 2: -1}
    anna.history.undo()
    assert ben.items.labels("boats") == {1: -1, 2: 1}


@pytest.mark.parametrize("count", [30, 900])
def test_labels_are_compared_item_by_item(windows: tuple[Services, Services], count: int) -> None:
    """A change of any size finds what others labelled otherwise since, and nothing else."""
    anna, ben = windows
    new = [NewItem(f"more{n}", ItemKind.PHOTO) for n in range(count)]
    items = anna.library.catalogue.add_batch(new)
    anna.library.catalogue.set_label(items[0], 1, "boats")
    anna.library.catalogue.share("labels", "boats")
    anna.items.labels("boats")
    seen = anna.items.seen_labels("boats")
    ben.history.do("label.set", {"labels": {str(items[3]): -1, str(items[0]): 0}, "set": "boats"})
    ben.history.do("label.set", {"labels": {str(items[5]): 1}, "set": "boats"})  # as she will
    payload = {"marks": {"1": items}, "set": "boats"}
    with pytest.raises(ConflictError) as caught:
        anna.history.do("label.set", payload | {"seen": seen})
    assert caught.value.theirs == {items[3]: -1, items[0]: 0}
    assert len(anna.items.labels("boats")) == 2  # nothing of it was written
    rest = without(payload, caught.value.theirs)
    assert rest is not None
    assert labels_of(rest) == dict.fromkeys(set(items) - {items[0], items[3]}, 1)
    assert without({"labels": {"1": 1}}, {1: -1}) is None
    anna.history.do("label.set", rest)
    assert ben.items.labels("boats") == {item: -1 if item == items[3] else 1 for item in items[1:]}


def test_undo_does_not_overwrite_what_others_labelled_since(
    windows: tuple[Services, Services],
) -> None:
    anna, ben = windows
    anna.library.catalogue.set_label(5, 1, "boats")
    anna.library.catalogue.share("labels", "boats")
    anna.history.do("label.set", {"labels": {"1": 1, "2": 1, "3": 1}, "set": "boats"})
    ben.history.do("label.set", {"labels": {"2": -1}, "set": "boats"})
    with pytest.raises(ConflictError) as caught:
        anna.history.undo()
    error = caught.value
    assert (error.by, error.theirs, error.asked) == ("ben", {2: -1}, 3)
    assert anna.items.labels("boats") == {1: 1, 2: -1, 3: 1, 5: 1}
    assert not anna.history.entries()[0].undone
    assert error.rest is not None
    error.rest(context=JobContext())  # take theirs: all but that one is undone
    assert anna.items.labels("boats") == {2: -1, 5: 1}
    assert anna.history.entries()[0].undone
    assert error.again is not None
    assert error.again(context=JobContext()) is None  # it is undone already
    with pytest.raises(ConflictError) as caught:
        anna.history.redo()
    assert caught.value.again is not None
    caught.value.again(context=JobContext())  # keep mine
    assert ben.items.labels("boats") == {1: 1, 2: 1, 3: 1, 5: 1}
    anna.history.undo()  # they are hers now, so nothing is in the way
    assert anna.items.labels("boats") == {5: 1}


def test_news_of_others(windows: tuple[Services, Services]) -> None:
    anna, ben = windows
    news: queue.Queue[News] = queue.Queue()
    sharing = Sharing(ben, news.put)
    while ben.library.catalogue._heard == 0:  # it listens from then on
        assert sharing is not None
    anna.library.catalogue.set_label(1, 1)
    assert news.get(timeout=WAIT_S) == News(labels=True)
    ben.library.catalogue.set_label(1, 1)  # his own is no news
    anna.library.catalogue.add_positions([1], [2], [3], source="x")  # nor is what no panel shows
    anna.library.catalogue.add_to_bucket("b", [1])
    assert news.get(timeout=WAIT_S) == News(items=True)
    sharing.close()
