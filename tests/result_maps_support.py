"""A small library whose vectors make a map."""

import numpy as np

from app.services.library import Library
from common.values import Facet, Findings
from indexers.catalogue.records import NewFindings

COUNT, DIMS, KINDS = 420, 12, 7
WITHOUT = 20  # the last ones have no vector


def vectors(count: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    centres = 2 * np.random.default_rng(7).normal(size=(KINDS, DIMS))
    made = centres[np.arange(count) % KINDS] + 0.4 * rng.normal(size=(count, DIMS))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def give(library: Library, ids: list[int], seed: int = 0, encoder: str = "layout") -> None:
    collection = library.vectors(encoder)
    rows = collection.append(vectors(len(ids), seed))
    batch = []
    for number, (item, row) in enumerate(zip(ids, rows.tolist(), strict=True)):
        facets = [Facet("concept", f"kind {number % KINDS}", 0.8, "net")] if number % 10 else []
        batch.append(
            NewFindings(item, encoder, f"v{seed}", Findings(facets=facets), {encoder: row})
        )
    library.catalogue.add_findings_batch(batch)
    collection.commit(ids, rows.tolist())
