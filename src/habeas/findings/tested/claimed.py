"""Claims of a case tested against records: each standing claim that counts persons of a place, or of all places, which the records have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from habeas.amount import Amount
from habeas.claims import Claim
from habeas.findings.tested.custody_tables import CustodyTables
from habeas.findings.tested.judging import hold_figure
from habeas.findings.tested.model import Figure, Measure, Tested, like
from habeas.findings.tested.records import Records
from habeas.findings.tested.series import SeriesTest

_MEASURES: Final[Mapping[str, Measure]] = {
    "population": "population",
    "admissions": "book-ins",
    "releases": "releases",
    "deaths": "deaths",
    "deaths_documented": "deaths",
}
"""What the predicates of the vocabulary measure, of those that records of custody can be asked for."""
_DOCUMENTED: Final = "deaths_documented"
_ALL_CONVICTED: Final = "all_convicted"
_EVERYBODY: Final = frozenset(
    {"", "all", "all held", "everybody", "everybody held", "todas", "todas las personas detenidas"}
)
_SAID: Final = frozenset({"fact", "estimate", "allegation"})

Who = tuple[tuple[str, str], ...]


class _Days(NamedTuple):
    first: date | None
    last: date | None


def findings_of(
    claims: Iterable[Claim],
    records: Records | Path,
    places: Mapping[str, str | None],
    *,
    who: Mapping[str, Who] | None = None,
    series: Sequence[SeriesTest] = (),
) -> list[Tested]:
    """Test the claims that stand and that records of custody can be asked for, in their order; ``figure.claim`` is the claim's id.

    ``records`` are open tables, or the folder of a release's tables of custody; of a folder, rows are counted and not located.
    ``places`` say which place of the records a subject of the case is, by its code; None for all places of the release together.
    Claims about any other subject, or with another predicate, are not for these records and give nothing. ``who`` says which
    records the words of a claim mean ("convicted": (("criminality", "convicted"),)); words that nobody explained are never guessed: such
    a claim is not testable, and says so. A claim that is like the figures of one of ``series`` is held to what that series teaches.
    """
    if isinstance(records, Path):
        with CustodyTables(records) as opened:
            return findings_of(claims, opened, places, who=who, series=series)
    known = {words.casefold(): pairs for words, pairs in (who or {}).items()}
    found = []
    for claim in claims:
        if not claim.stands or claim.subject not in places:
            continue
        tested = _tested(claim, records, places[claim.subject], known, series)
        if tested is not None:
            found.append(tested)
    return found


def _tested(
    claim: Claim,
    records: Records,
    place: str | None,
    who: Mapping[str, Who],
    series: Sequence[SeriesTest],
) -> Tested | None:
    """Test one claim; None where it is not of what records of custody count."""
    figure = figure_of(claim, place)
    if figure is None:
        return None
    if claim.polarity == "denied":
        return _untestable(figure, "tested.denied")
    if claim.modality not in _SAID:
        return _untestable(figure, "tested.not-accepted")
    if isinstance(claim.value, Amount):
        said = (claim.value.who or "").strip().casefold()
        if said not in _EVERYBODY and said not in who:
            return _untestable(figure, "tested.who-not-told", who=claim.value.who or "")
        figure = replace(figure, who=who.get(said, ()))
    if figure.measure != "population" and claim.span is not None and None in (figure.first_day, figure.last_day):
        return _untestable(figure, "tested.days-not-exact")
    alike = [one for one in series if one.tested and like(one.tested[0].figure, figure)]
    taught = {way: found for one in alike for way, found in one.tolerances(figure).items()}
    return hold_figure(figure, records, ways=list(taught) or None, tolerances=taught)


def _untestable(figure: Figure, reason: str, **values: object) -> Tested:
    return Tested(figure=figure, outcome="not-testable", judged=(), reason=reason, values=values)


def figure_of(claim: Claim, place: str | None) -> Figure | None:
    """Return the figure that a claim states of a place (None: of all); None where records of custody do not count such a thing.

    A population of a time of several days is one on some day of it. Deaths that somebody documented are a lower bound.
    """
    first, last = _days(claim)
    if claim.predicate == _ALL_CONVICTED and claim.value == "claimed":
        return Figure(
            measure="share", amount=Amount.exact(1), part=("criminality", "convicted"), universal="all",
            first_day=first, last_day=last, place=place, claim=claim.id,
        )  # fmt: skip
    measure = _MEASURES.get(claim.predicate)
    if measure is None or not isinstance(claim.value, Amount):
        return None
    amount = claim.value
    if claim.predicate == _DOCUMENTED and amount.qualifier == "exact" and amount.stated is not None:
        amount = Amount.at_least(amount.stated, unit=amount.unit, who=amount.who, measure=amount.measure)
    if amount.ratio is not None or (not amount.known and amount.qualifier != "about"):
        return None
    return Figure(measure=measure, amount=amount, first_day=first, last_day=last, place=place, claim=claim.id)


def _days(claim: Claim) -> _Days:
    """Return the first and the last day that a claim may be about, None where a side is open or only observed by then."""
    if claim.span is None:
        return _Days(None, None)
    first, last = claim.span.outer
    if first is None or last is None or claim.span.started is False or claim.span.ended is False:
        return _Days(None, None)
    return _Days(first, last)
