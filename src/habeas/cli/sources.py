"""Commands about sources: add, note, describe, sources, text, withdraw."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from habeas.cli.frame import DONE, NEEDS_A_PERSON, argument, case_argument, case_option, command, option
from habeas.cli.show import Screen, screen
from habeas.errors import InputError
from habeas.evidence import Sensitivity

if TYPE_CHECKING:
    from habeas.case import Added

_FIELDS = (
    "title", "publisher", "author", "published", "url", "language", "obtained-how", "obtained-by", "obtained-on", "licence",
    "citation",
)  # fmt: skip


def described(run: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that describe a source."""
    run = option("--sensitivity", key="sensitivity", type=click.Choice(get_args(Sensitivity)))(run)
    for name in reversed(_FIELDS):
        run = option(f"--{name}", key=name)(run)
    return run


def _given(fields: dict[str, str | None]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


@command("add")
@argument("paths", nargs=-1, required=True, type=click.Path(), key="files")
@case_option
@option("--actor", key="actor")
@option("--ocr", key="ocr", is_flag=True)
@described
def add(
    context: click.Context, *, paths: tuple[str, ...], folder: str, actor: str | None, ocr: bool, **fields: str | None
) -> int:
    """Take originals in."""
    from habeas.case import Case

    out = screen(context)
    with Case(Path(folder), actor=actor) as case, out.progress("adding") as progress:
        added = case.add(*(Path(path) for path in paths), ocr=ocr, progress=progress, **_given(fields))
    return _told(out, added)


def _told(out: Screen, added: Added) -> int:
    """Say what became of the files that were given, and return the exit status."""
    wrong = [one for one in added.problems if one.gravity == "error"]
    if out.json:
        groups = {name: [asdict(one) for one in getattr(added, name)] for name in ("new", "versions", "unchanged")}
        out.emit("add/1", **groups, problems=out.problem_rows(added.problems))
    else:
        out.problems(added.problems)
        counts = {"added": len(added.new), "versions": len(added.versions), "unchanged": len(added.unchanged)}
        out.say("add-done", **counts, problems=len({one.file for one in wrong}))
    return NEEDS_A_PERSON if wrong else DONE


@command("note")
@argument("name", key="id")
@case_option
@option("--actor", key="actor")
@option("--words", "said", key="words")
@described
def note(
    context: click.Context, *, name: str, folder: str, actor: str | None, said: str | None, **fields: str | None
) -> int:
    """Write a note."""
    from habeas.case import Case

    out = screen(context)
    with Case(Path(folder), actor=actor) as case:
        added = case.note(name, said if said is not None else _standard_input(out), **_given(fields))
    return _told(out, added)


def _standard_input(out: Screen) -> str:
    """Read the words of a note; a person who types them is told how to end. Bytes that are no UTF-8 are refused."""
    if sys.stdin is None:
        return ""
    if sys.stdin.isatty():
        click.echo(out.text("type-the-note"), err=True)
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("cli.input-encoding") from None


@command("describe")
@argument("source", key="source")
@case_option
@option("--actor", key="actor")
@described
def describe(context: click.Context, *, source: str, folder: str, actor: str | None, **fields: str | None) -> int:
    """Correct what is recorded about a source."""
    from habeas.case import Case

    out = screen(context)
    with Case(Path(folder), actor=actor) as case:
        entry = case.describe(source, **_given(fields))
    if out.json:
        out.emit("entry/1", entry=asdict(entry))
    else:
        out.say("decided", seq=entry.seq)
    return DONE


@command("sources")
@case_argument
def sources(context: click.Context, *, folder: str) -> int:
    """List the sources."""
    from habeas.case import Case

    out = screen(context)
    with Case(Path(folder)) as case:
        states = case.sources()
    if out.json:
        rows = [
            {**asdict(state.current), "versions": len(state.versions), "withdrawn": state.withdrawn}
            for state in states.values()
        ]
        out.emit("sources/1", sources=rows)
        return DONE
    out.table(
        ("source", "version", "published", "publisher", "title"),
        (
            (
                name,
                str(state.current.version),
                state.current.about.published or "?",
                state.current.about.publisher or "?",
                (state.current.about.title or state.current.file)
                + (f" ({out.text('withdrawn')})" if state.withdrawn else ""),
            )
            for name, state in states.items()
        ),
    )
    return DONE


@command("text")
@argument("source", key="source")
@case_option
@option("--page", key="page", type=click.IntRange(1))
def text(context: click.Context, *, source: str, folder: str, page: int | None) -> int:
    """Print the text of a source as it is quoted from."""
    from habeas.case import Case

    out = screen(context)
    with Case(Path(folder)) as case:
        found = case.text(source, page=page)
    if out.json:
        out.emit("text/1", source=source, page=page, text=found)
    else:
        click.echo(found)
    return DONE


@command("withdraw")
@argument("source", key="source")
@case_option
@option("--actor", key="actor")
@option("--reason", key="reason")
def withdraw(context: click.Context, *, source: str, folder: str, actor: str | None, reason: str | None) -> int:
    """Withdraw a source; what rests on it is flagged."""
    from habeas.case import Case

    out = screen(context)
    with Case(Path(folder), actor=actor) as case:
        entry, flagged = case.withdraw(source, reason=reason or "")
    if out.json:
        out.emit("withdraw/1", entry=asdict(entry), flagged=[claim.id for claim in flagged])
    else:
        out.say("decided", seq=entry.seq)
        out.say("flagged", n=len(flagged))
    return DONE
