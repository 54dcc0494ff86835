"""The keyboard of a sitting: keys as they are pressed, and lines that stand typed already. What is pressed ahead waits for its question."""

from __future__ import annotations

import os
import select
import sys
from types import TracebackType
from typing import Any, Self

import click

_ESCAPE = b"\x1b"


class Keyboard:
    """A terminal that gives single keys, without Enter and without echo, until it is left. Where there is no termios, Click reads."""

    def __init__(self) -> None:
        self._before: list[Any] | None = None
        self._where = -1

    def __enter__(self) -> Self:
        self._where = sys.stdin.fileno()
        try:
            import termios
        except ImportError:  # Windows
            return self
        self._before = termios.tcgetattr(self._where)
        self._attend()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def _attend(self) -> None:
        import termios
        import tty

        # Unlike click.getchar, keys that were pressed while the last decision was written are not thrown away.
        tty.setcbreak(self._where, termios.TCSADRAIN)

    def _leave(self) -> None:
        if self._before is not None:
            import termios

            termios.tcsetattr(self._where, termios.TCSADRAIN, self._before)

    def key(self) -> str:
        """Return the next key; ``""`` for one that is no character, such as an arrow.

        Raises EOFError at the end of input, KeyboardInterrupt for Ctrl-C.
        """
        if self._before is None:
            return click.getchar()
        pressed = os.read(self._where, 1)
        if not pressed:
            raise EOFError
        if pressed == _ESCAPE:
            self._skip()
            return ""
        while pressed[0] >= 0xC0 and len(pressed) < _length(pressed[0]):
            pressed += os.read(self._where, 1)
        return pressed.decode("utf-8", errors="replace")

    def _skip(self) -> None:
        """Read past the rest of a key that is a sequence: ``ESC [ … letter``, or ``ESC`` and one more."""
        if not self._waiting() or os.read(self._where, 1) not in (b"[", b"O"):
            return
        while self._waiting():
            last = os.read(self._where, 1)
            if not last or 0x40 <= last[0] <= 0x7E:
                return

    def _waiting(self) -> bool:
        return bool(select.select([self._where], [], [], 0)[0])

    def line(self, label: str, before: str) -> str | None:
        """Ask for a line, what was there before already typed; None where the person breaks off.

        Where lines cannot be edited, Enter keeps the line before.
        """
        try:
            import readline
        except ImportError:  # Windows
            return str(click.prompt(label, default=before, show_default=bool(before)))
        self._leave()
        readline.set_startup_hook(lambda: readline.insert_text(before))
        try:
            return input(f"{label}: ")
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return None
        finally:
            readline.set_startup_hook()
            if self._before is not None:
                self._attend()


def at_a_terminal() -> bool:
    """Whether somebody sits at a keyboard and looks at the output."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout is not None and sys.stdout.isatty()


def _length(first: int) -> int:
    """Return how many bytes a character has, by its first byte in UTF-8."""
    return 4 if first >= 0xF0 else 3 if first >= 0xE0 else 2
