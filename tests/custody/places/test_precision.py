"""Coordinates: a class is the best that nothing speaks against, and nothing is known of what nobody says."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from habeas.custody.places.precision import Point, classify, digits, distance, swapped, usable


def point(
    lat: float,
    lon: float,
    *,
    exact: bool = True,
    street: str = "1-main",
    city: str = "mesa",
    county: str = "x",
    state: str = "AZ",
) -> Point:
    return Point(lat, lon, exact=exact, street=street, city=city, county=county, state=state)


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [
        (33.30339444, -111.6627399, "rooftop"),
        (33.3034, -111.6627, "rooftop"),
        (33.303, -111.663, "street"),
        (33.3, -111.66, "city"),
        (33.3, -111.7, "county"),
        (33.0, -112.0, "state"),
    ],
)
def test_few_decimals_say_little(lat: float, lon: float, expected: str) -> None:
    """One decimal of a degree is eleven kilometres, however exact the address."""
    assert classify([point(lat, lon)]) == [expected]


def test_an_address_without_a_number_is_no_building() -> None:
    """Eight decimals beside a street without a number are the street's, beside none the town's."""
    assert classify([point(33.30339444, -111.6627399, exact=False)]) == ["street"]
    assert classify([point(33.30339444, -111.6627399, exact=False, street="")]) == ["city"]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"street": "2-oak"}, "city"),
        ({"street": "2-oak", "city": "tempe"}, "county"),
        ({"street": "2-oak", "city": "tempe", "county": "y"}, "state"),
        ({"street": "2-oak", "city": "tempe", "county": "y", "state": "NM"}, "unknown"),
        ({}, "rooftop"),
    ],
)
def test_coordinates_that_several_places_share_are_of_what_they_share(other: dict[str, str], expected: str) -> None:
    """Two addresses of one town at one point are the town's; of two towns the county's; one address listed twice is its own."""
    both = [point(33.30339444, -111.6627399), point(33.30339444, -111.6627399, **other)]  # type: ignore[arg-type]
    assert classify(both) == [expected, expected]


def test_latitude_and_longitude_that_stand_swapped_are_seen_among_those_of_the_state() -> None:
    """Guam in place of a town of Texas: swapped, it lies among the others; where the state has no others nothing is said."""
    texas = [("TX", 31.0, -97.0), ("TX", 32.0, -96.0), ("TX", 29.5, -98.5)]
    assert swapped([*texas, ("TX", -97.2, 31.1)]) == [False, False, False, True]
    assert swapped([("OK", -97.2, 31.1), ("OK", 35.0, -97.0)]) == [False, False]
    assert swapped([*texas, ("TX", 13.4, 144.8)]) == [False, False, False, False]


def test_distances_are_those_of_the_globe() -> None:
    """A degree of latitude is 111 km; from pole to pole is half the way round."""
    assert distance((0, 0), (1, 0)) == pytest.approx(111.19, abs=0.01)
    assert distance((90, 0), (-90, 0)) == pytest.approx(20015.1, abs=0.1)
    assert distance((60, 0), (60, 1)) == pytest.approx(55.6, abs=0.1)


@pytest.mark.parametrize(
    ("lat", "lon", "is_usable"),
    [(None, 1.0, False), (91.0, 0.0, False), (0.0, 0.0, False), (0.0, 1.0, True), (-90.0, 180.0, True)],
)
def test_only_points_of_the_globe_are_used(lat: float | None, lon: float | None, *, is_usable: bool) -> None:
    """Nought and nought stands for none."""
    assert usable(lat, lon) is is_usable


@settings(max_examples=100, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(value=st.decimals(-180, 180, places=6, allow_nan=False))
def test_decimals_are_counted_as_they_are_written(value: object) -> None:
    """Zeros at the end do not count: nobody can tell them from none."""
    written = f"{value}".rstrip("0")
    expected = len(written.partition(".")[2]) if "." in written else 0
    assert digits(float(str(value))) == expected or abs(float(str(value))) < 1e-4
