"""Each place: its structure, its capacities, and the space each person has, held against the lines the standards draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from markupsafe import Markup

from habeas.amount import Amount
from habeas.claims import Claim
from habeas.findings import Finding
from habeas.publishing import labels, links, plots
from habeas.publishing.charts import Line
from habeas.publishing.context import Edition, Page
from habeas.publishing.figures import Row, fewer, implied, merged, of_claim, spread
from habeas.publishing.pages.section import Section, Sentence, about, drawn, facts, follow, table
from habeas.publishing.pages.series import subject_sections, subjects_of
from habeas.standards import Assessment, Requirement, instruments
from habeas.words import Lang, number

SPACE: Final = "area_per_person"
AREA: Final = "m2/person"
PLACES: Final = "places"
DRAWN: Final = 6
LEADS: Final = 2
_TOPICS: Final = ("structure", "capacity", "population", "admissions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A line of a standard, and what the readings say of it."""

    requirement: Requirement
    verdict: str
    measured: str
    readings: str
    note: Markup


def write(edition: Edition) -> None:
    """Write the list of places and a page for each place that a published claim speaks of."""
    found = of_case(edition)
    for rank, place in enumerate(found):
        page = edition.page(links.place_page(place))
        sections = _sections(page, place, charts=rank < DRAWN)
        title, lead = edition.subject(place), edition.t("place-lead")
        page.write("sections.html", title=title, here="places", lead=lead, sections=sections)
    page = edition.page("places/index.html")
    rows = [
        (place, len(edition.disclosed.by_subject[place]), _leads(page, place) if k < DRAWN else [])
        for k, place in enumerate(found)
    ]
    page.write("places.html", title=edition.t("places-title"), here="places", rows=rows)


def _leads(page: Page, place: str) -> list[Sentence]:
    return follow(page, about(page, [place], _TOPICS), LEADS, under=place)


def of_case(edition: Edition) -> list[str]:
    """Return the places that published claims speak of, the most spoken of first."""
    kinds = edition.view.about.subjects
    claims = [
        one
        for name, own in edition.disclosed.by_subject.items()
        if name in kinds and kinds[name].type == "place"
        for one in own
    ]
    return subjects_of(edition, claims)


def _sections(page: Page, place: str, *, charts: bool) -> list[Section]:
    edition = page.edition
    topic = edition.view.vocabulary.topic
    own = [claim for claim in edition.disclosed.by_subject[place] if topic(claim.predicate) in _TOPICS]
    built = [claim for claim in own if topic(claim.predicate) == "structure"]
    follows = follow(page, [one for one in about(page, [place], ("structure",)) if not _spacious(one)], 4, under=place)
    title, lead = edition.t("structure"), edition.t("structure-lead")
    found = [Section(id="structure", title=title, lead=lead, sentences=follows, facts=facts(page, built))]
    if charts:
        found += _capacity(page, place, own)
        found += _space(page, place, own)
        held = [claim for claim in own if topic(claim.predicate) in ("population", "admissions")]
        groups = ((("population",), False), (("admissions",), True))
        found += subject_sections(page, place, held, ("population", "admissions"), groups, named=False)
    else:
        rest = [claim for claim in own if topic(claim.predicate) != "structure"]
        found.append(Section(id="figures", title=edition.t("figures"), facts=facts(page, rest)))
    return [*found, *_conditions(page, place)]


def _capacity(page: Page, place: str, own: Sequence[Claim]) -> list[Section]:
    edition = page.edition
    rows: list[Row] = []
    for claim in own:
        if claim.predicate == "capacity" and isinstance(claim.value, Amount):
            kind = claim.value.capacity
            label = (
                edition.view.vocabulary.label("capacities", kind, edition.lang) if kind else edition.t("kind-unknown")
            )
            row = of_claim(
                edition, claim, label=label[:1].upper() + label[1:], below=labels.who(edition.view, claim, edition.lang)
            )
            if row is not None:
                rows.append(row)
    rows = fewer(
        [*merged(sorted(rows, key=lambda row: row.figure.anchor or 0), timeless=True), *implied(edition, place, PLACES)]
    )
    sentences = follow(page, about(page, [place], ("capacity",)), 4, under=place)
    if len(rows) < 2:
        rest = facts(page, [claim for claim in own if edition.view.vocabulary.topic(claim.predicate) == "capacity"])
        return (
            [Section(id="capacity", title=edition.t("capacity"), facts=rest, sentences=sentences)]
            if rest or sentences
            else []
        )
    low, high = spread(rows)
    title = edition.t("capacity-chart", subject=edition.subject(place), low=low, high=high)
    chart = plots.as_ranges(edition, f"capacity-{place}", rows, title, edition.t("capacity-subtitle"))
    return [
        Section(
            id="capacity",
            title=edition.t("capacity"),
            sentences=sentences,
            drawn=drawn(page, chart),
            table=table(page, rows),
        )
    ]


def _space(page: Page, place: str, own: Sequence[Claim]) -> list[Section]:
    edition = page.edition
    said = [
        of_claim(edition, claim, label=edition.t("as-published"), below=labels.who(edition.view, claim, edition.lang))
        for claim in own
        if claim.predicate == SPACE
    ]
    rows = [*implied(edition, place, AREA), *(row for row in said if row is not None)]
    rows = fewer(merged(sorted(rows, key=lambda row: row.figure.anchor or 0), timeless=True))
    if not rows:
        return []
    assessed = [one for one in edition.disclosed.assessed.get(place, ()) if _spatial(edition, one)]
    needs = [edition.view.requirements[one.requirement] for one in assessed] or [
        one for one in edition.view.requirements.values() if SPACE in one.indicators
    ]
    lines = _lines(needs, edition.lang)
    low, high = spread(rows)
    title = edition.t("space-chart", subject=edition.subject(place), low=low, high=high)
    chart = plots.as_ranges(edition, f"space-{place}", rows, title, edition.t("space-subtitle"), lines=lines)
    return [
        Section(
            id="space",
            title=edition.t("space"),
            sentences=follow(page, filter(_spacious, about(page, [place], ("structure",))), 3, under=place),
            drawn=drawn(page, chart),
            table=table(page, rows),
            thresholds=[_threshold(page, one) for one in assessed],
        )
    ]


def _spacious(one: Finding) -> bool:
    return one.result is not None and one.result.unit == AREA


def _spatial(edition: Edition, one: Assessment) -> bool:
    need = edition.view.requirements.get(one.requirement)
    return need is not None and SPACE in need.indicators and need.threshold is not None


def _lines(needs: Sequence[Requirement], lang: Lang) -> list[Line]:
    """Return one line a threshold, named by the instruments that draw it."""
    known = instruments()
    names: dict[Decimal, list[str]] = {}
    for need in needs:
        if need.threshold is not None:
            one = known.get(need.instrument)
            name = need.instrument if one is None else one.short_es if lang == "es" else one.short_en
            if name not in names.setdefault(need.threshold, []):
                names[need.threshold].append(name)
    return [Line(need, f"{number(need)} m² {', '.join(who)}") for need, who in names.items()]


def _threshold(page: Page, one: Assessment) -> Threshold:
    edition = page.edition
    measured = one.measured.text(edition.lang) if one.measured is not None else ""
    note = Markup().join(page.notes.claim(claim) for claim in edition.disclosed.grounds(one)[:8])
    passed = sum(reading.answer == "certain" for reading in one.readings)
    return Threshold(
        requirement=edition.view.requirements[one.requirement],
        verdict=one.verdict,
        measured=measured,
        readings=edition.t("readings", n=len(one.readings), passed=passed) if one.readings else "",
        note=note,
    )


def _conditions(page: Page, place: str) -> list[Section]:
    edition = page.edition
    own = edition.disclosed.assessed.get(place, ())
    if not own:
        return []
    counts = {
        verdict: sum(one.verdict == verdict for one in own)
        for verdict in ("not_met", "some_readings", "met", "no_evidence")
    }
    lead = edition.t("place-conditions", **counts)
    where = page.href(f"conditions.html#s-{links.slug(place)}")
    return [
        Section(id="conditions", title=edition.t("conditions"), lead=lead, more=[(where, edition.t("see-conditions"))])
    ]
