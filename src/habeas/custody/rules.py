"""Rules: how rows become stints and stays, as named choices, so that a count says by which rule it was made.

Source of the peers' rules: the published code and appendices of the Deportation Data Project (release of March 2026), of the
University of Washington Center for Human Rights and of the Vera Institute of Justice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from habeas.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way to turn rows into stints and stays.

    ``twins``: which of one person's rows are one row. ``bond``: equal in everything but provenance and bond. ``equal``: equal in
    everything but provenance.
    ``same_day``: what becomes of one person's other rows at one place that begin on one day. ``mark``: all are kept, and one that
    overlaps an earlier one is a possible twin. ``last``: only the last in order is kept, within one stay.
    ``without_id``: ``possible``: each may be a person of its own, and counts as possible only. ``persons``: each is a person.
    ``days-only``: each is a person in a census, and in no stay. ``left-out``: not used.
    ``by_stay_out``: a stay is one person, stay book-in and stay book-out, not book-in alone.
    ``stay_end``: a stay ends as ``published``, or with its last ``stint``.
    ``contradicted``: an open stint ended by the person's next stint, or by its stay's published end; else it is held on.
    ``paired``: counts are certain and possible; else both are the one number of the rule.
    ``midnight``: the moment of a day's midnight count: its ``end`` or its ``start`` (00:00).
    ``intervals``: rows bear the interval within which they begin and the one within which they end, and are certain only between the two.
    """

    name: str
    twins: Literal["bond", "equal"] = "bond"
    same_day: Literal["mark", "last", "keep"] = "mark"
    without_id: Literal["possible", "persons", "days-only", "left-out"] = "possible"
    by_stay_out: bool = False
    stay_end: Literal["published", "stint"] = "published"
    contradicted: bool = True
    paired: bool = True
    midnight: Literal["end", "start"] = "end"
    intervals: bool = False


HABEAS: Final = Rule(name="habeas")
DDP: Final = Rule(name="ddp-2026-03", same_day="last", without_id="days-only", contradicted=False, paired=False)
UWCHR: Final = Rule(
    name="uwchr",
    twins="equal",
    same_day="keep",
    without_id="left-out",
    contradicted=False,
    paired=False,
    midnight="start",
)
VERA: Final = Rule(
    name="vera",
    same_day="keep",
    without_id="persons",
    by_stay_out=True,
    stay_end="stint",
    contradicted=False,
    paired=False,
)
ROSTER: Final = Rule(name="roster", same_day="keep", stay_end="stint", contradicted=False, intervals=True)
"""For the runs of a register, which no row of a release contradicts: it is not among the rules that read a release."""

RULES: Final[Mapping[str, Rule]] = MappingProxyType({rule.name: rule for rule in (HABEAS, DDP, UWCHR, VERA)})


def rule_named(name: str) -> Rule:
    """Return the rule of a name; InputError names those there are."""
    found = RULES.get(name)
    if found is None:
        raise InputError("custody.rule-unknown", name=name, known=list(RULES))
    return found
