"""Licences of everything that is handed out: Python packages, libraries of the system, our data."""

import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageMetadata, distributions
from pathlib import Path, PurePosixPath
from typing import Final

from release.libraries import TEXTS as TEXTS_OF_LIBRARIES
from release.libraries import Library, section

TEXTS: Final = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "AUTHORS")
FOLDERS: Final = frozenset({"licenses", "licences"})
"""Where packages keep such files under any name (PEP 639, REUSE)."""

OWN_TEXTS: Final = Path(__file__).with_name("texts")
"""Licences, NAME.txt, of packages that state one and bring no text of it."""

BEYOND: Final = {"LGPL-3.0-only": ("GPL-3.0-only",), "LGPL-3.0-or-later": ("GPL-3.0-only",)}
"""What a licence builds on, so that its text must be there too."""

UNKNOWN: Final = "not stated"
_COPYRIGHT: Final = Path("/usr/share/doc")
_COMMON: Final = Path("/usr/share/common-licenses")
_REFERENCE: Final = re.compile(r"/usr/share/common-licenses/([\w.+-]+)")
_NAMES: Final = {"apache 2.0": "Apache-2.0", "apache software license": "Apache-2.0"}


@dataclass(frozen=True, slots=True)
class Shipped:
    """A package of others.

    Args:
        name: as its index lists it, or the system's package.
        version: of what is handed out; empty for the system's.
        licence: an SPDX expression where it states one, else its words.
        home: address of the project; empty if it names none.
        texts: its licence files, whole; the licence that it states where it brings none.
    """

    name: str
    version: str
    licence: str
    home: str
    texts: tuple[str, ...]


def packages_of(files: Iterable[Path]) -> tuple[list[Shipped], list[Path]]:
    """Return the Python packages that files belong to, by name, and the files of none.

    Args:
        files: what is handed out, at the paths where it was taken from.
    """
    owners: dict[Path, Distribution] = {}
    for package in distributions():
        for held in package.files or ():
            owners[Path(str(package.locate_file(held))).resolve()] = package
    found: dict[str, Distribution] = {}
    others = []
    for file in files:
        owner = owners.get(file.resolve())
        if owner is None:
            others.append(file)
        else:
            found[owner.name.lower()] = owner
    return [_shipped(found[name]) for name in sorted(found)], others


def system_packages_of(files: Iterable[Path]) -> tuple[list[Shipped], list[Path]]:
    """Return Debian's packages that files belong to, with its copyright files, and the rest."""
    names = list(dict.fromkeys(file.resolve() for file in files))
    if not names or shutil.which("dpkg") is None:
        return [], names
    owners: dict[str, list[Path]] = defaultdict(list)
    rest = []
    for file in names:
        package = _debian_owner(file)
        if package:
            owners[package].append(file)
        else:
            rest.append(file)
    shipped = []
    for package in sorted(owners):
        file = _COPYRIGHT / package / "copyright"
        text = file.read_text("utf-8", "replace") if file.exists() else ""
        shipped.append(Shipped(package, "", _debian_licences(text), "", (text,) if text else ()))
    return shipped, rest


def page(
    packages: list[Shipped],
    system: list[Shipped],
    notice: str,
    licence: str,
    libraries: list[Library] | None = None,
) -> str:
    """Return the list as a page: tables, our own licence and notice, every text in full.

    Args:
        packages: of Python.
        system: of Debian.
        notice: of what we made from others' work.
        licence: our own.
        libraries: inside packages, with terms of their own.
    """
    lines = [
        "# Licences",
        "",
        "Kinora and all that is handed out with it. The texts follow the tables.",
        "",
        "| package | version | licence | home |",
        "|---|---|---|---|",
        *(f"| {one.name} | {one.version} | {one.licence} | {one.home} |" for one in packages),
    ]
    if system:
        lines += ["", "Libraries of the system that it was built on (Debian packages):", ""]
        lines += ["| package | licences |", "|---|---|"]
        lines += [f"| {one.name} | {one.licence} |" for one in system]
    lines += section(libraries or [])
    lines += ["", "## Kinora", "", _quoted(licence), "", _quoted(notice)]
    for one in (*packages, *system):
        lines += ["", f"## {one.name} {one.version}".rstrip()]
        for text in one.texts:
            lines += ["", _quoted(text)]
    for name in TEXTS_OF_LIBRARIES if libraries else ():
        lines += ["", f"## {name}", "", _quoted((OWN_TEXTS / f"{name}.txt").read_text("utf-8"))]
    for name, text in _named_by(system):
        lines += ["", f"## {name}, as Debian's files name it", "", _quoted(text)]
    return "\n".join(lines) + "\n"


def _named_by(system: Iterable[Shipped]) -> list[tuple[str, str]]:
    """Return name and text of the licences that copyright files of Debian only refer to."""
    said = "\n".join(text for one in system for text in one.texts)
    names = {name.rstrip(".") for name in _REFERENCE.findall(said)}
    paths = [(name, _COMMON / name) for name in sorted(names)]
    return [(name, path.read_text("utf-8", "replace")) for name, path in paths if path.is_file()]


def without_licence(packages: Iterable[Shipped]) -> list[str]:
    """Return the names of those whose licence has no text: nobody may hand them out so."""
    return [one.name for one in packages if not one.texts]


def _shipped(package: Distribution) -> Shipped:
    said = package.metadata
    files = [file for file in package.files or () if _is_text(PurePosixPath(file))]
    paths = [Path(str(package.locate_file(file))) for file in files]
    texts = tuple(path.read_text("utf-8", "replace") for path in paths if path.is_file())
    licence = _licence(said)
    return Shipped(package.name, package.version, licence, _home(said), texts or _known(licence))


def _is_text(file: PurePosixPath) -> bool:
    """Whether a file of a package is one of its licences."""
    if file.suffix in {".py", ".pyc", ".pyi"}:
        return False
    kept = any(part.endswith(".dist-info") for part in file.parts)
    beside = kept and any(part.lower() in FOLDERS for part in file.parts[:-1])
    return beside or file.name.upper().startswith(TEXTS)


def _known(licence: str) -> tuple[str, ...]:
    """Return the texts of the first licence of a choice that is known here; none for another."""
    for choice in re.split(r" OR |, ", licence):
        name = _NAMES.get(choice.strip().lower(), choice.strip())
        if (OWN_TEXTS / f"{name}.txt").is_file():
            names = (name, *BEYOND.get(name, ()))
            return tuple((OWN_TEXTS / f"{one}.txt").read_text("utf-8") for one in names)
    return ()


def _values(said: PackageMetadata, field: str) -> list[str]:
    return [str(value).strip() for value in said.get_all(field) or ()]


def _licence(said: PackageMetadata) -> str:
    stated = _values(said, "License-Expression")
    classes = [
        value.rpartition(" :: ")[2]
        for value in _values(said, "Classifier")
        if value.startswith("License ::") and value.count("::") > 1
    ]
    words = [
        value.splitlines()[0] for value in _values(said, "License") if value not in {"", "UNKNOWN"}
    ]
    return ", ".join(stated or classes or words).replace("|", "/") or UNKNOWN


def _home(said: PackageMetadata) -> str:
    pairs = [value.partition(", ") for value in _values(said, "Project-URL")]
    named = {key.lower(): url for key, _, url in pairs}
    for key in ("homepage", "home", "repository", "source", "source code"):
        if key in named:
            return named[key]
    return next(iter([*_values(said, "Home-page"), *named.values()]), "")


def _debian_owner(file: Path) -> str:
    """Return the package of a file; "" if it belongs to none.

    Where /lib is a link to /usr/lib, packages may name the file by either path.
    """
    for name in (str(file), str(file).removeprefix("/usr")):
        done = subprocess.run(["dpkg", "-S", name], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return done.stdout.partition(":")[0]
    return ""


def _debian_licences(text: str) -> str:
    """Return the names that a copyright file in Debian's form states."""
    names = dict.fromkeys(
        line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("License:")
    )
    return ", ".join(filter(None, names)) or ("see its text" if text else UNKNOWN)


def _quoted(text: str) -> str:
    """Return a text as a block that no line of it can end."""
    return "\n".join(f"    {line}".rstrip() for line in text.strip().splitlines())
