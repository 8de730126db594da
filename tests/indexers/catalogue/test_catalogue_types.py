"""Column types: what goes in comes out, in any database."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from indexers.catalogue.types import (
    JsonText,
    clean_text,
    decode_path,
    encode_path,
    from_microseconds,
    to_microseconds,
)

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=())) | st.text(
    alphabet="\x1a\x00\ud800\udcffd80a0f/"
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(ANY_TEXT)
def test_a_path_comes_back_and_can_be_stored(path: str) -> None:
    stored = encode_path(path)
    assert decode_path(stored) == path
    stored.encode("utf-8")
    assert "\x00" not in stored


@given(ANY_TEXT, ANY_TEXT)
def test_a_folder_begins_its_paths_stored_or_not(folder: str, rest: str) -> None:
    assert encode_path(folder + rest) == encode_path(folder) + encode_path(rest)


@given(st.binary(max_size=30))
def test_file_names_of_any_bytes_come_back(name: bytes) -> None:
    path = name.decode("utf-8", "surrogateescape")
    assert decode_path(encode_path(path)).encode("utf-8", "surrogateescape") == name


@given(ANY_TEXT)
def test_cleaned_text_can_be_stored(text: str) -> None:
    cleaned = clean_text(text)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert clean_text(cleaned) == cleaned


@given(st.datetimes())
def test_times_come_back(moment: datetime) -> None:
    assert from_microseconds(to_microseconds(moment)) == moment


def test_a_time_with_a_zone_is_stored_in_utc() -> None:
    there = datetime(2020, 1, 1, 3, tzinfo=timezone(timedelta(hours=3)))
    assert from_microseconds(to_microseconds(there)) == datetime.fromisoformat("2020-01-01")
    assert to_microseconds(datetime(1970, 1, 1, tzinfo=UTC)) == 0


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()])
@given(value=JSON)
def test_json_comes_back(dialect: object, value: object) -> None:
    column = JsonText()
    stored = column.process_bind_param(value, dialect)  # type: ignore[arg-type]
    assert stored.isascii()
    assert column.process_result_value(stored, dialect) == value  # type: ignore[arg-type]
