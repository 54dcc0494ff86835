"""A standalone Spark cluster on this machine, for tests: a master and two workers, each a process of its own, on loopback only."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyspark

WORKERS = 2
CORES = 1
MEMORY = "700m"
START_SECONDS = 60.0
_HOST = "127.0.0.1"


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Start a master and two workers, wait until both are registered, and give the master's address; stop them always."""
    home = Path(pyspark.__file__).parent
    folder.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": _HOST,
        "SPARK_PUBLIC_DNS": _HOST,
        "SPARK_LOCAL_DIRS": str(folder / "local"),
        "SPARK_DAEMON_MEMORY": "256m",
    }
    port, page = _free_port(), _free_port()
    address = f"spark://{_HOST}:{port}"
    start = str(home / "bin" / "spark-class")
    deploy = "org.apache.spark.deploy"
    master = [start, f"{deploy}.master.Master", "--host", _HOST, "--port", str(port), "--webui-port", str(page)]
    with ExitStack() as stack:
        stack.enter_context(_process(master, folder / "master.log", environment))
        # A worker that finds no master waits seconds before it asks again.
        _until(lambda: _answers(port), folder)
        for n in range(WORKERS):
            worker = [start, f"{deploy}.worker.Worker", "--host", _HOST, "--cores", str(CORES), "--memory", MEMORY]
            worker += ["--webui-port", "0", "--work-dir", str(folder / f"worker-{n}"), address]
            stack.enter_context(_process(worker, folder / f"worker-{n}.log", environment))
        _until(lambda: _registered(page) == WORKERS, folder)
        yield address


@contextmanager
def _process(command: list[str], log: Path, environment: dict[str, str]) -> Iterator[None]:
    with log.open("wb") as said, subprocess.Popen(command, env=environment, stdout=said, stderr=said) as process:
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def _free_port() -> int:
    with socket.create_server((_HOST, 0)) as server:
        return int(server.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        socket.create_connection((_HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def _registered(page: int) -> int:
    try:
        with urllib.request.urlopen(f"http://{_HOST}:{page}/json/", timeout=5) as answer:
            return int(json.load(answer)["aliveworkers"])
    except OSError:
        return 0


def _until(holds: object, folder: Path) -> None:
    """Wait until something holds; what the processes said is in the error if it never does."""
    assert callable(holds)
    end = time.monotonic() + START_SECONDS
    while not holds():
        if time.monotonic() > end:
            logs = "\n".join(f"{log.name}: {log.read_text(errors='replace')[-2000:]}" for log in folder.glob("*.log"))
            raise TimeoutError(f"the cluster did not start within {START_SECONDS} s\n{logs}")
        time.sleep(0.2)
