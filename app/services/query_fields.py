"""Reads the fields of a query's JSON document; a wrong one is named."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from common.errors import QueryError


def wrong_field(name: str, why: str) -> QueryError:
    """Return the error that names a field and says what is wrong with it."""
    return QueryError(
        f"The query's field “{name}” is wrong: {why}.", hint="Correct it and search again."
    )


def text_of(value: Any, name: str) -> str:
    """Return a text.

    Raises:
        QueryError: it is none.
    """
    if not isinstance(value, str):
        raise wrong_field(name, "it must be a text")
    return value


def flag_of(value: Any, name: str) -> bool:
    """Return true or false.

    Raises:
        QueryError: it is neither.
    """
    if not isinstance(value, bool):
        raise wrong_field(name, "it must be true or false")
    return value


def list_of(value: Any, name: str) -> Sequence[Any]:
    """Return a list.

    Raises:
        QueryError: it is none.
    """
    if not isinstance(value, list | tuple):
        raise wrong_field(name, "it must be a list")
    return value


def object_of(value: Any, name: str, known: set[str]) -> Mapping[str, Any]:
    """Return an object whose fields are all known.

    Raises:
        QueryError: it is no object, or a field is unknown.
    """
    if not isinstance(value, Mapping):
        raise wrong_field(name, "it must be a JSON object")
    for each in value:
        if each not in known:
            raise wrong_field(
                f"{name}.{each}", f"there is no such field; there are {', '.join(sorted(known))}"
            )
    return value


def number_of(value: Any, name: str, low: float, high: float) -> float:
    """Return a number from low to high.

    Raises:
        QueryError: it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise wrong_field(name, f"it must be a number from {low:g} to {high:g}")
    return float(value)


def whole_of(value: Any, name: str, low: int, high: int) -> int:
    """Return a whole number from low to high.

    Raises:
        QueryError: it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise wrong_field(name, f"it must be a whole number from {low} to {high}")
    return value


def choice_of(value: Any, name: str, known: Sequence[str]) -> Any:
    """Return one of the known words.

    Raises:
        QueryError: it is none of them.
    """
    if value not in known:
        raise wrong_field(name, f"it must be one of {', '.join(known)}")
    return value


def texts_of(value: Any, name: str) -> tuple[str, ...]:
    """Return texts.

    Raises:
        QueryError: it is no list, or one is no text.
    """
    return tuple(text_of(one, f"{name}[{at}]") for at, one in enumerate(list_of(value, name)))


def bytes_of(value: Any, name: str) -> bytes:
    """Return what was written as base64.

    Raises:
        QueryError: it is no base64.
    """
    try:
        return base64.b64decode(text_of(value, name), validate=True)
    except ValueError as error:
        raise wrong_field(name, f"it is no base64 ({error})") from None


def base64_of(data: bytes) -> str:
    """Return bytes as base64."""
    return base64.b64encode(data).decode("ascii")
