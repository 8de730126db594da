import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from app.services.explain_batch import FOLDER, ExplainBatch
from app.services.explain_batch_types import (
    WIN,
    BatchRequest,
    BatchRow,
    BatchSource,
    BatchTable,
    win_shares,
)
from app.services.explain_networks import Networks
from app.services.explain_pictures import Pictures
from app.services.explain_sources import of_facet, of_folder, of_items, with_boxes
from app.services.explain_types import ExplainOptions, PictureSource
from app.services.library import Library
from app.services.services import Services
from common.errors import ModelError, QueryError
from common.jobs import JobCancelled, JobContext, Progress
from common.values import Box, Facet, Findings, ItemKind
from indexers.catalogue import NewFindings, NewItem
from models.explain.networks import Network

METHODS = ("grad_cam", "median_pooling")


def tiny_network() -> Network:
    torch.manual_seed(0)
    module = nn.Sequential(
        nn.Conv2d(3, 6, 3, padding=1), nn.ReLU(), nn.Conv2d(6, 6, 3, padding=1), nn.ReLU(),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(6, 3),
    )  # fmt: skip
    return Network(
        "tiny", module.eval(), ("red", "green", "blue"), (24, 24), share=0.0, version="1"
    )


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    random = np.random.default_rng(0)
    for channel, name in enumerate(("red", "green", "blue")):
        folder = tmp_path / "photos" / name
        folder.mkdir(parents=True)
        for number in range(3):
            pixels = random.integers(0, 60, (40, 50, 3), dtype=np.uint8)
            pixels[10:30, 5:25, channel] = 240
            Image.fromarray(pixels).save(folder / f"{number}.png")
    return tmp_path / "photos"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "test.kinora", create=True)
    yield opened
    opened.close()


@pytest.fixture
def batch(library: Library) -> ExplainBatch:
    services = Services(library)
    networks = Networks(services.models, services.settings, library)
    networks.add(tiny_network())
    return ExplainBatch(library, networks, Pictures(services.items))


def asked(photos: Path, **changes: object) -> BatchRequest:
    values = {"sources": tuple(of_folder(photos)), "network": "tiny", "methods": METHODS}
    return BatchRequest(**{**values, **changes})  # type: ignore[arg-type]


def test_pictures_without_a_class_are_told(batch: ExplainBatch, photos: Path) -> None:
    table = batch.run(asked(photos / "red", target="truth"))
    assert not table.rows
    assert {reason for _, reason in table.skipped} == {"Its class is not known."}


def test_every_picture_method_and_layer_has_a_row(batch: ExplainBatch, photos: Path) -> None:
    told: list[int] = []
    table = batch.run(
        asked(photos, layers=("auto", "0"), target="truth"),
        on_rows=lambda rows: told.append(len(rows)),
    )
    assert len(table.rows) == 9 * 2 * 2
    assert told == [4] * 9
    assert {row.layer for row in table.rows} == {"2", "0"} | {table.settings["layers"][0]}
    assert all(row.label == row.truth for row in table.rows)
    assert table.names() == ["average_drop", "increase", "confidence_drop", "area"]
    groups = table.summary(("method", "truth"))
    assert [tuple(each.group.values()) for each in groups][:2] == [
        ("grad_cam", "blue"),
        ("median_pooling", "blue"),
    ]
    assert sum(each.images for each in groups) == 36
    known = table.values("average_drop", method="grad_cam", layer="0")
    assert known.shape == (9,)


def test_one_picture_alone_gives_the_same_as_in_a_batch(batch: ExplainBatch, photos: Path) -> None:
    together = batch.run(asked(photos))
    source = of_folder(photos)[4]
    alone = batch.run(asked(photos, sources=(source,)))
    for row in alone.rows:
        same = next(r for r in together.rows if (r.key, r.method) == (row.key, row.method))
        assert row.label == same.label
        for name, value in row.values.items():
            assert value == pytest.approx(same.values[name], abs=1e-3, nan_ok=True)


def test_a_run_that_was_cancelled_goes_on(batch: ExplainBatch, photos: Path) -> None:
    stopping = JobContext()
    seen: list[str] = []

    def stop(rows: object) -> None:
        seen.append("row")
        if len(seen) == 8:
            stopping.cancel()

    with pytest.raises(JobCancelled):
        batch.run(asked(photos), stopping, name="first", on_rows=stop)
    assert batch.names() == ["first"]
    assert len({row.key for row in batch.load("first").rows}) == 8
    again: list[str] = []
    table = batch.run(
        asked(photos), name="first", on_rows=lambda rows: again.extend(r.key for r in rows)
    )
    assert len(set(again)) == 1
    assert len({row.key for row in table.rows}) == 9
    fresh = batch.run(asked(photos))
    assert {(r.key, r.method) for r in table.rows} == {(r.key, r.method) for r in fresh.rows}
    kept = [row.to_json() for row in batch.load("first").rows]
    assert kept == [row.to_json() for row in table.rows]


def test_a_line_that_was_cut_off_is_made_again(
    batch: ExplainBatch, library: Library, photos: Path
) -> None:
    batch.run(asked(photos), name="cut")
    path = library.folder / FOLDER / "cut.jsonl"
    content = path.read_bytes()
    path.write_bytes(content[:-40])
    assert len({row.key for row in batch.load("cut").rows}) == 8
    batch.run(asked(photos), name="cut")
    assert len({row.key for row in batch.load("cut").rows}) == 9
    assert all(json.loads(line) for line in path.read_bytes().splitlines())


def test_other_settings_need_another_name(batch: ExplainBatch, photos: Path) -> None:
    batch.run(asked(photos), name="one")
    with pytest.raises(QueryError, match="other settings"):
        batch.run(asked(photos, options=ExplainOptions(threshold=0.3)), name="one")
    batch.remove("one")
    assert batch.names() == []
    with pytest.raises(QueryError, match="no run"):
        batch.load("one")
    with pytest.raises(QueryError, match="no name"):
        batch.load("../one")


def test_bad_pictures_are_told_and_the_rest_is_explained(batch: ExplainBatch, photos: Path) -> None:
    (photos / "red" / "broken.png").write_bytes(b"no picture")
    (photos / "violet").mkdir()
    Image.new("RGB", (1, 1)).save(photos / "violet" / "0.png")
    table = batch.run(asked(photos, target="truth"), name="bad")
    assert len(table.rows) == 18
    reasons = dict(table.skipped)
    assert len(reasons) == 2
    assert any("violet" in reason for reason in reasons.values())
    # They are not tried again when the run goes on.
    assert batch.run(asked(photos, target="truth"), name="bad").skipped == table.skipped


def test_what_cannot_run_is_refused_before_anything_is_kept(
    batch: ExplainBatch, photos: Path
) -> None:
    with pytest.raises(ModelError, match="method"):
        batch.run(asked(photos, methods=("magic",)), name="x")
    with pytest.raises(ModelError, match="class"):
        batch.run(asked(photos, target="yellow"), name="x")
    with pytest.raises(ModelError, match="network"):
        batch.run(asked(photos, network="huge"), name="x")
    with pytest.raises(QueryError, match="no picture"):
        batch.run(asked(photos, sources=()), name="x")
    assert batch.names() == []


def test_boxes_are_measured_where_the_network_looks(batch: ExplainBatch, photos: Path) -> None:
    path = str(photos / "red" / "0.png")
    whole = BatchSource(PictureSource(path=path), "red", ((0.0, 0.0, 1.0, 1.0),))
    table = batch.run(asked(photos, sources=(whole,)))
    for row in table.rows:
        if np.isfinite(row.values["average_drop"]):
            assert row.values["hit"] == 1
            assert row.values["energy"] == pytest.approx(1, abs=1e-3)


def test_items_have_their_facet_as_class_and_boxes_of_it(library: Library) -> None:
    ids = library.catalogue.add_batch(
        [
            NewItem("a", ItemKind.PHOTO, facets=(Facet("scene", "lake"), Facet("scene", "x", 0.2))),
            NewItem("b", ItemKind.VIDEO, facets=(Facet("scene", "lake"),)),
            NewItem("c", ItemKind.PHOTO),
        ]
    )
    boxes = (Box("Lake", 0.9, 0.1, 0.2, 0.3, 0.4), Box("boat", 0.9, 0, 0, 1, 1))
    library.catalogue.add_findings_batch(
        [NewFindings(ids[0], "detector", "1", Findings(boxes=boxes))]
    )
    found = of_facet(library, "scene")
    assert [(each.picture.item, each.truth) for each in found] == [(ids[0], "lake")]
    assert with_boxes(library, found)[0].boxes == ((0.1, 0.2, 0.3, 0.4),)
    assert [each.truth for each in of_items(library, ids)] == ["", ""]
    with pytest.raises(QueryError, match="scene"):
        of_facet(library, "colour")


def test_folders_name_classes(photos: Path, tmp_path: Path) -> None:
    Image.new("RGB", (4, 4)).save(photos / "loose.jpg")
    (photos / "notes.txt").write_text("x")
    found = of_folder(photos)
    assert [source.truth for source in found].count("") == 1
    assert {source.truth for source in found} == {"", "red", "green", "blue"}
    with pytest.raises(QueryError, match="no folder"):
        of_folder(tmp_path / "absent")
    (tmp_path / "empty").mkdir()
    with pytest.raises(QueryError, match="no picture"):
        of_folder(tmp_path / "empty")


def row(key: str, method: str, drop: float) -> BatchRow:
    return BatchRow(key, -1, key, "a", "a", 0.5, "l", method, {"average_drop": drop})


def test_wins_sum_to_a_hundred_and_ties_are_shared() -> None:
    rows = [
        row("1", "a", 1.0), row("1", "b", 2.0),
        row("2", "a", 5.0), row("2", "b", 5.0),
        row("3", "a", 3.0), row("3", "b", 1.0),
        row("4", "a", float("nan")), row("4", "b", 0.0),
    ]  # fmt: skip
    shares = win_shares(rows)
    assert shares["1", "l", "a"] == 1
    assert shares["2", "l", "a"] == shares["2", "l", "b"] == 0.5
    assert np.isnan(shares["4", "l", "b"])
    wins = [each.means[WIN].mean for each in BatchTable(tuple(rows)).summary()]
    assert wins == pytest.approx([50, 50])
    assert win_shares([row("1", "a", 1.0)]) == {}


def test_outliers_come_first() -> None:
    table = BatchTable(tuple(row(str(n), "a", drop) for n, drop in enumerate([50, 51, 99, 49, 10])))
    assert [each.key for each in table.outliers("average_drop", 2)] == ["2", "4"]
    assert table.outliers("road") == []


def test_progress_counts_what_was_done_before(batch: ExplainBatch, photos: Path) -> None:
    batch.run(asked(photos, sources=tuple(of_folder(photos)[:5])), name="p")
    told: list[Progress] = []
    batch.run(asked(photos), JobContext(told.append), name="p")
    assert told[0].done == 5
    assert told[0].total == 9
