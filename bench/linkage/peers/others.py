"""recordlinkage with ECM, rapidfuzz's weighted mean, and nomenklatura's logic-v2, each on pairs that share a key, joined transitively."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import numpy as np
import pandas as pd  # type: ignore[import-untyped]

KEYS: Final = (
    ("surname1", "surname2"),
    ("dob",),
    ("sound1", "given_sound", "year"),
    ("sound1", "given", "place"),
    ("sound1", "given", "event"),
)
"""Broader keys find more true pairs and lose more than that by joining everybody: these do best for the three on es_1k."""
Linked = tuple[pd.Series, pd.DataFrame]


def _candidates(prepared: pd.DataFrame, keys: tuple[tuple[str, ...], ...] = KEYS) -> pd.MultiIndex:
    """Return the pairs of rows that share a key, each once."""
    import recordlinkage  # type: ignore[import-not-found]

    pairs: pd.MultiIndex | None = None
    for key in keys:
        some = prepared.dropna(subset=list(key))
        if len(some) < 2:
            continue
        made = recordlinkage.Index().block(list(key)).index(some)
        pairs = made if pairs is None else pairs.union(made)
    return pairs


def joined(size: int, pairs: Iterable[tuple[int, int]]) -> pd.Series:
    """Join pairs of rows transitively; each row's group is the smallest row in it."""
    parent = list(range(size))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for left, right in pairs:
        a, b = sorted((root(left), root(right)))
        parent[b] = a
    return pd.Series([root(row) for row in range(size)])


def _frame(pairs: pd.MultiIndex, probability: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "unique_id_l": pairs.get_level_values(0),
            "unique_id_r": pairs.get_level_values(1),
            "match_probability": probability,
        }
    )


def _bits(prepared: pd.DataFrame, pairs: pd.MultiIndex) -> pd.DataFrame:
    """Compare names and years in two bits each: the same (similarity 0.95, a year off), and not different (0.8, or unknown)."""
    import recordlinkage

    compare = recordlinkage.Compare()
    for column in ("given", "surname1", "surname2"):
        if prepared[column].isna().mean() > 0.9:
            continue
        compare.string(column, column, method="jarowinkler", label=column, missing_value=-1)
    compare.numeric("year", "year", method="step", offset=1, label="year", missing_value=-1)
    near = compare.compute(pairs, prepared.assign(year=pd.to_numeric(prepared["year"])))
    same = {f"same {column}": (near[column] >= 0.95).astype(int) for column in near}
    return pd.DataFrame(
        same | {f"not other {column}": ((near[column] < 0) | (near[column] >= 0.8)).astype(int) for column in near},
        index=near.index,
    )


def ecm(prepared: pd.DataFrame) -> Linked:
    """recordlinkage: Fellegi and Sunter's weights of bits by expectation and conditional maximisation, from a probability of a half on."""
    import recordlinkage

    pairs = _candidates(prepared)
    bits = _bits(prepared, pairs)
    model = recordlinkage.ECMClassifier(binarize=None)
    model.fit(bits)
    probability = model.prob(bits)
    return joined(len(prepared), probability[probability >= 0.5].index), _frame(pairs, probability.to_numpy())


def ecm_public(prepared: pd.DataFrame) -> Linked:
    """Link with recordlinkage as in its own example for FEBRL: names alike from 0.85 on, other columns the same, and ECM in the place of a sum."""
    import recordlinkage

    pairs = _candidates(prepared, (("given",), ("surname1",), ("dob",), ("document",)))
    compare = recordlinkage.Compare()
    for column in ("given", "surname1"):
        compare.string(column, column, method="jarowinkler", threshold=0.85, label=column)
    for column in ("dob", "place", "document"):
        if prepared[column].notna().mean() > 0.1:
            compare.exact(column, column, label=column)
    bits = compare.compute(pairs, prepared).astype(int)
    model = recordlinkage.ECMClassifier(binarize=None)
    model.fit(bits)
    probability = model.prob(bits)
    return joined(len(prepared), probability[probability >= 0.5].index), _frame(pairs, probability.to_numpy())


def _mean(records: dict[str, list[Any]], left: int, right: int) -> float:
    from rapidfuzz import fuzz
    from rapidfuzz.distance import JaroWinkler

    def both(column: str) -> tuple[Any, Any] | None:
        a, b = records[column][left], records[column][right]
        return None if a is None or b is None else (a, b)

    total = weight = 0.0
    for column, share in (("given", 0.3), ("surname1", 0.25), ("surname2", 0.2)):
        if names := both(column):
            near = fuzz.token_sort_ratio(*names) / 100 if column == "given" else JaroWinkler.similarity(*names)
            total, weight = total + share * near, weight + share
    if days := both("dob"):
        total, weight = total + 0.2 * JaroWinkler.similarity(*days), weight + 0.2
    elif years := both("year"):
        total, weight = total + 0.1 * max(0.0, 1 - abs(years[0] - years[1]) / 5), weight + 0.1
    if places := both("place"):
        total, weight = total + 0.1 * JaroWinkler.similarity(*places), weight + 0.1
    return total / max(weight, 0.7)


def fuzzy(prepared: pd.DataFrame) -> Linked:
    """Join pairs whose weighted mean of rapidfuzz's similarities is 0.90 or more."""
    pairs = _candidates(prepared)
    records = {
        column: prepared[column].tolist() for column in ("given", "surname1", "surname2", "dob", "year", "place")
    }
    near = np.array([_mean(records, left, right) for left, right in pairs])
    return joined(len(prepared), pairs[near >= 0.9]), _frame(pairs, near)


def _entities(prepared: pd.DataFrame) -> Iterator[Any]:
    from followthemoney import model  # type: ignore[import-not-found]

    for row in prepared.to_dict("records"):
        surname = " ".join(name for name in (row["surname1"], row["surname2"]) if name)
        properties = {
            "name": [f"{row['given'] or ''} {surname}".strip()],
            "firstName": [row["given"]],
            "lastName": [surname],
            "birthDate": [row["dob"] or (str(row["year"]) if row["year"] else None)],
            "gender": [{"M": "male", "F": "female"}.get(row["sex"])],
            "birthPlace": [row["place"]],
        }
        given = {name: [value for value in values if value] for name, values in properties.items()}
        yield model.get_proxy({"id": str(row["unique_id"]), "schema": "Person", "properties": given})


def logic(prepared: pd.DataFrame, threshold: float = 0.75) -> Linked:
    """nomenklatura: logic-v2 on persons, joined from a score of 0.75 on, which does best."""
    from nomenklatura.matching import get_algorithm  # type: ignore[import-not-found]
    from nomenklatura.matching.types import ScoringConfig  # type: ignore[import-not-found]

    algorithm, config = get_algorithm("logic-v2"), ScoringConfig.defaults()
    pairs = _candidates(prepared)
    persons = list(_entities(prepared))
    near = np.array([algorithm.compare(persons[left], persons[right], config).score for left, right in pairs])
    return joined(len(prepared), pairs[near >= threshold]), _frame(pairs, near)


OTHERS: Final[dict[str, Callable[[pd.DataFrame], Linked]]] = {
    "recordlinkage-public": ecm_public,
    "recordlinkage": ecm,
    "rapidfuzz": fuzzy,
    "nomenklatura": logic,
}
