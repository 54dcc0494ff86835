"""What a census, lengths of stay and movements are, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

At = Literal["midnight", "any-moment"]
MOMENTS: Final[tuple[At, ...]] = get_args(At)
Layout = Literal["habeas", "ddp"]
LAYOUTS: Final[tuple[Layout, ...]] = get_args(Layout)
AFTER: Final = (7, 30, 90, 180, 365)
"""After how many days of custody the share still held is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Persons held, certainly and possibly, in a place, on a day or of a kind: ``value`` is its code, ISO date or name.

    None: those whose place or kind is not told.
    """

    value: str | None
    name: str | None
    certain: int
    possible: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """A census: ``rows`` by place on a ``day``; ``by`` a dimension on a day; or of one ``place`` by day, where no day was asked for.

    ``certain`` and ``possible`` are all places together on the day, a moved person once; None where it is of one place.
    """

    release: str
    at: At
    day: date | None
    by: str | None
    place: str | None
    certain: int | None
    possible: int | None
    rows: tuple[Counted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """Length of stay of a stratum, by Kaplan and Meier: days; ``after`` is the share still held after each of :data:`AFTER` days.

    None: not reached, or not known so late.
    """

    stratum: str
    ended: int
    censored: int
    median: float | None
    median_low: float | None
    median_high: float | None
    after: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Persons moved from a place (None: into custody) to a place (None: out of custody, by a ``reason``), certainly and possibly."""

    from_place: str | None
    to_place: str | None
    reason: str | None
    certain: int
    possible: int
    median_minutes: float | None
    first_day: date
    last_day: date
