"""Reading: published files in, one table a kind and release out; what is not read is a problem, never silence."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from habeas.errors import Problem
from habeas.records.by_lines import first_lines, fits, pretended
from habeas.records.engine import room_for
from habeas.records.header import Header
from habeas.records.layout import Layout, load
from habeas.records.model import Progress, Reading
from habeas.records.opening import open_files
from habeas.records.reader import READERS, Reader, Recognition, resolve
from habeas.records.repeated import Lines
from habeas.records.rows import Rows
from habeas.records.sheets import Sheet, named, open_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of reading files: a reading for each kind and release, and the problems of files and sheets that are in none.

    The problems of single rows and columns are with each reading (:attr:`habeas.records.Reading.problems`).
    """

    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]

    @property
    def unread(self) -> tuple[Problem, ...]:
        """The problems that kept a file or a sheet from being read at all."""
        return tuple(one for one in self.problems if one.gravity == "error")


def read_records(
    paths: Sequence[Path],
    to: Path,
    *,
    layouts: Sequence[Path | Layout] = (),
    progress: Progress | None = None,
    today: date | None = None,
) -> Outcome:
    """Read published files of records into ``to``: a folder ``<kind>-<release>`` each, with ``rows.parquet`` and ``problems.parquet``.

    Files are read in the order given, their sheets and lines in the order they have. ``layouts`` are the user's own mapping files,
    which go before those that come with habeas. ``today`` bounds what can have happened where a release does not say when it was
    pulled. ``progress`` is told rows done and rows in all.

    Raises:
        Faults: a mapping file has faults; nothing was read.
        StorageError: there is no room for the tables in ``to``.
    """
    own = tuple(one if isinstance(one, Layout) else load(one) for one in layouts)
    readers: list[Reader] = [*(resolve(place)() for place in READERS), Rows(own)]
    to.mkdir(parents=True, exist_ok=True)
    with room_for(to):
        return _read(readers, paths, to, progress, today)


def _read(
    readers: Sequence[Reader], paths: Sequence[Path], to: Path, progress: Progress | None, today: date | None
) -> Outcome:
    problems: list[Problem] = []
    # Files that are read by their lines are among those of the last reader alone, which knows them.
    given: list[list[Any]] = [[] for _ in readers]
    with tempfile.TemporaryDirectory(prefix=".reading-", dir=to) as folder:
        scratch = Path(folder)
        names = named(list(dict.fromkeys(paths)))
        alike = _alike(names, readers, scratch)
        apart = {path: name for path, name in names.items() if path not in alike}
        opening = open_files(apart, scratch, progress)
        for path, name in names.items():
            if path in alike:
                given[-1].append(alike[path])
                continue
            opened = next(opening)
            problems += opened.problems
            chosen, found, told = _choose(name, opened.sheets, readers)
            problems += told
            if chosen is not None:
                given[chosen] += found
        next(opening, None)  # which tells that all are open
        readings: list[Reading] = []
        for number, (reader, sheets) in enumerate(zip(readers, given, strict=True)):
            if sheets:
                (scratch / f"reader-{number}").mkdir()
                day = today or datetime.now(UTC).date()
                made, more = reader.read(sheets, to, scratch / f"reader-{number}", progress=progress, today=day)
                readings += made
                problems += more
    return Outcome(readings=tuple(readings), problems=tuple(problems))


def _alike(names: Mapping[Path, str], readers: Sequence[Reader], scratch: Path) -> Mapping[Path, Lines]:
    """Return the files that can be read by their lines: one of each first line is opened to see what they are."""
    rows = readers[-1]
    found: dict[Path, Lines] = {}
    if not isinstance(rows, Rows):
        return found
    for number, (line, paths) in enumerate(first_lines(names).items()):
        if not any(fits(sheet, rows.find(sheet)) for sheet in pretended(line, paths[0])):
            continue
        folder = scratch / f"sample-{number}"
        folder.mkdir()
        opened = open_file(paths[0], folder, name=names[paths[0]])
        chosen, sheets, _ = _choose(names[paths[0]], opened.sheets, readers)
        if chosen != len(readers) - 1 or len(sheets) != 1 or opened.problems:
            continue
        header = rows.find(sheets[0])
        delimiter = fits(sheets[0], header)
        if delimiter is not None and isinstance(header, Header):
            for path in paths:
                found[path] = Lines(
                    file=names[path], path=path, first=line, sample=sheets[0], header=header, delimiter=delimiter
                )
    return found


def _choose(
    file: str, sheets: Sequence[Sheet], readers: Sequence[Reader]
) -> tuple[int | None, tuple[Sheet, ...], tuple[Problem, ...]]:
    """Return the number of the reader that knows a file best, the sheets it reads, and why the others are not read."""
    if not sheets:
        return None, (), ()
    said: list[Recognition] = [reader.recognise(sheets) for reader in readers]
    most = max(one.known for one in said)
    best = [number for number, one in enumerate(said) if one.known == most]
    if most == 0:
        return None, (), _distinct(said)
    if len(best) > 1:
        names = ", ".join(readers[number].name for number in best)
        return None, (), (Problem("records.reader-ambiguous", file, values={"readers": names}),)
    chosen = said[best[0]]
    return best[0], chosen.sheets, chosen.problems


def _distinct(said: Sequence[Recognition]) -> tuple[Problem, ...]:
    found: list[Problem] = []
    for one in said:
        found += [problem for problem in one.problems if problem not in found]
    return tuple(found)
