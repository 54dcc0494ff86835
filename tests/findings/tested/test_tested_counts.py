"""What records give for a figure, held to the truth of a generated release and to rows made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.findings.tested.conftest import DAYS, SCENES, UNTIL, Made, Scenes

from habeas.amount import Amount
from habeas.custody import Custody
from habeas.errors import InputError
from habeas.findings.tested import CustodyTables, Definition, Figure, Way, hold_figure
from habeas.findings.tested.records import NotTestable

JANUARY: dict[str, Any] = {"first_day": date(2025, 1, 1), "last_day": date(2025, 1, 31)}
DAY: dict[str, Any] = {"first_day": date(2025, 1, 12), "last_day": date(2025, 1, 12)}


def given(tables: CustodyTables, measure: Any, **how: Any) -> tuple[float, float]:
    """Return the certain and the possible of a measure."""
    fields = {"first_day", "last_day", "place", "who", "part"}
    way = Way(**{name: value for name, value in how.items() if name not in fields})
    told = {name: value for name, value in how.items() if name in fields}
    found = tables.rebuilt(Definition(measure=measure, way=way, **told))
    return found.low, found.high


@pytest.mark.parametrize("at", ["midnight", "any-moment"])
def test_stints_count_as_the_census_does(made: Made, tables: CustodyTables, at: Any) -> None:
    """Who is held is the same whether the census tells it or the stints, on every day of a month: certain and possible."""
    everybody = Definition(measure="average", way=Way(at=at, once=True, without=("NO SUCH PLACE",)))
    by_stints, by_census = tables.daily(everybody), tables.daily(replace(everybody, way=Way(at=at)))
    assert by_stints == by_census
    assert len(by_stints) == (tables.last_day - tables.first_day).days + 1
    apart = replace(everybody, way=Way(at=at, once=False), who=(("sex", "male"),))
    parts = [tables.daily(replace(apart, who=(("sex", sex),))) for sex in ("male", "female", "unknown")]
    whole = tables.daily(replace(apart, who=()))
    for day, (certain, possible) in whole.items():
        assert sum(part[day][0] for part in parts if day in part) == certain
        assert sum(part[day][1] for part in parts if day in part) >= possible


def test_another_rule_counts_stints_as_its_census_does(made: Made, tmp_path: Path) -> None:
    """A rule with midnight at 00:00 is followed in the stints too."""
    few = tmp_path / "few.parquet"
    pq.write_table(pq.read_table(made.rows).slice(0, 1500), few)
    with Custody(few, UNTIL, rule="uwchr", days=DAYS) as custody:
        custody.write(tmp_path / "custody")
    with CustodyTables(tmp_path / "custody") as opened:
        for way in (Way(at="midnight"), Way(at="any-moment")):
            by_census = opened.daily(Definition(measure="average", way=way))
            assert (
                opened.daily(Definition(measure="average", way=replace(way, without=("NO SUCH PLACE",)))) == by_census
            )
            assert max(high for _, high in by_census.values()) > 20


def test_the_true_population_lies_between_certain_and_possible(made: Made, tables: CustodyTables) -> None:
    """On every tenth day of the release, at midnight and at any moment."""
    for row in made.true("national")[-600::10]:
        if row["day"] > tables.last_day:
            continue
        for at, name in (("midnight", "midnight"), ("any-moment", "any")):
            low, high = given(tables, "population", at=at, first_day=row["day"], last_day=row["day"])
            assert low <= row[name] <= high


def test_what_comes_and_goes_is_as_true(made: Made, tables: CustodyTables) -> None:
    """Stays begun, stays ended, and lengths of those ended lie between certain and possible in each of eight months."""
    stays = made.true("stays")
    for month in range(1, 9):
        first = date(2025, month, 1)
        last = date(2025, month + 1, 1) - timedelta(days=1)
        began = [one for one in stays if first <= one["started"].date() <= last]
        ended = [one for one in stays if one["ended"] is not None and first <= one["ended"].date() <= last]
        days = [(one["ended"] - one["started"]).total_seconds() / 86_400 for one in ended]
        low, high = given(tables, "book-ins", variant="stays", first_day=first, last_day=last)
        assert low <= len(began) <= high
        assert high > 0
        low, high = given(tables, "releases", variant="every-exit", first_day=first, last_day=last)
        assert low <= len(ended) <= high
        low, high = given(tables, "length", first_day=first, last_day=last)
        assert low - 1e-6 <= sum(days) / len(days) <= high + 1e-6


def test_removals_lie_between_certain_and_blank(made: Made, tables: CustodyTables) -> None:
    """Where a reason is missing in the published rows, the true removals are no more than certain, possible and blank together."""
    ended = [one for one in made.true("stays") if one["ended"] is not None and one["ended"].year == 2025]
    true = sum(one["release_reason"] == "Removed" for one in ended)
    found = tables.rebuilt(
        Definition(
            measure="removals", way=Way(variant="removed"), first_day=date(2025, 1, 1), last_day=date(2025, 12, 31)
        )
    )
    assert found.low <= true <= found.most
    assert found.low > 0.9 * true
    assert 0 < found.blank < 0.2


def test_places_are_left_out_by_the_words_of_their_names(made: Made, tables: CustodyTables) -> None:
    """Leaving out the places named so counts what the census counts in all others."""
    stints = pq.read_table(made.tables / "stints.parquet").to_pylist()
    left = {one["place"] for one in stints if "HOSPITAL" in (one["place_name"] or "").upper()}
    census = pq.read_table(made.tables / "census.parquet").to_pylist()
    rest = [one for one in census if one["day"] == date(2025, 1, 12) and one["place"] not in left]
    found = given(tables, "population", at="any-moment", once=False, without=("HOSPITAL",), **DAY)
    assert found == (sum(one["any_certain"] for one in rest), sum(one["any_possible"] for one in rest))
    assert tables.left_out(("hospital",)) == len(left) > 0


def test_deaths_are_persons_not_rows(scenes: Scenes) -> None:
    """Two rows of one death are one; a row without an identifier, a case closed as died and a death before a later row are possible."""
    found = scenes.tables.rebuilt(Definition(measure="deaths", way=Way(), place="DEATHS", **JANUARY))
    assert (found.low, found.high, found.most) == (2, 5, 6)
    assert found.rows.n == 6
    assert [cell.line for cell in scenes.tables.located(found.rows)] == [
        line for line, row in zip(scenes.lines["DEATHS"], SCENES["DEATHS"], strict=True)
        if row.get("release_reason") is not None
    ]  # fmt: skip


def test_a_blank_is_never_counted_as_a_value(scenes: Scenes) -> None:
    """Who has no criminality on record is neither convicted nor not: the pair leaves them out, the widest pair does not."""
    found = scenes.tables.rebuilt(
        Definition(
            measure="population", way=Way(at="midnight"), place="BLANK", who=(("criminality", "convicted"),), **DAY
        )
    )
    assert (found.low, found.high, found.least, found.most, found.blank) == (1, 1, 1, 2, 0.5)


def test_the_year_of_birth_leaves_two_ages(scenes: Scenes) -> None:
    """Who turns 18 in the year is possibly under 18, and possibly not; the year before certainly is, the year after certainly not."""
    young = Definition(measure="population", way=Way(at="midnight"), place="AGES", who=(("age", "under-18"),), **DAY)
    found = scenes.tables.rebuilt(young)
    assert (found.low, found.high, found.most) == (1, 2, 3)
    grown = scenes.tables.rebuilt(replace(young, who=(("age", "adult"),)))
    assert (grown.low, grown.high, grown.most) == (1, 2, 3)


def test_a_place_is_counted_alone(scenes: Scenes) -> None:
    """A figure of one place counts its stints; a transfer is a book-in there, and no stay begun."""
    rows = scenes.tables
    assert given(rows, "population", at="midnight", place="SOUTH", **DAY) == (1, 1)
    assert given(rows, "population", at="any-moment", place="NORTH", **DAY) == (2, 2)
    assert given(rows, "book-ins", variant="stints", place="SOUTH", **JANUARY) == (1, 1)
    assert given(rows, "book-ins", variant="stays", place="SOUTH", **JANUARY) == (0, 0)
    once, each = (given(rows, "population", at="any-moment", once=one, **DAY) for one in (True, False))
    assert each == (once[0] + 1, once[1] + 1)


def test_on_some_day_is_the_least_to_the_most_of_the_days(scenes: Scenes) -> None:
    """A population of a month is that of some day of it; an average is the average."""
    assert given(scenes.tables, "population", at="midnight", place="SOUTH", **JANUARY) == (0, 1)
    assert given(scenes.tables, "average", at="midnight", place="SOUTH", **JANUARY) == (20 / 31, 20 / 31)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"first_day": date(2030, 1, 1), "last_day": date(2030, 1, 2)}, "tested.outside"),
        ({}, "tested.no-days"),
        ({**DAY, "place": "NOWHERE"}, "tested.place-unknown"),
        ({**DAY, "who": (("criminality", "saintly"),)}, "tested.value-unknown"),
    ],
)
def test_what_cannot_be_asked_says_why(tables: CustodyTables, fields: dict[str, Any], reason: str) -> None:
    """A day outside of the release, no day, an unknown place, a status that nobody has: not testable, never 0."""
    with pytest.raises(NotTestable) as said:
        tables.rebuilt(Definition(measure="population", way=Way(at="midnight"), **fields))
    assert said.value.key == reason
    tested = hold_figure(Figure(measure="population", amount=Amount.exact(7), **fields), tables)
    assert (tested.outcome, tested.reason) == ("not-testable", reason)
    assert tested.text("en") != tested.text("es")


def test_a_field_that_no_row_fills_is_said(scenes: Scenes) -> None:
    """A release that tells no programme cannot be asked for one."""
    rows = scenes.tables
    with pytest.raises(NotTestable, match=r"tested\.field-empty"):
        rows.rebuilt(Definition(measure="population", way=Way(at="midnight"), who=(("programme", "x"),), **DAY))


def test_a_folder_of_something_else_is_refused(tmp_path: Any) -> None:
    """An empty folder names what is missing, and how tables are made."""
    with pytest.raises(InputError, match="custody --to"):
        CustodyTables(tmp_path)
