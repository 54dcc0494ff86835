"""A sitting at the keyboard: one key after the other, menus by digit, and a way out that loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from habeas.cli.show import Screen

Ask = Callable[[str, str], str | None]
"""Asks for a line, given its label and what stands typed already; None where the person breaks off."""
_STOPPED: Final = ("\x04", "\x03")
"""Ctrl-D and Ctrl-C, where the terminal gives them as keys."""


class Left(Exception):  # noqa: N818 - no error
    """The person leaves, whatever was being asked."""


class Sitting:
    """What desks share. ``keys`` gives the next key, ``ask`` a line; both stand in for a keyboard in tests."""

    def __init__(self, out: Screen, *, keys: Callable[[], str], ask: Ask) -> None:
        self.out, self.keys, self.ask = out, keys, ask

    def key(self) -> str:
        """Return the next key, of the desk or of one of its menus. Raises :class:`Left` at Ctrl-C and at the end of input."""
        try:
            key = self.keys()
        except (KeyboardInterrupt, EOFError):
            raise Left from None
        if key in _STOPPED:
            raise Left
        return key

    def chosen(self, choices: Sequence[str]) -> int | None:
        """Print choices, each with its digit, and return the place of the one that is pressed; None for any other key."""
        self.out.line("  ".join(f"{number} {said}" for number, said in enumerate(choices, 1)), first="  ")
        key = self.key()
        fits = key.isascii() and key.isdecimal() and 1 <= int(key) <= len(choices)
        return int(key) - 1 if fits else None
