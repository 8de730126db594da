"""What this program is: its version, as the project file or the installation says it."""

import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path


@cache
def version() -> str:
    """Return Kinora's version; it runs from its folder, so the project file is asked too."""
    try:
        return metadata.version("kinora")
    except metadata.PackageNotFoundError:
        project = Path(__file__).resolve().parents[2] / "pyproject.toml"
        try:
            return str(tomllib.loads(project.read_text("utf-8"))["project"]["version"])
        except (OSError, ValueError, KeyError):
            return "?"
