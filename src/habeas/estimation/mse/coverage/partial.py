"""Lists that cover a part: where a list could not have held anybody its column is missing and not zero, so each part is estimated from the lists that cover it.

A list that starts in March says nothing of whom February left out; one of men's prisons says nothing of women. Taking its silence for absence makes the rest look more
missed than they are, or less. (Where lists cover parts and the parts share what makes lists depend on each other, a joint model can use that: Zwane, van der Pal-de Bruin
and van der Heijden 2004. Here nothing is shared.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from habeas.errors import InputError
from habeas.estimation.distribution import Distribution
from habeas.estimation.estimate import Estimate, Reason
from habeas.estimation.mse.coverage.asking import Ask, asked
from habeas.estimation.mse.histories import Histories
from habeas.estimation.mse.period import Period, ever_held
from habeas.estimation.mse.strata import DRAWS, Strata

Judge = Callable[[Histories, Estimate], Sequence[Reason]]


def covered(tables: Mapping[str, Histories], covers: Mapping[str, Iterable[str]]) -> dict[str, Histories]:
    """Return the table of each part with the lists that cover it.

    ``covers`` names, for each list that covers less than all, the parts that it covers. Raises :class:`~habeas.errors.InputError` for a list or a part that there is not, and
    where a list holds persons of a part that it is said not to cover: then either is wrong, and neither is assumed.
    """
    lists = sorted({name for one in tables.values() for name in one.lists})
    whole = {name: set(parts) for name, parts in covers.items()}
    unknown = sorted(set(whole) - set(lists))
    if unknown:
        raise InputError("coverage.no-such-list", found=unknown, known=lists)
    strange = sorted({part for parts in whole.values() for part in parts} - set(tables))
    if strange:
        raise InputError("coverage.no-such-part", found=strange, known=sorted(tables))
    found = {}
    for part, table in sorted(tables.items()):
        out = [name for name in table.lists if name in whole and part not in whole[name]]
        for name in out:
            there = int(table.sizes[table.lists.index(name)])
            if there:
                raise InputError("coverage.not-covered-seen", list=name, part=part, n=there)
        found[part] = table.without(*out)
    return found


def estimate(
    tables: Mapping[str, Histories],
    covers: Mapping[str, Iterable[str]],
    *,
    estimator: Ask | None = None,
    judge: Judge | None = None,
    level: float = 0.95,
    seed: int = 1,
    draws: int = DRAWS,
    period: Period | None = None,
) -> Strata:
    """Return the estimate of each part from the lists that cover it, and their sum by independent draws.

    ``tables`` holds one table a part (by sex, by time of arrest, by region); parts share no person. A part with fewer than two lists, or whose estimate is refused,
    adds the persons listed in it: the sum is then a floor without an upper bound. Parts are not pooled: listed by different lists, they have no reason to be alike.
    """
    parts = covered(tables, covers)
    ask = asked(estimator, level)
    alone: dict[str, Estimate] = {}
    for name, table in parts.items():
        alone[name] = _one(table, ask, judge)
    usable = [name for name, one in alone.items() if not one.refused and one.distribution is not None]
    rng = np.random.default_rng(seed)
    drawn = np.full(draws, float(sum(table.n for name, table in parts.items() if name not in usable)))
    for name in usable:
        one = alone[name].distribution
        if one is not None:
            drawn += one.sample(draws, rng)
    return Strata(
        alone=alone, pooled={}, total=_total(parts, usable, drawn, level, seed, covers, period), together=None, learned=None
    )  # fmt: skip


def _one(table: Histories, ask: Ask, judge: Judge | None) -> Estimate:
    holding = int((table.sizes > 0).sum())
    if holding < 2:
        return Estimate(
            method="partial", quantity="total", point=None, low=None, high=None, listed=table.n, assumption="coverage.assumption",
            reasons=(Reason("coverage.few-lists", "refuse", {"n": holding}),),
        )  # fmt: skip
    found = ask(table)
    if holding == 2:
        found = found.with_reasons(Reason("coverage.two-lists", "warn", {"lists": list(table.lists)}))
    return found.with_reasons(*judge(table, found)) if judge else found


def _total(  # noqa: PLR0917 - what the parts came to
    parts: Mapping[str, Histories], usable: Sequence[str], drawn: Any, level: float, seed: int, covers: Mapping[str, Iterable[str]], period: Period | None
) -> Estimate:  # fmt: skip
    listed = sum(one.n for one in parts.values())
    out = [name for name in parts if name not in usable]
    known: dict[str, Any] = {
        "method": "partial", "quantity": "total", "listed": listed, "assumption": "coverage.assumption",
        "settings": {"covers": {name: sorted(one) for name, one in sorted(covers.items())}, "seed": seed, "draws": len(drawn)},
        "diagnostics": {"lists": {name: list(one.lists) for name, one in parts.items()}, "not_added": out},
    }  # fmt: skip
    if not usable:
        nothing = Estimate(point=None, low=None, high=None, level=level, **known)
        return nothing.with_reasons(Reason("strata.no-answer", "refuse", {"n": len(parts)}), ever_held(period))
    made = Estimate.of(Distribution.of_draws(drawn), level=level, **known).with_reasons(ever_held(period))
    if out:
        values = {"n": len(out), "strata": out, "listed": sum(parts[name].n for name in out)}
        made = replace(made, high=None, distribution=None).with_reasons(Reason("strata.not-added", "warn", values))
    return made
