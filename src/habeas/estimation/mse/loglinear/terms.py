"""Hierarchical models: which sets of lists interact, all of a family in one order, and how a model is written.

A model holds a set of lists only together with all its subsets, and every list by itself. It is written by its largest sets, ``[AB,C]`` (Bishop, Fienberg &
Holland 1975).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from habeas.errors import InputError

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """All hierarchical models of k lists in which at most ``order`` lists interact.

    ``optional`` (t,) are the sets of two lists and more, as bit masks of lists, small ones first. ``models`` (m,) are codes: bit i is set where a model holds
    ``optional[i]``; the largest model is first, and none stands before one that holds it. ``above[starts[i]:starts[i + 1]]`` are the models that hold one
    term more than model i.
    """

    k: int
    order: int
    optional: Codes
    models: Codes
    starts: Codes
    above: Codes

    def __len__(self) -> int:
        return len(self.models)

    def terms(self, code: int) -> list[int]:
        """Return the interactions of a model."""
        return [int(term) for at, term in enumerate(self.optional) if code >> at & 1]


@cache
def optional_of(k: int, order: int) -> Codes:
    """Return the sets of two to ``order`` of k lists as bit masks, small ones first."""
    found = [sum(1 << one for one in some) for size in range(2, order + 1) for some in combinations(range(k), size)]
    return np.array(found, np.int64)


@cache
def family(k: int, order: int) -> Family:
    """Return all hierarchical models: 2 for two lists, 8 for three and 113 for four without the interaction of all; 1,024 of pairs for five."""
    optional = optional_of(k, order)
    place = {int(term): at for at, term in enumerate(optional)}
    needs = [
        sum(1 << place[term & ~(1 << one)] for one in range(k) if term >> one & 1) if term.bit_count() > 2 else 0
        for term in place
    ]
    found, edge = {0}, {0}
    while edge:
        edge = {
            code | 1 << at
            for code in edge
            for at, need in enumerate(needs)
            if not code >> at & 1 and code & need == need
        } - found
        found |= edge
    models = sorted(found, key=lambda code: (-code.bit_count(), code))
    number = {code: at for at, code in enumerate(models)}
    over = [
        [number[code | 1 << at] for at, need in enumerate(needs) if not code >> at & 1 and code & need == need]
        for code in models
    ]
    starts = np.cumsum([0, *(len(one) for one in over)])
    return Family(
        k, order, optional, np.array(models, np.int64), starts.astype(np.int64),
        np.array([at for one in over for at in one], np.int64),
    )  # fmt: skip


def closed(terms: Iterable[Iterable[str]], lists: Sequence[str]) -> tuple[int, ...]:
    """Return all sets of a model as bit masks, from any that it holds: their subsets and every single list with them, the constant (0) last.

    Raises :class:`~habeas.errors.InputError` where a list is named that is not there.
    """
    place = {name: at for at, name in enumerate(lists)}
    found = {1 << at for at in range(len(lists))}
    for one in terms:
        names = list(one)
        unknown = [name for name in names if name not in place]
        if unknown:
            raise InputError("loglinear.no-such-list", found=unknown, known=list(lists))
        whole = sum(1 << place[name] for name in set(names))
        part = whole
        while part:
            found.add(part)
            part = (part - 1) & whole
    return (*sorted(found, key=lambda term: (term.bit_count(), term)), 0)


def generators(terms: Iterable[int]) -> list[int]:
    """Return the largest sets of a model: those inside no other."""
    every = sorted(set(terms) - {0}, key=lambda term: (-term.bit_count(), term))
    found: list[int] = []
    for term in every:
        if not any(term & one == term for one in found):
            found.append(term)
    return sorted(found, key=lambda term: [at for at in range(term.bit_length()) if term >> at & 1])


def written(terms: Iterable[int], lists: Sequence[str]) -> str:
    """Return a model as it is written: ``[A×B, C]``, the largest sets with lists by name."""
    said = ["×".join(name for at, name in enumerate(lists) if term >> at & 1) for term in generators(terms)]
    return f"[{', '.join(said)}]"
