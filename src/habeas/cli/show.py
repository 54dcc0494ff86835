"""What commands print: sentences, lists and trees for people, JSON of a versioned shape for programs, progress on stderr.

Sentences are wrapped at the width of the terminal, at most 100 columns, with what follows hanging under what began; ids and
hashes are never cut. When nobody looks (a pipe, a file), nothing is wrapped: each thing is one line.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TextIO

import click

from habeas import words
from habeas.cli.frame import Settings

if TYPE_CHECKING:
    from habeas.errors import Problem

SHORT: Final = 40
WIDEST: Final = 100
_NARROWEST: Final = 40
_BESIDE: Final = 24
_GAP: Final = "  "

Progress = Callable[[int, int], None]


def shape(name: str, **content: object) -> str:
    """Return JSON whose first field, ``habeas``, names the shape and its version; docs/json.md describes each."""
    return json.dumps({"habeas": name, **content}, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: object) -> str:
    """Write what JSON has no form for: a day or a moment in ISO 8601."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def problem_rows(problems: Sequence[Problem], lang: words.Lang) -> list[dict[str, object]]:
    """Return problems as JSON."""
    return [
        {
            "gravity": one.gravity,
            "problem": one.key,
            "file": one.file,
            "row": one.row,
            "column": one.column,
            "message": one.text(lang),
        }
        for one in problems
    ]


def width(stream: TextIO | None) -> int | None:
    """Return how wide the lines of a stream may be; None where nobody looks, and no line is broken."""
    if "COLUMNS" not in os.environ and not (stream is not None and stream.isatty()):
        return None
    return max(_NARROWEST, min(WIDEST, shutil.get_terminal_size().columns))


def wrapped(text: str, first: str, rest: str, wide: int | None) -> list[str]:
    """Return lines of at most ``wide`` columns, ``first`` before the first and ``rest`` before the others.

    A word longer than a line, as a hash is, stands whole on a line of its own.
    """
    if wide is None:
        return [first + text]
    lines = textwrap.wrap(
        text, wide, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
    return lines or [first.rstrip()]


class Screen:
    """Where one command's results go: people's eyes, or another program."""

    def __init__(self, settings: Settings) -> None:
        self.lang = settings.lang
        self.json = settings.json
        self.width = width(sys.stdout)

    def text(self, key: str, **values: object) -> str:
        """Return a message of the ``cli`` catalogue."""
        return words.text(f"cli.{key}", self.lang, **values)

    def counted(self, **counts: tuple[str, int]) -> dict[str, str]:
        """Return how many there are of each, with the message that says it in the singular or plural."""
        return {name: self.text(key, n=n) for name, (key, n) in counts.items()}

    def say(self, key: str, style: str | None = None, first: str = "", /, **values: object) -> None:
        """Print a message of the ``cli`` catalogue."""
        self.line(self.text(key, **values), first=first, style=style)

    def plain(self, key: str, **values: object) -> None:
        """Print a message of the ``cli`` catalogue unbroken: it holds a command to copy."""
        click.echo(self.text(key, **values))

    def line(self, text: str = "", *, first: str = "", rest: str | None = None, style: str | None = None) -> None:
        """Print text, wrapped; ``first`` stands before it, and what follows hangs under it, or under ``rest``."""
        hanging = " " * len(first) if rest is None else rest
        for one in wrapped(text, first, hanging, self.width):
            click.echo(painted(one, style))

    def labelled(self, label: str, text: str, *, indent: str = _GAP, style: str | None = None) -> None:
        """Print a label, such as an id, with text hanging behind it; ``style`` colours the label alone."""
        first = f"{indent}{label}{_GAP}"
        lines = wrapped(text, first, " " * len(first), self.width)
        lines[0] = f"{indent}{painted(label, style)}{lines[0].removeprefix(f'{indent}{label}')}"
        for one in lines:
            click.echo(one)

    def record(self, cells: Sequence[str], text: str, *, style: str | None = None) -> None:
        """Print what names a thing on one line, the first cell in a style, and below it what is said of it."""
        head = _GAP.join(cell for cell in cells[1:] if cell)
        if self.width is None:
            click.echo(f"{painted(cells[0], style)}{_GAP}{head}{_GAP}{text}")
            return
        self.labelled(cells[0], head, style=style)
        self.line(text, first=_GAP * 3)

    def emit(self, name: str, **content: object) -> None:
        """Print the JSON shape."""
        click.echo(shape(name, **content))

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]], *, everything: bool = True) -> None:
        """Print a table; ``columns`` are keys of the catalogue. Long tables are cut unless everything is asked for.

        The last column wraps within the terminal; the others are as wide as what they hold, so that ids can be copied.
        """
        found = list(rows)
        if not found:
            self.say("nothing")
            return
        shown = found if everything else found[:SHORT]
        titles = [self.text(f"col-{column}") for column in columns]
        wide = [max(len(line[place]) for line in (titles, *shown)) for place in range(len(titles) - 1)]
        for number, row in enumerate((titles, *shown)):
            before = "".join(f"{cell:<{size}}{_GAP}" for cell, size in zip(row, wide, strict=False))
            for one in self._last(row[-1], before):
                click.echo(painted(one, "bold") if number == 0 else one)
        self.more(len(found) - len(shown))

    def _last(self, cell: str, before: str) -> list[str]:
        """Return the lines of the last column, beside the others where there is room for it, below them where there is none."""
        wide = self.width
        if wide is not None and wide - len(before) < min(_BESIDE, len(cell)):
            return [before.rstrip(), *wrapped(cell, _GAP * 2, _GAP * 2, wide)] if cell else [before.rstrip()]
        return [one.rstrip() for one in wrapped(cell, before, " " * len(before), wide)]

    def more(self, left: int) -> None:
        """Say how many were left out, if any were."""
        if left:
            self.say("more", "dim", n=left)

    def problems(self, problems: Sequence[Problem], *, err: bool = True) -> None:
        """Print problems, on stderr where they are not the result itself: faults before doubts, their place first."""
        wide = width(sys.stderr if err else sys.stdout)
        groups = {gravity: [one for one in problems if one.gravity == gravity] for gravity in ("error", "warning")}
        for gravity, ones in groups.items():
            if not ones:
                continue
            style = "red" if gravity == "error" else "yellow"
            click.echo(painted(self.text(f"problems-{gravity}", n=len(ones)), style), err=err)
            for one in ones:
                for line in wrapped(one.text(self.lang), _GAP, _GAP * 2, wide):
                    click.echo(line, err=err)

    def problem_rows(self, problems: Sequence[Problem]) -> list[dict[str, object]]:
        """Return problems as JSON."""
        return problem_rows(problems, self.lang)

    @contextmanager
    def progress(self, key: str) -> Iterator[Progress | None]:
        """Show a progress bar on stderr while long work runs, if a person is looking."""
        if self.json or sys.stderr is None or not sys.stderr.isatty():
            yield None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            yield _Stages(bar, self.text(key), self.text)


class _Stages:
    """Progress on a bar for each stage: one that ends stays full while the next one runs."""

    def __init__(self, bar: Any, first: str, said: Callable[[str], str]) -> None:
        self._bar, self._said = bar, said
        self._task = bar.add_task(first, total=None)
        self._told = False

    def __call__(self, done: int, total: int) -> None:
        self._bar.update(self._task, completed=done, total=total)
        self._told = True

    def stage(self, key: str) -> None:
        """Begin another stage; where nothing was told of the one before, it becomes this one."""
        if self._told:
            self._task = self._bar.add_task(self._said(key), total=None)
            self._told = False
        else:
            self._bar.update(self._task, description=self._said(key))


_STYLES: Final[dict[str, dict[str, Any]]] = {
    "bold": {"bold": True},
    "dim": {"dim": True},
    "red": {"fg": "red", "bold": True},
    "yellow": {"fg": "yellow"},
    "green": {"fg": "green"},
    "cyan": {"fg": "cyan"},
}


def painted(text: str, style: str | None) -> str:
    """Return text in a style of few; plain where ``NO_COLOR`` is set. Colours are taken off again where nobody looks."""
    if style is None or not text or os.environ.get("NO_COLOR"):
        return text
    return click.style(text, **_STYLES[style])


def both(said: Callable[[words.Lang], str]) -> dict[str, str]:
    """Return what is said in each language."""
    return {lang: said(lang) for lang in words.LANGUAGES}


def screen(context: click.Context) -> Screen:
    """Return the screen of this run."""
    settings: Any = context.find_root().obj
    return Screen(settings if isinstance(settings, Settings) else Settings(words.preferred()))
