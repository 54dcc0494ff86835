"""The map of shades: what it draws is what the table of completeness says, in both languages and sizes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.custody.persons.conftest import World, day

from habeas import words
from habeas.custody.persons import due_fields
from habeas.publishing.charts import draw
from habeas.publishing.charts.completeness import Cell, completeness_chart, shade, shades_of


def world() -> World:
    """Return four persons on two lists."""
    made = World()
    made.list("families")
    made.list("court", "court")
    for n in range(3):
        made.row(f"P-{n}", "families", {"deprived_when": day(n)})
    made.row("P-3", "court", {"grounds": "Ley inventada"})
    return made


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_a_chart_is_drawn_with_every_field_and_list(lang: words.Lang) -> None:
    """The words of every field and column are in the drawing; the table under it has the rows drawn."""
    table = world().register().completeness()
    chart = completeness_chart(table, "list", lang, source="x")
    drawn = draw(chart)
    assert len(chart.rows) == 3 * len(due_fields())
    for word in ("families (3)", "court (1)", "75"):
        assert word in drawn.wide
    assert chart.title in drawn.files["svg"].decode()
    assert "families" not in drawn.phone  # columns bear numbers there
    assert chart.alt.startswith(chart.title)


def test_columns_are_the_largest_groups() -> None:
    """All persons first; of lists as many as there is room for."""
    shades = shades_of(world().register().completeness(), "list", "en", most=1)
    assert shades.columns == ("all persons (4)", "families (3)")


@pytest.mark.parametrize(
    ("cell", "text"),
    [(Cell(share=0.5), "50"), (Cell(share=0.5, low=0.4, high=0.6), "40–60"), (Cell(share=None), "–"), (Cell(share=0.5, low=0.498, high=0.501), "50")],
)  # fmt: skip
def test_a_cell_has_its_bounds_where_they_differ(cell: Cell, text: str) -> None:
    """One number where both round to one."""
    assert cell.text == text


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_darker_the_more(one: float, other: float) -> None:
    """A greater share is never lighter."""
    if one <= other:
        assert int(shade(one)[1:3], 16) >= int(shade(other)[1:3], 16)
