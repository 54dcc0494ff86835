"""A Spark session that is quiet, keeps to this machine unless told otherwise, and says plainly why it cannot start.

PySpark keeps one Java process for a Python process and starts it once; here it is started with the session and ended with it,
and what Java has to say goes to a file whose last words are in the error.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.errors import InputError, MissingExtra

if TYPE_CHECKING:
    from ibis.backends.sql import SQLBackend
    from pyspark.sql import SparkSession

JAVA: Final = 17  # Spark 4 runs on Java 17 and later
ANSWER_SECONDS: Final = 5.0  # for a master to take a call
WORKER_SECONDS: Final = 30.0  # for its workers to start
STOP_SECONDS: Final = 20.0  # for Java to end by itself

_LOGGING: Final = """\
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n%ex
"""


class Session:
    """A Spark session of this process; one at a time. ``spark`` is the session, ``backend`` the same for Ibis."""

    def __init__(self, scratch: Path, *, master: str, memory: str, threads: int, jars: str = "") -> None:
        check_installed()
        check_java()
        host = check_master(master)
        self._log = scratch / "spark.log"
        settings = _settings(scratch, master=master, host=host, memory=memory, threads=threads)
        if jars:
            settings["spark.jars"] = jars
        self._gateway: Any = None
        try:
            self._start(settings, scratch)
            if host is not None:
                self._await_workers(master)
        except Exception:
            self.close()
            raise

    def _start(self, settings: Mapping[str, str], scratch: Path) -> None:
        from py4j.protocol import Py4JError
        from pyspark import SparkConf, SparkContext
        from pyspark.errors import PySparkException
        from pyspark.java_gateway import launch_gateway
        from pyspark.sql import SparkSession

        (scratch / "log4j2.properties").write_text(_LOGGING, encoding="utf-8")
        conf = SparkConf(loadDefaults=False).setAll(list(settings.items()))
        try:
            with self._log.open("wb") as log:
                self._gateway = launch_gateway(conf, {"stderr": log, "stdout": log})  # type: ignore[no-untyped-call]
            self.spark: SparkSession = SparkSession(SparkContext(conf=conf, gateway=self._gateway))
        except (Py4JError, PySparkException, OSError) as error:
            raise InputError("custody.spark-start", master=settings["spark.master"], found=self._last(error)) from error
        with _quiet():
            import ibis

            self.backend: SQLBackend = ibis.pyspark.connect(self.spark)

    def _last(self, error: Exception) -> str:
        """Return the first line that names a cause in Java's words, or else the error's own last line."""
        said = self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""
        causes = [
            line.strip() for line in said.splitlines() if re.search(r"\b(ERROR|Error|Exception|Caused by)\b", line)
        ]
        return causes[0] if causes else str(error).strip().splitlines()[-1]

    def _await_workers(self, master: str) -> None:
        """Wait until one worker has started; a cluster without a free worker would else wait for ever."""
        until = time.monotonic() + WORKER_SECONDS
        context = self.spark.sparkContext._jsc.sc()  # noqa: SLF001 - the only way to ask
        # The driver counts as one.
        while context.getExecutorMemoryStatus().size() < 2:
            if time.monotonic() > until:
                raise InputError("custody.master-no-worker", master=master, seconds=WORKER_SECONDS)
            time.sleep(0.1)

    def close(self) -> None:
        """End the session and its Java process."""
        if self._gateway is None:
            return
        from pyspark import SparkContext

        gateway, self._gateway = self._gateway, None
        try:
            if hasattr(self, "spark"):
                self.spark.stop()
        finally:
            with warnings.catch_warnings():
                # The gateway drops its sockets and leaves the closing of them to Python.
                warnings.simplefilter("ignore", ResourceWarning)
                gateway.shutdown()
            _end(gateway.proc)
            # The next session starts a process of its own, with its own memory and master.
            SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001 - PySpark offers no way to end its process


@contextmanager
def spark_session(
    *, master: str | None = None, memory: str = "1GB", jars: str = ""
) -> Iterator[tuple[SparkSession, Path]]:
    """Lend a Spark session and the folder it works in, which is gone with it. ``jars`` are functions that Java is started with.

    Raises :class:`MissingExtra` where Spark or Java is missing, :class:`InputError` where the master does not answer.
    """
    threads = os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="habeas-spark-") as scratch:
        session = Session(
            Path(scratch), master=master or f"local[{threads}]", memory=memory, threads=threads, jars=jars
        )
        try:
            yield session.spark, Path(scratch)
        finally:
            session.close()


def _end(java: subprocess.Popen[bytes]) -> None:
    """End Java as PySpark does at exit: it stops when its input ends."""
    if java.stdin is not None:
        java.stdin.close()
    try:
        java.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        java.kill()
        java.wait()


def check_installed() -> None:
    """Raise MissingExtra with the command that installs Spark, where it is missing."""
    if importlib.util.find_spec("pyspark") is None:
        raise MissingExtra("custody.spark-missing")


def check_java() -> int:
    """Return the major version of the Java that Spark will run on; raise MissingExtra where it is missing or too old."""
    home = os.environ.get("JAVA_HOME")
    program = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if program is None or not Path(program).exists():
        raise MissingExtra("custody.java-missing", needed=JAVA)
    said = subprocess.run([program, "-version"], capture_output=True, text=True, timeout=60, check=False).stderr  # noqa: S603
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    if not found:
        raise MissingExtra("custody.java-missing", needed=JAVA)
    if int(found[1]) < JAVA:
        raise MissingExtra("custody.java-old", found=int(found[1]), needed=JAVA, program=program)
    return int(found[1])


def check_master(master: str) -> str | None:
    """Return the host of a cluster's master after it took a call, or None for this machine's own processes.

    Raises InputError where the address is of no known form or nobody answers within a few seconds.
    """
    if re.fullmatch(r"local(\[(\d+|\*)\])?", master):
        return None
    found = re.fullmatch(r"spark://([^\s:/,]+):(\d{1,5})", master)
    if not found or int(found[2]) > 65535:
        raise InputError("custody.master-form", found=master)
    try:
        socket.create_connection((found[1], int(found[2])), timeout=ANSWER_SECONDS).close()
    except OSError as error:
        raise InputError("custody.master-silent", master=master, seconds=ANSWER_SECONDS, found=str(error)) from error
    return found[1]


def _settings(scratch: Path, *, master: str, host: str | None, memory: str, threads: int) -> dict[str, str]:
    amount = memory.removesuffix("B").lower()
    settings = {
        "spark.master": master,
        "spark.app.name": "habeas",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": amount,
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={(scratch / 'log4j2.properties').as_uri()}",
        "spark.local.dir": str(scratch / "local"),
        "spark.sql.warehouse.dir": str(scratch / "warehouse"),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.session.timeZone": "UTC",
        # Times are naive here: a moment is what the publisher wrote, in no zone.
        "spark.sql.timestampType": "TIMESTAMP_NTZ",
        "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
        "spark.sql.parquet.compression.codec": "snappy",
        # What does not fit a type is an error, as on DuckDB, not a null.
        "spark.sql.ansi.enabled": "true",
        "spark.sql.shuffle.partitions": str(max(4, 2 * threads)),
        "spark.default.parallelism": str(max(4, 2 * threads)),
        "mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
    }
    if host is None or host in {"localhost", "127.0.0.1"}:
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    if host is not None:
        settings["spark.executor.memory"] = amount
    return settings


class _quiet(warnings.catch_warnings):  # noqa: N801 - used as a word
    """Leave out what PySpark and Ibis say of one another while they are imported: nothing a user can act on."""

    def __enter__(self) -> None:
        super().__enter__()
        for module in (r"pyspark\b", r"ibis\b", r"py4j\b"):
            warnings.filterwarnings("ignore", module=module)
