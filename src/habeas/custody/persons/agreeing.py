"""Whether what two rows say of one field can both be true. Two values are rivals only where they cannot.

Words agree where they are the same but for case, accents and punctuation, where one says the same and more (``Ana Paz``, ``Ana María Paz
Rivas``), where one is the other's initials (``J.`` and ``Juan``, ``PNC`` and ``Policía Nacional Civil``). Times agree where their outer days
overlap, ages where one date of birth fits both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from habeas.custody.persons.catalogue import FieldAbout, fillers
from habeas.custody.persons.model import FieldState, FieldStatus, Value
from habeas.custody.persons.rows import Told

_WORD: Final = re.compile(r"[a-z0-9]+")
_SMALL: Final = frozenset(
    ["de", "del", "la", "las", "el", "los", "y", "e", "of", "the", "and", "for", "para", "por", "en"]
)


@lru_cache(maxsize=1 << 17)
def folded(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case without accents and signs."""
    return tuple(_WORD.findall(anyascii(text).lower()))


def unknown(text: str) -> bool:
    """Whether a text says only that a thing is not known."""
    return " ".join(folded(text)) in fillers()


def blank(text: str) -> bool:
    """Whether a text stands where nothing is said: ``N/A``, ``no``, ``-``. A question mark asks when, of something that is said to have been."""
    return unknown(text) and "?" not in text


@lru_cache(maxsize=1 << 17)
def same_words(one: str, other: str) -> bool:
    """Whether two texts can mean one thing, or one says the same as the other and more."""
    left, right = folded(one), folded(other)
    if left == right or not left or not right:
        return True
    short, long = sorted((left, right), key=len)
    return _within(short, list(long)) or _initials(short, long)


def _within(short: Sequence[str], long: list[str]) -> bool:
    for word in short:
        found = word if word in long else next((one for one in long if len(word) == 1 and one.startswith(word)), None)
        if found is None:
            found = next((one for one in long if len(one) == 1 and word.startswith(one)), None)
        if found is None:
            return False
        long.remove(found)
    return True


def _initials(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether a single word is made of the first letters of the words of the other."""
    if len(short) != 1 or len(short[0]) < 2:
        return False
    letters = "".join(one[0] for one in long if one not in _SMALL)
    return short[0] == letters and len(letters) > 1


def judged(about: FieldAbout, told: Sequence[Told]) -> FieldState:
    """Return what rows say of a field: known, disputed with its rivals, or unclear."""
    values = tuple(one.value for one in told)
    clear = [n for n, one in enumerate(told) if readable(about, one)]
    if not clear:
        return FieldState(status="unclear", values=values)
    groups = () if about.many or len(clear) == 1 else _groups(about, told, clear)
    if len(groups) > 1:
        return FieldState(status="disputed", values=values, rivals=groups)
    return FieldState(status="known", values=values)


def status_of(about: FieldAbout, told: Sequence[Told]) -> FieldStatus:
    """Return only how a field stands, ``missing`` where no row says anything."""
    return judged(about, told).status if told else "missing"


def readable(about: FieldAbout, one: Told) -> bool:
    """Whether a row says something of a field that can be understood."""
    if about.type == "time":
        return one.value.when is not None and one.value.when.outer != (None, None)
    if about.id in {"age", "sex", "document"} and one.plain is not None:
        return one.plain != ()
    return not unknown(one.value.said)


def _groups(about: FieldAbout, told: Sequence[Told], clear: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Return which values agree, one group for each that agrees with none of the groups before it; the most exact first.

    A vague value that agrees with two rivals is in the groups of both.
    """
    if len({_same(about, told[n]) for n in clear}) == 1:
        return (tuple(clear),)
    heads: list[int] = []
    for n in sorted(clear, key=lambda n: (_width(about, told[n]), n)):
        if not any(agree(about, told[n], told[head]) for head in heads):
            heads.append(n)
    if len(heads) == 1:
        return (tuple(clear),)
    return tuple(tuple(n for n in clear if agree(about, told[n], told[head])) for head in sorted(heads))


def _same(about: FieldAbout, one: Told) -> object:
    return (
        one.value.when.outer
        if about.type == "time" and one.value.when
        else one.plain or one.value.place or folded(one.value.said)
    )


def _width(about: FieldAbout, one: Told) -> float:
    """Return how vague a value is: days of a time, the fewer words the vaguer a text."""
    if about.type == "time" and one.value.when is not None:
        first, last = one.value.when.outer
        return (last - first).days if first and last else float("inf")
    return -len(folded(one.value.said))


def agree(about: FieldAbout, one: Told, other: Told) -> bool:
    """Whether two values of a field can both be true."""
    if about.type == "time" and one.value.when and other.value.when:
        return meet(one.value.when.outer, other.value.when.outer)
    if one.plain and other.plain:
        return _ages_agree(one.plain, other.plain) if about.id == "age" else one.plain == other.plain
    if one.value.place and one.value.place == other.value.place:
        return True
    return same_words(one.value.said, other.value.said)


def meet(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    """Whether two ranges of days have a day in common; None is a side without a limit."""
    first = max((day for day in (one[0], other[0]) if day), default=None)
    last = min((day for day in (one[1], other[1]) if day), default=None)
    return first is None or last is None or first <= last


def _ages_agree(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether one date of birth fits two ages, each with the day for which it was stated; always where a day is not known."""
    ranges = []
    for low, high, on in (one, other):
        if not isinstance(on, date):
            return True
        oldest = on.toordinal() - int(365.25 * ((int(str(high)) if high is not None else 150) + 1)) - 1
        youngest = on.toordinal() - int(365.25 * (int(str(low)) if low is not None else 0)) + 1
        ranges.append((oldest, youngest))
    return max(ranges[0][0], ranges[1][0]) <= min(ranges[0][1], ranges[1][1])


def first_value(values: Sequence[Value]) -> str | None:
    """Return the first value that says something."""
    return next((one.said for one in values if not unknown(one.said)), None)
