"""Filter sets with a name, kept in the library's folder."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.services.filters import filter_from_json, filter_to_json
from app.services.sessions import StateFolder, require_file_name
from common.errors import QueryError
from indexers.catalogue.records import Filter

if TYPE_CHECKING:
    from app.services.library import Library


class FilterSets:
    """Filters that the user gave a name; one file each under `filters/`.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._states = StateFolder(library.folder / "filters")

    def names(self) -> list[str]:
        """Return the names of all sets, in order."""
        return self._states.names()

    def save(self, name: str, filters: Sequence[Filter]) -> None:
        """Keep filters; a set of the same name is replaced.

        Raises:
            ReadOnlyLibraryError: the library is open for reading only.
            QueryError: the name is empty, or cannot be that of a file.
            OSError: the disk is full.
        """
        self._library.require_writable()
        if not name.strip():
            raise QueryError("The filters need a name.", hint="Type a word.")
        plain = require_file_name(name.strip())  # else two names could mean one file
        self._states.save(plain, {"filters": [filter_to_json(one) for one in filters]})

    def load(self, name: str) -> tuple[Filter, ...]:
        """Return the filters of a set.

        Raises:
            QueryError: there is none of this name, or it cannot be read.
        """
        state = self._states.load(name)
        entries = state.get("filters") if state is not None else None
        if not isinstance(entries, list):
            raise QueryError(
                f"The filters “{name}” cannot be read.", hint="Choose others, or make them anew."
            )
        return tuple(filter_from_json(entry, "filters") for entry in entries)

    def remove(self, name: str) -> None:
        """Forget a set.

        Raises:
            ReadOnlyLibraryError: the library is open for reading only.
        """
        self._library.require_writable()
        self._states.remove(name)
