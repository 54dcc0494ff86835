"""Lengths of stay against a calculation by hand."""

from __future__ import annotations

from datetime import date

import ibis
import numpy as np
import pytest

from habeas.custody.lengths import curve
from habeas.custody.moments import new_year


def test_the_curve_is_kaplan_and_meiers() -> None:
    """Lengths 1, 2, 2+, 3, 5+: four fifths, three fifths, three tenths, and nobody seen to leave after."""
    table, length = curve(np.array([1.0, 2.0, 2.0, 3.0, 5.0]), np.array([True, True, False, True, False]), "all")
    rows = {row["days"]: row for row in table.to_pylist()}
    assert [rows[day]["still_held"] for day in (1, 2, 3)] == pytest.approx([0.8, 0.6, 0.3])
    assert [rows[day]["at_risk"] for day in (1, 2, 3)] == [5, 4, 2]
    assert (length.median, length.censored) == (3.0, 2)


def test_a_median_that_is_not_reached_is_none() -> None:
    """Where most are still held nobody knows how long half of them will be."""
    _, length = curve(np.array([1.0, 9.0, 9.0]), np.array([True, False, False]), "all")
    assert length.median is None


def test_nobody_gives_an_empty_curve() -> None:
    """No stays, no steps and no number."""
    table, length = curve(np.zeros(0), np.zeros(0, dtype=bool), "all")
    assert (table.num_rows, length.median, length.stays) == (0, None, 0)


def test_new_years_are_counted_as_the_calendar_does() -> None:
    """Leap years and centuries included."""
    for year in (1601, 1700, 1900, 1901, 1970, 1972, 1973, 2000, 2001, 2100, 2101):
        assert new_year(ibis.literal(year)).to_pyarrow().as_py() == (date(year, 1, 1) - date(1970, 1, 1)).days
