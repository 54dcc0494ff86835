"""Charts: every figure drawn as what it is, in all four forms, the same each time."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.publishing.charts import Chart, Figure, Line, draw, over_time, ranges, theme
from habeas.publishing.charts.labels import Placed, Wanted, place
from habeas.publishing.charts.render import _csv


def figure(low: float | None, high: float | None, **more: Any) -> Figure:
    """Return a figure."""
    ends = [None if one is None else Decimal(str(one)) for one in (low, high)]
    return Figure(**{"label": "a", "who": "b", "low": ends[0], "high": ends[1], "short": "s", **more})


def _rows(spec: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Return the rows of every layer of a kind of mark."""
    found: list[dict[str, Any]] = []
    for layer in spec["layer"]:
        if layer["mark"]["type"] == kind:
            found += spec["datasets"][layer["data"]["name"]]
    return found


def test_every_chart_is_there_in_four_forms(site: Path) -> None:
    """Each chart is offered as SVG, PNG, Vega-Lite and CSV, and each form is what it says."""
    names = {path.name.split(".")[0] for path in (site / "charts").iterdir()}
    assert {"population-sv-prisons", "deaths-el-salvador", "space-cecot", "capacity-cecot"} <= names
    for name in names:
        for lang in ("en", "es"):
            stem = site / "charts" / f"{name}.{lang}"
            assert stem.with_suffix(f".{lang}.svg").read_text().startswith("<svg")
            assert stem.with_suffix(f".{lang}.png").read_bytes().startswith(b"\x89PNG")
            assert "layer" in json.loads(stem.with_suffix(f".{lang}.vl.json").read_text())
            assert len(list(csv.reader(io.StringIO(stem.with_suffix(f".{lang}.csv").read_text())))) > 1


def test_specifications_hold_their_data_and_nothing_remote(site: Path) -> None:
    """A specification names no address to fetch: all of its data is inside."""
    for path in (site / "charts").glob("*.vl.json"):
        spec = json.loads(path.read_text())
        del spec["$schema"]
        assert "http" not in json.dumps(spec)
        assert "url" not in json.dumps(spec)


def test_charts_are_told_in_words(pages: dict[str, Any]) -> None:
    """Each chart in a page has a description in words with its figures; the drawing itself is hidden from readers of text."""
    html = pages["es/population.html"].html
    (told,) = re.findall(r'role="img" aria-label="([^"]+)"', html)
    assert "Gráfico." in told
    assert "110,000" in told
    assert html.count('<svg aria-hidden="true"') == 2


def test_fonts_are_those_of_the_page(site: Path) -> None:
    """Charts and page name the same stack of fonts."""
    assert theme.FONT in (site / "style.css").read_text()
    for path in (site / "charts").glob("*.svg"):
        fonts = set(re.findall(r'font-family="([^"]+)"', path.read_text()))
        assert {one.replace("&quot;", '"').replace("&#34;", '"') for one in fonts} == {theme.FONT}


@pytest.mark.parametrize(("low", "high", "arrows"), [(5, 5, 0), (5, 8, 0), (5, None, 1), (None, 8, 1), (None, None, 0)])
def test_open_ends_are_arrows(low: float | None, high: float | None, arrows: int) -> None:
    """A known bound ends the mark, an unknown one is an arrow; a figure only said to be about so much has neither."""
    one = figure(low, high, stated=Decimal(6), start=date(2024, 1, 1), end=date(2024, 2, 1))
    for spec in (ranges([one, figure(1, 2)]), over_time([one, figure(1, 2, start=date(2023, 1, 1))], "en")):
        heads = [row for row in _rows(spec, "point") if "way" in row]
        assert len(heads) == arrows


def test_a_range_is_drawn_as_long_as_it_is() -> None:
    """A bar begins at the lower bound and ends at the upper one, on an axis that begins at zero."""
    spec = ranges([figure(65, 70)])
    assert [(row["x"], row["x2"]) for row in _rows(spec, "bar")] == [(65.0, 70.0)]
    scale = next(layer["encoding"]["x"]["scale"] for layer in spec["layer"] if "scale" in layer["encoding"]["x"])
    assert scale["domain"][0] == 0


def test_lines_are_named() -> None:
    """Each line of a standard is drawn at its value and named beside it."""
    spec = ranges([figure(1, 2)], [Line(Decimal(3), "3 m² ECtHR"), Line(Decimal(4), "4 m² CPT")])
    assert {"3 m² ECtHR", "4 m² CPT"} <= {row.get("t") for row in _rows(spec, "text")}
    assert {3.0, 4.0} <= {row["x"] for row in _rows(spec, "rule") if "x" in row}


def test_only_counts_of_the_same_persons_are_joined() -> None:
    """A line joins the counts one counter keeps of the same persons, and no others."""
    days = [date(2023, m, 1) for m in (1, 4, 7, 10)]
    series = ["x / all", "x / all", "x / women", "y / all"]
    some = [figure(n, n, start=d, end=d, series=s) for n, (d, s) in enumerate(zip(days, series, strict=True), 1)]
    lines = [layer for layer in over_time(some, "es", joined=True)["layer"] if layer["mark"]["type"] == "line"]
    assert len(lines) == 1
    assert len(_rows(over_time(some, "es", joined=True), "line")) == 2


def test_the_small_version_carries_numbers() -> None:
    """On a small page marks carry the numbers of the table, in its order."""
    some = [figure(n, n, start=date(2020 + n, 1, 1)) for n in (1, 2, 3)]
    words = {row["t"] for row in _rows(over_time(some, "en", phone=True), "text")}
    assert {"1", "2", "3"} <= words


def test_drawing_twice_gives_the_same_bytes() -> None:
    """The same chart gives the same bytes, also after others were drawn in between."""
    wide = ranges([figure(1, 2), figure(5, None)])
    one = Chart(name="c", title="T", subtitle="S", source="Q", alt="A", wide=wide, phone=wide, full=wide)
    first = draw(one)
    draw(Chart(name="d", title="T", subtitle="S", source="Q", alt="A", wide=wide, phone=wide, full=wide))
    assert first == draw(one)


def test_no_cell_of_the_data_is_a_formula() -> None:
    """A cell that a spreadsheet would run is quoted in the CSV file."""
    wide: dict[str, Any] = {}
    rows = [("=1+1", "@x", "-2", 5, None)]
    one = Chart(
        name="c", title="", subtitle="", source="", alt="", wide=wide, phone=wide, full=wide, columns=("a",), rows=rows
    )
    assert _csv(one).decode().splitlines()[1] == "'=1+1,'@x,'-2,5,"


@given(st.floats(0.001, 1e9))
def test_ticks_reach_the_top_in_round_steps(top: float) -> None:
    """Ticks begin at zero, are evenly spaced, and the last is at or above the greatest value, by less than a step."""
    found = theme.ticks(top)
    step = found[1] - found[0]
    assert found[0] == 0
    assert found[-1] >= top * 0.999999
    assert found[-1] - top <= step * 1.001
    assert 2 <= len(found) <= 12


def _boxes(wanted: Sequence[Wanted], found: Sequence[Placed | None]) -> list[tuple[float, float, float, float]]:
    return [(p.x, p.y - 7.5, p.x + w.width, p.y + 7.5) for w, p in zip(wanted, found, strict=True) if p is not None]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(60, 740), st.integers(40, 380)), min_size=1, max_size=8, unique=True))
def test_labels_do_not_cover_each_other(points: list[tuple[int, int]]) -> None:
    """With few marks on a wide page every label has a place of its own, within the page."""
    wanted = [Wanted(70.0, (x - 5, y - 5, x + 5, y + 5)) for x, y in points]
    found = place(wanted, (0.0, 0.0, 800.0, 420.0))
    boxes = _boxes(wanted, found)
    assert len(boxes) == len(points)
    for n, (left, top, right, bottom) in enumerate(boxes):
        assert left >= -0.01
        assert right <= 800.01
        for other in boxes[:n]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] + 0.01 or other[3] <= top + 0.01


def test_a_label_without_room_is_left_out_only_where_it_may_be() -> None:
    """An optional label gives way where there is no room beside its mark; a needed one is always placed."""
    crowd = [(0.0, 0.0, 300.0, 300.0)]
    needed, optional = Wanted(60.0, (140, 140, 150, 150)), Wanted(60.0, (140, 140, 150, 150), optional=True)
    assert place([needed], (0, 0, 300, 300), crowd)[0] is not None
    assert place([optional], (0, 0, 300, 300), crowd) == [None]
