"""The reference of every command and option, as Markdown, written from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator

import click

from habeas import words
from habeas.cli.frame import Group, Settings, language
from habeas.cli.main import program


def reference(lang: words.Lang) -> str:
    """Return ``docs/commands.md`` (or its Spanish twin); a test holds that the file is what this returns."""
    context = click.Context(program, info_name="habeas", obj=Settings(lang))
    parts = [f"# {words.text('cli.reference-title', lang)}\n", f"{words.text('cli.reference-lead', lang)}\n"]
    parts += [_section(command, below) for _, command, below in every(program, context)]
    return "\n".join(parts)


def every(group: click.Command, context: click.Context) -> Iterator[tuple[str, click.Command, click.Context]]:
    """Yield each command with what is typed for it, such as ``estimate mse``; a group comes before its words."""
    if not isinstance(group, Group):
        return
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            below = click.Context(command, info_name=name, parent=context)
            yield below.command_path.removeprefix("habeas "), command, below
            yield from every(command, below)


def _section(command: click.Command, context: click.Context) -> str:
    lang = language(context)
    said = words.text(f"cli.{command.name}", lang)
    usage = " ".join((context.command_path, *command.collect_usage_pieces(context)))
    lines = [f"## {context.command_path.removeprefix('habeas ')}\n", f"{said}\n", f"```\n{usage}\n```\n"]
    records = [one.get_help_record(context) for one in command.get_params(context) if isinstance(one, click.Option)]
    lines += [f"- `{record[0]}`: {record[1]}" for record in records if record is not None]
    return "\n".join(lines) + "\n"
