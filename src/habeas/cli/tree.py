"""The answer to "why" as a tree: each thing with what it rests on below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import click

from habeas.cli.show import painted, wrapped

if TYPE_CHECKING:
    from habeas.case import Ground
    from habeas.cli.show import Screen

_STYLES: Final[Mapping[str, str]] = {"finding": "bold", "assessment": "bold", "claim": "cyan", "citation": "green"}
_SHORTEST: Final = 30


def draw(out: Screen, grounds: Sequence[Ground]) -> None:
    """Print each ground with its tree, an empty line between two."""
    for number, ground in enumerate(grounds):
        if number:
            click.echo()
        _branch(out, ground, "", "")


def _branch(out: Screen, ground: Ground, first: str, rest: str) -> None:
    """Print one ground and what is under it; ``first`` stands before its first line, ``rest`` before all that follow."""
    said = ground.said[out.lang]
    shown = "" if ground.kind == "citation" else ground.id  # the source of a citation stands right below it
    room = None if out.width is None else max(_SHORTEST, out.width - len(rest) - 5)
    for place, line in enumerate(wrapped(f"{said}  {shown}".rstrip(), "", "", room)):
        words = line.removesuffix(shown) if shown else line
        tail = line[len(words) :]
        before = first if place == 0 else rest + ("│  " if ground.grounds else "   ")
        click.echo(f"{painted(before, 'dim')}{painted(words, _STYLES.get(ground.kind))}{painted(tail, 'dim')}")
    for step in () if ground.kind == "decision" else ground.steps:
        before = rest + ("│    " if ground.grounds else "     ")
        for line in wrapped(step, "", "  ", room):
            click.echo(f"{painted(before, 'dim')}{line}")
    for place, one in enumerate(ground.grounds):
        last = place == len(ground.grounds) - 1
        _branch(out, one, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "))
