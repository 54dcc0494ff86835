"""A series: publications of one publisher that repeat each other in time, and what is declared to hold of their figures.

A declaration is TOML, one file a series; habeas comes with some, and a user adds others without code::

    name = "ice-detention-statistics"      # unique
    kind = "figures"                       # the kind of records its publications are read as
    release = "ice-detention-statistics"   # the release of the reading: a pattern (regular expression) for all of it
    title = { en = "…", es = "…" }
    year = "10-01"                         # the day on which counts to date begin anew; left out: they never do
    figures = { measures = { persons = "held" }, labels = ["sex"], day = "day" }   # of a mapped table; see Columns

    [[additive]]                           # one rule; its kind is the name of its section, see RULES
    name = "adp-agencies"
    en = "average daily population by agency"     # what it is about, as the middle of a sentence
    es = "población diaria promedio por agencia"
    of = { table = "adp-by-agency-month-criminality", measure = "adp" }
    over = "agency"

A selector (``of``, ``left``, …) names figures by ``table`` and ``measure``, by labels that must have a word (``where``), another
(``unlike``), be there (``has``) or not (``lacks``), and by ``period``: those of a ``month``, of a month that was over (``closed``), of the ``latest`` month with figures, or of none (``year``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

import msgspec

from habeas.errors import Faults, Problem
from habeas.findings.audit.model import Gravity
from habeas.records import KINDS, Kind, Reading
from habeas.words import Said

_PERIODS: Final = {
    "month": "{of}month IS NOT NULL",
    "closed": "{of}month IS NOT NULL AND {of}partial IS FALSE",
    "latest": "{of}latest",
    "year": "{of}month IS NULL",
}


class Selector(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Figures by what they count; what is left empty is not asked for."""

    table: str = ""
    measure: str = ""
    where: dict[str, str] = {}
    unlike: dict[str, str] = {}
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    period: Literal["month", "closed", "latest", "year", ""] = ""

    def sql(self, alias: str = "") -> str:
        """Return the condition that its figures meet, over the table ``figures`` of :class:`~habeas.findings.audit.Publications`."""
        of = f"{alias}." if alias else ""
        parts = [f'{of}"{name}" = {quoted(value)}' for name in ("table", "measure") if (value := getattr(self, name))]
        parts += [f"{of}marks[{quoted(name)}] = {quoted(word)}" for name, word in self.where.items()]
        parts += [f"{of}marks[{quoted(name)}] <> {quoted(word)}" for name, word in self.unlike.items()]
        parts += [f"{of}marks[{quoted(name)}] IS NOT NULL" for name in self.has]
        parts += [f"{of}marks[{quoted(name)}] IS NULL" for name in self.lacks]
        if self.period:
            parts.append(_PERIODS[self.period].format(of=of))
        return " AND ".join(parts) or "true"


class Columns(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the rows of a mapped table are figures: ``measures`` names the columns that hold numbers, and what each counts.

    ``labels`` are columns whose words tell rows apart, ``subject`` the one that names a place, ``day`` the one with the day that a row
    speaks of (the latest in a file is the publication's), ``month`` the one with a day of the month it speaks of. ``table`` names the
    table in rules, ``unit`` what is counted.
    """

    measures: dict[str, str]
    table: str = "table"
    unit: str = "persons"
    labels: tuple[str, ...] = ()
    subject: str = ""
    day: str = ""
    month: str = ""


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that must hold: its name, what it is about in both languages, and how grave it is where it does not."""

    name: str
    en: str
    es: str
    gravity: Gravity = "error"

    @property
    def said(self) -> Said:
        """What the rule is about, for a sentence."""
        return Said(self.en, self.es)


def learnt(found: Mapping[str, str]) -> Said:
    """Return what bounds were learnt from, for a sentence."""
    return Said(found.get("en", ""), found.get("es", ""))


class Additive(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parts add up to a total: figures alike but for the label ``over``, or ``month``, or ``subject``, of which the figure without one is the total.

    ``by`` are columns in which they must be alike besides (``column``, where each stands for a moment that has no name).
    Only ``parts`` are added where these are listed, and those of ``without`` never: they are parts of a part. Averages add up when
    each is multiplied: by the days of its period (``weight`` is ``days``), or by the figures of ``weigh`` that have the same
    values of ``weigh_by`` (labels or columns).
    """

    of: Selector
    over: str
    total: str = "total"
    parts: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    weight: Literal["days", ""] = ""
    weigh: Selector | None = None
    weigh_by: tuple[str, ...] = ("sheet", "line")


class Between(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mean, the figure ``total`` of the label ``over``, lies between the least and the greatest of the others."""

    of: Selector
    over: str
    total: str = "total"


class Same(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Two sums of figures agree: the left over the right lies from ``low`` to ``high``; one pair for each value of ``by``.

    ``by`` are labels or columns of the figures (``month``, ``subject``, ``line``); nothing of a figure but those and the publication
    is compared. ``low`` and ``high`` that are not 1 are learnt from the series: ``learnt`` says from what, in both languages.
    """

    left: Selector
    right: Selector
    by: tuple[str, ...] = ()
    low: float = 1.0
    high: float = 1.0
    learnt: dict[str, str] = {}


class Share(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A published share is part over whole: each a figure with the share's values of ``by``, labels or columns, but what it says itself."""

    of: Selector
    part: Selector
    whole: Selector
    by: tuple[str, ...] = ("sheet", "line")


class One(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Shares alike but for the label ``over`` sum to one."""

    of: Selector
    over: str


class Whole(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A figure is a whole number: itself, times the days of its period (``times`` is ``days``), or times a figure of ``weigh``.

    That figure has the same values of ``weigh_by`` (labels or columns). In a table where more than one, and more than one in ten, do not fit, the rule is silent.
    """

    of: Selector
    times: Literal["days", ""] = ""
    weigh: Selector | None = None
    weigh_by: tuple[str, ...] = ("sheet", "line")


class Stamp(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last day that averages to date count lies from ``earliest`` to ``latest`` days after the day before the stamp.

    The two are learnt from the series: ``learnt`` says from what, in both languages.
    """

    of: Selector
    earliest: int
    latest: int
    learnt: dict[str, str] = {}


class Growing(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A count to date can only grow from one publication to the next of the same year of count."""

    of: Selector


class Closed(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A figure of a period that was over hardly changes in later publications; how much is usual is learnt from the series."""

    of: Selector


class Range(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value lies between two bounds."""

    of: Selector
    least: float | None = None
    most: float | None = None


class Form(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text, all of it, has a form: a regular expression."""

    of: Selector
    pattern: str


class Distinct(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """No two lines of a table have the same texts in all of ``fields`` (measures of text), nor the same figures of ``measure``.

    Figures are compared where a line has at least four different ones that are not 0: fewer are the same by chance.
    """

    table: str
    fields: tuple[str, ...] = ()
    measure: str = ""


class Complete(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table has a figure for each word of the label ``over``: those ``known``, and those that the publications before and after have."""

    of: Selector
    over: str
    known: tuple[str, ...] = ()


class Averaged(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Figures are averages over the days of their period: times these they are bed-days, a count to date that can only grow.

    With ``over``, figures alike but for that label are added up first: a person's classification may be corrected, a day in a place not.
    """

    of: Selector
    over: str = ""


class Seldom(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Figures that are renewed more seldom than they are published: a table of them that repeats an earlier one is nothing to tell."""

    of: Selector


class Places(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The subjects of a table are places: ``address`` are the texts that say where, ``traits`` those that hardly change."""

    table: str
    address: tuple[str, ...]
    traits: tuple[str, ...] = ()


class Titled(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a table is called in a sentence: "the table of …"; one without is called by its name in the readings."""

    table: str


class Bounded(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of facility-days: the columns ``parts`` together are no more than the column ``whole``."""

    parts: tuple[str, ...]
    whole: str


class Daily(Rule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of facility-days: a column of counts that is followed from day to day, where the file has it."""

    column: str


RULES: Final[Mapping[str, type[Rule]]] = {
    "additive": Additive,
    "same": Same,
    "share": Share,
    "one": One,
    "between": Between,
    "whole": Whole,
    "stamp": Stamp,
    "growing": Growing,
    "closed": Closed,
    "range": Range,
    "form": Form,
    "distinct": Distinct,
    "complete": Complete,
    "averaged": Averaged,
    "seldom": Seldom,
    "places": Places,
    "titled": Titled,
    "bounded": Bounded,
    "daily": Daily,
}
"""The kinds of rules by the section of a declaration in which they stand."""

_HEAD: Final = frozenset({"name", "kind", "release", "title", "year", "figures"})
R = TypeVar("R", bound=Rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A declaration: whose publications it is about, and the rules, in the order of the file.

    ``year`` is the month and day on which counts to date begin anew, ``None`` where they do not. ``columns`` say how rows are figures
    where the reading is not a table of figures yet.
    """

    name: str
    kind: Kind
    release: str
    title: Said
    year: tuple[int, int] | None = None
    columns: Columns | None = None
    rules: tuple[Rule, ...] = ()

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """Return the rules of one kind."""
        return tuple(rule for rule in self.rules if isinstance(rule, kind))

    def covers(self, reading: Reading) -> bool:
        """Whether the rows of a reading are publications of this series."""
        return reading.kind == self.kind and re.fullmatch(self.release, reading.release) is not None


@cache
def built_in() -> tuple[Series, ...]:
    """Return the series that come with habeas, by the names of their files."""
    folder = resources.files("habeas.findings.audit") / "series"
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith(".toml"))
    return tuple(parse(name, (folder / name).read_bytes()) for name in names)


def load(path: Path) -> Series:
    """Read a declaration of the user's own.

    Raises:
        Faults: the file cannot be read, is not TOML, or declares no series; every fault of it is named.
    """
    try:
        source = path.read_bytes()
    except OSError as error:
        raise Faults("audit.series-faults", [_problem(path.name, "", str(error))], file=path.name) from error
    return parse(path.name, source)


def parse(name: str, source: bytes) -> Series:
    """Make a series of the bytes of its declaration; raises :class:`Faults` as :func:`load` does."""
    try:
        given = tomllib.loads(source.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Faults("audit.series-faults", [_problem(name, "", str(error))], file=name) from error
    problems = [_problem(name, place, why) for place, why in _faults(given)]
    if problems:
        raise Faults("audit.series-faults", problems, file=name)
    rules = tuple(msgspec.convert(one, RULES[kind]) for kind in given if kind in RULES for one in given[kind])
    month, _, day = str(given.get("year", "")).partition("-")
    return Series(
        name=given["name"],
        kind=given["kind"],
        release=given["release"],
        title=Said(given["title"]["en"], given["title"]["es"]),
        year=(int(month), int(day)) if month else None,
        columns=msgspec.convert(given["figures"], Columns) if "figures" in given else None,
        rules=rules,
    )


def _problem(file: str, place: str, why: str) -> Problem:
    return Problem("audit.series-fault", file, column=place or None, values={"why": why})


def _faults(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the place and the reason of each fault of a declaration."""
    for key in given.keys() - _HEAD - RULES.keys():
        yield key, f"unknown; known are {', '.join(sorted(_HEAD))}, {', '.join(RULES)}"
    for key, form in (("name", r".+"), ("kind", "|".join(KINDS)), ("release", r".+"), ("year", r"(\d\d-\d\d)?")):
        value = given.get(key, "")
        if not isinstance(value, str) or re.fullmatch(form, value) is None:
            yield key, f"expected {form}, found {value!r}"
    title = given.get("title")
    if not isinstance(title, dict) or not all(isinstance(title.get(lang), str) for lang in ("en", "es")):
        yield "title", 'expected { en = "…", es = "…" }'
    if "figures" in given:
        try:
            msgspec.convert(given["figures"], Columns)
        except msgspec.ValidationError as error:
            yield "figures", str(error)
    yield from _rule_faults(given)


def _rule_faults(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for kind, form in RULES.items():
        rules: Sequence[Any] = given.get(kind, ())
        if not isinstance(rules, list | tuple):
            yield kind, f"expected [[{kind}]]"
            continue
        for number, one in enumerate(rules, 1):
            place = f"{kind} {number}"
            try:
                rule = msgspec.convert(one, form)
            except msgspec.ValidationError as error:
                yield place, str(error)
                continue
            if rule.name in seen:
                yield place, f"the name {rule.name!r} is taken"
            seen.add(rule.name)


def quoted(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
