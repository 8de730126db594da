"""Column types that hold what Python holds, in any database."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

_ESCAPE = "\x1a"  # SUBSTITUTE: never typed, and text in every database
_UNSAFE = re.compile(f"[\x00{_ESCAPE}\ud800-\udfff]")
_ESCAPED = re.compile(f"{_ESCAPE}([0-9a-f]{{4}})")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - times are UTC and naive everywhere
_MICROSECOND = timedelta(microseconds=1)


def encode_path(path: str) -> str:
    """Return path as text that every database can hold; decode_path() gives it back.

    A name that is no UTF-8 reaches Python with surrogates, which no database takes. Each of them
    becomes U+001A and four hex digits. What a path begins with, its stored form begins with too.
    """
    return _UNSAFE.sub(lambda found: f"{_ESCAPE}{ord(found[0]):04x}", path)


def decode_path(stored: str) -> str:
    """Return the path that encode_path() stored."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), stored)


def clean_text(text: str) -> str:
    """Return text that a database can hold: NUL goes, a lone surrogate becomes U+FFFD."""
    return _UNSTORABLE.sub(lambda found: "" if found[0] == "\x00" else "\ufffd", text)


def to_microseconds(moment: datetime) -> int:
    """Return the microseconds from 1970 to moment (UTC; a zone, if it has one, is applied)."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return (moment - _EPOCH) // _MICROSECOND


def from_microseconds(count: int) -> datetime:
    """Return the naive UTC moment that lies count microseconds after 1970."""
    return _EPOCH + timedelta(microseconds=count)


class PathText(TypeDecorator[str]):
    """A path, byte for byte, compared and sorted by code point."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Ask PostgreSQL for the order of code points: ranges of paths are searched by it."""
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(Text(collation=collation))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Escape what the database cannot hold."""
        return None if value is None else encode_path(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Undo the escapes."""
        return None if value is None else decode_path(value)


class CleanText(TypeDecorator[str]):
    """Text to read: what no database can hold is left out."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Drop NULs, replace lone surrogates."""
        return None if value is None else clean_text(value)


class Words(TypeDecorator[tuple[str, ...]]):
    """A few short texts, one a line; none of them is the empty text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str:  # noqa: ARG002
        """Join the texts; line breaks inside them become spaces."""
        told = (" ".join(clean_text(word).split()) for word in value or ())
        return "\n".join(word for word in told if word)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:  # noqa: ARG002
        """Split the lines."""
        return tuple(value.split("\n")) if value else ()


class Moment(TypeDecorator[datetime]):
    """A time in UTC, stored as microseconds since 1970: sorted and compared as a number."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Turn the time into a number."""
        return None if value is None else to_microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn the number into a naive UTC time."""
        return None if value is None else from_microseconds(value)


class JsonText(TypeDecorator[Any]):
    """Any JSON value, as ASCII text; what JSON does not know is kept as its str()."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:  # noqa: ARG002
        """Write the value; None too is JSON, not NULL."""
        plain = dict(value) if isinstance(value, Mapping) else value
        return json.dumps(plain, default=str, sort_keys=True)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Read the value."""
        return None if value is None else json.loads(value)
