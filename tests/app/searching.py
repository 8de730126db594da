"""A small library with made-up encoders, for tests of search and feedback."""

import zlib
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from app.services.library import Library
from common.settings import Settings
from common.values import Facet, ItemKind, MediaFacts, Text, TextKind
from indexers.catalogue import FileRecord, NewItem
from models.base import EncoderInfo

DIM = 24
WORDS = ("dog", "cat", "beach", "car", "tree", "lighthouse")


def of_words(text: str) -> np.ndarray:
    """Return a vector that holds which of WORDS a text holds, plus a little of its own."""
    seed = zlib.crc32(text.encode())
    vector = 0.15 * np.random.default_rng(seed).standard_normal(DIM)
    for place, word in enumerate(WORDS):
        vector[place] += 2.0 * (word in text.casefold() or {"dog": "puppy"}.get(word, "§") in text)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


class FakeEngine:
    """Knows texts by their words and pictures by their colour; counts its calls."""

    def __init__(self, texts: tuple[str, ...] = ("minilm", "conse")) -> None:
        self.texts, self.calls = texts, 0

    def image_encoders(self) -> list[EncoderInfo]:
        return [EncoderInfo("layout", DIM), EncoderInfo("conse", DIM, self._joint())]

    def _joint(self) -> str:
        return "conse" if "conse" in self.texts else ""

    def text_encoders(self) -> list[EncoderInfo]:
        return [EncoderInfo(name, DIM) for name in self.texts]

    def encode_text(self, encoder: str, texts: list[str]) -> np.ndarray:
        assert encoder in self.texts
        self.calls += 1
        return np.stack([of_words(text) for text in texts])

    def encode_images(self, encoder: str, images: list[np.ndarray]) -> np.ndarray:
        return np.stack([of_words(WORDS[int(image.mean()) // 40]) for image in images])


class FakeModels:
    """Owns a FakeEngine."""

    def __init__(self, *texts: str) -> None:
        self.engine = FakeEngine(texts or ("minilm", "conse"))


def settings() -> Settings:
    """Return settings of their own."""
    return Settings()


def photo_library(folder: Path, per_word: int = 30) -> Library:
    """Return a library of photos, per_word for each of WORDS, then 3 films, a video, 3 shots.

    Photo number i shows WORDS[i // per_word]; it was taken i minutes after 2019-05-01 noon.
    """
    library = Library.open(folder, create=True)
    batch, vectors = [], []
    start = datetime(2019, 5, 1, 12)  # noqa: DTZ001 - UTC, naive
    for number in range(per_word * len(WORDS)):
        word = WORDS[number // per_word]
        vectors.append(of_words(f"{word} {number}"))
        batch.append(
            NewItem(
                f"photo{number}", ItemKind.PHOTO, files=[FileRecord(f"/p/img{number:03}.jpg")],
                facts=MediaFacts(taken_at=start + timedelta(minutes=number)),
                facets=[
                    Facet("concept", {"dog": "golden retriever"}.get(word, word), 0.9, "net"),
                    Facet("colour", ("red", "blue")[number % 2], 0.8, "colours"),
                    Facet("truth", f"class {number // per_word}", 1.0, "labels"),
                ],
                texts=[Text(TextKind.PATH, f"img{number:03}")],
            )
        )  # fmt: skip
    _store(library, batch, np.stack(vectors), ("layout", "conse"))
    films = [
        ("The Keeper", 1999, "Drama", "A lonely man tends a lighthouse.", "Ann Lee"),
        ("Sea of Sand", 1994, "Comedy", "Two friends cross the desert.", "Bo Lee"),
        ("Puppy Love", 2005, "Comedy", "A puppy finds a home.", "Ann Lee"),
    ]
    plots = [
        NewItem(
            f"film:{title}", ItemKind.FILM, title=title, year=year, popularity=float(year),
            facets=[Facet("genre", genre), Facet("director", who), Facet("year", str(year))],
            texts=[Text(TextKind.TITLE, title), Text(TextKind.PLOT, plot)],
        )
        for title, year, genre, plot, who in films
    ]  # fmt: skip
    _store(library, plots, np.stack([of_words(plot) for *_, plot, _ in films]), ("minilm",))
    video = NewItem("v", ItemKind.VIDEO, title="walk", files=[FileRecord("/v/walk.mp4")])
    shots = [
        NewItem(
            f"v#t={at}", ItemKind.SHOT, parent="v", start_s=float(at), end_s=at + 5.0,
            texts=[Text(TextKind.OCR, words)],
        )
        for at, words in ((0, "station exit"), (10, "bakery"), (200, "bakery window"))
    ]  # fmt: skip
    library.catalogue.add_batch([video, *shots])
    return library


def _store(
    library: Library, batch: list[NewItem], vectors: np.ndarray, encoders: tuple[str, ...]
) -> None:
    ids = library.catalogue.add_batch(batch)
    for encoder in encoders:
        rows = library.vectors(encoder).append(vectors)
        library.catalogue.add_findings_batch(
            [_finding(item, encoder, int(row)) for item, row in zip(ids, rows, strict=True)]
        )
        library.vectors(encoder).commit(ids, rows)


def _finding(item: int, encoder: str, row: int):
    from indexers.catalogue import NewFindings

    return NewFindings(item, encoder, "1", vector_rows={encoder: row})
