"""The program ``habeas``: finds the command, runs it, and turns every failure into one message and an exit status.

Exit status: 0 done; 1 done, and something needs a person (a check failed, rows or files were set aside); 2 what was given
cannot be used; 3 the case, its ledger or its storage cannot be used; 130 interrupted.
"""

from __future__ import annotations

import contextlib
import difflib
import gc
import io
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Final, TextIO

import click

from habeas import __version__, errors, words
from habeas.cli.frame import BAD_CASE, BAD_INPUT, DONE, INTERRUPTED, Group, Option, Settings, Share

_MODULES: Final = {
    "init": "habeas.cli.cases",
    "add": "habeas.cli.sources",
    "note": "habeas.cli.sources",
    "describe": "habeas.cli.sources",
    "sources": "habeas.cli.sources",
    "text": "habeas.cli.sources",
    "withdraw": "habeas.cli.sources",
    "template": "habeas.cli.claims",
    "vocabulary": "habeas.cli.claims",
    "code": "habeas.cli.claims",
    "read": "habeas.cli.reading",
    "review": "habeas.cli.review",
    "claims": "habeas.cli.claims",
    "accept": "habeas.cli.claims",
    "reject": "habeas.cli.claims",
    "retract": "habeas.cli.claims",
    "conflict": "habeas.cli.claims",
    "undo": "habeas.cli.claims",
    "log": "habeas.cli.cases",
    "records": "habeas.cli.records",
    "map": "habeas.cli.records",
    "custody": "habeas.cli.custody",
    "census": "habeas.cli.custody",
    "stays": "habeas.cli.custody",
    "movements": "habeas.cli.custody",
    "timeline": "habeas.cli.custody",
    "register": "habeas.cli.watch",
    "watch": "habeas.cli.watch",
    "test": "habeas.cli.tested",
    "audit": "habeas.cli.audit",
    "places": "habeas.cli.places",
    "link": "habeas.cli.link",
    "persons": "habeas.cli.persons",
    "completeness": "habeas.cli.persons",
    "estimate": "habeas.cli.estimate",
    "account": "habeas.cli.account",
    "build": "habeas.cli.cases",
    "findings": "habeas.cli.results",
    "assess": "habeas.cli.results",
    "questions": "habeas.cli.results",
    "why": "habeas.cli.results",
    "report": "habeas.cli.cases",
    "verify": "habeas.cli.cases",
}


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"habeas {__version__}")
        context.exit(DONE)


def _overview(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


program = Group(
    name="habeas",
    help="program",
    modules=_MODULES,
    params=[
        Option(["--lang"], help="opt-lang", type=click.Choice(words.LANGUAGES), expose_value=False),
        Option(["--json"], help="opt-json", is_flag=True, expose_value=False),
        Option(
            ["--version"],
            help="opt-version",
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_version,
        ),
    ],
    no_args_is_help=False,
    invoke_without_command=True,
    callback=click.pass_context(_overview),
)


def _settings(arguments: Sequence[str]) -> Settings:
    """Read language and form of output before anything else, so that every message, help included, can obey them."""
    lang = words.preferred()
    for before, after in zip([*arguments, ""], [*arguments[1:], "", ""], strict=False):
        said = after if before == "--lang" else before.partition("=")[2] if before.startswith("--lang=") else ""
        if said in words.LANGUAGES:
            lang = "es" if said == "es" else "en"
    return Settings(lang, json="--json" in arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; no exception and no traceback reaches the user."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    settings = _settings(given)
    # A command makes millions of small things and frees them at its end: the search for cycles is made rarer.
    gc.set_threshold(200_000, 20, 50)
    try:
        _speak_utf8(sys.stdout, sys.stderr)
        status = _run(given, settings)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has read enough.
        _discard_output()
        return DONE
    except OSError:
        # The message about output that fits nowhere may itself fit nowhere.
        _discard_output()
        return BAD_CASE
    return status


def _discard_output() -> None:
    """Send what is still unwritten nowhere: at exit Python would write it again, fail again and end with status 120."""
    if sys.stdout is None:
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(OSError, ValueError):  # closed, or not a file at all
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _speak_utf8(*streams: TextIO | None) -> None:
    """Write UTF-8 where the locale knows only ASCII; write what no encoding holds, as in names of files, as escapes."""
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            ascii_only = stream.encoding.lower().replace("-", "") in ("ascii", "usascii", "ansi_x3.41968", "646")
            stream.reconfigure(encoding="utf-8" if ascii_only else None, errors="backslashreplace")


def _run(given: list[str], settings: Settings) -> int:
    try:
        return _command(given, settings)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except BrokenPipeError:
        raise
    except (KeyboardInterrupt, Exception) as error:  # noqa: BLE001 - no traceback reaches the user; _failed raises what is asked for
        return _failed(error, settings)


def _command(given: list[str], settings: Settings) -> int:
    """Run a command; everything it printed has left this process when it returns."""
    if "_HABEAS_COMPLETE" in os.environ:
        program.main(given, prog_name="habeas")  # a shell asks which words may follow
    with program.make_context("habeas", list(given), obj=settings) as context:
        status = program.invoke(context)
    if sys.stdout is not None:
        sys.stdout.flush()
    return status if isinstance(status, int) else DONE


def _failed(error: BaseException, settings: Settings) -> int:
    """Say what went wrong and return the exit status; with ``HABEAS_DEBUG``, what nobody foresaw is raised."""
    lang = settings.lang
    if isinstance(error, KeyboardInterrupt | click.Abort) or _interrupted(error):
        return _fail(settings, "interrupted", words.text("cli.interrupted", lang), INTERRUPTED)
    if isinstance(error, click.UsageError):
        return _fail(settings, "usage", _usage(error, lang), BAD_INPUT)
    if isinstance(error, errors.HabeasError):
        unusable = isinstance(error, errors.CaseError | errors.LedgerError | errors.StorageError)
        problems = error.problems if isinstance(error, errors.Faults) else ()
        return _fail(settings, error.key, error.text(lang), BAD_CASE if unusable else BAD_INPUT, problems)
    if isinstance(error, OSError):
        where = str(error.filename) if error.filename else words.text("cli.output", lang)
        said = words.text("cli.os-error", lang, file=where, found=errors.because(error))
        return _fail(settings, "os-error", said, BAD_CASE)
    if "HABEAS_DEBUG" in os.environ:
        raise error
    said = words.text("cli.defect", lang, found=f"{type(error).__name__}: {error}")
    return _fail(settings, "defect", said, BAD_CASE)


def _interrupted(error: BaseException) -> bool:
    """Whether an engine was stopped in the middle of a query: DuckDB makes an error of its own of Ctrl-C."""
    return type(error).__name__ == "InterruptException" or (
        isinstance(error, RuntimeError) and str(error) == "Query interrupted"
    )


def _usage(error: click.UsageError, lang: words.Lang) -> str:
    """Say what is wrong with the words of a command."""
    command = error.ctx.command_path if error.ctx else "habeas"
    if isinstance(error, click.NoSuchOption):
        options = [name for one in error.ctx.command.params for name in one.opts] if error.ctx else []
        known = _close(error.option_name, [name for name in options if name.startswith("-")])
        return words.text("cli.no-such-option", lang, found=error.option_name, command=command, known=known)
    if isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(error.ctx) if error.param and error.ctx else "?"
        return words.text("cli.missing-argument", lang, name=name, command=command)
    if isinstance(error, click.BadParameter):
        return _bad_value(error, command, lang)
    if isinstance(error, click.BadOptionUsage):
        return words.text("cli.needs-value", lang, name=error.option_name, command=command)
    if error.message.startswith("Got unexpected extra argument"):
        found = error.message.partition("(")[2].rstrip(")")
        return words.text("cli.extra-argument", lang, found=found, command=command)
    if error.message.startswith("No such command"):
        found = error.message.split("'")[1]
        group = error.ctx.command if error.ctx else program
        known = group.list_commands(error.ctx) if isinstance(group, Group) and error.ctx else list(_MODULES)
        return words.text("cli.no-such-command", lang, found=found, known=_close(found, known))
    return words.text("cli.bad-usage", lang, found=error.message, command=command)


def _bad_value(error: click.BadParameter, command: str, lang: words.Lang) -> str:
    parameter = error.param
    name = (
        parameter.opts[0]
        if isinstance(parameter, click.Option)
        else parameter.make_metavar(error.ctx)
        if parameter and error.ctx
        else "?"
    )
    kind = parameter.type if parameter else None
    if isinstance(kind, click.Choice):
        return words.text("cli.bad-choice", lang, name=name, known=[str(one) for one in kind.choices], command=command)
    if isinstance(kind, click.types.IntParamType):
        return words.text("cli.bad-number", lang, name=name, command=command)
    if isinstance(kind, Share):
        return words.text("cli.bad-share", lang, name=name, command=command)
    return words.text("cli.bad-value", lang, name=name, found=error.message, command=command)


def _close(found: str, known: Iterable[str]) -> list[str]:
    """Return the names that look like the one found, or all of them where none does."""
    names = list(known)
    return difflib.get_close_matches(found, names, 3, 0.5) or names


def _fail(settings: Settings, key: str, message: str, status: int, problems: Sequence[errors.Problem] = ()) -> int:
    from habeas.cli import show

    if settings.json:
        rows = show.problem_rows(problems, settings.lang)
        click.echo(show.shape("error/1", key=key, message=message, status=status, problems=rows))
        return status
    for number, line in enumerate(f"habeas: {message}".splitlines()):
        for one in show.wrapped(
            line.strip(), "" if number == 0 else "  ", "  " if number == 0 else "    ", show.width(sys.stderr)
        ):
            click.echo(one, err=True)
    return status
