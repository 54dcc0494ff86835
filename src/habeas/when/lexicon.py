"""The words for time that people write in English and Spanish, after :func:`plain` has taken accents and capitals off.

Nothing here means one thing in English and another in Spanish, so both languages are always read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from habeas.words import LANGUAGES, MONTHS

_SHORT: Final = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
    "ene": 1, "abr": 4, "ago": 8, "set": 9, "setiembre": 9, "dic": 12,
}  # fmt: skip
MONTH: Final = {name.lower(): n for lang in LANGUAGES for n, name in enumerate(MONTHS[lang], 1)} | _SHORT

_WEEKDAYS: Final = (
    ("monday", "mon", "lunes"), ("tuesday", "tue", "tues", "martes"), ("wednesday", "wed", "miercoles"),
    ("thursday", "thu", "thurs", "jueves"), ("friday", "fri", "viernes"), ("saturday", "sat", "sabado"),
    ("sunday", "sun", "domingo"),
)  # fmt: skip
WEEKDAY: Final = {name: n for n, names in enumerate(_WEEKDAYS) for name in names}

_PARTS: Final = (
    ("early", "early in", "beginning of", "start of", "principio de", "principios de", "comienzo de", "comienzos de",
     "inicio de", "inicios de"),
    ("mid", "middle of", "mediados de"),
    ("late", "late in", "end of", "final de", "finales de", "fin de", "fines de"),
)  # fmt: skip
PART: Final = {name: n for n, names in enumerate(_PARTS, 1) for name in names}

_ORDINALS: Final = (
    ("first", "1st", "primer", "primera", "1er", "1ra"), ("second", "2nd", "segundo", "segunda", "2do", "2da"),
    ("third", "3rd", "tercer", "tercera", "3er", "3ra"), ("fourth", "4th", "cuarto", "4to"),
)  # fmt: skip
ORDINAL: Final = {name: n for n, names in enumerate(_ORDINALS, 1) for name in names}
LAST_OF_KIND: Final = ("last", "ultimo", "ultima")
BLOCK: Final = {
    "quarter": "quarter", "trimestre": "quarter", "cuatrimestre": "third", "half": "half", "semestre": "half",
    "mitad": "half", "fortnight": "half", "quincena": "half",
}  # fmt: skip
COUNT: Final = {"quarter": 4, "third": 3, "half": 2}

SEASONS: Final = ("spring", "summer", "autumn", "fall", "winter", "primavera", "verano", "otono", "invierno", "rainy season",
                  "dry season", "estacion seca", "estacion lluviosa", "epoca seca", "epoca lluviosa")  # fmt: skip
AROUND: Final = ("around", "about", "circa", "ca", "c", "approximately", "approx", "roughly", "some time around", "hacia",
                 "alrededor de", "cerca de", "aproximadamente", "aprox", "en torno a", "mas o menos")  # fmt: skip
UNIT: Final = {
    "day": "day", "days": "day", "dia": "day", "dias": "day", "week": "week", "weeks": "week", "semana": "week",
    "semanas": "week", "month": "month", "months": "month", "mes": "month", "meses": "month", "year": "year", "years": "year",
    "ano": "year", "anos": "year",
}  # fmt: skip
NUMBERS: Final = ("a", "an", "un", "una", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "several",
                  "few", "a few", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "algunos",
                  "algunas", "varios", "varias", "unos", "unas", "pocos", "pocas")  # fmt: skip
NOW: Final = ("present", "the present", "now", "today", "date", "this day", "the present day", "la fecha", "hoy", "el presente",
              "ahora", "la actualidad", "el dia de hoy", "presente")  # fmt: skip
UNKNOWN_DAY: Final = ("an unknown day", "una fecha desconocida")
UNKNOWN_TIME: Final = ("at an unknown time", "en un momento desconocido")


def choice(names: Iterable[str]) -> str:
    """Return a pattern that takes any of the names, the longest first."""
    return "(?:" + "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))) + ")"


_DASHES: Final = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212), "-")
_QUOTES: Final = dict.fromkeys((0x2018, 0x2019, 0x60, 0xB4), "'")
_DROPPED: Final = dict.fromkeys(map(ord, '“”"«»'), None)
_TABLE: Final = {**_DASHES, **_QUOTES, **_DROPPED}
_DAY_MONTH_YEAR: Final = re.compile(r"\b([0-9]{1,2})-([a-z]+)-([0-9]+)", re.ASCII)
_HYPHENATED: Final = re.compile(r"\b(mid|early|late)-", re.ASCII)
_STOP: Final = re.compile(r"(?<=[a-z])\.|[.;]+$", re.ASCII)
_FIRST: Final = re.compile(rf"\b(?:primero|first)(?= (?:de|of) {choice(MONTH)}\b)", re.ASCII)
_OF_THE: Final = re.compile(
    r"\b(principios?|comienzos?|inicios?|mediados|final(?:es)?|fin(?:es)?|alrededor|cerca) del\b", re.ASCII
)


def plain(words: str) -> str:
    """Return words without capitals, accents, commas, quotation marks and doubled spaces, hyphens and dashes made one."""
    bare = words.translate(_TABLE).casefold()
    if not bare.isascii():
        spread = unicodedata.normalize("NFKD", bare)
        bare = "".join(letter for letter in spread if not unicodedata.combining(letter)).translate(_TABLE).casefold()
    bare = " ".join(bare.replace(",", " ").split())
    bare = _STOP.sub("", bare)
    bare = _FIRST.sub("1", _DAY_MONTH_YEAR.sub(r"\1 \2 \3", bare))
    return _OF_THE.sub(r"\1 de", _HYPHENATED.sub(r"\1 ", bare)).strip()
