"""The estimate by latent classes: drawn by runs that share nothing, and given only where they agree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal

import numpy as np

from habeas.estimation.diagnostics import ess, rhat
from habeas.estimation.distribution import Distribution, Floats
from habeas.estimation.estimate import Estimate, Reason
from habeas.estimation.mse.gate.modes import humps
from habeas.estimation.mse.histories import Histories
from habeas.estimation.mse.latent.gibbs import Gibbs
from habeas.estimation.mse.latent.judging import judged
from habeas.estimation.mse.latent.model import Model
from habeas.estimation.mse.latent.tempering import Ladders

Sampler = Literal["tempered", "gradient", "gibbs"]
ENOUGH: Final = (1.01, 400.0)
"""R-hat and effective draws at which drawing stops (Vehtari et al. 2021)."""
STEPS: Final = 12


def estimate(
    table: Histories,
    *,
    level: float = 0.95,
    seed: int = 1,
    sampler: Sampler = "tempered",
    classes: int = 10,
    cap: float | None = None,
    runs: int = 4,
    warm: int = 800,
    draws: int = 800,
    blocks: int = 4,
    rungs: int | None = None,
    prior: tuple[float, float] = (0.25, 0.25),
    progress: Callable[[float], None] | None = None,
) -> Estimate:
    """Return the total under latent classes (Manrique-Vallier 2016), with a total N given a prior weight of 1/N.

    ``runs`` independent runs warm up for ``warm`` turns and draw ``draws`` at a time, at most ``blocks`` times, until they agree and hold enough
    effective draws. ``sampler`` ``tempered`` climbs ``rungs`` rungs from the prior to the posterior (as many as needed, unless given), ``gradient``
    follows slopes on the posterior alone, which is quicker and may miss a mode, and
    ``gibbs`` draws memberships, which is cheapest and often stays where it started. ``cap`` is the largest total allowed; none unless given. ``prior``
    is shape and rate of the gamma prior of the concentration. A table that cannot be answered, and runs that do not agree, give a refusal.
    """
    empty = [name for name, size in zip(table.lists, table.sizes, strict=True) if not size]
    kept = table.without(*empty).canonical() if empty else table.canonical()
    reasons = [Reason("latent.empty-list", "note", {"list": name}) for name in empty]
    settings: dict[str, Any] = {
        "lists": list(kept.lists), "sampler": sampler, "classes": classes, "cap": cap, "runs": runs, "warm": warm, "draws": draws,
        "blocks": blocks, "rungs": rungs, "prior": list(prior), "seed": seed, "steps": STEPS,
    }  # fmt: skip
    known: dict[str, Any] = {
        "method": "latent", "quantity": "total", "level": level, "listed": kept.n, "assumption": "latent.assumption", "settings": settings,
    }  # fmt: skip
    if kept.k < 2 or not kept.n:
        reasons.append(Reason("latent.one-list", "refuse"))
        return Estimate(point=None, low=None, high=None, reasons=tuple(reasons), **known)
    ladders = _drawn(
        Model.of(kept, classes, *prior), sampler=sampler, runs=runs, rungs=1 if sampler == "gradient" else rungs, warm=warm, draws=draws,
        blocks=blocks, seed=seed, progress=progress,
    )  # fmt: skip
    totals = np.array(ladders.totals).T
    within = totals if cap is None else _capped(totals, cap)
    if not within.size:
        reasons.append(Reason("latent.above-cap", "refuse", {"cap": cap}))
        return Estimate(point=None, low=None, high=None, reasons=tuple(reasons), **known)
    found = Distribution.of_draws(within)
    diagnostics = _diagnostics(ladders, totals, within, found, kept.n, cap=cap)
    made = Estimate.of(found, diagnostics=diagnostics, reasons=tuple(reasons), **known)
    return made.with_reasons(*judged(diagnostics, runs))


def _drawn(
    model: Model, *, sampler: Sampler, runs: int, rungs: int | None, warm: int, draws: int, blocks: int, seed: int,
    progress: Callable[[float], None] | None,
) -> Ladders | Gibbs:  # fmt: skip
    done, whole = 0, warm + draws * blocks

    def told(turns: int) -> None:
        nonlocal done
        done += turns
        if progress is not None:
            progress(done / whole)

    rng = np.random.default_rng(seed)
    ladders = Gibbs(model, runs, rng) if sampler == "gibbs" else Ladders(model, runs, rungs, STEPS, rng)
    ladders.warm(warm, told)
    for _ in range(blocks):
        ladders.walk(draws, told)
        logs = np.log(np.array(ladders.totals).T)
        if rhat(logs) <= ENOUGH[0] and ess(logs) >= ENOUGH[1]:
            break
    if progress is not None:
        progress(1.0)
    return ladders


def _capped(totals: Floats, cap: float) -> Floats:
    """Return the draws (runs, fewest left) not above a cap: those of the posterior under a prior that ends there."""
    left = [run[run <= cap] for run in totals]
    fewest = min(len(run) for run in left)
    return np.array([run[len(run) - fewest :] for run in left])


def _diagnostics(
    drawn: Ladders | Gibbs, totals: Floats, within: Floats, found: Distribution, listed: int, *, cap: float | None
) -> dict[str, Any]:
    logs = np.log(within)
    ladders = drawn if isinstance(drawn, Ladders) and drawn.rungs > 1 else None
    evidence = None if ladders is None else ladders.evidence()
    return {
        "rhat": round(rhat(logs), 4),
        "ess": round(ess(logs), 1),
        "medians": [float(np.median(run)) for run in within],
        "log_evidence": None if evidence is None else [round(float(one), 3) for one in evidence],
        "restarts": None if ladders is None else [int(one) for one in ladders.restarts],
        "rungs": 1 if ladders is None else ladders.rungs,
        "draws_by_run": int(within.shape[1]),
        "refused_exchanges": [] if ladders is None else [round(float(one), 3) for one in ladders.refused()],
        "classes_used": round(float(np.mean(drawn.classes)), 2),
        "p_at_cap": None if cap is None else found.above(listed + 0.95 * (cap - listed)),
        "p_above_cap": None if cap is None else float((totals > cap).mean()),
        "modes": [{"total": round(one.total, 1), "share": round(one.share, 4)} for one in humps(found, listed)],
    }
