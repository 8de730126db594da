"""Sidecars of Google Photos: which picture a JSON file belongs to, and what it says of it.

Names: `X.jpg.json`, since 2024 `X.jpg.supplemental-metadata.json` cut to 46 characters before
`.json`; the number of a doubled name stands behind the suffix of the picture or at the end; an
edited picture shares the sidecar of its original. The title inside has the last word.
"""

import bisect
import itertools
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from common.errors import MediaError

SOURCE = "takeout"
_TAIL = "supplemental-metadata"
_CUT = 46  # characters before ".json"
_COPY = re.compile(r"\((\d+)\)$")
_EDITED = re.compile(r"[-_ ](?:edited|bearbeitet|modifié|editado|edytowane|modificato)$", re.I)
_LARGEST = 1 << 22  # bytes
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - UTC, as everywhere


@dataclass(frozen=True, slots=True)
class TakeoutSidecar:
    """What a sidecar says.

    Args:
        title: file name of the picture when it was uploaded.
        taken_at: UTC, naive; None where it says nothing that can be.
        latitude: degrees north, None for none.
        longitude: degrees east.
        people: names.
        description: caption.
        favourite: marked by the user.
    """

    title: str
    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    people: tuple[str, ...] = ()
    description: str = ""
    favourite: bool = False


def is_sidecar(content: Any) -> bool:
    """Whether JSON is a sidecar of a picture."""
    return (
        isinstance(content, Mapping)
        and "title" in content
        and ("photoTakenTime" in content or "geoDataExif" in content)
    )


def read_sidecar(path: Path) -> TakeoutSidecar:
    """Read a sidecar.

    Raises:
        MediaError: it cannot be read, is no JSON or no sidecar.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise MediaError(path, "it is too large for a sidecar")
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise MediaError(path, f"it cannot be read ({error.strerror or error})") from error
    except (ValueError, RecursionError) as error:
        raise MediaError(path, f"it is no JSON ({error})") from error
    if not is_sidecar(content):
        raise MediaError(path, "it is no sidecar of a photo")
    return sidecar_of(content)


def sidecar_of(content: Mapping[str, Any]) -> TakeoutSidecar:
    """Return what the JSON of a sidecar says."""
    latitude, longitude = _position(content.get("geoDataExif")) or _position(
        content.get("geoData")
    ) or (None, None)  # fmt: skip
    people = content.get("people")
    named = [
        " ".join(str(each.get("name") or "").split())
        for each in (people if isinstance(people, list) else ())
        if isinstance(each, Mapping)
    ]
    return TakeoutSidecar(
        str(content.get("title") or ""),
        _time(content.get("photoTakenTime")),
        latitude,
        longitude,
        tuple(dict.fromkeys(name for name in named if name)),
        str(content.get("description") or "").strip(),
        content.get("favorited") is True,
    )


def _time(value: Any) -> datetime | None:
    """Return photoTakenTime as UTC; 0 stands for none."""
    told = value.get("timestamp") if isinstance(value, Mapping) else None
    try:
        number = float(str(told))
        if not number or not math.isfinite(number):
            return None
        moment = _EPOCH + timedelta(seconds=number)
    except (ValueError, OverflowError):
        return None
    return moment if 1826 <= moment.year <= 2100 else None


def _position(value: Any) -> tuple[float, float] | None:
    """Return latitude and longitude; 0, 0 stands for none."""
    if not isinstance(value, Mapping):
        return None
    try:
        north, east = float(value.get("latitude", "nan")), float(value.get("longitude", "nan"))
    except (TypeError, ValueError):
        return None
    if not (abs(north) <= 90 and abs(east) <= 180) or (not north and not east):
        return None
    return north, east


class Beside:
    """The files of one folder, by what names of sidecars leave of theirs.

    Args:
        names: all files of the folder.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._place = {name: at for at, name in enumerate(names)}
        self._named: dict[tuple[str, str], list[str]] = {}  # by name without number, and number
        self._edited: dict[tuple[str, str], list[str]] = {}  # by stem and suffix of the original
        for name in names:
            if not name.lower().endswith(".json"):
                self._named.setdefault((_without_copy(name), _copy_of(name)), []).append(name)
            stem, _, suffix = name.rpartition(".")
            if (whole := _EDITED.sub("", stem)) != stem:
                self._edited.setdefault((whole, suffix.casefold()), []).append(name)
        self._sorted = sorted(self._named)

    def media_of(self, sidecar: str, title: str) -> list[str]:
        """Return which files a sidecar belongs to: the picture, and its edited form.

        Args:
            sidecar: file name of the sidecar.
            title: that it holds.
        """
        stem = sidecar[: -len(".json")] if sidecar.lower().endswith(".json") else sidecar
        copy = _COPY.search(stem)
        number = copy[0] if copy else ""
        plain = stem[: copy.start()] if copy else stem
        found = [name for name in self._fitting(plain, number) if name != sidecar]
        exact = [name for name in found if _same(_without_copy(name), title)]
        chosen = exact or sorted(found, key=len)[-1:]
        edited = [name for original in chosen for name in self._edits_of(original)]
        return chosen + sorted(dict.fromkeys(edited), key=self._place.__getitem__)

    def _fitting(self, plain: str, number: str) -> list[str]:
        """Return the files with a number whose name a sidecar's stem is, in their order."""
        # A stem is a name and a part of the tail, or where not even the name fitted a part of it.
        wanted = [plain[:end] for end in range(1, len(plain) + 1)]
        if len(plain) >= _CUT - 1:
            at = bisect.bisect_left(self._sorted, (plain, ""))
            longer = (name for name, _ in itertools.islice(self._sorted, at, None))
            wanted += itertools.takewhile(lambda name: name.startswith(plain), longer)
        found = [
            name
            for short in dict.fromkeys(wanted)
            if _fits(short, plain)
            for name in self._named.get((short, number), ())
        ]
        return sorted(found, key=self._place.__getitem__)

    def _edits_of(self, original: str) -> list[str]:
        whole, _, suffix = original.rpartition(".")
        return self._edited.get((whole, suffix.casefold()), [])


def _copy_of(name: str) -> str:
    """Return the number of a doubled name: "IMG(1).jpg" and "IMG.jpg(1)" both have "(1)"."""
    stem, dot, suffix = name.rpartition(".")
    found = _COPY.search(stem if dot else name) or _COPY.search(suffix)
    return found[0] if found else ""


def _without_copy(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return _COPY.sub("", stem) + dot + _COPY.sub("", suffix) if dot else _COPY.sub("", name)


def _fits(name: str, plain: str) -> bool:
    """Whether a sidecar's stem is that of a picture: whole, or cut wherever it was too long."""
    wanted = f"{name}.{_TAIL}"
    if plain == name or (len(plain) > len(name) and wanted.startswith(plain)):
        return True
    return len(plain) >= _CUT - 1 and name.startswith(plain)  # not even the name fitted


def _same(name: str, title: str) -> bool:
    """Whether a file has the name of a title, which may have been cut or cleaned on the way."""
    clean = re.sub(r"[\\/:*?\"<>|&%#]", "_", title)
    return name.casefold() in {title.casefold(), clean.casefold()}
