"""The command estimate population: how many were held on days that nobody reported, from rival figures and from flows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import click

from habeas import words
from habeas.cli.frame import DONE, NEEDS_A_PERSON, Share, argument, command, option
from habeas.cli.show import Screen, screen

if TYPE_CHECKING:
    from habeas.estimation.population import PopulationEstimate, ReadFigures

_ROWS: Final = 24
"""So many days of a band are printed; --json has them all."""


@command("population")
@argument("paths", key="figures", nargs=-1, required=True, type=click.Path())
@option("--scope", "scope", key="population-scope", metavar="text")
@option("--definition", "definition", key="population-definition", metavar="text")
@option("--by", "by", key="population-by", type=click.Choice(["day", "week", "month"]), default="month")
@option("--until", "until", key="population-until", metavar="text")
@option("--on", "on", key="population-on", metavar="text", multiple=True)
@option("--flows-of", "flows_of", key="population-flows-of", metavar="text", multiple=True)
@option("--without", "without", key="population-without", metavar="text", multiple=True)
@option("--trust", "trusted", key="population-trust", metavar="text", multiple=True)
@option("--each-source", "each_source", key="population-each-source", is_flag=True)
@option("--level", "level", key="level", type=Share(), metavar="number", default=0.95)
def population(
    context: click.Context,
    *,
    paths: tuple[str, ...],
    scope: str | None,
    definition: str | None,
    by: Literal["day", "week", "month"],
    until: str | None,
    on: tuple[str, ...],
    flows_of: tuple[str, ...],
    without: tuple[str, ...],
    trusted: tuple[str, ...],
    each_source: bool,
    level: float,
) -> int:
    """Estimate how many were held between reports."""
    from habeas.errors import InputError
    from habeas.estimation.population import estimate, read_figures

    out = screen(context)
    if not 0 < level < 1:
        raise InputError("cli.no-level", found=level)
    asked = [_day("--on", one) for one in on]
    read = read_figures([Path(one) for one in paths])
    _check_sources(read, (*without, *trusted))
    ends = [*asked, *([_day("--until", until)] if until else [])]
    with out.progress("estimating") as progress:
        if progress is not None:
            progress(0, 1)
        found = estimate(
            read.figures, scope=scope, definition=definition, by=by, level=level, until=max(ends, default=None), flow_scopes=flows_of,
            without=without, trusted=trusted, each_source=each_source,
        )  # fmt: skip
    (_emit if out.json else _tell)(out, read, found, asked)
    wrong = any(one.gravity == "error" for one in read.problems)
    return NEEDS_A_PERSON if wrong or found.on(found.days[-1]).refused else DONE


def _day(name: str, said: str) -> date:
    from habeas.errors import InputError

    try:
        return date.fromisoformat(said)
    except ValueError:
        raise InputError("cli.no-such-day", name=name, found=said) from None


def _check_sources(read: ReadFigures, named: tuple[str, ...]) -> None:
    from habeas.errors import InputError

    known = sorted({one.source for one in read.figures if one.source})
    for one in named:
        if one.casefold() not in {source.casefold() for source in known}:
            raise InputError("cli.no-such-source-of-figures", found=one, known=known)


def _emit(out: Screen, read: ReadFigures, found: PopulationEstimate, asked: list[date]) -> None:
    days = [{"day": day.isoformat(), **found.on(day).as_json(out.lang)} for day in asked or found.days[-1:]]
    out.emit("estimate-population/1", **found.as_json(out.lang), on=days, problems=out.problem_rows(read.problems))


def _tell(out: Screen, read: ReadFigures, found: PopulationEstimate, asked: list[date]) -> None:
    for number, line in enumerate(found.summary(out.lang).splitlines()):
        reason = line.startswith("- ")
        out.line(line[2:] if reason else line, first="  - " if reason else "", style="bold" if number == 0 else None)
    for day in asked:
        out.line()
        out.line(_on(out, found, day), style="bold")
    out.line()
    out.table(("day", "held", "half", "ninetyfive", "flows"), _band(out, found))
    out.line()
    out.table(("figure", "when", "used"), [_figure(out, one) for one in found.figures])
    if found.without:
        out.line()
        out.table(("leftout", "held", "interval"), [[one.source or "–", _number(out, one.point), _span(out, one.low, one.high)] for one in found.without])  # fmt: skip
    out.problems(read.problems)


def _on(out: Screen, found: PopulationEstimate, day: date) -> str:
    one = found.on(day)
    if one.refused or one.point is None:
        return out.text("population-no-answer", day=day)
    return out.text(
        "population-on",
        day=day,
        point=_number(out, one.point),
        span=_span(out, one.low, one.high),
        level=f"{one.level * 100:g}",
    )


def _band(out: Screen, found: PopulationEstimate) -> list[list[str]]:
    """Return at most two dozen days, evenly chosen, the last among them."""
    if found.on(found.days[-1]).refused:
        return []
    half, most = found.band(0.5), found.band(0.95)
    step = -(-len(found.days) // _ROWS)
    chosen = sorted({*range(len(found.days) - 1, -1, -step)})
    return [
        [
            words.day(found.days[at], out.lang), _number(out, float(found.median[at])), _span(out, float(half[0][at]), float(half[1][at])),
            _span(out, float(most[0][at]), float(most[1][at])), out.text("population-covered" if found.covered[at] else "population-uncovered"),
        ]
        for at in chosen
    ]  # fmt: skip


def _figure(out: Screen, one: Any) -> list[str]:
    """Return a figure with its time, and what it was used for."""
    keys = {
        "used": "population-used", "censored": "population-censored", "derived": "population-derived", "copy": "population-copy",
        "not-comparable": "population-not-comparable", "left-out": "population-left-out", "no-pair": "population-no-pair",
    }  # fmt: skip
    said = out.text(keys[one.use])
    why = f"{said}: {one.why.text(out.lang)}" if one.why else said
    return [one.label(out.lang), words.say(one.figure.span, out.lang), why]


def _number(out: Screen, value: float | None) -> str:
    from habeas.estimation import shown

    return "–" if value is None else words.say(shown(value, whole=True), out.lang)


def _span(out: Screen, low: float | None, high: float | None) -> str:
    return f"{_number(out, low)} – {_number(out, high)}"
