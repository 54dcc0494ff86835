"""Mapping files of lists: which column holds which field, and what is known of the list; read strictly, every fault reported at once.

::

    [list]
    name = "families-2023"       # left out: the name of the file
    kind = "family"              # what kind of list it is; says which event it lists
    authority = "…"              # who keeps it
    official = false             # whether vanishing from it is an event
    each_once = false            # only its owner may say that it holds each person once
    as_of = 2023-05-01           # the day whose state it gives
    dates = "day-first"          # or "month-first": how 3/4/2023 is read
    scope = "…"                  # whom it covers, in words
    header = 3                   # the row of the headers, where they are not found
    sheet = "Hoja1"              # the one sheet of a workbook that is the list
    ignore = ["truth"]           # columns left out without a note

    [columns]                    # field = header, or several headers
    name = "Nombre completo"
    note = ["Obs. 1", "Obs. 2"]

    [lists.family]               # of one of several lists: in a file with a column of lists, or by the name of the file
    kind = "family"
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, cast

from habeas.about import DATES, LIST_KINDS, Dates
from habeas.errors import Faults, Problem, because
from habeas.people.lists.fields import list_fields
from habeas.records import plain

_ABOUT: Final = frozenset({"kind", "authority", "official", "each_once", "as_of", "scope", "dates"})
_LIST: Final = _ABOUT | {"name", "header", "sheet", "ignore"}
_TOP: Final = frozenset({"list", "columns", "lists"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMapping:
    """A mapping file: ``columns`` gives each folded header its field, ``about`` and ``lists`` what is known of the lists."""

    path: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    ignore: frozenset[str] = frozenset()
    name: str | None = None
    header: int | None = None
    sheet: str | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    lists: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def of(self, name: str) -> Mapping[str, Any]:
        """Return what is said of a list: of this one before what is said of all."""
        return {**self.about, **self.lists.get(name, {})}

    def dates(self, name: str) -> Dates | None:
        """Return how 3/4/2023 is read in a list, where the mapping says it."""
        return cast("Dates | None", self.of(name).get("dates"))


def load_mapping(path: Path) -> ListMapping:
    """Read a mapping file. Raises :class:`Faults` with every fault of it."""
    try:
        raw = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        why = because(error)
        raise Faults(
            "lists.mapping-faults", [Problem("lists.mapping-unreadable", path.name, values={"why": why})]
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        problem = Problem("lists.mapping-not-toml", path.name, values={"why": str(error)})
        raise Faults("lists.mapping-faults", [problem]) from None
    problems = list(_faults(raw, path.name))
    if problems:
        raise Faults("lists.mapping-faults", problems)
    return _mapping(raw, path)


def _mapping(raw: Mapping[str, Any], path: Path) -> ListMapping:
    said = raw.get("list", {})
    pairs = [(header, name) for name, found in raw.get("columns", {}).items() for header in _headers(found)]
    return ListMapping(
        path=str(path),
        columns={plain(header): name for header, name in pairs},
        titles={plain(header): header for header, _ in pairs},
        ignore=frozenset(map(plain, said.get("ignore", ()))),
        name=said.get("name"),
        header=said.get("header"),
        sheet=said.get("sheet"),
        about=_known(said),
        lists={name: _known(one) for name, one in raw.get("lists", {}).items()},
    )


def _headers(found: str | list[str]) -> list[str]:
    return [found] if isinstance(found, str) else found


def _known(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a table says of a list, days as days."""
    kept = {name: said[name] for name in said if name in _ABOUT}
    if isinstance(kept.get("as_of"), datetime):
        kept["as_of"] = kept["as_of"].date()
    return kept


def _faults(raw: Mapping[str, Any], file: str) -> Iterator[Problem]:
    for name in sorted(set(raw) - _TOP):
        yield _fault(file, "mapping-unknown", name, known=sorted(_TOP))
    for name in sorted(_TOP & set(raw)):
        if not isinstance(raw[name], dict):
            yield _fault(file, "mapping-not-table", name)
            return
    yield from _about_faults(raw.get("list", {}), file, "list", _LIST)
    for name, one in raw.get("lists", {}).items():
        if isinstance(one, dict):
            yield from _about_faults(one, file, f"lists.{name}", _ABOUT)
        else:
            yield _fault(file, "mapping-not-table", f"lists.{name}")
    yield from _column_faults(raw.get("columns", {}), file)


def _about_faults(said: Mapping[str, Any], file: str, at: str, known: frozenset[str]) -> Iterator[Problem]:
    for name in sorted(set(said) - known):
        yield _fault(file, "mapping-unknown", f"{at}.{name}", known=sorted(known))
    for name, expected in _FORMS.items():
        if name in said and name in known and not _fits(name, said[name]):
            yield _fault(file, "mapping-value", f"{at}.{name}", found=str(said[name])[:60], expected=expected)


_FORMS: Final[Mapping[str, str]] = {
    "kind": ", ".join(LIST_KINDS),
    "dates": ", ".join(DATES),
    "official": "true, false",
    "each_once": "true, false",
    "as_of": "2023-05-01",
    "header": "3",
    "ignore": '["truth"]',
    "name": '"families-2023"',
    "sheet": '"Hoja1"',
    "authority": '"…"',
    "scope": '"…"',
}


def _fits(name: str, value: object) -> bool:
    if name == "kind":
        return value in LIST_KINDS
    if name == "dates":
        return value in DATES
    if name in {"official", "each_once"}:
        return isinstance(value, bool)
    if name == "as_of":
        return isinstance(value, date)
    if name == "header":
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    if name == "ignore":
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return isinstance(value, str) and bool(value.strip())


def _column_faults(columns: Mapping[str, Any], file: str) -> Iterator[Problem]:
    known = list_fields()
    taken: dict[str, str] = {}
    for name, found in columns.items():
        at = f"columns.{name}"
        if name not in known:
            yield _fault(file, "mapping-field", at, found=name, known=sorted(known))
        if not (
            isinstance(found, str) or (isinstance(found, list) and found and all(isinstance(one, str) for one in found))
        ):
            yield _fault(file, "mapping-value", at, found=str(found)[:60], expected='"Nombre completo"')
            continue
        for header in _headers(found):
            if not plain(header):
                yield _fault(file, "mapping-value", at, found=header, expected='"Nombre completo"')
            elif plain(header) in taken:
                yield _fault(file, "header-two-fields", at, found=header, fields=[taken[plain(header)], name])
            else:
                taken[plain(header)] = name


def _fault(file: str, key: str, where: str, **values: object) -> Problem:
    return Problem(f"lists.{key}", file, column=where, values=values)
