"""A synthetic case for looking at the report: public figures on El Salvador, in words of our own, beside invented sources."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from habeas.about import About, Question
from habeas.amount import Amount
from habeas.claims import Claim, Subject, Vocabulary, sentence
from habeas.evidence import CellQuote, Citation, Description, Extract, Sensitivity, Sheet, Source, TextQuote
from habeas.findings import Finding
from habeas.ledger import SourceState
from habeas.publishing import Head, View
from habeas.standards import Assessment, Requirement
from habeas.when import Span

HOSTILE = '<script>alert("x")</script> \u202ereversed\u202c 🚨 مرحبا ' + "w" * 400
SUBJECTS = {
    one.id: one
    for one in (
        Subject(id="cecot", type="place", en="CECOT", es="CECOT", links={"part_of": "sv-prisons"}),
        Subject(id="sv-prisons", type="system", en="Prisons of El Salvador", es="Centros penales de El Salvador"),
        Subject(id="el-salvador", type="country", en="El Salvador", es="El Salvador"),
        Subject(id="transfer", type="event", en="Transfer of March 2025", es="Traslado de marzo de 2025"),
        Subject(id="agreement", type="instrument", en="Agreement", es="Acuerdo", links={"covers": "transfer"}),
        Subject(id="order", type="instrument", en="Order of a judge", es="Orden de un juez"),
    )
}


def day(text: str) -> Span:
    """Return the day or period of an EDTF string."""
    return Span.from_edtf(text)


@dataclass
class Case:
    """A case being written: each statement becomes a line of its source, a quote and a claim."""

    lines: dict[str, list[str]] = field(default_factory=dict)
    abouts: dict[str, Description] = field(default_factory=dict)
    drafts: list[tuple[str, str, Claim]] = field(default_factory=list)
    grids: dict[str, list[list[str]]] = field(default_factory=dict)

    def source(self, name: str, sensitivity: Sensitivity | None = "public", **told: str) -> str:
        """Begin a source."""
        self.lines[name] = [f"{told.get('publisher', name)} reports."]
        self.abouts[name] = Description(sensitivity=sensitivity, language="en", **told)
        return name

    def says(
        self, source: str, words: str, subject: str, predicate: str, value: Amount | Span | str, **more: Any
    ) -> str:
        """Write one statement of a source and code it, and return the claim's id."""
        key = more.pop("key", f"{source}-{len(self.drafts)}")
        self.lines[source].append(words)
        more.setdefault("status", "accepted")
        claim = Claim(id=f"id-{key}", key=key, subject=subject, predicate=predicate, value=value, words=words, **more)
        self.drafts.append((source, words, claim))
        return claim.id

    def text(self, source: str) -> str:
        """Return the text of a source."""
        return "\n".join(self.lines[source]) + "\n"

    def built(self) -> tuple[dict[str, tuple[Source, ...]], dict[str, Extract], dict[str, Claim]]:
        """Return the sources, what was read out of each hash, and the claims with their citations."""
        sources: dict[str, tuple[Source, ...]] = {}
        extracts: dict[str, Extract] = {}
        claims: dict[str, Claim] = {}
        for name, told in self.abouts.items():
            digest = hashlib.sha256(self.text(name).encode("utf-8", "surrogatepass")).hexdigest()
            size = len(self.text(name))
            source = Source(
                id=name, version=1, file=f"{name}.md", kind="note", sha256=digest, size=size,
                media_type="text/markdown", about=told,
            )  # fmt: skip
            sources[name] = (source,)
            extracts[digest] = Extract(media_type="text/markdown", extractor="text-1", text=self.text(name))
        for name, words, claim in self.drafts:
            text = self.text(name)
            start = text.index(words)
            quote = TextQuote(exact=words, prefix="", suffix="", start=start, end=start + len(words))
            cited = Citation(source=name, sha256=sources[name][0].sha256, quote=quote)
            claims[claim.id] = replace(claim, citations=(cited,))
        return sources, extracts, claims


def amount(low: float | str | None, high: float | str | None, unit: str, **more: Any) -> Amount:
    """Return an amount between two bounds."""
    ends = [None if one is None else Decimal(str(one)) for one in (low, high)]
    return Amount.between(*ends, unit=unit, **more)


def written() -> Case:
    """Return the statements of the case."""
    case = Case()
    for name, publisher in (
        ("explainer", "AP"),
        ("visit", "VRT"),
        ("count", "La Prensa Gráfica"),
        ("list", "CBS News"),
    ):
        case.source(name, publisher=publisher, title=f"Report of {publisher}", published="2025-03")
    case.source("monitor", publisher="A monitor", title="Yearly report", url="https://example.org/report")
    for source, n in (("explainer", 8), ("visit", 8)):
        case.says(source, f"It has {n} buildings.", "cecot", "buildings", amount(n, n, "buildings"))
    case.says("visit", "Each has 32 cells.", "cecot", "cells_per_building", amount(32, 32, "cells/building"))
    case.says(
        "visit", "A cell measures 100 square metres.", "cecot", "cell_area", amount(100, 100, "m2/cell"), key="area"
    )
    for source, low, high, key in (("explainer", 65, 70, "a"), ("count", 80, 80, "b"), ("visit", 100, None, "c")):
        per = amount(low, high, "persons/cell", who="all held", capacity="design")
        case.says(source, f"A cell is for {low} to {high} persons.", "cecot", "persons_per_cell", per, key=f"per-{key}")
    held = {"who": "all held", "measure": "stock"}
    for source, low, kind in (("explainer", 40000, "official"), ("count", 20480, "design")):
        size = amount(low, low, "places", capacity=kind)
        case.says(
            source, f"It has room for {low}.", "cecot", "capacity", size, key=f"room-{low}", speaker="the government"
        )
    for source, low, high, when in (
        ("explainer", 36000, 36000, "2021-04"), ("count", 39538, 39538, "2022-03"), ("count", 97525, 97525, "2022-12"),
        ("monitor", 105000, 110000, "2023"), ("explainer", 110000, 110000, "2024-03"), ("monitor", 111207, None, "2024"),
    ):  # fmt: skip
        more: dict[str, Any] = {"derived_from": ("id-x",)} if low == 97525 else {}
        words = f"In {when} it held {low} to {high}."
        case.says(
            source, words, "sv-prisons", "population", amount(low, high, "persons", **held), span=day(when), **more
        )
    for speaker, low, high, when in (
        ("Cristosal", 139, 139, "2023-03-27"), ("Cristosal", 261, None, "2024-06"), ("a coalition", 170, 170, "2023-07"),
        ("Socorro Jurídico", 301, None, "2024-06-10"), ("Socorro Jurídico", 450, 450, "2025-10-31"),
    ):  # fmt: skip
        dead = amount(low, high, "persons", who="under the emergency", measure="deaths")
        words = f"{speaker} counts {low} by {when}."
        case.says("monitor", words, "el-salvador", "deaths_documented", dead, span=day(when), speaker=speaker)
    for source, low, high in (("list", 238, 238), ("count", 261, 261), ("explainer", 200, None)):
        moved = amount(low, high, "persons", who="on the flights")
        case.says(source, f"They moved {low} persons.", "transfer", "transferred", moved, span=day("2025-03-15"))
    case.says(
        "explainer", "It pays 6 million dollars.", "agreement", "sum_usd", amount(6000000, 6000000, "USD"), key="sum"
    )
    case.says("explainer", "It lasts one year.", "agreement", "duration_days", amount(365, 365, "days"), key="days")
    case.says("list", "The judge ruled on 15 March.", "order", "order_issued", day("2025-03-15"), key="ruled")
    case.says("list", "The flights landed on 16 March.", "transfer", "transfer_day", day("2025-03-16"), key="landed")
    case.says("explainer", "No visits are allowed.", "cecot", "family_visits", "none", key="visits")
    torture: dict[str, Any] = {"modality": "allegation", "speaker": "a former detainee"}
    case.says("monitor", "A man says he was beaten.", "cecot", "ill_treatment", "beatings", key="beaten", **torture)
    case.says("monitor", "The state calls it untrue.", "cecot", "official_denial", "It is untrue", key="untrue")
    return case


def requirement(name: str, threshold: float | None = None, **more: Any) -> Requirement:
    """Return a requirement."""
    more.setdefault("indicators", ("area_per_person",) if threshold else ("family_visits",))
    return Requirement(
        id=name, instrument="cpt" if threshold else "nmr", article="58", en=f"Need {name}.", es=f"Requisito {name}.",
        kind=more.pop("kind", "condition"), level="facility", reference_en=f"Rule {name}", reference_es=f"Regla {name}",
        threshold=None if threshold is None else Decimal(str(threshold)), **more,
    )  # fmt: skip


def finding(kind: Any, gravity: Any, subject: str, topic: str, claims: Sequence[str], **more: Any) -> Finding:
    """Return a finding whose sentence is one of the report's own."""
    key = more.pop("key", "publishing.chart-spread")
    values = {
        "subject": subject,
        "label": more.pop("predicate", topic),
        "low": "so much",
        "high": "more",
        "n": len(claims),
    }
    name = hashlib.sha256(f"{kind} {subject} {claims}".encode()).hexdigest()[:16]
    return Finding(
        id=name,
        kind=kind,
        gravity=gravity,
        subject=subject,
        topic=topic,
        key=key,
        values=values,
        claims=tuple(claims),
        **more,
    )


def findings(claims: Mapping[str, Claim]) -> list[Finding]:
    """Return what follows from the claims, as the room of findings would say it."""
    found = [
        finding(
            "contradiction", "error", "cecot", "capacity", ["id-room-40000", "id-per-a"], steps=("256 * 70 = 17,920",)
        ),
        finding("order", "warning", "transfer", "legal", ["id-ruled", "id-landed"]),
        finding("silence", "note", "cecot", "persons", [], requirements=("field",)),
    ]
    for key in ("a", "b", "c"):
        per = claims[f"id-per-{key}"].value
        assert isinstance(per, Amount)
        area = amount(100, 100, "m2/cell") / replace(per, who=None, capacity=None)
        one = finding("implied", "note", "cecot", "structure", ["id-area", f"id-per-{key}"], relation="area-per-person")
        found.append(replace(one, result=replace(area, unit="m2/person")))
    heads = [claim.id for claim in claims.values() if claim.predicate == "transferred"]
    price = finding("implied", "note", "agreement", "money", ["id-sum", "id-days", *heads], relation="cost")
    return [*found, replace(price, result=amount(55, 69, "USD/person/day"))]


def view(case: Case | None = None, **more: Any) -> View:
    """Return the view of a case; fields may be given instead."""
    sources, extracts, claims = (case or written()).built()
    vocabulary = Vocabulary.load()
    states = {name: SourceState(versions=versions) for name, versions in sources.items()}
    needs = {
        one.id: one
        for one in (
            requirement("three", 3.0, unit="m2/person", comparator=">="),
            requirement("four", 4.0, unit="m2/person", comparator=">=", verified=True),
            requirement("visits", values=("allowed",)),
            requirement("silent", indicators=("education",)),
            requirement("field", kind="field"),
        )
    }
    standing = {claim.key for claim in claims.values()}
    assessments: list[Assessment] = []
    if {"area", "visits"} <= standing:
        low = amount("0.5", "1.54", "m2/person")
        space = ("id-area", "id-per-a")
        assessments = [
            Assessment(
                id="1", requirement="three", subject="cecot", verdict="not_met", claims_against=space, measured=low
            ),
            Assessment(
                id="2", requirement="four", subject="cecot", verdict="some_readings", claims_for=space, measured=low
            ),
            Assessment(id="3", requirement="visits", subject="cecot", verdict="not_met", claims_against=("id-visits",)),
            Assessment(id="4", requirement="silent", subject="cecot", verdict="no_evidence"),
        ]
    made = View(
        about=about(),
        sources=sources,
        extract=extracts.get,
        claims=claims,
        findings=findings(claims) if {"area", "visits", "room-40000"} <= standing else [],
        assessments=assessments,
        requirements=needs,
        vocabulary=vocabulary,
        sentence=lambda claim, lang: sentence(claim, vocabulary, SUBJECTS, states, lang),
        version="0.0.0",
        head=Head(seq=7, hash="0f" * 32, time="2026-03-01T10:00:00Z"),
    )
    return replace(made, **more)


def about() -> About:
    """Return what the case is about."""
    topics = (
        ("structure", "capacity"),
        ("population",),
        ("deaths", "conditions"),
        ("transfer", "persons", "legal"),
        ("money",),
    )
    questions = tuple(
        Question(id=f"q{n}", en=f"Question {n}?", es=f"¿Pregunta {n}?", subjects=(), topics=own)
        for n, own in enumerate(topics, 1)
    )
    return About(
        title={"en": "A case", "es": "Un caso"},
        summary={"en": "What reports say.", "es": "Lo que dicen los informes."},
        period=None,
        languages=("en", "es"),
        ledger=None,
        originals=None,
        subjects=SUBJECTS,
        questions=questions,
    )


def sheet() -> tuple[Extract, CellQuote]:
    """Return an extract with one sheet, and a cell of it."""
    text = "year\theld\n2024\t110000\n"
    table = Sheet("Held", 0, ((4, 4), (4, 6)))
    extract = Extract(media_type="text/csv", extractor="csv-1", text=text, sheets=(table,))
    return extract, CellQuote(sheet="Held", row=2, column="B", exact="110000")


def today() -> date:
    """Return the day of the ledger's head."""
    return date(2026, 3, 1)
