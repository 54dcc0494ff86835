"""The command line: each command is one call of :class:`habeas.case.Case`, of the same name."""

from habeas.cli.main import main

__all__ = ["main"]
