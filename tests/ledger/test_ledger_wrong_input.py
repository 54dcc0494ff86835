"""What goes wrong from outside: each gives one clear message with the way out, and loses nothing."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from habeas.errors import Faults, HabeasError, LedgerError, MissingExtra, StorageError
from habeas.ledger import Draft, Ledger, drafts, engine
from habeas.words import LANGUAGES

NOTE = [Draft(kind="note.add", about="x", body={"words": "«sí»"})]


def said(error: HabeasError) -> str:
    """Return an error in English; it is one line, and is said in Spanish as well."""
    for lang in LANGUAGES:
        assert "{" not in error.text(lang)
        assert "\n" not in error.text(lang)
    assert error.text("en") != error.text("es")
    return str(error)


@contextmanager
def as_ordinary_user(folder: Path) -> Iterator[None]:
    """Be a user whom permissions bind, for a while: root is not. The folder is given to that user."""
    if os.geteuid() != 0:
        yield
        return
    said(StorageError("ledger.cannot-open", file="x", found="x"))  # read what is read late, while root may read it
    for path in (folder, *folder.iterdir()):
        os.chown(path, 65534, 65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Make a folder that an ordinary user can reach, a ledger of one entry in it."""
    made = Path(tempfile.mkdtemp(prefix="habeas-"))
    with Ledger(f"sqlite:///{made / 'ledger.sqlite'}") as ledger:
        ledger.append(NOTE, actor="Ana")
    yield made
    made.chmod(0o700)
    shutil.rmtree(made)


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o755), (0o644, 0o555), (0o444, 0o555)])
def test_a_read_only_ledger_can_be_read_and_says_why_not_written(
    folder: Path, file_mode: int, folder_mode: int
) -> None:
    """Where the file or its folder is read-only, reading and verifying work, and writing says what to do."""
    file = folder / "ledger.sqlite"
    file.chmod(file_mode)
    folder.chmod(folder_mode)
    with as_ordinary_user(folder), Ledger(f"sqlite:///{file}") as ledger:
        with pytest.raises(StorageError, match="Nothing was written; reading works") as caught:
            ledger.append(NOTE, actor="Luz")
        assert [entry.actor for entry in ledger.entries()] == ["Ana"]
        assert ledger.verify() == []
    assert str(file) in said(caught.value)


def test_a_ledger_cannot_be_made_where_nothing_can_be_written(folder: Path) -> None:
    """In a read-only folder, or one that is not there, a new ledger is refused with the folder to look at."""
    (folder / "ledger.sqlite").unlink()
    folder.chmod(0o555)
    for place in (folder / "ledger.sqlite", folder / "not there" / "ledger.sqlite"):
        with as_ordinary_user(folder), pytest.raises(StorageError, match="cannot be opened or made") as caught:
            Ledger(f"sqlite:///{place}")
        assert str(place) in said(caught.value)


def test_a_read_only_database_of_postgresql_can_be_read(postgresql_url: str) -> None:
    """A server that takes no writes (a standby, say) is read, and says that it cannot be written to."""
    with Ledger(postgresql_url) as ledger:
        ledger.append(NOTE, actor="Ana")
    with Ledger(f"{postgresql_url}&options=-cdefault_transaction_read_only%3Don") as ledger:
        with pytest.raises(StorageError, match="read-only") as caught:
            ledger.append(NOTE, actor="Luz")
        assert [entry.actor for entry in ledger.entries()] == ["Ana"]
        assert ledger.verify() == []
    said(caught.value)


def big(count: int) -> list[Draft]:
    return [Draft(kind="note.add", about=f"x{number}", body={"pad": "x" * 1000}) for number in range(count)]


def test_a_full_disk_takes_nothing_and_loses_nothing(sqlite_url: str) -> None:
    """When SQLite can add no page, the call is refused as a whole; with space again, it goes through."""
    with Ledger(sqlite_url) as ledger:
        written = ledger.append(big(20), actor="Ana")
        with ledger._reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 3}")
        with pytest.raises(StorageError, match="The disk is full") as caught:
            ledger.append(big(200), actor="Ana")
        assert written == list(ledger.entries())
        assert ledger.verify() == []
        with ledger._reading() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        ledger.append(big(200), actor="Ana")
        assert ledger.verify() == []
    said(caught.value)


LIMITED = """
import resource, sys
from habeas.errors import StorageError
from habeas.ledger import Draft, Ledger
ledger = Ledger(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    ledger.append([Draft(kind="note.add", about=f"x{n}", body={"pad": "x" * 1000}) for n in range(500)], actor="Luz")
except StorageError as error:
    print(error)
"""


def test_a_disk_that_refuses_a_write_takes_nothing_and_loses_nothing(sqlite_url: str) -> None:
    """A real write that fails at the system (a limit of the file's size) is a clear message; the ledger is whole."""
    with Ledger(sqlite_url) as ledger:
        written = ledger.append(NOTE, actor="Ana")
    done = subprocess.run([sys.executable, "-c", LIMITED, sqlite_url], capture_output=True, text=True, check=True)

    assert done.stdout.startswith("The disk would not take or give the bytes of the ledger")
    with Ledger(sqlite_url) as ledger:
        assert written == list(ledger.entries())
        assert ledger.verify() == []


@pytest.mark.parametrize(
    "content", [b"not a database, " * 100, b"\x89PNG\r\n" + bytes(5000), b"SQLite format 3\x00" * 9]
)
def test_a_file_that_is_no_ledger_is_refused_untouched(tmp_path: Path, content: bytes) -> None:
    """A file of another kind under the ledger's name is refused, and keeps its bytes."""
    file = tmp_path / "ledger.sqlite"
    file.write_bytes(content)
    with pytest.raises(LedgerError, match=r"is not a ledger of habeas|is damaged") as caught:
        Ledger(f"sqlite:///{file}")

    assert str(file) in said(caught.value)
    assert content == file.read_bytes()


@pytest.mark.parametrize("table", ["people (name)", "schema (version)", "entries (seq)", "head (seq)"])
def test_a_database_of_another_program_is_refused_untouched(tmp_path: Path, table: str) -> None:
    """A SQLite database that holds something else, a table of one of our names even, is not made into a ledger."""
    file = tmp_path / "ledger.sqlite"
    with closing(sqlite3.connect(file)) as other:
        other.execute(f"CREATE TABLE {table}")
    content = file.read_bytes()
    with pytest.raises(LedgerError, match="is not a ledger of habeas") as caught:
        Ledger(f"sqlite:///{file}")

    said(caught.value)
    assert content == file.read_bytes()


def test_postgresql_may_hold_other_tables(postgresql_url: str) -> None:
    """A ledger lives beside the tables of others in a database, and refuses a table of another that has its own name."""
    with Ledger(postgresql_url) as ledger, ledger._engine.begin() as connection:
        connection.execute(text("CREATE TABLE people (name TEXT)"))
    with Ledger(postgresql_url) as ledger:
        assert ledger.verify() == []
        with ledger._engine.begin() as connection:
            connection.execute(text("DROP TABLE schema"))
    with pytest.raises(LedgerError, match="is not a ledger of habeas"):
        Ledger(postgresql_url)


@pytest.mark.parametrize("version", [0, "one"])
def test_a_ledger_of_no_version_is_refused(tmp_path: Path, version: object) -> None:
    """A version that no habeas wrote is damage, not an older schema to be migrated."""
    file = tmp_path / "ledger.sqlite"
    Ledger(f"sqlite:///{file}").close()
    with closing(sqlite3.connect(file)) as other:
        other.executescript("CREATE TABLE new (version, time); DROP TABLE schema; ALTER TABLE new RENAME TO schema")
        other.execute("INSERT INTO schema VALUES (?, '')", (version,))
        other.commit()
    with pytest.raises(LedgerError, match="is not a ledger of habeas"):
        Ledger(f"sqlite:///{file}")


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    """A folder where the file should be cannot be opened, and the message names it."""
    (tmp_path / "ledger.sqlite").mkdir()
    with pytest.raises(StorageError, match="cannot be opened") as caught:
        Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    said(caught.value)


def test_a_lost_ledger_is_not_quietly_made_anew(tmp_path: Path, postgresql_url: str) -> None:
    """With ``create=False``, an address where there is nothing is refused and nothing is made."""
    for url in (f"sqlite:///{tmp_path / 'ledger.sqlite'}", postgresql_url, postgresql_url):
        with pytest.raises(LedgerError, match="There is no ledger at") as caught:
            Ledger(url, create=False)
        said(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["", "ledger.sqlite", "sqlite://", "sqlite:///:memory:", "mysql://u:secret@h/d", "x:y:z", "postgresql+asyncpg://u:secret@h/d"])  # fmt: skip
def test_what_is_no_address_is_refused(url: str) -> None:
    """An address of no ledger is refused with the two forms there are, and without the password in it."""
    with pytest.raises(LedgerError, match="is not the address of a ledger") as caught:
        Ledger(url)
    assert "secret" not in said(caught.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_server_that_is_not_there_is_said_to_be_out_of_reach(tmp_path: Path, scheme: str) -> None:
    """No server, a database that is not there: the message has the address without its password."""
    with pytest.raises(LedgerError, match="cannot be reached") as caught:
        Ledger(f"{scheme}://ana:secret@/case?host={tmp_path}", wait=2)
    assert "secret" not in said(caught.value)


def test_a_database_that_is_not_there_is_named(postgresql_url: str) -> None:
    """A name that the server does not know is out of reach, and the server's words are passed on."""
    with pytest.raises(LedgerError, match=r"database .* does not exist"):
        Ledger(postgresql_url.replace("case_", "other_"))


def test_without_the_driver_the_command_that_installs_it_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL without psycopg says what to install."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtra, match=r"pip install 'habeas\[postgresql\]'") as caught:
        Ledger("postgresql://h/d")
    said(caught.value)


def test_a_database_that_keeps_other_text_is_refused(postgresql: str, postgresql_url: str) -> None:
    """A PostgreSQL database that is not in UTF-8 is refused with the command that makes one."""
    name = postgresql_url.partition("@/")[2].partition("?")[0]
    with Ledger(postgresql_url) as ledger:
        server = ledger._engine.execution_options(isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}_latin ENCODING LATIN1 TEMPLATE template0"))
        try:
            with pytest.raises(LedgerError, match="keeps text as LATIN1; a ledger needs UTF8") as caught:
                Ledger(postgresql_url.replace(name, f"{name}_latin"))
        finally:
            with server.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name}_latin WITH (FORCE)"))
    said(caught.value)


def cyclic() -> dict[str, Any]:
    body: dict[str, Any] = {}
    body["again"] = body
    return body


@pytest.mark.parametrize(
    ("body", "key", "column"),
    [
        ({"a": [1, {"b": 0.5}]}, "float", "body.a[1].b"),
        ({"a": float("nan")}, "float", "body.a"),
        ({"a": 2**53}, "wide-number", "body.a"),
        ({"a": -(2**53)}, "wide-number", "body.a"),
        ({"a": Decimal("0.64")}, "not-json", "body.a"),
        ({"a": b"x"}, "not-json", "body.a"),
        ({"a": {1: 2}}, "not-json", "body.a"),
        ({"a": {"x"}}, "not-json", "body.a"),
        ({"a": "\ud800"}, "unfit-text", "body.a"),
        ({"\udfff": 1}, "not-json", "body"),
        (cyclic(), "deep", "body" + ".again" * 65),
    ],
)
def test_a_body_that_is_not_plain_json_is_refused(body: dict[str, Any], key: str, column: str) -> None:
    """What another program would read as another value is named by its place in the body."""
    draft = Draft(kind="note.add", about="x", body=body)
    problems = list(drafts.faults([draft], "Ana", None))

    assert [(f"ledger.{key}", 1, column)] == [(problem.key, problem.row, problem.column) for problem in problems]
    for lang in LANGUAGES:
        problems[0].text(lang).encode()


@pytest.mark.parametrize(
    ("draft", "key"),
    [
        (Draft(kind="note.add", about="a\x00b"), "unfit-text"),
        (Draft(kind="note.add", about="x", reason="\ud800"), "unfit-text"),
        (Draft(kind="note.add", about=" "), "no-about"),
        (Draft(kind="", about="x"), "not-a-kind"),
        (Draft(kind="Claim.Accept", about="x"), "not-a-kind"),
        (Draft(kind="claim..accept", about="x"), "not-a-kind"),
        (Draft(kind="claim.accept\n", about="x"), "not-a-kind"),
        *((Draft(kind=kind, about="1", reason="\t"), "no-reason") for kind in sorted(drafts.DECISIONS)),
    ],
)
def test_a_faulty_draft_is_refused(draft: Draft, key: str) -> None:
    """Each fault of a draft's own fields is one problem that can be said; every decision needs a reason."""
    problems = list(drafts.faults([draft], "Ana", None))

    assert [f"ledger.{key}"] == [problem.key for problem in problems]
    for lang in LANGUAGES:
        assert "{" not in problems[0].text(lang)
        problems[0].text(lang).encode()


@pytest.mark.parametrize(
    "time", ["", "2025-03-16", "2025-03-16T12:00:00", "2025-13-01T00:00:00Z", "2025-03-16 12:00:00Z", "2025-02-30T00:00:00Z",
             "2025-03-16T12:00:00+25:00", "0001-01-01T00:00:00+23:00", "20250316T120000Z", "\N{FULLWIDTH DIGIT TWO}025-03-16T12:00:00Z"],
)  # fmt: skip
def test_what_is_no_moment_is_refused(time: str) -> None:
    """A time without an offset, of another form, or that is no time, is refused and not guessed at."""
    assert [problem.key for problem in drafts.faults([], "Ana", time)] == ["ledger.not-a-time"]


@pytest.mark.parametrize("actor", ["", " ", "a\x00", "\ud800"])
def test_an_entry_has_an_actor(sqlite_url: str, actor: str) -> None:
    """Without a name that can be written, nothing is appended."""
    with Ledger(sqlite_url) as ledger:
        with pytest.raises(Faults, match="Nothing was written to the ledger: one fault"):
            ledger.append(NOTE, actor=actor)
        assert ledger.head()[0] == 0


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a ledger of some 60 entries: several pages of every kind that SQLite has."""
    file = tmp_path_factory.mktemp("sample") / "ledger.sqlite"
    with Ledger(f"sqlite:///{file}") as ledger:
        for number in range(60):
            body = {"words": "x" * (6000 if number == 30 else 90), "n": number}
            ledger.append([Draft(kind="note.add", about=f"x{number}", body=body, reason="«sí»")], actor="Ana")
    return file


def rows(file: Path) -> Any:
    with closing(sqlite3.connect(file)) as other:
        return other.execute("SELECT * FROM entries NOT INDEXED ORDER BY seq").fetchall()


def outcome(file: Path) -> bool:
    """Return whether a ledger is found whole; every other outcome is an error that can be said, or problems."""
    try:
        with Ledger(f"sqlite:///{file}", create=False, wait=1) as ledger:
            problems = ledger.verify()
            with suppress(LedgerError, StorageError):
                list(ledger.entries())
    except HabeasError as error:
        said(error)
        return False
    for problem in problems:
        assert all("{" not in problem.text(lang) for lang in LANGUAGES)
    return not problems


def test_a_flipped_byte_that_alters_an_entry_is_found(sample: Path, tmp_path: Path) -> None:
    """Any byte of the file flipped: either every entry still reads as it was, or verify says so; never a traceback."""
    content, before = sample.read_bytes(), rows(sample)
    file = tmp_path / "ledger.sqlite"
    chance = random.Random(1)  # noqa: S311 - a sample of places, the same each time
    places = [*range(120), *chance.sample(range(120, len(content)), 700)]
    altered = 0
    for place in places:
        flipped = bytes([content[place] ^ chance.randrange(1, 256)])
        file.write_bytes(content[:place] + flipped + content[place + 1 :])
        whole = outcome(file)
        try:
            same = rows(file) == before
        except (sqlite3.Error, UnicodeError):
            same = False
        altered += not same
        assert same or not whole, f"byte {place} alters an entry and is not found"
    assert altered > 300


def test_a_schema_whose_words_are_damaged_is_found(sample: Path, tmp_path: Path) -> None:
    """Bytes in the file's own schema that are no text at all are said to be damage, though SQLite's message quotes them."""
    file = tmp_path / "ledger.sqlite"
    content = sample.read_bytes()
    assert b"indexentries_undoentries" in content
    file.write_bytes(content.replace(b"indexentries_undoentries", b"index\xffntries_undoentries"))
    with pytest.raises(LedgerError, match=r"is damaged .*habeas verify"):
        Ledger(f"sqlite:///{file}")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_cut_short_is_found(sample: Path, tmp_path: Path, share: float) -> None:
    """A file of which the end is lost is damaged, and said to be, not a shorter ledger."""
    content = sample.read_bytes()
    file = tmp_path / "ledger.sqlite"
    for size in (int(len(content) * share), int(len(content) * share) // 4096 * 4096):
        file.write_bytes(content[:size])
        assert not outcome(file)


def test_an_unknown_fault_of_the_database_keeps_its_words() -> None:
    """What no table of codes knows is passed on in the database's own words."""
    with (
        pytest.raises(LedgerError, match=r"refused what was asked of it \(no such table: missing\)"),
        engine.clear("x"),
    ):
        _ask_for_nothing()


def _ask_for_nothing() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("SELECT * FROM missing")
        except sqlite3.Error as error:
            raise DBAPIError("SELECT", None, error) from None


@pytest.mark.parametrize(
    ("code", "kind", "key"),
    [
        (3, StorageError, "read-only"),
        (5, LedgerError, "busy"),
        (10 | 3 << 8, StorageError, "disk-refuses"),
        (14, StorageError, "cannot-write"),
        (1, LedgerError, "failed"),
        (None, LedgerError, "failed"),
    ],
)
def test_each_code_of_sqlite_has_its_message(sample: Path, code: int | None, kind: type, key: str) -> None:
    """A code, extended or not, has the message of its primary code; a file that is there but opens not is not writable."""
    thrown = sqlite3.OperationalError("words of SQLite")
    if code is not None:
        thrown.sqlite_errorcode = code
    error = engine.said(DBAPIError("INSERT", None, thrown), str(sample), writing=True)

    assert (kind, f"ledger.{key}") == (type(error), error.key)
    said(error)


@pytest.mark.parametrize(
    ("state", "kind", "key"),
    [
        ("53100", StorageError, "disk-full"),
        ("58030", StorageError, "disk-refuses"),
        ("42501", StorageError, "read-only"),
        ("55P03", LedgerError, "busy"),
        ("XX001", LedgerError, "damaged"),
        ("57P01", LedgerError, "unreachable"),
        ("42601", LedgerError, "failed"),
    ],
)
def test_each_state_of_postgresql_has_its_message(state: str, kind: type, key: str) -> None:
    """What PostgreSQL says by its five characters is said in the words that SQLite's counterpart has."""
    thrown = psycopg.errors.lookup(state)("words of PostgreSQL")
    error = engine.said(DBAPIError("INSERT", None, thrown), "x")

    assert (kind, f"ledger.{key}") == (type(error), error.key)
    said(error)
