"""Beyond one machine: each part of a distributed library beside the single folder, in one run."""

from benchmarks import (
    scale_catalogue,
    scale_fields,
    scale_import,
    scale_move,
    scale_rounds,
    scale_shards,
    scale_vectors,
)
from benchmarks.report import BenchReport
from common.jobs import JobContext

NAME = "scale"
PARTS = (
    scale_catalogue,
    scale_fields,
    scale_import,
    scale_move,
    scale_rounds,
    scale_shards,
    scale_vectors,
)
"""Modules with `rows(report, context, *, quick)`."""


def run(
    *, quick: bool = False, items: int | None = None, context: JobContext | None = None
) -> BenchReport:
    """Measure every part.

    Args:
        quick: small sizes.
        items: of the catalogue, which alone is measured then; None for the usual size.
        context: reports and cancels.

    Raises:
        JobCancelled: the user cancelled.
    """
    context = context or JobContext()
    report = BenchReport(NAME)
    if items is not None:
        scale_catalogue.rows(report, context, quick=quick, items=items)
        return report
    for part in PARTS:
        part.rows(report, context, quick=quick)
    return report
