"""What is marked in the words of a page: text a machine read, words in another language; and pictures made apart."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import escape
from tests.publishing import reading, report_case

from habeas.amount import Amount
from habeas.claims import Claim
from habeas.publishing import View, labels, publish
from habeas.publishing.charts import Raster, raster

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="5" height="5" fill="red"/></svg>'


def _read_by_machine(view: View, name: str) -> View:
    versions = tuple(replace(one, ocr=True) for one in view.sources[name])
    return replace(view, sources={**view.sources, name: versions})


@pytest.mark.parametrize(("lang", "said"), [("en", "read by machine"), ("es", "leído por máquina")])
def test_what_a_machine_read_says_so(tmp_path: Path, lang: str, said: str) -> None:
    """A quote from pictures read by a machine is marked in notes, claims and source page; no other quote is."""
    publish(_read_by_machine(report_case.view(), "list"), tmp_path / "site")
    found = reading.pages(tmp_path / "site")
    for path in ("transfer.html", "claims/transfer.transfer.html", "sources/list.html", "sources/index.html"):
        assert said in found[f"{lang}/{path}"].text, path
    for path in ("deaths.html", "claims/cecot.structure.html", "sources/visit.html"):
        assert said not in found[f"{lang}/{path}"].text, path
    rows = re.findall(r"<tr id=.*?</tr>", found[f"{lang}/claims/transfer.transfer.html"].html)
    assert [said in row for row in rows] == ["sources/list.html" in row for row in rows]


def _foreign() -> tuple[View, Claim]:
    case = report_case.Case()
    case.source("explainer", publisher="AP")
    who = "people who were named on some other list"
    held = Amount.exact(238, unit="persons", who=who, measure="stock")
    case.says("explainer", "There were 238.", "cecot", "population", held, span=report_case.day("2025"), language="en")
    view = report_case.view(case)
    return view, next(iter(view.claims.values()))


def test_words_without_a_translation_are_quoted_in_their_language(tmp_path: Path) -> None:
    """Who is counted, in English words without Spanish ones, stands on a Spanish page in quotation marks, marked as English."""
    view, claim = _foreign()
    assert labels.counted(view, claim, "es") == "«people who were named on some other list»"
    assert labels.counted(view, claim, "en") == "people who were named on some other list"
    publish(view, tmp_path / "site")
    found = reading.pages(tmp_path / "site")
    wanted = '<span lang="en">«people who were named on some other list»</span>'
    pages = [page for path, page in found.items() if path.startswith("es/") and "«people who were named" in page.html]
    assert len(pages) >= 2
    for page in pages:
        assert wanted in page.html, page.path
    assert not any('lang="en">“people' in page.html for page in found.values())


def test_a_name_needs_no_quotation_marks() -> None:
    """Words that all begin with a capital are a name, and a name is the same in both languages."""
    view, claim = _foreign()
    assert labels.free(view, "Human Rights Office of Somewhere", claim, "es") == "Human Rights Office of Somewhere"
    assert labels.free(view, "a human rights office", replace(claim, language=None), "es") == "a human rights office"


def test_marking_words_escapes_the_rest() -> None:
    """Only words in quotation marks of the page are marked, and nothing else changes but that it is escaped."""
    _, claim = _foreign()
    told = labels.marked("Según <b>: «the guards» y «b»", claim, "es")
    assert told == 'Según &lt;b&gt;: <span lang="en">«the guards»</span> y <span lang="en">«b»</span>'
    assert labels.marked("“x” <", claim, "en") == escape("“x” <")


def test_pictures_are_the_same_with_and_without_a_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture drawn by the second process has the bytes of one drawn here, where none can be started."""
    drawing = tmp_path / "one.svg"
    drawing.write_text(DRAWING, encoding="utf-8")
    apart, here = tmp_path / "apart.png", tmp_path / "here.png"
    first = Raster()
    first.ask(drawing, apart)
    first.close()
    monkeypatch.setattr("sys.executable", "")
    second = Raster()
    second.ask(drawing, here)
    second.close()
    assert apart.read_bytes() == here.read_bytes()
    assert apart.read_bytes().startswith(b"\x89PNG")


def test_a_process_that_fails_leaves_no_picture_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the second process ends early, what it has not drawn is drawn here, and no half picture stays."""
    monkeypatch.setattr(raster, "_WORK", "raise SystemExit(3)")
    made = Raster()
    pictures = []
    for n in range(3):
        drawing = tmp_path / f"{n}.svg"
        drawing.write_text(DRAWING, encoding="utf-8")
        pictures.append(tmp_path / f"{n}.png")
        made.ask(drawing, pictures[-1])
    made.close()
    assert all(one.read_bytes().startswith(b"\x89PNG") for one in pictures)
    assert not list(tmp_path.glob("*.part"))


def test_an_abandoned_report_waits_for_no_picture(tmp_path: Path) -> None:
    """A report that is given up ends its second process at once."""
    made = Raster()
    made.ask(tmp_path / "no-such-drawing.svg", tmp_path / "none.png")
    made.abandon()
    assert not (tmp_path / "none.png").exists()
