"""Beyond one machine: each part of a distributed library beside the single folder, in one run."""

from benchmarks import scale_rounds, scale_vectors
from benchmarks.report import BenchReport
from common.jobs import JobContext

NAME = "scale"
PARTS = (scale_rounds, scale_vectors)
"""Modules with `rows(report, context, *, quick)`."""


def run(*, quick: bool = False, context: JobContext | None = None) -> BenchReport:
    """Measure every part.

    Args:
        quick: small sizes.
        context: reports and cancels.

    Raises:
        JobCancelled: the user cancelled.
    """
    context = context or JobContext()
    report = BenchReport(NAME)
    for part in PARTS:
        part.rows(report, context, quick=quick)
    return report
