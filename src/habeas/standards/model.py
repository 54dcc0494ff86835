"""What a requirement is, and what an assessment of it says."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from habeas.amount import Amount

Verdict = Literal["met", "not_met", "some_readings", "no_evidence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One requirement of one instrument, in the project's own paraphrase.

    ``kind`` is field, condition, notice or statistic; ``level`` is person, facility or system. A measurable one has an
    ``indicator`` (a predicate of the vocabulary), ``unit``, ``comparator`` and ``threshold``; a yes/no one lists the values of
    the predicate that meet it. ``verified`` is false where the wording was not checked against ``address``.
    """

    id: str
    instrument: str
    article: str
    en: str
    es: str
    kind: Literal["field", "condition", "notice", "statistic"]
    level: Literal["person", "facility", "system"]
    indicators: tuple[str, ...] = ()
    unit: str | None = None
    comparator: Literal[">=", ">", "<=", "<", "==", "in", "stated"] | None = None
    threshold: Decimal | None = None
    values: tuple[str, ...] = ()
    address: str | None = None
    verified: bool = False

    def text(self, lang: str) -> str:
        """Return the paraphrase in a language."""
        return self.es if lang == "es" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What the accepted claims say about one requirement for one subject, always with the claims.

    ``met``: every reading of the claims meets it. ``not_met``: no reading does. ``some_readings``: some do, some do not.
    ``no_evidence``: no accepted claim bears on it; never read as met or not met. ``measured`` is the interval compared.
    """

    id: str
    requirement: str
    subject: str
    verdict: Verdict
    claims_for: tuple[str, ...] = ()
    claims_against: tuple[str, ...] = ()
    measured: Amount | None = None
