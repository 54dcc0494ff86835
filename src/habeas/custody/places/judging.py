"""Judgements: whether two mentions are one place, how sure that is, and why. A rule judges what is plain; the rest is for a person.

A false merge hides a place; a missed one shows it twice. So a rule says ``same`` only where a code, or a name together with a town or
an address, says so, and nothing speaks against it. Places with two codes are never one by a rule: the agency keeps them apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from habeas.custody.places.evidence import Evidence, Reason, reasons
from habeas.custody.places.mentions import Mention
from habeas.custody.places.names import WHOLE

Verdict = Literal["same", "different", "undecided"]
Grade = Literal["certain", "likely", "undecided"]
Source = Literal["rule", "list", "person"]
GRADES: Final[tuple[Grade, ...]] = ("certain", "likely", "undecided")


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether two mentions are one place.

    ``a`` and ``b`` are their places in the order of the mentions. ``grade`` is ``certain`` (nothing speaks against it) or ``likely``;
    ``source`` who judges: a rule, a list (its crosswalk says so), a person. ``by`` names the list, or the entry or line of the person's
    decision. ``reasons`` are what speaks for it, then what speaks against.
    """

    a: int
    b: int
    verdict: Verdict
    grade: Grade
    source: Source
    reasons: tuple[Reason, ...]
    by: str | None = None

    @property
    def pair(self) -> tuple[int, int]:
        """The two mentions, the earlier first."""
        return self.a, self.b


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a rule says of evidence: the verdict, how sure, and whether a list's word was needed for it."""

    verdict: Verdict
    grade: Grade
    by_list: bool = False


_DIFFERENT: Final = Ruling("different", "certain")
_UNDECIDED: Final = Ruling("undecided", "undecided")
_APART: Final = Ruling("different", "likely")


def rule(found: Evidence) -> Ruling:
    """Return what the rules say of two mentions."""
    if found.state is False:
        return _DIFFERENT
    if found.code:
        return _one_code(found)
    if found.functions is False:
        return _DIFFERENT if found.name.likeness == "unlike" else _APART
    if found.code is False:
        return _two_codes(found)
    return _no_code(found)


def _one_code(found: Evidence) -> Ruling:
    """One code is one place, unless neither name nor address agrees: then it may be one code for several sites."""
    if found.contradicts:
        return _UNDECIDED
    agree = found.name.likeness in {"same", "alike", "unsaid"} or found.address == "same"
    elsewhere = found.city is False and found.address != "same"
    return Ruling("same", "certain" if agree and not elsewhere and not found.denied else "likely")


def _two_codes(found: Evidence) -> Ruling:
    """Two codes are two places until somebody who looked says otherwise, and the names or addresses bear that out."""
    likeness = found.name.beside_town
    alike = likeness in {"same", "alike"}
    one_site = found.address == "same"
    if found.claimed and ((alike and found.city is not False) or one_site):
        return Ruling("same", "likely", by_list=True)
    if found.claimed:
        return _UNDECIDED
    here = alike and found.city is not False and found.address != "differs"
    next_door = likeness == "same" and found.city is True
    doubtful = here or next_door or (one_site and likeness != "unlike")
    return _UNDECIDED if doubtful and not found.denied else _APART


def _no_code(found: Evidence) -> Ruling:
    """Without a code on both sides a name has to agree with a town, or in part with an address, and no word may set them apart."""
    if found.name.apart or found.near is False:
        return _apart(found)
    here = found.city or (found.city is None and bool(found.near))
    likeness, site = found.name.beside_town, found.address
    ruling = _UNDECIDED
    if likeness == "same" and here:
        ruling = Ruling("same", "likely" if site == "differs" else "certain")
    elif likeness in {"same", "alike"} and site == "same":
        ruling = Ruling("same", "certain")
    elif _likely(found, here=here):
        ruling = Ruling("same", "likely")
    elif found.claimed and likeness != "unlike" and found.city is not False:
        ruling = Ruling("same", "likely", by_list=True)
    elif likeness in {"part", "unlike"} and not found.claimed and site != "same":
        by_name = found.name.likeness == "alike" and found.city is None
        close = by_name or (bool(found.near) and found.name.likeness != "unlike")
        ruling = _UNDECIDED if (likeness == "part" and here and site != "differs") or close else _APART
    if found.denied and ruling.verdict == "same":
        return _UNDECIDED
    return ruling


def _likely(found: Evidence, *, here: bool) -> bool:
    """Whether a name joins two mentions where no town or address is known, or in part, and nothing speaks against it."""
    likeness = found.name.beside_town
    if likeness == "same":
        return found.city is None and bool(found.name.shared)
    if found.name.sorts_differ:
        return False
    if likeness == "alike":
        return here and found.address == "unknown"
    return likeness == "part" and found.address == "same" and not found.name.by_town


def _apart(found: Evidence) -> Ruling:
    """Judge two that a word or a distance sets apart: where a list, one address or all other words join them, it is open."""
    doubtful = (
        found.claimed
        or found.address == "same"
        or (found.near and found.name.likeness != "unlike")
        or (found.name.share > WHOLE and not found.name.by_town and found.city is not False)
    )
    return _UNDECIDED if doubtful else _APART


def judge(a: int, b: int, mentions: Sequence[Mention], found: Evidence) -> Judgement:
    """Judge two mentions by the rules."""
    made = rule(found)
    source: Source = "list" if made.by_list else "rule"
    by = found.claimed[0] if made.by_list and found.claimed else None
    return Judgement(a, b, made.verdict, made.grade, source, reasons(mentions[a], mentions[b], found), by)


def strength(found: Evidence) -> tuple[float, ...]:
    """Return how much speaks for two mentions being one place, to order pairs of one grade: the more the better."""
    likeness = {"same": 3.0, "alike": 2.0, "part": 1.0}.get(found.name.likeness, 0.0)
    return (
        float(bool(found.code)),
        float(found.address == "same") + likeness / 2 + float(bool(found.city)) + float(bool(found.claimed)),
        found.name.share,
        float(bool(found.zip)),
        -(found.km or 0.0),
    )
