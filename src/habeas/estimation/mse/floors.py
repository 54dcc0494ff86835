"""Lower limits of the total, and what two lists alone say of it: the numbers that need the least assumed.

Write Z_i for the persons on list i alone, f1 for their sum and f2 for the persons on exactly two lists. Both of Chao's limits come from one inequality of
Cauchy and Schwarz: persons who differ in how visible they are, all lists seeing the same persons more easily, are on two lists more often than persons who
are all alike, so what f1 and f2 say of f0 is too little and never too much.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any, Final, Literal

import numpy as np
from scipy.special import ndtri

from habeas.estimation.distribution import Floats, Interval
from habeas.estimation.estimate import Estimate, Reason
from habeas.estimation.mse.histories import Histories

Form = Literal["lists", "alike"]
FORMS: Final[tuple[Form, ...]] = ("lists", "alike")
FEW: Final = 7
"""With fewer persons on both of two lists Chapman's estimate is biased (Robson and Regier 1964)."""


def chao(table: Histories, *, level: float = 0.95, form: Form = "lists", corrected: bool = True) -> Estimate:
    """Return Chao's lower limit of the total for k lists; a lower limit has no upper one, so ``high`` is None.

    ``lists`` lets lists differ in size (Chao 1989): f0 >= Σ_{i<j} Z_i Z_j / (f2 + 1), which for two lists is Chapman's estimate. ``alike`` takes all
    lists for equally large (Chao 1987): f0 >= (k - 1)/k · f1 (f1 - 1) / (2 (f2 + 1)); with lists of unlike size it is above the former, and no lower
    limit. ``corrected`` is without bias where f2 is small; else f2 stands for f2 + 1 and f1² for f1 (f1 - 1). ``low`` is the lower end of the two-sided
    log-normal interval of the limit (Chao 1987, section 3), whose both ends are in ``diagnostics``.
    """
    settings = {"form": form, "corrected": corrected, "lists": sorted(table.lists)}
    reason = _unanswerable(table)
    if reason is not None:
        return _none("chao", table, level, settings, reason)
    unseen, spread = _limit(table, form, corrected=corrected)
    if not np.isfinite(unseen):
        return _none("chao", table, level, settings, Reason("floors.nobody-twice", "refuse"))
    span = _log_normal(table.n, unseen, spread, level)
    once, twice = _alone(table), _pairs(table)
    others = {
        f"{one}{'' if kind else '-plain'}": _said(table, one, corrected=kind) for one in FORMS for kind in (True, False)
    }
    return Estimate(
        method="chao", quantity="total", point=table.n + unseen, low=span.low, high=None, level=level, listed=table.n,
        assumption=f"floors.assumption-chao{'-alike' if form == 'alike' else ''}", settings=settings,
        diagnostics={
            "on_one_list": int(once.sum()), "on_two_lists": int(twice.sum()), "interval_of_the_limit": [span.low, span.high],
            "standard_error": float(np.sqrt(spread)), "forms": others,
        },
    )  # fmt: skip


def lincoln_petersen(table: Histories, first: str, second: str, *, level: float = 0.95) -> Estimate:
    """Return what two lists say if they are independent: Chapman's (1951) estimate (n1 + 1)(n2 + 1)/(m + 1) - 1, with m persons on both.

    The variance is Seber's (1970), the interval log-normal on those on neither. Persons on other lists only are not looked at, but count as ``listed``.
    An unknown list, or one list named twice, is a reason and no error.
    """
    names = tuple(sorted((first, second)))
    settings = {"lists": list(names)}
    reason = None
    for name in names:
        if name not in table.lists:
            reason = Reason("floors.no-such-list", "refuse", {"list": name, "known": sorted(table.lists)})
    if reason is None and first == second:
        reason = Reason("floors.same-list", "refuse", {"list": first})
    if reason is not None:
        return _none("lincoln-petersen", table, level, settings, reason)
    i, j = (table.lists.index(name) for name in names)
    one, two, both = (float(value) for value in (table.sizes[i], table.sizes[j], table.overlaps[i, j]))
    if both == 0:
        key = "floors.none-on-both"
        return _none(
            "lincoln-petersen", table, level, settings,
            Reason(key, "refuse", {"first": names[0], "second": names[1]}),
        )  # fmt: skip
    neither = (one - both) * (two - both) / (both + 1)
    spread = (one + 1) * (two + 1) * (one - both) * (two - both) / ((both + 1) ** 2 * (both + 2))
    seen = one + two - both
    span = _log_normal(seen, neither, spread, level)
    made = Estimate(
        method="lincoln-petersen", quantity="total", point=seen + neither, low=span.low, high=span.high, level=level, listed=table.n,
        assumption="floors.assumption-independent", settings=settings,
        diagnostics={
            "sizes": [int(one), int(two)], "on_both": int(both), "petersen": one * two / both, "standard_error": float(np.sqrt(spread)),
        },
    )  # fmt: skip
    return made.with_reasons(*_pair_reasons(table, made, names, int(both)))


def all_pairs(table: Histories, *, level: float = 0.95) -> tuple[Estimate, ...]:
    """Return the estimate of every two lists as if they were independent, in the order of their names.

    Where all were, all would agree. A pair far below the others belongs together (one list feeds the other, or both see the same persons); one far above
    avoids each other.
    """
    return tuple(lincoln_petersen(table, one, two, level=level) for one, two in combinations(sorted(table.lists), 2))


def _pair_reasons(table: Histories, made: Estimate, names: tuple[str, ...], both: int) -> list[Reason]:
    values: dict[str, object] = {"first": names[0], "second": names[1]}
    found = []
    if both < FEW:
        found.append(Reason("floors.few-on-both", "warn", {**values, "n": both, "least": FEW}))
    if made.high is not None and made.high < table.n:
        found.append(Reason("floors.below-listed", "warn", {**values, "high": round(made.high), "listed": table.n}))
    return found


def _unanswerable(table: Histories) -> Reason | None:
    held = int((table.sizes > 0).sum())
    if held < 2:
        return Reason("floors.nobody" if held == 0 else "floors.one-list", "refuse")
    if any(int(one) in table.impossible for one in table.masks):
        return Reason("floors.impossible-seen", "refuse")
    return None if _pairs(table).sum() else Reason("floors.nobody-twice", "refuse")


def _alone(table: Histories) -> Floats:
    """Return the persons on each list alone, (k,)."""
    times = table.on.sum(axis=1)
    found: Floats = table.counts[times == 1] @ table.on[times == 1].astype(np.float64)
    return found


def _usable(table: Histories) -> list[tuple[int, int]]:
    """Return the two lists whose three histories can all occur: others say nothing of those on no list."""
    barred = table.impossible
    return [
        (i, j) for i, j in combinations(range(table.k), 2) if not barred & {1 << i, 1 << j, 1 << i | 1 << j}
    ]  # fmt: skip


def _pairs(table: Histories) -> Floats:
    """Return the persons on exactly two lists, by pair that can be used."""
    held = dict(zip(table.masks.tolist(), table.counts.tolist(), strict=True))
    return np.array([float(held.get(1 << i | 1 << j, 0)) for i, j in _usable(table)])


def _limit(table: Histories, form: Form, *, corrected: bool) -> tuple[float, float]:
    """Return the lower limit of those on no list and its variance: T + Σ (dT/dn)² n over the counts n it is made of, T itself for the count of all (Chao 1987)."""
    once, twice, lift = _alone(table), _pairs(table).sum(), float(corrected)
    if twice + lift == 0:
        return np.inf, np.inf
    if form == "lists":
        usable = _usable(table)
        near = np.zeros((table.k, table.k))
        for i, j in usable:
            near[i, j] = near[j, i] = 1.0
        slope = near @ once / (twice + lift)
        unseen = float(once @ slope) / 2
        spread = float(slope**2 @ once)
    else:
        held = int((table.sizes > 0).sum())
        share, single = (held - 1) / held, once.sum()
        unseen = share * single * (single - lift) / (2 * (twice + lift))
        spread = float((share * (2 * single - lift) / (2 * (twice + lift))) ** 2 * single)
    unseen = float(unseen)
    return unseen, unseen + spread + float((unseen / (twice + lift)) ** 2 * twice)


def _said(table: Histories, form: Form, *, corrected: bool) -> float | None:
    unseen = _limit(table, form, corrected=corrected)[0]
    return float(table.n + unseen) if np.isfinite(unseen) else None


def _log_normal(seen: float, unseen: float, spread: float, level: float) -> Interval:
    """Return the interval that never falls below those seen: seen + unseen / C and seen + unseen · C, C = exp(z √log(1 + var/unseen²)) (Chao 1987)."""
    if unseen <= 0:
        return Interval(float(seen), float(seen), level)
    wide = float(np.exp(ndtri((1 + level) / 2) * np.sqrt(np.log1p(spread / unseen**2))))
    return Interval(seen + unseen / wide, seen + unseen * wide, level)


def _none(method: str, table: Histories, level: float, settings: dict[str, Any], reason: Reason) -> Estimate:
    assumption = f"floors.assumption-{'chao' if method == 'chao' else 'independent'}"
    return Estimate(
        method=method, quantity="total", point=None, low=None, high=None, level=level, listed=table.n, assumption=assumption,
        settings=settings, reasons=(reason,),
    )  # fmt: skip
