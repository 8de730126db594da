"""Fonts of PDF sheets: what this computer has, script by script, and what no font here can show."""

import logging
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)

# Fonts with outlines that a PDF can hold, the widest first; those behind add scripts.
_WANTED = (
    "DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "Arial Unicode.ttf",
    "segoeui.ttf", "Arial.ttf", "arial.ttf", "NotoSansArabic-Regular.ttf",
    "NotoSansHebrew-Regular.ttf", "NotoSansDevanagari-Regular.ttf", "NotoSansThai-Regular.ttf",
    "NotoSansSC-Regular.ttf", "NotoSansJP-Regular.ttf", "NotoSansKR-Regular.ttf",
    "wqy-microhei.ttc", "wqy-zenhei.ttc", "msyh.ttc", "msgothic.ttc", "malgun.ttf",
)  # fmt: skip
_BOLD = {"DejaVuSans.ttf": "DejaVuSans-Bold.ttf", "NotoSans-Regular.ttf": "NotoSans-Bold.ttf"}
# Fonts that a PDF names without holding them: the viewer brings its own.
_OF_VIEWER = {"kana": "HeiseiKakuGo-W5", "hangul": "HYGothic-Medium", "han": "STSong-Light"}
_UNKNOWN = "□"
_MOST_FILES = 20_000  # looked at in the folders of fonts


def _folders() -> list[Path]:
    home = Path.home()
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    roots = ("/usr/share/fonts", "/usr/local/share/fonts")
    return [*map(Path, roots), home / ".local/share/fonts", home / ".fonts"]


@cache
def font_files() -> dict[str, Path]:
    """Return the fonts of this computer by the names of their files."""
    found: dict[str, Path] = {}
    count = 0
    for folder in _folders():
        for place, _folders_in, names in os.walk(folder):
            for name in names:
                count += 1
                if name.lower().endswith((".ttf", ".ttc")):
                    found.setdefault(name, Path(place) / name)
            if count > _MOST_FILES:
                return found
    return found


def script_of(character: str) -> str:
    """Return "kana", "hangul" or "han" of an East Asian character, else ""."""
    code = ord(character)
    if 0x3040 <= code <= 0x30FF or 0x31F0 <= code <= 0x31FF or 0xFF66 <= code <= 0xFF9F:
        return "kana"
    if 0xAC00 <= code <= 0xD7A3 or 0x1100 <= code <= 0x11FF or 0x3130 <= code <= 0x318F:
        return "hangul"
    if 0x2E80 <= code <= 0x303F or 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF:
        return "han"
    return "han" if 0xFF01 <= code <= 0xFF60 else ""


def is_right_to_left(text: str) -> bool:
    """Whether a text holds Hebrew or Arabic letters."""
    return any(0x590 <= ord(c) <= 0x8FF or 0xFB1D <= ord(c) <= 0xFEFC for c in text)


@dataclass(slots=True)
class FontSet:
    """Draws any text with the fonts at hand, and remembers what it could not draw.

    Args:
        bold: take the bold cut of the first font where there is one.
        files: fonts by file name; None looks for those of this computer.
    """

    bold: bool = False
    files: dict[str, Path] | None = None
    missing: set[str] = field(default_factory=set)  # characters that stand as a box
    of_viewer: bool = False  # some characters are drawn by fonts that the viewer must bring
    is_mirrored: bool = False  # some text runs from right to left
    _fonts: list[tuple[str, Any]] = field(default_factory=list)  # name, glyphs by code

    def __post_init__(self) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFError, TTFont

        files = font_files() if self.files is None else self.files
        for name in _WANTED:
            path = files.get(_BOLD.get(name, name) if self.bold else name) or files.get(name)
            if path is None:
                continue
            try:
                font = TTFont(f"kinora-{path.name}", str(path))
            except (TTFError, OSError, ValueError, KeyError) as error:
                logger.info("the font %s cannot be put into a PDF: %s", path, error)
                continue
            pdfmetrics.registerFont(font)
            self._fonts.append((font.fontName, font.face.charToGlyph))
        if not self._fonts:  # it comes with the library that writes the PDF
            font = TTFont("kinora-Vera", "VeraBd.ttf" if self.bold else "Vera.ttf")
            pdfmetrics.registerFont(font)
            self._fonts.append((font.fontName, font.face.charToGlyph))

    def runs(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield (font name, part of the text) so that each part can be drawn with its font."""
        text = "".join(c if c.isprintable() else " " for c in text)
        self.is_mirrored = self.is_mirrored or is_right_to_left(text)
        scripts = {script_of(c) for c in text}
        # Han characters belong to the language of the letters around them.
        han = next((s for s in ("kana", "hangul") if s in scripts), "han")
        font, part = "", ""
        for character in text:
            name, shown = self._font_for(character, han)
            if name != font and part:
                yield font, part
                part = ""
            font, part = name, part + shown
        if part:
            yield font, part

    def _font_for(self, character: str, han: str) -> tuple[str, str]:
        code = ord(character)
        for name, glyphs in self._fonts:
            if code in glyphs:
                return name, character
        script = script_of(character)
        if script:
            self.of_viewer = True
            return _viewer_font(_OF_VIEWER[han if script == "han" else script]), character
        self.missing.add(character)
        name, glyphs = self._fonts[0]
        return name, _UNKNOWN if ord(_UNKNOWN) in glyphs else "?"

    def width(self, text: str, size: float) -> float:
        """Return the width of a text in points."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        return float(sum(stringWidth(part, font, size) for font, part in self.runs(text)))

    def draw(self, canvas: Any, x: float, y: float, text: str, size: float) -> None:
        """Draw a text with its baseline at (x, y)."""
        line = canvas.beginText(x, y)
        for font, part in self.runs(text):
            line.setFont(font, size)
            line.textOut(part)
        canvas.drawText(line)

    def cut(self, text: str, size: float, room: float) -> str:
        """Return as much of a text as there is room for, with an ellipsis where it was cut."""
        if self.width(text, size) <= room:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width(f"{text[:middle].rstrip()}…", size) <= room:
                low = middle
            else:
                high = middle - 1
        return f"{text[:low].rstrip()}…"

    def lines(self, text: str, size: float, room: float, most: int) -> list[str]:
        """Break a text into at most so many lines; the last one is cut."""
        words = text.split()
        found: list[str] = []
        while words and len(found) < most - 1:
            taken = 1
            while taken < len(words) and self.width(" ".join(words[: taken + 1]), size) <= room:
                taken += 1
            if self.width(words[0], size) > room:  # also what is written without spaces
                head = self.cut(words[0], size, room).rstrip("…") or words[0][:1]
                found.append(head)
                words[0] = words[0][len(head) :]
                continue
            found.append(" ".join(words[:taken]))
            words = words[taken:]
        if words:
            found.append(self.cut(" ".join(words), size, room))
        return found

    def notes(self) -> list[str]:
        """Return what the reader of the PDF should know."""
        return list(_notes(self.missing, of_viewer=self.of_viewer, mirrored=self.is_mirrored))


def _notes(missing: Iterable[str], *, of_viewer: bool, mirrored: bool) -> Iterator[str]:
    if of_viewer:
        yield (
            "Chinese, Japanese and Korean characters are drawn by fonts of the PDF viewer: "
            "no font for them was found on this computer."
        )
    if shown := "".join(sorted(missing)[:12]):
        yield f"No font on this computer has these characters, they stand as {_UNKNOWN}: {shown}"
    if mirrored:
        yield "Hebrew and Arabic texts stand letter by letter from left to right in the PDF."


@cache
def _viewer_font(name: str) -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont(name))
    return name
