"""Says what the user does in the words of DRES: query events, and lists of results.

The types follow what clients of the Video Browser Showdown send: jointEmbedding, concept, ocr, asr,
globalFeatures, color, rankedList, videoPlayer, ...
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.services.evaluation_types import Answer, answer_to_json

MOST_VALUE = 2000  # characters of a value
MOST_RESULTS = 10_000  # as in "Top10000"
Event = dict[str, Any]  # a QueryEvent

_BROWSING = {
    "selection": "rankedList", "inspect": "rankedList", "open": "videoPlayer",
    "wall.view": "exploration", "wall.arrange": "explicitSort", "wall.find": "exploration",
    "results.view": "toolLayout",
}  # fmt: skip
_PARTS = {
    "text": ("TEXT", "jointEmbedding"), "concept": ("TEXT", "concept"), "words": ("TEXT", "ocr"),
    "boxes": ("TEXT", "concept"), "tags": ("TEXT", "concept"),
    "example": ("IMAGE", "globalFeatures"), "clip": ("IMAGE", "globalFeatures"),
    "canvas": ("SKETCH", "color"),
}  # fmt: skip


def event_of(name: str, values: Mapping[str, Any], at_ms: int) -> Event | None:
    """Return the event for something that happened; None for what is nobody's business.

    Args:
        name: as the interaction log calls it ("open", "filters", "feedback.round").
        values: JSON types.
        at_ms: the server's time, milliseconds since 1970.
    """
    if name.startswith(("log.", "evaluation.")) or name in {"results", "command"}:
        return None
    if name == "filters":
        return _event(at_ms, "FILTER", "metadata", values.get("filters", []))
    if name in _BROWSING:
        return _event(at_ms, "BROWSING", _BROWSING[name], {"event": name, **values})
    head = name.partition(".")[0]
    if head in {"feedback", "explore", "label"}:
        return _event(at_ms, "BROWSING", "relevanceFeedback", {"event": name, **values})
    if head in {"results", "wall", "video", "player"}:
        return _event(at_ms, "BROWSING", "exploration", {"event": name, **values})
    return _event(at_ms, "OTHER", name, values)


def events_of_query(document: Mapping[str, Any], said: str, at_ms: int) -> list[Event]:
    """Return an event for each part of a query, one for its filters, one if it has several stages.

    Args:
        document: Query.to_json(); {} for lists of panels that ask no query.
        said: the query as the user reads it; told where there is no document.
        at_ms: as in event_of().
    """
    found: list[Event] = []
    for stage in _stages(document):
        for part in stage.get("parts", []):
            category, kind = _kind(part)
            found.append(_event(at_ms, category, kind, _without_pictures(part)))
    if len(_stages(document)) > 1:
        found.append(_event(at_ms, "OTHER", "temporalContext", said))
    if document.get("filters"):
        found.append(_event(at_ms, "FILTER", "metadata", document["filters"]))
    return found or [_event(at_ms, "TEXT" if document else "BROWSING", "jointEmbedding", said)]


def _stages(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the stages of a query, also of its short form."""
    stages = document.get("stages")
    if isinstance(stages, list):
        return [stage for stage in stages if isinstance(stage, Mapping)]
    parts = [{"what": name, name: document[name]} for name in _PARTS if document.get(name)]
    then = [
        {
            "parts": [
                {"what": "text", "text": step.get("text", "") if isinstance(step, dict) else step}
            ]
        }
        for step in document.get("then", [])
    ]
    return [{"parts": parts}, *then] if parts or then else []


def _kind(part: Mapping[str, Any]) -> tuple[str, str]:
    """Return category and type of a part, by the name of its kind."""
    kind = str(part.get("what", ""))
    if kind == "words" and part.get("kinds") == ["speech"]:
        return "TEXT", "asr"
    return _PARTS.get(kind, ("OTHER", kind or "query"))


def _without_pictures(part: Mapping[str, Any]) -> Any:
    """Return a part without the pixels in it."""
    text = json.dumps(part, ensure_ascii=False, default=str)
    if len(text) <= MOST_VALUE:
        return part
    return {name: value for name, value in part.items() if len(str(value)) < 200}


def _event(at_ms: int, category: str, kind: str, value: Any) -> Event:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return {"timestamp": at_ms, "category": category, "type": kind, "value": text[:MOST_VALUE]}


def result_log(
    answers: Sequence[Answer],
    events: Sequence[Event],
    at_ms: int,
    *,
    sort: str = "rankingModel",
) -> dict[str, Any]:
    """Return a `QueryResultLog`.

    Args:
        answers: of the list, best first.
        events: what led to it.
        at_ms: as in event_of().
        sort: what the list is sorted by.
    """
    listed = answers[:MOST_RESULTS]
    return {
        "timestamp": at_ms,
        "sortType": sort,
        "resultSetAvailability": f"Top{MOST_RESULTS}" if len(answers) > MOST_RESULTS else "all",
        "results": [
            {"answer": answer_to_json(answer), "rank": rank}
            for rank, answer in enumerate(listed, 1)
        ],
        "events": list(events),
    }


class EventLog:
    """Gathers what shall be told to the server until it is sent; the oldest go when it overflows.

    Args:
        now_ms: the server's time.
        most: entries kept while the server does not answer.
    """

    def __init__(self, now_ms: Callable[[], int], most: int = 500) -> None:
        self._now_ms = now_ms
        self._most = most
        self.events: list[Event] = []
        self.results: list[dict[str, Any]] = []

    def note(self, name: str, values: Mapping[str, Any]) -> None:
        """Add what happened."""
        event = event_of(name, values, self._now_ms())
        if event is not None:
            self.events = [*self.events, event][-self._most :]

    def add_results(
        self, document: Mapping[str, Any], said: str, answers: Sequence[Answer]
    ) -> None:
        """Add a list of results with the query that led to it."""
        now = self._now_ms()
        log = result_log(answers, events_of_query(document, said, now), now)
        self.results = [*self.results, log][-max(1, self._most // 10) :]

    def take(self) -> tuple[list[Event], list[dict[str, Any]]]:
        """Return and forget what is gathered."""
        events, results = self.events, self.results
        self.events, self.results = [], []
        return events, results

    def give_back(self, events: Sequence[Event], results: Sequence[dict[str, Any]]) -> None:
        """Keep what could not be sent for the next time."""
        self.events = [*events, *self.events][-self._most :]
        self.results = [*results, *self.results][-max(1, self._most // 10) :]
