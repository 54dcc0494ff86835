"""The audit of a case: made with its tables, kept with them, shown in its report, and gone with its publications."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from habeas.case import Case, auditing
from habeas.case.auditing import _line

BOOKS = Path(__file__).parents[2].parent / "shared" / "data" / "ice-statistics" / "workbooks"
TWO = ("20220111045516-FY22_detentionStats01102022.xlsx", "20220122085702-FY22_detentionStats01202022.xlsx")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a case of two real workbooks, once."""
    place = tmp_path_factory.mktemp("audit") / "case"
    with Case.init(place) as case:
        for name in TWO:
            case.add(BOOKS / name)
        case.build()
    return place


def test_a_build_audits_the_series_of_a_case(folder: Path) -> None:
    """Both publications are in order, and the interval between them is known from their averages."""
    (one,) = auditing.load(folder / "tables")
    assert [issue.file for issue in one.issues] == list(TWO)
    first, second = one.intervals["total"]
    assert (first.file, second.file) == TWO
    assert first.low == first.high == pytest.approx(first.to_date)
    assert second.first_day > first.last_day
    assert second.to_date is not None
    assert (folder / "tables" / "audit" / one.name / "intervals.parquet").is_file()


def test_closed_figures_that_changed_are_kept_with_both_values(folder: Path) -> None:
    """The value as first published and as it stands, the greatest change first; all of them are in a table."""
    (one,) = auditing.load(folder / "tables")
    assert 0 < one.revised <= one.closed
    assert all(each.first != each.last and each.times == 2 for each in one.revisions)
    assert {each.first_file for each in one.revisions} == {TWO[0]}
    assert {each.last_file for each in one.revisions} == {TWO[1]}
    shares = [abs(each.last - each.first) / max(abs(each.last), abs(each.first)) for each in one.revisions]
    assert shares == sorted(shares, reverse=True)
    assert (folder / "tables" / "audit" / one.name / "revisions.parquet").is_file()


def test_the_report_shows_it_in_both_languages(folder: Path) -> None:
    """The site has the page of the audit and the averages of intervals."""
    with Case(folder) as case:
        case.report()
    for lang in ("en", "es"):
        assert (folder / "site" / lang / "audit" / "index.html").is_file()
        assert "<figure" in (folder / "site" / lang / "audit" / "ice-detention-statistics.html").read_text()


def test_an_audit_is_kept_while_nothing_it_rests_on_changes(folder: Path) -> None:
    """Building again makes nothing anew; the bytes are the same."""
    path = folder / "tables" / "audit" / "audit.json"
    before = path.read_bytes(), path.stat().st_mtime_ns
    with Case(folder) as case:
        assert not case.build().changed
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_what_is_kept_is_what_is_read_again(folder: Path) -> None:
    """Every finding, cell and picture that was written is there when it is loaded, and days are days."""
    raw = json.loads((folder / "tables" / "audit" / "audit.json").read_text())
    (one,) = auditing.load(folder / "tables")
    assert len(one.findings) == len(raw[0]["findings"])
    assert [finding.text["es"] for finding in one.findings] == [each["text"]["es"] for each in raw[0]["findings"]]
    assert all(finding.picture is None or finding.picture.rows for finding in one.findings)


def test_a_case_without_publications_has_no_audit(tmp_path: Path) -> None:
    """Nothing is kept, nothing is shown."""
    with Case.init(tmp_path / "case") as case:
        case.build()
    assert auditing.load(tmp_path / "case" / "tables") == ()


@pytest.mark.parametrize(
    ("labels", "line"),
    [
        (None, "total"),
        ("{}", "total"),
        ('{"agency": "total", "criminality": "total"}', "total"),
        ('{"agency": "ice", "criminality": "total"}', "ice"),
        ('{"agency": "ice", "criminality": "convicted"}', None),
    ],
)
def test_lines_of_the_whole_are_apart_from_those_of_its_parts(labels: str | None, line: str | None) -> None:
    """The report draws the whole, and its parts by one label; finer parts are in the table."""
    assert _line(labels) == line


def test_two_releases_of_one_series_are_kept_apart(tmp_path: Path) -> None:
    """Each has its own name, its own place on the page and its own table to take away."""
    with Case.init(tmp_path / "case") as case:
        for name, column in (("one", "n_detained_at_midnight"), ("two", "n")):
            rows = [
                f"A,{day},3" + (",4" if name == "one" else "") for day in ("2024-01-01", "2024-01-02", "2024-01-03")
            ]
            header = f"detention_facility_code,date,{column}" + (",n_detained" if name == "one" else "")
            (tmp_path / f"{name}.csv").write_text("\n".join([header, *rows]) + "\n")
            case.add(tmp_path / f"{name}.csv")
        case.build()
        case.report()
    kept = auditing.load(tmp_path / "case" / "tables")
    assert len({one.name for one in kept}) == len(kept) == 2
    html = (tmp_path / "case" / "site" / "en" / "audit" / "index.html").read_text()
    assert (
        html.count('<section class="part" id="')
        == len(set(re.findall(r'<section class="part" id="([^"]+)"', html)))
        == 2
    )
    assert len(list((tmp_path / "case" / "site" / "data").glob("*.audit.en.csv"))) == 2
