"""The folder of releases: replaced whole or not at all, known by its stamp, and never somebody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from habeas.errors import InputError, StorageError
from habeas.tables import ReleaseFolder, check_writable, patiently, releases_fingerprint


def filled(folder: Path, words: str, *, keep: tuple[str, ...] = ()) -> ReleaseFolder:
    """Write a folder of releases with a file in each part, or in those that are not kept."""
    made = ReleaseFolder(folder)
    with made.replace({"words": words}, keep=keep) as fresh:
        for part in {"records", "custody"} - set(keep):
            (fresh / part).mkdir()
            (fresh / part / "a.parquet").write_text(words)
    return made


def broken(made: ReleaseFolder, error: type[BaseException]) -> None:
    """Begin to write, and fail."""
    with made.replace({"words": "two"}) as fresh:
        (fresh / "records").mkdir()
        raise error


def held(folder: Path) -> dict[str, str]:
    """Return what the files of a folder say."""
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.parquet")}


def test_what_was_written_is_known_by_its_stamp(tmp_path: Path) -> None:
    """The stamp says what the files were made from, as long as they are those files."""
    made = filled(tmp_path / "tables", "one")
    assert made.made_from() == {"words": "one"}
    assert made.altered() == []
    (tmp_path / "tables" / "records" / "a.parquet").write_text("two")
    assert made.made_from() is None
    assert made.altered() == ["records/a.parquet"]


def test_a_file_too_many_or_too_few_is_an_alteration(tmp_path: Path) -> None:
    """What nobody wrote there is named like what is gone."""
    made = filled(tmp_path / "tables", "one")
    (tmp_path / "tables" / "custody" / "b.parquet").write_text("x")
    (tmp_path / "tables" / "records" / "a.parquet").unlink()
    assert made.altered() == ["custody/b.parquet", "records/a.parquet"]


def test_a_part_can_be_kept(tmp_path: Path) -> None:
    """Counting again keeps what was read."""
    filled(tmp_path / "tables", "one")
    made = filled(tmp_path / "tables", "two", keep=("records",))
    assert held(tmp_path / "tables") == {"records/a.parquet": "one", "custody/a.parquet": "two"}
    assert made.made_from() == {"words": "two"}


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    """An error in the block, or Ctrl-C, changes nothing and leaves nothing beside."""
    made = filled(tmp_path / "tables", "one")
    for error in (RuntimeError, KeyboardInterrupt):
        with pytest.raises(error):
            broken(made, error)
    assert held(tmp_path / "tables") == {"records/a.parquet": "one", "custody/a.parquet": "one"}
    assert made.made_from() == {"words": "one"}
    assert not list((tmp_path / "tables").glob(".releases-*"))


def test_other_files_of_the_folder_stay(tmp_path: Path) -> None:
    """In a case the tables of claims lie beside those of releases, and are not touched."""
    (tmp_path / "claims.parquet").write_text("claims")
    filled(tmp_path, "one")
    filled(tmp_path, "two")
    assert (tmp_path / "claims.parquet").read_text() == "claims"


def test_a_stamp_that_cannot_be_read_counts_as_none(tmp_path: Path) -> None:
    """Damage means "make again", never an error."""
    made = filled(tmp_path, "one")
    (tmp_path / "releases.json").write_text("{")
    assert made.made_from() is None
    assert made.altered() == []


def test_a_folder_of_other_things_is_refused(tmp_path: Path) -> None:
    """A file, or a folder that no release wrote, is not written to; a new, an empty and an earlier one are."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "records").mkdir()
    (tmp_path / "empty").mkdir()
    filled(tmp_path / "earlier", "one")
    for name, key in (("file", "tables.not-a-folder"), ("mine", "tables.not-releases")):
        with pytest.raises(InputError) as caught:
            check_writable(tmp_path / name)
        assert caught.value.key == key
    for name in ("new", "empty", "earlier"):
        check_writable(tmp_path / name)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """Where a file stands in the way, the folder is named."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError) as caught, ReleaseFolder(tmp_path / "file").replace({}):
        pytest.fail("there is no such folder")
    assert caught.value.key == "tables.cannot-write"


def test_reading_waits_for_a_writer_and_for_nobody_else(tmp_path: Path) -> None:
    """What is gone for a moment is read again while somebody writes; else the error is said at once."""
    turns = iter((OSError("gone"), OSError("gone"), None))

    def read() -> str:
        found = next(turns)
        if found is not None:
            raise found
        return "read"

    (tmp_path / ".releases-x").mkdir()
    assert patiently(tmp_path, read) == "read"
    tries: list[int] = []

    def fail() -> None:
        tries.append(1)
        raise OSError

    with pytest.raises(OSError, match=r"^$"):
        patiently(tmp_path / "nobody", fail)
    assert len(tries) == 2


def test_the_fingerprint_is_of_the_rooms_that_read_and_count() -> None:
    """It is a SHA-256 and always the same for the same code."""
    assert len(releases_fingerprint()) == 64
    assert releases_fingerprint() == releases_fingerprint()
