"""The reference of every command and option, as Markdown, written from the commands themselves."""

from __future__ import annotations

import click

from habeas import words
from habeas.cli.frame import Settings, language
from habeas.cli.main import program


def reference(lang: words.Lang) -> str:
    """Return ``docs/commands.md`` (or its Spanish twin); a test holds that the file is what this returns."""
    context = click.Context(program, info_name="habeas", obj=Settings(lang))
    parts = [f"# {words.text('cli.reference-title', lang)}\n", f"{words.text('cli.reference-lead', lang)}\n"]
    for name in program.list_commands(context):
        command = program.get_command(context, name)
        if command is not None:
            parts.append(_section(command, click.Context(command, info_name=name, parent=context)))
    return "\n".join(parts)


def _section(command: click.Command, context: click.Context) -> str:
    lang = language(context)
    said = words.text(f"cli.{command.name}", lang)
    usage = " ".join(("habeas", str(command.name), *command.collect_usage_pieces(context)))
    lines = [f"## {command.name}\n", f"{said}\n", f"```\n{usage}\n```\n"]
    records = [one.get_help_record(context) for one in command.get_params(context) if isinstance(one, click.Option)]
    lines += [f"- `{record[0]}`: {record[1]}" for record in records if record is not None]
    return "\n".join(lines) + "\n"
