"""The release that a sheet belongs to, and the last day it knows of: both read from what stands above its header, or its file's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Final, NamedTuple

from habeas.records.header import Header
from habeas.records.sheets import Sheet

_NUMBER: Final = re.compile(r"(?<![0-9])(20\d{2})-?(IC[A-Z]{2}|[A-Z]{4})-?(\d{5})(?!\d)")
"""The number of a request under the Freedom of Information Act: 2024-ICFO-39357."""
_RANGE: Final = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4})\s*(?:-|–|—|to|through|thru)\s*(\d{1,2})/(\d{1,2})/(\d{4})", re.IGNORECASE
)
_COMPACT: Final = re.compile(r"(?<!\d)(20\d{2})-?(\d{2})-?(\d{2})(?!\d)")


class Stated(NamedTuple):
    """What a release says of itself.

    ``release`` is its number or ``None``. ``through`` is the last day that the sheet's title covers, whole; ``pulled`` the day in
    the file's name, on which it was drawn from the register, so that only the days before it are whole.
    """

    release: str | None
    through: date | None
    pulled: date | None

    def until(self, latest: datetime | None) -> datetime | None:
        """Return the last moment the release knows of: the end of the last day covered.

        On the day of the pull that is its latest moment in the rows, or its beginning where the rows have none; ``latest`` is no later.
        """
        if self.through:
            return datetime.combine(self.through, time.max)
        if self.pulled:
            if latest is not None and latest.date() == self.pulled:
                return latest
            return datetime.combine(self.pulled, time.min)
        return None


def stated(sheet: Sheet, header: Header) -> Stated:
    """Read what a sheet says of itself above its header, else in the name of its file."""
    above = " \n ".join(cell for row in sheet.head[: header.row] for cell in row if cell)
    texts = (above, sheet.name or "", sheet.file)
    number = next((f"{one[1]}-{one[2]}-{one[3]}" for text in texts for one in _NUMBER.finditer(text)), None)
    return Stated(
        header.layout.release or number,
        max(_ranges(above, header), default=None),
        max(_pulled(sheet.file), default=None),
    )


def _ranges(text: str, header: Header) -> Iterator[date]:
    """Yield the last days of the ranges a title names, where the layout says which of day and month comes first."""
    for found in _RANGE.finditer(text):
        month, day, year = (int(found[n]) for n in (4, 5, 6))
        if header.layout.dates == "day-first":
            month, day = day, month
        if header.layout.dates and (last := _day(year, month, day)):
            yield last


def _pulled(name: str) -> Iterator[date]:
    for found in _COMPACT.finditer(name):
        if pulled := _day(*(int(found[n]) for n in (1, 2, 3))):
            yield pulled


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
