"""Columns: what the values of a column look like, counted over all of them; no header is believed before its values are seen.

A date is read day first or month first only where a value of the column shows it: 25/03/2025 can be one thing only. A column whose
dates could all be either stays ``either``, and whoever maps it decides. Nothing here keeps a value that could identify a person.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final, Literal

from habeas.records.engine import connect, quoted
from habeas.records.sheets import Sheet
from habeas.records.values import BLANK, REDACTION

Shape = Literal[
    "empty", "redacted", "moment", "day", "year", "integer", "amount", "yes-no", "sex", "id", "text", "mixed"
]
Order = Literal["certain", "month-first", "day-first", "either", "both"]

MOST: Final = 200_000
"""How many different values of a column are looked at."""
AGREE: Final = 0.95
"""From this share of the values on, they have a form; the others are named as what will be a problem when the file is read."""
FEW: Final = 12
"""A column of at most so many different values is a list of codes, and they may be shown."""
COMMON: Final = 5
"""A value is shown where at least so many rows have it: what few have could identify them."""

_CLOCK: Final = r"(?:[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO: Final = re.compile(rf"(\d{{4}})[-/](\d{{1,2}})[-/](\d{{1,2}}){_CLOCK}", re.IGNORECASE)
_PARTS: Final = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_CLOCK}", re.IGNORECASE)
_NUMBER: Final = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.0+)?")
_AMOUNT: Final = re.compile(r"-?[$]?\s*(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_YEAR: Final = re.compile(r"(?:19|20)\d{2}(?:\.0+)?")
_REDACTED: Final = re.compile(REDACTION, re.IGNORECASE)
_ID: Final = re.compile(r"(?=.*\d)[0-9A-Za-z-]{5,64}")
_YES: Final = frozenset({"yes", "no", "y", "n", "si", "s", "true", "false"})
_SEXES: Final[Mapping[str, str]] = {
    "male": "male", "masculino": "male", "hombre": "male", "varon": "male", "h": "male",
    "female": "female", "femenino": "female", "mujer": "female", "f": "female",
    "unknown": "unknown", "desconocido": "unknown", "u": "unknown", "no consta": "unknown",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one column holds, counted.

    ``rows`` are the rows of the sheet below its header, ``blank`` and ``redacted`` those without a value, ``distinct`` the number
    of different values. ``agreeing`` is how many rows have the ``shape``. ``day_first`` and ``month_first`` count the rows whose date
    can only be read so, ``either`` those that can be read both ways; ``order`` is what follows. ``two_digit`` years are counted
    apart: no century is guessed. ``spellings`` are all values of a column of sex, or of yes and no. ``codes`` are the values of a short list, by how many rows have them, where at least five do.
    """

    rows: int
    blank: int
    redacted: int
    distinct: int
    shape: Shape
    agreeing: int = 0
    day_first: int = 0
    month_first: int = 0
    either: int = 0
    two_digit: int = 0
    timed: int = 0
    first: date | None = None
    last: date | None = None
    codes: Mapping[str, int] = field(default_factory=dict)
    spellings: tuple[str, ...] = ()

    @property
    def filled(self) -> int:
        """How many rows have a value."""
        return self.rows - self.blank - self.redacted

    @property
    def order(self) -> Order:
        """Which of day and month comes first, as far as the values show it; ``certain`` where the year comes first."""
        if self.day_first and self.month_first:
            return "both"
        if self.day_first or self.month_first:
            return "day-first" if self.day_first else "month-first"
        return "either" if self.either else "certain"


@dataclass(frozen=True, slots=True)
class Role:
    """What a header's words say the column is: a canonical field, the form its values then have, and whether it can identify."""

    field: str
    form: str
    words: tuple[str, ...]
    personal: bool = False


def plain(text: str) -> str:
    """Return the words of a header: lower case, no accents, one space between words; ``InmateID`` is ``inmate id``."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    bare = "".join(one for one in unicodedata.normalize("NFKD", spaced).casefold() if not unicodedata.combining(one))
    return " ".join(re.findall(r"[a-z0-9]+", bare))


@cache
def roles() -> tuple[Role, ...]:
    """Return the roles that headers can name, in the order in which they are tried."""
    given = tomllib.loads((resources.files("habeas.records") / "columns.toml").read_text(encoding="utf-8"))
    return tuple(
        Role(one["field"], one["form"], tuple(one["words"]), one.get("personal", False)) for one in given["role"]
    )


def role(header: str) -> tuple[Role, str] | None:
    """Return the role that a header names, and the words that say so: whole headers before words within one, long before short."""
    words = plain(header)
    named = [(phrase, one) for one in roles() for phrase in one.words]
    whole = next(((one, phrase) for phrase, one in named if phrase == words), None)
    if whole or not words:
        return whole
    within = [(phrase, one) for phrase, one in named if len(phrase) > 3 and f" {phrase} " in f" {words} "]
    if not within:
        return None
    phrase, best = max(within, key=lambda found: len(found[0]))
    return best, phrase


def profile(sheet: Sheet, after: int, scratch: Path) -> dict[str, Profile]:
    """Return the profile of every column of a sheet, over its rows below line ``after``. Memory: one column's different values."""
    with connect(scratch) as engine:
        found = engine.execute(f"SELECT count(*) FROM {sheet.source} WHERE line > ?", [after]).fetchone()  # noqa: S608 - own names
        rows = int(found[0]) if found else 0
        made = {}
        for name in sheet.columns:
            text = f"trim(CAST({quoted(name)} AS VARCHAR))"
            query = f"SELECT {text} AS v, count(*) AS n FROM {sheet.source} WHERE line > ? GROUP BY 1 ORDER BY n DESC, v LIMIT {MOST}"  # noqa: S608
            counted = [(str(value or ""), int(n)) for value, n in engine.execute(query, [after]).fetchall()]
            made[name] = describe(counted, rows)
    return made


def describe(counted: Sequence[tuple[str, int]], rows: int) -> Profile:
    """Return the profile of a column from its different values, trimmed, each with the number of rows that have it."""
    blank = sum(n for value, n in counted if value in BLANK)
    redacted = sum(n for value, n in counted if value not in BLANK and _REDACTED.fullmatch(value))
    values = [(value, n) for value, n in counted if value not in BLANK and not _REDACTED.fullmatch(value)]
    filled = sum(n for _, n in values)
    if not filled:
        shape: Shape = "redacted" if redacted else "empty"
        return Profile(rows=rows, blank=blank, redacted=redacted, distinct=0, shape=shape)
    dates = _Dates(values)
    codes = {value: n for value, n in values if n >= COMMON} if len(values) <= FEW else {}
    if dates.read >= AGREE * filled:
        return dates.profile(rows, blank, redacted)
    shape, agreeing = _shape(values, filled)
    spellings = tuple(sorted(value for value, _ in values)) if shape in {"sex", "yes-no"} else ()
    return Profile(
        rows=rows,
        blank=blank,
        redacted=redacted,
        distinct=len(values),
        shape=shape,
        agreeing=agreeing,
        codes=codes,
        spellings=spellings,
    )


def _shape(values: Sequence[tuple[str, int]], filled: int) -> tuple[Shape, int]:
    """Return the first shape that nearly all values have; ``mixed`` where some are dates or numbers and others are not."""
    lowered = {plain(value) for value, _ in values}
    if lowered <= _YES:
        return "yes-no", filled
    if lowered <= {*_SEXES, "m"} and lowered != {"u"}:
        return "sex", filled
    tests: tuple[tuple[Shape, re.Pattern[str]], ...] = (("year", _YEAR), ("integer", _NUMBER), ("amount", _AMOUNT))
    for shape, pattern in tests:
        if (agreeing := sum(n for value, n in values if pattern.fullmatch(value))) >= AGREE * filled:
            # Numbers that hardly repeat are names of things, but only the header can tell them from quantities.
            return shape, agreeing
    ids = sum(n for value, n in values if _ID.fullmatch(value))
    if ids >= AGREE * filled and len(values) > filled / 10:
        return "id", ids
    numbers = sum(
        n for value, n in values if _AMOUNT.fullmatch(value) or _ISO.fullmatch(value) or _PARTS.fullmatch(value)
    )
    return ("mixed", filled - numbers) if numbers > filled / 4 else ("text", filled)


def sexes(values: Sequence[str]) -> dict[str, list[str]] | None:
    """Return what each spelling of sex means, ``None`` where ``M`` could be both: beside F it is male, beside H (hombre) female."""
    words = {value: plain(value) for value in values}
    meaning = dict(_SEXES)
    if "m" in words.values():
        if ("h" in words.values()) == ("f" in words.values()):
            return None
        meaning["m"] = "female" if "h" in words.values() else "male"
    if any(word not in meaning for word in words.values()):
        return None
    found: dict[str, list[str]] = {}
    for value, word in words.items():
        found.setdefault(meaning[word], []).append(value)
    return found


class _Dates:
    """The dates among the values of a column, and what they show of the order of day and month."""

    def __init__(self, values: Sequence[tuple[str, int]]) -> None:
        self.values = values
        self.read = self.timed = self.two_digit = 0
        self.counts: Counter[str] = Counter()
        self.days: list[date] = []
        for value, n in values:
            self._one(value, n)

    def _one(self, value: str, n: int) -> None:
        if iso := _ISO.fullmatch(value):
            read = _day(int(iso[1]), int(iso[2]), int(iso[3]))
            if read is None:
                return
            self.days.append(read)
        elif parts := _PARTS.fullmatch(value):
            first, second = int(parts[1]), int(parts[3])
            orders = [
                name for name, day, month in (("day", first, second), ("month", second, first)) if _possible(day, month)
            ]
            if not orders:
                return
            # The same number twice is one date whichever comes first, and shows nothing.
            self.counts["same" if first == second else "either" if len(orders) == 2 else orders[0]] += n
            self.two_digit += n if len(parts[4]) == 2 else 0
        else:
            return
        self.read += n
        clock = re.search(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", value)
        self.timed += n if clock and any(int(part or 0) for part in clock.groups()) else 0

    def profile(self, rows: int, blank: int, redacted: int) -> Profile:
        return Profile(
            rows=rows,
            blank=blank,
            redacted=redacted,
            distinct=len(self.values),
            shape="moment" if self.timed else "day",
            agreeing=self.read,
            day_first=self.counts["day"],
            month_first=self.counts["month"],
            either=self.counts["either"] + self.counts["same"],
            two_digit=self.two_digit,
            timed=self.timed,
            first=min(self.days, default=None),
            last=max(self.days, default=None),
        )


def _possible(day: int, month: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= (29 if month == 2 else 30 if month in {4, 6, 9, 11} else 31)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def distinct_names(headers: Sequence[str]) -> list[str]:
    """Return a canonical name for each header that has no role: its words joined, numbered where two would be the same."""
    names: list[str] = []
    for at, header in enumerate(headers, start=1):
        base = plain(header).replace(" ", "_")
        base = base if base and not base[0].isdigit() else f"column_{base or at}"
        name, number = base, 1
        while name in names:
            number += 1
            name = f"{base}_{number}"
        names.append(name)
    return names
