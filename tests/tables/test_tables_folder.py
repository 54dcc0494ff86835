"""The folder of tables: whole or not at all, and never anything but what its stamp says."""

from __future__ import annotations

import errno
import json
import os
import threading
import time
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import StorageError
from habeas.tables import Folder, Stamp, code_fingerprint
from habeas.tables.folder import alone

STAMP = Stamp(ledger_seq=3, ledger_hash="ab" * 32, about="cd" * 32, code="ef" * 32)
OTHER = Stamp(ledger_seq=4, ledger_hash="ab" * 32, about="cd" * 32, code="ef" * 32)


def table(**columns: list[object]) -> pa.Table:
    """Return a table of columns."""
    return pa.Table.from_pydict(columns)


CLAIMS = table(id=["a", "b", "c"], stands=[True, False, True])


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a folder with two tables in it."""
    made = Folder(tmp_path / "it's a case" / "tables")
    made.write(STAMP, {"claims": CLAIMS, "sources": table(id=["x"])})
    return made


def test_what_is_written_is_read(folder: Folder) -> None:
    """Rows come back in order, chosen by the values of columns, whatever characters the path has."""
    assert folder.stamp() == folder.said() == STAMP
    assert [row["id"] for row in folder.rows("claims")] == ["a", "b", "c"]
    assert folder.rows("claims", id="b") == [{"id": "b", "stands": False}]
    assert folder.rows("claims", id="b", stands=True) == []
    assert folder.counts() == {"claims": 3, "sources": 1, "standing": 2}
    assert repr(folder) == f"Folder({str(folder.path)!r})"


@given(st.lists(st.text(max_size=8), max_size=20))
def test_a_value_is_never_read_as_sql(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    """Any text is found by itself, and only by itself."""
    made = Folder(tmp_path_factory.mktemp("tables"))
    made.write(STAMP, {"claims": pa.table({"id": pa.array(names, pa.string())})})
    for name in {*names, "' or 1 = 1 --"}:
        assert [row["id"] for row in made.rows("claims", id=name)] == [one for one in names if one == name]
    made.close()


def test_nothing_there_is_no_stamp(tmp_path: Path) -> None:
    """A folder that was never made has no stamp and no tables."""
    made = Folder(tmp_path / "tables")
    assert made.stamp() is None
    assert made.said() is None
    assert made.hashes() == {}


def test_one_flipped_byte_means_not_made(folder: Folder) -> None:
    """Any byte of any table, a table too few and a table too many: the tables are not those of their stamp."""
    for name in ("claims", "sources"):
        path = folder.path / f"{name}.parquet"
        was = path.read_bytes()
        for place in (0, len(was) // 2, len(was) - 1):
            path.write_bytes(was[:place] + bytes([was[place] ^ 1]) + was[place + 1 :])
            assert folder.stamp() is None
            assert folder.said() == STAMP
        path.unlink()
        assert folder.stamp() is None
        path.write_bytes(was)
        assert folder.stamp() == STAMP
    (folder.path / "more.parquet").write_bytes(was)
    assert folder.stamp() is None


def test_a_table_that_cannot_be_read_has_no_hash(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk refuses, the tables count as not made."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "open", refuse)
    assert folder.hashes() == {}
    assert folder.stamp() is None


def test_a_new_set_of_tables_replaces_the_old_whole(folder: Folder) -> None:
    """Tables that are no more are gone; an open connection sees the new ones; the texts beside them stay."""
    (folder.path / "text").mkdir()
    (folder.path / "text" / "kept").write_text("x")
    assert folder.rows("sources")
    folder.write(OTHER, {"claims": table(id=["z"], stands=[True])})
    assert folder.stamp() == OTHER
    assert [row["id"] for row in folder.rows("claims")] == ["z"]
    with pytest.raises(StorageError):
        folder.rows("sources")
    assert (folder.path / "text" / "kept").read_text() == "x"
    assert sorted(path.name for path in folder.path.iterdir()) == ["claims.parquet", "stamp.json", "text"]


@pytest.mark.parametrize("failing", ["mkdir", "replace", "write_text"])
def test_a_disk_that_refuses_leaves_what_was_there_or_nothing(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    """The error names the folder and the reason; what is there afterwards is whole, or does not count; nothing is left over."""
    with monkeypatch.context() as patched:

        def refuse(*_: object, **__: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        patched.setattr(Path, failing, refuse)
        with pytest.raises(StorageError) as caught:
            folder.write(OTHER, {"claims": CLAIMS})
    assert str(folder.path) in caught.value.text("es")
    assert folder.stamp() in (STAMP, None)
    assert not [path for path in folder.path.parent.iterdir() if path.name.startswith(".")]
    folder.write(OTHER, {"claims": CLAIMS})
    assert folder.stamp() == OTHER


def test_what_a_killed_build_left_is_swept_away_after_a_day(folder: Folder) -> None:
    """A folder that is being filled now is left alone; one of yesterday is not."""
    old, young = folder.path.parent / ".tables-old", folder.path.parent / ".tables-young"
    for left in (old, young):
        left.mkdir()
        (left / "claims.parquet").write_bytes(b"half")
    os.utime(old, (time.time() - 90_000, time.time() - 90_000))
    folder.write(OTHER, {"claims": CLAIMS})
    assert not old.exists()
    assert young.exists()


def test_the_same_tables_are_the_same_bytes(folder: Folder, tmp_path: Path) -> None:
    """Written twice, in another order, in another place."""
    again = Folder(tmp_path / "again")
    again.write(STAMP, {"sources": table(id=["x"]), "claims": CLAIMS})
    assert again.hashes() == folder.hashes()
    assert (again.path / "stamp.json").read_bytes() == (folder.path / "stamp.json").read_bytes()


def test_a_stamp_taken_away_means_not_made(folder: Folder) -> None:
    """Discarding leaves the tables, and nothing reads them; twice is once."""
    folder.discard()
    folder.discard()
    assert folder.stamp() is None
    assert folder.hashes()


@pytest.mark.parametrize("text", ["", "5", "null", '{"made_from": {"ledger_seq": 1}, "tables": {}}', "\x00"])
def test_a_stamp_that_is_none_is_none(folder: Folder, text: str) -> None:
    """Whatever stands there, the tables count as not made."""
    (folder.path / "stamp.json").write_text(text)
    assert folder.stamp() is None


def test_one_writer_at_a_time_swaps_tables_in(folder: Folder) -> None:
    """While one holds the folder, another waits."""
    times: list[float] = []

    def write() -> None:
        folder_again = Folder(folder.path)
        folder_again.write(OTHER, {"claims": CLAIMS})
        times.append(time.monotonic())

    with alone(folder.path):
        thread = threading.Thread(target=write)
        thread.start()
        thread.join(0.2)
        assert thread.is_alive()
        assert folder.stamp() == STAMP
        released = time.monotonic()
    thread.join(10)
    assert times[0] >= released
    assert folder.stamp() == OTHER


def test_the_fingerprint_is_of_the_code_and_the_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the same within a version, and another where an engine that can change a result is another."""
    from importlib import metadata

    now = code_fingerprint()
    assert len(now) == 64
    really = metadata.version

    def another(name: str) -> str:
        return "0.0.0" if name == "z3-solver" else really(name)

    monkeypatch.setattr("habeas.tables.folder.metadata.version", another)
    code_fingerprint.cache_clear()
    assert code_fingerprint() != now
    monkeypatch.undo()
    code_fingerprint.cache_clear()
    assert code_fingerprint() == now


def test_the_stamp_is_plain_to_read(folder: Folder) -> None:
    """It says what the tables were made from, and the SHA-256 of each."""
    noted = json.loads((folder.path / "stamp.json").read_text())
    assert noted["made_from"]["ledger_seq"] == 3
    assert noted["tables"] == folder.hashes()
