"""The commands about records, on files and on folders of tables: what they print, where it goes, and how they end."""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path

import duckdb
import pytest
from tests.case import records_files as files
from tests.cli.conftest import Run

from habeas.words import LANGUAGES

DATA = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the synthetic release as CSV."""
    return files.written(tmp_path_factory.mktemp("release") / "release.csv")


@pytest.fixture(scope="module")
def tables(release: Path) -> Path:
    """Return the folder of tables that ``habeas custody --to`` wrote of it."""
    from habeas.case import Counting, read_files

    folder = release.parent / "tables"
    with read_files([release], folder, counted=Counting()):
        return folder


def asked(sql: str, path: Path) -> list[tuple[object, ...]]:
    """Ask a table in a file, which SQL calls ``$path``."""
    return duckdb.execute(sql, {"path": str(path)}).fetchall()


# --- records


def test_every_row_is_accounted_for(run: Run, release: Path) -> None:
    """Each sheet has its line: rows in = used + set aside, and which reader and edition knew it; status 0 where all were used."""
    told = run("records", release)
    assert told.status == 0
    assert "release.csv: 6 rows in = 6 used + 0 set aside" in told.out
    assert "ice-detentions 2025" in told.out


def test_rows_set_aside_are_grouped_and_end_with_status_1(run: Run, tmp_path: Path) -> None:
    """Faults of one kind are one line with their number and the first of them; ``--problems`` lists each with what was found."""
    early = [files.row(f"aa{n}", "AAAA", "0199-01-02 10:00", "") for n in range(3)]
    path = files.written(tmp_path / "rows.csv", [*files.ROWS, *early])
    told = run("records", path)
    assert told.status == 1
    assert "9 rows in = 6 used + 3 set aside" in told.out
    assert len(re.findall("0199-01-02", told.out)) == 1
    assert "3 lines, the first: rows.csv, row 8, Book In Date Time" in told.out
    told = run("records", path, "--problems")
    assert [f"row {line}," in told.out for line in (8, 9, 10)] == [True] * 3
    answer = json.loads(run("records", path, "--json", "--problems").out)
    assert [one["row"] for one in answer["lines"]] == [8, 9, 10]
    assert (answer["sound"], answer["set_aside"], answer["readings"][0]["groups"][0]["n"]) == (False, 3, 3)


def test_columns_that_nobody_knows_are_named(run: Run, tmp_path: Path) -> None:
    """A column is not kept out in silence."""
    rows = [[*one, "x"] for one in files.ROWS]
    told = run("records", files.written(tmp_path / "rows.csv", rows, (*files.HEADER, "Shoe Size")))
    assert told.status == 0
    assert "Shoe Size" in told.out


def test_tables_are_kept_where_asked(run: Run, release: Path, tmp_path: Path) -> None:
    """``--to`` keeps the rows as Parquet; the same folder can be written again, and a folder of other things is left alone."""
    for _ in range(2):
        assert run("records", release, "--to", tmp_path / "kept").status == 0
    table = tmp_path / "kept" / "records" / "release.csv" / "stints.parquet"
    assert asked("select count(*), min(file) from read_parquet($path)", table) == [(6, "release.csv")]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("Mine.")
    told = run("records", release, "--to", tmp_path / "mine")
    assert (told.status, "is left as it is" in told.err) == (2, True)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]
    (tmp_path / "other" / "records").mkdir(parents=True)
    (tmp_path / "other" / "records" / "mine.csv").write_text("Mine.")
    assert run("records", release, "--to", tmp_path / "other").status == 2
    assert (tmp_path / "other" / "records" / "mine.csv").read_text() == "Mine."


def test_a_folder_of_files_is_read_whole(run: Run, tmp_path: Path) -> None:
    """Every file of a folder is read, in the order of names; hidden files and lock files are left out."""
    files.written(tmp_path / "from" / "a.csv")
    files.workbook(tmp_path / "from" / "b" / "b.xlsx")
    (tmp_path / "from" / "~$b.xlsx").write_text("lock")
    answer = json.loads(run("records", tmp_path / "from", "--json").out)
    assert [account["file"] for one in answer["readings"] for account in one["accounts"]] == ["a.csv", "b.xlsx"]


# --- map


def test_a_draft_reads_the_file_it_was_drafted_from(run: Run, tmp_path: Path) -> None:
    """``map`` writes a mapping; with what it left open decided, ``records --mapping`` reads the file with it."""
    path = tmp_path / "lista.csv"
    lines = [f"P{n:04d},NORTE,{n % 27 + 1}/03/2025 10:00,{n % 27 + 2}/03/2025 09:30" for n in range(40)]
    path.write_text("Clave del interno,Centro penal,Fecha de ingreso,Fecha de egreso\n" + "\n".join(lines) + "\n")
    told = run("map", path, "-o", tmp_path / "own.toml", "--lang", "es")
    assert told.status in (0, 1)
    text = (tmp_path / "own.toml").read_text(encoding="utf-8")
    assert 'kind = "stints"' in text
    assert run("map", path, "-o", tmp_path / "own.toml").status == 2  # it is not written over
    assert (tmp_path / "own.toml").read_text(encoding="utf-8") == text
    if told.status == 0:
        read = run("records", path, "--mapping", tmp_path / "own.toml")
        assert "40 rows in = 40 used + 0 set aside" in read.out


# --- custody and what is asked of it


def test_one_command_answers_how_many_where_when_how_long_and_moved_where(run: Run, release: Path) -> None:
    """From the file as published: persons certain and possible, rows without id, stays, population, places, lengths, movements."""
    told = run("custody", release, "--compare-rules")
    assert told.status == 0
    for said in (
        "custody by the rule habeas, up to 2025-01-20 08:00",
        "persons: 3 certainly, 4 possibly; one row has no identifier",
        "stints: 5 certainly, 6 possibly; 1 not known to have ended",
        "held at midnight on 19 January 2025, the last whole day: 2",
        "length of stay, median:",
        "every place balances",
        "AAAA  NORTH CENTRE",
    ):
        assert said in told.out
    assert re.search(r"1\s+1\s+150\s+AAAA\s+BBBB", told.out)
    assert all(re.search(rf"^{rule} ", told.out, re.MULTILINE) for rule in ("habeas", "ddp-2026-03", "uwchr", "vera"))


def test_a_rule_and_a_last_moment_are_used_and_said(run: Run, release: Path) -> None:
    """By another rule, up to another moment."""
    told = run("custody", release, "--rule", "uwchr", "--until", "2025-01-12")
    assert "custody by the rule uwchr, up to 2025-01-12 23:59" in told.out
    assert "the rule uwchr does not use one row" in told.out


@pytest.mark.parametrize("command", ["custody", "census", "stays", "movements"])
def test_what_is_said_differs_by_language(run: Run, release: Path, tables: Path, command: str) -> None:
    """Every heading and sentence is there in both."""
    given = [command, release] if command == "custody" else [command, "--tables", tables]
    said = {lang: run(*given, "--lang", lang) for lang in LANGUAGES}
    assert said["en"].status == said["es"].status == 0
    assert said["en"].out.splitlines()[0] != said["es"].out.splitlines()[0]


def test_a_census_by_day_by_kind_and_by_place(run: Run, tables: Path) -> None:
    """A day, all places together first; a dimension; one place on every day."""
    told = run("census", "--tables", tables, "--day", "2025-01-08")
    assert told.out.startswith(
        "8 January 2025, at midnight, all places together, a moved person once: 3 certainly, 4 possibly"
    )
    assert re.search(r"1\s+2\s+AAAA\s+NORTH CENTRE", told.out)
    told = run("census", "--tables", tables, "--day", "2025-01-08", "--by", "sex", "--at", "any-moment")
    assert re.search(r"1\s+1\s+female", told.out)
    told = run("census", "--tables", tables, "--place", "BBBB")
    assert re.search(r"1\s+1\s+2025-01-19", told.out)


def test_tables_are_written_as_csv_and_parquet(run: Run, tables: Path, tmp_path: Path) -> None:
    """The whole grid of places and days, zeros included; the stays; the movements; each row once."""
    for command, name in (("census", "a.csv"), ("census", "a.parquet"), ("stays", "b.csv"), ("movements", "c.parquet")):
        told = run(command, "--tables", tables, "--to", tmp_path / name, "--json")
        form = "read_csv" if name.endswith("csv") else "read_parquet"
        counted = asked(f"select count(*) from {form}($path)", tmp_path / name)  # noqa: S608
        assert counted == [(json.loads(told.out)["written"],)]
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2 * len({row["day"] for row in rows})
    assert {row["midnight_certain"] for row in rows} == {"1", "2"}
    assert {row["any_possible"] for row in rows} == {"1", "2", "3"}
    told = run("stays", "--tables", tables, "--to", tmp_path / "stays.xlsx")
    assert (told.status, ".csv or .parquet" in told.err) == (2, True)


def test_the_published_layout_has_the_published_columns(run: Run, tables: Path, tmp_path: Path) -> None:
    """``--layout ddp`` writes the columns, types and order of the published facility-days."""
    run("census", "--tables", tables, "--to", tmp_path / "ddp.parquet", "--layout", "ddp")
    published = DATA / "ice-census" / "facility_day_population_2022-10_2026-03.parquet"
    columns = [
        asked("describe select * from read_parquet($path)", one) for one in (published, tmp_path / "ddp.parquet")
    ]
    assert columns[1] == columns[0]
    day = """
    select n_detained, n_detained_at_midnight, n_detained_female from read_parquet($path)
    where date = '2025-01-08' and detention_facility_code = 'AAAA'"""
    assert asked(day, tmp_path / "ddp.parquet") == [(2, 2, 1)]


def test_a_timeline_names_file_and_line(run: Run, tables: Path) -> None:
    """One person's way in order; somebody unknown ends with status 2 and the way out."""
    told = run("timeline", files.PERSONS[2], "--tables", tables)
    assert told.status == 0
    assert [line.partition("  ")[0] for line in told.out.splitlines()] == [
        "2025-01-06 01:00 – 2025-01-06 02:00",
        "2025-01-06 02:00 – 2025-01-06 05:00",
        "2025-01-06 05:00 – 2025-01-09 05:00",
    ]
    assert "[release.csv, line 5]" in told.out
    told = run("timeline", "nobody", "--tables", tables)
    assert (told.status, "letter by letter" in told.err) == (2, True)


def test_the_published_stints_give_the_chains_their_publisher_describes(run: Run, tmp_path: Path) -> None:
    """21 real stints of 3 persons: five stays, one of them open, and two bookings at one place on one day both kept."""
    path = DATA / "ice-stints" / "example_stints_21_rows.csv"
    answer = json.loads(run("custody", path, "--to", tmp_path / "tables", "--json").out)
    totals = answer["releases"][0]["totals"]
    assert (answer["sound"], totals["persons"], totals["stints"], totals["stays"]) == (True, [3, 3], [21, 21], [5, 5])
    assert (totals["open_stints"], totals["unbalanced"]) == (1, [])
    twice = """
    select count(*) from read_parquet($path)
    where place = 'KROME NORTH SPC' and cast(started_first as date) = '2017-08-26'"""
    assert asked(twice, tmp_path / "tables" / "custody" / path.name / "stints.parquet") == [(2,)]


def test_help_of_these_commands_loads_no_engine(program: Run) -> None:
    """What is only asked for its help imports neither Ibis nor DuckDB."""
    import subprocess

    heavy = "{'ibis', 'duckdb', 'pyarrow', 'pandas', 'numpy', 'scipy', 'openpyxl'}"
    for command in ("records", "map", "custody", "census", "stays", "movements", "timeline"):
        code = (
            f"import sys, io; sys.stdout = io.StringIO()\nfrom habeas.cli import main; main(['{command}', '--help'])\n"
            f"sys.stderr.write(str(sorted({heavy} & set(sys.modules))))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stderr == "[]", command
