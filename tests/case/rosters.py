"""Synthetic daily rosters in the layout of New York City: nobody on them is real. A day is missing, a day repeats the list before."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

FIRST: Final = date(2024, 3, 1)
MISSING: Final = FIRST + timedelta(days=4)
STALE: Final = FIRST + timedelta(days=7)
DAYS: Final = 12
HEADER: Final = "INMATEID,ADMITTED_DT,DISCHARGED_DT,CUSTODY_LEVEL,BRADH,RACE,GENDER,AGE,INMATE_STATUS_CODE,SEALED,SRG_FLG,TOP_CHARGE,INFRACTION"
HOUR: Final = 10


def person(number: int) -> str:
    """Return the identifier of a person."""
    return str(int(hashlib.sha256(f"synthetic {number}".encode()).hexdigest()[:12], 16))


def held(day: date) -> list[int]:
    """Return who is on the list of a day: forty who stay, and ten a day who came that day and leave after three."""
    turn = (day - FIRST).days
    return [*range(40), *(1000 + 10 * back + k for back in range(max(0, turn - 2), turn + 1) for k in range(10))]


def admitted(number: int) -> datetime:
    """Return the admission of a person, before the hour of the first list that has the person."""
    if number < 40:
        return datetime(2023, 12, 1, 9, number)
    return datetime.combine(FIRST + timedelta(days=(number - 1000) // 10), datetime.min.time()).replace(hour=HOUR - 2)


def write(folder: Path) -> dict[date, int]:
    """Write the lists into a folder, and return how many persons are on each."""
    folder.mkdir(parents=True, exist_ok=True)
    counts = {}
    for turn in range(DAYS):
        day = FIRST + timedelta(days=turn)
        if day == MISSING:
            continue
        on = held(day - timedelta(days=1) if day == STALE else day)
        rows = [
            f"{person(n)},{admitted(n):%Y-%m-%dT%H:%M:%S},,MIN,N,B,{'F' if n % 7 == 0 else 'M'},{20 + n % 40},DE,N,N,110-110,N"
            for n in on
        ]
        note = "" if day != STALE else "\n"  # the bytes differ, what they say does not
        (folder / f"roster_{day:%Y%m%d}.csv").write_text("\n".join([HEADER, *rows]) + "\n" + note)
        counts[day] = len(on)
    return counts
