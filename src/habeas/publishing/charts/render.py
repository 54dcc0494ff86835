"""From a specification to what a page and a reader use: SVG in the page, and SVG, Vega-Lite and CSV to take away."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup, escape

from habeas.publishing.charts import theme
from habeas.publishing.charts.model import Chart
from habeas.publishing.taking import plain

_ID: Final = re.compile(r'(\bid="|url\(#)([^")]+)')
_SIZE: Final = re.compile(r'width="([0-9.]+)" height="([0-9.]+)"')
_EDGE: Final = 20
_DROPPED: Final = re.compile(r' (?:role|aria-\w+|class|pointer-events|xmlns:xlink|version)="[^"]*"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A chart as drawn: two versions for the page, and the files to take away by suffix."""

    chart: Chart
    wide: Markup
    phone: Markup
    files: Mapping[str, bytes]


def draw(chart: Chart) -> Drawn:
    """Draw a chart. The specification holds all its data; nothing is fetched. The PNG is made of the SVG, apart (:mod:`.raster`)."""
    wide, phone = _svg(chart.wide, f"{chart.name}-w"), _svg(chart.phone, f"{chart.name}-p")
    full = _framed(chart, wide)
    files = {
        "svg": full.encode("utf-8"),
        "vl.json": (json.dumps(chart.full, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8"),
        "csv": _csv(chart),
    }
    return Drawn(chart=chart, wide=_inline(wide), phone=_inline(phone), files=files)


def _framed(chart: Chart, svg: str) -> str:
    """Return the drawing to take away: title and subtitle above it, the source below, on white."""
    size = _SIZE.search(svg)
    width, height = (float(size[1]), float(size[2])) if size else (float(theme.WIDE), 400.0)
    y, words = float(_EDGE), []
    for text, points, ink, weight in (
        (chart.title, 17, theme.INK, "bold"),
        (chart.subtitle, 13, theme.MUTED, "normal"),
    ):
        for line in theme.lines(text, width, points):
            y += points * 1.3
            words.append(_text(line, y, points, ink, weight))
        y += 5
    top = y + 14
    foot = top + height + 18
    lines = theme.lines(chart.source, width, 11)
    words += [_text(line, foot + 15 * place, 11, theme.MUTED, "normal") for place, line in enumerate(lines)]
    whole = (width + 2 * _EDGE, foot + 15 * len(lines) + 6)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole[0]:g}" height="{whole[1]:g}" viewBox="0 0 {whole[0]:g} {whole[1]:g}">'
        f'<title>{escape(chart.title)}</title><desc>{escape(chart.alt)}</desc><rect width="100%" height="100%" fill="white"/>'
    )
    inner = svg.replace("<svg ", f'<svg x="{_EDGE}" y="{top:g}" ', 1)
    return f"{head}{''.join(words)}{inner}</svg>\n"


def _text(words: str, y: float, size: float, ink: str, weight: str) -> str:
    font = escape(theme.FONT)
    return f'<text x="{_EDGE}" y="{y:g}" font-family="{font}" font-size="{size:g}" font-weight="{weight}" fill="{ink}">{escape(words)}</text>'


def _svg(spec: Mapping[str, Any], name: str) -> str:
    from vl_convert import vegalite_to_svg

    svg: str = vegalite_to_svg(dict(spec), allowed_base_urls=[])
    known: dict[str, str] = {}
    return _ID.sub(lambda hit: hit[1] + known.setdefault(hit[2], f"{name}-{len(known) + 1}"), svg)


def _inline(svg: str) -> Markup:
    """Return the drawing for use inside a page: hidden from readers of the text, who are given it in words."""
    lean = _DROPPED.sub("", svg)
    return Markup(lean.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1))  # noqa: S704 - drawn here, text escaped by the drawer


def _csv(chart: Chart) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(chart.columns)
    writer.writerows([plain(one) for one in row] for row in chart.rows)
    return out.getvalue().encode("utf-8")
