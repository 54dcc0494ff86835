"""Charts of records: bands, small panels, flows, the map and the curve, in pixels."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.publishing.charts import days, flows
from habeas.publishing.charts import map as atlas
from habeas.publishing.charts.canvas import dates
from habeas.publishing.charts.flows import Flow
from habeas.publishing.charts.survival import survival

SOME = [date(2024, 1, 1) + timedelta(days=k) for k in range(5)]


def rows(spec: dict[str, Any], kind: str) -> list[list[dict[str, Any]]]:
    """Return the tables of every layer of a kind of mark."""
    return [spec["datasets"][one["data"]["name"]] for one in spec["layer"] if one["mark"]["type"] == kind]


def test_exact_counts_have_no_band() -> None:
    """Where certain and possible are the same the chart has lines alone; where they differ it has a band between them."""
    exact = [(k, k) for k in range(5)]
    same = days.by_day(SOME, exact, exact, ("a", "b"), "en", phone=False)
    apart = days.by_day(SOME, [(k, k + 2) for k in range(5)], exact, ("a", "b"), "en", phone=False)

    def bands(spec: dict[str, Any]) -> int:
        return sum(one["mark"].get("fillOpacity") == 0.3 for one in spec["layer"])

    assert (bands(same), bands(apart)) == (0, 1)


def test_the_axis_begins_at_zero_and_holds_all() -> None:
    """Zero lies on the base line, and the greatest possible count inside the drawing."""
    at = days.frame(SOME, [(1, 9)] * 5, [(1, 17)] * 5, phone=False)
    assert at.y(0) == at.height
    assert 0 < at.y(17) < at.height
    assert at.x(SOME[0]) < at.x(SOME[-1]) <= at.width


def test_a_panel_breaks_where_nothing_is_shown() -> None:
    """A withheld count is a gap: the line before it and the line after it are two."""
    panel = days.Panel(name="x", last="1", counts=[(9, 9), (8, 8), None, (7, 7), (6, 6)])
    spec = days.panels(SOME, [panel], phone=True)
    lines = [table for table in rows(spec, "line") if len(table) == 4]
    assert {row["p"] for row in lines[0]} == {0, 1}


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 20_000), st.integers(2, 10))
def test_date_marks_are_few_and_inside(first: date, span: int, most: int) -> None:
    """The days marked lie between the ends, in order, and are no more than one over what was asked for."""
    last = first + timedelta(days=span)
    found = [day for day, _ in dates(first, last, most, "es")]
    assert found == sorted(set(found))
    assert len(found) <= most + 1
    assert all(first <= day <= last for day in found)


FLOWS = [
    Flow(0, "in", "A", 30),
    Flow(0, "in", "B", 12),
    Flow(1, "A", "out", 25),
    Flow(1, "A", "held", 5),
    Flow(1, "B", "out", 12),
]


def test_nodes_are_as_large_as_their_flows() -> None:
    """A node counts what flows through it: what comes in is what goes out."""
    assert flows.sizes(FLOWS) == [{"in": 42}, {"A": 30, "B": 12}, {"out": 37, "held": 5}]


def test_every_flow_is_a_band_of_its_width() -> None:
    """Each flow is drawn as a band whose height at its start is its share of the node's."""
    spec = flows.sankey(FLOWS, ("a", "b", "c"), {}, phone=False)
    bands = [table for one, table in _shapes(spec) if one["mark"].get("fillOpacity") == 0.28]
    heights = {}
    for k, table in enumerate(bands):
        for path in {row["p"] for row in table}:
            points = [row for row in table if row["p"] == path]
            heights[k, path] = points[-1]["y"] - points[0]["y"]
    assert len(heights) == len(FLOWS)
    assert heights[0, 0] / heights[0, 1] == pytest.approx(30 / 12, rel=0.02)


def _shapes(spec: dict[str, Any]) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    return [(one, spec["datasets"][one["data"]["name"]]) for one in spec["layer"] if one["mark"]["type"] == "line"]


def test_the_map_points_from_the_origin_to_the_target() -> None:
    """The head of a curve lies at its target, not at its origin."""
    spots = [atlas.Spot("West", 34, -118, 9), atlas.Spot("East", 26, -80, 9)]
    ends = atlas.Projection(spots, 840, 520.0)
    for way in (atlas.Way(0, 1, 5), atlas.Way(1, 0, 5)):
        spec = atlas.movements(spots, [way], phone=False)
        (head,) = [table for one, table in _shapes(spec) if one["mark"].get("fillOpacity") == 0.8]
        target = spots[way.target]
        x, y = ends.at(target.longitude, target.latitude)
        assert (head[0]["x"], head[0]["y"]) == (pytest.approx(x, abs=0.1), pytest.approx(y, abs=0.1))


@given(st.lists(st.tuples(st.floats(-60, 70), st.floats(-170, 170)), min_size=1, max_size=6))
def test_every_spot_is_on_the_map(places: list[tuple[float, float]]) -> None:
    """All the places lie inside the drawing, wherever they are, also a single one."""
    spots = [atlas.Spot("x", lat, lon, 1) for lat, lon in places]
    flat = atlas.Projection(spots, 340, 300.0)
    for one in spots:
        x, y = flat.at(one.longitude, one.latitude)
        assert 0 <= x <= flat.width
        assert 0 <= y <= flat.height


@given(st.lists(st.tuples(st.floats(-50, 150), st.floats(-50, 150)), min_size=3, max_size=12))
def test_shapes_are_cut_to_the_box(ring: list[tuple[float, float]]) -> None:
    """No point of a cut shape lies outside the box."""
    for x, y in atlas._inside(ring, (0.0, 0.0, 100.0, 100.0)):
        assert -1e-6 <= x <= 100 + 1e-6
        assert -1e-6 <= y <= 100 + 1e-6


def test_the_outline_is_the_worlds() -> None:
    """The outline holds land, borders and a source, all in degrees."""
    found = atlas.outline()
    assert "public domain" in found["source"]
    for name in ("land", "borders", "states"):
        assert len(found[name]) > 50
        assert all(-181 <= x <= 181 and -91 <= y <= 91 for line in found[name] for x, y in line)


def test_the_curve_falls_in_steps() -> None:
    """The share stays level until a day and falls on it: no slope says more than the records do."""
    spec = survival([(10, 0.8, 0.7, 0.9), (20, 0.4, 0.3, 0.5)], "days", phone=False)
    (table,) = [t for one, t in _shapes(spec) if one["mark"].get("strokeWidth") == 1.8]
    points = [(row["x"], row["y"]) for row in table]
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(points))
