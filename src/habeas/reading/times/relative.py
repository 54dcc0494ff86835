"""Times that are counted from publication or from the date named before."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from habeas.reading.times.calendar import earliest, iso, months_on, parts
from habeas.reading.times.meaning import Meant, Resolver, Teller, number_of, same, steps_back
from habeas.reading.times.points import point


def _past(match: re.Match[str], teller: Teller) -> Meant | None:
    groups = match.groupdict()
    name = groups.get("unit") or groups.get("unit2") or groups.get("one") or groups.get("single")
    n = groups.get("n") or groups.get("n2")
    published = teller.reference.published
    if name is None or published is None:
        return None
    plural = (
        n is not None
        or name in ("decade", "decada", "fortnight", "24 hours", "12 months")
        or groups.get("single") is not None
    )
    if not plural and not name.endswith("s") and "ultim" not in match[0]:
        return unit_of(name, "last", "", teller)
    if name in ("24 hours", "12 months"):
        n, _, name = name.partition(" ")
    count = (
        3
        if n in (None, "few", "several", "pocos", "varios", "pocas", "varias") and name.endswith("s")
        else number_of(n or "1", teller)
    )
    start = steps_back(published, count or 1, name, teller)
    if start and name in _DAYS and (count or 1) >= _MONTH:
        start = start[:7]
    return Meant(start, published, "span") if start else None


_DAYS: Final = ("days", "dias")
_MONTH: Final = 28
"""Days from which on a stretch of days is told to the month."""


def _coming(match: re.Match[str], teller: Teller) -> Meant | None:
    published = teller.reference.published
    if published is None:
        return None
    size, kind = teller.lex.units[match["unit"]]
    count = number_of(match["n"] or "1", teller) or 1
    month = published[:7]
    end = months_on(month, size * count) if kind == "m" else month
    return Meant(month, end, "span", ahead=True)


def _ago(match: re.Match[str], teller: Teller) -> Meant | None:
    groups = match.groupdict()
    name, n, way = groups["unit"] or groups.get("unit2"), groups["n"] or groups.get("n2"), groups.get("dir") or "ago"
    count = number_of(n or "", teller)
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
        return same(told, sure=False)
    if groups.get("half") and kind == "m":
        return same(months_on(base, -(size * count + size // 2)), sure=False)
    told_back = steps_back(published if from_now and kind == "d" and published else base, count, name, teller)
    return same(told_back, sure=False) if told_back else None


def _close(named: str, published: str | None) -> bool:
    """Return whether a date named before is so near to publication that "a year ago" may be counted from it."""
    if published is None:
        return True
    return abs((earliest(published) - earliest(named)).days) <= 100 and len(named) >= 7


_STRETCHES: Final = ("period", "periodo", "lapso", "months", "weeks", "meses", "semanas")


def _adjacent(match: re.Match[str], teller: Teller) -> Meant | None:
    groups = match.groupdict()
    if groups["same"] in _STRETCHES and teller.span is not None:
        first, last = teller.span
        year = int(groups["y"]) if groups.get("y") else parts(last)[0] - 1
        back = 12 * (year - parts(last)[0])
        return Meant(months_on(first, back), months_on(last, back), "span", sure=False)
    base = teller.anchor or teller.reference.month
    if base is None:
        return None
    if groups.get("y"):
        year, (_, month, _) = int(groups["y"]), parts(base)
        return same(
            iso(
                year,
                month if groups["same"] in ("month", "mes", "time", "point", "fecha", "date", "day", "dia") else None,
            )
        )
    return same(months_on(base[:7], -12), sure=False)


def _unit(match: re.Match[str], teller: Teller) -> Meant | None:
    groups = match.groupdict()
    which = groups.get("which") or ""
    if groups.get("pre"):
        if groups["pre"].startswith("ultim") and teller.reference.published and not groups.get("post"):
            start = steps_back(teller.reference.published, 1, match["unit"], teller)
            return Meant(start, teller.reference.published, "span") if start else None
        which = "next" if groups["pre"].startswith("prox") else "last"
    post = groups.get("post") or groups.get("dir") or ""
    if not which and not post:
        return None
    return unit_of(match["unit"], which, post, teller)


_LAST: Final = ("last", "pasado", "el pasado", "pasada", "ultimo", "ultima")


_NEXT: Final = ("next", "proximo", "proxima", "siguiente", "que viene", "the following", "after")


_PREVIOUS: Final = (
    "the previous",
    "the preceding",
    "the prior",
    "anterior",
    "previo",
    "previa",
    "before",
    "earlier",
    "prior",
)


_THIS: Final = (
    "this",
    "este",
    "esta",
    "the current",
    "el presente",
    "la presente",
    "el actual",
    "el corriente",
    "en curso",
    "de este",
    "del presente",
)


def unit_of(unit: str, which: str, post: str, teller: Teller) -> Meant | None:
    """Return the day, week, month or year that "this", "last", "next" or "the previous" one means."""
    reference = teller.reference
    said = {which, post}
    step = -1 if said & set(_LAST) else 1 if said & set(_NEXT) else 0
    previous = bool(said & set(_PREVIOUS))
    this = bool(said & set(_THIS))
    following = "the following" in said and teller.anchor is not None
    if unit in ("year", "ano"):
        this_one = this or (which == "del" and not previous)
        year = reference.year if (step and not following) or this_one else teller.the_year()
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
            return same(reference.month, sure=False) if reference.month else None
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
        teller.lex.weekdays[match["day"]],
        strictly=which in ("last", "el pasado", "pasado", "del pasado") or post in ("pasado", "ultimo"),
    )
    return same(told, sure=False) if told else None


_DAYS_BACK: Final = {"yesterday": 1, "last night": 1, "overnight": 1, "the day before yesterday": 2, "ayer": 1, "anoche": 1, "antes de ayer": 2,
              "anteayer": 2, "antier": 2, "tomorrow": -1, "manana": -1}  # fmt: skip


def _today(match: re.Match[str], teller: Teller) -> Meant | None:
    back = _DAYS_BACK.get(match["word"], 0)
    told = teller.reference.days_back(back)
    return Meant(told, told, sure=False, ahead=back < 0) if told else None


def _now(match: re.Match[str], teller: Teller) -> Meant | None:
    if match["word"] in ("today", "hoy") and teller.reference.published:
        return same(teller.reference.published, sure=False)
    return same(teller.reference.month, sure=False) if teller.reference.month else None


_OF_DAY: Final = frozenset("night evening morning afternoon noche tarde madrugada manana jornada".split())


def _then(match: re.Match[str], teller: Teller) -> Meant | None:
    unit = match["unit"] or match.groupdict().get("unit2") or ""
    if match.groupdict().get("unit3") in ("period", "time"):
        told = teller.last
        return Meant(told[0], told[1], "span" if told[0] != told[1] else "on", sure=False) if told else None
    unit = unit or match.groupdict().get("unit3") or ""
    named = teller.anchor if teller.anchor is not None and len(teller.anchor) > len("2020") else None
    if unit in ("day", "dia") and (named is None or len(named) < len("2020-01-01")):
        named = teller.day or named
    base = teller.day if unit in _OF_DAY else named or (None if unit else teller.day) or teller.anchor or teller.day
    if base is None:
        return None
    return same(base[:7] if unit in ("month", "mes") else base[:4] if unit == "year" else base, sure=False)


def _neighbour(match: re.Match[str], teller: Teller) -> Meant | None:
    way = next(group for group in match.groups() if group)
    if teller.anchor is None or len(teller.anchor) != 10:
        return None
    step = 1 if way in ("next", "following", "after", "siguiente", "despues") else -1
    return same((earliest(teller.anchor) + timedelta(days=step)).isoformat(), sure=False)


def _month_mod(match: re.Match[str], teller: Teller) -> Meant | None:
    groups = match.groupdict()
    name = groups["m"] or groups.get("m2") or ""
    which, post = groups["which"] or "", groups.get("post") or ""
    if "next" in which or "proximo" in (which, post) or "following" in which:
        month = teller.reference.month
        return Meant(month, month, sure=False, ahead=True) if month else None
    day = re.match(r"[0-9]{1,2}", groups.get("d") or "")
    year = teller.reference.month_year(teller.lex.months[name], int(day[0]) if day else None)
    if which in ("that", "ese") and teller.year is not None:
        year = teller.year
    base = point(f"{groups.get('d') or ''}{name}", teller, year)
    if base is None or base.low is None or teller.reference.published is None:
        return base
    if which == "last" and base.low[:7] == teller.reference.published[:7]:
        return same(months_on(base.low, -12), sure=False)
    return base


FORMS: Final[dict[str, Resolver]] = {
    "past": _past,
    "coming": _coming,
    "ago": _ago,
    "adjacent": _adjacent,
    "unit": _unit,
    "weekend": _weekend,
    "weekday": _weekday,
    "today": _today,
    "now": _now,
    "then": _then,
    "neighbour": _neighbour,
    "month_mod": _month_mod,
}
