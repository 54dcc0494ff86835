"""The rule that an answer of a model is held to: it is a claim only where the passage itself says it again.

The quote stands in the passage letter for letter, once; the figure is read again by the grammar from inside the quote, and its bounds are those
of the quote's own words; a statement without a figure is read again by the grammar from the quote; the year of a date and the words of a
speaker are in the text. Whatever fails is refused with its reason.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final, cast, get_args

from habeas.errors import Problem
from habeas.reading.document import document
from habeas.reading.model import KINDS, Document, Modality, Quantity, Reading
from habeas.reading.models.instructions import forms, units
from habeas.reading.numbers import parse_inside
from habeas.reading.statements import statements
from habeas.reading.times import times
from habeas.words import Lang

_LONGEST: Final = 400
_DATE: Final = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")
_YEAR: Final = re.compile(r"(?<![0-9])(?:1[89]|20)[0-9]{2}(?![0-9])")
_CURRENCY: Final = re.compile(r"[A-Z]{3}(_per_(?:year|month|day|person_day|person_month|person_year))?")
_MODALITIES: Final = get_args(Modality)


class _Refused(Exception):  # noqa: N818 - never leaves this module
    """An answer is no claim."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


@dataclass(frozen=True, slots=True)
class Held:
    """What became of the answers about one passage."""

    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]


class Rule:
    """Holds answers about the passages of one text to the rule."""

    def __init__(self, made: Document) -> None:
        self._made = made
        self._years = _years(made)
        self._starts = [one.start for one in made.sentences]

    def held(self, answers: list[Any], start: int, end: int) -> Held:
        """Return the readings that stand, in the order of their words, and a problem for each answer that was refused."""
        readings: dict[tuple[object, ...], Reading] = {}
        problems = []
        for at, answer in enumerate(answers, 1):
            try:
                one = self._reading(answer, start, end)
            except _Refused as refused:
                found = _shown(answer)
                problems.append(Problem(refused.key, values={"answer": at, "found": found, **refused.values}))
                continue
            readings.setdefault((one.kind, one.start, one.end, one.value, one.low, one.high, one.value_text), one)
        return Held(tuple(sorted(readings.values(), key=lambda one: (one.start, one.end, one.kind))), tuple(problems))

    def _reading(self, answer: Any, start: int, end: int) -> Reading:
        if not isinstance(answer, dict):
            raise _Refused("reading.model-no-object")
        kind = answer.get("kind")
        if not isinstance(kind, str) or kind not in KINDS:
            raise _Refused("reading.model-kind", kind=_shown(kind))
        modality, denied = answer.get("modality") or "fact", answer.get("denied") or False
        if modality not in _MODALITIES or not isinstance(denied, bool):
            raise _Refused("reading.model-modality", modality=_shown(modality))
        at, quote = self._quote(answer.get("quote"), answer.get("start"), start, end)
        lang = self._lang(at)
        figure, words = self._value(answer, kind, quote, lang)
        point = figure is not None and figure.qualifier != "range" and not figure.vague
        return Reading(
            kind=kind,
            quote=quote,
            start=at,
            end=at + len(quote),
            low=figure.low if figure else None,
            high=figure.high if figure else None,
            value=figure.stated if figure and point else None,
            value_text=words,
            qualifier=figure.qualifier if figure else "exact",
            unit=_unit(kind, answer.get("unit"), figure),
            as_of=self._as_of(answer.get("as_of")),
            attributed_to=self._speaker(answer.get("speaker")),
            subject=self._words(answer.get("subject")),
            modality=cast(Modality, modality),
            denied=denied,
            confidence=0.0,  # how often a model is right was not counted
            language=lang,
            cues=("model",),
        )

    def _quote(self, quote: Any, told: Any, start: int, end: int) -> tuple[int, str]:
        """Return where a quote stands: its only place in the passage, or the one that the answer names."""
        if not isinstance(quote, str) or not quote.strip():
            raise _Refused("reading.model-no-quote")
        if len(quote) > _LONGEST:
            raise _Refused("reading.model-quote-long", n=len(quote), most=_LONGEST)
        places = list(_places(self._made.text, quote, start, end))
        if not places:
            raise _Refused("reading.model-quote-not-there")
        if len(places) == 1:
            return places[0], quote
        if isinstance(told, int) and not isinstance(told, bool) and start + told in places:
            return start + told, quote
        raise _Refused("reading.model-quote-often", n=len(places))

    def _value(
        self, answer: Mapping[str, Any], kind: str, quote: str, lang: Lang
    ) -> tuple[Quantity | None, str | None]:
        words = answer.get("value_text") or None
        value, low, high = (_decimal(answer.get(name)) for name in ("value", "low", "high"))
        if words is not None and value is None and low is None and high is None:
            return None, self._statement(kind, words, quote, lang)
        if value is None and low is None and high is None:
            raise _Refused("reading.model-no-value")
        inside = parse_inside(quote, lang, document=self._made)
        same = [one for one in inside if _same(one, value, low, high)]
        if not same:
            read = [
                figure
                for one in inside
                for figure in dict.fromkeys((one.stated, one.low, one.high))
                if figure is not None
            ]
            said = value if value is not None else " – ".join(str(one) for one in (low, high) if one is not None)
            raise _Refused("reading.model-value", value=said, read=read or "–")
        fitting = [one for one in same if one.form in forms(kind)]
        if not fitting:
            raise _Refused("reading.model-form", kind=kind)
        return fitting[0], None

    def _statement(self, kind: str, words: Any, quote: str, lang: Lang) -> str:
        """Return the words of a statement that the grammar reads from the quote too."""
        alone = document(quote, lang=lang, published=self._made.published)
        read = [one.value_text for one in statements(alone) if one.kind == kind and one.value_text]
        if words not in read:
            raise _Refused("reading.model-statement", words=_shown(words), read=read or "–")
        return str(words)

    def _as_of(self, told: Any) -> str | None:
        if told in (None, ""):
            return None
        ends = told.split("/") if isinstance(told, str) else []
        if (
            not 1 <= len(ends) <= 2
            or not all(_is_date(one) for one in ends)
            or ends[0][: len(ends[-1])] > ends[-1][: len(ends[0])]
        ):
            raise _Refused("reading.model-date", date=_shown(told))
        if not all(int(one[:4]) in self._years for one in ends):
            raise _Refused("reading.model-date-not-there", date=told)
        return str(told)

    def _speaker(self, told: Any) -> str | None:
        if told in (None, ""):
            return None
        if not isinstance(told, str) or not told.strip() or told not in self._made.text:
            raise _Refused("reading.model-speaker", speaker=_shown(told))
        return told.strip()

    def _words(self, told: Any) -> str | None:
        """Return words of the text, None for others: a subject is a help and no part of what is claimed."""
        return told.strip() if isinstance(told, str) and told.strip() and told in self._made.text else None

    def _lang(self, offset: int) -> Lang:
        at = bisect_right(self._starts, offset) - 1
        return self._made.sentences[at].lang if at >= 0 else self._made.lang


def _places(text: str, quote: str, start: int, end: int) -> Iterator[int]:
    at = text.find(quote, start, end)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1, end)


def _years(made: Document) -> frozenset[int]:
    """Return the years that the text names, in figures or relative to its publication, and that of its publication."""
    told = [int(hit.group()) for hit in _YEAR.finditer(made.text)]
    told += [int(one[:4]) for each in times(made) for one in (each.low, each.high) if one]
    if made.published:
        told.append(int(made.published[:4]))
    return frozenset(told)


def _is_date(words: str) -> bool:
    hit = _DATE.fullmatch(words)
    if hit is None:
        return False
    year, month, day = (int(part) if part else None for part in hit.groups())
    return not day or (year is not None and month is not None and year > 0 and day <= monthrange(year, month)[1])


def _decimal(told: Any) -> Decimal | None:
    """Return a number of JSON, or one written as text without separators; anything else is refused."""
    if told is None or told == "":
        return None
    if isinstance(told, int | float | str) and not isinstance(told, bool) and len(str(told)) <= 40:
        try:
            made = Decimal(str(told).strip())
        except InvalidOperation:
            made = Decimal("NaN")
        if made.is_finite():
            return made
    raise _Refused("reading.model-number", number=_shown(told))


def _same(one: Quantity, value: Decimal | None, low: Decimal | None, high: Decimal | None) -> bool:
    """Tell whether a figure of the quote is the one that was answered: the figure itself, or both of its bounds."""
    if value is not None:
        return value == one.stated and low in (None, value, one.low) and high in (None, value, one.high)
    if low is not None and high is not None and low != high:
        return (low, high) == (one.low, one.high)
    single = low if low is not None else high
    return single in ((one.low, one.stated) if low is not None else (one.high, one.stated))


def _unit(kind: str, told: Any, figure: Quantity | None) -> str | None:
    if figure is None:
        return None
    if kind == "cost":
        if figure.currency and isinstance(told, str) and _CURRENCY.fullmatch(told) and told.startswith(figure.currency):
            return told
        return figure.currency
    known = units(kind)
    return told if told in known else (known[0] if known else None)


def _shown(told: Any) -> str:
    """Return what was answered, short and on one line."""
    if isinstance(told, dict):
        told = told.get("quote") or told
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in str(told)).split())
    return line if len(line) <= 80 else line[:79] + "…"
