"""Days, months and years, and the stretches between two of them."""

from __future__ import annotations

import re
from typing import Final

from habeas.reading.times.calendar import earliest, exists, iso, months_on, parts
from habeas.reading.times.meaning import Meant, Resolver, Teller, number_of, same


def point(words: str, teller: Teller, year: int | None = None) -> Meant | None:
    """Return the day, month or year that some words are; a missing year is that of the latest such month before publication."""
    found = _take_apart(words, teller)
    if found is None:
        return None
    told, month, day = found
    sure = told is not None
    if told is None:
        told = year
    if told is None and month is not None:
        told = teller.year_for(month, day)
    if told is None or not exists(told, month, day):
        return None if told is None or not exists(told, month, None) else same(iso(told, month), sure=sure)
    return same(iso(told, month, day), sure=sure)


def _take_apart(words: str, teller: Teller) -> tuple[int | None, int | None, int | None] | None:
    written = re.fullmatch(r"([0-9]{4}) ?- ?([0-9]{2}) ?- ?([0-9]{2})", words)
    if written:
        return int(written[1]), int(written[2]), int(written[3])
    figures = re.fullmatch(r"([0-9]{1,2})(?: / |\.| - )([0-9]{1,2})(?: / |\.| - )([0-9]{4})", words)
    if figures:
        return _figures(*(int(part) for part in figures.groups()), day_first=teller.numeric_day_first)
    year = month = day = None
    for word in words.split():
        name = word.removesuffix("'s")
        if name in teller.lex.months:
            month = teller.lex.months[name]
        elif re.fullmatch(r"[0-9]{4}", word):
            year = int(word)
        elif word == "primero":
            day = 1
        elif re.fullmatch(r"[0-9]{1,2}", word):
            day = int(word)
    return None if year is None and month is None else (year, month, day)


def _figures(first: int, second: int, year: int, *, day_first: bool) -> tuple[int | None, int | None, int | None]:
    if second > 12:
        return year, first, second
    if first > 12 or day_first or first == second:
        return year, second, first
    return year, None, None


def _point(match: re.Match[str], teller: Teller) -> Meant | None:
    return point(match["point"], teller)


def _fiscal(match: re.Match[str], teller: Teller) -> Meant | None:  # noqa: ARG001 - one shape for all forms
    last = match["last"]
    if last is None:
        return same(match["first"])
    return Meant(match["first"], match["first"][:2] + last if len(last) == 2 else last, "span")


def _split(match: re.Match[str], teller: Teller) -> Meant | None:  # noqa: ARG001 - one shape for all forms
    first, last = int(match["first"]), int(match["last"])
    if (first + 1) % 100 != last:
        return None
    return Meant(iso(first), iso(first + 1), "span")


def _quarter(match: re.Match[str], teller: Teller) -> Meant | None:
    number = int(match["q"])
    year = int(match["y"]) if match["y"] else teller.reference.month_year(number * 3, 28)
    return Meant(iso(year, number * 3 - 2), iso(year, number * 3), "span", match["y"] is not None) if year else None


_HOLIDAYS: Final = {"christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "new year's eve": (12, 31), "new year's day": (1, 1),
    "new year": (1, 1),
             "navidad": (12, 25), "nochebuena": (12, 24), "nochevieja": (12, 31), "ano nuevo": (1, 1)}  # fmt: skip


def _holiday(match: re.Match[str], teller: Teller) -> Meant | None:
    month, day = _HOLIDAYS[match["name"]]
    year = int(match["y"]) if match["y"] else teller.reference.month_year(month, day)
    return same(iso(year, month, day), sure=match["y"] is not None) if year else None


_SEASONS: Final = {
    "spring": 3,
    "summer": 6,
    "autumn": 9,
    "fall": 9,
    "winter": 12,
    "primavera": 3,
    "verano": 6,
    "otono": 9,
    "invierno": 12,
}


def _season(match: re.Match[str], teller: Teller) -> Meant | None:
    groups = match.groupdict()
    start = _SEASONS[groups["s"] or groups.get("s2") or ""]
    told = groups["y"] or groups.get("y2")
    year = int(told) if told else teller.reference.month_year(start)
    if year is None:
        return None
    low = iso(year, start)
    return Meant(low, months_on(low, 2), "on", told is not None)


def _decade(match: re.Match[str], teller: Teller) -> Meant | None:  # noqa: ARG001 - one shape for all forms
    year = int(match["y"])
    return Meant(iso(year), iso(year + 9), "span")


def _days(match: re.Match[str], teller: Teller) -> Meant | None:
    told = f"{match['m']} {match['y'] or ''}".strip()
    last = point(f"{match['d2']} {told}", teller)
    first = point(f"{match['d1']} {told}", teller, parts(last.high)[0] if last and last.high else None)
    if first is None or last is None or first.low is None or last.high is None or first.low > last.high:
        return None
    return Meant(first.low, last.high, "span", last.sure)


def _range(match: re.Match[str], teller: Teller) -> Meant | None:
    a, b, joint = match["a"], match["b"], match["sep"].strip()
    first, last = _take_apart(a, teller), _take_apart(b, teller)
    if first is None or last is None or not _is_range(match, first, last, joint):
        return None
    if first[1] is None and last[1] is not None and first[0] is None:
        return None
    end = point(b, teller, _year_after(first, last) or _said_year(match["ry"], teller) or _running(first, last, teller))
    if end is None or end.high is None:
        return None
    year, month, _ = parts(end.high)
    if first[0] is None and first[1] is not None and month is not None:
        year -= first[1] > month
    start = point(a, teller, year)
    if start is None or start.low is None or earliest(start.low) > earliest(end.high):
        return None
    return Meant(start.low, end.high, "span", end.sure)


def _running(
    first: tuple[int | None, int | None, int | None], last: tuple[int | None, int | None, int | None], teller: Teller
) -> int | None:
    """Return the year of publication for months without a year that begin in its own month: "in September and October"."""
    published, report = teller.reference.published, teller.reference.report_year
    if published is None or report is not None or len(published) < 7 or first[0] is not None or last[0] is not None:
        return None
    year, month, _ = parts(published)
    begins = teller.future and first[1] == month and first[2] is None and last[1] is not None and last[1] > (month or 0)
    return year if begins else None


def _said_year(words: str | None, teller: Teller) -> int | None:
    """Return the year that "of last year" behind a range means."""
    year = teller.reference.year
    if not words or year is None:
        return None
    if words in ("last", "ano pasado"):
        return year - 1
    if words in ("that", "the same", "mismo ano", "ese ano", "ese mismo ano"):
        return teller.the_year()
    return (teller.the_year() or year) - 1 if words == "ano anterior" else year


def _year_after(
    first: tuple[int | None, int | None, int | None], last: tuple[int | None, int | None, int | None]
) -> int | None:
    """Return the year of the end of a range where only its start has one."""
    if first[0] is None or last[0] is not None or first[1] is None or last[1] is None:
        return None
    return first[0] + (last[1] < first[1])


def _is_range(
    match: re.Match[str],
    first: tuple[int | None, int | None, int | None],
    last: tuple[int | None, int | None, int | None],
    joint: str,
) -> bool:
    """Return whether two dates with a word between them are the ends of one stretch of time.

    "and" joins the ends only behind "between", or two months that follow each other; "to" needs no word before it, save between years.
    """
    if joint in ("and", "y", "e"):
        led = match[0].startswith(("between", "entre"))
        next_month = first[1] is not None and last[1] == first[1] % 12 + 1 and first[2] is None and last[2] is None
        return led or (next_month and first[0] is None)
    if joint == "/" or match["sep"].strip() == "/":
        return first[1] is None and last[1] is None
    return True


def _year_to(match: re.Match[str], teller: Teller) -> Meant | None:
    base = point(match["point"], teller)
    if base is None or base.high is None or len(base.high) < 7:
        return base
    months = 12 if match["one"] else 3 if match["quarter"] else number_of(match["n"] or "", teller)
    return Meant(months_on(base.high[:7], 1 - (months or 1)), base.high, "span", base.sure)


def _anniversary(match: re.Match[str], teller: Teller) -> Meant | None:
    base = point(match["point"], teller)
    groups = match.groupdict()
    count = teller.lex.ordinals[groups["ord"]] if groups.get("ord") else number_of(groups.get("n") or "", teller)
    if base is None or base.high is None or not count:
        return base
    year, month, day = parts(base.high)
    if (groups.get("unit") or "year").startswith("m"):
        return Meant(months_on(base.high, -count), base.high, "span", base.sure) if month else base
    start = iso(year - count, month, day) if exists(year - count, month, day) else iso(year - count, month)
    return Meant(start, base.high, "span", base.sure)


def _of_year(match: re.Match[str], teller: Teller) -> Meant | None:
    which = match["which"]
    if teller.reference.year is None:
        return None
    back = {"last": 1, "ano pasado": 1, "next": -1}.get(which)
    year = teller.reference.year - back if back is not None else teller.reference.year
    if which in ("the previous", "ano anterior", "ano previo"):
        year = (teller.the_year() or year) - 1
    elif which in ("the same", "that", "mismo ano", "ese ano", "ese mismo ano"):
        year = teller.year or teller.the_year() or year
    base = point(match["date"], teller, year)
    return base._replace(ahead=back == -1) if base else None


FORMS: Final[dict[str, Resolver]] = {
    "point": _point,
    "fiscal": _fiscal,
    "split": _split,
    "quarter": _quarter,
    "holiday": _holiday,
    "season": _season,
    "decade": _decade,
    "days": _days,
    "days_after": _days,
    "range": _range,
    "year_to": _year_to,
    "anniversary": _anniversary,
    "of_year": _of_year,
}
