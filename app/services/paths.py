"""Where Kinora keeps what belongs to the user rather than to a library."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class AppPaths:
    """Folders of one user; made when first written to.

    Args:
        config: settings and window layout.
        data: added weights and the demo library.
        logs: log files.
    """

    config: Path
    data: Path
    logs: Path

    @classmethod
    def of_user(cls) -> "AppPaths":
        """Return the folders of the environment: KINORA_HOME, else the desktop's own places."""
        if home := os.environ.get("KINORA_HOME"):
            root = Path(home).expanduser()
            return cls(root / "config", root / "data", root / "logs")
        folders = platformdirs.PlatformDirs("kinora", appauthor=False)
        return cls(folders.user_config_path, folders.user_data_path, Path(folders.user_log_dir))

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "settings.json"

    @property
    def models(self) -> Path:
        """Folder of the weights that the user added."""
        return self.data / "models"

    @property
    def media_cache(self) -> Path:
        """Pieces of media that were read from stores; may be deleted at any time."""
        if "KINORA_HOME" in os.environ:
            return self.data.parent / "cache" / "media"
        return platformdirs.user_cache_path("kinora", appauthor=False) / "media"

    @property
    def demo(self) -> Path:
        """The demo library."""
        return self.data / "demo.kinora"

    @staticmethod
    def extra_models() -> list[Path]:
        """Return the folders and files named by KINORA_MODELS, separated like PATH."""
        named = os.environ.get("KINORA_MODELS", "")
        return [Path(part).expanduser() for part in named.split(os.pathsep) if part]


def expanded(path: Path) -> Path:
    """Return a path with a leading ~ as the user's home; as it is where it names nobody's."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def without_home(text: str, home: Path | None = None) -> str:
    """Return text with the user's home folder written as ~.

    Args:
        text: any text.
        home: the folder; None takes the user's.
    """
    folder = os.fspath(home or Path.home()).rstrip("/\\")
    return text.replace(folder, "~") if len(folder) > 1 else text
