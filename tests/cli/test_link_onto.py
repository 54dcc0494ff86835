"""The command link --onto: new lists join a kept linkage; old persons that no new row touches stay as they are."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.cli.conftest import Run

from habeas.words import LANGUAGES, Lang

OLD = (("name", "dob"), ("Rosa Elena Pleitez Umaña", "1990-02-03"), ("Tomás Batres Lico", "1981-11-30"), ("NN", ""))
NEW = (
    ("nombre", "fecha de nacimiento"),
    ("PLEITEZ UMAÑA, ROSA ELENA", "1990-02-03"),
    ("Delmy Chinchilla Rauda", "1999-07-08"),
)


def written(path: Path, rows: tuple[tuple[str, ...], ...]) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return str(path)


def test_a_new_list_joins_a_kept_linkage(run: Run, tmp_path: Path) -> None:
    """Only rows of the new list come back; an old person without a new row keeps id and tables, one with a new row keeps its id."""
    kept, whole = tmp_path / "kept", tmp_path / "whole"
    old = written(tmp_path / "old.csv", OLD)
    before = json.loads(run("link", old, "--to", str(kept), "--json").out)
    after = json.loads(
        run("link", written(tmp_path / "new.csv", NEW), "--onto", str(kept), "--to", str(whole), "--json").out
    )
    ids = {row["row"]: row["estimate"] for row in before["rows"]}
    assert [row["list"] for row in after["rows"]] == ["new", "new"]
    assert after["rows"][0]["estimate"] == ids[2]
    assert after["rows"][1]["estimate"] not in ids.values()
    persons = pq.read_table(whole / "persons.parquet")
    assert persons.num_rows == 5
    assert persons["estimate"].to_pylist()[:3] == [ids[row] for row in (2, 3, 4)]
    again = json.loads(run("link", old, "--onto", str(whole), "--json").out)
    assert again["rows"] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_folder_without_a_linkage_is_refused(run: Run, tmp_path: Path, lang: Lang) -> None:
    """A folder that no linkage wrote is named, with the way out, and nothing is written."""
    result = run("link", written(tmp_path / "new.csv", NEW), "--onto", str(tmp_path / "none"), "--lang", lang)
    assert result.status == 2
    assert str(tmp_path / "none") in result.err
    assert "--to" in result.err
