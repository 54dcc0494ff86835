"""Record files as originals: kept whole, hashed and copied in pieces, without text; and small tables as before."""

from __future__ import annotations

import hashlib
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.case import records_files as files

from habeas.case import Case
from habeas.evidence import PARQUET, TABLE_LIMIT
from habeas.words import LANGUAGES

MIB = 2**20


def parquet(path: Path, rows: int = 3) -> Path:
    """Write a Parquet file of numbers."""
    pq.write_table(pa.table({"n": list(range(rows))}), path)
    return path


def test_parquet_is_an_original_without_text(case: Case, tmp_path: Path) -> None:
    """A Parquet file comes in under its media type; it is said once that its rows are records; it verifies."""
    path = parquet(tmp_path / "release.parquet")
    added = case.add(path)
    (source,) = added.new
    assert (source.media_type, source.sha256) == (PARQUET, hashlib.sha256(path.read_bytes()).hexdigest())
    assert [(one.key, one.gravity) for one in added.problems] == [("evidence.rows-only", "warning")]
    assert case.text(source.id) == ""
    assert case.verify().problems == ()
    assert case.add(path).unchanged[0].id == source.id


def test_parquet_under_another_name_is_known_by_its_bytes(case: Case, tmp_path: Path) -> None:
    """The bytes decide; a name that promises another type is reported."""
    added = case.add(parquet(tmp_path / "release.csv"))
    assert added.new[0].media_type == PARQUET
    assert {one.key for one in added.problems} == {"evidence.rows-only", "evidence.misnamed"}


def test_a_changed_parquet_is_named_by_verify(case: Case, tmp_path: Path) -> None:
    """Every original is hashed again, those without text too."""
    (source,) = case.add(parquet(tmp_path / "release.parquet")).new
    kept = next((case.folder / "originals").rglob(source.sha256))
    kept.chmod(0o644)
    kept.write_bytes(kept.read_bytes() + b"x")
    assert "evidence.original-changed" in [one.key for one in case.verify().problems]


@pytest.mark.parametrize("more", [0, 1])
def test_a_table_is_quoted_up_to_its_limit(case: Case, tmp_path: Path, more: int) -> None:
    """A CSV of 8 MiB can be quoted from; one byte more is kept without text, and that is said in both languages."""
    line = b"day,held,note about the day in words\n"
    content = line * (TABLE_LIMIT // len(line) + 1)
    (tmp_path / "rows.csv").write_bytes(content[: TABLE_LIMIT + more])
    added = case.add(tmp_path / "rows.csv")
    (source,) = added.new
    assert (case.text(source.id) == "") is bool(more)
    assert [one.key for one in added.problems] == ["evidence.rows-only"] * more
    assert len({one.text(lang) for one in added.problems for lang in LANGUAGES}) == 2 * more


def test_a_workbook_that_unfolds_far_is_kept_without_text(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workbook of many rows is no bomb: it is kept, its text is not read, and a build reads no text of it either."""
    monkeypatch.setattr("habeas.evidence.formats.xlsx.UNFOLDED_LIMIT", 20_000)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("FY2026")
    for row in range(2_000):
        sheet.append([row, "x"])
    book.save(tmp_path / "release.xlsx")
    added = case.add(tmp_path / "release.xlsx")
    assert [one.key for one in added.problems] == ["evidence.rows-only"]
    assert case.text(added.new[0].id) == ""
    assert case.verify().sound


def test_a_large_release_comes_in_within_little_memory(tmp_path: Path) -> None:
    """A file far larger than what may be held is hashed and copied in pieces."""
    import subprocess
    import sys

    big = tmp_path / "big.csv"
    with big.open("wb") as file:
        for _ in range(120):
            file.write(b"1,2\n" * (MIB // 4))
    script = (
        "import resource, sys; from pathlib import Path; from habeas.evidence import Store, examine\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "doubt, received = examine(Path(sys.argv[1]))\n"
        "received.keep(Store(Path(sys.argv[2])))\n"
        "print(doubt.key, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    command = [sys.executable, "-c", script, str(big), str(tmp_path / "originals")]
    key, used = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert key == "evidence.rows-only"
    assert int(used) // (1024 if sys.platform == "darwin" else 1) < 60_000


def test_reading_records_leaves_the_reading_of_texts_as_it_was(case: Case, tmp_path: Path) -> None:
    """A CSV that swallows itself is refused as before, also in a process that has read records."""
    files.written(tmp_path / "rows.csv")
    case.add(tmp_path / "rows.csv")
    case.records()
    (tmp_path / "broken.csv").write_bytes(b'a,"b\n' + b"x,y\n" * 50_000)
    assert [one.key for one in case.add(tmp_path / "broken.csv").problems] == ["evidence.csv-broken"]
