"""The written site: self-contained, linked, footnoted, the same in both languages, and the same bytes each time."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
from tests.publishing import reading, report_case

from habeas.amount import Amount
from habeas.findings import Finding
from habeas.publishing import publish

EXTERNAL = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


def _target(page: reading.Page, link: str) -> tuple[str, str]:
    address, _, anchor = link.partition("#")
    path = normpath(join(dirname(page.path), address)) if address else page.path
    return path, anchor


def test_nothing_is_fetched_from_elsewhere(site: Path, pages: dict[str, reading.Page]) -> None:
    """No address in any page or style names a host or a scheme; there is no script, frame, import or font to fetch."""
    for page in pages.values():
        assert [link for link in page.links if EXTERNAL.match(link)] == [], page.path
        assert not {"script", "iframe", "object", "embed", "base", "img"} & set(page.tags), page.path
        assert not re.search(r"url\((?!#)", page.html), page.path
    style = (site / "style.css").read_text()
    assert "url(" not in style
    assert "@import" not in style
    assert "@font-face" not in style


def test_every_link_and_anchor_resolves(site: Path, pages: dict[str, reading.Page]) -> None:
    """Every address leads to a file of the site, and every fragment to an id of that page."""
    for page in pages.values():
        for link in page.links:
            path, anchor = _target(page, link)
            assert (site / path).is_file(), (page.path, link)
            if anchor:
                assert anchor in pages[path].ids, (page.path, link)


def test_pages_are_well_formed(pages: dict[str, reading.Page]) -> None:
    """Every tag is closed where it was opened, no id is there twice, and every page names its language, title and landmark."""
    for page in pages.values():
        assert page.faults == [], page.path
        assert [name for name, n in Counter(page.ids).items() if n > 1] == [], page.path
        assert page.html.startswith("<!doctype html>")
        assert page.tags.count("main") == page.tags.count("title") - page.html.count("<svg><title") == 1
        assert page.tags.count("h1") == 1, page.path
        assert page.lang == ("en" if page.path == "index.html" else page.path.partition("/")[0])


def test_both_languages_have_the_same_pages_and_charts(site: Path, pages: dict[str, reading.Page]) -> None:
    """Each page and chart of one language has its counterpart in the other, and the first page offers both."""
    english = {path.removeprefix("en/") for path in pages if path.startswith("en/")}
    spanish = {path.removeprefix("es/") for path in pages if path.startswith("es/")}
    assert english == spanish
    charts = {path.name for path in (site / "charts").iterdir()}
    assert {name.replace(".en.", ".es.") for name in charts if ".en." in name} == {n for n in charts if ".es." in n}
    assert {"en/index.html", "es/index.html"} <= set(pages["index.html"].links)


def test_every_sentence_has_a_footnote(pages: dict[str, reading.Page]) -> None:
    """No sentence that says something of the world stands without a footnote, on any page."""
    told = 0
    for page in pages.values():
        for text, notes in page.sentences:
            told += 1
            assert notes, (page.path, text)
    assert told > 100


def test_every_footnote_of_a_figure_leads_to_a_mark(pages: dict[str, reading.Page]) -> None:
    """The note of each sentence with a number links to a passage marked in the text of a source."""
    for page in pages.values():
        notes = dict(re.findall(r'<li id="(n-\d+)"[^>]*>(.*?)</li>', page.html, re.DOTALL))
        for text, cited in page.sentences:
            if re.search(r"\d", re.sub(r"\d+$", "", text)):
                for anchor in cited:
                    found = [_target(page, link) for link in re.findall(r'class="q" href="([^"]+)"', notes[anchor[1:]])]
                    assert found, (page.path, text)
                    assert all(mark in pages[path].marks for path, mark in found), (page.path, text)


def test_notes_are_numbered_in_reading_order(pages: dict[str, reading.Page]) -> None:
    """Footnotes are first met in the order 1, 2, 3 and so on."""
    for page in pages.values():
        met = list(dict.fromkeys(int(n) for n in re.findall(r'id="r-(\d+)"', page.html)))
        assert met == sorted(met), page.path


def test_the_questions_are_answered(pages: dict[str, reading.Page]) -> None:
    """The first page asks every question of the case and says something under each, in the reader's language."""
    for lang, word in (("en", "Question"), ("es", "Pregunta")):
        page = pages[f"{lang}/index.html"]
        parts = page.html.split('class="question"')[1:]
        assert len(parts) == 5
        for n, part in enumerate(parts, 1):
            assert f"{word} {n}?" in part
            assert 'class="sentence"' in part


def test_the_date_is_the_ledgers(pages: dict[str, reading.Page]) -> None:
    """The date shown is the day of the ledger's last entry, in words of the language."""
    assert "1 March 2026" in pages["en/index.html"].text
    assert "1 de marzo de 2026" in pages["es/index.html"].text


def test_the_same_view_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    """Writing the same view again gives every file again, byte for byte."""
    again = tmp_path / "again"
    publish(report_case.view(), again)
    first = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert first == {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()}


def test_unverified_and_alleged_are_marked(pages: dict[str, reading.Page]) -> None:
    """A requirement whose wording was not checked says so, and so does an allegation; a checked requirement does not."""
    html = pages["en/conditions.html"].html
    assert re.search(r"Rule visits</b> <span class=\"unverified\">not verified", html)
    assert not re.search(r"Rule four</b> <span class=\"unverified\">", html)
    assert re.search(r'class="tag">alleged</span>[^<]*<bdi>?|class="tag">alleged</span> [^<]*beat', html)


def test_lines_passed_are_told_reading_by_reading(pages: dict[str, reading.Page]) -> None:
    """The page of a place says of each line of space for which readings it is passed."""
    text = " ".join(pages["en/places/cecot.html"].text.split())
    assert "for no reading" in text
    assert "for some readings" in text


def test_each_headcount_has_its_price(pages: dict[str, reading.Page]) -> None:
    """The sum is laid over every rival headcount: 238 and 261 give a number each, more than 200 an upper bound."""
    text = pages["en/money.html"].text
    assert "69.07" in text
    assert "62.98" in text
    assert "82.2" in text


def test_silence_is_a_numbered_question(pages: dict[str, reading.Page]) -> None:
    """An open field of the register is a question with a number and the field it asks for."""
    assert re.search(r'<ol class="asked">\s*<li id="f-[^"]+" value="1">', pages["en/silence.html"].html)
    assert "Rule field" in pages["en/silence.html"].text


def test_an_empty_case_still_has_every_page(tmp_path: Path) -> None:
    """A case without sources, claims or a ledger entry gives all the pages, well formed, that say there is nothing."""
    view = report_case.view(report_case.Case(), head=None)
    publish(view, tmp_path / "site")
    found = reading.pages(tmp_path / "site")
    assert [fault for page in found.values() for fault in page.faults] == []
    assert "No published claim speaks of this." in found["en/deaths.html"].text
    assert "Ninguna afirmación publicada habla de esto." in found["es/deaths.html"].text


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    """Markup, scripts, reversed text and endless words in any field are shown as characters, and break no page."""
    case = report_case.Case()
    case.source("bad", publisher=report_case.HOSTILE, title=report_case.HOSTILE, url="javascript:alert(1)")
    amount = Amount.exact(5, unit="persons", who=report_case.HOSTILE, measure="stock")
    for n in range(3):
        words = f"{report_case.HOSTILE} {n}"
        span = report_case.day(f"202{n}")
        case.says("bad", words, "cecot", "population", amount, span=span, speaker=report_case.HOSTILE)
    case.says("bad", "</mark></div><img src=x onerror=alert(1)>", "cecot", "location", report_case.HOSTILE)
    case.says("bad", "nul \x00 half \ud800 bell \x07", "cecot", "location", "x")
    publish(report_case.view(case), tmp_path / "site")
    found = reading.pages(tmp_path / "site")
    for page in found.values():
        assert page.faults == [], page.path
        assert not {"script", "img"} & set(page.tags), page.path
        assert not any(link.startswith("javascript:") for link in page.links)
        assert not re.search("[\x00-\x08\x0b\x0e-\x1f]", page.html)
    for chart in (tmp_path / "site" / "charts").glob("*.svg"):
        assert "<script" not in chart.read_text()


def test_long_lists_are_split(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Claims and findings beyond a page's measure go on to numbered pages, and every link still resolves."""
    from habeas.publishing import links

    monkeypatch.setattr(links, "CLAIMS_A_PAGE", 2)
    monkeypatch.setattr(links, "FINDINGS_A_PAGE", 3)
    publish(report_case.view(), tmp_path / "site")
    found = reading.pages(tmp_path / "site")
    assert "en/findings-2.html" in found
    assert "en/claims/sv-prisons.population-3.html" in found
    for page in found.values():
        for link in page.links:
            path, anchor = _target(page, link)
            assert not anchor or anchor in found[path].ids, (page.path, link)


def test_progress_is_told(tmp_path: Path) -> None:
    """Progress counts up to its end, so that a person sees how far the writing is."""
    seen: list[tuple[str, int, int]] = []
    publish(
        report_case.view(report_case.Case()), tmp_path / "site", lambda part, done, of: seen.append((part, done, of))
    )
    assert [done for _, done, _ in seen] == list(range(len(seen)))
    assert seen[-1][1] == seen[-1][2]


def test_a_card_a_matter(pages: dict[str, reading.Page]) -> None:
    """The headline findings begin with what cannot be true."""
    kinds = re.findall(r'<li class="card (\w+)">', pages["en/index.html"].html)
    assert kinds[0] == "error"
    assert kinds == sorted(kinds, key=("error", "warning", "note").index)


def test_the_steps_of_a_card_fit_two_lines() -> None:
    """A card shows whole steps that fit two of its lines, and the first step always, however long."""
    from habeas.publishing.pages.index import STEP_LETTERS, brief

    assert brief(["1 + 1 = 2"] * 9) == ["1 + 1 = 2"] * 2
    long = "1 + " * STEP_LETTERS + "1"
    assert brief([long, "1 + 1 = 2"]) == [long]
    assert brief(["1" * (STEP_LETTERS + 1), "2"]) == ["1" * (STEP_LETTERS + 1)]
    assert brief([]) == []


def _longer(finding: Finding) -> Finding:
    return replace(finding, steps=("1 + 1 = 2",) * 9)


def test_every_step_is_on_the_page_of_findings(tmp_path: Path) -> None:
    """A finding shows all of its arithmetic on the page of findings, where its card shows the first steps."""
    view = report_case.view()
    publish(replace(view, findings=[_longer(view.findings[0])]), tmp_path / "site")
    found = reading.pages(tmp_path / "site")
    assert found["en/findings.html"].html.count("<li>1 + 1 = 2</li>") == 9
    assert found["en/index.html"].html.count("<li>1 + 1 = 2</li>") == 2
