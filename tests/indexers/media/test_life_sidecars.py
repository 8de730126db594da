"""What lies beside a file of a lifelog."""

from datetime import datetime
from typing import Any

import pytest

from indexers.media.takeout import Beside, sidecar_of


@pytest.mark.parametrize("cut", range(1, len("supplemental-metadata") + 1))
def test_every_cut_of_a_sidecars_name_is_known(cut: int) -> None:
    names = ["IMG_1.jpg", "IMG_10.jpg", "IMG_1.png"]
    sidecar = f"IMG_1.jpg.{'supplemental-metadata'[:cut]}.json"
    assert Beside([*names, sidecar]).media_of(sidecar, "IMG_1.jpg") == ["IMG_1.jpg"]


@pytest.mark.parametrize(
    ("sidecar", "title", "names", "found"),
    [
        ("IMG.jpg.json", "IMG.jpg", ["IMG.jpg"], ["IMG.jpg"]),
        ("IMG.jpg(1).json", "IMG.jpg", ["IMG.jpg", "IMG(1).jpg"], ["IMG(1).jpg"]),
        ("IMG.jpg.supplemental-metadata(2).json", "IMG.jpg", ["IMG.jpg", "IMG(2).jpg"],
         ["IMG(2).jpg"]),
        ("IMG.jpg.json", "IMG.jpg", ["IMG.jpg", "IMG-edited.jpg", "IMG-edited(1).jpg"],
         ["IMG.jpg", "IMG-edited.jpg"]),
        ("a" * 46 + ".json", "a" * 60 + ".jpg", ["a" * 47 + ".jpg"], ["a" * 47 + ".jpg"]),
        ("a" * 44 + ".j.json", "a" * 44 + ".jpg", ["a" * 44 + ".jpg"], ["a" * 44 + ".jpg"]),
        ("IMG.jpg.json", "IMG.jpg", ["OTHER.jpg"], []),
        ("metadata.json", "Album", ["IMG.jpg"], []),
    ],
)  # fmt: skip
def test_sidecars_find_their_pictures(
    sidecar: str, title: str, names: list[str], found: list[str]
) -> None:
    assert Beside(names).media_of(sidecar, title) == found


def test_what_a_sidecar_says() -> None:
    said = sidecar_of(
        {"title": "x.jpg", "photoTakenTime": {"timestamp": "1577962800"},
         "geoDataExif": {"latitude": 0.0, "longitude": 0.0},
         "geoData": {"latitude": 53.0, "longitude": -6.0},
         "people": [{"name": " Ann "}, {"name": "Ann"}, {}, 7], "description": "By the sea"}
    )  # fmt: skip
    assert said.taken_at == datetime(2020, 1, 2, 11)  # noqa: DTZ001
    assert (said.latitude, said.longitude) == (53.0, -6.0)
    assert (said.people, said.description) == (("Ann",), "By the sea")
    for timestamp in ("0", "x", None, "1e400", "nan"):
        empty = sidecar_of({"title": "", "photoTakenTime": {"timestamp": timestamp}, "people": 3})
        assert empty.taken_at is None
        assert empty.latitude is None


def test_a_large_folder_takes_no_longer_a_sidecar() -> None:
    """Each sidecar looks at the names that can be its own only."""

    class Counted(str):
        compared = 0

        def startswith(self, *prefix: Any) -> bool:
            Counted.compared += 1
            return super().startswith(*prefix)

    names = [Counted(f"IMG_{number:05}.jpg") for number in range(2000)]
    beside = Beside(names)
    for name in names:
        assert beside.media_of(f"{name}.supplemental-metadata.json", name) == [name]
    assert Counted.compared < 20 * len(names)
