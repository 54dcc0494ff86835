"""Two figures held side by side: whether they share a value, hold at one time, and mean the same."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final, Literal

from habeas.findings.figures import Figure, period
from habeas.findings.relations import Rules
from habeas.when import Span

Difference = Literal["unit", "who", "measure", "capacity", "time"]


def disjoint(one: Figure, two: Figure) -> bool:
    """Say whether no value is allowed by both figures, each rounded as far as it may have been."""
    return _below(one, two) or _below(two, one)


def _below(one: Figure, two: Figure) -> bool:
    if one.high is None or two.low is None:
        return False
    return one.high < two.low or (one.high == two.low and (one.amount.high_open or two.amount.low_open))


def apart(one: Figure, two: Figure) -> bool:
    """Say whether two facts of structure are known to belong to different times: one ended before the other began."""
    return _ended(one.span, two.span) or _ended(two.span, one.span)


def _ended(one: Span | None, two: Span | None) -> bool:
    """Say whether the first is a period with a real end, or the second one with a real start, and they do not meet.

    A day or a month beside a fact of structure says when it was observed, not how long it was so.
    """
    if one is None or two is None:
        return False
    last, first = one.outer[1], two.outer[0]
    if last is None or first is None or last >= first:
        return False
    return (period(one) and bool(one.ended)) or (period(two) and bool(two.started))


def dates_differ(one: Figure, two: Figure) -> bool:
    """Say whether two facts of structure were seen at dates that never meet: the quantity may have changed between."""
    return not any(
        first is None or second is None or first.overlaps(second) != "no" for first in one.spans for second in two.spans
    )


def near(one: Figure, two: Figure, years: int) -> bool:
    """Say whether the days of two figures are at most so many years apart."""
    if one.span is None or two.span is None:
        return False
    (first, last), (start, end) = one.span.outer, two.span.outer
    if first is None or last is None or start is None or end is None:
        return False
    return max(first, start) - min(last, end) <= timedelta(days=366 * years)


def sure(one: Figure, two: Figure) -> bool:
    """Say whether two stocks certainly hold on one day at least."""
    return one.span is not None and two.span is not None and surely(one.span, two.span)


def surely(one: Span, two: Span) -> bool:
    """Say whether two spans certainly share a day; most do not, which their outer days tell at once."""
    if one.last_imprecise is not None and two.first_imprecise is not None and one.last_imprecise < two.first_imprecise:
        return False
    if two.last_imprecise is not None and one.first_imprecise is not None and two.last_imprecise < one.first_imprecise:
        return False
    return one.overlaps(two) == "certain"


class Calendar:
    """Stocks by their days, so that those of other days are not asked about at all."""

    def __init__(self, stocks: Sequence[Figure]) -> None:
        self._stocks = tuple(stocks)
        outer = [one.span.outer if one.span is not None else (None, None) for one in stocks]
        self._always = [place for place, (first, last) in enumerate(outer) if first is None or last is None]
        dated = [(first, last, place) for place, (first, last) in enumerate(outer) if first and last]
        self._dated = sorted(dated)
        self._firsts = [first for first, _, _ in self._dated]
        self._longest = max((last - first for first, last, _ in dated), default=timedelta())

    def beside(self, one: Figure) -> Iterator[Figure]:
        """Yield the stocks whose days may meet those of one, itself included, in the order in which they were given."""
        first, last = one.span.outer if one.span is not None else (None, None)
        if first is None or last is None:
            yield from self._stocks
            return
        window = self._dated[bisect_left(self._firsts, first - self._longest) : bisect_right(self._firsts, last)]
        places = [*self._always, *(place for _, end, place in window if end >= first)]
        yield from (self._stocks[place] for place in sorted(places))


def together(one: Figure, two: Figure, *, event: bool = False) -> bool:
    """Say whether two figures hold at one time: stocks for certain, facts of structure unless known to be apart.

    A stock of an event (the persons of one transfer) needs no date: where neither has one, both speak of the event.
    """
    if one.stock and two.stock:
        return sure(one, two) or (event and one.span is None and two.span is None)
    return not apart(one, two)


_PLACES: Final[Mapping[str, int]] = {"unit": 0, "who": 1, "measure": 2, "capacity": 3}


def differences(
    group: Sequence[Figure], agree: Sequence[str], states: Sequence[str], rules: Rules, *, whole: bool = False
) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
    """Return the parts of the definition that make the figures unlike, and those that differ and are only stated.

    With ``whole`` (figures for one quantity) a part said in one and unsaid in another differs; in a relation between
    quantities only parts that are said can differ.
    """
    unlike: list[Difference] = []
    stated: list[Difference] = []
    for name, place in _PLACES.items():
        values = {one.definition[place] for one in group}
        said = values - {None}
        if len(said) < 2 and not (whole and len(values) > 1):
            continue
        own = rules.apart.get(name, frozenset()) & {str(value) for value in said}
        if name in agree or (name in states and own):
            unlike.append(name)  # type: ignore[arg-type]  # the names of _PLACES
        elif name in states:
            stated.append(name)  # type: ignore[arg-type]  # the names of _PLACES
    return tuple(unlike), tuple(stated)
