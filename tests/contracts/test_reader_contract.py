"""One contract for whatever reads media: pictures by each reader, videos, film lists, subtitles."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from common.errors import MediaError
from indexers import media
from indexers.media import MediaClass, picture_readers
from tests.import_media import picture, save_video

FORMATS = {"common": ("jpeg", "png", "gif", "webp", "tiff", "bmp")}


def _list(path: Path) -> None:
    path.write_text("title,year,genres\nHarbour,1999,Drama\nWinter,2003,Comedy\n", "utf-8")


def _subtitles(path: Path) -> None:
    path.write_text("1\n00:00:00,500 --> 00:00:01,500\nGood morning\n", "utf-8")


def _image(path: Path) -> Any:
    return media.read_image(path, max_side=40, max_megapixels=4)


READERS: dict[str, tuple[MediaClass, Callable[[Path], Any], Callable[[Path], Any]]] = {
    "photo.png": (MediaClass.IMAGE, lambda path: picture(1).save(path), _image),
    "clip.mp4": (MediaClass.VIDEO, save_video, media.read_video),
    "list.csv": (MediaClass.FILM_LIST, _list, media.read_film_list),
    "talk.srt": (MediaClass.SUBTITLES, _subtitles, lambda path: path.read_text("utf-8")),
}
every = pytest.mark.parametrize("name", READERS)


def test_every_class_of_media_is_in_the_contract() -> None:
    assert {kind for kind, _, _ in READERS.values()} == set(MediaClass) - {MediaClass.OTHER}
    assert set(FORMATS) == set(picture_readers)


@every
def test_content_decides_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    kind, write, read = READERS[name]
    write(tmp_path / name)
    misnamed = tmp_path / "misnamed.txt"
    misnamed.write_bytes((tmp_path / name).read_bytes())
    before = misnamed.read_bytes()
    assert media.identify(misnamed).kind is kind
    assert media.identify(tmp_path / name).kind is kind
    read(tmp_path / name)
    assert misnamed.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {name, "misnamed.txt"}


@pytest.mark.parametrize("name", [name for name in READERS if name != "talk.srt"])
@pytest.mark.parametrize("damage", ["empty", "noise", "gone"])
def test_bad_files_are_media_errors_with_a_reason(name: str, damage: str, tmp_path: Path) -> None:
    _, _, read = READERS[name]
    path = tmp_path / name
    if damage != "gone":
        noise = np.random.default_rng(3).integers(0, 256, 400).astype(np.uint8).tobytes()
        path.write_bytes(b"" if damage == "empty" else noise)
    with pytest.raises(MediaError) as caught:
        read(path)
    assert caught.value.reason
    assert path.name in caught.value.what


@pytest.mark.parametrize(
    ("reader", "form"), [(reader, form) for reader, forms in FORMATS.items() for form in forms]
)
def test_a_reader_knows_its_own_and_keeps_limits(reader: str, form: str, tmp_path: Path) -> None:
    path = tmp_path / "picture.dat"
    image: Image.Image = picture(2, (80, 60))
    image.save(path, form)
    one = picture_readers.create(reader)
    assert one.sniff(path.read_bytes()[:65536]) == form
    assert one.sniff(b"nothing of that kind") == ""
    decoded = one.read(path, max_side=32, max_megapixels=1)
    assert decoded.rgb.dtype == np.uint8
    assert decoded.rgb.shape == (24, 32, 3)
    assert (decoded.facts.width, decoded.facts.height) == (80, 60)
    again = media.read_image(path, max_side=32, max_megapixels=1)
    np.testing.assert_array_equal(decoded.rgb, again.rgb)
    with pytest.raises(MediaError, match="megapixels"):
        one.read(path, max_side=32, max_megapixels=0)
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(MediaError):
        media.read_image(path, max_side=32, max_megapixels=1)
