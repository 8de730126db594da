"""A library's catalogue moved from its folder to PostgreSQL, and back, copied and compared."""

import tempfile
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from benchmarks import scale_catalogue
from benchmarks.report import BenchReport
from common.jobs import JobContext

SIZE, QUICK_SIZE = 1_000_000, 2_000
_LIBRARY = "bench"


def rows(report: BenchReport, context: JobContext, *, quick: bool) -> None:
    """Add how many items a second are moved; ours is to the server, the peer is back from it.

    Args:
        report: gets the cases; none where PostgreSQL is absent.
        context: reports and cancels.
        quick: a small size.

    Raises:
        JobCancelled: the user cancelled.
    """
    from indexers.catalogue import Catalogue

    count = QUICK_SIZE if quick else SIZE
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        scale_catalogue.server(Path(folder)) as url,
    ):
        if url is None:
            return
        first, last = (f"sqlite:///{folder}/{name}.db" for name in ("first", "last"))
        Catalogue.open(first).close()
        scale_catalogue.fill(first, count, context)
        server = make_url(url).render_as_string(hide_password=False)
        took = [_moved(*pair, context) for pair in ((first, server), (server, last))]
        for at, name in enumerate(("copied", "compared")):
            report.add(
                f"move {name} {count}", count / took[0][at], count / took[1][at], "items/s",
                "folder to PostgreSQL beside PostgreSQL to folder",
            )  # fmt: skip


def _moved(source: str, target: str, context: JobContext) -> tuple[float, float]:
    """Copy, compare and seal; return the seconds of copying and of comparing."""
    from app.services.moving_verify import compare_content, compare_rows, compare_searches
    from indexers.catalogue import copying
    from indexers.catalogue.copied_rows import Handover

    whole = Handover()
    with (
        closing(copying.open_backend(source, read_only=True)) as old,
        closing(copying.open_backend(target)) as new,
    ):
        began = time.perf_counter()
        _, revision = copying.version_and_revision(old)
        state = copying.CopyState(_LIBRARY, revision, whole.as_json())
        copying.prepare(new, state)
        copying.copy_rows(old, new, state, whole, context)
        copied = time.perf_counter()
        compare_rows(old, new, whole, context)
        here, there = copying.unchecked(old, ""), copying.unchecked(new, "")
        compare_content(here, there, context)
        compare_searches(here, there, context)
        compared = time.perf_counter()
        copying.seal(old, new)
    return copied - began, compared - copied
