"""Figures that are ages of persons, not durations: a 24-year-old, John Doe, 34, de 34 años, menores de 18."""

from __future__ import annotations

from typing import Final

from habeas.reading.numbers.line import DASHES, Line, Numeral

_OLDEST: Final = 110
_YOUNGEST: Final = 10
_ADULT: Final = 13
_LOOK_BACK: Final = 5


def aged(line: Line, one: Numeral) -> bool:
    """Tell whether a number is an age."""
    if one.value > _OLDEST or one.vague or line.at("percent", one.last) is not None:
        return False
    return (
        _with_word(line, one)
        or _between_commas(line, one)
        or (_of_person(line, one) if line.lang == "es" else _bounded(line, one))
    )


def _with_word(line: Line, one: Numeral) -> bool:
    """Tell "24-year-old", "34 years old" and "aged between 15 and 17"."""
    for skip in (0, 1):
        if line.at("age_after", one.last + skip) is not None and (skip == 0 or line.low(one.last) == "-"):
            return True
    paired = line.is_in(one.last, "age_joints") or line.low(one.last) in DASHES
    if paired and line.said(one.last + 1).isdigit() and line.at("age_after", one.last + 2) is not None:
        return True
    for at in range(one.first - 1, max(-1, one.first - 1 - _LOOK_BACK), -1):
        if line.is_in(at, "ages_before"):
            return True
        if not (line.is_in(at, "age_fill") or line.low(at) in DASHES or line.said(at).isdigit()):
            break
    return False


def _between_commas(line: Line, one: Numeral) -> bool:
    """Tell "Juan Perez, 34, murió": a name of two words, a title or a person before; also "Ms. Jones (38)"."""
    if not one.digits or one.value < _YOUNGEST or line.low(one.last) not in (",", ";", ")"):
        return False
    after = line.low(one.last + 1)
    if line.low(one.first - 1) in ("then", "now", "entonces") and line.low(one.first - 2) == ",":
        return True
    if line.low(one.first - 1) == "," and line.low(one.last) == "," and after in ("who", "quien"):
        return True
    at = one.first - 2
    if line.low(at) == "." and len(line.said(at - 1)) == 1:
        at -= 1  # Juan P., 34
    titled = line.is_in(at - 1, "titles") or (line.low(at - 1) == "." and line.is_in(at - 2, "titles"))
    if line.low(one.first - 1) != ",":
        return line.low(one.first - 1) == "(" and titled
    if titled or line.is_in(at, "aged_one"):
        return True
    named = [line.said(at - 1), line.said(at)]
    return all(word[:1].isupper() and (not word.isupper() or len(word) == 1) and word.isalpha() for word in named)


def _of_person(line: Line, one: Numeral) -> bool:
    """Tell, in Spanish, "de 34 años", "menores de 18" and "tiene 34 años" from a sentence of 34 years."""
    before = one.first - 1
    closes = not line.said(one.last)[:1].isalpha() or line.is_in(one.last, "age_follows")
    if line.is_in(before, "age_of") and line.is_in(before - 1, "age_people"):
        return closes and not line.is_in(before - 2, "not_ages")
    who = before
    while line.is_in(who, "age_fill") or line.said(who).isdigit():
        who -= 1
    person = who < before and _person(line, who)
    ahead = one.last
    if line.is_in(ahead, "age_joints"):
        other = ahead + 1 + line.is_in(ahead + 1, "articles")
        ahead = other + 1 if line.said(other).isdigit() else ahead
    if not line.is_in(ahead, "years"):
        return line.is_in(before, "age_of") and _of_one(line, one, who, closes=closes)
    if person or (line.low(ahead + 1) == "de" and line.low(ahead + 2) == "edad"):
        return True
    return line.low(ahead + 1) not in ("de", "mas", "en", "por") and _years_old(line, one, who)


def _person(line: Line, who: int) -> bool:
    """Tell a person whose age follows: a migrant of 41, a Salvadoran migrant of 41; not "the prisoners have been more than"."""
    if line.is_in(who, "aged_one"):
        return line.low(who + 1) not in ("mas", "menos")
    return line.low(who + 1) == "de" and line.is_in(who - 1, "aged_one") and line.said(who).islower()


def _of_one(line: Line, one: Numeral, who: int, *, closes: bool) -> bool:
    """Tell, without the word years, "su hijo de 34," and "su hijo, de 34."."""
    before = one.first - 1
    if not one.digits or one.value <= _ADULT:
        return False
    if line.low(before - 1) == ",":
        named = line.is_in(before - 2, "aged_one") or line.said(before - 2)[:1].isupper()
        return named and line.plain(one) and not line.said(one.last)[:1].isalnum()
    return who == before - 1 and line.is_in(who, "aged_one") and closes


def _years_old(line: Line, one: Numeral, who: int) -> bool:
    """Tell ages with the word years: tienen entre 18 y 30 años, entre los 31 y 40 años, a sus 34 años."""
    before = one.first - 1
    if who < before and line.is_in(who, "age_groups"):
        return True
    fill = line.lows[who + 1 : one.first]
    if "los" in fill and ("entre" in fill or fill[:2] == ("los", "de")):
        return True
    if line.is_in(before, "age_of"):
        return line.low(before - 1) == ","
    if line.is_in(before, "age_lead"):
        return line.low(before - 1) == "a"
    return line.is_in(before, "having") and line.low(before - 1) != ","


def _bounded(line: Line, one: Numeral) -> bool:
    """Tell, in English, "children under 18", "under the age of 18" and "65 and older"."""
    before = one.first - 1
    if line.is_in(before, "age_of") and line.is_in(before - 1, "age_words"):
        return True
    if line.is_in(before, "age_of") and line.is_in(before - 1, "aged_one"):
        return not line.said(one.last).isalpha() or line.is_in(one.last, "age_follows")
    if line.is_in(before, "age_sides") and line.is_in(before - 1, "age_people"):
        return not line.said(one.last).isalpha() or line.is_in(one.last, "age_follows")
    if line.is_in(one.last, "age_joints") and line.is_in(one.last + 1, "age_than"):
        return True
    return line.low(before) == "than" and line.is_in(before - 1, "age_than")
