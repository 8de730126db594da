"""Maps of results: condensed, endless, self-organising, in space, and around a text."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.services.result_maps_endless import EndlessMaps
from app.services.result_maps_space import Kept
from app.services.result_maps_types import (
    EMPTY,
    CellMap,
    CondensedMap,
    GraphState,
    Layout,
    MapNote,
    RelocationMap,
    Represent,
    SpaceMap,
)
from app.services.similarity import image_vectors
from common.jobs import JobContext

Ids = NDArray[np.int64]
Items = Sequence[int] | Ids

LEAST_WEIGHT = 0.25  # of the last hit of a list, when the first one weighs 1


class ResultMapService(EndlessMaps):
    """Lays results, or the whole library, out so that much can be seen at once.

    All answers are the same for the same library, arguments and seed.

    Args:
        library: the open library.
        models: makes the engine; used by around() for texts.
        settings: the user's settings; `models.image_encoder` is the encoder for "auto".
    """

    def condense(
        self,
        items: Items,
        k: int = 256,
        *,
        represent: Represent = "best",
        encoder: str = "auto",
        columns: int = 0,
        seed: int = 0,
        context: JobContext | None = None,
    ) -> CondensedMap:
        """Return at most k images that stand for all of a list, on a sorted map.

        After vibro (Hezel, Schall, Jung and Barthel at the Video Browser Showdown): clusters of the
        list, one image of each, neighbours alike.

        Args:
            items: best first.
            k: how many clusters at most, >= 1.
            represent: show the best ranked item of a cluster, or the one nearest to its middle.
            encoder: whose vectors are compared; "auto" for the user's choice.
            columns: cells in a row; 0 for a square.
            seed: of the clusters and the sorting.
            context: progress and cancel.

        Returns:
            Items without a vector are counted, not shown; empty where no item has one.

        Raises:
            QueryError: no image was ever encoded.
            JobCancelled: by the context.
        """
        from app.services.result_maps_sorting import grid_shape, laid_out
        from app.services.wall_quality import dpq
        from indexers.maps.condense import condense

        context = context or JobContext()
        known, kept, notes = self._known(items, encoder, context)
        total, without = len(items), len(items) - len(known)
        if not len(known):
            none = np.empty((0, 0), np.int64)
            return CondensedMap(none, none, (), total, without, kept.encoder, notes=notes)
        groups = condense(kept.space.small[known], k, seed=seed, context=context)
        chosen = groups.first if represent == "best" else groups.central
        features = kept.space.small[known[chosen]]
        shape = grid_shape(len(groups), columns)
        order = laid_out(features, shape[1], seed=seed, context=context)
        members = tuple(kept.space.ids[known[groups.members(int(one))]] for one in order)
        return CondensedMap(
            _on_grid(kept.space.ids[known[chosen[order]]], shape),
            _on_grid(np.array([len(one) for one in members], np.int64), shape, 0),
            members, total, without, kept.encoder,
            dpq(features, order, shape[1], context=context), notes,
        )  # fmt: skip

    # -- self-organising maps

    def som(
        self, items: Items | None, rows: int = 8, columns: int = 12, *,
        scores: NDArray[np.float32] | None = None, encoder: str = "auto", seed: int = 0,
        context: JobContext | None = None,
    ) -> CellMap:  # fmt: skip
        """Return a self-organising map of a list (None: of the library), one image a node.

        Args:
            items: best first.
            rows: of nodes, >= 1.
            columns: of nodes, >= 1.
            scores: float32 (N,) >= 0, how much each item is wanted; None: by rank, or all alike
                for the library.
            encoder: whose vectors are compared.
            seed: of the sample that is trained on.
            context: progress and cancel.

        Raises:
            QueryError: no image was ever encoded.
            JobCancelled: by the context.
        """
        from app.services.result_maps_concepts import feature_map

        context = context or JobContext()
        if items is None:
            kept = self._kept(encoder, None, context)
            known, notes = np.flatnonzero(kept.alive), ()
            total = self._library.catalogue.count()
            return feature_map(kept, known, None, (rows, columns), total, notes, seed, context)
        if scores is None:
            scores = np.linspace(1, LEAST_WEIGHT, len(items), dtype=np.float32)
        known, kept, said = self._known(items, encoder, context)
        wanted = scores[kept.rows(items) >= 0]
        return feature_map(kept, known, wanted, (rows, columns), len(items), said, seed, context)

    def concept_maps(
        self, items: Items, count: int = 12, rows: int = 4, columns: int = 5, *,
        encoder: str = "auto", seed: int = 0, context: JobContext | None = None,
    ) -> tuple[CellMap, ...]:  # fmt: skip
        """Return a small self-organising map for each frequent concept of a list.

        After diveXplore 5.0 (Leibetseder and Schoeffmann, Video Browser Showdown 2021).

        Args:
            items: best first.
            count: how many concepts at most.
            rows: of nodes in each.
            columns: of nodes in each.
            encoder: whose vectors are compared.
            seed: of the samples that are trained on.
            context: progress and cancel.

        Returns:
            The most frequent concept first; () where nothing was named.

        Raises:
            QueryError: no image was ever encoded.
            JobCancelled: by the context.
        """
        from app.services.result_maps_concepts import feature_map, frequent

        context = context or JobContext()
        kept = self._kept(encoder, items, context)
        ranked = np.asarray(items, np.int64)
        maps = []
        concepts = frequent(self._library.catalogue, ranked, count)
        for number, (name, having) in enumerate(concepts):
            context.step(number, len(concepts), name)
            placed = kept.rows(having)
            known = placed[placed >= 0]
            if len(known):
                wanted = np.linspace(1, LEAST_WEIGHT, len(known), dtype=np.float32)
                made = feature_map(
                    kept, known, wanted, (rows, columns), len(having), (), seed, JobContext()
                )
                maps.append(replace(made, title=name))
        return tuple(maps)

    # -- space

    def space(
        self, items: Items, layout: Layout = "cloud", *, most: int = 2000, encoder: str = "auto",
        seed: int = 0, context: JobContext | None = None,
    ) -> SpaceMap:  # fmt: skip
        """Return positions of items in space.

        Args:
            items: best first.
            layout: "cloud" (alike ones together), "spiral" (by rank, around the viewer), "sphere"
                (alike ones together, around the viewer).
            most: only the first so many.
            encoder: whose vectors are compared.
            seed: of the layout and of the clusters.
            context: progress and cancel.

        Raises:
            QueryError: no image was ever encoded.
            JobCancelled: by the context.
        """
        from app.services.result_maps_solid import placed

        context = context or JobContext()
        first = np.asarray(items, np.int64)[:most]
        kept = self._kept(encoder, first, context)
        made = placed(kept, first, layout, seed, context)
        notes = self._notes(len(first), len(first) - int((kept.rows(first) >= 0).sum()))
        if len(items) > most:
            notes = (MapNote("cut", total=f"{len(items):,}", count=f"{most:,}"), *notes)
        return replace(made, total=len(items), notes=notes)

    def path(
        self, items: Items, start: int, end: int, *, encoder: str = "auto",
        context: JobContext | None = None,
    ) -> tuple[int, ...]:  # fmt: skip
        """Return items from start to end, each like the one before it.

        Args:
            items: among which the way leads.
            start: where it begins.
            end: where it ends.
            encoder: whose vectors are compared.
            context: progress and cancel.

        Raises:
            QueryError: start or end has no vector.
        """
        from app.services.result_maps_solid import path

        context = context or JobContext()
        kept = self._kept(encoder, items, context)
        return path(kept, np.asarray(items, np.int64), start, end)

    # -- relocation

    def around(
        self, what: str | int | Items | NDArray[np.float32], *, columns: int = 8, rows: int = 6,
        spread: float = 2.5, seed: int = 0, context: JobContext | None = None,
    ) -> RelocationMap:  # fmt: skip
        """Return the sorted neighbourhood of a text, an item, a list, or a vector.

        Args:
            what: words, an item id, a list of items (best first), or a vector, float32 (D,).
            columns: of the map.
            rows: of the map.
            spread: so many times more neighbours than cells are looked at, >= 1; clusters of them
                are shown, each by its best.
            seed: of the sorting.
            context: progress and cancel.

        Raises:
            QueryError: no network here turns words into vectors, or the item has no vector.
            JobCancelled: by the context.
        """
        from app.services.result_maps_around import neighbourhood

        context = context or JobContext()
        count = max(1, round(columns * rows * max(1.0, spread)))
        asked = what if isinstance(what, str) else ""
        encoder, items, likeness = neighbourhood(
            self._library, self._models, self._spaces, what, count
        )
        made = self.condense(
            items, columns * rows, encoder=encoder, columns=columns, seed=seed, context=context
        )
        return RelocationMap(
            made.items, made.counts, made.members, made.total, made.without, made.encoder,
            made.quality, made.notes, "", asked,
            dict(zip(items.tolist(), likeness.tolist(), strict=True)),
        )  # fmt: skip

    # -- the graph

    def graph_state(self, encoder: str = "auto") -> GraphState:
        """Return what is known of the image graph; reads the head of its file only."""
        if not image_vectors(self._library):
            return GraphState()
        return self._spaces.state(self._spaces.encoder(encoder))

    def update(self, context: JobContext) -> GraphState:
        """Make or extend the image graph where it is due; to be run in the background.

        Raises:
            JobCancelled: by the context; what was there stays.
        """
        state = self.graph_state()
        if state.is_due and not self._library.is_read_only:
            self._spaces.update(state.encoder, context)
            state = self.graph_state()
        return state

    # -- inside

    def _known(
        self, items: Items, encoder: str, context: JobContext
    ) -> tuple[Ids, Kept, tuple[str, ...]]:
        """Return the rows of items that have a vector, in their order, and notes."""
        kept = self._kept(encoder, items, context)
        rows = kept.rows(items)
        known = rows[rows >= 0]
        return known, kept, self._notes(len(items), len(items) - len(known))

    def _notes(self, total: int, without: int) -> tuple[str, ...]:
        if not total:
            return (MapNote("no-hits"),)
        if without == total:
            return (MapNote("no-vectors", count=f"{total:,}"),)
        if without:
            return (MapNote("some-without", count=f"{without:,}", total=f"{total:,}"),)
        return ()


def _on_grid(values: Ids, shape: tuple[int, int], rest: int = EMPTY) -> Ids:
    """Return values in cells, those without one hold the rest."""
    grid = np.full(shape, rest, np.int64)
    grid.flat[: len(values)] = values
    return grid
