"""The pages on audits: every finding in both languages with its cells, intervals as a chart and a table, nothing fetched."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from posixpath import dirname, join, normpath

import duckdb
import pytest
from tests.publishing import reading, report_case

from habeas.findings.audit import Cell, Gravity
from habeas.publishing import (
    AuditedFinding,
    AuditedSeries,
    Interval,
    Issue,
    Picture,
    PictureRow,
    Revision,
    picture,
    publish,
)
from habeas.publishing.charts import intervals
from habeas.publishing.pages.audit_series import exact
from habeas.publishing.picture import _letters, _near, _number
from habeas.words import Lang

BOOKS = ("one.xlsx", "two.xlsx", "three.xlsx")
CELLS = (
    Cell(file="two.xlsx", sheet="Detention FY22", line=12, column="D", label="Adult, Total", found="38,123 <b>"),
    Cell(file="two.xlsx", sheet="Detention FY22", line=13, column="D", label="Family, Total", found="4"),
    Cell(file="one.xlsx", sheet="Detention FY22", line=12, column="D", label="Adult, Total", found="37,001"),
)
DRAWN = Picture(
    file="two.xlsx",
    sheet="Detention FY22",
    columns=("C", "D"),
    heads=("Oct", "Nov & Dec"),
    rows=(
        PictureRow(line=12, label="Adult", texts=("7", "38,123 <b>")),
        PictureRow(line=13, label="Family", texts=(None, "4")),
    ),
    doubted=frozenset({(12, "D")}),
    ground=frozenset({(13, "D")}),
)


def finding(gravity: Gravity, number: int = 0, drawn: Picture | None = DRAWN) -> AuditedFinding:
    """Return a finding that differs from others by its number."""
    text: dict[Lang, str] = {"en": f"Part {number} does not add up.", "es": f"La parte {number} no suma."}
    return AuditedFinding(
        publication="two.xlsx", check="adds-up", gravity=gravity, day=date(2022, 1, 20), text=text, cells=CELLS, picture=drawn
    )  # fmt: skip


def interval(number: int, low: float, high: float) -> Interval:
    """Return one of consecutive intervals of ten days."""
    first = date(2022, 1, 1 + 10 * number)
    return Interval(
        file=BOOKS[number], first_day=first, last_day=date(2022, 1, 10 + 10 * number), low=low, high=high, to_date=20_000.0
    )  # fmt: skip


def series(name: str = "statistics", findings: int = 2) -> AuditedSeries:
    """Return a series with findings of two gravities, three publications and two lines of intervals."""
    issues = tuple(
        Issue(file=file, day=date(2022, 1, 10), ground="stated", year=2022, figures=9, copy_of=None) for file in BOOKS
    )
    gravities: tuple[Gravity, ...] = ("error", "note")
    return AuditedSeries(
        name=name,
        title={"en": "Statistics of a publisher", "es": "Estadísticas de un editor"},
        kind="figures",
        issues=issues,
        findings=tuple(finding(gravities[n % 2], n) for n in range(findings)),
        intervals={
            "total": (interval(0, 20_000, 20_000), interval(1, 21_234.04, 21_234.04), interval(2, 18_000, 19_500)),
            "own-code": (interval(0, 3, 3), interval(1, 4, 4)),
        },
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a report with one series that has much to tell and one that has nothing."""
    folder = tmp_path_factory.mktemp("audited") / "site"
    bare = replace(series("bare"), findings=(), intervals={})
    publish(report_case.view(audits=[series(), bare]), folder)
    return folder


@pytest.fixture(scope="module")
def found(written: Path) -> dict[str, reading.Page]:
    """Return the pages of the audit, read."""
    return {path: page for path, page in reading.pages(written).items() if "/audit/" in path}


def test_a_series_with_more_to_tell_has_a_page_of_its_own(found: dict[str, reading.Page]) -> None:
    """One page lists the findings of all series; what follows from averages stands apart, where there is any."""
    assert set(found) == {f"{lang}/audit/{name}.html" for lang in ("en", "es") for name in ("index", "statistics")}


def test_without_an_audit_there_is_no_page_and_no_way_to_it(tmp_path: Path) -> None:
    """A case without publications has the report it had."""
    publish(report_case.view(), tmp_path / "site")
    assert not (tmp_path / "site" / "en" / "audit").exists()
    assert "audit/" not in (tmp_path / "site" / "en" / "index.html").read_text()


def test_pages_are_well_formed_and_fetch_nothing(written: Path, found: dict[str, reading.Page]) -> None:
    """Every tag is closed, no id is twice there, every link leads to a file of the site, and no address names a host."""
    for page in found.values():
        assert page.faults == [], page.path
        assert [name for name, n in Counter(page.ids).items() if n > 1] == [], page.path
        assert not re.search(r"https?://(?!www\.w3\.org)", page.html), page.path
        for link in page.links:
            address, _, _ = link.partition("#")
            path = normpath(join(dirname(page.path), address)) if address else page.path
            assert (written / path).is_file(), (page.path, link)


def test_each_finding_is_said_in_the_language_of_the_page(found: dict[str, reading.Page]) -> None:
    """The sentence, its gravity and the count of findings are in one language each."""
    english, spanish = found["en/audit/index.html"].text, found["es/audit/index.html"].text
    assert "Part 0 does not add up." in english
    assert "3 publications: one error one note" in " ".join(english.split())
    assert "La parte 0 no suma." in spanish
    assert "3 publicaciones: un error una nota" in " ".join(spanish.split())
    assert "no proof that the figures are true" in english


def test_the_picture_marks_the_doubted_cell_and_its_grounds(found: dict[str, reading.Page]) -> None:
    """Letters and line numbers are those of the sheet; what was published is text, never markup."""
    html = found["en/audit/index.html"].html
    assert '<td class="doubted"><mark>38,123 &lt;b&gt;</mark></td>' in html
    assert '<td class="ground">4</td>' in html
    assert '<th scope="col" class="far">C</th><th scope="col">D</th>' in html  # a small page has room for D alone
    assert "Nov &amp; Dec" in html


def test_every_cell_is_named_with_its_place(found: dict[str, reading.Page]) -> None:
    """A finding lists the cells it rests on, of every file, with what stands in them."""
    text = " ".join(found["en/audit/index.html"].text.split())
    assert "two.xlsx, Detention FY22!D12 Adult, Total = 38,123 <b>" in text
    assert "one.xlsx, Detention FY22!D12 Adult, Total = 37,001" in text


def test_the_table_to_take_away_has_every_finding(tmp_path: Path) -> None:
    """Findings beyond those the page has room for are in the table, and the page says how many they are."""
    publish(report_case.view(audits=[series(findings=83)]), tmp_path / "site")
    with (tmp_path / "site" / "data" / "statistics.audit.en.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 83
    assert rows[0]["cells"].startswith("two.xlsx, Detention FY22!D12 = 38,123 <b>; ")
    assert "3 more findings" in (tmp_path / "site" / "en" / "audit" / "index.html").read_text()


def test_intervals_are_drawn_and_listed(written: Path, found: dict[str, reading.Page]) -> None:
    """Each line has a chart and a table, the latest first, a range where the average is not exact; one file has them all."""
    page = found["en/audit/statistics.html"]
    assert page.tags.count("figure") == 2
    text = " ".join(page.text.split())
    assert "Average number held, everyone" in text
    assert "Average number held, own-code" in text
    assert text.index("18,000.0–19,500.0") < text.index("21,234.0") < text.index("1 January 2022 – 10 January 2022")
    with (written / "data" / "statistics.intervals.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["counted"], row["average_low"]) for row in rows][:2] == [("total", "20000"), ("total", "21234.04")]
    assert len(rows) == 5


def test_no_cell_of_a_table_is_a_formula(tmp_path: Path) -> None:
    """What a publisher wrote with a sign in front is a text in a spreadsheet, whatever table it is in."""
    evil = replace(finding("error"), publication="=HYPERLINK(1)", text={"en": "+1 is wrong", "es": "-1"})
    publish(report_case.view(audits=[replace(series(), findings=(evil,))]), tmp_path / "site")
    with (tmp_path / "site" / "data" / "statistics.audit.en.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["publication"], row["message"]) == ("'=HYPERLINK(1)", "'+1 is wrong")


def test_what_is_found_of_single_persons_does_not_leave(tmp_path: Path) -> None:
    """Of rosters, findings about a person are counted and not told, and no value of a person's row is shown."""
    about_one = replace(finding("warning", 7, None), check="age")
    rosters = replace(series("rosters"), kind="roster", findings=(finding("error", 1, None), about_one), intervals={})
    publish(report_case.view(audits=[rosters]), tmp_path / "site")
    everything = " ".join(
        path.read_text() for path in (tmp_path / "site").rglob("*") if path.suffix in (".html", ".csv")
    )
    assert "Part 1 does not add up." in everything
    assert "Part 7 does not add up." not in everything
    assert "38,123" not in everything
    assert "One more finding is about single persons" in everything


def test_revisions_are_listed_with_both_values(tmp_path: Path) -> None:
    """The value first published, the one that stands, and how many there were; the table to take away has them too."""
    changed = Revision(
        label="Parole <granted>", month=date(2022, 2, 1), first=0.0, first_file="one.xlsx", last=266.0, last_file="three.xlsx", times=2
    )  # fmt: skip
    one = replace(series(), revisions=(changed,), revised=1, closed=40)
    publish(report_case.view(audits=[one]), tmp_path / "site")
    text = " ".join(reading.pages(tmp_path / "site")["en/audit/statistics.html"].text.split())
    assert "Of 40 figures of months that were over, 1 were published with more than one value" in text
    row = "".join(text.partition("First and last publication")[2].split())
    assert row.startswith("Parole<granted>2022-0202662one.xlsx→three.xlsx")
    with (tmp_path / "site" / "data" / "statistics.revisions.csv").open(newline="") as file:
        assert [row["last_value"] for row in csv.DictReader(file)] == ["266.0"]


@pytest.mark.parametrize(
    ("low", "high", "said"), [(5, 5, "5.0"), (1234.04, 1234.06, "1,234.0–1,234.1"), (1234.01, 1234.02, "1,234.0")]
)
def test_an_average_is_one_number_where_its_limits_are(low: float, high: float, said: str) -> None:
    """Limits that agree to a decimal are one number."""
    assert exact(low, high) == said


@pytest.mark.parametrize("phone", [False, True])
def test_bars_cover_their_days_and_their_doubt(phone: bool) -> None:
    """Consecutive intervals touch and do not overlap; a bar is as high as its average is uncertain, and never invisible."""
    bars = [
        intervals.Bar(first=one.first_day, last=one.last_day, low=one.low, high=one.high, to_date=one.to_date)
        for one in series().intervals["total"]
    ]
    at = intervals.Frame(bars, phone=phone)
    rings = [intervals._bar(at, one) for one in bars]
    edges = [(ring[0][0], ring[1][0]) for ring in rings]
    assert all(0 <= right[0] - left[1] < 1 for left, right in pairwise(edges))
    heights = [ring[2][1] - ring[0][1] for ring in rings]
    assert heights[:2] == pytest.approx([3, 3])
    assert heights[2] > 3
    assert intervals.by_interval(bars, ("a", "b"), "en", phone=phone)["width"] == at.width


# --- pictures


@pytest.fixture
def sheet() -> duckdb.DuckDBPyConnection:
    """Return a table of figures: one sheet of twenty lines and ten columns, in which C15 was not filled."""
    made = duckdb.connect()
    made.execute(
        """CREATE TABLE figures AS SELECT 'f.xlsx' AS file, 'S' AS sheet, line, chr(65 + k::INTEGER) AS "column", line * 100 + k || '' AS text,
        'row ' || line AS row_label, 'head ' || k AS column_label, NULL::VARCHAR AS subject
        FROM range(1, 21) AS a(line), range(1, 11) AS b(k) WHERE NOT (line = 15 AND k = 2)"""
    )
    return made


def cell(line: int | None, column: str | None, found: str = "?") -> Cell:
    """Return a cell of that sheet."""
    return Cell(file="f.xlsx", sheet="S", line=line, column=column, found=found)


def test_a_picture_lies_around_the_doubted_cell(sheet: duckdb.DuckDBPyConnection) -> None:
    """Nine lines and seven columns around it, each text as published, that of the finding's own cells as the finding has it."""
    drawn = picture(sheet, [cell(10, "E", "wrong"), cell(10, "F", "1005"), cell(12, "E", "1204")])
    assert drawn is not None
    assert drawn.columns == ("B", "C", "D", "E", "F", "G", "H")
    assert [row.line for row in drawn.rows] == list(range(7, 16))
    assert drawn.heads[0] == "head 1"
    assert (drawn.doubted, drawn.ground) == (frozenset({(10, "E")}), frozenset({(10, "F"), (12, "E")}))
    by_line = {row.line: row for row in drawn.rows}
    assert by_line[10].texts[3:5] == ("wrong", "1005")
    assert by_line[15].texts[1] is None
    assert by_line[15].label == "row 15"


def test_cells_far_apart_are_shown_without_what_lies_between(sheet: duckdb.DuckDBPyConnection) -> None:
    """A total at the foot of a long table stands below the lines that it sums."""
    drawn = picture(sheet, [cell(20, "B"), cell(2, "B"), cell(3, "J")])
    assert drawn is not None
    assert [row.line for row in drawn.rows] == [2, 3, 19, 20]
    assert {"B", "J"} <= set(drawn.columns)
    assert len(drawn.columns) == 7


@pytest.mark.parametrize("first", [cell(None, None), cell(3, None), cell(3, "INMATEID 2")])
def test_what_is_no_cell_of_a_sheet_has_no_picture(sheet: duckdb.DuckDBPyConnection, first: Cell) -> None:
    """A whole file, a line of a roster, a place where nothing stands: the sentence is enough."""
    assert picture(sheet, [first]) is None
    assert picture(sheet, []) is None


def test_a_cell_that_is_no_figure_is_shown_by_itself(sheet: duckdb.DuckDBPyConnection) -> None:
    """A stamp stands far from the figures; what it says is shown where it stands."""
    drawn = picture(sheet, [cell(900, "B", "IIDS, 01/10/2022")])
    assert drawn is not None
    assert [(row.line, row.texts) for row in drawn.rows] == [(900, ("IIDS, 01/10/2022",))]


def test_lines_near_a_centre_are_in_order_and_no_more_than_there_is_room_for() -> None:
    """However many are wanted, the centre is among them and none is below 1."""
    assert _near([1], 1, 9) == list(range(1, 6))
    many = _near(range(1, 400, 7), 200, 9)
    assert 200 in many
    assert many == sorted(many)
    assert len(many) <= 10


def test_letters_and_numbers_of_columns_are_the_same_thing() -> None:
    """A is 1, Z is 26, AA is 27."""
    assert [_letters(number) for number in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(_number(_letters(number)) == number for number in range(1, 2000))
