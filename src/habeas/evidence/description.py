"""What people write about a source: a sidecar ``<file>.source.yaml``, or the front matter of a note. Read strictly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, Final, cast, get_args
from unicodedata import normalize

from habeas.errors import InputError, Problem
from habeas.evidence.model import Description, Sensitivity, SourceKind

SIDECAR: Final = ".source.yaml"
"""What is put behind a file's whole name to name its sidecar."""

FIELDS: Final = tuple(each.name for each in fields(Description))
_DATES: Final = frozenset({"published", "obtained_on"})
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {"sensitivity": get_args(Sensitivity), "kind": get_args(SourceKind)}
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_URL: Final = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
_UNKNOWN: Final = frozenset({"", "~", "null"})


@dataclass(frozen=True, slots=True)
class Told:
    """What one sidecar or front matter says. ``kind`` is ``None`` where it says nothing of it."""

    about: Description = field(default_factory=Description)
    kind: SourceKind | None = None


def read(text: str, file: str, *, first_row: int = 1, today: date | None = None) -> tuple[Told, list[Problem]]:
    """Read a mapping of description fields from YAML; report every fault, by row.

    Values are words: nothing is turned into a number or a truth value. Dates are what :mod:`habeas.when` reads, and are kept
    as EDTF; one after ``today`` is a fault. An empty value means unknown.
    """
    try:
        pairs = list(_pairs(text, file, first_row))
    except InputError as error:
        return Told(), [Problem(error.key, file, values=error.values)]
    problems = [pair for pair in pairs if isinstance(pair, Problem)]
    values: dict[str, str] = {}
    for pair in pairs:
        if isinstance(pair, Problem):
            continue
        row, name, value = pair
        if value in _UNKNOWN:
            continue
        try:
            values[name] = _checked(name, value, today or date.today())  # noqa: DTZ011 - the reader's own day
        except InputError as error:
            problems.append(Problem(error.key, file, row, name, values=error.values))
    kind = cast("SourceKind | None", values.pop("kind", None))
    return Told(Description(**cast("dict[str, Any]", values)), kind), problems


def joined(first: Told, second: Told, file: str) -> tuple[Told, list[Problem]]:
    """Join what a sidecar and a front matter say; a field that they answer differently is a problem."""
    problems = []
    changes: dict[str, Any] = {}
    for name in FIELDS:
        one, other = getattr(first.about, name), getattr(second.about, name)
        if one is None:
            changes[name] = other
        elif other not in (None, one):
            problems.append(Problem("evidence.told-twice", file, column=name, values={"one": one, "other": other}))
    if first.kind and second.kind and first.kind != second.kind:
        values: dict[str, object] = {"one": first.kind, "other": second.kind}
        problems.append(Problem("evidence.told-twice", file, column="kind", values=values))
    return Told(replace(first.about, **changes), first.kind or second.kind), problems


def _pairs(text: str, file: str, first_row: int) -> Iterator[tuple[int, str, str] | Problem]:
    """Yield row, name and value of each pair of the mapping, and a problem for each that is none."""
    import yaml

    try:
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError("evidence.yaml-broken", found=_first_line(error)) from None
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise InputError("evidence.yaml-no-mapping", known=list(FIELDS))
    seen: set[str] = set()
    for name, value in root.value:
        row = name.start_mark.line + first_row
        column = str(name.value) if isinstance(name, yaml.ScalarNode) else "?"
        if column not in FIELDS and column != "kind":
            yield Problem("evidence.field-unknown", file, row, column, values={"known": ["kind", *FIELDS]})
        elif column in seen:
            yield Problem("evidence.field-twice", file, row, column)
        elif not isinstance(value, yaml.ScalarNode):
            yield Problem("evidence.field-no-words", file, row, column)
        else:
            seen.add(column)
            yield row, column, normalize("NFC", value.value.strip())


def _first_line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or str(error).partition("\n")[0]
    return f"{said} ({mark.line + 1}:{mark.column + 1})" if mark else str(said)


def _checked(name: str, value: str, today: date) -> str:
    if name in _CHOICES and value not in _CHOICES[name]:
        raise InputError("evidence.field-choice", found=value, known=list(_CHOICES[name]))
    if name == "language" and not _LANGUAGE.fullmatch(value):
        raise InputError("evidence.field-language", found=value)
    if name == "url" and not _URL.fullmatch(value):
        raise InputError("evidence.field-url", found=value)
    return _dated(value, today) if name in _DATES else value


def _dated(value: str, today: date) -> str:
    from habeas.when import parse

    span = parse(value)
    first = span.outer[0]
    if first is not None:
        refuse_future(first, value, today)
    return span.to_edtf()


def refuse_future(first: date, said: str, today: date | None = None) -> None:
    """Refuse a date whose first day is after today. Raises :class:`InputError` with the words it was said in."""
    now = today or date.today()  # noqa: DTZ011 - the reader's own day
    if first > now:
        raise InputError("evidence.date-future", found=said, today=now.isoformat())
