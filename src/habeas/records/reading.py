"""Reading: published files in, one table a kind and release out; what is not read is a problem, never silence."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from habeas.errors import Problem
from habeas.records.engine import room_for
from habeas.records.layout import Layout, load
from habeas.records.model import Progress, Reading
from habeas.records.opening import open_files
from habeas.records.reader import READERS, Reader, Recognition, resolve
from habeas.records.rows import Rows
from habeas.records.sheets import Sheet, named


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
    given: list[list[Sheet]] = [[] for _ in readers]
    with tempfile.TemporaryDirectory(prefix=".reading-", dir=to) as folder:
        scratch = Path(folder)
        names = named(list(dict.fromkeys(paths)))
        for name, opened in zip(names.values(), open_files(names, scratch, progress), strict=True):
            problems += opened.problems
            chosen, found, told = _choose(name, opened.sheets, readers)
            problems += told
            if chosen is not None:
                given[chosen] += found
        readings: list[Reading] = []
        for number, (reader, sheets) in enumerate(zip(readers, given, strict=True)):
            if sheets:
                (scratch / f"reader-{number}").mkdir()
                day = today or datetime.now(UTC).date()
                made, more = reader.read(sheets, to, scratch / f"reader-{number}", progress=progress, today=day)
                readings += made
                problems += more
    return Outcome(readings=tuple(readings), problems=tuple(problems))


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
