"""A process of its own that appends to a ledger: ``writer.py URL NAME CALLS SIZE``; it prints a line for each call done.

With ``CALLS`` 0 it goes on until it is killed. The line is printed once ``append`` has returned: what it names is durable.
"""

from __future__ import annotations

import itertools
import sys

from habeas.ledger import Draft, Ledger


def main(url: str, name: str, calls: int, size: int) -> None:
    with Ledger(url, wait=60) as ledger:
        print("ready", flush=True)  # noqa: T201 - the test reads it
        sys.stdin.readline()
        for call in range(calls) if calls else itertools.count():
            about = f"{name}/{call}"
            ledger.append(
                [Draft(kind="note.add", about=about, body={"n": n, "pad": "x" * 200}) for n in range(size)], actor=name
            )
            print(about, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
