"""The source distribution: what is committed, as `pip` takes it."""

import os
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path, PurePosixPath
from typing import Final

from release.errors import ReleaseError

LEFT_OUT: Final = frozenset({".gitignore"})
"""Tracked files that only a checkout needs."""

_BUILD: Final = "import sys; from setuptools import build_meta; build_meta.build_sdist(sys.argv[1])"


def version_of(root: Path) -> str:
    """Return the version that the project states.

    Raises:
        ReleaseError: the changelog says nothing of it.
    """
    version = str(tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"])
    if f"## [{version}]" not in (root / "CHANGELOG.md").read_text("utf-8"):
        raise ReleaseError(
            f"CHANGELOG.md has no section for version {version}: "
            f"name what is new under “## [{version}]”."
        )
    return version


def tracked_files(root: Path) -> list[str]:
    """Return the paths that git keeps, with slashes, in order."""
    return sorted(filter(None, _git(root, "ls-files", "-z").split("\0")))


def make_source(root: Path, to: Path, *, allow_changes: bool = False) -> Path:
    """Make the source distribution of the last commit.

    Args:
        root: the checkout.
        to: the folder that it is put into.
        allow_changes: take the last commit although files differ from it.

    Returns:
        The archive, `kinora-VERSION.tar.gz`.

    Raises:
        ReleaseError: files are not committed, the version is not in the changelog, or the archive
            lacks a file.
    """
    changed = [line for line in _git(root, "status", "--porcelain").splitlines() if line]
    if changed and not allow_changes:
        raise ReleaseError(
            f"{len(changed)} files are not committed ({changed[0].strip()} …): "
            "commit them, or say --allow-changes to hand out the last commit."
        )
    version = version_of(root)
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kinora-release-") as name:
        tree = Path(name) / "tree"
        _export(root, tree)
        made_at = _git(root, "log", "-1", "--format=%ct").strip()
        done = subprocess.run(
            [sys.executable, "-c", _BUILD, str(to.resolve())],
            cwd=tree,
            env={**os.environ, "SOURCE_DATE_EPOCH": made_at},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ReleaseError(f"The source distribution failed:\n{done.stderr.strip()}")
    archive = to / f"kinora-{version}.tar.gz"
    missing = missing_from(archive, tracked_files(root))
    if missing:
        archive.unlink()
        raise ReleaseError(
            f"{len(missing)} files are missing from the archive ({missing[0]} …): "
            "name their folder in MANIFEST.in."
        )
    return archive


def missing_from(archive: Path, files: list[str]) -> list[str]:
    """Return the files that an archive with one top folder lacks."""
    with tarfile.open(archive) as tar:
        held = {str(PurePosixPath(*PurePosixPath(name).parts[1:])) for name in tar.getnames()}
    return [file for file in files if file not in held and file not in LEFT_OUT]


def _export(root: Path, tree: Path) -> None:
    """Write the last commit into a folder."""
    tree.mkdir()
    packed = tree.parent / "tree.tar"
    _git(root, "archive", "--format=tar", f"--output={packed}", "HEAD")
    with tarfile.open(packed) as tar:
        tar.extractall(tree, filter="data")


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ReleaseError(f"git {words[0]} failed: {done.stderr.strip()}")
    return done.stdout
