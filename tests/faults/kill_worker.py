"""Kills imports at chosen moments and tells what a second import makes of each.

    python kill_worker.py MEDIA WORK SEED MOMENTS MODE [KIND]

One process loads everything once and forks a child for each import. A moment is one call of what
changes the disk or reports progress; a write is torn in its middle. MODE is "kill" (SIGKILL) or
"cancel"; KIND that of the import. Prints JSON:
{"events", "expected", "rounds": [{"at", "ended", "problems", "lines"}]}.
"""

import hashlib
import itertools
import json
import os
import random
import signal
import sys
import threading
from pathlib import Path

import cv2

import app.services.import_job
from app.services.checking import CheckService
from app.services.import_types import Meter
from app.services.library import Library
from common.errors import AppError
from common.jobs import JobCancelled, JobContext
from indexers.appendfile import AppendFile
from indexers.catalogue import Catalogue
from indexers.vectors import VectorCollection
from tests.import_media import LayoutModels, service

COUNTED = (
    (Catalogue, "add_batch"), (Catalogue, "touch_files"), (Catalogue, "mark_missing"),
    (Catalogue, "finish_run"), (VectorCollection, "append"), (VectorCollection, "commit"),
    (Meter, "advance"), (Catalogue, "add_samples"), (Catalogue, "add_positions"),
    (Catalogue, "set_episodes"), (Catalogue, "add_episodes"),
    (Catalogue, "save_place"), (Catalogue, "set_moments"),
    (Catalogue, "add_findings_batch"),
)  # fmt: skip


class Moments:
    """Counts events and ends the import at one of them."""

    def __init__(self, at: int, mode: str, context: JobContext) -> None:
        self.seen = 0
        self._at, self._mode, self._context = at, mode, context
        self._lock = threading.Lock()

    def pass_one(self) -> bool:
        """Count an event; whether it is the one."""
        with self._lock:
            self.seen += 1
            return self.seen == self._at

    def end(self) -> None:
        if self._mode == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        self._context.cancel()

    def install(self) -> None:
        for owner, name in COUNTED:
            setattr(owner, name, self._around(getattr(owner, name)))
        AppendFile.append = self._torn(AppendFile.append)
        os.fsync = self._around(os.fsync)

    def _around(self, function):
        def counted(*args, **options):
            if self.pass_one():
                self.end()
            result = function(*args, **options)
            if self.pass_one():
                self.end()
            return result

        return counted

    def _torn(self, append):
        def torn(file, data):
            if self.pass_one():
                if self._mode == "kill":
                    append(file, data[: len(data) // 2])
                self.end()
            append(file, data)

        return torn


def forked(function) -> tuple[int, str]:
    """Run function in a child; return its wait status and what it returned."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            os.write(writing, function().encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    return os.waitpid(child, 0)[1], said


def run_import(folder: Path, media: Path, at: int, mode: str, kind: str) -> str:
    context = JobContext()
    moments = Moments(at, mode, context)
    moments.install()
    library = Library.open(folder, create=True)
    try:
        service(library).run([media], kind, context)
        ended = "done"
    except JobCancelled:
        ended = "cancelled"
    library.close()
    return json.dumps({"ended": ended, "events": moments.seen})


def complete(folder: Path, media: Path, kind: str) -> str:
    """Open and check, import again, check again; return problems and the canonical dump."""
    try:
        library = Library.open(folder, create=True)
        checker = CheckService(library, LayoutModels(folder.parent))
        problems = checker.run(repair=False).problems
        service(library).run([media], kind)
        problems += checker.run(repair=False).problems
        lines = list(library.catalogue.canonical())
        library.close()
    except AppError as error:
        problems, lines = [str(error)], []
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return json.dumps({"problems": problems, "lines": digest, "count": len(lines)})


def main() -> None:
    media, work = Path(sys.argv[1]), Path(sys.argv[2])
    seed, count, mode = int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
    kind = sys.argv[6] if len(sys.argv) > 6 else "auto"
    cv2.setNumThreads(0)
    app.services.import_job.BATCH_ITEMS = 3  # many transactions, so many places to be killed at
    whole = work / "whole.kinora"
    _, said = forked(lambda: run_import(whole, media, -1, mode, kind))
    events = json.loads(said)["events"]
    _, said = forked(lambda: complete(whole, media, kind))
    result = {"events": events, "expected": json.loads(said), "rounds": []}
    chance = random.Random(seed)
    for number, at in zip(
        itertools.count(), chance.sample(range(1, events * 19 // 20), count), strict=False
    ):
        folder = work / f"{number}.kinora"
        status, said = forked(lambda f=folder, at=at: run_import(f, media, at, mode, kind))
        ended = "killed" if os.WIFSIGNALED(status) else json.loads(said)["ended"]
        _, said = forked(lambda f=folder: complete(f, media, kind))
        after = json.loads(said) if said else {"problems": ["the second import crashed"]}
        result["rounds"].append({"at": at, "ended": ended, **after})
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main()
