"""Run a command that is sent a signal when it reaches a point for the n-th time.

Its arguments are the module, the point in it, n, the number of the signal, and those of the command.
"""

from __future__ import annotations

import inspect
import os
import sys
from importlib import import_module
from typing import Any

from habeas.cli import main


def stop_at(module: str, point: str, turn: int, signal: int) -> None:
    """Have the signal sent to this process when the point is reached for the n-th time."""
    owner: Any = import_module(module)
    *above, name = point.split(".")
    for one in above:
        owner = getattr(owner, one)
    really = getattr(owner, name)
    static = isinstance(inspect.getattr_static(owner, name), staticmethod)
    reached = 0

    def stopping(*given: Any, **named: Any) -> Any:
        nonlocal reached
        reached += 1
        if reached == turn:
            os.kill(os.getpid(), signal)
        return really(*given, **named)

    setattr(owner, name, staticmethod(stopping) if static else stopping)


if __name__ == "__main__":
    stop_at(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    sys.exit(main(sys.argv[5:]))
