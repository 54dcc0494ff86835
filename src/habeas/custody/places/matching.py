"""Matching: names that other publications give places, held against the register; the register stays as it is.

A workbook of statistics names facilities without codes, a list of deaths gives names and coordinates, facility-days give codes. Each is
matched to one place, or is open between several, or is in no list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from habeas.custody.places.candidates import across
from habeas.custody.places.evidence import Reason, reasons, weigh
from habeas.custody.places.judging import GRADES, Grade, rule, strength
from habeas.custody.places.mentions import Kind, Mention, distinct, mention
from habeas.custody.places.names import Rarity
from habeas.custody.places.precision import Point, classify, usable
from habeas.custody.places.register import PlaceRegister

_NEARLY: Final = 6
"""How many places at most are named where it is open which of them is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a name of another publication is matched to.

    ``place`` is the id of the place, ``None`` where it is in no list or open; ``grade`` how sure that is; ``candidates`` the ids of the
    places between which it is open, or that a person should look at. ``reasons`` are those of the best pair.
    """

    mention: Mention
    place: str | None
    grade: Grade
    candidates: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


def match_places(register: PlaceRegister, asked: Sequence[Mention]) -> tuple[Match, ...]:
    """Match mentions of other publications to the places of a register, in their order."""
    rarity = Rarity(one.name for one in {one.key: one for one in register.mentions}.values())
    found = zip(asked, across(register.mentions, asked), strict=True)
    return tuple(_match(register, one, numbers, rarity) for one, numbers in found)


def _match(register: PlaceRegister, one: Mention, numbers: Sequence[int], rarity: Rarity) -> Match:
    same: dict[str, tuple[tuple[float, ...], int, Grade]] = {}
    open_to: dict[str, tuple[tuple[float, ...], int]] = {}
    for n in numbers:
        evidence = weigh(register.mentions[n], one, rarity)
        ruling = rule(evidence)
        place, worth = register.of[n].id, strength(evidence)
        if ruling.verdict == "same":
            graded = (-float(GRADES.index(ruling.grade)), *worth[:2])
            if place not in same or graded > same[place][0]:
                same[place] = (graded, n, ruling.grade)
        elif ruling.verdict == "undecided" and (place not in open_to or worth > open_to[place][0]):
            open_to[place] = (worth, n)
    best = max((graded for graded, _, _ in same.values()), default=None)
    chosen = [place for place, (graded, _, _) in same.items() if graded == best]
    if len(chosen) == 1:
        _, n, grade = same[chosen[0]]
        return Match(mention=one, place=chosen[0], grade=grade, reasons=_why(register, n, one, rarity))
    ranked = chosen or sorted(open_to, key=lambda place: (open_to[place][0], place), reverse=True)
    if not ranked:
        return Match(mention=one, place=None, grade="undecided")
    n = same[ranked[0]][1] if chosen else open_to[ranked[0]][1]
    candidates = tuple(sorted(ranked) if chosen else ranked)[:_NEARLY]
    return Match(
        mention=one, place=None, grade="undecided", candidates=candidates, reasons=_why(register, n, one, rarity)
    )


def _why(register: PlaceRegister, n: int, one: Mention, rarity: Rarity) -> tuple[Reason, ...]:
    said = register.mentions[n]
    return reasons(said, one, weigh(said, one, rarity))


def read_asked(table: Path, kind: Kind) -> tuple[Mention, ...]:
    """Return the different places that a table of figures, counts or facility-days names, in the order in which it first does."""
    return distinct({"figures": _figures, "counts": _counts, "facility-days": _days}[kind](table))


def _figures(table: Path) -> list[Mention]:
    """Read the facilities of workbooks of statistics: name, address, town, state and code stand in cells of one line."""
    query = """
        SELECT file, sheet, line, subject, min(year(pulled)),
          max(text) FILTER (measure = 'address'), max(text) FILTER (measure = 'city'), max(text) FILTER (measure = 'state'),
          max(text) FILTER (measure = 'zip'), max(text) FILTER (measure = 'type'), max(text) FILTER (measure = 'area')
        FROM read_parquet(?) WHERE "table" = 'facilities' AND subject IS NOT NULL
        GROUP BY file, sheet, line, subject HAVING count(*) FILTER (measure = 'name') > 0 ORDER BY file, sheet, line"""
    return [
        mention(
            list=file,
            sheet=sheet,
            line=line,
            kind="figures",
            name=name,
            year=year,
            address=address,
            city=city,
            state=state,
            postal=postal,
            types=(sort,),
            area=area,
        )
        for file, sheet, line, name, year, address, city, state, postal, sort, area in _ask(query, table)
    ]


def _counts(table: Path) -> list[Mention]:
    """Read the places of tables of counts: names, with coordinates and sometimes a state."""
    query = """
        SELECT file, min(line), place_name, state, lat, lon FROM read_parquet(?) WHERE place_name IS NOT NULL
        GROUP BY file, place_name, state, lat, lon ORDER BY file, 2, place_name"""
    rows = _ask(query, table)
    points = [
        Point(lat, lon, exact=False, street="", city="", county="", state=state or "") if usable(lat, lon) else None
        for _, _, _, state, lat, lon in rows
    ]
    classes = iter(classify([one for one in points if one is not None]))
    return [
        mention(
            list=file,
            line=line,
            kind="counts",
            name=name,
            state=state,
            lat=lat if point else None,
            lon=lon if point else None,
            precision=next(classes) if point else "unknown",
        )
        for (file, line, name, state, lat, lon), point in zip(rows, points, strict=True)
    ]


def _days(table: Path) -> list[Mention]:
    """Read the codes of facility-days, with the name where there is one."""
    query = """
        SELECT file, min(line), place, max(place_name) FROM read_parquet(?) WHERE place IS NOT NULL GROUP BY file, place ORDER BY file, place"""
    return [
        mention(list=file, line=line, kind="facility-days", name=name or "", code=code)
        for file, line, code, name in _ask(query, table)
    ]


def _ask(query: str, table: Path) -> list[tuple[Any, ...]]:
    """Ask a table; one that lacks a column of the query, as where a mapping of one's own made it, names no place that can be matched."""
    import duckdb

    with duckdb.connect() as engine:
        try:
            return engine.execute(query, [str(table)]).fetchall()
        except duckdb.BinderException:
            return []
