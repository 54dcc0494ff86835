"""The compiled loops over pairs: what a pair weighs, and what the pairs say of the model."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def weigh(  # noqa: PLR0917 - compiled
    levels: Any, kind: Any, shared: Any, given: Any, log_m: Any, log_f: Any, log_u: Any, log_match: Any, log_kin: Any
) -> Any:
    """Return for each pair ln(match : not match) and ln(kin : not kin and no match).

    ``log_m`` and ``log_u`` are (kinds of list pair, things, levels), ``log_f`` (things, levels); ``log_match`` and ``log_kin`` are priors by kind. ``shared``
    and ``given`` is what rarity adds. Whether two who are kin agree on a surname says nothing of how rare it is, so only the given name counts for them.
    """
    n, things = levels.shape
    weights, kins = np.empty(n, np.float32), np.empty(n, np.float32)
    for i in range(n):
        t = kind[i]
        match = log_match[t] + shared[i] + given[i]
        kin = log_kin[t] + shared[i]
        chance = 0.0
        for c in range(things):
            g = levels[i, c]
            if g >= 0:
                match += log_m[t, c, g]
                kin += log_f[c, g]
                chance += log_u[t, c, g]
        top = max(kin, chance)
        weights[i] = match - (top + np.log(np.exp(kin - top) + np.exp(chance - top)))
        kins[i] = kin - chance
    return weights, kins


@njit(cache=True, nogil=True)
def compete(  # noqa: PLR0917 - compiled
    left: Any, right: Any, weights: Any, lists: Any, n_lists: int, label: Any
) -> Any:
    """Return the probability of each pair where its mentions have other candidates in the same list: one person stands there once, as a rule.

    p = o / (1 + o + the odds of the rivals of the pair), after the odds of Sadinle's bipartite matching (2017, equation 4) with the sum over rivals in place of the whole
    matching. A rival of the pair (i, j) is a pair of i with another mention of j's list, or of j with another of i's. ``label`` says which mentions
    are taken for one person meanwhile: who stands in a list twice is no rival of themselves.
    """
    n = len(lists)
    total = np.zeros(n * n_lists, np.float64)
    own = np.zeros(n * n_lists, np.float64)
    odds = np.exp(np.minimum(weights, 40.0).astype(np.float64))
    for i in range(len(left)):
        a, b = left[i] * n_lists + lists[right[i]], right[i] * n_lists + lists[left[i]]
        total[a] += odds[i]
        total[b] += odds[i]
        if label[left[i]] == label[right[i]]:
            own[a] += odds[i]
            own[b] += odds[i]
    found = np.empty(len(left), np.float32)
    for i in range(len(left)):
        a, b = left[i] * n_lists + lists[right[i]], right[i] * n_lists + lists[left[i]]
        if label[left[i]] == label[right[i]]:
            rivals = total[a] - own[a] + total[b] - own[b]
        else:
            rivals = total[a] + total[b] - 2.0 * odds[i]
        found[i] = odds[i] / (1.0 + odds[i] + max(rivals, 0.0))
    return found


@njit(cache=True, nogil=True)
def tally(levels: Any, kind: Any, share: Any, kinds: int, width: int) -> Any:
    """Return how many matches (in probability) stand at each level: (kinds, things, levels)."""
    n, things = levels.shape
    found = np.zeros((kinds, things, width), np.float64)
    for i in range(n):
        for c in range(things):
            g = levels[i, c]
            if g >= 0:
                found[kind[i], c, g] += share[i]
    return found
