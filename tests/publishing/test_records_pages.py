"""The pages on records: every count with where it comes from, nothing about one person, nothing fetched, the rest unchanged."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any, Literal

import pytest
from tests.publishing import reading, records_tables, report_case

from habeas.publishing import Official, Records, RuleCount, load_records, publish
from habeas.publishing.charts import days
from habeas.publishing.pages.records_lengths import median, share
from habeas.publishing.pages.records_movements import balances, through
from habeas.publishing.pages.records_places import spark
from habeas.publishing.pages.records_reading import said
from habeas.publishing.records_view import Lengths, ProblemGroup, Step

HIDDEN = "deadbeef0123456789"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Records:
    """Load a synthetic release."""
    return records_tables.records(tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="module")
def written(release: Records, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a report with the release; return its folder."""
    folder = tmp_path_factory.mktemp("with-records") / "site"
    publish(report_case.view(records=[release]), folder)
    return folder


@pytest.fixture(scope="module")
def found(written: Path) -> dict[str, reading.Page]:
    """Return the pages on records, read."""
    return {path: page for path, page in reading.pages(written).items() if "/records/" in path}


def test_every_page_is_there_in_both_languages(found: dict[str, reading.Page]) -> None:
    """A release has a page on each matter, and one on how it was read, in English and in Spanish."""
    kinds = ("index", "synthetic.population", "synthetic.places", "synthetic.movements", "synthetic.lengths")
    assert set(found) == {f"{lang}/records/{kind}.html" for lang in ("en", "es") for kind in kinds}


def test_pages_are_well_formed_and_fetch_nothing(written: Path, found: dict[str, reading.Page]) -> None:
    """Every tag is closed, no id is twice there, every link leads to a file of the site, and no address names a host."""
    everything = reading.pages(written)
    for page in found.values():
        assert page.faults == [], page.path
        assert [name for name, n in Counter(page.ids).items() if n > 1] == [], page.path
        assert not re.search(r"https?://(?!www\.w3\.org)", page.html), page.path
        assert not {"iframe", "object", "embed", "base", "img", "link"} & set(page.tags) - {"link"}
        for link in page.links:
            address, _, anchor = link.partition("#")
            path = normpath(join(dirname(page.path), address)) if address else page.path
            assert (written / path).is_file(), (page.path, link)
            assert not anchor or anchor in everything[path].ids, (page.path, link)


def test_the_table_works_without_its_script(found: dict[str, reading.Page]) -> None:
    """Only the page of places has a script, it stands inside the page, and all rows are there without it."""
    for path, page in found.items():
        assert ("script" in page.tags) == path.endswith("places.html")
        assert "src" not in re.findall(r"<script([^>]*)>", page.html)
    html = found["en/records/synthetic.places.html"].html.partition("<script>")[0]
    assert html.count('<tr><th scope="row">') == 8


def test_every_sentence_says_where_it_comes_from(found: dict[str, reading.Page]) -> None:
    """Each sentence with a number has a note, and the note names the table, the rule and the release."""
    for page in found.values():
        for text, notes in page.sentences:
            assert notes, (page.path, text)
    assert "table national" in found["en/records/synthetic.population.html"].text
    assert "«habeas»" in found["es/records/synthetic.lengths.html"].text


def test_no_person_leaves(written: Path, release: Records) -> None:
    """No person's id, and no value that stood in a row set aside, is in any file of the site."""
    persons = {row[0] for row in records_tables.rows(release.folder, "stints", "SELECT DISTINCT person FROM stints")}
    assert len(persons) == 300
    everything = b"".join(path.read_bytes() for path in written.rglob("*") if path.is_file() and path.suffix != ".png")
    runs = set(re.findall(rb"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])", everything))
    assert not {run.decode() for run in runs} & persons
    assert b"8017-01-01" not in everything


def test_few_persons_are_hidden_in_page_and_data(written: Path, release: Records) -> None:
    """No data file and no chart by a dimension holds a count of 1 to 4; the tables have some to hide."""
    sql = "SELECT count(*) FROM census_by WHERE midnight_possible BETWEEN 1 AND 4"
    assert records_tables.rows(release.folder, "census_by", sql)[0][0] > 50
    for name in ("sex", "nationality"):
        for lang in ("en", "es"):
            with (written / "charts" / f"synthetic-by-{name}.{lang}.csv").open() as file:
                rows = list(csv.DictReader(file))
            assert len(rows) > 100
            assert any(row["hidden"] == "1–4" for row in rows)
            for row in rows:
                assert not row["possible"] or int(row["possible"]) == 0 or int(row["possible"]) > 4
                assert bool(row["hidden"]) == (not row["possible"])


def test_few_movements_have_no_day(written: Path) -> None:
    """A way that one to four took has neither a count nor a day nor a time in the table; the others have them."""
    with (written / "data" / "synthetic.movements.csv").open() as file:
        rows = list(csv.DictReader(file))
    few = [row for row in rows if row["hidden"]]
    assert few
    assert all(not (row["n_possible"] or row["first_day"] or row["last_day"] or row["median_minutes"]) for row in few)
    many = [row for row in rows if not row["hidden"]]
    assert all(int(row["n_possible"]) >= 5 and row["first_day"] for row in many)


def test_rows_in_are_rows_used_and_set_aside(found: dict[str, reading.Page]) -> None:
    """The page on reading gives the sum and every sheet, and the two sides are equal."""
    text = " ".join(found["en/records/index.html"].text.split())
    assert "750 rows came in: 748 are used and 2 are set aside." in text
    cells = re.findall(
        r"<tr><th scope=\"row\"><bdi>a.xlsx · FY24</bdi></th>(.*?)</tr>", found["en/records/index.html"].html
    )
    assert [re.findall(r">(\d+)<", row) for row in cells] == [["700", "698", "2", "1"]]
    assert "Shoe Size" in text
    assert "stated in the release" in text


def test_the_rules_are_compared(found: dict[str, reading.Page]) -> None:
    """What each rule would count stands side by side, the rule in use marked."""
    html = found["es/records/index.html"].html
    assert re.search(r'class="own"><th scope="row"><code>habeas</code></th><td class="r">598', html)
    assert re.search(r"<code>vera</code></th><td class=\"r\">601", html)


def test_the_counts_of_a_rule_may_be_pairs(release: Records) -> None:
    """A pair in the totals of a rule is shown under two names, what is certain and what is possible."""
    loaded = load_records(
        release.folder, compared=[RuleCount(rule="vera", counts={"stays": (4, 5), "person_years": [1.5, 2.5]})]
    )
    wanted = {"stays_certain": 4, "stays_possible": 5, "person_years_low": 1.5, "person_years_high": 2.5}
    assert loaded.compared[0].counts == wanted


def test_problems_are_words_without_what_was_found() -> None:
    """A group of problems is told in words of its room; a value that stood in the rows is left out; an unknown key stands as itself."""
    group = ProblemGroup(
        key="records.roster-twice", gravity="warning", column="ID", expected=None, n=3, file="a.csv", sheet=None, line=4
    )
    assert "already" in said(group, "en")
    assert "…" in said(group, "en")
    assert said(replace(group, key="records.none-such"), "en") == "records.none-such"


def test_days_after_the_last_moment_are_not_drawn(release: Records, written: Path) -> None:
    """The release's last moment is noon of 20 March: its midnight is not known, and 19 March is the last day shown."""
    assert release.national[-1].day == date(2024, 3, 19)
    assert all(one.days[-1] == date(2024, 3, 19) for one in release.dimensions)
    assert all(one.last <= date(2024, 3, 19) for one in release.places)
    with (written / "data" / "synthetic.population.csv").open() as file:
        assert list(csv.DictReader(file))[-1]["day"] == "2024-03-19"


def test_the_table_of_places_agrees_with_the_census(release: Records) -> None:
    """Peak, its day, the mean and the last day of each place are those of the census."""
    spanned = "SELECT max(midnight_possible), avg(midnight_certain), count(*) FROM census WHERE place = ? AND day BETWEEN ? AND ?"
    on_peak = "SELECT midnight_possible FROM census WHERE place = ? AND day = ?"
    for one in release.places:
        (row,) = records_tables.rows(release.folder, "census", spanned, [one.place, one.first, one.last])
        assert row == (one.peak, pytest.approx(one.mean_low), one.nights)
        assert records_tables.rows(release.folder, "census", on_peak, [one.place, one.peak_day]) == [(one.peak,)]


def test_occupancy_is_only_of_a_stated_capacity(found: dict[str, reading.Page]) -> None:
    """The place that a subject with a stated capacity is linked to has an occupancy and its claims as notes; no other has one."""
    page = found["en/records/synthetic.places.html"]
    assert page.html.count("no capacity stated") == 7
    assert "of 20,480–40,000" in page.text
    assert "It has room for 40000." in page.text


def test_occupancy_rests_on_what_leaves_alone(release: Records, tmp_path: Path) -> None:
    """A capacity whose claims are withheld is no capacity on the page."""
    case = report_case.written()
    case.abouts["explainer"] = replace(case.abouts["explainer"], sensitivity="secret")
    case.abouts["count"] = replace(case.abouts["count"], sensitivity="secret")
    publish(report_case.view(case, records=[release], findings=[], assessments=[]), tmp_path / "site")
    assert (tmp_path / "site/en/records/synthetic.places.html").read_text().count(
        "No claim of this case states the capacity"
    ) == 1


def test_nothing_is_lost_between_the_columns(release: Records) -> None:
    """Of every place, what flows in is what flows out; into custody and the reasons add up to the tables."""

    class Words:
        lang = "en"
        t = staticmethod(lambda key, **_: key)

    flows = through(Words(), release)  # type: ignore[arg-type]
    for place in {one.target for one in flows if one.column == 0}:
        into = sum(one.n for one in flows if one.column == 0 and one.target == place)
        out = sum(one.n for one in flows if one.column == 1 and one.origin == place)
        assert into == out, place
    entered = sum(one.possible for one in release.edges if one.origin is None)
    assert sum(one.n for one in flows if one.origin == "records-into") == entered


def test_balance_is_checked_not_said() -> None:
    """A place fits only if start and arrivals are departures and end, all four known."""
    assert balances(2, 5, 4, 3)
    assert not balances(2, 5, 4, 4)
    assert not balances(None, 5, 4, 1)


def test_a_median_that_is_not_reached_says_so(found: dict[str, reading.Page]) -> None:
    """Without a median the words say it is not reached; a share beyond the curve's end is a dash, not a guess."""

    class Words:
        t = staticmethod(lambda key, **values: f"{key} {values}" if values else key)

    step = Step(days=10, held=0.8, low=0.7, high=0.9, at_risk=20)
    lengths = Lengths(
        stratum="all",
        steps=(step,),
        ended=2,
        censored=8,
        median=None,
        median_low=None,
        median_high=None,
        after={10: step, 11: None},
    )
    assert median(Words(), lengths) == "records-not-reached"  # type: ignore[arg-type]
    assert share(lengths, 10) == "80.0 % (70.0 %–90.0 %)"
    assert share(lengths, 11) == "–"


def test_the_curve_ends_before_it_is_one_persons(release: Records) -> None:
    """No step is published at which fewer than five were at risk."""
    (whole,) = release.lengths
    assert min(one.at_risk for one in whole.steps) >= 5
    (fewest,) = records_tables.rows(release.folder, "lengths", "SELECT min(at_risk) FROM lengths")[0]
    assert fewest < 5
    assert whole.ended + whole.censored == 300


def test_the_map_lists_whom_it_leaves_out(found: dict[str, reading.Page]) -> None:
    """Places without a position are beside the map with their movements; the outline's source is named."""
    text = found["en/records/synthetic.movements.html"].text
    assert "Not on the map" in text
    assert "Natural Earth" in text
    assert "Place DDD" in text


def test_a_release_without_positions_has_no_map(release: Records, tmp_path: Path) -> None:
    """Where the case gives no position the page says so, and draws no empty map."""
    publish(report_case.view(records=[replace(release, sites=())]), tmp_path / "site")
    html = (tmp_path / "site/en/records/synthetic.movements.html").read_text()
    assert "there is no map" in html
    assert not (tmp_path / "site/charts/synthetic-map.en.svg").exists()


def test_a_case_without_records_is_as_before(site: Path) -> None:
    """Without records there is no page, no entry in the contents, no data and no style for them."""
    assert not (site / "en" / "records").exists()
    assert not (site / "data").exists()
    assert "records/index.html" not in (site / "en" / "index.html").read_text()
    assert ".places-table" not in (site / "style.css").read_text()


def test_the_same_release_gives_the_same_bytes(release: Records, written: Path, tmp_path: Path) -> None:
    """Loading and writing again gives every file again."""
    again = load_records(
        release.folder, [records_tables.reading(release.folder)], name="synthetic", sites=records_tables.SITES, compared=release.compared
    )  # fmt: skip
    assert again == release
    publish(report_case.view(records=[again]), tmp_path / "site")
    for path in written.rglob("*"):
        if path.is_file() and "records" in str(path.relative_to(written)):
            assert path.read_bytes() == (tmp_path / "site" / path.relative_to(written)).read_bytes(), path


def test_a_spark_is_small_and_inside() -> None:
    """A spark's line stays inside its box; a place that never held anyone at midnight has none."""
    drawn = spark([(0, 0), (3, 5), (9, 9)])
    assert drawn.startswith('<svg class="spark"')
    assert spark([(0, 0), (0, 0)]) == ""
    assert len(spark([(k, k) for k in range(60)])) < 600


# --- published figures beside the population


def official(claim: str, outcome: Literal["supported", "contradicted", "not-testable"], **more: Any) -> Official:
    """Return a claim that was tested: a number of persons held on one day."""
    given: dict[str, Any] = {
        "claim": claim,
        "first": date(2024, 2, 1),
        "last": date(2024, 2, 1),
        "low": 100.0,
        "high": 100.0,
        "outcome": outcome,
        "drawn": True,
        "definition": {"en": "Persons held at midnight.", "es": "Personas detenidas a medianoche."},
        "verdict": {"en": f"The verdict is {outcome}.", "es": f"El veredicto es {outcome}."},
    }
    return Official(**{**given, **more})


def test_tested_figures_are_marks_on_the_population_with_their_verdicts(release: Records, tmp_path: Path) -> None:
    """Each is numbered as in the list below the chart, with the claim's footnote, its definition and its verdict."""
    view = report_case.view()
    first, second = [one.id for one in view.claims.values() if one.stands][:2]
    tested = (
        official(second, "not-testable", drawn=False),
        official(first, "contradicted", low=5000.0, high=float("inf")),
    )
    publish(report_case.view(records=[replace(release, official=tested)]), tmp_path / "site")
    for lang, words in (("en", "The verdict is contradicted."), ("es", "El veredicto es contradicted.")):
        html = (tmp_path / "site" / lang / "records" / "synthetic.population.html").read_text()
        assert html.index(words) < html.index("not-testable.")
    page = reading.pages(tmp_path / "site")["en/records/synthetic.population.html"]
    assert page.faults == []
    said = [notes for text, notes in page.sentences if notes]
    assert len(said) >= 4
    assert "Numbered bars are published figures" in page.text


def test_a_claim_that_is_not_shown_has_no_mark(release: Records, tmp_path: Path) -> None:
    """What may not leave does not leave as a mark or a verdict."""
    tested = (official("no-such-claim", "contradicted"),)
    publish(report_case.view(records=[replace(release, official=tested)]), tmp_path / "site")
    html = (tmp_path / "site" / "en" / "records" / "synthetic.population.html").read_text()
    assert "The verdict is" not in html
    assert "Numbered bars" not in html


def test_a_mark_is_never_invisible_and_never_off_the_chart() -> None:
    """A figure of one day is a few pixels wide; one of a year is as long as its days; the axis reaches the greatest of all."""
    shown = [date(2024, 1, 1), date(2024, 12, 31)]
    marks = [
        days.Mark(first=date(2023, 1, 1), last=date(2025, 1, 1), low=10, high=20, outcome="supported", number=1),
        days.Mark(first=shown[0], last=shown[0], low=900, high=900, outcome="contradicted", number=2),
    ]
    at = days.frame(shown, [(1, 1), (2, 2)], [(1, 1), (2, 2)], marks, phone=False)
    assert at.ticks[-1] >= 900
    assert at.y(900) >= 0
    spec = days.by_day(shown, [(1, 1), (2, 2)], [(1, 1), (2, 2)], ("a", "b"), "en", marks, phone=False)
    assert spec["width"] == at.width
