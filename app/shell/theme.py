"""Light and dark: one table of colours each, from which the palette and the style sheet come.

Every pair of text and ground that is used together stands in `Theme.pairs()`; all of them have a
contrast of at least 4.5:1 (WCAG 2.2, success criterion 1.4.3).
"""

import logging
from dataclasses import asdict, dataclass
from importlib import resources
from string import Template
from typing import Literal, cast

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

logger = logging.getLogger(__name__)

Choice = Literal["system", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of a theme, as #rrggbb.

    Args:
        window: ground of the window.
        base: ground of lists and fields.
        raised: ground of buttons, cards and menus.
        text: text on all three.
        muted: less important text on all three.
        border: lines between areas.
        hover: ground under the pointer.
        accent: what is active, and the focus ring.
        on_accent: text on accent.
        selection: ground of selected rows.
        info: ground of a notice; `on_info` its text; likewise success, warning, error.
    """

    name: str
    window: str
    base: str
    raised: str
    text: str
    muted: str
    disabled: str
    border: str
    hover: str
    accent: str
    on_accent: str
    selection: str
    info: str
    on_info: str
    success: str
    on_success: str
    warning: str
    on_warning: str
    error: str
    on_error: str

    def pairs(self) -> list[tuple[str, str, str]]:
        """Return (name, text colour, ground colour) of all pairs that are shown together."""
        found = [
            (f"{role} on {ground}", getattr(self, role), getattr(self, ground))
            for role in ("text", "muted")
            for ground in ("window", "base", "raised", "hover", "selection")
        ]
        found += [
            (f"on_{ground}", getattr(self, f"on_{ground}"), getattr(self, ground))
            for ground in ("accent", "info", "success", "warning", "error")
        ]
        found += [(f"accent on {g}", self.accent, getattr(self, g)) for g in ("window", "base")]
        return found


LIGHT = Theme(
    name="light",
    window="#f3f4f7",
    base="#ffffff",
    raised="#ffffff",
    text="#1a1d23",
    muted="#535c69",
    disabled="#9aa2ae",
    border="#d6dae1",
    hover="#e8ebf1",
    accent="#2f55cf",
    on_accent="#ffffff",
    selection="#dbe4ff",
    info="#e5ecff",
    on_info="#1d3689",
    success="#dff4e6",
    on_success="#14532d",
    warning="#fff1cc",
    on_warning="#5c4300",
    error="#fde5e5",
    on_error="#8a1c1c",
)
DARK = Theme(
    name="dark",
    window="#15171c",
    base="#1b1e24",
    raised="#23272f",
    text="#e7e9ed",
    muted="#a9b2bf",
    disabled="#667080",
    border="#343944",
    hover="#2b303a",
    accent="#8aabff",
    on_accent="#0c1530",
    selection="#2a3b6b",
    info="#1e2b4f",
    on_info="#c4d3ff",
    success="#16331f",
    on_success="#a5ecba",
    warning="#3b2f10",
    on_warning="#ffdc8c",
    error="#421d21",
    on_error="#ffbcbc",
)


def _luminance(colour: str) -> float:
    """Return the relative luminance of an sRGB colour, 0-1 (WCAG 2.2)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours (#rrggbb), 1-21 (WCAG 2.2)."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def build_palette(theme: Theme) -> QPalette:
    """Return theme as a palette, which panels draw with."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.base,
        role.AlternateBase: theme.window,
        role.Text: theme.text,
        role.PlaceholderText: theme.muted,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.on_error,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Light: theme.raised,
        role.Midlight: theme.hover,
        role.Mid: theme.border,
        role.Dark: theme.muted,
        role.Shadow: theme.border,
    }
    for where, colour in colours.items():
        palette.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText):
        palette.setColor(group.Disabled, where, QColor(theme.disabled))
    palette.setColor(group.Disabled, role.Highlight, QColor(theme.border))
    return palette


def build_style_sheet(theme: Theme) -> str:
    """Return the style sheet in the colours of theme.

    Raises:
        KeyError: the sheet names a colour that no theme has.
    """
    folder = resources.files("resources")
    sheet = (folder / "themes" / "kinora.qss").read_text("utf-8")
    pictures = {"chevron": "chevron", "chevron_up": "chevron-up", "check": "check"}
    files = {name: _picture_file(picture, theme) for name, picture in pictures.items()}
    names = {**asdict(theme), **files}
    return Template(sheet).substitute(names)


def _picture_file(name: str, theme: Theme) -> str:
    """Return the path of an arrow or a check mark; a style sheet takes them from files only."""
    with resources.as_file(
        resources.files("resources") / "themes" / f"{name}-{theme.name}.svg"
    ) as path:
        return path.as_posix()


class ThemeSwitch(QObject):
    """Applies a theme to the whole program and follows the desktop if asked to."""

    changed = Signal(object)  # Theme

    def __init__(self, application: QApplication, choice: Choice = "system") -> None:
        super().__init__(application)
        self._application = application
        self._choice: Choice = choice
        self._theme: Theme | None = None
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_desktop_changed)

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        return self._theme or self._resolve()

    @property
    def choice(self) -> Choice:
        """What was chosen; "system" follows the desktop."""
        return self._choice

    def choose(self, choice: Choice) -> None:
        """Switch to a theme now."""
        self._choice = choice
        self._apply()

    @Slot()
    def _on_desktop_changed(self) -> None:
        if self._choice == "system":
            self._apply()

    def _resolve(self) -> Theme:
        if self._choice != "system":
            return DARK if self._choice == "dark" else LIGHT
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme is Qt.ColorScheme.Dark else LIGHT

    def _apply(self) -> None:
        theme = self._resolve()
        if theme is self._theme:
            return
        self._theme = theme
        self._application.setPalette(build_palette(theme))
        self._application.setStyleSheet(build_style_sheet(theme))
        self.changed.emit(theme)


def scale_font(widget: QWidget, factor: float, *, bold: bool = False) -> None:
    """Set the font of widget to factor times the desktop's size.

    Sizes stay relative, so that the user's own font size is honoured everywhere.
    """
    font = QApplication.font()
    size = font.pointSizeF()
    if size > 0:
        font.setPointSizeF(size * factor)
    else:
        font.setPixelSize(round(font.pixelSize() * factor))
    if bold:
        font.setWeight(font.Weight.DemiBold)
    widget.setFont(font)


def mark(widget: QWidget, name: str) -> None:
    """Give widget a mark that the style sheet knows: "quiet", "card", "primary", "muted" ..."""
    widget.setProperty(name, "true")


def as_choice(text: str) -> Choice:
    """Return text as a choice of theme; anything unknown follows the desktop."""
    return cast("Choice", text) if text in {"light", "dark"} else "system"
