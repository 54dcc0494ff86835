"""Fields: what is known, what is disputed, what is unclear, what is missing, and who says it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.custody.persons.conftest import World, day, one_person

from habeas.custody.persons import due_fields, fields
from habeas.custody.persons.agreeing import meet, same_words
from habeas.people.lists import list_fields


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Hernández", "HERNANDEZ", True),
        ("San Salvador", "SAN  SALVADOR.", True),
        ("Ana Paz", "Paz Rivas, Ana María", True),
        ("J. Paz", "Juan Paz", True),
        ("PNC", "Policía Nacional Civil", True),
        ("P.N.C.", "PNC", True),
        ("Hernández", "Hernandes", False),
        ("Soyapango", "San Salvador", False),
        ("Ana Paz", "Ana Rivas", False),
    ],
)
def test_words_are_rivals_only_where_both_cannot_be_true(one: str, other: str, expected: bool) -> None:
    """Case, accents, order, initials and a fuller form make no rivals; other words do."""
    assert same_words(one, other) is expected
    assert same_words(other, one) is expected


@given(st.text(max_size=30))
def test_a_text_agrees_with_itself_in_capitals_and_without(text: str) -> None:
    """No value is its own rival."""
    assert same_words(text, text)
    assert same_words(text.upper(), text.upper().lower())


SIDES = st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2000, 3, 1)))


@given(SIDES, SIDES, SIDES, SIDES)
def test_days_meet_in_either_order(a: date | None, b: date | None, c: date | None, d: date | None) -> None:
    """Whether two ranges have a day in common does not depend on which comes first, and an open range meets every one."""
    assert meet((a, b), (c, d)) is meet((c, d), (a, b))
    assert meet((None, None), (a, a))


def test_a_vague_date_is_no_rival_of_an_exact_one() -> None:
    """May 2022 and 3 May are one; 3 May and 5 May are two, and the vague one stands with both."""
    one = one_person({"deprived_when": day(0)}, {"deprived_when": (date(2022, 5, 1), date(2022, 5, 31))})
    assert one.state("deprived_when").status == "known"
    two = one_person(
        {"deprived_when": day(0)}, {"deprived_when": (date(2022, 5, 1), date(2022, 5, 31))}, {"deprived_when": day(2)}
    ).state("deprived_when")
    assert two.status == "disputed"
    assert two.rivals == ((0, 1), (1, 2))
    assert [value.source.list for value in two.values] == ["list-0", "list-1", "list-2"]


def test_several_hearings_are_several_events() -> None:
    """What can happen more than once is not disputed where two dates differ."""
    one = one_person({"hearing_when": day(5)}, {"hearing_when": day(50)})
    assert one.state("hearing_when").status == "known"
    assert [step.kind for step in one.events] == ["hearing", "hearing"]


def test_two_arrests_with_a_release_between_are_no_rivals() -> None:
    """Two dates of arrest are rivals of one arrest, unless a release lies between them."""
    twice = one_person({"deprived_when": day(0), "released_when": day(20)}, {"deprived_when": day(90)})
    assert twice.state("deprived_when").status == "known"
    assert one_person({"deprived_when": day(0)}, {"deprived_when": day(90)}).state("deprived_when").status == "disputed"


@pytest.mark.parametrize("said", ["desconocido", "N/D", "no sabe", "?", "unknown", "S/N"])
def test_what_says_only_that_it_is_not_known_is_unclear(said: str) -> None:
    """A filler is kept as written, and is neither known nor missing."""
    state = one_person({"deprived_by": said}).state("deprived_by")
    assert state.status == "unclear"
    assert [value.said for value in state.values] == [said]


def test_a_time_that_cannot_be_read_is_unclear_and_no_event_with_a_day() -> None:
    """Nothing is guessed for it: it is kept among the undated."""
    one = one_person({"deprived_when": "hace tiempo"})
    assert one.state("deprived_when").status == "unclear"
    assert (len(one.events), len(one.undated)) == (0, 1)


def test_ages_agree_where_one_date_of_birth_fits_both() -> None:
    """25 in 2022 and 27 in 2024 are one; 25 and 27 on one day are two; without a day nothing is disputed."""

    def person(*ages: tuple[int, date | None]) -> str:
        rows = [{"age": str(age), "_mention": {"age_low": age, "age_high": age, "age_on": on}} for age, on in ages]
        return one_person(*rows).state("age").status

    assert person((25, date(2022, 6, 1)), (27, date(2024, 6, 1))) == "known"
    assert person((25, date(2022, 6, 1)), (27, date(2022, 6, 1))) == "disputed"
    assert person((25, None), (40, date(2022, 6, 1))) == "known"


def test_a_value_names_list_row_column_and_the_day_of_the_report() -> None:
    """Every value can be found again."""
    one = one_person({"health": "asma", "_mention": {"reported_first": day(9), "reported_last": day(9)}})
    (value,) = one.state("health").values
    assert (value.source.list, value.source.row, value.source.column) == ("list-0", 2, "HEALTH")
    assert value.source.reported == (day(9), day(9))
    assert value.source.source == "list-0.csv"


def test_a_missing_field_is_missing_and_one_of_a_death_is_not_asked_of_the_living() -> None:
    """Nothing is defaulted; what asks for nothing says so."""
    one = one_person({"deprived_when": day(0)})
    assert one.state("grounds").status == "missing"
    assert one.state("grounds").asked
    assert not one.state("death_cause").asked
    assert one_person({"died_when": day(9)}).state("death_cause").asked


def test_a_nameless_mention_stays_nameless() -> None:
    """NN is unclear; the name of the mention itself is used where there is one."""
    assert one_person({"name": "NN"}).state("name").status == "unclear"
    named = one_person({"given": "Ana", "surname1": "Paz", "_mention": {"name": "Ana Paz"}}).state("name")
    assert (named.status, [value.said for value in named.values]) == ("known", ["Ana Paz"])
    assert named.values[0].source.column == "GIVEN"


def test_every_field_of_lists_is_a_field_of_the_record() -> None:
    """The two catalogues have the same fields, and whatever an article or rule asks for has a question, or a reason for none."""
    assert list(fields()) == list(list_fields())
    silent = {one.id for one in fields().values() if (one.article or one.rule) and one.question is None}
    assert silent == {"alias", "marks", "ordered_when"}
    assert {one.article for one in due_fields()} >= set("abcdefgh")


def test_statements_and_links_that_fit_nothing_are_told() -> None:
    """A statement without its mention, a mention without a person, a link without a mention and an unknown list: nothing else is lost."""
    world = World()
    world.list("a")
    world.row("P-1", "a", {"deprived_when": day(0)})
    world.row("P-2", "b", {"deprived_when": day(0)})
    world.statements.append({"mention": "a:gone", "list": "a", "row": 9, "column": "x", "field": "health", "said": "x"})
    world.links[1]["mention"] = "a:elsewhere"
    register = world.register()
    assert [one.id for one in register.persons] == ["P-1"]
    assert sorted(one.key for one in register.problems) == [
        "persons.list-unknown", "persons.mention-without-person", "persons.person-without-mention", "persons.statement-lost",
    ]  # fmt: skip
    for lang in ("en", "es"):
        assert all(one.text(lang) for one in register.problems)
