"""Which numbers are no quantities: names, dates, ages, marks of footnotes, telephones, house numbers."""

from __future__ import annotations

from typing import Final

from habeas.reading.numbers.ages import aged
from habeas.reading.numbers.dates import dated, is_year
from habeas.reading.numbers.labels import LABELS, label
from habeas.reading.numbers.line import DASHES, Line, Numeral

_LARGEST: Final = 10_000
_DIGITS: Final = 3
_NEAR: Final = 4
_LONGEST: Final = 4
_LISTED: Final = 1000
_POSTAL: Final = 5
_STREET: Final = 3
_SLASHED_SIGNS: Final = frozenset(("s", "b"))
"""Before a slash these are signs of money: S/ 40, B/. 40."""


def left_out(line: Line, found: list[Numeral], *, listed: bool) -> list[Numeral]:
    """Return the numbers that are quantities. ``listed``: the sentence opens a list item or a note, whose own number is none."""
    kept: list[Numeral] = []
    gone, plural = -1, False
    for one in found:
        joined = gone >= 0 and _continues(line, gone, one, plural=plural)
        named = label(line, one) if one.digits and one.form != "money" else 0
        if one.form != "money" and (joined or named or _no_quantity(line, one, kept, listed=listed)):
            # A list goes on after names and days, not after years.
            listable = bool(named) or joined or not is_year(line.said(one.first))
            gone, plural = (one.last if listable else -1), named == LABELS or (joined and plural)
        else:
            gone = -1
            kept.append(one)
    return kept


def _continues(line: Line, gone: int, one: Numeral, *, plural: bool) -> bool:
    """Tell whether a number goes on with a list of names or days that were left out: articles 3, 5 and 7."""
    if not line.plain(one) or line.is_in(one.last, "counted"):
        return False
    if gone == one.first:
        return True
    between = [at for at in range(gone, one.first) if not line.is_in(at, "articles") or line.is_in(at, "list_joints")]
    if len(between) != 1:
        return False
    if line.low(between[0]) in (*DASHES, "/"):
        return line.glued(gone)
    return line.is_in(between[0], "list_joints" if plural else "list_last") and one.value < _LARGEST


def _no_quantity(line: Line, one: Numeral, kept: list[Numeral], *, listed: bool) -> bool:
    if line.at("points", one.last) is not None or _repeated(line, one, kept) or aged(line, one):
        return True
    if not one.digits:
        return False
    if _marked(line, one) or _telephone(line, one) or _street(line, one):
        return True
    if listed and one.first <= 1 and _opens(line, one):
        return True
    return one.scale == 1 and line.at("percent", one.last) is None and dated(line, one)


def _repeated(line: Line, one: Numeral, kept: list[Numeral]) -> bool:
    """Tell a number said twice: doce (12), 10,000 (ten thousand)."""
    if line.low(one.first - 1) != "(" or line.low(one.last) != ")" or not kept:
        return False
    return kept[-1].last == one.first - 1 and kept[-1].value == one.value


def _marked(line: Line, one: Numeral) -> bool:
    """Tell figures in marks that make them something else: [12], 24/7, 10:30, 235(2), 13° N, +503."""
    before, after = line.low(one.first - 1), line.low(one.last)
    if before == "[" and after == "]":
        return True
    tied = line.glued(one.last) and line.glued(one.last + 1)
    if after in ("/", ":") and tied and _short(line, one.first) and _short(line, one.last + 1):
        return True
    tied = line.glued(one.first) and line.glued(one.first - 1)
    if before in ("/", ":", "(") and tied and _short(line, one.first) and line.said(one.first - 2)[-1:].isdigit():
        return True
    if before == "/" and line.glued(one.first) and line.said(one.first - 2).isalpha():
        return line.low(one.first - 2) not in _SLASHED_SIGNS
    if before == "+":
        return len(line.said(one.first)) >= _DIGITS or line.said(one.first + 1).isdigit()
    if after == "-" and line.glued(one.last + 1) and line.said(one.last + 1).isupper():
        return len(line.said(one.last + 1)) == 1  # 11-S
    return after in ("°", "º")


def _short(line: Line, index: int) -> bool:
    """Tell whether digits may be a part of a date, a time or a reference; a rate is written 23.5/100,000."""
    said = line.said(index)
    return said.isdigit() and len(said) <= _LONGEST


def _opens(line: Line, one: Numeral) -> bool:
    """Tell the number of a list item, a heading or a note from a figure at the beginning."""
    if not line.plain(one) or one.value >= _LISTED:
        return False
    if one.first == 1 and line.low(0) not in ("(", "["):
        return False
    if line.low(one.last) not in (".", ")", "]", *DASHES):
        return False
    return not line.glued(one.last + 1)


def _telephone(line: Line, one: Numeral) -> bool:
    """Tell a telephone number: after a word for it, of three groups with dashes, or beside a group that begins with a nought: 555-0199."""
    near = range(max(0, one.first - _NEAR), one.first)
    if any(line.is_in(at, "phones") for at in near) and line.plain(one) and len(line.said(one.first)) >= _DIGITS:
        return not line.is_in(one.last, "counted")
    for step, at in ((-1, one.first - 1), (1, one.last)):
        said = line.said(at + step)
        if said[:1] == "0" and len(said) > 1 and _dashed(line, at, step):
            return True
    return _dashed(line, one.first - 1, -1) + _dashed(line, one.last, 1) >= 2


def _dashed(line: Line, at: int, step: int) -> int:
    """Count the groups of digits that are joined by dashes on one side of a figure."""
    count = 0
    while line.low(at) in (*DASHES, ".") and line.said(at + step).isdigit() and line.glued(at + (step < 0)):
        count, at = count + 1, at + 2 * step
    return count


def _street(line: Line, one: Numeral) -> bool:
    """Tell the number of a house or of a post town: 14 Main Street, calle Mayor 14, IL 60604."""
    if line.plain(one) and len(line.said(one.first)) == _POSTAL and line.low(one.first - 2) == ",":
        state = line.said(one.first - 1)
        if len(state) == 2 and state.isupper():
            return True
    step, at = (1, one.last) if line.lang == "en" else (-1, one.first - 1)
    if line.lang == "es" and line.low(at) == ",":
        at -= 1
    for _ in range(_STREET):
        if line.low(at) == "." and len(line.low(at - 1)) == 1:
            at += step
        if line.is_in(at, "streets"):
            return line.lang == "es" or line.said(at)[:1].isupper()
        if not line.said(at)[:1].isupper():
            return False
        at += step
    return False
