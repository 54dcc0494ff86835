"""What speaks against one estimate, from its own distribution and diagnostics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from habeas.estimation.estimate import Estimate, Reason, shown
from habeas.estimation.mse.gate.modes import humps

NOT_IDENTIFIED: Final = 0.1
"""Above this probability that no total follows from the lists, one in ten, the number is rather the prior's."""
ON_CAP: Final = (0.01, 0.05)
"""The share of a posterior in the last twentieth below its cap, from which it is warned, and refused: 0.05 is twice the tail of a 95 % interval."""
RUNS: Final = (1.05, 1.1)
"""R-hat from which runs are told to differ, and are refused (Gelman and Rubin 1992; 1.1 was their own limit, later ones are stricter)."""
TIMES: Final = (5.0, 10.0)
"""The total over those listed, from which it is warned, and refused: nine of ten persons are then the model's."""
WIDE: Final = 10.0
"""An interval whose upper limit is so many times its lower tells an order of magnitude."""
SETTLED: Final = 2.0
"""The missing under another prior or cap over those under the usual one, from which it is told that the choice of it matters."""
STRONGEST: Final = 0.5
"""A prior count in each cell above which a table of 31 sparse cells holds more invented persons than a cell has real ones: it proves nothing."""
APART: Final = (1.5, 3.0)
"""The missing of one answer over those of another, from which two answers are warned of, and refused."""


def of_estimate(estimate: Estimate) -> list[Reason]:
    """Return what speaks against an estimate: what its diagnostics and its distribution show. What it says against itself already is not said again."""
    found = [*_identified(estimate), *_converged(estimate), *_sized(estimate), *_answers(estimate), *_settled(estimate)]
    return [*found, *of_links(estimate.diagnostics)]


def of_links(shares: Mapping[str, object]) -> list[Reason]:
    """Return that the doubt about links outweighs the doubt about the model, from their shares of the variance."""
    linkage, model = (_number(shares, name) for name in ("share_linkage", "share_model"))
    if linkage is None or model is None or linkage <= model:
        return []
    values = {"linkage": f"{100 * linkage:.0f}", "model": f"{100 * model:.0f}"}
    return [Reason("gate.linkage", "warn", values)]


def _identified(estimate: Estimate) -> list[Reason]:
    found = []
    chance = _number(estimate.diagnostics, "p_not_identified")
    if chance is not None and chance > NOT_IDENTIFIED:
        found.append(Reason("gate.not-identified", "refuse", {"chance": f"{100 * chance:.0f}"}))
    if estimate.diagnostics.get("saturated_best") is True:
        found.append(Reason("gate.saturated", "refuse"))
    at = _number(estimate.diagnostics, "p_at_cap")
    if at is not None and at > ON_CAP[0]:
        share = f"{100 * at:.1f}".rstrip("0").rstrip(".")
        found.append(Reason("gate.on-cap", "refuse" if at > ON_CAP[1] else "warn", {"share": share}))
    return found


def _converged(estimate: Estimate) -> list[Reason]:
    rhat = _number(estimate.diagnostics, "rhat")
    if (
        rhat is None
        or rhat <= RUNS[0]
        or any(one.gravity == "refuse" and "runs" in one.key for one in estimate.reasons)
    ):
        return []
    return [Reason("gate.runs-differ", "refuse" if rhat > RUNS[1] else "warn", {"rhat": f"{rhat:.2f}"})]


def _sized(estimate: Estimate) -> list[Reason]:
    found = []
    if estimate.point is not None and estimate.listed:
        times = estimate.point / estimate.listed
        if times > TIMES[0]:
            values = {"times": f"{times:.1f}", "listed": estimate.listed}
            found.append(Reason("gate.many-times", "refuse" if times > TIMES[1] else "warn", values))
    if estimate.low and estimate.high is not None and estimate.high > WIDE * estimate.low:
        found.append(Reason("gate.wide", "warn", {"low": shown(estimate.low), "high": shown(estimate.high)}))
    return found


def _answers(estimate: Estimate) -> list[Reason]:
    """Return that the distribution has several humps, told by the two outermost that matter."""
    if estimate.distribution is None or estimate.listed is None:
        return []
    if any(one.gravity == "refuse" and one.key.endswith(".two-answers") for one in estimate.reasons):
        return []
    answers = humps(estimate.distribution, estimate.listed)
    if len(answers) < 2:
        return []
    first, last = answers[0], answers[-1]
    ratio = max(last.total - estimate.listed, 1.0) / max(first.total - estimate.listed, 1.0)
    if ratio < APART[0]:
        return []
    values = {
        "first": shown(first.total), "second": shown(last.total),
        "share": f"{100 * first.share:.0f}", "other": f"{100 * last.share:.0f}",
    }  # fmt: skip
    return [Reason("gate.two-answers", "refuse" if ratio > APART[1] else "warn", values)]


def _settled(estimate: Estimate) -> list[Reason]:
    """Return that another prior, cap or power decides the answer, where the estimate tells what they would give (diagnostic ``sensitivity``)."""
    rows = [
        one
        for one in estimate.diagnostics.get("sensitivity", ())
        if one.get("changed") in {"prior", "cap", "power"} and one["prior"] <= STRONGEST
    ]
    if estimate.point is None or estimate.listed is None or not rows:
        return []
    usual = max(estimate.point - estimate.listed, 1.0)
    ratios = [(max(row["estimate"] - estimate.listed, 1.0) / usual, row) for row in rows]
    far, row = max(ratios, key=lambda one: max(one[0], 1 / one[0]))
    if max(far, 1 / far) <= SETTLED:
        return []
    name = str(row["changed"]).replace("power", "prior_power")
    values = {"point": shown(estimate.point), "other": shown(row["estimate"]), "value": f"{row[name]:.3g}"}
    return [Reason(f"gate.set-{row['changed']}", "warn", values)]


def _number(values: Mapping[str, object], name: str) -> float | None:
    found = values.get(name)
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None
