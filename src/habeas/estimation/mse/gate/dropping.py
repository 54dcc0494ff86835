"""How far one list alone carries the answer: the total without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from habeas.estimation.distribution import Distribution, Interval
from habeas.estimation.estimate import Reason, shown
from habeas.estimation.mse.histories import Histories

HALF: Final = 0.5
"""Without a list the total is larger or smaller by this part."""
FEWEST: Final = 4
"""With fewer lists two are left, which say nothing of their dependence."""
MOST: Final = 6
"""With more, the graphs of every table without a list take too long for a check."""
Posterior = Callable[[Histories], Distribution]


@dataclass(frozen=True, slots=True)
class Dropped:
    """The total that the other lists give without one, beside the total of all: medians, and central intervals at 95 %."""

    list: str
    total: float
    interval: Interval
    all_lists: float
    all_interval: Interval

    @property
    def moved(self) -> float:
        """Return by what part of the total of all lists it is larger (positive) or smaller."""
        return self.total / self.all_lists - 1

    @property
    def apart(self) -> bool:
        """Return whether the two intervals have no number in common."""
        with_, without = self.all_interval, self.interval
        assert None not in (with_.low, with_.high, without.low, without.high)  # noqa: S101 - central intervals have both
        return without.low > with_.high or with_.low > without.high  # type: ignore[operator]


def dropped(table: Histories, posterior: Posterior | None = None) -> tuple[Dropped, ...]:
    """Return the total without each list, by the fast average over graphs where no other ``posterior`` is given; nothing below four lists or above six.

    The quantity is the same: persons who were only on the list left out are then among the missing.
    """
    if not FEWEST <= table.k <= MOST:
        return ()
    of = posterior or _graphs
    whole = of(table)
    found = []
    for name in sorted(table.lists):
        rest = of(table.without(name))
        found.append(Dropped(name, rest.median, rest.interval(), whole.median, whole.interval()))
    return tuple(found)


def of_dropped(found: tuple[Dropped, ...]) -> list[Reason]:
    """Return the lists that alone move the answer by half: refused where chance does not account for it."""
    return [
        Reason(
            "gate.one-list-moves",
            "refuse" if one.apart else "warn",
            {"list": one.list, "total": shown(one.total), "all": shown(one.all_lists), "part": f"{100 * abs(one.moved):.0f}"},
        )
        for one in found
        if abs(one.moved) > HALF
    ]  # fmt: skip


def _graphs(table: Histories) -> Distribution:
    from habeas.estimation.mse import graphs

    return graphs.posterior(table)
