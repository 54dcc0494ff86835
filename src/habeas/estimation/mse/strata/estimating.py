"""The estimates of strata, their sum, and the table of all held against it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from habeas import words
from habeas.errors import InputError
from habeas.estimation.distribution import Distribution, Floats
from habeas.estimation.estimate import Estimate, Reason
from habeas.estimation.mse import graphs
from habeas.estimation.mse.histories import Histories
from habeas.estimation.mse.period import Period, ever_held
from habeas.estimation.mse.strata.compatible import incompatible
from habeas.estimation.mse.strata.hierarchy import Learned, pool

DRAWS: Final = 4000
_NAMED: Final = 12
Judge = Callable[[Histories, Estimate], Sequence[Reason]]
Ask = Callable[[Histories], Estimate]


@dataclass(frozen=True, kw_only=True, eq=False)
class Strata:
    """Estimates of the strata of a population.

    ``alone`` is what each stratum's own table says; ``pooled`` the same with what the others say, for those that could be pooled; ``total`` their sum;
    ``together`` the estimate of all as one table (None where strata have different lists). ``learned`` is what the strata have in common, None where nothing was pooled.
    """

    alone: Mapping[str, Estimate]
    pooled: Mapping[str, Estimate]
    total: Estimate
    together: Estimate | None
    learned: Learned | None

    def summary(self, lang: words.Lang = "en") -> str:
        """Return the sum and each stratum in words."""
        said = [self.total.summary(lang)]
        for name, one in self.alone.items():
            said.append(f"{name or '–'}: {self.pooled.get(name, one).summary(lang).splitlines()[0]}")
            said += [f"- {reason.text(lang)}" for reason in one.reasons if one.refused and reason.gravity == "refuse"]
        return "\n".join(said)

    def as_json(self, lang: words.Lang = "en") -> dict[str, Any]:
        """Return all of it as values of JSON."""
        return {
            "total": self.total.as_json(lang),
            "together": None if self.together is None else self.together.as_json(lang),
            "strata": {
                name: {"alone": one.as_json(lang), "pooled": self.pooled[name].as_json(lang) if name in self.pooled else None}
                for name, one in self.alone.items()
            },
        }  # fmt: skip


def estimate(
    tables: Mapping[str, Histories],
    *,
    estimator: Ask | None = None,
    judge: Judge | None = None,
    level: float = 0.95,
    seed: int = 1,
    power: float = 1.0,
    draws: int = DRAWS,
    periods: Mapping[str, Period] | None = None,
    definitions: Mapping[str, str] | None = None,
    period: Period | None = None,
    progress: Callable[[float], None] | None = None,
) -> Strata:
    """Return the estimate of each stratum, partly pooled, and their sum.

    ``estimator`` answers for one table (decomposable graphs unless given); ``power`` says what it believes before of who is missing, see :func:`pool`. ``judge`` returns reasons against the estimate of one
    stratum and of all as one table, as the gate does. A stratum that is refused, has no answer or nobody on a list is not pooled and cannot be added: the sum is then that of
    the others plus the persons listed in it, a floor without an upper bound. ``periods`` and ``definitions`` are those of :func:`incompatible`, what it refuses is not added. ``period`` is what all lists are of.

    Raises :class:`~habeas.errors.InputError` where there is no stratum.
    """
    if not tables:
        raise InputError("strata.none")
    named = {name: tables[name] for name in sorted(tables)}
    ask = estimator or _graphs
    alone: dict[str, Estimate] = {}
    for at, (name, table) in enumerate(named.items()):
        alone[name] = _one(table, ask, judge, level)
        if progress:
            progress((at + 1) / len(named))
    against = incompatible(named, periods=periods, definitions=definitions)
    barred = any(one.gravity == "refuse" for one in against)
    usable = [name for name, one in alone.items() if _answers(one)]
    learned = None
    if len(usable) > 1 and not barred:
        totals = [one for name in usable if (one := alone[name].distribution) is not None]
        learned = pool(totals, [named[name].n for name in usable], power=power, draws=draws, seed=seed)
    settings = {"power": power, "draws": draws, "seed": seed, "estimator": "graphs" if estimator is None else getattr(estimator, "__name__", str(estimator))}  # fmt: skip
    found = _Found(named, alone, usable, learned, level, settings)
    together = _together(named, ask, judge, level)
    total = _total(found).with_reasons(*against, ever_held(period))
    if not barred and together is not None and together.point is not None and total.point is not None:
        total = _beside(total, together)
    return Strata(alone=alone, pooled=_pooled(found), total=total, together=together, learned=learned)


def _graphs(table: Histories) -> Estimate:
    return graphs.estimate(table, sensitivity=False)


def _one(table: Histories, ask: Ask, judge: Judge | None, level: float) -> Estimate:
    if not table.n:
        return Estimate(
            method="strata", quantity="total", point=None, low=None, high=None, level=level, listed=0, assumption="strata.assumption",
            reasons=(Reason("strata.nobody", "refuse"),),
        )  # fmt: skip
    found = ask(table)
    if found.level != level and found.distribution is not None:
        span = found.distribution.interval(level)
        found = replace(found, low=span.low, high=span.high, level=level)
    return found.with_reasons(*judge(table, found)) if judge else found


def _answers(one: Estimate) -> bool:
    return not one.refused and one.distribution is not None and bool(one.listed)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """What was found of strata on the way to their sum; ``usable`` names those with an answer, in the order of ``learned``."""

    tables: Mapping[str, Histories]
    alone: Mapping[str, Estimate]
    usable: Sequence[str]
    learned: Learned | None
    level: float
    settings: Mapping[str, Any]


def _pooled(found: _Found) -> dict[str, Estimate]:
    """Return the estimates of strata with what the others say."""
    made: dict[str, Estimate] = {}
    if found.learned is None:
        return made
    for at, name in enumerate(found.usable):
        listed, alone = found.tables[name].n, found.alone[name]
        made[name] = Estimate.of(
            Distribution.of_draws(listed + found.learned.missing[at]), level=found.level, method="pooled", quantity="total", listed=listed,
            assumption="strata.assumption", settings=found.settings, diagnostics={"alone": _numbers(alone)}, reasons=alone.reasons,
        )  # fmt: skip
    return made


def _numbers(one: Estimate) -> dict[str, float | None]:
    return {"estimate": one.point, "low": one.low, "high": one.high}


def _together(tables: Mapping[str, Histories], ask: Ask, judge: Judge | None, level: float) -> Estimate | None:
    """Return the estimate of all strata as one table; None where they have different lists or nobody is on any."""
    whole = [one.canonical() for one in tables.values()]
    if len({one.lists for one in whole}) > 1:
        return None
    masks, counts = np.concatenate([one.masks for one in whole]), np.concatenate([one.counts for one in whole])
    # What cannot occur in one stratum may in another: the table of all has a cell out only where every stratum has.
    impossible = frozenset.intersection(*(one.impossible for one in whole))
    table = Histories.of_masks(masks, counts, whole[0].lists, impossible)
    return _one(table, ask, judge, level) if table.n else None


def _total(found: _Found) -> Estimate:
    """Return the sum of the strata that have an answer, and of the listed of those that have none."""
    tables, usable, learned = found.tables, found.usable, found.learned
    level, settings = found.level, found.settings
    listed = sum(one.n for one in tables.values())
    without = [name for name in tables if name not in usable]
    known: dict[str, Any] = {
        "method": "strata",
        "quantity": "total",
        "level": level,
        "listed": listed,
        "assumption": "strata.assumption",
    }
    if not usable:
        return Estimate(point=None, low=None, high=None, settings=settings, **known).with_reasons(
            Reason("strata.no-answer", "refuse", {"n": len(tables)})
        )
    apart = _apart(usable, found.alone, settings["draws"], settings["seed"])
    drawn = apart if learned is None else sum(tables[name].n for name in usable) + learned.missing.sum(axis=0)
    floor = sum(tables[name].n for name in without)
    unpooled = Distribution.of_draws(apart)
    span = unpooled.interval(level)
    diagnostics: dict[str, Any] = {
        "strata": len(tables), "not_added": without, "unpooled": {"estimate": unpooled.median, "low": span.low, "high": span.high},
        "tau": None if learned is None else learned.tau.median, "tau_high": None if learned is None else learned.tau.quantile(0.975),
        "missing_per_listed": None if learned is None else float(np.exp(learned.mu.median)),
    }  # fmt: skip
    made = Estimate.of(Distribution.of_draws(drawn + floor), diagnostics=diagnostics, settings=settings, **known)
    if learned is not None:
        made = made.with_reasons(
            Reason("strata.learned", "note", {"n": len(usable), "factor": round(float(np.exp(learned.tau.median)), 1)})
        )
    if without:
        values = {"n": len(without), "strata": _first(without), "listed": floor}
        # Without an upper bound there is no distribution either: one that leaves persons out has ends that are none.
        made = replace(made, high=None, distribution=None).with_reasons(Reason("strata.not-added", "warn", values))
    return made


def _first(names: Sequence[str]) -> list[str]:
    """Return names as a sentence can hold them: the first dozen."""
    return [*(one or "–" for one in names[:_NAMED]), *(["…"] if len(names) > _NAMED else [])]


def _apart(usable: Sequence[str], alone: Mapping[str, Estimate], draws: int, seed: int) -> Floats:
    """Return draws of the sum of strata that know nothing of each other."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, 1]))
    found = np.zeros(draws)
    for name in usable:
        one = alone[name].distribution
        if one is not None:
            found += one.sample(draws, rng)
    return found


def _beside(total: Estimate, together: Estimate) -> Estimate:
    """Return the sum with what the table of all says, and a warning where neither interval holds the other's number."""
    if together.refused:
        # A number that is refused is printed nowhere, not even to be compared with.
        return total.with_reasons(Reason("strata.together-refused", "note"))
    diagnostics = {**total.diagnostics, "together": _numbers(together)}
    point, other = total.point or 0.0, together.point or 0.0
    apart = not _holds(total, other) and not _holds(together, point)
    values = {"sum": round(point), "together": round(other)}
    key, gravity = ("strata.sum-apart", "warn") if apart else ("strata.sum-beside", "note")
    return replace(total, diagnostics=diagnostics).with_reasons(
        Reason(key, "warn" if gravity == "warn" else "note", values)
    )


def _holds(one: Estimate, number: float) -> bool:
    return (one.low is None or one.low <= number) and (one.high is None or number <= one.high)
