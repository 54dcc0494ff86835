"""The gate: each reason fires where it is due, is silent where it is not, and a refusal goes only by a recorded decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.estimation import Distribution, Estimate, Reason
from habeas.estimation.mse import gate
from habeas.estimation.mse.histories import Histories

KOSOVO = Histories.of_dense(
    [0, 1131, 845, 177, 936, 228, 217, 181, 306, 106, 31, 18, 123, 42, 32, 27], ["EXH", "ABA", "OSCE", "HRW"]
)
KOREA = Histories.of_dense([0, 5, 5, 54, 41, 6, 0, 12], ["b", "c", "d"])
ARTIFICIAL = Histories.of_dense([0, 40, 30, 6, 20, 0, 0, 0], ["A", "B", "C"])
"""The table of Chan, Silverman and Vincent (2021) whose list C shares nobody with the others."""
CLEAN = Histories.of_dense([0, 300, 300, 100, 300, 100, 100, 40], ["A", "B", "C"])


def said(reasons: Iterable[Reason], *gravities: str) -> set[str]:
    """Return the names of reasons, of some gravities or all; each is put into both languages on the way."""
    found = list(reasons)
    assert all(one.text("en") and one.text("es") for one in found)
    return {one.key.removeprefix("gate.") for one in found if not gravities or one.gravity in gravities}


def made(
    point: float = 12000, low: float = 10000, high: float | None = 15000, listed: int = 4400, **rest: Any
) -> Estimate:
    """Return an estimate as a method would give it."""
    values: dict[str, Any] = {"method": "graphs", "quantity": "total", "assumption": "gate.nobody", **rest}
    return Estimate(point=point, low=low, high=high, listed=listed, **values)


def still(_: Histories) -> Distribution:
    """Return the same total whichever list is left out."""
    return Distribution.of_weights([1500, 1600, 1700], [1, 2, 1])


# ---- tables ----


@pytest.mark.parametrize("table", [KOSOVO, CLEAN])
def test_nothing_is_said_against_a_table_that_shows_what_it_should(table: Histories) -> None:
    """Three or four lists, every pair sharing dozens."""
    assert said(gate.of_table(table)) == set()


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (Histories.of_dense([0, 0], ["A"]), {"nobody"}),
        (Histories.of_dense([0, 9], ["A"]), {"one-list"}),
        (Histories.of_dense([0, 9, 0, 0], ["A", "B"]), {"one-list"}),
        (Histories.of_dense([0, 90, 90, 40], ["A", "B"]), {"fewer-than-three"}),
        (Histories.of_dense([0, 90, 90, 0, 90, 0, 0, 0], ["A", "B", "C"]), {"no-overlap"}),
        (Histories.of_dense([0, 40, 40, 0], ["A", "B"]), {"no-overlap"}),
        (Histories.of_dense([0, 0, 0, 40], ["A", "B"]), {"identical", "fewer-than-three"}),
        (Histories.of_dense([0, 90, 90, 2, 90, 1, 2, 0], ["A", "B", "C"]), {"little-overlap"}),
        (ARTIFICIAL, {"unconnected", "fewer-than-three-telling", "little-overlap"}),
        (KOREA, {"fewer-than-three-telling"}),
    ],
)
def test_a_table_that_cannot_tell_is_refused(table: Histories, expected: set[str]) -> None:
    """Nobody, one list, two without a claim, copies, lists that share nobody or hardly anybody."""
    assert said(gate.of_table(table), "refuse") == expected


def test_two_lists_are_taken_on_a_named_claim_of_independence() -> None:
    """The claim is printed with the estimate; an empty one is none, and none makes one list two."""
    two = Histories.of_dense([0, 90, 90, 40], ["A", "B"])
    claim = "A. Rivas, protocol of 3 May: neither list saw the other."
    reasons = gate.of_table(two, independence_claim=claim)
    assert said(reasons, "refuse") == set()
    assert claim in reasons[0].text("en")
    assert said(gate.of_table(two, independence_claim=" "), "refuse") == {"fewer-than-three"}
    assert said(gate.of_table(two.only(["A"]), independence_claim=claim), "refuse") == {"one-list"}


def test_a_list_inside_another_is_told_unless_chance_puts_it_there() -> None:
    """Fifty persons of C all on A, which holds a third of the others; but of a list that holds nine tenths, six of six are chance."""
    inside = Histories.of_dense([0, 300, 300, 100, 0, 30, 0, 20], ["A", "B", "C"])
    assert said(gate.of_table(inside), "warn") >= {"nested"}
    chance = Histories.of_dense([0, 400, 50, 450, 0, 3, 0, 3], ["A", "B", "C"])
    assert "nested" not in said(gate.of_table(chance))


def test_lists_that_both_hold_nearly_everybody_are_no_copies() -> None:
    """Two independent lists of nine tenths share four fifths of all their persons; the third list shows that they are independent."""
    held = 1000 * np.kron([0.5, 0.5], np.kron([0.1, 0.9], [0.1, 0.9]))
    table = Histories.of_dense(held.round().astype(int), ["A", "B", "C"])
    assert table.overlaps[0, 1] / (table.sizes[0] + table.sizes[1] - table.overlaps[0, 1]) > 0.8
    assert said(gate.of_table(table)) == set()


def test_a_few_persons_who_share_nobody_are_told_and_many_are_refused() -> None:
    """One list of one person apart is a warning; one of every twenty listed is not."""
    few = Histories.of_dense([0, 300, 300, 100, 300, 100, 100, 40, 1, *[0] * 7], ["A", "B", "C", "D"])
    many = Histories.of_dense([0, 300, 300, 100, 300, 100, 100, 40, 90, *[0] * 7], ["A", "B", "C", "D"])
    assert said(gate.of_table(few), "refuse") == set()
    assert "unconnected" in said(gate.of_table(few), "warn")
    assert "unconnected" in said(gate.of_table(many), "refuse")


def test_pairs_that_would_share_nobody_anyway_are_counted() -> None:
    """Of six pairs three would share less than one person; where fewer than three remain it is refused. The total given is the one gone by."""
    cells = [0, 300, 300, 100, 300, 100, 100, 40, 2, 1, *[0] * 6]
    table = Histories.of_dense(cells, ["A", "B", "C", "D"])
    (reason,) = [one for one in gate.of_table(table, total=3000) if one.key == "gate.sparse-pairs"]
    assert (reason.values["n"], reason.values["pairs"]) == (3, 6)
    assert "too-sparse" in said(gate.of_table(table, total=1e6), "refuse")


def test_lists_that_avoid_each_other_are_told() -> None:
    """A and B share nobody where a hundred are expected."""
    table = Histories.of_dense([0, 300, 300, 0, 300, 100, 100, 0], ["A", "B", "C"])
    (reason,) = [one for one in gate.of_table(table, total=1600) if one.key == "gate.avoiding"]
    assert (reason.values["seen"], reason.values["expected"]) == (0, 100)


def test_lists_that_cannot_share_anybody_do_not_avoid_each_other() -> None:
    """What is impossible by design is no evidence."""
    table = Histories.of_dense([0, 300, 300, 0, 300, 100, 100, 0], ["A", "B", "C"], impossible=[3, 7])
    assert "avoiding" not in said(gate.of_table(table, total=1600))


@given(st.lists(st.integers(0, 30), min_size=7, max_size=7), st.permutations(range(3)))
def test_what_is_said_of_a_table_does_not_hang_on_the_order_of_its_lists(cells: list[int], order: list[int]) -> None:
    """Whatever the table, turned or not: the same reasons, and words in both languages."""
    table = Histories.of_dense([0, *cells], ["A", "B", "C"])
    turned = Histories.of_rows(table.on[:, order].astype(int), table.counts, [table.lists[at] for at in order])
    one, two = (gate.judge(some, drop=False) for some in (table, turned))
    assert [(r.key, dict(r.values)) for r in one] == [(r.key, dict(r.values)) for r in two]
    said(one)


# ---- estimates ----


@pytest.mark.parametrize(
    ("estimate", "warned", "refused"),
    [
        (made(), set(), set()),
        (made(diagnostics={"p_not_identified": 0.1}), set(), set()),
        (made(diagnostics={"p_not_identified": 0.11}), set(), {"not-identified"}),
        (made(diagnostics={"saturated_best": True}), set(), {"saturated"}),
        (made(diagnostics={"p_at_cap": 0.02}), {"on-cap"}, set()),
        (made(diagnostics={"p_at_cap": 0.06}), set(), {"on-cap"}),
        (made(diagnostics={"rhat": 1.07}), {"runs-differ"}, set()),
        (made(diagnostics={"rhat": 1.3}), set(), {"runs-differ"}),
        (
            made(diagnostics={"rhat": 1.3}, reasons=(Reason("latent.runs-disagree", "refuse"),)),
            set(),
            set(),
        ),
        (made(point=23000, high=30000), {"many-times"}, set()),
        (made(point=45000, high=50000), set(), {"many-times"}),
        (made(low=5000, high=51000), {"wide"}, set()),
        (made(diagnostics={"share_linkage": 0.5, "share_model": 0.4}), {"linkage"}, set()),
        (made(diagnostics={"share_linkage": 0.4, "share_model": 0.5}), set(), set()),
        (
            made(diagnostics={"sensitivity": [{"changed": "cap", "cap": 90, "prior": 0.1, "estimate": 40000}]}),
            {"set-cap"},
            set(),
        ),
        (
            made(diagnostics={"sensitivity": [{"changed": "power", "prior_power": 0, "prior": 0.1, "estimate": 13000}]}),
            set(),
            set(),
        ),
        (
            made(diagnostics={"sensitivity": [{"changed": "prior", "prior": 1.0, "estimate": 4500}]}),
            set(),
            set(),
        ),
    ],
)  # fmt: skip
def test_an_estimate_is_judged_by_its_own_diagnostics(estimate: Estimate, warned: set[str], refused: set[str]) -> None:
    """Each threshold from both sides."""
    reasons = gate.of_estimate(estimate)
    assert (said(reasons, "warn"), said(reasons, "refuse")) == (warned, refused)


def _mixed(second: float, share: float) -> Estimate:
    rng = np.random.default_rng(3)
    logs = np.where(rng.random(4000) < share, np.log(second), np.log(6000)) + 0.12 * rng.standard_normal(4000)
    return Estimate.of(Distribution.of_draws(4400 + np.exp(logs)), method="latent", quantity="total", listed=4400, assumption="gate.nobody")  # fmt: skip


@pytest.mark.parametrize(
    ("second", "share", "gravity"),
    [(6000, 0.5, None), (14000, 0.4, "warn"), (40000, 0.4, "refuse"), (40000, 0.01, None)],
)
def test_a_distribution_with_two_answers_says_so(second: float, share: float, gravity: str | None) -> None:
    """One hump is one answer; twice as many missing in the other is a warning, six times a refusal; one draw in a hundred is no answer."""
    reasons = {one.key: one for one in gate.of_estimate(_mixed(second, share))}
    assert (reasons["gate.two-answers"].gravity if "gate.two-answers" in reasons else None) == gravity
    if gravity:
        first, last = gate.humps(_mixed(second, share).distribution, 4400)  # type: ignore[arg-type]
        assert first.total == pytest.approx(10400, rel=0.05)
        assert last.total == pytest.approx(4400 + second, rel=0.1)
        assert first.share + last.share == pytest.approx(1)


def test_a_method_that_shows_both_answers_is_no_way_out_of_them() -> None:
    """Where six times as many missing refuse one method, the warning of twice as many refuses another; alone it does not."""
    alone, beside = (
        gate.applied(KOSOVO, some, drop=False)
        for some in ([_mixed(14000, 0.4)], [_mixed(14000, 0.4), _mixed(40000, 0.4)])
    )
    assert [each.refused for each in alone] == [False]
    assert [each.refused for each in beside] == [True, True]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("sigma", [0.02, 0.4, 1.2])
def test_chance_makes_no_humps(seed: int, sigma: float) -> None:
    """Five hundred draws of one log-normal have one hump, narrow or wide."""
    draws = 1000 + np.exp(7 + sigma * np.random.default_rng(seed).standard_normal(500))
    assert len(gate.humps(Distribution.of_draws(draws), 1000)) == 1


def test_a_distribution_of_one_point_has_one_hump() -> None:
    """Nobody missing for certain is one answer."""
    assert len(gate.humps(Distribution.of_weights([1000], [1]), 1000)) == 1


# ---- estimates beside each other ----


def test_estimators_with_no_number_in_common_are_refused_both() -> None:
    """The choice of method would decide; a lower limit stays, and so does its number."""
    one, two = made(), made(point=30000, low=20000, high=40000, method="latent", listed=8000)
    floor = made(point=9000, low=8000, high=None, method="chao")
    judged = gate.applied(KOSOVO, [one, two, floor], drop=False)
    assert ["disagree" in said(each.reasons, "refuse") for each in judged] == [True, True, False]
    assert [each.refused for each in judged] == [True, True, False]


def test_an_estimator_refused_on_its_own_account_does_not_refuse_another() -> None:
    """What was not identified is no evidence against what was."""
    lost = made(point=30000, low=20000, high=40000, listed=8000, diagnostics={"p_not_identified": 0.9})
    judged = gate.applied(KOSOVO, [lost, made(method="latent")], drop=False)
    assert [each.refused for each in judged] == [True, False]
    assert "disagree" not in said(judged[1].reasons)


def test_estimators_far_apart_with_numbers_in_common_are_both_to_be_given() -> None:
    """Missing 4,600 and 12,600, intervals that meet: told, not refused."""
    near, far = made(point=9000, low=8000, high=12000), made(point=17000, low=11000, high=20000, method="latent")
    assert said(gate.judge(KOSOVO, [near, far], drop=False), "warn") == {"differ"}
    assert said(gate.judge(KOSOVO, [near, made(point=12000, method="latent")], drop=False)) == set()


def test_an_estimate_below_the_floor_is_told() -> None:
    """An interval that ends below where a lower limit begins."""
    floor = made(point=18000, low=16000, high=None, method="chao")
    assert said(gate.judge(KOSOVO, [made(), floor], drop=False)) == {"below-floor"}


def _by_list(totals: dict[str, float], width: float) -> Callable[[Histories], Distribution]:
    def posterior(table: Histories) -> Distribution:
        (gone,) = set(KOSOVO.lists) - set(table.lists) or {""}
        return Distribution.of_draws(totals.get(gone, 12000) * (1 + width * np.linspace(-1, 1, 201)))

    return posterior


@pytest.mark.parametrize(
    ("total", "width", "gravity"), [(17000, 0.1, None), (20000, 0.4, "warn"), (20000, 0.1, "refuse"), (5000, 0.1, "refuse")]
)  # fmt: skip
def test_a_list_that_alone_moves_the_answer_by_half_is_told(total: float, width: float, gravity: str | None) -> None:
    """By less than half it is not; by more it is a warning where chance accounts for it, and a refusal where it does not."""
    reasons = gate.judge(KOSOVO, posterior=_by_list({"ABA": total}, width))
    assert {one.values["list"]: one.gravity for one in reasons} == ({} if gravity is None else {"ABA": gravity})


def test_leaving_out_lists_uses_the_graphs_where_nothing_else_is_given() -> None:
    """Kosovo: none of the four lists alone moves the answer by half."""
    found = gate.dropped(KOSOVO)
    assert [one.list for one in found] == sorted(KOSOVO.lists)
    assert all(abs(one.moved) < 0.5 for one in found)
    assert gate.dropped(CLEAN) == ()


def test_doubt_about_links_that_outweighs_the_model_is_told() -> None:
    """From the shares of the variance that the caller has."""
    assert said(gate.judge(KOSOVO, drop=False, linkage={"share_linkage": 0.6, "share_model": 0.3})) == {"linkage"}


# ---- what is refused, and how it is not ----

DECISION = gate.Decision(
    reason="gate.not-identified", who="L. Mena", when=date(2025, 3, 2), why="the prior is defended in annex 2"
)


def test_a_refusal_goes_only_by_a_decision_of_that_reason_and_both_stay_printed() -> None:
    """With the decision the number is given; the refusal and the decision stand beside it. A decision of another reason does nothing."""
    lost = made(diagnostics={"p_not_identified": 0.4})
    (taken,) = gate.applied(KOSOVO, [lost], decisions=[DECISION], drop=False)
    assert not taken.refused
    assert taken.override == "L. Mena, 2025-03-02: the prior is defended in annex 2"
    assert said(taken.reasons) == {"not-identified", "decided"}
    (other,) = gate.applied(
        KOSOVO, [lost], decisions=[gate.Decision(reason="gate.saturated", who="x", when=date(2025, 3, 2), why="y")], drop=False
    )  # fmt: skip
    assert other.refused
    assert said(other.reasons) == {"not-identified"}


def test_a_decision_of_one_refusal_does_not_set_another_aside() -> None:
    """Two reasons refuse: both have to be decided."""
    (still_refused,) = gate.applied(KOREA, [made(diagnostics={"p_not_identified": 0.4})], decisions=[DECISION])
    assert still_refused.refused
    assert "gate.decided" in {one.key for one in still_refused.reasons}
    assert DECISION.text("es") == "L. Mena, 2 de marzo de 2025: the prior is defended in annex 2"


def test_a_floor_goes_where_its_ground_does() -> None:
    """Korea's lists refuse a total and keep the lower limit; where nobody is on two lists, or a list avoids the others, there is none either."""
    floor = made(point=140, low=130, high=None, method="chao", listed=123)
    assert not gate.applied(KOREA, [floor])[0].refused
    assert gate.applied(ARTIFICIAL, [floor])[0].refused
    assert gate.applied(Histories.of_dense([0, 9, 9, 0, 9, 0, 0, 0], "ABC"), [floor])[0].refused


def test_a_floor_is_told_where_lists_avoid_each_other() -> None:
    """Chao's limit supposes that persons on one list are rather on others too; where two lists share too few it is too high, and says so."""
    table = Histories.of_dense([0, 300, 300, 0, 300, 100, 100, 0], ["A", "B", "C"])
    (floor,) = gate.applied(table, [made(point=1400, low=1300, high=None, method="chao", listed=1100)])
    assert said(floor.reasons, "warn") == {"avoiding"}
    assert not floor.refused


def test_the_constants_of_the_gate_let_a_clean_case_through() -> None:
    """A table and an estimate with nothing against them are given as they came."""
    estimate = made(point=1600, low=1500, high=1700, listed=1240)
    (judged,) = gate.applied(CLEAN, [estimate], posterior=still)
    assert judged.reasons == ()
    assert not judged.refused
