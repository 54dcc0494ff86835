"""From figures to the number held: pick, fit, and say of every figure and every source where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

import numpy as np

from habeas.errors import InputError
from habeas.estimation.estimate import Reason
from habeas.estimation.population import flows as flowing
from habeas.estimation.population import model, surprise
from habeas.estimation.population.figures import SIGNS, Conversion, Figure
from habeas.estimation.population.mixture import Mixture
from habeas.estimation.population.normal import seen_of
from habeas.estimation.population.parts import Figures, World
from habeas.estimation.population.reach import reach
from habeas.estimation.population.result import SHARES, PopulationEstimate, SourceBias, UsedFigure, WithoutSource
from habeas.estimation.population.taking import Picked, Taken, folded, pick
from habeas.estimation.population.timeline import By, Timeline

_LONGEST: Final = 366 * 200


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for besides the figures."""

    by: By
    level: float
    since: date | None
    until: date | None
    trusted: tuple[str, ...]


def estimate(
    figures: Iterable[Figure],
    *,
    scope: str | None = None,
    definition: str | None = None,
    by: By = "month",
    level: float = 0.95,
    since: date | None = None,
    until: date | None = None,
    conversions: Sequence[Conversion] = (),
    flow_scopes: Sequence[str] = (),
    without: Sequence[str] = (),
    trusted: Sequence[str] = (),
    each_source: bool = False,
    seed: int = 1,
) -> PopulationEstimate:
    """Estimate the number held on every day, week or month from rival figures and from flows.

    ``scope`` and ``definition`` choose the series (the one with most figures where they are not given); other series take part through
    ``conversions`` alone. ``flow_scopes`` names scopes whose flows are stated to be of this population. ``since`` and ``until``
    widen the days beyond the first and last figure. Sources ``without`` are left out; ``trusted`` ones are stated to have no bias.
    ``each_source`` fits again without each source in turn. Nothing here is random: ``seed`` is recorded and changes nothing.

    Raises :class:`~habeas.errors.InputError` where no figure is of the series, or none can be used.
    """
    picked = pick(
        figures, scope=scope, definition=definition, conversions=conversions, flow_scopes=flow_scopes, without=without
    )
    asked = _Asked(by=by, level=level, since=since, until=until, trusted=tuple(folded(one) for one in trusted))
    settings: dict[str, Any] = {
        "by": by, "level": level, "since": since.isoformat() if since else None, "until": until.isoformat() if until else None,
        "conversions": [one.as_json() for one in conversions], "flow_scopes": list(flow_scopes), "without": list(without),
        "trusted": list(trusted), "seed": seed,
        "priors": {name: {"median": one.median, "spread": one.spread, "points": list(one.points)} for name, one in model.PRIORS.items()},
    }  # fmt: skip
    made = _estimate(picked, asked, settings)
    return replace(made, without=_without_each(picked, asked, settings, made)) if each_source else made


def _estimate(picked: Picked, asked: _Asked, settings: dict[str, Any]) -> PopulationEstimate:
    taken = picked.stocks()
    if not taken:
        raise InputError(
            "population.nothing-used", scope=picked.key.scope or "–", definition=picked.key.definition or "–"
        )
    line = _line(picked, asked)
    names = sorted({one.figure.source for one in taken}, key=lambda one: (folded(one), one))
    flows = _flows(picked, line)
    stocks = _figures(taken, names, line)
    shown = line.shown(asked.by)
    days = np.stack([line.point(day) for day in shown])
    trusted = tuple(at for at, name in enumerate(names) if folded(name) in asked.trusted)
    world = World(stocks, tuple(flows), line, len(names), trusted)
    fit = model.fit(world, days)
    mixture = Mixture(fit.weight, fit.mean, fit.sd)
    known = world.covered
    told = dict(zip((id(one) for one in taken), surprise.each(fit, stocks), strict=True))
    return PopulationEstimate(
        scope=picked.key.scope, definition=picked.key.definition, by=asked.by, level=asked.level, days=tuple(shown),
        quantiles=mixture.quantiles(SHARES), covered=np.array([bool(known[round(line.at(day))]) for day in shown]),
        figures=tuple(_used(one, told.get(id(one))) for one in picked.figures),
        sources=_sources(names, taken, fit, asked.level), reasons=_reasons(picked, line, fit, names), settings=settings,
        diagnostics=_diagnostics(fit, flows), mixture=mixture,
    )  # fmt: skip


def _line(picked: Picked, asked: _Asked) -> Timeline:
    stocks = [one.figure for one in picked.stocks()]
    ends = [asked.since] if asked.since else []
    first = min([*(one.first for one in stocks), *ends])
    last = max([*(one.last for one in stocks), *([picked.window[1]] if picked.window else [])])
    last = max(last, asked.until) if asked.until else last
    if (last - first).days > _LONGEST:
        raise InputError("population.too-long", first=first, last=last, most=_LONGEST // 366)
    return Timeline.over(first, last if last > first else first + timedelta(days=1))


def _flows(picked: Picked, line: Timeline) -> list[flowing.Flow]:
    """Return the running totals of what came and went on the days on which both are known."""
    if picked.window is None:
        return []
    window = max(picked.window[0], line.first), min(picked.window[1], line.last)
    if window[0] >= window[1]:
        return []
    found = []
    for kind, sign in SIGNS.items():
        figures = flowing.added_up([one.figure for one in picked.flows(kind)])
        pairs = [(one, said) for one in figures if (said := reach(one.amount)) is not None]
        if pairs:
            found.append(flowing.flow(sign, [one for one, _ in pairs], [said for _, said in pairs], line, window))
    return found


def _figures(taken: Sequence[Taken], names: Sequence[str], line: Timeline) -> Figures:
    said = [one.reach for one in taken if one.reach is not None]
    turned = sorted({at for one in taken for at, _ in one.doubt})
    shared = np.zeros((len(taken), len(turned)))
    for row, one in enumerate(taken):
        for at, wide in one.doubt:
            shared[row, turned.index(at)] = wide
    return Figures(
        rows=line.rows([one.figure for one in taken]),
        seen=seen_of(said),
        sd=np.array([one.sd for one in said]),
        source=np.array([names.index(one.figure.source) for one in taken]),
        loose=np.array([one.figure.kind != "average" and one.figure.first < one.figure.last for one in taken]),
        shared=shared,
    )  # fmt: skip


def _used(one: Taken, told: Any) -> UsedFigure:
    figure, said = one.figure, one.reach
    low = None if said is None or not np.isfinite(said.low) else said.low
    high = None if said is None or not np.isfinite(said.high) else said.high
    if said is not None and said.exact and low is None:
        low, high = said.value - 1.645 * said.sd, said.value + 1.645 * said.sd
    value = said.value if said is not None else float(figure.value or 0)
    middle = figure.first + (figure.last - figure.first) // 2
    return UsedFigure(figure, one.use, middle, value, low, high, one.why, one.of, told)


def _sources(names: Sequence[str], taken: Sequence[Taken], fit: model.Fit, level: float) -> tuple[SourceBias, ...]:
    tail = (1 - level) / 2
    spread = Mixture(fit.weight, fit.bias_mean, np.maximum(fit.bias_sd, 1e-9), floor=-1.0)
    low, middle, high = spread.quantiles((tail, 0.5, 1 - tail))
    counts = [sum(one.figure.source == name for one in taken) for name in names]
    return tuple(
        SourceBias(name, counts[at], float(middle[at]), float(low[at]), float(high[at]), level)
        for at, name in enumerate(names)
    )


def _reasons(picked: Picked, line: Timeline, fit: model.Fit, names: Sequence[str]) -> tuple[Reason, ...]:
    found = []
    if len(names) == 1:
        found.append(Reason("population.one-source", "warn", {"source": names[0] or "–"}))
    if not fit.solved.settled:
        found.append(Reason("population.not-settled", "warn", {"rounds": fit.solved.rounds}))
    if not any(np.isfinite(one.reach.high) or one.reach.exact for one in picked.stocks() if one.reach):
        found.append(Reason("population.floor-only", "refuse"))
    last = max(one.figure.last for one in picked.stocks())
    if line.last > last:
        found.append(Reason("population.nowcast", "note", {"day": last}))
    if picked.window is None:
        found.append(Reason("population.without-flows", "note"))
    return tuple(found)


def _diagnostics(fit: model.Fit, flows: Sequence[flowing.Flow]) -> dict[str, Any]:
    """Return what was learned of the unknown shares: the mean of each under the evidence, and how the flows were laid."""
    learned = {
        name: float(sum(w * one[name] for w, one in zip(fit.weight, fit.grid, strict=True))) for name in model.PRIORS
    }
    signs = {1: "in", -1: "out"}
    laid = [
        {
            "flow": signs[one.sign],
            "first": one.first.isoformat(),
            "last": one.last.isoformat(),
            "roughness": one.roughness,
            "bending": one.bending,
            "error": one.error,
        }
        for one in flows
    ]
    return {
        "learned": learned, "settings_kept": len(fit.weight), "log_evidence": fit.evidence, "flows": laid,
        "truncation_rounds": fit.solved.rounds, "truncation_settled": fit.solved.settled,
    }  # fmt: skip


def _without_each(
    picked: Picked, asked: _Asked, settings: dict[str, Any], made: PopulationEstimate
) -> tuple[WithoutSource, ...]:
    """Fit again without each source of stocks; the days stay those of the whole."""
    whole = replace(asked, since=made.days[0], until=made.days[-1])
    found = []
    for source in sorted({one.figure.source for one in picked.stocks()}, key=lambda one: (folded(one), one)):
        kept = tuple(one for one in picked.figures if one.figure.source != source or not one.counts)
        rest = Picked(picked.key, kept, picked.window if _paired(kept) else None)
        if not rest.stocks():
            found.append(WithoutSource(source, made.days[-1], None, None, None))
            continue
        again = _estimate(rest, whole, settings).on(made.days[-1])
        found.append(WithoutSource(source, made.days[-1], again.point, again.low, again.high))
    return tuple(found)


def _paired(taken: Sequence[Taken]) -> bool:
    flows = {one.figure.flow for one in taken if one.counts}
    return {"in", "out"} <= flows
