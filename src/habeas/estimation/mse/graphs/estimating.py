"""The estimate by decomposable graphs: averaged over every graph that identifies the total, with what changes when prior, cap and grid do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from habeas.estimation.distribution import Distribution
from habeas.estimation.estimate import Estimate, Reason
from habeas.estimation.mse.graphs.chordal import EXACT_LISTS, graphs, pairs
from habeas.estimation.mse.graphs.posterior import CAP, RUNS, STEPS, Found, default_prior, find, knots_of
from habeas.estimation.mse.graphs.sampling import WALKED_LISTS
from habeas.estimation.mse.histories import Histories

Mode = Literal["identified", "dga"]
APART: Final = 0.1
"""Chains whose posteriors differ by more than this share from all together have not answered."""
_FAR: Final = 4_000
_EXACT_WORK: Final = 20_000_000
"""Graphs times totals up to which every total is looked at to check the interpolation."""
_QUICK: Final = 6
"""Up to this many lists other priors cost milliseconds."""


def posterior(table: Histories, *, prior: float | None = None, cap: float = CAP, **more: Any) -> Distribution:
    """Return the posterior of the total alone, for those who ask thousands of times: see :func:`estimate`."""
    return find(table.canonical(), prior=prior, cap=cap, **more).total


def estimate(
    table: Histories,
    *,
    level: float = 0.95,
    seed: int = 1,
    prior: float | None = None,
    cap: float = CAP,
    power: float = 1.0,
    mode: Mode = "identified",
    missing: ArrayLike | None = None,
    exact: bool = False,
    steps: int = STEPS,
    runs: int = RUNS,
    sensitivity: bool = True,
    progress: Callable[[float], None] | None = None,
) -> Estimate:
    """Return the total averaged over decomposable graphs (Madigan & York 1997).

    Up to seven lists every graph is gone through and nothing is random; above, ``runs`` chains of ``steps`` steps walk among them from ``seed``.
    ``prior`` is the prior count of each cell (2^-k unless given), ``cap`` the most on no list in multiples of those listed, ``power`` that of the prior
    of the total. ``mode`` ``identified`` leaves out the complete graph, under which nothing in the table says how many are missing, and reports its
    probability; ``dga`` counts it in, as the R package of that name does. ``missing`` gives the candidates one by one.
    """
    empty = [name for name, size in zip(table.lists, table.sizes, strict=True) if not size]
    kept = table.without(*empty).canonical() if empty else table.canonical()
    reasons = [Reason("graphs.empty-list", "note", {"list": name}) for name in empty]
    asked: dict[str, Any] = {
        "prior": prior,
        "cap": cap,
        "power": power,
        "missing": missing,
        "exact": exact,
        "steps": steps,
        "runs": runs,
        "seed": seed,
    }
    settings = _settings(kept, asked, mode)
    if kept.k < 2 or kept.k > WALKED_LISTS or kept.impossible:
        key = "graphs.impossible" if kept.impossible else "graphs.one-list" if kept.k < 2 else "graphs.too-many-lists"
        return _none(
            kept,
            level,
            settings,
            (*reasons, Reason(key, "refuse", {"found": kept.k, "most": WALKED_LISTS} if kept.k > WALKED_LISTS else {})),
        )
    found = find(kept, complete=mode == "dga", progress=progress, **asked)
    if found.spread is not None and found.spread > APART:
        reasons.append(Reason("graphs.chains-differ", "refuse", {"share": round(found.spread * 100), "runs": runs}))
    if kept.k > EXACT_LISTS and missing is None and len(knots_of(kept, max(round(cap * kept.n), 2))) >= _FAR:
        reasons.append(Reason("graphs.far-apart", "warn"))
    made = Estimate.of(
        found.total, level=level, method="graphs", quantity="total", listed=kept.n, assumption="graphs.assumption", settings=settings,
        diagnostics=_diagnostics(kept, found, cap), reasons=tuple(reasons),
    )  # fmt: skip
    if sensitivity and missing is None and kept.k <= _QUICK:
        made = replace(
            made, diagnostics={**made.diagnostics, "sensitivity": _sensitivity(kept, level, prior, cap, power)}
        )
    return made


def _settings(table: Histories, asked: Mapping[str, Any], mode: Mode) -> dict[str, Any]:
    """Return all that is needed to get the same numbers again."""
    names = ("cap", "power", *(("seed", "steps", "runs") if table.k > EXACT_LISTS else ()))
    prior = default_prior(table) if asked["prior"] is None else asked["prior"]
    given = None if asked["missing"] is None else [float(one) for one in np.asarray(asked["missing"])]
    grid = {"missing": given} if given is not None else {"exact": True} if asked["exact"] else {}
    return {"lists": list(table.lists), "mode": mode, "prior": prior, **{name: asked[name] for name in names}, **grid}


def _none(table: Histories, level: float, settings: dict[str, Any], reasons: tuple[Reason, ...]) -> Estimate:
    return Estimate(
        method="graphs", quantity="total", point=None, low=None, high=None, level=level, listed=table.n, assumption="graphs.assumption",
        settings=settings, reasons=reasons,
    )  # fmt: skip


def _diagnostics(table: Histories, found: Found, cap: float) -> dict[str, Any]:
    named = [f"{table.lists[a]} – {table.lists[b]}" for a, b in pairs(table.k)]
    return {
        "p_not_identified": found.p_not_identified,
        "p_at_cap": found.total.above(table.n + 0.95 * cap * table.n),
        "graphs": found.looked_at,
        "edges": {name: float(share) for name, share in zip(named, found.edges, strict=True)},
        "best": [
            {"edges": [name for at, name in enumerate(named) if code >> at & 1], "probability": share}
            for code, share in found.best
        ],
        **({} if found.spread is None else {"chains_apart": found.spread}),
    }


def _sensitivity(table: Histories, level: float, prior: float | None, cap: float, power: float) -> list[dict[str, Any]]:
    """Return what the answer would be under other priors, caps and powers, and with the complete graph counted in."""
    usual = default_prior(table) if prior is None else prior
    base: dict[str, Any] = {"prior": usual, "cap": cap, "power": power, "complete": False}
    changes: list[dict[str, Any]] = [
        {}, {"prior": usual / 4}, {"prior": 0.5}, {"prior": 1.0}, {"cap": cap / 3}, {"cap": cap * 3}, {"power": 0.0}, {"power": 2.0}, {"complete": True}, {"exact": True},
    ]  # fmt: skip
    rows = []
    for change in changes:
        if change.get("exact") and len(graphs(table.k)) * cap * table.n > _EXACT_WORK:
            continue
        asked = {**base, **change}
        found = find(table, **asked)
        span = found.total.interval(level)
        rows.append({
            "changed": next(iter(change), None), "prior": asked["prior"], "cap": asked["cap"], "prior_power": asked["power"],
            "estimate": found.total.median, "low": span.low, "high": span.high, "p_not_identified": found.p_not_identified,
        })  # fmt: skip
    return rows
