"""What speaks against a table, whatever estimator is used: too few lists, lists that are one another, persons that hardly any two lists share."""

from __future__ import annotations

from itertools import combinations
from typing import Final

import numpy as np
from scipy.special import pdtr

from habeas.estimation.estimate import Reason
from habeas.estimation.mse.histories import Histories

LISTS: Final = 3
"""Two lists say nothing of their dependence; from the third on a part of it can be seen."""
OVERLAP: Final = 7
"""Fewer persons on two lists or more, and even the two-list estimate is biased (Robson and Regier 1964; Seber 1982, ch. 3)."""
THIN: Final = 30
"""With as many the missing are known to no better than a fifth, whatever the model: the standard error is at least 1/sqrt(30)."""
EXPECTED: Final = 1.0
"""Two lists that would share fewer than one person if they were independent: that they share nobody is then no evidence of anything."""
PART: Final = 0.05
"""Lists with this part of those listed that share nobody with the others are not small enough to be passed over."""
CHANCE: Final = 0.001
"""Two lists share fewer than chance allows below this probability, over all pairs."""
ALONE: Final = 5
"""A list of fewer persons lies within another by mere chance."""
INSIDE: Final = 0.05
"""A list lies within another by chance, as far as the other lists tell, above this probability."""
ALIKE: Final = (0.75, 3.0)
"""Two lists are as good as one where they share this part of all their persons, and where among persons on other lists their odds ratio is above this
with 97.5 % confidence: two independent lists that each hold nine tenths of everybody share as many."""


def of_table(table: Histories, *, total: float | None = None, independence_claim: str | None = None) -> list[Reason]:
    """Return what speaks against a table. ``total`` is about how many there are, from any estimator; where there is none, Chao's (1987) bound is taken.

    ``independence_claim`` says in words who holds, and why, that two lists are independent.
    """
    if table.n == 0:
        return [Reason("gate.nobody", "refuse")]
    if table.k == 1:
        return [Reason("gate.one-list", "refuse", {"list": table.lists[0]})]
    empty = [name for name, size in zip(table.lists, table.sizes, strict=True) if size == 0]
    found = [Reason("gate.empty-list", "warn", {"n": len(empty), "lists": empty})] if empty else []
    held = table.without(*empty)
    if held.k == 1:
        return [*found, Reason("gate.one-list", "refuse", {"list": held.lists[0]})]
    inside, same = _within(held)
    alike = _alike(held)
    found += [Reason("gate.identical", "refuse", {"first": one, "second": two}) for one, two in same]
    found += [
        Reason("gate.alike", "warn", {"first": one, "second": two, "shared": shared, "n": of})
        for one, two, shared, of in alike
    ]
    found += [Reason("gate.nested", "warn", {"inner": one, "outer": two}) for one, two in inside]
    shared = int(held.counts[held.on.sum(axis=1) > 1].sum())
    if shared == 0:
        return [*found, Reason("gate.no-overlap", "refuse", {"n": table.n})]
    parts = _parts(held)
    found += _apart(held, parts)
    useless = {one for one, _ in inside} | {two for _, two in same} | {two for _, two, *_ in alike}
    telling = [name for name in parts[0] if name not in useless]
    found += _few(held, telling, independence_claim)
    found += _thin(shared)
    return [*found, *_pairs(held, total or chao(held))]


def chao(table: Histories) -> float:
    """Return Chao's (1987) lower bound without bias: n + (k - 1)/k · f1 (f1 - 1)/(2 (f2 + 1)), from the persons on exactly one list and on two."""
    times = table.on.sum(axis=1)
    once, twice = (float(table.counts[times == one].sum()) for one in (1, 2))
    return table.n + (table.k - 1) / table.k * once * (once - 1) / (2 * (twice + 1))


def _within(table: Histories) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return which list lies wholly inside which larger one, and which two are the same persons; lists of a few persons lie inside by chance."""
    inside, same = [], []
    for i, j in combinations(range(table.k), 2):
        shared, one, two = (int(value) for value in (table.overlaps[i, j], table.sizes[i], table.sizes[j]))
        names = tuple(sorted((table.lists[i], table.lists[j])))
        if shared < ALONE:
            continue
        if shared == one == two:
            same.append((names[0], names[1]))
        elif shared in {one, two}:
            inner, outer = (i, j) if shared == one else (j, i)
            if _by_chance(table, inner, outer) < INSIDE:
                inside.append((table.lists[inner], table.lists[outer]))
    return inside, same


def _by_chance(table: Histories, inner: int, outer: int) -> float:
    """Return how likely it is that everybody on one list is on the other too, if that list holds as large a part of them as of persons on other lists."""
    others = (table.masks & ~(1 << inner | 1 << outer)) != 0
    among = float(table.counts[others].sum())
    held = float(table.counts[others & table.on[:, outer]].sum())
    return 0.0 if among == 0 else float(((held + 1) / (among + 2)) ** int(table.sizes[inner]))


def _alike(table: Histories) -> list[tuple[str, str, int, int]]:
    """Return the two lists that are nearly the same persons, and more so than their size explains: names, persons on both, and on either."""
    found = []
    for i, j in combinations(range(table.k), 2):
        shared, either = int(table.overlaps[i, j]), int(table.sizes[i] + table.sizes[j] - table.overlaps[i, j])
        if max(table.sizes[i], table.sizes[j]) == shared or min(table.sizes[i], table.sizes[j]) == shared:
            continue
        if shared >= max(ALIKE[0] * either, ALONE) and _least_odds(table, i, j) > ALIKE[1]:
            first, second = sorted((table.lists[i], table.lists[j]))
            found.append((first, second, shared, either))
    return found


def _least_odds(table: Histories, i: int, j: int) -> float:
    """Return the lower limit of the odds ratio between two lists among the persons on any other, by Woolf's (1955) logarithm; 0 where nobody is on another."""
    other = (table.masks & ~(1 << i | 1 << j)) != 0
    one, two = table.on[:, i], table.on[:, j]
    cells = (
        np.array([table.counts[other & (one == a) & (two == b)].sum() for a, b in ((1, 1), (0, 0), (1, 0), (0, 1))])
        + 0.5
    )
    if not other.any():
        return 0.0
    return float(np.exp(np.log(cells[0] * cells[1] / cells[2] / cells[3]) - 1.96 * np.sqrt((1 / cells).sum())))


def _parts(table: Histories) -> list[list[str]]:
    """Return the groups of lists that hang together by persons they share, the group with most persons first."""
    rest, groups = set(range(table.k)), []
    while rest:
        group, new = set(), {min(rest)}
        while new:
            group |= new
            new = {j for i in new for j in rest if table.overlaps[i, j] > 0} - group
        rest -= group
        groups.append(group)
    groups.sort(key=lambda one: (-int(table.only(table.lists[at] for at in one).n), min(one)))
    return [sorted(table.lists[at] for at in group) for group in groups]


def _apart(table: Histories, parts: list[list[str]]) -> list[Reason]:
    found = []
    for lists in parts[1:]:
        alone = int(table.only(lists).n)
        gravity = "refuse" if alone >= max(PART * table.n, ALONE) else "warn"
        found.append(Reason("gate.unconnected", gravity, {"lists": lists, "n": alone, "rest": parts[0]}))  # type: ignore[arg-type]
    return found


def _few(table: Histories, telling: list[str], claim: str | None) -> list[Reason]:
    if len(telling) >= LISTS:
        return []
    if claim is not None and claim.strip() and len(telling) == 2:
        return [Reason("gate.independence-claimed", "note", {"claim": claim.strip()})]
    key = "gate.fewer-than-three" if table.k < LISTS else "gate.fewer-than-three-telling"
    return [Reason(key, "refuse", {"lists": telling, "found": table.k})]


def _thin(shared: int) -> list[Reason]:
    if shared < OVERLAP:
        return [Reason("gate.little-overlap", "refuse", {"n": shared, "least": OVERLAP})]
    if shared < THIN:
        return [Reason("gate.thin-overlap", "warn", {"n": shared, "part": f"{100 / np.sqrt(shared):.0f}"})]
    return []


def _pairs(table: Histories, total: float) -> list[Reason]:
    """Return what the pairs say: too sparse to say anything, or sharing fewer persons than chance allows."""
    sparse, avoiding, pairs = 0, [], list(combinations(range(table.k), 2))
    possible = [pair for pair in pairs if not _barred(table, *pair)]
    for i, j in possible:
        expected = float(table.sizes[i]) * float(table.sizes[j]) / total
        sparse += expected < EXPECTED
        seen = int(table.overlaps[i, j])
        if float(pdtr(seen, expected)) < CHANCE / len(possible):
            avoiding.append((*sorted((table.lists[i], table.lists[j])), seen, round(expected)))
    found = [
        Reason("gate.avoiding", "warn", {"first": one, "second": two, "seen": seen, "expected": expected})
        for one, two, seen, expected in avoiding
    ]
    if not sparse:
        return found
    values = {"n": sparse, "pairs": len(possible)}
    if table.k >= LISTS and len(possible) - sparse < LISTS:
        return [*found, Reason("gate.too-sparse", "refuse", values)]
    return [*found, Reason("gate.sparse-pairs", "warn", values)]


def _barred(table: Histories, i: int, j: int) -> bool:
    """Return whether nobody can be on both lists."""
    both = 1 << i | 1 << j
    return sum(one & both == both for one in table.impossible) == 1 << (table.k - 2)
