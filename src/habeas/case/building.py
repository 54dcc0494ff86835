"""From the state of a case to its derived tables, and from there to what a reader sees."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from habeas import __version__
from habeas.about import FILE
from habeas.case.results import Built, Written
from habeas.claims import Claim, Vocabulary, sentence
from habeas.errors import HabeasError
from habeas.evidence import Extract
from habeas.findings import find
from habeas.standards import assess, requirements
from habeas.tables import Stamp, code_fingerprint, load_assessments, load_findings, write_tables
from habeas.words import Lang

if TYPE_CHECKING:
    from habeas.case.case import Case

Progress = Callable[[int, int], None]


def build(case: Case, progress: Progress | None) -> Built:
    """Make the tables unless they were made from this ledger, this case file and this code already."""
    begun = time.perf_counter()
    seq, digest = case.ledger.head()
    about = hashlib.sha256((case.folder / FILE).read_bytes()).hexdigest()
    stamp = Stamp(ledger_seq=seq, ledger_hash=digest, about=about, code=code_fingerprint())
    changed = case.tables.stamp() != stamp
    if changed:
        state = case.state
        vocabulary, known = Vocabulary.load(), requirements()
        assessments = assess(state.claims, case.about.subjects, vocabulary)
        findings = find(state.claims, case.about, vocabulary, assessments, known, progress=progress)
        write_tables(
            case.tables, stamp, sources=state.sources, claims=state.claims, findings=findings, assessments=assessments
        )
    counts = case.tables.counts()
    return Built(
        changed=changed,
        seconds=time.perf_counter() - begun,
        sources=counts["sources"],
        claims=counts["claims"],
        standing=counts["standing"],
        findings=counts["findings"],
        assessments=counts["assessments"],
    )


def report(case: Case, folder: Path, progress: Progress | None) -> Written:
    """Write the site from the tables, the ledger's fold and the texts."""
    from habeas.publishing import Head, View, publish

    state = case.state
    vocabulary = Vocabulary.load()
    by_hash = {version.sha256: version for one in state.sources.values() for version in one.versions}

    def extract(sha256: str) -> Extract | None:
        try:
            return case.texts.of(by_hash[sha256])
        except (HabeasError, KeyError):
            return None

    def said(claim: Claim, lang: Lang) -> str:
        return sentence(claim, vocabulary, case.about.subjects, state.sources, lang)

    last = state.entries[-1] if state.entries else None
    view = View(
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
    )

    def told(_stage: str, done: int, total: int) -> None:
        if progress:
            progress(done, total)

    written = publish(view, folder, told)
    return Written(index=folder / "index.html", files=len(written))
