"""Durations: hours, days, weeks, months and years on a line, in figures or in words, with the words that bound them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Final

from habeas.reading.model import Qualifier
from habeas.words import Lang

_ONES: Final[dict[Lang, str]] = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve "
    "veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve",
}
_TENS: Final[dict[Lang, str]] = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "es": "treinta cuarenta cincuenta sesenta setenta ochenta noventa",
}
_UNITS: Final[dict[Lang, dict[str, str]]] = {
    "en": {"hour": "hours", "day": "days", "week": "weeks", "month": "months", "year": "years"},
    "es": {"hora": "hours", "dia": "days", "semana": "weeks", "mes": "months", "ano": "years"},
}
_AROUND: Final[dict[Lang, str]] = {
    "en": r"(?P<q>more than|over|at least|no less than|upwards of|longer than|up to|as (?:many|long) as|no more than|not more than|at most|less than|under|"
    r"a maximum of|a minimum of|about|around|approximately|roughly|nearly|almost|some|an estimated|an average of|within|well over)",
    "es": r"(?P<q>mas de|a el menos|por lo menos|no menos de|como minimo|hasta|no mas de|a lo sumo|como maximo|menos de|un maximo de|un minimo de|maximo de|"
    r"unos|unas|cerca de|alrededor de|aproximadamente|casi|un promedio de|dentro de (?:las|los)?|excede de|superiores? a|hasta por)",
}  # fmt: skip
_AT_LEAST: Final = re.compile(
    r"more than|over|at least|no less|upwards|longer|minimum|beyond|well over|exceed|mas de$|menos$|minimo|superior|excede"
)
_AT_MOST: Final = re.compile(
    r"up to|as many|as long|no more|not more|at most|less than|under|maximum|within|hasta|no mas|sumo|maxim|dentro"
)
_AFTER: Final[dict[Lang, str]] = {
    "en": r"(?P<p> or (?:more|longer)| or less)",
    "es": r"(?P<p> o mas| o menos| como maximo)",
}
_ARTICLE: Final[dict[Lang, str]] = {"en": "(?:an? |the )?", "es": "(?:las? |los )?"}
_PER: Final = re.compile(r"(?:hours?|minutes|times?|days|once|twice|meals?|horas?|minutos|veces|vez|dias) $")
_SORT: Final[dict[Lang, str]] = {
    "en": r"(?:working |calendar |business |consecutive |additional |full |more |further |straight |long )*",
    "es": r"",
}


@dataclass(frozen=True, slots=True)
class Duration:
    """A stretch of time on a line: ``start`` to ``end`` with its bounding words, ``figure`` without them."""

    start: int
    end: int
    figure: int
    count: Decimal
    unit: str
    qualifier: Qualifier
    low: Decimal | None = None

    def most(self) -> Duration:
        """Return the longest that is meant: of "24 to 48 hours" as a limit, 48 hours."""
        return replace(self, low=None)

    @property
    def text(self) -> str:
        """Return it as claims write it: ``24 hours``, ``1 year``."""
        unit = self.unit[:-1] if self.count == 1 else self.unit
        span = f"{plainly(self.low)}-" if self.low is not None else ""
        return f"{span}{plainly(self.count)} {unit}"


@cache
def numbers(lang: Lang) -> str:
    """Return a pattern for a number below a thousand, in figures or in words."""
    tens, ones = "|".join(_TENS[lang].split()), "|".join(reversed(_ONES[lang].split()))
    joint = "(?:[- ]| - )" if lang == "en" else " y "
    article = "an?" if lang == "en" else "una?"
    return rf"(?:[0-9]{{1,4}}(?:[.,][0-9]{{1,2}})?|(?:{tens})(?:{joint}(?:{ones}))?|{ones}|{article})"


@cache
def _pattern(lang: Lang) -> re.Pattern[str]:
    units = "|".join(f"{name}(?:es|s)?" for name in _UNITS[lang])
    figure = numbers(lang)
    span = rf"(?:(?:between|entre) (?P<b>{figure}) (?:and|y) |(?P<m>{figure})(?: (?:to|a|or|o) | [-–] ))?"
    return re.compile(
        rf"(?<!\S)(?:{_AROUND[lang]} )?{_ARTICLE[lang]}{span}(?P<n>{figure})(?: \( [0-9]+ \))?(?: - | ){_SORT[lang]}"
        rf"(?P<u>{units})(?:{_AFTER[lang]})?(?!\S)"
    )


def durations(said: str, lang: Lang) -> Iterator[Duration]:
    """Yield the durations of a line in order."""
    for hit in _pattern(lang).finditer(said):
        count = number(hit.group("n"), lang)
        if count is None:
            continue
        name = hit.group("u")
        unit = next(unit for one, unit in _UNITS[lang].items() if name in (one, f"{one}s", f"{one}es"))
        if hit.group("n")[:2] in {"a", "an", "un"} and _PER.search(said[: hit.start()]):
            continue  # "23 hours a day"
        least = hit.group("m") or hit.group("b")
        low = number(least, lang) if least else None
        if low is not None and low < count:
            yield Duration(hit.start(), hit.end(), max(hit.start("m"), hit.start("b")), count, unit, "range", low)
            continue
        qualifier = _qualifier(hit.group("q") or "", hit.group("p") or "")
        yield Duration(hit.start(), hit.end(), hit.start("n"), count, unit, qualifier)


def number(said: str, lang: Lang) -> Decimal | None:
    """Return what a number in figures or words is worth, None where it is none."""
    if said[:1].isdigit():
        return Decimal(said.replace(",", "."))
    if said in {"a", "an", "un", "una"}:
        return Decimal(1)
    total = 0
    ones, tens = _ONES[lang].split(), _TENS[lang].split()
    for word in re.split(r"[\s-]+|\by\b", said):
        if word in ones:
            total += ones.index(word)
        elif word in tens:
            total += 10 * (tens.index(word) + (2 if lang == "en" else 3))
        elif word:
            return None
    return Decimal(total)


def plainly(count: Decimal) -> str:
    """Return a number without needless noughts."""
    return str(int(count)) if count == count.to_integral_value() else str(count.normalize())


def _qualifier(before: str, after: str) -> Qualifier:
    if after:
        return "at_least" if "mas" in after or "more" in after or "longer" in after else "at_most"
    if not before:
        return "exact"
    if _AT_MOST.search(before) and "no menos" not in before:
        return "at_most"
    return "at_least" if _AT_LEAST.search(before) or before in {"a el menos", "por lo menos"} else "approx"
