"""From the state of a case to its derived tables, and from there to what a reader sees."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.case.results import Built, Written
from habeas.quiet import undisturbed
from habeas.tables import Stamp, code_fingerprint, load_assessments, load_findings, write_tables

if TYPE_CHECKING:
    from habeas.case.case import Case
    from habeas.case.state import State
    from habeas.claims import Claim
    from habeas.custody import Gathered
    from habeas.evidence import Extract
    from habeas.findings.tested import Tested
    from habeas.publishing import AccountLine, EstimateView, Official, PersonsView, Records, View
    from habeas.tables import Folder
    from habeas.words import Lang

Progress = Callable[[int, int], None]


def build(case: Case, progress: Progress | None) -> Built:
    """Make the tables unless they were made from this ledger, this case file and this code already; and those of releases."""
    from habeas.case import auditing, estimating, linking, persons_key, recording

    begun = time.perf_counter()
    persons_key.drawn(case)
    _, changed = fresh(case, progress)
    read, again = recording.fresh(case, progress)
    _, linked = linking.fresh(case, progress)
    _, estimated = estimating.fresh(case, progress)
    persons = case.persons() if case.about.people.lists else None
    estimates = estimating.load(case, progress)
    counts = case.tables.counts()
    series = auditing.load(case.tables.path)
    found = [one.gravity for each in series for one in each.findings]
    return Built(
        changed=changed or again or linked or estimated,
        seconds=time.perf_counter() - begun,
        sources=counts["sources"],
        claims=counts["claims"],
        standing=counts["standing"],
        findings=counts["findings"],
        assessments=counts["assessments"],
        releases=len(read.readings) if read else 0,
        rows=sum(one.rows for one in read.readings) if read else 0,
        set_aside=read.set_aside if read else 0,
        audited=len(series),
        audit_errors=found.count("error"),
        audit_warnings=found.count("warning"),
        audit_notes=found.count("note"),
        persons=len(persons.register.persons) if persons else 0,
        doubts=persons.doubts if persons else 0,
        estimates=len(estimates),
        problems=(*(persons.problems if persons else ()), *estimating.problems(estimates)),
    )


def fresh(case: Case, progress: Progress | None) -> tuple[Stamp, bool]:
    """Return the stamp of tables that are those of this moment, and whether they had to be made."""
    seq, digest = case.ledger.head()
    stamp = stamp_of(case, seq, digest)
    if case.tables.stamp() == stamp:
        return stamp, False
    with undisturbed():
        return make(case, case.state, case.tables, progress), True


def stamp_of(case: Case, seq: int, digest: str) -> Stamp:
    """Return the stamp that tables made from this case up to an entry of its ledger bear."""
    return Stamp(ledger_seq=seq, ledger_hash=digest, about=case.about.sha256, code=code_fingerprint())


def make(case: Case, state: State, folder: Folder, progress: Progress | None) -> Stamp:
    """Derive everything that follows from a state of the ledger, and write it into a folder of tables."""
    from habeas.findings import find
    from habeas.ledger import effective
    from habeas.standards import assess, requirements

    vocabulary = case.wording
    assessments = assess(state.claims, case.about.subjects, vocabulary)
    names = {
        name: one.current.about.publisher or one.current.about.title or name for name, one in state.sources.items()
    }
    findings = find(state.claims, case.about, vocabulary, assessments, requirements(), progress=progress, names=names)
    stamp = stamp_of(case, state.seq, state.hash)
    write_tables(
        folder,
        stamp,
        sources=state.sources,
        claims=state.claims,
        entries=effective(state.entries),
        findings=findings,
        assessments=assessments,
    )
    return stamp


def view(case: Case) -> View:
    """Return the case as the report sees it: from the tables, the ledger's fold and the texts.

    Raises :class:`StorageError` where the ledger has grown since the tables were made.
    """
    from habeas import __version__
    from habeas.case import auditing
    from habeas.claims import sentence
    from habeas.errors import HabeasError, StorageError
    from habeas.publishing import Head, View
    from habeas.standards import requirements

    state = case.state
    if case.tables.said() != stamp_of(case, state.seq, state.hash):
        raise StorageError("case.two-at-once")
    vocabulary = case.wording
    by_hash = {version.sha256: version for one in state.sources.values() for version in one.versions}

    def extract(sha256: str) -> Extract | None:
        try:
            return case.texts.of(by_hash[sha256])
        except (HabeasError, KeyError):
            return None

    def said(claim: Claim, lang: Lang) -> str:
        return sentence(claim, vocabulary, case.about.subjects, state.sources, lang)

    last = state.entries[-1] if state.entries else None
    return View(
        about=case.about,
        sources={name: one.versions for name, one in state.sources.items()},
        extract=extract,
        claims=state.claims,
        findings=load_findings(case.tables),
        assessments=load_assessments(case.tables),
        requirements=requirements(),
        vocabulary=vocabulary,
        sentence=said,
        version=__version__,
        head=Head(seq=last.seq, hash=last.hash, time=last.time) if last else None,
        withdrawn=state.withdrawn,
        records=_records(case),
        audits=auditing.load(case.tables.path),
        places=_places(case),
        persons=_persons(case),
        estimates=_estimates(case),
        account=_account(case),
    )


def _records(case: Case) -> tuple[Records, ...]:
    """Return the releases of the case as the report sees them; they were made before."""
    from habeas.case import recording
    from habeas.publishing import Site, load_records

    found, _ = recording.fresh(case, None)
    sites = tuple(
        Site(code=one.code, latitude=one.lat, longitude=one.lon, subject=one.subject)
        for one in case.about.places.values()
    )
    held = [found.held(name) for name in found.names] if found else []
    return tuple(
        load_records(
            one.folder,
            (one.reading,),
            name=one.release,
            sites=sites,
            register=one.register,
            official=[_official(tested) for tested in case.tested(one.release)],
        )
        for one in held
    )


def _official(one: Tested) -> Official:
    """Return a claim that was tested as the report shows it."""
    from habeas.publishing import Official
    from habeas.words import LANGUAGES

    figure, chief = one.figure, one.chief
    low, high = figure.allowed
    held = figure.measure in ("population", "average")
    return Official(
        claim=figure.claim or "",
        first=figure.first_day,
        last=figure.last_day,
        low=low,
        high=high,
        outcome=one.outcome,
        drawn=held and figure.place is None and not figure.who and None not in (figure.first_day, figure.last_day),
        definition={lang: chief.definition.text(lang) if chief else "" for lang in LANGUAGES},
        verdict={lang: one.verdict(lang) for lang in LANGUAGES},
    )


def _places(case: Case) -> Gathered | None:
    """Return the register of the case's lists of places, by the decisions of this moment; None where it has no list."""
    if not any(one.kind == "places" and one.used for one in case.records().readings):
        return None
    return case.places()


def _persons(case: Case) -> PersonsView | None:
    """Return the register of the case's lists of persons as the report may show it; None where it has no list, or none that names anybody."""
    if not case.about.people.lists:
        return None
    import msgspec
    import pyarrow.parquet as pq

    from habeas.case.persons_key import key_of
    from habeas.people.linking import Summary
    from habeas.publishing import persons_view

    found = case.persons()
    if not found.register.persons:
        return None
    return persons_view(
        found.register,
        groups=found.groups,
        orders=found.orders,
        law=found.law,
        summary=msgspec.convert(found.summary, Summary),
        pairs=pq.read_table(found.folder / "pairs.parquet"),
        doubts=pq.read_table(found.folder / "doubts.parquet"),
        publish=case.about.people.publish,
        periods=case.about.people.periods,
        note=case.about.people.note,
        key=key_of(case.state.entries),
    )


def _estimates(case: Case) -> tuple[EstimateView, ...]:
    """Return the estimates of the case as the report sees them."""
    from habeas.case import estimating
    from habeas.publishing import EstimateView
    from habeas.words import LANGUAGES, Said

    return tuple(
        EstimateView(
            id=one.id,
            kind=one.kind,
            title=one.title,
            note=one.note,
            told=one.told,
            claims=one.claims,
            persons=one.persons,
            problem=Said(*(one.problem.text(lang) for lang in LANGUAGES)) if one.problem else None,
        )
        for one in estimating.load(case)
    )


def _account(case: Case) -> tuple[AccountLine, ...]:
    """Return the account of the case as the report sees it; only a case that asks for estimates has a page for it."""
    from habeas.case import accounting
    from habeas.publishing import AccountLine
    from habeas.words import LANGUAGES, Said

    if not case.about.estimates:
        return ()
    return tuple(
        AccountLine(
            of=one.of,
            what=Said(*(one.name(lang) for lang in LANGUAGES)),
            low=one.low,
            high=one.high,
            level=one.level,
            definition=one.definition,
            kind=one.kind,
            why=one.why,
        )
        for one in accounting.account(case).lines
    )


def report(seen: View, folder: Path, progress: Progress | None) -> Written:
    """Write the site."""
    from habeas.publishing import publish

    def told(_stage: str, done: int, total: int) -> None:
        if progress:
            progress(done, total)

    written = publish(seen, folder, told)
    return Written(index=folder / "index.html", files=len(written))
