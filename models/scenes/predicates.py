"""How alike two relations are: by a hand-made table, not by vectors.

Vectors of texts take opposites for neighbours ("in front of" and "behind" have a cosine of 0.71),
so the table `resources/scenes/predicates.toml` says what means the same, what is alike, and what
is opposite. A predicate in no row is read as a verb and a place ("sit next to"). Label vectors help
only where a predicate has neither.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.scenes.labels import SCENES_FOLDER, LabelVectors, damaged_table
from models.scenes.names import normal_name, verb_forms

PREDICATES_FILE: Final = SCENES_FOLDER / "predicates.toml"

ENTAILED: Final = 0.8  # "stand behind" and "behind", "sit" and "sit on": one says part of the other
SAME_PLACE: Final = 0.5  # "stand on" and "park on": verbs that have nothing to do with each other
OTHER_PLACE: Final = (
    0.4  # "walk on" and "walk along": places that have nothing to do with each other
)
FALLBACK: Final = 0.5  # the most that vectors alone can say
_FALLBACK_FLOOR = 0.3  # cosines below it mean nothing
_AUXILIARIES = ("is", "are", "was", "were", "be", "being", "been", "am")


@dataclass(frozen=True)
class Reading:
    """What a predicate is made of.

    Args:
        name: as it is compared: lower case, verbs as in a dictionary.
        whole: row of the table that it is in; -1 for none.
        verb: row of its verb, where it is a verb and a place; -1 for none.
        verb_word: its verb; "" for none.
        place: row of its place; -1 for none.
    """

    name: str
    whole: int = -1
    verb: int = -1
    verb_word: str = ""
    place: int = -1


class PredicateTable:
    """The table, read.

    Args:
        document: content of `predicates.toml`.

    Raises:
        ValueError: a row is named that there is not, or a word stands in two rows.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        rows = document["meaning"]
        self.names: tuple[str, ...] = tuple(row["name"] for row in rows)
        numbers = {name: number for number, name in enumerate(self.names)}
        self._is_place = np.array([row["kind"] == "place" for row in rows])
        self._merges = np.array([bool(row.get("merge")) for row in rows])
        self._rows: dict[str, int] = {}
        for number, row in enumerate(rows):
            for word in row["words"]:
                if self._rows.setdefault(word, number) != number:
                    raise ValueError(f"“{word}” stands in two rows")
        firsts = {word.split()[0] for row in rows if row["kind"] == "verb" for word in row["words"]}
        self._verbs = frozenset(firsts | set(document["verbs"]["words"]))
        self._inverse = {row["name"]: row["inverse"] for row in rows if row.get("inverse")}
        unknown = [name for name in self._inverse.values() if name not in numbers]
        table = np.eye(len(rows), dtype=np.float32)
        opposite = np.zeros(table.shape, np.bool_)
        for first, second, value in (pair for part in document["alike"] for pair in part["pairs"]):
            unknown += [name for name in (first, second) if name not in numbers]
            if not unknown:
                one, other = numbers[first], numbers[second]
                table[one, other] = table[other, one] = value
        for first, second in (pair for part in document["opposite"] for pair in part["pairs"]):
            unknown += [name for name in (first, second) if name not in numbers]
            if not unknown:
                one, other = numbers[first], numbers[second]
                opposite[one, other] = opposite[other, one] = True
        if unknown:
            raise ValueError(f"there is no row “{unknown[0]}”")
        self.alike = np.where(opposite, np.float32(0), table)
        self.opposite = opposite

    def normal(self, predicate: str) -> str:
        """Return a predicate as tables hold it: lower case, verb as in a dictionary.

        "is sitting on" becomes "sit on", "wears" "wear"; "on the top of" stays as it is.
        """
        words = normal_name(predicate).split()
        while len(words) > 1 and words[0] in _AUXILIARIES:
            words = words[1:]
        plain = " ".join(words)
        if not words or plain in self._rows:
            return plain
        for form in verb_forms(words[0]):
            if form in self._verbs:
                return " ".join([form, *words[1:]])
        return plain

    def words(self) -> tuple[str, ...]:
        """Return every predicate and verb that the table names."""
        return tuple(sorted({*self._rows, *self._verbs}))

    def canonical(self, predicate: str) -> str:
        """Return the one form in which the relation model says what means the same.

        Places are merged ("atop": "on"; "sit next to": "sit beside"), and rows of verbs marked
        `merge` ("grip": "hold"); other verbs stay what they are ("surf" is more than "ride").
        """
        reading = self.read(predicate)
        if reading.whole >= 0 and (self._is_place[reading.whole] or self._merges[reading.whole]):
            return self.names[reading.whole]
        if reading.place >= 0 and reading.verb_word:
            return f"{reading.verb_word} {self.names[reading.place]}"
        return reading.name

    def read(self, predicate: str) -> Reading:
        """Return what a predicate is made of."""
        name = self.normal(predicate)
        whole = self._rows.get(name, -1)
        verb, _, rest = name.partition(" ")
        place = self._rows.get(rest, -1) if rest else -1
        if place >= 0 and not self._is_place[place]:
            place = -1
        is_verb = verb in self._verbs
        if whole >= 0 and self._is_place[whole]:
            return Reading(name, whole, place=whole)
        if not is_verb or (whole >= 0 and place < 0):
            return Reading(name, whole, whole, name if whole >= 0 else "", -1)
        return Reading(name, whole, self._rows.get(verb, -1), verb, place)

    def inverse(self, predicate: str) -> str:
        """Return what the object is to the subject ("above": "below"); "" where none is known."""
        row = self.read(predicate).whole
        return self._inverse.get(self.names[row], "") if row >= 0 else ""

    def compare(self, a: Reading, b: Reading) -> float:
        """Return the similarity of two predicates, 0-1; -1 where the table says nothing."""
        if a.name == b.name:
            return 1.0
        if self._are_opposite(a, b):
            return 0.0
        values = [-1.0]
        if a.whole >= 0 and b.whole >= 0:
            values.append(float(self.alike[a.whole, b.whole]))
        places = self._places(a, b)
        verbs = self._verbs_of(a, b)
        if a.place >= 0 and b.place >= 0:
            values.append(places * (ENTAILED if not (a.verb_word and b.verb_word) else 1.0))
            if a.verb_word and b.verb_word:
                values[-1] = places * (SAME_PLACE + (1 - SAME_PLACE) * verbs)
                values.append(verbs * (OTHER_PLACE + (1 - OTHER_PLACE) * places))
        elif verbs > 0 and (a.place >= 0) != (b.place >= 0):
            values.append(verbs * ENTAILED)
        elif a.verb_word and a.verb_word == b.verb_word:
            values.append(OTHER_PLACE)
        return max(values)

    def _are_opposite(self, a: Reading, b: Reading) -> bool:
        pairs = ((a.whole, b.whole), (a.place, b.place), (a.verb, b.verb))
        return any(one >= 0 and other >= 0 and self.opposite[one, other] for one, other in pairs)

    def _places(self, a: Reading, b: Reading) -> float:
        return float(self.alike[a.place, b.place]) if a.place >= 0 and b.place >= 0 else 0.0

    def _verbs_of(self, a: Reading, b: Reading) -> float:
        if not (a.verb_word and b.verb_word):
            return 0.0
        if a.verb_word == b.verb_word:
            return 1.0
        return float(self.alike[a.verb, b.verb]) if a.verb >= 0 and b.verb >= 0 else 0.0


@lru_cache(maxsize=1)
def table() -> PredicateTable:
    """Return the table that ships.

    Raises:
        WeightsError: it is missing or damaged.
    """
    try:
        return PredicateTable(tomllib.loads(PREDICATES_FILE.read_text("utf-8")))
    except (OSError, ValueError, KeyError) as error:
        raise damaged_table(PREDICATES_FILE) from error


def normal(predicate: str) -> str:
    """Return a predicate in lower case with its verb as in a dictionary ("is wearing": "wear")."""
    return table().normal(predicate)


def inverse(predicate: str) -> str:
    """Return what the object is to the subject ("above": "below"); "" where none is known."""
    return table().inverse(predicate)


def similarity(
    names_a: Sequence[str], names_b: Sequence[str], vectors: LabelVectors | None = None
) -> NDArray[np.float32]:
    """Return how alike predicates are, float32 (A, B), 0-1.

    1: the same meaning; 0: opposites, or nothing in common. Symmetric in its two lists.

    Args:
        names_a: any predicates, inflected or not.
        names_b: any predicates.
        vectors: for predicates of which the table knows nothing; None: the shipped ones.
    """
    read_a, read_b = ([table().read(name) for name in names] for names in (names_a, names_b))
    rows_a, rows_b = ([reading.name for reading in read] for read in (read_a, read_b))
    known = dict(zip(rows_a + rows_b, read_a + read_b, strict=True))
    columns = {name: column for column, name in enumerate(dict.fromkeys(rows_b))}
    lines = {name: line for line, name in enumerate(dict.fromkeys(rows_a))}
    found = np.array(
        [[table().compare(known[a], known[b]) for b in columns] for a in lines], np.float32
    ).reshape(len(lines), len(columns))
    if (found < 0).any():
        cosines = (vectors or LabelVectors.load()).similarity(list(lines), list(columns))
        guess = (cosines - _FALLBACK_FLOOR) / (1 - _FALLBACK_FLOOR) * FALLBACK
        found = np.where(found < 0, np.clip(guess, 0, FALLBACK), found)
    return np.asarray(
        found[[lines[name] for name in rows_a]][:, [columns[name] for name in rows_b]], np.float32
    )
