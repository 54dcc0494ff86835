"""Weighed pairs: the candidates that weigh enough to matter, with all that made their weight, before anybody is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from habeas.people.linking.model import DROPPED, Evidence, Frame, Model
from habeas.people.linking.rarity import Rarity
from habeas.people.linking.vectors import Pairs


@dataclass(frozen=True, slots=True)
class Weighed:
    """Pairs, the pair of lists of each (its kind), what rarity adds to each for what kin share and for given names, and its weight in ln odds."""

    links: Pairs
    kinds: npt.NDArray[np.int32]
    rarity: tuple[Any, Any]
    weight: npt.NDArray[np.float64]

    @classmethod
    def of(cls, evidence: Evidence, model: Model) -> Weighed:
        """Weigh pairs and keep those that matter."""
        weights, _ = model.weights(evidence.pairs, evidence.kinds, evidence.rarity)
        kept = evidence.take(weights > DROPPED)
        return cls(kept.pairs, kept.kinds, kept.rarity, weights[weights > DROPPED].astype(float))

    @classmethod
    def joined(cls, parts: list[Weighed]) -> Weighed:
        """Return several lots as one."""
        return cls(
            Pairs.joined([one.links for one in parts]),
            np.concatenate([one.kinds for one in parts]),
            (np.concatenate([one.rarity[0] for one in parts]), np.concatenate([one.rarity[1] for one in parts])),
            np.concatenate([one.weight for one in parts]),
        )


def evidence_of(frame: Frame, pairs: Pairs, rarity: Rarity) -> Evidence:
    """Return pairs with their kinds and what rarity adds."""
    return Evidence(pairs, frame.kinds(pairs.left, pairs.right), rarity.of_pairs(pairs))
