"""Which items have boxes whose relations are not predicted yet, and writing what was predicted."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, Text, and_, cast, func, select, true

from common.scenes import SceneNode
from indexers.catalogue import batch as rows
from indexers.catalogue.analysed import write_analyses
from indexers.catalogue.lifelog_records import Relation
from indexers.catalogue.sql import INTS, Query, arrays, chunks
from indexers.catalogue.store import Store
from indexers.catalogue.tables import Analysis, BoxRow, Item, RelationRow, Source

ANALYSIS = "relations"


def unrelated(store: Store, version: str, first: int, last: int) -> dict[int, str]:
    """Return items whose boxes have changed since their relations were said, or never were.

    Args:
        store: the catalogue.
        version: of the relation model.
        first: smallest id that is looked at.
        last: largest id that is looked at.

    Returns:
        Item -> what to note as its version: that of the model, and a sum over its boxes.
    """
    query = _due(version, BoxRow.item_id.between(first, last))
    with store._reading() as connection:  # noqa: SLF001 - of the same package
        items, sums = arrays(connection, query, (INTS, INTS))
    return {
        int(item): f"{version}@{total}"
        for item, total in zip(items.tolist(), sums.tolist(), strict=True)
    }


def count_unrelated(store: Store, version: str) -> int:
    """Return how many items unrelated() tells in all."""
    query = select(func.count()).select_from(_due(version, true()).order_by(None).subquery())
    with store._reading() as connection:  # noqa: SLF001 - of the same package
        return int(connection.execute(query).scalar_one())


def boxes_alone(store: Store, items: Sequence[int]) -> dict[int, dict[str, list[SceneNode]]]:
    """Return the boxes of sources that say no relation of them.

    Args:
        store: the catalogue.
        items: ids, a few hundred.

    Returns:
        Item -> source -> its boxes as nodes, in stored order.
    """
    boxes = (
        select(BoxRow, Source.name)
        .join(Source, Source.id == BoxRow.source_id)
        .where(BoxRow.item_id.in_(items))
        .order_by(BoxRow.item_id, BoxRow.source_id, BoxRow.id)
    )
    telling = (
        select(RelationRow.item_id, Source.name)
        .join(Source, Source.id == RelationRow.source_id)
        .where(RelationRow.item_id.in_(items))
        .distinct()
    )
    found: dict[int, dict[str, list[SceneNode]]] = {}
    with store._reading() as connection:  # noqa: SLF001 - of the same package
        told = {(row.item_id, row.name) for row in connection.execute(telling)}
        for row in connection.execute(boxes):
            if (row.item_id, row.name) in told:
                continue
            has_place = row.width > 0 and row.height > 0
            place = (row.x, row.y, row.width, row.height) if has_place else None
            node = SceneNode(row.label, row.score, place, row.attributes)
            found.setdefault(row.item_id, {}).setdefault(row.name, []).append(node)
    return found


def write_relations(
    store: Store,
    found: Mapping[int, tuple[str, Sequence[Relation]]],
    replaced: Collection[str],
) -> None:
    """Write predicted relations of items, in one transaction.

    Items that were removed meanwhile are left out.

    Args:
        store: the catalogue.
        found: item -> the version of unrelated(), and its relations.
        replaced: sources whose earlier relations of these items go.

    Raises:
        ReadOnlyLibraryError: the catalogue is open for reading.
        LibraryError: the disk is full.
    """
    if not found:
        return
    with store._writing() as connection:  # noqa: SLF001 - of the same package
        there: set[int] = set()
        for part in chunks(sorted(found)):
            there.update(connection.execute(select(Item.id).where(Item.id.in_(part))).scalars())
        kept = {item: told for item, told in found.items() if item in there}
        store._touched.add(kept)  # noqa: SLF001
        notes = [
            rows.Notes(item, frozenset({*replaced, ANALYSIS}), (), (), (), tuple(relations))
            for item, (_, relations) in kept.items()
        ]
        rows.write_notes(connection, store._backend.full_text, notes, fresh=there)  # noqa: SLF001
        write_analyses(connection, {item: {ANALYSIS: told} for item, (told, _) in kept.items()})


def last_with_boxes(store: Store) -> int:
    """Return the largest id of an item with boxes; 0 where there is none."""
    with store._reading() as connection:  # noqa: SLF001 - of the same package
        return int(connection.execute(select(func.max(BoxRow.item_id))).scalar_one() or 0)


def _due(version: str, chosen: Any) -> Query:
    """Return the query for (item, sum over its boxes) of items with boxes that are due, by item.

    The sum is of whole numbers, so that no order of rows changes it; numbers of rows alone would
    not do, for a database gives those of removed rows to new ones. Boxes are summed before they
    meet what was noted: the index of boxes then gives them item by item.
    """
    sides = BoxRow.x * 3 + BoxRow.y * 5 + BoxRow.width * 7 + BoxRow.height * 11
    told = cast((BoxRow.score + sides) * 1e6, BigInteger)
    sums = (
        select(BoxRow.item_id, cast(func.sum(BoxRow.id + told), BigInteger).label("total"))
        .where(chosen)
        .group_by(BoxRow.item_id)
        .subquery()
    )
    said = and_(Analysis.item_id == sums.c.item_id, Analysis.name == ANALYSIS)
    noted: Any = func.coalesce(Analysis.version, "")
    return (
        select(sums.c.item_id, sums.c.total)
        .outerjoin(Analysis, said)
        .where(noted != f"{version}@" + cast(sums.c.total, Text))
        .order_by(sums.c.item_id)
    )
