"""The two tiers: the register joins only where it is safe or a person decided; the estimate joins where it is likelier than not.

One threshold cannot serve both: a false joining makes a person vanish a second time, a missed one makes a person be counted twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from habeas.people.linking.impossible import Impossible
from habeas.people.linking.levels import WHAT, number
from habeas.people.linking.partition import NEVER, Edges, Partition, join
from habeas.people.linking.vectors import Pairs

Floats = npt.NDArray[np.float64]
_AGAINST: Final = {
    "given": ("differ", "one-of-two"),
    "surname": ("differ", "crossed", "maternal", "paternal"),
    "birth": ("differ", "age-6", "age-3", "date-differs", "date-years", "date-half"),
    "sex": ("differ",),
    "document": ("differ",),
}
"""Levels that speak against one person: where one of them holds, no machine asserts that a pair is one."""
_FOR: Final = {
    "birth": ("date", "date-near", "age"),
    "event": ("day", "day-1"),
    "document": ("same", "near"),
}
"""Levels that speak for one person beside the name: a name alone, however rare, is borne by namesakes and by fathers and sons."""


def against(pairs: Pairs) -> npt.NDArray[np.bool_]:
    """Return which pairs no machine asserts: something speaks against them, or nothing but the name for them."""
    return _any(pairs, _AGAINST) | ~_any(pairs, _FOR)


def _any(pairs: Pairs, levels: Mapping[str, tuple[str, ...]]) -> npt.NDArray[np.bool_]:
    """Return which pairs stand at one of these levels."""
    found = np.zeros(len(pairs), bool)
    for what, names in levels.items():
        found |= np.isin(pairs.levels[:, WHAT.index(what)], [number(what, name) for name in names])
    return found


@dataclass(frozen=True, slots=True)
class Tiers:
    """The two partitions, and for each mention how many persons are expected to be hidden in its register person."""

    register: Partition
    estimate: Partition
    hidden: Floats


@dataclass(frozen=True, slots=True)
class Standing:
    """How pairs stand, once everything is heard.

    ``weight`` in ln odds, the calibrated ``chance`` of each among its rivals, which people ``decided``, and on which they contradict each other (``held``: no
    register joins them). ``barred`` knows what cannot be one person, and what people joined.
    """

    weight: Floats
    chance: Floats
    decided: npt.NDArray[np.bool_]
    held: npt.NDArray[np.bool_]
    barred: Impossible


def tiers(n: int, pairs: Pairs, standing: Standing, assert_above: float | None) -> Tiers:
    """Return both tiers of ``n`` mentions.

    The register joins pairs that nothing speaks against, for which more speaks than the name, and whose chance is above ``assert_above``, by the weight of that chance: a person whom two mentions
    of one list may be, is asserted with neither. Without ``assert_above`` it joins only what people joined.
    """
    weight, chance = standing.weight, standing.chance
    estimate = _joined(n, Edges(pairs.left, pairs.right, weight), 0.0, standing.barred)
    firm = np.log(np.maximum(chance, 1e-300)) - np.log1p(-np.minimum(chance, 1 - 1e-9))
    firm = np.where(against(pairs), NEVER, np.minimum(firm, weight))
    firm = np.where(standing.held, NEVER, np.where(standing.decided, weight, firm))
    limit = np.inf if assert_above is None else float(np.log(assert_above) - np.log1p(-assert_above))
    register = _joined(n, Edges(pairs.left, pairs.right, firm), limit, standing.barred)
    return Tiers(register, estimate, _hidden(n, register))


def _joined(n: int, edges: Edges, threshold: float, barred: Impossible) -> Partition:
    """Join mentions, and again with what came out impossible held apart: two that are too unlike to be weighed may be joined by a third that is like both."""
    while True:
        made = join(n, edges, threshold, together=barred.together)
        left, right = barred.within(made.label)
        if not len(left):
            return made
        edges = Edges(
            np.concatenate([edges.left, left.astype(np.int32)]),
            np.concatenate([edges.right, right.astype(np.int32)]),
            np.concatenate([edges.weight, np.full(len(left), NEVER)]),
        )


def _hidden(n: int, register: Partition) -> Floats:
    """Return how many persons are expected to be hidden in the register person of each mention: the sum of the chances that its joinings are false."""
    return np.asarray(np.bincount(register.joined, weights=register.wrong, minlength=n)[register.label])
