"""What analyses found, taken back: all that one of them said, wherever it said it."""

from collections.abc import Sequence

from sqlalchemy import delete, distinct, func, select

from indexers.catalogue.counts import counted
from indexers.catalogue.sql import chunks
from indexers.catalogue.store import Store
from indexers.catalogue.tables import (
    Analysis,
    BoxRow,
    Encoder,
    ItemFacet,
    RelationRow,
    Source,
    TextRow,
    VectorRow,
)

_OWNED = (ItemFacet, BoxRow, RelationRow, TextRow)


class Forgetting(Store):
    """The part of the catalogue that knows which analyses ran, and forgets them."""

    def analyses(self, prefix: str = "") -> dict[str, dict[str, int]]:
        """Return analysis -> version -> number of items, by name.

        Args:
            prefix: only analyses whose names begin with it.
        """
        query = (
            select(Analysis.name, Analysis.version, func.count(distinct(Analysis.item_id)))
            .where(Analysis.name.startswith(prefix, autoescape=True))
            .group_by(Analysis.name, Analysis.version)
            .order_by(Analysis.name, Analysis.version)
        )
        found: dict[str, dict[str, int]] = {}
        with self._reading() as connection:
            for name, version, count in connection.execute(query):
                found.setdefault(name, {})[version] = int(count)
        return found

    def forget_findings(self, analysis: str, items: Sequence[int]) -> None:
        """Forget what an analysis said of items, that it ran, and where its vectors lie.

        Its facets, boxes, texts and vectors are those that name it as their source or encoder.
        The vectors themselves stay where they are until the collection removes them.
        """
        if not items:
            return
        wanted = sorted({int(item) for item in items})
        source = select(Source.id).where(Source.name == analysis).scalar_subquery()
        encoder = select(Encoder.id).where(Encoder.name == analysis).scalar_subquery()
        with self._writing(durable=True) as connection, counted(connection, wanted):
            self._touched.add(wanted)
            for part in chunks(wanted):
                for table in _OWNED:
                    connection.execute(
                        delete(table).where(table.item_id.in_(part), table.source_id == source)
                    )
                connection.execute(
                    delete(VectorRow).where(
                        VectorRow.item_id.in_(part), VectorRow.encoder_id == encoder
                    )
                )
                connection.execute(
                    delete(Analysis).where(Analysis.item_id.in_(part), Analysis.name == analysis)
                )
