"""Reads the fields of a project file; a wrong one is named."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.body.skeleton import JOINTS

_LONG: Final = 4096  # characters of a name or path


class Fields:
    """The fields of a JSON object; a wrong one is named.

    Args:
        document: the object.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document

    def value(self, name: str, default: Any = None) -> Any:
        """Return what a field holds; the default where it is missing."""
        return self._document.get(name, default)

    def text(self, name: str, default: str) -> str:
        """Return a short text.

        Raises:
            ValueError: it is none; names the field, as all of these do.
        """
        found = self.value(name, default)
        if not isinstance(found, str) or len(found) > _LONG:
            raise ValueError(f"“{name}” is no text of at most {_LONG} characters")
        return found

    def flag(self, name: str) -> bool:
        """Return true or false, false where it is missing.

        Raises:
            TypeError: it is neither.
        """
        found = self.value(name, default=False)
        if not isinstance(found, bool):
            raise TypeError(f"“{name}” must be true or false")
        return found

    def numbers(self, name: str, shape: tuple[int, ...], reach: float) -> NDArray[np.float64]:
        """Return numbers of a shape, float64, none farther from 0 than reach.

        Raises:
            ValueError: they are others.
            TypeError: they are no numbers.
        """
        found = np.asarray(self.value(name), np.float64)
        if found.shape != shape:
            raise ValueError(f"“{name}” has {found.shape} numbers instead of {shape}")
        if not (np.abs(found) <= reach).all():
            raise ValueError(f"“{name}” has a number that is not finite, or beyond {reach:g}")
        return found

    def number(self, name: str, low: float, high: float, default: float) -> float:
        """Return a number from low to high.

        Raises:
            ValueError: it lies elsewhere.
            TypeError: it is none.
        """
        found = self.value(name, default)
        if isinstance(found, bool) or not isinstance(found, int | float):
            raise TypeError(f"“{name}” is no number")
        if not low <= found <= high:
            raise ValueError(f"“{name}” is {found:g}, not from {low:g} to {high:g}")
        return float(found)

    def joints(self, name: str) -> frozenset[int]:
        """Return joints by name.

        Raises:
            ValueError: one is unknown.
        """
        found = self.value(name, [])
        if not isinstance(found, list) or not all(one in JOINTS for one in found):
            raise ValueError(f"“{name}” is no list of joints")
        return frozenset(JOINTS.index(one) for one in found)

    def object(self, name: str) -> "Fields":
        """Return the fields of an object.

        Raises:
            TypeError: it is none.
        """
        found = self.value(name)
        if not isinstance(found, dict):
            raise TypeError(f"“{name}” is missing")
        return Fields(found)
