"""Claims of a case against records: which can be tested, what they are read as, and what is said of those that cannot."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.findings import claims_made as made
from tests.findings.tested.conftest import Scenes

from habeas.amount import Amount, Ratio, parse
from habeas.claims import Claim
from habeas.findings import tested as testing
from habeas.findings.tested import Figure, figure_of, findings_of, hold_series
from habeas.when import Span

DAY = Span.on(date(2025, 1, 12))
MONTH = Span.every_day(date(2025, 1, 1), date(2025, 1, 31), started=True, ended=True)
PLACES = {"cecot": "THREE", "prisons": None}


def claim(key: str, predicate: str, value: Any, subject: str = "cecot", span: Span | None = DAY, **more: Any) -> Claim:
    return made.claim(
        key,
        subject,
        predicate,
        value,
        span=span,
        **{"who": "all held", **more} if isinstance(value, int | Amount) else more,
    )


def found(scenes: Scenes, *claims: Claim, **more: Any) -> list[testing.Tested]:
    return findings_of(claims, scenes.tables, PLACES, **more)


def test_a_claim_is_tested_as_the_figure_it_states(scenes: Scenes) -> None:
    """Three held is supported, forty contradicted, and each test bears the id of its claim."""
    tested = found(scenes, claim("three", "population", 3), claim("forty", "population", parse("at least 40")))
    assert [(one.figure.claim, one.outcome) for one in tested] == [("three", "supported"), ("forty", "contradicted")]
    assert tested[1].text("en").startswith("Published: at least 40, counting “all held” (forty).")
    assert tested[0].why.n == 3


def test_what_records_do_not_count_gives_nothing(scenes: Scenes) -> None:
    """A capacity, a subject that is no place of the records, and a claim that does not stand are left out."""
    others = (
        made.claim("beds", "cecot", "capacity", 40_000, capacity="design"),
        claim("elsewhere", "population", 3, subject="country"),
        claim("rejected", "population", 40, status="rejected"),
        claim("withdrawn", "population", 40, flags=("source-withdrawn",)),
    )
    assert found(scenes, *others) == []


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"who": "men of one canton"}, "tested.who-not-told"),
        ({"polarity": "denied"}, "tested.denied"),
        ({"modality": "target"}, "tested.not-accepted"),
        ({"span": None}, "tested.no-days"),
        ({"span": Span.on(date(2019, 1, 1))}, "tested.outside"),
    ],
)
def test_what_is_not_told_is_not_guessed(scenes: Scenes, more: dict[str, Any], reason: str) -> None:
    """Of whom nobody said which records they are, what is denied, what is wished, and what has no day: not testable, and why."""
    (tested,) = found(scenes, claim("c", "population", 40, **more))
    assert (tested.outcome, tested.reason) == ("not-testable", reason)
    for lang in ("en", "es"):
        assert tested.text(lang)
    if reason == "tested.who-not-told":
        assert "“men of one canton”" in tested.text("en")


def test_words_for_persons_are_explained_by_the_case(scenes: Scenes) -> None:
    """Where the case says which records "convicted" means, the claim is tested on them."""
    told = claim("c", "population", 2, subject="country", who="Convicted")
    who = {"convicted": (("criminality", "convicted"),)}
    (tested,) = findings_of([told], scenes.tables, {"country": "ONE-OTHER"}, who=who)
    assert (tested.outcome, tested.figure.who) == ("supported", (("criminality", "convicted"),))


def test_a_population_of_a_month_is_one_of_some_day(scenes: Scenes) -> None:
    """A claim about a month is supported where some day of it had so many, at midnight or at another moment."""
    one = made.claim("c", "country", "population", 1, who="all held", span=MONTH)
    (tested,) = findings_of([one], scenes.tables, {"country": "SOUTH"})
    assert tested.outcome == "supported"
    assert "on some day from 1 January 2025 to 31 January 2025" in tested.text("en")


def test_documented_deaths_are_a_lower_bound(scenes: Scenes) -> None:
    """Whoever documented two deaths did not say that there were no more."""
    documented = claim("c", "deaths_documented", 2, subject="country", span=MONTH)
    figure = figure_of(documented, "DEATHS")
    assert figure is not None
    assert figure.amount.qualifier == "at_least"
    assert figure.amount.low == 2
    (tested,) = findings_of([documented], scenes.tables, {"country": "DEATHS"})
    assert tested.outcome == "supported"
    (more,) = findings_of(
        [claim("d", "deaths", 1, subject="country", span=MONTH)], scenes.tables, {"country": "DEATHS"}
    )
    assert more.outcome == "contradicted"


def test_all_convicted_falls_with_one(scenes: Scenes) -> None:
    """Persons described as convicted, all of them: one of three was not, and the claim is contradicted with that row."""
    for span in (DAY, MONTH):
        said = made.claim("c", "country", "all_convicted", "claimed", span=span)
        (sure,) = findings_of([said], scenes.tables, {"country": "ONE-OTHER"})
        assert (sure.figure.universal, sure.outcome) == ("all", "contradicted")
    assert [cell.line for cell in sure.why.sample] == scenes.lines["ONE-OTHER"][2:]
    assert made.claim("d", "country", "all_convicted", "disproved").stands
    assert figure_of(made.claim("d", "country", "all_convicted", "disproved"), None) is None


def test_flows_need_a_first_and_a_last_day(scenes: Scenes) -> None:
    """Admissions "since January" have no end that records could stop at."""
    since = claim("c", "admissions", 3, span=Span.since(date(2025, 1, 1)))
    (tested,) = found(scenes, since)
    assert (tested.outcome, tested.reason) == ("not-testable", "tested.days-not-exact")
    (whole,) = found(scenes, claim("c", "admissions", 3, span=MONTH))
    assert whole.judged[0].outcome == "supported"


def test_a_multiple_of_another_claim_is_no_number_of_persons() -> None:
    """About twice as many as another claim is not two persons."""
    twice = Amount(
        qualifier="about", stated=Decimal(2), ratio=Ratio(of="other", low=Decimal(2), high=Decimal(2)), who="all held"
    )
    assert figure_of(made.claim("c", "cecot", "population", twice, span=DAY), None) is None


def test_a_claim_is_held_to_what_a_series_teaches(scenes: Scenes) -> None:
    """A series of another measure teaches nothing for a claim of persons held; its verdict is the same with it and without."""
    deaths = Figure(
        measure="deaths", amount=Amount.exact(2), place="DEATHS", first_day=date(2025, 1, 1), last_day=date(2025, 1, 31)
    )
    series = hold_series([deaths], scenes.tables)
    one = claim("forty", "population", 40)
    assert found(scenes, one, series=[series]) == found(scenes, one)


def test_a_folder_of_tables_does_as_well(scenes: Scenes, tmp_path: Path) -> None:
    """Claims are tested against a folder, too; its rows are counted, and not located without the table of rows."""
    (tested,) = findings_of([claim("forty", "population", 40)], scenes.folder, PLACES)
    assert (tested.outcome, tested.why.n, tested.why.sample) == ("contradicted", 3, ())
