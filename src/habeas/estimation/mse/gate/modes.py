"""Whether a distribution gives one answer or several: its humps on the scale of the logarithm of the missing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from habeas.estimation.distribution import Distribution, Floats

GRID: Final = 256
"""Points of the scale."""
SMOOTH: Final = 0.3
"""Width of the smoothing, in standard deviations of the logarithm: narrower, and draws have humps by chance."""
LEAST: Final = 0.05
"""The share that a hump must hold: less lies outside a 90 % interval on its side anyway."""
VALLEY: Final = 0.5
"""Between two humps the density falls below this part of the lower one."""


@dataclass(frozen=True, slots=True)
class Hump:
    """One answer of several: the total at which it is highest, and the share of the distribution that lies in it."""

    total: float
    share: float


def humps(distribution: Distribution, listed: int) -> tuple[Hump, ...]:
    """Return the humps of a distribution of totals, ascending; one, where it gives one answer.

    The missing are taken by logarithm and smoothed; neighbouring humps that no valley parts, or of which one holds too little, are one. Humps are a
    description of the distribution, not a test.
    """
    logs = np.log(np.maximum(distribution.support - listed, 0.0) + 1)
    middle = float(distribution.weight @ logs)
    spread = float(np.sqrt(distribution.weight @ (logs - middle) ** 2))
    if spread < 1e-9:
        return (Hump(distribution.median, 1.0),)
    width = SMOOTH * spread
    at = np.linspace(logs[0] - 2 * width, logs[-1] + 2 * width, GRID)
    weight, _ = np.histogram(logs, np.append(at, at[-1] + at[1] - at[0]), weights=distribution.weight)
    density = np.exp(-0.5 * ((at[:, None] - at) / width) ** 2) @ weight
    cuts = _cuts(density, weight)
    edges = [0, *cuts, GRID]
    return tuple(
        Hump(
            listed + float(np.expm1(at[a + int(np.argmax(density[a:b]))])), float(weight[a:b].sum() / weight.sum())
        )
        for a, b in pairwise(edges)
    )  # fmt: skip


def _cuts(density: Floats, weight: Floats) -> list[int]:
    """Return the places of the valleys that part two humps, shallowest joined first."""
    inner = np.arange(1, len(density) - 1)
    cuts = [int(one) for one in inner if density[one] < density[one - 1] and density[one] <= density[one + 1]]
    while cuts:
        edges = [0, *cuts, len(density)]
        parts = list(pairwise(edges))
        tops = [float(density[a:b].max()) for a, b in parts]
        shares = [float(weight[a:b].sum() / weight.sum()) for a, b in parts]
        worst = [
            (density[cut] / min(tops[i], tops[i + 1]) if min(shares[i], shares[i + 1]) >= LEAST else np.inf, cut)
            for i, cut in enumerate(cuts)
        ]
        depth, cut = max(worst)
        if depth < VALLEY:
            break
        cuts.remove(cut)
    return cuts
