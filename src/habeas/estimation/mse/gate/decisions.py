"""A decision on the record to give an estimate although a reason refuses it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from habeas import words
from habeas.estimation.estimate import Estimate, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who set which reason aside (its message key), when, and why; it is printed wherever the estimate is."""

    reason: str
    who: str
    when: date
    why: str

    def text(self, lang: words.Lang) -> str:
        """Return the decision in words."""
        return words.text("gate.decision", lang, who=self.who, when=self.when, why=self.why)


def noted(reasons: Iterable[Reason], decisions: Sequence[Decision]) -> tuple[Reason, ...]:
    """Return a note for every decision that sets aside one of the reasons."""
    refusing = {one.key for one in reasons if one.gravity == "refuse"}
    return tuple(
        Reason("gate.decided", "note", {"decision": one, "reason": one.reason})
        for one in decisions
        if one.reason in refusing
    )


def decided(estimate: Estimate, decisions: Sequence[Decision]) -> Estimate:
    """Return the estimate with the decisions as its override, if they set aside every reason that refuses it; else as it is."""
    refusing = {one.key for one in estimate.reasons if one.gravity == "refuse"}
    taken = [one for one in decisions if one.reason in refusing]
    if not refusing or refusing - {one.reason for one in taken}:
        return estimate
    return estimate.overridden("; ".join(f"{one.who}, {one.when.isoformat()}: {one.why}" for one in taken))
