"""The append-only store. An entry that was written is never written again: this module has no update and no delete of one.

Writers take their turn (SQLite: ``BEGIN IMMEDIATE``; PostgreSQL: a lock on the row of ``head``), read the last entry under
that lock and chain onto it, all in one transaction: two at once lose nothing, and one that is killed has written all of
its entries or none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

import msgspec
from sqlalchemy import BigInteger, Column, Connection, MetaData, Select, Table, Text, insert, select, update

from habeas.errors import Faults, LedgerError, Problem
from habeas.ledger import chain, drafts, engine, fold, migrations
from habeas.ledger.model import Draft, Entry
from habeas.quiet import undisturbed

PAGE: Final = 10_000
WAIT: Final = 30.0

_METADATA: Final = MetaData()
ENTRIES: Final = Table(
    "entries", _METADATA, *(Column(name, BigInteger if name == "seq" else Text) for name in chain.COLUMNS)
)
HEAD: Final = Table("head", _METADATA, Column("seq", BigInteger), Column("hash", Text))

_decode: Final = msgspec.json.Decoder(dict[str, Any]).decode
Row = tuple[Any, ...]


class Ledger:
    """A ledger at a URL: ``sqlite:////path/ledger.sqlite`` or ``postgresql+psycopg://user@host/database``.

    Opening makes a ledger where there is none (``create=False`` refuses instead) and takes an older one to the present
    schema. A ledger that cannot be written to can still be read. ``wait`` is how many seconds a writer waits for another.

    Raises :class:`LedgerError` where the place holds something else or a newer schema, :class:`StorageError` where the
    disk refuses, :class:`MissingExtra` where PostgreSQL's driver is not installed. ``migrated`` tells whether opening wrote.
    """

    def __init__(self, url: str, *, create: bool = True, wait: float = WAIT) -> None:
        address = engine.address(url)
        self.place = engine.place(address)
        self.migrated = False
        self._wait = wait
        self._sqlite = address.drivername == "sqlite"
        if self._sqlite and not create and not Path(self.place).exists():
            raise LedgerError("ledger.no-ledger", file=self.place)
        self._engine = engine.engine(address, wait)
        try:
            self._open(create)
        except BaseException:
            self.close()
            raise

    def __repr__(self) -> str:
        return f"Ledger({self._engine.url.render_as_string(hide_password=True)!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file or the server."""
        self._engine.dispose()

    def _open(self, create: bool) -> None:
        with self._reading() as connection:
            if not self._sqlite:
                encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
                if encoding != "UTF8":
                    raise LedgerError("ledger.encoding", file=self.place, found=str(encoding))
            found = migrations.version(connection, self.place)
        if found == 0 and not create:
            raise LedgerError("ledger.no-ledger", file=self.place)
        if found < len(migrations.STEPS):
            with self._writing() as connection:
                if not self._sqlite:
                    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('habeas ledger schema'))")
                migrations.migrate(connection, self.place)
            self.migrated = True

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with engine.clear(self.place, wait=self._wait), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        options = {engine.WRITES: True}
        with (
            engine.clear(self.place, wait=self._wait, writing=True),
            self._engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield connection

    def append(
        self, additions: Sequence[Draft], *, actor: str, time: str | None = None, seen: int | None = None
    ) -> list[Entry]:
        """Write drafts as entries, all or none, and return them with their numbers and hashes.

        ``actor`` is who decided. ``time`` is an RFC 3339 date-time with its offset, the present moment by default.
        ``seen`` is the number of the last entry that was read when the drafts were made: where others have written since,
        what the drafts rest on may no longer hold, and they are refused with :class:`LedgerError` (``ledger.moved``).

        Raises :class:`Faults` with every fault of every draft: a decision without a reason, a body that is not plain
        JSON, an undo of what does not stand. Nothing is written then.
        """
        if not additions:
            return []
        problems = list(drafts.faults(additions, actor, time))
        if problems and not any(draft.kind == fold.UNDO for draft in additions):
            raise Faults("ledger.refused", problems)
        with self._writing() as connection:
            seq, last = self._locked_head(connection)
            if seen is not None and seen != seq:
                raise LedgerError("ledger.moved", file=self.place, seen=str(seen), last=str(seq))
            problems += _undo_faults(connection, additions, seq)
            if problems:
                raise Faults("ledger.refused", problems)
            written = drafts.now() if time is None else drafts.moment(time) or time
            rows = _chained(additions, actor, written, seq, last)
            connection.execute(insert(ENTRIES), [dict(zip(chain.COLUMNS, row, strict=True)) for row in rows])
            connection.execute(update(HEAD).values(seq=rows[-1][0], hash=rows[-1][8]))
        return [self._entry(row) for row in rows]

    def _locked_head(self, connection: Connection) -> tuple[int, str]:
        """Return the last entry's number and hash, no other writer getting past this point before the transaction ends."""
        kept = connection.execute(select(HEAD).with_for_update()).fetchall()
        last = _last(connection)
        if [tuple(row) for row in kept] != [last]:
            raise LedgerError("ledger.not-on-damage", file=self.place)
        return last

    def entries(self, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
        """Yield the entries numbered above ``after`` and at most ``upto``, in order, as they stand at the first one asked.

        They are read a page at a time with no transaction held open between pages, so that one may append meanwhile: what
        is appended after the first was asked for is not among them.
        """
        end = self.head()[0]
        end = end if upto is None else min(end, upto)
        while after < end:
            page = select(ENTRIES).where(ENTRIES.c.seq > after, ENTRIES.c.seq <= end).order_by(ENTRIES.c.seq)
            with undisturbed():
                read = [self._entry(row) for row in self._rows(page.limit(PAGE))]
            if not read:
                return
            yield from read
            after = read[-1].seq

    def history(self, about: str) -> list[Entry]:
        """Return every entry about one thing, undone ones included, in order; undo entries are about a number."""
        return [self._entry(row) for row in self._rows(select(ENTRIES).where(ENTRIES.c.about == about).order_by("seq"))]

    def _rows(self, query: Select[Any]) -> Sequence[Row]:
        with self._reading() as connection:
            return connection.execute(query).fetchall()

    def _entry(self, row: Row) -> Entry:
        seq, kind, about, body, reason, actor, time, previous, own = row
        try:
            read = _decode(body)
        except (msgspec.MsgspecError, TypeError, ValueError):
            raise LedgerError("ledger.unreadable-entry", file=self.place, seq=str(seq)) from None
        return Entry(
            seq=seq,
            kind=kind,
            about=about,
            body=read,
            reason=reason,
            actor=actor,
            time=time,
            previous=previous,
            hash=own,
        )

    def head(self) -> tuple[int, str]:
        """Return the number and hash of the last entry; ``(0, "000…")`` while there is none.

        The hash stands for the whole ledger up to there: whoever notes it can show later that nothing before was changed.
        """
        with self._reading() as connection:
            return _last(connection)

    def sealed(self) -> tuple[int, str, str] | None:
        """Return the number and hash of the last entry, and the SHA-256 of the whole file, all of one moment.

        The file is read through SQLite, under its lock: a file that is opened beside it would undo that lock when it is closed.
        None for PostgreSQL, which has no such file, and where Python's SQLite cannot give the bytes.
        """
        if not self._sqlite:
            return None
        with self._reading() as connection:
            seq, last = _last(connection)
            serialize = getattr(connection.connection.driver_connection, "serialize", None)
            return None if serialize is None else (seq, last, hashlib.sha256(serialize()).hexdigest())

    def verify(self, noted: Mapping[int, str] | None = None) -> list[Problem]:
        """Walk the whole ledger and return every problem: an empty list says that it is whole.

        Checked are the file itself (SQLite's ``integrity_check``), the triggers that refuse changes, and of each entry
        its number, its hash over all its fields, and its link to the one before. ``noted`` maps numbers to hashes that
        were written down earlier elsewhere (see :meth:`head`): only they show that a ledger was not rewritten as a whole.
        """
        problems: list[Problem] = []
        with engine.clear(self.place), self._engine.connect() as connection:
            if not self._sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ")
            try:
                with connection.begin(), _any_bytes(connection, self._sqlite):
                    problems += _file_faults(connection, self._sqlite)
                    problems += _guard_faults(connection, self._sqlite)
                    for problem in _chain_faults(connection, noted):
                        problems.append(problem)  # one by one: what was found stays found where the walk breaks off
            except engine.THROWN as error:
                connection.invalidate()
                fault = engine.said(error, self.place, wait=self._wait)
                problems.append(Problem(fault.key, values=fault.values))
        return problems


def _last(connection: Connection) -> tuple[int, str]:
    found = connection.execute(select(ENTRIES.c.seq, ENTRIES.c.hash).order_by(ENTRIES.c.seq.desc()).limit(1)).first()
    return (found[0], found[1]) if found else (0, chain.GENESIS)


def _undo_faults(connection: Connection, additions: Sequence[Draft], last: int) -> Iterator[Problem]:
    asked = [(row, draft) for row, draft in enumerate(additions, 1) if draft.kind == fold.UNDO]
    if not asked:
        return
    rows = connection.execute(select(ENTRIES.c.seq, ENTRIES.c.about).where(ENTRIES.c.kind == fold.UNDO)).fetchall()
    undos = {seq: number for seq, about in rows if (number := fold.target(about)) is not None}
    for row, draft in asked:
        problem = fold.undoable(draft.about, undos, last, row=row)
        if problem:
            yield problem
        else:
            undos[last + row] = int(draft.about)


def _chained(additions: Sequence[Draft], actor: str, time: str, seq: int, previous: str) -> list[Row]:
    rows: list[Row] = []
    for number, draft in enumerate(additions, seq + 1):
        body = chain.canonical(draft.body)
        fields = (number, draft.kind, draft.about, body, draft.reason, actor, time, previous)
        previous = chain.digest(fields)
        rows.append((*fields, previous))
    return rows


@contextmanager
def _any_bytes(connection: Connection, sqlite: bool) -> Iterator[None]:
    """Read words of SQLite that are not UTF-8 all the same: they are an entry that fails, not the end of the walk."""
    if not sqlite:
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.text_factory = lambda found: found.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = str


def _file_faults(connection: Connection, sqlite: bool) -> Iterator[Problem]:
    if sqlite:
        for (found,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
            if found != "ok":
                yield Problem("ledger.file-damaged", values={"found": " ".join(str(found).split())})


def _guard_faults(connection: Connection, sqlite: bool) -> Iterator[Problem]:
    if sqlite:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        found: dict[str, Any] = dict(tuple(row) for row in connection.exec_driver_sql(query))
        lost = {name for name, sql in migrations.GUARDS_SQLITE.items() if found.get(name) != sql}
    else:
        query = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'entries'::regclass AND tgenabled IN ('O', 'A')"
        lost = {*migrations.GUARDS_POSTGRESQL} - set(connection.exec_driver_sql(query).scalars())
    for name in sorted(lost):
        yield Problem("ledger.guard-lost", values={"name": name})


def _chain_faults(connection: Connection, noted: Mapping[int, str] | None) -> Iterator[Problem]:
    kept = connection.execute(select(HEAD)).fetchall()
    head = (kept[0][0], kept[0][1]) if len(kept) == 1 else None
    rows = connection.execute(select(ENTRIES).order_by(ENTRIES.c.seq).execution_options(yield_per=PAGE))
    yield from chain.faults(rows, head, noted)
