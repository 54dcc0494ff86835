"""The whole judgement: of the table, of each estimate, and of estimates beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from statistics import median
from typing import Final

from habeas import words
from habeas.estimation.estimate import Estimate, Reason, shown
from habeas.estimation.mse.gate.decisions import Decision, decided, noted
from habeas.estimation.mse.gate.dropping import FEWEST, MOST, Posterior, dropped, of_dropped
from habeas.estimation.mse.gate.of_estimate import of_estimate, of_links
from habeas.estimation.mse.gate.of_table import of_table
from habeas.estimation.mse.histories import Histories

FLOORS: Final = frozenset({"chao", "floor"})
"""Methods that give a lower limit: what refuses a total does not refuse them, but for what takes their own ground away."""
_GROUND: Final = frozenset({
    "gate.nobody", "gate.one-list", "gate.no-overlap", "gate.little-overlap", "gate.identical", "gate.unconnected",
    "gate.avoiding",
})  # fmt: skip
"""Reasons that hold against a lower limit too: nobody is on two lists, or persons are on two only because the lists are copies; or lists avoid each
other, with which a limit that supposes persons of unlike visibility is too high."""
DIFFER: Final = 2.0
"""The missing of one method over those of another, from which it is told that the method matters."""


def judge(
    table: Histories,
    estimates: Sequence[Estimate] = (),
    *,
    independence_claim: str | None = None,
    linkage: Mapping[str, float] | None = None,
    decisions: Sequence[Decision] = (),
    drop: bool = True,
    posterior: Posterior | None = None,
) -> tuple[Reason, ...]:
    """Return what speaks against estimating from a table at all: of the lists, of the links, of estimators that disagree, of one list that decides.

    ``linkage`` holds shares of the variance (``share_linkage``, ``share_model``). ``decisions`` are noted where they set one of these reasons aside.
    ``drop`` leaves out each list in turn (by ``posterior``, else the graphs). What speaks against one estimate alone is :func:`of_estimate`;
    :func:`applied` puts both where they belong.
    """
    arranged = table.canonical()
    answers = [one for one in estimates if one.method not in FLOORS and one.point is not None and not one.refused]
    about = median(one.point for one in answers if one.point is not None) if answers else None
    found = of_table(arranged, total=about, independence_claim=independence_claim)
    if drop and not any(one.gravity == "refuse" for one in found):
        found += of_dropped(dropped(arranged, posterior))
    found += of_links(linkage or {})
    found += _beside(answers, [one for one in estimates if one.method in FLOORS])
    return (*found, *noted(found, decisions))


def applied(
    table: Histories,
    estimates: Sequence[Estimate],
    *,
    independence_claim: str | None = None,
    linkage: Mapping[str, float] | None = None,
    decisions: Sequence[Decision] = (),
    drop: bool = True,
    posterior: Posterior | None = None,
) -> tuple[Estimate, ...]:
    """Return the estimates with all that speaks against them, and with the decisions that set all refusals of one aside as its override.

    ``drop`` also hides each list from the graphs in turn (:func:`habeas.estimation.mse.calibration.hide_a_list`), which speaks against graphs alone.
    Estimators are held against each other only where they are not refused on their own account. A lower limit is refused only by what takes its ground
    away.
    """
    # Of two lists the graph that joins them says only what the claim answers: it is not held against the number again.
    answered = {"gate.not-identified"} if independence_claim and table.k == 2 else set()
    own = [
        one.with_reasons(*(reason for reason in of_estimate(one) if reason.key not in answered))
        if one.method not in FLOORS
        else one
        for one in estimates
    ]
    if drop:
        own = [one.with_reasons(*_known(table)) if one.method == "graphs" else one for one in own]
    own = _both_answers(own)
    common = judge(
        table, own, independence_claim=independence_claim, linkage=linkage, drop=drop, posterior=posterior
    )  # fmt: skip
    judged = []
    for one in own:
        kept = [reason for reason in common if one.method not in FLOORS or reason.key in _GROUND]
        whole = one.with_reasons(*kept)
        judged.append(decided(whole.with_reasons(*noted(whole.reasons, decisions)), decisions))
    return tuple(judged)


def _known(table: Histories) -> list[Reason]:
    """Return whether graphs find the sizes of lists that are hidden from them: an answer that is known, of populations that are not the whole."""
    from habeas.estimation.mse.calibration.hiding import hide_a_list, of_hidden

    return of_hidden(hide_a_list(table)) if FEWEST <= table.k <= MOST and not table.impossible else []


def _both_answers(estimates: Sequence[Estimate]) -> list[Estimate]:
    """Return the estimates in which a warning of two answers refuses, where two answers refuse another: a method that shows both is no way out of them."""
    key = "gate.two-answers"
    if not any(reason.key == key and reason.gravity == "refuse" for one in estimates for reason in one.reasons):
        return list(estimates)
    found = []
    for one in estimates:
        rest = [reason for reason in one.reasons if reason.key != key]
        mine = [Reason(key, "refuse", reason.values) for reason in one.reasons if reason.key == key]
        found.append(replace(one, reasons=()).with_reasons(*rest, *mine))
    return found


def _beside(answers: Sequence[Estimate], floors: Sequence[Estimate]) -> list[Reason]:
    """Return where estimators disagree: intervals with no number in common, or points that differ by more than a factor; and where one is below a floor."""
    found, apart = [], False
    for one, two in combinations(answers, 2):
        if _parted(one, two):
            apart = True
            found.append(Reason("gate.disagree", "refuse", _both(one, two)))
    if not apart:
        found += _differing(answers)
    for one in answers:
        found += [
            Reason("gate.below-floor", "warn", _both(one, floor))
            for floor in floors
            if one.high is not None and floor.low is not None and one.high < floor.low
        ]
    return found


def _differing(answers: Sequence[Estimate]) -> list[Reason]:
    points = sorted(
        (one for one in answers if one.point is not None and one.listed is not None),
        key=lambda one: (one.point or 0.0, one.method),
    )
    if len(points) < 2:
        return []
    first, last = points[0], points[-1]
    missing = [max((one.point or 0.0) - (one.listed or 0), 1.0) for one in (first, last)]
    return [Reason("gate.differ", "warn", _both(first, last))] if missing[1] > DIFFER * missing[0] else []


def _parted(one: Estimate, two: Estimate) -> bool:
    """Return whether two intervals have no number in common; an open end has them all."""
    return any(a.high is not None and b.low is not None and a.high < b.low for a, b in ((one, two), (two, one)))


def _both(one: Estimate, two: Estimate) -> dict[str, object]:
    return {
        "first": _method(one.method), "low": shown(one.low), "high": shown(one.high), "point": shown(one.point),
        "second": _method(two.method), "other_low": shown(two.low), "other_high": shown(two.high), "other": shown(two.point),
    }  # fmt: skip


def _method(method: str) -> words.Said:
    return words.Said(*_named(method, words.LANGUAGES))


def _named(method: str, langs: Iterable[words.Lang]) -> list[str]:
    return [words.text(f"estimation.method-{method}", lang) for lang in langs]
