"""Why: from a finding, an assessment, a claim, a source or a bare number down to the quotes and the originals' hashes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from habeas import words
from habeas.case.names import close
from habeas.case.results import Ground
from habeas.claims import Claim, sentence
from habeas.errors import InputError
from habeas.evidence import CellQuote, Citation, Source, from_json
from habeas.ledger import SourceState
from habeas.standards import requirements
from habeas.tables import load_assessments, load_claims, load_findings

if TYPE_CHECKING:
    from habeas.case.case import Case
    from habeas.findings import Finding
    from habeas.standards import Assessment, Requirement

Said = dict[words.Lang, str]
_SHORTEST: Final = 6


def why(case: Case, asked: str) -> list[Ground]:
    """Return what is asked for with all its grounds, read from the tables alone.

    ``asked`` is an id, or its beginning of six characters or more where that fits only one; the key of a claim; a row of records as
    ``release:row``; or a number, which is answered by every finding and claim of which it is the lower, the upper or the only bound.

    Raises :class:`InputError` when nothing bears the name and nothing states the number, or when a shortened id fits several.
    """
    return _Walk(case).grounds(asked.strip())


def _both(key: str, **values: object) -> Said:
    return {lang: words.text(f"case.{key}", lang, **values) for lang in words.LANGUAGES}


class _Walk:
    """One answer, with the sources it has met."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.tables = case.tables
        self.vocabulary = case.wording
        self.sources: dict[tuple[str, str], Source] = {}
        self.decided: dict[str, Mapping[str, Any] | None] = {}
        self.inputs: dict[str, Claim] = {}

    # --- what is meant

    def grounds(self, asked: str) -> list[Ground]:
        """Return the grounds of everything that is called, or states, what is asked for."""
        keyed = self._claims("key = ?", asked)
        if keyed:
            return self._each(keyed)
        sources = self.tables.rows("sources", id=asked)
        if sources:
            return [self.source(_source(row), deep=True) for row in sources]
        named = self._named(asked) or self._record(asked) or self._estimate(asked)
        return [named] if named is not None else self._stating(asked)

    def _record(self, asked: str) -> Ground | None:
        """Return one row of the records that were read: what it says, on which line of which sheet, and its original."""
        from habeas.case import published

        found = published.row(self.case, asked)
        if found is None:
            return None
        place = f"{found.file}, {found.sheet}" if found.sheet else found.file
        said = _both("record-said", place=place, line=str(found.line), release=found.release)
        rows = self.tables.rows("sources", id=found.source) if found.source else []
        under = tuple(self.source(_source(row)) for row in rows if row["current"])
        return Ground(kind="record", id=asked, said=said, steps=found.values, grounds=under)

    def _estimate(self, asked: str) -> Ground | None:
        """Return an estimate that the case asks for: what it comes to and what speaks against it, and the claims under it."""
        from habeas.case import estimating

        if asked not in {one.id for one in self.case.about.estimates}:
            return None
        one = next(one for one in estimating.load(self.case) if one.id == asked)
        if one.problem is not None:
            said: Said = {lang: one.problem.text(lang) for lang in words.LANGUAGES}
        else:
            said = {lang: f"{one.title.text(lang)}. {estimating.summary(one, lang)}" for lang in words.LANGUAGES}
        return Ground(kind="estimate", id=one.id, said=said, grounds=self._resting(one.claims))

    def _named(self, asked: str) -> Ground | None:
        """Return the one finding, assessment or claim whose id is asked for, or begins so."""
        if not asked:
            return None
        found: dict[str, str] = {}
        for table in ("findings", "assessments", "claims"):
            begins = "starts_with(id, $1)" if len(asked) >= _SHORTEST else "id = $1"
            rows = self.tables.query(f"select id from {table} where {begins}", [asked])  # noqa: S608 - a name of ours
            found |= {str(row["id"]): table for row in rows}
        if asked in found:
            found = {asked: found[asked]}
        if len(found) > 1:
            raise InputError("case.ambiguous", found=asked, known=list(found)[:5])
        return next((self._one(table, name) for name, table in found.items()), None)

    def _one(self, table: str, name: str) -> Ground:
        if table == "findings":
            return self.finding(load_findings(self.tables, id=name)[0])
        if table == "assessments":
            return self.assessment(load_assessments(self.tables, id=name)[0])
        return self.claim(load_claims(self.tables, id=name)[name])

    def _claims(self, where: str, *values: object) -> dict[str, Claim]:
        rows = self.tables.query(f"select body from claims where {where}", values)  # noqa: S608
        found = (Claim.from_json(json.loads(row["body"])) for row in rows)
        return {claim.id: claim for claim in found}

    def _stating(self, asked: str) -> list[Ground]:
        """Return the findings and claims that state a number, as their lower, upper or only bound."""
        number = _number(asked)
        if number is not None:
            bound = "low = $1 or high = $1"
            ids = self.tables.query(f"select id from findings where {bound}", [number])  # noqa: S608
            found = [self.finding(one) for row in ids for one in load_findings(self.tables, id=row["id"])]
            found += self._each(self._claims(bound, number))
            if found:
                return found
        known = [str(row["key"]) for row in self.tables.query("select key from claims")]
        raise InputError("case.no-ground", found=asked, known=close(asked, known))

    # --- what it rests on

    def finding(self, one: Finding) -> Ground:
        """Return a finding with its arithmetic, the claims under it, and the requirements it speaks of."""
        said: Said = {lang: f"{one.text(lang)} {one.more(lang)}".rstrip() for lang in words.LANGUAGES}
        resting = (*self._resting(one.claims), *self._required(one.requirements, one.subject))
        return Ground(kind="finding", id=one.id, said=said, steps=one.steps, grounds=resting)

    def _required(self, names: Iterable[str], subject: str) -> Iterator[Ground]:
        known = requirements()
        for name in names:
            found = load_assessments(self.tables, requirement=name, subject=subject)
            if found:
                yield self.assessment(found[0])
            elif name in known:
                yield self._requirement(known[name])

    @staticmethod
    def _requirement(required: Requirement) -> Ground:
        said: Said = {lang: f"{required.reference(lang)}: {required.text(lang)}" for lang in words.LANGUAGES}
        return Ground(kind="requirement", id=required.id, said=said)

    def assessment(self, one: Assessment) -> Ground:
        """Return an assessment with the claims for and against, or the words for what no claim states."""
        required = requirements()[one.requirement]
        silent = [self.vocabulary[name] for name in one.missing if name in self.vocabulary]
        said: Said = {}
        for lang in words.LANGUAGES:
            said[lang] = words.text(
                "case.assessment-said",
                lang,
                article=required.reference(lang),
                requirement=required.text(lang).rstrip("."),
                verdict=words.text(f"case.verdict-{one.verdict}", lang),
            )
            if silent:
                nobody = [f"“{name.text(lang)}”" if lang == "en" else f"«{name.text(lang)}»" for name in silent]
                said[lang] += " " + words.text("case.assessment-silent", lang, n=len(nobody), missing=nobody)
        steps = (one.measured.text("en"),) if one.measured is not None else ()
        return Ground(kind="assessment", id=one.id, said=said, steps=steps, grounds=self._resting(one.claims))

    def _resting(self, ids: Iterable[str]) -> tuple[Ground, ...]:
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return ()
        found = self._claims(f"id in ({', '.join('?' * len(wanted))})", *wanted)
        return tuple(self._each({name: found[name] for name in wanted if name in found}))

    def _each(self, claims: Mapping[str, Claim]) -> list[Ground]:
        self._inputs(name for claim in claims.values() for name in claim.derived_from)
        self._meet([*claims.values(), *self.inputs.values()])
        return [self.claim(claim) for claim in claims.values()]

    def _meet(self, claims: Iterable[Claim]) -> None:
        """Read at once every source that some claims cite, and the last decision about each claim."""
        met = list(claims)
        missing = {cited.source for one in met for cited in one.citations} - {name for name, _ in self.sources}
        for row in self._rows("sources", "id", missing):
            source = _source(row)
            self.sources[source.id, source.sha256] = source
        undecided = {one.id for one in met} - self.decided.keys()
        self.decided.update(dict.fromkeys(undecided))
        for row in sorted(self._rows("decisions", "claim", undecided), key=lambda row: int(row["seq"])):
            self.decided[row["claim"]] = row

    def _rows(self, table: str, column: str, names: Collection[str]) -> list[dict[str, Any]]:
        if not names:
            return []
        marks = ", ".join("?" * len(names))
        return self.tables.query(f"select * from {table} where {column} in ({marks})", sorted(names))  # noqa: S608

    def claim(self, claim: Claim, *, inputs: bool = True) -> Ground:
        """Return a claim as a sentence, with what was decided about it, its quotes, and the claims it was computed from."""
        self._meet([claim])
        cited = {name: SourceState(versions=(source,)) for (name, _), source in self.sources.items()}
        said: Said = {
            lang: sentence(claim, self.vocabulary, self.case.about.subjects, cited, lang) for lang in words.LANGUAGES
        }
        under = [self._decision(claim), *(self._citation(one) for one in claim.citations)]
        if inputs and claim.derived_from:
            under += [self.claim(one, inputs=False) for one in self._inputs(claim.derived_from)]
        return Ground(kind="claim", id=claim.id, said=said, grounds=tuple(under))

    def _inputs(self, ids: Iterable[str]) -> list[Claim]:
        """Return the claims that others were computed from, each read once, in the order asked for."""
        wanted = list(dict.fromkeys(ids))
        missing = [name for name in wanted if name not in self.inputs]
        if missing:
            self.inputs.update(self._claims(f"id in ({', '.join('?' * len(missing))})", *missing))
        return [self.inputs[name] for name in wanted if name in self.inputs]

    def _decision(self, claim: Claim) -> Ground:
        """Return what was decided of a claim: by whom, when, why, and in which entry; then what weakens it now, ids in ``steps``."""
        row = self.decided.get(claim.id)
        said: Said = {}
        for lang in words.LANGUAGES:
            status = words.text(f"case.status-{claim.status}", lang)
            if claim.conflicts:
                status += " " + words.text("case.conflict-with", lang, claims=claim.conflicts)
            said[lang] = status
            if row is not None:
                day = date.fromisoformat(row["time"][:10])
                values = {"actor": row["actor"], "day": day, "seq": str(row["seq"])}
                said[lang] = words.text("case.decision-said", lang, status=status, **values)
                if row["reason"]:
                    said[lang] += f": {row['reason']}"
            for flag in claim.flags:
                said[lang] += f" [{self.vocabulary.label('flags', flag, lang)}]"
        return Ground(kind="decision", id=claim.key, said=said, steps=claim.flags)

    def _citation(self, citation: Citation) -> Ground:
        quote = citation.quote
        if isinstance(quote, CellQuote):
            place = _both("cell", sheet=quote.sheet, column=quote.column, row=str(quote.row))
        elif quote.page is not None:
            place = _both("page-characters", page=str(quote.page), start=str(quote.start), end=str(quote.end))
        else:
            place = _both("characters", start=str(quote.start), end=str(quote.end))
        said: Said = {
            lang: words.text("case.quote-said", lang, quote=quote.exact, place=place[lang]) for lang in words.LANGUAGES
        }
        source = self.sources.get((citation.source, citation.sha256))
        under = (self.source(source),) if source is not None else ()
        return Ground(kind="citation", id=citation.source, said=said, grounds=under)

    def source(self, source: Source, *, deep: bool = False) -> Ground:
        """Return a source with the file and hash of its original; ``deep`` adds every claim that cites this version."""
        about = source.about
        said: Said = {
            lang: words.text(
                "case.source-said",
                lang,
                title=about.title or source.file,
                publisher=about.publisher or words.text("case.unknown", lang),
                published=about.published or words.text("case.unknown", lang),
                version=str(source.version),
            )
            for lang in words.LANGUAGES
        }
        original = _both("original-said", file=source.file, size=source.size)
        under: list[Ground] = [Ground(kind="original", id=source.sha256, said=original)]
        if deep:
            cited = "id in (select claim from citations where source = ? and sha256 = ?)"
            under += self._each(self._claims(cited, source.id, source.sha256))
        return Ground(kind="source", id=source.id, said=said, grounds=tuple(under))


def _number(asked: str) -> float | None:
    try:
        read = Decimal(asked.replace(",", "").replace(" ", ""))
    except InvalidOperation:
        return None
    return float(read) if read.is_finite() else None


def _source(row: Mapping[str, Any]) -> Source:
    """Read a source back from its row of the table."""
    fields = ("id", "version", "file", "kind", "sha256", "size", "media_type", "ocr")
    about = {name: value for name, value in row.items() if name not in (*fields, "current", "withdrawn")}
    return from_json(Source, {**{name: row[name] for name in fields}, "about": about})
