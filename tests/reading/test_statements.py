"""Statements: quotes, qualifiers, units, what is said twice, what is only possible or denied, and allegations."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from habeas.reading.document import document
from habeas.reading.model import Found
from habeas.reading.statements import allegations, statements
from habeas.words import LANGUAGES, Lang

few = settings(max_examples=60, phases=(Phase.explicit, Phase.generate), deadline=None)


def one(text: str, lang: Lang = "en") -> Found:
    (found,) = statements(document(text, lang=lang))
    return found


def quote(text: str, found: Found) -> str:
    return text[found.start : found.end]


@pytest.mark.parametrize(
    ("text", "lang", "words", "value", "qualifier", "unit", "measure"),
    [
        ("They are locked in for more than 22 hours a day.", "en", "22 hours", "hours_locked_in=22", "at_least", "hours", "stock"),
        ("They are locked in for 23.5 hours a day.", "en", "23.5 hours", "hours_locked_in=23.5", "exact", "hours", "stock"),
        ("Anyone arrested must see a judge within 24 hours.", "en", "within 24 hours", "judge_within=24 hours", "at_most", "hours", "rule"),
        ("He was held for nearly three weeks.", "en", "nearly three weeks", "detained=3 weeks", "approx", "weeks", "stock"),
        ("She was held for at least forty-eight hours.", "en", "forty-eight hours", "detained=48 hours", "at_least", "hours", "stock"),
        ("The law allows remand detention of up to one year.", "en", "one year", "pretrial_limit=1 year", "at_most", "years", "rule"),
        ("They were held for two to three years before trial.", "en", "two to three years", "detained=2-3 years", "range", "years", "stock"),
        ("Estuvieron detenidos más de cuarenta y ocho horas.", "es", "cuarenta y ocho horas", "detained=48 hours", "at_least", "hours", "stock"),
        ("Pasan más de 20 horas al día en sus celdas.", "es", "20 horas", "hours_locked_in=20", "at_least", "hours", "stock"),
        ("La prisión preventiva no podrá exceder de un año.", "es", "un año", "pretrial_limit=1 year", "at_most", "years", "rule"),
        ("Estuvo detenida más de un mes sin ver a un juez.", "es", "un mes", "detained=1 month", "at_least", "months", "stock"),
    ],
)  # fmt: skip
def test_a_figure_is_read_with_its_bound_and_stands_in_the_quote(
    *, text: str, lang: Lang, words: str, value: str, qualifier: str, unit: str, measure: str
) -> None:
    found = one(text, lang)
    assert (found.value_text, found.qualifier, found.unit, found.measure) == (value, qualifier, unit, measure)
    assert words in quote(text, found)


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("On Friday a judge “temporarily blocked” the flights.", "en", "a judge “temporarily blocked” the flights"),
        ("The men can\u2019t receive visits.", "en", "can\u2019t receive visits"),
        ("Los reos no acceden al patio.", "es", "no acceden al patio"),
        ("Según la ONG, los presos «no reciben visitas».", "es", "no reciben visitas"),
    ],
)
def test_a_quote_is_whole_words_of_the_text(text: str, lang: Lang, words: str) -> None:
    assert quote(text, one(text, lang)) == words


@pytest.mark.parametrize(
    ("text", "lang", "value"),
    [
        ("The water, he said, does not work.", "en", "water=none"),
        ("Lawyers, according to the union, are not allowed in.", "en", "lawyer_access=none"),
        ("El agua, según los vecinos, no llega.", "es", "water=none"),
        ("Los reos, dijo una madre, no reciben visitas.", "es", "visits=none"),
    ],
)
def test_who_says_it_between_commas_does_not_break_a_statement(text: str, lang: Lang, value: str) -> None:
    assert one(text, lang).value_text == value


@pytest.mark.parametrize(
    ("text", "lang", "value"),
    [
        ("Some prisoners had no bed.", "en", "beds=insufficient"),
        ("The prisoners had no bed.", "en", "beds=none"),
        ("Unos 40 carecían de cama.", "es", "beds=insufficient"),
        ("Los presos carecían de cama.", "es", "beds=none"),
        ("Conjugal visits are banned.", "en", "visits=restricted"),
        ("They lack adequate medical care.", "en", "medical_care=inadequate"),
        ("They have no regular access to water.", "en", "water=restricted"),
    ],
)
def test_what_some_lack_or_have_too_little_of_is_not_none(text: str, lang: Lang, value: str) -> None:
    assert one(text, lang).value_text == value


@pytest.mark.parametrize(
    "text",
    [
        "Half of the inmates had no lawyer.",
        "Some 40 percent had never seen a lawyer.",
        "More than 300 people had been held for a year.",
    ],
)
def test_where_people_are_counted_the_count_is_the_claim(text: str) -> None:
    assert statements(document(text, lang="en")) == ()


def test_the_same_is_stated_once_where_it_is_said_best() -> None:
    text = "It is a prison without visits. The men there are allowed no visits."
    assert quote(text, one(text)) == "allowed no visits"


def test_two_limits_of_one_sentence_are_two_statements() -> None:
    text = "By law suspects must be taken to court within 24 hours, which a judge may extend to 72 hours."
    found = statements(document(text, lang="en"))
    assert [item.value_text for item in found] == ["judge_within=24 hours", "judge_within=72 hours"]


def test_a_later_sentence_may_extend_the_limit_before() -> None:
    text = "La ley fija un plazo de 48 horas para presentar al detenido ante el juez. Es ampliable a 72 horas."
    found = statements(document(text, lang="es"))
    assert [item.value_text for item in found] == ["judge_within=48 hours", "judge_within=72 hours"]


@pytest.mark.parametrize(
    ("text", "lang", "modality", "denied"),
    [
        ("The ministry plans to ban visits.", "en", "target", False),
        ("The ministry might ban visits.", "en", "hypothetical", False),
        ("The ministry never banned visits.", "en", "fact", True),
        ("The director denied that visits were suspended.", "en", "fact", True),
        ("El ministerio planea suspender las visitas.", "es", "target", False),
        ("El ministerio nunca prohibió las visitas.", "es", "fact", True),
        ("El director negó que prohíban las visitas.", "es", "fact", True),
    ],
)
def test_what_is_no_fact_is_marked_and_left_out(text: str, lang: Lang, modality: str, denied: bool) -> None:
    made = document(text, lang=lang)
    assert statements(made) == ()
    (found,) = statements(made, unreal=True)
    assert (found.value_text, found.modality, found.denied) == ("visits=none", modality, denied)


@pytest.mark.parametrize(
    "text",
    ["In May prisoners were denied visits.", "On May 3 visits were banned.", "Since last May visits are banned."],
)
def test_the_month_of_may_is_no_possibility(text: str) -> None:
    assert [(found.value_text, found.modality) for found in statements(document(text, lang="en"))] == [
        ("visits=none", "fact")
    ]


@pytest.mark.parametrize(
    "text", ["Visits are not banned.", "The visits were never suspended.", "Nobody was denied visits."]
)
def test_two_negations_are_never_the_opposite(text: str) -> None:
    assert not [item for item in statements(document(text, lang="en")) if item.value_text == "visits=none"]


@pytest.mark.parametrize(
    ("text", "lang", "value"),
    [
        ("Former inmates described torture.", "en", "ill_treatment=torture"),
        ("Guards beat prisoners, they said.", "en", "ill_treatment=beating"),
        ("Two women said they were sexually abused.", "en", "ill_treatment=sexual violence"),
        ("The group recorded 12 enforced disappearances.", "en", "disappearance=enforced"),
        ("They were arbitrarily detained.", "en", "arrest=arbitrary"),
        ("Denuncian torturas en el penal.", "es", "ill_treatment=torture"),
        ("Varios internos fueron golpeados.", "es", "ill_treatment=beating"),
        ("Hubo desapariciones forzadas.", "es", "disappearance=enforced"),
        ("Hubo capturas arbitrarias.", "es", "arrest=arbitrary"),
    ],
)
def test_allegations_are_kept_apart_from_statements(text: str, lang: Lang, value: str) -> None:
    made = document(text, lang=lang)
    (found,) = allegations(made)
    assert (found.kind, found.value_text, found.modality) == ("allegation", value, "allegation")
    assert not [item for item in statements(made) if item.kind == "allegation"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The law prohibits torture.", "en"),
        ("There were no reports of torture.", "en"),
        ("The Committee against Torture met in Geneva.", "en"),
        ("La ley prohíbe la tortura.", "es"),
        ("El Comité contra la Tortura visitó el país.", "es"),
    ],
)
def test_laws_and_bodies_against_torture_allege_nothing(text: str, lang: Lang) -> None:
    assert allegations(document(text, lang=lang)) == ()


def test_a_denied_allegation_is_marked() -> None:
    (found,) = allegations(document("The minister denied that prisoners were tortured.", lang="en"))
    assert found.denied


@few
@given(st.text(max_size=300), st.sampled_from(LANGUAGES))
def test_any_text_is_read_without_a_crash_and_offsets_stay_inside(text: str, lang: Lang) -> None:
    made = document(text, lang=lang)
    for found in (*statements(made, unreal=True), *allegations(made)):
        assert 0 <= found.start < found.end <= len(text)


@few
@given(
    st.lists(
        st.sampled_from(
            [
                "no", "visits", "🙂", "שלום", "Ã©", "without", "water", ",", "and", "24", "hours", "a day", "the", "court", "ordered",
                "release", "sin", "agua", "juez", "within", "«", "»", "detained", "for", "beds", "lack", "never", "not", "(", ")",
            ]
        ),
        max_size=30,
    ),
    st.sampled_from(LANGUAGES),
)  # fmt: skip
def test_any_order_of_words_gives_whole_quotes(words: list[str], lang: Lang) -> None:
    text = " ".join(words) + "."
    made = document(text, lang=lang)
    for found in statements(made, unreal=True):
        assert quote(text, found) == quote(text, found).strip() != ""
