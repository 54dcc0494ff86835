"""An estimate says what it is, what it rests on, and keeps back what is refused."""

from __future__ import annotations

import json
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import MissingExtra
from habeas.estimation import Distribution, Estimate, Reason

WARN = Reason("graphs.empty-list", "warn", {"list": "a"})
REFUSE = Reason("graphs.one-list", "refuse")


def made(*reasons: Reason) -> Estimate:
    known = Distribution.of_weights([120, 130, 150], [1, 2, 1])
    return Estimate.of(
        known, method="graphs", quantity="total", listed=100, assumption="graphs.assumption", reasons=reasons
    )


def test_the_number_comes_with_interval_and_assumption() -> None:
    """The words of an estimate hold its number, its interval and what is assumed, in both languages."""
    for lang, assumed in (("en", "Assumed"), ("es", "Supuesto")):
        said = made().summary(lang)  # type: ignore[arg-type]
        assert "130" in said
        assert "120" in said
        assert "150" in said
        assert assumed in said


def test_what_is_refused_is_never_given_as_an_answer() -> None:
    """A refused estimate prints no number in words, and its JSON has it only as what was found."""
    one = made(WARN, REFUSE)
    assert one.refused
    assert "130" not in one.summary()
    kept = one.as_json()
    assert (kept["estimate"], kept["low"], kept["high"]) == (None, None, None)
    assert kept["found"] == {"estimate": 130.0, "low": 120.0, "high": 150.0}
    assert kept["posterior"] is None
    json.dumps(kept)


def test_a_decision_sets_a_refusal_aside_and_stays_printed() -> None:
    """With a recorded decision the number is given, and the decision stands beside it."""
    one = made(REFUSE).overridden("A. Researcher, 2026-01-02: known from the register")
    assert not one.refused
    assert "known from the register" in one.summary()
    assert one.as_json()["estimate"] == 130


def test_reasons_come_gravest_first_and_once() -> None:
    """A reason given twice stands once; what refuses stands before what warns."""
    one = made(WARN).with_reasons(REFUSE, WARN)
    assert [reason.gravity for reason in one.reasons] == ["refuse", "warn"]


def test_those_on_no_list_are_the_rest() -> None:
    """The interval of those on no list is that of the total less those listed, never below nobody."""
    missing = made().missing
    assert missing is not None
    assert (missing.low, missing.high) == (20, 50)
    below = replace(made(), low=90.0).missing
    assert below is not None
    assert below.low == 0


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60), st.floats(0.01, 0.99))
def test_quantiles_are_those_of_the_draws(values: list[float], share: float) -> None:
    """The quantile of a distribution of draws is the smallest draw that enough draws do not exceed."""
    known = Distribution.of_draws(values)
    found = known.quantile(share)
    assert np.mean(np.array(values) <= found) >= share - 1e-9
    assert np.mean(np.array(values) < found) < share + 1e-9


@given(st.lists(st.tuples(st.integers(0, 50), st.floats(0.1, 5)), min_size=2, max_size=20))
def test_weights_need_no_order_and_no_sum(pairs: list[tuple[int, float]]) -> None:
    """Mean and probability are those of the weights, whatever their order and sum."""
    points, weights = zip(*pairs, strict=True)
    one, other = (
        Distribution.of_weights(points, weights),
        Distribution.of_weights(points[::-1], [3 * w for w in weights[::-1]]),
    )
    assert one.mean == pytest.approx(other.mean)
    assert one.above(25) == pytest.approx(other.above(25))
    assert pytest.approx(one.weight.sum()) == 1


def test_draws_are_those_made_or_those_asked_for() -> None:
    """Chains are given back as they came; a distribution of weights is drawn from, by seed."""
    chains = np.arange(12.0).reshape(3, 4)
    kept = Estimate.of(Distribution.of_draws(chains), method="latent", quantity="total", assumption="graphs.assumption")
    assert np.array_equal(chains, kept.draws())
    assert made().draws(50).shape == (1, 50)
    assert np.array_equal(made().draws(50, seed=4), made().draws(50, seed=4))


def test_another_level_is_read_off_the_distribution() -> None:
    """An interval at another level is that of the distribution."""
    assert (made().interval(0.1).low, made().interval(0.1).high) == (130, 130)


def test_it_shows_itself() -> None:
    """The representation tells number and interval, or that it is refused."""
    assert repr(made()) == "<Estimate graphs total: 130 [120, 150]>"
    assert "refused" in repr(made(REFUSE))


def test_its_picture_has_its_distribution() -> None:
    """The picture holds the points of the distribution."""
    spec = json.dumps(made().plot().to_dict())
    assert "130" in spec


def test_draws_are_a_dataset_for_arviz() -> None:
    """ArviZ finds the draws in its group posterior, by chain and draw."""
    chains = np.arange(12.0).reshape(3, 4)
    kept = Estimate.of(Distribution.of_draws(chains), method="latent", quantity="total", assumption="graphs.assumption")
    found = kept.to_arviz()["posterior"]["total"]
    assert found.dims == ("chain", "draw")
    assert np.array_equal(chains, found.values)


def test_without_arviz_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is not installed, the message is what to type."""
    monkeypatch.setitem(sys.modules, "arviz_base", None)
    with pytest.raises(MissingExtra, match=r"habeas\[arviz\]"):
        made().to_arviz()
