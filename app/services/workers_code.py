"""What workers of a cluster run: the code of this very Kinora, sent to them at the connection."""

import sys
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
# Nobody but workers of imports and of feedback runs there: no window, no tests, no pictures of it.
LEFT_OUT: Final = (
    "/.[a-zA-Z]*",
    "/benchmarks",
    "/docs",
    "/quality",
    "/release",
    "/tests",
    "/data",
    "/shared",
    "/app/panels",
    "/app/shell",
    "/app/widgets",
    "/app/cli",
    "/resources/body",
    "/resources/demo",
    "/resources/help",
    "/resources/icons",
    "/resources/themes",
    "/resources/translations",
    "/resources/models/sketch_body*",
    "__pycache__",
    "*.pyc",
    "*.kinora",
    "*.mp4",
)


def runtime_env() -> dict[str, Any]:
    """Return what a worker is started in: this code, one numeric thread a process.

    A frozen program has no source to send: Kinora of the same version is then to be installed on
    the nodes.
    """
    env: dict[str, Any] = {"env_vars": {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}}
    if not getattr(sys, "frozen", False):
        env |= {"working_dir": str(ROOT), "excludes": list(LEFT_OUT)}
    return env
