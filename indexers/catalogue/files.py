"""Files and the items they hold; all inside the caller's transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, insert, select, update
from sqlalchemy.orm import aliased

from indexers.catalogue.records import MAIN_ROLES, FileRecord
from indexers.catalogue.sql import by_name, chunks, next_id, upsert
from indexers.catalogue.tables import File, Item, ItemFile

_COLUMNS = ("path", "size", "mtime_ns", "content_hash", "format")


def link_files(connection: Connection, files: Sequence[tuple[int, FileRecord]]) -> None:
    """Write files as found just now and tie them to their items.

    A file holds one item of role "media": when its content changed, the item of the old content
    loses it, and is missing unless another file holds it.
    """
    if not files:
        return
    numbers = _write_files(connection, [record for _, record in files])
    links = {(item, numbers[record.path], record.role) for item, record in files}
    touched = {item for item, _, _ in links}
    owners = {file: item for item, file, role in links if role == "media"}
    touched |= _take_over(connection, owners)
    connection.execute(
        upsert(ItemFile),
        [{"item_id": item, "file_id": file, "role": role} for item, file, role in sorted(links)],
    )
    refresh_missing(connection, touched)


def _write_files(connection: Connection, records: Iterable[FileRecord]) -> dict[str, int]:
    """Insert or update files by path and return path -> number."""
    latest = {record.path: record for record in records}
    numbers = by_name(connection, File.path, File.id, latest)
    first = next_id(connection, File.id)
    added: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for path, record in latest.items():
        row = {name: getattr(record, name) for name in _COLUMNS} | {"missing": record.missing}
        if path in numbers:
            changed.append(row | {"at_id": numbers[path]})
        else:
            numbers[path] = first + len(added)
            added.append(row | {"id": numbers[path]})
    if added:
        connection.execute(insert(File), added)
    _update_files(connection, changed)
    return numbers


def _update_files(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Update files by their number, given as at_id."""
    if rows:
        values: dict[str, Any] = {name: bindparam(name) for name in (*_COLUMNS, "missing")}
        connection.execute(
            update(File).where(File.id == bindparam("at_id")).values(values), list(rows)
        )


def _take_over(connection: Connection, owners: Mapping[int, int]) -> set[int]:
    """Cut the ties of files to the items they held before; return those items."""
    lost: set[int] = set()
    for part in chunks(sorted(owners)):
        rows = connection.execute(
            select(ItemFile.file_id, ItemFile.item_id).where(
                ItemFile.file_id.in_(part), ItemFile.role == "media"
            )
        )
        lost_here = [(file, item) for file, item in rows if owners[file] != item]
        if lost_here:
            connection.execute(
                delete(ItemFile).where(
                    ItemFile.file_id == bindparam("at_file"),
                    ItemFile.item_id == bindparam("at_item"),
                    ItemFile.role == "media",
                ),
                [{"at_file": file, "at_item": item} for file, item in lost_here],
            )
        lost.update(item for _, item in lost_here)
    return lost


def refresh_missing(connection: Connection, items: Collection[int]) -> None:
    """Set whether items and the shots of videos among them are missing."""
    parent = aliased(Item)
    present = exists().where(
        ItemFile.item_id == Item.id,
        ItemFile.role.in_(MAIN_ROLES),
        File.id == ItemFile.file_id,
        ~File.missing,
    )
    has_file = exists().where(ItemFile.item_id == Item.id, ItemFile.role.in_(MAIN_ROLES))
    of_parent = select(parent.missing).where(parent.id == Item.parent_id).scalar_subquery()
    for part in chunks(sorted(items)):
        connection.execute(update(Item).where(Item.id.in_(part)).values(missing=~present))
        connection.execute(
            update(Item).where(Item.parent_id.in_(part), ~has_file).values(missing=of_parent)
        )


def touch(connection: Connection, files: Sequence[FileRecord]) -> None:
    """Note files that are there; see Catalogue.touch_files()."""
    files = [replace(record, missing=False) for record in files]
    _move(connection, [record for record in files if record.id])
    numbers = _write_files(connection, files)
    hashes = {record.content_hash for record in files if record.content_hash}
    items = by_name(connection, Item.identity, Item.id, hashes)
    links = []
    for record in files:
        item = items.get(record.content_hash, record.item)
        if item and not (record.id and record.role == "list"):
            links.append((item, record))
    link_files(connection, links)
    held: set[int] = set()
    for part in chunks(sorted(numbers.values())):
        rows = connection.execute(select(ItemFile.item_id).where(ItemFile.file_id.in_(part)))
        held.update(rows.scalars())
    refresh_missing(connection, held)


def _move(connection: Connection, files: Sequence[FileRecord]) -> None:
    """Give known files the paths they have now; what lay at such a path before is forgotten."""
    if not files:
        return
    targets = by_name(connection, File.path, File.id, (record.path for record in files))
    moved = {record.id: record.path for record in files if targets.get(record.path) != record.id}
    replaced = {targets[path] for path in moved.values() if path in targets}
    owners: set[int] = set()
    for part in chunks(sorted(replaced - moved.keys())):
        rows = connection.execute(select(ItemFile.item_id).where(ItemFile.file_id.in_(part)))
        owners.update(rows.scalars())
        connection.execute(delete(File).where(File.id.in_(part)))
    statement = update(File).where(File.id == bindparam("at_id")).values(path=bindparam("path"))
    if moved:  # by way of names that no file has, so that two files may change places
        for names in ({number: f"\x00{number}" for number in moved}, moved):
            connection.execute(
                statement, [{"at_id": number, "path": path} for number, path in names.items()]
            )
    refresh_missing(connection, owners)


def mark_files_missing(connection: Connection, file_ids: Sequence[int]) -> None:
    """Note files that were not found, and the items that no file holds any more."""
    items: set[int] = set()
    for part in chunks(sorted({int(number) for number in file_ids})):
        connection.execute(update(File).where(File.id.in_(part)).values(missing=True))
        rows = connection.execute(select(ItemFile.item_id).where(ItemFile.file_id.in_(part)))
        items.update(rows.scalars())
    refresh_missing(connection, items)


def files_of(connection: Connection, items: Sequence[int]) -> set[int]:
    """Return the files that hold any of items."""
    found: set[int] = set()
    for part in chunks(items):
        query = select(ItemFile.file_id).where(ItemFile.item_id.in_(part))
        found.update(connection.execute(query).scalars())
    return found


def drop_orphans(connection: Connection, files: Collection[int]) -> None:
    """Forget those of files that hold no item any more."""
    held = exists().where(ItemFile.file_id == File.id)
    for part in chunks(sorted(files)):
        connection.execute(delete(File).where(File.id.in_(part), ~held))


def link_known(
    connection: Connection, holders: Sequence[tuple[int, Sequence[Mapping[str, Any]]]]
) -> None:
    """Tie items that come back to the files they had, as far as these still hold them.

    Args:
        connection: of the write.
        holders: (item, its files: the columns of `file` and the role).
    """
    records = {each["path"]: each for _, files in holders for each in files}
    known: dict[str, tuple[int, str]] = {}
    for paths in chunks(sorted(records)):
        query = select(File.path, File.id, File.content_hash).where(File.path.in_(paths))
        known.update({row[0]: (row[1], row[2]) for row in connection.execute(query)})
    numbers = _add_again(connection, [each for path, each in records.items() if path not in known])
    owners: dict[int, int] = {}
    for part in chunks(sorted(number for number, _ in known.values())):
        held = select(ItemFile.file_id, ItemFile.item_id).where(ItemFile.role == "media")
        rows = connection.execute(held.where(ItemFile.file_id.in_(part)))
        owners.update((row[0], row[1]) for row in rows)
    links = []
    for item, files in holders:
        for each in files:
            number, content = known.get(each["path"], (0, ""))
            if each["role"] in MAIN_ROLES and number:
                taken = each["role"] == "media" and owners.get(number, item) != item
                if taken or content != each["content_hash"]:
                    continue  # another content lies there now
            number = number or numbers[each["path"]]
            links.append({"item_id": item, "file_id": number, "role": each["role"]})
    if links:
        connection.execute(upsert(ItemFile), links)


def _add_again(connection: Connection, files: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Insert files that were forgotten, under their old numbers where these are free."""
    taken: set[int] = set()
    for part in chunks(sorted(each["id"] for each in files)):
        taken.update(connection.execute(select(File.id).where(File.id.in_(part))).scalars())
    following = max([next_id(connection, File.id), *(each["id"] + 1 for each in files)])
    rows: list[dict[str, Any]] = []
    for each in files:
        row = {name: each[name] for name in ("id", *_COLUMNS, "missing")}
        if each["id"] in taken:
            row["id"], following = following, following + 1
        taken.add(row["id"])
        rows.append(row)
    if rows:
        connection.execute(insert(File), rows)
    return {row["path"]: row["id"] for row in rows}


def unlist(connection: Connection, path: str, items: Collection[int]) -> None:
    """Cut the ties of a film list to all items but these; see Catalogue.keep_listed()."""
    query = (
        select(ItemFile.item_id, ItemFile.file_id)
        .join(File, File.id == ItemFile.file_id)
        .where(File.path == path, ItemFile.role == "list")
    )
    gone = [(row[0], row[1]) for row in connection.execute(query) if row[0] not in items]
    if gone:
        connection.execute(
            delete(ItemFile).where(
                ItemFile.item_id == bindparam("at_item"),
                ItemFile.file_id == bindparam("at_file"),
                ItemFile.role == "list",
            ),
            [{"at_item": item, "at_file": file} for item, file in gone],
        )
        refresh_missing(connection, [item for item, _ in gone])
