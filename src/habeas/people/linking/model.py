"""The model: how likely each level of agreement is for one person, for kin, and for two strangers; fitted without labels.

Fellegi and Sunter (1969) with three changes that measurement asked for (docs/decisions/0015-linkage.md):

- three classes instead of two: *kin* share surnames, place and day, and are no match; with two classes brothers taken on one day become one person;
- each pair of lists has its own rates of error and its own prior, drawn towards the common ones as far as it has little to say (a Dirichlet prior);
- the prior is guarded: a mention's candidates in one other list compete, so that a frequent name cannot be counted as a match once for each namesake.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt

from habeas.people.linking.kernels import compete, tally, weigh
from habeas.people.linking.levels import COMPARED, SIZES, WHAT, WIDEST
from habeas.people.linking.partition import Edges, join
from habeas.people.linking.vectors import Pairs

Floats = npt.NDArray[np.float64]
_ROUNDS: Final = 30
_MORE: Final = 4
_REPEATED: Final = 2
_FIRST: Final = 3
_STILL: Final = 1e-3
DROPPED: Final = -9.0
"""Pairs that weigh less (one in ten thousand) are no longer looked at."""
_OF_KIND: Final = 60.0
_OF_PRIOR: Final = 300.0
_KIN_PRIOR: Final = 300.0
_OF_STRANGERS: Final = 2_000.0
_OF_CHANCE: Final = 300.0
_OF_LISTS: Final = ("birth", "event", "place")
_FAMILY: Final = ("surname", "birth", "event", "place")


@dataclass(frozen=True, slots=True)
class Priors:
    """What is known before any list is read, learned from made-up lists with known truth: shares of levels for matches, for kin and for strangers, and calibration.

    The model's probabilities are too sure of themselves, as those of every model that takes what it compares for independent: ``slope`` and ``shift`` make calibrated
    ln odds of the ln odds of a pair among its rivals, ``weight_slope`` and ``weight_shift`` of its weight alone. ``spread`` and ``list_spread`` are how far (standard
    deviation) that shift differs from one made-up world to the next, as a whole and from one two lists to others.
    """

    match: Mapping[str, Mapping[str, float]]
    kin: Mapping[str, Mapping[str, float]]
    chance: Mapping[str, Mapping[str, float]]
    slope: float
    shift: float
    weight_slope: float
    weight_shift: float
    spread: float
    list_spread: float

    def calibrated(self, chance: Any) -> Any:
        """Return the calibrated probability of pairs of which the model gives the probability among their rivals."""
        sure = np.clip(chance, 1e-12, 1 - 1e-9)
        return 1.0 / (1.0 + np.exp(-(self.slope * np.log(sure / (1 - sure)) + self.shift)))

    def table(self, which: Mapping[str, Mapping[str, float]]) -> Floats:
        """Return shares as (things, levels), each thing adding up to 1."""
        found = np.zeros((len(WHAT), WIDEST))
        for n, one in enumerate(COMPARED):
            shares = np.array([max(which[one.what].get(name, 0.0), 1e-5) for name in one.names])
            found[n, : SIZES[n]] = shares / shares.sum()
        return found


@cache
def priors() -> Priors:
    """Return the priors that are shipped (``priors.json``, made by ``bench/linkage/priors.py``)."""
    text = (resources.files("habeas.people.linking") / "priors.json").read_bytes()
    return msgspec.json.decode(text, type=Priors)


@dataclass(frozen=True, slots=True)
class Frame:
    """How mentions lie in lists: ``lists`` is the number of each mention's list; the kind of a pair is the pair of its lists."""

    lists: npt.NDArray[np.int32]
    count: int

    @property
    def possible(self) -> Floats:
        """How many pairs there are of each kind, compared or not."""
        sizes = np.bincount(self.lists, minlength=self.count).astype(float)
        found = np.outer(sizes, sizes)
        found[np.diag_indices(self.count)] = sizes * (sizes - 1) / 2
        return np.asarray(np.triu(found).ravel())

    @property
    def guess(self) -> Floats:
        """The prior of each kind before any pair was looked at: a tenth of the smaller list is in the larger, a hundredth of a list stands in it twice."""
        sizes = np.bincount(self.lists, minlength=self.count).astype(float)
        smaller = np.minimum.outer(sizes, sizes)
        smaller[np.diag_indices(self.count)] *= 0.1
        return np.asarray(np.clip(0.1 * smaller.ravel() / np.maximum(self.possible, 1.0), 1e-9, 0.3))

    def kinds(self, left: Any, right: Any) -> npt.NDArray[np.int32]:
        """Return the kind of each pair."""
        a, b = self.lists[left], self.lists[right]
        return np.asarray(np.minimum(a, b) * self.count + np.maximum(a, b), dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted model.

    ``match`` and ``chance`` are (kinds, things, levels), ``kin`` is (things, levels); ``match_prior`` and ``kin_prior`` are chances that a pair of a kind,
    compared or not, is one person, or kin.
    """

    match: Floats
    kin: Floats
    chance: Floats
    match_prior: Floats
    kin_prior: Floats

    def weights(self, pairs: Pairs, kinds: Any, rarity: tuple[Any, Any]) -> tuple[Any, Any]:
        """Return ln odds of each pair to be one person, and ln odds of it to be kin rather than strangers."""

        def log(table: Floats) -> npt.NDArray[np.float32]:
            return np.log(np.maximum(table, 1e-12)).astype(np.float32)

        found: tuple[Any, Any] = weigh(
            pairs.levels, kinds, rarity[0], rarity[1],
            log(self.match), log(self.kin), log(self.chance), log(self.match_prior), log(self.kin_prior),
        )  # fmt: skip
        return found


def start(frame: Frame, chance: Floats, known: Priors) -> Model:
    """Return the model before any pair was looked at: what made-up lists teach, and a tenth of each smaller list in the larger."""
    kinds = frame.count**2
    match = known.table(known.match)
    return Model(
        match=np.repeat(match[None], kinds, 0),
        kin=_with(known.table(known.kin), chance),
        chance=np.repeat(chance[None], kinds, 0),
        match_prior=frame.guess,
        kin_prior=frame.guess * 0.5,
    )


def _with(kin: Floats, chance: Floats) -> Floats:
    """Return the table of kin: what families do not share is as likely as for strangers."""
    found = chance.copy()
    for what in _FAMILY:
        found[WHAT.index(what)] = kin[WHAT.index(what)]
    return found


def common_of(table: Floats) -> Floats:
    """Return what is common to all kinds of pairs: their mean, or noughts where there is no list and so no kind."""
    return np.asarray(table.mean(0)) if len(table) else np.zeros(table.shape[1:])


def shares(levels: Any, weights: Any | None, known: Priors) -> Floats:
    """Return the shares of levels among pairs (things, levels), each pair counted as its weight says, drawn towards what made-up lists teach.

    In two lists of a dozen rows there are too few strangers to learn from what they agree on.
    """
    found = _OF_CHANCE * known.table(known.chance)
    for n, size in enumerate(SIZES):
        said = levels[:, n] >= 0
        found[n, :size] += np.bincount(
            levels[said, n], weights=None if weights is None else weights[said], minlength=size
        )
    return np.asarray(found / found.sum(1, keepdims=True))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Pairs with all that weighs: their kinds and what rarity adds."""

    pairs: Pairs
    kinds: npt.NDArray[np.int32]
    rarity: tuple[Any, Any]

    def take(self, where: Any) -> Evidence:
        """Return the evidence of some pairs."""
        return Evidence(self.pairs.take(where), self.kinds[where], (self.rarity[0][where], self.rarity[1][where]))


def fit(
    frame: Frame, found: Evidence, random: Evidence, known: Priors, *, progress: Callable[[int, int], None]
) -> Model:
    """Fit the model by expectation and maximisation. ``found`` are the candidates, ``random`` pairs drawn from all there are.

    The candidates are all pairs that can be one person, so that the sum of their probabilities over all possible pairs is the prior of a kind. What strangers
    agree on is taken from the random pairs, each as far as it is no match itself. Once the model stands still, whoever the weights take for one person is no rival
    of themselves, and it is fitted further: else a list that holds many persons twice would seem to hold fewer of them.
    """
    model = start(frame, shares(random.pairs.levels, None, known), known)
    label: Any = np.arange(len(frame.lists))
    rounds = _ROUNDS + _REPEATED * _MORE
    for turn in range(_ROUNDS):
        if turn == _FIRST:
            weights, kins = model.weights(found.pairs, found.kinds, found.rarity)
            found = found.take((weights > DROPPED) | (kins > 0))
        following = _step(model, frame, found, random, known, label)
        moved = np.abs(following.match_prior - model.match_prior).sum() / max(model.match_prior.sum(), 1e-300)
        model = following
        progress(turn + 1, rounds)
        if turn > _FIRST and moved < _STILL:
            break
    for turn in range(_REPEATED * _MORE):
        if turn % _MORE == 0:
            weights, _ = model.weights(found.pairs, found.kinds, found.rarity)
            label = persons(found.pairs, weights, len(frame.lists))
        model = _step(model, frame, found, random, known, label)
        progress(_ROUNDS + turn + 1, rounds)
    return model


def persons(pairs: Pairs, weights: Any, n: int) -> npt.NDArray[np.int32]:
    """Return the persons that the weights make as they stand, as labels."""
    kept = weights > DROPPED
    edges = Edges(pairs.left[kept], pairs.right[kept], weights[kept].astype(float))
    return join(n, edges, 0.0).label


def _strangers(model: Model, random: Evidence, known: Priors) -> Floats:
    """Return what strangers agree on, by kind: a random pair counts as far as it is no match itself.

    Days, places and births are not alike in all lists (a list of three flights has three days), so there each pair of lists has rates of its own, drawn towards
    the common ones. Names are common to all: how rare each is has a weight of its own.
    """
    weights, _ = model.weights(random.pairs, random.kinds, random.rarity)
    strangers = 1.0 / (1.0 + np.exp(np.minimum(weights, 40.0)))
    common = shares(random.pairs.levels, strangers, known)
    kinds = len(model.match)
    counted = tally(random.pairs.levels, random.kinds, strangers, kinds, WIDEST) + _OF_STRANGERS * common
    own = counted / np.maximum(counted.sum(2, keepdims=True), 1e-12)
    found = np.repeat(common[None], kinds, 0)
    for what in _OF_LISTS:
        found[:, WHAT.index(what)] = own[:, WHAT.index(what)]
    return found


def _step(  # noqa: PLR0917 - what it is made from, in the order of the fit
    model: Model, frame: Frame, found: Evidence, random: Evidence, known: Priors, label: Any
) -> Model:
    """Return the model that the probabilities of this one make."""
    pairs, kinds = found.pairs, frame.count**2
    weights, kins = model.weights(pairs, found.kinds, found.rarity)
    chance = _strangers(model, random, known)
    match = compete(pairs.left, pairs.right, weights, frame.lists, frame.count, label)
    kin = (1.0 - match) / (1.0 + np.exp(np.minimum(-kins, 40.0)))
    counted = tally(pairs.levels, found.kinds, match, kinds, WIDEST)
    common = counted.sum(0) + _OF_PRIOR * known.table(known.match)
    common /= common.sum(1, keepdims=True)
    of_kin = tally(pairs.levels, np.zeros_like(found.kinds), kin, 1, WIDEST)[0] + _KIN_PRIOR * known.table(known.kin)
    of_kin /= of_kin.sum(1, keepdims=True)
    total = counted.sum(2, keepdims=True)
    possible = frame.possible
    return replace(
        model,
        match=(counted + _OF_KIND * common) / (total + _OF_KIND),
        kin=_with(of_kin, common_of(chance)),
        chance=chance,
        match_prior=(np.bincount(found.kinds, match, minlength=kinds) + 0.5) / (possible + 1.0),
        kin_prior=(np.bincount(found.kinds, kin, minlength=kinds) + 0.5) / (possible + 1.0),
    )


def random_pairs(n: int, wanted: int, seed: int) -> tuple[Any, Any]:
    """Return pairs drawn from all pairs of ``n`` mentions, each at most once; all of them where there are no more than wanted."""
    if n * (n - 1) // 2 <= wanted:
        left, right = np.triu_indices(n, 1)
        return left.astype(np.int32), right.astype(np.int32)
    rng = np.random.default_rng(seed)
    a, b = rng.integers(0, n, wanted), rng.integers(0, n, wanted)
    low, high = np.minimum(a, b), np.maximum(a, b)
    coded = np.unique((low.astype(np.int64) * n + high)[low < high])
    return (coded // n).astype(np.int32), (coded % n).astype(np.int32)
