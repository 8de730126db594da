"""Shared libraries inside Python packages whose terms bind whoever hands them out.

Packages name their own licence; what their wheels bring along (FFmpeg above all) has one of its
own. Those that ask for more than a notice are known here by the beginning of their file's name.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_GCC: Final = "GPL-3.0-or-later WITH GCC-exception-3.1"
_EITHER: Final = "LGPL-3.0-or-later OR GPL-2.0-or-later"
_KNOWN: Final = {
    "libx264": ("x264", "GPL-2.0-or-later", "https://www.videolan.org/developers/x264.html"),
    "libx265": ("x265", "GPL-2.0-or-later", "https://www.videolan.org/developers/x265.html"),
    **{
        f"lib{name}": ("FFmpeg", "LGPL-2.1-or-later", "https://ffmpeg.org")
        for name in ("avcodec", "avdevice", "avfilter", "avformat", "avutil", "swresample",
                     "swscale")
    },
    "libmp3lame": ("LAME", "LGPL-2.0-or-later", "https://lame.sourceforge.io"),
    "libgnutls": ("GnuTLS", "LGPL-2.1-or-later", "https://www.gnutls.org"),
    "libnettle": ("Nettle", _EITHER, "https://www.lysator.liu.se/~nisse/nettle/"),
    "libhogweed": ("Nettle", _EITHER, "https://www.lysator.liu.se/~nisse/nettle/"),
    "libgmp": ("GMP", _EITHER, "https://gmplib.org"),
    "libunistring": ("libunistring", _EITHER, "https://www.gnu.org/software/libunistring/"),
    "libasound": ("ALSA", "LGPL-2.1-or-later", "https://www.alsa-project.org"),
    "libheif": ("libheif", "LGPL-3.0-or-later", "https://github.com/strukturag/libheif"),
    "libde265": ("libde265", "LGPL-3.0-or-later", "https://github.com/strukturag/libde265"),
    "libgeos": ("GEOS", "LGPL-2.1-or-later", "https://libgeos.org"),
    "libgfortran": ("GCC", _GCC, "https://gcc.gnu.org"),
    "libgomp": ("GCC", _GCC, "https://gcc.gnu.org"),
    "libquadmath": ("GCC", "LGPL-2.1-or-later", "https://gcc.gnu.org"),
}  # fmt: skip
TEXTS: Final = ("LGPL-3.0-only", "GPL-3.0-only")
"""What all of these may be handed out under: each says “or later”."""

_WHOLE: Final = (
    "x264 and x265 are under the GNU General Public License, version 2 or later. Kinora's own"
    " licence goes together with version 3 of it, so whoever hands out the program with these"
    " libraries does so as a whole under version 3, whose text follows."
)


@dataclass(frozen=True, slots=True)
class Library:
    """A shared library with terms of its own.

    Args:
        file: its name.
        within: folder that the package keeps it in.
        project: that makes it.
        licence: SPDX.
        home: where its source is.
    """

    file: str
    within: str
    project: str
    licence: str
    home: str


def libraries_of(files: Iterable[Path]) -> list[Library]:
    """Return those among files that are known, by project."""
    found = []
    for file in files:
        known = _KNOWN.get(re.split(r"[-.]", file.name.lower(), maxsplit=1)[0])
        if known is not None:
            found.append(Library(file.name, file.parent.name, *known))
    return sorted(found, key=lambda one: (one.project.lower(), one.within, one.file))


def section(libraries: list[Library]) -> list[str]:
    """Return what the page of licences says of them; nothing without any."""
    if not libraries:
        return []
    lines = [
        "",
        "Libraries that packages bring along under terms of their own:",
        "",
        "| library | in | of | licence | source |",
        "|---|---|---|---|---|",
        *(
            f"| {one.file} | {one.within} | {one.project} | {one.licence} | {one.home} |"
            for one in libraries
        ),
    ]
    if any(one.licence == "GPL-2.0-or-later" for one in libraries):
        lines += ["", _WHOLE]
    return lines
