"""A real terminal for tests: the program sits at one end of it, the test presses keys and reads at the other."""

from __future__ import annotations

import os
import pty
import select
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.cli.conftest import started


class Terminal:
    """The test's end of a terminal; ``ours`` is its file descriptor, ``every`` all that was shown."""

    def __init__(self, ours: int) -> None:
        self.ours = ours
        self.every = ""

    def press(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self.ours, keys)

    def shown(self, until: str, seconds: float = 10) -> str:
        """Return what the program shows until it says something, at most so long."""
        got, end = b"", time.monotonic() + seconds
        while time.monotonic() < end and until not in got.decode(errors="replace"):
            ready, _, _ = select.select([self.ours], [], [], 0.1)
            if ready:
                try:
                    got += os.read(self.ours, 65536)
                except OSError:  # Linux ends a terminal so
                    break
        shown = got.decode(errors="replace")
        self.every += shown
        return shown


@contextmanager
def sitting(*words: object, **env: str) -> Iterator[Terminal]:
    """Run a command at a terminal; it has to have ended well when the test is done with it, and is stopped where it has not."""
    ours, theirs = pty.openpty()
    process = started(*words, stdin=theirs, stdout=theirs, stderr=theirs, env={"TERM": "xterm", **env})
    os.close(theirs)
    terminal = Terminal(ours)
    try:
        yield terminal
        assert process.wait(30) == 0, terminal.every
    finally:
        process.kill()
        process.wait()
        os.close(ours)
