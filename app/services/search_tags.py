"""Tags to walk from in the knowledge graph, as one part of a query."""

import numpy as np

from app.services.graph_types import Tag, TagQuery
from app.services.knowledge import KnowledgeService
from app.services.query_parts import TagsAsk
from app.services.search_types import Asking, Evidence, PartAnswer
from common.errors import QueryError
from common.notes import joined
from common.reasons import HitReason
from indexers.rankings import Scored

ENOUGH = 2000  # moments after which the walk ends


def score_tags(knowledge: KnowledgeService, ask: TagsAsk, asking: Asking) -> PartAnswer:
    """Return what lies near to tags and what texts say, weighed by the balance.

    Args:
        knowledge: the graph of the library.
        ask: tags as "key=value".
        asking: among which items.

    Raises:
        QueryError: nothing is asked, a tag is not of this form, or wanted and ruled out.
        JobCancelled: the user cancelled.
    """
    tags = tuple(_tag(each) for each in ask.tags)
    without = tuple(_tag(each) for each in ask.without)
    if without and not tags and not ask.text.strip():
        barred = [knowledge.graph().table.of_tag(tag) for tag in without]
        out = np.unique(np.concatenate(barred)).astype(np.int64)
        return PartAnswer(Scored.empty(), excluded=out, is_negative=True)
    enough = ENOUGH if asking.allowed is None else 10 * ENOUGH
    query = TagQuery(tags, without, ask.text, enough=max(enough, asking.k), k=max(1, asking.k))
    answer = knowledge.search(query, context=asking.context)
    pool = answer.pool
    lists = {
        name: Scored(pool.items[values > 0], values[values > 0])
        for name, values in (("graph", pool.graph), ("text", pool.text))
    }
    if asking.allowed is not None:
        lists = {name: part.only(asking.allowed) for name, part in lists.items()}

    def reason(item: int) -> str:
        ways = zip(tags, pool.way(item), strict=False)
        near = [
            HitReason("away", name=tag.value, way=float(way))
            for tag, way in ways
            if np.isfinite(way)
        ]
        return HitReason("near", tags=joined(near, ", ")) if near else HitReason("text-says")

    def evidence(item: int) -> Evidence:
        own = knowledge.tags_of(item)
        wanted = {*tags, *(tag for tag, _ in answer.reached)}
        return Evidence(concepts=tuple((tag.value, 1.0) for tag in own if tag in wanted))

    return PartAnswer(
        _weighed(lists["graph"], lists["text"], ask.balance),
        reason,
        evidence=evidence,
        notes=answer.results.notes,
        subs=lists,
    )


def _weighed(graph: Scored, text: Scored, balance: float) -> Scored:
    """Return one list of both; where only one of them found anything, that one."""
    share = 1.0 - balance
    if not (len(graph) and len(text)):
        share = 1.0 if len(graph) else 0.0
    items = np.union1d(graph.items, text.items)
    scores = share * graph.at(items) + (1.0 - share) * text.at(items)
    return Scored(items[scores > 0], scores[scores > 0])


def _tag(text: str) -> Tag:
    key, sign, value = text.partition("=")
    if not (sign and key.strip() and value.strip()):
        raise QueryError(
            f"The tag “{text}” cannot be read.", hint="Choose one that is offered: KEY=VALUE."
        )
    return Tag(key.strip(), value.strip())
