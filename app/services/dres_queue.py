"""What was submitted and what still has to be: kept on disk, so that nothing is lost or repeated.

A submission is written down before it is sent, as one that may have arrived; what the server says
replaces that. So a program that ends in between never sends anything twice by itself.
"""

import json
import logging
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

from app.services.evaluation_types import Answer, Submission, SubmissionState, Verdict
from common.json_bytes import json_bytes
from common.notes import note_of_json, note_to_json
from common.settings import write_atomically

logger = logging.getLogger(__name__)

FORMAT_VERSION = 1
MOST = 2000  # submissions that are done with
_STATES = get_args(SubmissionState)


class SubmissionStore:
    """All submissions, oldest first; safe to call on any thread.

    Args:
        path: of the file; made when first written to.
        on_notice: told in one sentence what could not be read.
    """

    def __init__(self, path: Path, on_notice: Callable[[str], None] = lambda _text: None) -> None:
        self._path = path
        self._guard = threading.Lock()
        self._all: dict[str, Submission] = {}
        self._load(on_notice)

    def all(self) -> tuple[Submission, ...]:
        """Return all submissions, oldest first."""
        with self._guard:
            return tuple(self._all.values())

    def queued(self) -> tuple[Submission, ...]:
        """Return those that may still have to be sent."""
        return tuple(one for one in self.all() if one.is_queued)

    def put(self, submission: Submission) -> None:
        """Keep a submission, in the place of the one with its id.

        Raises:
            OSError: the disk is full or gone; the file is as it was, a new submission is not kept.
        """
        with self._guard:
            is_new = submission.id not in self._all
            self._all[submission.id] = submission
            done = [one.id for one in self._all.values() if not one.is_queued]
            for old in done[: max(0, len(done) - MOST)]:
                del self._all[old]
            try:
                self._write()
            except OSError:
                if is_new:
                    self._all.pop(submission.id, None)
                raise

    def drop(self, ids: Collection[str]) -> None:
        """Forget submissions on the user's word; unknown ids are ignored.

        Raises:
            OSError: the disk is full or gone.
        """
        with self._guard:
            for number in ids:
                self._all.pop(number, None)
            self._write()

    def _write(self) -> None:
        document = {
            "format": FORMAT_VERSION,
            "submissions": [
                {**asdict(one), "message": note_to_json(one.message)} for one in self._all.values()
            ],
        }
        write_atomically(self._path, json_bytes(document))

    def _load(self, on_notice: Callable[[str], None]) -> None:
        try:
            document = json.loads(self._path.read_text("utf-8"))
            if document["format"] > FORMAT_VERSION:
                raise ValueError("a newer version wrote it")
            read = [_submission(one) for one in document["submissions"]]
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            logger.warning("the submissions cannot be read: %s", error)
            kept = self._path.with_suffix(".bad")
            try:
                self._path.replace(kept)
            except OSError as problem:
                logger.warning("the damaged file stays where it is: %s", problem)
            on_notice(f"Earlier submissions could not be read; the file is kept as “{kept.name}”.")
            return
        self._all = {one.id: one for one in read}


def _submission(document: Mapping[str, Any]) -> Submission:
    """Return a submission that was written.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    if document["state"] not in _STATES:
        raise ValueError(f"there is no state {document['state']!r}")
    verdict = document["verdict"]
    return Submission(
        id=str(document["id"]),
        at=str(document["at"]),
        evaluation=str(document["evaluation"]),
        task=str(document["task"]),
        answers=tuple(Answer(**one) for one in document["answers"]),
        state=document["state"],
        verdict=None if verdict is None else Verdict(verdict),
        message=note_of_json(document["message"]),
    )
