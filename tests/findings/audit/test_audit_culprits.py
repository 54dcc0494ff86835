"""Which figure is wrong: what several broken relations have in common."""

from __future__ import annotations

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from habeas.findings.audit.culprits import Broken, Term, explain
from habeas.findings.audit.series import Additive, Same, Selector, Whole

SUM = Additive(name="sum", en="", es="", of=Selector(), over="x")
ROWS = Additive(name="rows", en="", es="", of=Selector(), over="y")
DAYS = Whole(name="days", en="", es="", of=Selector(), times="days")
LOOSE = Same(name="loose", en="", es="", left=Selector(), right=Selector(), low=0.9)


def broken(rule: Additive | Same | Whole, residual: float, *terms: tuple[int, float, float]) -> Broken:
    """Return a relation that is off by a residual; a term is a row, a coefficient and a value."""
    return Broken(
        rule=rule,
        residual=residual,
        tolerance=0.01,
        stated=10.0,
        expected=10.0 + residual,
        weight=1.0,
        terms=tuple(Term(*term) for term in terms),
    )


def test_a_figure_in_a_row_and_a_column_that_are_off_by_the_same_is_the_one() -> None:
    """Row 7 is in both sums, and its change repairs both; the sums that hold speak for the others."""
    found = explain(
        [
            broken(SUM, 5.0, (1, -1, 10.0), (7, 1, 9.0), (2, 1, 6.0)),
            broken(ROWS, 5.0, (3, -1, 10.0), (7, 1, 9.0), (4, 1, 6.0)),
        ],
        {1: 1, 2: 1, 3: 1, 4: 1},
    )
    assert [[one.row for one in group] for group in found] == [[7]]
    assert found[0][0].change == -5.0
    assert len(found[0][0].relations) == 2


def test_where_no_figure_stands_out_none_is_named() -> None:
    """A total and its parts of which nothing else is known are doubted together."""
    found = explain([broken(SUM, 1.0, (1, -1, 10.0), (2, 1, 5.0), (3, 1, 6.0))], {})
    assert found[0][0].row is None
    assert set(found[0][0].doubted) == {1, 2, 3}


def test_what_still_holds_speaks_for_a_figure() -> None:
    """A sum of which the parts are each in another sum that holds is wrong in its total."""
    found = explain([broken(SUM, 1.0, (1, -1, 10.0), (2, 1, 5.0), (3, 1, 6.0))], {2: 1, 3: 2})
    assert found[0][0].row == 1
    assert found[0][0].change == 1.0


def test_two_wrong_figures_of_one_sum_are_both_named() -> None:
    """Each is in a sum of its own; the sum of both is off by both together, and explained by the two."""
    found = explain(
        [
            broken(SUM, -4.0, (10, 1, 1.0), (11, 1, 2.0), (1, -1, 70.0)),
            broken(SUM, -3.0, (12, 1, 1.0), (13, 1, 2.0), (2, -1, 60.0)),
            broken(ROWS, 7.0, (1, 1, 70.0), (2, 1, 60.0), (20, -1, 123.0)),
        ],
        {10: 1, 11: 1, 12: 1, 13: 1, 20: 1},
    )
    assert sorted((one.row, one.change) for group in found for one in group) == [(1, -4.0), (2, -3.0)]


def test_an_average_that_is_not_whole_is_named_by_itself() -> None:
    """A relation of one figure leaves no choice, and says by how much it is wrong to nobody."""
    found = explain([broken(DAYS, 0.3, (5, 31.0, 54.16))], {})
    assert (found[0][0].row, found[0][0].change) == (5, None)


def test_a_figure_is_not_blamed_for_half_of_a_sum() -> None:
    """Where only a change by more than half would do, lines are missing rather than one figure wrong."""
    found = explain([broken(SUM, -80.0, (1, -1, 100.0), (2, 1, 15.0), (3, 1, 5.0))], {1: 1, 2: 1})
    assert found[0][0].row is None


def test_a_loose_relation_of_many_figures_points_to_none() -> None:
    """That the sum of a list is less than usual names no place of it."""
    terms = [(row, 1.0, 1.0) for row in range(10)]
    assert explain([broken(LOOSE, 3.0, *terms)], {})[0][0].row is None


@settings(phases=(Phase.explicit, Phase.generate), max_examples=60)
@given(
    st.lists(st.lists(st.integers(1, 500), min_size=3, max_size=3), min_size=3, max_size=5),
    st.integers(0, 2),
    st.integers(0, 2),
    st.integers(1, 90),
)
def test_any_cell_of_a_table_with_totals_is_found(table: list[list[int]], line: int, place: int, off: int) -> None:
    """Whatever cell inside a table with totals of lines and columns is changed, it is named with the change that repairs it."""

    def number(row: int, column: int) -> int:
        return row * 100 + column

    values = {number(r, c): float(value) for r, row in enumerate(table) for c, value in enumerate(row)}
    values |= {number(r, 9): float(sum(row)) for r, row in enumerate(table)}
    values |= {number(99, c): float(sum(row[c] for row in table)) for c in range(3)}
    values[number(line, place)] += off
    relations = [([number(r, c) for c in range(3)], number(r, 9)) for r in range(len(table))]
    relations += [([number(r, c) for r in range(len(table))], number(99, c)) for c in range(3)]
    wrong, holding = [], dict.fromkeys(values, 0)
    for parts, total in relations:
        residual = sum(values[one] for one in parts) - values[total]
        if residual:
            terms = [(one, 1.0, values[one]) for one in parts]
            wrong.append(broken(SUM, residual, *terms, (total, -1.0, values[total])))
        else:
            for one in (*parts, total):
                holding[one] += 1
    found = [one for group in explain(wrong, holding) for one in group]
    assert [(one.row, one.change) for one in found] == [(number(line, place), -float(off))]
