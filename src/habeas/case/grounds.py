"""Why: from a finding, an assessment, a claim, a source or a bare number down to the quotes and the originals' hashes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from habeas import words
from habeas.case.names import close
from habeas.case.results import Ground
from habeas.claims import Claim, Vocabulary, sentence
from habeas.errors import InputError
from habeas.evidence import CellQuote, Citation, Source, from_json
from habeas.ledger import SourceState
from habeas.standards import requirements
from habeas.tables import load_assessments, load_claims, load_findings

if TYPE_CHECKING:
    from habeas.case.case import Case
    from habeas.findings import Finding
    from habeas.standards import Assessment


def why(case: Case, asked: str) -> list[Ground]:
    """Return what is asked for with all its grounds, read from the tables alone.

    Raises :class:`InputError` when nothing bears the name and nothing states the number, or when a shortened id fits several.
    """
    return _Walk(case).grounds(asked.strip())


def _both(key: str, **values: object) -> dict[words.Lang, str]:
    return {lang: words.text(f"case.{key}", lang, **values) for lang in words.LANGUAGES}


class _Walk:
    """One answer, with the sources it has met."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.tables = case.tables
        self.vocabulary = Vocabulary.load()
        self.sources: dict[tuple[str, str], Source] = {}

    def grounds(self, asked: str) -> list[Ground]:
        for table in ("findings", "assessments", "claims"):
            ids = self._ids(table, asked)
            if ids:
                return [self._one(table, ids[0])]
        keyed = self._claims("key = ?", asked)
        if keyed:
            return [self.claim(one) for one in keyed.values()]
        sources = self.tables.rows("sources", id=asked)
        if sources:
            return [self.source(_source(row), deep=True) for row in sources]
        return self._stating(asked)

    def _ids(self, table: str, asked: str) -> list[str]:
        """Return the id that is asked for; a beginning of six characters or more will do where it fits only one."""
        prefix = {"findings": "f-", "assessments": "a-", "claims": "c-"}[table]
        if not asked.startswith(prefix) or len(asked) < 6:
            return []
        rows = self.tables.query(f"select id from {table} where starts_with(id, ?)", [asked])  # noqa: S608 - a name of ours
        found = [str(row["id"]) for row in rows]
        if len(found) > 1 and asked not in found:
            raise InputError("case.ambiguous", found=asked, known=found[:5])
        return [asked] if asked in found else found

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
        try:
            number = float(Decimal(asked.replace(",", "").replace(" ", "")))
        except InvalidOperation:
            number = float("nan")
        bound = "low = $1 or high = $1"
        if number == number:  # noqa: PLR0124 - not NaN
            ids = self.tables.query(f"select id from findings where {bound}", [number])  # noqa: S608
            found = [self.finding(one) for row in ids for one in load_findings(self.tables, id=row["id"])]
            found += [self.claim(one) for one in self._claims(bound, number).values()]
            if found:
                return found
        known = [str(row["key"]) for row in self.tables.query("select key from claims")]
        raise InputError("case.no-ground", found=asked, known=close(asked, known))

    def finding(self, one: Finding) -> Ground:
        """Return a finding with its arithmetic and the claims under it."""
        said: dict[words.Lang, str] = {lang: one.text(lang) for lang in words.LANGUAGES}
        return Ground(kind="finding", id=one.id, said=said, steps=one.steps, grounds=self._resting(one.claims))

    def assessment(self, one: Assessment) -> Ground:
        """Return an assessment with the claims for and against."""
        required = requirements()[one.requirement]
        said: dict[words.Lang, str] = {
            lang: words.text(
                "case.assessment-said",
                lang,
                article=required.reference(lang),
                requirement=required.text(lang),
                verdict=words.text(f"case.verdict-{one.verdict}", lang),
            )
            for lang in words.LANGUAGES
        }
        steps = (one.measured.text("en"),) if one.measured is not None else ()
        return Ground(
            kind="assessment",
            id=one.id,
            said=said,
            steps=steps,
            grounds=self._resting((*one.claims_for, *one.claims_against)),
        )

    def _resting(self, ids: Iterable[str]) -> tuple[Ground, ...]:
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return ()
        found = self._claims(f"id in ({', '.join('?' * len(wanted))})", *wanted)
        self._meet(found.values())
        return tuple(self.claim(found[name]) for name in wanted if name in found)

    def _meet(self, claims: Iterable[Claim]) -> None:
        """Read at once every source that some claims cite."""
        missing = {cited.source for one in claims for cited in one.citations} - {name for name, _ in self.sources}
        if missing:
            marks = ", ".join("?" * len(missing))
            for row in self.tables.query(f"select * from sources where id in ({marks})", sorted(missing)):  # noqa: S608
                source = _source(row)
                self.sources[source.id, source.sha256] = source

    def claim(self, claim: Claim, *, inputs: bool = True) -> Ground:
        """Return a claim as a sentence, with what was decided about it, its quotes, and the claims it was computed from."""
        self._meet([claim])
        cited = {name: SourceState(versions=(source,)) for (name, _), source in self.sources.items()}
        said: dict[words.Lang, str] = {
            lang: sentence(claim, self.vocabulary, self.case.about.subjects, cited, lang) for lang in words.LANGUAGES
        }
        under = [self._decision(claim), *(self._citation(one) for one in claim.citations)]
        if inputs and claim.derived_from:
            under += [self.claim(one, inputs=False) for one in self._claims_of(claim.derived_from)]
        return Ground(kind="claim", id=claim.id, said=said, grounds=tuple(under))

    def _claims_of(self, ids: Iterable[str]) -> Iterator[Claim]:
        wanted = list(ids)
        found = self._claims(f"id in ({', '.join('?' * len(wanted))})", *wanted)
        yield from (found[name] for name in wanted if name in found)

    def _decision(self, claim: Claim) -> Ground:
        said: dict[words.Lang, str] = {
            lang: f"{words.text(f'case.status-{claim.status}', lang)}: {claim.reason or words.text('case.unknown', lang)}"
            for lang in words.LANGUAGES
        }
        return Ground(kind="decision", id=claim.key, said=said, steps=claim.flags)

    def _citation(self, citation: Citation) -> Ground:
        quote = citation.quote
        if isinstance(quote, CellQuote):
            place = _both("cell", sheet=quote.sheet, column=quote.column, row=str(quote.row))
        elif quote.page is not None:
            place = _both("page-characters", page=str(quote.page), start=str(quote.start), end=str(quote.end))
        else:
            place = _both("characters", start=str(quote.start), end=str(quote.end))
        said: dict[words.Lang, str] = {
            lang: words.text("case.quote-said", lang, quote=quote.exact, place=place[lang]) for lang in words.LANGUAGES
        }
        source = self.sources.get((citation.source, citation.sha256))
        under = (self.source(source),) if source is not None else ()
        return Ground(kind="citation", id=citation.source, said=said, grounds=under)

    def source(self, source: Source, *, deep: bool = False) -> Ground:
        """Return a source with the file and hash of its original; ``deep`` adds every claim that cites it."""
        about = source.about
        said: dict[words.Lang, str] = {
            lang: words.text(
                "case.source-said",
                lang,
                title=about.title or source.file,
                publisher=about.publisher or words.text("case.unknown", lang),
                published=about.published or words.text("case.unknown", lang),
                id=source.id,
                version=str(source.version),
            )
            for lang in words.LANGUAGES
        }
        original = _both("original-said", file=source.file, size=source.size, sha256=source.sha256)
        under: list[Ground] = [Ground(kind="source", id=source.sha256, said=original)]
        if deep:
            cited = "id in (select claim from citations where source = ?)"
            under += [self.claim(one) for one in self._claims(cited, source.id).values()]
        return Ground(kind="source", id=source.id, said=said, grounds=tuple(under))


def _source(row: Mapping[str, Any]) -> Source:
    """Read a source back from its row of the table."""
    plain = dict(row)
    fields = ("id", "version", "file", "kind", "sha256", "size", "media_type")
    about = {name: value for name, value in plain.items() if name not in (*fields, "current", "withdrawn")}
    return from_json(Source, {**{name: plain[name] for name in fields}, "about": about})
