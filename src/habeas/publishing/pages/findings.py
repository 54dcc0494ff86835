"""The list of findings, each with its arithmetic and the claims under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from habeas.claims import Claim
from habeas.findings import Finding
from habeas.publishing import links
from habeas.publishing.context import Edition
from habeas.publishing.leading import lead
from habeas.standards import Requirement

GROUNDS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A finding with what it rests on; ``behind`` is what stands behind its lead."""

    finding: Finding
    text: str
    behind: str
    claims: Sequence[Claim]
    requirements: Sequence[Requirement]
    more: int


def write(edition: Edition) -> None:
    """Write the pages of findings."""
    found = edition.disclosed.findings
    pages = links.pages_of("findings", len(found), links.FINDINGS_A_PAGE)
    title, lead = edition.t("findings-title"), edition.t("findings-lead", n=len(found))
    for number, path in enumerate(pages):
        page = edition.page(path)
        some = [
            show(edition, one) for one in found[number * links.FINDINGS_A_PAGE : (number + 1) * links.FINDINGS_A_PAGE]
        ]
        page.write(
            "findings.html", title=title, here="findings", lead=lead, shown=some, pages=pages, number=number,
            held=edition.disclosed.held_back["findings"],
        )  # fmt: skip


def show(edition: Edition, finding: Finding) -> Shown:
    """Return a finding with what it rests on."""
    claims = edition.disclosed.grounds(finding)
    needs = edition.view.requirements
    return Shown(
        finding=finding,
        text=lead(finding, edition.lang, edition.subject(finding.subject)),
        # The requirements stand in a list of their own, with the mark of those whose wording was not verified.
        behind="" if finding.kind == "unmet" else finding.more(edition.lang),
        claims=claims[:GROUNDS],
        requirements=[needs[name] for name in finding.requirements if name in needs],
        more=len(claims) - GROUNDS if len(claims) > GROUNDS else 0,
    )
