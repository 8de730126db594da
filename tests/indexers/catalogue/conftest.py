"""A catalogue of each backend, and items to fill it with."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.sql import ClauseElement

from common.values import Facet, ItemKind, MediaFacts, Text, TextKind
from indexers.catalogue import Catalogue, FileRecord, NewItem

NOON = datetime.fromisoformat("2020-01-01T12:00")  # UTC, naive, as everywhere
DIALECTS = (sqlite.dialect(), postgresql.dialect())


@pytest.fixture
def compiled() -> Iterator[set[str]]:
    """Every statement that runs in a test, compiled for both databases."""
    seen: set[Any] = set()
    texts: set[str] = set()

    def check(connection: Any, statement: Any, *_: Any) -> None:
        if not isinstance(statement, ClauseElement):
            return
        own = str(statement.compile(dialect=connection.dialect))
        if "pg_catalog" in own or "text_search" in own:
            return  # SQLAlchemy asks for table names; full text is the one part each has its own
        key = statement._generate_cache_key()
        if key is None or key.key not in seen:
            for dialect in DIALECTS:
                texts.add(str(statement.compile(dialect=dialect)))
            seen.add(None if key is None else key.key)

    event.listen(Engine, "before_execute", check)
    yield texts
    event.remove(Engine, "before_execute", check)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of an empty database of one backend."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'catalogue.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def catalogue(url: str, compiled: set[str]) -> Iterator[Catalogue]:
    """An empty catalogue."""
    with Catalogue.open(url) as opened:
        yield opened


def new_item(number: int, **changes: Any) -> NewItem:
    """Return a photo that differs by number."""
    content_hash = f"{number:040x}"
    item = NewItem(
        identity=content_hash,
        kind=ItemKind.PHOTO,
        title=f"Photo {number}",
        files=[FileRecord(f"/media/{number}.jpg", 10 + number, 5, content_hash, format="JPEG")],
        facts=MediaFacts(width=40, height=30, taken_at=NOON + timedelta(minutes=number % 60)),
        thumb_row=number,
        facets=[Facet("genre", ("Comedy", "Drama")[number % 2], source="exif")],
        texts=[Text(TextKind.CAPTION, f"caption number {number}", source="exif")],
    )
    return replace(item, **changes)


@pytest.fixture
def make() -> Callable[..., NewItem]:
    """Makes items."""
    return new_item
