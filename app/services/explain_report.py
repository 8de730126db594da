"""Reports of explanations: pictures, maps, measures and all settings, as PDF and HTML."""

import html
import io
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from app.services.explain_colours import Look
from app.services.explain_sheet import laid_over, png_url, scale_note, shrunk, with_alpha
from app.services.explain_types import MEASURES, Explained, MethodMap
from app.services.explain_words import (
    MEASURE_TITLES,
    better,
    measure_text,
    score_text,
    settings_of,
    short_label,
    target_text,
)
from app.services.export_fonts import FontSet
from common.jobs import JobContext

_SIDE = 420  # pixels of a map in a report
_MARGIN, _GAP = 40.0, 10.0  # points
_ACROSS = 3
_MEANING = (
    "Average drop: confidence lost when only what the map shows is kept. Confidence drop: "
    "confidence lost when the important region is taken away. Important is {important}; taken "
    "away means {fill}."
)


def meaning(explained: Explained) -> str:
    """Return what the measures of an explanation mean."""
    options = explained.request.options
    important = (
        f"at least {options.threshold:g} of the map's greatest value"
        if options.important == "threshold"
        else f"the strongest {options.top:.0%} of the pixels"
    )
    fill = "the mean colour" if options.fill == "mean" else "blurred"
    return _MEANING.format(important=important, fill=fill)


def _facts(explained: Explained) -> list[tuple[str, str]]:
    request, options = explained.request, explained.request.options
    left, top, width, height = explained.crop
    return [
        ("target", f"{target_text(explained)}, {score_text(explained)}"),
        ("network", f"{request.network} {explained.version}".strip()),
        ("layer", request.layer or "–"),
        ("seen by it", f"{width:.0%} × {height:.0%} of the picture, from {left:.0%}, {top:.0%}"),
        ("most probable", ", ".join(f"{short_label(n)} {s:.1%}" for n, s in explained.top) or "–"),
        ("noise", f"{options.samples} copies, sigma {options.sigma:g}, seed {options.seed}"),
    ]  # fmt: skip


def _measured(explained: Explained) -> list[str]:
    return [name for name in MEASURES if any(name in each.measures for each in explained.maps)]


# -- HTML

_STYLE = """
:root{color-scheme:light dark;--ground:#f6f6f8;--card:#fff;--ink:#1b1c20;--soft:#5c606b}
@media (prefers-color-scheme:dark){:root{--ground:#17181c;--card:#22242a;--ink:#ececf0;
--soft:#a2a6b3}}
body{margin:0;background:var(--ground);color:var(--ink);font:14px/1.45 system-ui,sans-serif}
header{position:sticky;top:0;background:var(--ground);padding:12px 20px;display:flex;gap:18px;
align-items:center;flex-wrap:wrap;z-index:1}h1{font-size:18px;margin:0}h2{font-size:16px;margin:0}
article{background:var(--card);border-radius:10px;margin:0 20px 20px;padding:16px 18px}
.maps{display:flex;flex-wrap:wrap;gap:14px;margin:12px 0}figure{margin:0;width:240px}
.over{position:relative}.over img{display:block;width:100%}
.over .map{position:absolute;opacity:var(--strength);image-rendering:auto}
figcaption{padding-top:5px;color:var(--soft)}figcaption b{color:var(--ink);display:block}
table{border-collapse:collapse;margin:8px 0}td,th{padding:3px 12px 3px 0;text-align:left;
font-variant-numeric:tabular-nums;vertical-align:top}th{color:var(--soft);font-weight:500}
.best{font-weight:700}p{margin:6px 0;color:var(--soft);max-width:80ch}
details pre{overflow:auto;font-size:12px}
@media print{header{position:static}label{display:none}article{break-inside:avoid}}
"""
_SCRIPT = """
const s=document.querySelector('input');s.addEventListener('input',()=>
document.body.style.setProperty('--strength',s.value/100));
"""


def write_html(file: BinaryIO, shown: Sequence[Explained], look: Look, context: JobContext) -> None:
    """Write one page that needs no other file and no network; the overlay has a slider."""
    policy = (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
    )
    file.write(
        (
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>Explanations</title><style>{_STYLE}</style></head>\n"
            f'<body style="--strength:{look.strength:g}"><header><h1>Explanations</h1>'
            f"<span>{len(shown):,} · {_today()}</span><label>Strength of the maps "
            f'<input type="range" min="0" max="100" value="{round(look.strength * 100)}"></label>'
            f"<span>{html.escape(scale_note(look))}</span></header>\n"
        ).encode()
    )
    for place, explained in enumerate(shown):
        context.step(place, len(shown), explained.title)
        for part in _article(explained, look):
            file.write(part.encode("utf-8", "replace"))
    file.write(f"<script>{_SCRIPT}</script></body></html>\n".encode())


def _article(explained: Explained, look: Look) -> Iterator[str]:
    yield f"<article><h2>{html.escape(explained.title)}</h2><table>"
    for name, value in _facts(explained):
        yield f"<tr><th>{name}</th><td>{html.escape(value)}</td></tr>"
    yield '</table><div class="maps">'
    base = png_url(shrunk(explained.rgb, _SIDE))
    yield _figure(base, "", "picture", "")
    full = Look(look.colours, 1.0, look.threshold)  # the slider lays it over
    for found in explained.maps:
        left, top, width, height = explained.crop
        style = f"left:{left:.3%};top:{top:.3%};width:{width:.3%};height:{height:.3%}"
        over = (
            f'<img class="map" alt="" style="{style}" src="{png_url(with_alpha(found.map, full))}">'
        )
        yield _figure(base, over, found.title, " ".join(found.notes))
    yield "</div>"
    yield from _table(explained)
    for note in explained.notes:
        yield f"<p>{html.escape(note)}</p>"
    settings = json.dumps(settings_of(explained), ensure_ascii=False, indent=1)
    yield (
        "<details><summary>Settings to make it again</summary>"
        f"<pre>{html.escape(settings)}</pre></details></article>\n"
    )


def _figure(base: str, over: str, title: str, note: str) -> str:
    name = html.escape(title)
    more = html.escape(note)
    return (
        f'<figure><div class="over"><img alt="{name}" src="{base}">{over}</div>'
        f"<figcaption><b>{name}</b>{more}</figcaption></figure>"
    )


def _table(explained: Explained) -> Iterator[str]:
    names = _measured(explained)
    if not names:
        return
    yield "<table><tr><th>method</th>"
    for name in names:
        yield f"<th>{MEASURE_TITLES[name]}<br>{better(name)}</th>"
    yield "<th>ms</th></tr>"
    best = {name: _best(explained.maps, name) for name in names}
    for found in explained.maps:
        yield f"<tr><td>{html.escape(found.title)}</td>"
        for name in names:
            mark = ' class="best"' if found.method in best[name] else ""
            yield f"<td{mark}>{measure_text(name, found.measures.get(name, float('nan')))}</td>"
        yield f"<td>{found.ms:.1f}</td></tr>"
    yield f"</table><p>{html.escape(meaning(explained))}</p>"


def _best(maps: Sequence[MethodMap], name: str) -> set[str]:
    """Return the methods that do best by a measure; none where all are alike."""
    wanted = MEASURES[name]
    values = {m.method: v for m in maps if (v := m.measures.get(name)) is not None and v == v}  # noqa: PLR0124 - NaN
    if wanted is None or len(set(values.values())) < 2:
        return set()
    top = max(values.values()) if wanted else min(values.values())
    return {method for method, value in values.items() if value == top}


# -- PDF


def write_pdf(file: BinaryIO, shown: Sequence[Explained], look: Look, context: JobContext) -> None:
    """Write a page or more a picture, A4."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(file, pagesize=A4, pageCompression=1)
    canvas.setTitle("Explanations")
    canvas.setCreator("Kinora")
    canvas.setSubject(json.dumps([settings_of(each) for each in shown], ensure_ascii=False))
    for place, explained in enumerate(shown):
        context.step(place, len(shown), explained.title)
        _Page(canvas, A4, look).draw(explained)
        canvas.showPage()
    canvas.save()


class _Page:
    """Draws one explanation from the top of a page downwards."""

    def __init__(self, canvas: Any, size: tuple[float, float], look: Look) -> None:
        self._canvas = canvas
        self._width, self._height = size
        self._look = look
        self._texts, self._bold = FontSet(), FontSet(bold=True)
        self._y = self._height - _MARGIN

    def draw(self, explained: Explained) -> None:
        """Draw everything."""
        room = self._width - 2 * _MARGIN
        self._line(self._bold, self._bold.cut(explained.title, 14, room), 14)
        self._line(self._texts, f"{_today()} · {scale_note(self._look)}", 8)
        for name, value in _facts(explained):
            self._pair(name, value, room)
        self._y -= 6
        self._pictures(explained)
        self._measures(explained)
        for text in (meaning(explained) if _measured(explained) else "", *explained.notes):
            for line in self._texts.lines(text, 8, room, 4) if text else ():
                self._line(self._texts, line, 8)
        settings = json.dumps(settings_of(explained), ensure_ascii=False)
        for line in self._texts.lines(settings, 6, room, 30):
            self._line(self._texts, line, 6)

    def _need(self, height: float) -> None:
        if self._y - height < _MARGIN:
            self._canvas.showPage()
            self._y = self._height - _MARGIN

    def _line(self, fonts: FontSet, text: str, size: float) -> None:
        self._need(size + 3)
        self._y -= size
        fonts.draw(self._canvas, _MARGIN, self._y, text, size)
        self._y -= 4

    def _pair(self, name: str, value: str, room: float) -> None:
        self._need(13)
        self._y -= 9
        self._texts.draw(self._canvas, _MARGIN, self._y, name, 8)
        self._texts.draw(
            self._canvas, _MARGIN + 100, self._y, self._texts.cut(value, 8, room - 100), 8
        )
        self._y -= 4

    def _pictures(self, explained: Explained) -> None:
        side = (self._width - 2 * _MARGIN - (_ACROSS - 1) * _GAP) / _ACROSS
        tiles = [("picture", shrunk(explained.rgb, _SIDE))]
        tiles += [
            (found.title, laid_over(explained, found, self._look, _SIDE))
            for found in explained.maps
        ]
        height, width = tiles[0][1].shape[:2]
        scale = side / max(height, width)
        high = height * scale
        for start in range(0, len(tiles), _ACROSS):
            self._need(high + 24)
            for place, (title, rgb) in enumerate(tiles[start : start + _ACROSS]):
                x = _MARGIN + place * (side + _GAP)
                self._canvas.drawImage(_reader(rgb), x, self._y - high, width * scale, high)
                text = self._bold.cut(title, 8, side)
                self._bold.draw(self._canvas, x, self._y - high - 11, text, 8)
            self._y -= high + 22

    def _measures(self, explained: Explained) -> None:
        names = _measured(explained)
        if not names:
            return
        step = (self._width - 2 * _MARGIN - 130) / (len(names) + 1)
        heads = [*(MEASURE_TITLES[name] for name in names), "ms"]
        self._row("method", heads, step, set())
        best = {name: _best(explained.maps, name) for name in names}
        for found in explained.maps:
            values = [measure_text(n, found.measures.get(n, float("nan"))) for n in names]
            marked = {place for place, name in enumerate(names) if found.method in best[name]}
            self._row(found.title, [*values, f"{found.ms:.1f}"], step, marked)
        self._row("", [better(name) for name in names], step, set())
        self._y -= 4

    def _row(self, head: str, values: Sequence[str], step: float, marked: set[int]) -> None:
        self._need(13)
        self._y -= 9
        self._texts.draw(self._canvas, _MARGIN, self._y, self._texts.cut(head, 7.5, 126), 7.5)
        for place, value in enumerate(values):
            fonts = self._bold if place in marked else self._texts
            x = _MARGIN + 130 + place * step
            fonts.draw(self._canvas, x, self._y, fonts.cut(value, 7.5, step - 4), 7.5)
        self._y -= 4


def _reader(rgb: Any) -> Any:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    file = io.BytesIO()
    Image.fromarray(rgb).save(file, "PNG")
    file.seek(0)
    return ImageReader(file)


def _today() -> str:
    return f"{datetime.now().astimezone():%Y-%m-%d}"
