"""Wrong record files, end to end: one clear message each, in both languages, the good rows used, and nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.case import records_files as files
from tests.cli.conftest import Run, started
from tests.evidence import evidence_files

from habeas.case import Case
from habeas.words import LANGUAGES


def merged(path: Path) -> None:
    """Write a workbook whose title stands in a merged cell across the table."""
    book = openpyxl.load_workbook(files.workbook(path))
    book.worksheets[0].merge_cells("A4:L4")
    book.save(path)


def stray(path: Path) -> None:
    """Write a workbook of a million rows, of which one stands far below the table and holds one cell."""
    book = openpyxl.load_workbook(files.workbook(path))
    book.worksheets[0]["A1048576"] = "x"
    book.save(path)


def worded(path: Path) -> None:
    """Write a workbook with words where a number belongs."""
    rows = [list(row) for row in files.ROWS]
    rows[1][files.HEADER.index("Birth Year")] = "nineteen ninety"
    files.workbook(path, rows)


def typed(path: Path) -> None:
    """Write a Parquet file with other types: moments as timestamps, years as doubles."""
    columns: dict[str, list[object]] = {
        name: [row[at] or None for row in files.ROWS] for at, name in enumerate(files.HEADER)
    }
    for name, values in columns.items():
        if name.endswith("Date Time"):
            columns[name] = [datetime.fromisoformat(str(one)) if one else None for one in values]
    columns["Birth Year"] = [float(str(one)) for one in columns["Birth Year"]]
    pq.write_table(pa.table(columns), path)


def cut(path: Path) -> None:
    """Write a Parquet file that was cut off."""
    typed(path)
    path.write_bytes(path.read_bytes()[:500])


def dated(path: Path) -> None:
    """Write rows in the years 0199 and 8017, and one that ends before it begins, among good ones."""
    bad = [
        files.row("aa11", "AAAA", "0199-01-02 10:00", "2025-01-05 09:00"),
        files.row("aa12", "AAAA", "8017-01-02 10:00", ""),
        files.row("aa13", "AAAA", "2025-03-02 10:00", "2025-03-01 10:00"),
    ]
    files.written(path, [*bad, *files.ROWS])


def lacking(path: Path) -> None:
    """Write rows without the column that says when a stint begins."""
    files.written(path, header=["Something" if name == "Book In Date Time" else name for name in files.HEADER])


NOTHING: Mapping[str, str] = {}
# What is wrong: the file's name, how it is written, rows used and set aside (None: not read), the problems, what is said.
WRONG: Mapping[str, tuple[str, Callable[[Path], object], tuple[int, int] | None, set[str], Mapping[str, str]]] = {
    "renamed sheet": ("a.xlsx", lambda path: files.workbook(path, sheet="Sheet1 (2)"), (6, 0), set(), NOTHING),
    "moved header": ("a.xlsx", lambda path: files.workbook(path, above=[("x",)] * 11), (6, 0), set(), NOTHING),
    "merged title": ("a.xlsx", merged, (6, 0), set(), NOTHING),
    "other types": ("a.parquet", typed, (6, 0), set(), NOTHING),
    "csv named xlsx": (
        "a.xlsx",
        files.written,
        (6, 0),
        {"records.form-differs"},
        {"en": "named as XLSX and is CSV", "es": "XLSX"},
    ),
    "text in a number": (
        "a.xlsx",
        worded,
        (6, 0),
        {"records.value-unreadable"},
        {"en": "nineteen ninety", "es": "nineteen ninety"},
    ),
    "impossible dates": (
        "a.csv",
        dated,
        (6, 3),
        {"records.value-outside", "records.value-before"},
        {"en": "look at the original", "es": "revise el original"},
    ),
    "a million rows": ("a.xlsx", stray, (6, 1), {"records.value-missing"}, {"en": "row 1,048,576", "es": "1,048,576"}),
    "header too far down": (
        "a.xlsx",
        lambda path: files.workbook(path, above=[("x",)] * 80),
        None,
        {"records.no-header"},
        {"en": "names of the columns", "es": "columnas"},
    ),
    "no column for the beginning": (
        "a.csv",
        lacking,
        None,
        {"records.column-missing"},
        {"en": "mapping file", "es": "correspondencia"},
    ),
    "locked workbook": (
        "a.xlsx",
        lambda path: path.write_bytes(evidence_files.locked_office()),
        None,
        {"records.encrypted"},
        {"en": "password", "es": "contraseña"},
    ),
    "cut parquet": ("a.parquet", cut, None, {"records.parquet-unreadable"}, {"en": "a.parquet", "es": "a.parquet"}),
    "empty": (
        "a.csv",
        lambda path: path.write_bytes(b""),
        None,
        {"records.empty-file"},
        {"en": "empty", "es": "vacío"},
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_file_is_named_and_its_good_rows_are_used(run: Run, tmp_path: Path, what: str) -> None:
    """Rows in = used + set aside; the problem has its words in both languages; status 1 where something was not used."""
    name, write, rows, problems, said = WRONG[what]
    write(tmp_path / name)
    before = (tmp_path / name).read_bytes()
    told = {lang: run("records", tmp_path / name, "--lang", lang, "--json") for lang in LANGUAGES}
    answer = json.loads(told["en"].out)
    assert told["en"].status == told["es"].status == (0 if rows is not None and not rows[1] else 1)
    found = [(one["rows"], one["used"], one["set_aside"]) for one in answer["readings"]]
    assert found == ([] if rows is None else [(sum(rows), *rows)])
    groups = [group for one in answer["readings"] for group in one["groups"]]
    assert {one["problem"] for one in (*answer["problems"], *groups)} == problems
    for lang in LANGUAGES:
        shown = run("records", tmp_path / name, "--lang", lang)
        assert "Traceback" not in shown.out + shown.err
        assert all(one in shown.out for one in said.get(lang, "").split("|"))
    assert (tmp_path / name).read_bytes() == before


def test_a_wrong_file_does_not_keep_the_others_out(run: Run, tmp_path: Path) -> None:
    """Beside a file that cannot be read, the good one is counted, and the status says that something needs a person."""
    cut(tmp_path / "a.parquet")
    files.written(tmp_path / "b.csv")
    told = run("custody", tmp_path / "a.parquet", tmp_path / "b.csv")
    assert told.status == 1
    assert "persons: 3 certainly, 4 possibly" in told.out
    assert "/named/" not in told.out  # nothing is called otherwise than it was published


def test_wrong_rows_come_into_a_case_and_are_named_there(run: Run, tmp_path: Path) -> None:
    """The original is kept whole; the build counts the good rows and says how many it set aside; ``records`` says why."""
    Case.init(tmp_path / "case", title_en="A", title_es="A")
    dated(tmp_path / "rows.csv")
    assert run("add", tmp_path / "rows.csv", "-c", tmp_path / "case").status == 0
    told = run("build", tmp_path / "case")
    assert (told.status, "9 rows in, 3 set aside" in told.out) == (0, True)
    told = run("records", tmp_path / "case")
    assert (told.status, "8017-01-02 10:00" in run("records", tmp_path / "case", "--problems").out) == (1, True)
    told = run("records", tmp_path / "case", "--to", tmp_path / "kept")
    assert (told.status, "--to is for files" in told.err) == (2, True)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("--rule", "mine"), "habeas, ddp-2026-03, uwchr"),
        (("--engine", "flink"), "duckdb and spark"),
        (("--master", "local[2]"), "Leave out the master"),
        (("--engine", "spark", "--master", "spark://127.0.0.1:1"), "did not answer"),
        (("--engine", "spark", "--master", "mesos://x"), "mesos://x"),
        (("--until", "soon"), "2026-03-10"),
        (("--mapping", "nowhere.toml"), "nowhere.toml"),
    ],
)
def test_an_option_that_cannot_be_is_said_before_the_work(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...], words: str
) -> None:
    """Status 2, one message with the way out, and no file was opened for it."""

    def opened(*_given: object, **_named: object) -> None:
        pytest.fail("a file was opened")

    monkeypatch.setattr("habeas.records.reading.open_file", opened)
    told = run("custody", files.written(tmp_path / "rows.csv"), "--to", tmp_path / "kept", *given)
    assert told.status == 2
    assert words in told.err
    assert not list((tmp_path / "kept").glob("*"))


def test_spark_without_java_is_one_message(program: Run, tmp_path: Path) -> None:
    """What is missing and how to install it; nothing was read."""
    path = files.written(tmp_path / "rows.csv")
    told = program("custody", path, "--engine", "spark", env={"PATH": str(tmp_path), "JAVA_HOME": str(tmp_path)})
    assert told.status == 2
    assert "Java 17" in told.err
    assert len(told.err.splitlines()) == 1


def test_files_that_are_not_there_or_hold_no_stints(run: Run, tmp_path: Path) -> None:
    """A path that is none, a folder that is empty, a release without stints, a folder without tables."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "series.csv").write_text("day,held\n2021-04-30,36000\n")
    for given, status, words in (
        (("records", tmp_path / "no.csv"), 2, "does not exist"),
        (("records", tmp_path / "empty"), 2, "holds no file"),
        (("custody", tmp_path / "series.csv"), 2, "no file here holds stints"),
        (("census", "--tables", tmp_path / "empty"), 2, "habeas custody FILES --to"),
        (("map", tmp_path / "no.csv"), 2, "does not exist"),
        (("census", tmp_path / "empty"), 3, "is not a case"),
    ):
        told = run(*given)
        assert told.status == status, given
        assert words in told.err, given


def test_tables_without_custody_are_named(run: Run, tmp_path: Path) -> None:
    """What ``records --to`` wrote holds no census: the command that counts it is named."""
    assert run("records", files.written(tmp_path / "rows.csv"), "--to", tmp_path / "kept").status == 0
    told = run("census", "--tables", tmp_path / "kept")
    assert (told.status, "habeas custody FILES --to" in told.err) == (2, True)


@pytest.mark.parametrize(
    "point",
    [
        "habeas.case.releases._placed",
        "habeas.custody.custody.Custody.write",
        "habeas.tables.releases.ReleaseFolder._swap",
    ],
)
def test_ctrl_c_leaves_nothing_half_done(run: Run, tmp_path: Path, point: str) -> None:
    """Interrupted anywhere, the command ends with 130; the earlier tables are as they were, or made again; no scratch is left."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    Case.init(tmp_path / "case", title_en="A", title_es="A")
    assert run("add", files.written(tmp_path / "rows.csv"), "-c", tmp_path / "case").status == 0
    parts = point.split(".")
    module, name = ".".join(parts[:3]), ".".join(parts[3:])
    command = [
        sys.executable,
        "-W",
        "ignore",
        str(Path(__file__).with_name("stopped.py")),
        module,
        name,
        "1",
        str(signal.SIGINT.value),
    ]
    environment = {
        **os.environ,
        "TMPDIR": str(scratch),
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    stopped = subprocess.run(
        [*command, "build", str(tmp_path / "case")], env=environment, capture_output=True, text=True, check=False
    )
    assert stopped.returncode == 130
    assert "interrupted" in stopped.stderr
    tables = tmp_path / "case" / "tables"
    assert not list(tables.glob(".releases-*"))
    assert not list(scratch.iterdir())
    told = run("build", tmp_path / "case")
    assert (told.status, "6 rows in, 0 set aside" in told.out) == (0, True)
    assert run("verify", tmp_path / "case").status == 0


def test_two_commands_at_once_both_end_well(tmp_path: Path) -> None:
    """Two processes count into one folder at once; what is there afterwards is whole."""
    path = files.written(tmp_path / "rows.csv")
    both = [started("custody", path, "--to", tmp_path / "kept", "--json") for _ in range(2)]
    answers = [json.loads(one.communicate(timeout=300)[0]) for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert answers[0]["releases"] == answers[1]["releases"]
    from habeas.tables import ReleaseFolder

    assert ReleaseFolder(tmp_path / "kept").made_from() is not None
    assert not list((tmp_path / "kept").glob(".releases-*"))


def test_a_disk_without_room_is_said(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the tables fit nowhere: status 3, the way out, and the folder is as it was."""

    def full(*_given: object, **_named: object) -> str:
        raise OSError(28, "No space left on device")

    path = files.written(tmp_path / "rows.csv")
    monkeypatch.setattr("habeas.tables.releases.tempfile.mkdtemp", full)
    told = run("records", path, "--to", tmp_path / "kept")
    assert told.status == 3
    assert "No space left" in told.err
    shutil.rmtree(tmp_path / "kept", ignore_errors=True)
