"""Commands about record files: records, map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from habeas.cli.frame import DONE, NEEDS_A_PERSON, argument, command, option
from habeas.cli.show import Screen, problem_rows, screen

if TYPE_CHECKING:
    from habeas.case import Case, Group, Releases
    from habeas.errors import Problem
    from habeas.records import Reading

_STYLES: Final = {"error": "red", "warning": "yellow", "note": "dim"}


@contextmanager
def opened_case(paths: Sequence[str]) -> Iterator[Case | None]:
    """Lend the case that the arguments name: the current folder where there are none; None where they are files to read."""
    from habeas.case import Case

    if len(paths) > 1 or (paths and not (Path(paths[0]) / "case.toml").exists()):
        yield None
        return
    with Case(Path(paths[0]) if paths else Path()) as case:
        yield case


@command("records")
@argument("paths", nargs=-1, type=click.Path(), key="released")
@option("--to", "to", key="to", type=click.Path())
@option("--mapping", "mappings", key="mapping", type=click.Path(), metavar="file", multiple=True)
@option("--problems", "every", key="problems", is_flag=True)
def records(
    context: click.Context, *, paths: tuple[str, ...], to: str | None, mappings: tuple[str, ...], every: bool
) -> int:
    """Read record files as published, and account for every row."""
    from habeas.case import read_files

    out = screen(context)
    with opened_case(paths) as case, ExitStack() as stack:
        with out.progress("reading-records") as progress:
            if case is not None:
                refuse_with_case(to=to, mapping=mappings)
                found = case.records(progress=progress)
            else:
                files, place = [Path(path) for path in paths], Path(to) if to else None
                own = [Path(path) for path in mappings]
                found = stack.enter_context(read_files(files, place, mappings=own, progress=progress))
        if out.json:
            out.emit("records/1", **releases_row(out, found, every=every))
        else:
            tell(out, found, every=every)
            if to:
                out.say("records-kept", folder=to)
    return DONE if found.sound else NEEDS_A_PERSON


def refuse_with_case(**given: object) -> None:
    """Raise :class:`InputError` for an option that is for files alone: a case keeps its tables and mappings itself."""
    from habeas.errors import InputError

    for name, value in given.items():
        if value:
            raise InputError("cli.files-only", name=f"--{name}")


def tell(out: Screen, found: Releases, *, every: bool = False) -> None:
    """Print what each reading gave and what was set aside, the problems of whole files first."""
    wrong = [one for one in found.problems if one.gravity != "note"]
    out.problems(wrong, err=False)
    for one in found.problems:
        if one.gravity == "note":
            out.line(one.text(out.lang), style="dim")
    for reading in found.readings:
        _reading(out, reading, every=every)
    if found.others:
        out.say("records-others", "dim", n=len(found.others), files=list(found.others))
    if not found.readings and not found.problems and not found.others:
        out.say("records-none")
    if len(found.readings) > 1:
        used = sum(one.used for one in found.readings)
        out.say("records-total", rows=used + found.set_aside, used=used, aside=found.set_aside)


def _reading(out: Screen, one: Reading, *, every: bool) -> None:
    from habeas.case import every_problem, grouped

    out.say("records-release", "bold", release=one.release, kind=out.text(f"kind-{one.kind}"))
    edition = f"{one.reader} {one.generation}".strip()
    out.say("records-reader", None, "  ", reader=edition)
    if one.until is not None:
        moment = one.until.moment.isoformat(sep=" ", timespec="minutes")
        out.say(f"until-{one.until.ground}", None, "  ", moment=moment)
    for account in one.accounts:
        place = account.file if account.sheet is None else f"{account.file}, {account.sheet}"
        counts = {"rows": account.rows, "used": account.used, "aside": account.set_aside}
        out.say("records-account", "red" if account.set_aside else None, "  ", file=place, **counts)
    for file, columns in one.unknown_columns.items():
        out.say("records-unknown", "yellow", "  ", file=file, n=len(columns), columns=list(columns))
    if every:
        for problem in every_problem(one):
            out.line(_said(out, problem), first="    ", rest="      ", style=_STYLES[problem.gravity])
        return
    for group in grouped(one):
        first = "  " + _many(out, group)
        out.line(_said(out, group.first), first=first, rest="      ", style=_STYLES[group.first.gravity])


def _said(out: Screen, problem: Problem) -> str:
    """Return a problem in words, with what was found."""
    found = str(problem.values.get("found", ""))
    return problem.text(out.lang) + (" " + out.text("records-found", found=found) if found else "")


def _many(out: Screen, group: Group) -> str:
    """Return on how many lines and sheets a problem stands, where it is more than one."""
    if group.sheets > 1:
        return out.text("records-sheets", lines=group.n, n=group.sheets) + " "
    return out.text("records-lines", n=group.n) + " " if group.n > 1 else ""


def releases_row(out: Screen, found: Releases, *, every: bool = False) -> dict[str, object]:
    """Return what was read as JSON."""
    from habeas.case import every_problem

    lines = (
        [row for one in found.readings for row in problem_rows(list(every_problem(one)), out.lang)] if every else None
    )
    return {
        "folder": str(found.folder),
        "sound": found.sound,
        "set_aside": found.set_aside,
        "readings": [_reading_row(out, one) for one in found.readings],
        "problems": out.problem_rows(found.problems),
        "others": list(found.others),
        "lines": lines,
    }


def _reading_row(out: Screen, one: Reading) -> dict[str, object]:
    from habeas.case import grouped

    return {
        "kind": one.kind,
        "reader": one.reader,
        "generation": one.generation,
        "release": one.release,
        "until": one.until.moment.isoformat() if one.until else None,
        "ground": one.until.ground if one.until else None,
        "rows": one.rows,
        "used": one.used,
        "set_aside": one.set_aside,
        "accounts": [asdict(account) for account in one.accounts],
        "unknown_columns": {file: list(columns) for file, columns in one.unknown_columns.items()},
        "groups": [_group_row(out, group) for group in grouped(one)],
    }


def _group_row(out: Screen, group: Group) -> dict[str, object]:
    return {
        **out.problem_rows([group.first])[0],
        "sheet": group.sheet,
        "n": group.n,
        "sheets": group.sheets,
        "found": group.first.values["found"],
    }


@command("map")
@argument("file", key="file", type=click.Path())
@option("--sheet", key="sheet")
@option("--output", "-o", "output", key="output", type=click.Path(), metavar="file")
def map(context: click.Context, *, file: str, sheet: str | None, output: str | None) -> int:  # noqa: A001 - the command's name
    """Draft how to read a file that no reader knows."""
    from habeas.errors import InputError
    from habeas.records import draft_mapping

    out = screen(context)
    if not Path(file).is_file():
        raise InputError("evidence.no-such-file", file=file)
    draft = draft_mapping(Path(file), sheet=sheet)
    text = draft.text(out.lang)
    if output is not None:
        if Path(output).exists():
            raise InputError("cli.output-exists", file=output)
        Path(output).write_text(text, encoding="utf-8")
    if out.json:
        out.emit("map/1", file=output, mapping=text, undecided=list(draft.undecided))
    elif output is None:
        click.echo(text)
    else:
        left = draft.undecided
        out.say("map-done" if left else "map-drafted", file=output, n=len(left), places=list(left))
    return NEEDS_A_PERSON if draft.undecided else DONE
