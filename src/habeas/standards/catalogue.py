"""The requirements, read from ``requirements.yaml``; strictly, and every fault at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final, get_args

from habeas.errors import Faults, Problem
from habeas.standards.model import Instrument, Kind, Level, Requirement
from habeas.words import LANGUAGES

FILE: Final = "requirements.yaml"
MEASURES: Final = frozenset({">=", ">", "<=", "<", "=="})
_INSTRUMENT: Final = frozenset({"en", "es", "short", "part", "address"})
_NEEDED: Final = ("instrument", "article", "en", "es", "kind", "level", "verified")
_KNOWN: Final = frozenset({
    *_NEEDED, "article_es", "address", "indicators", "values", "partly", "unit", "comparator", "threshold", "quotient",
    "scale", "ceiling", "part_only", "question",
})  # fmt: skip
_LISTS: Final = ("indicators", "values", "partly", "quotient")


@cache
def requirements() -> Mapping[str, Requirement]:
    """Return every requirement by id, in the order of the file. Raises :class:`Faults` with every fault of the file."""
    raw = _raw()
    named = instruments()
    return MappingProxyType({name: _requirement(name, row, named) for name, row in raw["requirements"].items()})


@cache
def instruments() -> Mapping[str, Instrument]:
    """Return every instrument by id. Raises :class:`Faults` with every fault of the file."""
    return MappingProxyType({name: _instrument(name, row) for name, row in _raw()["instruments"].items()})


@cache
def _raw() -> Mapping[str, Any]:
    return read((resources.files("habeas.standards") / FILE).read_text(encoding="utf-8"))


def read(text: str) -> Mapping[str, Any]:
    """Read the text of a requirements file; raises :class:`Faults` with everything that is wrong in it."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        raw = yaml.load(text, Loader=loader)  # noqa: S506 - both are safe loaders
    except yaml.YAMLError as error:
        raise Faults(
            "standards.faults", [Problem("standards.not-yaml", FILE, values={"found": _line(error)})]
        ) from None
    problems = [*_twice(text), *faults(raw)]
    if problems:
        raise Faults("standards.faults", problems)
    made: Mapping[str, Any] = raw
    return made


def _line(error: Exception) -> str:
    return " ".join(str(error).split())


def _twice(text: str) -> Iterator[Problem]:
    """Find ids given twice: a YAML reader would keep the last and say nothing."""
    for name, times in Counter(re.findall(r"^ {2}([\w-]+):", text, re.MULTILINE)).items():
        if times > 1:
            yield Problem("standards.twice", FILE, column=name)


def faults(raw: Any) -> Iterator[Problem]:
    """Yield every fault of the file as read."""
    if not isinstance(raw, Mapping) or any(
        not isinstance(raw.get(part), Mapping) for part in ("instruments", "requirements")
    ):
        yield Problem("standards.no-parts", FILE)
        return
    for name, row in raw["instruments"].items():
        yield from _instrument_faults(name, row)
    for name, row in raw["requirements"].items():
        if not isinstance(row, Mapping):
            yield Problem("standards.not-a-row", FILE, column=str(name))
            continue
        yield from _shape_faults(name, row, raw["instruments"])
        yield from _measure_faults(name, row)
        yield from _question_faults(name, row)


def _instrument_faults(name: str, row: Any) -> Iterator[Problem]:
    if not isinstance(row, Mapping):
        yield Problem("standards.not-a-row", FILE, column=str(name))
        return
    for field in sorted(set(row) - _INSTRUMENT):
        yield Problem("standards.unknown-field", FILE, column=f"{name}.{field}", values={"known": sorted(_INSTRUMENT)})
    for field in ("en", "es", "short"):
        if not row.get(field):
            yield Problem("standards.missing", FILE, column=f"{name}.{field}")
    for field in ("short", "part"):
        if field in row and (not isinstance(row[field], list) or len(row[field]) != len(LANGUAGES)):
            yield Problem("standards.pair", FILE, column=f"{name}.{field}")


def _shape_faults(name: str, row: Mapping[str, Any], named: Mapping[str, Any]) -> Iterator[Problem]:
    for field in sorted(set(row) - _KNOWN):
        yield Problem("standards.unknown-field", FILE, column=f"{name}.{field}", values={"known": sorted(_KNOWN)})
    for field in _NEEDED:
        if row.get(field) in (None, ""):
            yield Problem("standards.missing", FILE, column=f"{name}.{field}")
    for field, known in (("kind", get_args(Kind)), ("level", get_args(Level)), ("instrument", tuple(named))):
        if row.get(field) and row[field] not in known:
            yield Problem(
                "standards.choice", FILE, column=f"{name}.{field}", values={"found": row[field], "known": known}
            )
    for field in ("verified", "ceiling", "part_only"):
        if field in row and not isinstance(row[field], bool):
            yield Problem("standards.truth", FILE, column=f"{name}.{field}", values={"found": str(row[field])})
    for field in _LISTS:
        if field in row and not _words(row[field]):
            yield Problem("standards.list", FILE, column=f"{name}.{field}")


def _measure_faults(name: str, row: Mapping[str, Any]) -> Iterator[Problem]:
    comparator = row.get("comparator")
    if comparator is not None and comparator not in {*MEASURES, "in"}:
        known = sorted({*MEASURES, "in"})
        yield Problem(
            "standards.choice", FILE, column=f"{name}.comparator", values={"found": comparator, "known": known}
        )
    measured = [field for field in ("threshold", "unit") if field in row]
    if (comparator in MEASURES) != (len(measured) == 2) or len(measured) == 1:
        yield Problem("standards.half-measured", FILE, column=name)
    for field in ("threshold", "scale"):
        if field in row and not _number(row[field]):
            yield Problem("standards.number", FILE, column=f"{name}.{field}", values={"found": str(row[field])})
    quotient = row.get("quotient")
    if quotient is not None and (
        not _words(quotient) or len(quotient) != 2 or not set(quotient) <= set(row.get("indicators", ()))
    ):
        yield Problem("standards.quotient", FILE, column=f"{name}.quotient")
    if set(row.get("values") or ()) & set(row.get("partly") or ()):
        yield Problem("standards.both", FILE, column=f"{name}.values")


def _question_faults(name: str, row: Mapping[str, Any]) -> Iterator[Problem]:
    question = row.get("question")
    if question is None:
        if row.get("kind") == "field":
            yield Problem("standards.no-question", FILE, column=f"{name}.question")
    elif not isinstance(question, Mapping) or set(question) != set(LANGUAGES) or not all(question.values()):
        yield Problem("standards.pair", FILE, column=f"{name}.question")


def _words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _number(value: Any) -> bool:
    """Whether a threshold is written as a string of one finite decimal: YAML would make a binary fraction of a bare 2.5."""
    try:
        return isinstance(value, str) and Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _instrument(name: str, row: Mapping[str, Any]) -> Instrument:
    part = row.get("part", (None, None))
    return Instrument(
        id=name,
        en=row["en"],
        es=row["es"],
        short_en=row["short"][0],
        short_es=row["short"][1],
        part_en=part[0],
        part_es=part[1],
        address=row.get("address") or None,
    )


def _requirement(name: str, row: Mapping[str, Any], named: Mapping[str, Instrument]) -> Requirement:
    instrument = named[row["instrument"]]
    quotient = row.get("quotient")
    question = row.get("question", {})
    return Requirement(
        id=name,
        instrument=row["instrument"],
        article=row["article"],
        en=row["en"],
        es=row["es"],
        kind=row["kind"],
        level=row["level"],
        indicators=tuple(row.get("indicators", ())),
        unit=row.get("unit"),
        comparator=_comparator(row),
        threshold=Decimal(row["threshold"]) if "threshold" in row else None,
        values=tuple(row.get("values", ())),
        partly=tuple(row.get("partly", ())),
        quotient=(quotient[0], quotient[1]) if quotient else None,
        scale=Decimal(row.get("scale", "1")),
        ceiling=row.get("ceiling", False),
        part_only=row.get("part_only", False),
        address=row.get("address", instrument.address) or None,
        verified=row["verified"],
        reference_en=_reference(instrument.short_en, instrument.part_en, row["article"]),
        reference_es=_reference(instrument.short_es, instrument.part_es, row.get("article_es", row["article"])),
        question_en=question.get("en", ""),
        question_es=question.get("es", ""),
    )


def _comparator(row: Mapping[str, Any]) -> Any:
    if row["kind"] == "field":
        return "stated"
    return row.get("comparator", "in" if row.get("values") else None)


def _reference(name: str, part: str | None, article: str) -> str:
    return f"{name}, {part} {article}" if part else f"{name}, {article}"
