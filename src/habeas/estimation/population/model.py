"""The number held as a normal process: what flows explain, a drift that nobody explains, a bias for each source, and what figures say.

::

    N(t)   =  level + in(t) - out(t) + drift(t)
    y_i    =  N(t_i) + (b_source + e_i) · n(t_i)  + rounding
    drift  :  a walk whose step in a month is q · n(t)         (r · n(t) where both sides of the flow are known)
    b      ~  Student(0, τ)      e ~ Student(0, σ)      each flow is short by a share f ~ Normal(0, φ)

``n`` is the number itself, taken from the round before: biases, errors and drift are shares of it, so that the model is that of
logarithms near its answer and still adds persons to persons. It is the state-space model whose Kalman smoother gives the same
answer (Durbin & Koopman 2012, chapter 4), written as the covariance of the figures (a Gaussian process), in which bounds are
truncations. The unknown shares are averaged over a grid by their evidence. Student's distribution is a mixture of normal ones (Lange,
Little & Taylor 1989): one figure that is far out gets an error of its own, and does not make every source doubtful.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from habeas.estimation.distribution import Floats
from habeas.estimation.population.normal import Solved, solve
from habeas.estimation.population.parts import Loose, Part, World, biases, parts

_TAKEN: Final = 2e-3
_FREEDOM: Final = 4.0
"""Degrees of freedom of biases and errors."""
_FREEST: Final = (16.0, 400.0)
"""The variance of one source's bias, and of one figure's error, is at most so many times the common one."""
_HELD: Final = 3
"""From so many sources on, one that is out of line with the others can be told."""
_ROUNDS: Final = 3
_PERSON: Final = 0.01
"""Variance that keeps apart two exact figures of one source and day."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What is held likely of an unknown share before the figures are seen: a log-normal by median and spread, on a few points."""

    median: float
    spread: float
    points: tuple[float, ...]

    def log(self, value: float) -> float:
        """Return the log of the prior's weight; points are spaced in logarithms, so the density there is normal."""
        return float(-0.5 * (np.log(value / self.median) / self.spread) ** 2)


PRIORS: Final[Mapping[str, Prior]] = {
    "drift": Prior(0.04, 1.0, (0.008, 0.016, 0.03, 0.06, 0.12, 0.24)),
    "drift_with_flows": Prior(0.01, 1.2, (0.001, 0.004, 0.01, 0.025, 0.06)),
    "bias": Prior(0.03, 0.8, (0.005, 0.015, 0.03, 0.06, 0.12)),
    "error": Prior(0.005, 0.8, (0.001, 0.004, 0.012, 0.03)),
    "flow_bias": Prior(0.02, 1.0, (0.002, 0.01, 0.03, 0.08)),
}
"""The unknown shares: drift of a month without and with flows, bias of a source, error of one figure, bias of a flow."""
_FEW: Final[Mapping[str, tuple[float, ...]]] = {
    "drift": (0.015, 0.04, 0.11),
    "drift_with_flows": (0.002, 0.008, 0.03),
    "error": (0.002, 0.012),
    "bias": (0.01, 0.03, 0.09),
    "flow_bias": (0.003, 0.015, 0.06),
}

Setting = Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """The answer: settings kept, with ``weight`` (g,); ``mean`` and ``sd`` (g, days) of the number on the days asked for.

    ``bias_mean`` and ``bias_sd`` are (g, sources); ``others_mean`` and ``others_sd`` (g, n) what the rest says of each figure.
    ``number`` (size,) is the mean at every place.
    """

    grid: tuple[Setting, ...]
    weight: Floats
    mean: Floats
    sd: Floats
    bias_mean: Floats
    bias_sd: Floats
    others_mean: Floats
    others_sd: Floats
    evidence: float
    number: Floats
    solved: Solved


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """What a round takes from the one before: the number at every place (size,), and who is freer than the others."""

    number: Floats
    loose: Loose


def fit(world: World, days: Floats) -> Fit:
    """Fit the model; ``days`` (d, size) are the weights of the days asked for."""
    state = _State(_first(world), Loose(np.ones(world.sources), np.ones(len(world.figures.sd))))
    grid = _grid(world)
    state = _settle(world, state, {name: one.median for name, one in PRIORS.items()})
    state = _settle(world, state, _best(world, state, grid))
    return _answer(world, parts(world, state.number, state.loose, days), grid, days, state)


def _first(world: World) -> Floats:
    """Return a first guess of the number at every place: what flows do not explain, drawn straight between figures."""
    figures, explained = world.figures, world.explained
    usable = figures.seen.exact | (np.isfinite(figures.seen.low) & np.isfinite(figures.seen.high))
    usable = usable if usable.any() else np.ones(len(usable), dtype=bool)
    at = (figures.rows @ np.arange(world.line.size))[usable]
    left = (figures.seen.value - figures.rows @ explained)[usable]
    order = np.argsort(at, kind="stable")
    return _positive(np.interp(np.arange(world.line.size), at[order], left[order]) + explained)


def _positive(number: Floats) -> Floats:
    found: Floats = np.maximum(number, max(0.03 * float(number.max()), 1.0))
    return found


def _grid(world: World) -> list[Setting]:
    """Return the settings to weigh: every combination of the points of what matters; the rest stands at its median."""
    names = ["bias", "error"]
    points: dict[str, tuple[float, ...]] = {name: one.points for name, one in PRIORS.items()}
    if world.flows and not world.covered[1:].all():
        points = dict(_FEW)
        names += ["drift", "drift_with_flows", "flow_bias"]
    else:
        names += ["drift_with_flows", "flow_bias"] if world.flows else ["drift"]
    base = {name: one.median for name, one in PRIORS.items()}
    return [{**base, **dict(zip(names, row, strict=True))} for row in product(*(points[name] for name in names))]


def _sizes(grid: Sequence[Setting], made: Sequence[Part]) -> Floats:
    """Return by what each part is multiplied under each setting (g, parts)."""
    return np.array([[one[part.name] ** 2 if part.name else 1.0 for part in made] for one in grid])


def _weighed(world: World, made: Sequence[Part], grid: Sequence[Setting]) -> tuple[Floats, Floats, Solved]:
    """Return the covariance under each setting, the log weight of each, and the answers."""
    among = np.stack([part.among for part in made])
    covariance = np.tensordot(_sizes(grid, made), among, axes=1) + _PERSON * np.eye(among.shape[1])
    solved = solve(world.figures.rows @ world.explained, covariance, world.figures.seen)
    logs = solved.evidence + np.array([sum(PRIORS[name].log(one[name]) for name in PRIORS) for one in grid])
    return covariance, logs, solved


def _best(world: World, state: _State, grid: Sequence[Setting]) -> Setting:
    """Return the setting of the highest weight."""
    made = parts(world, state.number, state.loose, world.nowhere)
    return grid[int(np.argmax(_weighed(world, made, grid)[1]))]


def _settle(world: World, state: _State, setting: Setting) -> _State:
    """Go round under one setting: the number of the last round, and how much freer than the others each source and figure is."""
    places = np.unique(np.linspace(0, world.line.size - 1, min(world.line.size, 240)).round().astype(np.int64))
    days = np.zeros((len(places), world.line.size))
    days[np.arange(len(places)), places] = 1.0
    for _ in range(_ROUNDS):
        one = _answer(world, parts(world, state.number, state.loose, days), [setting], days, state)
        number = _positive(np.interp(np.arange(world.line.size), places, one.mean[0]))
        state = _State(number, _looser(world, state.loose, one, setting))
    return state


def _looser(world: World, loose: Loose, one: Fit, setting: Setting) -> Loose:
    """Return the next step of the EM algorithm for Student's distribution: (ν + E[x²] / s²) / (ν + 1), never below 1."""
    bias = (one.bias_mean[0] ** 2 + one.bias_sd[0] ** 2) / setting["bias"] ** 2
    here = world.figures.rows @ one.number
    variance = (setting["error"] * here) ** 2 * loose.error
    # What the rest says and what was seen, together, of the figure's own error: regress it on the difference.
    gap, wide = one.solved.value[0] - one.others_mean[0], one.others_sd[0] ** 2 + one.solved.noise[0]
    error = ((variance * gap / wide) ** 2 + variance - variance**2 / wide) / (setting["error"] * here) ** 2
    freed = [np.maximum((_FREEDOM + np.maximum(size, 0.0)) / (_FREEDOM + 1), 1.0) for size in (bias, error)]
    most = _FREEST[0] if world.sources >= _HELD else 1.0
    return Loose(np.minimum(freed[0], most), np.minimum(freed[1], _FREEST[1]))


def _answer(world: World, made: Sequence[Part], grid: Sequence[Setting], days: Floats, state: _State) -> Fit:
    """Return the answer under every setting that weighs anything."""
    prior = world.figures.rows @ world.explained
    covariance, logs, solved = _weighed(world, made, grid)
    weight: Floats = np.exp(logs - logs.max())
    kept = [int(at) for at in np.flatnonzero(weight >= _TAKEN * weight.max())]
    sizes = _sizes(grid, made)
    across, own = np.stack([part.across for part in made]), np.stack([part.own for part in made])
    toward = _toward(world, state)
    rows = []
    for at in kept:
        inverse = np.linalg.inv(covariance[at] + np.diag(solved.noise[at]))
        rest = inverse @ (solved.value[at] - prior)
        crossed = np.tensordot(sizes[at], across, axes=1)
        square = grid[at]["bias"] ** 2
        bias = square * toward
        spread = square * state.loose.bias - _own(bias, inverse)
        variance = sizes[at] @ own - _own(crossed, inverse)
        rows.append(
            (days @ world.explained + crossed @ rest, np.maximum(variance, 0.01), bias @ rest, np.maximum(spread, 0.0))
        )
    mean, variance, bias_mean, bias_variance = (np.stack(one) for one in zip(*rows, strict=True))
    return Fit(
        grid=tuple(grid[at] for at in kept),
        weight=weight[kept] / weight[kept].sum(),
        mean=mean,
        sd=np.sqrt(variance),
        bias_mean=bias_mean,
        bias_sd=np.sqrt(bias_variance),
        others_mean=solved.others_mean[kept],
        others_sd=np.sqrt(np.maximum(solved.others_variance[kept], 1e-4)),
        evidence=float(logs.max() + np.log(weight.sum())),
        number=state.number,
        solved=solved,
    )


def _toward(world: World, state: _State) -> Floats:
    """Return the covariance of each source's bias with each figure (sources, n), at unit size."""
    here = world.figures.rows @ state.number
    apart, _ = biases(world, state.loose)
    found: Floats = apart[:, world.figures.source] * here
    return found


def _own(rows: Floats, inverse: Floats) -> Floats:
    found: Floats = ((rows @ inverse) * rows).sum(axis=1)
    return found
