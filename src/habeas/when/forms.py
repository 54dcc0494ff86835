"""The forms in which people write a day, a month, a year, or a part of one, each with how it is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from habeas import words
from habeas.errors import InputError
from habeas.when import units
from habeas.when.edtf import check_year, real_day, stretch
from habeas.when.lexicon import BLOCK, COUNT, LAST_OF_KIND, MONTH, ORDINAL, PART, choice
from habeas.when.relative import nearest_year
from habeas.when.span import Span


@dataclass(frozen=True, slots=True)
class Context:
    """What a point may lean on: the words as given, the day they were said, and the year and month of its neighbour."""

    words: str
    reference: date | None = None
    year: int | None = None
    month: int | None = None


class MonthName(int):
    """A month without a year that can say itself; January is 1."""

    def text(self, lang: words.Lang) -> str:
        """Return its name in a language."""
        return words.MONTHS[lang][int(self) - 1]


def year_of(found: str | None, context: Context) -> int | None:
    """Return the year that was written, or the neighbour's; None where there is neither."""
    return context.year if found is None else _full_year(found, context)


def _full_year(found: str, context: Context) -> int:
    digits = found.lstrip("'")
    if len(digits) == 2:
        raise InputError("when.two-digit-year", found=context.words, year=digits)
    return check_year(int(digits), context.words)


def _written_year(match: re.Match[str], context: Context) -> int:
    return _full_year(match["year"], context)


def _day(match: re.Match[str], context: Context) -> Span:
    month, day = MONTH[match["month"]], int(match["day"])
    year = year_of(match["year"], context)
    if year is None:
        longest = units.last_of(2000, month)
        if not 1 <= day <= longest:
            raise InputError("when.no-such-day", found=context.words, month=MonthName(month), size=longest)
        year = nearest_year(month, context.words, context.reference)
    return Span.on(real_day(year, month, day, context.words))


def _month_and_year(match: re.Match[str], context: Context) -> tuple[int, int]:
    month = MONTH[match["month"]]
    year = year_of(match["year"], context)
    return (year if year is not None else nearest_year(month, context.words, context.reference)), month


def _month(match: re.Match[str], context: Context) -> Span:
    year, month = _month_and_year(match, context)
    return Span.some_day(*units.months(year, month, month))


def _iso(match: re.Match[str], context: Context) -> Span:
    return Span.some_day(*stretch(match[0], context.words))


def _numeric(match: re.Match[str], context: Context) -> Span:
    one, other, year = int(match["one"]), int(match["other"]), _written_year(match, context)
    readings = [
        Span.on(date(year, month, day))
        for day, month in ((one, other), (other, one))
        if 1 <= month <= 12 and 1 <= day <= units.last_of(year, month)
    ]
    if not readings:
        raise InputError("when.no-reading", found=context.words)
    if readings[0] != readings[-1]:
        raise InputError("when.day-or-month", found=context.words, one=readings[0], other=readings[1])
    return readings[0]


def _month_number(match: re.Match[str], context: Context) -> Span:
    year, month = _written_year(match, context), int(match["number"])
    if not 1 <= month <= 12:
        raise InputError("when.no-reading", found=context.words)
    return Span.some_day(*units.months(year, month, month))


def _year_first(match: re.Match[str], context: Context) -> Span:
    month, day = int(match["month"]), int(match["day"])
    if not 1 <= month <= 12:
        raise InputError("when.no-reading", found=context.words)
    return Span.on(real_day(_written_year(match, context), month, day, context.words))


def _bare_day(match: re.Match[str], context: Context) -> Span | None:
    if context.month is None:
        return None
    year = year_of(match["year"], context)
    if year is None:
        year = nearest_year(context.month, context.words, context.reference)
    return Span.on(real_day(year, context.month, int(match["day"]), context.words))


def _part_of_month(match: re.Match[str], context: Context) -> Span:
    year, month = _month_and_year(match, context)
    return Span.some_day(*units.part_of_month(year, month, PART[match["part"]]))


def _part_of_year(match: re.Match[str], context: Context) -> Span:
    return Span.some_day(*units.block("third", _written_year(match, context), PART[match["part"]]))


def _part_of_decade(match: re.Match[str], context: Context) -> Span:
    return Span.some_day(*units.part_of_decade(_decade_year(match, context), PART[match["part"]]))


def _decade(match: re.Match[str], context: Context) -> Span:
    year = _decade_year(match, context)
    return Span.some_day(*units.years(year, year + 9))


def _decade_year(match: re.Match[str], context: Context) -> int:
    year = _written_year(match, context)
    if year % 100 == 0 and "decada" not in match[0]:
        decade, century = (Span.some_day(*units.years(year, year + more)) for more in (9, 99))
        raise InputError("when.decade-or-century", found=context.words, one=decade, other=century)
    return year


def _block(match: re.Match[str], context: Context) -> Span:
    kind, word = BLOCK[match["kind"]], match["kind"]
    n = ORDINAL.get(match["nth"]) or COUNT[kind]
    of_month = match["month"] is not None
    if n > COUNT[kind] or (of_month and kind != "half") or (not of_month and word in ("quincena", "fortnight")):
        raise InputError("when.no-such-part", found=context.words)
    if of_month:
        year, month = _month_and_year(match, context)
        return Span.some_day(*units.half_of_month(year, month, n))
    found = year_of(match["year"], context)
    if found is None:
        raise InputError("when.no-year", found=context.words)
    return Span.some_day(*units.block(kind, found, n))


def _letter_block(match: re.Match[str], context: Context) -> Span:
    kind, n = "quarter" if match["kind"] in "qt" else "half", int(match["n"])
    if n > COUNT[kind]:
        raise InputError("when.no-such-part", found=context.words)
    return Span.some_day(*units.block(kind, _written_year(match, context), n))


def _year(match: re.Match[str], context: Context) -> Span:
    year = _written_year(match, context)
    return Span.some_day(*units.years(year, year))


Read = Callable[[re.Match[str], Context], Span | None]

_M: Final = f"(?P<month>{choice(MONTH)})"
_D: Final = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|o|ro|ero|er)?"
_OF: Final = r"(?:de |del |of )?(?:ano |year )?"
_Y: Final = r"(?P<year>[0-9]{3,6}|'?[0-9]{2})"
_YEAR: Final = r"(?P<year>[0-9]{3,6}|'[0-9]{2})"
_PART: Final = f"(?P<part>{choice(PART)}) (?:(?:the|el|la|los|ano|year) )*"
_NTH: Final = f"(?P<nth>{choice([*ORDINAL, *LAST_OF_KIND])}) (?P<kind>{choice(BLOCK)})"
_DECADES: Final = (r"(?P<year>[0-9]{3}0)'?s", r"(?:decada|anos)(?: de| del)?(?: los)?(?: anos)? (?P<year>[0-9]{3}0)")
_TABLE: Final[tuple[tuple[str, Read], ...]] = (
    (r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", _iso),
    (f"{_D} (?:de |of )?{_M}(?: {_OF}{_Y})?", _day),
    (f"{_M}(?: {_OF}{_YEAR})?", _month),
    (f"{_M} {_D}(?: {_OF}{_Y})?", _day),
    (f"{_PART}{_M}(?: {_OF}{_Y})?", _part_of_month),
    (f"{_PART}{_YEAR}", _part_of_year),
    (r"(?P<one>[0-9]{1,2})([/.-])(?P<other>[0-9]{1,2})\2(?P<year>[0-9]{4}|[0-9]{2})", _numeric),
    (r"(?P<number>[0-9]{1,2})[/.](?P<year>[0-9]{4})", _month_number),
    (r"(?P<year>[0-9]{4})([/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})", _year_first),
    (f"{_NTH}(?: {_OF}(?:{_M}\\b ?)?{_OF}(?:{_YEAR})?)?", _block),
    (f"(?P<kind>[qtsh]) ?(?P<n>[1-9]) {_OF}{_YEAR}", _letter_block),
    (f"{_YEAR} ?(?P<kind>[qtsh]) ?(?P<n>[1-9])", _letter_block),
    *((form, _decade) for form in _DECADES),
    *((f"{_PART}(?:decada )?{form}", _part_of_decade) for form in _DECADES),
    (f"(?:ano |year )?{_YEAR}", _year),
    (f"{_D}(?: (?P<year>[0-9]{{4}}))?", _bare_day),
)
FORMS: Final[tuple[tuple[re.Pattern[str], Read], ...]] = tuple(
    (re.compile(form, re.ASCII), read) for form, read in _TABLE
)
