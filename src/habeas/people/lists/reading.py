"""Reading lists: files in, mentions and statements out; every row is a mention or is set aside, and what is not understood is said."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.errors import Faults, InputError, Problem
from habeas.people.lists.headers import Header, find_header
from habeas.people.lists.mapping import ListMapping, load_mapping
from habeas.people.lists.model import ListAbout, Lists, mentions_schema
from habeas.people.lists.pieces import Facts, Piece, PieceReader
from habeas.people.lists.shared import without_shared_documents
from habeas.people.lists.staging import Staged, keys, stage
from habeas.people.lists.twice import Seen, tell_twice
from habeas.people.lists.values import fold
from habeas.records import Progress, Sheet, named, open_files, room_for

if TYPE_CHECKING:
    import pyarrow as pa

_SUFFIXES: Final = re.compile(r"\.(?:csv|tsv|txt|psv|xlsx|xlsm|xlsb|xls|ods|parquet|gz)$", re.IGNORECASE)


def read_lists(
    files: Sequence[Path],
    *,
    mapping: Path | Mapping[Path, Path] | None = None,
    list_column: str | None = None,
    names: Sequence[str] | None = None,
    called: Sequence[str] | None = None,
    about: Mapping[str, Mapping[str, Any]] | None = None,
    progress: Progress | None = None,
    today: date | None = None,
) -> Lists:
    """Read lists of persons (CSV, TSV, workbooks, Parquet): a list a file, a sheet with a header, or a value of ``list_column``.

    ``mapping`` is a mapping file for all files, or for some of them one each; ``names`` are short ids of the lists, one a file, where
    the files' names are not to be used, ``called`` what the files are called in tables and problems; ``about`` says of lists, by name, what a mapping file can say of them, and goes before it. ``today`` bounds births. ``progress`` is told rows done and rows in all.

    Raises:
        Faults: a file is not there, a mapping file has faults, or no file has the column of lists; nothing was read.
        InputError: there are not as many names as files.
        StorageError: there is no room to unpack the files.
    """
    _check(files, names)
    mappings = _mappings(files, mapping)
    day = today or datetime.now(UTC).date()
    with tempfile.TemporaryDirectory(prefix="habeas-lists-") as folder, room_for(Path(folder)):
        reading = _Reading(mappings, about or {}, list_column, day, Path(folder))
        for place, opened in enumerate(open_files(_called(files, called), Path(folder), progress)):
            reading.problems += opened.problems
            given = names[place] if names else None
            reading.take(files[place], opened.sheets, given)
        if list_column and reading.sheets and not any(one.header.lists for one in reading.sheets):
            found = sorted({column.title for one in reading.sheets for column in one.header.columns})
            raise InputError("lists.no-list-column", column=list_column, found=found)
        return reading.lists(progress)


def _called(files: Sequence[Path], called: Sequence[str] | None) -> dict[Path, str]:
    return dict(zip(files, called, strict=True)) if called else named(list(files))


def _check(files: Sequence[Path], names: Sequence[str] | None) -> None:
    missing = [Problem("lists.no-file", str(one)) for one in files if not one.is_file()]
    if missing:
        raise Faults("lists.files-missing", missing)
    twice = {one for one in files if list(files).count(one) > 1}
    if twice:
        raise Faults("lists.files-missing", [Problem("lists.file-twice", str(one)) for one in sorted(twice)])
    if names is not None and len(names) != len(files):
        raise InputError("lists.names-number", n=len(files), found=len(names))


def _mappings(files: Sequence[Path], mapping: Path | Mapping[Path, Path] | None) -> Mapping[Path, ListMapping]:
    if mapping is None:
        return {}
    if isinstance(mapping, Mapping):
        return {file: load_mapping(path) for file, path in mapping.items()}
    one = load_mapping(mapping)
    if one.name and len(files) > 1:
        raise Faults(
            "lists.mapping-faults",
            [Problem("lists.mapping-one-name", mapping.name, column="list.name", values={"n": len(files)})],
        )
    return dict.fromkeys(files, one)


@dataclass(frozen=True, slots=True)
class _Known:
    """A sheet whose header was found, staged."""

    file: str
    name: str
    header: Header
    mapping: ListMapping
    staged: Staged


@dataclass(slots=True)
class _Reading:
    """A run: sheets taken one after the other, then read as lists in the order of their first rows."""

    mappings: Mapping[Path, ListMapping]
    about: Mapping[str, Mapping[str, Any]]
    list_column: str | None
    today: date
    scratch: Path
    sheets: list[_Known] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    abouts: dict[str, ListAbout] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)
    order: list[Any] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def take(self, path: Path, sheets: Sequence[Sheet], given: str | None) -> None:
        """Find the header of each sheet of a file, and stage its rows."""
        mapping = self.mappings.get(path, ListMapping())
        chosen = [one for one in sheets if mapping.sheet is None or one.name == mapping.sheet]
        if sheets and not chosen:
            values: dict[str, object] = {"sheet": mapping.sheet, "found": [one.name or "—" for one in sheets]}
            self.problems.append(Problem("lists.no-sheet", sheets[0].file, values=values))
        found = [(sheet, find_header(sheet, sheet.file, mapping, self.list_column)) for sheet in chosen]
        known = [sheet for sheet, header in found if isinstance(header, Header)]
        for sheet, header in found:
            several = len(known) > 1 and sheet.name is not None
            file = f"{sheet.file}, {sheet.name}" if several else sheet.file
            if isinstance(header, Problem):
                self._set_aside(header, sheet, given or mapping.name, known)
                continue
            base = given or mapping.name or _SUFFIXES.sub("", _SUFFIXES.sub("", path.name))
            staged = stage(sheet, header, file, self.scratch)
            self.problems += [*header.problems, *staged.problems]
            if self.list_column and header.lists is None:
                self.problems.append(
                    Problem("lists.list-column-missing", file, gravity="warning", values={"column": self.list_column})
                )
            name = f"{base}-{sheet.name}" if several else base
            self.sheets.append(_Known(file, name, header, mapping, staged))

    def _set_aside(self, problem: Problem, sheet: Sheet, given: str | None, known: Sequence[Sheet]) -> None:
        """Say that a sheet is no list: a fault, but where others of the workbook are lists, a note."""
        gravity = "note" if known else "error"
        self.problems.append(replace(problem, gravity=gravity))
        if not known:
            name = self._name(given or _SUFFIXES.sub("", sheet.file), sheet.file)
            self.abouts[name] = self._about(name, sheet.file, ListMapping(), sheet.height, 0)

    def lists(self, progress: Progress | None) -> Lists:
        """Read every staged sheet, list by list."""
        import pyarrow as pa

        done, total = 0, sum(one.staged.table.num_rows for one in self.sheets)
        base = 0
        for sheet in self.sheets:
            for name, table, places in self._split(sheet):
                self._read(sheet, name, table)
                self.order.append(places + base)
                done += table.num_rows
                if progress:
                    progress(done, total)
            base += sheet.staged.table.num_rows
        mentions = pa.concat_tables(
            [one.mentions for one in self.pieces] or [mentions_schema().empty_table()]
        ).combine_chunks()
        mentions, told = without_shared_documents(mentions)
        problems = [
            *self.problems,
            *(one for piece in self.pieces for one in piece.problems),
            *told,
            *tell_twice(self.seen),
        ]
        return Lists(
            mentions=mentions,
            lists=self.abouts,
            problems=tuple(one for one in problems if one.gravity != "note"),
            notes=tuple(one for one in problems if one.gravity == "note"),
            pieces=tuple(table for piece in self.pieces for table in piece.statements),
            order=_ranks(self.order),
        )

    def _split(self, sheet: _Known) -> Iterator[tuple[str, pa.Table, Any]]:
        """Yield the lists of a sheet with their rows and the places of these, in the order of the lists' first rows."""
        import numpy as np
        import pyarrow.compute as pc

        table = sheet.staged.table
        if sheet.header.lists is None:
            yield sheet.name, table, np.arange(table.num_rows)
            return
        texts = pc.fill_null(table.column(sheet.header.lists.name).combine_chunks(), "")
        coded = texts.dictionary_encode()
        said = [text or sheet.name for text in coded.dictionary.to_pylist()]
        if "" in coded.dictionary.to_pylist():
            n = pc.sum(pc.equal(texts, "")).as_py()
            self.problems.append(
                Problem(
                    "lists.list-unnamed",
                    sheet.file,
                    column=sheet.header.lists.title,
                    gravity="warning",
                    values={"n": n, "list": sheet.name},
                )
            )
        codes = coded.indices.to_numpy()
        same: dict[str, list[int]] = {}
        for code, text in enumerate(said):
            same.setdefault(_slug(text) or text, []).append(code)
        for of_list in same.values():
            places = np.flatnonzero(np.isin(codes, of_list))
            yield said[of_list[0]], table.take(places), places

    def _read(self, sheet: _Known, given: str, table: pa.Table) -> None:
        import pyarrow as pa

        name = self._name(given, sheet.file)
        made, again = keys(name, table)
        about = self._about(
            name,
            sheet.file,
            sheet.mapping,
            sheet.staged.rows if sheet.header.lists is None else table.num_rows,
            table.num_rows,
        )
        said = {**sheet.mapping.of(given), **sheet.mapping.of(name), **self.about.get(name, {})}
        keyed = table.append_column("key", pa.array(made, pa.string()))
        facts = Facts(
            name=name, file=sheet.file, header=sheet.header, table=keyed, kind=said.get("kind"), dates=said.get("dates"),
            as_of=about.as_of, today=self.today, wider=self._wider(sheet),
        )  # fmt: skip
        self.pieces.append(PieceReader(facts).read())
        self.abouts[name] = about
        self.seen.append(Seen(name, sheet.file, table.column("content").to_numpy()))
        self._tell_size(name, sheet.file, table.num_rows, again)

    def _wider(self, sheet: _Known) -> Mapping[str, Sequence[str]]:
        """Return the spellings of sex in the whole of a sheet, for a list in it where M alone stands."""
        if sheet.header.lists is None:
            return {}
        table = sheet.staged.table
        return {
            one.name: [text for text in table.column(one.name).unique().to_pylist() if text]
            for one in sheet.header.of("sex")
        }

    def _about(self, name: str, file: str, mapping: ListMapping, rows: int, mentions: int) -> ListAbout:
        said = {**mapping.of(name), **self.about.get(name, {})}
        said.pop("dates", None)
        return ListAbout(
            name=name,
            source=file,
            mapping=mapping.path or None,
            rows=rows,
            mentions=mentions,
            set_aside=rows - mentions,
            **said,
        )

    def _tell_size(self, name: str, file: str, n: int, again: int) -> None:
        values: dict[str, object] = {"list": name}
        if n == 0:
            self.problems.append(Problem("lists.empty-list", file, gravity="warning", values=values))
        elif n == 1:
            self.problems.append(Problem("lists.list-of-one", file, gravity="note", values=values))
        if again:
            self.problems.append(Problem("lists.rows-equal", file, gravity="note", values={**values, "n": again}))

    def _name(self, given: str, file: str) -> str:
        """Return the short id of a list, another one where it is taken."""
        base = _slug(given) or "list"
        name, number = base, 1
        while name in self.abouts:
            number += 1
            name = f"{base}-{number}"
        if number > 1:
            self.problems.append(Problem("lists.name-taken", file, gravity="note", values={"name": base, "now": name}))
        return name


def _slug(text: str) -> str:
    """Return a name as a short id: ``Familias 2023`` is ``familias-2023``; empty where it has no Latin letter or digit."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def _ranks(places: Sequence[Any]) -> Any:
    """Return the place of each mention in the order of files and rows."""
    import numpy as np

    return np.concatenate(places).astype(np.int64) if places else np.array([], dtype=np.int64)
