"""One point in time as people write it: a day, a month, a year, a part of them, or a word that counts from a known day.

:func:`point` takes words that :func:`habeas.when.lexicon.plain` made plain. It returns None where it does not know the form,
so that another reading can be tried, and raises :class:`InputError` where it knows the form and the reason not to read it.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from habeas import words
from habeas.errors import InputError
from habeas.when import units
from habeas.when.forms import FORMS, Context
from habeas.when.lexicon import AROUND, NUMBERS, PART, SEASONS, UNIT, WEEKDAY, choice
from habeas.when.relative import relative, word_for_year
from habeas.when.span import Span

_FILLER: Final = re.compile(
    r"(?:(?:as of|as at|on|in|at|the|during|dated|el|la|los|las|en|al|a|durante|de|del|month of|mes de) )+",
    re.ASCII,
)
_DATED: Final = re.compile(f"(?P<weekday>{choice(WEEKDAY)}) (?:(?:the|el) )?(?P<rest>.*[0-9].*)", re.ASCII)
_WIDTH: Final = re.compile(
    f"(?:{choice(AROUND)} )?(?:(?:the|el|la) )?(?P<rest>.+?) ?(?:±|\\+/-|\\+-|plus or minus|give or take|mas o menos) ?"
    f"(?P<n>[0-9]{{1,4}}) (?P<unit>{choice(UNIT)})",
    re.ASCII,
)
_NO_WIDTH: Final = re.compile(f"(?:~ ?|{choice(AROUND)} )(?P<rest>.+)", re.ASCII)
_COUNT: Final = f"{choice(NUMBERS)}|[0-9]+"
_COUNTED: Final = re.compile(
    f"hace (?:{_COUNT}) {choice(UNIT)}.*|(?:some )?(?:{_COUNT}) {choice(UNIT)}"
    r"(?: (?:ago|later|earlier|before|after|from now|antes|despues|mas tarde|atras)\b.*)?",
    re.ASCII,
)
_SEASON: Final = re.compile(f"(?:{choice(PART)} )?(?:the |el |la )?{choice(SEASONS)}\\b.*", re.ASCII)
_SHORT_DECADE: Final = re.compile(
    f"(?:{choice(PART)} )?(?:the |los |la )?(?:decada de )?(?:los )?(?:anos )?"
    r"(?:'?[0-9]0'?s|(?<=los )[0-9]0|(?<=anos )[0-9]0|(?<=decada de )[0-9]0"
    r"|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties"
    r"|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)",
    re.ASCII,
)
_REASONS: Final = ((_COUNTED, "when.counted"), (_SEASON, "when.season"), (_SHORT_DECADE, "when.two-digit-decade"))


class Weekday(int):
    """A day of the week that can say itself; Monday is 0."""

    def text(self, lang: words.Lang) -> str:
        """Return its name in a language."""
        return words.text("when.weekdays", lang).split()[int(self)]


def point(text: str, context: Context) -> Span | None:
    """Read one point in time; None where the form is not known."""
    wide = _WIDTH.fullmatch(text)
    if wide is not None:
        return _widened(wide, context)
    filler = _FILLER.match(text)
    for bare in (text[filler.end() :], text) if filler else (text,):
        for pattern, read in FORMS:
            match = pattern.fullmatch(bare)
            if match is not None:
                return read(match, context)
        span = _other_form(bare, context)
        if span is not None:
            return span
    return None


def _other_form(bare: str, context: Context) -> Span | None:
    """Read the rarer forms, and raise the reason for which a known form is not read."""
    for pattern, key in _REASONS:
        if pattern.fullmatch(bare):
            raise InputError(key, found=context.words)
    around = _NO_WIDTH.fullmatch(bare)
    if around is not None and point(around["rest"], context) is not None:
        raise InputError("when.around", found=context.words, point=around["rest"])
    dated = _DATED.fullmatch(bare)
    if dated is not None:
        return _checked_weekday(dated, context)
    with_year = word_for_year(bare, context.words, context.reference)
    if with_year is not None:
        return point(with_year, context)
    return relative(bare, context.words, context.reference)


def _checked_weekday(match: re.Match[str], context: Context) -> Span | None:
    span = point(match["rest"], context)
    if span is None or span.certain_range is None:
        return None
    day = span.certain_range[0]
    if day.weekday() != WEEKDAY[match["weekday"]]:
        raise InputError("when.weekday", found=context.words, day=day, weekday=Weekday(day.weekday()))
    return span


def _widened(match: re.Match[str], context: Context) -> Span | None:
    span = point(match["rest"], context)
    first, last = span.outer if span is not None else (None, None)
    if first is None or last is None:
        return None
    n, unit = int(match["n"]), UNIT[match["unit"]]
    if unit in ("day", "week"):
        width = timedelta(days=n * (7 if unit == "week" else 1))
        return Span.some_day(first - width, last + width)
    count = n * (12 if unit == "year" else 1)
    if count >= 12_000:
        return None
    return Span.some_day(units.shift_months(first, -count), units.shift_months(last, count))
