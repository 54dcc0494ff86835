"""Money: which currency a sign or a word means, by the country a text is about where they do not say."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from habeas.reading.model import Document
from habeas.reading.numbers.lexicon import Phrases, phrase
from habeas.reading.numbers.line import Line, Numeral
from habeas.words import Lang

_LAST: Final = ("lakhs", "pesos_unnamed")
"""Words that tell of money, but of no country."""
_NAMELESS: Final = "-"
_DEFAULT: Final = "default"
_UNKNOWN: Final = "?"
_LONGEST_SIGN: Final = 4


@dataclass(frozen=True, slots=True)
class _Money:
    signs: Mapping[str, str]
    local: Mapping[str, Mapping[str, str]]
    dollar: Mapping[Lang, Mapping[str, str]]
    words: Phrases
    codes: frozenset[str]
    by_country: Mapping[str, Mapping[str, str]]
    countries: Mapping[str, str]
    peoples: frozenset[str]


@cache
def _money() -> _Money:
    given: dict[str, Any] = tomllib.loads(
        (resources.files("habeas.reading.numbers") / "money.toml").read_text(encoding="utf-8")
    )
    named: dict[str, dict[str, str]] = {"peso": given["pesos"], **given["by_country"]}
    words: dict[tuple[str, ...], str] = {phrase(word): code for word, code in given["words"].items()}
    codes = frozenset(given["codes"]["listed"].split())
    words |= {(plural,): f"?{word}" for word in named for plural in (word, f"{word}s", f"{word}es")}
    return _Money(
        signs={**given["signs"], **{code: code for code in codes}},
        local=given["local"],
        dollar={"en": given["dollar"], "es": {**given["dollar"], **given["dollar_in_spanish"]}},
        words=Phrases(words),
        codes=codes,
        by_country=named,
        peoples=frozenset(given["peoples"]["words"].split()),
        countries={word: country for country, listed in given["countries"].items() for word in listed.split()},
    )


def countries(document: Document) -> tuple[str, ...]:
    """Return the countries a text names, the most named first."""
    known = _money().countries
    seen = Counter(known[token.low] for one in document.sentences for token in one.tokens if token.low in known)
    return tuple(country for country, _ in sorted(seen.items(), key=lambda pair: (pair[0] in _LAST, -pair[1])))


def signs(line: Line, index: int) -> tuple[int, str] | None:
    """Return where the currency sign before a figure begins, and the sign as written."""
    known = _money()
    end = index
    for first in range(max(0, index - _LONGEST_SIGN), index):
        gaps = [line.glued(at) for at in range(first + 1, end)]
        if all(gaps):
            said = line.text[line.tokens[first].start : line.tokens[end - 1].end]
            local = known.local.get(said, {})
            if said in known.signs or said == "$" or any(one in local for one in line.where):
                return first, said
    return None


def _cut_off(line: Line) -> tuple[int, str] | None:
    """Return the sign that the point of an abbreviation cut off from its figure: S/. 40."""
    start = line.tokens[0].start
    words = line.text[max(0, start - 8) : start].split()
    known = _money()
    if words and words[-1].endswith(".") and (words[-1] in known.signs or words[-1] in known.local):
        return 0, words[-1]
    return None


def names_currency(line: Line, index: int) -> bool:
    """Tell whether a word names a currency: euros, dólares, COP."""
    return _currency(line, index) is not None


def _currency(line: Line, index: int) -> tuple[int, str] | None:
    """Return the index after the name or the code of a currency that begins at a word, and its code."""
    known = _money()
    if line.said(index) in known.codes:
        return index + 1, line.said(index)
    hit: tuple[int, str] | None = known.words.at(line.lows, index)
    return hit


def money(line: Line, found: Numeral) -> None:
    """Make a number an amount of money where a sign stands before it or a currency after it."""
    sign = signs(line, found.first)
    if found.first == 0 and sign is None:
        sign = _cut_off(line)
    if sign is not None:
        found.form, found.currency = "money", _signed(line, sign[1])
        found.lead = min(found.lead, sign[0])
    named = _named(line, found)
    if named is not None:
        end, code = named
        if code == _NAMELESS:
            found.currency = None
        elif code.startswith(_UNKNOWN):
            national, end = _national(line, code[1:], end)
            found.currency = national or found.currency
        else:
            found.currency = code
        found.form, found.tail = "money", max(found.tail, end)


def _named(line: Line, found: Numeral) -> tuple[int, str] | None:
    """Return the index after the name of a currency that follows a number, and its code: 6 millones de dólares, 5 million USD."""
    last = found.last
    if last - 1 > found.first and names_currency(line, last - 1):
        last -= 1  # 45 mdp: a scale with its currency
    if line.low(last) == "de":
        last += 1
    named = _currency(line, last)
    if named is None and (line.low(last) in ("us", "u.s.", "-") or line.low(last) in _money().countries):
        last += 1
        named = _currency(line, last)
    if named is None and line.lang == "en" and line.said(last)[:1].isupper():
        national = _currency(line, last + 1)
        return None if national is None else (national[0], _NAMELESS)  # Namibian dollars
    if named is None or (last == found.last and line.low(last) in _money().peoples):
        return None
    weighed = line.low(named[0] - 1) == "pounds" and line.low(named[0]) == "of"
    return None if weighed else named


def _signed(line: Line, sign: str) -> str | None:
    """Return the currency of a sign; in English a dollar is one of the United States even where Mexico is named most."""
    known = _money()
    if sign in known.local:
        local = next((known.local[sign][one] for one in line.where if one in known.local[sign]), None)
        return local or known.signs.get(sign)
    if sign != "$":
        return known.signs[sign]
    first = line.where[0] if line.where else ""
    unnamed = not line.where or "pesos_unnamed" in line.where
    if line.lang == "es" and unnamed and first not in known.dollar[line.lang]:
        return None  # in Spanish the sign is that of every peso too: without a country nobody can tell
    return known.dollar[line.lang].get(first, "USD")


def _national(line: Line, word: str, end: int) -> tuple[str | None, int]:
    """Return the currency of "pesos colombianos" and "Egyptian pounds", or of pesos in a text about Colombia."""
    named = _money().by_country[word]
    for at, last in ((end, end + 1), (end - 2, end)):
        said = _money().countries.get(line.low(at), "")
        if said in named:
            return named[said], last
    common = named.get(_DEFAULT)
    if common is not None and word in ("dollar", "dolar"):
        return common, end  # "dollars" alone are those of the United States in most texts
    return next((named[one] for one in line.where if one in named), common), end
