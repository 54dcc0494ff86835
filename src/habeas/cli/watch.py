"""Commands about daily rosters: register, watch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from habeas import words
from habeas.cli.frame import DONE, NEEDS_A_PERSON, argument, command, option
from habeas.cli.show import Screen, screen

if TYPE_CHECKING:
    from habeas.custody import Altered, Register, Roster, RosterDay, Sighting, Watch
    from habeas.records import Reading

_DOUBTED: Final = {"doubled": "register-doubled", "partial": "register-partial", "foreign": "register-foreign"}


@command("register")
@argument("paths", nargs=-1, type=click.Path(), key="rosters", required=True)
@option("--to", "to", key="to-register", type=click.Path(), required=True)
@option("--mapping", "mappings", key="mapping", type=click.Path(), metavar="file", multiple=True)
@option("--all", "everything", key="all", is_flag=True)
def register(
    context: click.Context, *, paths: tuple[str, ...], to: str, mappings: tuple[str, ...], everything: bool
) -> int:
    """Make a register of a series of daily rosters."""
    from habeas.case import read_files
    from habeas.custody import make_register

    out = screen(context)
    place = Path(to)
    _refuse_other(place)
    own = [Path(path) for path in mappings]
    with (
        out.progress("reading-records") as progress,
        read_files([Path(path) for path in paths], mappings=own, progress=progress) as found,
    ):
        reading = _series(found.readings, found.problems)
        _stage(progress, "making-register")
        made = make_register(reading, place, progress)
        sound, aside = found.sound, found.set_aside
        problems = found.problems
    if out.json:
        rows = out.problem_rows(problems)
        out.emit("register/1", **_register_row(made), set_aside=aside, problems=rows)
    else:
        out.problems([one for one in problems if one.gravity != "note"], err=False)
        if aside:
            out.say("register-aside", "red", n=aside)
        _tell_register(out, made, everything=everything)
        out.say("register-kept", folder=to)
    doubts = any(made.of_state(state) for state in _DOUBTED)
    return DONE if sound and not doubts else NEEDS_A_PERSON


def _refuse_other(folder: Path) -> None:
    """Raise InputError where a folder holds something that is no register of an earlier run."""
    from habeas.errors import InputError

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())) and not (folder / "register.json").exists():
        raise InputError("register.to-holds-else", folder=str(folder))


def _stage(progress: Any, key: str) -> None:
    if progress is not None and hasattr(progress, "stage"):
        progress.stage(key)


def _series(readings: Sequence[Reading], problems: Sequence[Any]) -> Reading:
    """Return the one reading of rosters; there is no register of two series."""
    from habeas.errors import Faults, InputError

    rosters = [one for one in readings if one.kind == "roster"]
    if not rosters:
        raise Faults("register.no-rosters", [one for one in problems if one.gravity == "error"])
    if len(rosters) > 1:
        raise InputError("register.which-series", known=[one.release for one in rosters])
    return rosters[0]


def _register_row(made: Register) -> dict[str, object]:
    at = made.at.isoformat(timespec="minutes")
    latest = [_sighting_row(_as_sighting(row)) for row in _latest(made)]
    return {**asdict(made), "folder": str(made.folder), "at": at, "latest": latest}


def _latest(made: Register) -> list[dict[str, Any]]:
    """Return who vanished last, of those who have not come back: all of the last day on which anybody did."""
    import pyarrow.parquet as pq

    found = [row for row in pq.read_table(made.table("vanished")).to_pylist() if row["returned"] is None]
    last = max((row["gone_by"] for row in found), default=None)
    return [row for row in found if row["gone_by"] == last]


def _tell_register(out: Screen, made: Register, *, everything: bool) -> None:
    days = made.days
    listed = [one for one in days if one.state != "missing"]
    out.say(
        "register-head", "bold", series=made.series, first=days[0].day, last=days[-1].day, n=len(listed), rows=made.rows
    )
    out.say("register-days", None, "  ", covered=len(made.covered), every=len(days), n=len(made.of_state("missing")))
    stale = made.of_state("stale")
    if stale:
        out.say("register-stale", "yellow", "  ", n=len(stale), day=stale[-1].day, copy=stale[-1].copy_of)
    for state, key in _DOUBTED.items():
        for one in made.of_state(state):
            out.say(key, "red", "  ", **_counts_of(one))
    out.say(
        "register-hour" if made.hour_learned else "register-no-hour",
        None,
        "  ",
        at=made.at.isoformat(timespec="minutes"),
        fitting=made.fitting,
        n=made.admissions,
    )
    out.say(
        "register-persons",
        None,
        "  ",
        persons=_pair(out, made.persons),
        stays=_pair(out, made.stays),
        n=made.open_stays,
    )
    if made.without_id:
        out.say("register-nobody", "yellow", "  ", n=made.without_id)
    if made.float_ids:
        out.say("register-floats", "yellow", "  ", n=made.float_ids)
    gone = _latest(made)
    if gone:
        first = gone[0]
        out.say("register-vanished", "bold", n=len(gone), seen=first["last_seen"], gone=first["gone_by"])
        _persons(out, [_as_sighting(row) for row in gone], everything=everything)


def _counts_of(one: RosterDay) -> dict[str, object]:
    return {"day": one.day, "files": list(one.files), "listed": one.listed or 0, "possible": one.listed_possible or 0}


def _as_sighting(row: Mapping[str, Any]) -> Sighting:
    from habeas.custody import Sighting

    apart = {
        "person",
        "stay",
        "last_seen",
        "gone_by",
        "days_between",
        "returned",
        "same_admission",
        "file",
        "sheet",
        "line",
    }
    said = {name: value for name, value in row.items() if name not in apart}
    return Sighting(person=row["person"], file=row["file"], sheet=row["sheet"], line=row["line"], said=said)


def _pair(out: Screen, pair: tuple[int, int]) -> str:
    certain, possible = pair
    return words.number(certain) if certain == possible else out.text("pair", certain=certain, possible=possible)


@command("watch")
@argument("paths", nargs=-1, type=click.Path(), key="rosters", required=True)
@option("--mapping", "mappings", key="mapping", type=click.Path(), metavar="file", multiple=True)
@option("--all", "everything", key="all", is_flag=True)
def watch(context: click.Context, *, paths: tuple[str, ...], mappings: tuple[str, ...], everything: bool) -> int:
    """Tell who appeared and who vanished between two rosters."""
    from habeas import custody
    from habeas.errors import InputError

    out = screen(context)
    own = [Path(path) for path in mappings]
    if len(paths) == 2:
        found = custody.watch(Path(paths[0]), Path(paths[1]), mappings=own)
    elif len(paths) == 1 and not Path(paths[0]).is_file():
        found = custody.watch_folder(Path(paths[0]), mappings=own)
    else:
        raise InputError("cli.watch-what", n=len(paths))
    if out.json:
        out.emit("watch/1", **_watch_row(out, found))
    else:
        _tell_watch(out, found, everything=everything)
    wrong = any(one.gravity == "error" for one in found.problems)
    return NEEDS_A_PERSON if found.appeared or found.vanished or wrong else DONE


def _watch_row(out: Screen, found: Watch) -> dict[str, object]:
    return {
        "older": asdict(found.old),
        "newer": asdict(found.new),
        "days_between": found.days_between,
        "copied": found.copied,
        "strangers": found.strangers,
        "common": found.common,
        "appeared": [_sighting_row(one) for one in found.appeared],
        "vanished": [_sighting_row(one) for one in found.vanished],
        "altered": [asdict(one) for one in found.altered],
        "passed_over": list(found.passed_over),
        "problems": out.problem_rows(found.problems),
    }


def _sighting_row(one: Sighting) -> dict[str, object]:
    return {"person": one.person, "file": one.file, "sheet": one.sheet, "line": one.line, "columns": dict(one.said)}


def _tell_watch(out: Screen, found: Watch, *, everything: bool) -> None:
    out.problems([one for one in found.problems if one.gravity != "note"], err=False)
    for key, one in (("watch-old", found.old), ("watch-new", found.new)):
        out.say(key, "bold", **_roster(one))
        if one.without_id:
            out.say("watch-nobody", "yellow", "  ", n=one.without_id)
    for day in found.passed_over:
        out.say("watch-passed", "yellow", day=day)
    if found.copied:
        out.say("watch-copied", "yellow")
        return
    if found.strangers:
        out.say("watch-strangers", "red", n=found.common)
    if found.days_between:
        out.say("watch-between", "yellow", n=found.days_between)
    days = {"old": found.old.day, "new": found.new.day}
    if found.vanished:
        out.say("watch-vanished", "red", n=len(found.vanished), **days)
        _persons(out, found.vanished, everything=everything)
    else:
        out.say("watch-vanished-none")
    if found.appeared:
        out.say("watch-appeared", "cyan", n=len(found.appeared), **days)
        _persons(out, found.appeared, everything=everything)
    else:
        out.say("watch-appeared-none")
    _tell_altered(out, found.altered, everything=everything)


def _roster(one: Roster) -> dict[str, object]:
    return {"day": one.day, "file": one.file, "n": one.persons}


def _persons(out: Screen, ones: Sequence[Sighting], *, everything: bool) -> None:
    """Print persons with the line on which they stand, and what the list says of them."""
    rows = ((one.person, _value(one.said.get("admitted")), _place(one), _said(one.said)) for one in ones)
    out.table(("person", "admitted", "where", "said"), rows, everything=everything)


def _place(one: Sighting) -> str:
    return f"{one.file}:{one.line}" if one.sheet is None else f"{one.file}, {one.sheet}:{one.line}"


def _said(said: Mapping[str, Any]) -> str:
    told = ((name, value) for name, value in said.items() if value is not None and name != "admitted")
    return ", ".join(f"{name} {_value(value)}" for name, value in told if value is not False)


def _value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else str(value)


def _tell_altered(out: Screen, ones: Sequence[Altered], *, everything: bool) -> None:
    """Print what changed of those on both lists, the columns with the most changes first."""
    if not ones:
        out.say("watch-altered-none")
        return
    counted: dict[str, int] = {}
    for one in ones:
        counted[one.column] = counted.get(one.column, 0) + 1
    columns = [f"{name} {words.number(n)}" for name, n in sorted(counted.items(), key=lambda each: (-each[1], each[0]))]
    persons = len({one.person for one in ones})
    out.say("watch-altered", None, n=persons, columns=columns)
    if everything:
        out.table(
            ("person", "what", "where", "said"),
            (
                (
                    one.person,
                    one.column,
                    f"{one.file}:{one.line}",
                    f"{_value(one.before) or '–'} → {_value(one.after) or '–'}",
                )
                for one in ones
            ),
        )
