"""Makes `resources/language/tagger.json.gz`: `python -m models.convert.tagger TRAIN.csv`.

Learns from captions with human scene graphs (FACTUAL, of Visual Genome's region captions, CC BY
4.0): the graph tells which words are objects, attributes and predicates, so no tagged corpus is
needed. Words that the graph does not explain teach nothing. Seeded: the same file every time.
"""

import argparse
import csv
import gzip
import json
import logging
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from models.language import lemmas
from models.language.lexicon import (
    ADJECTIVE,
    ANIMALS,
    COVERS,
    GERUND,
    NOUN,
    OPEN,
    PARTICIPLE,
    PERSONS,
    VERB,
)
from models.language.tagger import RESOURCE, best, classes, features
from models.language.tokens import Token, tokens

logger = logging.getLogger(__name__)

SEED = 20260
EPOCHS = 6
LEAST = 3  # times that a feature must have been seen
_TRIPLE = re.compile(r"\(\s(.*?)\s\)(?=\s*(?:,|$))")
_NUMBER = re.compile(r":\d+$")

_END = Token("", "", 0, 0)
Row = tuple[list[Token], list[str]]  # words and tags, "" where the graph does not tell


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption and its gold graph.

    Args:
        text: the caption.
        objects: names of the objects, as the annotator wrote them.
        attributes: (object, attribute).
        triples: (subject, predicate with its mark, object).
    """

    text: str
    objects: frozenset[str]
    attributes: frozenset[tuple[str, str]]
    triples: frozenset[tuple[str, str, str]]


def read_captions(path: Path) -> Iterator[Caption]:
    """Yield the captions of a file of FACTUAL, nodes named without their numbers."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            facts = [part.split(" , ") for part in _TRIPLE.findall(row["scene_graph"])]
            names = [[_NUMBER.sub("", name.strip()) for name in fact] for fact in facts]
            triples = {(one[0], one[1], one[2]) for one in names if len(one) == 3}
            relations = frozenset(one for one in triples if one[1] != "is")
            yield Caption(
                text=row["caption"],
                objects=frozenset(one[0] for one in names if len(one) in {1, 3})
                | {one[2] for one in relations},
                attributes=frozenset((one[0], one[2]) for one in triples if one[1] == "is"),
                triples=relations,
            )


def align(caption: Caption) -> Row:
    """Return the words of a caption with the tags that its graph tells."""
    words = tokens(caption.text)
    nouns = {lemmas.noun(word) for name in caption.objects for word in name.split()}
    qualities = {
        word
        for _, value in caption.attributes
        for word in value.split()
        if not value.startswith(("with", "in ", "without", "on "))
    }
    doings: dict[str, str] = {}
    for _, predicate, _ in sorted(caption.triples):
        mark, _, rest = predicate.partition(":")
        if rest:
            doings[rest.split()[0]] = mark
    fixed = classes(words)
    return words, [
        known or _told(word.lower, after.lower, nouns, qualities, doings)
        for word, after, known in zip(words, [*words[1:], _END], fixed, strict=True)
    ]


def _told(
    text: str, after: str, nouns: set[str], qualities: set[str], doings: dict[str, str]
) -> str:
    if lemmas.noun(text) in nouns:
        return NOUN
    lemma = lemmas.verb(text)
    if lemma in doings:
        if text.endswith("ing"):
            return GERUND
        past = text.endswith("ed") or text in lemmas.PAST
        done_to = (
            doings[lemma] == "pv" or after == "by" or (lemma in COVERS and after in {"in", "with"})
        )
        return PARTICIPLE if done_to and past else VERB
    if text in qualities:
        return GERUND if text.endswith("ing") and lemma in lemmas.VERBS else ADJECTIVE
    return ""


def tell_of_oneself(rows: list[Row], chance: random.Random) -> Iterator[Row]:
    """Yield captions as the one who wears a camera would tell them, in the past.

    "a man holding a cup" teaches "i held a cup", "she was holding a cup" and "the man held a cup".
    """
    for words, tags in rows:
        at = next((number for number, one in enumerate(tags) if one == GERUND), 0)
        if not at or chance.random() > 0.5:
            continue
        rest, rest_tags = words[at + 1 :], tags[at + 1 :]
        lemma = lemmas.verb(words[at].lower)
        who = chance.choice(["i", "we", "he", "she", "they", "it"])
        told = Token(lemmas.past(lemma), lemmas.past(lemma), 0, 0)
        match chance.randrange(4):
            case 0:
                yield [Token(who, who, 0, 0), told, *rest], ["R", VERB, *rest_tags]
            case 1:
                yield (
                    [Token(who, who, 0, 0), Token("was", "was", 0, 0), *words[at:]],
                    ["R", "X", GERUND, *rest_tags],
                )
            case 2:
                yield [*words[:at], told, *rest], [*tags[:at], VERB, *rest_tags]
            case _:
                yield words[at:], tags[at:]


def train(rows: list[Row], epochs: int = EPOCHS) -> dict[str, tuple[int, ...]]:
    """Return the averaged weights, as whole numbers from -2000 to 2000."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    weights: dict[str, list[int]] = {}
    sums: dict[str, list[int]] = {}
    step = 0
    for epoch in range(epochs):
        chance.shuffle(rows)
        wrong = 0
        for words, gold in rows:
            step += 1
            wrong += _learn(words, gold, weights, sums, step)
        logger.info("epoch %d: %d wrong", epoch + 1, wrong)
    seen = Counter(name for words, gold in rows for name in _all_features(words, gold))
    means = {
        name: [weight - total / step for weight, total in zip(row, sums[name], strict=True)]
        for name, row in weights.items()
        if seen[name] >= LEAST
    }
    scale = 2000 / max(max(map(abs, row)) for row in means.values())
    rounded = {name: tuple(round(value * scale) for value in row) for name, row in means.items()}
    return {name: row for name, row in sorted(rounded.items()) if any(row)}


def _learn(
    words: list[Token],
    gold: list[str],
    weights: dict[str, list[int]],
    sums: dict[str, list[int]],
    step: int,
) -> int:
    texts = [word.lower for word in words]
    fixed = classes(words)
    before, last, wrong = "^", "^", 0
    for place, truth in enumerate(gold):
        chosen = fixed[place]
        if not chosen:
            seen = tuple(features(texts, fixed, place, before, last))
            chosen = best(iter(seen), weights)  # type: ignore[arg-type]
            if truth and truth != chosen:
                wrong += 1
                for name in seen:
                    row = weights.setdefault(name, [0] * len(OPEN))
                    total = sums.setdefault(name, [0] * len(OPEN))
                    for tag, sign in ((truth, 1), (chosen, -1)):
                        row[OPEN.index(tag)] += sign
                        total[OPEN.index(tag)] += sign * step
                chosen = truth
        before, last = last, chosen
    return wrong


def _all_features(words: list[Token], gold: list[str]) -> Iterator[str]:
    texts = [word.lower for word in words]
    fixed = classes(words)
    tags = ["^", "^", *gold]
    for place in range(len(words)):
        if not fixed[place]:
            yield from features(texts, fixed, place, tags[place], tags[place + 1])


def compounds(captions: Iterable[Caption]) -> list[str]:
    """Return the pairs of nouns that are one name at least twice, and oftener than a quality."""
    one: Counter[str] = Counter()
    two: Counter[str] = Counter()
    for caption in captions:
        for name in caption.objects:
            words = name.split()
            if len(words) == 2:
                one[f"{words[0]} {lemmas.noun(words[1])}"] += 1
        for thing, value in caption.attributes:
            two[f"{value} {lemmas.noun(thing)}"] += 1
    return sorted(pair for pair, times in one.items() if times >= 2 and times > two[pair])


def agents(captions: Iterable[Caption]) -> list[str]:
    """Return the nouns that do what only persons and animals do."""
    doing = {"wear", "hold", "ride", "eat", "watch", "look at", "carry", "play", "swing", "talk on"}
    found: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for caption in captions:
        for subject, predicate, _ in sorted(caption.triples):
            named[lemmas.noun(subject)] += 1
            if predicate.removeprefix("v:") in doing and predicate.startswith("v:"):
                found[lemmas.noun(subject)] += 1
    usual = {
        name
        for name, times in found.items()
        if times >= 6 and times > 0.1 * named[name] and " " not in name
    }
    return sorted((usual | PERSONS | ANIMALS) - {"hand", "i"})


def attachments(captions: Iterable[Caption]) -> dict[str, float]:
    """Return how phrases after "subject verb object" attach: log odds of object over subject."""
    to_object: defaultdict[str, float] = defaultdict(lambda: 0.5)
    to_subject: defaultdict[str, float] = defaultdict(lambda: 0.5)
    for caption in captions:
        subjects = {
            thing: subject
            for subject, predicate, thing in sorted(caption.triples)
            if predicate.startswith(("v:", "pv:"))
        }
        for head, predicate, thing in sorted(caption.triples):
            for link, counts in (
                (head in subjects, to_object),
                (head in subjects.values(), to_subject),
            ):
                if link and subjects.get(thing) != head:
                    word = predicate.split(":")[-1].split(" ")[-1]
                    for name in (
                        word,
                        f"{word} {lemmas.noun(thing)}",
                        f"{lemmas.noun(head)} {word}",
                    ):
                        counts[name] += 1
    names = {name for counts in (to_object, to_subject) for name, n in counts.items() if n > 5}
    return {name: round(math.log(to_object[name] / to_subject[name]), 2) for name in sorted(names)}


def make_tagger(source: Path, target: Path) -> None:
    """Learn from the captions of source, and write target.

    Raises:
        OSError: a file cannot be read or written.
    """
    captions = list(read_captions(source))
    rows = [align(caption) for caption in captions]
    rows += tell_of_oneself(rows, random.Random(SEED))  # noqa: S311 - no secret
    document = {
        "source": "FACTUAL captions and graphs of Visual Genome regions, CC BY 4.0",
        "tags": OPEN,
        "weights": train(rows),
        "compounds": compounds(captions),
        "agents": agents(captions),
        "attachments": attachments(captions),
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    logger.info("wrote %s: %d bytes", target, target.stat().st_size)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="train.csv of FACTUAL")
    folder = Path(__file__).resolve().parents[2] / "resources" / "language"
    make_tagger(parser.parse_args().source, folder / RESOURCE)
