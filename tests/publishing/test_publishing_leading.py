"""Which findings lead, in what order, without saying one thing twice; and how the open questions are numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publishing import reading, report_case

from habeas.findings import Finding
from habeas.publishing import leading, publish
from habeas.publishing.context import Report
from habeas.publishing.disclosure import disclose
from habeas.publishing.pages import silence
from habeas.publishing.write import Folder

KINDS = ("contradiction", "order", "decrease", "change", "implied", "unmet", "unlike", "silence")
made = st.builds(
    report_case.finding,
    st.sampled_from(KINDS),
    st.sampled_from(("error", "warning", "note")),
    st.sampled_from(("cecot", "transfer", "agreement")),
    st.sampled_from(("structure", "capacity", "money", "population")),
    st.lists(st.sampled_from("abcdefgh"), min_size=1, unique=True),
)
lists = st.lists(made, max_size=40, unique_by=lambda one: one.id)


def _told(kind: str, gravity: str, topic: str, claims: Sequence[str], unit: str | None = None) -> Finding:
    one = report_case.finding(kind, gravity, "cecot", topic, claims)
    return replace(one, result=None if unit is None else report_case.amount(1, 2, unit))


@given(lists)
def test_headlines_are_few_and_unlike(findings: list[Finding]) -> None:
    """There are nine cards at most, one a kind and topic, none that says nearly what another says, all of them given."""
    chosen = leading.headlines(findings)
    assert len(chosen) <= 9
    assert len({(one.kind, one.topic) for one in chosen}) == len(chosen)
    assert not any(leading.alike(one, two) for place, one in enumerate(chosen) for two in chosen[:place])
    assert all(one in findings for one in chosen)
    assert [one.gravity == "error" for one in chosen] == sorted(
        (one.gravity == "error" for one in chosen), reverse=True
    )


@given(lists)
def test_no_error_is_left_out_for_less(findings: list[Finding]) -> None:
    """Where an error is not among fewer than nine headlines, one of its kind and topic, or one that says the same, is."""
    chosen = leading.headlines(findings)
    for one in findings:
        if one.gravity == "error" and len(chosen) < leading.HEADLINES:
            assert any((one.kind, one.topic) == (two.kind, two.topic) or leading.alike(one, two) for two in chosen)


def test_headlines_stand_in_the_order_of_the_news() -> None:
    """Errors, contradictions, orders, decreases, what it comes to for one person, changes, unmet, however they were given."""
    wanted = [
        _told("contradiction", "error", "transfer", "a"),
        _told("contradiction", "warning", "structure", "bc"),
        _told("order", "warning", "legal", "d"),
        _told("decrease", "warning", "deaths", "e"),
        _told("implied", "note", "structure", "fg", "m2/person"),
        _told("implied", "note", "money", "hi", "USD/person/day"),
        _told("change", "note", "population", "j"),
        _told("unmet", "warning", "conditions", "k"),
    ]
    others = [_told("unlike", "note", "money", "l"), _told("implied", "note", "capacity", "m", "places")]
    assert leading.headlines([*others, *wanted[6:], *wanted[4:6], *wanted[2:4], *wanted[:2]]) == wanted


def test_the_first_of_a_matter_leads() -> None:
    """Of several findings of one kind and topic the first given is the headline: the ranking is the findings room's."""
    first, second = (
        _told("contradiction", "warning", "structure", "abc"),
        _told("contradiction", "warning", "structure", "xyz"),
    )
    assert leading.headlines([first, second]) == [first]
    assert leading.headlines([second, first]) == [second]


def test_the_change_most_spoken_of_leads() -> None:
    """Among changes the one resting on most claims leads, since changes are not ranked by a gap."""
    slight, great = _told("change", "note", "population", "a"), _told("change", "note", "population", "bcdef")
    assert leading.headlines([slight, great]) == [great]


@given(lists, st.integers(1, 6))
def test_an_answer_is_varied(findings: list[Finding], most: int) -> None:
    """At most so many lead, errors first, no two nearly the same, and as many as there are unlike ones."""
    chosen = leading.leading(findings, most)
    assert len(chosen) <= most
    assert not any(leading.alike(one, two) for place, one in enumerate(chosen) for two in chosen[:place])
    if len(chosen) < most:
        assert all(one in chosen or any(leading.alike(one, two) for two in chosen) for one in findings)


def test_silence_leads_where_it_is_most_of_the_answer() -> None:
    """Questions that nobody answered come first where they are most of what there is, and last where they are not."""
    asked = [report_case.finding("silence", "note", "transfer", "persons", [], predicate=str(n)) for n in range(3)]
    asked = [replace(one, id=str(n)) for n, one in enumerate(asked)]
    other = _told("unlike", "note", "persons", "a")
    assert leading.leading([other, *asked], 2)[0].kind == "silence"
    assert leading.leading([other, _told("order", "note", "legal", "b"), asked[0]], 3)[-1].kind == "silence"


@pytest.mark.parametrize("mark", [": ", ", ", ". "])
def test_the_subject_is_not_said_again(mark: str) -> None:
    """The subject's name goes from the front, with the mark after it, and the rest begins with a capital."""
    assert leading.unprefixed(f"El Salvador{mark}muertes: 3.", "El Salvador") == "Muertes: 3."
    assert leading.unprefixed(f"Otro{mark}muertes", "El Salvador") == f"Otro{mark}muertes"
    assert leading.unprefixed("El Salvador holds 3.", "El Salvador") == "El Salvador holds 3."
    assert leading.unprefixed(", x", "") == ", x"


def _asking() -> list[Finding]:
    def ask(name: str, subject: str, needs: tuple[str, ...]) -> Finding:
        topic = "persons" if needs else "structure"
        return replace(report_case.finding("silence", "note", subject, topic, [], requirements=needs), id=name)

    return [
        ask("1", "cecot", ()),
        ask("2", "sv-prisons", ("field",)),
        ask("3", "transfer", ("field",)),
        ask("4", "transfer", ()),
    ]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_questions_are_numbered_as_they_stand(tmp_path: Path, lang: str) -> None:
    """Numbers run 1 to n down the page; the fields of the register on a transfer come first, what authorities left out last."""
    publish(replace(report_case.view(), findings=_asking()), tmp_path / "site")
    page = reading.pages(tmp_path / "site")[f"{lang}/silence.html"]
    asked = re.findall(r'<li id="f-([^"]+)" value="(\d+)">', page.html)
    assert [int(number) for _, number in asked] == [1, 2, 3, 4]
    assert [name for name, _ in asked] == ["3", "2", "4", "1"]
    assert ("To" if lang == "en" else "Fecha") in page.text
    assert ("Signature" if lang == "en" else "Firma") in page.text


def test_chapters_without_questions_are_not_there(tmp_path: Path) -> None:
    """A case that only leaves fields open has one chapter, and one that leaves nothing open has no letter."""
    view = report_case.view()
    one = Report(disclose(replace(view, findings=_asking()[1:3])), Folder(tmp_path)).edit("en")
    assert [chapter.kind for chapter in silence.asked(one)] == ["fields"]
    assert silence.asked(Report(disclose(replace(view, findings=[])), Folder(tmp_path)).edit("en")) == []
