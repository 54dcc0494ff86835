"""Synthetic lives in custody: persons, their stays, and the stints of each stay, without any defect.

Nothing here comes from a real person. Numbers of stays and stints, the share still held on the last day, moves on the same day and
returns to the same place follow what was measured on the published release of March 2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

EPOCH: Final = date(1970, 1, 1)
DAY: Final = 1_440  # minutes
# No moment falls on 00:00, so that no count hangs on whether a day's first minute belongs to the night before it.
_SLOTS: Final = DAY - 1

OPENS: Final = (date(2022, 10, 1) - EPOCH).days  # book-outs are published from here on
FIRST: Final = (date(2004, 1, 1) - EPOCH).days
UNTIL_DAY: Final = (date(2026, 3, 10) - EPOCH).days
UNTIL: Final = UNTIL_DAY * DAY + DAY - 1  # 23:59 of the last day
PLACES: Final = 704


@dataclass(frozen=True, slots=True)
class Lives:
    """Stints in the order of person and time; a person's stints never overlap. Times are minutes since 1970.

    ``person`` and ``stay`` count from 0 within the part; ``began`` and ``ended`` are the stint's, ``ended`` -1 while it goes on;
    ``place`` is an index below ``PLACES``; ``first`` and ``last`` mark the outer stints of a stay.
    """

    persons: int
    person: Ints
    stay: Ints
    place: Ints
    began: Ints
    ended: Ints
    first: Flags
    last: Flags

    @property
    def open(self) -> Flags:
        """Which stints go on."""
        return self.ended < 0

    def of_stay(self, values: Ints, *, last: bool) -> Ints:
        """Return, for each stint, the value of the first or last stint of its stay."""
        return np.asarray(values[self.last if last else self.first][self.stay])


def lives(rng: np.random.Generator, persons: int, *, single: bool = False) -> Lives:
    """Return the lives of so many persons, or of fewer where some left before the release begins; ``single``: a stint each."""
    stays = np.ones(persons, np.int64)
    if not single:
        stays += (rng.random(persons) < 0.09).astype(np.int64) + (rng.random(persons) < 0.02)
    person = np.repeat(np.arange(persons), stays)
    stints = np.ones(len(person), np.int64) if single else np.minimum(rng.geometric(1 / 2.38, len(person)), 40)
    stay = np.repeat(np.arange(len(person)), stints)
    person = person[stay]
    began, ended = _times(rng, person, stay, single=single)
    place = _places(rng, stay)
    known = (began <= UNTIL) & (_last_of(stay, ended) >= OPENS * DAY)
    person, stay, place, began, ended = (values[known] for values in (person, stay, place, began, ended))
    ended = np.where(ended > UNTIL, -1, ended)
    person, stay = _counted(person), _counted(stay)
    changes = np.flatnonzero(np.diff(stay)) + 1
    first, last = np.zeros(len(stay), bool), np.zeros(len(stay), bool)
    first[np.concatenate(([0], changes))] = True
    last[np.concatenate((changes - 1, [len(stay) - 1]))] = True
    return Lives(int(person[-1]) + 1, person, stay, place, began, ended, first, last)


def _counted(keys: Ints) -> Ints:
    """Return sorted keys numbered from 0 without holes."""
    return np.concatenate(([0], np.cumsum(np.diff(keys) != 0))).astype(np.int64)


def _last_of(keys: Ints, values: Ints) -> Ints:
    """Return, for each row, the value of the last row with its key; keys are sorted and count from 0."""
    ends = np.flatnonzero(np.diff(keys, append=keys[-1] + 1))
    return np.asarray(values[ends][keys])


def _times(rng: np.random.Generator, person: Ints, stay: Ints, *, single: bool) -> tuple[Ints, Ints]:
    """Return when each stint began and ended: gaps and lengths added up along each person's life."""
    n = len(person)
    new_person = np.diff(person, prepend=-1) != 0
    new_stay = np.diff(stay, prepend=-1) != 0
    brief = rng.random(n) < 0.42
    length = np.where(brief, rng.exponential(0.5 * _SLOTS, n), rng.gamma(0.75, 71 * _SLOTS, n)).astype(np.int64)
    length[rng.random(n) < 0.003] = 0
    # Within a stay: at once, after hours on the road, or after a night.
    way = rng.random(n)
    gap = np.where(way < 0.35, 0, np.where(way < 0.9, rng.integers(15, 600, n), rng.integers(600, 2_000, n)))
    # Two bookings of no length at one minute would have no order.
    gap = np.where((gap == 0) & (np.roll(length, 1) == 0), 15, gap)
    gap = np.where(new_stay, rng.integers(2 * _SLOTS, 300 * _SLOTS, n), gap)
    early = OPENS if single else OPENS - 150
    gap = np.where(new_person, rng.integers(early * _SLOTS, UNTIL_DAY * _SLOTS, n), gap)
    if not single:
        _long_ago(rng, new_person, gap, length)
    total = np.cumsum(gap + length)
    before = total - gap - length
    ended = total - before[np.flatnonzero(new_person)][_counted(person)]
    return _minutes(ended - length), _minutes(ended)


def _long_ago(rng: np.random.Generator, new_person: Flags, gap: Ints, length: Ints) -> None:
    """Let a few persons be held since long before: their first stint reaches into the time of the release."""
    held = np.flatnonzero(new_person & (rng.random(len(gap)) < 0.0004))
    gap[held] = rng.integers(FIRST * _SLOTS, (OPENS - 200) * _SLOTS, len(held))
    length[held] = (OPENS + rng.integers(1, 400, len(held))) * _SLOTS - gap[held]


def _minutes(slots: Ints) -> Ints:
    return slots // _SLOTS * DAY + slots % _SLOTS + 1


def _places(rng: np.random.Generator, stay: Ints) -> Ints:
    """Return the place of each stint: few places hold most; one in 25 moves goes back, one in 100 is a new booking where one is."""
    n = len(stay)
    weight = 1 / (np.arange(PLACES) + 12.0)
    bounds = np.cumsum(weight / weight.sum())
    bounds[-1] = 1.0
    place = np.searchsorted(bounds, rng.random(n), side="right").astype(np.int64)
    draw = rng.random(n)
    within = np.diff(stay, prepend=-1) == 0
    # Where chance chose the same place again, the next one is taken: a move goes elsewhere.
    same = np.flatnonzero(within & (np.diff(place, prepend=-1) == 0))
    place[same] = (place[same] + 1) % PLACES
    back = np.flatnonzero(within & (draw < 0.04) & (np.roll(stay, 2) == stay))
    place[back[back >= 2]] = place[back[back >= 2] - 2]
    again = np.flatnonzero(within & (draw > 0.99))
    place[again] = place[again - 1]
    return place


def moment(minutes: Ints) -> Any:
    """Return minutes since 1970 as an Arrow array of naive times in microseconds; -1 is null."""
    import pyarrow as pa

    return pa.array(minutes * 60_000_000, pa.int64(), mask=minutes < 0).cast(pa.timestamp("us"))
