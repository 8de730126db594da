"""Writing items, findings and files: each call is one transaction."""

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, func, select, update

from common.values import Findings
from indexers.catalogue import batch as rows
from indexers.catalogue.analysed import write_analyses, write_vectors
from indexers.catalogue.files import link_files, mark_files_missing, touch, unlist
from indexers.catalogue.records import FileRecord, NewFindings, NewItem
from indexers.catalogue.sql import chunks
from indexers.catalogue.store import Store
from indexers.catalogue.tables import Encoder, Item, VectorRow
from indexers.catalogue.user_tables import RemovedItem, RemovedVector


class ItemWriting(Store):
    """The part of the catalogue that imports and analyses write through."""

    def add_batch(self, batch: Sequence[NewItem], *, run: int | None = None) -> list[int]:
        """Write items, new or seen before, in one transaction.

        An item of the same identity is updated: what the import said before is replaced, what the
        user said stays (see NewItem). Two items of one identity in the batch are copies: one item,
        the files of both.

        Args:
            batch: a few hundred items; a shot may come before its video.
            run: the import that writes, from start_run().

        Returns:
            Item ids, in the order of batch.

        Raises:
            ReadOnlyLibraryError: the catalogue is open for reading.
            LibraryError: the disk is full.
        """
        if not batch:
            return []
        latest = {new.identity: new for new in batch}
        with self._writing() as connection:
            ids, known = rows.number_items(connection, latest)
            self._touched.add(ids.values())
            now = self._backend.now(connection)
            rows.write_items(connection, latest.values(), ids, known, run=run, now=now)
            notes = [rows.notes_of(ids[new.identity], new) for new in latest.values()]
            rows.write_notes(connection, self._backend.full_text, notes, fresh=known)
            write_vectors(
                connection,
                {ids[new.identity]: new.vector_rows for new in latest.values()},
                [new.findings for new in latest.values()],
            )
            write_analyses(connection, {ids[new.identity]: new.analyses for new in latest.values()})
            files = [(ids[new.identity], record) for new in batch for record in new.files]
            link_files(connection, files)
        return [ids[new.identity] for new in batch]

    def add_findings(
        self,
        item: int,
        analysis: str,
        version: str,
        findings: Findings,
        vector_rows: Mapping[str, int],
    ) -> None:
        """Write what one analysis found in one stored item; see add_findings_batch()."""
        self.add_findings_batch([NewFindings(item, analysis, version, findings, vector_rows)])

    def add_findings_batch(self, batch: Sequence[NewFindings]) -> None:
        """Write what analyses found in stored items, in one transaction.

        What the same analysis found before is replaced. Items that were removed meanwhile are
        left out.
        """
        if not batch:
            return
        with self._writing() as connection:
            there: set[int] = set()
            for part in chunks(sorted({new.item for new in batch})):
                there.update(connection.execute(select(Item.id).where(Item.id.in_(part))).scalars())
            kept = [new for new in batch if new.item in there]
            self._touched.add(there)
            notes = [rows.notes_of_findings(new) for new in kept]
            rows.write_notes(connection, self._backend.full_text, notes, fresh=there)
            vectors: dict[int, dict[str, int]] = {}
            analyses: dict[int, dict[str, str]] = {}
            for new in kept:
                vectors.setdefault(new.item, {}).update(new.vector_rows)
                analyses.setdefault(new.item, {})[new.analysis] = new.version
            write_vectors(connection, vectors, [new.findings for new in kept])
            write_analyses(connection, analyses)

    def touch_files(self, files: Sequence[FileRecord]) -> None:
        """Note files that were seen, moved or changed their time stamp; none is missing after.

        A record with an id is that file, under the path it has now. One without is found by its
        path, or is new; it belongs to the item whose identity is its content hash, else to
        record.item.
        """
        if files:
            with self._writing() as connection:
                self._touched.add(())  # files only
                touch(connection, files)

    def mark_missing(self, file_ids: Sequence[int]) -> None:
        """Note files that were not found; an item is missing when all its files are."""
        if file_ids:
            with self._writing() as connection:
                self._touched.add(())
                mark_files_missing(connection, file_ids)

    def keep_listed(self, path: str, items: Sequence[int]) -> None:
        """Note which films a film list tells of: others stay, and are missing.

        A film that another list tells of too is not missing; one that the list tells of again is
        tied to it by the next add_batch().

        Args:
            path: of the list.
            items: those that it still tells of; other ids are ignored.
        """
        with self._writing() as connection:
            self._touched.add(())
            unlist(connection, path, {int(item) for item in items})

    def set_thumb_rows(self, rows: Mapping[int, int]) -> None:
        """Name the thumbnails of items anew, in one transaction; -1 for none."""
        if rows:
            with self._writing() as connection:
                self._touched.add(rows)
                connection.execute(
                    update(Item)
                    .where(Item.id == bindparam("at_id"))
                    .values(thumb_row=bindparam("row")),
                    [{"at_id": int(item), "row": int(row)} for item, row in rows.items()],
                )

    def max_thumb_row(self) -> int:
        """Return the last row of the thumbnail store that an item names; -1 when none.

        Items that were removed and can still come back count too: their pictures stay.
        """
        with self._reading() as connection:
            found = [
                connection.execute(select(func.max(column))).scalar_one()
                for column in (Item.thumb_row, RemovedItem.thumb_row)
            ]
        return max(-1 if row is None else int(row) for row in found)

    def max_vector_row(self, encoder: str) -> int:
        """Return the last row of the encoder's store that an item names; -1 when none.

        Items that were removed and can still come back count too: their vectors stay.
        """
        with self._reading() as connection:
            found = [
                connection.execute(
                    select(func.max(table.row))
                    .join(Encoder, Encoder.id == table.encoder_id)
                    .where(Encoder.name == encoder)
                ).scalar_one()
                for table in (VectorRow, RemovedVector)
            ]
        return max(-1 if row is None else int(row) for row in found)
