"""Searches of moments: a sentence becomes a graph with conditions, and images are matched to it."""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.filters import check_filters
from app.services.lifelog_examples import Examples, compared
from app.services.lifelog_index import SceneMemory
from app.services.lifelog_matches import boxes_of, explain_part, reason
from app.services.lifelog_moments import Conditions, Moments, Passed
from app.services.lifelog_near import Neighbours
from app.services.lifelog_notes import notes_after, notes_before
from app.services.lifelog_parts import MomentHits, in_moments
from app.services.lifelog_ranking import (
    OBJECTS,
    RELATIONS,
    Ranked,
    Rankers,
    known_words,
    looks_for,
    match_options,
    sentence_of,
)
from app.services.lifelog_scores import best, wished, with_examples
from app.services.lifelog_types import (
    FRAME_RULES,
    FUSED,
    PART_RULES,
    RANKERS,
    VECTORS,
    LifelogNote,
    LifelogOptions,
    LifelogResults,
    Match,
)
from app.services.similarity import EngineOwner
from common.errors import QueryError
from common.jobs import JobContext
from common.scenes import LifelogQuery, QueryPart, SceneGraph
from common.settings import Settings
from common.values import Hit, ResultList
from indexers.catalogue.records import Filter
from indexers.rankings.fusion import Scored

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.scenes.index import SceneIndex

WARM_UP = "a man holding a cup next to a table"


@dataclass(frozen=True, slots=True)
class _Part:
    """What was found for one part of a query; number is its place in the query."""

    number: int
    part: QueryPart
    passed: Passed
    scored: Scored
    ranked: Ranked | None


class LifelogService:
    """Finds moments by what was where, doing what, and when.

    Args:
        library: the open library.
        models: makes the engine when an example or CLIP first needs a network.
        settings: the user's settings: length of a list, image encoder.
    """

    def __init__(self, library: "Library", models: EngineOwner, settings: Settings) -> None:
        self._library = library
        self._settings = settings
        self._conditions = Conditions(library)
        self._memory = SceneMemory(library, getattr(models, "hub", None))
        self._rankers = Rankers(library, models, self._memory)
        self.examples = Examples(library, models, settings)
        self.near = Neighbours(library, self._conditions, self._memory)

    # -- the query

    def parse(self, text: str) -> LifelogQuery:
        """Return what a text asks for, with the user's places and activities known."""
        from models.language import parse

        return parse(
            text,
            places=self._conditions.place_names(),
            activities=self._conditions.activity_names(),
            today=date.today(),  # noqa: DTZ011 - the user's own today is meant
        )

    def words(self, query: LifelogQuery) -> list[tuple[tuple[int, int], str]]:
        """Return what each word of a query was taken for.

        Returns:
            First character and one behind the last, and one of "node", "attribute", "predicate",
            "time", "place", "activity", "ignored".
        """
        from models.language import explain

        return [(span, str(role)) for span, role in explain(query)]

    def unknown(self, query: LifelogQuery, kind: str = "sentence") -> tuple[str, ...]:
        """Return the names of a query that nothing can be compared with."""
        index = self._memory.index(self._conditions.moments)
        own = set(index.vocabulary.labels)
        words = [word for word in known_words(query.parts) if word not in own]
        return tuple(self._memory.labels(kind).unknown(words))

    def tuned(self) -> tuple[float, float]:
        """Return the tuned weights of objects and of relations."""
        match = match_options(LifelogOptions())
        return match.alpha, match.beta

    def prepare(self, context: JobContext | None = None) -> None:
        """Do once in the background what the first search would else wait for.

        Raises:
            JobCancelled: the user cancelled.
        """
        context = context or JobContext()
        if len(self._conditions.moments):
            self.search(self.parse(WARM_UP), LifelogOptions(k=1), context)

    # -- searching

    def search(
        self,
        query: LifelogQuery,
        options: LifelogOptions | None = None,
        context: JobContext | None = None,
        *,
        filters: Sequence[Filter] = (),
        boxes: bool = True,
    ) -> LifelogResults:
        """Return the moments that match, best first, with what matched in each.

        Conditions on time, place and activity and the shared filters come first; what passes is
        ranked by the graph. A query of conditions only lists moments by time. Parts of a query must
        be found within `query.within_s`, in their order where `query.ordered` says so.

        Args:
            query: what is asked.
            options: how moments are ranked; None for the tuned way.
            context: reports and cancels.
            filters: the shared ones; all must hold.
            boxes: say where in the images the matched objects are; takes longer.

        Raises:
            QueryError: nothing was asked, a filter or an option is unknown, or the one ranker that
                was asked for cannot run here.
            ModelError: the vectors of names that were asked for are not on this machine.
            JobCancelled: the context was cancelled.
        """
        started = time.perf_counter()
        options, context = options or LifelogOptions(), context or JobContext()
        self._check(query, options, filters)
        moments = self._conditions.moments
        index = self._memory.index(moments, context)
        notes = notes_before(query, moments, index)
        base = self._conditions.passing(filters)
        found: list[_Part] = []
        for number, part in enumerate(query.parts):
            context.step(number, len(query.parts) + 1, "Matching")
            if not part.is_empty:
                found.append(
                    self._find(number, part, base, moments, index, options, context, notes)
                )
        k = options.k or self._settings.search.results
        hits, moment_of, total = self._hits(query, found, moments, options, k, context)
        context.step(len(query.parts), len(query.parts) + 1, "Explaining")
        matches = self._matches(hits, moment_of, found, index, boxes=boxes)
        hits = tuple(
            replace(hit, why=reason(matches[hit.item])) if hit.item in matches else hit
            for hit in hits
        )
        unknown = self.unknown(query, options.vectors)
        notes += notes_after(query, [(one.passed, one.scored) for one in found], hits, unknown)
        told = tuple(dict.fromkeys((*query.notes, *notes)))
        ms = (time.perf_counter() - started) * 1e3
        results = ResultList(query.text or _described(query), hits, total, ms, told)
        return _answer(results, query, found, matches, unknown, options)

    def _check(
        self, query: LifelogQuery, options: LifelogOptions, filters: Sequence[Filter]
    ) -> None:
        _check_options(options)
        if all(part.is_empty for part in query.parts):
            raise QueryError(
                "Nothing was asked.", hint="Say what was to be seen, where, doing what, or when."
            )
        if filters:
            check_filters(filters, sorted(self._library.catalogue.facet_keys()))

    def _find(
        self,
        number: int,
        part: QueryPart,
        base: NDArray[np.bool_],
        moments: Moments,
        index: "SceneIndex",
        options: LifelogOptions,
        context: JobContext,
        notes: list[str],
    ) -> _Part:
        """Return the items that pass the conditions of a part, with their scores."""
        passed = self._conditions.of_part(number, part, base)
        allowed = moments.ids[passed.mask]
        regions = [node.example for node in part.nodes if node.example is not None]
        if not looks_for(part):
            if part.nodes:
                allowed = self._rankers.fitting(part, index, allowed, options, context)
            scored = Scored(allowed, np.ones(len(allowed)))
            return _Part(number, part, passed, wished(scored, passed, moments), None)
        ranked, told = self._rankers.rank(
            part, index, allowed, options, context, everything=bool(passed.mask.all())
        )
        notes += told
        scored = ranked.scored
        if regions:
            lists, failed = compared(self.examples, regions, allowed)
            notes += [LifelogNote("no-example", why=why) for why in failed]
            ranked = with_examples(ranked, lists, len(part.nodes) - len(regions))
            scored = ranked.scored
        return _Part(number, part, passed, wished(scored, passed, moments), ranked)

    def _hits(
        self,
        query: LifelogQuery,
        found: Sequence[_Part],
        moments: Moments,
        options: LifelogOptions,
        k: int,
        context: JobContext,
    ) -> tuple[tuple[Hit, ...], Mapping[int, tuple[int, ...]], int]:
        """Return the hits, the items of the moment of each, and how many there are in all."""
        if len(found) > 1:
            lists = [one.scored for one in found]
            joint: MomentHits = in_moments(lists, moments, query, options, k, context)
            hits = tuple(
                Hit(item, score, {f"part {n + 1}": part for n, part in enumerate(parts)})
                for item, score, parts in zip(joint.items, joint.scores, joint.parts, strict=True)
            )
            total = joint.total if len(hits) >= k else len(hits)
            return hits, dict(zip(joint.items, joint.chosen, strict=True)), total
        one = found[0]
        if one.ranked is None:
            total, scored = len(one.scored), one.scored
        else:
            above = one.scored.scores > 0
            total = int(above.sum())
            scored = Scored(one.scored.items[above], one.scored.scores[above])
        items, scores = best(scored, moments, k)
        parts = one.ranked.parts if one.ranked else {}
        columns = {name: part.at(items) for name, part in parts.items()}
        hits = tuple(
            Hit(int(item), float(scores[place]),
                {name: float(values[place]) for name, values in columns.items()})
            for place, item in enumerate(items)
        )  # fmt: skip
        return hits, {}, total

    def _matches(
        self,
        hits: Sequence[Hit],
        moment_of: Mapping[int, tuple[int, ...]],
        found: Sequence[_Part],
        index: "SceneIndex",
        *,
        boxes: bool,
    ) -> dict[int, Match]:
        """Return what matched in the hits, and in the other items of their moments."""
        shown = [hit.item for hit in hits]
        everything = dict.fromkeys([*shown, *(i for some in moment_of.values() for i in some)])
        places = boxes_of(self._library, list(everything)) if boxes else {}
        explained: dict[int, Match] = {}
        for place, one in enumerate(found):
            if one.ranked is None or one.ranked.tables is None:
                continue
            items = [moment_of[i][place] for i in shown] if moment_of else shown
            told = explain_part(
                index, one.part, one.number, items, one.ranked.tables, one.ranked.match, places
            )
            for item, (nodes, edges) in told.items():
                known = explained.get(item, Match(item))
                sides = [
                    float(one.ranked.sides[name].at(np.array([item]))[0])
                    if name in one.ranked.sides
                    else math.nan
                    for name in (OBJECTS, RELATIONS)
                ]
                explained[item] = replace(
                    known, nodes=known.nodes + nodes, edges=known.edges + edges,
                    parts=(*known.parts, one.number), objects=sides[0], relations=sides[1],
                )  # fmt: skip
        for item, moment in moment_of.items():
            explained[item] = replace(explained.get(item, Match(item)), moment=moment)
        return explained

    # -- one item

    def graph(self, item: int) -> SceneGraph:
        """Return what is in an image, with the geometric relations of its spanning tree.

        Raises:
            QueryError: there is no such item.
        """
        from models.scenes.complete import complete

        details = self._library.catalogue.item(item)
        graph = self._library.catalogue.scene_graphs([item])[0]
        width, height = details.facts.width, details.facts.height
        return complete(graph, width / height if width > 0 and height > 0 else 1.0)

    def similar_moments(
        self, item: int, context: JobContext | None = None, *, k: int = 0
    ) -> ResultList:
        """Return the moments most like that of an item; see Neighbours.similar()."""
        k = k or self._settings.search.results
        return self.near.similar(item, k, context or JobContext())


def _answer(
    results: ResultList,
    query: LifelogQuery,
    found: Sequence[_Part],
    matches: Mapping[int, Match],
    unknown: tuple[str, ...],
    options: LifelogOptions,
) -> LifelogResults:
    """Return a result list with all that is known of it."""
    match = match_options(options)
    rankers = dict.fromkeys(name for one in found if one.ranked for name in one.ranked.rankers)
    passing = int(np.logical_or.reduce([one.passed.mask for one in found]).sum())
    return LifelogResults(
        results, query, matches, unknown, results.notes,
        tuple(count for one in found for count in one.passed.counts),
        passing, match.alpha, match.beta, tuple(rankers),
    )  # fmt: skip


def _check_options(options: LifelogOptions) -> None:
    for name, value, known in (
        ("ranker", options.ranker, RANKERS),
        ("rule for images", options.frames, FRAME_RULES),
        ("rule for parts", options.parts, PART_RULES),
        ("kind of vectors", options.vectors, VECTORS),
    ):
        if value not in known:
            raise QueryError(
                f"There is no {name} “{value}”.", hint=f"Use one of: {', '.join(known)}."
            )


def _described(query: LifelogQuery) -> str:
    return " · ".join(filter(None, (sentence_of(part) for part in query.parts))) or FUSED
