"""The command estimate mse: how many persons are on no list, from a table of who is on which lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from habeas.cli.frame import DONE, NEEDS_A_PERSON, Share, argument, command, option
from habeas.cli.show import SHORT, Screen, screen

if TYPE_CHECKING:
    from habeas.estimation import Estimate, Reason
    from habeas.estimation.mse import Answer, Decision, Histories, ReadHistories
    from habeas.estimation.mse.strata import Strata

_MODELS: Final = ("graphs", "latent", "loglinear", "chao", "all")


@command("mse")
@argument("path", key="histories", type=click.Path())
@option("--model", "model", key="mse-model", type=click.Choice(_MODELS), default="all")
@option("--count", "count", key="mse-count", metavar="column")
@option("--stratum", "strata", key="mse-stratum", metavar="column", multiple=True)
@option("--without", "without", key="mse-without", metavar="list", multiple=True)
@option("--level", "level", key="level", type=Share(), metavar="number", default=0.95)
@option("--prior", "prior", key="mse-prior", type=float, metavar="number")
@option("--cap", "cap", key="mse-cap", type=float, metavar="number")
@option("--draws", "draws", key="mse-draws", type=click.IntRange(100, 1_000_000))
@option("--independent", "independent", key="mse-independent", metavar="text")
@option("--official", "official", key="mse-official", type=float, metavar="number")
@option("--decisions", "decisions", key="mse-decisions", type=click.Path(), metavar="file")
@option("--check/--no-check", "check", key="mse-check", default=True)
@option("--seed", "seed", key="seed", type=click.IntRange(0, 2**31 - 1), default=1)
def mse(
    context: click.Context,
    *,
    path: str,
    model: str,
    count: str | None,
    strata: tuple[str, ...],
    without: tuple[str, ...],
    level: float,
    prior: float | None,
    cap: float | None,
    draws: int | None,
    independent: str | None,
    official: float | None,
    decisions: str | None,
    check: bool,
    seed: int,
) -> int:
    """Estimate how many persons are on no list, or say why it cannot be done."""
    from habeas.errors import InputError
    from habeas.estimation.mse import MODELS, answer, read_histories

    out = screen(context)
    for name, value in (("--prior", prior), ("--cap", cap)):
        if value is not None and not 0 < value < 1e6:
            raise InputError("cli.not-above-nothing", name=name, found=value)
    if not 0 < level < 1:
        raise InputError("cli.no-level", found=level)
    read = _left(read_histories(Path(path), count=count, stratum=strata or None), without)
    settings = {
        "graphs": {name: value for name, value in (("prior", prior), ("cap", cap)) if value is not None},
        "loglinear": {"draws": draws} if draws else {},
    }
    given: dict[str, Any] = {
        "level": level, "seed": seed, "independence_claim": independent, "official": official, "settings": settings,
        "decisions": _decisions(decisions),
    }  # fmt: skip
    models = MODELS if model == "all" else (model,)
    with out.progress("estimating") as progress:
        found = answer(read.table, models, progress=_told(progress, list(models)), **given)  # type: ignore[arg-type]
        parts = _strata(read, level, seed, independent, progress) if read.strata else None
        checked = _checked(read.table, level, seed, progress) if check else ()
    (_emit if out.json else _tell)(out, read, found, parts, checked)
    return NEEDS_A_PERSON if found.refused or read.problems else DONE


def _left(read: ReadHistories, without: Sequence[str]) -> ReadHistories:
    from habeas.errors import InputError

    for name in without:
        if name not in read.table.lists:
            raise InputError("cli.no-such-list", found=name, known=list(read.table.lists))
    if not without:
        return read
    strata = {name: one.without(*without) for name, one in read.strata.items()}
    return replace(read, table=read.table.without(*without), strata=strata)


def _decisions(path: str | None) -> Sequence[Decision]:
    """Read recorded decisions: a table with the columns reason, who, when and why; every fault is told."""
    if path is None:
        return ()
    from habeas.errors import Faults, InputError, Problem
    from habeas.estimation import read_table
    from habeas.estimation.mse import Decision

    table = read_table(Path(path))
    needed = ("reason", "who", "when", "why")
    missing = [name for name in needed if name not in table.headers]
    if missing:
        raise InputError("estimation.decision-columns", file=table.file, found=missing, known=list(table.headers))
    found, problems = [], list(table.problems)
    for row in table.rows:
        empty = [name for name in needed if not row.cells[name]]
        problems += [Problem("estimation.decision-empty", table.file, row.row, name) for name in empty]
        try:
            when = date.fromisoformat(row.cells["when"])
        except ValueError:
            if row.cells["when"]:
                values: dict[str, object] = {"found": row.cells["when"]}
                problems.append(Problem("estimation.decision-day", table.file, row.row, "when", values=values))
            continue
        found.append(Decision(reason=row.cells["reason"], who=row.cells["who"], when=when, why=row.cells["why"]))
    if any(one.gravity == "error" for one in problems):
        raise Faults("estimation.decisions-faulty", problems, file=table.file)
    return found


def _strata(read: ReadHistories, level: float, seed: int, claim: str | None, progress: Any) -> Strata:
    """Return each stratum by the graphs, partly pooled, and their sum; the gate judges each by itself."""
    from habeas.estimation.mse import gate, strata

    def judge(table: Histories, one: Estimate) -> Sequence[Reason]:
        return (*gate.judge(table, [one], independence_claim=claim, drop=False), *gate.of_estimate(one))

    if progress is not None:
        progress.stage("strata")
    told = None if progress is None else lambda share: progress(round(100 * share), 100)
    return strata.estimate(read.strata, judge=judge, level=level, seed=seed, progress=told)


def _told(progress: Any, models: list[str]) -> Callable[[str, float], None] | None:
    if progress is None:
        return None

    def told(model: str, share: float) -> None:
        progress(round(100 * (models.index(model) + share)), 100 * len(models))

    return told


def _checked(table: Histories, level: float, seed: int, progress: Any) -> tuple[Any, ...]:
    """Return how the quick estimator does on tables like this one, and on each list as if its size were not known; nothing where there are too few lists."""
    from habeas.estimation.mse import calibration

    used = table.without(*(name for name, size in zip(table.lists, table.sizes, strict=True) if not size))
    if used.k < 3:
        return ()
    quick: Any = "graphs" if used.k <= calibration.GRAPH_LISTS else "chao"
    if progress is not None:
        progress.stage("checking")
    told = None if progress is None else lambda share: progress(round(100 * share), 100)
    return (
        *calibration.own(used, quick, level=level, seed=seed, progress=told),
        *calibration.hide_a_list(used, quick, level=level),
    )


def _emit(out: Screen, read: ReadHistories, found: Answer, parts: Strata | None, checked: Sequence[Any]) -> None:
    out.emit(
        "estimate-mse/1",
        **found.as_json(out.lang),
        strata=None if parts is None else parts.as_json(out.lang),
        check=[one.as_json(out.lang) for one in checked],
        problems=out.problem_rows(read.problems),
    )


def _tell(out: Screen, read: ReadHistories, found: Answer, parts: Strata | None, checked: Sequence[Any]) -> None:
    sizes = [f"{name} {size:,}" for name, size in zip(found.table.lists, found.table.sizes.tolist(), strict=True)]
    out.say("mse-lists", n=found.table.n, lists=sizes, k=found.table.k)
    out.say("mse-ever-held", "dim")
    _side_by_side(out, found)
    for one in (*found.estimates, *found.floors):
        _said(out, one)
    if found.tipping is not None:
        out.line()
        out.line(found.tipping.text(out.lang))
    for bound in found.bounds:
        out.line()
        out.line(bound.text(out.lang))
    if parts is not None:
        out.line()
        _tell_strata(out, parts)
    if checked:
        out.line()
        out.say("mse-checked", "bold")
    for one in checked:
        out.line(one.text(out.lang), first="  - ")
    out.problems(read.problems)


def _tell_strata(out: Screen, parts: Strata) -> None:
    """Print each stratum alone and with what the others say, the sum, and all in one table beside it."""
    rows = [
        [name or "–", str(one.listed), *_short(out, one), *_short(out, parts.pooled.get(name, one))]
        for name, one in parts.alone.items()
    ]
    out.table(("stratum", "listed", "alone", "aloneinterval", "pooled", "interval"), rows)
    refused = [(name, one) for name, one in parts.alone.items() if one.refused]
    for name, one in refused[:SHORT]:
        why = [reason.text(out.lang) for reason in one.reasons if reason.gravity == "refuse"]
        out.line(f"{name or '–'}: {' '.join(why)}", first="  - ")
    out.more(len(refused) - len(refused[:SHORT]))
    _said(out, parts.total)
    if parts.together is not None and not parts.together.refused:
        out.say("mse-together", estimate=_short(out, parts.together)[0], span=_short(out, parts.together)[1])


def _short(out: Screen, one: Estimate) -> tuple[str, str]:
    from habeas import words
    from habeas.estimation import shown

    if one.refused or one.point is None:
        return "–", "–"
    return words.say(shown(one.point, whole=True), out.lang), _span(out, one.low, one.high)


def _side_by_side(out: Screen, found: Answer) -> None:
    out.table(
        ("method", "estimate", "interval", "unlisted", "stands"),
        [_row(out, one) for one in (*found.estimates, *found.floors)],
    )


def _row(out: Screen, one: Estimate) -> list[str]:
    from habeas import words
    from habeas.estimation import shown

    method = words.text(f"estimation.method-{one.method}", out.lang)
    if one.refused or one.point is None:
        refusing = [reason for reason in one.reasons if reason.gravity == "refuse"]
        return [method, "–", "–", "–", out.text("mse-refused", n=len(refusing))]

    missing = one.missing
    number = words.say(shown(one.point, whole=True), out.lang)
    span = _span(out, one.low, one.high)
    none = _span(out, missing.low, missing.high) if missing else "–"
    stands = (
        out.text("mse-overridden")
        if one.override
        else out.text("mse-warned", n=sum(reason.gravity == "warn" for reason in one.reasons))
    )
    return [method, number, span, none, stands]


def _span(out: Screen, low: float | None, high: float | None) -> str:
    """Return an interval in signs; one without an upper end begins with what it is at least."""
    from habeas import words
    from habeas.estimation import shown

    below, above = (None if one is None else words.say(shown(one, whole=True), out.lang) for one in (low, high))
    if below is None or above is None:
        return f"≥ {below}" if below else f"≤ {above}" if above else "–"
    return f"{below} – {above}"


def _said(out: Screen, one: Estimate) -> None:
    out.line()
    for number, line in enumerate(one.summary(out.lang).splitlines()):
        reason = line.startswith("- ")
        out.line(
            line[2:] if reason else line,
            first="  - " if reason else "" if number == 0 else "  ",
            style="bold" if number == 0 else None,
        )
