"""Searches with a name, kept in the library's folder."""

import json
from typing import TYPE_CHECKING

from app.services.query import Query
from app.services.sessions import MAX_BYTES, StateFolder, require_file_name
from common.errors import QueryError

if TYPE_CHECKING:
    from app.services.library import Library

FOLDER = "searches"


class SavedSearches:
    """Queries that the user gave a name; one file each under `searches/`.

    A file is written beside the old one and takes its place in one step.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._states = StateFolder(library.folder / FOLDER)

    def names(self) -> list[str]:
        """Return the names of all saved searches, in order."""
        return self._states.names()

    def save(self, name: str, query: Query) -> None:
        """Keep a query; one of the same name is replaced.

        What a query ranks anew (`among`) is not kept: those numbers mean nothing later.

        Raises:
            ReadOnlyLibraryError: the library is open for reading only.
            QueryError: the name cannot be that of a file, or the query's pictures are too large.
            OSError: the disk is full.
        """
        self._library.require_writable()
        document = query.to_json()
        document.pop("among", None)
        size = len(json.dumps(document))
        if size > MAX_BYTES // 2:
            raise QueryError(
                f"The pictures of this query are too large to be kept ({size / 1e6:.0f} MB).",
                hint="Use smaller ones, or items of the library.",
            )
        self._states.save(_checked(name), {"query": document})

    def load(self, name: str) -> Query:
        """Return a saved query.

        Raises:
            QueryError: there is none of this name, or it cannot be read.
        """
        state = self._states.load(name)
        if state is None or "query" not in state:
            raise QueryError(
                f"The search “{name}” cannot be read.", hint="Choose another, or make it anew."
            )
        return Query.from_json(state["query"])

    def rename(self, name: str, new: str) -> None:
        """Give a saved search another name.

        Raises:
            ReadOnlyLibraryError: the library is open for reading only.
            QueryError: there is none of this name, or the new one is taken or cannot be a file's.
        """
        self._library.require_writable()
        try:
            self._states.rename(name, _checked(new))
        except FileExistsError:
            raise QueryError(
                f"There is a search “{new.strip()}” already.", hint="Choose another name."
            ) from None
        except FileNotFoundError:
            raise QueryError(
                f"There is no search “{name}” any more.", hint="Open the list anew."
            ) from None

    def remove(self, name: str) -> None:
        """Forget a saved search.

        Raises:
            ReadOnlyLibraryError: the library is open for reading only.
        """
        self._library.require_writable()
        self._states.remove(name)


def _checked(name: str) -> str:
    """Return a name without space around it.

    Raises:
        QueryError: it is empty, too long, or has characters that names of files cannot have.
    """
    name = name.strip()
    if not name:
        raise QueryError("The search needs a name.", hint="Type a word.")
    return require_file_name(name)
