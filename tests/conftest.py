"""What every test may ask for: a real PostgreSQL of its own, and the address of an empty ledger on either engine."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings
from psycopg import sql

# The first example of many loads a library, and two cores are shared: a slow example is no fault of a property.
settings.register_profile("habeas", deadline=None, max_examples=60)
settings.load_profile("habeas")

INSTALL = """no PostgreSQL server was found; these tests start a private one. Install it:
  Debian, Ubuntu: apt-get install postgresql      macOS: brew install postgresql      Fedora: dnf install postgresql-server"""
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


def _binaries() -> Path:
    """Return the folder of the newest PostgreSQL server there is; the test fails where there is none."""
    found = [
        path for place in PLACES for path in Path("/").glob(f"{place[1:]}/initdb") if path.with_name("pg_ctl").exists()
    ]
    on_path = shutil.which("initdb")
    if found:
        return max(found, key=lambda path: (_version(path), str(path))).parent
    if on_path:
        return Path(on_path).resolve().parent
    pytest.fail(INSTALL)


def _version(initdb: Path) -> int:
    digits = "".join(c if c.isdigit() else " " for c in str(initdb.parent)).split()
    return int(digits[0]) if digits else 0


def _owner() -> str | None:
    """Return the user to run the server as, which refuses to run as root; None is the user who runs the tests."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Start a private PostgreSQL cluster for the session, on a socket in a folder of its own; yield that folder."""
    binaries, owner = _binaries(), _owner()
    folder = Path(tempfile.mkdtemp(prefix="habeas-pg-", dir="/tmp"))
    if owner:
        shutil.chown(folder, owner)
    cluster, log = folder / "cluster", folder / "log"

    def run(*command: object) -> None:
        done = subprocess.run(
            [str(part) for part in command], user=owner, cwd=folder, capture_output=True, text=True, check=False
        )
        if done.returncode:
            told = log.read_text() if log.exists() else ""
            pytest.fail(f"{command[0]} failed:\n{done.stdout}{done.stderr}{told}")

    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=50"
    try:
        run(binaries / "initdb", "-D", cluster, "-U", "habeas", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        run(binaries / "pg_ctl", "-D", cluster, "-l", log, "-w", "-o", options, "start")
        try:
            yield str(folder)
        finally:
            run(binaries / "pg_ctl", "-D", cluster, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql_url(postgresql: str) -> Iterator[str]:
    """Make an empty database on the private cluster; yield its URL."""
    name = f"case_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(host=postgresql, user="habeas", dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield f"postgresql+psycopg://habeas@/{name}?host={postgresql}"
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Return the URL of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'ledger.sqlite'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of an empty place for a ledger: the test runs once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
