"""The synthetic case for the command line, and two ways to run a command: in this process, and as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.case import synthetic

from habeas.cli import main

Run = Callable[..., "Told"]


@dataclass(frozen=True)
class Told:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what the machine would say of language, width, colour and user."""
    for name in ("HABEAS_LANG", "HABEAS_DEBUG", "COLUMNS", "NO_COLOR", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HABEAS_ACTOR", "tester")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built case; no test writes there."""
    return synthetic.made(tmp_path_factory.mktemp("built") / "north")


@pytest.fixture
def folder(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the built case, apart from the test's own folder."""
    return synthetic.copied(built, tmp_path_factory.mktemp("copy") / "north")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def running(*arguments: object) -> Told:
        capsys.readouterr()
        status = main([str(one) for one in arguments])
        told = capsys.readouterr()
        return Told(status, told.out, told.err)

    return running


def started(*arguments: object, **how: Any) -> subprocess.Popen[bytes]:
    """Start a command as a process of its own, with the modules of this one."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), **how.pop("env", {})}
    command = [sys.executable, "-W", "ignore", "-m", "habeas", *(str(one) for one in arguments)]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL}
    return subprocess.Popen(command, env=environment, **{**pipes, **how})


_PEAK = """
import resource, sys
from pathlib import Path
from habeas.cli import main
status, told = main(sys.argv[2:]), Path("/proc/self/status")
used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on macOS
if told.exists():  # on Linux that figure begins with what the parent used
    used = 1024 * int(told.read_text().partition("VmHWM:")[2].split()[0])
Path(sys.argv[1]).write_text(str(used))
sys.exit(status)
"""


@pytest.fixture
def measured(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[Told, int]]:
    """Run a command as a process of its own; return what it told, and the most bytes of memory it held."""

    def running(*arguments: object) -> tuple[Told, int]:
        noted = tmp_path_factory.mktemp("peak") / "bytes"
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        command = [sys.executable, "-c", _PEAK, str(noted), *(str(one) for one in arguments)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return Told(done.returncode, done.stdout, done.stderr), int(noted.read_text())

    return running


@pytest.fixture
def program() -> Run:
    """Run a command as a process of its own."""

    def running(*arguments: object, **how: Any) -> Told:
        process = started(*arguments, **how)
        out, err = process.communicate(timeout=300)
        return Told(process.returncode, (out or b"").decode("utf-8"), (err or b"").decode("utf-8"))

    return running
