"""Searches of moments: a sentence becomes a graph with conditions, and images are matched to it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.services.lifelog_types import LifelogOptions, LifelogResults
from app.services.similarity import EngineOwner
from common.jobs import JobContext
from common.scenes import LifelogQuery, SceneGraph
from common.settings import Settings
from common.values import ResultList
from indexers.catalogue.records import Filter

if TYPE_CHECKING:
    from app.services.library import Library


class LifelogService:
    """Finds moments by what was where, doing what, and when.

    Args:
        library: the open library.
        models: makes the engine when an example or CLIP first needs a network.
        settings: the user's settings: length of a list, image encoder.
    """

    def __init__(self, library: "Library", models: EngineOwner, settings: Settings) -> None:
        self._library = library
        self._models = models
        self._settings = settings

    def parse(self, text: str) -> LifelogQuery:
        """Return what a text asks for, with the user's places and activities known."""
        raise NotImplementedError(text)

    def search(
        self,
        query: LifelogQuery,
        options: LifelogOptions | None = None,
        context: JobContext | None = None,
        *,
        filters: Sequence[Filter] = (),
    ) -> LifelogResults:
        """Return the moments that match, best first, with what matched in each."""
        raise NotImplementedError(query)

    def graph(self, item: int) -> SceneGraph:
        """Return what is in an image, relations of geometry completed."""
        raise NotImplementedError(item)

    def similar_moments(self, item: int, context: JobContext | None = None) -> ResultList:
        """Return the moments most like that of an item."""
        raise NotImplementedError(item)
