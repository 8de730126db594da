"""What a person did since the last backup, read from a damaged catalogue as far as it goes.

Imports bring facts back; nothing brings labels back but the file itself. Rows are taken one by one
by the item's identity, and reading stops where the damage is.
"""

import contextlib
import json
import logging
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from common.errors import AppError
from indexers.catalogue.backend import connect_file
from indexers.catalogue.lifelog_records import Episode, Place
from indexers.catalogue.records import USER_SOURCE, SavedClassifier, SavedWeights

if TYPE_CHECKING:
    from indexers.catalogue.catalogue import Catalogue

logger = logging.getLogger(__name__)

_LABELS = """
    SELECT s.name, i.identity, e.value FROM label_event e
    JOIN label_set s ON s.id = e.label_set_id JOIN item i ON i.id = e.item_id ORDER BY e.id
"""
_BUCKETS = """
    SELECT b.name, i.identity FROM bucket_item m
    JOIN bucket b ON b.id = m.bucket_id JOIN item i ON i.id = m.item_id
"""
_WATCHLISTS = """
    SELECT w.name, i.identity FROM watchlist_item m
    JOIN watchlist w ON w.id = m.watchlist_id JOIN item i ON i.id = m.item_id ORDER BY m.position
"""
_SEEN = """
    SELECT s.name, i.identity FROM seen_item m
    JOIN label_set s ON s.id = m.label_set_id JOIN item i ON i.id = m.item_id
"""
_CLASSIFIERS = """
    SELECT c.id, c.name, COALESCE(s.name, ''), c.learner, c.options, c.modalities, c.unit, c.colour,
        c.threshold, c.operation, c.positive, c.negative
    FROM classifier c LEFT JOIN label_set s ON s.id = c.label_set_id
"""
_WEIGHTS = """
    SELECT classifier_id, modality, version, weights, bias, calibration FROM classifier_weights
"""
_PLACES = """
    SELECT p.name, p.role, p.latitude, p.longitude, p.radius_m, s.name FROM place p
    JOIN source s ON s.id = p.source_id
"""
_HAS_PLACES = "SELECT 1 FROM sqlite_master WHERE name = 'place'"
_CLOCKS = "SELECT name, seconds FROM clock"
_EPISODES = """
    SELECT e.kind, e.start, e."end", e.name, s.name FROM episode e
    JOIN source s ON s.id = e.source_id WHERE e.named
"""
_TAGS = """
    SELECT v.key, v.value, i.identity FROM source s
    JOIN item_facet f ON f.source_id = s.id JOIN facet_value v ON v.id = f.value_id
    JOIN item i ON i.id = f.item_id WHERE s.name = ?
"""


@dataclass(slots=True)
class UserWords:
    """What a person said, by identity of the items.

    Args:
        labels: by label set, identity -> value.
        buckets: by name, identities.
        watchlists: by name, identities in order.
        tags: by (key, value), identities.
        seen: by label set, identities.
        classifiers: with their weights.
        places: with names.
        clocks: camera -> seconds.
        episodes: that the user gave a name.
    """

    labels: dict[str, dict[str, int]] = field(default_factory=dict)
    buckets: dict[str, list[str]] = field(default_factory=dict)
    watchlists: dict[str, list[str]] = field(default_factory=dict)
    tags: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    seen: dict[str, list[str]] = field(default_factory=dict)
    classifiers: list[SavedClassifier] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    clocks: dict[str, int] = field(default_factory=dict)
    episodes: list[Episode] = field(default_factory=list)


def read_words(path: Path) -> UserWords:
    """Return what can still be read of a person's words in a damaged file; maybe nothing."""
    words = UserWords()
    has_wal = path.with_name(path.name + "-wal").exists()
    try:
        connection = connect_file(path, read_only=True, immutable=not has_wal)
    except sqlite3.Error:
        return words
    with contextlib.closing(connection):
        for name, identity, value in _rows(connection, _LABELS):
            words.labels.setdefault(name, {})[identity] = value
        for name, identity in _rows(connection, _BUCKETS):
            words.buckets.setdefault(name, []).append(identity)
        for name, identity in _rows(connection, _WATCHLISTS):
            words.watchlists.setdefault(name, []).append(identity)
        for key, value, identity in _rows(connection, _TAGS, USER_SOURCE):
            words.tags.setdefault((key, value), []).append(identity)
        for name, identity in _rows(connection, _SEEN):
            words.seen.setdefault(name, []).append(identity)
        words.classifiers = _read_classifiers(connection)
        if list(_rows(connection, _HAS_PLACES)):  # since version 3
            words.places = [Place(0, *row) for row in _rows(connection, _PLACES)]
            words.clocks = dict(_rows(connection, _CLOCKS))
            words.episodes = [
                Episode(0, kind, start, end, name, source=source, named=True)
                for kind, start, end, name, source in _rows(connection, _EPISODES)
            ]
    return words


def _read_classifiers(connection: sqlite3.Connection) -> list[SavedClassifier]:
    """Return the classifiers that can be read, with those of their weights that can."""
    weights: dict[int, list[SavedWeights]] = {}
    for number, modality, version, plane, bias, calibration in _rows(connection, _WEIGHTS):
        try:
            learned = SavedWeights(modality, version, plane, bias, json.loads(calibration))
            weights.setdefault(number, []).append(learned)
        except (TypeError, ValueError) as error:
            logger.warning("weights of a classifier are damaged: %s", error)
    found = []
    for row in _rows(connection, _CLASSIFIERS):
        number, name, label_set, learner, options, modalities, unit, colour, *rest = row
        try:
            said = [json.loads(text) for text in (options, modalities, rest[1])]
        except (TypeError, ValueError) as error:
            logger.warning("the classifier %r is damaged: %s", name, error)
            continue
        found.append(
            SavedClassifier(
                name, label_set, learner, said[0], tuple(said[1]), unit, colour, rest[0], said[2],
                rest[2], rest[3], weights=tuple(weights.get(number, ())),
            )
        )  # fmt: skip
    return found


def _rows(connection: sqlite3.Connection, query: str, *values: str) -> Iterator[tuple[Any, ...]]:
    """Yield rows until the damage is met."""
    try:
        yield from connection.execute(query, values)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        logger.warning("not all of the damaged catalogue can be read: %s", error)


def add_words(catalogue: "Catalogue", words: UserWords) -> int:
    """Write a person's words to a restored catalogue; return how many it did not have.

    Nothing is taken away from what the catalogue holds. Words about items that it does not know
    are left in the damaged file.
    """
    named: set[str] = set()
    for group in (words.labels, words.buckets, words.watchlists, words.tags, words.seen):
        for identities in group.values():
            named.update(identities)
    ids = catalogue.find_identities(sorted(named))
    added = 0
    for name, labels in words.labels.items():
        had = catalogue.labels(name)
        wanted = {ids[identity]: value for identity, value in labels.items() if identity in ids}
        added += sum(1 for item, value in wanted.items() if had.get(item, 0) != value)
        _try(lambda n=name, w=wanted: catalogue.set_labels(w, n))  # type: ignore[misc]
    for write, held, groups in (
        (catalogue.add_to_bucket, catalogue.bucket_items, words.buckets),
        (catalogue.add_to_watchlist, catalogue.watchlist_items, words.watchlists),
    ):
        for name, identities in groups.items():
            items = [ids[identity] for identity in identities if identity in ids]
            added += len(set(items) - set(held(name)))
            _try(lambda w=write, n=name, i=items: w(n, i))  # type: ignore[misc]
    for (key, value), identities in words.tags.items():
        items = [ids[identity] for identity in identities if identity in ids]
        _try(lambda i=items, k=key, v=value: catalogue.tag(i, k, v))  # type: ignore[misc]
    for name, identities in words.seen.items():
        items = [ids[identity] for identity in identities if identity in ids]
        _try(lambda i=items, n=name: catalogue.add_seen(i, n))  # type: ignore[misc]
    there = {classifier.name for classifier in catalogue.classifiers()}
    for classifier in words.classifiers:
        if classifier.name not in there:
            added += 1
            _try(lambda c=classifier: catalogue.save_classifier(c))  # type: ignore[misc]
    return added + _add_life(catalogue, words)


def _add_life(catalogue: "Catalogue", words: UserWords) -> int:
    """Write places, clocks and names of episodes that the catalogue does not have."""
    added = 0
    known = {place.name for place in catalogue.places()}
    for place in words.places:
        if place.name not in known:
            added += 1
            _try(lambda p=place: catalogue.save_place(p))  # type: ignore[misc]
    clocks = catalogue.clocks()
    for name, seconds in words.clocks.items():
        if name not in clocks:
            added += 1
            _try(lambda n=name, s=seconds: catalogue.set_clock(n, s))  # type: ignore[misc]
    named = {
        (each.kind, each.start, each.end, each.source)
        for each in catalogue.episodes()
        if each.named
    }
    for episode in words.episodes:
        if (episode.kind, episode.start, episode.end, episode.source) not in named:
            added += catalogue.name_episode(episode)
    return added


def _try(write: Callable[[], object]) -> None:
    """Write what the damage left in good order, leave out what it did not."""
    try:
        write()
    except (AppError, ValueError) as error:
        logger.warning("not carried over from the damaged catalogue: %s", error)
