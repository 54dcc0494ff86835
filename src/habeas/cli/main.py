"""The program ``habeas``: finds the command, runs it, and turns every failure into one message and an exit status.

Exit status: 0 done; 1 done, and something needs a person (a check failed, rows or files were set aside); 2 what was given
cannot be used; 3 the case, its ledger or its storage cannot be used; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Final

import click

from habeas import __version__, errors, words
from habeas.cli.frame import BAD_CASE, BAD_INPUT, DONE, INTERRUPTED, Group, Option, Settings

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
    "claims": "habeas.cli.claims",
    "accept": "habeas.cli.claims",
    "reject": "habeas.cli.claims",
    "retract": "habeas.cli.claims",
    "conflict": "habeas.cli.claims",
    "undo": "habeas.cli.claims",
    "log": "habeas.cli.cases",
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
    try:
        status = program.main(given, prog_name="habeas", standalone_mode=False, obj=settings)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _fail(settings, "interrupted", words.text("cli.interrupted", settings.lang), INTERRUPTED)
    except click.UsageError as error:
        return _fail(settings, "usage", _usage(error, settings.lang), BAD_INPUT)
    except (errors.CaseError, errors.LedgerError, errors.StorageError) as error:
        return _fail(settings, error.key, error.text(settings.lang), BAD_CASE)
    except errors.HabeasError as error:
        return _fail(settings, error.key, error.text(settings.lang), BAD_INPUT)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        said = words.text(
            "cli.os-error", settings.lang, file=str(error.filename or "?"), found=error.strerror or str(error)
        )
        return _fail(settings, "os-error", said, BAD_CASE)
    except Exception as error:
        if "HABEAS_DEBUG" in os.environ:
            raise
        said = words.text("cli.defect", settings.lang, found=f"{type(error).__name__}: {error}")
        return _fail(settings, "defect", said, BAD_CASE)
    return status if isinstance(status, int) else DONE


def _usage(error: click.UsageError, lang: words.Lang) -> str:
    """Say what is wrong with the words of a command."""
    command = error.ctx.command_path if error.ctx else "habeas"
    if isinstance(error, click.NoSuchOption):
        return words.text("cli.no-such-option", lang, found=error.option_name, command=command)
    if isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(error.ctx) if error.param and error.ctx else "?"
        return words.text("cli.missing-argument", lang, name=name, command=command)
    if isinstance(error, click.BadParameter):
        name = error.param.opts[0] if error.param else "?"
        return words.text("cli.bad-value", lang, name=name, found=error.message, command=command)
    if error.message.startswith("No such command"):
        return words.text("cli.no-such-command", lang, found=error.message.split("'")[1], known=list(_MODULES))
    return words.text("cli.bad-usage", lang, found=error.message, command=command)


def _fail(settings: Settings, key: str, message: str, status: int) -> int:
    if settings.json:
        from habeas.cli.show import shape

        click.echo(shape("error/1", key=key, message=message, status=status))
    else:
        click.echo(f"habeas: {message}", err=True)
    return status
