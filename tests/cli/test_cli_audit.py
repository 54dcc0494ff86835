"""The command audit: a ranked page, JSON, tables kept, and what it says of what it cannot read."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from tests.cli.conftest import Run

from habeas.words import LANGUAGES

WORKBOOKS = Path(__file__).parents[3] / "shared" / "data" / "ice-statistics" / "workbooks"
NAMES = ("20230110163952-FY23_detentionStats01092023.xlsx", "20230317113040-FY23_detentionStats230316.xlsx")
CLEAN = "20240301110420-FY24_detentionStats02292024.xlsx"


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of two publications of one series."""
    place = tmp_path_factory.mktemp("two")
    for name in NAMES:
        shutil.copy(WORKBOOKS / name, place / name)
    return place


def test_the_page_is_ranked_and_each_finding_names_its_cells(run: Run, two: Path) -> None:
    """Errors stand before warnings and notes; under each finding are its cells, as they are found in the file."""
    told = run("audit", two)
    assert told.status == 1
    assert told.out.startswith("ICE detention statistics: 2 publications, 27 December 2022 to 6 March 2023")
    headings = [told.out.index(word) for word in ("what cannot be true", "what is unlikely", "what is worth knowing")]
    assert headings == sorted(headings)
    assert "ATD FY23 YTD!B44 = 724  (Buffalo, Count)" in told.out
    assert told.err == ""


def test_json_has_every_finding_with_its_cells(run: Run, two: Path) -> None:
    """The findings are those of the page, each with publication, check, gravity, message and cells; no other text is printed."""
    told = run("audit", two, "--json")
    made = json.loads(told.out)
    assert made["habeas"] == "audit/1"
    assert made["findings"]
    for one in made["findings"]:
        assert {"publication", "check", "gravity", "message", "cells"} <= set(one)
        assert one["publication"] in NAMES
        assert one["gravity"] in {"error", "warning", "note"}
        assert all(set(cell) == {"file", "sheet", "line", "column", "label", "found"} for cell in one["cells"])
    ranks = [("error", "warning", "note").index(one["gravity"]) for one in made["findings"]]
    assert ranks == sorted(ranks)
    assert [one["name"] for one in made["series"]] == ["ice-detention-statistics"]


def test_only_what_is_as_grave_as_asked_for_is_told(run: Run, two: Path) -> None:
    """With --gravity error no warning and no note is left; the exit status stays."""
    told = run("audit", two, "--gravity", "error", "--json")
    assert told.status == 1
    assert {one["gravity"] for one in json.loads(told.out)["findings"]} == {"error"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_said_in_both_languages(run: Run, two: Path, lang: str) -> None:
    """No name of a message is left, and each language has its own words."""
    told = run("audit", two, "--lang", lang)
    assert ("publicaciones" in told.out) == (lang == "es")
    assert "{" not in told.out
    assert "audit." not in told.out


def test_findings_and_tables_are_kept(run: Run, two: Path, tmp_path: Path) -> None:
    """With --to the findings are rows of a CSV, in the order of the page, beside the averages of the interval."""
    told = run("audit", two, "--to", tmp_path / "kept")
    assert str(tmp_path / "kept") in told.out
    with (tmp_path / "kept" / "findings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["finding"]) for row in rows] == list(range(1, len(rows) + 1))
    assert rows[0]["gravity"] == "error"
    assert rows[0]["message_es"] != rows[0]["message_en"]
    assert {path.name for path in (tmp_path / "kept").glob("*.parquet")} >= {
        "findings.parquet",
        "finding-cells.parquet",
    }
    assert (tmp_path / "kept" / "ice-detention-statistics" / "intervals.parquet").is_file()
    assert (tmp_path / "kept" / "ice-detention-statistics" / "revisions.parquet").is_file()


def test_one_publication_is_held_against_itself_and_that_is_said(run: Run) -> None:
    """There is no other issue to compare with: the page says so, and the exit status tells the one warning inside."""
    told = run("audit", WORKBOOKS / CLEAN)
    assert "There is one publication only" in told.out
    assert "as if each were as large" in told.out
    assert told.status == 1
    assert "Nothing was found." in run("audit", WORKBOOKS / CLEAN, "--gravity", "error").out


def test_series_are_audited_apart_and_others_named(run: Run, two: Path, tmp_path: Path) -> None:
    """A list of placements in the folder is no publication of a declared series: it is named, and the workbooks are audited."""
    shutil.copytree(two, tmp_path / "mixed")
    lines = ["id,book in date,book out date,facility", "a1b2c3d4,2024-01-01,2024-02-01,X"]
    (tmp_path / "mixed" / "other.csv").write_text("\n".join(lines), encoding="utf-8")
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "nothing of the kind"
    book.save(tmp_path / "mixed" / "letter.xlsx")
    told = run("audit", tmp_path / "mixed")
    assert "2 publications" in told.out
    assert "other.csv" in told.out
    assert "letter.xlsx" in told.out
    assert told.status == 1


def test_files_that_are_no_workbooks_are_named_and_the_rest_goes_on(run: Run, two: Path, tmp_path: Path) -> None:
    """Cut, locked, empty or no workbook at all: one line says which file and why; the others are audited."""
    shutil.copytree(two, tmp_path / "some")
    bad = {
        "broken.xlsx": b"PK\x03\x04 and no more",
        "locked.xlsx": bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2000,
        "empty.xlsx": b"",
        "picture.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
    }
    for name, content in bad.items():
        (tmp_path / "some" / name).write_bytes(content)
    told = run("audit", tmp_path / "some")
    assert told.status == 1
    assert all(name in told.out for name in bad)
    assert "2 publications" in told.out
    assert "Traceback" not in told.out + told.err


def test_an_empty_folder_and_one_that_is_not_there(run: Run, tmp_path: Path) -> None:
    """Neither can be audited; what was given is named, with the way out."""
    told = run("audit", tmp_path)
    assert (told.status, told.out) == (2, "")
    assert str(tmp_path) in told.err
    told = run("audit", tmp_path / "absent")
    assert told.status == 2
    assert "absent" in told.err


def test_a_declaration_of_ones_own_is_data(run: Run, two: Path, tmp_path: Path) -> None:
    """A series that somebody declares goes before those that come with habeas, and only its rules are held."""
    (tmp_path / "own.toml").write_text(
        'name = "mine"\nkind = "figures"\nrelease = "ice-.*"\ntitle = { en = "Mine", es = "Mía" }\n'
        '[[additive]]\nname = "areas"\nen = "areas"\nes = "áreas"\n'
        'of = { table = "atd-by-area-technology", measure = "participants" }\nover = "technology"\n',
        encoding="utf-8",
    )
    made = json.loads(run("audit", two, "--series", tmp_path / "own.toml", "--json").out)
    assert [one["name"] for one in made["series"]] == ["mine"]
    assert "areas" in [one["check"] for one in made["findings"]]
    (tmp_path / "own.toml").write_text('name = "mine"\nodd = 1\n', encoding="utf-8")
    told = run("audit", two, "--series", tmp_path / "own.toml")
    assert told.status == 2
    assert "odd" in told.err


MAPPING = """name = "bulletin"
kind = "figures"
title = { en = "Bulletin", es = "Boletín" }
min_fields = 3
dates = "day-first"
release = "ministry-bulletin"
[field.day]
aliases = ["Fecha"]
form = "day"
[field.prison]
aliases = ["Centro"]
form = "code"
[field.sex]
aliases = ["Sexo"]
form = "code"
[field.persons]
aliases = ["Personas"]
form = "integer"
"""


def test_a_mapped_table_is_audited_without_code(run: Run, tmp_path: Path) -> None:
    """The declaration that docs/audit.md shows holds a bulletin that no reader knows: the total of one prison is off by one."""
    documented = (Path(__file__).parents[2] / "docs" / "audit.md").read_text(encoding="utf-8")
    declaration = documented.partition("```toml\n")[2].partition("```")[0]
    (tmp_path / "bulletin.toml").write_text(declaration, encoding="utf-8")
    (tmp_path / "layout.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "files").mkdir()
    for month, women in ((1, 9), (2, 10)):
        lines = [f"31/0{month}/2024,Norte,{sex},{n}" for sex, n in (("total", 100), ("men", 90), ("women", women))]
        text = "\n".join(["Fecha,Centro,Sexo,Personas", *lines]).replace("31/02", "29/02")
        (tmp_path / "files" / f"b{month}.csv").write_text(text, encoding="utf-8")
    told = run(
        "audit", tmp_path / "files", "--mapping", tmp_path / "layout.toml", "--series", tmp_path / "bulletin.toml"
    )
    assert told.status == 1
    assert told.out.startswith("Prison bulletin: 2 publications, 31 January 2024 to 29 February 2024")
    assert "Norte: persons held by sex: the total, “Norte, total, persons”, is 100, its parts add up to 99" in told.out
    assert "line 2, persons = 100" in told.out
    assert "b2.csv" not in told.out
