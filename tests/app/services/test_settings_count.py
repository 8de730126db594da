"""Every setting of imports, searches and networks changes what is done."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from app.services import import_readers
from app.services.import_analyse import Analyses
from app.services.library import Library
from app.services.search import SearchService
from app.services.types import Query
from app.services.wall import ArrangeRequest, WallService
from common.settings import ImportSettings, Settings
from models.base import AnalysisInfo
from tests.app.searching import FakeModels, photo_library
from tests.import_media import picture, save_photos, save_video, service


@pytest.fixture
def empty(tmp_path: Path):
    library = Library.open(tmp_path / "empty.kinora", create=True)
    yield library
    library.close()


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory):
    library = photo_library(tmp_path_factory.mktemp("s") / "s.kinora")
    yield library
    library.close()


@pytest.mark.parametrize(("frames", "shots"), [("shots", 2), ("cuts", 2), ("uniform", 4)])
def test_video_frames(empty: Library, tmp_path: Path, frames: str, shots: int) -> None:
    video = save_video(tmp_path / "media" / "clip.mp4", frames=48, cut_at=24)  # 4 s, one cut
    settings = Settings(imports=ImportSettings(video_frames=frames))
    service(empty, settings).run([video.parent])
    assert empty.catalogue.count_by_kind()["shot"] == shots


def test_the_largest_picture(empty: Library, tmp_path: Path) -> None:
    media = tmp_path / "media"
    media.mkdir()
    picture(1, (1100, 1000)).save(media / "large.jpg")
    picture(2, (900, 1000)).save(media / "small.jpg")
    report = service(empty, Settings(imports=ImportSettings(max_megapixels=1))).run([media])
    assert [Path(each.path).name for each in report.skipped] == ["large.jpg"]
    assert report.added == 1


def test_decoder_threads(empty: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    widths: list[int] = []

    class Watched(import_readers.ThreadPoolExecutor):
        def __init__(self, width: int, **options) -> None:
            widths.append(width)
            super().__init__(width, **options)

    monkeypatch.setattr(import_readers, "ThreadPoolExecutor", Watched)
    save_photos(tmp_path / "media", 3)
    settings = Settings(imports=ImportSettings(workers=5))
    assert service(empty, settings).run([tmp_path / "media"]).added == 3
    assert set(widths) == {5}


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"detect_objects": False}, {"layout"}),
        ({"detect_objects": True}, {"layout", "objects"}),
        ({"detect_objects": False, "read_text": True}, {"layout", "ocr"}),
    ],
)
def test_costly_analyses(wanted: dict[str, bool], names: set[str]) -> None:
    infos = [
        AnalysisInfo("layout", "1"),
        AnalysisInfo("objects", "1", kind="boxes"),
        AnalysisInfo("ocr", "1", kind="texts"),
    ]
    engine = SimpleNamespace(analyses=lambda: infos)
    assert set(Analyses(engine, ImportSettings(**wanted)).versions) == names


def test_results_and_fusion(photos: Library) -> None:
    settings = Settings()
    search = SearchService(photos, FakeModels(), settings)
    settings.search.results = 12
    assert len(search.run(Query.of("dog")).hits) == 12
    settings.search.results = 30
    orders = []
    for fusion, ranked_by in ((0.0, "concept"), (1.0, "embedding")):
        settings.search.fusion = fusion
        hits = search.run(Query.of("dog")).hits
        scores = [hit.parts.get(ranked_by, 0.0) for hit in hits]
        assert scores == sorted(scores, reverse=True)
        orders.append([hit.item for hit in hits])
    assert orders[0] != orders[1]


def test_similarity_by(photos: Library) -> None:
    settings = Settings()
    search = SearchService(photos, FakeModels(), settings)
    settings.models.image_encoder = "conse"
    assert "conse" in search.similar(5, 3).hits[0].why
    settings.models.image_encoder = "layout"
    assert "layout" in search.similar(5, 3).hits[0].why


def test_pictures_fill_their_cells_or_are_shown_whole(empty: Library, tmp_path: Path) -> None:
    from PIL import Image

    media = tmp_path / "media"
    media.mkdir()
    Image.new("RGB", (400, 100), (250, 250, 250)).save(media / "wide.png")
    service(empty).run([media])
    shares = []
    for fit in ("crop", "fit"):
        settings = Settings()
        settings.wall.fit = fit
        shot = WallService(empty, settings).render((300, 300), ArrangeRequest("random"))
        shares.append(float(np.mean(shot.rgb.min(axis=2) > 200)))
    assert shares[0] > 2 * shares[1] > 0.1
