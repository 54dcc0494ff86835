"""Words that count from the day on which they were said: ``yesterday``, ``el domingo``, ``last year``, ``marzo pasado``.

None of them is read without that day (the *reference*).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from habeas.errors import InputError
from habeas.when import units
from habeas.when.lexicon import MONTH, WEEKDAY, choice
from habeas.when.span import Span

_LAST: Final = "last|past|this past|previous|pasado|pasada|ultimo|ultima|anterior"
_NEXT: Final = "next|coming|this coming|upcoming|proximo|proxima|entrante|que viene|siguiente"
_THIS: Final = "this|current|este|esta|presente|corriente"
_TURN: Final = f"(?P<turn>{_LAST}|{_NEXT}|{_THIS})"
_TURN_AFTER: Final = f"(?P<turn>{_LAST}|{_NEXT})"
_DAYS: Final = {
    "today": 0, "hoy": 0, "yesterday": -1, "ayer": -1, "tomorrow": 1, "manana": 1, "day before yesterday": -2, "anteayer": -2,
    "antier": -2, "antes de ayer": -2, "day after tomorrow": 2, "pasado manana": 2,
}  # fmt: skip
_PERIOD: Final = {"week": "week", "semana": "week", "month": "month", "mes": "month", "year": "year", "ano": "year"}
_YEAR_WORD: Final = re.compile(
    f"(?P<rest>.+?) (?:of |in |de |del |en )?(?:the |el )?(?:{_TURN} (?:year|ano)|(?:year|ano) (?P<after>{_LAST}|{_NEXT}))",
    re.ASCII,
)


def _turn(word: str) -> int:
    """Return -1 for a word of the past, 0 of the present, 1 of the future."""
    return -1 if re.fullmatch(_LAST, word) else 1 if re.fullmatch(_NEXT, word) else 0


def known(words: str, reference: date | None) -> date:
    """Return the reference. Raises :class:`InputError` where none was given."""
    if reference is None:
        raise InputError("when.needs-reference", found=words)
    return reference


def nearest_year(month: int, words: str, reference: date | None) -> int:
    """Return the reference's year for a month without a year.

    Raises :class:`InputError` where there is no reference, or where the month is more than nine months from it: the same
    month of the year before or after is then the likelier reading, and it is not for a parser to choose.
    """
    if reference is None:
        raise InputError("when.no-year", found=words)
    away = month - reference.month
    if abs(away) > 9:
        other = reference.year + (-1 if away > 0 else 1)
        readings = [Span.some_day(*units.months(year, month, month)) for year in (reference.year, other)]
        raise InputError("when.which-year", found=words, reference=reference, one=readings[0], other=readings[1])
    return reference.year


def word_for_year(text: str, words: str, reference: date | None) -> str | None:
    """Return the words with ``last year``, ``este año`` ... at their end made a number; None where there is no such end."""
    match = _YEAR_WORD.fullmatch(text)
    if match is None or match["rest"] in ("the", "el", "del"):
        return None
    year = known(words, reference).year + _turn(match["turn"] or match["after"])
    return f"{match['rest']} {year}"


def relative(text: str, words: str, reference: date | None) -> Span | None:
    """Read words that count from the reference; None where the form is not known."""
    if text in _DAYS:
        return Span.on(known(words, reference) + timedelta(days=_DAYS[text]))
    for pattern, read in _FORMS:
        match = pattern.fullmatch(text)
        if match is not None:
            return read(match, words, known(words, reference))
    return None


def _group(match: re.Match[str], name: str) -> str | None:
    return match[name] if name in match.re.groupindex else None


def _weekday(match: re.Match[str], words: str, reference: date) -> Span:
    weekday, turn = WEEKDAY[match["weekday"]], _group(match, "turn")
    back = timedelta(days=(reference.weekday() - weekday) % 7)
    ahead = timedelta(days=(weekday - reference.weekday()) % 7)
    week = timedelta(days=7)
    if turn is None:
        return Span.on(reference - back)
    if _turn(turn) == 0:
        if not back:
            return Span.on(reference)
        one, other = Span.on(reference - back), Span.on(reference + ahead)
        raise InputError("when.which-weekday", found=words, one=one, other=other, reference=reference)
    return Span.on(reference - (back or week)) if _turn(turn) < 0 else Span.on(reference + (ahead or week))


def _period(match: re.Match[str], _words: str, reference: date) -> Span:
    turn, kind = _turn(match["turn"]), _PERIOD[match["kind"]]
    if kind == "year":
        return Span.some_day(*units.years(reference.year + turn, reference.year + turn))
    if kind == "month":
        there = units.shift_months(reference.replace(day=1), turn)
        return Span.some_day(*units.months(there.year, there.month, there.month))
    monday = reference - timedelta(days=reference.weekday()) + timedelta(days=7 * turn)
    if reference.weekday() == 6:  # a week that begins on Sunday has just begun, or one that begins on Monday is ending
        return Span.some_day(monday, monday + timedelta(days=12))
    return Span.some_day(monday - units.ONE_DAY, monday + timedelta(days=6))


def _month(match: re.Match[str], _words: str, reference: date) -> Span:
    month, turn = MONTH[match["month"]], _turn(match["turn"])
    year = reference.year
    if turn < 0 and month >= reference.month:
        year -= 1
    if turn > 0 and month <= reference.month:
        year += 1
    return Span.some_day(*units.months(year, month, month))


def _day(match: re.Match[str], words: str, reference: date) -> Span:
    month, day, turn = MONTH[match["month"]], int(match["day"]), _turn(match["turn"])
    year = reference.year
    if turn < 0 and (month, day) >= (reference.month, reference.day):
        year -= 1
    if turn > 0 and (month, day) <= (reference.month, reference.day):
        year += 1
    from habeas.when.edtf import real_day

    return Span.on(real_day(year, month, day, words))


def _forms() -> list[tuple[re.Pattern[str], Callable[[re.Match[str], str, date], Span]]]:
    weekday, month = f"(?P<weekday>{choice(WEEKDAY)})", f"(?P<month>{choice(MONTH)})"
    past_or_next = f"(?P<turn>{_LAST}|{_NEXT})"
    day = f"(?:(?P<day>[0-9]{{1,2}}) (?:de |of )?{month})"
    forms: list[tuple[str, Callable[[re.Match[str], str, date], Span]]] = [
        (weekday, _weekday),
        (f"{_TURN} {weekday}", _weekday),
        (f"{weekday} {_TURN_AFTER}", _weekday),
        (f"{_TURN} (?P<kind>{choice(_PERIOD)})", _period),
        (f"(?P<kind>{choice(_PERIOD)}) {_TURN_AFTER}", _period),
        (f"{past_or_next} (?:mes de )?{month}", _month),
        (f"{month} {_TURN_AFTER}", _month),
        (f"{past_or_next} {day}", _day),
        (f"{day} {_TURN_AFTER}", _day),
        (f"{past_or_next} {month} (?P<day>[0-9]{{1,2}})", _day),
    ]
    return [(re.compile(form, re.ASCII), read) for form, read in forms]


_FORMS: Final = _forms()
