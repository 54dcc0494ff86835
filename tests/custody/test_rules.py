"""Rules: what each makes of the same rows, and that none loses one without saying so."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.custody.conftest import UNTIL, Open, write
from tests.custody.test_census import row

from habeas.custody import RULES, Custody, Engine, Totals, compare_rules, rule_named
from habeas.errors import InputError

STINT = {"person": "p", "place": "A", "stint_in": datetime(2025, 1, 2, 8), "stint_out": datetime(2025, 1, 4, 9)}
TWICE = [STINT, STINT, {**STINT, "stint_in": datetime(2025, 1, 2, 9), "stay_in": STINT["stint_in"]}]
AGAIN = [STINT, {**STINT, "stint_in": datetime(2025, 1, 4, 12), "stint_out": datetime(2025, 1, 4, 12)}]


def counts(custody: Custody) -> tuple[Any, ...]:
    """Return persons, stints and stays."""
    made = custody.totals()
    return made.persons, made.stints, made.stays


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("habeas", ((1, 2), (1, 3), (1, 2))),
        ("ddp-2026-03", ((1, 1), (2, 2), (1, 1))),
        ("uwchr", ((1, 1), (2, 2), (1, 1))),
        ("vera", ((1, 2), (3, 3), (2, 2))),
    ],
)
def test_each_rule_counts_as_its_author_does(opened: Open, rule: str, expected: tuple[Any, ...]) -> None:
    """Twins, a second row of the same day that overlaps, and a row without an identifier."""
    rows = [*TWICE, {**STINT, "person": None}]
    assert counts(opened(rows, rule=rule)) == expected


def test_a_real_return_of_the_same_day_is_certain(opened: Open) -> None:
    """Two bookings of one day that do not overlap are two, whatever their length."""
    assert opened(
        [
            {**STINT, "stint_out": datetime(2025, 1, 2, 8, 30)},
            {**STINT, "stint_in": datetime(2025, 1, 2, 9), "stay_in": STINT["stint_in"]},
        ]
    ).totals().stints == (2, 2)
    assert opened(AGAIN).totals().stints == (2, 2)


def test_an_open_stint_is_held_on_and_a_contradicted_one_is_not(opened: Open, duck: Engine) -> None:
    """Without an end: held at the release's last moment. With a later stint: ended by its start, and possibly at once."""
    one = {"person": "p", "place": "A", "stint_in": datetime(2025, 1, 2, 8)}
    other = {"person": "p", "place": "B", "stint_in": datetime(2025, 1, 9, 8)}
    made = duck.fetch(opened([one, other]).stints()).sort_by("stint").to_pylist()
    assert [(each["ended_first"], each["ended_last"], each["open"]) for each in made] == [
        (datetime(2025, 1, 2, 8), datetime(2025, 1, 9, 8), False),
        (None, None, True),
    ]


def test_an_end_that_cannot_be_read_is_not_held_on_for_certain(tmp_path: Path, duck: Engine) -> None:
    """A book-out in the year 8017 says that the person left at some time: certainly held at the start alone, possibly ever since."""
    rows = pq.read_table(
        write(tmp_path / "rows.parquet", [{"person": "p", "place": "A", "stint_in": datetime(2025, 1, 2, 8)}])
    )
    pq.write_table(rows.append_column("unread", pa.array(["stint_out"])), tmp_path / "unread.parquet")
    totals = Custody(tmp_path / "unread.parquet", UNTIL, engine=duck).totals()
    assert (totals.last_midnight, totals.open_stints) == ((0, 1), 1)


def test_a_bare_date_leaves_its_day_open(opened: Open, duck: Engine) -> None:
    """Dates without times bound both ends by a day."""
    rows = [
        {
            "person": "p",
            "place": "A",
            "stint_in": datetime(2025, 1, 2),
            "stint_out": datetime(2025, 1, 4),
            "days_only": True,
        }
    ]
    made = duck.fetch(opened(rows).stints()).to_pylist()[0]
    assert (made["started_first"], made["started_last"]) == (datetime(2025, 1, 2), datetime(2025, 1, 2, 23, 59, 59))
    assert (made["ended_first"], made["ended_last"]) == (datetime(2025, 1, 4), datetime(2025, 1, 4, 23, 59, 59))


@pytest.mark.parametrize(("minutes", "expected"), [(0, 2), (180, 1)])
def test_where_no_stay_is_published_stints_join_by_a_stated_tolerance(
    opened: Open, minutes: int, expected: int
) -> None:
    """Three hours apart: two stays, or one where that much travel is allowed for."""
    rows = [{**one, "stay_in": None} for one in AGAIN]
    assert opened(rows, tolerance_minutes=minutes).totals().stays == (expected, expected)


@settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=st.lists(row(), min_size=1, max_size=8), rule=st.sampled_from(sorted(RULES)))
def test_no_row_is_lost(rows: list[dict[str, Any]], rule: str, tmp_path: Path, duck: Engine) -> None:
    """Rows in are the rows under the stints and the rows that the rule says it leaves out; habeas leaves out none."""
    custody = Custody(write(tmp_path / "rows.parquet", rows), UNTIL, rule=rule, engine=duck)
    used = sum(one["n_rows"] for one in duck.fetch(custody.stints()).to_pylist())
    totals = custody.totals()
    assert used + totals.rows_left_out == len(rows) == totals.rows
    assert totals.unbalanced == ()
    if rule == "habeas":
        assert totals.rows_left_out == 0


def test_totals_are_read_as_they_were_written(opened: Open, tmp_path: Path) -> None:
    """The file holds everything the totals say."""
    made = opened(TWICE).write(tmp_path / "tables")
    assert Totals.read(tmp_path / "tables") == made


def test_the_same_rows_give_the_same_bytes(tmp_path: Path, duck: Engine) -> None:
    """Two runs write the same files."""
    path = write(tmp_path / "rows.parquet", [*TWICE, *AGAIN])
    for name in ("one", "two"):
        Custody(path, UNTIL, engine=duck).write(tmp_path / name)
    files = sorted(one.name for one in (tmp_path / "one").iterdir())
    assert len(files) == 9
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in files)


def test_rules_are_compared_side_by_side(tmp_path: Path, duck: Engine) -> None:
    """Every rule answers for the same rows, habeas first."""
    found = compare_rules(write(tmp_path / "rows.parquet", TWICE), UNTIL, engine=duck)
    assert [one.rule for one in found] == list(RULES)


def test_an_unknown_rule_and_an_unknown_person_are_named(opened: Open) -> None:
    """The message names what there is, or how to find it."""
    with pytest.raises(InputError, match="habeas, ddp-2026-03, uwchr"):
        rule_named("mine")
    with pytest.raises(InputError, match="nobody-here"):
        opened(TWICE).timeline("nobody-here")
