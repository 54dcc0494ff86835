"""EDTF (ISO 8601-2:2019) in and out: levels 0 and 1, and of level 2 what speaks of one stretch of days.

What is read, and as what (``docs/time.md`` has the table):

* a date is *some day* of its unit; ``X`` digits make the unit wider; seasons 21 to 24 hold both hemispheres;
* ``a/b`` is *every day* from the latest day of ``a`` to the earliest of ``b``, ``..`` an end observed but open, nothing
  after the slash an end that is unknown;
* ``[a..b]`` is some day between the two, ``[..b]`` and ``[a..]`` likewise with one limit;
* ``~``, ``?`` and ``%`` have no width of their own: the date is read together with the unit before and the one after, and
  no day is certain and none excluded.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from habeas.errors import InputError
from habeas.when import units
from habeas.when.span import FIRST_YEAR, LAST_YEAR, Span

_DATE: Final = re.compile(r"([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?", re.ASCII)
_CLOCK: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_QUALIFIERS: Final = {"~": False, "?": None, "%": None}
_BLOCK_CODES: Final = {
    **{33 + n: ("quarter", n + 1) for n in range(4)},
    **{37 + n: ("third", n + 1) for n in range(3)},
    **{40 + n: ("half", n + 1) for n in range(2)},
}
_CODES: Final = {block: code for code, block in _BLOCK_CODES.items()}


def read(words: str) -> Span:
    """Read an EDTF expression. Raises :class:`InputError` with the reason where it cannot be read as one stretch of days."""
    found = words.strip()
    if found.startswith("{") or (found.startswith("[") and "," in found):
        raise InputError("when.set", found=words)
    if found.startswith("["):
        return _read_one_of(found, words)
    start, slash, end = found.partition("/")
    if slash:
        return _read_interval(start, end, words)
    clock = _CLOCK.fullmatch(found)
    return _read_date(clock[1] if clock else found, words)


def _read_one_of(found: str, words: str) -> Span:
    start, dots, end = found[1:-1].partition("..")
    if not found.endswith("]") or not (start or end):
        raise InputError("when.edtf-unread", found=words)
    first = stretch(start, words) if start else None
    last = first if not dots else stretch(end, words) if end else None
    return some_day_between(first[0] if first else None, last[1] if last else None, words)


def some_day_between(first: date | None, last: date | None, words: str) -> Span:
    """Return some day between two days. Raises :class:`InputError` where the first comes after the last."""
    if first is not None and last is not None and first > last:
        raise InputError("when.reversed", found=words, first=first, last=last)
    return Span.some_day(first, last)


def _read_interval(start: str, end: str, words: str) -> Span:
    first = None if start in ("", "..") else _read_date(start, words)
    last = None if end in ("", "..") else _read_date(end, words)
    open_start, open_end = (False if side == ".." else None for side in (start, end))
    if first is not None and last is not None:
        return join(first, last, words)
    if first is not None:
        span = Span.since(first)
        known = end == ".." or first.certain_range is not None  # an end not known may lie within the start's own unit
        return Span(span.first_precise if known else None, None, *span.outer, span.started, open_end)
    if last is not None:
        span = Span.until(last)
        known = start == ".." or last.certain_range is not None
        return Span(None, span.last_precise if known else None, *span.outer, open_start, span.ended)
    return Span(started=open_start, ended=open_end)


def join(start: Span, end: Span, words: str) -> Span:
    """Return the state from a start to an end. Raises :class:`InputError` where the start lies after the end."""
    first, last = start.first_imprecise, end.last_imprecise
    if first is not None and last is not None and first > last:
        raise InputError("when.reversed", found=words, first=first, last=last)
    return Span.between_ends(start, end)


def _read_date(found: str, words: str) -> Span:
    mark = found[-1:]
    if mark not in _QUALIFIERS:
        return Span.some_day(*stretch(found, words))
    unit = stretch(found[:-1], words)
    named = units.calendar_unit(*unit)
    wide = units.with_neighbours(named.kind, unit) if named else unit
    flag = _QUALIFIERS[mark]
    return Span(None, None, *wide, started=flag, ended=flag)


def stretch(found: str, words: str) -> units.Stretch:
    """Return the days of a date without a qualifier. Raises :class:`InputError` with the reason where it names none."""
    match = _DATE.fullmatch(found)
    if match is None:
        raise _reason(found, words)
    year, month, day = match.groups()
    if "X" in year:
        return _unknown_years(year, month, day, words)
    number = check_year(int(year), words)
    if month is None or month == "XX":
        if day not in (None, "XX"):
            raise InputError("when.edtf-scattered", found=words)
        return units.years(number, number)
    if "X" in month:
        return _unknown_month(number, month, day, words)
    if day is None:
        return _month(number, int(month), words)
    return _days(number, int(month), day, words)


def _reason(found: str, words: str) -> InputError:
    """Return why something is not a date that can be read here."""
    if re.match(r"-[0-9]{4}|Y-?[0-9]", found):
        return InputError("when.year", found=words, first=str(FIRST_YEAR), last=str(LAST_YEAR))
    if re.search(r"[0-9]S[0-9]", found):
        return InputError("when.edtf-digits", found=words)
    if re.search(r"[?~%].", found):
        return InputError("when.edtf-inside", found=words)
    return InputError("when.edtf-unread", found=words)


def check_year(year: int, words: str) -> int:
    """Return the year. Raises :class:`InputError` where it lies outside the years that are read."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InputError("when.year", found=words, first=str(FIRST_YEAR), last=str(LAST_YEAR))
    return year


def _unknown_years(year: str, month: str | None, day: str | None, words: str) -> units.Stretch:
    digits = year.rstrip("X")
    if "X" in digits or not digits or month not in (None, "XX") or day not in (None, "XX"):
        raise InputError("when.edtf-scattered", found=words)
    size = 10 ** (4 - len(digits))
    start = check_year(int(digits) * size, words)
    return units.years(start, start + size - 1)


def _unknown_month(year: int, month: str, day: str | None, words: str) -> units.Stretch:
    if month not in ("0X", "1X") or day not in (None, "XX"):
        raise InputError("when.edtf-scattered", found=words)
    return units.months(year, 1, 9) if month == "0X" else units.months(year, 10, 12)


def _month(year: int, month: int, words: str) -> units.Stretch:
    if 1 <= month <= 12:
        return units.months(year, month, month)
    if month in _BLOCK_CODES:
        kind, n = _BLOCK_CODES[month]
        return units.block(kind, year, n)
    if month in (21, 23):  # spring and autumn: March to December, over both hemispheres and both conventions
        return date(year, 3, 1), date(year, 12, 22)
    if month in (22, 24):  # summer and winter may begin the year before or end the year after
        return date(year - 1, 12, 1), date(year + 1, 3, 21)
    raise InputError("when.edtf-month", found=words, month=f"{month:02}")


def _days(year: int, month: int, day: str, words: str) -> units.Stretch:
    if not 1 <= month <= 12:
        raise InputError("when.edtf-month", found=words, month=f"{month:02}")
    size = units.last_of(year, month)
    if day == "XX":
        return units.months(year, month, month)
    tens, ones = day[0], day[1]
    if "X" in tens or (ones == "X" and int(tens) * 10 > size):
        raise InputError("when.edtf-scattered", found=words)
    if ones == "X":
        return date(year, month, max(1, int(tens) * 10)), date(year, month, min(size, int(tens) * 10 + 9))
    exact = real_day(year, month, int(day), words)
    return exact, exact


def real_day(year: int, month: int, day: int, words: str) -> date:
    """Return a day. Raises :class:`InputError` where the month has no such day."""
    size = units.last_of(year, month)
    if not 1 <= day <= size:
        raise InputError(
            "when.no-such-day", found=words, month=Span.some_day(*units.months(year, month, month)), size=size
        )
    return date(year, month, day)


def write(span: Span, *, exact: bool) -> str:
    """Write a span as the narrowest expression that holds it; with ``exact``, refuse a wider one than the span."""
    for day in span.outer + (span.certain_range or (None, None)):
        if day is not None:
            check_year(day.year, day.isoformat())
    found = _narrowest(span)
    if exact and read(found) != span:
        raise InputError("when.edtf-cannot", span=span, nearest=found)
    return found


def _narrowest(span: Span) -> str:
    certain = span.certain_range
    alike = bool(span.started) == bool(span.ended)
    if certain is None or (alike and span.first_imprecise == span.last_imprecise is not None):
        return _write_point(span)
    found = _write_interval(span, certain)
    kept = read(found).certain_range
    holds = kept is None or (certain[0] <= kept[0] and kept[1] <= certain[1])
    return found if holds else _write_point(span)


def _write_point(span: Span) -> str:
    """Write a span of which no day is certain, or whose certain days no interval keeps."""
    first, last = span.outer
    if span.started and span.ended and first is not None and last is not None:
        return _code(first, last) or f"[{first}..{last}]"
    if span.started and last is None:
        return f"[{first}..]"
    if span.ended and first is None:
        return f"[..{last}]"
    code = None
    if not span.started and not span.ended and first is not None and last is not None:
        code = _soft_code(first, last, span.started is False and span.ended is False)
    return code or f"{_soft_day(first, span.started)}/{_soft_day(last, span.ended)}"


def _soft_day(day: date | None, flag: bool | None) -> str:
    return _open(flag) if day is None else day.isoformat() if flag else f"{day}{_mark(flag)}"


def _mark(flag: bool | None) -> str:
    return "~" if flag is False else "?"


def _open(flag: bool | None) -> str:
    return ".." if flag is False else ""


def _write_interval(span: Span, certain: units.Stretch) -> str:
    start = _write_end(span.first_imprecise, span.first_precise or certain[0], span.started)
    end = _write_end(span.last_precise or certain[1], span.last_imprecise, span.ended)
    return f"{start}/{end}"


def _write_end(first: date | None, last: date | None, flag: bool | None) -> str:
    """Write the start or the end of an interval: the unit in which it lies, wider if need be, or open or unknown."""
    if first is None or last is None:
        return _open(flag)
    if not flag:
        return _soft_code(first, last, flag is False) or _open(flag)
    unit = units.enclosing(first, last)
    return (_code(*unit) if unit else None) or _open(None)


def _soft_code(first: date, last: date, observed: bool) -> str | None:
    middle = first + (last - first) // 2
    for kind, around in units.AROUND.items():
        unit = around(middle)
        wide = units.with_neighbours(kind, unit)
        if wide[0] <= first and last <= wide[1]:
            code = _code(*unit)
            return code and code + _mark(False if observed else None)
    return None


def _code(first: date, last: date) -> str | None:
    """Return the EDTF date that is a calendar unit, or None."""
    unit = units.calendar_unit(first, last)
    if unit is None or not FIRST_YEAR <= unit.year <= LAST_YEAR:
        return None
    kind, year, month, n = unit
    if (kind, n) in _CODES:
        return f"{year}-{_CODES[kind, n]}"
    unknown = {"decade": 1, "century": 2, "millennium": 3}.get(kind, 0)
    if unknown:
        return str(year)[: 4 - unknown] + "X" * unknown
    return f"{year}" if kind == "year" else f"{year}-{month:02}" if kind == "month" else f"{year}-{month:02}-{n:02}"
