"""Layouts: what the columns of a published format mean, kept as TOML; the user's own mapping files have the same form.

::

    name = "ice-detentions"              # unique among all layouts
    kind = "stints"                      # see habeas.records.KINDS
    title = { en = "Detentions", es = "Detenciones" }
    publisher = "U.S. Immigration and Customs Enforcement"
    min_fields = 4                       # how many known headers make a row the header of this layout
    needs = ["place"]                    # fields without whose column a sheet is not of this layout; left out by most
    dates = "month-first"                # or "day-first"; how 3/4/2025 is read. Left out: such dates are not read at all
    moments = ["stint_in", "stint_out"]  # fields whose lack of a time of day makes a row days_only; left out: every moment
    hook = "roster"                      # one of habeas.records.reader.HOOKS; left out by most
    release = "2024-ICFO-39357"          # left out: read from the sheet or the file's name

    [[generation]]                       # the first whose headers are all present names the edition
    id = "2026-03"
    has = ["Book In AOR"]

    [field.stint_in]                     # the canonical name of the column
    aliases = ["Book In Date Time"]      # headers, the best first: case, accents, punctuation and spaces do not count
    form = "moment"                      # see FORMS
    required = true                      # a row without a usable value is set aside
    fallback = "place_name"              # the field whose value stands in where this one has none
    after = "stint_in"                   # a row whose value lies before that field's is set aside
    upper = true                         # form code: written in capitals
    values = { male = ["Male", "M"] }    # form choice
    others = "keep"                      # form choice: an unknown value stays as published; left out: it is a problem

A field takes the header of its first alias that no earlier field has taken. Headers match by alias, never by position.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal, get_args

from habeas.errors import Faults, Problem
from habeas.records.model import KINDS, Kind

Form = Literal["moment", "day", "year", "integer", "amount", "yes-no", "choice", "code", "text", "person"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)
Dates = Literal["month-first", "day-first"]

_KEYS: Final = frozenset(
    {
        "name",
        "kind",
        "title",
        "publisher",
        "min_fields",
        "needs",
        "dates",
        "moments",
        "hook",
        "release",
        "generation",
        "field",
    }
)
_FIELD_KEYS: Final = frozenset({"aliases", "form", "required", "fallback", "after", "upper", "values", "others"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One canonical column: the headers it is published under, the form of its values, and what a row without it is worth."""

    name: str
    aliases: tuple[str, ...]
    form: Form = "text"
    required: bool = False
    fallback: str | None = None
    after: str | None = None
    upper: bool = False
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keep_others: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A published format: its fields in order, and the editions by which its headers tell them apart."""

    name: str
    kind: Kind
    fields: Mapping[str, Field]
    title: Mapping[str, str] = field(default_factory=dict)
    publisher: str = ""
    min_fields: int = 3
    needs: frozenset[str] = frozenset()
    dates: Dates | None = None
    moments: tuple[str, ...] = ()
    hook: str | None = None
    release: str | None = None
    generations: tuple[tuple[str, frozenset[str]], ...] = ()
    source: bytes = b""

    def generation(self, folded: frozenset[str]) -> str | None:
        """Return the edition that these folded headers belong to, or ``None`` where no edition has them all."""
        return next((name for name, has in self.generations if has <= folded), None)


@lru_cache(maxsize=1 << 16)
def fold(header: str) -> str:
    """Return a header without case, accents, punctuation and spaces: ``"Book In  Date-Time "`` is ``bookindatetime``."""
    plain = unicodedata.normalize("NFKD", header).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


@cache
def built_in() -> tuple[Layout, ...]:
    """Return the layouts that come with habeas, by name."""
    folder = resources.files("habeas.records") / "layouts"
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith(".toml"))
    return tuple(_parse(name, (folder / name).read_bytes()) for name in names)


def load(path: Path) -> Layout:
    """Read a layout of the user's own.

    Raises:
        Faults: the file is not TOML or not a layout; every fault of it is named.
    """
    try:
        source = path.read_bytes()
    except OSError as error:
        raise Faults(
            "records.layout-faults", [Problem("records.file-unreadable", path.name, values={"why": str(error)})]
        ) from error
    return _parse(path.name, source)


def _parse(name: str, source: bytes) -> Layout:
    try:
        given = tomllib.loads(source.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Faults(
            "records.layout-faults", [Problem("records.layout-not-toml", name, values={"why": str(error)})]
        ) from error
    problems = list(_faults(name, given))
    if problems:
        raise Faults("records.layout-faults", problems)
    return _make(given, source)


def _make(given: Mapping[str, Any], source: bytes) -> Layout:
    fields = {name: _field(name, one) for name, one in given["field"].items()}
    every_moment = tuple(name for name, one in fields.items() if one.form == "moment")
    return Layout(
        name=given["name"],
        kind=given["kind"],
        fields=fields,
        title=given.get("title", {}),
        publisher=given.get("publisher", ""),
        min_fields=given.get("min_fields", 3),
        needs=frozenset(given.get("needs", ())),
        dates=given.get("dates"),
        moments=tuple(given.get("moments", every_moment)),
        hook=given.get("hook"),
        release=given.get("release"),
        generations=tuple((one["id"], frozenset(map(fold, one["has"]))) for one in given.get("generation", ())),
        source=source,
    )


def _field(name: str, given: Mapping[str, Any]) -> Field:
    return Field(
        name=name,
        aliases=tuple(given["aliases"]),
        form=given.get("form", "text"),
        required=given.get("required", False),
        fallback=given.get("fallback"),
        after=given.get("after"),
        upper=given.get("upper", False),
        values={value: tuple(names) for value, names in given.get("values", {}).items()},
        keep_others=given.get("others") == "keep",
    )


def _faults(file: str, given: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with a layout, so that its author mends it in one go."""
    yield from _unknown(file, given, _KEYS, None)
    yield from _ill_formed(file, given)
    fields = given.get("field")
    if not isinstance(fields, dict) or not fields:
        yield _wrong(file, "field", fields, "[field.name]")
        return
    from habeas.records.reader import HOOKS

    for key, allowed in (("moments", tuple(fields)), ("needs", tuple(fields)), ("hook", tuple(HOOKS))):
        value = given.get(key, [])
        for one in value if isinstance(value, list) else [value]:
            if one not in allowed:
                yield _wrong(file, key, one, ", ".join(allowed))
    for name, one in fields.items():
        yield from _field_faults(file, name, one, tuple(fields))


def _ill_formed(file: str, given: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the values outside the fields that have the wrong form."""
    if not isinstance(given.get("name"), str) or not given["name"]:
        yield _wrong(file, "name", given.get("name"), '"text"')
    for key, allowed in (("kind", KINDS), ("dates", (None, *get_args(Dates)))):
        if given.get(key) not in allowed:
            yield _wrong(file, key, given.get(key), ", ".join(filter(None, allowed)))
    for key, form, expected in (
        ("title", dict, '{ en = "…", es = "…" }'),
        ("publisher", str, '"text"'),
        ("release", str, '"text"'),
        ("min_fields", int, "1, 2, 3, …"),
        ("generation", list, '[[generation]] id = "…" has = ["…"]'),
    ):
        value = given.get(key)
        if value is not None and (not isinstance(value, form) or isinstance(value, bool) or value == 0):
            yield _wrong(file, key, value, expected)
    generations = given.get("generation", ())
    for one in generations if isinstance(generations, list) else ():
        if not isinstance(one, dict) or not isinstance(one.get("id"), str) or not _texts(one.get("has")):
            yield _wrong(file, "generation", one, 'id = "…" has = ["…"]')


def _field_faults(file: str, name: str, given: Any, names: Sequence[str]) -> Iterator[Problem]:  # noqa: C901 - one fault after another
    place = f"field.{name}"
    if not name.isidentifier() or not name.islower() or name in RESERVED:
        yield _wrong(file, place, name, "snake_case")
    if not isinstance(given, dict):
        yield _wrong(file, place, given, 'aliases = ["…"]')
        return
    yield from _unknown(file, given, _FIELD_KEYS, place)
    if not _texts(given.get("aliases")):
        yield _wrong(file, f"{place}.aliases", given.get("aliases"), '["header", …]')
    form = given.get("form", "text")
    if form not in FORMS:
        yield _wrong(file, f"{place}.form", form, ", ".join(FORMS))
    for key in ("fallback", "after"):
        if key in given and (given[key] not in names or given[key] == name):
            yield _wrong(file, f"{place}.{key}", given[key], ", ".join(one for one in names if one != name))
    for key in ("required", "upper"):
        if not isinstance(given.get(key, False), bool):
            yield _wrong(file, f"{place}.{key}", given[key], "true, false")
    values = given.get("values", {})
    if (
        not isinstance(values, dict)
        or not all(_texts(one) for one in values.values())
        or (form == "choice") != bool(values)
    ):
        yield _wrong(file, f"{place}.values", values, '{ male = ["Male", "M"] } (form = "choice")')
    if given.get("others", "keep") != "keep":
        yield _wrong(file, f"{place}.others", given["others"], '"keep"')


RESERVED: Final = frozenset({"row", "file", "sheet", "line", "days_only", "unread"})
"""Columns that every table has; no field may bear their names."""


def _texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) and one for one in value)


def _unknown(file: str, given: Mapping[str, Any], known: frozenset[str], place: str | None) -> Iterator[Problem]:
    for key in sorted(given.keys() - known):
        column = f"{place}.{key}" if place else key
        yield Problem("records.layout-key", file, column=column, values={"known": ", ".join(sorted(known))})


def _wrong(file: str, place: str, found: Any, expected: str) -> Problem:
    return Problem("records.layout-value", file, column=place, values={"found": str(found), "expected": expected})
