"""What must be there before Qt may start: it ends the process where it finds no display.

Looks without Qt, so that a missing system library gives one line that names the packages.
"""

import ctypes
import ctypes.util
import os
import sys
from collections.abc import Mapping

from common.errors import AppError

# Shared library -> Debian package; what the Qt libraries load, and what the X11 plugin loads.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
}
X11_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}


class StartError(AppError):
    """The window cannot be opened on this machine."""


def missing_packages(libraries: Mapping[str, str]) -> list[str]:
    """Return the Debian packages of those shared libraries that cannot be loaded."""
    missing = []
    for name, package in libraries.items():
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(package)
    return missing


def require_libraries(libraries: Mapping[str, str]) -> None:
    """Check that shared libraries can be loaded (Linux only).

    Raises:
        StartError: some cannot; the hint is the line that installs them.
    """
    if not sys.platform.startswith("linux"):
        return
    missing = missing_packages(libraries)
    if missing:
        raise StartError(
            "The window needs system libraries that are not installed.",
            hint=f"Run: sudo apt-get install {' '.join(missing)}",
        )


def platform_of(environment: Mapping[str, str]) -> str:
    """Return the Qt platform that will be used on Linux: "xcb", "wayland", another, or ""."""
    if chosen := environment.get("QT_QPA_PLATFORM"):
        return chosen.split(";", maxsplit=1)[0].split(":", maxsplit=1)[0]
    if environment.get("WAYLAND_DISPLAY"):
        return "wayland"
    return "xcb" if environment.get("DISPLAY") else ""


def require_display(environment: Mapping[str, str]) -> None:
    """Check that there is a display to open a window on (Linux only).

    Raises:
        StartError: there is none; the hint says how to draw into a file.
    """
    if not sys.platform.startswith("linux"):
        return
    platform = platform_of(environment)
    if not platform or (platform == "xcb" and not _can_connect(environment.get("DISPLAY", ""))):
        raise StartError(
            "There is no display to open a window on.",
            hint="Draw the window into a file instead: --screenshot FILE.png "
            "(with --demo, or --library DIR), or start it inside xvfb-run.",
        )
    if platform == "xcb":
        require_libraries(X11_LIBRARIES)


def _can_connect(display: str) -> bool:
    """Return whether an X server answers; where that cannot be asked, hope."""
    if not display:
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(os.fsencode(display), None)
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not failed
