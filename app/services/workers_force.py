"""The workers of one import: connected at the first need, ended with it."""

import logging
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

from app.services.import_types import Meter
from app.services.workers_connection import Cluster, Node, connect
from app.services.workers_pool import WorkerPool
from app.services.workers_types import Brief
from app.services.workers_work import Work
from common.closing import Closing

logger = logging.getLogger(__name__)

LIGHT: Final = frozenset({"layout", "properties"})
"""Analyses that a reader runs itself; where no others are wanted there are no hosts."""

T = TypeVar("T")


class Workforce(Closing):
    """Actors on every computer of a cluster for one import.

    A reader for each core; where networks are wanted, a host for each graphics card, or one that
    shares the cores of its computer with the readers where there is no card in the cluster.

    Args:
        address: of the workers.
        brief: of the import.
        meter: of the import.
        threads: decoder threads of this process, for what workers cannot see.
    """

    def __init__(self, address: str, brief: Brief, meter: Meter, *, threads: int) -> None:
        self.brief = brief
        self.meter = meter
        self._address = address
        self._threads = threads
        self._cluster: Cluster | None = None
        self._pool: WorkerPool | None = None
        self._hosts: list[Any] = []
        self._has_gpu = False

    @property
    def pool(self) -> WorkerPool | None:
        """The actors; None before the first need."""
        return self._pool

    def run(self, work: Work[T], idle: Callable[[], None]) -> Iterator[list[T]]:
        """Do a work and yield its results in order, several at a time.

        Raises:
            WorkersError: nobody is there, or nobody can work, or they went away.
            JobCancelled: by idle.
        """
        if not work.count:
            return
        pool = self._open()
        for results in pool.run(work, idle):
            count = pool.ready
            self.meter.tail = f"{count} workers" if count != 1 else "1 worker"
            yield results
        self.meter.tail = ""

    def can(self, analysis: str, version: str) -> bool:
        """Whether any worker that is ready runs an analysis in this version.

        Raises:
            WorkersError: nobody is there.
        """
        pool = self._open()
        pool.wait_ready(lambda: self.meter.check("Waiting for workers"))
        return any(hello.analyses.get(analysis) == version for hello in pool.hellos)

    def close(self) -> None:
        """End the actors and give the connection back; safe to call twice."""
        self.meter.tail = ""
        pool, self._pool = self._pool, None
        cluster, self._cluster = self._cluster, None
        if pool is not None:
            pool.close(self._hosts)
        self._hosts.clear()
        if cluster is not None:
            cluster.close()

    def _open(self) -> WorkerPool:
        if self._pool is None:
            self.meter.check("Connecting to the workers")
            self._cluster = connect(self._address)
            nodes = self._cluster.nodes()
            self._has_gpu = any(node.gpus >= 1 for node in nodes)
            for node in nodes:
                self._add_hosts(self._cluster, node)
            self._pool = WorkerPool(self._cluster, self._readers, threads=self._threads)
        return self._pool

    @property
    def _wants_hosts(self) -> bool:
        return not LIGHT.issuperset(self.brief.analyses)

    def _add_hosts(self, cluster: Cluster, node: Node) -> None:
        """Make the hosts of a node: one a graphics card, or one where the cluster has no card."""
        if not self._wants_hosts:
            return
        from app.services.workers_actors import Host

        wanted: list[tuple[float, float, int]] = [(0.0, 1.0, 1)] * int(node.gpus)
        if not self._has_gpu and node.cpus >= 1:
            wanted = [(node.cpus / 2, 0.0, max(1, int(node.cpus)))]
        with cluster.asking() as ray:
            for cpus, gpus, threads in wanted:
                made = ray.remote(Host).options(
                    **_on(node), num_cpus=cpus, num_gpus=gpus, max_concurrency=4,
                    max_restarts=3, max_task_retries=1,
                )  # fmt: skip
                self._hosts.append(made.remote(threads))

    def _readers(self, node: Node) -> list[Any]:
        """Return new readers for a node, one for each of its cores."""
        from app.services.workers_actors import Reader

        if self._cluster is None:
            return []
        shares = self._wants_hosts and not self._has_gpu
        concurrency = 2 if self._wants_hosts else 1  # one decodes while the other's networks run
        with self._cluster.asking() as ray:
            made = ray.remote(Reader).options(
                **_on(node), num_cpus=0.5 if shares else 1.0, max_restarts=0,
                max_concurrency=concurrency,
            )  # fmt: skip
            hosts = list(self._hosts)
            return [made.remote(self.brief, hosts) for _ in range(int(node.cpus))]


def _on(node: Node) -> dict[str, Any]:
    """Return the options that place an actor on a node."""
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    return {"scheduling_strategy": NodeAffinitySchedulingStrategy(node.id, soft=False)}
