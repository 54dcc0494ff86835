"""The command estimate rates: deaths over person-years of the same days, with exact limits, and why rows do not agree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from habeas import words
from habeas.cli.frame import DONE, NEEDS_A_PERSON, Share, argument, command, option
from habeas.cli.show import Screen, screen

if TYPE_CHECKING:
    from habeas.errors import Problem
    from habeas.estimation import Estimate
    from habeas.estimation.rates import Comparison, PublishedRow, RateRow, RatesAnswer, ReadFigures, Reference

_PER: Final = 100_000


@command("rates")
@argument("path", key="rates", type=click.Path(), required=False)
@option("--deaths", "deaths", key="rates-deaths", type=click.Path(), metavar="file")
@option("--population", "population", key="rates-population", type=click.Path(), metavar="file")
@option("--reference", "reference", key="rates-reference", type=click.Path(), metavar="file")
@option("--published", "published", key="rates-published", type=click.Path(), metavar="file")
@option("--count", "count", key="rates-count", metavar="column")
@option("--by", "by", key="rates-by", type=click.Choice(["place", "period"]))
@option("--year-starts", "year_starts", key="rates-year-starts", type=click.IntRange(1, 12))
@option("--as-of", "as_of", key="rates-as-of", metavar="text")
@option("--per", "per", key="rates-per", type=click.IntRange(1, 10_000_000), default=_PER)
@option("--level", "level", key="level", type=Share(), metavar="number", default=0.95)
def rates(
    context: click.Context,
    *,
    path: str | None,
    deaths: str | None,
    population: str | None,
    reference: str | None,
    published: str | None,
    count: str | None,
    by: Literal["place", "period"] | None,
    year_starts: int | None,
    as_of: str | None,
    per: int,
    level: float,
) -> int:
    """Estimate rates of death with exact limits, from deaths and person-years of the same days."""
    from habeas.estimation.rates import answer

    out = screen(context)
    read = _read((path, deaths, population), year_starts, count)
    compared, faults = _published(published)
    against = _reference(reference)
    found = answer(read, by=by, reference=against, published=compared, as_of=_day(as_of), level=level)
    problems = [*read.problems, *faults, *(against.problems if against else ())]
    if out.json:
        out.emit("estimate-rates/1", per=_PER, **found.as_json(out.lang), problems=out.problem_rows(problems))
    else:
        _tell(out, found, per, problems)
    disagrees = found.comparison is not None and not found.comparison.agrees
    wrong = any(one.gravity == "error" for one in problems)
    return NEEDS_A_PERSON if found.refused or disagrees or wrong else DONE


def _read(paths: Sequence[str | None], year_starts: int | None, count: str | None) -> ReadFigures:
    """Read the files that were given; the column of deaths is looked for in FILE, or in that of --deaths where there is one."""
    from habeas.errors import InputError
    from habeas.estimation.rates import read_figures, together

    if not any(paths):
        raise InputError("rates.nothing-to-read")
    counted = 1 if paths[1] else 0
    found = [
        read_figures(Path(one), year_starts=year_starts, count=count if at == counted else None)
        for at, one in enumerate(paths)
        if one
    ]
    return together(*found)


def _published(path: str | None) -> tuple[Sequence[PublishedRow], Sequence[Problem]]:
    from habeas.estimation.rates import read_published

    return read_published(Path(path)) if path else ((), ())


def _reference(path: str | None) -> Reference | None:
    from habeas.estimation.rates import read_reference

    return read_reference(Path(path)) if path else None


def _day(said: str | None) -> date:
    """Return the day after which no period is over: the one given, else today."""
    from habeas.errors import InputError

    if said is None:
        return date.today()  # noqa: DTZ011 - the reader's own day
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise InputError("rates.no-day", found=said) from None


# --- what is printed


def _tell(out: Screen, found: RatesAnswer, per: int, problems: Sequence[Problem]) -> None:
    out.say("rates-per", "bold", per=per, level=f"{found.overall.level * 100:g}")
    if found.agreement.days and found.dated:
        out.say("rates-days", days=list(found.agreement.days))
    rows = [*found.rows, found.total]
    out.table(("rate-of", "deaths", "person-years", "rate", "interval"), [_row(out, one, per) for one in rows])
    for reason in found.overall.reasons:
        out.line(reason.text(out.lang), first="  - ", style="red" if reason.gravity == "refuse" else "yellow")
    _tell_funnel(out, found)
    for one in found.standardised:
        out.line()
        for line in one.summary(out.lang).splitlines():
            out.line(line)
    if found.comparison is not None:
        _tell_published(out, found.comparison, per)
    out.line(words.text(found.overall.assumption, out.lang), style="dim")
    out.problems(problems)


def _row(out: Screen, one: RateRow, per: int) -> list[str]:
    name = one.name or out.text("rates-all")
    return [name, _span(out, one.deaths), _span(out, one.person_years), *_numbers(out, one.rate, per)]


def _numbers(out: Screen, one: Estimate, per: int) -> list[str]:
    """Return the rate and its interval; nothing of a number that is refused."""
    if one.refused or one.point is None:
        return ["–", out.text("rates-refused")]
    return [_shown(one.point, per), _interval(out, one, per)]


def _interval(out: Screen, one: Estimate, per: int) -> str:
    low = _shown(one.low or 0.0, per)
    return f"{low}–{_shown(one.high, per)}" if one.high is not None else out.text("rates-from", low=low)


def _shown(value: float, per: int) -> str:
    scaled = value * per / _PER
    return words.number(round(scaled, 1) if scaled < 1000 else round(scaled))


def _span(out: Screen, bounds: tuple[float, float | None]) -> str:
    low, high = bounds
    if high is None:
        return out.text("rates-from", low=words.number(round(low, 1)))
    first, last = (words.number(round(one, 1)) for one in (low, high))
    return first if first == last else f"{first}–{last}"


def _tell_funnel(out: Screen, found: RatesAnswer) -> None:
    if found.funnel is None:
        return
    for one in found.funnel.places:
        key = {"above-998": "rates-above-998", "below-998": "rates-below-998"}.get(one.beyond)
        if key is not None:
            out.say(key, "yellow", "  - ", place=one.place)
    for reason in found.funnel.reasons:
        out.line(reason.text(out.lang), first="  - ", style="yellow")


def _tell_published(out: Screen, found: Comparison, per: int) -> None:
    out.line()
    out.say("rates-published", "bold")
    for one in found.rows:
        for reason in one.reasons:
            out.line(reason.text(out.lang), first="  - ", style="yellow")
        if not one.agrees and one.agreed is not None:
            was, now = (_numbers(out, each, per) for each in (one.published, one.agreed))
            out.say("rates-instead", None, "    ", was=was[0], was_interval=was[1], now=now[0], now_interval=now[1])
    for reason in found.reasons:
        out.line(reason.text(out.lang), first="  - ", style="yellow")
    if found.agrees:
        out.say("rates-agrees", "green", "  ")
