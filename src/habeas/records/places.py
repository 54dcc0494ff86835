"""Lists of places: a row a place as one publisher lists it. What stands below the table is no place; coordinates are held against the globe."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from habeas.errors import Problem
from habeas.records.engine import literal, quoted
from habeas.records.header import Header
from habeas.records.reader import Check, Preparation
from habeas.records.sheets import Sheet

_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_NAMED: Final = 6
_SAYS_WHERE: Final = ("place", "address", "city", "state", "zip", "canonical_id", "lat", "lon")
"""Fields one of which a row must have, beside a name, to be a place and not a remark."""


def prepare_places(sheet: Sheet, header: Header) -> Preparation:
    """Say of which year a list is, and set remarks below the table aside; coordinates that cannot be are warned of, codes listed twice noted."""
    year = None if "list_year" in header.columns else year_of(sheet, header)
    return Preparation(
        constants={} if year is None else {"list_year": year},
        checks=tuple(_checks(header)),
        problems=tuple(_twice(sheet, header)),
        release=header.layout.release or sheet.file,
    )


def prepare_notes(sheet: Sheet, header: Header) -> Preparation:
    """Set every row of a sheet of explanations aside."""
    del header
    return Preparation(
        refusal="records.notes-sheet", release=f"{sheet.file}, {sheet.name}" if sheet.name else sheet.file
    )


def year_of(sheet: Sheet, header: Header) -> int | None:
    """Return the year of a list: the latest that stands above its header, else in the name of its file; ``None`` where none does.

    "Fiscal year 2016 as of 12/08/2015" is of 2015: where a whole date stands there, years outside of dates do not count.
    """
    above = " ".join(cell for row in sheet.head[: header.row] for cell in row if cell)
    dated = [int(year) for year in re.findall(r"\b\d{1,2}/\d{1,2}/((?:19|20)\d{2})\b", above)]
    dated += [int(year) for year in re.findall(r"\b[A-Z][a-z]+ \d{1,2},?\s+((?:19|20)\d{2})\b", above)]
    named = [int(year) for year in _YEAR.findall(sheet.file.rsplit("/", 1)[-1].replace("_", " "))]
    return max(dated or named, default=None)


def _checks(header: Header) -> Iterator[Check]:
    """Yield what makes a row no place, or its coordinates doubtful."""
    texts = [_text(header, name) for name in _SAYS_WHERE if name in header.columns]
    if texts and "name" in header.columns:
        nothing = " AND ".join(f"{one} = ''" for one in texts)
        yield Check(key="records.place-remark", condition=nothing, field="name")
    if "lat" not in header.columns or "lon" not in header.columns:
        return
    lat, lon = (f"TRY_CAST({_text(header, name)} AS DOUBLE)" for name in ("lat", "lon"))
    swapped = f"abs({lat}) > 90 AND abs({lat}) <= 180 AND abs({lon}) <= 90"
    yield Check(key="records.place-swapped", condition=swapped, field="lat", expected="-90 – 90", gravity="warning")
    for name, value, most in (("lat", lat, 90), ("lon", lon, 180)):
        outside = f"abs({value}) > {most}" + (f" AND NOT ({swapped})" if name == "lat" else "")
        key = "records.place-off-globe"
        yield Check(key=key, condition=outside, field=name, expected=f"-{most} – {most}", gravity="warning")
    nowhere = f"{lat} = 0 AND {lon} = 0"
    yield Check(key="records.place-nowhere", condition=nowhere, field="lat", gravity="warning")


def _text(header: Header, name: str) -> str:
    texts = [f"coalesce(trim(CAST({quoted(one)} AS VARCHAR)), '')" for one in header.columns[name]]
    return " || ".join(texts)


def _twice(sheet: Sheet, header: Header) -> Iterator[Problem]:
    """Yield a note for each code that stands on more than one row of a list: one code for several sites, or a row listed twice."""
    import duckdb

    places = header.columns.get("place", ())
    if not places:
        return
    code = f"upper(trim(CAST({quoted(places[0])} AS VARCHAR)))"
    plain = f"regexp_full_match({code}, {literal('[A-Z0-9]{2,8}')}) AND {code} NOT IN ('NA', 'REDACTED')"
    query = (
        f"SELECT {code}, list_sort(list(line)) FROM {sheet.source} WHERE line > ? AND {plain}"  # noqa: S608 - own names
        " GROUP BY 1 HAVING count(*) > 1 ORDER BY 1"
    )
    with duckdb.connect() as engine:
        found = engine.execute(query, [header.line]).fetchall()
    for twice, lines in found:
        values: dict[str, object] = {"found": twice, "n": len(lines), "lines": _few(lines)}
        column = header.titles.get(places[0])
        yield Problem(
            "records.place-code-twice", sheet.file, row=lines[0], column=column, gravity="note", values=values
        )


def _few(lines: Sequence[int]) -> list[str]:
    """Return lines to be named, the first of many."""
    return [*(str(one) for one in lines[:_NAMED]), *(["…"] if len(lines) > _NAMED else [])]
