"""A library with everything that an export has to cope with."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from app.services.export import ExportService
from app.services.library import Library
from app.services.services import Services
from common.jobs import JobCancelled, JobContext, Progress
from common.values import Facet, ItemKind, MediaFacts, Text, TextKind
from indexers.catalogue import FileRecord, NewItem
from indexers.thumbnails import make_thumbnail
from tests.panel_support import fill, picture

ODD = '=HYPERLINK("http://x","y") Ünï 東京 한국 שלום <b>&"'


@dataclass
class Shop:
    """The library, its export service and its items."""

    library: Library
    services: Services
    ids: list[int]
    media: Path

    @property
    def export(self) -> ExportService:
        return self.services.export


def make_shop(folder: Path) -> Shop:
    """Return a library of photos, films and a video; two names clash."""
    library = Library.open(folder / "a.kinora", create=True)
    ids = fill(library, folder / "media")
    (folder / "other").mkdir()
    twin = folder / "other" / "PHOTO 0.PNG"
    Image.fromarray(picture(7)).save(twin)
    gone = folder / "other" / "gone.jpg"
    rows = library.thumbnails.append([make_thumbnail(picture(n)) for n in (7, 8, 9)])
    library.thumbnails.flush()
    ids += library.catalogue.add_batch(
        [
            NewItem("twin", ItemKind.PHOTO, ODD, thumb_row=rows[0], facts=MediaFacts(90, 60),
                    files=[FileRecord(str(twin), twin.stat().st_size, 1, "twin")]),
            NewItem("gone", ItemKind.PHOTO, "Gone", thumb_row=rows[1], facts=MediaFacts(90, 60),
                    files=[FileRecord(str(gone), 10, 1, "gone")]),
            NewItem("film:2", ItemKind.FILM, "-1: Minus / One?", year=1999, thumb_row=rows[2],
                    popularity=150.437577,
                    facts=MediaFacts(extra={"popularity_from": "list", "votes": 12, "rating": 8.1,
                                            "runtime_min": 90.0, "imdb_id": "tt0000012"}),
                    facets=[Facet("genre", "War", source="list:a"),
                            Facet("genre", "Drama", source="list:a"),
                            Facet("company", "Metro, Goldwyn", source="list:a"),
                            Facet("actor", "Zoë Ä", source="list:a"),
                            Facet("tag", "sea", source="list:a"),
                            Facet("tag", "boat", source="list:a")],
                    texts=[Text(TextKind.PLOT, "A man | a boat; a sea,\n“deep”", source="list:a"),
                           Text(TextKind.TAG, "sea, boat, old man", source="list:a")]),
        ]
    )  # fmt: skip
    library.catalogue.set_labels({ids[0]: 1, ids[1]: -1})
    library.catalogue.tag([ids[0]], "tag", "harbour")
    return Shop(library, Services(library), ids, folder / "media")


def cancelling_after(steps: int) -> JobContext:
    """Return a context that is cancelled when it was asked so many times."""

    class Impatient(JobContext):
        asked = 0

        def step(self, done: int, total: int = 0, note: str = "") -> None:
            Impatient.asked += 1
            if Impatient.asked > steps:
                raise JobCancelled
            super().step(done, total, note)

    return Impatient()


def watching(seen: list[Progress]) -> Callable[[Progress], None]:
    return seen.append
