"""What readers have in common: where a row came from, what became of it, and what one reading gave.

Rows in = rows used + rows set aside, for every sheet of every file; :class:`Account` refuses to say otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, get_args

Kind = Literal[
    "stints",  # a row is one person in one place from one moment to another
    "arrests",
    "detainers",
    "encounters",
    "removals",
    "placements",  # a row is one person in isolation, inside a stint
    "flights",  # a row is one flight with one or more counts of those aboard
    "passengers",  # a row is one person on one flight
    "roster",  # a row is one person in custody on the day of the file
    "figures",  # a row is one published cell: statistics, not persons
    "facility-days",  # a row is a place and a day with how many were held
    "places",  # a row is a place as one publisher lists it
    "place-links",  # a row says that two identifiers are of one place
    "counts",  # a row is one published number with what it counts, where and when
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of the rows of one sheet: ``rows`` below its header that are not blank, ``used`` and ``set_aside``.

    ``blank`` counts rows without any value, which say nothing and are in neither sum. Raises ValueError where a row is lost.
    """

    file: str
    sheet: str | None
    reader: str
    rows: int
    used: int
    set_aside: int
    blank: int = 0

    def __post_init__(self) -> None:
        if self.rows != self.used + self.set_aside:
            where = f"{self.file} {self.sheet or ''}"
            raise ValueError(f"{where}: {self.rows} rows in, {self.used} used, {self.set_aside} set aside")


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """The last moment a release knows of, and how that is known: ``stated`` in it, ``latest`` moment in its rows, or ``given``."""

    moment: datetime
    ground: Literal["stated", "latest", "given"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read of one kind from one release.

    ``table`` is a Parquet file with the used rows: the canonical columns of its kind, every other column that was understood, and
    ``row`` (unique, in the order of files, sheets and lines), ``file``, ``sheet``, ``line`` (as the file shows it, from 1), ``days_only``
    (a moment of the row is a date without time of day) and ``unread`` (the fields whose value could not be used, named; else null).
    ``problems`` is a Parquet file, one problem a row: ``key``, ``gravity`` (``error``: the row is set aside; ``warning``: it is
    used; ``note``), ``file``, ``sheet``, ``line``, ``column``, ``found``, ``expected``, ``n`` (how many lines the problem stands for,
    the first of them named), ``values`` (what else the message says, as JSON). ``generation`` names the layout's edition; ``release`` the release, within which alone the same person
    bears the same identifier. ``day_in_name``: the day of a row stands in the name of its file alone.
    """

    kind: Kind
    reader: str
    generation: str
    release: str
    table: Path
    problems: Path
    accounts: tuple[Account, ...]
    until: Until | None = None
    unknown_columns: Mapping[str, tuple[str, ...]]
    day_in_name: bool = False

    @property
    def rows(self) -> int:
        """How many rows came in."""
        return sum(one.rows for one in self.accounts)

    @property
    def used(self) -> int:
        """How many rows were used."""
        return sum(one.used for one in self.accounts)

    @property
    def set_aside(self) -> int:
        """How many rows were set aside, each with a problem."""
        return sum(one.set_aside for one in self.accounts)
