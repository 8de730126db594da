"""Says how the objects in stored pictures stand to each other, as a stage of its own.

It reads nothing but boxes: relations follow from names and places. Pictures whose graphs were
imported keep what the file says; only boxes that nobody said a relation of get predicted ones.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.services.import_types import Meter
from common.scenes import EdgeSource, SceneNode
from indexers.catalogue.lifelog_records import Relation, edge_source
from indexers.catalogue.relating import (
    boxes_alone,
    count_unrelated,
    last_with_boxes,
    unrelated,
    write_relations,
)
from models.scenes.prune import same_persons

if TYPE_CHECKING:
    from app.services.library import Library
    from models.scenes.relations import RelationModel

_PAGE = 512  # ids looked at in one transaction
_NOTE = "Relating objects"
_END = f"/{EdgeSource.PREDICTED.value}"


def count_relations(library: "Library") -> int:
    """Return how many pictures have boxes whose relations are not said yet."""
    return count_unrelated(library.catalogue, _model().version)


def relate(library: "Library", meter: Meter) -> int:
    """Predict the relations of all boxes that lack them; finished pages are kept on a cancel.

    Args:
        library: open for writing.
        meter: grows by the items that are due.

    Returns:
        How many pictures got relations.

    Raises:
        JobCancelled: the user cancelled.
        LibraryError: the disk is full.
        WeightsError: the tables of the relation model are damaged.
    """
    model, catalogue = _model(), library.catalogue
    due = count_unrelated(catalogue, model.version)
    if not due:
        return 0
    meter.total += due
    names = catalogue.scene_sources()
    replaced = [name + _END for name in names if edge_source(name) is EdgeSource.IMPORTED]
    related = 0
    for first in range(1, last_with_boxes(catalogue) + 1, _PAGE):
        meter.check(_NOTE)
        page = unrelated(catalogue, model.version, first, first + _PAGE - 1)
        found: dict[int, tuple[str, list[Relation]]] = {item: (page[item], []) for item in page}
        for item, sources in boxes_alone(catalogue, list(page)).items():
            for source, nodes in sources.items():
                found[item][1].extend(predicted(model, nodes, source))
        related += sum(bool(told) for _, told in found.values())
        write_relations(catalogue, found, replaced)
        meter.advance(_NOTE, len(page))
    return related


def predicted(model: "RelationModel", nodes: Sequence[SceneNode], source: str) -> list[Relation]:
    """Return the likely relations of the boxes of one source, ready to be stored.

    A person found twice is related once, by the surer box.

    Args:
        model: predicts.
        nodes: the boxes in stored order.
        source: their name.
    """
    owners = same_persons(nodes)
    places = sorted(place for place, owner in owners.items() if place == owner)
    return [
        Relation(
            nodes[places[edge.subject]].label,
            edge.predicate,
            nodes[places[edge.object]].label,
            edge.score,
            source + _END,
            places[edge.subject],
            places[edge.object],
        )
        for edge in model.predict([nodes[place] for place in places])
    ]


def _model() -> "RelationModel":
    from models.scenes.relations import RelationModel

    return RelationModel.load()
