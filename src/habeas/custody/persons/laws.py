"""The law file of a case: which limits the law sets to how long, from when to when.

A file is TOML::

    [[limit]]
    id = "sv-constitution-13"
    limits = "first_court_appearance"
    hours = 72
    citation = "Constitution of El Salvador, Article 13"
    en = "No one may be held for more than 72 hours before being brought before a judge."
    es = "Nadie puede permanecer detenido más de 72 horas sin comparecer ante un juez."
    verified = false

``citation`` may also be in both languages (``{ en = "…", es = "…" }``). ``limits`` is ``first_court_appearance`` (from the deprivation of liberty to the first appearance), ``administrative_detention`` (to the first
appearance, or the release before it) or ``detention`` (all days held). ``hours`` or ``days`` is how long. ``from`` and ``to`` are the first and
last day on which it holds, by the day of the deprivation of liberty; ``suspends`` are ids of limits that it says do not hold on those days: both
are told. ``basis`` is what a request for information rests on (``[request]`` with ``en`` and ``es``).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from habeas import words
from habeas.custody.persons.model import ClockKind
from habeas.errors import Faults, InputError, Problem

LIMITS: Final[Mapping[str, ClockKind]] = {
    "first_court_appearance": "first-court",
    "administrative_detention": "administrative",
    "detention": "held",
}
_NEEDED: Final = ("id", "limits", "citation", "en", "es")
_Wrong = tuple[str, str, dict[str, object]]
_KNOWN: Final = frozenset((*_NEEDED, "hours", "days", "from", "to", "suspends", "verified", "source"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """One limit. ``hours`` is how long at most; ``first`` and ``last`` the days on which it holds; None without a limit."""

    id: str
    clock: ClockKind
    hours: int
    citation: str | words.Said
    label: words.Said
    first: date | None = None
    last: date | None = None
    suspends: tuple[str, ...] = ()
    verified: bool = False
    source: str | None = None

    def text(self, lang: words.Lang) -> str:
        """Return what it says, with its citation, and that nobody has checked it where that is so."""
        said = words.text("persons.law", lang, text=self.label.text(lang).rstrip(" ."), citation=self.citation)
        return said if self.verified else words.text("persons.law-to-verify", lang, text=said)


@dataclass(frozen=True, slots=True, kw_only=True)
class LawFile:
    """The limits of a case's law file, and the legal basis of a request for information."""

    laws: tuple[Law, ...] = ()
    basis: words.Said | None = None


def read_laws(path: Path) -> LawFile:
    """Return the limits of a law file.

    Raises :class:`InputError` where it cannot be read, :class:`Faults` with everything in it that is no limit.
    """
    try:
        given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError("persons.laws-unreadable", file=path.name, why=str(error)) from None
    limits = given.get("limit", [])
    every = limits if isinstance(limits, list) and all(isinstance(one, dict) for one in limits) else None
    if every is None:
        raise Faults("persons.laws-faults", [Problem("persons.laws-shape", path.name)])
    ids = [str(one.get("id")) for one in every]
    faults = [fault for n, one in enumerate(every, 1) for fault in _faults(path.name, n, one, ids)]
    unknown = sorted(given.keys() - {"limit", "request"})
    faults += [Problem("persons.laws-table", path.name, column=name) for name in unknown]
    basis = given.get("request")
    if basis is not None and not (
        isinstance(basis, dict) and all(isinstance(basis.get(lang), str) for lang in words.LANGUAGES)
    ):
        faults.append(Problem("persons.laws-basis", path.name))
    if faults:
        raise Faults("persons.laws-faults", faults)
    return LawFile(
        laws=tuple(_law(one) for one in every),
        basis=words.Said(basis["en"], basis["es"]) if basis is not None else None,
    )


def _faults(file: str, n: int, one: Mapping[str, Any], ids: list[str]) -> Iterator[Problem]:
    """Give everything in one limit that is not as expected."""
    for key, column, values in (*_words_wrong(one, ids), *_numbers_wrong(one)):
        yield Problem(f"persons.{key}", file, column=column, values={"n": n, **values})


def _words_wrong(one: Mapping[str, Any], ids: list[str]) -> Iterator[_Wrong]:
    for name in _NEEDED:
        said = one.get(name)
        both = [said.get(lang) for lang in words.LANGUAGES] if name == "citation" and isinstance(said, dict) else [said]
        if not all(isinstance(each, str) and each.strip() for each in both):
            yield "laws-needs", name, {}
    for name in sorted(one.keys() - _KNOWN):
        yield "laws-unknown", name, {"known": sorted(_KNOWN)}
    if isinstance(one.get("limits"), str) and one["limits"] not in LIMITS:
        yield "laws-limits", "limits", {"found": one["limits"], "known": list(LIMITS)}
    if isinstance(one.get("id"), str) and ids.count(one["id"]) > 1:
        yield "laws-twice", "id", {"found": one["id"]}
    suspended = one.get("suspends", [])
    if not isinstance(suspended, list) or any(name not in ids for name in suspended):
        yield "laws-suspends", "suspends", {"found": str(suspended)}


def _numbers_wrong(one: Mapping[str, Any]) -> Iterator[_Wrong]:
    spans = [one[name] for name in ("hours", "days") if name in one]
    if len(spans) != 1 or not isinstance(spans[0], int) or isinstance(spans[0], bool) or spans[0] <= 0:
        yield "laws-length", "hours", {}
    days = [one.get("from"), one.get("to")]
    if any(type(day) is not date for day in days if day is not None):
        yield "laws-day", "from", {}
    elif days[0] and days[1] and days[0] > days[1]:
        yield "laws-order", "to", {}
    if not isinstance(one.get("verified", False), bool):
        yield "laws-verified", "verified", {}


def _law(one: Mapping[str, Any]) -> Law:
    cited = one["citation"]
    return Law(
        id=one["id"],
        clock=LIMITS[one["limits"]],
        hours=one["hours"] if "hours" in one else one["days"] * 24,
        citation=cited if isinstance(cited, str) else words.Said(cited["en"], cited["es"]),
        label=words.Said(one["en"], one["es"]),
        first=one.get("from"),
        last=one.get("to"),
        suspends=tuple(one.get("suspends", ())),
        verified=one.get("verified", False),
        source=one.get("source"),
    )
