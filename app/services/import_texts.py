"""Meaning of texts: sentence vectors of titles, plots and captions, as a stage of its own."""

import logging
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from app.services.import_facts import words_of
from app.services.import_types import Meter
from app.services.import_write import commit_vectors, store_vectors
from common.errors import ModelError
from common.values import Findings, ItemKind, SkippedFile, Text, TextKind
from indexers.catalogue import ItemDetails, NewFindings
from models.base import Priority

if TYPE_CHECKING:
    from app.services.library import Library
    from models.engine import Engine

logger = logging.getLogger(__name__)

ENCODER = "minilm"
"""Analysis and encoder name of the sentence vectors of items."""

MAX_CHARACTERS = 600  # about 128 tokens of English: beyond, a sentence vector says little more
_PAGE = 256
_MICRO_BATCH = 32
_TOLD = (TextKind.PLOT, TextKind.CAPTION, TextKind.SPEECH, TextKind.OCR, TextKind.TAG)
_NO_WORD = re.compile(
    r"\b(img|dsc\w?|dscf|dscn|pxl|mvi|vid|mov|gopr|p|n|wp|whatsapp|image|screenshot|photo|foto|"
    r"scan|untitled|v|s|f)?\d+\w*\b",
    re.IGNORECASE,
)


def text_of(item: ItemDetails) -> str:
    """Return what an item is about in words; "" where nothing but a number names it."""
    title = item.summary.title
    if item.summary.kind is not ItemKind.FILM:
        title = " ".join(_NO_WORD.sub(" ", words_of(title)).split())
        if item.summary.kind is ItemKind.SHOT or not any(len(word) > 2 for word in title.split()):
            title = ""
    parts = [title, *_told(item.texts)]
    return ". ".join(part for part in parts if part)[:MAX_CHARACTERS]


def _told(texts: Sequence[Text]) -> Iterable[str]:
    """Return the texts that tell something, plots first, none twice."""
    ordered = sorted(texts, key=lambda text: _TOLD.index(text.kind) if text.kind in _TOLD else 99)
    return dict.fromkeys(text.content.strip() for text in ordered if text.kind in _TOLD)


def count_texts(library: "Library", engine: "Engine") -> int:
    """Return how many items have no sentence vector yet; 0 where no encoder is there."""
    version = _version(engine)
    return 0 if version is None else library.catalogue.count_pending(ENCODER, version)


def encode_texts(library: "Library", engine: "Engine", meter: Meter) -> list[SkippedFile]:
    """Store the sentence vector of every item that lacks it; finished pages are kept on a cancel.

    Args:
        library: open for writing.
        engine: has the encoder, or the stage does nothing.
        meter: grows by the items that are pending.

    Returns:
        Why the stage could not run, if it could not.

    Raises:
        JobCancelled: the user cancelled.
    """
    version = _version(engine)
    if version is None:
        return []
    catalogue = library.catalogue
    meter.total += catalogue.count_pending(ENCODER, version)
    after = 0
    while page := catalogue.pending(ENCODER, version, limit=_PAGE, after=after):
        after = page[-1].id
        problem = encode_items(
            library, engine, meter, [catalogue.item(pending.id) for pending in page]
        )
        if problem:
            return [problem]
        meter.advance("Reading titles and plots", len(page))
    return []


def encode_items(
    library: "Library", engine: "Engine", meter: Meter, items: Iterable[ItemDetails]
) -> SkippedFile | None:
    """Store the sentence vectors of some items, in one transaction; return why not, if not.

    Raises:
        JobCancelled: the user cancelled.
        LibraryError: the disk is full.
    """
    version = _version(engine)
    if version is None:
        return SkippedFile(f"model:{ENCODER}", "the sentence encoder is not installed")
    texts = {item.id: text_of(item) for item in items}
    try:
        found = _encode(engine, {item: text for item, text in texts.items() if text}, meter)
    except ModelError as error:
        logger.warning("texts are not encoded: %s", error)
        return SkippedFile(f"model:{ENCODER}", error.what.rstrip("."))
    store_findings(
        library,
        [NewFindings(item, ENCODER, version, found.get(item, Findings())) for item in texts],
    )
    return None


def _version(engine: "Engine") -> str | None:
    return next((info.version for info in engine.text_encoders() if info.name == ENCODER), None)


def _encode(engine: "Engine", texts: dict[int, str], meter: Meter) -> dict[int, Findings]:
    """Return vectors by item; shortest texts first, so that a micro-batch is of one length."""
    order = sorted(texts, key=lambda item: (len(texts[item]), item))
    found: dict[int, Findings] = {}
    for start in range(0, len(order), _MICRO_BATCH):
        meter.check("Reading titles and plots")
        part = order[start : start + _MICRO_BATCH]
        vectors = engine.encode_text(
            ENCODER, [texts[item] for item in part], priority=Priority.BACKGROUND
        )
        for item, vector in zip(part, vectors, strict=True):
            found[item] = Findings(vectors={ENCODER: vector})
    return found


def store_findings(library: "Library", findings: Sequence[NewFindings]) -> None:
    """Store findings of stored items with their vectors, in one transaction.

    Raises:
        LibraryError: the disk is full.
    """
    placed = store_vectors(library, [new.findings.vectors for new in findings])
    named = [
        NewFindings(new.item, new.analysis, new.version, new.findings, rows)
        for new, rows in zip(findings, placed, strict=True)
    ]
    library.catalogue.add_findings_batch(named)
    commit_vectors(library, [new.item for new in findings], placed)
