"""The generator of releases: its shares of defects, its truth, and that a seed is a release."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import fastexcel
import openpyxl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
import release
import release_forms
import release_lives
from release_truth import Truth
from release_words import COLUMNS, RELIGIONS

LAST = datetime(2026, 3, 10, 23, 59)
Stint = dict[str, object]


@pytest.fixture(scope="module")
def rows() -> pa.Table:
    return pa.concat_tables([part.rows for part in release.parts(60_000, 5)])


@pytest.fixture(scope="module")
def small() -> tuple[pa.Table, Truth]:
    return release.canonical(1_500, 11)


def test_the_layout_is_the_published_one(rows: pa.Table) -> None:
    """53 columns, from the stay's book-in to the anonymised identifier."""
    assert len(COLUMNS) == 53
    assert rows.schema.names == list(COLUMNS)
    assert (COLUMNS[1], COLUMNS[39], COLUMNS[-1]) == ("Book In Date Time", "Birth Date", "Anonymized Identifier")


def test_a_release_has_exactly_the_rows_asked_for() -> None:
    """Any number of rows is met, from one to more than a part."""
    for n in (1, 7, 100, 2_345, 150_000):
        assert sum(part.rows.num_rows for part in release.parts(n, 2)) == n


def test_defects_have_their_measured_shares(rows: pa.Table) -> None:
    """Shares of all rows are those of the release of March 2026, within what chance allows on 60,000 rows."""
    counted = Counter[str]()
    for part in release.parts(60_000, 5):
        counted.update(part.counted)
    open_rows = rows["Book Out Date Time"].null_count
    shares = {name: counted[name] / 60_000 for name in counted if name != "rows"} | {"open_stints": open_rows / 60_000}
    # Whole persons lack an identifier: some sixty of them here, each with one row or many.
    within = dict.fromkeys(release.RATES, 0.15) | {"rows_without_id": 0.35}
    assert shares == {name: pytest.approx(share, rel=within[name]) for name, share in release.RATES.items()}


def test_what_is_counted_is_in_the_rows(rows: pa.Table) -> None:
    """Missing identifiers and reasons are counted on the table itself."""
    counted = Counter[str]()
    for part in release.parts(60_000, 5):
        counted.update(part.counted)
    assert rows["Anonymized Identifier"].null_count == counted["rows_without_id"]
    bare = pc.and_(rows["Book Out Date Time"].is_valid(), rows["Detention Release Reason"].is_null())
    assert pc.sum(bare).as_py() == counted["out_without_reason"]


def test_twins_stand_beside_their_bookings(rows: pa.Table) -> None:
    """Without the bond columns, as many rows are second ones of their kind as there are bond twins."""
    bond = {"Bond Posted Date", "Bond Posted Amount", "Initial Bond Set Amount", "Initial Bond Set Date", "Birth Date"}
    plain = rows.drop_columns([*bond]).group_by([name for name in COLUMNS if name not in bond], use_threads=False)
    counted = sum(part.counted["bond_twins"] for part in release.parts(60_000, 5))
    assert rows.num_rows - plain.aggregate([]).num_rows == counted


def test_traps_of_the_release_are_in_it(rows: pa.Table) -> None:
    """Letter case drifts, "NA" is a word, spaces are doubled, religions have many spellings, moves and returns happen in a day."""
    reasons = set(rows["Detention Release Reason"].unique().to_pylist())
    assert {"Transferred", "transferred", "TRANSFERRED"} <= reasons
    assert "NA" in rows["Case Threat Level"].unique().to_pylist()
    assert "Not  Applicable" in rows["Entry Status"].unique().to_pylist()
    assert len({spelt for spelt, _ in RELIGIONS}) == 330
    assert len(set(rows["Birth Date"].unique().to_pylist())) == 5
    codes, names = (set(rows[f"Detention Facility{part}"].unique().to_pylist()) for part in (" Code", ""))
    assert len(codes) == 704
    assert 704 < len(names) <= 732
    _, truth = release.canonical(5_000, 5)
    stints = truth.table("stints").to_pylist()
    pairs = [(a, b) for a, b in pairwise(stints) if a["stay"] == b["stay"]]
    assert any(a["place"] == b["place"] for a, b in pairs)
    assert any(a["place"] != b["place"] and a["ended"].date() == b["started"].date() for a, b in pairs)
    back = zip(stints, stints[1:], stints[2:], strict=False)
    assert any(a["stay"] == c["stay"] and a["place"] == c["place"] != b["place"] for a, b, c in back)


def test_a_seed_is_a_release(tmp_path: Path) -> None:
    """The same seed gives the same bytes, another seed another release."""
    made = [
        release.generate(tmp_path / str(n), rows=800, seed=seed, form=form)[0].read_bytes()
        for n, (seed, form) in enumerate([(1, "parquet"), (1, "parquet"), (2, "parquet"), (1, "csv"), (1, "csv")])
    ]
    assert made[0] == made[1] != made[2]
    assert made[3] == made[4]
    assert (tmp_path / "0/truth/census.parquet").read_bytes() == (tmp_path / "1/truth/census.parquet").read_bytes()


def test_a_clean_release_has_no_defect() -> None:
    """Without defects every row is a stint, and every person has an identifier."""
    table, truth = release.canonical(3_000, 4, defects=False)
    assert truth.totals["stints"] == truth.totals["rows"] == table.num_rows == 3_000
    assert truth.totals["persons_with_id"] == truth.totals["persons"]
    assert truth.totals["bond_twins"] == truth.totals["same_day_twins"] == truth.totals["rows_without_id"] == 0
    assert table["person"].null_count == 0


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def _held(stints: list[Stint]) -> tuple[Counter[tuple[object, date]], Counter[tuple[object, date]]]:
    """Count persons by place and day, by asking of every day of every stint: at midnight, and at any moment."""
    night: set[tuple[object, object, date]] = set()
    whole: set[tuple[object, object, date]] = set()
    for one in stints:
        began, ended = one["started"], one["ended"] or LAST + timedelta(minutes=1)
        assert isinstance(began, datetime)
        assert isinstance(ended, datetime)
        for day in _days(began.date(), min(ended, LAST).date()):
            whole.add((one["number"], one["place"], day))
            midnight = datetime.combine(day + timedelta(1), datetime.min.time())
            if began < midnight <= ended:
                night.add((one["number"], one["place"], day))
    return Counter((p, d) for _, p, d in night), Counter((p, d) for _, p, d in whole)


def test_the_census_is_what_asking_every_day_gives(small: tuple[pa.Table, Truth]) -> None:
    """Census and national counts are those of a count person by person, place by place, day by day."""
    truth = small[1]
    stints = truth.table("stints").to_pylist()
    night, whole = _held(stints)
    census = truth.census().to_pylist()
    assert {(row["place"], row["day"]): row["any"] for row in census} == dict(whole)
    assert {(row["place"], row["day"]): row["midnight"] for row in census if row["midnight"]} == dict(night)
    everywhere = [one | {"place": "all"} for one in stints]
    night, whole = _held(everywhere)
    national = truth.national().to_pylist()
    assert {row["day"]: row["any"] for row in national if row["any"]} == {day: n for (_, day), n in whole.items()}
    assert {row["day"]: row["midnight"] for row in national if row["midnight"]} == {d: n for (_, d), n in night.items()}


def test_stints_of_a_person_follow_one_another(small: tuple[pa.Table, Truth]) -> None:
    """No two overlap, only the last of a person's is open, none begins after the last day or falls on 00:00."""
    stints = small[1].table("stints").to_pylist()
    for a, b in pairwise(stints):
        if a["number"] == b["number"]:
            assert a["ended"] is not None
            assert a["ended"] <= b["started"]
    for one in stints:
        assert one["started"] <= (one["ended"] or LAST) <= LAST
        assert (one["started"].hour, one["started"].minute) != (0, 0)


def test_stays_are_their_stints(small: tuple[pa.Table, Truth]) -> None:
    """A stay begins with its first stint, ends with its last, and counts its stints and places."""
    truth = small[1]
    chains: dict[int, list[Stint]] = {}
    for one in truth.table("stints").to_pylist():
        chains.setdefault(one["stay"], []).append(one)
    stays = truth.table("stays").to_pylist()
    assert [stay["stay"] for stay in stays] == list(chains)
    for stay in stays:
        chain = chains[stay["stay"]]
        assert (stay["started"], stay["ended"]) == (chain[0]["started"], chain[-1]["ended"])
        assert (stay["n_stints"], stay["n_places"]) == (len(chain), len({one["place"] for one in chain}))
        assert (stay["first_place"], stay["last_place"]) == (chain[0]["place"], chain[-1]["place"])
        assert stay["release_reason"] == chain[-1]["release_reason"]


def test_movements_balance(small: tuple[pa.Table, Truth]) -> None:
    """For every place, arrivals are departures and those still there; from freedom come as many as there are stays."""
    truth = small[1]
    arrivals, departures = Counter[str](), Counter[str]()
    for row in truth.movements().to_pylist():
        arrivals[row["to_place"]] += row["n"]
        departures[row["from_place"]] += row["n"]
    still = Counter(one["place"] for one in truth.table("stints").to_pylist() if one["ended"] is None)
    for place in set(arrivals) - {None}:
        assert arrivals[place] == departures[place] + still[place]
    assert departures[None] == truth.totals["stays"]  # type: ignore[index]
    assert arrivals[None] == truth.totals["stays"] - truth.totals["open_stays"]  # type: ignore[index]


def test_totals_are_those_of_the_tables(small: tuple[pa.Table, Truth]) -> None:
    """Each total is a number of rows of a truth table; rows are stints and their twins."""
    table, truth = small
    totals = truth.totals
    assert totals["rows"] == table.num_rows == totals["stints"] + totals["bond_twins"] + totals["same_day_twins"]
    persons = truth.table("persons")
    assert totals["persons"] == persons.num_rows
    assert totals["persons_with_id"] == persons.num_rows - persons["person"].null_count
    assert totals["stays"] == truth.table("stays").num_rows == pc.sum(persons["n_stays"]).as_py()
    assert totals["open_stints"] == truth.table("stints")["ended"].null_count


def test_every_row_is_a_stint_of_the_truth_or_its_twin(small: tuple[pa.Table, Truth]) -> None:
    """A row lies within a booking of its person at its place: twins never reach outside what they repeat."""
    table, truth = small
    true: dict[tuple[str, str], list[tuple[datetime, datetime]]] = {}
    for one in truth.table("stints").to_pylist():
        true.setdefault((one["person"], one["place"]), []).append((one["started"], one["ended"] or LAST))
    for row in table.to_pylist():
        spans = true[row["person"], row["place"]]
        assert any(a <= row["stint_in"] and (row["stint_out"] or LAST) <= b for a, b in spans)


def test_canonical_rows_have_the_canonical_values(small: tuple[pa.Table, Truth]) -> None:
    """Rows count from 0, lines from 1; reasons have one spelling; sexes and criminality have the words habeas gives them."""
    table = small[0]
    assert table["row"].to_pylist() == list(range(1_500))
    assert table["line"].to_pylist() == list(range(1, 1_501))
    assert set(table["sex"].unique().to_pylist()) <= {"male", "female", "unknown"}
    assert set(table["criminality"].unique().to_pylist()) == {"convicted", "pending", "other"}
    reasons = [text for text in table["release_reason"].unique().to_pylist() if text]
    assert len(reasons) == len({text.lower() for text in reasons})


def test_workbooks_are_as_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One a fiscal year, six rows before the header, sheets split at the limit, times as Excel keeps them, the rows all there."""
    monkeypatch.setattr(release_forms, "EXCEL_ROWS", 120)
    files = release.generate(tmp_path, rows=700, seed=9, form="xlsx")
    wanted = pa.concat_tables([part.rows for part in release.parts(700, 9)])
    assert [path.name.split("_")[2] for path in files] == ["Prior", "FY23", "FY24", "FY25", "FY26"]
    seen: list[tuple[object, ...]] = []
    for path in files:
        book = openpyxl.load_workbook(path, read_only=True)
        for sheet in book.worksheets:
            lines = list(sheet.iter_rows(values_only=True))
            assert lines[0][0] == "ERO-LESA Statistical Tracking Unit"
            assert lines[6] == COLUMNS
            assert len(lines) <= 120
            seen += [line + (None,) * (53 - len(line)) for line in lines[7:]]
        book.close()
    assert any(len(fastexcel.read_excel(path).sheet_names) > 1 for path in files)
    columns = [
        COLUMNS.index(name) for name in ("Anonymized Identifier", "Book In Date Time", "Detention Release Reason")
    ]
    assert Counter(tuple(line[n] for n in columns) for line in seen) == Counter(
        zip(*(wanted[COLUMNS[n]].to_pylist() for n in columns), strict=True)
    )


def test_pipe_csv_is_as_published(tmp_path: Path) -> None:
    """33 columns of 2022 with pipes, and times as %m/%d/%Y %H:%M."""
    [path] = release.generate(tmp_path, rows=300, seed=9, form="csv")
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="|"))
    assert (len(lines), len(lines[0])) == (300, 33)
    wanted = pa.concat_tables([part.rows for part in release.parts(300, 9)])["Book In Date Time"].to_pylist()
    found = [datetime.strptime(line["Detention Book In Date And Time"], "%m/%d/%Y %H:%M") for line in lines]  # noqa: DTZ007
    assert found == wanted


def test_the_truth_streams_as_it_is_in_memory(tmp_path: Path) -> None:
    """What is written while a release is generated is what the generator says in memory."""
    release.generate(tmp_path, rows=900, seed=6, form="canonical")
    table, truth = release.canonical(900, 6)
    assert pq.read_table(tmp_path / "stints-read.parquet").equals(table)
    for name in ("stints", "stays", "persons"):
        assert pq.read_table(tmp_path / f"truth/{name}.parquet").equals(truth.table(name))
    for name, made in (("census", truth.census()), ("national", truth.national()), ("movements", truth.movements())):
        assert pq.read_table(tmp_path / f"truth/{name}.parquet").equals(made)
    assert json.loads((tmp_path / "truth/totals.json").read_text(encoding="utf-8")) == truth.totals
    with pytest.raises(ValueError, match="in memory"):
        truth.write()


def test_persons_are_random_numbers(rows: pa.Table) -> None:
    """Identifiers are 40 hexadecimal digits and different for each person."""
    ids = [one for one in rows["Anonymized Identifier"].unique().to_pylist() if one]
    assert all(len(one) == 40 and set(one) <= set("0123456789abcdef") for one in ids)
    persons = sum(part.lives.persons - part.ids.null_count for part in release.parts(60_000, 5))
    assert len(ids) == persons
    assert release_lives.PLACES == 704
