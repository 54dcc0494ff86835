"""Histories that cannot occur (structural zeros): lists that can never hold one person, so that nobody on both says nothing of chance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from habeas.errors import InputError
from habeas.estimation.mse.histories import DENSE_LISTS, Histories


def forbidding(table: Histories, never_together: Iterable[Sequence[str]]) -> Histories:
    """Return the table in which no person can be on all lists of any of some groups, such as a prison of men and one of women.

    Those histories are left out of the likelihood by the methods that can (log-linear models, the lower limits); graphs refuse. Raises
    :class:`~habeas.errors.InputError` for a list that there is not, a group of fewer than two, more than twenty lists, or where somebody has a history that is said to be impossible.
    """
    groups = [tuple(one) for one in never_together]
    unknown = sorted({name for one in groups for name in one} - set(table.lists))
    if unknown:
        raise InputError("coverage.no-such-list", found=unknown, known=list(table.lists))
    if any(len(set(one)) < 2 for one in groups):
        raise InputError("coverage.group-of-one")
    if table.k > DENSE_LISTS:
        raise InputError("estimation.too-many-cells", found=table.k, most=DENSE_LISTS)
    every = np.arange(1 << table.k)
    barred = set(table.impossible)
    for one in groups:
        mask = sum(1 << table.lists.index(name) for name in set(one))
        there = int(table.counts[(table.masks & mask) == mask].sum())
        if there:
            raise InputError("coverage.impossible-seen", n=there, lists=list(one))
        barred |= set(every[(every & mask) == mask].tolist())
    return table.forbidding(barred)
