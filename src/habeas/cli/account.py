"""The command account: how many are known by name, counted, and estimated; held, released, dead, and of whom nobody says where they are."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from habeas import words
from habeas.cli.frame import DONE, NEEDS_A_PERSON, case_argument, command
from habeas.cli.show import Screen, screen

if TYPE_CHECKING:
    from habeas.case import Account, Line


@command("account")
@case_argument
def account(context: click.Context, *, folder: str) -> int:
    """Give the account of a case."""
    from habeas.case import Case

    out = screen(context)
    with Case(Path(folder)) as case, out.progress("estimating") as progress:
        found = case.account(progress=progress)
    if out.json:
        lines = [one.as_json(out.lang) for one in found.lines]
        note = found.note.text(out.lang) if found.note is not None else None
        out.emit("account/1", note=note, lines=lines, problems=out.problem_rows(found.problems))
    else:
        _tell(out, found)
    return NEEDS_A_PERSON if found.problems else DONE


def _tell(out: Screen, found: Account) -> None:
    """Print the lines, those of the same persons together."""
    said = words.text("account.lead" if found.lines else "account.nothing", out.lang)
    out.line(said, style="dim" if found.lines else None)
    if found.note is not None:
        out.line(found.note.text(out.lang), style="bold")
    for of, lines in groupby(found.lines, key=lambda one: one.of):
        out.line()
        out.line(of.text(out.lang), style="bold")
        for one in lines:
            _line(out, one)
    out.problems(found.problems)


def _line(out: Screen, one: Line) -> None:
    number = one.number(out.lang)
    if one.level is not None and one.known:
        number = words.text("account.level", out.lang, number=number, level=f"{one.level * 100:g}")
    out.labelled(one.name(out.lang), number, style="cyan" if one.known else "dim")
    why = (
        words.text(f"account.why-{one.kind}", out.lang, n=len(one.why), first=one.why[0])
        if one.why and one.known
        else ""
    )
    out.line(f"{one.definition.text(out.lang)} {f'[{why}]' if why else ''}".rstrip(), first=" " * 6)
