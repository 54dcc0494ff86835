"""The audit of daily rosters: what is planted in one of them is found, and in the published ones nothing is said that is not so."""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from habeas.findings.audit import AuditFinding
from habeas.findings.audit.rosters import audit_rosters
from habeas.records import read_records

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "rikers"
DAYS = range(8, 13)
NAME = "DOC_Inmates_InCustody_Daily_201901{:02}.csv"
PLANTED = NAME.format(10)


def audited(folder: Path, paths: list[Path]) -> list[AuditFinding]:
    """Return what is found in rosters."""
    return [finding for one in read_records(paths, folder).readings for finding in audit_rosters(one)]


def series(folder: Path) -> Path:
    """Copy some days of the published rosters."""
    folder.mkdir()
    for day in DAYS:
        shutil.copy(DATA / "2019-01" / NAME.format(day), folder / NAME.format(day))
        (folder / NAME.format(day)).chmod(0o644)
    return folder


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str, str]]:
    """Return what is found in these days as they were published."""
    folder = series(tmp_path_factory.mktemp("plain") / "in")
    return {(one.check, one.key, one.publication) for one in audited(folder.parent / "out", sorted(folder.iterdir()))}


Plant = Callable[[Path], str]


def _lines(change: Callable[[list[str]], list[str]]) -> Plant:
    """Return a plant that changes the lines below the header of one file."""

    def plant(folder: Path) -> str:
        path = folder / PLANTED
        header, *rows = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([header, *change(rows)]) + "\n", encoding="utf-8")
        return PLANTED

    return plant


def _truncated(folder: Path) -> str:
    path = folder / PLANTED
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: len(text) // 2 - 7], encoding="utf-8")
    return PLANTED


def _last_truncated(folder: Path) -> str:
    path = folder / NAME.format(DAYS[-1])
    text = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(text[: len(text) // 3]), encoding="utf-8")
    return path.name


def _copied(folder: Path) -> str:
    shutil.copy(folder / NAME.format(9), folder / PLANTED)
    return PLANTED


def _other_jail(folder: Path) -> str:
    path = folder / PLANTED
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('\n"', '\n"77'), encoding="utf-8")
    return PLANTED


def _second(folder: Path) -> str:
    name = f"again_{PLANTED}"
    rows = (folder / PLANTED).read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / name).write_text("".join(rows[:-40]), encoding="utf-8")
    return name


def _floats(folder: Path) -> str:
    path = folder / PLANTED
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    floated = ['"{}.0",{}'.format(*row[1:].split('",', 1)) for row in rows]
    path.write_text("\n".join([header, *floated]) + "\n", encoding="utf-8")
    return PLANTED


def _renamed(name: str) -> Plant:
    def plant(folder: Path) -> str:
        (folder / PLANTED).rename(folder / name)
        return name

    return plant


def _shift(row: str) -> str:
    """Move the cells of a row by one from the fourth on."""
    cells = next(csv.reader([row]))
    return ",".join(f'"{cell}"' for cell in [*cells[:3], "", *cells[3:-1]])


def _stays(rows: list[str], number: int) -> list[str]:
    """Leave out a row of somebody who stays: of an old admission."""
    kept = [row for row in rows if '"2018-0' in row]
    gone = set(random.Random(number).sample(kept, number))  # noqa: S311 - any will do
    return [row for row in rows if row not in gone]


PLANTS: dict[str, tuple[Plant, str, str]] = {
    "truncated": (_truncated, "partial", "audit_rosters.partial"),
    "line cut": (_truncated, "line-cut", "audit_rosters.line-cut"),
    "last one truncated": (_last_truncated, "partial", "audit_rosters.partial-edge"),
    "copied": (_copied, "stale", "audit_rosters.stale-rows"),
    "other jail": (_other_jail, "foreign", "audit_rosters.foreign"),
    "two of one day": (_second, "doubled", "audit_rosters.doubled"),
    "a piece missing": (_lines(lambda rows: rows[:300] + rows[309:]), "skipped", "audit_rosters.skipped-block"),
    "forty missing": (_lines(lambda rows: _stays(rows, 40)), "partial", "audit_rosters.partial"),
    "header again": (
        _lines(lambda rows: [*rows[:99], '"INMATEID",ADMITTED_DT', *rows[99:]]),
        "header-again",
        "audit_rosters.header-again",
    ),
    "floats": (_floats, "float-ids", "audit_rosters.float-ids"),
    "no day": (_renamed("roster.csv"), "no-day", "audit_rosters.no-day"),
    "two days": (_renamed("20190110_20190111.csv"), "two-days", "audit_rosters.two-days"),
    "shifted": (
        _lines(lambda rows: [*rows[:50], *map(_shift, rows[50:53]), *rows[53:]]),
        "shifted",
        "audit_rosters.shifted",
    ),
    "twice": (_lines(lambda rows: [*rows, rows[5]]), "twice", "audit_rosters.twice"),
    "a part twice": (_lines(lambda rows: [*rows, *rows[100:150]]), "twice", "audit_rosters.twice-many"),
}


@pytest.mark.parametrize("case", PLANTS)
def test_an_error_planted_in_one_roster_is_found(tmp_path: Path, case: str, plain: set[tuple[str, str, str]]) -> None:
    """It is told of the file it was planted in, by its check, and was not told before; it can be said in both languages."""
    plant, check, key = PLANTS[case]
    folder = series(tmp_path / "in")
    name = plant(folder)
    found = audited(tmp_path / "out", sorted(folder.iterdir()))
    told = [one for one in found if (one.check, one.key, one.publication) not in plain]
    assert (check, key, name) in {(one.check, one.key, one.publication) for one in told}
    assert all(one.text(lang) and one.cells for one in found for lang in ("en", "es"))


def _row_of(path: Path, wanted: Callable[[list[str]], bool]) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return next(n for n, row in enumerate(csv.reader(file), 1) if wanted(row))


def test_one_row_left_out_is_found_with_the_line_it_stood_on_before(tmp_path: Path) -> None:
    """A person who is on both neighbours under one admission is missed from the list between, by file and line."""
    folder = series(tmp_path / "in")
    path = folder / PLANTED
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    person = rows[200].split(",")[0]
    path.write_text("".join(rows[:200] + rows[201:]), encoding="utf-8")
    line = _row_of(folder / NAME.format(9), lambda row: f'"{row[0]}"' == person)
    (found,) = (
        one
        for one in audited(tmp_path / "out", sorted(folder.iterdir()))
        if one.check == "skipped" and one.publication == PLANTED
    )
    assert (NAME.format(9), line) in {(cell.file, cell.line) for cell in found.cells}


@pytest.mark.parametrize(
    ("column", "value", "check"),
    [(1, "2019-01-20 10:00:00", "admitted-after"), (1, "2018-03-03 03:03:03", "redated"), (7, "13", "age")],
)
def test_a_cell_changed_in_one_roster_is_found(tmp_path: Path, column: int, value: str, check: str) -> None:
    """An admission after the day, an admission that is another for one list, an age that falls for one list."""
    folder = series(tmp_path / "in")
    path = folder / PLANTED
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    line = next(n for n, row in enumerate(rows) if n > 400 and row[1].startswith("2018-0") and int(row[7]) > 30)
    rows[line][column] = value
    path.write_text("".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows), encoding="utf-8")
    found = [one for one in audited(tmp_path / "out", sorted(folder.iterdir())) if one.check == check]
    assert (PLANTED, line + 1) in {(cell.file, cell.line) for one in found for cell in one.cells}


def test_the_published_rosters_have_these_findings_and_no_other(tmp_path: Path) -> None:
    """In 39 files: one list put out four times, three persons under two admissions, absences, ages that were corrected, one gap of three years."""
    found = audited(tmp_path, sorted(DATA.rglob("*.csv")))
    counted = {check: sum(one.check == check for one in found) for check in {one.check for one in found}}
    assert counted == {
        "stale": 1,
        "twice": 3,
        "skipped": 15,
        "away": 1,
        "age": counted["age"],
        "missing": 1,
        "day-in-name": 1,
    }
    assert not [one for one in found if one.gravity == "error"]
    (stale,) = (one for one in found if one.check == "stale")
    assert (stale.day, stale.values["n"], stale.values["copied"]) == (date(2022, 7, 1), 4, date(2022, 6, 29))


def test_what_an_age_finding_says_stands_in_its_cells(tmp_path: Path) -> None:
    """Both ages are in the file, on the line that is named."""
    paths = {path.name: path for path in DATA.rglob("*.csv")}
    cells = [cell for one in audited(tmp_path, sorted(paths.values())) if one.check == "age" for cell in one.cells]
    assert len(cells) > 20
    assert not [cell for cell in cells if "202207" in cell.file], "a copy is younger than the list before it"
    for cell in cells:
        with paths[cell.file].open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        place = [title.lower() for title in rows[0]].index("age")
        assert float(rows[(cell.line or 0) - 1][place]) == float(cell.found)


def test_one_roster_and_none_have_nothing_to_be_held_against(tmp_path: Path) -> None:
    """A list alone has a note of where its day stands; a list without rows, nothing."""
    one = DATA / "2019-01" / NAME.format(16)
    assert [found.check for found in audited(tmp_path / "a", [one])] == ["day-in-name"]
    empty = tmp_path / NAME.format(16)
    empty.write_text(one.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert audited(tmp_path / "b", [empty]) == []


def test_no_identifier_is_told(tmp_path: Path) -> None:
    """A person is named by file and line: what is said of them names nobody."""
    found = audited(tmp_path, sorted((DATA / "2019-01").iterdir())[:10])
    with (DATA / "2019-01" / NAME.format(1)).open(encoding="utf-8", newline="") as file:
        known = {row[0] for row in csv.reader(file) if len(row[0]) > 5}
    said = " ".join(one.text(lang) for one in found for lang in ("en", "es"))
    assert not {word for word in said.replace(",", "").split() if word in known}
