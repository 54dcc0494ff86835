"""Running totals, documented counts, flows and changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.findings import claims_made as made

from habeas.amount import Amount, Ratio
from habeas.claims import Claim
from habeas.findings import Finding, find
from habeas.when import Span


def found(claims: list[Claim], *kinds: str) -> list[Finding]:
    """Return the findings of some kinds."""
    return [one for one in find(claims, made.about(), made.VOCABULARY) if one.kind in kinds]


def arrests(key: str, value: Any, span: Any, speaker: str = "ministry", who: str = "since the emergency") -> Claim:
    """Return a running total of arrests."""
    return made.claim(key, "country", "arrests", value, who=who, span=span, speaker=speaker)


def test_a_running_total_that_fell_is_an_error() -> None:
    """One speaker, one definition: a later total below an earlier one cannot be true."""
    claims = [arrests("a", 64111, made.day(2023, 2, 14)), arrests("b", 62975, made.day(2023, 3, 1))]
    (finding,) = found(claims, "decrease", "contradiction")
    assert (finding.kind, finding.gravity, finding.claims) == ("decrease", "error", ("a", "b"))


@pytest.mark.parametrize(
    "second",
    [
        arrests("b", 62975, made.month(2023, 2)),
        arrests("b", 64000, made.day(2023, 3, 1)),
        arrests("b", 62975, made.day(2023, 3, 1), who="since the second decree"),
        arrests("b", 62975, Span.every_day(date(2022, 6, 1), date(2023, 3, 1))),
        arrests("b", 62975, None),
        arrests("b", Amount.at_least(50000), made.day(2023, 3, 1)),
    ],
    ids=["dates may be the other way", "rounded", "other definition", "other start", "no date", "only a bound"],
)
def test_a_total_that_need_not_have_fallen_is_no_finding(second: Claim) -> None:
    """Dates that may be in the other order, rounding, another definition or start, or a bound: no cry."""
    assert found([arrests("a", 64111, made.day(2023, 2, 14)), second], "decrease", "contradiction") == []


def test_another_speaker_below_is_a_warning_and_between_counters_a_note() -> None:
    """What one says may be below what another said; counters that document deaths each count what they can."""
    claims = [arrests("a", 77001, made.day(2024, 1, 1)), arrests("b", 75001, made.day(2024, 3, 1), "press")]
    assert [(one.kind, one.gravity) for one in found(claims, "decrease")] == [("decrease", "warning")]
    claims = [
        made.claim("x", "country", "deaths_documented", 300, who="all", span=made.day(2023, 7, 1), speaker="one"),
        made.claim("y", "country", "deaths_documented", 244, who="all", span=made.day(2024, 3, 1), speaker="two"),
    ]
    assert [(one.kind, one.gravity) for one in found(claims, "decrease")] == [("decrease", "note")]


def test_counters_are_put_side_by_side_and_do_not_contradict() -> None:
    """Three counters of one day are one note that names who counts what."""
    claims = [
        made.claim(
            f"c{number}", "country", "deaths_documented", number, who=who, span=made.day(2023, 7, 1), speaker=who
        )
        for number, who in ((170, "one"), (300, "two"), (189, "three"))
    ]
    (finding,) = found(claims, "contradiction", "unlike", "decrease")
    assert (finding.kind, finding.gravity) == ("unlike", "note")
    assert set(finding.claims) == {"c170", "c300", "c189"}


def test_an_official_total_below_what_was_documented_before_is_an_error() -> None:
    """A documented count is a lower bound; a total of the same persons at that time or later cannot be below it."""
    claims = [
        made.claim("ngo", "country", "deaths_documented", 153, who="all", span=made.day(2023, 5, 1), speaker="counter"),
        made.claim("official", "country", "deaths", 142, who="all", span=made.day(2023, 6, 1), speaker="ministry"),
    ]
    (finding,) = found(claims, "contradiction")
    assert (finding.gravity, finding.relation) == ("error", "documented-deaths")
    assert finding.steps == ("153 > 142",)
    before = made.claim("official", "country", "deaths", 142, who="all", span=made.day(2023, 4, 1), speaker="ministry")
    assert found([claims[0], before], "contradiction") == []


def test_a_total_of_other_persons_is_unlike() -> None:
    """Where who is counted differs, nothing is concluded, and the difference is said."""
    claims = [
        made.claim("ngo", "country", "deaths_documented", 153, who="all", span=made.day(2023, 5, 1), speaker="counter"),
        made.claim("official", "country", "deaths", 142, who="adults", span=made.day(2023, 6, 1), speaker="ministry"),
    ]
    (finding,) = found(claims, "contradiction", "unlike")
    assert (finding.kind, finding.gravity) == ("unlike", "note")
    assert "who is counted" in finding.text("en")
    assert "adults" in finding.more("en")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 900), st.integers(1, 28)), min_size=2, max_size=8))
def test_a_fall_is_found_exactly_when_two_totals_of_one_speaker_are_in_the_wrong_order(
    rows: list[tuple[int, int]],
) -> None:
    """Totals of one speaker by day: there is a finding if and only if some later total is below some earlier one."""
    claims = [arrests(f"a{n}", value, made.day(2023, 1, day)) for n, (value, day) in enumerate(rows)]
    fell = any(one > two and first < second for one, first in rows for two, second in rows)
    assert bool(found(claims, "decrease")) is fell


# --- flows


def admissions(**spans: Any) -> list[Claim]:
    """Return a population, all who came and went since, and the population after, of one prison."""
    period = Span.every_day(date(2024, 1, 1), date(2024, 6, 30))
    return [
        made.claim("before", "cecot", "population", 1001, who="all held", span=made.day(2024, 1, 1)),
        made.claim("in", "cecot", "admissions", 501, who="all held", span=spans.get("period", period)),
        made.claim("out", "cecot", "releases", 101, who="all held", span=spans.get("period", period)),
        made.claim(
            "after", "cecot", "population", 1501, who="all held", span=spans.get("after", made.day(2024, 6, 30))
        ),
    ]


def test_a_population_that_those_who_came_and_went_exclude_is_a_contradiction() -> None:
    """1,001 + 501 - 101 leaves at most 1,401, deaths unsaid; 1,501 cannot be."""
    (finding,) = found(admissions(), "contradiction")
    assert set(finding.claims) == {"before", "in", "out", "after"}


def test_a_flow_of_months_implies_and_does_not_contradict() -> None:
    """Where the dates are not certain to the day, the later figure is implied only."""
    assert found(admissions(after=made.month(2024, 6)), "contradiction") == []
    flows = [
        one
        for one in found(admissions(after=made.month(2024, 6)), "implied")
        if one.relation == "population-by-admissions"
    ]
    assert [one.result.high for one in flows if one.result] == [Decimal(1401)]
    assert flows[0].steps == (
        "2024-06-30: 1,001 + 501 - 101 - (\N{GREATER-THAN OR EQUAL TO} 0) = \N{LESS-THAN OR EQUAL TO} 1,401",
    )


def test_the_start_of_a_total_is_read_from_who_is_counted() -> None:
    """A total "since 27 March 2022" links the population of that month to the day on which it stood."""
    claims = [
        made.claim("before", "prisons", "population", 39538, who="all held", span=made.month(2022, 3)),
        arrests("in", 61300, made.day(2022, 12, 31), who="cumulative since 27 March 2022"),
    ]
    (flow,) = [one for one in found(claims, "implied") if one.relation == "population-by-arrests"]
    assert flow.result is not None
    assert flow.result.high == 39538 + 61300
    assert found([claims[0], arrests("in", 61300, made.day(2022, 12, 31))], "implied") == []


# --- changes


def populations() -> list[Claim]:
    """Return figures of a population in 2021 and 2024, two of them of one source, which says more than double."""
    ratio = Ratio(of="early", low=Decimal(2), low_open=True)
    doubled = Amount(qualifier="more_than", stated=Decimal(2), ratio=ratio, who="sentenced and awaiting trial")
    return [
        made.claim("early", "prisons", "population", 36000, "explainer", who="all held", span=made.month(2021, 4)),
        made.claim("rival", "prisons", "population", 39538, "paper", who="all held", span=made.month(2021, 9)),
        made.claim(
            "late",
            "prisons",
            "population",
            110000,
            "explainer",
            who="sentenced and awaiting trial",
            span=made.month(2024, 3),
        ),
        made.claim("other", "prisons", "population", 109519, "report", who="all held", span=made.month(2024, 3)),
        made.claim("doubled", "prisons", "population", doubled, "explainer", span=made.month(2024, 3)),
    ]


def test_the_two_figures_a_source_cites_make_more_than_it_says() -> None:
    """36,000 and 110,000 are 3.06 times, though the source says more than double; that they differ is said behind it."""
    (finding,) = found(populations(), "change")
    said = finding.text("en")
    assert (
        said.index("from 36,000 in April 2021") < said.index("is 3.06 times as many") < said.index("more than 2 times")
    )
    assert "Over all 4 pairs" in said
    assert "3.06 veces la cifra inicial" in finding.text("es")
    assert "sentenced and awaiting trial" in finding.more("en")
    assert "doubled" in finding.claims
    assert finding.steps[0] == "110,000 / 36,000 = 3.056"


def test_a_multiple_that_was_resolved_into_a_bound_is_still_the_multiple_that_was_said() -> None:
    """More than double the 36,000, kept as more than 72,000, derived from the 36,000, is said as more than 2 times."""
    resolved = Amount.more_than(72000)
    claims = [
        *populations()[:-1],
        made.claim(
            "doubled", "prisons", "population", resolved, "explainer",
            who="all held", span=made.month(2024, 3), derived_from=("early", "late"),
        ),
    ]  # fmt: skip
    (finding,) = found(claims, "change")
    assert "more than 2 times" in finding.text("en")
    assert "más de 2 veces" in finding.text("es")


def told(claims: list[Claim], period: str | None) -> list[Finding]:
    """Return the changes of a case of a period."""
    about = replace(made.about(), period=period)
    return [one for one in find(claims, about, made.VOCABULARY) if one.kind == "change"]


def test_a_change_compares_only_figures_that_may_lie_in_the_period_of_the_case() -> None:
    """A figure of 2007 is left out of a case that begins in 2021, which is said; a figure of a range that reaches in stays."""
    before = made.claim("before", "prisons", "population", 17577, who="all held", span=made.month(2007, 6))
    (whole,) = told([*populations(), before], None)
    (limited,) = told([*populations(), before], "2021/2026")
    assert "before" in whole.claims
    assert "before" not in limited.claims
    assert limited.values["high"] == "3.06"
    assert "2021" in limited.more("en")
    assert "one other is left out" in limited.more("en")
    reaching = Span.some_day(date(2020, 6, 1), date(2021, 2, 1))
    (with_it,) = told([*populations(), replace(before, span=reaching)], "2021/2026")
    assert "before" in with_it.claims


def test_only_the_changes_of_headline_series_are_told() -> None:
    """The relations file names the series whose change is told; the number of guards is none."""
    claims = [
        made.claim("a", "prisons", "guards", 1000, span=made.day(2021, 4, 1)),
        made.claim("b", "prisons", "guards", 3000, span=made.day(2024, 5, 1)),
    ]
    assert found(claims, "change") == []
    assert made.RULES.change >= {"population"}


def test_the_totals_of_one_series_are_one_finding_with_every_date_as_a_line() -> None:
    """Three months of arrests since one day imply one finding: its lead is of the last, its steps are of all."""
    claims = [
        made.claim("before", "prisons", "population", 39538, who="all held", span=made.month(2022, 3)),
        *(
            arrests(f"in{month}", 50001 + month, made.day(2022, month, 1), who="cumulative since 27 March 2022")
            for month in (6, 9, 12)
        ),
    ]
    (flow,) = [one for one in found(claims, "implied") if one.relation == "population-by-arrests"]
    assert [step[:10] for step in flow.steps] == ["2022-06-01", "2022-09-01", "2022-12-01"]
    assert set(flow.claims) == {"before", "in6", "in9", "in12"}
    assert flow.result is not None
    assert flow.result.high == 39538 + 50013
    assert "50,013 arrests" in flow.text("en")


def test_the_range_over_all_rival_pairs_is_honest_about_those_below_three() -> None:
    """Of four pairs two reach three times and two do not; the range, and the pairs of one definition, say so."""
    (finding,) = found(populations(), "change")
    assert finding.values["low"] == "2.76"
    assert finding.values["high"] == "3.06"
    assert (finding.values["n"], finding.values["times"], finding.values["reached"]) == (4, 3, 2)
    assert "Over the 2 pairs of one definition it is 2.76 to 3.05 times." in finding.more("en")
    assert len(finding.steps) == 4
    assert "110,000 / 36,000 = 3.056" in finding.steps


def test_figures_of_one_season_are_no_change() -> None:
    """Figures less than three months apart, or of one era only, tell no change."""
    claims = [
        made.claim("a", "prisons", "population", 36000, who="all held", span=made.day(2021, 4, 1)),
        made.claim("b", "prisons", "population", 110000, who="all held", span=made.day(2021, 5, 1)),
    ]
    assert found(claims, "change") == []
    assert found(claims[:1], "change") == []
