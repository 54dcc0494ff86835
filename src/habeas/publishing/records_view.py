"""What the pages on records are made from: one release, read and counted, as plain frozen values. No row here is about one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from habeas.publishing.small_cells import BELOW, Cell
from habeas.records import Account
from habeas.words import Lang

if TYPE_CHECKING:
    from habeas.custody import Register

DIMENSIONS: Final = ("sex", "nationality", "criminality", "age_band", "authority")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place as the case knows it: the code (or name) that the records use, and where it lies, in degrees north and east."""

    code: str
    latitude: float | None = None
    longitude: float | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemGroup:
    """Problems of one kind in one column: on how many lines, in how many files, and the first of them.

    What was found there is not held: it can be a person's.
    """

    key: str
    gravity: str
    column: str | None
    expected: str | None
    n: int
    file: str
    sheet: str | None
    line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """What one named rule counts in the same release."""

    rule: str
    counts: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """How many were held in all places together on a day, certainly and possibly, at midnight and at any moment."""

    day: date
    midnight_certain: int
    midnight_possible: int
    any_certain: int
    any_possible: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One value of a dimension over the days drawn.

    ``value`` is empty where the records state none, and None for all the values that are not named.
    """

    value: str | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """The population at midnight by one dimension, on one day of every ``step``; small cells are hidden already."""

    name: str
    step: int
    days: tuple[date, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """One place over the whole release. ``spark`` is its midnight population as (certain, possible) on days evenly apart.

    ``peak`` is the greatest possible midnight population, ``mean_*`` the mean over the nights from ``first`` to ``last``, the first and the last
    day on which anyone was possibly held there at any moment. ``arrivals`` + ``held_at_start`` = ``departures`` + ``held_at_end``.
    """

    place: str
    name: str | None
    first: date
    last: date
    nights: int
    last_certain: int
    last_possible: int
    peak: int
    peak_day: date
    mean_low: float
    mean_high: float
    spark: tuple[tuple[int, int], ...] = ()
    held_at_start: int | None = None
    arrivals: int | None = None
    departures: int | None = None
    held_at_end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A flow: from a place (None: into custody) to a place (None: out of custody, by ``reason``)."""

    origin: str | None
    target: str | None
    reason: str | None
    certain: int
    possible: int
    median_minutes: float | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The share still held after ``days``, with its 95 % interval, and how many were at risk then."""

    days: float
    held: float
    low: float
    high: float
    at_risk: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """Length of stay of one stratum. Medians are in days; None: not reached.

    ``after`` is the step in force after each of some days, None where the curve does not reach so far. ``drawn`` are the days after which
    fewer than one in two hundred are still held, or where the curve ends.
    """

    stratum: str
    steps: tuple[Step, ...]
    ended: int
    censored: int
    median: float | None
    median_low: float | None
    median_high: float | None
    after: Mapping[int, Step | None] = field(default_factory=dict)
    drawn: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Vanished:
    """Somebody who was on a list and not on the next one that proves it: by the line on which the person was seen last, never by name.

    ``returned`` is the day of the list on which the person is again, under ``same_admission`` or a new one; None where on none.
    """

    last_seen: date
    gone_by: date
    file: str
    line: int
    returned: date | None
    same_admission: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """A claim tested against the release: what the words allow, of which days, by which definition, and the verdict in both languages.

    ``low`` and ``high`` are infinite where the words leave a side open. ``drawn`` says that it is a number of persons held, of known days.
    """

    claim: str
    first: date | None
    last: date | None
    low: float
    high: float
    outcome: Literal["supported", "contradicted", "not-testable"]
    drawn: bool
    definition: Mapping[Lang, str]
    verdict: Mapping[Lang, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """One release of a case, read and counted. ``folder`` holds its tables of custody, for counts a page still asks for.

    ``official`` are the claims that were tested against it. ``register`` is that of rosters: its counts called midnight are of the hour of the lists; ``vanished`` are its latest first.
    ``below`` is the least count of persons shown as a number by nationality, sex, age, criminality or authority.
    """

    name: str
    folder: Path
    release: str = ""
    editions: tuple[str, ...] = ()
    until: datetime | None = None
    ground: Literal["stated", "latest", "given"] | None = None
    sheets: tuple[Account, ...] = ()
    problems: tuple[ProblemGroup, ...] = ()
    unknown_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    totals: Mapping[str, object] = field(default_factory=dict)
    compared: tuple[RuleCount, ...] = ()
    national: Sequence[DayCount] = ()
    dimensions: tuple[Dimension, ...] = ()
    places: tuple[PlaceRow, ...] = ()
    edges: tuple[Edge, ...] = ()
    lengths: tuple[Lengths, ...] = ()
    sites: tuple[Site, ...] = ()
    register: Register | None = None
    vanished: tuple[Vanished, ...] = ()
    official: tuple[Official, ...] = ()
    below: int = BELOW

    @property
    def rule(self) -> str:
        """The rule by which rows became stints and stays."""
        return str(self.totals.get("rule", ""))

    def named(self, place: str) -> str:
        """Return the name of a place as published, else its code."""
        return next((one.name or one.place for one in self.places if one.place == place), place)
