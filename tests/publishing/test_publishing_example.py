"""What the example case opens with: its headlines are the ones an editor would choose."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from habeas.case import Case
from habeas.findings import Finding
from habeas.publishing import leading

EXAMPLE = Path(__file__).parents[2] / "examples" / "el-salvador"


@pytest.fixture(scope="module")
def headlines(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """Build the example case and return its headlines."""
    folder = tmp_path_factory.mktemp("example") / "el-salvador"
    folder.mkdir()
    shutil.copy(EXAMPLE / "case.toml", folder)
    with Case(folder, actor="test") as case:
        case.add(EXAMPLE / "evidence")
        case.code(*sorted((EXAMPLE / "claims").glob("*.yaml")))
        return leading.headlines(one for one in case.findings() if one.claims)


def test_the_structure_card_is_the_structure_against_the_capacity(headlines: list[Finding]) -> None:
    """The card on structure says that what was built holds 16,640 to 17,920, and not the 40,000 that were stated."""
    one = next(one for one in headlines if (one.kind, one.topic) == ("contradiction", "structure"))
    assert all(figure in one.text("en") and figure in one.text("es") for figure in ("16,640", "17,920", "40,000"))


@pytest.mark.parametrize(
    ("unit", "figures"), [("m2/person", ("40,000", "156.25", "0.64")), ("USD/person/day", ("54.79", "69.07"))]
)
def test_what_it_comes_to_for_one_person_has_a_card(
    headlines: list[Finding], unit: str, figures: tuple[str, ...]
) -> None:
    """The space and the dollars that one person gets by the stated figures are among the cards."""
    one = next(one for one in headlines if one.result is not None and one.result.unit == unit)
    assert all(figure in one.text("en") for figure in figures)


def test_the_cards_are_nine_at_most_and_open_with_what_cannot_be_true(headlines: list[Finding]) -> None:
    """There are at most nine cards, of at least six kinds, the error first."""
    assert len(headlines) <= 9
    assert headlines[0].gravity == "error"
    assert len({one.kind for one in headlines}) >= 6
