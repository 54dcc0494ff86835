"""Lower limits: right by hand, below the truth where they say so, and a reason where there is none."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.estimation.mse import Histories, floors, read_histories
from habeas.words import Lang

TABLES = Path(__file__).parent / "tables"
LANGS: tuple[Lang, ...] = ("en", "es")
PUBLIC = ("kosovo_4", "uk_2013_5", "western_us_5", "neworleans_5", "peru_1980_2000_3", "duck_6", "bunting_8")


def three(**counts: int) -> Histories:
    """Return a table of lists a, b, c from counts by history, such as ``ab=3``."""
    masks = [sum(1 << "abc".index(one) for one in name) for name in counts]
    return Histories.of_masks(masks, list(counts.values()), ["a", "b", "c"])


ONE = three(a=20, b=30, c=40, ab=5, ac=6, bc=8, abc=2)


def test_chao_by_hand() -> None:
    """With 20, 30, 40 on one list alone and 19 on two: (20·30 + 20·40 + 30·40)/20 = 130 on none, and 90·89/(2·20)·2/3 with lists taken for alike."""
    assert pytest.approx(floors.chao(ONE).point) == 111 + 2600 / 20
    assert pytest.approx(floors.chao(ONE, corrected=False).point) == 111 + 2600 / 19
    assert pytest.approx(floors.chao(ONE, form="alike").point) == 111 + 2 / 3 * 90 * 89 / (2 * 20)
    assert pytest.approx(floors.chao(ONE, form="alike", corrected=False).point) == 111 + 2 / 3 * 90**2 / (2 * 19)


def test_the_interval_is_log_normal_with_the_variance_of_the_paper() -> None:
    """Chao (1987): var = f2 (A²/4 (f1/f2)^4 + A² (f1/f2)^3 + A/2 (f1/f2)²), and C = exp(1.96 √log(1 + var/f0²))."""
    ratio, share, f0 = 90 / 19, 2 / 3, 2 / 3 * 90**2 / 38
    var = 19 * (share**2 / 4 * ratio**4 + share**2 * ratio**3 + share / 2 * ratio**2)
    wide = math.exp(1.959963984540054 * math.sqrt(math.log1p(var / f0**2)))
    found = floors.chao(ONE, form="alike", corrected=False)
    assert [111 + f0 / wide, 111 + f0 * wide] == pytest.approx(found.diagnostics["interval_of_the_limit"])
    assert found.low == pytest.approx(111 + f0 / wide)
    assert found.high is None


@given(st.lists(st.integers(0, 10**6), min_size=3, max_size=3))
def test_for_two_lists_chaos_limit_is_chapmans_estimate(cells: list[int]) -> None:
    """With two lists both say n + Z1 Z2 / (m + 1), to the digit."""
    table = Histories.of_masks([1, 2, 3], [cells[0] + 1, cells[1] + 1, cells[2] + 1], ["a", "b"])
    assert floors.lincoln_petersen(table, "a", "b").point == pytest.approx(floors.chao(table).point)


def test_chapman_by_hand() -> None:
    """200 marked, 250 caught, 50 of them marked: 201 · 251 / 51 - 1, with Seber's variance."""
    table = Histories.of_masks([1, 2, 3], [150, 200, 50], ["a", "b"])
    found = floors.lincoln_petersen(table, "b", "a")
    assert pytest.approx(found.point) == 201 * 251 / 51 - 1
    assert math.sqrt(201 * 251 * 150 * 200 / (51**2 * 52)) == pytest.approx(found.diagnostics["standard_error"])
    assert found.diagnostics["petersen"] == pytest.approx(1000)
    assert found.assumption == "floors.assumption-independent"


def test_independent_lists_of_unlike_size_lift_the_form_for_alike_lists_above_the_truth() -> None:
    """In the exact table of 1,000 persons on independent lists with chances 0.5, 0.1 and 0.05 the form for lists finds 1,000; the one for alike lists is above."""
    chances = np.array([0.5, 0.1, 0.05])
    on = (np.arange(8)[:, None] >> np.arange(3)) & 1
    counts = np.round(1e6 * np.prod(np.where(on, chances, 1 - chances), axis=1)).astype(int)
    table = Histories.of_dense(counts, ["a", "b", "c"])
    assert pytest.approx(floors.chao(table).point, rel=1e-3) == 1e6
    assert (floors.chao(table, form="alike").point or 0) > 1.3e6


def test_persons_of_unlike_visibility_leave_it_below_the_truth() -> None:
    """A third of 900,000 persons are seen three times as easily by every list: the limit is below, and far above those listed."""
    on = (np.arange(16)[:, None] >> np.arange(4)) & 1
    base = np.array([0.2, 0.15, 0.1, 0.05])
    counts = sum(
        n * np.prod(np.where(on, lift * base, 1 - lift * base), axis=1) for n, lift in ((6e5, 1.0), (3e5, 3.0))
    )
    table = Histories.of_dense(np.round(counts).astype(int), list("abcd"))
    found = floors.chao(table)
    assert table.n * 1.1 < (found.point or 0) < 900_000


def test_in_nineteen_of_twenty_tables_the_lower_end_is_below_the_truth() -> None:
    """Over 400 tables of 500 persons on three independent lists, the lower end is above the truth in about one of forty."""
    rng, chances = np.random.default_rng(1), np.array([0.3, 0.25, 0.2])
    on = (np.arange(8)[:, None] >> np.arange(3)) & 1
    tables = rng.multinomial(500, np.prod(np.where(on, chances, 1 - chances), axis=1), size=400)
    above = sum((floors.chao(Histories.of_dense(one, list("abc"))).low or 0) > 500 for one in tables)
    assert above / 400 < 0.05


def test_all_pairs_are_in_the_order_of_names_and_hang_on_no_order_of_lists() -> None:
    """Three lists have three pairs; the lists turned round give the same."""
    turned = Histories.of_masks([1, 2, 4, 6, 5, 3, 7], [40, 30, 20, 5, 6, 8, 2], ["c", "b", "a"])
    found = floors.all_pairs(ONE)
    assert [one.settings["lists"] for one in found] == [["a", "b"], ["a", "c"], ["b", "c"]]
    assert [one.point for one in found] == [one.point for one in floors.all_pairs(turned)]
    assert floors.chao(ONE).point == pytest.approx(floors.chao(turned).point)


def test_two_lists_that_cannot_share_persons_say_nothing_together() -> None:
    """Where nobody can be on a and b, only the other two pairs are used: (20·40 + 30·40)/(14 + 1)."""
    table = three(a=20, b=30, c=40, ac=6, bc=8).forbidding([3, 7])
    assert pytest.approx(floors.chao(table).point) == 104 + 2000 / 15


@pytest.mark.parametrize(
    ("table", "key"),
    [
        (Histories.of_masks([], [], ["a", "b"]), "floors.nobody"),
        (Histories.of_masks([1], [5], ["a"]), "floors.one-list"),
        (Histories.of_masks([1], [5], ["a", "b"]), "floors.one-list"),
        (three(a=9, b=9, c=9), "floors.nobody-twice"),
        (three(a=9, b=9, ab=9).forbidding([3]), "floors.impossible-seen"),
    ],
)
def test_where_there_is_no_limit_a_reason_says_why(table: Histories, key: str) -> None:
    """Too little to go by is no number and no error, in both languages."""
    found = floors.chao(table)
    assert [key] == [one.key for one in found.reasons]
    assert found.point is None
    assert found.refused
    assert all(found.summary(lang) for lang in LANGS)


def test_pairs_that_cannot_be_used_say_so() -> None:
    """An unknown list, one named twice, and two that share nobody are refused; few on both, and a pair below those listed, are warned of."""
    apart = three(a=9, b=9, c=9, ac=3)
    for pair, key in ((("a", "x"), "no-such-list"), (("a", "a"), "same-list"), (("a", "b"), "none-on-both")):
        found = floors.lincoln_petersen(apart, *pair)
        assert [f"floors.{key}"] == [one.key for one in found.reasons]
        assert all(found.summary(lang) for lang in LANGS)
    assert [one.key for one in floors.lincoln_petersen(apart, "a", "c").reasons] == ["floors.few-on-both"]
    close = three(a=1, b=1, ab=500, c=9000)
    assert "floors.below-listed" in [one.key for one in floors.lincoln_petersen(close, "a", "b").reasons]


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_table_has_a_limit_above_those_listed(name: str) -> None:
    """The limit is never below those listed, nor its lower end."""
    table = read_histories(TABLES / f"{name}.csv").table
    found = floors.chao(table)
    assert found.point is not None
    assert found.low is not None
    assert table.n <= found.low <= found.point
    assert not found.refused


def test_a_million_in_each_cell_is_no_trouble() -> None:
    """Counts of a million give finite numbers."""
    table = Histories.of_dense(np.full(32, 10**6), list("abcde"))
    found = floors.chao(table)
    assert found.point is not None
    assert math.isfinite(found.point)
