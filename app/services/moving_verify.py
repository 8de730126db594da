"""Are two catalogues equal? Counts and hashes of all rows, hashes of what they say, searches."""

from typing import TYPE_CHECKING

import numpy as np

from app.services.moving_vectors import differs
from common.jobs import JobContext

if TYPE_CHECKING:
    from indexers.catalogue import Catalogue
    from indexers.catalogue.backend import Backend
    from indexers.catalogue.copied_rows import Handover

SEARCHES = 1_000  # 400 of words, 400 of filters, 200 for nearest vectors
_WORDS = _FILTERS = 400
_SHOWN = 2_000  # items of a search that are compared one by one
_STEP = 1_000  # lines between two looks at the context


def compare_rows(
    source: "Backend", target: "Backend", handover: "Handover", context: JobContext
) -> dict[str, int]:
    """Compare counts and hashes of every table; return how many tables and rows are equal.

    Raises:
        LibraryError: a table differs; names it.
        JobCancelled: the user cancelled.
    """
    from indexers.catalogue.copied_rows import Digest, RowReader, copied_tables
    from indexers.catalogue.copying import reading

    tables, rows = copied_tables(), 0
    for at, table in enumerate(tables):
        told = []
        for backend, reader in ((source, RowReader(table, handover)), (target, RowReader(table))):
            digest = Digest()
            with reading(backend) as connection:
                for page in reader.pages(connection):
                    context.step(at, len(tables), f"Comparing {table.name}")
                    for row in page:
                        digest.add(row)
            told.append(digest)
        if told[0].count != told[1].count:
            raise differs(f"the counts of {table.name} ({told[0].count} and {told[1].count})")
        if told[0] != told[1]:
            raise differs(f"rows of {table.name}")
        rows += told[0].count
    return {"tables": len(tables), "rows": rows}


def compare_content(
    source: "Catalogue", target: "Catalogue", context: JobContext
) -> dict[str, int]:
    """Compare hashes of what both say, without numbers; return how many lines are equal."""
    from indexers.catalogue.copied_rows import Digest

    told = []
    for catalogue in (source, target):
        digest = Digest()
        for at, line in enumerate(catalogue.canonical()):
            if at % _STEP == 0:
                context.step(at, 0, "Comparing what is known")
            digest.add(line)
        told.append(digest)
    if told[0] != told[1]:
        raise differs("what is known of items")
    return {"lines of the content": told[0].count}


def compare_searches(
    source: "Catalogue", target: "Catalogue", context: JobContext
) -> dict[str, int]:
    """Ask both the same; return how many answers were equal.

    Raises:
        LibraryError: an answer differs.
    """
    rng = np.random.default_rng(5)
    words = _words(source, rng)
    for at, word in enumerate(words):
        context.step(at, len(words), "Searching words")
        count = source.count_text(word)
        if count != target.count_text(word):
            raise differs(f"the items found by “{word}”")
        if count <= _SHOWN:
            found = [
                {hit.item for hit in c.search_text(word, limit=count)} for c in both(source, target)
            ]
            if found[0] != found[1]:
                raise differs(f"the items found by “{word}”")
    return {"searches of words": len(words)} | _compare_filters(source, target, rng, context)


def both(source: "Catalogue", target: "Catalogue") -> tuple["Catalogue", "Catalogue"]:
    """Return both, to be asked in turns."""
    return source, target


def _words(source: "Catalogue", rng: np.random.Generator) -> list[str]:
    """Return words of some items' texts, each once, in an order that is repeatable."""
    from indexers.catalogue.words import tokens

    ids = np.asarray(source.ids(), np.int64)
    if not len(ids):
        return []
    chosen = rng.choice(ids, min(len(ids), 4 * _WORDS), replace=False).tolist()
    found: dict[str, None] = {}
    for known in source.describe(chosen):
        for said in known.texts:
            plain = [word for word in tokens(said.content)[:50] if word.isascii()]
            found.update(dict.fromkeys(plain))
    words = sorted(found)
    return [words[at] for at in rng.permutation(len(words))[:_WORDS].tolist()]


def _compare_filters(
    source: "Catalogue", target: "Catalogue", rng: np.random.Generator, context: JobContext
) -> dict[str, int]:
    from indexers.catalogue import Filter

    keys = source.facet_keys()
    if keys != target.facet_keys():
        raise differs("the facets")
    asked: list[Filter] = []
    for key in keys:
        counts = source.facet_counts(key)
        if sorted(counts) != sorted(target.facet_counts(key)):
            raise differs(f"the counts of the facet {key}")
        asked += [Filter(key, (value,)) for value, _ in counts]
    years = [Filter("year", low=at, high=at + 5) for at in range(1900, 2040, 5)]
    chosen = rng.permutation(len(asked))[: _FILTERS - len(years)].tolist()
    filters = [*years, *(asked[at] for at in chosen)]
    for at, each in enumerate(filters):
        context.step(at, len(filters), "Searching facets")
        answers = [one.items_with([each]).tolist() for one in both(source, target)]
        if answers[0] != answers[1]:
            raise differs(f"the items found by the filter {each.key}")
    return {"searches of facets": len(filters)}
