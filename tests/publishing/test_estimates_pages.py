"""The pages on estimates: what is shown in both languages, what is withheld, and that few persons are never counted out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.publishing import report_case

from habeas.estimation import Distribution, Estimate, Reason
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
    made = pages(tmp_path, unlisted(told=told(np.arange(300.0, 400.0), 290)))
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
    made = pages(tmp_path, unlisted(told=told(np.arange(300.0, 400.0), 290), claims=("not-a-public-claim",)))
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
