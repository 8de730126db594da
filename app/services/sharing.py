"""What others do to the library that is open, and whether its server is there; knows no window."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.media_thumbnails import follow
from common.errors import AppError
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.services import Services
    from indexers.catalogue import Change
    from indexers.catalogue.owners import Kind

logger = logging.getLogger(__name__)

KINDS: "tuple[Kind, ...]" = ("labels", "bucket", "watchlist", "classifier")


@dataclass(frozen=True, slots=True)
class News:
    """What panels should look at again.

    Args:
        labels: labels were given or taken.
        items: items, facts, lists or classifiers are others than before.
        history: another window of the same person wrote to the journal.
        gone: the server cannot be reached.
        back: it can be reached again.
    """

    labels: bool = False
    items: bool = False
    history: bool = False
    gone: bool = False
    back: bool = False


class Sharing:
    """Follows the catalogue of an open library on a server.

    Args:
        services: of the open library; one in its own folder tells nothing.
        tell: called for what others changed, on a thread of its own.
    """

    def __init__(self, services: "Services", tell: Callable[[News], None]) -> None:
        self._services = services
        self._tell = tell
        self._guard = threading.Lock()
        self._is_gone = False
        self._has_begun = False
        self._end = services.library.catalogue.on_changed(self._on_change)

    def close(self) -> None:
        """Hear no more."""
        self._end()

    def follow(self) -> None:
        """Take up thumbnails and vectors of what others changed; may take a while."""
        library = self._services.library
        library.follow()
        if library.is_guest:
            try:
                follow(library)
            except AppError as error:
                logger.info("new thumbnails are not here yet: %s", error)

    def _on_change(self, change: "Change") -> None:
        with self._guard:
            news = self._news(change)
        if news is not None:
            self._tell(news)

    def _news(self, change: "Change") -> News | None:
        """Return what a change means to the panels; None for nothing."""
        if not change.reachable:
            if self._is_gone:
                return None
            self._is_gone = self._has_begun = True
            return News(gone=True)
        if self._is_gone:
            self._is_gone = False
            return News(labels=True, items=True, history=True, back=True)
        if not self._has_begun:  # it says that it listens; nothing was missed
            self._has_begun = True
            return None
        if change.own:
            return None
        person = self._services.library.catalogue.person
        wrote = change.touched in {"journal", "everything"} and change.person == person
        found = News(
            labels=change.touched in {"labels", "everything"},
            items=change.touched in {"items", "lists", "classifiers", "everything"},
            history=wrote,
        )
        return found if found != News() else None


@dataclass(frozen=True, slots=True)
class Owned:
    """A thing that a person made.

    Args:
        kind: "labels", "classifier", "bucket" or "watchlist".
        name: of the thing.
        is_shared: whether all see and change it.
    """

    kind: "Kind"
    name: str
    is_shared: bool


def owned(services: "Services", context: JobContext) -> list[Owned]:
    """Return what the person of the open library made or shares, by kind and name.

    Raises:
        LibraryError: the server fails.
        JobCancelled: the user cancelled.
    """
    found: list[Owned] = []
    for kind in KINDS:
        context.step(len(found))
        owners = services.library.catalogue.owners(kind)
        found += [Owned(kind, name, not owner) for name, owner in owners.items()]
    return found


def share(services: "Services", thing: Owned, context: JobContext) -> None:
    """Let all see and change a thing, or take a shared one for oneself.

    Args:
        services: of the open library.
        thing: as it shall be.
        context: may cancel before it is done.

    Raises:
        QueryError: there is none of this name, or another person has one too.
        ReadOnlyLibraryError: nothing can be written.
    """
    context.step(0)
    services.library.require_writable()
    catalogue = services.library.catalogue
    change = catalogue.share if thing.is_shared else catalogue.unshare
    change(thing.kind, thing.name)
