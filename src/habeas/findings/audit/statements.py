"""Statements: what a broken relation says is published, and what the other figures give, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from habeas.findings.audit.culprits import Broken, Explained, Term
from habeas.findings.audit.series import Additive, Between, One, Same, Share, Whole, learnt
from habeas.findings.audit.wording import Sentence, at_most, figure

_SHORT: Final = 0.9
"""Where parts are less than this of their total, it is rather lines that are missing than a figure that is wrong."""
_PAIR: Final = 4
"""A sum of more figures than this is one of lines, of which some may be missing."""
_EXACT: Final = 1e-4

Shown = Mapping[int, Mapping[str, Any]]
"""The figures that broken relations are of, by row."""


def statement(one: Broken, shown: Shown) -> Sentence:
    """Say what one relation expects and what is published."""
    rule = one.rule
    values: dict[str, object] = {"what": rule.said, "stated": figure(one.stated), "expected": figure(one.expected)}
    if isinstance(rule, Additive):
        return _sum(one, rule, values, shown)
    if isinstance(rule, Same):
        return _same(one, rule, values)
    if isinstance(rule, Between):
        return Sentence("audit.break-between", {**values, "least": figure(one.expected), "most": figure(one.weight)})
    if isinstance(rule, Share | One):
        return Sentence("audit.break-share" if isinstance(rule, Share) else "audit.break-one", values)
    times = isinstance(rule, Whole) and rule.times
    key = "days" if times else "whole" if isinstance(rule, Whole) and rule.weigh else "count"
    product = figure(one.stated * one.weight)
    return Sentence(f"audit.break-{key}", {**values, "weight": figure(one.weight), "product": product})


def _sum(one: Broken, rule: Additive, values: Mapping[str, object], shown: Shown) -> Sentence:
    """Say what parts add up to; of averages, what they give with their weights."""
    total = min(one.terms, key=lambda term: (term.coefficient >= 0, abs(term.value - one.stated)))
    told = {**values, "tolerance": at_most(one.tolerance / one.weight), "label": shown[total.row]["cell"]["label"]}
    if rule.weight or rule.weigh:
        key = "plain-mean" if _plain_mean(one, total, shown) else "mean"
    else:
        exact = one.tolerance < _EXACT and one.stated == round(one.stated)
        key = "short-sum" if short(one) else "sum" if exact else "rounded-sum"
    return Sentence(f"audit.break-{key}", told)


def _same(one: Broken, rule: Same, values: Mapping[str, object]) -> Sentence:
    """Say how two sums differ, or what one is of the other."""
    if rule.low == rule.high == 1:
        return Sentence("audit.break-same", values)
    ratio = figure(one.stated / one.expected) if one.expected else "–"
    low = len(one.parts) > _PAIR and one.stated < rule.low * one.expected
    key = "bounds" if not rule.learnt else "low-ratio" if low else "ratio"
    bounds = {"ratio": ratio, "low": rule.low, "high": rule.high, "learnt": learnt(rule.learnt)}
    return Sentence(f"audit.break-{key}", {**values, **bounds})


def _plain_mean(one: Broken, total: Term, shown: Shown) -> bool:
    """Whether the average of all is that of its parts as if each had the same weight."""
    measure = shown[total.row]["measure"]
    parts = [term.value for term in one.terms if term.coefficient > 0 and shown[term.row]["measure"] == measure]
    return len(parts) > 1 and abs(sum(parts) / len(parts) - one.stated) < 1e-6 * abs(one.stated)


def short(one: Broken) -> bool:
    """Whether the parts of a sum are so few that some are missing."""
    weighed = isinstance(one.rule, Additive) and (one.rule.weight or one.rule.weigh)
    many = isinstance(one.rule, Additive) and not weighed and len(one.parts) > _PAIR
    return many and 0 < one.expected < _SHORT * one.stated


def repair(explained: Explained, row: Mapping[str, Any]) -> Sentence | str:
    """Say which figure would fit, and over how many days it would be an average, where that is what is wrong."""
    if explained.change is None:
        return ""
    fitting = row["value"] + explained.change
    for one in explained.relations:
        if isinstance(one.rule, Whole) and one.rule.times and row["value"]:
            days = fitting / row["value"] * one.weight
            if 0 < round(days) < one.weight and abs(days - round(days)) < 1e-3:
                told = {"fitting": figure(fitting), "days": one.weight, "fewer": round(days)}
                return Sentence("audit.fewer-days", told)
    return Sentence("audit.fitting", {"fitting": figure(fitting)})
