"""Passenger manifests: every row stays, bad places are warned of, and nobody is one person across files."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from habeas.records.header import Header, find
from habeas.records.layout import built_in
from habeas.records.reader import Preparation, prepare
from habeas.records.sheets import Sheet, open_file

TITLES = "AlienMasterID,Status,Sex,Age,MissionNumber,PULOC,DropLoc,StrikeFromList,ReasonStruck,R-T,CountryOfCitizenship,MissionDate,MissionID"
ROWS = (
    "1,REMOVED,M,31,A-1,KBRO,MGGT,FALSE,,R,GUATEMALA,1/15/2019,77",
    "2,REMOVED,F,29,A-1,,MGGT,FALSE,,R,GUATEMALA,1/15/2019,77",
    "3,REMOVED,F,29,A-1,KBRO,??,TRUE,Medical,R,GUATEMALA,1/15/2019,77",
)


def prepared(tmp_path: Path, name: str = "arts.csv") -> tuple[Sheet, Header, Preparation]:
    (tmp_path / name).write_text("\n".join([TITLES, *ROWS]), encoding="utf-8")
    (tmp_path / "s").mkdir()
    (sheet,) = open_file(tmp_path / name, tmp_path / "s").sheets
    header = find(sheet, built_in())
    assert isinstance(header, Header)
    return sheet, header, prepare(sheet, header)


def test_manifests_are_found_by_their_headers(tmp_path: Path) -> None:
    """The documented columns are a layout of the kind passengers, and each of these is known."""
    _, header, _ = prepared(tmp_path)
    assert (header.layout.kind, header.unknown) == ("passengers", ())


def test_each_file_is_a_release_of_its_own(tmp_path: Path) -> None:
    """The identifier is arbitrary per file, so a person is one person within a file only."""
    assert prepared(tmp_path, "one.csv")[2].release == "one.csv"


@pytest.mark.parametrize(
    ("key", "field", "lines"),
    [
        ("records.passenger-no-place", "from_place", [3]),
        ("records.passenger-no-place", "to_place", []),
        ("records.passenger-bad-place", "from_place", []),
        ("records.passenger-bad-place", "to_place", [4]),
    ],
)
def test_bad_places_are_warned_of_and_no_row_is_set_aside(
    tmp_path: Path, key: str, field: str, lines: list[int]
) -> None:
    """Missing and impossible pick-ups and drop-offs are each found on their lines, as warnings."""
    sheet, _, found = prepared(tmp_path)
    (check,) = (one for one in found.checks if (one.key, one.field) == (key, field))
    assert check.gravity == "warning"
    with duckdb.connect() as engine:
        query = f"SELECT line FROM {sheet.source} WHERE line > 1 AND ({check.condition}) ORDER BY line"  # noqa: S608 - own names
        assert lines == [line for (line,) in engine.execute(query).fetchall()]
