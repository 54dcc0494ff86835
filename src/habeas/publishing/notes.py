"""Footnotes: every sentence of the report carries a number, and the number leads to the claim and to the exact quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from habeas.claims import Claim
from habeas.findings import Finding
from habeas.standards import Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One footnote: the claims under a sentence, and the finding or the requirement that the sentence states, if any.

    ``told`` says in words where a count of records comes from.
    """

    number: int
    claims: tuple[Claim, ...]
    finding: Finding | None = None
    requirement: Requirement | None = None
    told: str = ""


class Notes:
    """The footnotes of one page, numbered in the order of first use; one note a claim and a finding."""

    def __init__(self, said: str) -> None:
        self._said = escape(said)
        self._notes: dict[str, Note] = {}

    def __bool__(self) -> bool:
        return bool(self._notes)

    def all(self) -> Sequence[Note]:
        """Return the notes so far, in order."""
        return list(self._notes.values())

    def claim(self, claim: Claim) -> Markup:
        """Cite one claim."""
        return self._cite(f"claim {claim.id}", (claim,))

    def finding(self, finding: Finding, claims: Sequence[Claim]) -> Markup:
        """Cite a finding, with the claims under it."""
        return self._cite(f"finding {finding.id}", tuple(claims), finding=finding)

    def requirement(self, requirement: Requirement) -> Markup:
        """Cite a requirement of an instrument."""
        return self._cite(f"requirement {requirement.id}", (), requirement=requirement)

    def count(self, told: str) -> Markup:
        """Cite the tables and the rule that a count of records comes from, in words."""
        return self._cite(f"count {told}", (), told=told)

    def _cite(
        self,
        key: str,
        claims: tuple[Claim, ...],
        *,
        finding: Finding | None = None,
        requirement: Requirement | None = None,
        told: str = "",
    ) -> Markup:
        first = key not in self._notes
        number = self._notes[key].number if key in self._notes else len(self._notes) + 1
        if first:
            self._notes[key] = Note(number=number, claims=claims, finding=finding, requirement=requirement, told=told)
        here = f' id="r-{number}"' if first else ""
        return Markup(  # noqa: S704 - numbers, and a word escaped above
            f'<sup class="fn"><a{here} href="#n-{number}" role="doc-noteref" aria-label="{self._said} {number}">'
            f"{number}</a></sup>"
        )
