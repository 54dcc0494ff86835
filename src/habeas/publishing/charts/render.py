"""From a specification to what a page and a reader use: SVG in the page, and SVG, PNG, Vega-Lite and CSV to take away."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from habeas.publishing.charts.model import Chart

_ID: Final = re.compile(r'(\bid="|url\(#)([^")]+)')
_DROPPED: Final = re.compile(r' (?:role|aria-\w+|class|pointer-events|xmlns:xlink|version)="[^"]*"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A chart as drawn: two versions for the page, and the files to take away by suffix."""

    chart: Chart
    wide: Markup
    phone: Markup
    files: Mapping[str, bytes]


def draw(chart: Chart) -> Drawn:
    """Draw a chart. The specification holds all its data; nothing is fetched."""
    from vl_convert import svg_to_png

    full = _svg(chart.full, f"{chart.name}-full")
    files = {
        "svg": full.encode("utf-8"),
        "png": bytes(svg_to_png(full, scale=2)),
        "vl.json": (json.dumps(chart.full, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8"),
        "csv": _csv(chart),
    }
    wide, phone = (_inline(_svg(spec, f"{chart.name}-{part}")) for spec, part in ((chart.wide, "w"), (chart.phone, "p")))
    return Drawn(chart=chart, wide=wide, phone=phone, files=files)


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
    writer.writerows([_plain(one) for one in row] for row in chart.rows)
    return out.getvalue().encode("utf-8")


def _plain(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
