"""A cluster of Ray of some node processes on this computer, for measurements and for tests.

It is kept by a process of its own, to which this module is also the program: Ray reads its token
once a process, and who measures or tests is to be a client and nothing else. The cluster ends with
its keeper, and the keeper with whoever started it.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
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
        pin: give each node a core of this computer to itself, for measurements.

    Attributes:
        address: of its client server, as a library names it; the same after a restart.
        others: numbers of the nodes besides the head.
    """

    def __init__(
        self, nodes: int = 1, *, cpus: int = 1, token: str = "", pin: bool = False
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kr-", dir="/tmp"))  # sockets: short names
        port = free_port()
        self.address = f"ray://127.0.0.1:{port}"
        self.others: list[int] = []
        self._nodes = nodes
        asked = {"folder": str(self.folder), "port": port, "cpus": cpus, "pin": pin}
        env = {name: word for name, word in os.environ.items() if not name.startswith("RAY_")}
        with (self.folder / "keeper.log").open("wb") as log:
            self._keeper = subprocess.Popen(
                [sys.executable, __file__, json.dumps(asked)],
                env=env | _environment(token) | {"KINORA_SHARDS": str(self.folder / "shards")},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=self.folder,
            )
        self.start()

    def start(self) -> None:
        """Start all nodes and wait until the head answers."""
        self._ask("start")
        self.others = []
        for _ in range(self._nodes):
            self.add()

    def add(self) -> int:
        """Add a node; returns its number, for remove()."""
        self.others.append(int(self._ask("add")))
        return self.others[-1]

    def remove(self, node: int) -> None:
        """Take a node away, as a power cut does."""
        self._ask("remove", node)
        self.others.remove(node)

    def stop(self) -> None:
        """End all nodes."""
        self._ask("stop")

    def close(self) -> None:
        """End all of it and remove what it wrote."""
        if self._keeper.stdin is not None and self._keeper.stdout is not None:
            self._keeper.stdin.close()
            self._keeper.wait(60)
            self._keeper.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _ask(self, *words: Any) -> Any:
        if self._keeper.stdin is None or self._keeper.stdout is None:
            raise RuntimeError("the cluster was closed")
        self._keeper.stdin.write(json.dumps(words) + "\n")
        self._keeper.stdin.flush()
        for line in self._keeper.stdout:  # Ray may say something in between
            if line.startswith("answer "):
                return json.loads(line.removeprefix("answer "))
        said = (self.folder / "keeper.log").read_text(errors="replace")[-3000:]
        raise RuntimeError(f"the cluster could not {words[0]}: {said}")


def _environment(token: str) -> dict[str, str]:
    """Return what Ray's processes inherit."""
    return {
        "RAY_AUTH_MODE": "token" if token else "disabled",
        **({"RAY_AUTH_TOKEN": token} if token else {}),
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_health_check_period_ms": "1000",
        "RAY_health_check_timeout_ms": "5000",
        "RAY_health_check_failure_threshold": "3",
        "RAY_prestart_worker_first_driver": "0",
        "RAY_enable_metrics_collection": "0",
        "RAY_worker_niceness": "0",  # 15 by default: a busy computer gives workers no time
        "OMP_NUM_THREADS": "1",
    }


class _Keeper:
    """Does in its own process what RayCluster asks."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self._folder = Path(asked["folder"])
        self._port = asked["port"]
        self._cpus = asked["cpus"]
        self._pin = asked["pin"]
        self._cluster: Any = None
        self._made: list[Any] = []

    def start(self) -> None:
        from ray.cluster_utils import Cluster

        self._cluster = Cluster(
            initialize_head=True,
            connect=False,
            head_node_args={
                **self._node(),
                "include_dashboard": False,
                "ray_client_server_port": self._port,
                # Ray 2.60 tells the client server no port of it but one that is given here.
                "runtime_env_agent_port": free_port(),
            },
        )

    def add(self) -> int:
        self._made.append(self._cluster.add_node(**self._node(), wait=False))
        return len(self._made) - 1

    def remove(self, node: int) -> None:
        self._cluster.remove_node(self._made[node], allow_graceful=False)

    def stop(self) -> None:
        if self._cluster is not None:
            cluster, self._cluster = self._cluster, None
            cluster.shutdown()

    def _node(self) -> dict[str, Any]:
        """Return options of one more node, which unpacks code in a folder of its own."""
        place = Path(tempfile.mkdtemp(prefix="n", dir=self._folder))
        if self._pin:
            cores = sorted(os.sched_getaffinity(1))
            os.sched_setaffinity(0, {cores[len(list(self._folder.glob("n*"))) % len(cores)]})
        return {
            "num_cpus": self._cpus,
            "num_gpus": 0,
            "object_store_memory": STORE_BYTES,
            "temp_dir": str(place),
        }


def _keep() -> None:
    """Do what is asked on stdin until it closes."""
    keeper = _Keeper(json.loads(sys.argv[1]))
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what Ray says is no answer
    try:
        for line in sys.stdin:
            name, *words = json.loads(line)
            answers.write(f"answer {json.dumps(getattr(keeper, name)(*words))}\n")
            answers.flush()
    finally:
        keeper.stop()


if __name__ == "__main__":
    _keep()
