"""Two rosters compared: who appeared, who vanished, and of whom something changed.

A name that vanishes from an official list is an event. Two lists that are the same to the last row are one list put out twice, and prove nothing.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.custody.register_units import FIXED
from habeas.errors import Faults, InputError, Problem
from habeas.records.sheets import named

if TYPE_CHECKING:
    from habeas.records import Reading

_NEWEST: Final = 8
"""How many of the newest files of a folder are looked at first for two lists that differ."""
_STRANGE: Final = 0.2
_SMALL: Final = 20
_SOON: Final = 31
"""Over more days than this most persons of a jail may have left it."""
_FLOAT: Final = re.compile(r"(\d+)\.0+")
_READ: Final = frozenset({"admitted", "discharged"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A person on a list: where, and what the list says of the person (columns and values as read)."""

    person: str
    file: str
    sheet: str | None
    line: int
    said: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Altered:
    """What changed of a person who is on both lists: one column, its value before and after, and where the new one stands."""

    person: str
    column: str
    before: Any
    after: Any
    file: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """One list: its file and day, how many rows and persons it has, and how many rows name nobody."""

    file: str
    day: date
    rows: int
    persons: int
    without_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What two lists say of each other.

    ``copied``: the rows are the same, so that the new list proves nothing. ``strangers``: hardly anybody is on both, so that
    they are likely lists of two places. ``problems`` are of the files and their rows; ``passed_over`` are days of a folder whose list is a copy.
    """

    old: Roster
    new: Roster
    appeared: tuple[Sighting, ...]
    vanished: tuple[Sighting, ...]
    altered: tuple[Altered, ...]
    copied: bool
    strangers: bool
    common: int
    problems: tuple[Problem, ...] = ()
    passed_over: tuple[date, ...] = ()

    @property
    def days_between(self) -> int:
        """How many days lie between the two lists that have none: 0 for lists of neighbouring days."""
        return max((self.new.day - self.old.day).days - 1, 0)


def watch(old: Path, new: Path, *, mappings: Sequence[Path] = ()) -> Watch:
    """Compare two rosters, each a file of one day.

    Raises:
        Faults: a file cannot be read as a roster; every reason is named.
        InputError: a file holds lists of several days, or the old one is of a later day than the new one.
    """
    with tempfile.TemporaryDirectory(prefix="habeas-watch-") as folder:
        readings, problems = _read([old, new], Path(folder), mappings)
        lists = _lists(readings)
        called = named([old, new])
        before, after = (_only(lists, called[path]) for path in (old, new))
        if before.roster.day > after.roster.day:
            raise InputError("register.watch-order", old=before.roster.day, new=after.roster.day)
        return _compared(before, after, problems)


def _only(lists: Sequence[_List], file: str) -> _List:
    """Return the one list of a file."""
    found = [one for one in lists if one.roster.file == file]
    if len(found) != 1:
        raise InputError("register.watch-days" if found else "register.watch-no-day", file=file, n=len(found))
    return found[0]


def watch_folder(folder: Path, *, mappings: Sequence[Path] = ()) -> Watch:
    """Compare the newest list of a folder with the one before it that it does not merely repeat.

    Raises:
        Faults: no file can be read as a roster; every reason is named.
        InputError: the folder holds fewer than two lists that differ.
    """
    files = _newest_first(folder)
    n = _NEWEST
    while True:
        with tempfile.TemporaryDirectory(prefix="habeas-watch-") as scratch:
            readings, problems = _read(files[:n], Path(scratch), mappings)
            lists = sorted(_lists(readings), key=lambda one: (one.roster.day, one.roster.file))
            kept = [one for place, one in enumerate(lists) if not any(one.rows == two.rows for two in lists[:place])]
            if len(kept) > 1:
                passed = tuple(one.roster.day for one in lists if one not in kept)
                return _compared(kept[-2], kept[-1], problems, passed)
        if n >= len(files):
            raise InputError("register.watch-too-few", folder=str(folder), n=len(kept))
        n *= 4


def _newest_first(folder: Path) -> list[Path]:
    """Return the files of a folder, those of the latest day in their names first; names without a day are looked at first of all."""
    from habeas.records import files_in
    from habeas.records.rosters import days_in_name

    if not folder.is_dir():
        raise InputError("evidence.no-such-file", file=str(folder))
    files = files_in(folder)
    if not files:
        raise InputError("register.watch-too-few", folder=str(folder), n=0)
    return sorted(files, key=lambda path: (max(days_in_name(path.name), default=date.max), path.name), reverse=True)


def _read(paths: Sequence[Path], to: Path, mappings: Sequence[Path]) -> tuple[list[Reading], tuple[Problem, ...]]:
    from habeas.records import read_records

    for path in paths:
        if not path.is_file():
            raise InputError("evidence.no-such-file", file=str(path))
    came = read_records(paths, to, layouts=list(mappings))
    readings = [one for one in came.readings if one.kind == "roster"]
    if not readings:
        raise Faults("register.watch-unread", came.unread or came.problems)
    return readings, came.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """One list with its rows: ``persons`` leads from an identifier to its first row, ``rows`` counts equal rows of what they say."""

    roster: Roster
    persons: Mapping[str, Sighting]
    rows: Mapping[tuple[Any, ...], int]


def _lists(readings: Iterable[Reading]) -> list[_List]:
    import pyarrow.parquet as pq

    made = []
    for reading in readings:
        table = pq.ParquetFile(reading.table).read()  # read_table would load much more than this needs
        names = [name for name in table.column_names if name not in FIXED or name in _READ]
        columns = {name: table[name].to_pylist() for name in (*names, "file", "sheet", "line", "person", "day")}
        by_list: dict[tuple[str, str | None, date], list[int]] = {}
        for n, key in enumerate(zip(columns["file"], columns["sheet"], columns["day"], strict=True)):
            if key[2] is not None:
                by_list.setdefault(key, []).append(n)
        made += [_list(key, rows, columns, names) for key, rows in by_list.items()]
    return made


def _list(
    key: tuple[str, str | None, date], rows: Sequence[int], columns: Mapping[str, Sequence[Any]], names: Sequence[str]
) -> _List:
    file, sheet, day = key
    persons: dict[str, Sighting] = {}
    counted: dict[tuple[Any, ...], int] = {}
    without = 0
    for n in rows:
        said = tuple(columns[name][n] for name in names)
        person = _plain(columns["person"][n])
        counted[person, *said] = counted.get((person, *said), 0) + 1
        if person is None:
            without += 1
        elif person not in persons:
            persons[person] = Sighting(
                person=person, file=file, sheet=sheet, line=columns["line"][n], said=dict(zip(names, said, strict=True))
            )
    roster = Roster(file=file, day=day, rows=len(rows), persons=len(persons), without_id=without)
    return _List(roster=roster, persons=persons, rows=counted)


def _plain(person: str | None) -> str | None:
    """Return an identifier without what a spreadsheet adds that takes it for a number."""
    found = _FLOAT.fullmatch(person) if person else None
    return found[1] if found else person


def _compared(old: _List, new: _List, problems: tuple[Problem, ...], passed: tuple[date, ...] = ()) -> Watch:
    both = old.persons.keys() & new.persons.keys()
    fewer, days = min(len(old.persons), len(new.persons)), (new.roster.day - old.roster.day).days
    return Watch(
        old=old.roster,
        new=new.roster,
        appeared=tuple(one for person, one in new.persons.items() if person not in both),
        vanished=tuple(one for person, one in old.persons.items() if person not in both),
        altered=tuple(_altered(old, new)),
        copied=old.rows == new.rows,
        strangers=days <= _SOON and fewer >= _SMALL and len(both) < _STRANGE * fewer,
        common=len(both),
        problems=problems,
        passed_over=passed,
    )


def _altered(old: _List, new: _List) -> Iterable[Altered]:
    for person, now in new.persons.items():
        then = old.persons.get(person)
        if then is None or then.said == now.said:
            continue
        for column, after in now.said.items():
            before = then.said.get(column)
            if column in then.said and before != after:
                yield Altered(person=person, column=column, before=before, after=after, file=now.file, line=now.line)
