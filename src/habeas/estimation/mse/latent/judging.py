"""Whether runs have answered: what refuses an estimate by latent classes, and what is said beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from habeas.estimation.estimate import Reason, shown

RHAT: Final = (1.01, 1.05)
"""R-hat from which runs are warned of (Vehtari et al. 2021), and refused."""
ESS: Final = (400.0, 100.0)
"""Effective draws below which an interval is warned of (Vehtari et al. 2021), and refused: a tail of 2.5 % then rests on two or three draws."""
EVIDENCE: Final = (1.5, 3.0)
"""Logarithms by which the evidence of two runs may differ: a factor of 4.5 is warned of, one of 20 refused."""
APART: Final = 2.0
"""Two answers whose totals differ by this factor are no answer."""
ON_CAP: Final = 0.05
"""The share of the posterior at or above the cap from which the cap, not the lists, decides."""


def judged(diagnostics: Mapping[str, Any], runs: int) -> list[Reason]:
    """Return what the diagnostics of an estimate say against it."""
    return [*_runs(diagnostics, runs), *_draws(diagnostics), *_answers(diagnostics), *_cap(diagnostics)]


def _runs(diagnostics: Mapping[str, Any], runs: int) -> list[Reason]:
    found = []
    rhat, medians = diagnostics["rhat"], diagnostics["medians"]
    if runs < 2:
        found.append(Reason("latent.one-run", "warn"))
    if not rhat <= RHAT[0]:
        values = {"rhat": round(rhat, 3), "low": shown(min(medians)), "high": shown(max(medians)), "runs": runs}
        found.append(Reason("latent.runs-disagree", "warn" if rhat <= RHAT[1] else "refuse", values))
    evidence = diagnostics["log_evidence"]
    apart = max(evidence) - min(evidence) if evidence else 0.0
    if apart > EVIDENCE[0]:
        gravity = "refuse" if apart > EVIDENCE[1] else "warn"
        found.append(Reason("latent.runs-evidence", gravity, {"apart": round(apart, 1), "runs": runs}))  # type: ignore[arg-type]
    return found


def _draws(diagnostics: Mapping[str, Any]) -> list[Reason]:
    found = []
    if not diagnostics["ess"] >= ESS[0]:
        gravity = "warn" if diagnostics["ess"] >= ESS[1] else "refuse"
        found.append(Reason("latent.few-draws", gravity, {"found": round(diagnostics["ess"]), "wanted": round(ESS[0])}))  # type: ignore[arg-type]
    restarts = diagnostics["restarts"]
    if restarts is not None and min(restarts) == 0:
        found.append(Reason("latent.no-restart", "warn"))
    return found


def _answers(diagnostics: Mapping[str, Any]) -> list[Reason]:
    modes = diagnostics["modes"]
    first, last = modes[0], modes[-1]
    if last["total"] < APART * first["total"]:
        return []
    values = {
        "first": shown(first["total"]), "second": shown(last["total"]),
        "share": round(100 * first["share"]), "other": round(100 * last["share"]),
    }  # fmt: skip
    return [Reason("latent.two-answers", "refuse", values)]


def _cap(diagnostics: Mapping[str, Any]) -> list[Reason]:
    above, at = diagnostics["p_above_cap"], diagnostics["p_at_cap"]
    if above is None or max(above, at) <= ON_CAP:
        return []
    return [Reason("latent.on-cap", "refuse", {"share": round(100 * max(above, at))})]
