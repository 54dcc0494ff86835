"""Calibration: worlds that have the user's own lists, scores that count rightly, and a list that is hidden and found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.errors import InputError
from habeas.estimation import Estimate
from habeas.estimation.mse import calibration
from habeas.estimation.mse.histories import Histories

KOSOVO = Histories.of_dense(
    [0, 1131, 845, 177, 936, 228, 217, 181, 306, 106, 31, 18, 123, 42, 32, 27], ["EXH", "ABA", "OSCE", "HRW"]
)
INDEPENDENT = calibration.World.of_classes(1500, [1.0], [[0.3, 0.4, 0.35, 0.25]], ("A", "B", "C", "D"))
UNLIKE = calibration.World.of_classes(
    3000, [0.5, 0.5], [[0.45, 0.5, 0.45, 0.4], [0.08, 0.1, 0.08, 0.07]], ("A", "B", "C", "D")
)


def fixed(low: float, high: float) -> calibration.Estimator:
    """Return an estimator that always says the same."""

    def estimate(table: Histories) -> Estimate:
        return Estimate(
            method="graphs", quantity="total", point=(low + high) / 2, low=low, high=high, listed=table.n, assumption="gate.nobody"
        )  # fmt: skip

    return estimate


# ---- worlds ----


def test_the_independent_world_has_darrochs_total() -> None:
    """Kosovo: 7,395, the maximum of the likelihood under independence, as a Poisson regression on main effects gives."""
    world = calibration.fitted(KOSOVO, "independent")
    assert world is not None
    assert world.total == 7395


def test_the_independent_world_of_two_lists_is_lincolns_and_petersens() -> None:
    """360 x 260 / 60."""
    world = calibration.fitted(Histories.of_dense([0, 300, 200, 60], ["A", "B"]), "independent")
    assert world is not None
    assert world.total == 1560


@pytest.mark.parametrize("design", calibration.DESIGNS)
def test_a_world_draws_tables_with_the_users_own_list_sizes(design: calibration.Design) -> None:
    """Over 60 tables drawn, sizes of lists and number listed are on average those given, within four standard errors."""
    world = calibration.fitted(KOSOVO, design)
    assert world is not None
    rng = np.random.default_rng(4)
    drawn = [world.draw(rng) for _ in range(60)]
    wanted = KOSOVO.canonical()
    assert drawn[0].lists == wanted.lists
    for values, truth in (
        (np.array([one.n for one in drawn]), wanted.n),
        *((np.array([one.sizes[at] for one in drawn]), int(wanted.sizes[at])) for at in range(4)),
    ):
        # Interactions drawn to zero leave sizes a little off in the world of pairs.
        assert abs(values.mean() - truth) < 4 * values.std() / np.sqrt(60) + 0.01 * truth


def test_persons_hard_to_reach_make_a_larger_world() -> None:
    """The same lists hold fewer of them: the total is larger than if all were alike."""
    hard, alike = calibration.fitted(KOSOVO, "hard-to-reach"), calibration.fitted(KOSOVO, "independent")
    assert hard is not None
    assert alike is not None
    assert hard.total > 1.2 * alike.total
    assert hard.chances is not None
    odds = hard.chances / (1 - hard.chances)
    assert odds[1] / odds[0] == pytest.approx(np.full(4, 0.2))


def test_lists_that_share_nobody_have_no_independent_world() -> None:
    """However many there were, lists that size would share somebody."""
    apart = Histories.of_dense([0, 90, 80, 0], ["A", "B"])
    assert calibration.fitted(apart, "independent") is None
    (found,) = calibration.own(apart, fixed(1, 2), designs=["independent"])
    assert found.score is None
    assert "no total is like that" in found.text("en")


@settings(max_examples=30)
@given(st.lists(st.integers(0, 40), min_size=7, max_size=7))
def test_every_table_with_persons_on_its_lists_has_worlds_or_says_that_it_has_none(cells: list[int]) -> None:
    """No arithmetic fails, whatever is empty; a world has at least as many persons as are listed."""
    table = Histories.of_dense([0, *cells], ["A", "B", "C"])
    if not table.sizes.all():
        with pytest.raises(InputError, match="two lists or more"):
            calibration.fitted(table, "independent")
        return
    for design in calibration.DESIGNS:
        world = calibration.fitted(table, design)
        assert world is None or world.total >= table.n


# ---- scores ----


def _scored(point: float | None, low: float | None, high: float | None, *, refused: bool = False) -> calibration.Scored:
    return calibration.Scored(point, low, high, refused, 100.0)


def test_a_score_counts_what_held_what_was_refused_and_how_far_it_was() -> None:
    """Five tables with a truth of 100: one right, one low, one refused and low, one open above, one without answer."""
    rows = [
        _scored(110, 90, 130), _scored(80, 70, 95), _scored(60, 50, 70, refused=True), _scored(90, 85, None), _scored(None, None, None)
    ]  # fmt: skip
    found = calibration.score(rows)
    assert (found.tables, found.coverage) == (5, 0.5)
    assert found.coverage_given == pytest.approx(2 / 3)
    assert found.bias == pytest.approx(-0.15)
    assert found.width == pytest.approx((0.4 + 0.25 + 0.2) / 3)
    assert found.refused == pytest.approx(0.4)


def test_a_score_of_no_answers_has_no_coverage() -> None:
    """None is none, not zero."""
    found = calibration.score([_scored(None, None, None)])
    assert (found.coverage, found.bias, found.error, found.refused) == (None, None, None, 1.0)


# ---- own tables ----


def test_graphs_cover_independent_lists_and_not_persons_hard_to_reach() -> None:
    """Graphs on 40 tables each of Kosovo's own margins: nearly always in the one, hardly ever in the other, and the words say so."""
    table = INDEPENDENT.draw(np.random.default_rng(2))
    told: list[float] = []
    alike, hard = calibration.own(table, designs=["independent", "hard-to-reach"], replicates=40, progress=told.append)
    assert alike.score is not None
    assert hard.score is not None
    assert alike.score.coverage is not None
    assert hard.score.coverage is not None
    assert alike.score.coverage >= 0.85
    assert hard.score.coverage <= 0.2
    assert hard.score.bias is not None
    assert hard.score.bias < -0.1
    assert told == sorted(told)
    assert told[-1] == 1
    assert "a fifth of the odds" in hard.text("en")
    assert "un quinto" in hard.text("es")
    assert hard.as_json()["tables"] == 40


def test_the_same_seed_gives_the_same_score_whatever_the_order_of_lists_and_designs() -> None:
    """Another seed draws other tables."""
    turned = Histories.of_rows(KOSOVO.on[:, ::-1].astype(int), KOSOVO.counts, KOSOVO.lists[::-1])
    one = calibration.own(KOSOVO, designs=["independent", "pairwise"], replicates=5)
    two = calibration.own(turned, designs=["pairwise", "independent"], replicates=5)
    other = calibration.own(KOSOVO, designs=["independent"], replicates=5, seed=2)
    assert [each.score for each in one] == [each.score for each in two[::-1]]
    assert one[0].score != other[0].score


def test_any_estimator_can_be_tried() -> None:
    """One that always says 7,000 to 8,000 holds the independent total of Kosovo every time, and the pairwise one never."""
    found = calibration.own(KOSOVO, fixed(7000, 8000), designs=["independent", "pairwise"], replicates=3)
    assert [one.score.coverage for one in found if one.score] == [1, 0]


def test_what_cannot_be_tried_is_told() -> None:
    """No tables, one list, and graphs of more lists than there is time for."""
    with pytest.raises(InputError, match="At least one table"):
        calibration.own(KOSOVO, replicates=0)
    with pytest.raises(InputError, match="two lists or more"):
        calibration.own(KOSOVO.only(["ABA"]), "chao")
    seven = calibration.World.of_classes(300, [1.0], [[0.3] * 7], tuple("ABCDEFG")).draw(np.random.default_rng(1))
    with pytest.raises(InputError, match="7 lists take too long"):
        calibration.own(seven)


# ---- a list hidden ----


def test_a_hidden_list_is_predicted_from_its_own_persons_on_the_others() -> None:
    """Kosovo without ABA: of its 1,528 persons the estimator sees the 683 on other lists, by these."""
    seen: list[Histories] = []

    def watching(table: Histories) -> Estimate:
        seen.append(table)
        return fixed(1500, 1600)(table)  # type: ignore[operator]

    found = calibration.hide_a_list(KOSOVO, watching)
    assert [one.list for one in found] == ["ABA", "EXH", "HRW", "OSCE"]
    assert (found[0].size, found[0].listed, found[0].held) == (1528, 683, True)
    assert seen[0].lists == ("EXH", "HRW", "OSCE")
    assert dict(zip(seen[0].masks.tolist(), seen[0].counts.tolist(), strict=True)) == {
        1: 177, 2: 31, 3: 18, 4: 217, 5: 181, 6: 32, 7: 27
    }  # fmt: skip
    assert found[1].held is False
    assert "Missed" in found[1].text("en")
    assert "Acertado" in found[0].text("es")


def test_lists_of_unlike_persons_are_predicted_too_small_and_that_is_said() -> None:
    """Half of the persons hardly reached: graphs find too few, hidden list by hidden list; where lists are independent they do not."""
    rng = np.random.default_rng(5)
    (reason,) = calibration.of_hidden(calibration.hide_a_list(UNLIKE.draw(rng)))
    assert reason.key == "calibration.hidden-mostly-low"
    assert reason.text("es")
    alike = calibration.World.of_classes(3000, [1.0], [[0.27, 0.3, 0.27, 0.24]], ("A", "B", "C", "D")).draw(rng)
    assert calibration.of_hidden(calibration.hide_a_list(alike)) == []


def test_a_list_that_the_others_hardly_share_has_no_prediction() -> None:
    """Six of its persons on two others are too few; two lists alone predict nothing."""
    table = Histories.of_dense([0, 90, 90, 30, 90, 6, 6, 2], ["A", "B", "C"])
    found = {one.list: one for one in calibration.hide_a_list(table)}
    assert found["C"].point is None
    assert found["C"].held is None
    assert "too few" in found["C"].text("en")
    assert found["C"].as_json()["size"] == 104
    assert calibration.hide_a_list(table.only(["A", "B"])) == ()
    assert calibration.of_hidden(tuple(found.values())) == []
