"""Real processes: several write at once, and some are killed in the middle of it. Nothing that was written is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from habeas.errors import LedgerError
from habeas.ledger import Draft, Ledger

WRITER = Path(__file__).with_name("writer.py")


def start(url: str, name: str, calls: int, size: int) -> subprocess.Popen[str]:
    """Start a writer and wait until it has opened the ledger; it writes once it is let go."""
    command = [sys.executable, str(WRITER), url, name, str(calls), str(size)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def let_go(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


@pytest.mark.parametrize("writers", [2, 4])
def test_writers_at_once_lose_nothing(ledger_url: str, writers: int) -> None:
    """Processes that append at the same moment: every entry of every call is there once, a call's together, one chain."""
    calls, size = 12, 5
    processes = [start(ledger_url, f"w{number}", calls, size) for number in range(writers)]
    for process in processes:
        let_go(process)
    for process in processes:
        _, told = process.communicate(timeout=120)
        assert (process.returncode, told) == (0, "")
    with Ledger(ledger_url) as ledger:
        entries = list(ledger.entries())

        assert ledger.verify() == []
    assert [*range(1, writers * calls * size + 1)] == [entry.seq for entry in entries]
    assert {f"w{number}/{call}": size for number in range(writers) for call in range(calls)} == Counter(
        entry.about for entry in entries
    )
    assert all(len({entry.about for entry in entries[at : at + size]}) == 1 for at in range(0, len(entries), size))


def test_processes_may_make_the_ledger_at_once(ledger_url: str) -> None:
    """Two processes that open an address where there is nothing make one ledger between them."""
    opening = f"from habeas.ledger import Ledger; Ledger({ledger_url!r}).close()"
    processes = [subprocess.Popen([sys.executable, "-c", opening], stderr=subprocess.PIPE, text=True) for _ in "1234"]
    for process in processes:
        _, told = process.communicate(timeout=120)
        assert (process.returncode, told) == (0, "")
    with Ledger(ledger_url, create=False) as ledger:
        assert ledger.verify() == []


def kill_after(process: subprocess.Popen[str], seconds: float) -> list[str]:
    """Let a writer go, kill it after a while, and return the calls that it said were done."""
    let_go(process)
    assert process.stdout
    first = process.stdout.readline().strip()
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    told, _ = process.communicate(timeout=60)
    return [first, *(line for line in told.splitlines() if "/" in line)]


def check_whole(url: str, size: int, done: list[str], name: str) -> None:
    """Assert that a ledger opens, verifies, takes entries, and has whole calls only, all that were said to be done."""
    with Ledger(url) as ledger:
        assert ledger.verify() == []
        found = Counter(entry.about for entry in ledger.entries() if entry.about.startswith(f"{name}/"))
        assert set(found.values()) <= {size}
        assert set(done) <= set(found)
        assert len(found) - len(done) <= 1
        ledger.append([Draft(kind="note.add", about="after")], actor="Ana")
        assert ledger.verify() == []


def test_a_process_killed_at_any_moment_leaves_a_whole_ledger(ledger_url: str) -> None:
    """Killed at random moments of large writes, six times over one ledger: it opens, verifies, and kept what was done."""
    size = 400
    moments = random.Random(17)  # noqa: S311 - any moments will do, the same ones each time
    for number in range(6):
        process = start(ledger_url, f"k{number}", 0, size)
        done = kill_after(process, moments.uniform(0, 0.15))
        assert process.returncode == -signal.SIGKILL
        check_whole(ledger_url, size, done, f"k{number}")


MIDDLE = """
import os, signal, sys
from sqlalchemy import insert
from habeas.ledger import Ledger, store, chain, Draft
ledger = Ledger(sys.argv[1])
with ledger._writing() as connection:
    connection.exec_driver_sql("PRAGMA cache_size = 5")
    drafts = [Draft(kind="note.add", about=f"lost/{n}", body={"pad": "x" * 500}) for n in range(2000)]
    rows = store._chained(drafts, "Ana", "2025-03-16T12:00:00.000000Z", *store._last(connection))
    connection.execute(insert(store.ENTRIES), [dict(zip(chain.COLUMNS, row)) for row in rows])
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_half_written_file_is_put_right_by_its_journal(tmp_path: Path) -> None:
    """Killed with half of a call already in the file, the copy of the folder as it lies there opens as it was before."""
    path = tmp_path / "ledger.sqlite"
    url = f"sqlite:///{path}"
    with Ledger(url) as ledger:
        written = ledger.append([Draft(kind="note.add", about=f"kept/{n}") for n in range(100)], actor="Ana")
    before = path.stat().st_size
    killed = subprocess.run([sys.executable, "-c", MIDDLE, url], check=False, timeout=60)

    assert killed.returncode == -signal.SIGKILL
    assert path.stat().st_size > before
    assert path.with_name("ledger.sqlite-journal").stat().st_size > 0
    with Ledger(url) as ledger:
        assert written == list(ledger.entries())
        assert ledger.verify() == []


def test_an_interrupt_in_the_middle_writes_nothing(ledger_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C between the entries and the commit: none of the call is there, and the next call goes through."""
    with Ledger(ledger_url) as ledger:
        written = ledger.append([Draft(kind="note.add", about="x")], actor="Ana")
        with monkeypatch.context() as patch:
            patch.setattr("habeas.ledger.store.update", _interrupt)
            with pytest.raises(KeyboardInterrupt):
                ledger.append([Draft(kind="note.add", about="lost")], actor="Ana")
        assert written == list(ledger.entries())
        ledger.append([Draft(kind="note.add", about="y")], actor="Ana")
        assert ledger.verify() == []
        assert ledger.head()[0] == 2


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_ledger_held_by_another_process_is_said_to_be_busy(ledger_url: str) -> None:
    """A writer that waits in vain says who is in the way, for how long it waited, and that nothing was written."""
    with Ledger(ledger_url) as ledger, Ledger(ledger_url, wait=0.3) as waiting:
        ledger.append([Draft(kind="note.add", about="x")], actor="Ana")
        with ledger._writing() as connection:
            ledger._locked_head(connection)
            with pytest.raises(LedgerError, match=r"held the ledger .* for more than 0\.3 seconds") as caught:
                waiting.append([Draft(kind="note.add", about="y")], actor="Luz")
            assert [entry.about for entry in waiting.entries()] == ["x"]
        waiting.append([Draft(kind="note.add", about="y")], actor="Luz")

        assert "más de 0.3 segundos" in caught.value.text("es")
        assert [entry.about for entry in ledger.entries()] == ["x", "y"]


def test_the_writer_of_these_tests_is_a_process_of_its_own(sqlite_url: str) -> None:
    """The processes are real ones, with another id than this one."""
    process = start(sqlite_url, "w", 1, 1)
    assert process.pid != os.getpid()
    let_go(process)
    told, _ = process.communicate(timeout=60)
    assert told == "w/0\n"
