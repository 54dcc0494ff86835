"""What a claim is: what one source says of one subject, in its own words, with who said it and what people decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from habeas.amount import Amount
from habeas.evidence import Citation, Sensitivity
from habeas.when import Span

Value = Amount | Span | str

Status = Literal["proposed", "accepted", "in_conflict", "rejected", "retracted"]
Polarity = Literal["affirmed", "denied"]
Modality = Literal["fact", "estimate", "target", "hypothetical", "allegation"]
SubjectType = Literal["place", "system", "country", "event", "instrument", "group", "person", "authority"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom or what claims are about, as the case names it. ``links`` name other subjects: ``{"part_of": "sv-prisons"}``."""

    id: str
    type: SubjectType
    en: str
    es: str
    links: Mapping[str, str] = field(default_factory=dict, hash=False)

    def text(self, lang: str) -> str:
        """Return the subject's name in a language."""
        return self.es if lang == "es" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a source says.

    ``value`` is an :class:`Amount` (a quantity), a :class:`Span` (a date said), or a string (a choice of the vocabulary, the
    id of another subject, or free words). ``span`` is the time the claim is about; ``said_on`` when the speaker said it.
    ``derived_from`` holds ids of the claims this figure was computed from: such a claim is no independent evidence.
    ``flags`` say what weakens it now: ``source-withdrawn``, ``source-changed``, ``superseded`` (a later claim has its key),
    ``base-unresolved`` and ``base-fallen`` (the claim it is a ratio of is unknown, or no longer stands). ``conflicts`` holds the
    ids of the claims it was set in conflict with. Equality covers every field.
    """

    id: str
    key: str
    subject: str
    predicate: str
    value: Value
    polarity: Polarity = "affirmed"
    modality: Modality = "fact"
    words: str = ""
    language: str | None = None
    speaker: str | None = None
    said_on: Span | None = None
    span: Span | None = None
    citations: tuple[Citation, ...] = ()
    derived_from: tuple[str, ...] = ()
    note: str = ""
    sensitivity: Sensitivity | None = None
    status: Status = "proposed"
    reason: str = ""
    flags: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether the claim counts as evidence now: accepted or in conflict, and what it rests on not withdrawn."""
        return self.status in ("accepted", "in_conflict") and "source-withdrawn" not in self.flags

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON: an amount, a span or a string as value; fields that are unknown or empty left out."""
        from habeas.claims.form import claim_json

        return claim_json(self)

    @classmethod
    def from_json(cls, made: Mapping[str, Any]) -> Claim:
        """Read what :meth:`as_json` wrote. Raises :class:`habeas.errors.InputError` on what it cannot have written."""
        from habeas.claims.form import claim_from

        return claim_from(made)
