"""What a person reviews: a reading of a source of the case, what was decided of it, and what of it has changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Literal

from habeas.reading import Mapped, Reading

State = Literal["open", "accepted", "rejected", "split", "confirm", "changed", "gone", "differ"]
"""``open``: nobody decided. ``confirm``: decided on an earlier version of the source. ``changed``, ``gone``: decided, and now
read otherwise, or no longer. ``differ``: coders decided otherwise."""
WAITING: Final[tuple[State, ...]] = ("open", "confirm", "changed", "gone", "differ")
WIDEST: Final = 2**53 - 1
"""The widest whole number that the ledger keeps."""
Verdict = Literal["accept", "reject", "split"]
Why = Literal["not_said", "wrong_number", "not_this_case", "repetition", "other"]

Offsets = tuple[int, int, int, int]
"""Where a passage begins, where its sentence does and ends, and where the passage ends."""

_TOLD: Final = (
    "kind", "value", "value_text", "low", "high", "qualifier", "unit", "as_of", "attributed_to", "who", "modality", "denied", "quote",
)  # fmt: skip
"""What of a reading a person decides on; its place, its confidence and the rules that fired are not among it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one coder decided of a reading: ``claims`` are those that it made, ``fields`` how each was coded.

    ``sha256`` names the version of the source that was read, ``preceded`` how many entries of the ledger were written with it,
    right before it. ``was`` is the id under which the reading was decided earlier, where a newer reader gave it another.
    """

    id: str
    seq: int
    actor: str
    time: str
    verdict: Verdict
    source: str
    sha256: str
    reading: Mapping[str, Any]
    passage: Offsets
    claims: tuple[str, ...] = ()
    fields: tuple[Mapping[str, str], ...] = ()
    corrected: tuple[str, ...] = ()
    why: str | None = None
    reason: str = ""
    preceded: int = 0
    was: str | None = None
    kept: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON of what was decided, by whom and why."""
        return {
            "seq": self.seq, "actor": self.actor, "verdict": self.verdict, "claims": list(self.claims),
            "corrected": list(self.corrected), "why": self.why, "reason": self.reason,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A reading of a source, as it stands in the queue.

    ``passage`` are four offsets of the source's text: what is shown begins at the first and ends at the last, the sentence that
    holds the quote stands between the other two. ``changed`` names what is read otherwise than when it was decided.
    ``subject`` is a subject of the case where the words name exactly one, ``candidates`` those that may be meant.
    """

    id: str
    source: str
    sha256: str
    reading: Reading
    passage: Offsets
    page: int | None
    state: State
    mapped: Mapped = field(default_factory=Mapped)
    decisions: tuple[Decision, ...] = ()
    changed: tuple[str, ...] = ()
    subject: str | None = None
    candidates: tuple[str, ...] = ()
    was: str | None = None

    @property
    def waiting(self) -> bool:
        """Whether it asks for a person."""
        return self.state in WAITING

    def parts(self, text: str) -> tuple[str, str, str]:
        """Return, of the text it was read from, what stands before its quote, the quote, and what follows."""
        before, _, _, after = self.passage
        start, end = self.reading.start, self.reading.end
        return text[before:start], text[start:end], text[end:after]

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON: the reading's own fields, and those of the queue."""
        return {
            "id": self.id,
            "source": self.source,
            "state": self.state,
            **self.reading.as_json(),
            "page": self.page,
            "predicate": self.mapped.predicate,
            "proposed": self.mapped.value,
            "subject_id": self.subject,
            "candidates": list(self.candidates),
            "changed": list(self.changed),
            "decisions": [one.as_json() for one in self.decisions],
        }


def offsets(raw: Any) -> Offsets:
    """Return the four offsets of a passage from the JSON that keeps them."""
    before, begins, ends, after = raw
    return before, begins, ends, after


def reading_id(source: str, reading: Mapping[str, Any], n: int) -> str:
    """Return ``r-`` and 12 hex digits: of the source, the kind, the value and the words, and the how-manieth such reading it is.

    When, by whom and how certainly it is said are not in it, nor where it stands: a newer reader that finds the same claim on the same words
    gives it the same id.
    """
    value = reading["value_text"] if reading["value_text"] is not None else reading["value"]
    if value is None:
        value = [reading["low"], reading["high"]]
    said = json.dumps([source, reading["kind"], value, reading["quote"], n], ensure_ascii=False, separators=(",", ":"))
    return f"r-{hashlib.sha256(said.encode()).hexdigest()[:12]}"


def differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the fields in which two readings, as JSON, say something else."""
    return tuple(name for name in _TOLD if str(one.get(name)) != str(other.get(name)))


def ledger_json(reading: Reading) -> dict[str, Any]:
    """Return a reading as the ledger takes it: binary fractions, and numbers wider than it keeps, are written as words."""
    return {name: str(value) if _unfit(value) else value for name, value in reading.as_json().items()}


def _unfit(value: object) -> bool:
    return isinstance(value, float) or (isinstance(value, int) and abs(value) > WIDEST)


def reading_from(raw: Mapping[str, Any]) -> Reading:
    """Return a reading from the JSON that it wrote."""
    made = dict(raw)
    for name in ("value", "low", "high"):
        made[name] = None if made[name] is None else Decimal(str(made[name]))
    made["confidence"] = float(made["confidence"])
    for name in ("chain", "cues"):
        made[name] = tuple(made[name])
    return Reading(**made)
