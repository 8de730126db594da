"""Contact sheets: pictures with their titles, as PDF to print and as HTML to pass on."""

import base64
import html
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from app.services.export_fonts import FontSet
from app.services.export_types import ExportRequest
from common.errors import AppError
from common.jobs import JobContext
from common.values import ItemKind

if TYPE_CHECKING:
    from app.services.types import ItemDetails
    from indexers.thumbnails import ThumbnailStore

LARGE_UNTIL = 1000  # items; more get the small thumbnails in HTML, so that it still opens
_MARGIN, _GAP, _HEAD = 36.0, 8.0, 34.0  # points
_TITLE_PT, _NOTE_PT = 7.5, 6.5
_SHRINK = 0.14  # of the height of a picture, at most, to make room for one more row


@dataclass(frozen=True, slots=True)
class Card:
    """One picture of a sheet.

    Args:
        title: of the item.
        line: year, date or length.
        more: what HTML shows when asked (facets, path).
        jpeg: its thumbnail; b"" where it has none.
        kind: of the item.
    """

    title: str
    line: str
    more: str
    jpeg: bytes
    kind: str


def card_of(details: "ItemDetails", store: "ThumbnailStore", level: int) -> Card:
    """Return the card of an item with its thumbnail of a level."""
    summary = details.summary
    try:
        jpeg = store.jpeg(summary.thumb_row, level) if summary.thumb_row >= 0 else b""
    except (AppError, IndexError, OSError):  # a lost thumbnail costs a picture, not the sheet
        jpeg = b""
    line = ""
    if summary.kind == ItemKind.FILM:
        names = [f.value for f in details.facets if f.key == "director"][:1]
        line = " · ".join([*([str(summary.year)] if summary.year else []), *names])
    elif summary.taken_at is not None:
        line = f"{summary.taken_at:%Y-%m-%d %H:%M}"
    if summary.start_s is not None:
        line = " · ".join(filter(None, [line, f"{_clock(summary.start_s)}"]))
    elif summary.duration_s:
        line = " · ".join(filter(None, [line, _clock(summary.duration_s)]))
    keys = ("genre", "concept", "tag", "place", "company")
    more = [f.value for key in keys for f in details.facets if f.key == key][:8]
    title = summary.name or f"#{details.id}"
    return Card(title, line, ", ".join(more), jpeg, str(summary.kind))


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


# -- PDF


class PdfSheets:
    """Lays cards out on pages.

    Args:
        request: paper, number of pictures side by side, title.
        total: number of cards.
        tall: films are most of them: cells are as tall as posters.
    """

    def __init__(self, request: ExportRequest, total: int, *, tall: bool) -> None:
        from reportlab.lib.pagesizes import A4, LETTER

        # What a command line brings need not be text that a PDF can hold.
        self._title = (request.title or "Kinora").encode("utf-8", "replace").decode()
        self._total = total
        self._page = A4 if request.paper == "a4" else LETTER
        self._across = request.across
        self._cell = (self._page[0] - 2 * _MARGIN - (self._across - 1) * _GAP) / self._across
        self._picture = self._cell * (1.5 if tall else 0.75)
        self._row = self._picture + 2 * (_TITLE_PT + 2) + _NOTE_PT + 4 + _GAP
        room = self._page[1] - 2 * _MARGIN - _HEAD
        self._down = max(1, int((room + _GAP) // self._row))
        # One more row where pictures a little lower make room for it; then the page is filled.
        spare = self._row - (room + _GAP) / (self._down + 1)
        if spare <= _SHRINK * self._picture:
            self._picture -= spare
            self._down += 1
        self._row = min((room + _GAP) / self._down, 1.25 * self._row)
        self.pages = max(1, -(-total // (self._across * self._down)))
        self.texts, self.bold = FontSet(), FontSet(bold=True)

    def write(self, file: BinaryIO, cards: Iterable[Card], context: JobContext) -> int:
        """Write the PDF and return the number of cards."""
        from reportlab.pdfgen.canvas import Canvas

        canvas = Canvas(file, pagesize=self._page, pageCompression=1)
        canvas.setTitle(self._title)
        canvas.setCreator("Kinora")
        per_page, count = self._across * self._down, 0
        for number, card in enumerate(cards):
            context.step(number, self._total, card.title)
            if number % per_page == 0:
                if number:
                    canvas.showPage()
                self._head(canvas, number // per_page + 1)
            self._card(canvas, card, number % per_page)
            count += 1
        if not count:
            self._head(canvas, 1)
            self.texts.draw(canvas, _MARGIN, self._page[1] / 2, "No items.", 11)
        context.step(self._total, self._total, "…")
        canvas.save()
        return count

    def _head(self, canvas: Any, page: int) -> None:
        width, height = self._page
        y = height - _MARGIN - 12
        right = f"{page} / {self.pages}"
        room = width - 2 * _MARGIN - 120
        title = self.bold.cut(self._title, 12, room)
        self.bold.draw(canvas, _MARGIN, y, title, 12)
        said = f"{self._total:,} items · {datetime.now().astimezone():%Y-%m-%d}"
        self.texts.draw(canvas, _MARGIN, y - 12, said, 8)
        self.texts.draw(canvas, width - _MARGIN - self.texts.width(right, 8), y, right, 8)

    def _card(self, canvas: Any, card: Card, place: int) -> None:
        down, across = divmod(place, self._across)
        x = _MARGIN + across * (self._cell + _GAP)
        top = self._page[1] - _MARGIN - _HEAD - down * self._row
        self._draw_picture(canvas, card, x, top)
        y = top - self._picture - _TITLE_PT - 2
        for line in self.bold.lines(card.title, _TITLE_PT, self._cell, 2):
            self.bold.draw(canvas, x, y, line, _TITLE_PT)
            y -= _TITLE_PT + 2
        if card.line:
            self.texts.draw(canvas, x, y, self.texts.cut(card.line, _NOTE_PT, self._cell), _NOTE_PT)

    def _draw_picture(self, canvas: Any, card: Card, x: float, top: float) -> None:
        from reportlab.lib.utils import ImageReader

        if not card.jpeg:
            canvas.saveState()
            canvas.setStrokeGray(0.75)
            canvas.rect(x, top - self._picture, self._cell, self._picture)
            canvas.restoreState()
            return
        image = ImageReader(io.BytesIO(card.jpeg))
        wide, high = image.getSize()
        scale = min(self._cell / wide, self._picture / high)
        wide, high = wide * scale, high * scale
        left, low = x + (self._cell - wide) / 2, top - self._picture
        canvas.drawImage(image, left, low, wide, high)

    def notes(self) -> list[str]:
        """Return what the reader should know of the texts."""
        self.texts.missing |= self.bold.missing
        self.texts.of_viewer |= self.bold.of_viewer
        self.texts.is_mirrored |= self.bold.is_mirrored
        return self.texts.notes()


# -- HTML

_STYLE = """
:root{color-scheme:light dark;--ground:#f6f6f8;--card:#fff;--ink:#1b1c20;--soft:#5c606b}
@media (prefers-color-scheme:dark){:root{--ground:#17181c;--card:#22242a;--ink:#ececf0;
--soft:#a2a6b3}}
body{margin:0;background:var(--ground);color:var(--ink);font:14px/1.4 system-ui,sans-serif}
header{position:sticky;top:0;background:var(--ground);padding:14px 20px;display:flex;gap:16px;
align-items:baseline;flex-wrap:wrap;z-index:1}
h1{font-size:18px;margin:0}header p{margin:0;color:var(--soft)}
input{margin-left:auto;padding:6px 10px;font:inherit;border:1px solid var(--soft);
border-radius:6px;background:var(--card);color:var(--ink)}
main{display:grid;gap:12px;padding:0 20px 24px;
grid-template-columns:repeat(auto-fill,minmax(150px,1fr))}
figure{margin:0;background:var(--card);border-radius:8px;overflow:hidden;display:flex;
flex-direction:column}
figure img,figure .none{width:100%;aspect-ratio:var(--shape);object-fit:contain;background:#0002}
figcaption{padding:8px 10px}b{display:block;overflow-wrap:anywhere}
small{color:var(--soft);display:block;overflow-wrap:anywhere}
figure[hidden]{display:none}
@media print{header{position:static}input{display:none}figure{break-inside:avoid}}
"""
_SCRIPT = """
const box=document.querySelector('input'),told=document.querySelector('#told'),
cards=[...document.querySelectorAll('figure')],words=cards.map(c=>c.textContent.toLowerCase());
box.addEventListener('input',()=>{const w=box.value.toLowerCase().split(/\\s+/).filter(Boolean);
let n=0;cards.forEach((c,i)=>{const on=w.every(x=>words[i].includes(x));c.hidden=!on;n+=on});
told.textContent=w.length?n.toLocaleString()+' of '+cards.length.toLocaleString():''});
"""


def write_html(
    file: BinaryIO, cards: Iterable[Card], request: ExportRequest, total: int, *,
    tall: bool, context: JobContext,
) -> int:  # fmt: skip
    """Write one page that needs no other file and no network; return the number of cards."""
    title = html.escape(request.title or "Kinora")
    shape = "2/3" if tall else "4/3"
    policy = (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
    )
    head = (
        '<!doctype html>\n<html><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title><style>{_STYLE}main{{--shape:{shape}}}</style></head>\n<body>"
        f"<header><h1>{title}</h1><p>{total:,} items · "
        f'{datetime.now().astimezone():%Y-%m-%d}</p><p id="told" aria-live="polite"></p>'
        '<input type="search" placeholder="Filter" aria-label="Filter"></header>\n<main>\n'
    )
    file.write(head.encode("utf-8", "replace"))
    count = 0
    for card in cards:
        context.step(count, total, card.title)
        file.write(_figure(card).encode("utf-8", "replace"))
        count += 1
    tail = "</main>\n" if count else "</main><p style='padding:0 20px'>No items.</p>\n"
    file.write(f"{tail}<script>{_SCRIPT}</script></body></html>\n".encode())
    return count


def _figure(card: Card) -> str:
    title, line, more = (html.escape(text) for text in (card.title, card.line, card.more))
    picture = '<div class="none"></div>'
    if card.jpeg:
        data = base64.b64encode(card.jpeg).decode()
        picture = f'<img alt="{title}" loading="lazy" src="data:image/jpeg;base64,{data}">'
    small = "".join(f"<small>{text}</small>" for text in (line, more) if text)
    return f"<figure>{picture}<figcaption><b>{title}</b>{small}</figcaption></figure>\n"


def is_tall(kinds: Sequence[ItemKind]) -> bool:
    """Whether most of the items are films, whose posters are tall."""
    return 2 * sum(kind == ItemKind.FILM for kind in kinds) > len(kinds)
