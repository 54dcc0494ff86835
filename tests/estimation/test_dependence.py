"""Dependence: curves by what no table can tell, tipping points, and bounds that hold as often as they say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import InputError
from habeas.estimation import Estimate
from habeas.estimation.mse import dependence
from habeas.estimation.mse.histories import Histories

TWO = Histories.of_dense([0, 300, 200, 60], ["church", "press"])
KOSOVO = Histories.of_dense(
    [0, 1131, 845, 177, 936, 228, 217, 181, 306, 106, 31, 18, 123, 42, 32, 27], ["EXH", "ABA", "OSCE", "HRW"]
)
"""Killings in Kosovo, March to June 1999: four lists (Ball et al. 2002)."""


def test_at_an_odds_ratio_of_1_two_lists_give_chapmans_estimate() -> None:
    """(360 + 1)(260 + 1)/(60 + 1) - 1; the missing are the odds ratio times as many."""
    curve = dependence.two_lists(TWO, [0.5, 1, 2])
    chapman = 361 * 261 / 61 - 1
    assert curve.at(1)[0] == pytest.approx(chapman)
    assert curve.total - 560 == pytest.approx((chapman - 560) * np.array([0.5, 1, 2]))
    assert (curve.low < curve.total).all()
    assert (curve.total < curve.high).all()


def test_the_odds_ratio_of_a_curve_is_that_of_the_table_it_completes() -> None:
    """With the missing of the curve for 3 put into the empty cell, the cross product is 3, but for the one person of Chapman's correction."""
    curve = dependence.two_lists(TWO, [3])
    assert (curve.total[0] - 560) * (60 + 1) / (300 * 200) == pytest.approx(3)


def test_the_saturated_model_is_moved_by_its_highest_interaction() -> None:
    """Kosovo with no four-way interaction: 16,942, as a Poisson regression with all interactions of three gives."""
    curve = dependence.interaction(KOSOVO, [0.5, 1])
    assert curve.total[1] == pytest.approx(16941.88, abs=0.01)
    assert curve.total[0] - 4400 == pytest.approx((curve.total[1] - 4400) / 2)


def test_the_saturated_model_with_empty_cells_says_that_it_has_no_total() -> None:
    """An empty cell makes the product nothing or everything: no number is made up."""
    with pytest.raises(InputError, match="3 of the cells are empty"):
        dependence.interaction(Histories.of_dense([0, 40, 30, 6, 20, 0, 0, 0], ["A", "B", "C"]))


def _estimate(point: float | None, low: float | None, high: float | None) -> Estimate:
    return Estimate(
        method="graphs", quantity="total", point=point, low=low, high=high, listed=4400, assumption="dependence.assumption-interaction"
    )  # fmt: skip


def test_the_odds_of_being_on_no_list_move_the_missing_and_not_the_listed() -> None:
    """At half the odds half are missing; the odds ratio between the two fullest lists is halved too."""
    curve = dependence.scaled(_estimate(12400, 9400, 16400), KOSOVO, [0.5, 1])
    assert (curve.total[0], curve.low[0], curve.high[0]) == (8400, 6900, 10400)
    assert curve.pair == ("EXH", "OSCE")
    assert curve.pair_odds is not None
    assert curve.pair_odds[1] == pytest.approx(8000 * 228 / (1131 * 936))
    assert curve.pair_odds[0] == pytest.approx(curve.pair_odds[1] / 2)
    assert dependence.pair_odds(KOSOVO, "EXH", "OSCE", 8000) == pytest.approx(curve.pair_odds[1])


def test_an_interval_open_above_stays_open_at_every_factor() -> None:
    """No bound times any factor is no bound, in numbers and in words; in JSON it is null."""
    curve = dependence.scaled(_estimate(9000, 8000, None), KOSOVO)
    assert np.isinf(curve.high).all()
    assert "no bound" in curve.text("en")
    assert curve.as_json()["high"][0] is None


@given(factor=st.floats(0.01, 100), missing=st.floats(50, 1e5))
def test_the_tipping_point_put_into_the_curve_gives_the_official_total(factor: float, missing: float) -> None:
    """At the factor that would make it true the curve has the official total, also beyond the ends of the curve."""
    curve = dependence.scaled(_estimate(4400 + missing, 4400 + missing / 2, 4400 + 2 * missing), KOSOVO)
    found = dependence.tipping(curve, 4400 + factor * missing)
    assert found.factor == pytest.approx(factor)
    assert found.low == pytest.approx(factor / 2)
    assert found.high == pytest.approx(factor * 2)
    assert found.pair_odds == pytest.approx(factor * missing * 228 / (1131 * 936))


def test_a_tipping_point_is_said_in_words() -> None:
    """Official 6,880 of 12,400 estimated: those on no list would have to be 0.31 times as many."""
    found = dependence.tipping(dependence.scaled(_estimate(12400, 9400, 16400), KOSOVO), 6880)
    assert found.factor == pytest.approx(0.31)
    assert "those on no list would have to be 0.31 times as many" in found.text("en")
    assert "tendrían que ser 0.31 veces" in found.text("es")
    assert "odds ratio of 0.534 between EXH and OSCE" in found.text("en")
    assert found.as_json()["factor"] == pytest.approx(0.31)


def test_an_official_total_below_those_listed_has_no_tipping_point() -> None:
    """Nothing that one assumes of the missing makes fewer persons than are on the lists."""
    found = dependence.tipping(dependence.scaled(_estimate(12400, 9400, 16400), KOSOVO), 4000)
    assert found.factor is None
    assert "4,400 persons are on the lists" in found.text("en")


def test_an_official_total_that_chance_accounts_for_is_said_so() -> None:
    """Within the interval at factor 1 nothing need be assumed."""
    found = dependence.tipping(dependence.scaled(_estimate(12400, 9400, 16400), KOSOVO), 11000)
    assert "chance alone" in found.text("en")


def test_where_nobody_is_missing_no_factor_helps() -> None:
    """No multiple of nobody is somebody."""
    found = dependence.tipping(dependence.scaled(_estimate(4400, 4400, 4400), KOSOVO), 9000)
    assert found.factor is None
    assert "no multiple of nobody" in found.text("en")


def test_two_lists_have_bounds_in_closed_form() -> None:
    """Odds ratio 1/2 to 2: the listed and half or twice 300 x 200/61."""
    found = dependence.bounds(TWO, 2)
    unseen = 300 * 200 / 61
    assert found.low == pytest.approx(560 + unseen / 2)
    assert found.high == pytest.approx(560 + 2 * unseen)
    assert found.low_limit is not None
    assert found.high_limit is not None
    assert found.low_limit < 560 + unseen / 2
    assert found.high_limit > 560 + 2 * unseen


def test_positive_dependence_alone_gives_a_floor_and_no_ceiling() -> None:
    """If persons on one list are rather on another, the independent total is the least; nothing bounds it above."""
    found = dependence.bounds(TWO, math.inf, direction="positive")
    assert found.low == pytest.approx(361 * 261 / 61 - 1)
    assert (found.high, found.high_limit) == (None, None)
    assert "there is no upper bound" in found.text("en")


def test_bounds_are_what_every_two_lists_allow_at_once() -> None:
    """Kosovo within 2: the largest of the lower bounds, the smallest of the upper, and which lists set them."""
    found = dependence.bounds(KOSOVO, 2)
    spans = []
    for one, two in [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]:
        both = KOSOVO.overlaps[one, two]
        first, second = KOSOVO.sizes[one] - both, KOSOVO.sizes[two] - both
        spans.append([first + second + both + odds * first * second / (both + 1) for odds in (0.5, 2)])
    assert found.low == pytest.approx(max(low for low, _ in spans))
    assert found.high == pytest.approx(min(high for _, high in spans))
    assert (found.low_pair, found.high_pair) == (("ABA", "HRW"), ("OSCE", "HRW"))


def test_a_limit_that_the_lists_themselves_break_is_refuted_and_the_least_is_told() -> None:
    """Kosovo's lists are not all independent; at the least limit told one total is left."""
    found = dependence.bounds(KOSOVO, 1)
    assert not found.consistent
    assert found.least is not None
    assert found.low_limit is None
    assert "cannot be" in found.text("en")
    at_least = dependence.bounds(KOSOVO, found.least)
    assert at_least.consistent
    assert at_least.low == pytest.approx(at_least.high)
    assert not dependence.bounds(KOSOVO, found.least * 0.999).consistent


@given(
    cells=st.lists(st.integers(0, 60), min_size=7, max_size=7).filter(lambda some: sum(some) > 0),
    limit=st.floats(1, 20),
    wider=st.floats(1, 3),
    given_=st.sampled_from(["all", "no-other"]),
)
def test_a_wider_limit_never_narrows_the_bounds(
    cells: list[int], limit: float, wider: float, given_: dependence.Given
) -> None:
    """Whatever the table: what is allowed by a limit is allowed by a wider one, and nobody listed is lost."""
    table = Histories.of_dense([0, *cells], ["A", "B", "C"])
    narrow, wide = (dependence.bounds(table, one, given=given_) for one in (limit, limit * wider))
    assert narrow.low_limit is None or narrow.low_limit >= table.n
    assert wide.consistent or not narrow.consistent
    if narrow.low_limit is not None:
        assert wide.low_limit is not None
        assert wide.low_limit <= narrow.low_limit + 1e-6
        assert (wide.high_limit or math.inf) >= (narrow.high_limit or math.inf) - 1e-6
    assert narrow.text("es")


def test_the_order_of_the_lists_does_not_move_the_bounds() -> None:
    """The same persons with the lists the other way round have the same bounds."""
    turned = Histories.of_rows(KOSOVO.on[:, ::-1].astype(int), KOSOVO.counts, KOSOVO.lists[::-1])
    one, two = dependence.bounds(KOSOVO, 3), dependence.bounds(turned, 3)
    assert (one.low, one.high, one.low_limit, one.high_limit) == (two.low, two.high, two.low_limit, two.high_limit)


@pytest.mark.parametrize("direction", ["both", "positive"])
def test_bounds_hold_the_truth_at_least_as_often_as_they_say(direction: dependence.Direction) -> None:
    """Three lists, two of them at the very limit: 400 tables from 1,200 persons; with Bonferroni 95 % is the least to be expected."""
    rng = np.random.default_rng(7)
    odds, on, both = 3.0, 0.3, 0.0
    # Two lists with odds ratio 3 and inclusion 0.3 each: the root of (1 - 2·0.3 + x) x = 3 (0.3 - x)².
    both = float(np.roots([1 - odds, (1 - 2 * on) + 2 * odds * on, -odds * on**2])[-1])
    two = np.array([1 - 2 * on + both, on - both, on - both, both])
    cells = np.concatenate([two * 0.8, two * 0.2])
    held = 0
    for drawn in rng.multinomial(1200, cells, size=400):
        found = dependence.bounds(Histories.of_dense(drawn, ["A", "B", "C"]), odds, direction=direction)
        held += found.low_limit is not None and found.low_limit <= 1200 <= (found.high_limit or math.inf)
    assert held / 400 >= 0.95


def test_lists_that_cannot_share_anybody_bound_nothing_between_them() -> None:
    """A pair whose common histories are all impossible is left out: the bounds are those of the other pairs."""
    cells = [0, 100, 120, 30, 80, 25, 0, 0]
    free, held = Histories.of_dense(cells, "ABC"), Histories.of_dense(cells, "ABC", impossible=[6, 7])
    only = [dependence.bounds(held.only(pair), 1.5) for pair in ("AB", "AC")]
    found = dependence.bounds(held, 1.5)
    assert found.low == max(one.low or 0 for one in only)
    assert dependence.bounds(free, 1.5).low != found.low


def test_what_the_other_lists_show_of_two_is_their_odds_ratio_there() -> None:
    """Among persons on C: 30 on both others, 10 and 20 on one, 40 on none."""
    table = Histories.of_dense([0, 5, 5, 5, 40, 10, 20, 30], "ABC")
    assert dependence.seen_odds(table)["A", "B"] == pytest.approx(30.5 * 40.5 / (10.5 * 20.5))


def test_a_curve_of_bounds_says_where_nothing_is_left() -> None:
    """Kosovo at 1: no total agrees; at 2 a range. It has no tipping point."""
    curve = dependence.bounds_curve(KOSOVO, [1, 2])
    assert math.isnan(curve.low[0])
    assert "no total agrees" in curve.text("en")
    assert curve.words.es == curve.text("es")
    with pytest.raises(InputError, match="no tipping point"):
        dependence.tipping(curve, 9000)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: dependence.two_lists(KOSOVO), "this one has 4"),
        (lambda: dependence.two_lists(TWO, [0, 1]), "numbers above 0"),
        (lambda: dependence.bounds(TWO, 0.5), "1 or more"),
        (lambda: dependence.bounds(TWO, math.nan), "1 or more"),
        (lambda: dependence.bounds(TWO.only(["press"]), 2), "at least two"),
        (lambda: dependence.bounds(TWO.forbidding([3]), 2), "No two lists"),
        (lambda: dependence.interaction(TWO.only(["press"])), "at least two"),
        (lambda: dependence.scaled(_estimate(None, None, None), KOSOVO), "this one has none"),
        (lambda: dependence.scaled(_estimate(9000, None, None), KOSOVO, pair=("EXH", "EXH")), "Two different lists"),
        (lambda: dependence.tipping(dependence.two_lists(TWO), -1), "0 or more"),
    ],
)
def test_what_cannot_be_asked_is_told_with_the_way_out(wrong: object, said: str) -> None:
    """No traceback of arithmetic: the message says what is needed."""
    assert callable(wrong)
    with pytest.raises(InputError, match=said):
        wrong()
