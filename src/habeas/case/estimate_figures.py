"""From the standing claims of a case to figures of a population: how many were held, came and went, each with the claim behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from habeas.case.case import Case
    from habeas.claims import Claim

_FLOWS: Final[Mapping[str, str]] = {
    "arrests": "in", "admissions": "in", "releases": "out", "deaths": "deaths",
}  # fmt: skip


def figures(case: Case, said: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the figures of a population that the standing claims of a case state, and those of its flows.

    Running totals begin on ``flow_since``; without it flows are of the time that the claim is about.
    """
    subjects = {said["subject"], *(one["from"] for one in said.get("conversions", ()))}
    for claim in case.state.claims.values():
        kind = _kind(claim, said, subjects)
        if kind is not None:
            yield from _figure(case, claim, kind, said)


def _kind(claim: Claim, said: Mapping[str, Any], subjects: set[str]) -> str | None:
    from habeas.amount import Amount

    if not claim.stands or claim.polarity != "affirmed" or claim.span is None or not isinstance(claim.value, Amount):
        return None
    if claim.modality not in ("fact", "estimate"):
        return None
    if claim.predicate == "population" and claim.subject in subjects:
        return "stock"
    flow = _FLOWS.get(claim.predicate)
    if flow is None or claim.subject not in said.get("flows", ()):
        return None
    only = said.get("flow_who")
    if only is not None and claim.value.who not in only:
        return None
    return f"{flow}_total" if "flow_since" in said else flow


def _figure(case: Case, claim: Claim, kind: Any, said: Mapping[str, Any]) -> Iterator[Any]:
    from habeas.amount import Amount
    from habeas.estimation.population import Figure

    value, span = claim.value, claim.span
    assert isinstance(value, Amount)  # noqa: S101 - the caller has looked
    assert span is not None  # noqa: S101 - as above
    if (
        not value.known
        or (value.low is None and value.high is None and value.stated is None)
        or span.outer == (None, None)
    ):
        return
    source = case.state.sources.get(claim.citations[0].source) if claim.citations else None
    publisher = source.current.about.publisher or "" if source else ""
    yield Figure(
        ref=claim.id, kind=kind, amount=value, span=span, source=claim.speaker or publisher, scope=claim.subject,
        definition=value.who or "", since=said.get("flow_since"), derived_from=claim.derived_from,
    )  # fmt: skip
