"""Where everything stands in the site: one address for each page, and one anchor for each claim, finding and quote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Final

from habeas.claims import Claim
from habeas.findings import Finding
from habeas.publishing.disclosure import Disclosed

CLAIMS_A_PAGE: Final = 250
FINDINGS_A_PAGE: Final = 100
_LONGEST: Final = 80


@lru_cache(maxsize=200_000)
def slug(name: str) -> str:
    """Return a file name or anchor for any id: itself where it is one already, else shortened and told apart by its hash.

    Two ids never share a slug, also on file systems that do not tell capitals from small letters.
    """
    plain = re.sub(r"[^a-z0-9_-]+", "-", name.lower()).strip("-")[:_LONGEST]
    return (
        plain
        if plain and plain == name
        else f"{plain or 'x'}-{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
    )


def mark(claim: Claim, turn: int = 1) -> str:
    """Return the anchor of a claim's quote on its source page; further citations of the claim are numbered."""
    return f"c-{slug(claim.id)}" if turn == 1 else f"c-{slug(claim.id)}.{turn}"


def source_page(source: str) -> str:
    """Return the page of a source, within a language's folder."""
    return f"sources/{slug(source)}.html"


def place_page(subject: str) -> str:
    """Return the page of a place, within a language's folder."""
    return f"places/{slug(subject)}.html"


def quote(claim: Claim, turn: int = 1) -> str:
    """Return the address of a claim's quote."""
    return f"{source_page(claim.citations[turn - 1].source)}#{mark(claim, turn)}"


def pages_of(stem: str, n: int, size: int) -> list[str]:
    """Return the names of the pages that a list of ``n`` needs: ``stem.html``, ``stem-2.html`` …; at least one."""
    return [f"{stem}.html" if k == 1 else f"{stem}-{k}.html" for k in range(1, max(1, -(-n // size)) + 1)]


class Atlas:
    """The addresses of the claims and findings of one report, within a language's folder."""

    def __init__(self, disclosed: Disclosed) -> None:
        topic = disclosed.view.vocabulary.topic
        self.groups: dict[tuple[str, str], list[Claim]] = {}
        for subject, claims in disclosed.by_subject.items():
            for claim in claims:
                self.groups.setdefault((subject, topic(claim.predicate)), []).append(claim)
        order = {name: place for place, name in enumerate(disclosed.view.vocabulary)}
        for group in self.groups.values():
            group.sort(key=lambda one: order[one.predicate])
        self._claims = dict(self._place_claims())
        self._findings = dict(_spread(disclosed.findings, "findings", FINDINGS_A_PAGE))

    def claim(self, claim: Claim) -> str:
        """Return the address of a claim in the claim tables."""
        return f"{self._claims[claim.id]}#{mark(claim)}"

    def finding(self, finding: Finding) -> str:
        """Return the address of a finding in the list of findings."""
        return f"{self._findings[finding.id]}#f-{slug(finding.id)}"

    def group(self, key: tuple[str, str]) -> list[str]:
        """Return the pages of the claims of one subject and topic."""
        stem = f"claims/{slug(key[0])}.{slug(key[1])}"
        return pages_of(stem, len(self.groups[key]), CLAIMS_A_PAGE)

    def _place_claims(self) -> Iterable[tuple[str, str]]:
        for key, claims in self.groups.items():
            pages = self.group(key)
            for place, claim in enumerate(claims):
                yield claim.id, pages[place // CLAIMS_A_PAGE]


def _spread(findings: Sequence[Finding], stem: str, size: int) -> Mapping[str, str]:
    pages = pages_of(stem, len(findings), size)
    return {one.id: pages[place // size] for place, one in enumerate(findings)}
