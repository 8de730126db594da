"""Vectors of networks that change, and of networks that fail."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.services.importing import ImportService
from app.services.library import Library
from app.services.models import ModelService
from app.services.paths import AppPaths
from common.settings import Settings
from common.values import Findings
from models.engine import Engine
from tests.import_media import save_photos


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "test.kinora", create=True)
    yield opened
    opened.close()


def models(monkeypatch: pytest.MonkeyPatch, analysers: str = "") -> ModelService:
    """Return the models without those that read texts and find shots."""
    monkeypatch.setattr(Engine, "text_encoders", lambda self: [])
    monkeypatch.setattr(Engine, "shot_classifier", lambda self: None)
    settings = Settings()
    settings.models.analysers = analysers
    settings.models.device = "cpu"
    return ModelService(settings, AppPaths.of_user())


LENGTH = """
import numpy as np
class V:
    kind, name, dim = "vector", "mine", {dim}
    def analyse(self, picture):
        return np.ones({dim})
ANALYSERS = [V]
"""


def test_a_network_of_another_length_takes_the_place_of_the_old_one(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "analyser:mine"
    for dim, photos in ((3, 3), (4, 4), (2, 4)):
        save_photos(tmp_path / "media", photos)
        place = tmp_path / "mine.py"
        place.write_text(LENGTH.format(dim=dim))
        service = models(monkeypatch, str(place))
        imports = ImportService(library, service, Settings())
        assert imports.run([tmp_path / "media"]).skipped == []
        assert not imports.due()
        items = library.catalogue.ids().tolist()
        assert library.vectors(name).vectors(items).shape == (photos, dim)
        assert library.catalogue.vector_rows(name)[0].tolist() == items
        service.close()


def test_a_vector_of_no_numbers_is_left_out(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyse = Engine.analyse

    def halves(self: Engine, name: str, images: Any, **options: Any) -> list[Findings]:
        found = analyse(self, name, images, **options)
        bad = {
            encoder: np.full_like(vector, np.nan) for encoder, vector in found[0].vectors.items()
        }
        return [replace(found[0], vectors=bad), *found[1:]]

    monkeypatch.setattr(Engine, "analyse", halves)
    save_photos(tmp_path / "media", 3)
    service = models(monkeypatch)
    report = ImportService(library, service, Settings()).run([tmp_path / "media"])
    assert (report.added, library.encoders()["layout"]) == (3, 2)
    service.close()
