"""A small library with pictures, made by code, that the tests of the wall share."""

from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.services.library import Library
from common.values import Facet, ItemKind, MediaFacts, Text, TextKind
from indexers.catalogue.records import NewItem
from indexers.thumbnails import make_thumbnail

GENRES = ("Drama", "Comedy", "War")


def picture(number: int, size: tuple[int, int] = (90, 60)) -> NDArray[np.uint8]:
    """Return a picture (H, W, 3) of one colour that depends on the number."""
    height, width = size
    colour = ((number * 37) % 256, (number * 91 + 60) % 256, (number * 53 + 120) % 256)
    return np.full((height, width, 3), colour, np.uint8)


def colour_of(number: int) -> tuple[int, int, int]:
    """Return the colour of a picture as RGB."""
    red, green, blue = picture(number)[0, 0]
    return int(red), int(green), int(blue)


def new_items(first: int, count: int, *, rows: range | None) -> list[NewItem]:
    """Return films and photos in turn; without rows they have no picture."""
    made = []
    for number in range(first, first + count):
        is_film = number % 2 == 0
        title = (
            f"{'The ' if number % 4 == 0 else ''}{'Lantern' if number % 3 else 'Harbour'} {number}"
        )
        made.append(
            NewItem(
                identity=f"item-{number}",
                kind=ItemKind.FILM if is_film else ItemKind.PHOTO,
                title=title,
                year=1950 + number % 60 if is_film else None,
                popularity=float(number) if is_film else None,
                facts=MediaFacts(
                    width=60,
                    height=90,
                    taken_at=None if is_film else datetime(2020, 1 + number % 12, 3),  # noqa: DTZ001 - naive UTC
                ),
                facets=[Facet("genre", GENRES[number % 3])] if number % 5 else [],
                texts=[Text(TextKind.TITLE, title)],
                thumb_row=-1 if rows is None else rows[number - first],
            )
        )
    return made


def fill(library: Library, count: int, first: int = 0, *, pictures: bool = True) -> list[int]:
    """Add items to a library and return their ids."""
    rows = None
    if pictures:
        thumbnails = [make_thumbnail(picture(n)) for n in range(first, first + count)]
        rows = library.thumbnails.append(thumbnails)
        library.thumbnails.flush()
    return library.catalogue.add_batch(new_items(first, count, rows=rows))


def make_library(folder: Path, count: int) -> Library:
    """Return an open library of count items."""
    library = Library.open(folder / "test.kinora", create=True)
    if count:
        fill(library, count)
    return library
