"""The command estimate: its three words mse, population and rates, each a command of its own."""

from __future__ import annotations

from typing import Final

import click

from habeas import words
from habeas.cli.frame import DONE, Group, Option

_MODULES: Final = {
    "mse": "habeas.cli.estimate_mse",
    "population": "habeas.cli.estimate_population",
    "rates": "habeas.cli.estimate_rates",
}


def _overview(context: click.Context) -> int:
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
    return DONE


estimate = Group(
    name="estimate",
    help="estimate",
    modules=_MODULES,
    params=[
        Option(["--lang"], help="opt-lang", type=click.Choice(words.LANGUAGES), expose_value=False),
        Option(["--json"], help="opt-json", is_flag=True, expose_value=False),
    ],
    no_args_is_help=False,
    invoke_without_command=True,
    callback=click.pass_context(_overview),
)
