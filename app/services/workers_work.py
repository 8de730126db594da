"""One work while it is done by actors: cut, given out, taken back in order, and done again.

What is asked for but not taken yet is bounded, so that neither the cluster nor this process fills
up while the one writes more slowly than the other reads, or the other way round. What an actor had
that died is done again, one thing at a time: what kills an actor twice by itself is given up. Work
is done again where it was done already, so doing it must change nothing.
"""

import logging
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from app.services.workers_connection import Node
from app.services.workers_types import Told, Unseen
from common.errors import AppError, WorkersError

if TYPE_CHECKING:
    from app.services.workers_pool import WorkerPool

logger = logging.getLogger(__name__)

POLL_S = 0.05
TRIES = 2
AHEAD = 8  # pieces an actor may be ahead of what was taken
FLYING = 3  # pieces that an actor has: two it works on, one for the time it takes to ask
SEND_BYTES = 32 << 20  # of contents that are sent along at once
MEMORY_BYTES = 128 << 20  # of results that wait to be taken
HEDGE_S = 10.0  # what takes longer, and much longer than usual, is given to somebody else too
CRASHED = "it crashed the program that reads it, twice"
FAILED = "the workers failed at it, twice ({})"

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Work(Protocol[T_co]):
    """Things to be done in order, each of which has a place from 0 to count - 1.

    Attributes:
        count: how many.
        piece: how many are sent at once.
        may_hedge: whether two may do the same at once where one is slow.
    """

    count: int
    piece: int
    may_hedge: bool

    def send(self, actor: Any, places: Sequence[int], *, whole: bool) -> Any:
        """Ask an actor; returns the reference of a Told. With `whole`, contents are sent along."""

    def bytes_of(self, place: int) -> int:
        """Return the size of the content; -1 where it may not be sent along."""

    def here(self, place: int) -> T_co:
        """Do it in this process: nobody else sees the file."""

    def failed(self, place: int, why: str) -> T_co:
        """Return what stands for a thing that could not be done."""

    def told(self, told: Told) -> None:
        """Take note of what an answer says beside its results."""


@dataclass(slots=True)
class Piece:
    """Some places that are sent together.

    Args:
        places: of the work.
        tries: how often it ended an actor while nothing else ran there.
        alone: to be run while nothing else runs there, for it may end an actor.
        whole: contents are sent along.
        since: when it was sent last, seconds, monotonic.
        copies: actors that have it.
    """

    places: tuple[int, ...]
    tries: int = 0
    alone: bool = False
    whole: bool = False
    since: float = 0.0
    copies: int = 0


@dataclass(slots=True)
class Member:
    """One actor.

    Args:
        actor: its handle.
        node: where it is.
        hello: reference of its first words; None once they came.
        since: when it was made, seconds, monotonic.
        flying: what it was asked.
        is_blind: it does not see the files.
        done: things done.
    """

    actor: Any
    node: Node
    hello: Any
    since: float
    flying: dict[Any, Piece] = field(default_factory=dict)
    is_blind: bool = False
    done: int = 0


class Run(Generic[T]):
    """One work while it is done."""

    def __init__(self, pool: "WorkerPool", work: Work[T]) -> None:
        self.taken = 0
        self._pool = pool
        self._work = work
        self._next = 0  # first place that is in no piece yet
        self._queue: deque[Piece] = deque()
        self._results: dict[int, T] = {}
        self._home: dict[Future[T], int] = {}
        self._mean_bytes = 1.0
        self._mean_s = 1.0

    @property
    def waiting(self) -> int:
        """How many things were asked for, and not taken."""
        return self._next - self.taken

    def room(self) -> int:
        """Return how many things may be asked for and not taken."""
        ahead = AHEAD * self._work.piece * max(1, self._pool.ready)
        return max(self._work.piece, min(ahead, int(MEMORY_BYTES / self._mean_bytes)))

    def fill(self) -> None:
        """Cut new pieces as far as there is room."""
        room = self.room()
        while self._next < self._work.count and self.waiting + self._work.piece <= room:
            end = min(self._next + self._work.piece, self._work.count)
            self._queue.append(Piece(tuple(range(self._next, end))))
            self._next = end
        self._pool.most_waiting = max(self._pool.most_waiting, self.waiting)

    def dispatch(self) -> None:
        """Give what waits to who has least to do."""
        while self._queue:
            piece = self._queue[0]
            member = self._free_for(piece)
            if member is None:
                return
            self._queue.popleft()
            self._send(member, piece)
        self._hedge()

    def _free_for(self, piece: Piece) -> Member | None:
        for member in self._pool.members():
            if not member.flying:
                return member
            has_suspect = any(each.alone for each in member.flying.values())
            if not piece.alone and not has_suspect and len(member.flying) < FLYING:
                return member
        return None

    def _send(self, member: Member, piece: Piece) -> None:
        piece.places = tuple(place for place in piece.places if place not in self._results)
        if not piece.places:
            return
        whole = piece.whole or member.is_blind
        if whole and not self._cut(piece):
            return
        piece.since = time.monotonic()
        piece.copies += 1
        with self._pool.cluster.asking():
            member.flying[self._work.send(member.actor, piece.places, whole=whole)] = piece

    def _cut(self, piece: Piece) -> bool:
        """Keep of a piece what can be sent with its contents; return whether anything is left.

        What may not be sent is done in this process, the rest waits for its turn.
        """
        sent: list[int] = []
        rest: list[int] = []
        size = 0
        for place in piece.places:
            own = self._work.bytes_of(place)
            if own < 0:
                self._home[self._pool.home.submit(self._work.here, place)] = place
            elif sent and size + own > SEND_BYTES:
                rest.append(place)
            else:
                sent.append(place)
                size += own
        if rest:
            self._queue.appendleft(Piece(tuple(rest), piece.tries, piece.alone, whole=True))
        piece.places = tuple(sent)
        return bool(sent)

    def _hedge(self) -> None:
        """Give what takes much longer than usual to somebody who has nothing to do."""
        if not self._work.may_hedge or self._queue:
            return
        free = [member for member in self._pool.members() if not member.flying]
        slow = max(HEDGE_S, 4 * self._mean_s)
        late = [
            piece
            for member in self._pool.members()
            for piece in member.flying.values()
            if piece.copies == 1 and not piece.alone and time.monotonic() - piece.since > slow
        ]
        for member, piece in zip(free, late, strict=False):
            if not member.is_blind:
                piece.copies += 1
                with self._pool.cluster.asking():
                    ref = self._work.send(member.actor, piece.places, whole=False)
                    member.flying[ref] = piece

    def collect(self) -> None:
        """Wait a little for answers and take those that came."""
        for future in [each for each in self._home if each.done()]:
            self._put(self._home.pop(future), future.result())
        flying = {ref: member for member in self._pool.members() for ref in member.flying}
        if not flying:
            time.sleep(POLL_S)
            return
        with self._pool.cluster.asking() as ray:
            came, _ = ray.wait(list(flying), num_returns=1, timeout=POLL_S)
            if came:  # whatever else is there by now
                came, _ = ray.wait(list(flying), num_returns=len(flying), timeout=0)
        for ref in came:
            member = flying[ref]
            if ref in member.flying:
                self._take(member, ref)

    def _take(self, member: Member, ref: Any) -> None:
        """Take one answer, or find out that it will never come."""
        from ray.exceptions import RayActorError, RayError

        try:
            with self._pool.cluster.asking() as ray:
                told: Told = ray.get(ref)
        except RayActorError as error:
            self._pool.lose(member, self, str(error).strip().partition("\n")[0])
            return
        except WorkersError:
            raise
        except (RayError, AppError) as error:
            why = str(error).strip().rpartition("\n")[2]
            logger.warning("a worker failed: %s", why)
            self.again(member.flying.pop(ref), counts=True, why=FAILED.format(why))
            return
        piece = member.flying.pop(ref)
        self._mean_s += 0.2 * (time.monotonic() - piece.since - self._mean_s)
        self._work.told(told)
        unseen = []
        for place, answer in zip(piece.places, told.answers, strict=True):
            if isinstance(answer, Unseen):
                unseen.append(place)
            else:
                member.done += 1
                self._put(place, answer)
        if unseen:
            member.is_blind = len(unseen) == len(piece.places)
            self._queue.appendleft(Piece(tuple(unseen), alone=piece.alone, whole=True))

    def again(self, piece: Piece, *, counts: bool, why: str = CRASHED) -> None:
        """Do a piece again whose actor died: each thing by itself, and not for ever.

        Args:
            piece: what was being done.
            counts: nothing else ran there.
            why: said of what is given up.
        """
        places = [place for place in piece.places if place not in self._results]
        tries = piece.tries + (counts and piece.alone)
        for place in reversed(places):
            if tries >= TRIES:
                self._put(place, self._work.failed(place, why))
            else:
                self._queue.appendleft(Piece((place,), tries=tries, alone=True, whole=piece.whole))

    def drop(self) -> None:
        """Forget what is still being done."""
        for member in self._pool.members():
            member.flying.clear()
        for future in self._home:
            future.cancel()

    def _put(self, place: int, result: T) -> None:
        if place >= self.taken and place not in self._results:
            self._results[place] = result
            size = getattr(result, "nbytes", 0)
            self._mean_bytes += 0.1 * (size - self._mean_bytes)

    def ripe(self) -> list[T]:
        """Take the results whose turn it is."""
        found = []
        while self.taken in self._results:
            found.append(self._results.pop(self.taken))
            self.taken += 1
        return found
