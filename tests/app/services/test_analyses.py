"""Analysers in a library: from a file with a card to filters, counts, vectors, words and masks."""

import importlib
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from app.services.analyser_removal import FOLDER, switched_off
from app.services.analysers import Analysers
from app.services.analyses import shares
from app.services.library import Library
from app.services.paths import AppPaths
from app.services.services import Services
from app.services.types import parse_filter
from app.services.wall import ArrangeRequest
from common.errors import QueryError
from common.jobs import JobContext
from common.settings import Settings
from common.values import Box, Findings, TextKind
from models.engine import Engine
from tests.analyser_files import COLOURFULNESS, COUNTER, WRITERS, colourfulness
from tests.import_media import save_photos

PHOTOS = 14


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """A library whose pictures were imported with an analyser of each kind."""
    monkeypatch.setattr(Engine, "text_encoders", lambda self: [])
    monkeypatch.setattr(Engine, "shot_classifier", lambda self: None)
    settings = Settings()
    settings.models.device = "cpu"
    library = Library.open(tmp_path / "test.kinora", create=True)
    made = Services(library, settings, AppPaths.of_user())
    source = tmp_path / "networks"
    source.mkdir()
    for write in WRITERS.values():
        write(source)
    made.models.add(source)
    save_photos(tmp_path / "media", PHOTOS)
    report = made.imports.run([tmp_path / "media"])
    assert report.skipped == []
    yield made
    made.close()


def ids(services: Services, *filters: str) -> list[int]:
    wanted = [parse_filter(text) for text in filters]
    return list(services.library.catalogue.items_with(wanted))


def test_every_kind_reaches_the_catalogue(services: Services) -> None:
    catalogue = services.library.catalogue
    details = catalogue.item(1)
    picture = services.items.picture(1).rgb
    [value] = [float(f.value) for f in details.facets if f.key == "colourfulness"]
    assert value == pytest.approx(colourfulness(picture), rel=0.08)
    assert ids(services, f"colourfulness>={value - 0.1:.1f}", f"colourfulness<={value + 0.1:.1f}")
    assert {f.value for f in details.facets if f.key == "tint"} <= {"red", "green", "blue"}
    assert len(ids(services, "tint=red|green|blue")) == PHOTOS
    assert [b.label for b in details.boxes] == ["person", "person", "dog"]
    assert len(ids(services, "crowd_people=2", "object=dog")) == PHOTOS
    assert sum(float(f.value) for f in details.facets if f.key.startswith("channel_")) == (
        pytest.approx(100, abs=1.5)
    )
    assert len(catalogue.search_text("lighthouse", kinds=[TextKind.OCR])) == PHOTOS
    assert services.library.encoders()["analyser:channels"] == PHOTOS
    assert details.analyses["analyser:tint"].startswith("1-")
    assert not services.imports.due().analyses


def test_numbers_are_ranges_with_a_histogram(services: Services) -> None:
    forms = {key.key: key.form for key in services.facets.all_keys()}
    for key in ("colourfulness", "channel_red", "crowd_people"):
        assert forms[key] == "range", key
    assert forms["tint"] == "values"
    histogram = services.facets.histogram("colourfulness", ())
    assert histogram.totals.sum() == PHOTOS
    inside = services.facets.histogram("colourfulness", [parse_filter("tint=red")])
    assert 0 < inside.counts.sum() <= PHOTOS


def test_the_wall_is_sorted_and_clustered_by_a_number(services: Services) -> None:
    table = services.wall.table()
    assert "number" in services.wall.methods(table)
    assert services.wall.cluster_keys(table)["colourfulness"] == PHOTOS
    made = services.wall.arrange(table, ArrangeRequest("number", "colourfulness"))
    catalogue = services.library.catalogue
    shown = [
        next(float(f.value) for f in catalogue.item(item).facets if f.key == "colourfulness")
        for item in table.ids[made.order].tolist()
    ]
    assert shown == sorted(shown, reverse=True)
    assert sum(cluster.count for cluster in made.clusters) == PHOTOS
    with pytest.raises(QueryError, match="tint"):
        services.wall._arranger.groups.numbers(table, "tint")
    # A facet of words: sorted by another that has numbers, so that the wall never stands still.
    assert services.wall.arrange(table, ArrangeRequest("number", "tint")).method == "number"


def test_hits_are_sorted_by_a_number(services: Services) -> None:
    from app.panels.results import work

    context = JobContext()
    items = list(range(1, PHOTOS + 1))
    assert "colourfulness" in work.number_keys(services, context)
    by, places = work.order(services, items, "number:colourfulness", context)
    table = services.library.catalogue.facet_table("colourfulness")
    values = {
        int(item): float(name) for name in table.names for item in table.holders(name).tolist()
    }
    assert by == "number:colourfulness"
    assert [values[items[p]] for p in places] == sorted(values.values(), reverse=True)
    assert work.is_sort("number:x")
    assert not work.is_sort("number:")


def test_a_vector_is_an_encoder_for_likeness(services: Services) -> None:
    name = "analyser:channels"
    found = services.search.similar(1, 5, encoder=name)
    assert found.encoder == name if hasattr(found, "encoder") else len(found.hits) == 5
    new = np.full((20, 20, 3), (250, 5, 5), np.uint8)
    assert len(services.search.similar(new, 3, encoder=name).hits) == 3
    suggested = services.feedback.suggest([1, 2], [3], 4, encoder=name)
    assert len(suggested.hits) == 4
    assert name in services.wall.encoders(services.wall.table())


def test_masks_are_made_for_whoever_looks(services: Services) -> None:
    [name] = services.analyses.mask_names()
    mask = services.analyses.mask(1, name)
    assert mask is services.analyses.mask(1, name)  # kept
    assert mask is not None
    assert mask.codes.ndim == 2
    facets = services.library.catalogue.item(1).facets
    known = {f.key: float(f.value) for f in facets if f.key.startswith("channel_")}
    for label, share in shares(mask):
        assert share * 100 == pytest.approx(known[f"channel_{label}"], abs=3)


def test_entries_tell_of_each(services: Services) -> None:
    entries = {entry.name: entry for entry in services.analyses.entries()}
    assert {entry.kind for entry in entries.values()} == set(WRITERS)
    tint = entries["analyser:tint"]
    assert (tint.title, tint.items, tint.waiting, tint.problem) == ("The tint", PHOTOS, 0, "")
    assert tint.version.startswith("1-")


@pytest.mark.parametrize("name", ["channels", "crowd", "letters", "colourfulness"])
def test_removal_is_undone(services: Services, name: str) -> None:
    catalogue, history = services.library.catalogue, services.history
    name = f"analyser:{name}"
    before = everything(services)
    services.analyses.remove(name)
    assert name not in catalogue.analyses()
    assert not [f for f in catalogue.item(1).facets if f.source == name]
    assert not [b for b in catalogue.item(1).boxes if b.source == name]
    assert name not in services.library.encoders()
    assert name in switched_off(services.library)
    assert not services.imports.due().analyses  # it does not come back by itself
    after = everything(services)
    history.undo()
    assert everything(services) == before
    assert catalogue.recount_facets() == 0
    assert len(services.search.similar(1, 3, encoder="analyser:channels").hits) == 3
    history.redo()
    assert everything(services) == after
    services.analyses.use(name)
    assert services.imports.due().analyses == PHOTOS
    services.imports.analyse()
    assert everything(services) == before
    with pytest.raises(QueryError, match="nobody"):
        services.analyses.remove("analyser:nobody")


def everything(services: Services) -> list[tuple[Any, ...]]:
    """What all items say, and which vector they have."""
    name = "analyser:channels"
    has = services.library.encoders().get(name, 0)
    return [
        (
            sorted((f.key, f.value, f.score, f.source) for f in one.facets),
            sorted((b.label, b.score, b.x, b.source) for b in one.boxes),
            sorted((t.kind.value, t.content, t.source) for t in one.texts),
            dict(one.analyses),
            services.library.vectors(name).vectors([one.id]).tobytes() if has else b"",
        )
        for one in services.library.catalogue.describe(range(1, PHOTOS + 1))
    ]


def test_a_file_that_is_gone_lets_it_run_again(services: Services) -> None:
    services.analyses.remove("analyser:tint")
    for path in (services.library.folder / FOLDER).iterdir():
        path.unlink()
    services.history.undo()
    assert services.imports.due().analyses == PHOTOS


def test_what_is_left_of_an_analyser_that_is_gone(services: Services) -> None:
    services.library.catalogue.add_findings(1, "analyser:old", "7", Findings(), {})
    entry = next(e for e in services.analyses.entries() if e.name == "analyser:old")
    assert (entry.version, entry.items, entry.kind) == ("", 1, "")
    services.analyses.remove("analyser:old")
    assert "analyser:old" not in services.library.catalogue.analyses()


# -- in Python


class Detector:
    """Finds as many people as the picture has hundreds of brightness; counts how often it ran."""

    name, version, kind = "objects", "d1", "boxes"
    vectors: Mapping[str, int] = MappingProxyType({})
    joint_text: Mapping[str, str] = MappingProxyType({})
    cost_ms, max_batch, only_cpu = 1.0, 4, True
    ran = 0

    def prepare(self, image: Any) -> Any:
        return image

    def load(self, runtime: Any) -> None:
        self.is_loaded = True

    def run(self, batch: Any) -> list[Findings]:
        self.ran += len(batch)
        return [
            Findings(boxes=[Box("person", 0.9, 0, 0, 0.1, 0.1)] * (int(image.mean()) // 100))
            for image in batch
        ]

    def unload(self) -> None:
        self.is_loaded = False


def of_file(tmp_path: Path, code: str) -> Analysers:
    path = tmp_path / "mine.py"
    path.write_text(code, "utf-8")
    settings = Settings()
    settings.models.analysers = str(path)
    return Analysers(settings)


def test_a_counter_of_people_from_the_detector(tmp_path: Path) -> None:
    """Boxes to a number; the detector runs once for both."""
    detector = Detector()
    made = of_file(tmp_path, COUNTER).backends({"objects": detector})  # type: ignore[dict-item]
    counter, shared = made["analyser:people-counter"], made["objects"]
    pictures = [np.full((8, 8, 3), level, np.uint8) for level in (30, 130, 230)]
    for backend in (shared, counter):
        backend.load(None)  # type: ignore[arg-type]
    shared.run([shared.prepare(each) for each in pictures])
    found = counter.run([counter.prepare(each) for each in pictures])
    assert [f.facets[0].value for f in found] == ["0", "1", "2"]
    assert {f.facets[0].key for f in found} == {"people_seen"}
    assert detector.ran == 3
    assert detector.version in counter.version  # another detector counts anew
    assert of_file(tmp_path, COUNTER).backends({}) == {}  # nobody finds boxes


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Two installed packages, one of which is broken."""
    site = tmp_path / "site"
    for name, code in (
        ("lively", COLOURFULNESS),
        ("broken_one", "raise ImportError('no licence')"),
    ):
        (site / name).mkdir(parents=True)
        (site / name / "__init__.py").write_text(code, "utf-8")
        facts = site / f"{name}-2.5.dist-info"
        facts.mkdir()
        (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 2.5\n")
        (facts / "entry_points.txt").write_text(
            f"[kinora.analysers]\n{name} = {name}:Colourfulness\n", "utf-8"
        )
    monkeypatch.syspath_prepend(str(site))
    importlib.invalidate_caches()
    yield site
    for name in ("lively", "broken_one"):
        sys.modules.pop(name, None)


@pytest.mark.usefixtures("package")
def test_an_installed_package(tmp_path: Path) -> None:
    found = Analysers(Settings())
    by_name = {one.name: one for one in found.infos()}
    broken = by_name["broken_one"]
    assert "no licence" in broken.problem
    assert (broken.origin, broken.version) == ("broken_one", "2.5")
    good = by_name["colourfulness"]
    assert (good.kind, good.origin, good.version, good.problem) == ("number", "lively", "1-2.5", "")
    [backend] = found.backends({}).values()
    picture = np.random.default_rng(1).integers(0, 256, (24, 32, 3)).astype(np.uint8)
    [facet] = backend.run([backend.prepare(picture)])[0].facets
    assert (facet.key, facet.source) == ("colourfulness", "analyser:colourfulness")
    assert float(facet.value) == pytest.approx(colourfulness(picture), abs=0.06)


def test_python_and_network_of_one_name(services: Services, tmp_path: Path) -> None:
    """The same formula twice under one name: Python, which the user named last, is taken."""
    path = tmp_path / "mine.py"
    path.write_text(COLOURFULNESS + "\nANALYSERS = [Colourfulness]\n", "utf-8")
    services.settings.models.analysers = os.pathsep.join([str(path), str(tmp_path / "gone.py")])
    entries = services.analyses.entries()
    assert [e.name for e in entries].count("analyser:colourfulness") == 1
    assert any("FileNotFound" in e.problem for e in entries)
    assert services.imports.due().analyses == PHOTOS  # another version
    report = services.imports.analyse()
    assert report.updated == PHOTOS
