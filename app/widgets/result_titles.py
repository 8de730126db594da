"""What the list of results is called in the user's language."""

from app.services.types import SearchResults
from app.widgets.list_texts import list_text
from app.widgets.query_words import query_words
from common.values import ResultList


def title_of(results: ResultList) -> str:
    """Return what a list shows: what was asked in words, or how else it was made."""
    if isinstance(results, SearchResults):
        return query_words(results.asked) or results.query
    return list_text(results.query)
