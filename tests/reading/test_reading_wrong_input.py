"""What is no article: the whole reader says what is doubtful, invents nothing, and never fails."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import FrameType

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from habeas.reading import Reading, read, suspicions
from habeas.reading.document import document
from habeas.reading.numbers import parse_inside
from habeas.words import LANGUAGES, Lang

SOUND: dict[Lang, str] = {
    "en": (
        "The prison held 1,240 inmates on 3 May 2021, the Ministry of Justice said on Tuesday. It was built for 600. "
        "At least 14 prisoners have died there since January, according to the Prison Observatory."
    ),
    "es": (
        "La cárcel albergaba a 1.240 internos el 3 de mayo de 2021, informó el martes el Ministerio de Justicia. Fue construida para 600. "
        "Al menos 14 presos murieron allí desde enero, según el Observatorio de Prisiones."
    ),
}
# ruff: noqa: RUF001 - letters of other scripts are what is tested
FOREIGN = {
    "German": "Im Gefängnis der Stadt saßen am 3. Mai 2021 insgesamt 1.240 Häftlinge ein, teilte das Justizministerium am Dienstag mit. "
    "Gebaut wurde es für 600 Personen, und mindestens 14 von ihnen sind seit Januar gestorben.",
    "French": "La prison de la ville comptait 1 240 détenus le 3 mai 2021, a annoncé mardi le ministère de la Justice, alors "
    "qu'elle avait été construite pour 600 personnes seulement; au moins 14 prisonniers y sont morts depuis janvier.",
    "Portuguese": "A prisão abrigava 1.240 detentos em 3 de maio de 2021, informou na terça-feira o Ministério da Justiça. Foi construída "
    "para 600 pessoas, e pelo menos 14 presos morreram ali desde janeiro, segundo a organização não governamental.",
    "Russian": "По данным министерства юстиции, 3 мая 2021 года в тюрьме содержались 1240 заключённых при вместимости 600 человек, и с января умерли 14.",
    "Arabic": "قالت وزارة العدل إن السجن كان يضم 1240 سجينا في 3 مايو 2021 بينما بني ليستوعب 600 شخص وتوفي فيه 14 سجينا على الأقل منذ يناير.",
    "Hebrew": "משרד המשפטים הודיע כי ב-3 במאי 2021 הוחזקו בכלא 1,240 אסירים אף שנבנה עבור 600 בני אדם, ולפחות 14 מהם מתו מאז ינואר.",
    "Chinese": "司法部周二表示，截至2021年5月3日，该监狱关押了1240名囚犯，而设计容量仅为600人，自一月以来至少有14人死亡。",
}
CONTENTS = "\n".join(
    f"{n}. {title} {'.' * 20} {page}"
    for n, (title, page) in enumerate(
        [("Prison population", 120), ("Deaths in custody", 214), ("Capacity", 600), ("Costs", 1240)], 1
    )
)
CASES = {
    "empty": "",
    "blank": " \n\t \f \n",
    "one word": "Prison",
    "one figure": "1,240",
    "figures alone": "1,240 600 14 3/5/2021 +34 600 123 456 50 %",
    "heading": "Deaths in custody 2021",
    "contents": CONTENTS,
    "emoji": "🚨🚨 300 🙂 🏴\u200d☠️ 1,240 👨\u200d👩\u200d👧 !!! 14 ⚰️",
    "no stop": "prison " * 400,
    "no space": "prison1240" * 400,
    "stops": ". " * 400 + "! ? … " * 100,
    "quotation marks": "“”«»\"'\u2018\u2019" * 100,
    "open marks": "“The prison held 1,240 inmates " * 30,
    "brackets": "(" * 300 + "1,240 inmates" + ")" * 300,
    "digits": "1" * 5_000,
    "separators": "1,2.3,4.5 1.,2 ,,, 1..2 1,,240 inmates 12,34,56 prisoners",
    "huge": f"The prison held {'9' * 400} inmates.",
    "controls": "The prison\x00 held\x07 1,240\x1b[31m inmates\x7f.",
    "surrogate": "The prison held \ud83d 1,240 inmates.",
    "right to left": "\u202eThe prison held 1,240 inmates\u202c. \u200f1,240\u200f",
    "combining": "La ca\u0301rcel tenia 1.240 internos" + "\u0301" * 200,
    "full width": "The prison held \uff11\uff12\uff14\uff10 inmates and ٣٤٥ guards.",
    "superscripts": "Between 4, \u00b2 of May and 1, \u00b9 de mayo the prison\u00b2 held \u00b3\u2070\u2070 inmates, \u2462 died; de los 4, \u00b2 de junio, hace \u00b2 a\u00f1os.",
    "fractions": "About \u00bd of the 1,240 inmates, 3\u00bd hours, \u2153 de los presos.",
    "markup": "<p>The prison held <b>1,240</b> inmates</p>&nbsp;<script>var deaths = 14;</script>",
    "json": '{"deaths": 14, "population": 1240, "published": "2021-05-03"}',
    "table": "Prison\tInmates\tPlaces\nNorth\t1,240\t600\nSouth\t—\tn/a\n",
    "carriage returns": "The prison held\r\n1,240 inmates.\r\rIt was built for 600.\r\n",
    "dates": "31 February 2021. 99/99/9999. 0 May 0000. el 45 de mayo de 20211.",
}


def invented(text: str, readings: Sequence[Reading]) -> list[str]:
    """Return what readings say that the text does not: quotes and speakers that are not there, figures that the quote does not give."""
    told = []
    made = document(text)
    for one in readings:
        if text[one.start : one.end] != one.quote or not one.quote.strip():
            told.append(f"quote {one.quote!r}")
        if one.attributed_to is not None and one.attributed_to not in text:
            told.append(f"speaker {one.attributed_to!r}")
        if one.value_text is None:
            inside = parse_inside(one.quote, one.language, document=made)
            figures = {figure for each in inside for figure in (each.stated, each.low, each.high)}
            # "Three times the capacity" is 300 % of it.
            figures |= {figure * 100 for figure in figures if figure and one.kind == "occupancy_rate"}
            if not {one.value, one.low, one.high} <= figures | {None}:
                told.append(f"figure {one.value} in {one.quote!r}")
        if not 0 <= one.confidence <= 1:
            told.append(f"confidence {one.confidence}")
    return told


def keys(text: str) -> list[str]:
    """Return the keys of what is doubtful, each said in both languages."""
    told = suspicions(text)
    assert all(one.text(lang).strip() for one in told for lang in LANGUAGES)
    return [one.key.partition(".")[2] for one in told]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sound_article_raises_no_suspicion(lang: Lang) -> None:
    """The texts that the cases below spoil are fine themselves."""
    assert keys(SOUND[lang]) == []
    assert invented(SOUND[lang], read(SOUND[lang], published="2021-05-05")) == []


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
@pytest.mark.parametrize("lang", [None, *LANGUAGES])
@pytest.mark.parametrize("published", [None, "2021-05-05", "2021"])
def test_nothing_fails_and_nothing_is_invented(text: str, lang: Lang | None, published: str | None) -> None:
    """Whatever the text, a reading stands on its words; two readings of one text are the same."""
    found = read(text, lang=lang, published=published)
    assert invented(text, found) == []
    assert found == read(text, lang=lang, published=published)
    keys(text)


@pytest.mark.parametrize(
    "name", ["empty", "blank", "one figure", "figures alone", "contents", "emoji", "stops", "quotation marks", "digits"]
)
def test_where_nothing_is_said_nothing_is_read(name: str) -> None:
    """No claim comes from figures without words, from a table of contents or from marks."""
    assert read(CASES[name], published="2021-05-05") == ()


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_another_language_is_told_and_not_read(text: str) -> None:
    """Neither English nor Spanish: no claim, and the reason."""
    assert read(text, published="2021-05-05") == ()
    assert keys(text) == ["other-language"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FOREIGN)
def test_on_a_mixed_page_the_foreign_passages_are_not_read(lang: Lang, name: str) -> None:
    """The passage in a known language reads as it does alone; the other adds nothing, and the share of it is told."""
    text = f"{FOREIGN[name]}\n\n{SOUND[lang]}\n\n{FOREIGN[name]}"
    alone = read(SOUND[lang], lang=lang, published="2021-05-05")
    mixed = read(text, lang=lang, published="2021-05-05")
    assert [one.quote for one in mixed] == [one.quote for one in alone]
    assert invented(text, mixed) == []
    assert keys(text) == ["partly-other-language"]


def test_both_languages_on_one_page_are_both_read() -> None:
    """Each passage by the grammar and the number format of its own language."""
    other = SOUND["es"].replace("1.240", "2.380").replace("600", "900").replace("14", "17")
    text = f"{SOUND['en']}\n\n{other}"
    found = read(text, published="2021-05-05")
    alone = [*read(SOUND["en"], lang="en", published="2021-05-05"), *read(other, lang="es", published="2021-05-05")]
    assert [(one.kind, one.value, one.quote, one.language) for one in found] == [
        (one.kind, one.value, one.quote, one.language) for one in alone
    ]
    assert {one.language for one in found} == {"en", "es"}
    assert keys(text) == []


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        (SOUND["es"].encode().decode("latin-1"), "wrong-decoding"),
        (SOUND["es"].replace("á", "é").encode().decode("cp1252"), "wrong-decoding"),
        ("Dijo: “niños” – señaló".encode().decode("cp1252", "replace"), "wrong-decoding"),
        (SOUND["es"].encode("latin-1").decode("utf-8", "replace"), "lost-characters"),
        (SOUND["es"].encode().decode("mac-roman"), "wrong-decoding"),
    ],
)
def test_wrong_decoding_is_told_and_not_mended(wrong: str, key: str) -> None:
    """UTF-8 read as another encoding, or another read as UTF-8: the place and the number of it; quotes stay as they stand."""
    assert key in keys(wrong)
    assert invented(wrong, read(wrong, published="2021-05-05")) == []
    told = next(one for one in suspicions(wrong) if one.key.endswith(key))
    assert (told.row, told.gravity) == (1, "warning")
    assert isinstance(told.values["n"], int)


@pytest.mark.parametrize(
    "text",
    [
        "NÃO É A MÃE. ÂMBITO. Åland Å. L\u2019âme «â» — Ã.",
        "√2 ± 3 €; 40 °C; ¿Qué? ¡No! ª º",
        "\ufeffThe prison held 1,240 inmates.",
    ],
)
def test_rare_letters_are_no_wrong_decoding(text: str) -> None:
    """Capitals with accents, signs and a byte order mark at the head are as they should be."""
    assert not {"wrong-decoding", "lost-characters", "hidden-characters", "control-characters"} & set(keys(text))


def test_hidden_and_control_characters_are_told_by_their_numbers() -> None:
    """What cannot be seen is named, on the line where it is first found; the message itself holds none of it."""
    text = f"{SOUND['en']}\nThe pri\u200bson held\x00 600\u202e inmates."
    told = {one.key: one for one in suspicions(text)}
    assert told["reading.hidden-characters"].row == told["reading.control-characters"].row == 2
    assert told["reading.hidden-characters"].values["n"] == 2
    assert "[U+200B]" in told["reading.hidden-characters"].text("en")
    assert "\u200b" not in told["reading.hidden-characters"].text("es")


def test_a_table_of_contents_is_told() -> None:
    """Its figures are pages."""
    assert keys(CONTENTS) == ["mostly-contents"]
    assert (
        keys(f"{CONTENTS}\n\n{SOUND['en']}\n\n{SOUND['en']}\n\n{SOUND['en']}\n\n{SOUND['en']}\n\n{SOUND['en']}") == []
    )


def test_a_text_without_words_is_an_error_and_not_a_warning() -> None:
    """A scan without text, an image saved as text: nothing is read."""
    for text in (CASES["empty"], CASES["blank"], CASES["digits"]):
        (told,) = suspicions(text)
        assert (told.key, told.gravity) == ("reading.no-words", "error")


def _calls(text: str) -> int:
    """Return how many functions are called while a text is read."""
    number = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    read(text, published="2021-05-05")
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read(text, published="2021-05-05")
    finally:
        sys.setprofile(before)
    return number


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("joint", [" ", "\n\n", "\n"])
def test_the_work_grows_with_the_text_and_not_faster(lang: Lang, joint: str) -> None:
    """Four times the text takes four times the steps, whether it is one paragraph or many."""
    once = _calls(joint.join([SOUND[lang]] * 10))
    four = _calls(joint.join([SOUND[lang]] * 40))
    assert four < 4.6 * once


def test_a_long_text_says_no_more_than_its_parts() -> None:
    """Two hundred copies of an article on pages of their own make its claims, each once or oftener, and no others."""
    one = read(SOUND["en"], published="2021-05-05")
    many = read("\f".join([SOUND["en"]] * 200), published="2021-05-05")
    assert {(each.kind, each.value, each.quote) for each in many} == {
        (each.kind, each.value, each.quote) for each in one
    }
    assert len(one) <= len(many) <= 200 * len(one)


MARKS = [
    "1,240",
    "14",
    "inmates",
    "prison",
    "died",
    "presos",
    "según",
    "the",
    "minister",
    "said",
    "\n\n",
    "\n",
    "“",
    "”",
    ",",
    ".",
    "%",
    "🙂",
    "\u202e",
    "\x00",
    "Ã±",
    "mil",
    "2021",
    "since",
    "$",
]


@settings(phases=(Phase.explicit, Phase.generate), max_examples=60)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(MARKS), max_size=40).map(" ".join)))
def test_any_text_can_be_read(text: str) -> None:
    """No text makes the reader fail or say what is not there."""
    assert invented(text, read(text, published="2021-05-05")) == []
    keys(text)
