"""What may leave the case (Invariant 8): only what is marked public, and what rests on nothing else.

A source leaves when its current version is marked ``public`` and it was not withdrawn; an unknown sensitivity is not public.
A claim leaves when it stands, every source it cites leaves, and it is not itself marked as anything but public: a claim that
names no sensitivity has that of the sources it quotes. A finding or an assessment leaves when every claim under it leaves. What stays is counted, and a source that stays is named by its id and hash alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from habeas.claims import Claim
from habeas.evidence import Citation, Source
from habeas.findings import Finding
from habeas.publishing.view import View
from habeas.standards import Assessment


@dataclass(frozen=True, slots=True)
class Quoted:
    """One citation of a published claim; ``turn`` counts the claim's citations from 1."""

    claim: Claim
    citation: Citation
    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """What may be shown of a view, indexed the ways its pages need, and how much is held back for which reason."""

    view: View
    sources: Mapping[str, tuple[Source, ...]]
    shut: Mapping[str, tuple[Source, ...]]
    claims: Mapping[str, Claim]
    by_subject: Mapping[str, Sequence[Claim]]
    by_source: Mapping[str, Sequence[Quoted]]
    findings: Sequence[Finding]
    placed: Mapping[str, Sequence[tuple[int, Finding]]]
    assessments: Sequence[Assessment]
    assessed: Mapping[str, Sequence[Assessment]]
    held_back: Mapping[str, int] = field(default_factory=dict)

    def about(self, subjects: Iterable[str]) -> list[Finding]:
        """Return the findings about any of the subjects, in their own order."""
        found = [placed for subject in dict.fromkeys(subjects) for placed in self.placed.get(subject, ())]
        return [finding for _, finding in sorted(found, key=lambda placed: placed[0])]

    def some(self, *topics: str, predicates: Sequence[str] = ()) -> list[Claim]:
        """Return the published claims of any of the topics or predicates, in the order of the case."""
        known = self.view.vocabulary
        return [
            claim
            for claim in self.claims.values()
            if claim.predicate in predicates or known.topic(claim.predicate) in topics
        ]

    def grounds(self, finding: Finding | Assessment) -> list[Claim]:
        """Return the claims under a finding or an assessment, in reading order."""
        ids = finding.claims if isinstance(finding, Finding) else (*finding.claims_for, *finding.claims_against)
        return [self.claims[one] for one in ids if one in self.claims]


def disclose(view: View) -> Disclosed:
    """Return what may be shown of a view."""
    sources = {name: versions for name, versions in view.sources.items() if _leaves(name, versions, view)}
    claims = {}
    held_back = dict.fromkeys(("not_decided", "set_aside", "withheld"), 0)
    for claim in view.claims.values():
        why = _kept(claim, sources)
        if why is None:
            claims[claim.id] = claim
        else:
            held_back[why] += 1
    findings = [one for one in view.findings if all(name in claims for name in one.claims)]
    assessments = [
        one for one in view.assessments if all(name in claims for name in (*one.claims_for, *one.claims_against))
    ]
    held_back["findings"] = len(view.findings) - len(findings)
    held_back["assessments"] = len(view.assessments) - len(assessments)
    return Disclosed(
        view=view,
        sources=dict(sorted(sources.items())),
        shut={name: versions for name, versions in sorted(view.sources.items()) if name not in sources},
        claims=claims,
        by_subject=_by_subject(claims),
        by_source=_by_source(claims),
        findings=findings,
        placed=_by_subject_placed(findings),
        assessments=assessments,
        assessed=_assessed(assessments),
        held_back=held_back,
    )


def _leaves(name: str, versions: Sequence[Source], view: View) -> bool:
    return bool(versions) and versions[-1].about.sensitivity == "public" and name not in view.withdrawn


def _kept(claim: Claim, sources: Mapping[str, Sequence[Source]]) -> str | None:
    if claim.status == "proposed":
        return "not_decided"
    if not claim.stands:
        return "set_aside"
    if claim.sensitivity not in (None, "public") or not claim.citations:
        return "withheld"
    return None if all(_cited_openly(citation, sources) for citation in claim.citations) else "withheld"


def _cited_openly(citation: Citation, sources: Mapping[str, Sequence[Source]]) -> bool:
    versions = sources.get(citation.source, ())
    return any(one.sha256 == citation.sha256 and one.about.sensitivity == "public" for one in versions)


def _by_subject(claims: Mapping[str, Claim]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in claims.values():
        found.setdefault(claim.subject, []).append(claim)
    return found


def _by_source(claims: Mapping[str, Claim]) -> dict[str, list[Quoted]]:
    found: dict[str, list[Quoted]] = {}
    for claim in claims.values():
        for turn, citation in enumerate(claim.citations, 1):
            found.setdefault(citation.source, []).append(Quoted(claim, citation, turn))
    return found


def _by_subject_placed(findings: Sequence[Finding]) -> dict[str, list[tuple[int, Finding]]]:
    found: dict[str, list[tuple[int, Finding]]] = {}
    for place, finding in enumerate(findings):
        found.setdefault(finding.subject, []).append((place, finding))
    return found


def _assessed(assessments: Sequence[Assessment]) -> dict[str, list[Assessment]]:
    found: dict[str, list[Assessment]] = {}
    for one in assessments:
        found.setdefault(one.subject, []).append(one)
    return found
