"""The actors of one job on every node of a cluster: made, looked after, replaced, ended."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from app.services.workers_connection import Cluster, Node
from app.services.workers_types import Hello
from app.services.workers_work import POLL_S, Member, Run, Work
from common.errors import WorkersError

logger = logging.getLogger(__name__)

TEND_S = 3.0  # how often the nodes of the cluster are looked at
READY_S = 180.0  # until the first actor is ready

T = TypeVar("T")


class WorkerPool:
    """The actors of one job, made on every node of a cluster and looked after.

    Args:
        cluster: the connection.
        make: returns the new actors of a node.
        threads: of this process, for what no worker can do.

    Attributes:
        hellos: what the actors said when they were ready.
        most_waiting: how many things were asked for and not taken, at most.
    """

    def __init__(
        self, cluster: Cluster, make: Callable[[Node], list[Any]], *, threads: int = 1
    ) -> None:
        self.cluster = cluster
        self.home = ThreadPoolExecutor(threads, thread_name_prefix="import-read")
        self._make = make
        self._members: list[Member] = []
        self._nodes: dict[str, Node] = {}
        self._tended = -TEND_S
        self._began = time.monotonic()
        self._why = ""  # the last actor that could not be made
        self.hellos: list[Hello] = []
        self.most_waiting = 0

    @property
    def ready(self) -> int:
        """How many actors work."""
        return sum(1 for member in self._members if member.hello is None)

    @property
    def done(self) -> list[int]:
        """How many things each living actor has done."""
        return [member.done for member in self._members]

    def run(self, work: Work[T], idle: Callable[[], None]) -> Iterator[list[T]]:
        """Do all of a work and yield its results in order, several at a time.

        Args:
            work: what is to be done.
            idle: called at least every 50 ms, as long as the cluster answers; may raise to stop.

        Raises:
            WorkersError: the cluster is gone, or no actor of it can work.
        """
        run = Run(self, work)
        try:
            while run.taken < work.count:
                self.tend(run)
                run.fill()
                run.dispatch()
                run.collect()
                if ripe := run.ripe():
                    yield ripe
                idle()
        finally:
            run.drop()

    def tend(self, run: "Run[Any] | None") -> None:
        """Take up new nodes, let go of lost ones, and hear who is ready."""
        now = time.monotonic()
        if now - self._tended >= TEND_S:
            self._tended = now
            found = {node.id: node for node in self.cluster.nodes()}
            for member in [each for each in self._members if each.node.id not in found]:
                self.lose(member, run, "its computer is gone")
            for node in found.values():
                if node.id not in self._nodes:
                    self._add(node)
            self._nodes = found
        self._hear()
        if not self.ready and now - self._began > READY_S:
            raise WorkersError(
                f"No worker at “{self.cluster.address}” took up the work within {READY_S:.0f} s.",
                hint="Wait until the cluster has free processors, or add some.",
            )

    def _add(self, node: Node) -> None:
        now = time.monotonic()
        with self.cluster.asking():
            for actor in self._make(node):
                self._members.append(Member(actor, node, actor.hello.remote(), now))

    def _hear(self) -> None:
        """Take the first words of new actors."""
        waiting = {member.hello: member for member in self._members if member.hello is not None}
        if not waiting:
            return
        with self.cluster.asking() as ray:
            heard, _ = ray.wait(list(waiting), num_returns=len(waiting), timeout=0)
            for ref in heard:
                member = waiting[ref]
                try:
                    self.hellos.append(ray.get(ref))
                except ray.exceptions.RayError as error:
                    self._why = str(error).strip().rpartition("\n")[2]
                    self._members.remove(member)
                    logger.warning("a worker on %s cannot work: %s", member.node.host, self._why)
                else:
                    member.hello = None
                    self._began = time.monotonic()
        if not self._members and self._why:
            raise WorkersError(
                f"The workers at “{self.cluster.address}” cannot run Kinora ({self._why}).",
                hint="Install what Kinora needs on all of its computers, in the same versions.",
            )

    def members(self) -> list[Member]:
        """Return the actors that work, those with the least to do first."""
        able = [member for member in self._members if member.hello is None]
        return sorted(able, key=lambda member: len(member.flying))

    def lose(self, member: Member, run: "Run[Any] | None", why: str) -> None:
        """Let go of an actor that died: its work is done again, and another takes its place."""
        if member not in self._members:
            return
        logger.warning("a worker on %s was lost: %s", member.node.host, why)
        self._members.remove(member)
        self._began = time.monotonic()
        alone = len(member.flying) == 1
        for piece in member.flying.values():
            if run is not None:
                run.again(piece, counts=alone)
        member.flying.clear()
        still = {node.id for node in self.cluster.nodes()}
        if member.node.id in still:
            with self.cluster.asking():
                actor = self._make(member.node)[:1]
                for each in actor:
                    self._members.append(
                        Member(each, member.node, each.hello.remote(), time.monotonic())
                    )

    def wait_ready(self, idle: Callable[[], None]) -> None:
        """Wait until an actor works.

        Raises:
            WorkersError: the cluster is gone, or no actor of it can work.
        """
        while not self.ready:
            self.tend(None)
            idle()
            time.sleep(POLL_S)

    def close(self, others: Sequence[Any] = ()) -> None:
        """End all actors, without waiting for what they do; and others."""
        self.home.shutdown(wait=True, cancel_futures=True)
        if not self.cluster.is_alive:
            return
        for actor in [*(member.actor for member in self._members), *others]:
            try:
                with self.cluster.asking() as ray:
                    ray.kill(actor)
            except Exception as error:  # noqa: BLE001 - it is dead already, or the cluster is
                logger.info("a worker could not be ended: %s", error)
        self._members.clear()
