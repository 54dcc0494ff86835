"""A language model as plug-in: what it says is a claim only where the passage says it again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.cli.playing import Player
from tests.reading.models_asked import QUOTES, TEXT, asked, claims, good, keys

from habeas.reading import read
from habeas.reading.document import document
from habeas.reading.models import besides
from habeas.reading.models.holding import Rule
from habeas.words import LANGUAGES, Lang


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_passage_says_again_is_a_reading(player: Player, lang: Lang) -> None:
    """Quote, figure, qualifier and speaker are the text's own; the model is named as the cue, and its confidence was never counted."""
    deaths = {"kind": "deaths", "quote": QUOTES[lang][1], "value": 14, "qualifier": "exact", "as_of": "2021-01/2021-05"}
    player.reply = lambda _: (200, claims(good(lang), deaths))
    told = asked(player, TEXT[lang], lang)
    assert keys(told) == []
    first, second = told.readings
    assert TEXT[lang][first.start : first.end] == first.quote == QUOTES[lang][0]
    assert first.value == 1240
    assert (first.unit, first.as_of, first.attributed_to) == (
        "persons",
        "2021-05-03",
        QUOTES[lang][2],
    )
    assert (first.cues, first.confidence, first.language) == (("model",), 0.0, lang)
    assert second.low == 14
    assert (second.kind, second.high, second.qualifier) == ("deaths", None, "at_least")
    assert (told.sent, told.passages) == (1, 1)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("value", [1241, 12400, 1.24, 600, "1241", "mil"])
def test_an_exact_quote_with_the_wrong_number_is_refused(player: Player, lang: Lang, value: Any) -> None:
    """The figure is read again from inside the quote; what the model says of it counts for nothing."""
    player.reply = lambda _: (200, claims(good(lang, value=value)))
    told = asked(player, TEXT[lang], lang)
    assert told.readings == ()
    assert keys(told) == ["number" if value == "mil" else "value"]
    assert QUOTES[lang][0] in told.problems[0].text(lang)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"quote": "held 1,240  inmates"}, "quote-not-there"),
        ({"quote": "Held 1,240 inmates"}, "quote-not-there"),
        ({"quote": "held 1.240 inmates"}, "quote-not-there"),
        ({"quote": "The prison"}, "quote-often"),
        ({"quote": ""}, "no-quote"),
        ({"quote": None}, "no-quote"),
        ({"quote": 1240}, "no-quote"),
        ({"quote": TEXT["en"] * 2}, "quote-long"),
        ({"kind": "escapes"}, "kind"),
        ({"kind": ["population"]}, "kind"),
        ({"kind": "cost"}, "form"),
        ({"kind": "share", "value": 1240}, "form"),
        ({"quote": "40% of those held", "value": 40}, "form"),
        ({"value": None}, "no-value"),
        ({"value": None, "low": 1000, "high": 1240}, "value"),
        ({"value": True}, "number"),
        ({"value": [1240]}, "number"),
        ({"value": "NaN"}, "number"),
        ({"value": "9" * 50}, "number"),
        ({"as_of": "2021-02-30"}, "date"),
        ({"as_of": "May 2021"}, "date"),
        ({"as_of": "2021-05/2021-01"}, "date"),
        ({"as_of": "2021/2021/2021"}, "date"),
        ({"as_of": 2021}, "date"),
        ({"as_of": "0000"}, "date-not-there"),
        ({"as_of": "2017"}, "date-not-there"),
        ({"speaker": "the Interior Ministry"}, "speaker"),
        ({"speaker": {"name": "x"}}, "speaker"),
        ({"modality": "certain"}, "modality"),
        ({"denied": "no"}, "modality"),
        ({"kind": "condition", "value": None, "value_text": "visits=none"}, "statement"),
        ({"kind": "legal", "value": None, "value_text": ["court"]}, "statement"),
    ],
)
def test_what_breaks_the_rule_is_refused_with_its_reason(player: Player, change: dict[str, Any], key: str) -> None:
    """Each answer by itself: the next one, which is good, stands."""
    player.reply = lambda _: (200, claims(good(**change), good()))
    told = asked(player)
    assert keys(told) == [key]
    assert [one.value for one in told.readings] == [1240]
    assert told.problems[0].values["answer"] == 1


@pytest.mark.parametrize("answer", ["1,240", None, 7, [], ["population"]])
def test_an_answer_that_is_no_object_is_refused(player: Player, answer: Any) -> None:
    """Whatever JSON holds."""
    player.reply = lambda _: (200, claims(answer))
    assert keys(asked(player)) == ["no-object"]


def test_a_quote_that_stands_twice_needs_its_place(player: Player) -> None:
    """With the place in the passage it is clear which is meant; a place where it does not stand is none."""
    text = "The north prison held 90 inmates in May 2021. The south prison held 90 inmates in May 2021."
    quote = "held 90 inmates"
    second = text.rindex(quote)
    answer = good(quote=quote, value=90, as_of="2021-05", speaker=None)
    player.reply = lambda _: (200, claims(answer | {"start": second}, answer, answer | {"start": 3}))
    told = asked(player, text)
    assert [one.start for one in told.readings] == [second]
    assert keys(told) == ["quote-often", "quote-often"]


def test_units_and_subjects_are_only_those_that_are_known(player: Player) -> None:
    """A unit of another kind becomes the usual one, a currency is that of the figure, and a subject must be words of the text."""
    player.reply = lambda _: (
        200,
        claims(
            good(unit="bananas", subject="Atlantis"),
            good(kind="cost", quote="55 dollars a day", value=55, unit="USD_per_person_day", speaker=None, subject="The prison"),
            good(kind="share", quote="40% of those held", value=40, unit=None, speaker=None),
        ),
    )  # fmt: skip
    told = asked(player)
    assert keys(told) == []
    assert [one.unit for one in told.readings] == ["persons", "USD_per_person_day", "percent"]
    assert [one.subject for one in told.readings] == [None, "The prison", None]


def test_a_reading_of_a_later_passage_has_the_offsets_of_the_text(player: Player) -> None:
    """Quotes are looked for in their own passage only."""
    text = f"{TEXT['es']}\n\n{TEXT['en']}"
    player.reply = lambda _: (200, claims(good("en")))
    told = asked(player, text, "es", longest=300)
    assert [text[one.start : one.end] for one in told.readings] == [QUOTES["en"][0]]
    assert set(keys(told)) == {"quote-not-there"}


def test_a_model_adds_only_what_the_grammar_has_not(player: Player) -> None:
    """The same kind and value on overlapping words is one reading, and the grammar's, whose confidence was counted."""
    grammar = read(TEXT["en"], lang="en", published="2021-05-05")
    one = next(each for each in grammar if each.value == 1240)
    player.reply = lambda _: (
        200,
        claims(good(kind=one.kind), good(kind="share", quote="40% of those held await trial", value=40)),
    )
    told = asked(player)
    assert len(told.readings) == 2
    assert all(each.value != 1240 for each in besides(grammar, told.readings))
    assert besides((), told.readings) == told.readings


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([TEXT["en"][11:29], "population", "2021", "fact"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(good())), inner, max_size=8),
    max_leaves=12,
)


@settings(phases=(Phase.explicit, Phase.generate), max_examples=100)
@given(st.lists(JSON, max_size=4))
def test_whatever_is_answered_a_reading_stands_on_its_words(answers: list[Any]) -> None:
    """Any JSON at all: no exception, every answer is a reading, a copy of one, or refused."""
    text = TEXT["en"]
    held = Rule(document(text, lang="en", published="2021-05-05")).held(answers, 0, len(text))
    assert len(held.readings) + len(held.problems) <= len(answers)
    for one in held.readings:
        assert text[one.start : one.end] == one.quote
    for problem in held.problems:
        assert all(problem.text(lang) for lang in LANGUAGES)
