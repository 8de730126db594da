"""Made-up collections for measurements: seeded, so that runs compare."""

from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from common.values import Facet, ItemKind, MediaFacts, Text, TextKind
from indexers.catalogue import FileRecord, NewItem

_FIRST_MORNING = datetime.fromisoformat("2000-01-01T08:00")  # UTC, naive


def clustered_vectors(
    count: int, dim: int, *, clusters: int = 1000, seed: int = 0, of: int = 0
) -> NDArray[np.float32]:
    """Return seeded unit vectors around random centres, float32 (count, dim).

    Clusters differ in size and width, as those of photo collections do.

    Args:
        count: how many.
        dim: length of a vector.
        clusters: centres; the same for one seed.
        seed: of the centres.
        of: block number; another one gives other vectors around the same centres.
    """
    centres = np.random.default_rng(seed).standard_normal((clusters, dim), dtype=np.float32)
    rng = np.random.default_rng([seed, of + 1])
    which = (clusters * rng.random(count) ** 2).astype(np.int64)
    width = (0.4 + 0.6 * (which % 7) / 6)[:, None].astype(np.float32)
    vectors = centres[which] + width * rng.standard_normal((count, dim), dtype=np.float32)
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def made_up_films(start: int, count: int) -> list[NewItem]:
    """Return made-up films whose words are as unevenly frequent as those of a language.

    Args:
        start: number of the first one; also the seed.
        count: how many.
    """
    rng = np.random.default_rng(start)
    rare = ("lighthouse", "storm", "harbour", "quiet", "detective")
    films: list[NewItem] = []
    for number in range(start, start + count):
        words = [f"w{word}" for word in np.minimum(rng.zipf(1.3, 45), 20_000)]
        words += [word for word in rare if rng.random() < 0.01]
        year = int(rng.integers(1950, 2024))
        genre = ("Drama", "Comedy", "Crime", "Horror", "Western")[int(rng.integers(5))]
        facets = [Facet("genre", genre), Facet("year", str(year))]
        facets += [
            Facet("actor", f"Actor {int(person)}") for person in rng.integers(30_000, size=3)
        ]
        texts = [Text(TextKind.TITLE, f"Film {number}"), Text(TextKind.PLOT, " ".join(words))]
        films.append(
            NewItem(
                f"film:{number}", ItemKind.FILM, title=f"Film {number}", year=year,
                popularity=float(rng.random()), facets=facets, texts=texts,
            )
        )  # fmt: skip
    return films


def made_up_photos(start: int, count: int) -> list[NewItem]:
    """Return made-up photos with a file, a vector, 8 facets and a caption of 12 words.

    Values and words are as unevenly frequent as in real collections: every caption holds "photo",
    "lighthouse" is in one of a thousand, concepts and words follow Zipf's law.

    Args:
        start: number of the first one; also the seed.
        count: how many.
    """
    rng = np.random.default_rng(start)
    genres = rng.integers(20, size=(count, 2))
    concepts = np.minimum(rng.zipf(1.3, (count, 4)), 1000)
    people = rng.integers(30_000, size=(count, 2))
    words = np.minimum(rng.zipf(1.2, (count, 10)), 50_000)
    minutes, rare = rng.integers(10**7, size=count), rng.random(count) < 1e-3
    scores, popularity = rng.random((count, 4)), rng.random(count)
    photos: list[NewItem] = []
    for place, number in enumerate(range(start, start + count)):
        identity = f"{number:040x}"
        said = [f"w{word}" for word in words[place]]
        said += ["photo", "lighthouse" if rare[place] else "house"]
        facets = [Facet("genre", f"Genre {value}") for value in genres[place]]
        facets += [Facet("actor", f"Actor {value}") for value in people[place]]
        facets += [
            Facet("concept", f"concept {value}", float(score), "net")
            for value, score in zip(concepts[place], scores[place], strict=True)
        ]
        photos.append(
            NewItem(
                identity, ItemKind.PHOTO, title=f"Photo {number}",
                files=[FileRecord(
                    f"/media/{number // 1000:04}/{number}.jpg", 10, 5, identity, format="JPEG"
                )],
                facts=MediaFacts(
                    width=1600, height=(1200, 1067)[number % 2],
                    taken_at=_FIRST_MORNING + timedelta(minutes=int(minutes[place])),
                ),
                thumb_row=number, popularity=float(popularity[place]), facets=facets,
                texts=[Text(TextKind.CAPTION, " ".join(said))],
                vector_rows={"net": number}, analyses={"net": "1"},
            )
        )  # fmt: skip
    return photos
