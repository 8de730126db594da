"""Whether the scene graphs of a library changed."""

from sqlalchemy import func, select

from indexers.catalogue.store import Store
from indexers.catalogue.tables import BoxRow, RelationRow


def scene_stamp(store: Store, upto: int | None = None) -> tuple[float, ...]:
    """Return numbers that change when boxes or relations are added, replaced or removed.

    Args:
        store: the catalogue.
        upto: only items up to this id, to learn whether what changed is only new; None for all.
    """
    found: list[float] = []
    with store._reading() as connection:  # noqa: SLF001 - of the same package
        for table in (BoxRow, RelationRow):
            query = select(
                func.count(), func.coalesce(func.max(table.id), 0), func.sum(table.score)
            )
            if upto is not None:
                query = query.where(table.item_id <= upto)
            count, last, total = connection.execute(query).one()
            found += [float(count), float(last), round(float(total or 0.0), 6)]
    return tuple(found)
