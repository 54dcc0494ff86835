"""Charts of estimates: every column, figure and interval is drawn, a refusal shows no number, and the small version says the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.estimation import Distribution, Estimate, Reason
from habeas.publishing.charts.band import Band, Look, Rival, band_over_time
from habeas.publishing.charts.estimators import Row, estimators
from habeas.publishing.charts.funnel import Spot, funnel
from habeas.publishing.charts.posterior import Posterior, columns, posterior
from habeas.publishing.charts.sensitivity import Sensitivity, sensitivity

SAID = {"point": "P", "listed": "L", "floor": "F", "interval": "I", "x": "X", "assumed": "A", "official": "O", "tipping": "T", "target": "all"}  # fmt: skip
KEYS = {name: name for name in ("inner", "outer", "used", "censored", "derived", "copy", "other")}


def words(spec: Mapping[str, Any]) -> list[str]:
    """Return every word that a drawing writes."""
    return [row["t"] for rows in spec["datasets"].values() for row in rows if "t" in row]


def hill(draws: list[int], **more: Any) -> Posterior:
    """Return what is drawn of draws."""
    known = Distribution.of_draws(np.array(draws, dtype=float))
    told = known.as_json()
    span = known.interval(0.95)
    return Posterior(
        shares=told["share"], quantiles=told["quantile"], point=known.median, low=span.low or 0, high=span.high or 0, **more
    )  # fmt: skip


@settings(max_examples=15)
@given(st.lists(st.integers(10, 100_000), min_size=1, max_size=60), st.integers(0, 10))
def test_columns_hold_nearly_all_the_probability_and_reach_what_is_marked(draws: list[int], listed: int) -> None:
    """0.97 to 1 of the probability lies in the columns (the outermost hundredth may be left out), and they reach from the listed to the point."""
    found = columns(hill(draws, listed=listed))
    assert 0.97 <= sum(share for _, _, share in found) <= 1 + 1e-9
    assert found[0][0] <= listed
    assert found[-1][1] >= np.quantile(draws, 0.5, method="inverted_cdf") - 1
    assert all(b > a for a, b, _ in found)


@pytest.mark.parametrize("phone", [True, False])
def test_a_posterior_marks_point_listed_floor_and_what_is_asked_for(phone: bool) -> None:
    """The words of all marks stand in both versions."""
    found = hill([300, 310, 320, 330, 350], listed=290, floor=295, marks=((400.0, "truth"),))
    assert {"P", "L", "F", "I", "truth"} <= set(words(posterior(found, SAID, phone=phone)))


@pytest.mark.parametrize("phone", [True, False])
def test_a_refused_estimator_shows_its_reason_and_no_number(phone: bool) -> None:
    """Refused: the reason in words, and neither dot nor interval; one dot is drawn for the one that stands, an arrow for the floor."""
    rows = [Row(label="one", point=20.0, low=10.0, high=30.0), Row(label="two", refused="because of it"), Row(label="floor", point=12.0, low=11.0, floor=True)]  # fmt: skip
    spec = estimators(rows, [(9.0, "listed")], phone=phone)
    assert {"one", "two", "because of it", "floor", "listed"} <= set(words(spec))
    dots = [one for one in spec["layer"] if one["mark"].get("type") == "point"]
    assert len(dots) == 1
    assert len(spec["datasets"][dots[0]["data"]["name"]]) == 1


def test_the_tipping_point_is_marked_where_it_lies_on_the_curve_only() -> None:
    """A factor of 0.5 on a curve from 0.1 to 10 has a dot and its words; one of 50 has none."""
    x = np.geomspace(0.1, 10, 21)
    curve: dict[str, Any] = {"x": x, "total": 100 + 50 * x, "low": 100 + 40 * x, "high": 100 + 60 * x, "listed": 100.0}
    inside, outside = (
        sensitivity(Sensitivity(**curve, official=125.0, tipping=tip), SAID, phone=False) for tip in (0.5, 50.0)
    )
    assert "T" in words(inside)
    assert "T" not in words(outside)


def rival(place: int, look: Look, **more: Any) -> Rival:
    """Return a figure of 2022 or later."""
    given = {
        "day": date(2022 + place % 3, 1 + place % 12, 1),
        "value": 100.0 * place,
        "low": 100.0 * place,
        "high": 100.0 * place,
    }
    return Rival(look=look, label=f"{100 * place} speaker {place}", number=place, **{**given, **more})


@pytest.mark.parametrize("phone", [True, False])
def test_every_rival_figure_has_its_words_or_its_number(phone: bool) -> None:
    """Thirty figures on one chart: each is a mark, and each is named by its label or its number in the table; one-sided ones have an arrow."""
    days = [date(2022, month, 1) for month in range(1, 13)]
    level = [1000.0] * 12
    band = Band(days=days, median=level, inner=(level, level), outer=(level, level), solid=date(2022, 6, 1))
    looks: tuple[Look, ...] = ("used", "derived", "copy", "other")
    rivals = [rival(n, looks[n % 4]) for n in range(1, 30)] + [rival(30, "censored", high=None)]
    spec = band_over_time(band, rivals, KEYS, "en", phone=phone)
    said = set(words(spec))
    assert all({one.label, str(one.number)} & said for one in rivals)
    assert set(KEYS) <= said
    points = [one for one in spec["layer"] if one["mark"].get("type") == "point"]
    drawn = sum(len(spec["datasets"][one["data"]["name"]]) for one in points)
    assert drawn == len(rivals) + 5  # and one in the key for each look


def test_a_funnel_names_the_places_outside_and_no_other() -> None:
    """Of two places the one outside bears its name."""
    curve = [{"person_years": y, "low95": 1.0, "high95": 5.0, "low998": 0.5, "high998": 7.0} for y in (10.0, 1000.0)]
    spots = [Spot(label="in", person_years=50, rate=3, outside=False), Spot(label="out", person_years=500, rate=9, outside=True)]  # fmt: skip
    said = words(funnel(spots, curve, 3.0, SAID, phone=False))
    assert "out" in said
    assert "in" not in said


def test_a_plot_for_a_notebook_is_whole_and_gives_no_refused_number() -> None:
    """The chart of an estimate with a distribution, of one with bounds alone, and of a refused one, which says why and has no number of it."""
    known = Distribution.of_draws(np.arange(300.0, 400.0))
    common: dict[str, Any] = {"quantity": "total", "listed": 290}
    whole = Estimate.of(known, method="graphs", assumption="graphs.assumption", **common)
    floor = Estimate(method="chao", point=777.0, low=700.0, high=None, assumption="floors.assumption-chao", **common)
    refused = floor.with_reasons(Reason("linked.no-answer", "refuse", {"n": 3}))
    for one in (whole, floor):
        assert json.loads(one.plot("es").to_json())["layer"]
    assert "777" not in refused.plot("en").to_json()
