"""Spans and durations in words. What is written here, :func:`habeas.when.parse` reads back as the same span."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from habeas import words
from habeas.when import units
from habeas.when.notes import notes
from habeas.when.span import Span

_PARTS: Final = ("early", "mid", "late")


def duration_text(low: int, high: int | None, lang: words.Lang) -> str:
    """Return a number of days in words: ``17 days``, ``17 to 20 days``, ``at least 17 days``."""
    if high is None:
        return words.text("when.days-at-least", lang, n=low)
    return (
        words.text("when.days", lang, n=low) if low == high else words.text("when.days-range", lang, low=low, high=high)
    )


def span_text(span: Span, lang: words.Lang) -> str:
    """Return a span in words of the language, as a sentence would say it."""
    text, base = _base(span, lang)
    return text + notes(base, span, lang)


def _base(span: Span, lang: words.Lang) -> tuple[str, Span]:
    """Return words, and the span that they mean before any note."""
    first, last = span.outer
    if first is not None and first == last:
        return _name(first, last, lang), Span.on(first)
    if span.certain_range is None:
        return _no_day_certain(span, lang)
    if None not in (first, span.first_precise, span.last_precise, last):
        return _from_to(span, lang)
    if first is not None and span.first_precise is not None and span.last_precise is None and last is None:
        return _since(span, lang)
    if last is not None and span.last_precise is not None and span.first_precise is None and first is None:
        return _until(span, lang)
    return _general(span, lang)


def _no_day_certain(span: Span, lang: words.Lang) -> tuple[str, Span]:
    first, last = span.outer
    base = Span.some_day(first, last)
    if first is not None and last is not None:
        return _name(first, last, lang), base
    if first is not None:
        return words.text("when.no-earlier", lang, day=_of(first, lang)), base
    if last is None:
        return words.text("when.unknown-time", lang), base
    if span.ended is False:
        return words.text("when.by", lang, day=_the(last, last, lang)), replace(base, ended=False)
    return words.text("when.no-later", lang, day=_the(last, last, lang)), base


def _from_to(span: Span, lang: words.Lang) -> tuple[str, Span]:
    assert span.first_imprecise and span.first_precise and span.last_precise and span.last_imprecise  # noqa: S101, PT018
    observed, going_on = span.started is False, span.ended is False
    start = _least(_the(span.first_imprecise, span.first_precise, lang), observed, lang)
    end = _least(_the(span.last_precise, span.last_imprecise, lang), going_on, lang)
    return words.text("when.from-to", lang, start=start, end=end), replace(
        span, started=not observed, ended=not going_on
    )


def _since(span: Span, lang: words.Lang) -> tuple[str, Span]:
    assert span.first_imprecise and span.first_precise  # noqa: S101, PT018
    observed = span.started is False
    start = _least(_the(span.first_imprecise, span.first_precise, lang), observed, lang)
    if span.ended is None:
        end = words.text("when.unknown-day", lang)
        return words.text("when.from-to", lang, start=start, end=end), replace(span, started=not observed)
    return words.text("when.since", lang, start=start), replace(span, started=not observed, ended=False)


def _until(span: Span, lang: words.Lang) -> tuple[str, Span]:
    assert span.last_precise and span.last_imprecise  # noqa: S101, PT018
    going_on = span.ended is False
    end = _least(_the(span.last_precise, span.last_imprecise, lang), going_on, lang)
    if span.started is None:
        start = words.text("when.unknown-day", lang)
        return words.text("when.from-to", lang, start=start, end=end), replace(span, ended=not going_on)
    return words.text("when.until", lang, end=end), replace(span, started=False, ended=not going_on)


def _general(span: Span, lang: words.Lang) -> tuple[str, Span]:
    days = {"fp": span.first_precise, "lp": span.last_precise, "fi": span.first_imprecise, "li": span.last_imprecise}
    said = {name: _the(day, day, lang) if day else words.text("when.unknown-day", lang) for name, day in days.items()}
    return words.text("when.general", lang, **said), replace(span, started=None, ended=None)


def _least(name: str, observed: bool, lang: words.Lang) -> str:
    return words.text("when.at-least", lang, day=name) if observed else name


def _name(first: date, last: date, lang: words.Lang) -> str:
    """Return a stretch by its name, else by its two ends."""
    return _unit(first, last, lang) or _between(first, last, lang)


def _the(first: date, last: date, lang: words.Lang) -> str:
    """Return a stretch as it follows a preposition: Spanish puts an article before a day."""
    name = _name(first, last, lang)
    return f"el {name}" if lang == "es" and first == last else name


def _of(day: date, lang: words.Lang) -> str:
    """Return a day as it follows the Spanish ``de``; English has no such change."""
    return f"del {words.day(day, lang)}" if lang == "es" else words.day(day, lang)


def _unit(first: date, last: date, lang: words.Lang) -> str | None:
    unit = units.named_unit(first, last)
    if unit is None or unit.kind in ("century", "millennium"):
        return None
    if unit.kind == "day":
        return words.day(first, lang)
    month = words.MONTHS[lang][max(first.month, 1) - 1]
    whole = words.text("when.month", lang, month=month, year=str(unit.year))
    if unit.kind == "month":
        return whole
    if unit.kind == "year":
        return str(unit.year)
    if unit.kind in ("decade", "part-of-decade"):
        return _decade(unit, lang)
    if unit.kind in ("part", "third"):
        return words.text(f"when.{_PARTS[unit.n - 1]}", lang, unit=whole if unit.kind == "part" else str(unit.year))
    if unit.kind == "fortnight":
        return words.text(f"when.{('first', 'second')[unit.n - 1]}-fortnight", lang, unit=whole)
    nth = words.text("when.nth", lang).split()[unit.n - 1]
    return words.text(f"when.{unit.kind}", lang, nth=nth, unit=str(unit.year))


def _decade(unit: units.Unit, lang: words.Lang) -> str | None:
    if lang == "en" and unit.year % 100 == 0:  # "the 1900s" could be a century
        return None
    if unit.kind == "decade":
        return words.text("when.decade", lang, year=str(unit.year))
    return words.text(f"when.{_PARTS[unit.n - 1]}-decade", lang, year=str(unit.year))


def _between(first: date, last: date, lang: words.Lang) -> str:
    whole_months = first.day == 1 and last.day == units.last_of(last.year, last.month)
    if whole_months and (first.month, last.month) == (1, 12):
        start, end = str(first.year), str(last.year)
    elif whole_months:
        months = words.MONTHS[lang]
        end = words.text("when.month", lang, month=months[last.month - 1], year=str(last.year))
        start = months[first.month - 1]
        if first.year != last.year:
            start = words.text("when.month", lang, month=start, year=str(first.year))
    else:
        start, end = _the(first, first, lang), _the(last, last, lang)
    return words.text("when.between", lang, start=start, end=end)
