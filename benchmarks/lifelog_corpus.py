"""A library of scene graphs with queries that people wrote, for measuring how well they are found.

Images are those of Visual Genome of which `factual_sg` holds captions with graphs. What a detector
would say of an image is made from the graphs that people drew of its regions by a noise model (the
level `mid`): a quarter of the objects missing, a tenth of the rest under a wrong name, six more
that are not there, half of the predicates drawn from what is usual between two such objects, and
eight more relations of that kind between objects taken at random. There are no boxes: nobody drew
them, and made-up ones would only say what the noise put in. Queries are captions as people wrote
them.

Library, queries and ranks of the baseline are **frozen**: FROZEN holds their hashes, made before
anything was tuned, and corpus() refuses any others. The random numbers are those of the standard
library, which stay the same from version to version; names are made singular by a rule of this
module's own, so that better rules elsewhere do not change the library.
"""

import csv
import hashlib
import itertools
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.shared_data import needed
from common.errors import AppError
from common.scenes import QueryEdge, QueryNode, QueryPart, SceneEdge, SceneGraph, SceneNode

IMAGES = 20_000
SEED = 20_201
SINGLE, ORDINARY, PLAIN = "single-relation", "ordinary", "no relation"
KINDS = (SINGLE, ORDINARY, PLAIN)
TUNED = {SINGLE: 800, ORDINARY: 800, PLAIN: 200}  # queries to tune on
TESTED = {SINGLE: 847, ORDINARY: 800, PLAIN: 200}  # at most, to test on

FROZEN = {
    "library": "fdea1695171f83f0a7aac17aeee8f06005b3c2f0cf4cd483bfbf1f4adf62fbae",
    "queries": "c35d0817f36c6b034cfba185e22546141107c67083e152f43bb6108f37b3b9a9",
}
"""SHA-256 of the library and of the queries that figures are quoted for."""

FROZEN_BASELINE = "730d736d0d425894b95cf41327d8483b7a4f7aa6d8c95ad776c9067775d1f4cf"
"""SHA-256 of the ranks that TF-IDF gives the targets of all queries, as people drew them."""

Triple = tuple[str, str, str]

_IS = {"is", "v:be", "be"}  # what follows is what the thing is like


@dataclass(frozen=True, slots=True)
class Noise:
    """What a detector gets wrong.

    Args:
        found: share of the objects that it finds.
        confused: share of those that it gives a wrong name.
        more_objects: mean number of objects that are not there.
        right: share of the true relations whose predicate it gets right; others are drawn from what
            is usual between two such objects.
        more_relations: mean number of relations that are not there.
    """

    found: float = 0.75
    confused: float = 0.10
    more_objects: float = 6.0
    right: float = 0.5
    more_relations: float = 8.0


MID = Noise()


@dataclass(frozen=True, slots=True)
class Region:
    """A part of an image that a person described.

    Args:
        image: its number at Visual Genome.
        number: of the region.
        caption: what the person wrote.
        objects: names, singular, in the order of the graph.
        triples: subject, predicate, object.
        held_out: it is not among the captions from which other parts learned.
    """

    image: int
    number: int
    caption: str
    objects: tuple[str, ...]
    triples: tuple[Triple, ...]
    held_out: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A query whose answer is known.

    Args:
        kind: SINGLE, ORDINARY or PLAIN.
        text: as people wrote it.
        target: place of its image in the library.
        gold: what people say it means.
        held_out: its captions are not among those from which other parts learned.
    """

    kind: str
    text: str
    target: int
    gold: QueryPart
    held_out: bool


@dataclass(frozen=True, slots=True)
class Corpus:
    """A library and queries.

    Args:
        images: numbers at Visual Genome.
        graphs: what the detector says of each.
        tuning: queries to tune on.
        test: queries to report on; of other images.
    """

    images: tuple[int, ...]
    graphs: tuple[SceneGraph, ...]
    tuning: tuple[Asked, ...]
    test: tuple[Asked, ...]

    def hashes(self) -> dict[str, str]:
        """Return the hashes that FROZEN holds for the whole corpus."""
        library = (
            f"{image}|{[node.label for node in graph.nodes]}|"
            f"{[(edge.subject, edge.predicate, edge.object) for edge in graph.edges]}"
            for image, graph in zip(self.images, self.graphs, strict=True)
        )
        queries = (
            f"{part}|{each.kind}|{each.text}|{each.target}|{_told(each.gold)}"
            for part, asked in (("tuning", self.tuning), ("test", self.test))
            for each in asked
        )
        return {"library": _hash(library), "queries": _hash(queries)}


def corpus(folder: Path | None = None, *, images: int = IMAGES, noise: Noise = MID) -> Corpus:
    """Return the library and its queries.

    Args:
        folder: with `train.csv` and `dev.csv`; None: that of the shared data.
        images: how many; fewer than IMAGES for trying, not for quoting.
        noise: of the detector; another than MID for comparing, not for quoting.

    Raises:
        AppError: the captions are absent, or what was made is not what was frozen.
    """
    regions = read_regions(folder or captions())
    made = make(regions, images, noise)
    if images == IMAGES and noise == MID and made.hashes() != FROZEN:
        raise AppError(
            "The library of the quality measurement is not the frozen one.",
            hint="Undo what changed benchmarks/lifelog_corpus.py or the captions.",
        )
    return made


def captions() -> Path:
    """Return the folder of captions with graphs.

    Raises:
        AppError: it is absent.
    """
    return needed("factual_sg/train.csv", "The captions with graphs").parent


def read_regions(folder: Path) -> list[Region]:
    """Return all regions of the files."""
    regions = []
    for name in ("train.csv", "dev.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                objects, triples = read_graph(row["scene_graph"])
                numbers = int(row["image_id"]), int(row["region_id"])
                caption = row["caption"].strip(" .")
                regions.append(Region(*numbers, caption, objects, triples, name == "dev.csv"))
    return regions


def read_graph(text: str) -> tuple[tuple[str, ...], tuple[Triple, ...]]:
    """Return the objects and relations of "( bike , v:rest against , box ) , ..."."""
    objects: dict[str, None] = {}
    triples: dict[Triple, None] = {}
    for found in re.findall(r"\(([^()]*)\)", text):
        parts = [re.sub(r":\d+$", "", part.strip().lower()) for part in found.split(" , ")]
        name = _singular(parts[0])
        objects.setdefault(name)
        if len(parts) == 3 and parts[1] not in _IS:
            thing = _singular(parts[2])
            objects.setdefault(thing)
            if thing != name:
                triples.setdefault((name, re.sub(r"^p?v:|^p:", "", parts[1]), thing))
    return tuple(objects), tuple(triples)


def make(regions: Sequence[Region], images: int, noise: Noise) -> Corpus:
    """Return a library: all images with several or held-out regions, and others at random."""
    by_image: dict[int, list[Region]] = defaultdict(list)
    for region in sorted(regions, key=lambda each: (each.image, each.number)):
        by_image[region.image].append(region)
    chance = random.Random(SEED)
    several = [
        image
        for image, of_image in sorted(by_image.items())
        if len(of_image) > 1 or any(region.held_out for region in of_image)
    ]
    rest = sorted(by_image.keys() - set(several))
    chance.shuffle(several)
    chance.shuffle(rest)
    chosen = sorted([*several[:images], *rest[: max(0, images - len(several))]])
    detector = _Detector([region for image in chosen for region in by_image[image]], noise, chance)
    graphs = tuple(detector.look(by_image[image]) for image in chosen)
    tuning, test = _queries(chosen, by_image, random.Random(SEED + 1))
    return Corpus(tuple(chosen), graphs, tuning, test)


class _Detector:
    """Says what is in an image, with faults."""

    def __init__(self, regions: Sequence[Region], noise: Noise, chance: random.Random) -> None:
        self._noise, self._chance = noise, chance
        names = Counter(name for region in regions for name in region.objects)
        self._names = list(names)
        self._shares = list(itertools.accumulate(names.values()))
        self._of_pair: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._of_object: dict[str, Counter[str]] = defaultdict(Counter)
        said: Counter[str] = Counter()
        for region in regions:
            for subject, predicate, thing in region.triples:
                self._of_pair[subject, thing][predicate] += 1
                self._of_object[thing][predicate] += 1
                said[predicate] += 1
        self._usual = [predicate for predicate, _ in said.most_common(8)]

    def look(self, regions: Sequence[Region]) -> SceneGraph:
        """Return what it says of an image whose regions are these."""
        noise, chance = self._noise, self._chance
        called: dict[str, str] = {}
        for name in sorted({name for region in regions for name in region.objects}):
            if chance.random() < noise.found:
                called[name] = self._any() if chance.random() < noise.confused else name
        names = [*called.values(), *(self._any() for _ in range(self._count(noise.more_objects)))]
        triples = []
        for subject, predicate, thing in sorted({t for each in regions for t in each.triples}):
            if subject in called and thing in called:
                pair = called[subject], called[thing]
                right = chance.random() < noise.right
                triples.append((pair[0], predicate if right else self._guess(*pair), pair[1]))
        if len(names) > 1:
            for _ in range(self._count(noise.more_relations)):
                one, other = chance.sample(names, 2)
                triples.append((one, self._guess(one, other), other))
        numbers = {name: number for number, name in enumerate(sorted(set(names)))}
        edges = [
            SceneEdge(numbers[subject], predicate, numbers[thing])
            for subject, predicate, thing in sorted(set(triples))
            if subject != thing
        ]
        return SceneGraph(tuple(map(SceneNode, numbers)), tuple(edges))

    def _any(self) -> str:
        """Return a name, common ones more often."""
        return self._chance.choices(self._names, cum_weights=self._shares)[0]

    def _guess(self, subject: str, thing: str) -> str:
        """Return a predicate that is usual between two such objects."""
        counts = self._of_pair.get((subject, thing)) or self._of_object.get(thing)
        if not counts:
            return self._chance.choice(self._usual)
        return self._chance.choices(list(counts), list(counts.values()))[0]

    def _count(self, mean: float) -> int:
        """Return a number drawn from Poisson's distribution."""
        left, count = math.exp(-mean), 0
        product = self._chance.random()
        while product > left:
            count, product = count + 1, product * self._chance.random()
        return count


def _queries(
    images: Sequence[int], by_image: dict[int, list[Region]], chance: random.Random
) -> tuple[tuple[Asked, ...], tuple[Asked, ...]]:
    """Return queries to tune on and to test on: no image has queries in both.

    Queries to test single relations with come from held-out captions only.
    """
    order = list(enumerate(images))
    chance.shuffle(order)
    taken: dict[str, list[list[Asked]]] = {kind: [[], []] for kind in TUNED}
    for place, image in order:
        regions = by_image[image]
        held_out = any(region.held_out for region in regions)
        asked = _asked(place, regions, chance)
        if asked is None:
            continue
        part = int(held_out) if asked.kind == SINGLE else chance.randrange(2)
        bounds = TUNED[asked.kind], TESTED[asked.kind]
        if len(taken[asked.kind][part]) < bounds[part]:
            taken[asked.kind][part].append(asked)
    tuning, test = ([each for kind in TUNED for each in taken[kind][part]] for part in (0, 1))
    return tuple(tuning), tuple(test)


def _asked(place: int, regions: Sequence[Region], chance: random.Random) -> Asked | None:
    """Return the query for an image: up to three captions, or a single one; None: it has none.

    A single caption is asked for its one relation or for its objects; what says more is left out.
    """
    if len(regions) > 1 and chance.random() < 0.75:
        return _as_query(ORDINARY, place, regions[:3])
    best = [region for region in regions if region.held_out] or regions
    relations = len(best[0].triples)
    if relations > 1:
        return None
    return _as_query(SINGLE if relations else PLAIN, place, best[:1])


def _as_query(kind: str, place: int, regions: Sequence[Region]) -> Asked:
    numbers: dict[str, int] = {}
    for region in regions:
        for name in region.objects:
            numbers.setdefault(name, len(numbers))
    triples = dict.fromkeys(triple for region in regions for triple in region.triples)
    gold = QueryPart(
        text=". ".join(region.caption for region in regions),
        nodes=tuple(QueryNode((name,)) for name in numbers),
        edges=tuple(QueryEdge(numbers[a], (said,), numbers[b]) for a, said, b in triples),
    )
    return Asked(kind, gold.text, place, gold, any(region.held_out for region in regions))


def _singular(name: str) -> str:
    """Return a name in the singular, by this module's own rule; see the top."""
    words = name.split()
    last = words[-1] if words else ""
    known = {"men": "man", "women": "woman", "people": "person", "children": "child"}
    kept = {"glasses", "jeans", "pants", "shorts", "skis", "sunglasses", "stairs"}
    if last in known:
        words[-1] = known[last]
    elif len(last) <= 3 or last in kept or last.endswith(("ss", "us", "is")):
        return name
    elif last.endswith("ies"):
        words[-1] = last[:-3] + "y"
    elif last.endswith("s"):
        words[-1] = last[: -2 if last.endswith(("shes", "ches", "xes", "sses")) else -1]
    return " ".join(words)


def _told(part: QueryPart) -> str:
    labels = [node.label for node in part.nodes]
    return f"{labels}{[(edge.subject, edge.predicate, edge.object) for edge in part.edges]}"


def _hash(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()
