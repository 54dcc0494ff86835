"""Recall: which share of the true pairs the rules of blocking find, estimated without labels, in two ways.

*Search*: for a random sample of mentions all others are searched without keys, every word of a name against every word near it; the pairs found are weighed
by the model, and the share of their probability that lies in pairs the rules found is the estimate. Its interval is a bootstrap over the mentions.
The more mentions there are, the more strangers there are among whom a missed match has to be told, and the less a pair is worth that only the search
found: by a factor that made-up lists of 3,000 to 1.2 million mentions with known truth teach, and that is drawn for the interval (:func:`worth`).
*Rules*: the pairs that rules on names find and those that rules on birth, day or document find are two samples of the matches: Lincoln and Petersen, with Chapman's
correction. It is too high where whoever writes a name well also writes a date well, so it stands beside the first and never instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from habeas.people.linking.keys import RULES
from habeas.people.linking.vectors import Pairs

_WORK: Final = 24_000_000
_LEAST: Final = 60
_MOST: Final = 700
_NEAR: Final = 0.86
_BOOTSTRAPS: Final = 400
_TOLD: Final = 5.0
_AS_FOUND: Final = 20_000
_AT_MOST: Final = 1.2
_AT_LEAST: Final = 0.4
_UNSURE: Final = 0.4
_BY_NAME: Final = frozenset(
    {"given and surname", "both surnames", "beginnings of names", "ends of names", "two given names"}
)


@dataclass(frozen=True, slots=True)
class Recall:
    """The share of true pairs that were compared: an estimate with a 95 % interval.

    It rests on ``sampled`` mentions with ``pairs`` matches (a sum of probabilities). ``by_rules`` is what the rules say of each other, None where too few
    pairs are found by both.
    """

    share: float
    low: float
    high: float
    sampled: int
    pairs: float
    by_rules: float | None

    @property
    def known(self) -> bool:
        """Whether it rests on enough matches to be said: five at least."""
        return self.pairs >= _TOLD

    @property
    def beta(self) -> tuple[float, float]:
        """The parameters of a beta distribution with the mean and the spread of the estimate."""
        deviation = max((self.high - self.low) / 3.92, 0.003)
        mean = min(max(self.share, 0.02), 0.999)
        size = max(mean * (1 - mean) / deviation**2 - 1, 4.0)
        return max(mean * size, 0.5), max((1 - mean) * size, 0.5)


def sample_search(
    features: pa.Table, seed: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return sampled mentions, and the pairs (sampled mention, other) with two words of their names near each other, or one date of birth."""
    from rapidfuzz.distance import JaroWinkler
    from rapidfuzz.process import cdist

    words, index = _words(features)
    n = features.num_rows
    size = min(n, max(_LEAST, min(_MOST, int(_WORK / max(len(words), 1) / 3))))
    sampled = (
        np.sort(np.random.default_rng(seed).choice(n, size, replace=False)).astype(np.int32)
        if n
        else np.empty(0, np.int32)
    )
    used = np.unique(index[sampled])
    used = used[used >= 0]
    near = (
        cdist([words[i] for i in used], words, scorer=JaroWinkler.normalized_similarity, score_cutoff=_NEAR, workers=1)
        > 0
        if len(used)
        else np.empty((0, 0))
    )
    holders = _holders(index, len(words))
    place = {int(word): k for k, word in enumerate(used)}
    near_of = [np.concatenate([holders[w] for w in np.flatnonzero(row)]) for row in near]
    same = _births(features)
    left: list[Any] = []
    right: list[Any] = []
    for i in sampled:
        mine = [near_of[place[int(w)]] for w in np.unique(index[i]) if w >= 0]
        seen = (
            np.bincount(np.concatenate([np.unique(one) for one in mine]), minlength=n)
            if mine
            else np.zeros(n, np.int64)
        )
        found = np.flatnonzero(seen >= min(2, len(mine))) if mine else np.empty(0, np.int64)
        found = np.union1d(found, same(int(i)))
        found = found[found != i]
        left.append(np.full(len(found), i))
        right.append(found)
    return sampled, _joined(left), _joined(right)


def _joined(parts: list[Any]) -> npt.NDArray[np.int32]:
    return np.concatenate(parts).astype(np.int32) if parts else np.empty(0, np.int32)


def _words(features: pa.Table) -> tuple[list[str], npt.NDArray[np.int64]]:
    """Return the different words of names, and for each mention the numbers of its words (mentions, 5), -1 where it has none."""
    columns = [features[name].combine_chunks() for name in ("g1", "g2", "g3", "s1", "s2")]
    coded = pa.concat_arrays(columns).dictionary_encode()
    numbers = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    words = coded.dictionary.to_pylist()
    short = np.array([len(word) < 2 for word in words] + [True])
    numbers = np.where(short[numbers], -1, numbers)
    return words, numbers.reshape(5, features.num_rows).T


def _holders(index: npt.NDArray[np.int64], words: int) -> list[npt.NDArray[np.int64]]:
    """Return for each word the mentions that have it."""
    mentions = np.repeat(np.arange(len(index)), index.shape[1])
    flat = index.ravel()
    mentions, flat = mentions[flat >= 0], flat[flat >= 0]
    order = np.argsort(flat, kind="stable")
    ends = np.searchsorted(flat[order], np.arange(words + 1))
    return [mentions[order[ends[w] : ends[w + 1]]] for w in range(words)]


def _births(features: pa.Table) -> Callable[[int], npt.NDArray[np.int64]]:
    """Return a function that gives all mentions with the same whole date of birth."""
    coded = features["born"].combine_chunks().dictionary_encode()
    numbers = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    groups = _holders(numbers[:, None], len(coded.dictionary))
    return lambda i: groups[numbers[i]] if numbers[i] >= 0 else np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Chances:
    """Pairs with the probability of each, weighed among all rivals."""

    pairs: Pairs
    probability: npt.NDArray[np.float64]


def estimate(sampled: Any, found: Chances, missed: Chances, *, n: int, seed: int) -> Recall:
    """Estimate the recall among ``n`` mentions.

    ``found`` are pairs that the rules found, ``missed`` those that only the search of :func:`sample_search` found. A pair counts for each of its mentions
    that was sampled.
    """
    place = np.full(n, -1)
    place[sampled] = np.arange(len(sampled))
    hits = _of_sampled(place, found, len(sampled))
    only = worth(n) * _of_sampled(place, missed, len(sampled))
    total = float(hits.sum() + only.sum())
    share = float(hits.sum() / total) if total > 0 else 1.0
    rng = np.random.default_rng(seed)
    again = rng.integers(0, max(len(sampled), 1), (_BOOTSTRAPS, len(sampled)))
    kept = hits[again].sum(1)
    sums = kept + only[again].sum(1) * rng.lognormal(0.0, _UNSURE, _BOOTSTRAPS)
    shares = kept[sums > 0] / sums[sums > 0]
    low, high = (float(np.quantile(shares, q)) for q in (0.025, 0.975)) if len(shares) else (0.0, 1.0)
    # Where nothing was missed in the sample, the rule of three says what may still be lost.
    low = min(low, 1.0 - min(1.0, 3.0 / max(total, 3.0))) if share >= 1.0 else low
    return Recall(share, low, high, len(sampled), total, _by_rules(found))


def worth(n: int) -> float:
    """Return what the probability of a pair is worth that only the search found, among ``n`` mentions."""
    return float(min(_AT_MOST, max(_AT_LEAST, (_AS_FOUND / max(n, 1)) ** 0.5)))


def _of_sampled(place: Any, of: Chances, sampled: int) -> npt.NDArray[np.float64]:
    """Return for each sampled mention the sum of the chances of its pairs."""
    result = np.zeros(sampled)
    for side in (of.pairs.left, of.pairs.right):
        where = place[side] >= 0
        result += np.bincount(place[side][where], weights=of.probability[where], minlength=sampled)
    return result


def _by_rules(found: Chances) -> float | None:
    names = sum(1 << n for n, one in enumerate(RULES) if one.name in _BY_NAME)
    by_name, by_other = (found.pairs.rules & names) > 0, (found.pairs.rules & ~names) > 0
    one, two, both = (float(found.probability[where].sum()) for where in (by_name, by_other, by_name & by_other))
    if both < 20:
        return None
    whole = (one + 1) * (two + 1) / (both + 1) - 1
    return min(1.0, (one + two - both) / whole)
