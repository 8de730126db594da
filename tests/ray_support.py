"""A cluster of Ray of two node processes on this computer, for tests: small, quiet, made once."""

import os
import shutil
import socket
import tempfile
from pathlib import Path
from typing import Any

STORE_BYTES = 80 << 20  # the least that Ray takes


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RayCluster:
    """A head and more nodes, each with one core to offer.

    Args:
        nodes: how many besides the head.
        cpus: cores that each offers.
        token: that the cluster asks for; "" for none.

    Attributes:
        address: of its client server, as a library names it; the same after a restart.
    """

    def __init__(self, nodes: int = 1, *, cpus: int = 1, token: str = "") -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kr-", dir="/tmp"))  # sockets: short names
        self.port = free_port()
        self.address = f"ray://127.0.0.1:{self.port}"
        self.nodes = nodes
        self.cpus = cpus
        self.token = token
        self._cluster: Any = None
        self._made = 0
        self.others: list[Any] = []
        self.start()

    def start(self) -> None:
        """Start all nodes and wait until the head answers."""
        from ray.cluster_utils import Cluster

        with _environment(self.token, self.folder):
            self._cluster = Cluster(
                initialize_head=True,
                connect=False,
                head_node_args={
                    **self._node(),
                    "include_dashboard": False,
                    "ray_client_server_port": self.port,
                    "runtime_env_agent_port": free_port(),
                },
            )
            self.others = [self.add() for _ in range(self.nodes)]

    def add(self, **changed: Any) -> Any:
        """Add a node; returns it, for remove()."""
        with _environment(self.token, self.folder):
            return self._cluster.add_node(**{**self._node(), **changed}, wait=False)

    def remove(self, node: Any, *, graceful: bool = False) -> None:
        """Take a node away, as a power cut does unless graceful."""
        self._cluster.remove_node(node, allow_graceful=graceful)
        if node in self.others:
            self.others.remove(node)

    def stop(self) -> None:
        """End all of it."""
        if self._cluster is not None:
            cluster, self._cluster = self._cluster, None
            cluster.shutdown()

    def close(self) -> None:
        """End all of it and remove what it wrote."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _node(self) -> dict[str, Any]:
        """Return options of one more node, which unpacks code in a folder of its own."""
        self._made += 1
        return {
            "num_cpus": self.cpus,
            "num_gpus": 0,
            "object_store_memory": STORE_BYTES,
            "temp_dir": str(self.folder / f"{self._made}"),
        }


class _environment:
    """Ray's processes inherit these; this process does not keep them."""

    def __init__(self, token: str, folder: Path) -> None:
        self._wanted = {
            "KINORA_SHARDS": str(folder / "shards"),
            "RAY_AUTH_MODE": "token" if token else "disabled",
            "RAY_AUTH_TOKEN": token,
            "RAY_USAGE_STATS_ENABLED": "0",
            "RAY_health_check_period_ms": "500",
            "RAY_health_check_timeout_ms": "1000",
            "RAY_health_check_failure_threshold": "3",
            "RAY_prestart_worker_first_driver": "0",
            "RAY_enable_metrics_collection": "0",
            "OMP_NUM_THREADS": "1",
        }
        self._before: dict[str, str | None] = {}

    def __enter__(self) -> None:
        for name, value in self._wanted.items():
            self._before[name] = os.environ.get(name)
            if value:
                os.environ[name] = value
            else:
                os.environ.pop(name, None)

    def __exit__(self, *_: object) -> None:
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
