"""The cheap mode: Gibbs sampling of memberships and of the missing, all runs in step, with classes that change places.

After Manrique-Vallier (2016), section 3, with persons of one history drawn together. It needs no tuning and mixes well where classes are well told apart;
elsewhere it stays for long where it started, which is what the comparison of runs is for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from habeas.estimation.distribution import Floats
from habeas.estimation.mse.latent.model import FAR, Model, broken
from habeas.estimation.mse.latent.moves import changed_places

SWEEPS: Final = 10
"""Sweeps a turn: one is as cheap as they are alike."""


class Gibbs:
    """Runs of a Gibbs sampler, in step and independent."""

    def __init__(self, model: Model, runs: int, rng: np.random.Generator) -> None:
        """Start each run at a draw of the prior."""
        self.model, self.runs, self.rng = model, runs, rng
        start = model.drawn(runs, rng)
        self.logits, self.sticks = start.logits, start.sticks
        self.totals: list[Floats] = []
        self.classes: list[Floats] = []

    def warm(self, turns: int, progress: Callable[[int], None]) -> None:
        """Sweep without drawing."""
        for _ in range(turns):
            for _ in range(SWEEPS):
                self._sweep()
            progress(1)

    def walk(self, turns: int, progress: Callable[[int], None]) -> None:
        """Draw one total a run and turn."""
        for _ in range(turns):
            for _ in range(SWEEPS):
                missing, used = self._sweep()
            self.totals.append(self.model.n + missing)
            self.classes.append(used)
            progress(1)

    def _sweep(self) -> tuple[Floats, Floats]:
        """Return the persons on no list (runs,) and the classes that hold a hundredth of those listed, after one sweep."""
        model, rng = self.model, self.rng
        self.logits, self.sticks = changed_places(model, self.logits, self.sticks, rng)
        e, weights = broken(self.sticks)
        none = -np.logaddexp(0.0, self.logits).sum(2) + weights
        chances = np.exp(_above(self.logits @ model.on.T + none[:, :, None]))
        chances /= chances.sum(0)
        members = rng.multinomial(model.counts.astype(np.int64), np.moveaxis(chances, 0, 2)).astype(np.float64)
        missing, off = self._unseen(none, weights)
        held = members.sum(1).T + missing + off.sum(2)
        on = np.einsum("rmk,mj->krj", members, model.on) + off @ model.off
        self.logits = np.log(rng.gamma(1 + on)) - np.log(rng.gamma(1 + np.maximum(held[:, :, None] - on, 0.0)))
        concentration = rng.gamma(model.shape + model.classes - 1, size=self.runs) / (model.rate + e.sum(0))
        after = np.cumsum(held[::-1], axis=0)[::-1][1:] + np.maximum(concentration, 1e-300)
        # A gamma of a tiny shape has no float of its own: it is one of the shape above times U^(1 / shape), in logarithms.
        small = np.log(rng.gamma(after + 1)) + np.log1p(-rng.random(after.shape)) / after
        new = np.logaddexp(0.0, np.log(rng.gamma(1 + held[:-1])) - small)
        self.sticks = np.clip(np.log(np.maximum(new, 1e-300)), -FAR, FAR)
        return missing.sum(0), (members.sum(1) >= 0.01 * model.n).sum(1).astype(np.float64)

    def _unseen(self, none: Floats, weights: Floats) -> tuple[Floats, Floats]:
        """Return the persons of each class on no list (K, runs), and with each history that cannot occur (K, runs, i), drawn together."""
        model, rng = self.model, self.rng
        off = np.exp(self.logits @ model.off.T + none[:, :, None])
        seen = -np.expm1(none - weights) * np.exp(weights) - off.sum(2)
        rate = rng.gamma(model.n, size=self.runs) / np.maximum(seen.sum(0), 1e-300)
        missing = rng.poisson(np.minimum(rate * np.exp(none), 1e15)).astype(np.float64)
        return missing, rng.poisson(np.minimum(rate[:, None] * off, 1e15)).astype(np.float64)


def _above(logs: Floats) -> Floats:
    found: Floats = logs - logs.max(0)
    return found
