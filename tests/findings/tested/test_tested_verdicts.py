"""The verdict: what the words of a figure allow against what is certain, possible and usual."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from tests.findings.tested.conftest import Scenes

from habeas.amount import Amount, parse
from habeas.errors import InputError
from habeas.findings.tested import Definition, Figure, Rebuilt, Tolerance, Way, hold_figure
from habeas.findings.tested.judging import judged, together

DAY: dict[str, Any] = {"first_day": date(2025, 1, 12), "last_day": date(2025, 1, 12)}
JANUARY: dict[str, Any] = {"first_day": date(2025, 1, 1), "last_day": date(2025, 1, 31)}
CONVICTED = ("criminality", "convicted")


def verdict(
    amount: Amount, low: float, high: float, tolerance: Tolerance | None = None, **blank: Any
) -> tuple[str, str]:
    """Return the verdict on an amount of persons held, and its reason, where the records give a pair."""
    figure = Figure(measure="population", amount=amount, **DAY)
    rebuilt = replace(Rebuilt.pair(low, high), **blank)
    found = judged(figure, Definition.of(figure, Way(at="midnight")), rebuilt, tolerance)
    return found.outcome, found.reason.removeprefix("tested.")


@pytest.mark.parametrize(
    ("said", "low", "high", "outcome", "reason"),
    [
        ("300", 300, 300, "supported", ""),
        ("300", 298, 303, "supported", ""),
        ("304", 298, 303, "contradicted", ""),
        ("297", 298, 303, "contradicted", ""),
        ("about 300", 260, 260, "supported", ""),
        ("about 300", 351, 360, "contradicted", ""),
        ("about 312", 311, 311, "contradicted", ""),
        ("295 to 310", 305, 320, "supported", ""),
        ("295 to 304", 305, 320, "contradicted", ""),
        ("at least 300", 300, 310, "supported", ""),
        ("at least 300", 299, 310, "not-testable", "undecided"),
        ("at least 300", 280, 299, "contradicted", ""),
        ("more than 300", 300, 300, "contradicted", ""),
        ("more than 300", 301, 310, "supported", ""),
        ("more than 300", 300, 301, "not-testable", "undecided"),
        ("up to 300", 290, 300, "supported", ""),
        ("up to 300", 301, 310, "contradicted", ""),
        ("fewer than 300", 300, 310, "contradicted", ""),
        ("300", 200, 400, "not-testable", "too-wide"),
        ("0", 0, 0, "supported", ""),
    ],
)
def test_a_qualifier_is_honoured(said: str, low: float, high: float, outcome: str, reason: str) -> None:
    """Exact, about, a range, at least, more than, at most, fewer than: each against what is certain and possible."""
    assert verdict(parse(said), low, high) == (outcome, reason)


def test_a_figure_that_holds_only_with_the_blanks_is_not_testable() -> None:
    """Records that leave the field blank support nothing and contradict nothing."""
    assert verdict(parse("320"), 300, 300, most=330) == ("not-testable", "blank")
    assert verdict(parse("331"), 300, 300, most=330) == ("contradicted", "")
    assert verdict(parse("at least 310"), 300, 300, most=330) == ("not-testable", "blank")


def usual(ratio: float = 1.02, factor: float = 1.01, **more: Any) -> Tolerance:
    return Tolerance(ratio=ratio, factor=factor, spread=0.003, n=40, level=0.95, method="conformal", **more)


def test_with_a_tolerance_only_what_lies_twice_as_far_is_contradicted() -> None:
    """Inside of the usual: supported; up to twice as far: one in twenty does, not testable; beyond: contradicted."""
    assert verdict(parse("10,200"), 10_000, 10_000, usual()) == ("supported", "")
    assert verdict(parse("10,000"), 10_000, 10_000, usual()) == ("not-testable", "unusual")
    assert verdict(parse("10,390"), 10_000, 10_000, usual()) == ("not-testable", "unusual")
    assert verdict(parse("10,420"), 10_000, 10_000, usual()) == ("contradicted", "")


def test_a_tolerance_says_nothing_of_figures_unlike_those_it_was_learned_from() -> None:
    """Of a figure of another size, or of a single day where months taught it, the verdict is open."""
    assert verdict(parse("300"), 300, 300, usual(least=20_000, most=60_000)) == ("not-testable", "unlike-learned")
    assert verdict(parse("30,600"), 30_000, 30_000, usual(shortest=28)) == ("not-testable", "unlike-learned")


numbers = st.integers(0, 10_000)


@settings(phases=(Phase.explicit, Phase.generate))
@given(stated=numbers, low=numbers, more=st.integers(0, 50))
@example(stated=0, low=0, more=0)
def test_what_the_pair_holds_is_never_contradicted(stated: int, low: int, more: int) -> None:
    """An exact figure is contradicted where it lies outside of certain and possible, and nowhere else."""
    outcome, _ = verdict(Amount.exact(stated), low, low + more)
    assert (outcome == "contradicted") == (not low <= stated <= low + more)


@settings(phases=(Phase.explicit, Phase.generate))
@given(low=numbers, more=st.integers(0, 50), bound=numbers)
def test_a_bound_and_its_opposite_are_never_both_supported(low: int, more: int, bound: int) -> None:
    """At least n and fewer than n: where one is supported the other is contradicted; where one is open, so is the other."""
    one, _ = verdict(Amount.at_least(bound), low, low + more)
    other, _ = verdict(Amount.less_than(bound), low, low + more)
    assert {one, other} in ({"supported", "contradicted"}, {"not-testable"})


def test_a_verdict_holds_by_every_definition_or_not_at_all() -> None:
    """Where the publisher does not say how they counted and the ways disagree, the figure is not testable, and each way is told."""
    figure = Figure(measure="population", amount=Amount.exact(300), **DAY)
    made = [
        judged(figure, Definition.of(figure, way), Rebuilt.pair(n, n))
        for way, n in ((Way(at="midnight"), 300), (Way(at="any-moment"), 320))
    ]
    found = together(figure, made)
    assert (found.outcome, found.reason) == ("not-testable", "tested.definitions-differ")
    assert "Supported" in found.text("en")
    assert "20 fewer than the records allow" in found.text("en")
    assert "a medianoche" in found.text("es")


def test_the_definition_comes_before_the_verdict(scenes: Scenes) -> None:
    """What is counted, where and when is said first; by how much and with which rows after it."""
    figure = Figure(measure="population", amount=parse("5"), at="midnight", place="THREE", **DAY)
    text = hold_figure(figure, scenes.tables).text("en")
    assert (
        text.index("Persons held at midnight") < text.index("The records give 3") < text.index("Contradicted: 2 more")
    )
    assert "; ".join(f"a.csv, line {line}" for line in scenes.lines["THREE"]) in text


def universal(word: Any, place: str, part: tuple[str, str] = CONVICTED) -> Figure:
    said: dict[str, Any] = {
        "amount": Amount.exact(1 if word == "all" else 0),
        "universal": word,
        "part": part,
        "place": place,
    }
    return Figure(measure="share", whole="held", at="midnight", **said, **DAY)


def test_one_certain_counterexample_contradicts_all(scenes: Scenes) -> None:
    """A claim that all had convictions falls with one person who certainly had none, whose row is named."""
    found = hold_figure(universal("all", "ONE-OTHER"), scenes.tables)
    assert found.outcome == "contradicted"
    assert [cell.line for cell in found.why.sample] == scenes.lines["ONE-OTHER"][2:]
    assert "one person certainly does not have it" in found.text("en")
    assert "una persona con certeza no lo tiene" in found.text("es")


def test_all_is_supported_only_where_nothing_is_left_open(scenes: Scenes) -> None:
    """A blank, or a counterexample without an identifier, leaves it open; complete records support it."""
    assert hold_figure(universal("all", "ALL-CONVICTED"), scenes.tables).outcome == "supported"
    blank = hold_figure(universal("all", "ONE-BLANK"), scenes.tables)
    assert (blank.outcome, blank.reason) == ("not-testable", "tested.silent")
    assert "25 %" in blank.text("en")
    nameless = hold_figure(universal("all", "ONE-NAMELESS"), scenes.tables)
    assert (nameless.outcome, nameless.reason) == ("not-testable", "tested.possible-counterexample")


@pytest.mark.parametrize(
    ("place", "outcome", "reason"),
    [
        ("A-CHILD", "contradicted", ""),
        ("TURNING-18", "not-testable", "tested.possible-counterexample"),
        ("GROWN", "supported", ""),
    ],
)
def test_none_is_contradicted_by_one_who_certainly_has_it(
    scenes: Scenes, place: str, outcome: str, reason: str
) -> None:
    """Nobody under 18: who is 16 at most contradicts it, who turns 18 in the year possibly does, who is 34 does not."""
    found = hold_figure(universal("none", place, ("age", "under-18")), scenes.tables)
    assert (found.outcome, found.reason) == (outcome, reason)
    assert [cell.line for cell in found.why.sample] == (scenes.lines[place][:1] if outcome != "supported" else [])


def test_a_share_is_of_those_it_says(scenes: Scenes) -> None:
    """Half of those held, a third of those admitted: which of the two is meant is told before the verdict."""
    share = Figure(measure="share", amount=Amount.exact(0.5), part=CONVICTED, place="ONE-LEFT")
    held = hold_figure(replace(share, whole="held", at="midnight", **DAY), scenes.tables)
    assert (held.outcome, held.judged[0].rebuilt and held.judged[0].rebuilt.low) == ("supported", 0.5)
    admitted = hold_figure(replace(share, whole="admitted", **JANUARY), scenes.tables)
    assert admitted.outcome == "contradicted"
    assert "33.3 %" in admitted.text("en")


def test_a_share_of_which_too_much_is_blank_is_not_testable(scenes: Scenes) -> None:
    """Where the records allow anything from a third to two thirds, 60 % is not supported by them."""
    figure = Figure(
        measure="share", amount=Amount.exact(0.6), part=CONVICTED, place="BLANK", whole="held", at="midnight", **DAY
    )
    found = hold_figure(figure, scenes.tables)
    assert (found.outcome, found.reason) == ("not-testable", "tested.blank")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"measure": "weight", "amount": Amount.exact(3)}, "no measure"),
        ({"amount": Amount.exact(-3)}, "below 0"),
        ({"measure": "share", "amount": Amount.exact(2), "part": CONVICTED}, "more than the whole"),
        ({"amount": Amount.exact(3), "who": (("height", "tall"),)}, "height"),
        ({"amount": Amount.exact(3), "first_day": date(2025, 2, 1)}, "before they begin"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(scenes: Scenes, fields: dict[str, Any], message: str) -> None:
    """An unknown measure, a count below 0, a share above the whole, an unknown field, days that end before they begin."""
    with pytest.raises(InputError, match=message):
        hold_figure(Figure(**{"measure": "population", **DAY, **fields}), scenes.tables)
