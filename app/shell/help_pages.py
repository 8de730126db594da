"""The pages of help: read from `resources/help`, a page a panel and language; needs no Qt.

A page is Markdown of a plain kind: a title, paragraphs, headings and tables of two columns. Keys
stand in `code` and are written as `Ctrl+F`, whatever the language; whoever shows them says them as
the desktop does. The last table answers what the numbers of the panel mean.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources

GENERAL = "window"  # the page of whatever has none of its own
ENGLISH = "en"
_CODE = re.compile(r"`([^`]+)`")
_RULE = re.compile(r"\|[-|: ]+\|$")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first row is its head."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading ("" before the first one) and what stands below it."""

    heading: str
    blocks: tuple[str | Table, ...]


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page of help.

    Args:
        name: of the panel, or "window".
        title: as shown.
        sections: in order.
    """

    name: str
    title: str
    sections: tuple[Section, ...]

    @property
    def text(self) -> str:
        """All words of the page, to find it by."""
        words = [self.title]
        for section in self.sections:
            words.append(section.heading)
            for block in section.blocks:
                words += [block] if isinstance(block, str) else [c for r in block.rows for c in r]
        return "\n".join(words)

    @property
    def keys(self) -> list[str]:
        """Keys that the page names, as portable text."""
        return list(dict.fromkeys(_CODE.findall(self.text)))

    @property
    def numbers(self) -> dict[str, str]:
        """What the page says about numbers: as they are seen -> what they mean."""
        tables = [
            block
            for section in self.sections[-1:]
            for block in section.blocks
            if isinstance(block, Table)
        ]
        return {row[0]: row[1] for table in tables for row in table.rows[1:]}


def page_names() -> list[str]:
    """Return the names of all pages."""
    folder = resources.files("resources") / "help"
    return sorted(p.name.removesuffix(".md") for p in folder.iterdir() if p.name.endswith(".md"))


def load_page(name: str, language: str = ENGLISH) -> HelpPage:
    """Return a page in a language; the English one where there is none, else the general one."""
    folder = resources.files("resources") / "help"
    wanted = [folder / language / f"{name}.md", folder / f"{name}.md"]
    if name != GENERAL:
        wanted += [folder / language / f"{GENERAL}.md", folder / f"{GENERAL}.md"]
    found = next(path for path in wanted if path.is_file())
    return parse(name, found.read_text("utf-8"))


def parse(name: str, text: str) -> HelpPage:
    """Return the page that text says."""
    title, heading = "", ""
    blocks: list[str | Table] = []
    sections: list[Section] = []
    for part in re.split(r"\n\s*\n|\n(?=#)", text.strip()):
        lines = part.strip().split("\n")
        if lines[0].startswith("# "):
            title = lines[0][2:].strip()
        elif lines[0].startswith("## "):
            sections.append(Section(heading, tuple(blocks)))
            heading, blocks = lines[0][3:].strip(), []
        elif lines[0].startswith("|"):
            blocks.append(Table(tuple(_cells(line) for line in lines if not _RULE.match(line))))
        else:
            blocks.append(" ".join(lines))
    sections.append(Section(heading, tuple(blocks)))
    return HelpPage(name, title, tuple(sections))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def as_html(page: HelpPage, say_keys: Callable[[str], str], *, border: str, key: str) -> str:
    """Return a page as HTML that a QTextBrowser shows.

    Args:
        page: to show.
        say_keys: portable keys -> as the desktop writes them.
        border: colour of lines.
        key: colour of the ground of keys.
    """
    return f"<h1>{html.escape(page.title)}</h1>" + "".join(_parts(page, say_keys, border, key))


def _parts(page: HelpPage, say_keys: Callable[[str], str], border: str, key: str) -> Iterator[str]:
    def inline(text: str) -> str:
        return _inline(text, say_keys, key)

    for section in page.sections:
        if section.heading:
            yield f"<h2>{html.escape(section.heading)}</h2>"
        for block in section.blocks:
            if isinstance(block, str):
                yield f"<p>{inline(block)}</p>"
                continue
            rows = [
                f'<tr><td width="34%" style="border-bottom: 1px solid {border}">{inline(row[0])}'
                f'</td><td style="border-bottom: 1px solid {border}">{inline(row[1])}</td></tr>'
                for row in block.rows[1:]
            ]
            yield f'<table width="100%" cellspacing="0" cellpadding="6">{"".join(rows)}</table>'


def _inline(text: str, say_keys: Callable[[str], str], key: str) -> str:
    """Return a line with keys, emphasis and strong words as HTML."""
    made = []
    for number, part in enumerate(_CODE.split(text)):
        if number % 2:
            said = html.escape(say_keys(part)).replace(" ", "&nbsp;")
            made.append(f'<span style="background-color: {key}">&nbsp;{said}&nbsp;</span>')
        else:
            said = re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", html.escape(part))
            made.append(re.sub(r"\*([^*]+)\*", r"<i>\1</i>", said))
    return "".join(made)
