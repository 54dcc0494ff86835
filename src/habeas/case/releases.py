"""Releases of records, read: what each file gave, kept in a folder, from which custody is counted.

``records/<release>/`` holds a Parquet file of rows and one of problems for each kind of record; ``custody/<release>/`` the tables of
custody of its stints, and ``totals.json``; ``register/<release>/`` the register of its rosters. All name files as they were published.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.case.counting import stage
from habeas.case.names import close
from habeas.errors import InputError, Problem
from habeas.records import Account, Progress, Reading, Until

if TYPE_CHECKING:
    from habeas.case.held import Held

_READINGS: Final = "readings.json"
_NAMED: Final = "named"
_NAME: Final = re.compile(r"[^\w.-]+")
_UNKNOWN: Final = frozenset({"records.layout-unknown", "records.no-header", "records.not-a-table"})
"""What is said of a sheet that no reader knows."""
_ASIDE: Final = frozenset({"records.empty-sheet", "records.form-differs"})
"""What may be said of it besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Releases:
    """What was read of record files: a reading for each kind of each release, and what kept files or sheets from being read.

    ``problems`` are of whole files and sheets; those of rows are in each reading. ``others`` are files of a case that hold no
    records: they are quoted from instead. ``folder`` holds the tables.
    """

    folder: Path
    readings: tuple[Reading, ...] = ()
    problems: tuple[Problem, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def set_aside(self) -> int:
        """How many rows were set aside, each with a problem."""
        return sum(one.set_aside for one in self.readings)

    @property
    def sound(self) -> bool:
        """Whether every file was understood and every row of it used."""
        return not self.set_aside and not any(one.gravity == "error" for one in self.problems)

    @property
    def stints(self) -> tuple[Reading, ...]:
        """The readings whose rows are stints: those from which custody is counted."""
        return tuple(one for one in self.readings if one.kind == "stints")

    @property
    def rosters(self) -> tuple[Reading, ...]:
        """The readings whose rows are persons on a day's list: those from which a register is made."""
        return tuple(one for one in self.readings if one.kind == "roster")

    @property
    def counted(self) -> tuple[Reading, ...]:
        """The readings of which custody can be counted: stints, and rosters of which a list is believed."""
        believed = (one for one in self.rosters if (self.folder / "custody" / name_of(one) / "totals.json").is_file())
        return (*self.stints, *believed)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the releases whose custody is counted."""
        return tuple(name_of(one) for one in self.counted)

    def held(self, release: str | None = None) -> Held:
        """Return the custody of a release, or of the only one there is.

        Raises :class:`InputError` where no file holds stints or rosters, no release bears the name, or there are several and none is named.
        """
        from habeas.case.held import Held

        known = {name_of(one): one for one in self.counted}
        if not known:
            raise InputError("case.no-stints", folder=str(self.folder))
        if release is None and len(known) > 1:
            raise InputError("case.which-release", known=list(known))
        if release is not None and release not in known:
            raise InputError("case.no-release", found=release, known=close(release, known))
        name = release if release is not None else next(iter(known))
        return Held(name, self.folder / "custody" / name, known[name])

    def save(self) -> None:
        """Note in the folder what was read, so that :func:`load` gives the same again."""
        noted = {
            "readings": [_as_json(one, self.folder) for one in self.readings],
            "problems": [asdict(one) for one in self.problems],
            "others": list(self.others),
        }
        text = json.dumps(noted, ensure_ascii=False, indent=1, default=str)
        (self.folder / "records").mkdir(exist_ok=True)
        (self.folder / "records" / _READINGS).write_text(text + "\n", encoding="utf-8")


def load(folder: Path) -> Releases:
    """Return the releases that were kept in a folder. Raises :class:`InputError` where there are none."""
    from habeas.tables import patiently

    try:
        noted = folder / "records" / _READINGS
        raw = json.loads(patiently(folder, lambda: noted.read_text(encoding="utf-8")))
        readings = tuple(_from_json(one, folder) for one in raw["readings"])
        problems = tuple(Problem(**one) for one in raw["problems"])
        return Releases(folder=folder, readings=readings, problems=problems, others=tuple(raw["others"]))
    except (OSError, ValueError, TypeError, KeyError):
        raise InputError("case.no-releases", folder=str(folder)) from None


def _as_json(one: Reading, folder: Path) -> dict[str, Any]:
    places = {
        "table": one.table.relative_to(folder).as_posix(),
        "problems": one.problems.relative_to(folder).as_posix(),
    }
    return {**asdict(one), **places}


def _from_json(raw: Mapping[str, Any], folder: Path) -> Reading:
    until = raw["until"] and Until(moment=datetime.fromisoformat(raw["until"]["moment"]), ground=raw["until"]["ground"])
    return Reading(
        **{
            **raw,
            "table": folder / raw["table"],
            "problems": folder / raw["problems"],
            "accounts": tuple(Account(**one) for one in raw["accounts"]),
            "until": until or None,
            "unknown_columns": {name: tuple(columns) for name, columns in raw["unknown_columns"].items()},
        }
    )


def read(
    files: Mapping[str, Path],
    to: Path,
    *,
    mappings: Sequence[Path] = (),
    quoted: frozenset[str] = frozenset(),
    progress: Progress | None = None,
) -> Releases:
    """Read record files, each under the name it was published under, into a folder.

    A file of ``quoted`` in which no reader finds a table it knows is one of ``others``; any other is a problem.
    """
    from habeas.records import read_records

    stage(progress, "reading-records")
    with _lent(files, to) as paths:
        came = read_records(paths, to / "read", layouts=list(mappings), progress=progress)
    problems = [_untangled(one, f"{to / _NAMED}/") for one in came.problems]
    others = _others(problems, quoted)
    made = Releases(
        folder=to,
        readings=tuple(_placed(one, to) for one in came.readings),
        problems=tuple(one for one in problems if one.file not in others),
        others=tuple(sorted(others)),
    )
    shutil.rmtree(to / "read", ignore_errors=True)
    made.save()
    return made


def _untangled(problem: Problem, place: str) -> Problem:
    """Return a problem that names files as they were published, where an engine named the place they were lent at."""
    values = {name: one.replace(place, "") if isinstance(one, str) else one for name, one in problem.values.items()}
    return replace(problem, values=values)


def _others(problems: Sequence[Problem], quoted: frozenset[str]) -> set[str]:
    """Return the files that are quoted from, and of which no sheet is known to any reader."""
    said: dict[str, set[str]] = {}
    for one in problems:
        said.setdefault(one.file or "", set()).add(one.key)
    named = {
        file: keys for file, keys in said.items() if any(name == file or name.endswith(f"/{file}") for name in quoted)
    }
    return {file for file, keys in named.items() if keys & _UNKNOWN and keys <= _UNKNOWN | _ASIDE}


def _placed(one: Reading, to: Path) -> Reading:
    """Move the two files of a reading to where they are kept."""
    place = to / "records" / folder_name(one)
    place.mkdir(parents=True, exist_ok=True)
    name: str = one.kind
    if (place / f"{name}.parquet").exists():
        name = f"{name}-{one.reader}"
    return replace(
        one,
        table=one.table.replace(place / f"{name}.parquet"),
        problems=one.problems.replace(place / f"{name}.problems.parquet"),
    )


def name_of(one: Reading) -> str:
    """Return the name under which the tables of a reading are kept."""
    return one.table.parent.name if one.table.stem == one.kind else f"{one.table.parent.name}-{one.reader}"


def folder_name(one: Reading) -> str:
    """Return the name of a release as a folder may bear it."""
    return _NAME.sub("-", one.release).strip("-.") or one.reader


@contextmanager
def _lent(files: Mapping[str, Path], to: Path) -> Iterator[list[Path]]:
    """Lend each file under the name it was published under, as a link: originals are kept under their hash."""
    place = to / _NAMED
    paths = []
    try:
        for name, path in files.items():
            link = place / name
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path.absolute())
            paths.append(link)
        yield paths
    finally:
        shutil.rmtree(place, ignore_errors=True)
