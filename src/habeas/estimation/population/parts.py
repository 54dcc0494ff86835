"""The parts of which the covariance of figures is the weighted sum: level, drift, biases, errors, flows, rounding."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from habeas.estimation.distribution import Floats
from habeas.estimation.population.flows import Flow
from habeas.estimation.population.normal import Seen
from habeas.estimation.population.timeline import Timeline, walk, within

MONTH: Final = 365.25 / 12


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """The stock figures as the model takes them: (n,) each, ``rows`` (n, size) over the places, ``source`` the place in the list of sources.

    ``sd`` is rounding and width in persons, ``loose`` marks those of an unknown day of a stretch, ``shared`` (n, c) what each
    conversion may move a figure by (standard deviations, one column a conversion).
    """

    rows: Floats
    seen: Seen
    sd: Floats
    source: NDArray[np.int64]
    loose: NDArray[np.bool_]
    shared: Floats


@dataclass(frozen=True, eq=False)
class World:
    """What a fit is of: figures, flows and the places they lie on; ``sources`` is how many there are, ``trusted`` which have no bias."""

    figures: Figures
    flows: tuple[Flow, ...]
    line: Timeline
    sources: int
    trusted: tuple[int, ...] = ()
    _kept: dict[tuple[int, int], tuple[Floats, Floats]] = field(default_factory=dict)

    def carried(self, flow: Flow, weights: Floats) -> Floats:
        """Return the covariance (size, n) of a flow with weighted sums of it, reckoned once: no round changes it."""
        key = id(flow), id(weights)
        if key not in self._kept:
            self._kept[key] = weights, flow.across(weights)
        return self._kept[key][1]

    @cached_property
    def nowhere(self) -> Floats:
        """Return no days at all (0, size)."""
        return np.zeros((0, self.line.size))

    @property
    def explained(self) -> Floats:
        """Return what flows make of the number (size,), from its start."""
        found: Floats = sum((one.sign * one.mean for one in self.flows), np.zeros(self.line.size))
        return found

    @property
    def covered(self) -> NDArray[np.bool_]:
        """Return at which places the flows are known (size,): they share the days on which both sides are."""
        found = np.zeros(self.line.size, dtype=bool)
        for one in self.flows[:1]:
            found[round(self.line.at(one.first)) + 1 : round(self.line.at(one.last)) + 1] = True
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Loose:
    """By how much the variance of each source's bias (sources,) and of each figure's error (n,) is more than the common one."""

    bias: Floats
    error: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One part, at unit size: among figures (n, n), from the days asked for to figures (days, n); its own variance there (days,).

    ``name`` is the unknown share whose square it is multiplied by; none for a part whose size is known.
    """

    name: str
    among: Floats
    across: Floats
    own: Floats


def parts(world: World, number: Floats, loose: Loose, days: Floats) -> list[Part]:
    """Return the parts for days asked for (d, size), with shares of ``number`` (size,)."""
    figures, rows = world.figures, world.figures.rows
    here = rows @ number
    none, nothing = np.zeros((len(days), len(rows))), np.zeros(len(days))
    found = [_level(rows, days, number), *_drift(world, number, days)]
    apart, common = biases(world, loose)
    kept = apart[figures.source[:, None], figures.source[None, :]]
    found.append(Part("bias", kept * np.outer(here, here), none, common * (days @ number) ** 2))
    found.append(Part("error", np.diag(here**2 * loose.error), none, nothing))
    for one in world.flows:
        at, then = rows @ one.mean, days @ one.mean
        found.append(Part("flow_bias", np.outer(at, at), np.outer(then, at), then**2))
        across = world.carried(one, rows)
        found.append(Part("", rows @ across, days @ across, _own(days, world.carried(one, days))))
    known = np.diag(figures.sd**2 + _moved(figures, number)) + figures.shared @ figures.shared.T
    found.append(Part("", known, none, nothing))
    return found


def _own(days: Floats, across: Floats) -> Floats:
    found: Floats = (days * across.T).sum(axis=1)
    return found


def _level(rows: Floats, days: Floats, number: Floats) -> Part:
    wide = (3 * float(number.max())) ** 2
    shapes = (len(rows), len(rows)), (len(days), len(rows)), (len(days),)
    return Part("", *(np.full(shape, wide) for shape in shapes))


def biases(world: World, loose: Loose) -> tuple[Floats, float]:
    """Return the covariance (sources, sources) of what sets the biases of sources apart, at unit size, and the variance of what they have in common.

    Independent biases b are their weighted mean and what is left of each, which are independent of each other. What all sources have in common no figure
    can show: it moves the number as a whole, and none of its changes may be laid to it. A trusted source has no bias, so with one nothing is in common.
    """
    free = np.where(np.isin(np.arange(world.sources), world.trusted), 0.0, loose.bias)
    common = 0.0 if world.trusted else float(1 / np.sum(1 / free))
    return np.diag(free) - common, common


def _drift(world: World, number: Floats, days: Floats) -> list[Part]:
    """Return the walks that nobody explains, on the days without flows and with them; one unknown day of a stretch moves with them."""
    monthly = number**2 * (world.line.step / MONTH)
    rows, found = world.figures.rows, []
    for name, where in (("drift", ~world.covered), ("drift_with_flows", world.covered)):
        steps = np.where(where, monthly, 0.0)
        steps[0] = 0.0
        across = walk(steps, rows)
        inside = np.where(world.figures.loose, within(steps, rows), 0.0)
        found.append(Part(name, rows @ across + np.diag(inside), days @ across, _own(days, walk(steps, days))))
    return found


def _moved(figures: Figures, number: Floats) -> Floats:
    """Return the variance of the number over the days that a figure may be of, as the last answer has it."""
    mean = figures.rows @ number
    found: Floats = np.where(figures.loose, np.maximum(figures.rows @ number**2 - mean**2, 0.0), 0.0)
    return found
