"""Rows: the reader of every layout. A sheet is staged in one pass, then the sheets of one layout and release become one table."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from habeas.errors import Problem
from habeas.records import listing
from habeas.records.by_lines import Reader
from habeas.records.engine import ROW_GROUP, connect, literal
from habeas.records.gathering import Group, Prepared, count, gather, unread_columns
from habeas.records.header import Header, find
from habeas.records.layout import Layout, built_in
from habeas.records.listing import Staged
from habeas.records.model import Progress, Reading
from habeas.records.reader import Recognition, prepare
from habeas.records.release import stated
from habeas.records.repeated import Lines, Repeated
from habeas.records.sheets import Sheet, open_file
from habeas.records.statement import Statement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_YEAR: Final = timedelta(days=366)


class Rows:
    """Reads every file whose rows are records, by the layouts that come with habeas and the user's own, which go first."""

    name = "rows"

    def __init__(self, layouts: Sequence[Layout] = ()) -> None:
        names = {one.name for one in layouts}
        self._own = tuple(layouts)
        self._known = tuple(one for one in built_in() if one.name not in names)

    def recognise(self, sheets: Sequence[Sheet]) -> Recognition:
        """Say which of one file's sheets have a header that a layout knows, and why the others have none."""
        found = [(sheet, self.find(sheet)) for sheet in sheets]
        known = [(sheet, header) for sheet, header in found if isinstance(header, Header)]
        return Recognition(
            known=sum(len(header.columns) for _, header in known),
            sheets=tuple(sheet for sheet, _ in known),
            problems=tuple(one for _, one in found if isinstance(one, Problem)),
        )

    def find(self, sheet: Sheet) -> Header | Problem:
        """Return the header by the user's own layouts where it fits no worse than by those that come with habeas."""
        known = find(sheet, self._known)
        own = find(sheet, self._own) if self._own else known
        if isinstance(own, Problem):
            return known
        return own if isinstance(known, Problem) or own.score >= known.score else known

    def read(
        self, sheets: Sequence[Sheet | Lines], to: Path, scratch: Path, *, progress: Progress | None, today: date
    ) -> tuple[tuple[Reading, ...], tuple[Problem, ...]]:
        """Read recognised sheets into ``to``, a reading for each layout and release; ``scratch`` is an empty folder."""
        groups, problems = self._grouped(sheets)
        readings: list[Reading] = []
        done, total = 0, sum(sheet.height for sheet in sheets)

        def tell(height: int) -> None:
            nonlocal done
            done += height
            if progress:
                progress(done, total)

        with connect(scratch) as engine:
            for number, group in enumerate(groups):
                staged, repeated, told = self._members(engine, group, scratch / f"group-{number}", today, tell)
                problems = (*problems, *told)
                if not staged and not repeated:
                    continue
                folder = _folder(to, group, {reading.table.parent for reading in readings})
                readings.append(gather(engine, group, staged, repeated, folder, today))
                for each in staged:
                    each.rows.unlink()
        return tuple(readings), problems

    def _members(
        self, engine: DuckDBPyConnection, group: Group, scratch: Path, today: date, tell: Callable[[int], None]
    ) -> tuple[list[Staged], list[Repeated], list[Problem]]:
        """Read the members of a group: sheets one by one, files by their lines together; those that this cannot read one by one too."""
        staged: list[Staged] = []
        repeated: list[Repeated] = []
        alone: list[tuple[int, Lines]] = []
        scratch.mkdir()
        readers: dict[bytes, Reader] = {}
        for part, one in enumerate(group.members):
            if isinstance(one, Prepared):
                staged.append(_stage(engine, one, part, scratch / f"staged-{part}.parquet", today))
                group.add(one.header, one.stated)
                tell(one.sheet.height)
                continue
            reader = readers.setdefault(one.first, Reader(engine, scratch, len(readers)))
            said = stated(replace(one.sample, file=one.file), one.header)
            if reader.take(one, part, said.pulled, today):
                group.add(one.header, said)
            else:
                alone.append((part, one))
            if reader.full:
                _understood(reader, repeated, alone)
            tell(one.height)
        for reader in readers.values():
            _understood(reader, repeated, alone)
        told = self._alone(engine, group, alone, staged, scratch, today)
        return sorted(staged, key=lambda each: each.statement.part), sorted(repeated, key=lambda each: each.part), told

    def _alone(  # noqa: PLR0917 - what a group is read with
        self,
        engine: DuckDBPyConnection,
        group: Group,
        alone: Sequence[tuple[int, Lines]],
        staged: list[Staged],
        scratch: Path,
        today: date,
    ) -> list[Problem]:
        """Read files by themselves that could not be read by their lines; return what kept them from being read at all."""
        told: list[Problem] = []
        for part, one in sorted(alone, key=lambda each: each[0]):
            folder = scratch / f"alone-{part}"
            folder.mkdir()
            opened = open_file(one.path, folder, name=one.file)
            told += opened.problems
            for sheet in opened.sheets:
                header = self.find(sheet)
                if isinstance(header, Problem):
                    told.append(header)
                    continue
                given = Prepared(sheet, header, stated(sheet, header), prepare(sheet, header))
                staged.append(_stage(engine, given, part, scratch / f"staged-{part}.parquet", today))
                group.add(header, given.stated)
        return told

    def _grouped(self, sheets: Sequence[Sheet | Lines]) -> tuple[tuple[Group, ...], tuple[Problem, ...]]:
        """Put sheets of one layout and release together. A file that names no release is one of its own: nobody is followed out of it."""
        groups: dict[tuple[str, str], Group] = {}
        unnamed: dict[str, list[Problem]] = {}
        for sheet in sheets:
            if isinstance(sheet, Lines):
                layout, release = sheet.header.layout, sheet.header.layout.release or sheet.file
                groups.setdefault((layout.name, release), Group(layout, release, [])).members.append(sheet)
                continue
            header = self.find(sheet)
            if isinstance(header, Problem):
                continue
            said = stated(sheet, header)
            preparation = prepare(sheet, header)
            release = preparation.release or said.release or sheet.file
            if preparation.release is None and said.release is None:
                told = unnamed.setdefault(header.layout.name, [])
                if all(one.file != sheet.file for one in told):
                    told.append(Problem("records.release-unnamed", sheet.file, gravity="note"))
            group = groups.setdefault((header.layout.name, release), Group(header.layout, release, []))
            group.members.append(Prepared(sheet, header, said, preparation))
        return tuple(groups.values()), tuple(one for told in unnamed.values() if len(told) > 1 for one in told)


def _understood(reader: Reader, repeated: list[Repeated], alone: list[tuple[int, Lines]]) -> None:
    kept, back = reader.understood()
    repeated += kept
    alone += back


def _stage(engine: DuckDBPyConnection, given: Prepared, part: int, rows: Path, today: date) -> Staged:
    """Read one sheet: values of its layout's fields, which rows are set aside and why, and what is doubtful."""
    latest = (given.stated.pulled or given.stated.through or today) + _YEAR
    statement = Statement(given.sheet, given.header, given.preparation, latest, part)
    texts, read = rows.with_suffix(".texts"), rows.with_suffix(".values")
    _copy(engine, statement.texts, texts)
    _copy(engine, statement.read(texts), read)
    texts.unlink()
    if statement.moments:
        flags = engine.execute(statement.timed(read)).fetchone() or ()
        days = frozenset(name for name, day in zip(statement.moments, flags, strict=True) if day)
        statement = replace(statement, days=days)
    _copy(engine, statement.staged(read), rows)
    read.unlink()
    every = count(engine, rows, "true")
    notes = [listing.of_problem(statement, one) for one in statement.preparation.problems]
    notes += listing.of_header(statement, unread_columns(engine, statement))
    if not statement.preparation.refusal:
        notes += listing.doubts(engine, statement, rows, every)
    return Staged(statement, rows, tuple(notes))


def _copy(engine: DuckDBPyConnection, query: str, rows: Path) -> None:
    engine.execute(
        f"COPY ({query}) TO {literal(str(rows))} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE {ROW_GROUP})"
    )


def _folder(to: Path, group: Group, taken: set[Path]) -> Path:
    """Return an empty folder ``<kind>-<release>``; two layouts of one kind and release are told apart by the layout's name."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", f"{group.layout.kind}-{group.release}").strip("-.")
    folder = to / name
    number = 1
    while folder in taken:
        number += 1
        folder = to / f"{name}-{group.layout.name}{'' if number == 2 else f'-{number}'}"
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder
