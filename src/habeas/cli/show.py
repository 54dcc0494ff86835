"""What commands print: rich tables and trees for people, JSON of a versioned shape for programs, progress on stderr."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import click

from habeas import words
from habeas.cli.frame import Settings

if TYPE_CHECKING:
    from rich.console import Console

    from habeas.errors import Problem

COLOURS: Final = {"error": "bold red", "warning": "yellow", "note": "cyan"}
SHORT: Final = 40

Progress = Callable[[int, int], None]


def shape(name: str, **content: object) -> str:
    """Return JSON whose first field, ``habeas``, names the shape and its version; docs/json.md describes each."""
    return json.dumps({"habeas": name, **content}, ensure_ascii=False, indent=1, default=str)


class Screen:
    """Where one command's results go: people's eyes, or another program."""

    def __init__(self, settings: Settings) -> None:
        self.lang = settings.lang
        self.json = settings.json
        self._console: Console | None = None

    @property
    def console(self) -> Console:
        """The rich console of standard output; wide when nobody looks, so that no word is cut in a pipe."""
        if self._console is None:
            from rich.console import Console

            width = None if os.isatty(1) or "COLUMNS" in os.environ else 160
            self._console = Console(highlight=False, width=width)
        return self._console

    def text(self, key: str, **values: object) -> str:
        """Return a message of the ``cli`` catalogue."""
        return words.text(f"cli.{key}", self.lang, **values)

    def say(self, key: str, style: str | None = None, /, **values: object) -> None:
        """Print a message of the ``cli`` catalogue."""
        self.line(self.text(key, **values), style=style)

    def line(self, text: str, *, style: str | None = None) -> None:
        """Print a line as it is; no part of it is read as markup."""
        self.console.print(text, style=style, markup=False, soft_wrap=True)

    def emit(self, name: str, **content: object) -> None:
        """Print the JSON shape."""
        click.echo(shape(name, **content))

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]], *, everything: bool = True) -> None:
        """Print a table; ``columns`` are keys of the catalogue. Long tables are cut unless everything is asked for."""
        from rich.table import Table
        from rich.text import Text

        found = list(rows)
        if not found:
            self.say("nothing")
            return
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        for column in columns:
            table.add_column(self.text(f"col-{column}"), overflow="fold")
        shown = found if everything else found[:SHORT]
        for row in shown:
            table.add_row(*(Text(cell) for cell in row))
        self.console.print(table)
        if len(shown) < len(found):
            self.say("more", "dim", n=len(found) - len(shown))

    def problems(self, problems: Sequence[Problem]) -> None:
        """Print problems on stderr, one a line, their place first."""
        if not problems:
            return
        click.echo(click.style(self.text("problems", n=len(problems)), bold=True), err=True)
        for one in problems:
            click.echo(f"  {one.text(self.lang)}", err=True)

    def problem_rows(self, problems: Sequence[Problem]) -> list[dict[str, object]]:
        """Return problems as JSON."""
        return [
            {
                "gravity": one.gravity,
                "problem": one.key,
                "file": one.file,
                "row": one.row,
                "column": one.column,
                "message": one.text(self.lang),
            }
            for one in problems
        ]

    @contextmanager
    def progress(self, key: str) -> Iterator[Progress | None]:
        """Show a progress bar on stderr while long work runs, if a person is looking."""
        if self.json or not os.isatty(2):
            yield None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(self.text(key), total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)


def both(said: Callable[[words.Lang], str]) -> dict[str, str]:
    """Return what is said in each language."""
    return {lang: said(lang) for lang in words.LANGUAGES}


def screen(context: click.Context) -> Screen:
    """Return the screen of this run."""
    settings: Any = context.find_root().obj
    return Screen(settings if isinstance(settings, Settings) else Settings(words.preferred()))
