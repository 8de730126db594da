"""Search and feedback on real photos, with the real weights."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from app.services.feedback import FeedbackService
from app.services.library import Library
from app.services.models import ModelService
from app.services.paths import AppPaths
from app.services.query import FUSION_RULES
from app.services.search import SearchService
from app.services.types import BoxesAsk, Example, Part, Query, SearchResults
from common.jobs import JobContext
from common.settings import Settings
from common.values import Facet, Findings, ItemKind
from indexers.catalogue import FileRecord, NewItem
from indexers.media import read_image

pytestmark = pytest.mark.data
BATCH = 32


def _models(shared_data: Path, home: Path) -> ModelService:
    os.environ["KINORA_MODELS"] = os.pathsep.join(
        str(shared_data / name) for name in ("cnn", "joint_conse")
    )
    try:
        service = ModelService(Settings(), AppPaths(home / "c", home / "d", home / "l"))
    finally:
        del os.environ["KINORA_MODELS"]
    if "imagenet" not in {info.name for info in service.engine.analyses()}:
        pytest.skip("the weights of MobileNetV2 are absent")
    return service


def _library(folder: Path, models: ModelService, photos: list[tuple[Path, str]]) -> Library:
    library = Library.open(folder, create=True)
    for start in range(0, len(photos), BATCH):
        part = photos[start : start + BATCH]
        pictures = [read_image(path, max_side=256, max_megapixels=64).rgb for path, _ in part]
        found = models.engine.analyse("imagenet", pictures)
        rows = {
            encoder: library.vectors(encoder).append(
                np.stack([one.vectors[encoder] for one in found])
            )
            for encoder in found[0].vectors
        }
        ids = library.catalogue.add_batch(
            [
                NewItem(
                    str(path), ItemKind.PHOTO, title=truth, files=[FileRecord(str(path))],
                    facets=[Facet("truth", truth)], findings=Findings(facets=one.facets),
                    vector_rows={name: int(numbers[place]) for name, numbers in rows.items()},
                )
                for place, ((path, truth), one) in enumerate(zip(part, found, strict=True))
            ]
        )  # fmt: skip
        for encoder, numbers in rows.items():
            library.vectors(encoder).commit(ids, numbers)
    return library


def test_feedback_on_groceries_beats_chance(shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "photos_grocery"
    with (folder / "labels.csv").open(encoding="utf-8") as file:
        table = [(folder / row["file"], row["coarse"]) for row in csv.DictReader(file)]
    models = _models(shared_data, tmp_path)
    library = _library(tmp_path / "g.kinora", models, [r for r in table if r[0].is_file()][::3])
    feedback = FeedbackService(library, models, Settings())
    chance = sum(truth == "Milk" for _, truth in table) / len(table)
    rounds = feedback.simulate("truth", "Milk", rounds=3, seed=2, encoder="mobilenet_v2")
    assert rounds[0].precision_at_25 > 3 * chance
    assert rounds[-1].recall > 0.6
    library.close()
    models.close()


def test_a_dog_is_found_by_its_looks_and_its_breed(shared_data: Path, tmp_path: Path) -> None:
    files = sorted((shared_data / "photos_imagenet_sample").glob("n*"))
    # All breeds of dogs lie between these two WordNet numbers.
    photos = [
        (path, "dog" if "n02085620" <= path.name[:9] <= "n02113978" else "other") for path in files
    ]
    models = _models(shared_data, tmp_path)
    library = _library(tmp_path / "i.kinora", models, photos[::3])
    service = SearchService(library, models, Settings())
    for mode in ("auto", "concept"):
        found = service.run(Query.of("a dog", mode=mode, k=10))
        titles = [item.title for item in library.catalogue.items([h.item for h in found.hits])]
        assert titles.count("dog") >= 9, mode
    _parts_together(library, service)
    library.close()
    models.close()


def _parts_together(library: Library, service: SearchService) -> None:
    """What several parts of a query find, on the same photos."""
    service.prepare(JobContext())

    def dogs(found: SearchResults) -> int:
        titles = [item.title for item in library.catalogue.items([h.item for h in found.hits])]
        return titles.count("dog")

    seen = service.run(Query.of("a dog", "embedding", k=10))
    evidence = [hit for hit in seen.hits if seen.evidence(hit.item).concepts]
    assert len(evidence) >= 8  # the embedding is explained by names
    (named, *_) = service.suggest_concepts("terr", 1)
    assert "terrier" in named.text.casefold()
    like = Query.of("a dog", example=Example(item=seen.hits[0].item), k=10)
    found = service.run(like)
    assert dogs(found) >= 9
    for rule in FUSION_RULES:
        flipped = service.refuse(found.pool, fusion=rule)
        assert dogs(flipped) >= 8, rule
        for hit in flipped.hits:
            assert sum(hit.parts.values()) == pytest.approx(hit.score)
    boxes = service.run(Query.of(parts=[Part(BoxesAsk(subject="dog; NOT terrier"))], k=30))
    names = {
        facet.value
        for details in library.catalogue.describe([hit.item for hit in boxes.hits])
        for facet in details.facets
        if facet.key == "concept" and facet.score >= 0.2
    }
    assert dogs(boxes) >= 20
    assert not any("terrier" in name.casefold() for name in names)
