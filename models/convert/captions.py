"""Reads captions with gold scene graphs: FACTUAL, CSV files with the column `scene_graph`.

Li et al., "FACTUAL: a benchmark for faithful and consistent textual scene graph parsing", ACL
Findings 2023; the captions are regions of Visual Genome (CC BY 4.0).
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models.scenes.names import normal_name, singular
from models.scenes.predicates import normal

_FACT = re.compile(r"\(([^()]*)\)")
_PASSIVE_BY = " by"


@dataclass
class Facts:
    """What captions say, counted.

    Args:
        objects: names in the singular.
        attributes: as they stand.
        triples: subject, predicate, object.
    """

    objects: Counter[str] = field(default_factory=Counter)
    attributes: Counter[str] = field(default_factory=Counter)
    triples: Counter[tuple[str, str, str]] = field(default_factory=Counter)


def count_facts(files: Sequence[Path]) -> Facts:
    """Count the objects, attributes and triples of all captions.

    Raises:
        OSError: a file cannot be read.
        KeyError: a file has no column `scene_graph`.
    """
    facts = Facts()
    for file in files:
        with file.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                for parts in read_graph(row["scene_graph"]):
                    _count(facts, parts)
    return facts


def read_graph(text: str) -> Iterator[list[str]]:
    """Yield the facts of one graph: [thing], [thing, "is", attribute] or a triple.

    A passive with "by" is turned round: (umbrella, pv:hold by, man) is man hold umbrella.
    """
    for fact in _FACT.findall(text):
        parts = [part.strip() for part in fact.split(" , ")]
        if len(parts) == 1 and parts[0]:
            yield [_name(parts[0])]
        elif len(parts) == 3 and all(parts):
            yield _fact(parts)


def _fact(parts: Sequence[str]) -> list[str]:
    subject, told, target = parts
    if told == "is":
        return [_name(subject), "is", normal_name(target)]
    mark, _, verb = told.rpartition(":")
    predicate = normal(verb)
    if mark == "pv" and predicate.endswith(_PASSIVE_BY):
        return [_name(target), predicate.removesuffix(_PASSIVE_BY), _name(subject)]
    return [_name(subject), predicate, _name(target)]


def _count(facts: Facts, parts: Sequence[str]) -> None:
    facts.objects[parts[0]] += 1
    if len(parts) == 3 and parts[1] == "is":
        facts.attributes[parts[2]] += 1
    elif len(parts) == 3:
        facts.objects[parts[2]] += 1
        facts.triples[parts[0], parts[1], parts[2]] += 1


def _name(text: str) -> str:
    return singular(normal_name(text))
