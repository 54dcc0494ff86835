"""The steps of one person: what is said of the time that no stint covers."""

from __future__ import annotations

from datetime import date, datetime

from tests.custody.conftest import Open

STINT = {"person": "p", "place": "A", "stint_in": datetime(2025, 1, 2, 8), "stint_out": datetime(2025, 1, 4, 9)}


def test_a_stay_that_outlasts_its_stints_ends_in_a_gap(opened: Open) -> None:
    """The stay is published as ended six days after the last stint: until then in custody, in no known place, and free only after."""
    later = {
        **STINT,
        "stint_in": datetime(2025, 1, 20),
        "stint_out": datetime(2025, 1, 21),
        "stay_out": datetime(2025, 1, 21),
    }
    steps = opened([{**STINT, "stay_out": datetime(2025, 1, 10)}, later]).timeline("p").steps
    assert [(one.kind, one.start, one.end) for one in steps] == [
        ("stint", datetime(2025, 1, 2, 8), datetime(2025, 1, 4, 9)),
        ("gap", datetime(2025, 1, 4, 9), datetime(2025, 1, 10)),
        ("free", datetime(2025, 1, 10), datetime(2025, 1, 20)),
        ("stint", datetime(2025, 1, 20), datetime(2025, 1, 21)),
    ]


def test_two_open_stints_overlap_without_an_end(opened: Open) -> None:
    """By a rule that ends no open stint two of them overlap for as long as anybody knows: no date stands in for that."""
    one = {"person": "p", "place": "A", "stay_in": datetime(2025, 1, 2), "stint_in": datetime(2025, 1, 2)}
    other = {**one, "place": "B", "stint_in": datetime(2025, 1, 5)}
    steps = opened([one, other], rule="vera").timeline("p").steps
    assert [(step.kind, step.end) for step in steps] == [("stint", None), ("overlap", None), ("stint", None)]


def test_lengths_leave_out_the_stays_of_which_only_the_long_ones_are_known(opened: Open) -> None:
    """A stay begun long before the first departure is in no length, and is counted as left out."""
    rows = [
        {
            **STINT,
            "person": "old",
            "stint_in": datetime(2001, 1, 1),
            "stint_out": datetime(2025, 1, 2),
            "stay_out": datetime(2025, 1, 2),
        },
        {**STINT, "stay_out": STINT["stint_out"]},
    ]
    custody = opened(rows)
    assert custody.days.first == date(2025, 1, 2)
    table, length = custody.lengths()
    assert (length.stays, max(table["days"].to_pylist()), custody.totals().stays_before) == (1, 3, 1)
