"""docs/extending.md says how to add things; here each is added exactly as the page says."""

import importlib.util
import inspect
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.context import panels
from app.services.library import Library
from app.shell.panel_list import PanelEntry, make_panel
from common.errors import MediaError
from common.registry import Registry
from indexers import media
from indexers.media import picture_readers
from indexers.vectors import indexes
from models.analysers.backend import NetworkAnalyser
from models.analysers.card import card_of
from models.backends import image_backends
from models.base import Runtime
from models.engine import Engine
from models.hub import ModelHub
from tests.contracts import test_index_contract as index_contract
from tests.import_media import service
from tests.panel_support import Desk

PAGE = Path(__file__).resolve().parents[2] / "docs" / "extending.md"
REGISTRIES: list[Registry[Any]] = [panels, picture_readers, indexes, image_backends]


def block(name: str) -> str:
    """Return a block of code of the page."""
    found = re.search(rf"<!-- run: {name} -->\n```\w+\n(.*?)```", PAGE.read_text("utf-8"), re.S)
    assert found is not None, f"the page has no block “{name}”"
    return found[1]


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., ModuleType]:
    """Run a block as a module; whatever it registers is forgotten afterwards."""
    for registry in REGISTRIES:
        monkeypatch.setattr(registry, "_factories", dict(registry._factories))

    def add(name: str, module: str = "") -> ModuleType:
        path = tmp_path / f"{name}.py"
        path.write_text(block(name), "utf-8")
        spec = importlib.util.spec_from_file_location(module or f"page_{name}", path)
        assert spec is not None
        assert spec.loader is not None
        made = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, spec.name, made)
        spec.loader.exec_module(made)
        return made

    return add


def test_every_block_of_the_page_is_run_here() -> None:
    named = set(re.findall(r"<!-- run: (\w+) -->", PAGE.read_text("utf-8")))
    assert named == {"panel", "card", "network", "analyser", "encoder", "reader", "index"}
    assert len(re.findall(r"^```\w+$", PAGE.read_text("utf-8"), re.M)) == len(named)


def test_what_checks_an_entry_is_there() -> None:
    for name in set(re.findall(r"`(test_\w+\.py)`", PAGE.read_text("utf-8"))):
        assert (Path(__file__).parent / name).is_file(), name


def test_a_panel(added: Callable[..., ModuleType], desk: Desk, qtbot: QtBot) -> None:
    added("panel", "app.panels.tally")
    panel = make_panel(PanelEntry("tally", "app.panels.tally", "list", "Ctrl+Alt+T"), desk.context)
    qtbot.addWidget(panel)
    assert (panel.title, panel.area, panel.objectName()) == ("Tally", "right", "tally")
    desk.context.shared.select(desk.ids[:2], "test")
    qtbot.waitUntil(lambda: "photos of 2" in panel.save_state()["told"], timeout=4000)
    panel.restore_state({"told": "before"})
    assert panel.save_state() == {"told": "before"}


def test_a_network_with_a_card(
    added: Callable[..., ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    added("network")
    (tmp_path / "mean-light.toml").write_text(block("card"), "utf-8")
    [line] = ModelHub(tmp_path / "models").add(tmp_path / "mean-light.onnx")
    assert (line.available, line.title) == (True, "Mean light")
    card = card_of(tmp_path / "mean-light.onnx")
    assert card is not None
    backend = NetworkAnalyser(card, tmp_path / "mean-light.onnx", "")
    backend.load(Runtime())
    picture = np.full((40, 60, 3), 51, np.uint8)
    [found] = backend.run([backend.prepare(picture)])
    assert [(f.key, f.value) for f in found.facets] == [("mean_light", "20")]


def test_an_analyser_in_python(tmp_path: Path) -> None:
    from app.services.analysers import Analysers
    from common.settings import Settings

    path = tmp_path / "mine.py"
    path.write_text(block("analyser"), "utf-8")
    settings = Settings()
    settings.models.analysers = str(path)
    [backend] = Analysers(settings).backends({}).values()
    picture = np.zeros((8, 8, 3), np.uint8)
    picture[:4] = 200
    assert backend.run([backend.prepare(picture)])[0].facets[0].value == "100"


def test_an_encoder(added: Callable[..., ModuleType], tmp_path: Path) -> None:
    added("encoder")
    rng = np.random.default_rng(0)
    pictures = [rng.integers(0, 256, (40, 50, 3)).astype(np.uint8) for _ in range(3)]
    with Engine(ModelHub(tmp_path / "models"), device="cpu", threads=1) as engine:
        vectors = engine.encode_images("thirds", pictures)
        alone = engine.encode_images("thirds", pictures[:1])
    assert vectors.shape == (3, 28)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)
    assert alone == pytest.approx(vectors[:1])


def test_a_reader_of_pictures(added: Callable[..., ModuleType], tmp_path: Path) -> None:
    added("reader")
    rgba = np.full((30, 40, 4), 65535, ">u2")
    rgba[:, :20, 1:3] = 0
    path = tmp_path / "media" / "red and white.ff"
    path.parent.mkdir()
    content = b"farbfeld" + np.array([40, 30], ">u4").tobytes() + rgba.tobytes()
    path.write_bytes(content)
    assert media.identify(path).format == "farbfeld"
    library = Library.open(tmp_path / "test.kinora", create=True)
    try:
        imports = service(library)
        report = imports.run([path.parent])
        assert (report.added, report.skipped) == (1, [])
        details = library.catalogue.item(1)
        assert (details.facts.width, details.facts.codec) == (40, "farbfeld")
        picture = library.thumbnails.decode(details.summary.thumb_row, 128)
        assert picture[15, 5, 0] > 200 > 60 > picture[15, 5, 1]
    finally:
        library.close()
    path.write_bytes(content[:500])
    with pytest.raises(MediaError, match="cut off"):
        media.read_image(path, max_side=64, max_megapixels=1)


def test_an_index(added: Callable[..., ModuleType], tmp_path: Path) -> None:
    added("index")

    def make() -> Any:
        return indexes.create("sorted", index_contract.DIM)

    ran = 0
    for name, check in list(vars(index_contract).items()):
        takes = list(inspect.signature(check).parameters) if name.startswith("test_") else []
        if takes[:1] == ["make"]:
            folder = tmp_path / name
            folder.mkdir()
            check(make, *([folder] if "tmp_path" in takes else []))
            ran += 1
    assert ran > 12
