"""The estimate by log-linear models: what can be chosen among, the choice, the interval with the choice made anew, and what speaks against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from habeas.errors import InputError
from habeas.estimation.distribution import Floats
from habeas.estimation.estimate import Estimate, Reason
from habeas.estimation.mse.histories import Histories
from habeas.estimation.mse.loglinear.bootstrap import acceleration, bias, confidence, distribution, draw, interval
from habeas.estimation.mse.loglinear.choosing import ALL_LISTS, Choice, Chooser, Criterion, Search, begun
from habeas.estimation.mse.loglinear.fitting import opened
from habeas.estimation.mse.loglinear.sensitivity import of_sensitivity, sensitivity
from habeas.estimation.mse.loglinear.telling import diagnostics
from habeas.estimation.mse.loglinear.terms import optional_of

MOST_LISTS: Final = 10
"""The likelihood is a sum over all histories that could occur: 1,023 of ten lists, with 56 parameters for pairs."""
ORDERS: Final = {2: 2, 3: 2, 4: 3}
"""How many lists may interact at once where nothing is asked: for few lists as many as leave a total; pairs from five lists on, as in Silverman (2014)."""
STARTS: Final = 8
"""Where steps begin: without interactions, with all, and at six models drawn by chance."""
FAILED: Final = 0.05
"""More draws than this without a total, and the interval is that of the draws that are left."""
KEPT: Final = 0.5
_MOST_TERMS: Final = 62


def estimate(
    table: Histories,
    *,
    level: float = 0.95,
    seed: int = 1,
    criterion: Criterion = "bic",
    order: int | None = None,
    draws: int = 1000,
    search: Search | None = None,
    average: bool = False,
    sensitive: bool = True,
    progress: Callable[[float], None] | None = None,
) -> Estimate:
    """Return the total of the log-linear model that a criterion chooses, with an interval into which the choice goes.

    At most ``order`` lists interact (three lists: 2, four: 3, more: 2, unless given). ``search`` goes through ``all`` models (up to five lists unless given), or
    by ``steps`` from several starts. Models from which no total follows are left out, and counted in the diagnostics. ``average`` weighs totals by exp(-BIC/2)
    instead of taking the best. The interval is the BCa interval of ``draws`` tables, in each of which the model is chosen anew; its ``distribution`` has
    that interval at every level. ``draws=0`` gives no interval. ``sensitive`` also gives the total under other choices. What cannot be estimated is a reason and no error; settings that cannot be are an
    :class:`~habeas.errors.InputError`.
    """
    kept, notes = _held(table)
    given = _order(kept.k, order), criterion, search or ("all" if kept.k < ALL_LISTS else "steps")
    _check(kept.k, given, draws)
    settings = {
        "lists": list(kept.lists), "criterion": criterion, "order": given[0], "search": given[2], "average": average, "draws": draws, "seed": seed,
    }  # fmt: skip
    reason = _unanswerable(kept)
    if reason is not None:
        return _none(kept, level, settings, (*notes, reason))
    cells, allowed = opened(kept)
    chooser = Chooser(kept.k, given[0], allowed, criterion, given[2], average)
    chosen, again = begun(chooser, cells, seed, STARTS)
    told = diagnostics(kept, cells, allowed, chooser, chosen)
    if not np.isfinite(chosen.total):
        return replace(
            _none(
                kept, level, settings, (*notes, Reason("loglinear.none-identified", "refuse", {"n": told["models"]}))
            ),
            diagnostics=told,
        )
    others = sensitivity(chooser, cells, chosen) if sensitive else []
    told = {**told, "sensitivity": others}
    made = Estimate(
        method="loglinear", quantity="total", point=chosen.total, low=None, high=None, level=level, listed=kept.n,
        assumption=f"loglinear.assumption{'-two' if kept.k == 2 else ''}", settings=settings, diagnostics=told,
        reasons=(*notes, *_of_choice(told), *of_sensitivity(others, chosen.total, kept.n)),
    )  # fmt: skip
    return _with_interval(made, again, cells, chosen, progress) if draws else made


def totals(
    tables: ArrayLike,
    *,
    criterion: Criterion = "bic",
    order: int | None = None,
    search: Search | None = None,
    average: bool = False,
    impossible: Iterable[int] = (),
) -> Floats:
    """Return the totals (b,) of tables (b, 2**k), one cell a bit mask of lists, infinite where none follows: the point of :func:`estimate`, and nothing else.

    The first cell of a table, those on no list, is not looked at. Raises :class:`~habeas.errors.InputError` for settings that cannot be.
    """
    cells = np.array(np.atleast_2d(np.asarray(tables, np.float64)))
    cells[:, 0] = 0.0
    k = int(cells.shape[1] - 1).bit_length()
    given = _order(k, order), criterion, search or ("all" if k < ALL_LISTS else "steps")
    _check(k, given, 0)
    if k > MOST_LISTS or 1 << k != cells.shape[1]:
        raise InputError("loglinear.no-table", found=cells.shape[1], most=1 << MOST_LISTS)
    allowed = np.ones(1 << k, np.bool_)
    allowed[[0, *impossible]] = False
    cells[:, ~allowed] = 0.0
    chooser = Chooser(k, given[0], allowed, criterion, given[2], average)
    if given[2] == "all":
        chooser = replace(chooser, first=chooser.neighbours(np.empty(0, np.int64)))
    return np.array([chooser(one).total for one in cells])


def _held(table: Histories) -> tuple[Histories, list[Reason]]:
    """Return the table without lists that hold nobody, its lists in the order of their names, and what is to be said of it."""
    empty = sorted(name for name, size in zip(table.lists, table.sizes, strict=True) if not size)
    if not empty:
        return table.canonical(), []
    kept = [at for at, size in enumerate(table.sizes) if size]
    off = sum(1 << at for at in range(table.k) if at not in kept)
    # A history stays impossible if it is so without the lists that hold nobody.
    barred = {
        sum(1 << new for new, old in enumerate(kept) if one >> old & 1) for one in table.impossible if not one & off
    }
    rest = table.without(*empty).forbidding(barred - {0})
    return rest.canonical(), [Reason("loglinear.empty-list", "note", {"list": name}) for name in empty]


def _order(k: int, order: int | None) -> int:
    return min(ORDERS.get(k, 2) if order is None else order, max(k - 1, 1) if k > 2 else 1)


def _check(k: int, given: tuple[int, str, str], draws: int) -> None:
    order, criterion, search = given
    if order < 1:
        raise InputError("loglinear.no-order", found=order)
    if criterion not in {"bic", "aic"}:
        raise InputError("loglinear.no-criterion", found=criterion)
    if search not in {"all", "steps"}:
        raise InputError("loglinear.no-search", found=search)
    if search == "all" and (k > ALL_LISTS or (k == ALL_LISTS and order > 2)):
        raise InputError("loglinear.too-many-models", lists=k, order=order, most=ALL_LISTS)
    if k <= MOST_LISTS and len(optional_of(k, order)) > _MOST_TERMS:
        raise InputError("loglinear.too-many-models", lists=k, order=order, most=ALL_LISTS)
    if draws < 0 or 0 < draws < 100:
        raise InputError("loglinear.too-few-draws", found=draws)


def _unanswerable(table: Histories) -> Reason | None:
    if table.k < 2:
        return Reason("loglinear.one-list" if table.k else "loglinear.nobody", "refuse")
    if table.k > MOST_LISTS:
        return Reason("loglinear.too-many-lists", "refuse", {"found": table.k, "most": MOST_LISTS})
    if any(int(one) in table.impossible for one in table.masks):
        return Reason("loglinear.impossible-seen", "refuse")
    return None


def _none(table: Histories, level: float, settings: dict[str, Any], reasons: Iterable[Reason]) -> Estimate:
    return Estimate(
        method="loglinear", quantity="total", point=None, low=None, high=None, level=level, listed=table.n,
        assumption=f"loglinear.assumption{'-two' if table.k == 2 else ''}", settings=settings, reasons=tuple(reasons),
    )  # fmt: skip


def _of_choice(told: dict[str, Any]) -> list[Reason]:
    found = []
    better = told["better_without_total"]
    if better:
        found.append(Reason("loglinear.better-without-total", "warn", {"n": len(better), "model": better[0]["model"]}))
    if told["never"]:
        found.append(Reason("loglinear.on-the-edge", "note", {"n": told["never"]}))
    if told.get("ends", STARTS) < STARTS // 2:
        found.append(Reason("loglinear.starts-differ", "warn", {"n": told["ends"], "starts": STARTS}))
    return found


def _with_interval(
    made: Estimate, chooser: Chooser, cells: Floats, chosen: Choice, progress: Callable[[float], None] | None
) -> Estimate:
    drawn = draw(chooser, cells, chosen.held, made.settings["draws"], seed=made.settings["seed"], progress=progress)
    z0, a = bias(chosen.total, drawn.totals), acceleration(drawn.without, drawn.persons)
    ordered, weight = confidence(drawn.totals, z0, a)
    span = interval(ordered, weight, made.level)
    failed = int(np.isinf(drawn.totals).sum())
    reasons = []
    if failed > FAILED * len(ordered) or span.high is None:
        reasons.append(Reason("loglinear.draws-fail", "refuse", {"share": f"{100 * failed / len(ordered):.0f}"}))
    elif span.high == ordered[-1] or span.low == ordered[0]:
        reasons.append(Reason("loglinear.end-of-draws", "warn", {"draws": len(ordered)}))
    if drawn.same < KEPT and optional_of(chooser.k, chooser.order).size:
        reasons.append(Reason("loglinear.choice-unsteady", "note", {"share": f"{100 * drawn.same:.0f}"}))
    told = {
        **made.diagnostics, "z0": z0, "acceleration": a, "draws_without_total": failed, "same_model": drawn.same,
        "left_out_without_total": int(np.isinf(drawn.without).sum()), "percentile": _ends(drawn.totals, made.level),
    }  # fmt: skip
    return replace(
        made, low=span.low, high=span.high, distribution=distribution(ordered, weight), diagnostics=told
    ).with_reasons(*reasons)


def _ends(totals: Floats, level: float) -> list[float | None]:
    """Return the interval of the draws as they came, for comparison."""
    span = interval(np.sort(totals), np.full(len(totals), 1 / len(totals)), level)
    return [span.low, span.high]
