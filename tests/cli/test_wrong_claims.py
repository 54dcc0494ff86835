"""Claims files with faults: every fault at once, by row, with what is close; good rows are used; nothing is lost."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.case import synthetic
from tests.cli.conftest import Run, Told

from habeas.case import Case
from habeas.words import LANGUAGES

GOOD = "{key: good, source: transfer, quote: 365 days, subject: transfer, predicate: flights, value: 3}"


def coded(run: Run, folder: Path, path: Path, *rows: str, lang: str = "en") -> tuple[Told, list[str]]:
    """Write rows as a claims file, read it, and return what was told and the lines of the problems."""
    path.write_text("habeas: claims/1\nclaims:\n" + "".join(f"- {row}\n" for row in rows), encoding="utf-8")
    told = run("code", path, "-c", folder, "--lang", lang)
    assert "Traceback" not in told.err
    return told, [line.strip() for line in told.err.splitlines() if line.startswith("  ")]


def test_forty_faults_are_forty_lines_each_with_its_row(run: Run, folder: Path, tmp_path: Path) -> None:
    """All forty are reported at once in each language, by row; the good row among them is used, and used once."""
    words = [
        ("source: nowhere", "unknown source"), ("quote: not in the text", "no such quote"), ("subject: nobody", "no subject"),
        ("predicate: building", "no predicate"), ("value: many", "no amount"), ("as_of: sometime", "no time"),
        ("polarity: maybe", "no polarity"), ("modality: surely", "no modality"), ("decision: accept", "no reason"),
        ("colour: red", "no field"),
    ]  # fmt: skip
    fields = {"source": "structure", "quote": "8 buildings", "subject": "north", "predicate": "buildings", "value": "8"}
    rows = []
    for number in range(40):
        name, _, value = words[number % 10][0].partition(": ")
        row = {"key": f"k{number}", **fields, name: value}
        rows.append("{" + ", ".join(f"{key}: {said}" for key, said in row.items()) + "}")
    rows.insert(20, GOOD)
    path = tmp_path / "forty.yaml"
    before = synthetic.kept(folder)
    for turn, lang in enumerate(LANGUAGES):
        told, lines = coded(run, folder, path, *rows, lang=lang)
        assert told.status == 1
        word = {"en": "row", "es": "fila"}[lang]
        expected = [number for number in range(3, 44) if number != 23]
        assert [f"forty.yaml, {word} {number}, " in line for number, line in zip(expected, lines, strict=True)] == [
            True
        ] * 40
        counted = {"en": f"41 rows: {1 - turn} proposed", "es": f"41 filas: {1 - turn} propuestas"}[lang]
        assert counted in told.out
        assert "40 " in told.out
    assert synthetic.kept(folder) == before
    with Case(folder) as case:
        assert {one.key for one in case.claims()} == {*synthetic.KEYS, "good"}
        assert case.verify().problems == ()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            "{key: k, source: structure, quote: 8 bulidings with 32 cells, subject: north, predicate: buildings, value: 8}",
            {"en": ["8 bulidings with 32 cells", "8 buildings with 32 cells"], "es": ["8 buildings with 32 cells"]},
        ),
        (
            "{key: k, source: structure, quote: 8 buildings, subject: north, predicate: buldings, value: 8}",
            {"en": ["“buldings”", "buildings"], "es": ["«buldings»", "buildings"]},
        ),
        (
            "{key: k, source: structur, quote: 8 buildings, subject: north, predicate: buildings, value: 8}",
            {"en": ["structur", "structure"], "es": ["structur", "structure"]},
        ),
        (
            "{key: k, source: series, row: 9, column: B, subject: prisons, predicate: population, value: 1, who: all held, as_of: 2024}",
            {"en": ["B9"], "es": ["B9"]},
        ),
        (
            "{key: k, source: transfer, quote: 365 days, subject: deal, predicate: duration_days, value: '2 x {dys}'}",
            {"en": ["dys", "days"], "es": ["dys", "days"]},
        ),
    ],
)
def test_a_slip_in_a_row_is_answered_with_what_is_close(
    run: Run, folder: Path, tmp_path: Path, row: str, words: dict[str, list[str]]
) -> None:
    """A quote that is not there gets the nearest passage; an unknown name, those it looks like; a cell, what is there."""
    for lang in LANGUAGES:
        told, lines = coded(run, folder, tmp_path / "slip.yaml", row, lang=lang)
        assert told.status == 1
        assert len(lines) == 1
        assert "slip.yaml, " in lines[0]
        assert all(word in lines[0] for word in words[lang]), lines[0]


def test_a_time_that_has_not_come_is_refused(run: Run, folder: Path, tmp_path: Path) -> None:
    """A fact cannot be of tomorrow; a target may be of next year, and tomorrow's source cannot have been published."""
    tomorrow = (date.today() + timedelta(days=2)).isoformat()  # noqa: DTZ011 - the reader's own day, as habeas takes it
    fields = "source: transfer, quote: 365 days, subject: transfer, predicate: flights, value: 3"
    for lang, word in (("en", "lies after today"), ("es", "posterior a hoy")):
        told, lines = coded(run, folder, tmp_path / "f.yaml", f"{{key: k, {fields}, as_of: {tomorrow}}}", lang=lang)
        assert told.status == 1
        assert word in lines[0]
        told = run("describe", "transfer", "--published", tomorrow, "-c", folder, "--lang", lang)
        assert told.status == 2
        assert tomorrow in told.err
    told, _ = coded(run, folder, tmp_path / "f.yaml", f"{{key: k, {fields}, as_of: {tomorrow}, modality: target}}")
    assert told.status == 0


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("broken.yaml", ("claims: [unclosed", "broken.yaml")),
        ("empty.yaml", ("", "empty")),
        ("list.yaml", ("- a\n- b\n", "list.yaml")),
        ("newer.yaml", ("habeas: claims/9\nclaims: []\n", "claims/9")),
        ("deep.yaml", ("[" * 5000, "deep.yaml")),
        ("book.xlsx", ("not a workbook", "book.xlsx")),
        ("page.pdf", ("%PDF-1.4", ".yaml")),
        ("latin.yaml", (b"claims:\n- {note: a\xf1o}\n".decode("latin-1"), "UTF-8")),
    ],
)
def test_a_file_that_is_no_claims_file_is_refused_whole(
    run: Run, folder: Path, tmp_path: Path, name: str, file: tuple[str, str]
) -> None:
    """One line with the way out, status 2, and the ledger as it was; beside a good file it is a fault, and the good one is read."""
    content, english = file
    path, good = tmp_path / name, tmp_path / "good.yaml"
    path.write_bytes(content.encode("latin-1"))
    good.write_text(f"claims:\n- {GOOD}\n")
    before = synthetic.contents(folder)
    said = {}
    for lang in LANGUAGES:
        told = run("code", path, "-c", folder, "--lang", lang)
        assert (told.status, told.out) == (2, "")
        assert len(told.err.splitlines()) == 1
        said[lang] = told.err
    assert english in said["en"]
    assert said["en"] != said["es"]
    assert synthetic.contents(folder) == before
    told = run("code", path, good, "-c", folder)
    assert told.status == 1
    assert "1 proposed" in told.out
    assert english in told.err


def test_a_claims_file_that_is_not_there_is_named(run: Run, folder: Path, tmp_path: Path) -> None:
    """The path is said as it was given."""
    for lang in LANGUAGES:
        told = run("code", tmp_path / "nowhere.yaml", "-c", folder, "--lang", lang)
        assert told.status == 2
        assert str(tmp_path / "nowhere.yaml") in told.err
