"""Moves of the walkers: along the slope, and three jumps that no slope finds. Each leaves the tempered posterior of every walker as it is.

Along the slope: Hamiltonian Monte Carlo (Neal 2011). The jumps are Metropolis-Hastings: a class is moved to the prior or near a history that occurs, a
stick is drawn anew from its prior given the others, and two classes change places with their shares, which leaves the likelihood as it is (for the
infinite sequence of sticks, label moves are due to Papaspiliopoulos and Roberts 2008).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from habeas.estimation.distribution import Floats
from habeas.estimation.mse.latent.model import FAR, At, Model, broken

NEAR: Final = 6.0
"""How many persons' worth of one history a class is moved near to: a probability of 7/8 on its lists, 1/8 off them."""
JITTER: Final = (0.6, 1.2)
"""Steps are this part of the tuned length, drawn anew each time, so that no orbit closes on itself."""
LAST: Final = 0.3
"""How often a change of places takes the last class, which no stick of its own makes small."""


def along(
    model: Model, here: At, heat: Floats, length: Floats, steps: int, *, rng: np.random.Generator
) -> tuple[At, Floats]:
    """Return the walkers after one orbit of ``steps`` leaps of about ``length`` (P,), and the chance (P,) with which each was taken.

    ``heat`` (P,) is the power of the likelihood: 1 is the posterior, 0 the prior.
    """
    size = length * rng.uniform(*JITTER, len(length))
    pull, push = rng.standard_normal(here.logits.shape), rng.standard_normal(here.sticks.shape)
    before = _level(here, heat, pull, push)
    there = here
    pull += 0.5 * size[:, None] * _slope_of_logits(there, heat)
    push += 0.5 * size * _slope_of_sticks(there, heat)
    for leap in range(steps):
        sticks = np.clip(there.sticks + size * push, -FAR, FAR)
        there = model.at(there.logits + size[:, None] * pull, sticks)
        part = size if leap < steps - 1 else 0.5 * size
        pull += part[:, None] * _slope_of_logits(there, heat)
        push += part * _slope_of_sticks(there, heat)
    gain = _level(there, heat, pull, push) - before
    # A stick held back at the edge breaks the orbit, and an orbit that broke is not taken.
    whole = np.isfinite(gain) & (np.abs(there.sticks) < FAR).all(0)
    chance = np.where(whole, np.exp(np.minimum(np.where(whole, gain, 0.0), 0.0)), 0.0)
    return here.where(rng.random(len(chance)) < chance, there), chance


def _level(at: At, heat: Floats, pull: Floats, push: Floats) -> Floats:
    moving = (pull**2).sum((0, 2)) + (push**2).sum(0)
    found: Floats = heat * at.fit + at.prior - 0.5 * moving
    return found


def _slope_of_logits(at: At, heat: Floats) -> Floats:
    found: Floats = heat[:, None] * at.fit_by_logit + at.prior_by_logit
    return found


def _slope_of_sticks(at: At, heat: Floats) -> Floats:
    found: Floats = heat * at.fit_by_stick + at.prior_by_stick
    return found


def jumped(model: Model, here: At, heat: Floats, rng: np.random.Generator) -> At:
    """Return the walkers after one jump of each kind."""
    logits, sticks, fit = here.logits, here.sticks, here.fit
    logits, fit = _moved(model, logits, sticks, fit, heat, rng=rng)
    sticks = _redrawn(model, logits, sticks, fit, heat, rng=rng)
    return model.at(*changed_places(model, logits, sticks, rng))


def _moved(
    model: Model, logits: Floats, sticks: Floats, fit: Floats, heat: Floats, *, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Move one class of each walker: half of the time to a draw of the prior, half near a history that occurs."""
    walkers = np.arange(logits.shape[1])
    which = rng.integers(model.classes, size=len(walkers))
    history = model.on[rng.integers(len(model.counts), size=len(walkers))]
    weight = np.where(rng.random(len(walkers)) < 0.5, 0.0, NEAR)[:, None]
    new = np.log(rng.gamma(1 + weight * history)) - np.log(rng.gamma(1 + weight * (1 - history)))
    proposed = logits.copy()
    proposed[which, walkers] = new
    fitted = model.fit(proposed, sticks)
    gain = heat * (fitted - fit) + _proposing(model, logits[which, walkers]) - _proposing(model, new)
    taken = np.log(rng.random(len(walkers))) < gain
    return np.where(taken[None, :, None], proposed, logits), np.where(taken, fitted, fit)


def _proposing(model: Model, logits: Floats) -> Floats:
    """Return the logarithm of the density (P,) with which :func:`_moved` proposes the probabilities of a class, against that of the prior."""
    on, off = -np.logaddexp(0.0, -logits), -np.logaddexp(0.0, logits)
    near = NEAR * (on @ model.on.T + off @ (1 - model.on.T)) + logits.shape[1] * np.log1p(NEAR)
    top = near.max(1)
    mixed = np.log(np.exp(near - top[:, None]).mean(1)) + top
    found: Floats = np.logaddexp(0.0, mixed) - np.log(2)
    return found


def _redrawn(
    model: Model, logits: Floats, sticks: Floats, fit: Floats, heat: Floats, *, rng: np.random.Generator
) -> Floats:
    """Draw one stick of each walker from its prior given the others, a Lomax of shape a + K - 2."""
    walkers = np.arange(logits.shape[1])
    if model.classes < 2:
        return sticks
    which = rng.integers(model.classes - 1, size=len(walkers))
    e = np.exp(sticks)
    e[which, walkers] = 0.0
    rest = model.rate + e.sum(0)
    drawn = rest * np.expm1(-np.log1p(-rng.random(len(walkers))) / (model.shape + model.classes - 2))
    proposed = sticks.copy()
    proposed[which, walkers] = np.clip(np.log(np.maximum(drawn, 1e-300)), -FAR, FAR)
    gain = heat * (model.fit(logits, proposed) - fit)
    taken = np.log(rng.random(len(walkers))) < gain
    found: Floats = np.where(taken, proposed, sticks)
    return found


def changed_places(model: Model, logits: Floats, sticks: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Let two classes of each walker change places, shares and all: the likelihood stays, the prior of the shares decides."""
    walkers = np.arange(logits.shape[1])
    if model.classes < 2:
        return logits, sticks
    one = rng.integers(model.classes - 1, size=len(walkers))
    other = rng.integers(model.classes - 1, size=len(walkers))
    other = np.where(rng.random(len(walkers)) < LAST, model.classes - 1, other)
    e, weights = broken(sticks)
    changed = weights.copy()
    changed[one, walkers], changed[other, walkers] = weights[other, walkers], weights[one, walkers]
    left = np.logaddexp.accumulate(changed[::-1], axis=0)[::-1]
    new = np.logaddexp(0.0, changed[:-1] - left[1:])
    gain = _of_shares(model, new, left) - _of_shares(model, e, np.logaddexp.accumulate(weights[::-1], axis=0)[::-1])
    sound = np.isfinite(gain) & (one != other) & (new.min(0) > np.exp(-FAR)) & (new.max(0) < np.exp(FAR))
    taken = sound & (np.log(rng.random(len(walkers))) < np.where(sound, gain, 0.0))
    swapped = logits.copy()
    swapped[one, walkers], swapped[other, walkers] = logits[other, walkers], logits[one, walkers]
    return np.where(taken[None, :, None], swapped, logits), np.where(taken, np.log(np.maximum(new, 1e-300)), sticks)


def _of_shares(model: Model, e: Floats, left: Floats) -> Floats:
    """Return the logarithm of the prior density (P,) of the shares themselves: that of the sticks by its Jacobian, ``left`` (K, P) what is there to break."""
    total = e.sum(0)
    found: Floats = total - (model.shape + model.classes - 1) * np.log(model.rate + total) - left[:-1].sum(0)
    return found
