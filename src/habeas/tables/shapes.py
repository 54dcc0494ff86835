"""The derived tables, column by column, and the way back from rows to claims, findings and assessments.

Every table has plain columns for analysts (``low`` and ``high`` as doubles, dates as ISO strings) and a column ``body`` with
the whole thing as exact JSON, from which it is read back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import msgspec

from habeas import words
from habeas.amount import Amount
from habeas.claims import Claim
from habeas.evidence import CellQuote, as_json
from habeas.findings import Finding
from habeas.ledger import Entry, SourceState
from habeas.standards import Assessment, Reading
from habeas.tables.folder import Folder, Stamp

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]

_COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "sources": {
        "id": "s", "version": "i", "current": "b", "withdrawn": "b", "file": "s", "kind": "s", "sha256": "s", "size": "i",
        "media_type": "s", "ocr": "b", "title": "s", "publisher": "s", "author": "s", "published": "s", "url": "s", "language": "s",
        "obtained_how": "s", "obtained_by": "s", "obtained_on": "s", "licence": "s", "sensitivity": "s", "citation": "s",
    },
    "claims": {
        "id": "s", "key": "s", "subject": "s", "predicate": "s", "status": "s", "stands": "b", "polarity": "s",
        "modality": "s", "value": "s", "low": "f", "high": "f", "qualifier": "s", "unit": "s", "who": "s", "measure": "s",
        "capacity": "s", "first_day": "s", "last_day": "s", "speaker": "s", "flags": "s", "body": "s",
    },
    "citations": {
        "claim": "s", "source": "s", "sha256": "s", "quote": "s", "start": "i", "end": "i", "page": "i", "sheet": "s",
        "row": "i", "column": "s",
    },
    "decisions": {"claim": "s", "seq": "i", "kind": "s", "actor": "s", "time": "s", "reason": "s"},
    "findings": {
        "id": "s", "kind": "s", "gravity": "s", "subject": "s", "topic": "s", "text_en": "s", "text_es": "s",
        "more_en": "s", "more_es": "s", "low": "f", "high": "f", "unit": "s", "relation": "s", "body": "s",
    },
    "grounds": {"finding": "s", "place": "i", "claim": "s"},
    "assessments": {"id": "s", "requirement": "s", "subject": "s", "verdict": "s", "low": "f", "high": "f", "body": "s"},
}  # fmt: skip


def write_tables(
    folder: Folder,
    stamp: Stamp,
    *,
    sources: Mapping[str, SourceState],
    claims: Mapping[str, Claim],
    entries: Iterable[Entry],
    findings: Sequence[Finding],
    assessments: Sequence[Assessment],
) -> None:
    """Write every table of a case; see :class:`Folder` for what a failure leaves behind.

    ``entries`` are those of the ledger that stand, undone ones left out.
    """
    rows: dict[str, Iterable[Row]] = {
        "sources": _source_rows(sources),
        "claims": map(_claim_row, claims.values()),
        "citations": _citation_rows(claims.values()),
        "decisions": _decision_rows(claims, entries),
        "findings": map(_finding_row, findings),
        "grounds": _ground_rows(findings),
        "assessments": map(_assessment_row, assessments),
    }
    folder.write(stamp, {name: _table(name, made) for name, made in rows.items()})


def _table(name: str, rows: Iterable[Row]) -> pa.Table:
    import pyarrow as pa

    kinds = {"s": pa.string(), "i": pa.int64(), "f": pa.float64(), "b": pa.bool_()}
    schema = pa.schema([(column, kinds[kind]) for column, kind in _COLUMNS[name].items()])
    made = list(rows)
    return pa.Table.from_pydict({column: [row.get(column) for row in made] for column in schema.names}, schema=schema)


def _json(value: object) -> str:
    return msgspec.json.encode(value, order="sorted").decode()


def _source_rows(sources: Mapping[str, SourceState]) -> Iterator[Row]:
    for state in sources.values():
        for source in state.versions:
            row = as_json(source)
            about = row.pop("about")
            yield {**row, **about, "ocr": source.ocr, "current": source == state.current, "withdrawn": state.withdrawn}


def _bounds(amount: Amount | None) -> Row:
    if amount is None:
        return {}
    return {
        "low": None if amount.low is None else float(amount.low),
        "high": None if amount.high is None else float(amount.high),
        "unit": amount.unit,
    }


def _claim_row(claim: Claim) -> Row:
    value = claim.value
    first, last = claim.span.outer if claim.span is not None else (None, None)
    row: Row = {
        "id": claim.id,
        "key": claim.key,
        "subject": claim.subject,
        "predicate": claim.predicate,
        "status": claim.status,
        "stands": claim.stands,
        "polarity": claim.polarity,
        "modality": claim.modality,
        "value": value if isinstance(value, str) else value.text("en"),
        "first_day": first.isoformat() if first else None,
        "last_day": last.isoformat() if last else None,
        "speaker": claim.speaker,
        "flags": " ".join(claim.flags) or None,
        "body": _json(claim.as_json()),
    }
    if isinstance(value, Amount):
        row |= _bounds(value)
        row |= {"qualifier": value.qualifier, "who": value.who, "measure": value.measure, "capacity": value.capacity}
    return row


def _citation_rows(claims: Iterable[Claim]) -> Iterator[Row]:
    for claim in claims:
        for citation in claim.citations:
            quote = citation.quote
            row: Row = {"claim": claim.id, "source": citation.source, "sha256": citation.sha256, "quote": quote.exact}
            if isinstance(quote, CellQuote):
                yield {**row, "sheet": quote.sheet, "row": quote.row, "column": quote.column}
            else:
                yield {**row, "start": quote.start, "end": quote.end, "page": quote.page}


def _decision_rows(claims: Mapping[str, Claim], entries: Iterable[Entry]) -> Iterator[Row]:
    for entry in entries:
        if entry.about in claims and entry.kind.startswith("claim."):
            yield {
                "claim": entry.about,
                "seq": entry.seq,
                "kind": entry.kind,
                "actor": entry.actor,
                "time": entry.time,
                "reason": entry.reason or None,
            }


def _said(value: object) -> object:
    """Return a message's value in a form that JSON holds: numbers that choose a plural as they are, all else in words."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    said = {lang: words.say(value, lang) for lang in words.LANGUAGES}
    return said["en"] if said["en"] == said["es"] else said


def _unsaid(value: Any) -> object:
    return words.Said(**value) if isinstance(value, dict) else value


def _finding_row(one: Finding) -> Row:
    values = {name: _said(value) for name, value in one.values.items()}
    # Put into words once: its sentences are filled with the words, not with what they were made from.
    one = replace(one, values={name: _unsaid(value) for name, value in values.items()})
    body = {
        "key": one.key,
        "detail": one.detail,
        "values": values,
        "claims": one.claims,
        "requirements": one.requirements,
        "steps": one.steps,
        "result": one.result.as_json() if one.result is not None else None,
    }
    return {
        "id": one.id,
        "kind": one.kind,
        "gravity": one.gravity,
        "subject": one.subject,
        "topic": one.topic,
        "text_en": one.text("en"),
        "text_es": one.text("es"),
        "more_en": one.more("en") or None,
        "more_es": one.more("es") or None,
        "relation": one.relation,
        "body": _json(body),
        **_bounds(one.result),
    }


def _ground_rows(findings: Iterable[Finding]) -> Iterator[Row]:
    for one in findings:
        for place, claim in enumerate(one.claims):
            yield {"finding": one.id, "place": place, "claim": claim}


def _assessment_row(one: Assessment) -> Row:
    body = {
        "for": one.claims_for,
        "against": one.claims_against,
        "measured": one.measured.as_json() if one.measured is not None else None,
        "readings": [(reading.claims, reading.measured.as_json(), reading.answer) for reading in one.readings],
        "missing": one.missing,
        "allegations_only": one.allegations_only,
    }
    keys = {"id": one.id, "requirement": one.requirement, "subject": one.subject, "verdict": one.verdict}
    return {
        **keys,
        "body": _json(body),
        **{name: value for name, value in _bounds(one.measured).items() if name != "unit"},
    }


def load_claims(folder: Folder, **equal: object) -> dict[str, Claim]:
    """Return claims by id, in the order of the table."""
    found = (Claim.from_json(msgspec.json.decode(row["body"])) for row in folder.rows("claims", **equal))
    return {claim.id: claim for claim in found}


def load_findings(folder: Folder, **equal: object) -> list[Finding]:
    """Return findings, in the order of the table; their messages' values are words already."""
    return [_finding(row) for row in folder.rows("findings", **equal)]


def _finding(row: Row) -> Finding:
    body = msgspec.json.decode(row["body"])
    return Finding(
        id=row["id"],
        kind=row["kind"],
        gravity=row["gravity"],
        subject=row["subject"],
        topic=row["topic"],
        key=body["key"],
        values={name: _unsaid(value) for name, value in body["values"].items()},
        claims=tuple(body["claims"]),
        requirements=tuple(body["requirements"]),
        relation=row["relation"],
        result=Amount.from_json(body["result"]) if body["result"] is not None else None,
        steps=tuple(body["steps"]),
        detail=body["detail"],
    )


def load_assessments(folder: Folder, **equal: object) -> list[Assessment]:
    """Return assessments, in the order of the table."""
    made = []
    for row in folder.rows("assessments", **equal):
        body = msgspec.json.decode(row["body"])
        made.append(
            Assessment(
                id=row["id"],
                requirement=row["requirement"],
                subject=row["subject"],
                verdict=row["verdict"],
                claims_for=tuple(body["for"]),
                claims_against=tuple(body["against"]),
                measured=Amount.from_json(body["measured"]) if body["measured"] is not None else None,
                readings=tuple(
                    Reading(claims=tuple(claims), measured=Amount.from_json(measured), answer=answer)
                    for claims, measured, answer in body["readings"]
                ),
                missing=tuple(body["missing"]),
                allegations_only=body["allegations_only"],
            )
        )
    return made
