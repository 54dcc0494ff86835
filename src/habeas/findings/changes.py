"""How much a stock changed, under every pair of rival figures: one of the first third of its time, one of the last third.

Only the quantities that the rules name are compared, and of these only the figures that may lie inside the case's period.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from itertools import product
from typing import Final, NamedTuple

from habeas.amount import Amount
from habeas.findings.figures import Figure, Index, Key
from habeas.when import Span

SHORTEST: Final = 90  # days between the first and last figure, below which nothing is called a change


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A stock at two ends of its time. ``ratio`` is the smallest and largest over all pairs of an early and a late figure.

    ``pairs`` counts them, ``times`` is the largest whole number of times that any pair certainly reaches, ``reached`` how many
    certainly reach it. ``alike`` is the range over pairs of one definition, ``None`` when there is none. ``left`` counts the
    figures that lie outside the period.
    """

    key: Key
    early: tuple[Figure, ...]
    late: tuple[Figure, ...]
    ratio: Amount
    pairs: int
    times: int
    reached: int
    alike: Amount | None
    alike_pairs: int
    least: tuple[Figure, Figure]
    most: tuple[Figure, Figure]
    left: int = 0


def changes(index: Index, told: Container[str], period: Span | None = None) -> Iterator[Change]:
    """Yield the change of every told stock that has bounded figures in the first and in the last third of its time.

    With a period, only the figures that possibly lie inside it are taken.
    """
    for key in sorted(index):
        if key[1] not in told:
            continue
        every = [one for one in index[key] if one.stock and not one.rests and _closed(one) and _days(one) is not None]
        dated = [one for one in every if period is None or _inside(one, period)]
        eras = _eras(dated)
        if eras is not None:
            yield _change(key, *eras, left=len(every) - len(dated))


def _inside(figure: Figure, period: Span) -> bool:
    """Say whether a figure may be of a day inside a period."""
    return figure.span is not None and figure.span.overlaps(period) != "no"


def cited_together(change: Change) -> Iterator[tuple[str, Figure, Figure]]:
    """Yield the pairs of an early and a late figure that one source gives, by source."""
    for early, late in product(change.early, change.late):
        for source in sorted(early.sources & late.sources):
            yield source, early, late


def _closed(figure: Figure) -> bool:
    amount = figure.amount
    return amount.low is not None and amount.high is not None and amount.low > 0


def _days(figure: Figure) -> tuple[date, date] | None:
    if figure.span is None:
        return None
    first, last = figure.span.outer
    return None if first is None or last is None else (first, last)


def _eras(dated: Sequence[Figure]) -> tuple[list[Figure], list[Figure]] | None:
    spans = [days for one in dated if (days := _days(one)) is not None]
    if not spans:
        return None
    first, last = min(days[0] for days in spans), max(days[1] for days in spans)
    if (last - first).days < SHORTEST:
        return None
    third = (last - first) / 3
    early = [one for one, days in zip(dated, spans, strict=True) if days[1] <= first + third]
    late = [one for one, days in zip(dated, spans, strict=True) if days[0] >= last - third]
    return (sorted(early, key=_order), sorted(late, key=_order)) if early and late else None


def _order(figure: Figure) -> tuple[date, Decimal, tuple[str, ...]]:
    days = _days(figure)
    return (days[0] if days else date.min, figure.amount.low or Decimal(0), figure.claims)


def _change(key: Key, early: list[Figure], late: list[Figure], *, left: int) -> Change:
    # Each pair is divided once: there are as many as early figures times late ones.
    pairs = [_Pair(one, two, _least(one, two), _most(one, two)) for one, two in product(early, late)]
    least = min(pairs, key=lambda pair: (pair.least, pair.early.claims))
    most = max(pairs, key=lambda pair: (pair.most, pair.early.claims))
    alike = [pair for pair in pairs if pair.early.definition == pair.late.definition]
    times = int(max(pair.least for pair in pairs))
    return Change(
        key=key,
        early=tuple(early),
        late=tuple(late),
        ratio=_range(pairs),
        pairs=len(pairs),
        times=times,
        reached=sum(pair.least >= times for pair in pairs),
        alike=_range(alike) if alike else None,
        alike_pairs=len(alike),
        least=(least.early, least.late),
        most=(most.early, most.late),
        left=left,
    )


class _Pair(NamedTuple):
    """An early and a late figure, and the least and the most times that the late one can be the early one."""

    early: Figure
    late: Figure
    least: Decimal
    most: Decimal


def _range(pairs: Sequence[_Pair]) -> Amount:
    """Return the smallest and largest ratio: only the pairs at the ends are divided."""
    low = min(pairs, key=lambda pair: pair.least)
    high = max(pairs, key=lambda pair: pair.most)
    return reduce(Amount.hull, (ratio(low.early, low.late), ratio(high.early, high.late)))


def ratio(early: Figure, late: Figure) -> Amount:
    """Return how many times the early figure the late one is."""
    return late.amount / early.amount


def _least(early: Figure, late: Figure) -> Decimal:
    return (late.amount.low or Decimal(0)) / (early.amount.high or Decimal(1))


def _most(early: Figure, late: Figure) -> Decimal:
    return (late.amount.high or Decimal(0)) / (early.amount.low or Decimal(1))
