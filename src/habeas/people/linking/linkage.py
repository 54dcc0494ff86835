"""The linkage: what linking found, as tables, and the partitions drawn from it.

Everything here follows from the mentions, the judgements and the settings: linked again, the same tables come out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from habeas.people.linking import evidence
from habeas.people.linking.draws import PLAUSIBLE, Uncertain, draw
from habeas.people.linking.ids import person_ids
from habeas.people.linking.impossible import Impossible
from habeas.people.linking.levels import SIZES
from habeas.people.linking.model import Frame, Model, common_of, priors
from habeas.people.linking.partition import NEVER, Edges
from habeas.people.linking.recall import Recall
from habeas.people.linking.settings import Settings
from habeas.people.linking.tiers import Tiers
from habeas.people.linking.vectors import Pairs
from habeas.people.linking.weighed import Weighed

if TYPE_CHECKING:
    from habeas.people.linking.rarity import Counts

Draws = npt.NDArray[np.int32]
_DRAWS: Final = 200
_LEVEL: Final = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a linkage came to.

    ``persons`` is the number in the register, ``estimate`` the number in the estimation partition, ``interval`` the 95 % interval of the
    number of different persons on these lists; ``hidden`` how many persons are expected to be hidden in the register by false links;
    ``recall`` the share of true pairs that were compared; ``indistinct`` how many mentions were compared with nobody, because too many bear their name: they
    stand alone, and no interval has that doubt in it.
    """

    mentions: int
    nameless: int
    indistinct: int
    compared: int
    persons: int
    estimate: int
    interval: tuple[int, int]
    hidden: float
    doubts: int
    decided: int
    contradictions: int
    recall: Recall
    lists: Mapping[str, int]
    shared: Mapping[str, tuple[float, float, float]]
    """By two lists (``a × b``): how many persons both hold, at the middle and the ends of its 95 % interval."""


@dataclass(frozen=True, slots=True)
class Found:
    """All that follows from the mentions alone, before anybody is asked: kept with a linkage so that more mentions can be linked onto it."""

    mentions: pa.Table
    features: pa.Table
    lists: Sequence[str]
    frame: Frame
    model: Model
    counts: Mapping[str, Counts]
    weighed: Weighed
    recall: Recall
    compared: int
    indistinct: int
    """How many mentions were compared with nobody, because too many others bear their name and nothing else tells them apart."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """Pairs once everything is heard: weight in ln odds, calibrated probability, which people decided, how many contradictions wait, and what cannot be one person."""

    weight: npt.NDArray[np.float64]
    chance: npt.NDArray[np.float64]
    decided: npt.NDArray[np.bool_]
    contradictions: int
    barred: Impossible


@dataclass(frozen=True)
class Linkage:
    """A finished linkage. ``links`` are the pairs that weigh enough to be kept and those that people decided, with their ``kinds`` and ``rarity``."""

    found: Found
    links: Pairs
    kinds: npt.NDArray[np.int32]
    rarity: tuple[Any, Any]
    decisions: Decisions
    tiers: Tiers
    settings: Settings

    def __repr__(self) -> str:
        return f"Linkage({len(self)} mentions, {self.tiers.register.count} persons in the register)"

    def __len__(self) -> int:
        return int(self.mentions.num_rows)

    @property
    def mentions(self) -> pa.Table:
        """The mentions that were linked."""
        return self.found.mentions

    @property
    def features(self) -> pa.Table:
        """What of the mentions was compared."""
        return self.found.features

    @property
    def lists(self) -> Sequence[str]:
        """The names of the lists, in order."""
        return self.found.lists

    @property
    def frame(self) -> Frame:
        """How the mentions lie in the lists."""
        return self.found.frame

    @property
    def recall(self) -> Recall:
        """The share of true pairs that were compared."""
        return self.found.recall

    @property
    def compared(self) -> int:
        """How many pairs were compared."""
        return self.found.compared

    @property
    def indistinct(self) -> int:
        """How many mentions were compared with nobody, because too many others bear their name and nothing else tells them apart."""
        return self.found.indistinct

    @property
    def contradictions(self) -> int:
        """How many contradictions of people wait."""
        return self.decisions.contradictions

    @property
    def weight(self) -> npt.NDArray[np.float64]:
        """The ln odds of each pair."""
        return self.decisions.weight

    @property
    def chance(self) -> npt.NDArray[np.float64]:
        """The calibrated probability of each pair among its rivals."""
        return self.decisions.chance

    @property
    def decided(self) -> npt.NDArray[np.bool_]:
        """Which pairs people decided."""
        return self.decisions.decided

    @cached_property
    def keys(self) -> list[str]:
        """The keys of the mentions, in order."""
        keys: list[str] = self.mentions["mention"].to_pylist()
        return keys

    @cached_property
    def persons(self) -> pa.Table:
        """The table of persons.

        Of each mention its person in the register and in the estimate, the probability of the weakest joining that holds it in either (1 where it stands alone or people decided), and how many persons are expected to be hidden in its register person.
        """
        return pa.table(
            {
                "mention": self.mentions["mention"],
                "person": person_ids(self.tiers.register.label, self.keys),
                "estimate": person_ids(self.tiers.estimate.label, self.keys),
                "weakest": _probability(self.tiers.register.weakest),
                "estimate_weakest": _probability(self._calibrated(self.tiers.estimate.weakest)),
                "hidden": self.tiers.hidden,
            }
        )

    def _calibrated(self, weight: Any) -> Any:
        known = priors()
        return np.where(
            np.isinf(weight), weight, known.weight_slope * np.where(np.isinf(weight), 0.0, weight) + known.weight_shift
        )

    @cached_property
    def pairs(self) -> pa.Table:
        """The table of pairs: keys, weight in log2, calibrated probability, whether both stand in one list, whether people decided, and the evidence."""
        lists = self.frame.lists
        keys = pa.array(self.keys)
        return pa.table(
            {
                "left": keys.take(pa.array(self.links.left)),
                "right": keys.take(pa.array(self.links.right)),
                "weight": pa.array(self.weight / np.log(2), pa.float32()),
                "probability": self.chance,
                "same_list": lists[self.links.left] == lists[self.links.right],
                "decided": self.decided,
                "evidence": evidence.table(self.links, self.kinds, self.found.model, self.rarity, self.features),
            }
        )

    @cached_property
    def doubts(self) -> pa.Table:
        """The table of doubts, what a review asks first on top; see :func:`habeas.people.linking.doubts.doubts`."""
        from habeas.people.linking.doubts import doubts

        return doubts(self)

    def partitions(self, draws: int = _DRAWS, *, seed: int | None = None) -> Draws:
        """Return ``draws`` partitions as labels (draws, mentions): the number of the first mention of each person. See :mod:`habeas.people.linking.draws`."""
        settled = self.decided | (self.weight <= NEVER)
        plausible = (self.weight > PLAUSIBLE) | settled
        edges = Edges(self.links.left[plausible], self.links.right[plausible], self.weight[plausible])
        known = priors()
        levels, kinds = self.links.levels[plausible], self.kinds[plausible]
        strength = max(float(self.chance.sum()), 1.0)

        def wobble(rng: np.random.Generator) -> npt.NDArray[np.float64]:
            """Draw the common rates of agreement of matches anew, and return what that changes in each pair."""
            changed = np.zeros(len(levels))
            common = common_of(self.found.model.match)
            for c, size in enumerate(SIZES):
                drawn = rng.dirichlet(np.maximum(common[c, :size] * strength, 0.05))
                change = np.log(np.maximum(drawn, 1e-9)) - np.log(np.maximum(common[c, :size], 1e-9))
                changed += np.where(levels[:, c] >= 0, np.clip(change, -2, 2)[np.maximum(levels[:, c], 0)], 0.0)
            return changed

        return draw(
            len(self), edges, self.tiers.estimate.label, Uncertain(known.weight_slope, known.weight_shift, known.spread, known.list_spread, self.recall.beta),
            kinds=kinds, lists=self.frame.lists, wobble=wobble, decided=settled[plausible], barred=self.decisions.barred.within, matches=float(self.chance.sum()), draws=draws, seed=self.settings.seed if seed is None else seed,
        )  # fmt: skip

    @cached_property
    def summary(self) -> Summary:
        """What the linkage came to; it draws :data:`200 <_DRAWS>` partitions for its intervals."""
        drawn = self.partitions()
        own = np.arange(len(self))
        counts = (drawn == own).sum(1)
        low, high = _interval(counts)
        known = self.features["g1"].is_valid().to_numpy() | self.features["s1"].is_valid().to_numpy()
        return Summary(
            mentions=len(self),
            nameless=int((~known).sum()),
            indistinct=self.found.indistinct,
            compared=self.compared,
            persons=self.tiers.register.count,
            estimate=self.tiers.estimate.count,
            interval=(int(low), int(high)),
            hidden=float(self.tiers.register.wrong.sum()),
            doubts=self.doubts.num_rows,
            decided=int(self.decided.sum()),
            contradictions=self.contradictions,
            recall=self.recall,
            lists=dict(zip(self.lists, np.bincount(self.frame.lists, minlength=len(self.lists)).tolist(), strict=True)),
            shared=_shared(drawn, self.frame.lists, self.lists),
        )


def _probability(weight: Any) -> npt.NDArray[np.float64]:
    """Return the probability of ln odds, 1 of infinite ones."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(weight, -700.0, 700.0))))


def _interval(values: Any) -> tuple[float, float]:
    half = (1 - _LEVEL) / 2
    low, high = np.quantile(values, [half, 1 - half]) if len(values) else (0.0, 0.0)
    return float(np.floor(low)), float(np.ceil(high))


def _shared(drawn: Draws, of: Any, lists: Sequence[str]) -> dict[str, tuple[float, float, float]]:
    """Return how many persons each two lists share in the drawn partitions: the median and the ends of the interval."""
    found: dict[str, list[int]] = {}
    for label in drawn:
        on = np.unique(label.astype(np.int64) * len(lists) + of)
        table = np.zeros((len(label), len(lists)), np.int32)
        table[on // len(lists), on % len(lists)] = 1
        both = table.T @ table
        for a in range(len(lists)):
            for b in range(a + 1, len(lists)):
                found.setdefault(f"{lists[a]} × {lists[b]}", []).append(int(both[a, b]))
    return {name: (float(np.median(counts)), *_interval(np.array(counts))) for name, counts in found.items()}
