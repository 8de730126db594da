"""Scene graphs of a library as people and searches want them: tidied, completed, without sources.

Edges from geometry follow from boxes and are never stored: they are worked out when graphs are
read, for one picture or for all of them at once.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from common.scenes import EdgeSource
from indexers.catalogue.scene_columns import SOURCES, SceneColumns
from indexers.catalogue.scene_places import scene_places

if TYPE_CHECKING:
    from app.services.library import Library
    from models.scenes.bulk import Completion


def library_columns(
    library: "Library", context: JobContext | None = None, *, after: int = 0
) -> SceneColumns:
    """Return all scene graphs of a library, completed, as flat arrays for an index.

    Args:
        library: open.
        context: told the progress; may cancel.
        after: only items with a larger id.

    Raises:
        JobCancelled: the user cancelled.
    """
    columns = library.catalogue.scene_columns(after=after)
    if not len(columns):
        return columns
    places, aspects = scene_places(library.catalogue, columns)
    return completed(columns, places, aspects, context)


def completed(
    columns: SceneColumns,
    places: NDArray[np.float32],
    aspects: NDArray[np.float32] | None = None,
    context: JobContext | None = None,
) -> SceneColumns:
    """Return columns with the geometric edges of each graph's maximum spanning tree.

    Args:
        columns: of N items with M nodes; geometric edges that are there are made anew.
        places: float32 (M, 4): left, top, width, height as fractions; all 0 where not known.
        aspects: float32 (N,): width / height of each image; None: square.
        context: told the progress; may cancel.

    Raises:
        JobCancelled: the user cancelled.
    """
    from models.scenes.bulk import GraphArrays, complete_many

    columns = _only(columns, columns.sources != SOURCES.index(EdgeSource.GEOMETRIC))
    context = context or JobContext()
    graphs = GraphArrays(
        columns.node_offsets,
        places,
        columns.node_scores,
        columns.edge_offsets,
        columns.subject_nodes,
        columns.object_nodes,
        columns.edge_scores,
        aspects,
    )
    found = complete_many(graphs, lambda done, all_: context.step(done, all_, "Completing graphs"))
    return _with_edges(columns, found)


def _with_edges(columns: SceneColumns, found: "Completion") -> SceneColumns:
    """Return columns with geometric edges behind those that each graph has."""
    from models.scenes.geometry import RELATIONS

    names = {name: number for number, name in enumerate(columns.predicate_names)}
    codes = np.array([names.setdefault(name, len(names)) for name in RELATIONS[1:]])
    owners = np.repeat(np.arange(len(columns)), np.diff(found.edges))
    first = columns.node_offsets[owners]
    told = np.repeat(np.arange(len(columns)), np.diff(columns.edge_offsets))
    order = np.argsort(np.concatenate([told, owners]), kind="stable")

    def joined(before: NDArray[Any], added: NDArray[Any]) -> NDArray[Any]:
        return np.concatenate([before, added.astype(before.dtype)])[order]

    sources = np.full(len(owners), SOURCES.index(EdgeSource.GEOMETRIC))
    return replace(
        columns,
        subjects=joined(columns.subjects, columns.labels[first + found.subjects]),
        predicates=joined(columns.predicates, codes[found.relations.astype(np.int64) - 1]),
        objects=joined(columns.objects, columns.labels[first + found.objects]),
        subject_nodes=joined(columns.subject_nodes, found.subjects),
        object_nodes=joined(columns.object_nodes, found.objects),
        edge_scores=joined(columns.edge_scores, np.zeros(len(owners))),
        sources=joined(columns.sources, sources),
        edge_offsets=columns.edge_offsets + found.edges,
        predicate_names=tuple(names),
    )


def _only(columns: SceneColumns, kept: NDArray[np.bool_]) -> SceneColumns:
    """Return columns with some of their edges."""
    if kept.all():
        return columns
    names = ("subjects", "predicates", "objects", "subject_nodes", "object_nodes", "edge_scores")
    fewer = {name: getattr(columns, name)[kept] for name in (*names, "sources")}
    ends = np.r_[0, np.cumsum(kept)][columns.edge_offsets]
    return replace(columns, **fewer, edge_offsets=ends.astype(np.int64))
