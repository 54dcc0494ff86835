"""``habeas estimate population``: the band, every figure's use, and wrong tables told row by row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from habeas.words import LANGUAGES

FIGURES = """when,kind,value,source,scope,definition
2021-01-01,stock,36515,prison service,prisons,all held
2021-04,stock,"about 36,000",government,prisons,all held
2021-12-31,stock,"at least 37,000",monitor,prisons,all held
2022-03,stock,39538,newspaper,prisons,all held
2022-03,stock,2900,newspaper,prisons,women
"""


def write(folder: Path, text: str, name: str = "figures.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_day_between_reports_is_answered_with_every_figure(run: Run, tmp_path: Path, lang: str) -> None:
    """The day that was asked for, the band and the use of each figure are told in both languages; women are not mixed in."""
    told = run("--lang", lang, "estimate", "population", write(tmp_path, FIGURES), "--on", "2021-08-01")
    assert (told.status, told.err) == (0, "")
    assert {"en": "On 1 August 2021: 3", "es": "El 1 de agosto de 2021: 3"}[lang] in told.out
    assert {"en": "not comparable: it counts other persons (women, not all held)", "es": "no comparable"}[
        lang
    ] in told.out
    assert {"en": "used as a bound", "es": "usada como límite"}[lang] in told.out


def test_as_json_the_band_has_a_number_for_each_day(run: Run, tmp_path: Path) -> None:
    """Days, band, figures and the estimate on the days asked for are there."""
    found = json.loads(run("estimate", "population", write(tmp_path, FIGURES), "--on", "2021-08-01", "--json").out)
    assert found["habeas"] == "estimate-population/1"
    assert all(len(found["days"]) == len(row) for row in found["band"].values())
    assert found["on"][0]["day"] == "2021-08-01"
    assert found["on"][0]["low"] < found["on"][0]["estimate"] < found["on"][0]["high"]
    assert [one["use"] for one in found["figures"]].count("not-comparable") == 1


def test_without_a_source_and_with_each_left_out(run: Run, tmp_path: Path) -> None:
    """A source left out is told as such; each in turn gives a table."""
    path = write(tmp_path, FIGURES)
    assert "left out" in run("estimate", "population", path, "--without", "newspaper", "--definition", "all held").out
    assert "left out" in run("estimate", "population", path, "--each-source").out


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("when,kind,value\n2021-01-01,stock,many\n2021-02-01,stock,500\n", "row 2, value"),
        ("when,kind,value\nsome day,stock,400\n2021-02-01,stock,500\n", "row 2, when"),
        ("when,kind,value\n2021-01-01,guess,400\n2021-02-01,stock,500\n", "row 2, kind"),
        ("when,kind,value\n2021-01-01,stock,-4\n2021-02-01,stock,500\n", "row 2, value"),
        ("when,kind,low,high\n2021-01-01,stock,90,40\n2021-02-01,stock,500,500\n", "row 2, low"),
        ("when,kind,low,high\n2021-01-01,stock,,\n2021-02-01,stock,500,500\n", "row 2"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_and_the_others_are_used(
    run: Run, tmp_path: Path, text: str, named: str
) -> None:
    """Bad rows are named by row and column; the good ones give their estimate, and the status says that a person is needed."""
    told = run("estimate", "population", write(tmp_path, text))
    assert told.status == 1
    assert named in told.err
    assert "500" in told.out
    assert "Traceback" not in told.err


WRONG = [
    ("when,value\n2021,5\n", (), "kind"),
    ("when,kind,value\n", (), "stock"),
    ("when,kind,value\n2021-01,in,5\n", (), "stock"),
    (FIGURES, ("--scope", "elsewhere"), "elsewhere"),
    (FIGURES, ("--definition", "nobody"), "nobody"),
    (FIGURES, ("--without", "nobody"), "nobody"),
    (FIGURES, ("--on", "soon"), "soon"),
    (FIGURES, ("--level", "0"), "--level"),
]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("given", WRONG)
def test_what_cannot_be_done_says_what_is_expected(
    run: Run, tmp_path: Path, lang: str, given: tuple[str, tuple[str, ...], str]
) -> None:
    """Tables without what is needed and wrong options are refused in the reader's language."""
    text, arguments, named = given
    told = run("--lang", lang, "estimate", "population", write(tmp_path, text), *arguments)
    assert (told.status, told.out) == (2, "")
    assert named in told.err
