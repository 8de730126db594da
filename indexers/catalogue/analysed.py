"""Which analyses ran on items and where their vectors lie; all inside the caller's transaction."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, bindparam, update

from common.values import Findings
from indexers.catalogue.batch import numbered
from indexers.catalogue.sql import upsert
from indexers.catalogue.tables import Analysis, Encoder, VectorRow


def write_vectors(
    connection: Connection,
    placed: Mapping[int, Mapping[str, int]],
    findings: Iterable[Findings] = (),
) -> None:
    """Write which row of which encoder's store holds an item's vector."""
    names = {name for rows in placed.values() for name in rows}
    if not names:
        return
    numbers = numbered(connection, Encoder, names)
    sizes = {
        name: len(vector)
        for found in findings
        for name, vector in found.vectors.items()
        if name in names
    }
    if sizes:
        connection.execute(
            update(Encoder).where(Encoder.name == bindparam("at_name")).values(
                dimensions=bindparam("size")
            ),
            [{"at_name": name, "size": size} for name, size in sizes.items()],
        )  # fmt: skip
    connection.execute(
        upsert(VectorRow, "row"),
        [
            {"encoder_id": numbers[name], "item_id": item, "row": int(row)}
            for item, rows in placed.items()
            for name, row in rows.items()
        ],
    )


def write_analyses(connection: Connection, ran: Mapping[int, Mapping[str, str]]) -> None:
    """Write which analyses ran on which items."""
    rows = [
        {"item_id": item, "name": name, "version": version}
        for item, versions in ran.items()
        for name, version in versions.items()
    ]
    if rows:
        connection.execute(upsert(Analysis, "version"), rows)
