"""Makes the tables in `resources/scenes`: `python -m models.convert.scene_tables DATA`.

DATA holds `factual_sg/` (captions of Visual Genome with gold graphs) and `vg/` (its label lists).
Two runs give the same bytes.

* `labels.npz`: names and their sentence vectors (all-MiniLM-L6-v2), centred, float16;
* `relations.npz`: how often each subject, predicate and object stand together.
"""

import json
import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.base import Runtime, unit
from models.cards import CARDS_FOLDER
from models.convert.captions import Facts, count_facts
from models.detectors import object_names
from models.encoders.minilm import MiniLmBackend
from models.hub import ModelHub
from models.scenes.labels import LABELS_FILE, SCENES_FOLDER, LabelVectors
from models.scenes.names import normal_name, singular
from models.scenes.predicates import normal, table
from models.scenes.relations import RELATIONS_FILE

logger = logging.getLogger(__name__)

WORDS_FILE: Final = SCENES_FOLDER / "words.txt"
_LEAST = {"objects": 2, "predicates": 2, "attributes": 3}  # mentions that make a name worth a row
_LEAST_PREDICATE = 4  # mentions that make a predicate one to be said of an image


def make_tables(data: Path) -> None:
    """Write both tables.

    Raises:
        OSError: the captions or the lists cannot be read.
        ModelError: the sentence encoder is not there.
    """
    facts = count_facts([data / "factual_sg" / f"{part}.csv" for part in ("train", "dev")])
    names = label_names(facts, data / "vg" / "VG-SGG-dicts-with-attri.json")
    write_labels(LABELS_FILE, names, _encode(list(names)))
    write_relations(RELATIONS_FILE, facts)


def label_names(facts: Facts, lists: Path) -> dict[str, int]:
    """Return the names of the label table, in order, and how often captions mention them."""
    genome = json.loads(lists.read_text("utf-8"))
    predicates: Counter[str] = Counter()
    for (_, predicate, _), count in facts.triples.items():
        predicates[predicate] += count
    counts: Counter[str] = Counter()
    for found, least in (
        (facts.objects, _LEAST["objects"]),
        (predicates, _LEAST["predicates"]),
        (facts.attributes, _LEAST["attributes"]),
    ):
        counts.update({name: count for name, count in found.items() if count >= least})
    listed = [
        *map(_noun, genome["label_to_idx"]),
        *map(normal, genome["predicate_to_idx"]),
        *map(normal_name, genome["attribute_to_idx"]),
        *map(_noun, object_names()),
        *map(_noun, _imagenet_names()),
        *(word for word in table().words()),
        *map(normal_name, WORDS_FILE.read_text("utf-8").splitlines()),
    ]
    everything = {name for name in [*counts, *listed] if _is_name(name)}
    # The commonest first: of equal counts by the alphabet, so that two runs agree.
    return {name: counts[name] for name in sorted(everything, key=lambda n: (-counts[n], n))}


def write_labels(path: Path, names: Mapping[str, int], encoded: NDArray[np.float32]) -> None:
    """Write a label table: names, centred vectors, counts, and the mean that was taken away."""
    mean = encoded.mean(axis=0)
    np.savez(
        path,
        names=_text(names),
        counts=np.array(list(names.values()), np.int32),
        vectors=unit(encoded - mean).astype(np.float16),
        mean=mean.astype(np.float32),
    )
    logger.info("wrote %s: %d names", path, len(names))


def write_relations(path: Path, facts: Facts) -> None:
    """Write the counts of the relation model; predicates in the form in which it says them."""
    triples: Counter[tuple[str, str, str]] = Counter()
    for (subject, predicate, target), count in facts.triples.items():
        triples[subject, table().canonical(predicate), target] += count
    totals: Counter[str] = Counter()
    for (_, predicate, _), count in triples.items():
        totals[predicate] += count
    kept = {each: n for each, n in triples.items() if totals[each[1]] >= _LEAST_PREDICATE}
    labels = sorted({name for subject, _, target in kept for name in (subject, target)})
    predicates = sorted({each[1] for each in kept}, key=lambda name: (-totals[name], name))
    rows = {name: row for row, name in enumerate(labels)}
    columns = {name: column for column, name in enumerate(predicates)}
    order = sorted((rows[s], rows[o], columns[p], n) for (s, p, o), n in kept.items())
    subjects, objects, said, counts = np.array(order, np.uint16).T
    np.savez_compressed(
        path,
        labels=_text(labels),
        predicates=_text(predicates),
        subjects=subjects,
        objects=objects,
        said=said,
        counts=counts,
    )
    logger.info("wrote %s: %d triples, %d predicates", path, len(order), len(predicates))


def _encode(names: list[str]) -> NDArray[np.float32]:
    with tempfile.TemporaryDirectory() as folder:  # nobody's own models count
        weights = ModelHub(Path(folder)).weights("minilm")
    backend = MiniLmBackend(weights.path if weights else Path(), "")
    backend.load(Runtime())
    return backend.encode(names)


def _imagenet_names() -> list[str]:
    lines = (CARDS_FOLDER / "imagenet_labels.txt").read_text("utf-8").splitlines()
    return [line.partition(",")[0] for line in lines]


def _noun(name: str) -> str:
    return singular(normal_name(name))


def _is_name(name: str) -> bool:
    return name.isascii() and any(letter.isalpha() for letter in name) and len(name) <= 40


def _text(names: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(names).encode(), np.uint8)


def main(arguments: list[Any]) -> int:
    """Make the tables from the folder that is named, and say how near some names are."""
    if len(arguments) != 1:
        logger.error("Name the folder that holds factual_sg and vg.")
        return 2
    make_tables(Path(arguments[0]))
    vectors = LabelVectors.load()
    for name in ("sofa", "television", "guy", "mug"):
        logger.info("%s: %s", name, vectors.nearest(name, 5))
    return 0


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    sys.exit(main(sys.argv[1:]))
