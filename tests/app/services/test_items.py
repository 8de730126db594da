"""ItemService on a small library of real files."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.services.history import HistoryService
from app.services.items import ItemService
from app.services.library import Library
from app.services.playback import FrameReader
from common.errors import LibraryError, MediaError, QueryError, ReadOnlyLibraryError
from indexers.catalogue import Filter
from tests.panel_support import FRAME_RATE, PHOTOS, fill, picture


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "a.kinora", create=True)
    fill(opened, tmp_path / "media")
    yield opened
    opened.close()


@pytest.fixture
def items(library: Library) -> ItemService:
    return ItemService(library)


def test_details_and_summaries(items: ItemService) -> None:
    ids = items.all_ids().tolist()
    assert len(ids) == PHOTOS + 4
    assert items.details(ids[0]).summary.title == "Photo 0"
    assert [s.id for s in items.summaries([ids[3], ids[1]])] == [ids[3], ids[1]]
    assert items.count_by_kind()["photo"] == PHOTOS
    with pytest.raises(QueryError, match="no item 9999"):
        items.details(9999)


def test_picture_is_the_original(items: ItemService) -> None:
    item = items.all_ids().tolist()[2]
    found = items.picture(item)
    assert found.source == "original"
    assert found.full_size == (90, 60)
    np.testing.assert_array_equal(found.rgb, picture(2))
    assert max(items.picture(item, 30).rgb.shape[:2]) == 30


def test_picture_falls_back_to_the_thumbnail_and_says_why(
    items: ItemService, tmp_path: Path
) -> None:
    item = items.all_ids().tolist()[2]
    (tmp_path / "media" / "photo 2.png").unlink()
    found = items.picture(item)
    assert found.source == "thumbnail"
    assert "photo 2.png" in found.note
    assert found.rgb.shape == (60, 90, 3)
    (tmp_path / "media" / "photo 2.png").write_bytes(b"broken")
    assert items.picture(item).source == "thumbnail"


def test_a_shot_gives_its_own_frame(items: ItemService) -> None:
    ids = items.all_ids().tolist()
    found = items.picture(ids[-1])  # keyframe at 2.5 s: frame 25 of grey 5 n + 20
    assert found.source == "frame"
    assert found.time_s == pytest.approx(2.5, abs=0.01)
    assert abs(float(found.rgb.mean()) - (20 + 5 * 25)) < 6
    media = items.media(ids[-1])
    assert (media.start_s, media.end_s) == (1.5, 4.0)
    assert [s.id for s in items.shots(ids[-1])] == ids[-2:]


def test_thumbnails_and_placeholders(items: ItemService) -> None:
    ids = items.all_ids().tolist()
    rows = items.thumb_rows([ids[1], 12345, ids[0]])
    assert rows.tolist() == [1, -1, 0]
    small = items.placeholder(1)
    assert small is not None
    assert small.shape == (16, 16, 3)
    assert tuple(small[15, 15]) == pytest.approx(tuple(picture(1)[-1, -1]), abs=3)
    assert items.placeholder(10_000) is None
    assert items.thumbnail(ids[0]).shape == (60, 90, 3)
    assert items.aspect(0) == pytest.approx(1.5)
    with pytest.raises(LibraryError, match="thumbnail is missing"):
        items.decode(10_000)


def test_facets_sample_and_encoder(items: ItemService) -> None:
    ids = items.all_ids().tolist()
    assert dict(items.facet_counts("colour")) == {"red": 6, "green": 6}
    assert len(items.items_with([Filter("colour", ("red",))])) == 6
    assert items.sample(5, 1) == items.sample(5, 1)
    assert items.sample(5, 1) != items.sample(5, 2)
    red = set(items.items_with([Filter("colour", ("red",))]).tolist())
    assert set(items.sample(50, 0, filters=[Filter("colour", ("red",))])) == red
    assert items.encoder_for([ids[0]]) == "layout"
    assert items.encoder_for([ids[PHOTOS]]) == "auto"  # the film has no vector


def test_labels_lists_and_removal(items: ItemService, library: Library, tmp_path: Path) -> None:
    ids = items.all_ids().tolist()
    items.set_labels({ids[0]: 1, ids[1]: -1})
    items.set_label(ids[1], 0)
    assert items.labels() == {ids[0]: 1}
    library.catalogue.add_to_watchlist("later", [ids[2], ids[0]])
    assert items.watchlist_items("later") == [ids[2], ids[0]]
    library.catalogue.tag([ids[0]], "tag", "mine")
    assert items.tags(ids[0]) == ["mine"]
    history = HistoryService(library)
    history.do("item.remove", {"items": [ids[0]]})
    assert ids[0] not in items.all_ids()
    assert items.watchlist_items("later") == [ids[2]]
    assert not library.vectors("layout").has([ids[0]])[0]
    assert (tmp_path / "media" / "photo 0.png").is_file()  # files are never touched
    history.undo()
    assert items.labels() == {ids[0]: 1}
    assert items.watchlist_items("later") == [ids[2], ids[0]]
    assert items.tags(ids[0]) == ["mine"]
    assert library.vectors("layout").has([ids[0]])[0]
    assert items.thumb_rows([ids[0]])[0] >= 0


def test_reveal_climbs_to_a_folder_that_is_there(items: ItemService, tmp_path: Path) -> None:
    ids = items.all_ids().tolist()
    assert items.reveal_path(ids[0]) == tmp_path / "media"
    for path in (tmp_path / "media").iterdir():
        path.unlink()
    (tmp_path / "media").rmdir()
    assert items.reveal_path(ids[0]) == tmp_path
    with pytest.raises(LibraryError, match="has no file"):
        items.reveal_path(ids[PHOTOS])


def test_read_only_refuses_writes(library: Library, tmp_path: Path) -> None:
    library.close()
    with_reader = Library.open(tmp_path / "a.kinora", read_only=True)
    service = ItemService(with_reader)
    assert service.is_read_only
    with pytest.raises(ReadOnlyLibraryError):
        service.set_label(1, 1)
    with pytest.raises(ReadOnlyLibraryError):
        HistoryService(with_reader).do("item.remove", {"items": [1]})
    with_reader.close()


@pytest.mark.usefixtures("library")
def test_frame_reader_is_exact_in_any_order(tmp_path: Path) -> None:
    with FrameReader(tmp_path / "media" / "clip.mp4") as reader:
        assert reader.frame_rate == pytest.approx(FRAME_RATE)
        assert reader.duration_s == pytest.approx(4.0, abs=0.11)
        for number in (0, 7, 8, 33, 2, 39, 20):
            moment, rgb = reader.at((number + 0.5) / FRAME_RATE)
            assert moment == pytest.approx(number / FRAME_RATE, abs=1e-3)
            assert abs(float(rgb.mean()) - (20 + 5 * number)) < 6
        assert reader.step(1)[0] == pytest.approx(2.1, abs=1e-3)
        assert reader.step(-1)[0] == pytest.approx(2.0, abs=1e-3)
        assert reader.at(99)[0] == pytest.approx(3.9, abs=1e-3)


def test_frame_reader_refuses_what_is_no_video(tmp_path: Path) -> None:
    (tmp_path / "x.mp4").write_bytes(b"nothing")
    with pytest.raises(MediaError, match="no video"):
        FrameReader(tmp_path / "x.mp4")
