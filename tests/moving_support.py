"""A library that is moved, and servers to move it to."""

from pathlib import Path

import pytest

from app.services.addresses import Addresses
from app.services.library import Library
from common.values import Facet, ItemKind, Text, TextKind
from indexers.catalogue import NewItem
from tests.vectors_support import unit

psycopg = pytest.importorskip("psycopg", reason="the extra “postgres” is not installed")
COUNT = 60
WORDS = ("harbour", "lighthouse", "été", "kitchen", "東京", "bridge")


def make(folder: Path, count: int = COUNT, addresses: Addresses | None = None) -> None:
    """Make a library with items, facets, texts, vectors, and what a person said."""
    library = Library.open(folder, create=True, addresses=addresses)
    catalogue = library.catalogue
    vectors = library.vectors("e")
    rows = vectors.append(unit(count, dim=8))
    made = [
        NewItem(
            f"{n:040x}",
            ItemKind.PHOTO,
            year=1950 + n % 60,
            title=f"Photo {n} of the {WORDS[n % 6]}",
            facets=(Facet("genre", WORDS[n % 5], source="list"),),
            texts=(Text(TextKind.CAPTION, f"{WORDS[n % 4]} number{n}", source="list"),),
            vector_rows={"e": int(rows[n - 1])},
        )
        for n in range(1, count + 1)
    ]
    ids = catalogue.add_batch(made)
    vectors.commit(ids, rows.tolist())
    catalogue.set_labels({1: 1, 2: -1})
    catalogue.tag([1, 2, 3], "mood", "calm")
    catalogue.add_to_bucket("best", [3, 4])
    catalogue.set_watchlist("later", [7, 5])
    library.close()
