"""Click, saying everything in two languages: help texts are message keys, looked up when they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from math import isnan
from typing import Any, Final

import click

from habeas import words

DONE: Final = 0
NEEDS_A_PERSON: Final = 1
BAD_INPUT: Final = 2
BAD_CASE: Final = 3
INTERRUPTED: Final = 130


@dataclass(slots=True)
class Settings:
    """What holds for the whole run: the reader's language, and whether output is JSON."""

    lang: words.Lang
    json: bool = False


def language(context: click.Context) -> words.Lang:
    """Return the language of this run."""
    settings = context.find_root().obj
    return settings.lang if isinstance(settings, Settings) else words.preferred()


def _heading(formatter: click.HelpFormatter, lang: words.Lang, key: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(words.text(f"cli.{key}", lang)):
            formatter.write_dl(rows)


class Option(click.Option):
    """An option whose help is a message key of the ``cli`` catalogue."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option's forms and its help in the reader's language."""
        record = super().get_help_record(ctx)
        if record is None or self.help is None:
            return record
        return record[0], words.text(f"cli.{self.help}", language(ctx))

    def make_metavar(self, ctx: click.Context) -> str:
        """Return the word that stands for the option's value."""
        if isinstance(self.type, click.Choice) or self.is_flag:
            return super().make_metavar(ctx)
        if self.metavar:
            return words.text(f"cli.metavar-{self.metavar}", language(ctx))
        kinds = {click.IntRange: "number", click.Path: "folder"}
        return words.text(f"cli.metavar-{kinds.get(type(self.type), 'text')}", language(ctx))


class Share(click.FloatRange):
    """A number from 0 to 1; what is no number is in no order with others, and refused."""

    def __init__(self) -> None:
        super().__init__(0, 1)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number that was given."""
        number = float(super().convert(value, param, ctx))
        if isnan(number):
            self.fail(str(value), param, ctx)
        return number


class Argument(click.Argument):
    """An argument whose name is the message ``cli.metavar-<metavar>``."""

    def make_metavar(self, ctx: click.Context) -> str:
        """Return the argument's name in the reader's language."""
        return words.text(f"cli.metavar-{self.metavar}", language(ctx))


class _Spoken(click.Command):
    """The help of a command, in the reader's language."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        prefix = words.text("cli.usage", language(ctx)) + " "
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the words of the usage line behind the command's name."""
        arguments = [one.make_metavar(ctx) for one in self.get_params(ctx) if isinstance(one, Argument)]
        return [words.text("cli.metavar-options", language(ctx)), *arguments]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.help:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(words.text(f"cli.{self.help}", language(ctx)))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [one for one in self.get_params(ctx) if isinstance(one, click.Option)]
        records = [record for one in options if (record := one.get_help_record(ctx)) is not None]
        _heading(formatter, language(ctx), "options", records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = words.text("cli.opt-help", language(ctx))
        return option


class Command(_Spoken):
    """A command; its help is the message ``cli.<name>``."""


class Group(_Spoken, click.Group):
    """The program. Commands are imported when they are called, so that ``habeas --help`` is quick."""

    def __init__(self, *, modules: Mapping[str, str], **rest: Any) -> None:
        super().__init__(**rest)
        self._modules: Final = modules

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the words of the usage line: options, then a command."""
        return [*super().collect_usage_pieces(ctx), words.text("cli.metavar-command", language(ctx))]

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        """Return the commands in the order of the work."""
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - Click's signature
        """Import and return one command."""
        module = self._modules.get(cmd_name)
        return None if module is None else getattr(import_module(module), cmd_name.replace("-", "_"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands with the first sentence of each."""
        super().format_options(ctx, formatter)
        lang = language(ctx)
        rows = [(name, words.text(f"cli.{name}", lang).split("\n", 1)[0]) for name in self._modules]
        _heading(formatter, lang, "commands", rows)


Decorated = Callable[..., Any]


def option(*names: str, key: str, **rest: Any) -> Callable[[Decorated], Decorated]:
    """Declare an option whose help is the message ``cli.opt-<key>``."""
    return click.option(*names, cls=Option, help=f"opt-{key}", **rest)


def argument(name: str, *, key: str, **rest: Any) -> Callable[[Decorated], Decorated]:
    """Declare an argument whose name is the message ``cli.metavar-<key>``."""
    return click.argument(name, cls=Argument, metavar=key, **rest)


def command(name: str) -> Callable[[Decorated], click.Command]:
    """Declare a command with the options that all share: ``--lang`` and ``--json``."""

    def declare(run: Decorated) -> click.Command:
        shared = (
            option("--lang", key="lang", type=click.Choice(words.LANGUAGES), expose_value=False),
            option("--json", key="json", is_flag=True, expose_value=False),
        )
        for add in reversed(shared):
            run = add(run)
        return click.command(name, cls=Command, help=name)(click.pass_context(run))

    return declare


def case_option(run: Decorated) -> Decorated:
    """Add ``--case FOLDER`` to a command that has other arguments; the default is the current folder."""
    kind = click.Path(file_okay=True)
    return option("--case", "-c", "folder", key="case", type=kind, default=".", show_default=False)(run)


def case_argument(run: Decorated) -> Decorated:
    """Add the optional argument CASE; the default is the current folder."""
    return argument("folder", key="case", type=click.Path(), default=".")(run)
