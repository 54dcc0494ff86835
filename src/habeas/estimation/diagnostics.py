"""Whether draws of independent runs can be trusted: rank-normalised split R-hat and bulk effective sample size (Vehtari et al. 2021)."""

from __future__ import annotations

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft
from scipy.special import ndtri
from scipy.stats import rankdata

from habeas.estimation.distribution import Floats


def rhat(chains: Floats) -> float:
    """Return rank-normalised split R-hat of draws (runs, draws), of place and of spread, whichever is larger; infinite below four draws a run.

    Draws that are all one value give 1: nothing differs.
    """
    if chains.shape[1] < 4:
        return float("inf")
    if np.ptp(chains) == 0:
        return 1.0
    halves = _split(chains)
    return max(_plain(_normal(halves)), _plain(_normal(np.abs(halves - np.median(halves)))))


def ess(chains: Floats) -> float:
    """Return the bulk effective sample size of draws (runs, draws), all runs together; 0 below four draws a run."""
    if chains.shape[1] < 4:
        return 0.0
    if np.ptp(chains) == 0:
        return float(chains.size)
    z = _normal(_split(chains))
    m, n = z.shape
    within = z.var(axis=1, ddof=1).mean()
    above = within * (n - 1) / n + (z.mean(axis=1).var(ddof=1) if m > 1 else 0.0)
    lagged = 1 - (within - (_autocovariance(z) * n / (n - 1)).mean(axis=0)) / above
    lagged[0] = 1.0
    # Geyer's initial monotone sequence: sums of pairs of neighbours are positive and fall.
    pairs = lagged[: n // 2 * 2].reshape(-1, 2).sum(axis=1)
    ends = np.flatnonzero(pairs < 0)
    kept = np.minimum.accumulate(pairs[: ends[0] if len(ends) else len(pairs)])
    length = max(2 * float(kept.sum()) - 1, 1 / np.log10(m * n))
    return float(m * n / length)


def _split(chains: Floats) -> Floats:
    half = chains.shape[1] // 2
    return np.concatenate([chains[:, :half], chains[:, -half:]])


def _normal(chains: Floats) -> Floats:
    """Return normal scores of the ranks (Blom)."""
    found: Floats = ndtri((rankdata(chains, axis=None).reshape(chains.shape) - 0.375) / (chains.size + 0.25))
    return found


def _plain(chains: Floats) -> float:
    n = chains.shape[1]
    within = chains.var(axis=1, ddof=1).mean()
    if within == 0:
        return float("inf")
    return float(np.sqrt((n - 1) / n + chains.mean(axis=1).var(ddof=1) / within))


def _autocovariance(chains: Floats) -> Floats:
    n = chains.shape[1]
    size = next_fast_len(2 * n)
    waves = rfft(chains - chains.mean(axis=1, keepdims=True), size, axis=1)
    found: Floats = irfft(np.abs(waves) ** 2, size, axis=1)[:, :n] / n
    return found
