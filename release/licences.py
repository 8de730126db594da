"""Licences of everything that is handed out: Python packages, libraries of the system, our data."""

import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageMetadata, distributions
from pathlib import Path
from typing import Final

TEXTS: Final = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "AUTHORS")
UNKNOWN: Final = "not stated"
_COPYRIGHT: Final = Path("/usr/share/doc")


@dataclass(frozen=True, slots=True)
class Shipped:
    """A package of others.

    Args:
        name: as its index lists it, or the system's package.
        version: of what is handed out; empty for the system's.
        licence: an SPDX expression where it states one, else its words.
        home: address of the project; empty if it names none.
        texts: its licence files, whole.
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


def page(packages: list[Shipped], system: list[Shipped], notice: str, licence: str) -> str:
    """Return the list as a page: a table, our own licence and notice, every text in full."""
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
    lines += ["", "## Kinora", "", _quoted(licence), "", _quoted(notice)]
    for one in (*packages, *system):
        lines += ["", f"## {one.name} {one.version}".rstrip()]
        if not one.texts:
            lines += ["", f"It brings no text of its licence ({one.licence})."]
        for text in one.texts:
            lines += ["", _quoted(text)]
    return "\n".join(lines) + "\n"


def without_licence(packages: Iterable[Shipped]) -> list[str]:
    """Return the names of those that state no licence and bring no text of one."""
    return [one.name for one in packages if one.licence == UNKNOWN and not one.texts]


def _shipped(package: Distribution) -> Shipped:
    said = package.metadata
    texts = tuple(
        Path(str(package.locate_file(file))).read_text("utf-8", "replace")
        for file in package.files or ()
        if Path(file).name.upper().startswith(TEXTS) and not file.name.endswith((".py", ".pyc"))
    )
    return Shipped(package.name, package.version, _licence(said), _home(said), texts)


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
