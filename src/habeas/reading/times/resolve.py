"""From a form and the day of publication to dates: what each form of forms.py means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Literal, NamedTuple

from habeas.reading.times.calendar import Reference, earliest, exists, iso, months_on, parts
from habeas.reading.times.lexicon import Lexicon

Role = Literal["on", "since", "until", "span"]


class Meant(NamedTuple):
    """What a form means: the first and last date, its role where the form itself has one, and whether the text says it all."""

    low: str | None
    high: str | None
    role: Role = "on"
    sure: bool = True
    ahead: bool = False


@dataclass(slots=True)
class Teller:
    """What is known while a text is read: its language's words, its publication, and the date named last (``day``: the day, weekdays too).

    ``anchor`` is the date named last; ``begun`` the start named last.
    """

    lex: Lexicon
    reference: Reference
    words: frozenset[str]
    anchor: str | None = None
    begun: str | None = None
    day: str | None = None
    numeric_day_first: bool = True
    _cache: dict[str, Meant | None] = field(default_factory=dict)

    def year_for(self, month: int, day: int | None = None) -> int | None:
        """Return the year of a month that is named without one."""
        return self.reference.month_year(month, day)

    def the_year(self) -> int | None:
        """Return the year that "the year" means: an annual report's, the one named last, or that of publication."""
        if self.reference.report_year is not None:
            return self.reference.report_year
        if self.anchor is not None:
            return parts(self.anchor)[0]
        return self.reference.year


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
        return None if told is None or not exists(told, month, None) else _same(iso(told, month), sure=sure)
    return _same(iso(told, month, day), sure=sure)


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


def _same(told: str, *, sure: bool = True, role: Role = "on") -> Meant:
    return Meant(told, told, role, sure)


def _point(match: re.Match[str], teller: Teller) -> Meant | None:
    return point(match["point"], teller)


def _fiscal(match: re.Match[str], teller: Teller) -> Meant | None:  # noqa: ARG001 - one shape for all forms
    last = match["last"]
    if last is None:
        return _same(match["first"])
    return Meant(match["first"], match["first"][:2] + last if len(last) == 2 else last, "span")


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
    end = point(b, teller, _year_after(first, last) or _said_year(match["ry"], teller))
    if end is None or end.high is None:
        return None
    year, month, _ = parts(end.high)
    if first[0] is None and first[1] is not None and month is not None:
        year -= first[1] > month
    start = point(a, teller, year)
    if start is None or start.low is None or earliest(start.low) > earliest(end.high):
        return None
    return Meant(start.low, end.high, "span", end.sure)


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
             "navidad": (12, 25), "nochebuena": (12, 24), "nochevieja": (12, 31), "ano nuevo": (1, 1)}  # fmt: skip


def _holiday(match: re.Match[str], teller: Teller) -> Meant | None:
    month, day = _HOLIDAYS[match["name"]]
    year = int(match["y"]) if match["y"] else teller.reference.month_year(month, day)
    return _same(iso(year, month, day), sure=match["y"] is not None) if year else None


def _neighbour(match: re.Match[str], teller: Teller) -> Meant | None:
    way = next(group for group in match.groups() if group)
    if teller.anchor is None or len(teller.anchor) != 10:
        return None
    step = 1 if way in ("next", "following", "after", "siguiente", "despues") else -1
    return _same((earliest(teller.anchor) + timedelta(days=step)).isoformat(), sure=False)


def _year_after(first: tuple[int | None, int | None, int | None], last: tuple[int | None, int | None, int | None]) -> int | None:
    """Return the year of the end of a range where only its start has one."""
    if first[0] is None or last[0] is not None or first[1] is None or last[1] is None:
        return None
    return first[0] + (last[1] < first[1])


def _is_range(
    match: re.Match[str], first: tuple[int | None, int | None, int | None], last: tuple[int | None, int | None, int | None], joint: str
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


def _anniversary(match: re.Match[str], teller: Teller) -> Meant | None:
    base = point(match["point"], teller)
    groups = match.groupdict()
    count = teller.lex.ordinals[groups["ord"]] if groups.get("ord") else _count(groups.get("n") or "", teller)
    if base is None or base.high is None or not count:
        return base
    year, month, day = parts(base.high)
    if (groups.get("unit") or "year").startswith("m"):
        return Meant(months_on(base.high, -count), base.high, "span", base.sure) if month else base
    start = iso(year - count, month, day) if exists(year - count, month, day) else iso(year - count, month)
    return Meant(start, base.high, "span", base.sure)


def _year_to(match: re.Match[str], teller: Teller) -> Meant | None:
    base = point(match["point"], teller)
    if base is None or base.high is None or len(base.high) < 7:
        return base
    months = 12 if match["one"] else 3 if match["quarter"] else _count(match["n"] or "", teller)
    return Meant(months_on(base.high[:7], 1 - (months or 1)), base.high, "span", base.sure)


def _of_year(match: re.Match[str], teller: Teller) -> Meant | None:
    which = match["which"]
    if teller.reference.year is None:
        return None
    back = {"last": 1, "ano pasado": 1, "next": -1}.get(which)
    year = teller.reference.year - back if back is not None else teller.reference.year
    if which in ("the previous", "ano anterior", "ano previo"):
        year = (teller.the_year() or year) - 1
    elif which in ("the same", "that", "mismo ano", "ese ano", "ese mismo ano"):
        year = teller.the_year() or year
    base = point(match["date"], teller, year)
    return base._replace(ahead=back == -1) if base else None


def _ended(match: re.Match[str], teller: Teller) -> Meant | None:
    groups = match.groupdict()
    first = match["way"][:3] in ("beg", "sta", "ope", "ent", "emp", "ini", "com", "arr")
    if groups["y"]:
        year: int | None = int(groups["y"])
    elif groups["which"] in ("last",) or groups.get("post"):
        year = teller.reference.year - 1 if teller.reference.year else None
    elif first or teller.reference.report_year:
        year = teller.reference.year
    else:
        year = teller.reference.month_year(12, 31)
    return _same(iso(year, 1 if first else 12), sure=False) if year else None


def _then(match: re.Match[str], teller: Teller) -> Meant | None:
    base = teller.anchor
    if base is None:
        return None
    unit = match["unit"] or match.groupdict().get("unit2") or ""
    return _same(base[:7] if unit in ("month", "mes") else base[:4] if unit == "year" else base, sure=False)


_SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12, "primavera": 3, "verano": 6, "otono": 9, "invierno": 12}


def _season(match: re.Match[str], teller: Teller) -> Meant | None:
    groups = match.groupdict()
    start = _SEASONS[groups["s"] or groups.get("s2") or ""]
    told = groups["y"] or groups.get("y2")
    year = int(told) if told else teller.reference.month_year(start)
    if year is None:
        return None
    low = iso(year, start)
    return Meant(low, months_on(low, 2), "on", told is not None)


def _now(match: re.Match[str], teller: Teller) -> Meant | None:
    if match["word"] in ("today", "hoy") and teller.reference.published:
        return _same(teller.reference.published, sure=False)
    return _same(teller.reference.month, sure=False) if teller.reference.month else None


def _ytd(match: re.Match[str], teller: Teller) -> Meant | None:
    year = match["year"] if "year" in match.re.groupindex else None
    told = int(year) if year else (int(teller.reference.published[:4]) if teller.reference.published else None)
    if told is None:
        return None
    published = teller.reference.published
    if not published or parts(published)[0] != told:
        return _same(iso(told))
    return Meant(iso(told, 1), published, "span")


def _began(match: re.Match[str], teller: Teller) -> Meant | None:  # noqa: ARG001 - one shape for all forms
    year = teller.reference.year
    return _same(iso(year, 1), sure=False) if year else None


def _year_end(match: re.Match[str], teller: Teller) -> Meant | None:
    if match["y"]:
        return _same(iso(int(match["y"]), 12))
    year = teller.reference.report_year or _past_december(teller)
    return _same(iso(year, 12), sure=False) if year else None


def _past_december(teller: Teller) -> int | None:
    if teller.anchor is not None:
        return parts(teller.anchor)[0]
    return teller.reference.month_year(12, 31)


def _which_year(match: re.Match[str], teller: Teller) -> int | None:
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
    year = _which_year(match, teller) if named else teller.reference.month_year(number * size, 28)
    if year is None:
        return None
    return Meant(iso(year, (number - 1) * size + 1), iso(year, number * size), "span", groups.get("y") is not None)


def _months(match: re.Match[str], teller: Teller) -> Meant | None:
    year = _which_year(match, teller)
    count = _count(match["n"] or match.groupdict().get("n2") or "", teller)
    if year is None or not count:
        return None
    unit = match["unit"]
    months = count if unit in ("months", "meses") else 3 * count if unit in ("quarters", "trimestres") else max(1, count // 4)
    named = match.groupdict().get("y") is not None
    if not named and teller.reference.report_year is None and iso(year, min(12, months)) > (teller.reference.month or "9999"):
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
            return _unit_of("mes", "este" if bare else match["which"] or "", post, teller)
        told = _which_year(match, teller)
        if told is None:
            return None
        bare = (match["which"] or "") in ("", "the", "el") and not match.groupdict().get("post")
        if bare and where == "last" and teller.reference.report_year is None:
            told = _past_december(teller) or told
        year, month = told, None
    if month is None and match["part"] in ("early", "late"):
        return _same(iso(year), sure=sure)
    if month is None:
        month = {"first": 1, "mid": 6, "last": 12}[where]
    return _same(iso(year, month), sure=sure)


def _past(match: re.Match[str], teller: Teller) -> Meant | None:
    groups = match.groupdict()
    name = groups.get("unit") or groups.get("unit2") or groups.get("one") or groups.get("single")
    n = groups.get("n") or groups.get("n2")
    published = teller.reference.published
    if name is None or published is None:
        return None
    plural = n is not None or name in ("decade", "decada", "fortnight", "24 hours", "12 months") or groups.get("single") is not None
    if not plural and not name.endswith("s") and "ultim" not in match[0]:
        return _unit_of(name, "last", "", teller)
    if name in ("24 hours", "12 months"):
        n, _, name = name.partition(" ")
    count = 3 if n in (None, "few", "several", "pocos", "varios", "pocas", "varias") and name.endswith("s") else _count(n or "1", teller)
    start = _back(published, count or 1, name, teller)
    return Meant(start, published, "span") if start else None


def _coming(match: re.Match[str], teller: Teller) -> Meant | None:
    published = teller.reference.published
    if published is None:
        return None
    size, kind = teller.lex.units[match["unit"]]
    count = _count(match["n"] or "1", teller) or 1
    month = published[:7]
    end = months_on(month, size * count) if kind == "m" else month
    return Meant(month, end, "span", ahead=True)


def _back(base: str, count: int, name: str, teller: Teller) -> str | None:
    """Return the date some units before another: to the day for days, else to the month, and to the year for two years or more."""
    size, kind = teller.lex.units[name]
    if kind == "d":
        days = size * count or 1
        return (earliest(base) - timedelta(days=days)).isoformat() if len(base) == 10 else base
    told = months_on(base, -size * count)
    return told[:4] if size * count >= 24 else told


def _ago(match: re.Match[str], teller: Teller) -> Meant | None:
    groups = match.groupdict()
    name, n, way = groups["unit"] or groups.get("unit2"), groups["n"] or groups.get("n2"), groups.get("dir") or "ago"
    count = _count(n or "", teller)
    published = teller.reference.published
    if name is None or not count:
        return None
    from_now = way in ("ago", "atras")
    base = teller.anchor
    if base is None and way in ("later", "after", "afterwards", "on", "despues", "mas tarde"):
        return None
    if base is None or (from_now and not _close(base, published)):
        base = published
    if base is None:
        return None
    size, kind = teller.lex.units[name]
    if kind == "d" and not from_now:
        base = teller.day or base
    if way in ("later", "after", "afterwards", "on", "despues", "mas tarde"):
        if kind == "d":
            told = (earliest(base) + timedelta(days=size * count)).isoformat() if len(base) == 10 else base
        else:
            told = months_on(base, size * count)
        return _same(told, sure=False)
    if groups.get("half") and kind == "m":
        return _same(months_on(base, -(size * count + size // 2)), sure=False)
    told_back = _back(published if from_now and kind == "d" and published else base, count, name, teller)
    return _same(told_back, sure=False) if told_back else None


def _close(named: str, published: str | None) -> bool:
    """Return whether a date named before is so near to publication that "a year ago" may be counted from it."""
    if published is None:
        return True
    return abs((earliest(published) - earliest(named)).days) <= 100 and len(named) >= 7


def _adjacent(match: re.Match[str], teller: Teller) -> Meant | None:
    groups = match.groupdict()
    base = teller.anchor or teller.reference.month
    if base is None:
        return None
    if groups.get("y"):
        year, (_, month, _) = int(groups["y"]), parts(base)
        return _same(iso(year, month if groups["same"] in ("month", "mes", "time", "point", "fecha", "date", "day", "dia") else None))
    return _same(months_on(base[:7], -12), sure=False)


def _unit(match: re.Match[str], teller: Teller) -> Meant | None:
    groups = match.groupdict()
    which = groups.get("which") or ""
    if groups.get("pre"):
        if groups["pre"].startswith("ultim") and teller.reference.published and not groups.get("post"):
            start = _back(teller.reference.published, 1, match["unit"], teller)
            return Meant(start, teller.reference.published, "span") if start else None
        which = "next" if groups["pre"].startswith("prox") else "last"
    post = groups.get("post") or groups.get("dir") or ""
    if not which and not post:
        return None
    return _unit_of(match["unit"], which, post, teller)


_LAST: Final = ("last", "pasado", "el pasado", "pasada", "ultimo", "ultima")
_NEXT: Final = ("next", "proximo", "proxima", "siguiente", "que viene", "the following", "after")
_PREVIOUS: Final = ("the previous", "the preceding", "the prior", "anterior", "previo", "previa", "before", "earlier", "prior")
_THIS: Final = ("this", "este", "esta", "the current", "el presente", "la presente", "el actual", "el corriente", "en curso", "de este", "del presente")


def _unit_of(unit: str, which: str, post: str, teller: Teller) -> Meant | None:
    """Return the day, week, month or year that "this", "last", "next" or "the previous" one means."""
    reference = teller.reference
    said = {which, post}
    step = -1 if said & set(_LAST) else 1 if said & set(_NEXT) else 0
    previous = bool(said & set(_PREVIOUS))
    this = bool(said & set(_THIS))
    following = "the following" in said and teller.anchor is not None
    if unit in ("year", "ano"):
        year = reference.year if ((step and not following) or this or which == "del") else teller.the_year()
        if year is None:
            return None
        told = year + step - previous
        return Meant(iso(told), iso(told), sure=False, ahead=step > 0)
    if unit in ("month", "mes"):
        from_anchor = teller.anchor is not None and len(teller.anchor) >= 7 and (previous or following)
        base = teller.anchor if from_anchor else reference.month
        if not (step or this or previous) or base is None or len(base) < 7:
            return None
        told_month = months_on(base[:7], step - previous)
        return Meant(told_month, told_month, sure=False, ahead=step > 0)
    if unit in ("week", "semana"):
        if not (step or this):
            return None
        if reference.day is None:
            return _same(reference.month, sure=False) if reference.month else None
        monday = reference.day - timedelta(days=reference.day.weekday() - 7 * step)
        end = monday + timedelta(days=6) if step else reference.day
        return Meant(monday.isoformat(), end.isoformat(), sure=False, ahead=step > 0)
    if unit in ("quarter", "trimestre") and (step or this) and reference.month and len(reference.month) == 7:
        year, month, _ = parts(reference.month)
        start = months_on(iso(year, ((month or 1) - 1) // 3 * 3 + 1), 3 * step)
        return Meant(start, months_on(start, 2), "span", sure=False, ahead=step > 0)
    if unit in ("decade", "decada") and (step or this) and reference.published:
        start_year = int(reference.published[:4]) // 10 * 10 + 10 * step
        return Meant(iso(start_year), iso(start_year + 9), "span", sure=False, ahead=step > 0)
    return None


def _weekend(match: re.Match[str], teller: Teller) -> Meant | None:  # noqa: ARG001 - one shape for all forms
    days = teller.reference.weekend()
    return Meant(days[0], days[1], "on", sure=False) if days else None


def _weekday(match: re.Match[str], teller: Teller) -> Meant | None:
    which, post = match["which"] or "", match["post"] or ""
    ahead = "next" in which or "proximo" in which or post in ("proximo", "siguiente", "que viene")
    if ahead:
        month = teller.reference.month
        return Meant(month, month, sure=False, ahead=True) if month else None
    told = teller.reference.weekday(
        teller.lex.weekdays[match["day"]], strictly=which in ("last", "el pasado", "pasado", "del pasado") or post in ("pasado", "ultimo")
    )
    return _same(told, sure=False) if told else None


_DAYS_BACK: Final = {"yesterday": 1, "last night": 1, "overnight": 1, "the day before yesterday": 2, "ayer": 1, "anoche": 1, "antes de ayer": 2,
              "anteayer": 2, "antier": 2, "tomorrow": -1, "manana": -1}  # fmt: skip


def _today(match: re.Match[str], teller: Teller) -> Meant | None:
    back = _DAYS_BACK.get(match["word"], 0)
    told = teller.reference.days_back(back)
    return Meant(told, told, sure=False, ahead=back < 0) if told else None


def _decade(match: re.Match[str], teller: Teller) -> Meant | None:  # noqa: ARG001 - one shape for all forms
    year = int(match["y"])
    return Meant(iso(year), iso(year + 9), "span")


def _event(match: re.Match[str], teller: Teller) -> Meant | None:
    name, groups = match["name"], match.groupdict()
    lead = match["lead"]
    began = groups.get("head") or groups.get("verb")
    role: Role = "on" if lead in ("when", "cuando", "after", "tras") else "since"
    if role == "on" and not began:
        return None
    known = next((one.start for one in teller.lex.events if name in one.words and (not one.needs or one.needs & teller.words)), None)
    start = known or (teller.begun if name in teller.lex.event_common and lead not in ("during", "throughout", "durante") else None)
    if start is None or (teller.reference.published and earliest(start) > earliest(teller.reference.published)):
        return None
    return Meant(start, start if role == "on" else None, role, sure=False)


def _office(match: re.Match[str], teller: Teller) -> Meant | None:
    groups = match.groupdict()
    name, lead = groups["name"] or groups.get("name2") or "", groups["lead"] or groups.get("lead2") or ""
    published = teller.reference.published
    months = teller.lex.inaugurations[name]
    start = next((month for month in months if published is None or earliest(month) <= earliest(published)), None)
    if start is None:
        return None
    told = point(groups["point"], teller) if groups.get("point") else None
    start = told.low if told and told.low else start
    since = lead.startswith(("since", "ever", "desde"))
    return Meant(start, None if since else start, "since" if since else "on", sure=told is not None)


def _month_mod(match: re.Match[str], teller: Teller) -> Meant | None:
    groups = match.groupdict()
    name = groups["m"] or groups.get("m2") or ""
    which, post = groups["which"] or "", groups.get("post") or ""
    if "next" in which or "proximo" in (which, post) or "following" in which:
        month = teller.reference.month
        return Meant(month, month, sure=False, ahead=True) if month else None
    day = re.match(r"[0-9]{1,2}", groups.get("d") or "")
    year = teller.reference.month_year(teller.lex.months[name], int(day[0]) if day else None)
    base = point(f"{groups.get('d') or ''}{name}", teller, year)
    if base is None or base.low is None or teller.reference.published is None:
        return base
    if which in ("last",) and base.low[:7] == teller.reference.published[:7]:
        return _same(months_on(base.low, -12), sure=False)
    return base


def _count(words: str, teller: Teller) -> int | None:
    return int(words) if words.isdigit() else teller.lex.numbers.get(words)


RESOLVE: Final[dict[str, Callable[[re.Match[str], Teller], Meant | None]]] = {
    "fiscal": _fiscal, "split": _split, "quarter": _quarter, "holiday": _holiday, "neighbour": _neighbour, "days": _days, "days_after": _days, "range": _range, "anniversary": _anniversary, "year_to": _year_to, "now": _now, "of_year": _of_year, "ended": _ended, "then": _then, "season": _season, "ytd": _ytd, "began": _began, "year_end": _year_end,
    "block": _block, "months": _months, "part": _part, "past": _past, "coming": _coming, "ago": _ago, "adjacent": _adjacent,
    "unit": _unit, "weekend": _weekend, "weekday": _weekday, "today": _today, "decade": _decade, "event": _event, "office": _office,
    "month_mod": _month_mod, "point": _point,
}  # fmt: skip
