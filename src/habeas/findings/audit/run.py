"""The audit run: files in, findings out, each series by itself."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from habeas.errors import InputError, Problem
from habeas.findings.audit.model import AuditFinding, ranked
from habeas.findings.audit.publications import Publication, Publications
from habeas.findings.audit.series import Series, built_in, load
from habeas.findings.audit.writing import write_findings
from habeas.records import Kind, Layout, Progress, Reading, files_in, read_records

Check = Callable[[Publications, Series], Iterable[AuditFinding]]
"""Looks at the figures of a series. It may not change the database but for temporary tables of its own."""

CHECKS: Final[tuple[str, ...]] = (
    "habeas.findings.audit.within_days:audit_days",
    "habeas.findings.audit.within_relations:audit_relations",
    "habeas.findings.audit.within_shape:audit_shape",
    "habeas.findings.audit.across_growth:counts_that_fell",
    "habeas.findings.audit.across_growth:bed_days",
    "habeas.findings.audit.across_revisions:figures_emptied",
    "habeas.findings.audit.across_revisions:revised_beyond_usual",
    "habeas.findings.audit.across_cells:cells_out_of_line",
    "habeas.findings.audit.across_repeats:tables_repeated",
    "habeas.findings.audit.across_repeats:tables_of_another_year",
    "habeas.findings.audit.across_stamps:stamps",
    "habeas.findings.audit.across_places:places_changed",
    "habeas.findings.audit.across_rounding:rounded_publications",
)
"""What is held against every series of figures, by ``module:function``: each is a :data:`Check`."""

TABLES: Final[tuple[str, ...]] = (
    "habeas.findings.audit.intervals:write_intervals",
    "habeas.findings.audit.revisions:write_revisions",
)
"""What is derived of a series of figures and kept beside its findings: publications, series and a folder in, a file written."""

READINGS: Final[Mapping[Kind, str]] = {
    "facility-days": "habeas.findings.audit.facility_days:audit_facility_days",
    "roster": "habeas.findings.audit.rosters:audit_rosters",
}
"""What audits a reading of a kind that is no table of figures, by ``module:function``: ``Reading`` in, findings out."""

PAIRS: Final[Mapping[Kind, str]] = {"facility-days": "habeas.findings.audit.facility_days_apart:compare_facility_days"}
"""What holds two readings of a kind against each other, by ``module:function``: what it finds is told with the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """One series that was audited: its declaration, its publications in order (none where its kind has no figures), its findings.

    ``tables`` are the files that were derived of it, where a folder was given to keep them.
    """

    series: Series | None
    reading: Reading
    publications: tuple[Publication, ...] = ()
    findings: tuple[AuditFinding, ...] = ()
    tables: tuple[Path, ...] = ()

    @property
    def name(self) -> str:
        """What the series is called: the name declared, else its release."""
        return self.series.name if self.series else self.reading.release


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What an audit found: its series, each by itself; what kept files from being read; the readings for which nothing is declared."""

    audited: tuple[Audited, ...]
    problems: tuple[Problem, ...] = ()
    skipped: tuple[Reading, ...] = ()

    @property
    def findings(self) -> tuple[AuditFinding, ...]:
        """All findings, the gravest first."""
        return ranked([finding for one in self.audited for finding in one.findings])

    @property
    def sound(self) -> bool:
        """Whether every file was read and nothing is worse than a note."""
        worse = any(one.gravity != "note" for one in self.findings)
        return not worse and not any(one.gravity == "error" for one in self.problems)


def audit(
    given: Sequence[Path | Reading],
    *,
    to: Path | None = None,
    series: Sequence[Path | Series] = (),
    layouts: Sequence[Path | Layout] = (),
    progress: Progress | None = None,
    today: date | None = None,
) -> Audit:
    """Hold the publications of series against what is declared of them; files are read first, folders file by file.

    ``series`` are the user's own declarations, which go before those that come with habeas, and ``layouts`` their mapping files.
    The tables read and derived, and the findings, are kept in ``to``, if given. ``today`` is the day after which nothing can have been published.

    Raises:
        InputError: a path does not exist, or there is no file to read.
        Faults: a declaration or a mapping file has faults.
    """
    day = today or datetime.now(UTC).date()
    declared = (*(one if isinstance(one, Series) else load(one) for one in series), *built_in())
    readings = [one for one in given if isinstance(one, Reading)]
    problems: tuple[Problem, ...] = ()
    with _folder(to) as folder:
        if paths := [one for one in given if isinstance(one, Path)]:
            outcome = read_records(files_of(paths), folder, layouts=layouts, progress=progress, today=day)
            readings += outcome.readings
            problems = outcome.problems
        audited: list[Audited] = []
        skipped: list[Reading] = []
        for number, reading in enumerate(readings):
            one = _audited(reading, declared, day, to, progress, before=[each.name for each in audited])
            if one is None:
                skipped.append(reading)
            else:
                audited.append(_with_pairs(one, readings[:number]))
    made = Audit(audited=tuple(audited), problems=problems, skipped=tuple(skipped))
    if to is not None:
        write_findings(made.findings, to)
    return made


def files_of(paths: Sequence[Path]) -> list[Path]:
    """Return the files that paths name, those of a folder as :func:`habeas.records.files_in` finds them.

    Raises:
        InputError: a path does not exist, or none of them is or holds a file.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += files_in(path)
        elif path.exists():
            found.append(path)
        else:
            raise InputError("evidence.no-such-file", file=str(path))
    if not found:
        raise InputError("audit.no-files", folder=", ".join(map(str, paths)))
    return found


@contextmanager
def _folder(to: Path | None) -> Iterator[Path]:
    if to is not None:
        yield to
        return
    with tempfile.TemporaryDirectory(prefix="habeas-audit-") as made:
        yield Path(made)


def _audited(
    reading: Reading,
    declared: Sequence[Series],
    today: date,
    to: Path | None,
    progress: Progress | None,
    *,
    before: Sequence[str],
) -> Audited | None:
    """Audit one reading; None where nothing is declared of it. ``before`` are the names of the series that were audited before it."""
    series = next((one for one in declared if one.covers(reading)), None)
    if reading.kind in READINGS:
        findings = list(_function(READINGS[reading.kind])(reading))
        return Audited(series=series, reading=reading, findings=ranked(findings))
    if series is None or reading.kind != "figures":
        return None
    stage = getattr(progress, "stage", None)
    if stage is not None:
        stage("auditing")
    with Publications([reading], columns=series.columns, today=today) as publications:
        found: list[AuditFinding] = []
        for done, place in enumerate(CHECKS, 1):
            found += _function(place)(publications, series)
            if progress:
                progress(done, len(CHECKS))
        own = None
        if to is not None:  # two releases of one series do not write over each other
            own = to / (f"{series.name}-{len(before)}" if series.name in before else series.name)
        tables = [_function(place)(publications, series, own) for place in TABLES] if own is not None else []
        return Audited(
            series=series,
            reading=reading,
            publications=publications.all,
            findings=ranked(found),
            tables=tuple(tables),
        )


def _with_pairs(one: Audited, earlier: Sequence[Reading]) -> Audited:
    """Return an audited reading with what it says against earlier ones of its kind."""
    if one.reading.kind not in PAIRS:
        return one
    compare = _function(PAIRS[one.reading.kind])
    found = [finding for other in earlier if other.kind == one.reading.kind for finding in compare(other, one.reading)]
    return replace(one, findings=ranked([*one.findings, *found]))


def _function(place: str) -> Any:
    """Return what a ``module:function`` of this module's lists stands for."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
