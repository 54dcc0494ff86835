"""The publications of a series: their order, their copies, and the table of their figures."""

from __future__ import annotations

from datetime import date, datetime

from tests.findings.audit.conftest import Made, figure

from habeas.findings.audit import Cell, Publications, cells


def test_publications_stand_in_the_order_of_the_days_they_speak_of(reading: Made) -> None:
    """A stamp goes before the moment of capture, and what has neither comes last."""
    given = [
        figure("unknown.xlsx", pulled=None),
        figure("late.xlsx", pulled=date(2024, 3, 1), value=3.0, text="3"),
        figure("captured.xlsx", pulled=None, captured=datetime(2024, 2, 1, 8), value=4.0, text="4"),
        figure("early.xlsx", pulled=date(2024, 1, 1), captured=datetime(2024, 6, 1), value=2.0, text="2"),
    ]
    with Publications([reading(given)]) as made:
        assert [(one.file, one.ground) for one in made.all] == [
            ("early.xlsx", "stated"),
            ("captured.xlsx", "captured"),
            ("late.xlsx", "stated"),
            ("unknown.xlsx", None),
        ]
        assert [made.at(one.number).file for one in made.distinct] == [one.file for one in made.all]


def test_a_copy_is_named_and_its_figures_are_left_out(reading: Made) -> None:
    """A file whose cells are all those of an earlier one is a copy of it, whatever its name and capture."""
    given = [
        figure("b.xlsx", captured=datetime(2024, 2, 20)),
        figure("a.xlsx", captured=datetime(2024, 2, 10)),
        figure("c.xlsx", captured=datetime(2024, 2, 10), text="2"),
    ]
    with Publications([reading(given)]) as made:
        assert [(one.file, one.copy_of) for one in made.copies] == [("b.xlsx", "a.xlsx")]
        assert made.rows("SELECT number, file FROM figures ORDER BY number") == [
            {"number": 0, "file": "a.xlsx"},
            {"number": 1, "file": "c.xlsx"},
        ]


def test_figures_that_differ_in_every_cell_are_no_copy(reading: Made) -> None:
    """Two files of four cells each, all 1 in one and all 3 in the other, are two publications."""
    given = [figure(file, line=line, text=text) for file, text in (("a", "1"), ("b", "3")) for line in range(4)]
    with Publications([reading(given)]) as made:
        assert made.copies == ()


def test_a_figure_has_its_labels_its_place_and_its_cell(reading: Made) -> None:
    """Labels can be asked for by name, columns stand in the order of the sheet, and a cell is made of its column."""
    with Publications([reading([figure(column="AB", line=7)])]) as made:
        row = made.rows("SELECT marks['agency'] AS agency, place, cell, figure FROM figures")[0]
        assert (row["agency"], row["place"]) == ("ice", 28)
        assert row["figure"] == 'book-ins-by-agency|book-ins||{"agency": "ice"}|'
        expected = Cell(file="a.xlsx", sheet="Detention", line=7, column="AB", label="ICE, Total", found="1")
        assert cells([row["cell"], None, row["cell"]]) == (expected,)


def test_columns_that_a_reading_does_not_have_are_empty(reading: Made) -> None:
    """Figures of a mapped file, without stamp or sheet, are publications of no known day."""
    few = {"file": "x.csv", "table": "held", "measure": "held", "value": 3.0, "text": "3"}
    with Publications([reading([few])]) as made:
        assert [(one.file, one.day, one.figures) for one in made.all] == [("x.csv", None, 1)]
        assert made.rows("SELECT marks, sheet FROM figures") == [{"marks": {}, "sheet": None}]
