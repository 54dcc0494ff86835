"""A span: what is known of when something was true, day by day, after the model of the Security Force Monitor.

The unit is the day. What is known is a set of constraints on the days on which a thing was true, and every answer below
follows from them alone:

* it was true on **every** day of the precise range (if there is one);
* it was true on **at least one** day of the imprecise range, which contains the precise one;
* it was true on **no** day before the imprecise range where ``started`` is True, after it where ``ended`` is True.

Source of the model: Security Force Monitor, research handbook, "first cited date", "last cited date", "start", "open-ended".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any, Final, Literal

from habeas.errors import InputError
from habeas.words import Lang

Answer = Literal["certain", "possible", "no"]

FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 2999

_FIELDS: Final = ("first_precise", "last_precise", "first_imprecise", "last_imprecise", "started", "ended")
_DAYS: Final = _FIELDS[:4]
_FLAGS: Final = _FIELDS[4:]


@dataclass(frozen=True, slots=True)
class Duration:
    """How many days lie between the first and the last true day, both counted: at least ``low``, at most ``high``.

    ``high`` is None where the span is open or its end is unknown: no limit is known. Equality covers both fields.
    """

    low: int
    high: int | None

    def text(self, lang: Lang) -> str:
        """Return the duration in words: ``between 17 and 20 days``."""
        from habeas.when.say import duration_text

        return duration_text(self.low, self.high, lang)


@dataclass(frozen=True, slots=True)
class Span:
    """When something was true, as far as is known. Equality covers every field.

    ``first_precise`` and ``last_precise`` bound the days on *every one* of which it was true. One of them alone is the one day
    of which that is certain; how far the certainty reaches on the other side is unknown.
    ``first_imprecise`` and ``last_imprecise`` bound the days on *at least one* of which it was true; None is a side without a
    known limit.
    ``started`` and ``ended`` say what the outer day is: a real start or end (True: true on no day beyond it), only
    "observed by then" (False: it may have begun earlier, or gone on longer), or unknown (None; days beyond are possible too).

    Raises :class:`InputError` when the days are not in order, or a real start or end has no day.
    """

    first_precise: date | None = None
    last_precise: date | None = None
    first_imprecise: date | None = None
    last_imprecise: date | None = None
    started: bool | None = None
    ended: bool | None = None

    def __post_init__(self) -> None:
        days = (self.first_imprecise, self.first_precise, self.last_precise, self.last_imprecise)
        known = [day for day in days if day is not None]
        if any(one > other for one, other in pairwise(known)):
            raise InputError("when.order", first=known[0], last=known[-1], days=known)
        if (self.started and self.first_imprecise is None) or (self.ended and self.last_imprecise is None):
            raise InputError("when.end-without-day")
        one_day = self.first_imprecise is not None and self.first_imprecise == self.last_imprecise
        if one_day:  # "at least one day" of one day is that day
            object.__setattr__(self, "first_precise", self.first_imprecise)
            object.__setattr__(self, "last_precise", self.last_imprecise)

    @classmethod
    def on(cls, day: date) -> Span:
        """Return the span of what is true on one day, and is said of no other."""
        return cls(day, day, day, day, started=True, ended=True)

    @classmethod
    def some_day(cls, first: date | None, last: date | None) -> Span:
        """Return the span of what is true on at least one day from ``first`` to ``last``, and on none outside.

        None is a side without a known limit.
        """
        real_start, real_end = first is not None or None, last is not None or None
        return cls(None, None, first, last, started=real_start, ended=real_end)

    @classmethod
    def every_day(cls, first: date, last: date, started: bool | None = None, ended: bool | None = None) -> Span:
        """Return the span of what is true on every day from ``first`` to ``last``."""
        return cls(first, last, first, last, started=started, ended=ended)

    @classmethod
    def since(cls, first: date | Span, until: date | Span | None = None) -> Span:
        """Return the span of a state that began on a day (or within a span) and was last seen on ``until``.

        The end is not known: the state may have gone on. Without ``until`` only the first day is certain.
        """
        start = first if isinstance(first, Span) else cls.on(first)
        if until is None:
            return cls(_last_real(start), None, start.first_imprecise, None, start.started, ended=False)
        seen = until if isinstance(until, Span) else cls.on(until)
        return replace(cls.between_ends(start, seen), ended=False)

    @classmethod
    def until(cls, last: date | Span, since: date | Span | None = None) -> Span:
        """Return the span of a state that ended on a day (or within a span) and was first seen on ``since``.

        The last day counts as part of the state. The start is not known: the state may have begun earlier.
        """
        end = last if isinstance(last, Span) else cls.on(last)
        if since is None:
            return cls(None, _first_real(end), None, end.last_imprecise, started=False, ended=end.ended)
        seen = since if isinstance(since, Span) else cls.on(since)
        return replace(cls.between_ends(seen, end), started=False)

    @classmethod
    def between_ends(cls, start: Span, end: Span) -> Span:
        """Return the span of a state that began within ``start`` and ended within ``end``, both included.

        It is true on every day from the latest possible start to the earliest possible end, where that leaves any.
        """
        first, last = _last_real(start), _first_real(end)
        if first is None or last is None or first > last:
            first = last = None
        return cls(first, last, start.first_imprecise, end.last_imprecise, start.started, end.ended)

    @property
    def certain_range(self) -> tuple[date, date] | None:
        """The days on every one of which it is certainly true, or None where no day is certain."""
        first = self.first_precise if self.first_precise is not None else self.last_precise
        last = self.last_precise if self.last_precise is not None else self.first_precise
        return None if first is None or last is None else (first, last)

    @property
    def outer(self) -> tuple[date | None, date | None]:
        """The imprecise range: it was true on at least one of these days. None is a side without a known limit."""
        return self.first_imprecise, self.last_imprecise

    @property
    def reach(self) -> tuple[date, date]:
        """The days on which it can be true at all; ``date.min`` and ``date.max`` where no real start or end is known."""
        first = self.first_imprecise if self.started and self.first_imprecise is not None else date.min
        last = self.last_imprecise if self.ended and self.last_imprecise is not None else date.max
        return first, last

    def on_day(self, day: date) -> Answer:
        """Say whether it was true on a day."""
        certain = self.certain_range
        if certain is not None and certain[0] <= day <= certain[1]:
            return "certain"
        first, last = self.reach
        return "possible" if first <= day <= last else "no"

    def overlaps(self, other: Span) -> Answer:
        """Say whether there is a day on which both were true."""
        first = max(self.reach[0], other.reach[0])
        last = min(self.reach[1], other.reach[1])
        if first > last:
            return "no"
        both = self._certain_with(other) is not None or self._covers(other) or other._covers(self)
        return "certain" if both else "possible"

    def _certain_with(self, other: Span) -> tuple[date, date] | None:
        mine, theirs = self.certain_range, other.certain_range
        if mine is None or theirs is None:
            return None
        first, last = max(mine[0], theirs[0]), min(mine[1], theirs[1])
        return (first, last) if first <= last else None

    def _covers(self, other: Span) -> bool:
        """Whether it is true on every day of the range in which the other is true at least once."""
        certain, (first, last) = self.certain_range, other.outer
        if certain is None or first is None or last is None:
            return False
        return certain[0] <= first and last <= certain[1]

    def before(self, other: Span) -> Answer:
        """Say whether all its days lie before all days of the other."""
        if self.reach[1] < other.reach[0]:
            return "certain"
        return "possible" if self._least_last() < other._greatest_first() else "no"

    def after(self, other: Span) -> Answer:
        """Say whether all its days lie after all days of the other."""
        return other.before(self)

    def follows(self, other: Span) -> Answer:
        """Say whether it came after the other as an act comes after an order: on one and the same day the hour decides, which days do not tell."""
        answer = self.after(other)
        return "possible" if answer == "no" and self.overlaps(other) != "no" else answer

    def _least_last(self) -> date:
        """Return the earliest day that its last true day can be."""
        certain = self.certain_range
        if certain is not None:
            return certain[1]
        return self.first_imprecise if self.first_imprecise is not None else date.min

    def _greatest_first(self) -> date:
        """Return the latest day that its first true day can be."""
        certain = self.certain_range
        if certain is not None:
            return certain[0]
        return self.last_imprecise if self.last_imprecise is not None else date.max

    def intersection(self, other: Span) -> Span | None:
        """Return when both were true, given that they were on some day; None when they cannot have been.

        :meth:`overlaps` says whether that day is certain or only possible. No day that either excludes is left in.
        """
        answer = self.overlaps(other)
        if answer == "no":
            return None
        sure = answer == "certain"
        starts = ((self.first_imprecise, self.started), (other.first_imprecise, other.started))
        ends = ((self.last_imprecise, self.ended), (other.last_imprecise, other.ended))
        first, started = _inner(starts, max, sure=sure)
        last, ended = _inner(ends, min, sure=sure)
        first_both, last_both = self._certain_with(other) or (None, None)
        return Span(first_both, last_both, first, last, started, ended)

    def duration(self) -> Duration:
        """Return how many days it lasted, from its first to its last true day, as an interval."""
        certain = self.certain_range
        low = (certain[1] - certain[0]).days + 1 if certain is not None else 1
        if not (self.started and self.ended and self.first_imprecise is not None and self.last_imprecise is not None):
            return Duration(low, None)
        return Duration(low, (self.last_imprecise - self.first_imprecise).days + 1)

    def as_json(self) -> dict[str, Any]:
        """Return the six fields, days as ``YYYY-MM-DD``: the form that loses nothing."""
        values = ((name, getattr(self, name)) for name in _FIELDS)
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in values}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Span:
        """Return the span that :meth:`as_json` wrote. A field left out is unknown.

        Raises :class:`InputError` for an unknown field or a value that is not of the field's form.
        """
        for name in raw:
            if name not in _FIELDS:
                raise InputError("when.json-field", found=str(name), known=_FIELDS)
        values: dict[str, Any] = {name: _json_day(name, raw.get(name)) for name in _DAYS}
        values |= {name: _json_flag(name, raw.get(name)) for name in _FLAGS}
        return cls(**values)

    def to_edtf(self, *, exact: bool = False) -> str:
        """Return the span as EDTF (ISO 8601-2:2019): itself where EDTF can say it, else the narrowest form that holds it.

        With ``exact``, raises :class:`InputError` where the form would be wider than the span.
        """
        from habeas.when.edtf import write

        return write(self, exact=exact)

    @classmethod
    def from_edtf(cls, words: str) -> Span:
        """Return the span of an EDTF expression. Raises :class:`InputError` with the reason where it cannot be read."""
        from habeas.when.edtf import read

        return read(words)

    def text(self, lang: Lang) -> str:
        """Return the span in words of the language, as a sentence would say it."""
        from habeas.when.say import span_text

        return span_text(self, lang)


def _first_real(span: Span) -> date | None:
    """Return the day before which it was not true; None where it may have begun earlier."""
    return span.first_imprecise if span.started else None


def _last_real(span: Span) -> date | None:
    """Return the day after which it was not true; None where it may have gone on longer."""
    return span.last_imprecise if span.ended else None


def _inner(
    sides: tuple[tuple[date | None, bool | None], tuple[date | None, bool | None]],
    pick: Callable[[Iterable[date]], date],
    *,
    sure: bool,
) -> tuple[date | None, bool | None]:
    """Return the inner of two outer days and what it is.

    A real limit of one holds for both. Without one, an outer day says something of both only where they surely meet.
    """
    real = [day for day, flag in sides if flag and day is not None]
    if real:
        return pick(real), True
    known = [day for day, _ in sides if day is not None]
    flag = False if all(flag is False for _, flag in sides) else None
    return (pick(known) if sure and known else None), flag


def _json_day(name: str, value: Any) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise InputError("when.json-day", field=name, found=str(value)) from None


def _json_flag(name: str, value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise InputError("when.json-flag", field=name, found=str(value))
