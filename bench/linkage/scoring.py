"""How well a partition of records into persons agrees with the truth, in the measures that the peers are quoted in.

Pair precision, recall and F1 over all pairs of records; B-cubed F1 (Bagga and Baldwin 1998): the mean over records of how much of its group is its
person and how much of its person is in its group. Each group belongs to the person who has most records in it, at a tie to the one who has the most in other groups, so that
doubt counts against the linkage; **hidden** are persons who own no group: all their records lie under somebody else. **Split** are persons
whose records lie in more than one group. Both are per 1,000 persons listed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Score:
    """The measures of one partition; shares, except the last two, which are per 1,000 persons."""

    precision: float
    recall: float
    f1: float
    b3: float
    hidden: float
    split: float
    persons: int
    groups: int

    @property
    def count_error(self) -> float:
        """Too many (or too few) persons, as a share of the truth."""
        return self.groups / self.persons - 1 if self.persons else 0.0


def numbered(values: Sequence[Any] | NDArray[Any]) -> Numbers:
    """Give values of any kind numbers from 0."""
    return np.unique(np.asarray(values), return_inverse=True)[1].reshape(-1).astype(np.int64)


def _pairs(sizes: NDArray[Any]) -> int:
    counts = sizes.astype(np.int64)
    return int((counts * (counts - 1) // 2).sum())


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _cells(truth: Numbers, group: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return person, group and number of records of every crossing that has any."""
    wide = int(group.max()) + 1 if len(group) else 1
    keys, counts = np.unique(truth * wide + group, return_counts=True)
    return keys // wide, keys % wide, counts.astype(np.int64)


def hidden_persons(truth: Numbers, group: Numbers) -> Numbers:
    """Return the persons who own no group. A tie goes to the person who has the most records in other groups, then to the lower number."""
    person, of, count = _cells(truth, group)
    elsewhere = np.bincount(truth)[person] - count
    order = np.lexsort((person, -elsewhere, -count, of))
    first = np.r_[True, of[order][1:] != of[order][:-1]] if len(order) else np.zeros(0, bool)
    return np.setdiff1d(np.arange(int(truth.max()) + 1 if len(truth) else 0), person[order][first])


def score(truth: Sequence[Any] | NDArray[Any], group: Sequence[Any] | NDArray[Any]) -> Score:
    """Score a partition: for each record the person it is of, and the group that it was put into."""
    true, made = numbered(truth), numbered(group)
    person, of, count = _cells(true, made)
    of_person, of_group = np.bincount(true), np.bincount(made)
    both, wanted, given = _pairs(count), _pairs(of_person), _pairs(of_group)
    precision, recall = both / given if given else 1.0, both / wanted if wanted else 1.0
    n, persons = max(len(true), 1), max(len(of_person), 1)
    b3 = _f1(float((count**2 / of_group[of]).sum()) / n, float((count**2 / of_person[person]).sum()) / n)
    return Score(
        precision=precision,
        recall=recall,
        f1=_f1(precision, recall),
        b3=b3,
        hidden=1000 * len(hidden_persons(true, made)) / persons,
        split=1000 * int((np.bincount(person) > 1).sum()) / persons,
        persons=len(of_person),
        groups=len(of_group),
    )


def candidate_recall(truth: Sequence[Any] | NDArray[Any], left: NDArray[Any], right: NDArray[Any]) -> float:
    """Return the share of the true pairs that are among the pairs of row numbers given."""
    true = numbered(truth)
    low, high = np.minimum(left, right).astype(np.int64), np.maximum(left, right).astype(np.int64)
    same = (true[low] == true[high]) & (low != high)
    found = len(np.unique(low[same] * len(true) + high[same]))
    wanted = _pairs(np.bincount(true))
    return found / wanted if wanted else 1.0


def chapman(on_a: int, on_b: int, on_both: int) -> float:
    """Estimate a population from two lists: (a + 1)(b + 1) / (both + 1) - 1 (Chapman 1951), Lincoln and Petersen's with less bias."""
    return (on_a + 1) * (on_b + 1) / (on_both + 1) - 1


def _estimates(lists: Numbers, group: Numbers, pairs: Sequence[tuple[int, int]]) -> list[tuple[float, int]]:
    on = [np.unique(group[lists == number]) for number in range(int(lists.max()) + 1)]
    shared = [(a, b, len(np.intersect1d(on[a], on[b], assume_unique=True))) for a, b in pairs]
    return [(chapman(len(on[a]), len(on[b]), both), both) for a, b, both in shared]


@dataclass(frozen=True, slots=True)
class TwoLists:
    """What linkage does to two-list estimates: for each pair of lists the estimate from the linked overlap over that from the true one, minus 1."""

    each: dict[tuple[str, str], float]
    total: float
    """The sum of the estimates from linked overlaps over the sum of those from true ones, minus 1."""


def two_lists(
    lists: Sequence[str], truth: Sequence[Any] | NDArray[Any], group: Sequence[Any] | NDArray[Any], least: int = 20
) -> TwoLists:
    """Measure the bias that linkage alone brings into Chapman's estimate; pairs of lists that share fewer than ``least`` persons are left out."""
    names, number = np.unique(np.asarray(lists), return_inverse=True)
    pairs = list(itertools.combinations(range(len(names)), 2))
    true = _estimates(number, numbered(truth), pairs)
    made = _estimates(number, numbered(group), pairs)
    kept = [(pair, t, m) for pair, (t, both), (m, _) in zip(pairs, true, made, strict=True) if both >= least]
    each = {(str(names[a]), str(names[b])): m / t - 1 for (a, b), t, m in kept}
    return TwoLists(
        each=each, total=sum(m for *_, m in kept) / sum(t for _, t, _ in kept) - 1 if kept else float("nan")
    )


def covered(truths: Sequence[float], intervals: Sequence[tuple[float, float]]) -> float:
    """Return the share of intervals that hold their truth, ends included."""
    return sum(low <= truth <= high for truth, (low, high) in zip(truths, intervals, strict=True)) / len(truths)


def interval(draws: NDArray[Any], level: float = 0.95) -> tuple[float, float]:
    """Return the central interval of draws."""
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def distinct(partitions: NDArray[Any]) -> Numbers:
    """Count the groups of each partition (one row each)."""
    return np.array([len(np.unique(row)) for row in partitions], np.int64)


def row(made: Score) -> Iterator[str]:
    """Yield the cells of a score: P, R, F1, B3, hidden, split."""
    yield from (f"{value:.3f}".lstrip("0") for value in (made.precision, made.recall, made.f1, made.b3))
    yield from (f"{made.hidden:.1f}", f"{made.split:.0f}")
