"""How precise coordinates are: what they can say at best, by their digits, by who else has them, and by the address beside them.

Publishers do not say how they came by coordinates. A class is the best that nothing speaks against, and comes with a radius within
which the place is taken to lie. What is not known is ``unknown``, and says nothing about distances.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from statistics import median
from typing import Final, Literal

Precision = Literal["rooftop", "street", "city", "county", "state", "unknown"]
RADII: Final[Mapping[Precision, float]] = {"rooftop": 0.5, "street": 2.0, "city": 15.0, "county": 60.0, "state": 500.0}
"""Within how many kilometres of its coordinates a place of each class is taken to lie; ``unknown`` has no radius."""

_ORDER: Final[tuple[Precision, ...]] = ("rooftop", "street", "city", "county", "state")
_BY_DIGITS: Final[Mapping[int, Precision]] = {0: "state", 1: "county", 2: "city", 3: "street"}
"""What so many decimals can say: one of a degree is 11 km, two 1.1 km, three 110 m."""
_EARTH: Final = 6371.0
_AWAY: Final = 15.0
"""So many degrees from the middle of its state, and within that once swapped, makes latitude and longitude swapped."""


@dataclass(frozen=True, slots=True)
class Point:
    """Coordinates as published, with what is beside them: whether the address names a building, and where the place is said to be."""

    lat: float
    lon: float
    exact: bool
    street: str
    city: str
    county: str
    state: str


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance between two points of the globe in kilometres (haversine formula, mean radius)."""
    lat_one, lon_one, lat_other, lon_other = map(radians, (*one, *other))
    half = sin((lat_other - lat_one) / 2) ** 2 + cos(lat_one) * cos(lat_other) * sin((lon_other - lon_one) / 2) ** 2
    return 2 * _EARTH * asin(min(1.0, sqrt(half)))


def digits(value: float) -> int:
    """Return how many decimals a coordinate has, in its shortest form."""
    text = repr(value)
    return 0 if "e" in text or text.endswith(".0") else len(text.partition(".")[2])


def usable(lat: float | None, lon: float | None) -> bool:
    """Whether two numbers are a point of the globe, and not the 0, 0 that stands for none."""
    return lat is not None and lon is not None and abs(lat) <= 90 and abs(lon) <= 180 and (lat, lon) != (0.0, 0.0)


def classify(points: Sequence[Point]) -> list[Precision]:
    """Return the class of each point of one list.

    Coordinates that several addresses of one town share are the town's; of several towns, the county's; of several counties, the
    state's; of several states, nobody's.
    """
    shared: dict[tuple[float, float], list[Point]] = {}
    for one in points:
        shared.setdefault((one.lat, one.lon), []).append(one)
    return [_worse(_by_digits(one), _by_sharing(shared[one.lat, one.lon])) for one in points]


def _by_digits(point: Point) -> Precision:
    fewest = max(digits(point.lat), digits(point.lon))
    best = _BY_DIGITS.get(fewest, "rooftop")
    return best if point.exact else _worse(best, "street" if point.street else "city")


def _by_sharing(points: Sequence[Point]) -> Precision:
    for name, wider in (("state", "unknown"), ("county", "state"), ("city", "county"), ("street", "city")):
        if len({getattr(one, name) for one in points if getattr(one, name)}) > 1:
            return wider  # type: ignore[return-value]
    return "rooftop"


def _worse(*classes: Precision) -> Precision:
    order = [*_ORDER, "unknown"]
    return max(classes, key=order.index)


def swapped(points: Iterable[tuple[str, float, float]]) -> list[bool]:
    """Whether each point (state, latitude, longitude) lies far from the others of its state and would lie among them once swapped.

    A state of fewer than three points says nothing.
    """
    given = list(points)
    states: dict[str, list[tuple[float, float]]] = {}
    for state, lat, lon in given:
        states.setdefault(state, []).append((lat, lon))
    middles = {
        state: (median(lat for lat, _ in ones), median(lon for _, lon in ones))
        for state, ones in states.items()
        if state and len(ones) >= 3
    }
    return [state in middles and _swapped(middles[state], lat, lon) for state, lat, lon in given]


def _swapped(middle: tuple[float, float], lat: float, lon: float) -> bool:
    def away(one: float, other: float) -> bool:
        return abs(one - middle[0]) > _AWAY or abs(other - middle[1]) > _AWAY

    return away(lat, lon) and not away(lon, lat)
