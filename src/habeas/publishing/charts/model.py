"""What is drawn: figures with bounds, lines to hold them against, and the words around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

Mode = Literal["said", "derived", "implied"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure as a mark: bounds (None is unknown), the days it holds for, who said it, and the claims under it.

    ``said`` is a figure a source states, ``derived`` one its source computed from others, ``implied`` one that follows from a
    declared relation. ``short`` is the figure in signs (``≥ 261``, ``65-70``). ``series`` joins the running counts that one counter keeps of the same
    persons; ``apart`` says whom it counts,
    where most of its neighbours count others.
    """

    label: str
    who: str
    low: Decimal | None
    high: Decimal | None
    short: str
    mode: Mode = "said"
    low_open: bool = False
    high_open: bool = False
    stated: Decimal | None = None
    start: date | None = None
    end: date | None = None
    series: str | None = None
    apart: str = ""
    claims: tuple[str, ...] = ()

    @property
    def anchor(self) -> Decimal | None:
        """Return the value at which the mark stands where it has no extent: a bound, else the figure as it was said."""
        return next((one for one in (self.low, self.high, self.stated) if one is not None), None)

    @property
    def ends(self) -> tuple[int, ...]:
        """Return the ways in which the figure is open: 1 upwards, -1 downwards; none where it was only said to be about so much."""
        if self.low is None and self.high is None:
            return ()
        return tuple(way for bound, way in ((self.high, 1), (self.low, -1)) if bound is None)

    @property
    def numbers(self) -> list[Decimal]:
        """Return the values that the axis must reach."""
        known = [one for one in (self.low, self.high) if one is not None]
        return known or ([self.stated] if self.stated is not None else [])


@dataclass(frozen=True, slots=True)
class Line:
    """A threshold drawn across a chart of ranges."""

    value: Decimal
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart before it is drawn: its words, its data, and its specifications in Vega-Lite.

    ``wide`` and ``phone`` go into the page, ``full`` has its words inside. ``numbered`` says that the small one carries the
    numbers of the table below it.
    """

    name: str
    title: str
    subtitle: str
    source: str
    alt: str
    wide: Mapping[str, Any] = field(hash=False)
    phone: Mapping[str, Any] = field(hash=False)
    full: Mapping[str, Any] = field(hash=False)
    columns: tuple[str, ...] = ()
    rows: Sequence[tuple[object, ...]] = ()
    figures: Sequence[Figure] = ()
    numbered: bool = False
