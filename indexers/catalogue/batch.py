"""The rows of a batch of items, table by table; all inside the caller's transaction."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from common.values import Box, Facet, Text, TextKind
from indexers.catalogue.counts import counted
from indexers.catalogue.fulltext import TEXTS_PER_KIND, FullText, text_id
from indexers.catalogue.lifelog_records import Relation, derived_sources
from indexers.catalogue.records import USER_SOURCE, NewFindings, NewItem
from indexers.catalogue.snapshots import removed_identities
from indexers.catalogue.sql import LARGEST_FRACTION, by_name, chunks, next_id, upsert
from indexers.catalogue.tables import (
    BoxRow,
    Encoder,
    FacetValue,
    Item,
    ItemFacet,
    Meta,
    RelationRow,
    Source,
    TextRow,
)
from indexers.catalogue.types import clean_text
from indexers.catalogue.words import separated

Row = dict[str, Any]
Said = Facet | Text | Box | Relation
_OWNED = (ItemFacet, BoxRow, RelationRow, TextRow)


@dataclass(frozen=True, slots=True)
class Notes:
    """What is to be said of one item, and whose earlier words it replaces.

    Args:
        item: id.
        sources: whose earlier facets, texts, boxes and relations go.
        facets: that take their place; likewise texts, boxes and relations.
    """

    item: int
    sources: frozenset[str]
    facets: tuple[Facet, ...]
    texts: tuple[Text, ...]
    boxes: tuple[Box, ...]
    relations: tuple[Relation, ...]


def notes_of(item: int, new: NewItem) -> Notes:
    """Return what a new item says of itself."""
    found = new.findings
    facets = (*new.facets, *new.facts.facets, *found.facets)
    texts = (*new.texts, *new.facts.texts, *found.texts)
    relations = tuple(new.relations)
    said: tuple[Said, ...] = (*facets, *texts, *found.boxes, *relations)
    sources = {each.source for each in said} | set(new.analyses)
    return Notes(
        item, frozenset(sources - {USER_SOURCE}), facets, texts, tuple(found.boxes), relations
    )


def notes_of_findings(new: NewFindings) -> Notes:
    """Return what an analysis says of a stored item; what names no source is the analysis's."""
    found, name = new.findings, new.analysis
    facets = tuple(Facet(f.key, f.value, f.score, f.source or name) for f in found.facets)
    texts = tuple(
        Text(t.kind, t.content, t.start_s, t.end_s, t.source or name) for t in found.texts
    )
    boxes = tuple(replace(box, source=box.source or name) for box in found.boxes)
    said: tuple[Said, ...] = (*facets, *texts, *boxes)
    sources = {each.source for each in said} | {name}
    return Notes(new.item, frozenset(sources - {USER_SOURCE}), facets, texts, boxes, ())


def number_items(
    connection: Connection, batch: Mapping[str, NewItem]
) -> tuple[dict[str, int], set[int]]:
    """Return identity -> id for the batch and its parents, and which ids existed before.

    Raises:
        ValueError: a parent is neither in the batch nor stored.
    """
    parents = {new.parent for new in batch.values() if new.parent}
    ids = by_name(connection, Item.identity, Item.id, batch.keys() | parents)
    known = set(ids.values())
    # What was removed and can still come back has kept its number.
    ids |= removed_identities(connection, batch.keys() - ids.keys())
    following = int(
        connection.execute(select(Meta.value).where(Meta.key == "next_item")).scalar_one()
    )
    for identity in batch:
        if identity not in ids:
            ids[identity] = following
            following += 1
    connection.execute(update(Meta).where(Meta.key == "next_item").values(value=str(following)))
    if unknown := parents - ids.keys():
        raise ValueError(f"the parents {sorted(unknown)[:3]} are not in the catalogue")
    return ids, known


def write_items(
    connection: Connection,
    batch: Iterable[NewItem],
    ids: Mapping[str, int],
    known: Collection[int],
    *,
    run: int | None,
    now: datetime,
) -> None:
    """Insert the new items, update the known ones."""
    added: list[Row] = []
    changed: list[Row] = []
    for new in batch:
        number = ids[new.identity]
        row = _item_row(new, ids)
        if number in known:
            changed.append(row | {"at_id": number})
        else:
            row |= {"id": number, "identity": new.identity, "added_at": now, "run_id": run}
            added.append(row)
    if added:
        connection.execute(insert(Item), added)
    # A row of -1 keeps the picture that is there.
    for part, keeps in ((True, ("thumb_row",)), (False, ())):
        some = [row for row in changed if (row["thumb_row"] < 0) == part]
        if some:
            names = [name for name in some[0] if name not in {*keeps, "at_id"}]
            values: Row = {name: bindparam(name) for name in names}
            statement = update(Item).where(Item.id == bindparam("at_id")).values(values)
            wanted = {*names, "at_id"}
            connection.execute(
                statement,
                [{name: value for name, value in row.items() if name in wanted} for row in some],
            )


def _item_row(new: NewItem, ids: Mapping[str, int]) -> Row:
    """Return the columns that an import writes."""
    facts = new.facts
    year = new.year
    # The time of the file itself says when it was copied.
    if year is None and facts.taken_at is not None and facts.time_source != "file":
        year = (facts.taken_at + timedelta(minutes=facts.offset_min or 0)).year
    return {
        "kind": new.kind.value,
        "parent_id": ids[new.parent] if new.parent else None,
        "start_s": _finite(new.start_s),
        "end_s": _finite(new.end_s),
        "thumb_row": int(new.thumb_row),
        "year": year,
        "popularity": _clamped(new.popularity),
        "width": facts.width,
        "height": facts.height,
        "taken_at": facts.taken_at,
        "offset_min": facts.offset_min,
        "time_source": facts.time_source,
        "latitude": _finite(facts.latitude),
        "longitude": _finite(facts.longitude),
        "duration_s": _finite(facts.duration_s),
        "frame_rate": _finite(facts.frame_rate),
        "animated": facts.animated,
        "codec": facts.codec,
        "title": new.title or facts.title,
        "extra": facts.extra,
        "position_source": facts.position_source,
    }


def _clamped(value: float | None) -> float | None:
    """Return value within what arrays() can read."""
    number = _finite(value)
    if number is None:
        return None
    return max(-LARGEST_FRACTION, min(LARGEST_FRACTION, number))


def _finite(value: float | None) -> float | None:
    """Return value as a float; NaN and infinity, which say nothing, become None."""
    return float(value) if value is not None and math.isfinite(value) else None


def write_notes(
    connection: Connection, full_text: FullText, notes: Sequence[Notes], *, fresh: Collection[int]
) -> None:
    """Write facets, texts, boxes and relations.

    Args:
        connection: of the write.
        full_text: index of the texts.
        notes: one an item; several of one item replace each other's sources one after the other.
        fresh: items that existed before, whose earlier notes of the same sources must go.
    """
    sources = numbered(connection, Source, {name for note in notes for name in _named(note)})
    old = _said_before(connection, notes, sources, fresh)
    with counted(connection, {note.item for note in notes}):
        _clear(connection, old)
        _write_facets(connection, notes, sources)
    _write_texts(connection, full_text, notes, sources)
    boxes = [
        {
            "item_id": note.item, "source_id": sources[box.source], "label": _one_line(box.label),
            "score": float(box.score), "x": float(box.x), "y": float(box.y),
            "width": float(box.width), "height": float(box.height), "attributes": box.attributes,
        }
        for note in notes
        for box in note.boxes
    ]  # fmt: skip
    relations = [
        {
            "item_id": note.item, "source_id": sources[each.source], "score": float(each.score),
            "subject": _one_line(each.subject), "predicate": _one_line(each.predicate),
            "object": _one_line(each.object), "subject_node": each.subject_node,
            "object_node": each.object_node,
        }
        for note in notes
        for each in note.relations
    ]  # fmt: skip
    for table, rows in ((BoxRow, boxes), (RelationRow, relations)):
        if rows:
            connection.execute(insert(table), rows)


def _one_line(name: str) -> str:
    """Return the name of an object or a predicate without what no name has: breaks, controls."""
    return " ".join(name.split())


def _named(note: Notes) -> set[str]:
    """Return every source that a note names."""
    said: tuple[Said, ...] = (*note.facets, *note.texts, *note.boxes, *note.relations)
    return {*note.sources, *(each.source for each in said)}


def _said_before(
    connection: Connection,
    notes: Sequence[Notes],
    sources: Mapping[str, int],
    fresh: Collection[int],
) -> set[tuple[int, int]]:
    """Return (item, source) of what goes: what counts the boxes of a source goes with them."""
    derived = by_name(connection, Source.name, Source.id, derived_sources(sources))
    old = set()
    for note in notes:
        if note.item in fresh:
            for name in note.sources:
                old.add((note.item, sources[name]))
                old |= {(note.item, derived[d]) for d in derived_sources([name]) if d in derived}
    return old


def _clear(connection: Connection, old: Collection[tuple[int, int]]) -> None:
    """Delete all that the sources said of the items before."""
    if not old:
        return
    where = [{"at_item": item, "at_source": source} for item, source in sorted(old)]
    for table in _OWNED:
        connection.execute(
            delete(table).where(
                table.item_id == bindparam("at_item"), table.source_id == bindparam("at_source")
            ),
            where,
        )


def numbered(
    connection: Connection, table: type[Source] | type[Encoder], names: Collection[str]
) -> dict[str, int]:
    """Return name -> number, giving numbers to new names."""
    clean = {name: clean_text(name) for name in names}
    found = by_name(connection, table.name, table.id, clean.values())
    lacking = sorted(set(clean.values()) - found.keys())
    if lacking:
        first = next_id(connection, table.id)
        added = {name: first + offset for offset, name in enumerate(lacking)}
        connection.execute(
            insert(table), [{"id": number, "name": name} for name, number in added.items()]
        )
        found |= added
    return {name: found[stored] for name, stored in clean.items()}


def number_sources(connection: Connection, names: Collection[str]) -> dict[str, int]:
    """Return name -> number of sources, giving numbers to new ones."""
    return numbered(connection, Source, names)


def _write_facets(
    connection: Connection, notes: Sequence[Notes], sources: Mapping[str, int]
) -> None:
    """Write facets; the best score of a value said twice counts."""
    best: dict[tuple[int, str, str, int], float] = {}
    for note in notes:
        for facet in note.facets:
            score = min(1.0, max(0.0, float(facet.score)))
            place = (
                note.item,
                clean_text(facet.key),
                clean_text(facet.value),
                sources[facet.source],
            )
            best[place] = max(score, best.get(place, 0.0))
    if not best:
        return
    values = number_values(connection, {(key, value) for _, key, value, _ in best})
    connection.execute(
        upsert(ItemFacet, "score"),
        [
            {"item_id": item, "value_id": values[key, value], "source_id": source, "score": score}
            for (item, key, value, source), score in best.items()
        ],
    )


def number_values(
    connection: Connection, wanted: Collection[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """Return (key, value) -> number of facet values, giving numbers to new ones."""
    by_key: dict[str, list[str]] = {}
    for key, value in wanted:
        by_key.setdefault(key, []).append(value)
    found: dict[tuple[str, str], int] = {}
    for key, values in by_key.items():
        rows = connection.execute(
            select(FacetValue.value, FacetValue.id).where(
                FacetValue.key == key, FacetValue.value.in_(values)
            )
        )
        found.update({(key, row[0]): row[1] for row in rows})
    lacking = sorted(set(wanted) - found.keys())
    if lacking:
        first = next_id(connection, FacetValue.id)
        rows_added = [
            {"id": first + offset, "key": key, "value": value, "number": _as_number(value)}
            for offset, (key, value) in enumerate(lacking)
        ]
        connection.execute(insert(FacetValue), rows_added)
        found.update({pair: first + offset for offset, pair in enumerate(lacking)})
    return found


def _as_number(value: str) -> float | None:
    """Return a facet value as a number, for ranges; None if it is none."""
    try:
        return _finite(float(value))
    except ValueError:
        return None


def _write_texts(
    connection: Connection,
    full_text: FullText,
    notes: Sequence[Notes],
    sources: Mapping[str, int],
) -> None:
    """Write texts and index them; empty ones are left out, the same one is kept once."""
    wanted = dict.fromkeys(
        (note.item, each.kind, sources[each.source], each.content, each.start_s, each.end_s)
        for note in notes
        for each in note.texts
        if each.content.strip()
    )
    if not wanted:
        return
    free = free_numbers(connection, {item for item, *_ in wanted})
    rows: list[Row] = []
    for item, kind, source, content, start_s, end_s in wanted:
        number = free.get((item, kind), 0)
        free[item, kind] = number + 1
        if number < TEXTS_PER_KIND:
            rows.append({
                "id": text_id(item, kind, number), "item_id": item, "source_id": source,
                "kind": kind.value, "content": content, "words": separated(content),
                "start_s": start_s, "end_s": end_s,
            })  # fmt: skip
    connection.execute(insert(TextRow), rows)
    full_text.index(connection, [(row["id"], row["content"]) for row in rows])


def free_numbers(connection: Connection, items: Collection[int]) -> dict[tuple[int, TextKind], int]:
    """Return the first free running number of the items' texts, by item and kind."""
    used = select(TextRow.item_id, TextRow.kind, func.max(TextRow.id))
    free: dict[tuple[int, TextKind], int] = {}
    for part in chunks(sorted(items)):
        query = used.where(TextRow.item_id.in_(part)).group_by(TextRow.item_id, TextRow.kind)
        for item, name, last in connection.execute(query):
            kind = TextKind(name)
            free[item, kind] = last - text_id(item, kind, 0) + 1
    return free
