"""Real media that are not part of the project: the folder KINORA_SHARED_DATA names.

Without it, `shared/data` beside the project is looked at.
"""

import os
from pathlib import Path

from common.errors import AppError


def shared_data() -> Path:
    """Return the folder; it may be absent."""
    named = os.environ.get("KINORA_SHARED_DATA")
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(named).expanduser() if named else beside


def needed(relative: str, what: str) -> Path:
    """Return a file or folder of the shared data that cannot be done without.

    Args:
        relative: its place below the shared data.
        what: it is, in the plural, as a sentence begins.

    Raises:
        AppError: it is absent.
    """
    path = shared_data() / relative
    if not path.exists():
        raise AppError(
            f"{what} are not there, so nothing was measured (looked for “{path}”).",
            hint=f"Set KINORA_SHARED_DATA to the folder that holds “{relative}”.",
        )
    return path


def use_weights(*folders: str) -> None:
    """Let Kinora take weights from folders of the shared data, unless KINORA_MODELS says others.

    Args:
        folders: names below the shared data; absent ones are left out.
    """
    places = [str(place) for name in folders if (place := shared_data() / name).is_dir()]
    if places and not os.environ.get("KINORA_MODELS"):
        os.environ["KINORA_MODELS"] = os.pathsep.join(places)
