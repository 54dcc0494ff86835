"""What the pages on audits are made from: each series of publications as it was held against its declaration, as plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from habeas.words import Lang

if TYPE_CHECKING:
    from habeas.findings.audit import Cell, Gravity


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRow:
    """One line of a picture: its number in the file, what the publisher calls it, and the texts of its columns (None: no figure)."""

    line: int
    label: str
    texts: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A part of a sheet as a person who opens it sees it, around the cells of a finding.

    ``columns`` are the letters, ``heads`` what the publisher calls each. ``doubted`` and ``ground`` are (line, column) of the cells that the
    finding doubts and of those it rests on besides.
    """

    file: str
    sheet: str | None
    columns: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[PictureRow, ...]
    doubted: frozenset[tuple[int, str]] = frozenset()
    ground: frozenset[tuple[int, str]] = frozenset()

    @property
    def far(self) -> frozenset[str]:
        """The columns without any cell of the finding: a small page has no room for them."""
        return frozenset(self.columns) - {column for _, column in self.doubted | self.ground}


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedFinding:
    """A finding of an audit in both languages, with the cells it rests on and a picture of them where they are cells of a sheet."""

    publication: str
    check: str
    gravity: Gravity
    day: date | None
    text: Mapping[Lang, str]
    cells: tuple[Cell, ...] = ()
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One publication of a series: its file, the day it speaks of and how that is known, and the file it repeats, if any."""

    file: str
    day: date | None
    ground: str | None
    year: int | None
    figures: int
    copy_of: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The average of the days between two publications, from averages to date; ``low`` and ``high`` are equal where it is exact.

    ``to_date`` is the average to date that the publication itself gives.
    """

    file: str
    first_day: date
    last_day: date
    low: float
    high: float
    to_date: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A figure of a closed month that was published with more than one value: the first, the last, and how many there were."""

    label: str
    month: date | None
    first: float
    first_file: str
    last: float
    last_file: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedSeries:
    """A series as it was audited: its publications in order, its findings ranked, and what follows from its averages and revisions.

    ``intervals`` are those of the whole, by what is counted; ``revised`` counts the figures that were revised, of which ``revisions`` are the
    largest.
    """

    name: str
    title: Mapping[Lang, str]
    kind: str
    issues: tuple[Issue, ...] = ()
    findings: tuple[AuditedFinding, ...] = ()
    intervals: Mapping[str, tuple[Interval, ...]] = field(default_factory=dict)
    revisions: tuple[Revision, ...] = ()
    revised: int = 0
    closed: int = 0
