"""What a requirement is, and what an assessment of it says."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from habeas.amount import Amount, Answer

Verdict = Literal["met", "not_met", "some_readings", "no_evidence"]
Kind = Literal["field", "condition", "notice", "statistic"]
Level = Literal["person", "facility", "system"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A treaty, a set of rules or a body's standard, and the address where its text was read (None: not recorded)."""

    id: str
    en: str
    es: str
    short_en: str
    short_es: str
    part_en: str | None = None
    part_es: str | None = None
    address: str | None = None

    def text(self, lang: str) -> str:
        """Return the full name in a language."""
        return self.es if lang == "es" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One requirement of one instrument, in the project's own paraphrase.

    ``kind`` is field, condition, notice or statistic; ``level`` is person, facility or system. A measurable one has
    ``indicators`` (predicates of the vocabulary), ``unit``, ``comparator`` and ``threshold``; a yes/no one lists the ``values``
    of the predicate that meet it, and in ``partly`` those that leave it open. With a ``quotient`` (a, b) the measure is also a / b
    times ``scale``, over every pair of claims; ``ceiling`` marks a quotient at least as large as what the standard measures (the
    sanitary area is in it), which can show a breach and never compliance. ``part_only`` marks a field of which the indicators
    state only a part. ``verified`` is false where the wording was not checked against ``address``; show that mark wherever the
    row is shown. ``question`` is what to ask the authority. Equality covers every field.
    """

    id: str
    instrument: str
    article: str
    en: str
    es: str
    kind: Kind
    level: Level
    indicators: tuple[str, ...] = ()
    unit: str | None = None
    comparator: Literal[">=", ">", "<=", "<", "==", "in", "stated"] | None = None
    threshold: Decimal | None = None
    values: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    quotient: tuple[str, str] | None = None
    scale: Decimal = Decimal(1)
    ceiling: bool = False
    part_only: bool = False
    address: str | None = None
    verified: bool = False
    reference_en: str = ""
    reference_es: str = ""
    question_en: str = ""
    question_es: str = ""

    def text(self, lang: str) -> str:
        """Return the paraphrase in a language."""
        return self.es if lang == "es" else self.en

    def reference(self, lang: str) -> str:
        """Return instrument and article: ``Nelson Mandela Rules, rule 23(1)``."""
        return self.reference_es if lang == "es" else self.reference_en

    def question(self, lang: str) -> str:
        """Return the question to the authority, ready to send; empty where none is asked."""
        return self.question_es if lang == "es" else self.question_en


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read the claims on a measured requirement: the claims it takes, what they measure, and whether it is met."""

    claims: tuple[str, ...]
    measured: Amount
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What the accepted claims say about one requirement for one subject, always with the claims.

    ``met``: every reading of the claims meets it. ``not_met``: no reading does. ``some_readings``: some do, some do not, or the
    claims leave it open; of a field, that it is stated in part. ``no_evidence``: no accepted claim bears on it; never read as
    met or not met. A claim that leaves it open stands on both sides. ``measured`` is the interval that holds every reading, and
    ``readings`` are these, one for each claim or pair of claims. ``missing`` names the indicators that no claim states.
    ``allegations_only`` is true where every claim is an allegation. ``id`` is made of requirement and subject alone, so it names
    the same assessment whatever the evidence comes to say. Equality covers every field.
    """

    id: str
    requirement: str
    subject: str
    verdict: Verdict
    claims_for: tuple[str, ...] = ()
    claims_against: tuple[str, ...] = ()
    measured: Amount | None = None
    readings: tuple[Reading, ...] = ()
    missing: tuple[str, ...] = ()
    allegations_only: bool = False

    @property
    def claims(self) -> tuple[str, ...]:
        """Every claim it rests on, each once."""
        return tuple(dict.fromkeys((*self.claims_for, *self.claims_against)))
