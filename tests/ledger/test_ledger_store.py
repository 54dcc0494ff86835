"""The store, on SQLite and on PostgreSQL alike: what goes in comes out, chained, and nothing is ever changed."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import habeas.ledger
from habeas.errors import Faults, LedgerError
from habeas.ledger import Draft, Ledger, chain, effective, migrations, store
from habeas.words import LANGUAGES

NOON = "2025-03-16T12:00:00.000000Z"


def notes(count: int, about: str = "x") -> list[Draft]:
    return [Draft(kind="note.add", about=f"{about}{number}", body={"n": number}) for number in range(1, count + 1)]


def keys(problems: Any) -> list[str]:
    """Return the keys of problems, each of which can be said in both languages."""
    assert all("{" not in problem.text(lang) for problem in problems for lang in LANGUAGES)
    return [problem.key.removeprefix("ledger.") for problem in problems]


def tamper(ledger: Ledger, *statements: str, **values: object) -> None:
    """Change the database behind the ledger's back, its guards taken away first and put back after."""
    with ledger._writing() as connection:
        sqlite = connection.dialect.name == "sqlite"
        for name in migrations.GUARDS_SQLITE if sqlite else migrations.GUARDS_POSTGRESQL:
            connection.execute(
                text(f"DROP TRIGGER {name}" if sqlite else f"ALTER TABLE entries DISABLE TRIGGER {name}")
            )
        for statement in statements:
            connection.execute(text(statement), values)
        for guard in migrations.GUARDS_SQLITE.values():
            if sqlite:
                connection.exec_driver_sql(guard)
        if not sqlite:
            connection.execute(text("ALTER TABLE entries ENABLE TRIGGER USER"))


def test_a_new_ledger_is_empty_and_whole(ledger_url: str) -> None:
    """Opening an address where there is nothing makes an empty ledger that verifies."""
    with Ledger(ledger_url) as ledger:
        assert ledger.head() == (0, chain.GENESIS)
        assert list(ledger.entries()) == []
        assert ledger.verify() == []


def test_entries_come_back_as_they_were_written(ledger_url: str) -> None:
    """Every field of a draft comes back, from the call and from a ledger opened anew, numbered and chained."""
    body = {"z": [1, None, True], "a": {"º": "«uno»\u0000\n😀"}, "wide": 2**53 - 1}
    with Ledger(ledger_url) as ledger:
        first = ledger.append([Draft(kind="claim.propose", about="c1", body=body)], actor="Ana", time=NOON)
        then = ledger.append([Draft(kind="claim.accept", about="c1", reason="«sí»")], actor="Luz")
    with Ledger(ledger_url) as ledger:
        entries = list(ledger.entries())

    assert entries == [*first, *then]
    assert [(1, "claim.propose", "c1", body, "", "Ana", NOON), (2, "claim.accept", "c1", {}, "«sí»", "Luz")] == [
        (1, *(getattr(entries[0], name) for name in ("kind", "about", "body", "reason", "actor", "time"))),
        (2, *(getattr(entries[1], name) for name in ("kind", "about", "body", "reason", "actor"))),
    ]
    assert [chain.GENESIS, entries[0].hash] == [entry.previous for entry in entries]
    assert list(entries[0].body) == ["a", "wide", "z"]


def test_the_time_is_utc_to_the_microsecond(ledger_url: str) -> None:
    """A time is written in UTC with six decimals whatever its offset; without one, it is the present moment."""
    with Ledger(ledger_url) as ledger:
        given_time = ledger.append(notes(1), actor="Ana", time="2025-03-16t06:00:00.25-06:00")[0].time
        present = ledger.append(notes(1), actor="Ana")[0].time

    assert given_time == "2025-03-16T12:00:00.250000Z"
    assert len(present) == len(NOON)
    assert present > given_time


def test_nothing_appended_changes_nothing(ledger_url: str) -> None:
    """No drafts, no entries, and no lock is taken for them."""
    with Ledger(ledger_url) as ledger:
        assert ledger.append([], actor="") == []
        assert ledger.head() == (0, chain.GENESIS)


def test_part_of_the_ledger_can_be_read(ledger_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """``after`` and ``upto`` bound the numbers read, across pages too, and beyond the end there is nothing."""
    monkeypatch.setattr(store, "PAGE", 3)
    with Ledger(ledger_url) as ledger:
        ledger.append(notes(10), actor="Ana")
        assert [*range(1, 11)] == [entry.seq for entry in ledger.entries()]
        assert [entry.seq for entry in ledger.entries(after=4, upto=8)] == [5, 6, 7, 8]
        assert [entry.seq for entry in ledger.entries(after=9, upto=99)] == [10]
        assert list(ledger.entries(after=10)) == []
        assert list(ledger.entries(after=5, upto=5)) == []


def test_appending_while_reading_waits_for_nobody(ledger_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader in the middle holds up no writer, and does not see what is written after it began."""
    monkeypatch.setattr(store, "PAGE", 2)
    with Ledger(ledger_url, wait=0.5) as ledger:
        ledger.append(notes(5), actor="Ana")
        seen = [entry.seq for entry in ledger.entries() if ledger.append(notes(1), actor="Luz")]

        assert seen == [1, 2, 3, 4, 5]
        assert ledger.head()[0] == 10
        assert ledger.verify() == []


@pytest.mark.parametrize("collects", [True, False])
def test_reading_leaves_the_garbage_collector_as_it_was(sqlite_url: str, collects: bool) -> None:
    """The collector, held back while a page is made, is on or off afterwards as before, and on between entries."""
    with Ledger(sqlite_url) as ledger:
        ledger.append(notes(2), actor="Ana")
        (gc.enable if collects else gc.disable)()
        try:
            assert [collects, collects] == [gc.isenabled() for _ in ledger.entries()]
            assert collects == gc.isenabled()
        finally:
            gc.enable()


def test_the_history_of_one_thing_is_found(ledger_url: str) -> None:
    """Every entry about one thing is returned, undone or not, and no other."""
    with Ledger(ledger_url) as ledger:
        ledger.append(notes(3), actor="Ana")
        ledger.append([Draft(kind="undo", about="2", reason="wrong")], actor="Ana")
        ledger.append(notes(2), actor="Ana")

        assert [entry.seq for entry in ledger.history("x2")] == [2, 6]
        assert [entry.seq for entry in ledger.history("2")] == [4]
        assert ledger.history("' OR 1 = 1 --") == []


def test_a_refused_call_writes_nothing(ledger_url: str) -> None:
    """One faulty draft among good ones: none is written, and every fault is named with its row."""
    drafts = [
        *notes(1),
        Draft(kind="claim.accept", about="c1", reason=" \n"),
        Draft(kind="undo", about="7", reason=""),
        Draft(kind="Undo it", about="", body={"x": [0.5]}),
    ]
    with Ledger(ledger_url) as ledger:
        ledger.append(notes(2), actor="Ana")
        with pytest.raises(Faults) as caught:
            ledger.append(drafts, actor=" ", time="yesterday")

        assert ledger.head()[0] == 2
    expected = ["no-actor", "not-a-time", "no-reason", "no-reason", "not-a-kind", "no-about", "float", "undo-nothing"]
    assert sorted(expected) == sorted(keys(caught.value.problems))
    assert [problem.row for problem in caught.value.problems if problem.row] == [2, 3, 4, 4, 4, 3]
    assert str(caught.value).startswith("Nothing was written to the ledger: 8 faults.\n  who decides is not named.")


def test_drafts_made_in_sight_of_less_are_refused(ledger_url: str) -> None:
    """With ``seen``, drafts that rest on what others have added to since are refused; read again, they go through."""
    with Ledger(ledger_url) as ledger, Ledger(ledger_url) as other:
        seen, _ = ledger.head()
        other.append(notes(1), actor="Luz")
        with pytest.raises(LedgerError, match="Run the command again") as caught:
            ledger.append(notes(1), actor="Ana", seen=seen)

        assert caught.value.key == "ledger.moved"
        assert "otra vez" in caught.value.text("es")
        assert [entry.seq for entry in ledger.append(notes(1), actor="Ana", seen=1)] == [2]


def test_what_was_undone_is_not_undone_twice(ledger_url: str) -> None:
    """An undone entry, and one named twice in a call, is refused with the way to restore it; undoing the undo restores."""
    undo = [Draft(kind="undo", about="1", reason="wrong")]
    with Ledger(ledger_url) as ledger:
        ledger.append(notes(1), actor="Ana")
        with pytest.raises(Faults) as twice_at_once:
            ledger.append([*undo, *undo], actor="Ana")
        ledger.append(undo, actor="Ana")
        with pytest.raises(Faults) as again:
            ledger.append(undo, actor="Ana")
        assert [entry.about for entry in effective(ledger.entries())] == []
        ledger.append([Draft(kind="undo", about="2", reason="it was right")], actor="Ana")
        assert [entry.about for entry in effective(ledger.entries())] == ["x1"]
        ledger.append(undo, actor="Ana")
        assert [entry.about for entry in effective(ledger.entries())] == []

    assert ["undo-twice"] == keys(twice_at_once.value.problems) == keys(again.value.problems)
    assert again.value.problems[0].text("en") == (
        "row 1, about: entry 1 is undone already, by entry 2. To restore it, undo entry 2."
    )


@pytest.mark.parametrize("about", ["0", "-1", "01", "1.0", "one", "٣", "2", "9" * 30])
def test_an_undo_names_an_entry_that_is_there(sqlite_url: str, about: str) -> None:
    """Whatever is not the number of an entry already written cannot be undone, the undo itself included."""
    with Ledger(sqlite_url) as ledger:
        ledger.append(notes(1), actor="Ana")
        with pytest.raises(Faults) as caught:
            ledger.append([Draft(kind="undo", about=about, reason="wrong")], actor="Ana")

    assert keys(caught.value.problems) == ["undo-nothing"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET reason = 'other' WHERE seq = 2",
        "DELETE FROM entries WHERE seq = 2",
        "DELETE FROM entries",
        "INSERT INTO entries SELECT seq + 2, kind, about, body, reason, actor, time, previous, hash FROM entries",
        "INSERT INTO entries SELECT 4, kind, about, body, reason, actor, time, previous, hash FROM entries WHERE seq = 1",
    ],
)
def test_the_database_itself_refuses_to_change_an_entry(ledger_url: str, statement: str) -> None:
    """Any program that updates, deletes, or inserts what does not follow, is refused by the database."""
    with Ledger(ledger_url) as ledger:
        ledger.append(notes(3), actor="Ana")
        before = list(ledger.entries())
        with pytest.raises(DBAPIError, match="the ledger only grows"), ledger._engine.begin() as connection:
            connection.execute(text(statement))

        assert before == list(ledger.entries())
        assert ledger.verify() == []


def test_each_engine_refuses_its_own_ways_around(sqlite_url: str, postgresql_url: str) -> None:
    """SQLite's REPLACE and PostgreSQL's TRUNCATE, which no delete trigger sees, are refused as well."""
    for url, statement in (
        (sqlite_url, "INSERT OR REPLACE INTO entries VALUES (1, 'a', 'b', '{}', '', 'c', 'd', 'e', 'f')"),
        (postgresql_url, "TRUNCATE entries"),
    ):
        with Ledger(url) as ledger:
            ledger.append(notes(1), actor="Ana")
            with pytest.raises(DBAPIError, match="the ledger only grows"), ledger._engine.begin() as connection:
                connection.execute(text(statement))
            assert ledger.head()[0] == 1


@pytest.mark.parametrize("column", ["kind", "about", "body", "reason", "actor", "time", "previous", "hash"])
def test_verify_names_the_entry_of_which_a_field_was_changed(ledger_url: str, column: str) -> None:
    """Each column in turn, changed behind the guards: the entry is named, alone, and reading goes on."""
    with Ledger(ledger_url) as ledger:
        ledger.append(notes(4), actor="Ana")
        other = '{"n": 2}' if column == "body" else "other"
        tamper(ledger, f"UPDATE entries SET {column} = :other WHERE seq = 2", other=other)  # noqa: S608
        problems = ledger.verify()

        assert [(problem.key, problem.values["seq"]) for problem in problems] == [("ledger.changed", "2")]
        assert [entry.seq for entry in ledger.entries()] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("DELETE FROM entries WHERE seq = 2", ["missing"]),
        ("DELETE FROM entries WHERE seq <= 3", ["missing-range"]),
        ("DELETE FROM entries WHERE seq = 4", ["missing"]),
        ("UPDATE entries SET seq = 5 WHERE seq = 4", ["missing", "changed", "head-differs"]),
        ("DELETE FROM head", ["head-lost"]),
        ("UPDATE head SET seq = 3", ["head-differs"]),
    ],
)
def test_verify_names_what_is_missing(ledger_url: str, statement: str, expected: list[str]) -> None:
    """Entries taken out anywhere, the end included, are missing by number; nothing is added to such a ledger's end."""
    with Ledger(ledger_url) as ledger:
        ledger.append(notes(4), actor="Ana")
        tamper(ledger, statement)

        assert expected == keys(ledger.verify())
        if ledger.head()[0] != 4 or "head" in statement:
            with pytest.raises(LedgerError, match="Nothing was added to it"):
                ledger.append(notes(1), actor="Ana")


def test_verify_names_a_number_given_twice(sqlite_url: str) -> None:
    """A ledger rebuilt without its primary key, one entry in it twice, is named."""
    with Ledger(sqlite_url) as ledger:
        ledger.append(notes(2), actor="Ana")
        tamper(ledger, "CREATE TABLE other AS SELECT * FROM entries UNION ALL SELECT * FROM entries WHERE seq = 1",
               "DROP TABLE entries", "ALTER TABLE other RENAME TO entries")  # fmt: skip

        assert keys(ledger.verify()) == ["twice"]


def test_verify_holds_a_ledger_against_a_hash_noted_elsewhere(ledger_url: str) -> None:
    """The head noted on paper earlier is still in the ledger; a ledger written anew from another start lacks it."""
    with Ledger(ledger_url) as ledger:
        ledger.append(notes(3), actor="Ana")
        seq, noted = ledger.head()
        ledger.append(notes(2), actor="Ana")

        assert ledger.verify({seq: noted}) == []
        assert keys(ledger.verify({seq: "0" * 64})) == ["noted-differs"]
        assert keys(ledger.verify({seq: noted, 9: noted})) == ["noted-missing"]


@pytest.mark.parametrize("name", ["entries_never_change", "entries_follow"])
def test_verify_names_a_guard_that_is_gone(ledger_url: str, name: str) -> None:
    """A trigger that was dropped or disabled is named: the entries may still be whole, but they are open to change."""
    with Ledger(ledger_url) as ledger:
        with ledger._writing() as connection:
            sqlite = connection.dialect.name == "sqlite"
            connection.execute(
                text(f"DROP TRIGGER {name}" if sqlite else f"ALTER TABLE entries DISABLE TRIGGER {name}")
            )

        assert keys(ledger.verify()) == ["guard-lost"]


def test_a_body_that_cannot_be_read_is_named(ledger_url: str) -> None:
    """Reading stops at an entry whose body is no longer JSON and says which; the entries before it were given."""
    with Ledger(ledger_url) as ledger:
        ledger.append(notes(2), actor="Ana")
        tamper(ledger, "UPDATE entries SET body = '[' WHERE seq = 2")
        with pytest.raises(LedgerError, match="Entry 2 of the ledger") as caught:
            list(ledger.entries())

        assert "no se puede" in caught.value.text("es").lower()
        assert [entry.seq for entry in ledger.entries(upto=1)] == [1]


def test_threads_share_one_ledger(ledger_url: str) -> None:
    """Four threads append through one ledger object: nothing is lost and the chain is one."""
    with Ledger(ledger_url) as ledger:
        threads = [
            threading.Thread(target=lambda: [ledger.append(notes(2), actor="Ana") for _ in range(10)]) for _ in "1234"
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert ledger.head()[0] == 80
        assert ledger.verify() == []


bodies = st.dictionaries(st.text(max_size=5), st.none() | st.integers(-9, 9) | st.text(max_size=9), max_size=3)
printable = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=9)
batches = st.lists(st.lists(st.builds(Draft, kind=st.just("note.add"), about=printable.filter(str.strip), body=bodies, reason=printable), max_size=4), max_size=4)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(batches)
def test_whatever_text_is_written_comes_back(ledger_url: str, batches: list[list[Draft]]) -> None:
    """Any text and any plain body come back unchanged, in any grouping into calls, and verify."""
    with Ledger(ledger_url) as ledger:
        start = ledger.head()[0]
        for batch in batches:
            ledger.append(batch, actor="Ana")
        back = [Draft(kind=e.kind, about=e.about, body=e.body, reason=e.reason) for e in ledger.entries(after=start)]

        assert [draft for batch in batches for draft in batch] == back
        assert ledger.verify() == []


@pytest.mark.parametrize("steps", [1, 2])
def test_an_older_ledger_is_migrated_when_it_is_opened(
    ledger_url: str, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger of schema 1, entries in it, opens at the present schema with the same entries; two openings do it once."""
    present = list(migrations.STEPS)
    monkeypatch.setattr(migrations, "STEPS", present[:steps])
    with Ledger(ledger_url) as ledger:
        written = ledger.append(notes(3), actor="Ana")
    monkeypatch.setattr(migrations, "STEPS", present)
    for _ in range(2):
        with Ledger(ledger_url) as ledger:
            with ledger._reading() as connection:
                done = connection.execute(text("SELECT version FROM schema ORDER BY version")).scalars().all()
            assert list(done) == [1, 2]
            assert written == list(ledger.entries())
            assert ledger.verify() == []


def test_a_step_that_fails_leaves_the_ledger_as_it_was(ledger_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All steps that are lacking are taken, or none: a ledger whose migration breaks off opens again as it was."""
    present = list(migrations.STEPS)

    def half(connection: Any) -> None:
        connection.execute(text("CREATE TABLE extra (x INTEGER)"))
        connection.execute(text("SELECT * FROM nothing_of_this_name"))

    with Ledger(ledger_url) as ledger:
        written = ledger.append(notes(2), actor="Ana")
    monkeypatch.setattr(migrations, "STEPS", [*present, half])
    with pytest.raises(LedgerError, match="refused what was asked of it"):
        Ledger(ledger_url)
    monkeypatch.setattr(migrations, "STEPS", present)
    with Ledger(ledger_url) as ledger:
        with pytest.raises(DBAPIError), ledger._engine.begin() as connection:
            connection.execute(text("SELECT * FROM extra"))
        assert written == list(ledger.entries())


def test_a_newer_ledger_is_refused_untouched(ledger_url: str) -> None:
    """A ledger of a schema that this code does not know is refused with both versions, and nothing in it is changed."""
    with Ledger(ledger_url) as ledger, ledger._engine.begin() as connection:
        connection.execute(text("INSERT INTO schema VALUES (7, 'some day')"))
    with pytest.raises(LedgerError, match=r"has schema 7; this habeas knows schemas up to 2\. Update habeas"):
        Ledger(ledger_url)


def test_a_ledger_says_where_it_is_without_its_password(sqlite_url: str) -> None:
    """``repr`` reads like the constructor and never shows a password."""
    with Ledger(sqlite_url) as ledger:
        assert repr(ledger) == f"Ledger({sqlite_url!r})"
        assert str(Path(sqlite_url.removeprefix("sqlite:///"))) == ledger.place


def test_the_room_offers_what_it_names() -> None:
    """``__all__`` is exactly the public names of the room that are not modules."""
    modules = {"chain", "drafts", "engine", "fold", "migrations", "model", "sources", "store"}
    public = {name for name in vars(habeas.ledger) if not name.startswith("_")} - modules - {"annotations"}

    assert public == set(habeas.ledger.__all__)


def test_one_file_is_the_whole_ledger(tmp_path: Path) -> None:
    """Between calls nothing stands beside the file: its copy is the ledger."""
    copy = tmp_path / "copy.sqlite"
    with Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}") as ledger:
        written = ledger.append(notes(3), actor="Ana")
        assert [path.name for path in tmp_path.iterdir()] == ["ledger.sqlite"]
        copy.write_bytes((tmp_path / "ledger.sqlite").read_bytes())
    with Ledger(f"sqlite:///{copy}", create=False) as ledger:
        assert written == list(ledger.entries())
        assert ledger.verify() == []


@pytest.mark.parametrize("opened", [Ledger, lambda url: Ledger(url, create=False)])
def test_one_ledger_is_opened_by_many(ledger_url: str, opened: Callable[[str], Ledger]) -> None:
    """An entry that one wrote is seen by another that had opened before."""
    with Ledger(ledger_url) as first, opened(ledger_url) as second:
        written = first.append(notes(1), actor="Ana")
        assert written == list(second.entries())
        assert first.head() == second.head()
