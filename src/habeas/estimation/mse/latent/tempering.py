"""Tempering: several independent ladders from the prior to the posterior, between whose rungs the walkers change places.

Non-reversible parallel tempering after Syed, Bouchard-Côté, Deligiannidis and Doucet (2022): even and odd neighbours change places in turn, the lowest rung is
drawn from the prior afresh each time, and the rungs are set so that every pair refuses equally often. A walker that climbs from the prior to the
posterior has forgotten where it started, which is why modes that no local move joins are weighed rightly. The rungs also give the evidence, by
stepping stones (Xie, Lewis, Fan, Kuo and Chen 2011).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.special import logsumexp, ndtri

from habeas.estimation.distribution import Floats
from habeas.estimation.mse.latent.model import Model
from habeas.estimation.mse.latent.moves import along, jumped

WANTED: Final = 0.75
"""The share of orbits to be taken; lengths are tuned to it."""
FIRST: Final = 16
"""Rungs to begin with."""
RUNGS: Final = (12, 48)
"""The fewest and the most rungs that are set by how hard the climb is."""
_SHARE: Final = 0.01
"""A class counts where it holds this share of those listed."""


class Ladders:
    """Ladders of rungs, one a run, each with a walker on every rung; runs share nothing but the generator and the number of rungs.

    ``rungs`` None sets their number by what the first climbs refuse. One rung is no ladder: all walkers then stay on the posterior.
    """

    def __init__(self, model: Model, runs: int, rungs: int | None, steps: int, rng: np.random.Generator) -> None:
        """Set the walkers at draws of the prior."""
        self.model, self.runs, self.steps, self.rng = model, runs, steps, rng
        self._free = rungs is None
        self._set(np.tile(np.linspace(0, 1, rungs or FIRST) ** 4 if rungs != 1 else np.ones(1), (runs, 1)))
        self.walkers = model.drawn(runs * self.rungs, rng)
        self.lengths = np.full((runs, self.rungs), np.log(0.05))
        self.totals: list[Floats] = []
        self.fits: list[Floats] = []
        self.classes: list[Floats] = []
        self.restarts = np.zeros(runs, np.int64)
        self.taken = np.zeros((runs, self.rungs))
        self._turn = 0

    def _set(self, heats: Floats) -> None:
        self.heats = heats
        self.rungs = heats.shape[1]
        self._climbing = np.zeros(heats.shape, bool)
        self._refused, self._tried = np.zeros((self.runs, self.rungs - 1)), 0

    def warm(self, turns: int, progress: Callable[[int], None]) -> None:
        """Tune lengths and rungs for a number of turns, which give no draws; windows grow, since late ones see the walkers where they belong."""
        marks = {int(one) for one in np.cumsum(12 * 1.35 ** np.arange(40)) if one < 0.75 * turns}
        self._free = self._free and bool(marks)
        for turn in range(turns):
            # With one rung the heat itself climbs over the first half, so that no run starts stuck where the prior put it.
            heat = min(1.0, (2 * (turn + 1) / turns) ** 4) if self.rungs == 1 else 1.0
            taken = self._step(heat)
            self.lengths += (taken - WANTED) * max(0.05, (1 + turn / 10) ** -0.7)
            if turn in marks and self.rungs > 1:
                self._respace(self._needed() if self._free and turn >= turns // 6 else self.rungs)
                self._free = self._free and turn < turns // 3
            progress(1)
        self._refused, self._tried = np.zeros_like(self._refused), 0
        self._climbing[:] = False
        self.restarts[:] = 0
        self.taken[:] = 0.0

    def walk(self, turns: int, progress: Callable[[int], None]) -> None:
        """Draw: one total a run and turn."""
        for _ in range(turns):
            self.taken += self._step(1.0)
            top = self.walkers.taken(np.arange(1, self.runs + 1) * self.rungs - 1)
            held = self.rng.gamma(self.model.n, size=self.runs) * np.exp(np.minimum(top.unseen, 60.0))
            self.totals.append(np.asarray(self.model.n + self.rng.poisson(np.minimum(held, 1e15)), np.float64))
            self.fits.append(self.walkers.fit.reshape(self.runs, self.rungs).copy())
            self.classes.append((top.listed >= _SHARE).sum(0).astype(np.float64))
            progress(1)

    def evidence(self) -> Floats | None:
        """Return the logarithm of the evidence by run, (runs,): of the histories seen, given that they were; None without a ladder."""
        if self.rungs == 1:
            return None
        fits, gaps = np.array(self.fits), np.diff(self.heats, axis=1)
        up = logsumexp(fits[:, :, :-1] * gaps, axis=0) - np.log(len(fits))
        down = np.log(len(fits)) - logsumexp(-fits[:, :, 1:] * gaps, axis=0)
        # Each errs to its own side where rungs are far apart.
        found: Floats = 0.5 * (up + down).sum(1)
        return found

    def refused(self) -> Floats:
        """Return how often each pair of neighbours refused to change places while they drew, (rungs - 1,), over the runs."""
        found: Floats = self._refused.mean(0) / max(self._tried, 1)
        return found

    def _step(self, heat: float) -> Floats:
        heats = heat * self.heats.reshape(-1)
        self.walkers, chance = along(
            self.model, self.walkers, heats, np.exp(self.lengths).reshape(-1), self.steps, rng=self.rng
        )
        self.walkers = jumped(self.model, self.walkers, heats, self.rng)
        if self.rungs > 1:
            self._refresh()
            self._exchange()
        return chance.reshape(self.runs, self.rungs)

    def _refresh(self) -> None:
        """Draw the walkers on the lowest rung from the prior afresh."""
        lowest = np.arange(self.runs) * self.rungs
        order = np.arange(self.runs * self.rungs)
        chosen = np.zeros(len(order), bool)
        chosen[lowest] = True
        fresh = self.model.drawn(self.runs, self.rng)
        self.walkers = self.walkers.where(chosen, fresh.taken(order // self.rungs))

    def _exchange(self) -> None:
        fits = self.walkers.fit.reshape(self.runs, self.rungs)
        chance = np.exp(np.minimum(0.0, -np.diff(self.heats, axis=1) * np.diff(fits, axis=1)))
        self._refused += 1 - chance
        self._tried += 1
        changed = self.rng.random(chance.shape) < chance
        changed[:, (1 - self._turn % 2) :: 2] = False
        self._turn += 1
        place = np.tile(np.arange(self.rungs), (self.runs, 1))
        place[:, :-1] += changed
        place[:, 1:] -= changed
        self.walkers = self.walkers.taken((place + np.arange(self.runs)[:, None] * self.rungs).reshape(-1))
        self._climbing = np.take_along_axis(self._climbing, place, 1)
        self._climbing[:, 0] = True
        self.restarts += self._climbing[:, -1]
        self._climbing[:, -1] = False

    def _apart(self) -> Floats:
        """Return how far neighbours are apart, (runs, rungs - 1), on a scale on which distances add: refusals themselves do not, where they near 1."""
        refused = self._refused / max(self._tried, 1)
        found: Floats = -ndtri(np.clip(1 - refused, 1e-3, 0.98) / 2)
        return found

    def _needed(self) -> int:
        """Return the rungs at which neighbours change places about every second time, for the hardest of the runs."""
        return int(np.clip(np.ceil(self._apart().sum(1).max() / 0.68) + 1, *RUNGS))

    def _respace(self, rungs: int) -> None:
        """Set the rungs so that neighbours are equally far apart; walkers go to the rung that is next to theirs."""
        far = np.concatenate([np.zeros((self.runs, 1)), np.cumsum(self._apart(), axis=1)], axis=1)
        heats, lengths = np.zeros((self.runs, rungs)), np.zeros((self.runs, rungs))
        order = np.zeros((self.runs, rungs), np.int64)
        for run in range(self.runs):
            at = np.linspace(0, far[run, -1], rungs)
            heats[run] = PchipInterpolator(far[run], self.heats[run])(at)
            lengths[run] = np.interp(at, far[run], self.lengths[run])
            order[run] = np.round(np.interp(at, far[run], np.arange(self.rungs))) + run * self.rungs
        heats[:, 0], heats[:, -1] = 0.0, 1.0
        if rungs != self.rungs:
            self.walkers = self.walkers.taken(order.reshape(-1))
            self.taken = np.zeros((self.runs, rungs))
        self.lengths = lengths
        self._set(heats)
