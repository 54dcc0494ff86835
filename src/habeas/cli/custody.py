"""Commands about custody counted from records: custody, census, stays, movements, timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from habeas import words
from habeas.case import AFTER, LAYOUTS, MOMENTS
from habeas.cli.frame import DONE, NEEDS_A_PERSON, argument, case_argument, case_option, command, option
from habeas.cli.records import opened_case, refuse_with_case, releases_row, tell
from habeas.cli.show import Screen, screen

if TYPE_CHECKING:
    from habeas.case import Census, Counted, Held, Length, Movement, Releases
    from habeas.custody import Timeline, Totals

_TOP: Final = 10


@command("custody")
@argument("paths", nargs=-1, type=click.Path(), key="released")
@option("--to", "to", key="to", type=click.Path())
@option("--mapping", "mappings", key="mapping", type=click.Path(), metavar="file", multiple=True)
@option("--rule", key="rule")
@option("--compare-rules", "comparing", key="compare-rules", is_flag=True)
@option("--engine", key="engine", default="duckdb", show_default=False)
@option("--master", key="master")
@option("--until", key="until")
def custody(
    context: click.Context,
    *,
    paths: tuple[str, ...],
    to: str | None,
    mappings: tuple[str, ...],
    rule: str | None,
    comparing: bool,
    engine: str,
    master: str | None,
    until: str | None,
) -> int:
    """Count who was held, where, on which day, for how long, moved where."""
    from habeas.case import Counting, compare, moment, read_files

    out = screen(context)
    last, place = moment(until) if until else None, Path(to) if to else None
    with ExitStack() as stack:
        case = stack.enter_context(opened_case(paths))
        with out.progress("reading-records") as progress:
            if case is not None:
                refuse_with_case(mapping=mappings)
                asked = case.custody(rule=rule, engine=engine, master=master, until=last, to=place, progress=progress)
                settled = case.about.records.until
                how = Counting(rule=rule or "habeas", engine=engine, master=master, until=last, settled=settled)
            else:
                how = Counting(rule=rule or "habeas", engine=engine, master=master, until=last)
                own = [Path(path) for path in mappings]
                files = [Path(path) for path in paths]
                asked = read_files(files, place, mappings=own, counted=how, progress=progress)
            found = stack.enter_context(asked)
            compared = compare(found, how, progress) if comparing and found.stints else {}
        status = _custody(out, found, compared)
        if to and not out.json:
            out.say("custody-kept", folder=to)
    return status


def _custody(out: Screen, found: Releases, compared: Mapping[str, Sequence[Totals]]) -> int:
    """Print the custody of each release, and return the exit status."""
    if out.json:
        rows = [_held_row(found.held(name), compared.get(name, ())) for name in found.names]
        out.emit("custody/1", **releases_row(out, found), releases=rows)
    else:
        tell(out, found)
    if not found.counted:
        if out.json:
            return NEEDS_A_PERSON
        found.held()  # says why there is nothing to count
    unbalanced = False
    for name in found.names:
        held = found.held(name)
        unbalanced = unbalanced or bool(held.totals.unbalanced)
        if not out.json:
            click.echo()
            _tell_held(out, held)
            _tell_compared(out, compared.get(name, ()))
    return DONE if found.sound and not unbalanced else NEEDS_A_PERSON


def _held_row(held: Held, compared: Sequence[Totals]) -> dict[str, object]:
    return {
        "release": held.release,
        "totals": asdict(held.totals),
        "places": [asdict(one) for one in held.places(_TOP)],
        "lengths": [asdict(one) for one in held.stays()],
        "movements": [asdict(one) for one in held.movements()[:_TOP]],
        "compared": [asdict(one) for one in compared],
    }


def _tell_held(out: Screen, held: Held) -> None:
    totals = held.totals
    out.say("custody-head", "bold", release=held.release, rule=totals.rule, until=_moment(totals.until))
    if held.register is not None:
        out.say("custody-hour", None, "  ", at=held.register.at.isoformat(timespec="minutes"))
    left = {"n": totals.rows_left_out}
    out.say("custody-persons", None, "  ", persons=_pair(out, totals.persons), n=totals.rows_without_id)
    out.say("custody-stints", None, "  ", stints=_pair(out, totals.stints), n=totals.open_stints)
    out.say("custody-stays", None, "  ", stays=_pair(out, totals.stays), n=totals.open_stays)
    if totals.rows_left_out:
        out.say("custody-left-out", "yellow", "  ", rule=totals.rule, **left)
    out.say("custody-last", None, "  ", held=_pair(out, totals.last_midnight), day=totals.last_day)
    if totals.peak_day is not None:
        out.say("custody-peak", None, "  ", held=_pair(out, totals.peak_midnight), day=totals.peak_day)
    years = tuple(round(one, 1) for one in totals.person_years)
    out.say("custody-years", None, "  ", years=words.number(years[0]) if years[0] == years[1] else _range(years))
    median = (totals.median_days, totals.median_days_low, totals.median_days_high)
    out.say("custody-length" if median[0] is not None else "custody-length-unknown", None, "  ", **_days(out, *median))
    _tell_before(out, totals, "  ")
    if totals.unbalanced:
        out.say("custody-unbalanced", "red", "  ", n=len(totals.unbalanced), places=list(totals.unbalanced[:_TOP]))
    else:
        out.say("custody-balanced", None, "  ")
    places = held.places(_TOP)
    if places:
        click.echo()
        out.say("custody-where", "bold", day=totals.last_day)
        _tell_counted(out, places, everything=True)
    moves = [one for one in held.movements() if one.from_place and one.to_place][:_TOP]
    if moves and held.register is None:  # lists know one place: who is on them again has not been moved
        click.echo()
        out.say("custody-moved", "bold")
        _tell_movements(out, moves, everything=True)


def _tell_before(out: Screen, totals: Totals, indent: str) -> None:
    """Say which stays no length counts."""
    if totals.stays_before:
        out.say("custody-before", "yellow", indent, n=totals.stays_before, day=totals.first_day)


def _tell_compared(out: Screen, compared: Sequence[Totals]) -> None:
    if not compared:
        return
    click.echo()
    out.say("custody-compared", "bold")
    out.table(
        ("rule", "persons", "stints", "stays", "midnight", "days"),
        (
            (
                one.rule,
                _range(one.persons),
                _range(one.stints),
                _range(one.stays),
                _range(one.last_midnight),
                words.number(one.median_days) if one.median_days is not None else "?",
            )
            for one in compared
        ),
    )
    out.say("custody-compare-help", "dim")


# --- asking what was counted


def asking(run: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which tables are asked."""
    run = option("--release", key="release")(run)
    return option("--tables", "tables", key="tables", type=click.Path())(run)


@contextmanager
def _asked(out: Screen, folder: str, tables: str | None, release: str | None) -> Iterator[Held]:
    """Lend the custody that a command asks: of tables in a folder, or of a case, counted anew where it has changed."""
    from habeas.case import Case, open_tables

    if tables is not None:
        yield open_tables(Path(tables)).held(release)
        return
    with Case(Path(folder)) as case:
        with out.progress("reading-records") as progress:
            held = case.held(release, progress=progress)
        yield held


@command("census")
@case_argument
@option("--day", key="day")
@option("--at", "at", key="at", type=click.Choice(MOMENTS), default="midnight", show_default=False)
@option("--by", key="by")
@option("--place", key="place")
@option("--to", "to", key="to-file", type=click.Path(), metavar="file")
@option("--layout", key="layout", type=click.Choice(LAYOUTS), default="habeas", show_default=False)
@option("--all", "everything", key="all", is_flag=True)
@asking
def census(context: click.Context, *, folder: str, tables: str | None, release: str | None, **asked: Any) -> int:
    """Count who was held on a day, certainly and possibly."""
    from habeas.case import day

    out = screen(context)
    wanted = day(asked["day"]) if asked["day"] else None
    of = {"by": asked["by"], "place": asked["place"]}
    with _asked(out, folder, tables, release) as held:
        counted = held.census(day=wanted, at=asked["at"], **of)
        written = None
        if asked["to"]:
            written = held.write_census(Path(asked["to"]), day=wanted, layout=asked["layout"], **of)
    if out.json:
        out.emit("census/1", **asdict(counted), file=asked["to"], written=written)
    elif written is not None:
        out.say("table-written", file=asked["to"], n=written)
    else:
        _tell_census(out, counted, everything=asked["everything"])
    return DONE


def _tell_census(out: Screen, counted: Census, *, everything: bool) -> None:
    at = out.text(f"at-{counted.at}")
    if counted.day is not None and counted.certain is not None and counted.possible is not None:
        held = _pair(out, (counted.certain, counted.possible))
        out.say("census-day", "bold", day=counted.day, at=at, held=held)
    elif counted.place is not None:
        out.say("census-place", "bold", place=counted.place, at=at)
    _tell_counted(out, counted.rows, everything=everything)


def _tell_counted(out: Screen, rows: Sequence[Counted], *, everything: bool) -> None:
    unknown = out.text("not-told")
    out.table(
        ("certain", "possible", "of", "name"),
        ((words.number(one.certain), words.number(one.possible), one.value or unknown, _named(one)) for one in rows),
        everything=everything,
    )


def _named(one: Counted) -> str:
    return one.name if one.name and one.name != one.value else ""


@command("stays")
@case_argument
@option("--to", "to", key="to-file", type=click.Path(), metavar="file")
@asking
def stays(context: click.Context, *, folder: str, to: str | None, tables: str | None, release: str | None) -> int:
    """Tell for how long persons were held."""
    out = screen(context)
    with _asked(out, folder, tables, release) as held:
        lengths, totals, name = held.stays(), held.totals, held.release
        written = held.write_stays(Path(to)) if to else None
    if out.json:
        rows = [asdict(one) for one in lengths]
        out.emit("stays/1", release=name, after=list(AFTER), lengths=rows, file=to, written=written)
    elif written is not None:
        out.say("table-written", file=to, n=written)
    else:
        out.say("custody-stays", None, "", stays=_pair(out, totals.stays), n=totals.open_stays)
        _tell_lengths(out, lengths)
        _tell_before(out, totals, "")
    return DONE


def _tell_lengths(out: Screen, lengths: Sequence[Length]) -> None:
    out.table(
        ("of", "ended", "open", "days", "share"),
        (
            (
                out.text("everybody") if one.stratum == "all" else one.stratum.partition(":")[2],
                words.number(one.ended),
                words.number(one.censored),
                _median(out, one),
                ", ".join("?" if share is None else f"{share:.0%}" for share in one.after),
            )
            for one in lengths
        ),
    )
    out.say("stays-help", "dim", days=list(AFTER))


def _median(out: Screen, one: Length) -> str:
    if one.median is None:
        return "?"
    said = _days(out, one.median, one.median_low, one.median_high)
    return f"{said['days']} ({said['low']}–{said['high']})"


@command("movements")
@case_argument
@option("--from", "from_place", key="from")
@option("--to-place", "to_place", key="to-place")
@option("--to", "to", key="to-file", type=click.Path(), metavar="file")
@option("--all", "everything", key="all", is_flag=True)
@asking
def movements(
    context: click.Context,
    *,
    folder: str,
    from_place: str | None,
    to_place: str | None,
    to: str | None,
    everything: bool,
    tables: str | None,
    release: str | None,
) -> int:
    """Tell from where to where persons were moved."""
    out = screen(context)
    with _asked(out, folder, tables, release) as held:
        found, name = held.movements(from_place=from_place, to_place=to_place), held.release
        written = held.write_movements(Path(to)) if to else None
    if out.json:
        out.emit("movements/1", release=name, movements=[asdict(one) for one in found], file=to, written=written)
    elif written is not None:
        out.say("table-written", file=to, n=written)
    else:
        _tell_movements(out, found, everything=everything)
    return DONE


def _tell_movements(out: Screen, found: Sequence[Movement], *, everything: bool) -> None:
    out.table(
        ("certain", "possible", "minutes", "from", "to"),
        (
            (
                words.number(one.certain),
                words.number(one.possible),
                "" if one.median_minutes is None else words.number(round(one.median_minutes)),
                one.from_place or out.text("from-outside"),
                one.to_place or " ".join((out.text("to-outside"), one.reason or "")).strip(),
            )
            for one in found
        ),
        everything=everything,
    )


@command("timeline")
@argument("person", key="person")
@case_option
@asking
def timeline(context: click.Context, *, person: str, folder: str, tables: str | None, release: str | None) -> int:
    """Tell one person's time in custody, in order."""
    out = screen(context)
    with _asked(out, folder, tables, release) as held:
        found, name = held.timeline(person), held.release
    if out.json:
        out.emit("timeline/1", release=name, person=person, steps=[asdict(one) for one in found.steps])
    else:
        _tell_timeline(out, found)
    return DONE


def _tell_timeline(out: Screen, found: Timeline) -> None:
    for one in found.steps:
        until = _moment(one.end) if one.end is not None else out.text("not-ended")
        when = f"{_moment(one.start)} – {until}"
        if one.kind != "stint":
            out.line(out.text(f"step-{one.kind}", place=one.place or "?"), first=f"{when}  ", style="dim")
            continue
        place = one.place or out.text("not-told")
        named = f"{place}, {one.place_name}" if one.place_name and one.place_name != place else place
        where = f"{one.file}, {one.sheet}" if one.sheet else str(one.file)
        said = out.text("step-stint", place=named, reason=one.reason or "?", file=where, line=str(one.line))
        out.line(said, first=f"{when}  ")


# --- how counts are written


def _pair(out: Screen, pair: tuple[int, int]) -> str:
    certain, possible = pair
    return words.number(certain) if certain == possible else out.text("pair", certain=certain, possible=possible)


def _range(pair: Sequence[float]) -> str:
    low, high = pair
    return words.number(low) if low == high else f"{words.number(low)}–{words.number(high)}"


def _days(out: Screen, days: float | None, low: float | None, high: float | None) -> dict[str, str]:
    """Return a length and its interval in words; a bound that is not reached is said so."""
    open_end = out.text("not-reached")
    return {
        "days": words.number(days) if days is not None else open_end,
        "low": words.number(low) if low is not None else open_end,
        "high": words.number(high) if high is not None else open_end,
    }


def _moment(found: date | datetime) -> str:
    return found.isoformat(sep=" ", timespec="minutes") if isinstance(found, datetime) else found.isoformat()
