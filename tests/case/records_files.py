"""A small synthetic release of detentions in the layout of 2025, and the same with every fault. Persons are random numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import openpyxl

HEADER: Final = (
    "Stay Book In Date Time", "Book In Date Time", "Detention Facility", "Detention Facility Code", "Detention Book Out Date Time",
    "Stay Book Out Date Time", "Detention Release Reason", "Gender", "Birth Year", "Citizenship Country", "Case Status",
    "Unique Identifier",
)  # fmt: skip
PERSONS: Final = ("5f0c1a9e77", "b2d4c6e8a0", "77aa00ff12", "0d9e8c7b6a")
PLACES: Final = {"AAAA": "NORTH CENTRE", "BBBB": "SOUTH CENTRE"}


def row(  # noqa: PLR0917 - the columns of a table
    person: str, place: str, came: str, left: str, stay: str = "", reason: str = "Transferred", sex: str = "Male"
) -> list[str]:
    """Return one published row: the moments as ``2025-01-02 10:00``, empty where there is none."""
    return [
        stay or came,
        came,
        PLACES.get(place, place),
        place,
        left,
        "",
        reason if left else "",
        sex,
        "1990",
        "MEXICO",
        "ACTIVE",
        person,
    ]


# The first is moved once and leaves; the second is held on; the third comes back to the same place on the same day; the fourth has
# no identifier.
ROWS: Final = (
    row(PERSONS[0], "AAAA", "2025-01-02 10:00", "2025-01-05 09:00"),
    row(PERSONS[0], "BBBB", "2025-01-05 11:30", "2025-01-20 08:00", "2025-01-02 10:00", "Removed"),
    row(PERSONS[1], "AAAA", "2025-01-03 12:00", "", sex="Female"),
    row(PERSONS[2], "BBBB", "2025-01-06 01:00", "2025-01-06 02:00"),
    row(PERSONS[2], "BBBB", "2025-01-06 05:00", "2025-01-09 05:00", "2025-01-06 01:00", "Paroled"),
    row("", "AAAA", "2025-01-04 00:30", "2025-01-10 00:30", reason="Paroled"),
)
PREAMBLE: Final = (
    ("ERO-LESA Statistical Tracking Unit",),
    ("For Official Use Only",),
    ("2025-ICLI-00019",),
    ("Detentions",),
    (),
    (),
)


def written(path: Path, rows: Iterable[Sequence[str]] = ROWS, header: Sequence[str] = HEADER) -> Path:
    """Write rows under a header as CSV, in a folder that is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [",".join(f'"{cell}"' if "," in cell else cell for cell in one) for one in (header, *rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def workbook(
    path: Path,
    rows: Iterable[Sequence[str]] = ROWS,
    sheet: str = "Detentions",
    above: Sequence[Sequence[str]] = PREAMBLE,
) -> Path:
    """Write rows as a workbook, the header below a preamble."""
    book = openpyxl.Workbook(write_only=True)
    made = book.create_sheet(sheet)
    for one in (*above, HEADER, *rows):
        made.append([cell or None for cell in one])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path
