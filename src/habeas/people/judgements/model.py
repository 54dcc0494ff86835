"""Judgements of persons about mentions: same, different or unsure, by whom, when and why; each is undone by an entry.

What stands is a fold: of the judgements of one person on one pair the last, once every undo has been heard. The order of the ledger
matters for nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from habeas.errors import InputError
from habeas.ledger import Draft, Entry, effective

Verdict = Literal["same", "different", "unsure"]
Pair = tuple[str, str]
VERDICTS: Final[tuple[Verdict, ...]] = ("same", "different", "unsure")
KINDS: Final[dict[str, Verdict]] = {f"person.{one}": one for one in VERDICTS}
FIRST, SECOND, SETTLES = 1, 2, 3
"""The rounds: of a first reviewer; of a second who did not see the first; of somebody who saw both and settles the pair."""


def pair_of(a: str, b: str) -> Pair:
    """Return two mentions as one pair, whichever was named first."""
    return (a, b) if a <= b else (b, a)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's word on whether two mentions are of one person.

    ``a`` and ``b`` are keys of mentions (``list:12 hex``), which survive that a list is read again and its rows are moved. ``by`` is who
    judged, ``when`` the moment (RFC 3339) or empty, ``where`` the number of the entry, or the file and line, that holds it. ``round`` is 1,
    2 for a second reviewer who did not see the first, or 3 for a judgement that settles what others disagree on: it goes before
    theirs on its pair. ``unsure`` asserts nothing and denies nothing. Equality covers every field.
    """

    verdict: Verdict
    a: str
    b: str
    reason: str
    by: str = ""
    when: str = ""
    where: str = ""
    round: int = FIRST

    @property
    def pair(self) -> Pair:
        """The two mentions, in one order."""
        return pair_of(self.a, self.b)


def judge(verdict: Verdict, a: str, b: str, reason: str, *, round: int = FIRST) -> Draft:  # noqa: A002 - the word of the body
    """Return the draft of the entry that says it.

    Raises :class:`InputError` without a reason, for one mention twice, or for a verdict or a round that there is not.
    """
    if verdict not in VERDICTS:
        raise InputError("judgements.verdict", found=verdict)
    if round not in (FIRST, SECOND, SETTLES):
        raise InputError("judgements.round", found=str(round))
    if not reason.strip():
        raise InputError("judgements.no-reason")
    if not a.strip() or not b.strip():
        raise InputError("judgements.no-mention")
    if a == b:
        raise InputError("judgements.one-twice", found=a)
    return Draft(kind=f"person.{verdict}", about=a, body={"with": b, "round": round}, reason=reason.strip())


def judgement_of(entry: Entry) -> Judgement | None:
    """Return the judgement that an entry holds, or None where it is of another kind."""
    verdict = KINDS.get(entry.kind)
    if verdict is None:
        return None
    other, at = entry.body.get("with", ""), entry.body.get("round", FIRST)
    return Judgement(
        verdict, entry.about, str(other), entry.reason, entry.actor, entry.time, str(entry.seq),
        at if at in (SECOND, SETTLES) else FIRST,
    )  # fmt: skip


def said_of(entries: Iterable[Entry]) -> tuple[Judgement, ...]:
    """Return every judgement that was not undone, those replaced later included, in the order of the ledger."""
    return tuple(one for entry in effective(entries) if (one := judgement_of(entry)) is not None)


def judgements_of(entries: Iterable[Entry]) -> tuple[Judgement, ...]:
    """Return the judgements that stand: undone ones left out (an undo of an undo heard), and of one person on one pair the last."""
    return standing(said_of(entries))


def standing(said: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return of each person's judgements on each pair the last, in the order in which they were said."""
    last: dict[tuple[str, Pair], Judgement] = {}
    for one in said:
        last.pop((one.by, one.pair), None)
        last[one.by, one.pair] = one
    return tuple(last.values())
