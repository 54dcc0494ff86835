"""How often a tolerance covers what comes next, and how often a true figure is contradicted: simulated.

    python bench/tested.py [--trials 4000] [--seed 1] [--last]

Of each kind of series and each number of pairs: the share of true figures inside of the stated 95 %, the share contradicted (twice
as far out), how wide the tolerance is in standard deviations of the noise (its half, on the scale of logarithms), and the share of false
figures found that are off by so many times the noise. docs/tested.md has the table.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from habeas.findings.tested import FAR, FEWEST, Compared, Tolerance, learn

NOISE: Final = 0.003
FIRST: Final = date(2020, 1, 1)
Draw = Callable[[np.random.Generator, int], np.ndarray]


def _outliers(rng: np.random.Generator, n: int) -> np.ndarray:
    made = rng.normal(size=n)
    return np.where(rng.random(n) < 0.05, 10 * made, made)


def _drift(rng: np.random.Generator, n: int) -> np.ndarray:
    """Return noise around a ratio that walks: each period's step is as large as the noise."""
    return rng.normal(size=n) + np.cumsum(rng.normal(size=n))


KINDS: Final[dict[str, Draw]] = {
    "normal": lambda rng, n: rng.normal(size=n),
    "heavy tails (t, 3 degrees)": lambda rng, n: rng.standard_t(3, size=n),
    "Laplace": lambda rng, n: rng.laplace(size=n),
    "one in twenty ten times as far": _outliers,
    "drifting": _drift,
}


@dataclass(frozen=True)
class Covered:
    """Of simulated series of one kind: the shares inside and contradicted, the half-width in noise, the share of false ones found."""

    kind: str
    n: int
    inside: float
    contradicted: float
    width: float
    found: dict[float, float]


def simulate(
    kind: str, n: int, *, trials: int, seed: int, off: Sequence[float] = (5.0, 10.0, 20.0), last: bool = False
) -> Covered:
    """Learn from ``n`` pairs and test one more, ``trials`` times: one in the midst of the series, or the ``last``."""
    rng = np.random.default_rng([seed, n, list(KINDS).index(kind)])
    inside = contradicted = 0
    width, found = 0.0, dict.fromkeys(off, 0)
    for _ in range(trials):
        noise = NOISE * KINDS[kind](rng, n + 1)
        at = n if last else int(rng.integers(n + 1))
        tolerance = _learned(noise, at)
        distance = abs(noise[at] - math.log(tolerance.ratio))
        half = math.log(tolerance.factor)
        inside += distance <= half
        contradicted += distance > FAR * half
        width += half / NOISE
        for times in off:
            false = noise[at] + times * NOISE * rng.choice([-1, 1])
            found[times] += abs(false - math.log(tolerance.ratio)) > FAR * half
    shares = {times: count / trials for times, count in found.items()}
    return Covered(kind, n, inside / trials, contradicted / trials, width / trials, shares)


def _learned(noise: np.ndarray, at: int) -> Tolerance:
    """Return what all months but one teach of published figures that are off from the records by the noise."""
    days = [FIRST + timedelta(days=30 * month) for month in range(len(noise))]
    pairs = [
        Compared(published=40_000 * math.exp(one), rebuilt=40_000, first_day=day, last_day=day + timedelta(days=29))
        for month, (one, day) in enumerate(zip(noise, days, strict=True))
        if month != at
    ]
    found = learn(pairs, at=days[at].toordinal() + 14.5)
    if found is None:
        raise ValueError(f"fewer than {FEWEST} pairs")
    return found


def table(trials: int, seed: int, *, last: bool = False) -> Iterator[Covered]:
    """Yield every kind of series with few, some and many pairs; ``last`` tests the period after the series, not one in its midst."""
    for kind in KINDS:
        for n in (FEWEST, 12, 24, 38, 39, 60, 120):
            yield simulate(kind, n, trials=trials, seed=seed, last=last)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--last", action="store_true")
    given = parser.parse_args()
    for one in table(given.trials, given.seed, last=given.last):
        found = ", ".join(f"{times:g}: {share:.0%}" for times, share in one.found.items())
        print(
            f"{one.kind:32} n {one.n:4}  inside {one.inside:.1%}  contradicted {one.contradicted:.2%}"
            f"  half-width {one.width:.1f}  found {found}"
        )
