"""Copies: passages that several texts share, which text came first, and how much of each is shared."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from habeas.reading.copying import RUN, copies, days

WIRE = {
    "en": (
        "At least 214 prisoners were moved overnight from the old jail to the coast, the prison service announced on Monday. "
        "Relatives waiting outside the gates had been told nothing, and two buses left before dawn with their windows covered."
    ),
    "es": (
        "Al menos 214 internos fueron llevados anoche de la vieja cárcel a la costa, anunció el lunes el servicio penitenciario. "
        "A los familiares que esperaban en la puerta nadie les dijo nada, y dos buses salieron de madrugada con las ventanas tapadas."
    ),
}
OTHER = {
    "en": "Rain is expected along the northern valleys for most of the week, and farmers welcomed it after a dry spring that lasted too long.",
    "es": "Se esperan lluvias en los valles del norte casi toda la semana, y los agricultores las celebran tras una primavera seca y larga.",
}
LANGS = ("en", "es")


@pytest.mark.parametrize("lang", LANGS)
def test_a_copied_passage_is_found_where_it_stands_and_the_earliest_text_is_first(lang: str) -> None:
    """The later text has it from the earlier one, whatever the order given; its own words are no part of it."""
    texts = {"later": f"{OTHER[lang]}\n\n{WIRE[lang]}", "wire": WIRE[lang], "apart": OTHER[lang][::-1]}
    found = copies(texts, {"wire": "2024-03-04", "later": "2024-03-05", "apart": "2024-03-01"})
    (one,) = found.passages["later"]
    assert (one.first, one.sure) == ("wire", True)
    assert texts["later"][one.start : one.end] == WIRE[lang][:-1]
    assert texts["wire"][one.first_start : one.first_end] == WIRE[lang][:-1]
    assert found.copied["wire"] == found.copied["apart"] == 0
    assert 0.5 < found.copied["later"] < 0.75
    assert [name for name, passages in found.passages.items() if passages] == ["later"]
    assert found.copy_of("later") == "wire"
    assert found.families() == (("wire", "later"),)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "edit",
    [
        str.upper,
        lambda text: text.replace("214", "some 220"),
        lambda text: text.replace(",", ""),
        lambda text: text.replace(" ", "\n"),
        lambda text: text.replace("á", "a").replace("í", "i"),
        lambda text: text.replace("overnight ", "").replace("anoche ", ""),
        lambda text: text.replace("Relatives", "«Relatives»").replace("familiares", "“familiares”"),
    ],
)
def test_a_passage_survives_small_edits(lang: str, edit: object) -> None:
    """Letter case, marks, accents, line breaks, and words changed or left out do not hide a copy."""
    assert callable(edit)
    found = copies({"a": WIRE[lang], "b": edit(WIRE[lang])}, {"a": "2020", "b": "2021"})
    assert found.copied["b"] > 0.75
    assert len(found.passages["b"]) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "The minister told reporters that nobody had died in custody this year.",
            "A judge told reporters that nobody had died in custody so far.",
        ),
        (
            "De conformidad con lo establecido en el artículo 30 se ordena la libertad.",
            "Actuó de conformidad con lo establecido en el artículo 9 de la ley.",
        ),
        ("", "x"),
        ("one two three four five six", "one two three four five six"),
        ("🙂 🙂 🙂 🙂 🙂 🙂 🙂 🙂", "🙂 🙂 🙂 🙂 🙂 🙂 🙂 🙂"),
    ],
)
def test_phrases_that_many_use_are_no_copies(first: str, second: str) -> None:
    """A few words in a row prove nothing."""
    found = copies({"a": first, "b": second})
    assert found.passages == {"a": (), "b": ()}
    assert found.families() == ()


def test_without_dates_nobody_knows_who_copied() -> None:
    """The passage is told, and that its direction is not sure; a part of a date that covers the other is not sure either."""
    texts = {"a": WIRE["en"], "b": WIRE["en"]}
    for dates in ({}, {"a": "2024-03", "b": "2024-03-04"}, {"a": "2024-03-04"}):
        (one,) = copies(texts, dates).passages["b"]
        assert not one.sure
    assert copies(texts, {"a": "2024-02", "b": "2024-03-04"}).passages["b"][0].sure
    assert copies(texts, {"a": "2024-03-05", "b": "2024-03-04"}).passages["a"][0].first == "b"


def test_a_later_text_that_took_from_two_has_a_passage_of_each() -> None:
    """Each passage goes back to the text that had it first; a copy of a copy goes back to the first."""
    texts = {
        "a": WIRE["en"],
        "b": OTHER["en"],
        "both": f"{WIRE['en']} {OTHER['en']}",
        "again": f"{WIRE['en']} {OTHER['en']}",
    }
    found = copies(texts, {"a": "2020", "b": "2021", "both": "2022", "again": "2023"})
    assert [one.first for one in found.passages["both"]] == ["a", "b"]
    assert [one.first for one in found.passages["again"]] == ["a", "b"]
    assert found.copied["again"] == 1
    place = texts["both"].index("farmers")
    told = found.at("both", place, place + 20)
    assert told is not None
    assert told.first == "b"
    assert found.at("a", 0, 10) is None


def test_a_text_that_repeats_itself_is_no_copy() -> None:
    """What a page says twice, it has from nobody."""
    assert copies({"a": f"{WIRE['es']} {WIRE['es']}"}).passages == {"a": ()}


def test_the_work_grows_with_words_and_not_with_pairs() -> None:
    """Of a hundred outlets that print one wire, each is held against the first alone: ninety-nine passages, not 4,950."""
    texts = {f"outlet-{n:03}": WIRE["en"] for n in range(100)}
    found = copies(texts, {name: f"2024-01-{1 + at // 5:02}" for at, name in enumerate(texts)})
    assert sum(len(one) for one in found.passages.values()) == 99
    assert {one.first for passages in found.passages.values() for one in passages} == {"outlet-000"}
    assert len(found.families()) == 1


@settings(phases=(Phase.explicit, Phase.generate), max_examples=30)
@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=60).map(" ".join), min_size=1, max_size=5))
def test_what_is_called_shared_is_shared(texts: list[str]) -> None:
    """Both ends of a passage begin and end with one run of the same words, within their texts; shares are between 0 and 1."""
    named = {str(at): text for at, text in enumerate(texts)}
    found = copies(named)
    for name, passages in found.passages.items():
        for one in passages:
            mine = named[name][one.start : one.end].split()
            theirs = named[one.first][one.first_start : one.first_end].split()
            assert mine[:RUN] == theirs[:RUN]
            assert mine[-RUN:] == theirs[-RUN:]
            assert int(one.first) < int(name)
    assert all(0 <= share <= 1 for share in found.copied.values())


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2021-03", "2021-03-01", "2021-03-31"),
        ("2021-03-04", "2021-03-04", "2021-03-04"),
        ("2020/2021-05", "2020-01-01", "2021-05-31"),
        (None, "9999-12-31", "0000-01-01"),
    ],
)
def test_a_part_of_a_date_is_all_of_its_days(date: str | None, first: str, last: str) -> None:
    """No date is after and before all others: it tells no order."""
    assert days(date) == (first, last)
