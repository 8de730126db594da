"""One round over all shards: asked at once, asked again where a host died, merged by the asker."""

import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from common.jobs import JobCancelled, running_job
from indexers.feedback.answers import Farthest
from indexers.feedback.rowset import RowSet
from indexers.feedback.shards import (
    Answer,
    Floats,
    HostLostError,
    Hosts,
    HostsGoneError,
    Mask,
    Part,
    Question,
    ShardSpec,
)
from indexers.feedback.shards_host import MASKS_KEPT

logger = logging.getLogger(__name__)

PATIENCE_S = 2.0  # until who has not answered counts as silent
EXACT_S = 120.0  # the same where everything is looked at
RESTART_S = 15.0  # until a host that died answers again
SMALL = 2048  # bytes of a mask that is always sent along
UNANSWERED = 4  # questions to a host that has not answered so many: it is not asked more
_SLICE_S = 0.1
LEAST_WAIT_S = 0.08  # until a second host is asked too; later where answers come later
FIRST_WAIT_S = 0.25  # the same while it is not known how late they come
_KNOWN, _USUAL = 200, 0.95  # answers whose times are kept; the share of them that is waited for
_ENOUGH = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of all shards.

    Args:
        plane: normal of the hyperplane, float32 (D,).
        k: how many, >= 1.
        but: rows that are not to be found, of the whole encoder.
        only: rows of which one is to be found; None for all.
        budget_ms: how long a search may take; None for what finds nearly all.
        exact: look at everything.
    """

    plane: Floats
    k: int
    but: tuple[RowSet, ...] = ()
    only: RowSet | None = None
    budget_ms: float | None = None
    exact: bool = False

    @property
    def patience_s(self) -> float:
        """How long to wait for the slowest shard."""
        return EXACT_S if self.exact else PATIENCE_S + (self.budget_ms or 0.0) / 1e3


@dataclass(slots=True)
class Heard:
    """What came back.

    Args:
        answers: by number of the shard.
        absent: shards whose host has nothing of them any more.
        gone: nobody can be reached.
    """

    answers: dict[int, Farthest] = field(default_factory=dict)
    absent: set[int] = field(default_factory=set)
    gone: bool = False


class Rounds:
    """Asks the hosts of one division into shards.

    Args:
        hosts: who keeps them.
        specs: the shards.
        parts: their rows.
    """

    def __init__(self, hosts: Hosts, specs: Sequence[ShardSpec], parts: Sequence[Part]) -> None:
        self._hosts = hosts
        self._specs = specs
        self._parts = parts
        self._sent: list[OrderedDict[bytes, None]] = [OrderedDict() for _ in specs]
        self._packed: OrderedDict[int, tuple[RowSet, list[Mask]]] = OrderedDict()
        # by number of the shard, those of second hosts behind those of first ones
        self._open: list[set[Future[Any]]] = [set() for _ in range(2 * len(specs))]
        self._guard = threading.Lock()
        self._seconds = [hosts.second(spec) for spec in specs]
        self._took: deque[float] = deque(maxlen=_KNOWN)  # seconds until first hosts answered
        self.last_ms: tuple[float, ...] = ()  # that each shard searched in the last round
        self.seconds_asked = 0  # how often a second host was asked

    def ask(self, wanted: Wanted) -> Heard:
        """Ask all shards and wait for them as long as is fit.

        Raises:
            JobCancelled: the user cancelled the job that asks.
        """
        return _Round(self, wanted).run()

    def patience_s(self, wanted: Wanted) -> float:
        """How long to wait for a host until a second one is asked too.

        Nearly all answers come before that, so that few questions are sent twice: Dean and Barroso,
        The tail at scale, Communications of the ACM 56 (2), 2013, hedged requests.
        """
        with self._guard:
            took = sorted(self._took)
        usual = took[int(_USUAL * len(took))] if len(took) >= _ENOUGH else FIRST_WAIT_S
        return max(LEAST_WAIT_S, usual) + (wanted.budget_ms or 0.0) / 1e3

    def answered(self, seconds: float) -> None:
        """Take note of how long a first host took."""
        with self._guard:
            self._took.append(seconds)

    def send_second(self, shard: int, wanted: Wanted) -> "Future[Any] | None":
        """Ask the second host of a shard; None where there is none, or it owes an answer."""
        with self._guard:
            spec = self._seconds[shard]
            key = len(self._specs) + shard
            if spec is None or any(not one.done() for one in self._open[key]):
                return None
            but = tuple(self._masks(rows)[shard] for rows in wanted.but)
            only = None if wanted.only is None else self._masks(wanted.only)[shard]
            self.seconds_asked += 1
        question = Question(wanted.plane, wanted.k, but, only, wanted.budget_ms, exact=wanted.exact)
        future = self._hosts.call(spec, "search", question)
        with self._guard:
            self._open[key] = {future}
        return future

    def give_up_second(self, shard: int) -> None:
        """Ask the second host of a shard no more: it has nothing of it."""
        with self._guard:
            self._seconds[shard] = None

    def send(self, shard: int, wanted: Wanted, *, whole: bool = False) -> "Future[Any] | None":
        """Ask one shard; None where it has not answered for too long.

        Args:
            shard: its number.
            wanted: what is asked.
            whole: send all masks, as the host may keep none.
        """
        with self._guard:
            self._open[shard] = {one for one in self._open[shard] if not one.done()}
            if len(self._open[shard]) >= UNANSWERED:
                return None
            if whole:
                self._sent[shard].clear()
            but = tuple(self._mask(shard, rows) for rows in wanted.but)
            only = None if wanted.only is None else self._mask(shard, wanted.only)
        question = Question(wanted.plane, wanted.k, but, only, wanted.budget_ms, exact=wanted.exact)
        future = self._hosts.call(self._specs[shard], "search", question)
        with self._guard:
            self._open[shard].add(future)
        return future

    def _mask(self, shard: int, rows: RowSet) -> Mask:
        """Return the part of a set that lies in a shard; sent once as long as the host keeps it."""
        mask = self._masks(rows)[shard]
        sent = self._sent[shard]
        if mask.rows is None or mask.rows.data.nbytes <= SMALL:
            return mask
        if mask.digest in sent:
            sent.move_to_end(mask.digest)
            return replace(mask, rows=None)
        sent[mask.digest] = None
        while len(sent) > MASKS_KEPT // 2:  # small ones take places at the host too
            sent.popitem(last=False)
        return mask

    def _masks(self, rows: RowSet) -> list[Mask]:
        """Return a set divided by shards and packed; kept for the sets that were used last."""
        kept = self._packed.get(id(rows))
        if kept is None or kept[0] is not rows:
            packed = [rows.part(part.first, part.stop).packed() for part in self._parts]
            kept = (rows, [Mask(one.digest, one) for one in packed])
            self._packed[id(rows)] = kept
            while len(self._packed) > 8:
                self._packed.popitem(last=False)
        return kept[1]


class _Round:
    """One question to all shards; a late one is put to a second host too, whoever is first counts.

    Where everything is looked at all are late, and nobody is asked twice.
    """

    def __init__(self, rounds: Rounds, wanted: Wanted) -> None:
        self._rounds = rounds
        self._wanted = wanted
        self._heard = Heard()
        self._asked: dict[Future[Any], tuple[int, bool]] = {}  # shard, whether its second host
        self._seconds: set[int] = set()  # shards whose second host was asked
        self._tries: dict[int, int] = {}
        self._began = time.monotonic()
        self._until = self._began + wanted.patience_s
        self._second_at = np.inf if wanted.exact else self._began + rounds.patience_s(wanted)
        self._ms: list[float] = []

    def run(self) -> Heard:
        for shard in range(len(self._rounds._specs)):  # noqa: SLF001 - its own module
            self._send(shard)
        while self._asked and not self._heard.gone:
            now = time.monotonic()
            if now >= self._until:
                break
            if now >= self._second_at:
                self._ask_seconds()
            left = min(self._until - now, max(0.0, self._second_at - now), _SLICE_S)
            done, _ = wait(self._asked, left, FIRST_COMPLETED)
            for future in done:
                if future in self._asked:  # not where another host was first
                    self._take(*self._asked.pop(future), future)
            job = running_job()
            if job is not None and job.is_cancelled:
                raise JobCancelled
        self._rounds.last_ms = tuple(self._ms)
        return self._heard

    def _send(self, shard: int, *, whole: bool = False) -> None:
        """Ask a shard; twice more at most."""
        tries = self._tries[shard] = self._tries.get(shard, 0) + 1
        if tries > 3:
            return
        try:
            future = self._rounds.send(shard, self._wanted, whole=whole)
            second = future is None
            if future is None:  # it owes too many answers
                future = self._rounds.send_second(shard, self._wanted)
                self._seconds.add(shard)
        except HostsGoneError:
            self._heard.gone = True
            return
        if future is not None:
            self._asked[future] = shard, second

    def _ask_seconds(self) -> None:
        """Ask the second hosts of the shards that are late; soon again those that are busy."""
        self._second_at = time.monotonic() + _SLICE_S
        late = {shard for shard, _ in self._asked.values()} - self._seconds
        for shard in late:
            try:
                future = self._rounds.send_second(shard, self._wanted)
            except HostsGoneError:
                return
            if future is not None:
                self._seconds.add(shard)
                self._asked[future] = shard, True

    def _take(self, shard: int, second: bool, future: "Future[Any]") -> None:
        try:
            answer: Answer = future.result()
        except HostLostError as error:
            if second:
                logger.info("the second host of shard %d: %s", shard, error)
                return
            logger.info("shard %d is asked again: %s", shard, error)
            self._until = max(self._until, time.monotonic() + RESTART_S)
            self._send(shard, whole=True)
            return
        except HostsGoneError:
            self._heard.gone = True
            return
        except OSError as error:
            logger.warning("shard %d cannot be read: %s", shard, error)
            return
        if second and (answer.lacks or not answer.is_there):
            self._rounds.give_up_second(shard)
        elif answer.lacks:
            self._send(shard, whole=True)
        elif not answer.is_there:
            self._heard.absent.add(shard)
        else:
            self._settle(shard, answer, second=second)

    def _settle(self, shard: int, answer: Answer, *, second: bool) -> None:
        """Take an answer; the other host of the shard is waited for no more."""
        self._heard.answers[shard] = answer.found
        self._heard.absent.discard(shard)
        self._ms.append(answer.ms)
        if not second:
            self._rounds.answered(time.monotonic() - self._began)
        for other in [one for one, (of, _) in self._asked.items() if of == shard]:
            del self._asked[other]
            if not second:
                continue
            other.add_done_callback(self._late)

    def _late(self, _future: "Future[Any]") -> None:
        """Count the answer of a first host that came too late to be used."""
        self._rounds.answered(time.monotonic() - self._began)
