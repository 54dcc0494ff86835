"""Mentions: a place as one list names it, on one line. A mention has a key that does not change when other lists are added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from habeas.custody.places.addresses import Address, read_address, site
from habeas.custody.places.names import function_of
from habeas.custody.places.precision import Point, Precision, classify, swapped, usable
from habeas.custody.places.wording import Function, plain, slug, wording
from habeas.errors import InputError

Kind = Literal["list", "figures", "counts", "facility-days", "asked"]
_CODE: Final = re.compile(r"[A-Z0-9]{2,8}")
_COLUMNS: Final = (
    "file", "sheet", "line", "place", "name", "address", "city", "county", "state", "zip", "lat", "lon", "place_type", "area",
    "capacity", "first_used", "last_used", "canonical_id", "list_year", "canonical_name", "type_broad",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place as one list names it.

    ``key`` is its code, or where it has none its state, name and town; lists that name a place alike give it one key. ``line`` is the
    line of ``list`` as the file shows it, ``year`` the year of the list, ``None`` where it says none. ``ids`` are other numbers that the
    list gives it. ``function`` is what it is for, ``firm`` where name or code say so. ``lat`` and ``lon`` are degrees north and east, ``None`` where there are none that can be used: where they are
    ``swapped``, each stands where the other should, and nobody has said so.
    """

    key: str
    list: str
    line: int
    sheet: str | None = None
    year: int | None = None
    kind: Kind = "list"
    code: str | None = None
    name: str = ""
    others: tuple[str, ...] = ()
    address: Address = field(default_factory=Address)
    county: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: Precision = "unknown"
    swapped: bool = False
    types: tuple[str, ...] = ()
    function: Function | None = None
    firm: bool = False
    area: str | None = None
    capacity: str | None = None
    first_used: date | None = None
    last_used: date | None = None
    ids: tuple[tuple[str, str], ...] = ()

    @property
    def state(self) -> str | None:
        """The state, ``None`` where the list does not say it."""
        return self.address.state

    @property
    def city(self) -> str | None:
        """The town, ``None`` where the list does not say it."""
        return self.address.city

    @property
    def bare(self) -> bool:
        """Whether it says neither town nor building: nothing but a name and a state."""
        return not self.address.town and not self.address.exact

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that the line gives the place, its own first."""
        return (self.name, *self.others)

    @property
    def place(self) -> str:
        """Where it stands: ``list:line``."""
        return f"{self.list}:{self.line}"


def key_of(code: str | None, state: str | None, name: str, city: str | None) -> str:
    """Return the key of a mention: its code, or ``TX:pecan-county-jail@pecan``."""
    return code or f"{state or '??'}:{slug(name)}@{site(city)}"


def state_of(text: str | None) -> str | None:
    """Return the state that a list gives, written out or by its letters, as letters; ``None`` where it gives none, or several."""
    said = " ".join(plain(text or ""))
    return wording().states.get(said, said) if said and "|" not in (text or "") else None


def mention(
    *,
    list: str,  # noqa: A002 - the word of the field
    line: int,
    name: str,
    code: str | None = None,
    address: str | None = None,
    city: str | None = None,
    state: str | None = None,
    postal: str | None = None,
    **rest: Any,
) -> Mention:
    """Return a mention from what a list says; what it is for and its key follow from that."""
    code = code.strip().upper() if code and _CODE.fullmatch(code.strip().upper()) else None
    where = read_address(address, city, state_of(state), postal)
    types = tuple(dict.fromkeys(one for one in rest.pop("types", ()) if one))
    function, firm = function_of(name, types, code)
    return Mention(
        key=key_of(code, where.state, name, where.city),
        list=list,
        line=line,
        code=code,
        name=name,
        address=where,
        types=types,
        function=function,
        firm=firm,
        **rest,
    )


@dataclass(frozen=True, slots=True)
class Link:
    """A row of a list that says that a code belongs to a number of its own, with where the list took that from."""

    list: str
    line: int
    scheme: str
    id: str
    code: str
    source: str | None = None

    @property
    def place(self) -> str:
        """Where it stands: ``list:line``."""
        return f"{self.list}:{self.line}"


def read_mentions(table: Path) -> tuple[Mention, ...]:
    """Return the mentions of a table of kind ``places``, in its order, with the class of their coordinates.

    Raises :class:`InputError` for a row with neither name nor code, which only a mapping of one's own lets through.
    """
    rows = [{**row, "lat": _degrees(row["lat"]), "lon": _degrees(row["lon"])} for row in _rows(table, _COLUMNS)]
    nameless = [row for row in rows if not (row["name"] or "").strip() and not row["place"]]
    if nameless:
        raise InputError("places.no-names", list=nameless[0]["file"], line=nameless[0]["line"], n=len(nameless))
    return _located([_of_list(row) for row in rows], rows)


def read_links(table: Path) -> tuple[Link, ...]:
    """Return the links of a table of kind ``place-links``."""
    rows = _rows(table, ("file", "line", "canonical_id", "place", "link_source"))
    return tuple(
        Link(row["file"], row["line"], "canonical_id", row["canonical_id"], row["place"], row["link_source"])
        for row in rows
    )


def _rows(table: Path, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield rows with the columns asked for, ``None`` where the table has none of that name."""
    import pyarrow.parquet as pq

    has = set(pq.read_schema(table).names)
    for row in pq.read_table(table, columns=[one for one in columns if one in has]).to_pylist():
        yield {name: row.get(name) for name in columns}


def _degrees(value: object) -> float | None:
    """Return a coordinate as a number; a mapping may have left it text."""
    try:
        return None if value is None else float(str(value))
    except ValueError:
        return None


def _of_list(row: Mapping[str, Any]) -> Mention:
    other = row["canonical_name"]
    return mention(
        list=row["file"],
        line=row["line"],
        sheet=row["sheet"],
        year=row["list_year"],
        name=" ".join((row["name"] or "").split()),
        others=(other,) if other and other != row["name"] else (),
        code=row["place"],
        address=row["address"],
        city=row["city"],
        state=row["state"],
        postal=row["zip"],
        county=row["county"],
        types=(row["place_type"], row["type_broad"]),
        area=row["area"],
        capacity=row["capacity"],
        first_used=row["first_used"],
        last_used=row["last_used"],
        ids=(("canonical_id", row["canonical_id"]),) if row["canonical_id"] else (),
    )


def _located(mentions: Sequence[Mention], rows: Sequence[Mapping[str, Any]]) -> tuple[Mention, ...]:
    """Return mentions with their coordinates and the class of them; those that are swapped or off the globe are left out."""
    at = [n for n, row in enumerate(rows) if usable(row["lat"], row["lon"])]
    turned = swapped((mentions[n].state or "", rows[n]["lat"], rows[n]["lon"]) for n in at)
    wrong = {n for n, one in zip(at, turned, strict=True) if one}
    kept = [n for n in at if n not in wrong]
    classes = classify([_point(mentions[n], rows[n]) for n in kept])
    found = dict(zip(kept, classes, strict=True))
    return tuple(
        replace(one, lat=rows[n]["lat"], lon=rows[n]["lon"], precision=found[n])
        if n in found
        else replace(one, swapped=n in wrong)
        for n, one in enumerate(mentions)
    )


def _point(one: Mention, row: Mapping[str, Any]) -> Point:
    where = one.address
    return Point(
        row["lat"],
        row["lon"],
        exact=where.exact,
        street=slug(where.text or ""),
        city=where.town,
        county=slug(one.county or ""),
        state=one.state or "",
    )


def distinct(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return one mention for each name, address and code: a workbook a fortnight names a place in the same words each time."""
    seen: dict[tuple[object, ...], Mention] = {}
    for one in mentions:
        seen.setdefault(
            (one.list if one.kind == "list" else one.kind, one.key, one.names, one.address, one.lat, one.lon), one
        )
    return tuple(seen.values())
