"""One contract for every analysis of pictures: built in, of a tiny network, or of others."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.services.analysers import Analysers
from app.services.properties import ExtraAnalyses
from common.errors import ModelError
from common.settings import Settings
from common.values import Findings
from models.analysers.card import PREFIX
from models.backends import image_backends
from models.engine import Engine
from models.hub import ModelHub
from tests.analyser_files import WRITERS

PYTHON = """
class Brightness:
    kind, name, key = "labels", "brightness", "activity"

    def analyse(self, picture):
        return [("day" if picture.mean() > 90 else "night", 0.9)]


ANALYSERS = [Brightness]
"""
# What the tiny networks of these tests make of each registered factory.
BUILT_IN = ["layout", "imagenet", "squeezenet", "clip:tiny-clip", "properties"]
OF_OTHERS = [
    f"{PREFIX}{name}"
    for name in (
        "colourfulness", "tint", "channels", "channel-mask", "crowd", "letters", "brightness",
    )
]  # fmt: skip
every = pytest.mark.parametrize("name", [*BUILT_IN, *OF_OTHERS])


@pytest.fixture(scope="module")
def all_of_them(
    tmp_path_factory: pytest.TempPathFactory, weights_folder: Path, tiny_clip: Path
) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("analysers")
    for write in WRITERS.values():
        write(folder)
    hub = ModelHub(tmp_path_factory.mktemp("models"))
    for place in (weights_folder, tiny_clip, folder):
        hub.add(place)
    (folder / "mine.py").write_text(PYTHON, "utf-8")
    settings = Settings()
    settings.models.analysers = str(folder / "mine.py")
    extra = ExtraAnalyses(Analysers(settings))
    with Engine(hub, device="cpu", threads=1, extra=extra) as engine:
        yield engine


def plain(found: Findings) -> tuple[object, ...]:
    """Return what was found in a form that compares."""
    return (
        {name: vector.round(5).tolist() for name, vector in found.vectors.items()},
        [(f.key, f.value, round(f.score, 5)) for f in found.facets],
        [(b.label, round(b.score, 5), b.x, b.y, b.width, b.height) for b in found.boxes],
        [(t.kind, t.content) for t in found.texts],
        [mask.codes.tolist() for mask in found.masks],
    )


def test_each_factory_that_can_run_here_is_in_the_contract(all_of_them: Engine) -> None:
    missing_weights = {"objects", "ocr"}  # real detectors: tests/models/test_detectors.py
    named = {"clip": "clip:tiny-clip"}
    known = {named.get(name, name) for name in image_backends} - missing_weights - {"analysers"}
    assert known <= set(BUILT_IN)
    assert {info.name for info in all_of_them.analyses()} - missing_weights == {
        *BUILT_IN, *OF_OTHERS,
    }  # fmt: skip


@every
def test_findings_keep_their_ranges(
    all_of_them: Engine, name: str, pictures: list[NDArray[np.uint8]]
) -> None:
    info = next(info for info in all_of_them.analyses() if info.name == name)
    assert info.version
    assert info.cost_ms > 0
    for found in all_of_them.analyse(name, pictures):
        assert {key: len(vector) for key, vector in found.vectors.items()} == info.vectors
        for vector in found.vectors.values():
            assert vector.dtype == np.float32
            assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
        for facet in found.facets:
            assert facet.key == facet.key.strip().lower() != ""
            assert facet.value.strip() == facet.value != ""
            assert 0 <= facet.score <= 1
        for box in found.boxes:
            assert 0 <= box.x <= box.x + box.width <= 1 + 1e-9
            assert 0 <= box.y <= box.y + box.height <= 1 + 1e-9
        assert all(text.content.strip() for text in found.texts)
        for mask in found.masks:
            assert -1 <= mask.codes.min() <= mask.codes.max() < len(mask.labels)


@every
def test_a_picture_is_analysed_by_itself(
    all_of_them: Engine, name: str, pictures: list[NDArray[np.uint8]]
) -> None:
    some = pictures[:3]
    together = [plain(each) for each in all_of_them.analyse(name, some)]
    alone = [plain(all_of_them.analyse(name, [each])[0]) for each in some]
    assert together == alone
    prepared = [all_of_them.prepare(name, each) for each in some]
    assert [plain(each) for each in all_of_them.analyse(name, prepared)] == together


@every
def test_edges(all_of_them: Engine, name: str) -> None:
    assert all_of_them.analyse(name, []) == []
    grey = np.full((9, 7), 120, np.uint8)
    clear = np.dstack([grey, grey, grey, np.full_like(grey, 3)])
    found = all_of_them.analyse(name, [grey, np.dstack([grey] * 3), clear])
    assert plain(found[0]) == plain(found[1]) == plain(found[2])
    for wrong in (np.zeros((4, 4, 3), np.float32), np.zeros((0, 4, 3), np.uint8)):
        with pytest.raises(ModelError, match="Pass RGB"):
            all_of_them.analyse(name, [wrong])  # type: ignore[list-item]
