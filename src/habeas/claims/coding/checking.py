"""From the row of a file to a claim, every fault of the row noted on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, cast

from habeas.amount import Amount
from habeas.claims.coding.fields import DECISIONS, SENSITIVITIES, RowReader
from habeas.claims.coding.known import Known
from habeas.claims.coding.rows import Cell, Row
from habeas.claims.form import claim_id, proposal
from habeas.claims.model import Claim, Modality, Polarity
from habeas.errors import HabeasError, Problem
from habeas.evidence import Citation, Extract, Sensitivity, Source, make_citation
from habeas.when import Span

_PLACES: Final = ("quote", "sheet", "row", "column", "prefix", "suffix")


@dataclass(frozen=True, slots=True)
class Checked:
    """What one row says: its claim where nothing is wrong, the decision asked for, and the problems either way."""

    row: Row
    key: str | None
    claim: Claim | None
    decision: str
    reason: str
    problems: tuple[Problem, ...]

    @property
    def faulty(self) -> bool:
        """Whether the row cannot be used."""
        return self.claim is None or any(problem.gravity == "error" for problem in self.problems)

    @property
    def references(self) -> tuple[tuple[str, str], ...]:
        """The keys of other claims that this one names, each with the field that names it."""
        if self.claim is None:
            return ()
        value = self.claim.value
        ratio = (("value", value.ratio.of),) if isinstance(value, Amount) and value.ratio is not None else ()
        return (*(("derived_from", key) for key in self.claim.derived_from), *ratio)


class Checker:
    """Checks rows against what the case knows; the text of each source is fetched once."""

    def __init__(self, head: Mapping[str, Cell], file: str, known: Known) -> None:
        self.head, self.file, self.known = head, file, known
        self.texts: dict[str, Extract | HabeasError] = {}

    def check(self, row: Row) -> Checked:
        """Return what a row says, with all that is wrong with it."""
        reader = RowReader(row, self.head, self.file, self.known)
        if row.problems and not row.cells:
            return Checked(row, None, None, "propose", "", row.problems)
        key = reader.key()
        decision, reason = _decision(reader)
        claim = self._claim(reader, key)
        return Checked(row, reader.text("key"), claim, decision, reason, tuple(reader.problems))

    def _claim(self, reader: RowReader, key: str | None) -> Claim | None:
        subject = reader.subject()
        predicate = reader.predicate(subject)
        polarity = reader.label("polarity", "polarities", "affirmed")
        modality = reader.label("modality", "modalities", "fact")
        sensitivity = reader.one_of("sensitivity", SENSITIVITIES, None)
        span, said_on = reader.time("as_of", modality), reader.time("said_on", modality)
        value = None
        if predicate is not None:
            reader.definition(predicate)
            value = reader.value(predicate, modality)
        language = reader.language()
        source = self._source(reader)
        citation = self._citation(reader, source)
        if source is not None:
            _after_publication(reader, source, {"said_on": said_on, "as_of": span if modality == "fact" else None})
        wrong = any(problem.gravity == "error" for problem in reader.problems)
        if wrong or key is None or subject is None or predicate is None or value is None or citation is None:
            return None
        quote = citation.quote
        claim = Claim(
            id="",
            key=key,
            subject=subject,
            predicate=predicate.id,
            value=value,
            polarity=cast("Polarity", polarity),
            modality=cast("Modality", modality),
            words=quote.exact,
            language=language,
            speaker=reader.text("speaker"),
            said_on=said_on,
            span=span,
            citations=(citation,),
            derived_from=reader.derived_from(),
            note=reader.text("note") or "",
            sensitivity=cast("Sensitivity | None", sensitivity),
        )
        return replace(claim, id=claim_id(proposal(claim)))

    def _source(self, reader: RowReader) -> Source | None:
        said = reader.text("source")
        if said is None:
            reader.note("missing", "source")
            return None
        state = self.known.sources.get(said)
        if state is None:
            reader.unknown("unknown-source", "source", said, self.known.sources)
            return None
        if state.withdrawn:
            reader.note("source-withdrawn", "source", found=said, reason=state.reason or "-")
            return None
        return state.current

    def _citation(self, reader: RowReader, source: Source | None) -> Citation | None:
        if not any(reader.text(name) for name in ("quote", "sheet", "row", "column")):
            reader.note("no-quote", "quote")
            return None
        number, sound = _row_number(reader)
        if source is None or not sound:
            return None
        extract = self._text(source)
        if isinstance(extract, HabeasError):
            reader.refused("source", extract)
            return None
        made = make_citation(
            source,
            extract,
            quote=reader.text("quote"),
            prefix=reader.text("prefix") or "",
            suffix=reader.text("suffix") or "",
            sheet=reader.text("sheet"),
            row=number,
            column=reader.text("column"),
        )
        if isinstance(made, Problem):
            name = next(name for name in _PLACES if reader.text(name))
            cell = reader.cell(name)
            line = cell.row if cell else reader.row.number
            reader.problems.append(replace(made, file=reader.file, row=line, column=name))
            return None
        return made

    def _text(self, source: Source) -> Extract | HabeasError:
        if source.sha256 not in self.texts:
            try:
                self.texts[source.sha256] = self.known.text(source)
            except HabeasError as error:
                self.texts[source.sha256] = error
        return self.texts[source.sha256]


def _row_number(reader: RowReader) -> tuple[int | None, bool]:
    said = reader.text("row")
    if said is None:
        return None, True
    if said.isascii() and said.isdecimal() and len(said) < 10 and int(said) > 0:
        return int(said), True
    reader.note("not-a-row", "row", found=said[:40])
    return None, False


def _decision(reader: RowReader) -> tuple[str, str]:
    decision = reader.one_of("decision", DECISIONS, "propose") or "propose"
    reason = reader.text("reason") or ""
    if decision != "propose" and not reason:
        reader.note("decision-reason", "reason", found=decision)
    return decision, reason


def _after_publication(reader: RowReader, source: Source, times: Mapping[str, Span | None]) -> None:
    """Warn of what a source cannot have known when it was published."""
    if source.about.published is None:
        return
    try:
        published = Span.from_edtf(source.about.published)
    except HabeasError:
        return
    for name, span in times.items():
        first, last = span.outer[0] if span else None, published.outer[1]
        if first is not None and last is not None and first > last:
            reader.note("after-publication", name, "warning", source=source.id, published=last)
