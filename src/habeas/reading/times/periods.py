"""Parts of years and months: halves, quarters, ends and beginnings, the year so far."""

from __future__ import annotations

import re
from typing import Final

from habeas.reading.times.calendar import iso, parts
from habeas.reading.times.meaning import Meant, Resolver, Teller, number_of, same
from habeas.reading.times.points import point
from habeas.reading.times.relative import unit_of


def _ytd(match: re.Match[str], teller: Teller) -> Meant | None:
    year = match["year"] if "year" in match.re.groupindex else None
    told = int(year) if year else (int(teller.reference.published[:4]) if teller.reference.published else None)
    if told is None:
        return None
    published = teller.reference.published
    if not published or parts(published)[0] != told:
        return same(iso(told))
    return Meant(iso(told, 1), published, "span")


def _began(match: re.Match[str], teller: Teller) -> Meant | None:  # noqa: ARG001 - one shape for all forms
    year = teller.reference.year
    return same(iso(year, 1), sure=False) if year else None


def _year_end(match: re.Match[str], teller: Teller) -> Meant | None:
    if match["y"]:
        return same(iso(int(match["y"]), 12))
    year = teller.reference.report_year or _past_december(teller)
    return same(iso(year, 12), sure=False) if year else None


def _past_december(teller: Teller) -> int | None:
    if teller.anchor is not None:
        return parts(teller.anchor)[0]
    return teller.reference.month_year(12, 31)


def which_year(match: re.Match[str], teller: Teller) -> int | None:
    """Return the year that "the", "this", "last" year or a figure means; None where nothing is said."""
    groups = match.groupdict()
    if groups.get("y"):
        return int(groups["y"])
    which, post = groups.get("which") or "", groups.get("post") or ""
    year = teller.reference.year
    if year is None:
        return None
    if which in ("last", "pasado", "el pasado") or post in ("pasado", "ultimo"):
        return year - 1
    if post in ("anterior", "previo") or which in ("the previous", "the preceding", "the prior"):
        return (teller.the_year() or year) - 1
    if which in ("next", "proximo") or post in ("siguiente", "proximo"):
        return year + 1
    if which in ("this", "este", "presente", "el presente", "the current") or post == "en curso":
        return year
    return teller.the_year()


def _ended(match: re.Match[str], teller: Teller) -> Meant | None:
    groups = match.groupdict()
    first = match["way"][:3] in ("beg", "sta", "ope", "ent", "emp", "ini", "com", "arr")
    if groups["m"]:
        return point(groups["m"], teller)
    if groups["y"]:
        year: int | None = int(groups["y"])
    elif groups["which"] == "last" or groups.get("post"):
        year = teller.reference.year - 1 if teller.reference.year else None
    elif first or teller.reference.report_year:
        year = teller.reference.year
    else:
        year = teller.reference.month_year(12, 31)
    return same(iso(year, 1 if first else 12), sure=False) if year else None


def _block(match: re.Match[str], teller: Teller) -> Meant | None:
    groups = match.groupdict()
    size = teller.lex.blocks[match["block"]]
    number = teller.lex.ordinals[match["ord"]]
    count = 12 // size
    number = count if number == 9 else number
    if number > count:
        return None
    named = groups.get("y") or groups.get("which") or groups.get("post") or groups.get("year")
    if not named and match["block"] in ("half", "mitad"):
        return None
    year = which_year(match, teller) if named else teller.reference.month_year(number * size, 28)
    if year is None:
        return None
    return Meant(iso(year, (number - 1) * size + 1), iso(year, number * size), "span", groups.get("y") is not None)


def _months(match: re.Match[str], teller: Teller) -> Meant | None:
    year = which_year(match, teller)
    count = number_of(match["n"] or match.groupdict().get("n2") or "", teller)
    if year is None or not count:
        return None
    unit = match["unit"]
    months = (
        count
        if unit in ("months", "meses")
        else 3 * count
        if unit in ("quarters", "trimestres")
        else max(1, count // 4)
    )
    named = match.groupdict().get("y") is not None
    if (
        not named
        and teller.reference.report_year is None
        and iso(year, min(12, months)) > (teller.reference.month or "9999")
    ):
        year -= 1
    return Meant(iso(year, 1), iso(year, min(12, months)), "span", named)


def _part(match: re.Match[str], teller: Teller) -> Meant | None:
    where = teller.lex.parts[match["part"]]
    named = match["point"]
    if named:
        base = point(named, teller)
        if base is None or base.low is None:
            return None
        year, month, day = parts(base.low)
        sure = base.sure
        if day is not None:
            return base
    else:
        sure = False
        if match["unit"] in ("month", "mes"):
            post = match.groupdict().get("post") or ""
            bare = match["which"] in (None, "", "the", "el") and not post
            return unit_of("mes", "este" if bare else match["which"] or "", post, teller)
        told = which_year(match, teller)
        if told is None:
            return None
        bare = (match["which"] or "") in ("", "the", "el") and not match.groupdict().get("post")
        if bare and where == "last" and teller.reference.report_year is None:
            told = _past_december(teller) or told
        year, month = told, None
    if month is None and match["part"] in ("early", "late"):
        return same(iso(year), sure=sure)
    if month is None:
        month = {"first": 1, "mid": 6, "last": 12}[where]
    return same(iso(year, month), sure=sure)


FORMS: Final[dict[str, Resolver]] = {
    "ytd": _ytd,
    "began": _began,
    "year_end": _year_end,
    "ended": _ended,
    "block": _block,
    "months": _months,
    "part": _part,
}
