"""The pages on estimates: what is shown in both languages, what is withheld, and that few persons are never counted out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.publishing import report_case

from habeas import words
from habeas.amount import Amount
from habeas.estimation import Distribution, Estimate, Reason
from habeas.estimation.population import Figure, PopulationEstimate, estimate
from habeas.estimation.rates import from_claims
from habeas.publishing import AccountLine, EstimateView
from habeas.publishing.context import Report
from habeas.publishing.disclosure import disclose
from habeas.publishing.pages import estimates
from habeas.publishing.write import Folder
from habeas.words import LANGUAGES, Lang, Said

TITLE = Said("On no list", "En ninguna lista")


def told(draws: Sequence[float], listed: int, *reasons: Reason) -> Mapping[Lang, Mapping[str, Any]]:
    """Return an estimate of persons on no list as a case keeps it."""
    found = Estimate.of(
        Distribution.of_draws(np.array(draws)), method="linked", quantity="total", listed=listed, assumption="linked.assumption",
        diagnostics={"listed_low": listed, "listed_high": listed, "share_linkage": 0.1, "extremes": {"joined": {"listed": listed, "estimate": 777.0, "low": 770.0, "high": 780.0}}},
    ).with_reasons(*reasons)  # fmt: skip
    missing = None if found.refused or found.missing is None else {"low": found.missing.low, "high": found.missing.high}
    return {
        lang: {
            "linked": {**found.as_json(lang), "missing": missing}, "estimates": [], "floors": [], "lists": [{"list": "court", "low": 3, "high": 3}],
            "curve": None, "official": None, "tipping": None, "bounds": [],
        }
        for lang in LANGUAGES
    }  # fmt: skip


def pages(tmp_path: Path, *found: EstimateView, account: Sequence[AccountLine] = ()) -> Mapping[str, str]:
    """Write the pages on estimates alone, and return them by their place."""
    view = replace(report_case.view(), estimates=found, account=account)
    report = Report(disclose(view), Folder(tmp_path))
    try:
        for lang in LANGUAGES:
            estimates.write(report.edit(lang))
    finally:
        report.raster.abandon()
    return {str(path.relative_to(tmp_path)): path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.html")}


def unlisted(**more: Any) -> EstimateView:
    """Return an estimate of persons on no list."""
    return EstimateView(id="unlisted", kind="mse", title=TITLE, persons=True, **more)


def test_an_estimate_has_a_page_in_both_languages(tmp_path: Path) -> None:
    """300 to 399 with 290 listed: total, those on no list, the assumption and the chart, in English and Spanish."""
    made = pages(tmp_path, unlisted(told=told([float(n) for n in range(300, 400)], 290)))
    english, spanish = made["en/estimates/unlisted.html"], made["es/estimates/unlisted.html"]
    assert "between 302 and 397" in english
    assert "entre 302 y 397" in spanish
    assert "Between 12 and 107 of them are on no list" in english
    assert "Nothing in the lists can test this" in english
    assert "<svg" in english
    assert 'href="../estimates/unlisted.html"' in made["en/estimates/index.html"]


def test_few_persons_are_not_counted_out(tmp_path: Path) -> None:
    """A list of three, and at most two on no list: neither number is on the page; of four listed there is no page at all."""
    made = pages(tmp_path, unlisted(told=told([290.0, 291.0, 292.0], 290)))["en/estimates/unlisted.html"]
    assert "Fewer than 5 of them are on no list" in made
    assert "<dd>1–4</dd>" in made
    few = pages(tmp_path / "few", unlisted(told=told([5.0, 6.0], 4)))
    assert "en/estimates/unlisted.html" not in few
    assert "could tell of one of them" in few["en/estimates/index.html"]


def test_a_refused_estimate_gives_its_reasons_and_nowhere_its_number(tmp_path: Path) -> None:
    """The estimate would be 555; it is refused: 555, its interval and its extremes are on no page and in no file of a chart."""
    refusal = Reason("linked.no-answer", "refuse", {"n": 3})
    extremes = Reason("linked.extremes", "note", {"joined": 777, "sure": 778})
    made = pages(tmp_path, unlisted(told=told([555.0] * 5, 290, refusal, extremes)))
    page = made["en/estimates/unlisted.html"]
    assert "No number is given" in page
    assert refusal.text("en") in page
    files = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.suffix in {".csv", ".json"}]
    assert not any(number in text for text in (*made.values(), *files) for number in ("555", "777", "778"))


def test_an_estimate_on_claims_that_stay_is_withheld(tmp_path: Path) -> None:
    """One claim under it is not shown: no page, no number, and the first page says that it is withheld."""
    made = pages(
        tmp_path, unlisted(told=told([float(n) for n in range(300, 400)], 290), claims=("not-a-public-claim",))
    )
    assert set(made) == {"en/estimates/index.html", "es/estimates/index.html"}
    assert "rests on claims or sources that are not public" in made["en/estimates/index.html"]


def test_what_could_not_be_made_says_why(tmp_path: Path) -> None:
    """The reason stands on the first page, in its language."""
    made = pages(tmp_path, unlisted(problem=Said("no figure", "ninguna cifra")))
    assert "It could not be made: no figure" in made["en/estimates/index.html"]
    assert "No se pudo hacer: ninguna cifra" in made["es/estimates/index.html"]


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [(2, 3, "0 to 4"), (3, 80, "0 to 80"), (7, 80, "7 to 80"), (None, None, "unknown"), (9, None, "at least 9")],
)
def test_the_account_hides_few_and_says_what_is_unknown(
    tmp_path: Path, low: float | None, high: float | None, shown: str
) -> None:
    """Bounds of one to four persons on lists leave as "0 to 4" or as 0."""
    line = AccountLine(of=TITLE, what=Said("dead", "muertas"), low=low, high=high, level=None, definition=Said("D", "D"), kind="persons", why=("p",))  # fmt: skip
    made = pages(tmp_path, unlisted(problem=Said("x", "x")), account=[line])
    assert f'<span class="sentence">{shown}</span>' in made["en/estimates/index.html"]


@pytest.fixture(scope="module")
def population() -> PopulationEstimate:
    """Return the estimate from the figures of the synthetic case."""
    figures = [
        Figure(ref=one.id, kind="stock", amount=one.value, span=one.span, source=one.speaker or one.citations[0].source, scope=one.subject, definition="all held")
        for one in report_case.view().claims.values()
        if one.predicate == "population" and isinstance(one.value, Amount) and one.span is not None and one.stands
    ]  # fmt: skip
    return estimate(figures, scope="sv-prisons", definition="all held", until=date(2025, 12, 31))


def of_population(found: PopulationEstimate) -> EstimateView:
    """Return an estimate of population as a case keeps it."""
    kept = {lang: found.as_json(lang) for lang in LANGUAGES}
    return EstimateView(id="held", kind="population", title=Said("Held", "Recluidas"), told=kept, claims=tuple(one.figure.ref for one in found.figures))  # fmt: skip


def test_the_band_stands_beside_every_figure_with_its_quote(tmp_path: Path, population: PopulationEstimate) -> None:
    """Each figure of the estimate is a line of the table with its use and a footnote to its claim; the band is drawn; the assumption is said."""
    page = pages(tmp_path, of_population(population))["es/estimates/held.html"]
    table = page[page.index('id="figures"') : page.index('id="sources"')]
    assert table.count('<td class="n">') == len(population.figures)
    assert "usada como límite" in table
    assert page.count('class="cite"') >= len({one.figure.ref for one in population.figures})
    assert page.count('<figure class="chart"') >= 1
    assert population.as_json("es")["assumption"]["message"] in page


def test_mortality_gives_the_lower_limit_alone_where_deaths_are_the_least(
    tmp_path: Path, population: PopulationEstimate
) -> None:
    """Counts of documented deaths: every rate is "at least", the number itself is nowhere, and the population it rests on is one click away."""
    rates = from_claims(report_case.view().claims.values(), subject="el-salvador", since=date(2022, 3, 27), held=population)  # fmt: skip
    kept = {lang: {"held": "held", "since": "2022-03-27", "rates": [one.as_json(lang) for one in rates]} for lang in LANGUAGES}  # fmt: skip
    claims = tuple(one.settings["deaths_claim"] for one in rates)
    deaths = EstimateView(id="mortality", kind="mortality", title=Said("Deaths", "Muertes"), told=kept, claims=claims)
    page = pages(tmp_path, of_population(population), deaths)["en/estimates/mortality.html"]
    table = page[page.index('id="rates-table"') :]
    stands = [one for one in rates if one.low is not None]
    assert table.count("at least ") >= len(stands)
    assert all(f"at least {words.number(round(one.low or 0))}" in table for one in stands)
    assert 'href="../estimates/held.html"' in page
