"""The ledger's schema, as the ordered steps that make it: a new ledger takes all of them, an older one those it lacks.

A step is never edited once it has been released; a change is another step at the end. The statements are written out for
each engine, since a step describes one moment of the schema and must not change when the code does. The table ``schema``
has a row for each step that was taken, and when.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import Connection, inspect

from habeas.errors import LedgerError
from habeas.ledger.chain import GENESIS
from habeas.ledger.drafts import now

TABLES: Final = frozenset({"schema", "head", "entries"})

GUARDS_SQLITE: Final[Mapping[str, str]] = {
    "entries_never_change": """\
CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'the ledger only grows: an entry is never changed'); END""",
    "entries_never_go": """\
CREATE TRIGGER entries_never_go BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'the ledger only grows: an entry is never deleted'); END""",
    "entries_follow": f"""\
CREATE TRIGGER entries_follow BEFORE INSERT ON entries
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries)
  OR NEW.previous IS NOT coalesce((SELECT hash FROM entries ORDER BY seq DESC LIMIT 1), '{GENESIS}')
BEGIN SELECT RAISE(ABORT, 'the ledger only grows: an entry follows the last one'); END""",  # noqa: S608 - a constant of this package
}
GUARDS_POSTGRESQL: Final = frozenset({"entries_never_change", "entries_never_emptied", "entries_follow"})

_ENTRIES = """\
CREATE TABLE entries (
    seq {number} PRIMARY KEY,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    body TEXT NOT NULL,
    reason TEXT NOT NULL,
    actor TEXT NOT NULL,
    time TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
)"""
_HEAD = "CREATE TABLE head (seq {number} NOT NULL, hash TEXT NOT NULL)"
_SCHEMA = "CREATE TABLE schema (version INTEGER PRIMARY KEY, time TEXT NOT NULL)"
_FIRST = f"INSERT INTO head VALUES (0, '{GENESIS}')"  # noqa: S608 - a constant of this package

_POSTGRESQL_GUARDS = (
    """\
CREATE FUNCTION entries_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger only grows: an entry is never changed or deleted'; END $$""",
    """\
CREATE TRIGGER entries_never_change BEFORE UPDATE OR DELETE ON entries
FOR EACH ROW EXECUTE FUNCTION entries_only_grow()""",
    """\
CREATE TRIGGER entries_never_emptied BEFORE TRUNCATE ON entries
FOR EACH STATEMENT EXECUTE FUNCTION entries_only_grow()""",
    f"""\
CREATE FUNCTION entries_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last RECORD;
BEGIN
    SELECT seq, hash INTO last FROM entries ORDER BY seq DESC LIMIT 1;
    IF NEW.seq IS DISTINCT FROM coalesce(last.seq, 0) + 1
       OR NEW.previous IS DISTINCT FROM coalesce(last.hash, '{GENESIS}') THEN
        RAISE EXCEPTION 'the ledger only grows: an entry follows the last one';
    END IF;
    RETURN NEW;
END $$""",  # noqa: S608 - a constant of this package
    "CREATE TRIGGER entries_follow BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION entries_follow()",
)


def create(connection: Connection) -> None:
    """Step 1: the tables, and the triggers that refuse whatever is not an addition at the end."""
    sqlite = connection.dialect.name == "sqlite"
    number = "INTEGER" if sqlite else "BIGINT"
    guards = GUARDS_SQLITE.values() if sqlite else _POSTGRESQL_GUARDS
    for statement in (_SCHEMA, _HEAD.format(number=number), _ENTRIES.format(number=number), *guards, _FIRST):
        connection.exec_driver_sql(statement)


def index(connection: Connection) -> None:
    """Step 2: the history of one thing, and the undo entries, are found without reading the whole ledger."""
    connection.exec_driver_sql("CREATE INDEX entries_about ON entries (about, seq)")
    connection.exec_driver_sql("CREATE INDEX entries_undo ON entries (seq) WHERE kind = 'undo'")


STEPS: Final[list[Callable[[Connection], None]]] = [create, index]


def version(connection: Connection, place: str) -> int:
    """Return the version of the ledger's schema, 0 where there is none yet.

    Raises :class:`LedgerError` where the database holds something else, or a newer schema than this code knows.
    """
    tables = set(inspect(connection).get_table_names())
    ours = tables & TABLES
    if not ours and (not tables or connection.dialect.name != "sqlite"):
        return 0
    if ours != TABLES:
        raise LedgerError("ledger.not-a-ledger", file=place)
    found = connection.exec_driver_sql("SELECT max(version) FROM schema").scalar_one()
    if not isinstance(found, int) or found < 1:
        raise LedgerError("ledger.not-a-ledger", file=place)
    if found > len(STEPS):
        raise LedgerError("ledger.newer", file=place, found=found, expected=len(STEPS))
    return found


def migrate(connection: Connection, place: str) -> None:
    """Take the steps that are lacking; the caller holds the lock, and its transaction makes them all or none."""
    done = version(connection, place)
    for number, step in enumerate(STEPS[done:], done + 1):
        step(connection)
        connection.exec_driver_sql(f"INSERT INTO schema VALUES ({number}, '{now()}')")  # noqa: S608 - no words of others
