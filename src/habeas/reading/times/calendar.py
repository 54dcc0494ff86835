"""Dates and parts of dates as ISO text, and the day from which a text looks back."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


def iso(year: int, month: int | None = None, day: int | None = None) -> str:
    """Return a year, a month or a day as ISO text."""
    made = f"{year:04d}"
    if month is not None:
        made += f"-{month:02d}"
        if day is not None:
            made += f"-{day:02d}"
    return made


def parts(text: str) -> tuple[int, int | None, int | None]:
    """Return year, month and day of a partial ISO date; None for what it leaves open."""
    year, month, day = (*(int(part) for part in text.split("-")), None, None)[:3]
    return year or 1, month, day


def earliest(text: str) -> date:
    """Return the first day that a partial ISO date may be."""
    year, month, day = parts(text)
    return date(year, month or 1, day or 1)


def latest(text: str) -> date:
    """Return the last day that a partial ISO date may be."""
    year, month, day = parts(text)
    return date(year, month or 12, day or monthrange(year, month or 12)[1])


def exists(year: int, month: int | None, day: int | None) -> bool:
    """Return whether there is such a day."""
    if month is not None and not 1 <= month <= 12:
        return False
    return day is None or (month is not None and 1 <= day <= monthrange(year, month)[1])


def months_on(text: str, months: int) -> str:
    """Return a date some months later (earlier where negative), as exact as the given date but never to the day.

    Whole years away from a year are a year; other steps from a year have no month to go from and stay within years.
    """
    year, month, _ = parts(text)
    if month is None:
        return iso(max(1, year + (months // 12 if months >= 0 else -(-months // 12))))
    count = year * 12 + month - 1 + months
    return iso(max(1, count // 12), count % 12 + 1)


@dataclass(frozen=True, slots=True)
class Reference:
    """The day, month or year of publication, and the year an annual report is about. Both may be unknown."""

    published: str | None
    report_year: int | None = None

    @property
    def year(self) -> int | None:
        """The year that "this year" and "the year" mean."""
        if self.report_year is not None:
            return self.report_year
        return int(self.published[:4]) if self.published else None

    @property
    def month(self) -> str | None:
        """The month of publication, or its year where no month is known."""
        return self.published[:7] if self.published else None

    @property
    def day(self) -> date | None:
        """The day of publication where it is known."""
        return earliest(self.published) if self.published and len(self.published) == 10 else None

    def month_year(self, month: int, day: int | None = None) -> int | None:
        """Return the year of the latest such month (or day of a month) that began on or before publication."""
        if self.report_year is not None:
            return self.report_year
        if self.published is None:
            return None
        year, here, today = parts(self.published)
        if here is None or month < here or (month == here and (day is None or today is None or day <= today)):
            return year
        return year - 1

    def weekday(self, number: int, *, strictly: bool = False) -> str | None:
        """Return the latest such weekday on or before publication, the month where only that is known."""
        if self.day is None:
            return self.month
        back = (self.day.weekday() - number) % 7
        return self.days_back(back or (7 if strictly else 0))

    def days_back(self, days: int) -> str | None:
        """Return the day that many days before publication, the month where only that is known or the calendar does not go back so far."""
        if self.day is None or self.day.toordinal() <= days:
            return self.month
        return (self.day - timedelta(days=days)).isoformat()

    def weekend(self) -> tuple[str, str] | None:
        """Return the latest Saturday and Sunday that began before publication."""
        back = 0 if self.day is None else (self.day.weekday() - 5) % 7
        if self.day is None or self.day.toordinal() <= back:
            return (self.month, self.month) if self.month else None
        saturday = self.day - timedelta(days=back)
        return saturday.isoformat(), (saturday + timedelta(days=1)).isoformat()
