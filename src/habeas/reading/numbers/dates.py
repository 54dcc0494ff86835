"""Figures that are days, years and times of day: 26 March, el 25 y el 27 de marzo, in 2023, 2021-22, 5 p.m."""

from __future__ import annotations

import re
from typing import Final

from habeas.reading.numbers.line import DASHES, Line, Numeral

_DAYS: Final = 31
_HOURS: Final = 24
_YEARS: Final = range(1500, 2100)
_MODERN: Final = 1900
_RECENT: Final = range(1950, 2040)
_DECADES: Final = 100
_CLOCK: Final = re.compile(r"[0-9]{1,2}\.[0-5][0-9]")
_ENDS: Final = frozenset((",", ".", ";", ")", ""))
_DEEPEST: Final = 3


def dated(line: Line, one: Numeral) -> bool:
    """Tell whether a figure in digits is a day, a year or a time of day."""
    return _day(line, one) or _year(line, one) or _clock(line, one)


def is_year(said: str) -> bool:
    """Tell whether digits look like a year."""
    return len(said) == 4 and said.isdigit() and int(said) in _YEARS


def _day(line: Line, one: Numeral) -> bool:
    if not 1 <= one.value <= _DAYS or one.value != one.value.to_integral_value():
        return False
    if _month_after(line, one.last, 0):
        return True
    if line.is_in(one.last, "counted") or (line.is_in(one.last, "counts") and line.is_in(one.first - 2, "in_month")):
        return False
    before = one.first - 1
    if _month(line, before) or (line.low(before) == "." and _month(line, before - 1)):
        return True
    if (line.is_in(before, "weekdays") or line.is_in(before, "day_word")) and line.low(one.last) != "de":
        return line.lang == "es" or not line.said(one.last).isalpha()
    return line.lang == "es" and line.low(before) in ("el", "del", "al") and _bare_day(line, one)


def _bare_day(line: Line, one: Numeral) -> bool:
    """Tell "el 25" (a day) from "el 25 por ciento": nothing follows that could be counted."""
    at = one.last + 1
    while line.is_in(at, "articles"):
        at += 1
    if line.said(at).isdigit() and (line.at("percent", at + 1) is not None or line.at("points", at + 1) is not None):
        return False
    if line.is_in(one.last, "of_month"):
        return line.is_in(one.last + 1, "this")
    return line.low(one.last) in _ENDS or line.is_in(one.last, "day_ends")


def _month(line: Line, index: int) -> bool:
    """Tell whether a word is a month; English "may" and "march" need a capital."""
    return line.is_in(index, "months") and (line.lang == "es" or line.said(index)[:1].isupper())


def _month_after(line: Line, index: int, depth: int) -> bool:
    """Tell whether a month follows, perhaps after further days: del 1 al 15 de mayo."""
    if _month(line, index):
        return True
    this = line.is_in(index + 1, "this") and line.low(index + 2) == "mes"
    if line.is_in(index, "of_month") and (this or _month(line, index + 1)):
        return True
    if depth >= _DEEPEST or not (line.is_in(index, "day_joints") or line.low(index) in (",", *DASHES)):
        return False
    at = index + 1
    while line.is_in(at, "articles"):
        at += 1
    said = line.said(at)
    return said.isdecimal() and 1 <= int(said[:9]) <= _DAYS and _month_after(line, at + 1, depth + 1)


def _year(line: Line, one: Numeral) -> bool:
    if not line.plain(one):
        return False
    said, before = line.said(one.first), line.low(one.first - 1)
    if len(said) == 2:
        if before in (*DASHES, "/") and line.glued(one.first) and is_year(line.said(one.first - 2)):
            return True
        if before in ("'", "\u2019"):
            return True
    if line.is_in(one.first - 1, "decades") and one.value < _DECADES and not line.is_in(one.last, "decade_of"):
        return True
    if not is_year(said):
        return False
    strong = line.is_in(one.first - 1, "year_strong") or _month(line, one.first - 1) or before.isdigit()
    if line.is_in(one.last, "counted"):
        sure = line.is_in(one.first - 1, "year_sure") or _month(line, one.first - 1)
        return (sure and one.value in _RECENT) or before == "the" or before.isdigit()
    if one.value < _MODERN:
        return strong or line.is_in(one.first - 1, "year_before")
    bounded = line.words.before.before(line.lows, one.first)
    return not bounded or line.is_in(one.first - 1, "doubtful_bounds")


def _clock(line: Line, one: Numeral) -> bool:
    if line.is_in(one.last, "clock_after"):
        return True
    if line.is_in(one.last, "half_days") and line.is_in(one.last + 2, "half_day_ends"):
        return True
    if one.value > _HOURS or line.before("clock_before", one.first) is None:
        return line.lang == "es" and _time_of_day(line, one.last)
    if line.lang == "en":
        return _CLOCK.fullmatch(line.said(one.first)) is not None
    if _time_of_day(line, one.last):
        return True
    # "a las 23 internas": what follows is a plural noun.
    after = line.low(one.last)
    if line.is_in(one.last, "counted") or (after.endswith("as") and after != "horas"):
        return False
    return after != "de" or not line.is_in(one.last + 1, "one_of_them")


def _time_of_day(line: Line, index: int) -> bool:
    return line.low(index) == "de" and line.low(index + 1) == "la" and line.is_in(index + 2, "day_times")
