"""Places: which names these lists give to one place, or to a place and its region, learned from pairs that are surely one person.

"Maturín" and "Monagas" are no spelling of each other; but where persons are surely the same, they stand together far more often than chance. Two names are related
where they do so at least three times and five times as often as two places that have nothing to do with each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pyarrow as pa

from habeas.people.linking.levels import WHAT, number
from habeas.people.linking.vectors import Pairs

_SURE: Final = 5.0
_TIMES: Final = 3
_LIFT: Final = 5.0


def related(features: pa.Table, pairs: Pairs, weights: Any) -> Callable[[Pairs], Pairs] | None:
    """Return a function that marks pairs of related places, or None where no two names are related.

    What strangers' places are together by chance is taken from the shares of the names themselves.
    """
    coded = features["place"].combine_chunks().dictionary_encode()
    place = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    many = max(len(coded.dictionary), 1)
    column = WHAT.index("place")
    sure = (weights > _SURE) & (pairs.levels[:, column] == number("place", "differ"))
    codes = _coded(place[pairs.left[sure]], place[pairs.right[sure]], many)
    seen, times = np.unique(codes, return_counts=True)
    share = np.bincount(place[place >= 0], minlength=many) / max((place >= 0).sum(), 1)
    both = 2 * share[seen // many] * share[seen % many]
    found = seen[(times >= _TIMES) & (times > _LIFT * both * max(len(codes), 1))]
    if not len(found):
        return None

    def mark(of: Pairs) -> Pairs:
        differ = of.levels[:, column] == number("place", "differ")
        here = np.isin(_coded(place[of.left], place[of.right], many), found) & differ
        levels = of.levels.copy()
        levels[here, column] = number("place", "related")
        return replace(of, levels=levels)

    return mark


def _coded(a: Any, b: Any, many: int) -> Any:
    return np.minimum(a, b) * many + np.maximum(a, b)
