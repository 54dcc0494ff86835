"""Figures that are no quantity: years, days and clock times, ages, numbers of laws, pages, streets and telephones, names."""

from __future__ import annotations

import re
from typing import Final

from habeas.reading.numbers.line import Line, Numeral

_DAYS: Final = 31
_MARKS: Final = frozenset((".", "º", "°", "ª", "#", "o"))
_YEARS: Final = range(1500, 2100)
_MODERN: Final = 1900
_OLDEST: Final = 110
_YOUNGEST: Final = 10
_LIST: Final = frozenset((",", "and", "to", "-", "–", "y", "al", "a", "or", "o", "e", "&", "/", "through", "until"))
_SPAN: Final = _LIST - {",", "/"}
_HELD: Final = frozenset("inmate prisoner detainee interno recluso preso detenido".split())
_EACH: Final = frozenset("each every per a an one cada por un una".split())
_AGE_FILL: Final = frozenset("between from and to - – or of over under above at about around entre y a".split())
_DASHES: Final = frozenset(("-", "–", "‑", "—", "/"))


def left_out(line: Line, found: list[Numeral], *, listed: bool) -> list[Numeral]:
    """Return the numbers that are quantities. ``listed``: the sentence opens a list item or a note, whose own number is none."""
    kept: list[Numeral] = []
    gone = -1
    plural = False
    for one in found:
        if one.form == "money":
            gone = -1
            kept.append(one)
            continue
        joined = gone >= 0 and _continues(line, gone, one, plural=plural)
        label = _label(line, one) if one.digits else 0
        if joined or label or _no_quantity(line, one, listed=listed, kept=kept):
            # A list goes on after names and days, not after years.
            listable = label or joined or not _is_year(line.said(one.first))
            gone, plural = (one.last if listable else -1), label == 2 or (joined and plural)
        else:
            gone = -1
            kept.append(one)
    return kept


def _continues(line: Line, gone: int, one: Numeral, *, plural: bool) -> bool:
    """Tell whether a number goes on with a list of names or days that were left out: articles 3, 5 and 7."""
    if not one.digits or one.scale != 1 or line.is_in(one.last, "counted") or not line.said(one.first).isdigit():
        return False
    if gone == one.first and one.value.to_integral_value() == one.value:
        return True
    between = [word for word in line.lows[gone : one.first] if word not in line.words.sets["articles"]]
    if len(between) != 1:
        return False
    if between[0] in ("-", "–", "/", "‑"):
        return line.glued(gone)
    return between[0] in (_LIST if plural else _SPAN) and one.value < 10_000


def _label(line: Line, one: Numeral) -> int:
    """Return 1 where a word before the figure makes it a name (Article 19), 2 where the word is a plural; else 0."""
    at = one.first - 1
    marks = 0
    while line.low(at) in _MARKS and marks < 2 and line.low(at) not in line.words.sets["labels"]:
        at, marks = at - 1, marks + 1
    low = line.low(at)
    if marks:
        if line.low(one.first - 1) == "." and line.glued(one.first) and not line.glued(one.first - 1):
            return 0
        if (
            low not in line.words.sets["abbreviated"]
            and line.low(one.first - 1) != "#"
            and low not in line.words.sets["acts"]
        ):
            return 0
        return 2 if low in line.words.sets["plural_labels"] else 1
    if low == "no":
        return int(line.lang == "en" and line.said(at) == "No" and at > 0)
    if line.is_in(at - 1, "acts") and low.isalpha() and not line.is_in(one.last, "counted") and one.scale == 1:
        return int(line.said(at)[:1].isupper() or line.lang == "es" and line.said(one.first).isdigit())
    if low in line.words.sets["labels"]:
        if line.is_in(one.last, "counted"):
            return 0
        if low in _HELD and len(line.said(one.first)) < 3:
            return 0
        return 2 if low in line.words.sets["plural_labels"] else 1
    if (
        low in line.words.sets["names"]
        and (one.value < 10_000 or line.said(one.first).isdigit())
        and not line.is_in(one.last, "counted")
    ):
        capital = line.said(at)[:1].isupper()
        ends = (
            not line.said(one.last)[:1].isalpha() and line.said(one.first).isdigit() and line.low(at - 1) not in _EACH
        )
        return int(
            capital
            or ends
            or (line.lang == "es" and one.scale == 1 and low not in ("caso", "grupo") and line.low(at - 1) not in _EACH)
        )
    if (
        one.value < 10
        and at > 0
        and len(line.said(one.first)) == 1
        and line.said(at)[:1].isupper()
        and line.said(at).isalpha()
    ):
        # Prisons are numbered: Santiago 1, Izalco 2.
        return int(
            not line.said(one.last)[:1].isalpha()
            or line.low(one.last) in ("and", "y", "or", "o", "in", "en", "de", "is", "was", "es", "donde", "where")
        )
    return 0


def _no_quantity(line: Line, one: Numeral, *, listed: bool, kept: list[Numeral]) -> bool:
    if line.at("points", one.last) is not None or _repeated(line, one, kept):
        return True
    if _age(line, one):
        return True
    if not one.digits:
        return False
    return (
        _marked(line, one)
        or (listed and one.first <= 1 and _opens(line, one))
        or _telephone(line, one)
        or _street(line, one)
        or (
            one.scale == 1
            and not line.at("percent", one.last)
            and (_date(line, one) or _year(line, one) or _clock(line, one))
        )
    )


def _repeated(line: Line, one: Numeral, kept: list[Numeral]) -> bool:
    """Tell a number said twice: doce (12), 10,000 (ten thousand)."""
    if line.low(one.first - 1) != "(" or line.low(one.last) != ")" or not kept:
        return False
    return kept[-1].last == one.first - 1 and kept[-1].value == one.value


def _marked(line: Line, one: Numeral) -> bool:
    """Tell figures in marks that make them something else: [12], 24/7, 10:30, 13° N."""
    before, after = line.low(one.first - 1), line.low(one.last)
    if before == "[" and after == "]":
        return True
    if (
        after in ("/", ":")
        and line.glued(one.last)
        and line.glued(one.last + 1)
        and line.said(one.last + 1)[:1].isdigit()
    ):
        return True
    if (
        before in ("/", ":")
        and line.glued(one.first)
        and line.glued(one.first - 1)
        and line.said(one.first - 2)[-1:].isdigit()
    ):
        return True
    if (
        before == "/"
        and line.glued(one.first)
        and line.said(one.first - 2).isalpha()
        and line.low(one.first - 2) not in ("s", "b")
    ):
        return True
    if before == "(" and line.glued(one.first - 1) and line.said(one.first - 2).isdigit():
        return True
    return after in ("°", "º") or (
        before == "+" and (len(line.said(one.first)) >= 3 or line.said(one.first + 1).isdigit())
    )


def _opens(line: Line, one: Numeral) -> bool:
    """Tell the number of a list item, a heading or a note from a figure at the beginning."""
    after = line.low(one.last)
    if one.first == 1 and line.low(0) not in ("(", "["):
        return False
    if after in (".", ")", "]", "-", "–"):
        return line.said(one.last + 1)[:1].isalpha() or one.last + 1 >= line.count
    return False


def _telephone(line: Line, one: Numeral) -> bool:
    near = line.lows[max(0, one.first - 4) : one.first]
    if (
        any(word in line.words.sets["phones"] for word in near)
        and one.scale == 1
        and line.said(one.first).isdigit()
        and len(line.said(one.first)) >= 3
        and not line.is_in(one.last, "counted")
    ):
        return True
    dashes = 0
    for step in (-1, 1):
        at = one.first - 1 if step < 0 else one.last
        while (
            line.low(at) in ("-", "‑", ".")
            and line.said(at + step).isdigit()
            and line.glued(at if step > 0 else at + 1)
        ):
            dashes, at = dashes + 1, at + 2 * step
    return dashes >= 2


def _street(line: Line, one: Numeral) -> bool:
    """Tell the number of a house: 14 Main Street, calle Mayor 14."""
    step, at = (1, one.last) if line.lang == "en" else (-1, one.first - 1)
    if line.lang == "es" and line.low(at) == ",":
        at -= 1
    for _ in range(3):
        if line.is_in(at, "streets"):
            return line.said(at)[:1].isupper() or line.lang == "es"
        if not line.said(at)[:1].isupper():
            return False
        at += step
    return False


def _date(line: Line, one: Numeral) -> bool:
    """Tell days of a month: 26 March, March 26, el 25 y el 27 de marzo, viernes 5."""
    if one.value > _DAYS or one.value != one.value.to_integral_value() or one.value < 1:
        return False
    if _month_after(line, one.last, 0):
        return True
    counted = line.is_in(one.last, "counted")
    before = line.low(one.first - 1)
    if line.is_in(one.last, "counts") and line.low(one.first - 2) in ("in", "en", "during", "durante"):
        return False
    if _month(line, one.first - 1) and not counted:
        return True
    if before == "." and _month(line, one.first - 2) and not counted:
        return True
    if (before in line.words.sets["weekdays"] or before == "dia") and not counted and line.low(one.last) != "de":
        return not line.said(one.last).isalpha() or line.lang == "es"
    if line.lang == "es" and before in ("el", "del", "al"):
        return _bare_day(line, one)
    return False


def _bare_day(line: Line, one: Numeral) -> bool:
    """Tell "el 25" (a day) from "el 25 por ciento": nothing follows that could be counted."""
    after = line.low(one.last)
    at = one.last + 1
    while line.is_in(at, "articles"):
        at += 1
    if line.said(at).isdigit() and (line.at("percent", at + 1) is not None or line.at("points", at + 1) is not None):
        return False
    return after in (",", ".", ";", ")", "", "y", "se", "fue", "al", "hasta", "pasado", "cuando") or (
        after == "de" and line.low(one.last + 1) in ("este", "ese", "cada", "dicho")
    )


def _month(line: Line, index: int) -> bool:
    if not line.is_in(index, "months"):
        return False
    return line.lang == "es" or line.said(index)[:1].isupper()


def _month_after(line: Line, index: int, depth: int) -> bool:
    """Tell whether a month follows, perhaps after further days."""
    if _month(line, index):
        # "In 12 May" is a day, "12 may have died" is not; Spanish needs "de".
        return True
    if line.is_in(index, "of_month") and _month(line, index + 1):
        return True
    if (
        line.is_in(index, "of_month")
        and line.low(index + 1) in ("este", "ese", "cada")
        and line.low(index + 2) == "mes"
    ):
        return True
    if depth >= 3 or not (line.is_in(index, "day_joints") or line.low(index) == ","):
        return False
    at = index + 1
    while line.is_in(at, "articles"):
        at += 1
    said = line.said(at)
    return said.isdigit() and 1 <= int(said[:9]) <= _DAYS and _month_after(line, at + 1, depth + 1)


def _year(line: Line, one: Numeral) -> bool:
    said = line.said(one.first)
    if one.last != one.first + 1 or not said.isdigit():
        return False
    before, after = line.low(one.first - 1), line.low(one.last)
    if len(said) == 2 and before in _DASHES and line.glued(one.first) and _is_year(line.said(one.first - 2)):
        return True
    if len(said) == 2 and before in ("'", "’"):
        return True
    if line.lang == "es" and before in ("anos", "decada") and one.value < 100 and after != "de":
        return True
    if not _is_year(said):
        return False
    counted = line.is_in(one.last, "counted")
    strong = (
        line.is_in(one.first - 1, "year_strong") or _month(line, one.first - 1) or line.said(one.first - 1).isdigit()
    )
    if counted:
        return strong or before == "the"
    if one.value < _MODERN:
        return strong or line.is_in(one.first - 1, "year_before")
    return not (
        line.words.before.before(line.lows, one.first)
        and before not in ("about", "around", "hasta", "over", "below", "above", "under", "near", "to")
    )


def _is_year(said: str) -> bool:
    return said.isdigit() and len(said) == 4 and int(said) in _YEARS


def _clock(line: Line, one: Numeral) -> bool:
    after = line.low(one.last)
    if after in line.words.sets["clock_after"] or (
        after in ("a", "p", "a.", "p.") and line.low(one.last + 2) in ("m", "m.")
    ):
        return True
    if line.lang == "en" and line.low(one.first - 1) == "at" and one.value < 24:
        return re.fullmatch(r"[0-9]{1,2}\.[0-5][0-9]", line.said(one.first)) is not None
    if line.lang == "en" or one.value > 24:
        return False
    if after == "de" and line.low(one.last + 1) == "la" and line.is_in(one.last + 2, "day_times"):
        return True
    if (
        line.before("clock_before", one.first) is None
        or line.is_in(one.last, "counted")
        or (after.endswith("as") and after != "horas")
    ):
        return False
    return after != "de" or line.low(one.last + 1) not in ("las", "los", "ellas", "ellos")


def _age(line: Line, one: Numeral) -> bool:
    if one.value > _OLDEST or one.vague or line.at("percent", one.last) is not None:
        return False
    if line.at("age_after", one.last) is not None or (
        line.low(one.last) == "-" and line.at("age_after", one.last + 1) is not None
    ):
        return True
    if line.low(one.last) in ("and", "or", "to", "-", "–") and line.at("age_after", one.last + 2) is not None:
        return True
    if _aged(line, one):
        return True
    if one.digits and one.value >= _YOUNGEST and _between_commas(line, one):
        return True
    return _spanish_age(line, one) if line.lang == "es" else _bounded_age(line, one)


def _aged(line: Line, one: Numeral) -> bool:
    """Tell "aged 34", "aged between 15 and 17", "de 15 a 17 años de edad"."""
    for at in range(one.first - 1, max(-1, one.first - 6), -1):
        if line.is_in(at, "ages_before"):
            return True
        if line.low(at) not in _AGE_FILL and not line.said(at).isdigit():
            return False
    return False


def _between_commas(line: Line, one: Numeral) -> bool:
    """Tell "Juan Perez, 34, murió"."""
    if line.low(one.first - 1) != "," or line.low(one.last) not in (",", ";", ")"):
        return False
    named = line.said(one.first - 2)
    if not named[:1].isupper() or named.isupper():
        return line.low(one.first - 2) in (
            "man",
            "woman",
            "hombre",
            "mujer",
            "joven",
            "inmate",
            "prisoner",
            "detainee",
            "recluso",
            "reo",
            "interno",
        )
    return one.first > 2 and line.said(one.first - 3)[:1].isupper()


def _spanish_age(line: Line, one: Numeral) -> bool:
    """Tell "de 34 años", "menores de 18" and "tiene 34 años" from a sentence of 34 years."""
    after, before = line.low(one.last), line.low(one.first - 1)
    if (
        before == "de"
        and line.low(one.first - 2) in line.words.sets["age_people"]
        and one.value < _OLDEST
        and line.low(one.first - 3) not in ("numero", "cantidad", "cifra", "es", "no", "plazo")
    ):
        return after in ("anos", "ano", ".", ",", ";", "", "y", "en", "que", "fueron", "estan", "a", "al")
    who = one.first - 1
    while line.low(who) in ("de", "entre", "y", "a", "unos", "unas", "los", "las") or line.said(who).isdigit():
        who -= 1
    person = line.low(who) in _PEOPLE and before in ("de", "entre", "y", "a", "los", "unos", "las")
    ahead = one.last + 2 if after in ("y", "a", "o") and line.said(one.last + 1).isdigit() else one.last
    if line.low(ahead) not in line.words.sets["years"]:
        ends = not line.said(one.last)[:1].isalpha() or after in ("y", "que", "esta", "estan", "fue", "murio", "en")
        return (
            person and before == "de" and line.low(one.first - 2) in _PEOPLE and ends and one.digits and one.value > 13
        )
    if person or line.low(ahead + 1) == "de" and line.low(ahead + 2) == "edad":
        return True
    if line.low(ahead + 1) in ("de", "mas", "en", "por"):
        return False
    if before == "de" and line.low(one.first - 2) == ",":
        return True
    if before in ("los", "sus", "su") and line.low(one.first - 2) == "a":
        return True
    return before in ("tiene", "tenia", "tienen", "tenian") and line.low(one.first - 2) != ","


_PEOPLE: Final = frozenset(
    """hombre mujer joven nino nina menor adolescente recluso reclusa interno interna preso presa reo persona detenido detenida
    hombres mujeres jovenes ninos ninas adolescentes anciano anciana hijo hija madre padre hermano estudiante obrero vendedor
    agricultor albanil pescador mecanico comerciante maestro maestra periodista privado libertad ciudadano muchacho muchacha
    senor senora victima paciente migrante""".split()
)


def _bounded_age(line: Line, one: Numeral) -> bool:
    """Tell "children under 18" and "between the ages of 18 and 25"."""
    before = line.low(one.first - 1)
    if line.low(one.first - 2) in ("age", "ages") and before == "of":
        return True
    if before in ("under", "over", "below", "above") and line.low(one.first - 2) in line.words.sets["age_people"]:
        return not line.said(one.last).isalpha() or line.low(one.last) in (
            "were",
            "are",
            "was",
            "is",
            "in",
            "and",
            "who",
            "held",
            "to",
        )
    if line.low(one.last) in ("or", "and") and line.low(one.last + 1) in ("older", "younger"):
        return True
    return before == "than" and line.low(one.first - 2) in ("older", "younger")
