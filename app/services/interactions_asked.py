"""What lists were asked for, as JSON that can be asked again: searches, suggestions, moments.

An interaction log holds such a document beside each list, so that a session can be replayed. A
document of a search is the query as `search --query` takes it; the others say their `kind`
(`interactions_lists` has those of lists that other panels made).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from app.services.interactions_lists import ANSWERS
from app.services.query import Query
from common.errors import QueryError
from common.jobs import JobContext
from common.scenes import query_of_json, query_to_json
from common.values import ResultList

if TYPE_CHECKING:
    from app.services.feedback_types import FeedbackOptions
    from app.services.lifelog_types import LifelogOptions
    from app.services.services import Services
    from common.scenes import LifelogQuery

FEEDBACK = "feedback"
LIFELOG = "lifelog"
KIND = "kind"


def feedback_asked(
    marks: tuple[Sequence[int], Sequence[int]],
    count: int,
    seen: Sequence[int],
    filters: Sequence[Any],
    options: "FeedbackOptions",
    history: Sequence[Sequence[int]],
) -> dict[str, Any]:
    """Return the document of suggestions.

    Args:
        marks: items marked relevant, and not relevant.
        count: how many were asked for.
        seen: items that were not to come again.
        filters: that they had to pass.
        options: how they were made.
        history: lists that were shown before.
    """
    return {
        KIND: FEEDBACK,
        "positive": [int(item) for item in marks[0]],
        "negative": [int(item) for item in marks[1]],
        "count": count,
        "seen": [int(item) for item in seen],
        "filters": Query(filters=tuple(filters)).to_json().get("filters", []),
        "options": asdict(options),
        "history": [list(one) for one in history],
    }


def lifelog_asked(
    query: "LifelogQuery", options: "LifelogOptions", filters: Sequence[Any]
) -> dict[str, Any]:
    """Return the document of moments that were searched for."""
    return {
        KIND: LIFELOG,
        "query": query_to_json(query),
        "options": {**asdict(options), "hidden": sorted(options.hidden)},
        "filters": Query(filters=tuple(filters)).to_json().get("filters", []),
    }


def ask_again(document: Any, services: "Services", context: JobContext) -> ResultList:
    """Return the list of today.

    Args:
        document: as the log holds it.
        services: of the library to ask in.
        context: cancels.

    Raises:
        QueryError: the document does not say what to ask.
        AppError: what the search, the feedback or the lifelog raises.
    """
    if not isinstance(document, Mapping):
        raise QueryError("The question is no JSON object.", hint="Record the session again.")
    kind = document.get(KIND)
    if kind is None:
        return services.search.run(Query.from_json(document), context)
    try:
        if kind == FEEDBACK:
            return _suggest(document, services, context)
        if kind == LIFELOG:
            return _moments(document, services, context)
        if kind in ANSWERS:
            return ANSWERS[kind](document, services, context)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise QueryError(
            f"The question of {kind} cannot be read ({error}).", hint="Record the session again."
        ) from error
    raise QueryError(f"Nobody here answers “{kind}”.", hint="Use the version that recorded it.")


def _suggest(document: Mapping[str, Any], services: "Services", context: JobContext) -> ResultList:
    from app.services.feedback_types import FeedbackOptions

    options = dict(document["options"])
    options["modalities"] = tuple(options["modalities"])
    options["class_weights"] = tuple(options["class_weights"])
    return services.feedback.suggest(
        document["positive"],
        document["negative"],
        document["count"],
        seen=document["seen"],
        filters=Query.from_json({"filters": document["filters"]}).filters,
        context=context,
        options=FeedbackOptions(**options),
        history=document["history"],
    )


def _moments(document: Mapping[str, Any], services: "Services", context: JobContext) -> ResultList:
    from app.services.lifelog_types import LifelogOptions

    options = {**document["options"], "hidden": frozenset(document["options"]["hidden"])}
    filters = Query.from_json({"filters": document["filters"]}).filters
    query = query_of_json(document["query"])
    return services.lifelog.search(
        query, LifelogOptions(**options), context, filters=filters, boxes=False
    ).results
