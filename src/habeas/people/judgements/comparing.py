"""Two records side by side: every statement of both as written, and in words what agrees and what differs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from habeas import words
from habeas.people.judgements.tables import Tables
from habeas.people.lists import list_fields

How = Literal["same", "partly", "differs", "only", "blank"]
_NAMES: Final = frozenset({"name", "given", "surname1", "surname2", "alias", "kin"})
_IDENTITY: Final = ("name", "given", "surname1", "surname2", "alias", "born", "age", "sex", "nationality", "document")
"""The columns of the table of mentions that are shown where no statements are kept."""
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One field of two records: what each list says, as written, and how the two compare.

    ``how`` is ``same`` (but for case, accents and punctuation), ``partly`` (one is within the other, or the times can be one), ``differs``,
    ``only`` (one of them says nothing) or ``blank``.
    """

    field: str
    left: str
    right: str
    how: How

    def label(self, lang: words.Lang) -> str:
        """Return what the field is called."""
        known = list_fields().get(self.field)
        return self.field if known is None else known.text(lang)

    def told(self, lang: words.Lang) -> str:
        """Return how the two compare, in words."""
        return "" if self.how == "blank" else words.text(f"judgements.how-{self.how}", lang)


def side_by_side(tables: Tables, left: str, right: str) -> tuple[Line, ...]:
    """Return every field that either record says something of, in the order of the catalogue of fields."""
    a, b = _said(tables, left), _said(tables, right)
    known = list(list_fields())
    fields = sorted({*a, *b}, key=lambda name: (known.index(name) if name in known else len(known), name))
    lines = [
        Line(name, a.get(name, ""), b.get(name, ""), how(name, a.get(name, ""), b.get(name, ""))) for name in fields
    ]
    born = _births(tables, left, right)
    return tuple(
        replace(one, how=born) if one.field == "born" and born and one.left and one.right else one for one in lines
    )


def _said(tables: Tables, key: str) -> dict[str, str]:
    """Return what a list says of a mention by field; several columns of one field are shown one after the other."""
    found: dict[str, list[str]] = {}
    for one in tables.statements_of(key):
        found.setdefault(one.field or one.column, []).append(one.said)
    if found:
        return {name: " / ".join(said) for name, said in found.items()}
    row = tables.mention(key) or {}
    return {name: str(row[name]) for name in _IDENTITY if row.get(name) not in (None, "")}


def how(field: str, left: str, right: str) -> How:
    """Return how what two records say of one field compares."""
    if left and right:
        return compared(left, right, names=field in _NAMES)
    return "only" if left or right else "blank"


def _births(tables: Tables, left: str, right: str) -> How | None:
    """Return how two dates of birth compare by their outer bounds; None where one has none."""
    (a, b), (c, d) = (_born(tables, key) for key in (left, right))
    if a is None or b is None or c is None or d is None:
        return None
    if (a, b) == (c, d):
        return "same"
    return "partly" if a <= d and c <= b else "differs"


def _born(tables: Tables, key: str) -> tuple[date | None, date | None]:
    row = tables.mention(key) or {}
    return row.get("born_first"), row.get("born_last")


def compared(a: str, b: str, *, names: bool = False) -> How:
    """Return how two texts compare, without case, accents and punctuation; of names the order of words does not count."""
    one, other = _words(a), _words(b)
    if one == other or (names and sorted(one) == sorted(other)):
        return "same"
    if names:
        return "partly" if {*one} & {*other} else "differs"
    short, long = sorted((one, other), key=len)
    within = any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))
    return "partly" if short and within else "differs"


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text)
    return _WORD.findall("".join(one for one in plain if not unicodedata.combining(one)).casefold())
